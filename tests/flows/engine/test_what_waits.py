"""Words to what waits for a yes: what is neither yes nor no is told so, and what follows a no is not lost."""

from __future__ import annotations

import pytest

from flows.engine.screens import pending
from flows.model.session import Change, Reading
from flows.model.values import Choice, Choices, Given, Items, Value
from tests.builders import confirming, flow_of, spot, told
from tests.flows.engine.crew import Crew

FLOW = flow_of(
    """\
  - section: how
    title: How
    questions:
      - ask: kept
        kind: many_of
        text: How is it kept?
        why: W.
        options: {named: A named account, factor: A second factor, logs: Logs that somebody reads}
        source: method
      - ask: site
        kind: one_of
        text: Where?
        why: W.
        options: {here: Here, there: Over there, away: Far away}
        source: method
        findings:
          - {when: site is away, id: far, severity: low, say: It is far., counsel: Far., do: Mend it, owner: owner, due: 7 days, source: method}
      - {ask: fine, kind: yes_no, text: Is it fine?, why: W., source: method}
      - {ask: known, kind: item, register: asset, many: true, adds: true, text: Who is there?, why: W., source: method}
      - {ask: party, kind: item, register: asset, adds: true, text: Who is it?, why: W., source: method}
""",
    "what_waits",
)


def value(here: Crew, name: str) -> Value | None:
    answer = here.answer(f"how.{name}")
    return answer.value if answer is not None else None


def waiting() -> Crew:
    """A reading of the first question waits for a yes."""
    here = Crew.at(FLOW)
    here.reply("wait, a named account")
    assert isinstance(here.ref.pending, Reading)
    return here


@pytest.mark.parametrize("words", ["both", "partly", "let me think", "two of them"])
def test_what_is_neither_yes_nor_no_is_no_yes(words: str) -> None:
    here = waiting()
    here.reply(words)
    assert value(here, "kept") is None


def test_both_is_told_that_it_takes_a_yes_or_a_no() -> None:
    here = waiting()
    assert told(here.reply("everybody")) == ["waiting.yes_or_no"] and isinstance(here.ref.pending, Reading)
    here.reply("yes")
    assert value(here, "kept") == Choices(("named",))


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("no, the logs", Choices(("logs",))),
        ("no, I meant the second factor", Choices(("factor",))),
        ("nope - 1 and 3", Choices(("named", "logs"))),
        ("no", None),
        ("no thanks", None),
        ("no, only the second factor", Choices(("factor",))),
        ("no, better the logs", Choices(("logs",))),
        ("no named account", None),
    ],
)
def test_what_follows_a_no_is_the_answer(words: str, becomes: Given | None) -> None:
    here = waiting()
    here.reply(words)
    assert value(here, "kept") == becomes and here.ref.pending is None


def test_what_follows_a_no_and_is_not_certain_is_asked_back() -> None:
    here = waiting()
    assert confirming(here.reply("no, the logs or the second factor")) == ["how.kept"]
    assert isinstance(here.ref.pending, Reading) and here.ref.pending.others


def test_what_was_said_is_quoted_up_to_the_end_of_a_word() -> None:
    here = Crew.at(FLOW)
    here.reply("wait, a named account, for the invoices of the last three years were booked under one of them")
    asked = pending.confirming(here.scene(), spot("how.kept")).text
    assert "“wait, a named account, for the invoices of the last three years were booked…”" in asked


def test_a_change_that_waits_takes_no_both_and_takes_what_follows_a_no() -> None:
    here = waiting()
    here.reply("yes")
    here.reply("here")
    here.change("how.site")
    here.reply("far away")
    assert isinstance(here.ref.pending, Change)
    assert told(here.reply("both")) == ["waiting.yes_or_no"] and value(here, "site") == Choice("here")
    assert told(here.reply("an umbrella"))[-1] == "reading.change_waits"
    here.reply("no, over there")
    assert value(here, "site") == Choice("there")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("yes, and the logs too", [Choices(("named", "logs"))]),
        ("yes, the second factor and the logs", [Choices(("factor", "logs"))]),
    ],
)
def test_a_yes_with_another_answer_behind_it_is_no_press_of_what_waits(words: str, shown: list[Given]) -> None:
    here = waiting()
    here.reply(words)
    pending = here.ref.pending
    said = [pending.draft.given, *pending.others] if isinstance(pending, Reading) else [value(here, "kept")]
    assert said == shown


