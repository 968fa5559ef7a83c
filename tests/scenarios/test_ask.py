"""Asking the bot: answered from our own content with where it comes from, to the one who asks, and never from what a team said."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.workspace import Person
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, letter, name_counsel, note, quiet, said_by_bot, started


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_a_question_is_answered_with_its_source_to_the_one_who_asks_and_one_without_an_answer_leads_on(
    here: Playground,
) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "ask are moral rights settled in Poland?")
    told = maria.text(await note(maria, ATLAS, "Poland: Moral rights"))
    assert "By way of " in told and "As of " in told and "Guidance, not legal advice." in told
    assert Someone(here, JON).private_notes(ATLAS) == []
    await maria.command(ATLAS, "who pays renewals?")
    await note(maria, ATLAS, "Who pays the renewal fees for the asset?")
    await maria.command(ATLAS, "ask how long does our famous yeast last?")
    none = await note(maria, ATLAS, "I did not find this in our sources")
    assert "Ask your lawyer" in maria.text(none)
    await maria.command(ATLAS, "ask")
    await note(maria, ATLAS, "Ask in a few words")
    await maria.command(ATLAS, "ask zyxwv")
    await maria.until(lambda: len(maria.private_notes(ATLAS)) == 5, "the fifth answer")
    last = maria.text(maria.private_notes(ATLAS)[-1])
    assert "I did not find this in our sources" in last and "The nearest" not in last


async def test_how_to_go_on_leads_to_the_open_question(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "what should I do next?")
    await note(maria, ATLAS, FIRST)


async def test_how_it_stands_is_never_answered_from_sources_whatever_way_it_is_asked(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "where do we stand?")
    await note(maria, ATLAS, "There is no programme in this channel yet")
    maria, _ = await started(here)
    bot = here.workspace.app.user
    asked = (
        (f"<@{bot}> what is going on and what do I do first?", "What presses"),
        (f"<@{bot}> where do we stand?", "How it stands is shown here"),
        (f"<@{bot}> who is waiting for me?", "What presses"),
        (f"<@{bot}> next?", FIRST),
        (f"<@{bot}> what's next", FIRST),
        (f"<@{bot}> todo", "Nothing is open with you"),
        (f"<@{bot}> ask how many findings are open", "What presses"),
    )
    for words, told in asked:
        before = len(maria.private_notes(ATLAS))
        await maria.says(ATLAS, words)
        await maria.until(lambda before=before: len(maria.private_notes(ATLAS)) > before, words)
        assert told in maria.text(maria.private_notes(ATLAS)[before]), words


async def test_where_nothing_is_held_of_a_country_what_holds_in_general_is_told_as_such(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "ask what is escrow in Poland?")
    told = maria.text(await note(maria, ATLAS, "On Poland our sources hold nothing about this. In general they say:"))
    assert "a neutral keeper" in told


async def test_the_nearest_topics_can_be_pressed(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "ask how long does secrecy last for blueprints and yeast")
    none = await note(maria, ATLAS, "The nearest that they have")
    label = next(e["text"]["text"] for b in none["blocks"] for e in b.get("elements", []) if e.get("type") == "button")
    await maria.presses(ATLAS, none, label)
    await maria.until(lambda: len(maria.private_notes(ATLAS)) == 2, "the topic")
    told = maria.text(maria.private_notes(ATLAS)[-1])
    assert label.rstrip("…") in told and "Our own practice note, not checked against a source: " in told


async def test_a_mention_with_a_question_is_answered_once_and_with_an_answer_answers(here: Playground) -> None:
    maria, root = await started(here)
    bot = here.workspace.app.user
    await maria.says(ATLAS, f"<@{bot}> who pays renewals?")
    await note(maria, ATLAS, "Who pays the renewal fees")
    await maria.says(ATLAS, f"<@{bot}> what is a trade secret?", root)
    told = await note(maria, ATLAS, "Trade secret")
    assert told["thread_ts"] == root
    await quiet(maria)
    answers = [m for m in maria.private_notes(ATLAS) if "What our sources say" in maria.text(m)]
    assert len(answers) == 2, "told twice by Slack, answered once"
    assert sum(FIRST in text for text in said_by_bot(maria, root)) == 1
    await maria.says(ATLAS, f"<@{bot}> software", root)
    await maria.sees_text(ATLAS, SECOND, root)


async def test_what_it_means_goes_to_counsel_alone_by_direct_message(here: Playground) -> None:
    maria, _ = await started(here)
    await name_counsel(maria)
    priya = Someone(here, PRIYA)
    await maria.command(ATLAS, "ask who pays renewals?")
    assert "What it means" not in str((await note(maria, ATLAS, "renewal fees"))["blocks"])
    await priya.command(ATLAS, "ask who pays renewals?")
    told = await note(priya, ATLAS, "renewal fees")
    await priya.presses(ATLAS, told, "What it means")
    meant = priya.text(await letter(priya, "What it means, for counsel alone"))
    await note(priya, ATLAS, "What it means comes to you by direct message")
    assert "Our own practice note, not checked against a source: " in meant and "From: " not in meant
    await name_counsel(maria, JON)
    await priya.presses(ATLAS, told, "What it means")
    await note(priya, ATLAS, "that is not you now")


async def test_where_somebody_from_outside_is_only_public_reference_is_told_and_they_are_told_nothing(
    here: Playground,
) -> None:
    maria, _ = await started(here)
    guest = Person(
        "U0GUEST001", "gus", "Gus Guest", here.workspace.team, "Contractor", "888888", "UTC", restricted=True
    )
    here.workspace.people[guest.id] = guest
    here.workspace.join(here.workspace.channel(ATLAS), guest.id, MARIA)
    gus = Someone(here, guest.id)
    await gus.command(ATLAS, "ask what is a trade secret?")
    await note(gus, ATLAS, "for members of the team")
    await maria.command(ATLAS, "ask who pays renewals?")
    told = maria.text(await note(maria, ATLAS, "I did not find this"))
    assert "Somebody from outside your company is in this channel" in told and "renewal fees" not in told
    await maria.command(ATLAS, "ask what is a trade secret?")
    await note(maria, ATLAS, "not generally known")
    assert not any("trade secret" in gus.text(m).lower() for m in gus.private_notes(ATLAS))


async def test_a_question_to_the_bot_alone_is_answered(here: Playground) -> None:
    maria = Someone(here, MARIA)
    direct = here.workspace.direct(MARIA, here.workspace.app.user).id
    await maria.says(direct, "What is a crown jewel?")
    await note(maria, direct, "Our own practice note, not checked against a source: Glossary")


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("which court should we pick for an Indian vendor", "Which law and which court or tribunal"),
        ("how long does an exception last?", "When a gate is excepted from"),
        ("do we need two people to approve?", "Who has to say yes before a phase opens"),
        ("why did our phase close again", "Why a phase closes again, and how it opens"),
        ("can we change a contract after it was signed off?", "When a signed-off agreement changes"),
        ("when do we have to show the yearly certificate", "Which duties of an agreement are watched"),
    ],
)
async def test_what_a_team_asks_about_ladder_sign_off_and_duties_is_answered(
    here: Playground, words: str, title: str
) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, f"ask {words}")
    told = maria.text(await note(maria, ATLAS, title))
    assert "I did not find this" not in told
