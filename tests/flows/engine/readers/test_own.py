"""Questions about how one's own programme stands, told from those to our sources."""

from __future__ import annotations

import pytest

from flows.authoring.paper import lines_of
from flows.engine.readers.own import NAMED, Own, asks_of_own
from flows.engine.readers.questions import is_question
from flows.engine.screens import ask
from flows.model.ids import ChannelId, ItemId, ProgrammeId
from flows.model.programme import Item
from flows.model.screens import Place
from tests.builders import MARIA, NAMES, NOW, shipped

ROWS = tuple(
    Item(ItemId(f"{register}-1"), register, name, 1, MARIA, NOW)
    for register, name in zip(NAMED, ("Screens", "Kodex Ltd", "Test suite", "Kodex NDA"), strict=True)
)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("what is urgent?", Own.URGENT),
        ("what's blocking us", Own.URGENT),
        ("Is there anything overdue?", Own.URGENT),
        ("what is open?", Own.URGENT),
        ("what's still outstanding?", Own.URGENT),
        ("what is left to do?", Own.URGENT),
        ("what is open source?", None),
        ("what is going on and what do I do first?", Own.URGENT),
        ("what should I do today?", Own.URGENT),
        ("what's next", Own.URGENT),
        ("next?", Own.URGENT),
        ("who is waiting for me?", Own.URGENT),
        ("what's on my plate?", Own.URGENT),
        ("how many findings are open", Own.URGENT),
        ("how many open actions are there?", Own.URGENT),
        ("where do we stand?", Own.STANDING),
        ("what is going on?", Own.STANDING),
        ("how are we doing so far?", Own.STANDING),
        ("what is the status of the programme?", Own.STANDING),
        ("where do we stand with patents in India?", None),
        ("where do we stand and who owns code in Poland?", None),
        ("what should I do about a leak?", None),
        ("how many countries are open to arbitration?", None),
        ("who approves Screens?", Own.STANDING),
        ("who are the approvers of Screens?", Own.STANDING),
        ("who approves a phase?", None),
        ("why is Screens closed?", Own.STANDING),
        ("how do I open the Screens phase?", Own.STANDING),
        ("what's our deadline for the Kodex insurance?", Own.STANDING),
        ("when does Kodex's NDA expire?", Own.STANDING),
        ("what may we send to Kodex today?", Own.SHARING),
        ("who owns the test suite if a freelancer wrote it?", None),
        ("can the test suite use open source?", None),
        ("how do I open a phase?", None),
        ("what may we send to a vendor?", None),
        ("what is blocking a patent in India?", None),
        ("why is Screens closed? " + "word " * 40, None),
    ],
)
def test_what_is_asked_of_the_programme_is_told_from_what_is_asked_of_our_sources(text: str, about: Own | None) -> None:
    assert asks_of_own(text, ROWS) is about


def test_a_row_without_a_word_in_its_name_is_named_by_nothing() -> None:
    assert asks_of_own("why is it closed?", (Item(ItemId("phase-2"), NAMED[0], "!", 1, MARIA, NOW),)) is None


def test_a_question_begins_with_whats_too() -> None:
    assert is_question("what's blocking us") and not is_question("whats up")


@pytest.mark.parametrize("about", Own)
def test_the_answer_leads_there_and_without_gates_to_what_there_is(about: Own) -> None:
    shown = "\n".join(lines_of(ask.own(shipped().texts, about, gated=True), NAMES))
    assert "[Phases and gates]" in shown
    bare = "\n".join(lines_of(ask.own(shipped().texts, about, gated=False), NAMES))
    assert "gates]" not in bare and ("[Actions]" in bare) is (about is not Own.SHARING)


def test_elsewhere_it_says_of_which_programme_that_is() -> None:
    of = Place(ChannelId("C1"), "#atlas-plan")
    told = ask.own(shipped().texts, Own.URGENT, gated=True, of=of)
    assert next(iter(lines_of(told, NAMES))).startswith("This is about #atlas-plan. What presses")


@pytest.mark.parametrize(("count", "more"), [(2, False), (5, False), (6, True)])
def test_which_of_several_programmes_is_meant_is_asked_of_five_at_most(count: int, more: bool) -> None:
    among = [(ProgrammeId(f"T1:C{number}"), f"#channel-{number}") for number in range(count)]
    shown = "\n".join(lines_of(ask.whose(shipped().texts, Own.URGENT, among), NAMES))
    assert shown.count("[#channel-") == min(count, 5)
    assert ("ask in the channel of the programme" in shown) is more