@pytest.mark.parametrize("words", ["yes, that's right", "yes, a named account", "yes please, thanks"])
def test_a_yes_that_says_the_same_or_nothing_more_is_a_yes(words: str) -> None:
    here = waiting()
    here.reply(words)
    assert value(here, "kept") == Choices(("named",)) and here.ref.pending is None


def test_a_yes_that_says_that_nobody_did_it_is_asked_back_also_where_two_readings_wait() -> None:
    here = Crew.at(FLOW)
    here.skip()
    here.skip()
    here.reply("partly")
    assert isinstance(here.ref.pending, Reading) and here.ref.pending.others
    assert confirming(here.reply("yes we have a number, nobody tried it")) == ["how.fine"]
    assert value(here, "fine") is None


def at_party() -> Crew:
    """Two vendors are known, and a reading of who it is waits for a yes."""
    here = Crew.at(FLOW)
    for _ in range(3):
        here.skip()
    here.reply("Kodex, Brightline")
    here.reply("Kodex GmbH")
    assert isinstance(here.ref.pending, Reading)
    return here


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("No, Brightline", "Brightline"),
        ("no, it's Kodex of course", "Kodex"),
        ("no, leave it", ""),
        ("no, not sure", ""),
    ],
)
def test_a_row_that_is_known_counts_behind_a_no_where_new_names_may_be_given(words: str, row: str) -> None:
    here = at_party()
    here.reply(words)
    assert value(here, "party") == (Items((here.item(row),)) if row else None) and here.ref.pending is None


def test_behind_a_no_what_comes_near_a_known_row_is_asked_back_as_that_row_and_is_no_new_name() -> None:
    here = at_party()
    assert confirming(here.reply("no, Brightline Ltd")) == ["how.party"]
    assert isinstance(here.ref.pending, Reading) and not here.ref.pending.others
    assert here.ref.pending.draft.given == Items((here.item("Brightline"),))
    here.reply("no, either Orion or Umbra")
    assert here.ref.pending is None and value(here, "party") is None


def reading(here: Crew) -> list[Given | None]:
    """What waits for a yes, the first choice first."""
    assert isinstance(here.ref.pending, Reading)
    return [here.ref.pending.draft.given, *here.ref.pending.others]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("correct: leave out the logs", [Choices(("named", "factor"))]),
        ("no logs", [Choices(("named", "factor"))]),
        ("no umbrella", [Choices(("named", "factor")), Choices(("named", "factor", "logs"))]),
        ("the first one, without the second factor", [Choices(("named",))]),
        ("the second, leave out the logs", [Choices(("named", "factor"))]),
        ("the first, plus the logs", [Choices(("named", "factor", "logs"))]),
        ("the first one, since Jon saw it", [Choices(("named", "factor"))]),
    ],
)
def test_of_lists_that_wait_one_is_meant_by_its_place_and_less_or_more_by_word(words: str, shown: list[Given]) -> None:
    here = Crew.at(FLOW)
    here.reply("a named account with a second factor, logs, but nobody has shown us who reads the logs")
    assert reading(here) == [Choices(("named", "factor")), Choices(("named", "factor", "logs"))]
    here.reply(words)
    assert reading(here) == shown
    assert value(here, "kept") is None


@pytest.mark.parametrize(
    ("words", "saved"),
    [
        ("1", Choices(("named", "factor"))),
        ("the second one", Choices(("named", "factor", "logs"))),
        ("the first one, without the logs", Choices(("named", "factor"))),
    ],
)
def test_a_place_alone_and_one_without_what_is_not_in_it_are_a_yes(words: str, saved: Given) -> None:
    here = Crew.at(FLOW)
    here.reply("a named account with a second factor, logs, but nobody has shown us who reads the logs")
    here.reply(words)
    assert value(here, "kept") == saved and here.ref.pending is None


def test_what_is_denied_as_a_whole_is_asked_back_without_it() -> None:
    here = Crew.at(FLOW)
    here.reply("logs, but nobody reads them")
    assert reading(here) == [Choices(()), Choices(("logs",))]


@pytest.mark.parametrize(
    ("words", "site"),
    [("change it", "away"), ("yes, change it please", "away"), ("leave it as it is", "here"), ("no, leave it", "here")],
)
def test_a_change_is_made_or_left_by_the_words_on_its_presses(words: str, site: str) -> None:
    here = waiting()
    here.reply("yes")
    here.reply("here")
    here.change("how.site")
    here.reply("far away")
    here.reply(words)
    assert here.ref.pending is None and value(here, "site") == Choice(site)
