"""The ways on for who does not know the words yet: what goes on here, a phase by its name, whose it is, and which question was not understood."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.playground.driver import ATLAS, GENERAL, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, name_counsel, note, started, through
from tests.scenarios.test_gates import planned
from tests.scenarios.test_vendors import KODEX, settings_of

TO_THE_AUDIT = KODEX[1 : next(at for at, (asked, _) in enumerate(KODEX) if asked == "What shows that")]
"""What is asked between what a vendor sees and how its rooms are secured."""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def answered(someone: Someone, words: str, channel: str = ATLAS) -> str:
    """What a command brings to who gives it, and to nobody else."""
    before = len(someone.private_notes(channel))
    await someone.command(channel, words)
    await someone.until(lambda: len(someone.private_notes(channel)) > before, words)
    return someone.text(someone.private_notes(channel)[before])


@pytest.mark.parametrize(
    "words",
    [
        "whats this programme about and what am i supposed to do",
        "what is this? what do I have to do",
        "ask what should I do first this monday?",
        "hi, I'm new here",
    ],
)
async def test_somebody_new_is_told_what_goes_on_whose_it_is_and_that_nothing_waits_for_them(
    here: Playground, words: str
) -> None:
    await started(here)
    jon = Someone(here, JON)
    told = await answered(jon, words)
    assert "In #atlas-plan, Ringfence walks the team through protecting" in told and f"owned by <@{MARIA}>." in told
    assert "Nothing there waits for you, and you may answer" in told and "our sources" not in told
    await jon.presses(ATLAS, await note(jon, ATLAS, "In #atlas-plan"), "Where we stand")
    await note(jon, ATLAS, "Outsourcing programme: #atlas-plan")


async def test_what_waits_for_somebody_is_named_first(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, f"assign <@{JON}>")
    jon = Someone(here, JON)
    await jon.until(lambda: any(FIRST in jon.text(m) for m in jon.direct()), "the question in hand")
    told = await answered(jon, "what am I supposed to do here?")
    assert "One thing there waits for you:" in told and FIRST in told and "Nothing there" not in told
    await jon.presses(ATLAS, await note(jon, ATLAS, "One thing there waits"), "See all my work")
    await note(jon, ATLAS, "1 thing is open with you")


async def test_where_no_programme_runs_it_is_told_what_ringfence_is_and_how_one_starts(here: Playground) -> None:
    maria = Someone(here, MARIA)
    told = await answered(maria, "what is this?")
    assert "I walk a team through protecting what it owns" in told
    assert "There is no programme in this channel yet" in told
    await maria.presses(ATLAS, await note(maria, ATLAS, "I walk a team"), "Start")
    await maria.sees_text(ATLAS, FIRST)
    elsewhere = await answered(maria, "ask what is Ringfence?", GENERAL)
    assert "I walk a team through" in elsewhere and "Please say it there" in elsewhere


async def test_a_phase_is_opened_by_its_name_and_where_there_is_none_of_it_all_are_shown(tmp_path: Path) -> None:
    async with planned(tmp_path) as (_, maria, _):
        for words in (
            "open first screens",
            "open the phase First screens",
            "close first screens",
            "request first screens",
            "can we start the first screens?",
            "start first screens",
            "ask to open first screens",
        ):
            told = await answered(maria, words)
            assert "The phase First screens" in told and "All evidence" in told, words
            assert "I do not know" not in told and "Phases are slices" not in told, words
        for words in ("open pilot", "close the phase Pilot", "request pilot", "close the phase Nought"):
            told = await answered(maria, words)
            assert "First screens" in told and "Phases are slices" in told, words
        assert "I do not know" in await answered(maria, "close the finding")
        assert "Did you mean /ringfence settings" in await answered(maria, "open the settings")
        assert "I do not know the part" in await answered(maria, "start the first screens of the other team")
        assert "The phase First screens" not in await answered(maria, "can we open source it?")


async def test_counsel_is_not_sent_to_counsel(here: Playground) -> None:
    maria, _ = await started(here)
    await name_counsel(maria)
    jon, priya = Someone(here, JON), Someone(here, PRIYA)
    question = "ask how long does secrecy last for blueprints and yeast"
    assert f"This is for your counsel, <@{PRIYA}>." in await answered(jon, question)
    told = await answered(priya, question)
    assert "You are counsel here: our sources do not hold it" in told and "for your counsel" not in told
    told = await answered(priya, "ask zyxwv")
    assert "You are counsel here" in told and "for your lawyer" not in told
    assert "Other questions of law are for your lawyer." in await answered(jon, "ask zyxwv")


async def test_what_may_be_typed_is_said_below_a_choice_and_a_reply_that_fits_none_is_told_of_which_question(
    here: Playground,
) -> None:
    maria, root = await started(here)
    asked = maria.text(await maria.sees_text(ATLAS, FIRST, root))
    assert "or reply with a choice, in its words or near them" in asked and "your own words" not in asked
    await maria.says(ATLAS, "zyxwv", root)
    told = maria.text(await maria.sees_text(ATLAS, "could not match that", root))
    assert told.startswith("On “What are you about to outsource?”: I could not match that to one of the 3 choices.")
    assert "with its number, 1 to 3, or “not sure”." in told
    await maria.says(ATLAS, "1", root)
    await maria.sees_text(ATLAS, SECOND, root)


async def test_plain_words_for_what_a_vendor_sees_and_for_an_audit_elsewhere_are_asked_back_as_the_choice_that_fits(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as playground:
        async with running(settings_of(playground, tmp_path), card_every=ways.OFTEN, pace=ways.FREE):
            maria, _ = await started(playground)
            await maria.command(ATLAS, "start vendor checks Kodex")
            root = str((await maria.sees_text(ATLAS, "Check a vendor: Kodex"))["ts"])
            await maria.sees_text(ATLAS, "What is the most that Kodex will see or use", root)
            said = "they only get the design system and mockups, nothing critical"
            await maria.says(ATLAS, said, root)
            asked = await maria.sees_text(ATLAS, f"I read “{said}” as Confidential, but no lasting harm", root)
            await maria.presses(ATLAS, asked, "Yes")
            await through(maria, root, TO_THE_AUDIT)
            await maria.sees_text(ATLAS, "What shows that", root)
            await maria.says(ATLAS, "soc2 for their lisbon office i think, but our team sits in porto", root)
            asked = await maria.sees_text(ATLAS, "as An audit, of another site or of part", root)
            await maria.presses(ATLAS, asked, "Yes")
            await maria.sees_text(ATLAS, "keep your material to those who need it", root)
