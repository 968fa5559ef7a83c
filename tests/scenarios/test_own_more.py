"""What somebody says to the bot alone after they answered counsel: offered as more of that answer, and sent by a press."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import JON, Someone
from tests.scenarios.talk import Json, direct_channel, letter, note, opened
from tests.scenarios.test_own_questions import FIRST, SECOND, puts, reviewed


async def test_words_alone_after_the_answer_are_offered_as_more_of_it_and_go_nowhere_before_the_press(
    tmp_path: Path,
) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        mine = direct_channel(maria)
        await puts(priya, FIRST)
        await maria.says(mine, "I think Anna did, will look it up tonight")
        await letter(priya, "will look it up tonight")
        more = "Found it: the icons are bought, so no."
        await maria.says(mine, more)
        offered = await note(maria, mine, f"Do you want to add “{more}” to what you answered counsel?")
        assert FIRST in maria.text(offered) and not [one for one in priya.direct() if more in priya.text(one)]
        await maria.presses(mine, offered, "Add to it")
        assert "added to the answer" in priya.text(await letter(priya, more))
        for said in ("sumary", "thank you very much", "I do not know yet", "ok great"):
            told = len(_told(maria))
            await maria.says(mine, said)
            await maria.until(lambda told=told: len(_told(maria)) > told or None, "an answer")
        assert not _offers(maria), "the press took the place of the first, and none of these is more of an answer"
        await puts(priya, "Is Anna still with us?", JON)
        await puts(priya, SECOND)
        await maria.says(mine, "No, never")
        await letter(priya, "No, never")
        await maria.says(mine, "Kodex had one for a day in May")
        which = await note(maria, mine, "Do you want to add “Kodex had one")
        assert "1. " in maria.text(which) and "2. " in maria.text(which)
        await maria.presses(mine, which, "2")
        assert SECOND in priya.text(await letter(priya, "had one for a day in May"))
        await maria.says(mine, "the icons were bought from " + "x" * 800)
        long = await note(maria, mine, "Do you want to add “the icons were bought from")
        await maria.presses(mine, long, "1")
        await opened(maria, "Answer counsel")


def _told(someone: Someone) -> list[Json]:
    return someone.playground.workspace.ephemerals


def _offers(someone: Someone) -> list[Json]:
    return [one for one in someone.playground.workspace.ephemerals if "Do you want to add" in someone.text(one)]
