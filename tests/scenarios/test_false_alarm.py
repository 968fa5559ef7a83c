"""A leak that proves to be none, and one that was true: what its phase says, and what becomes of the work to get everything back."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Someone
from bot.playground.sample import play_sample
from tests.scenarios import ways
from tests.scenarios.talk import letter, note
from tests.scenarios.test_programme import NOW

BACK = "See to it that what Kodex (Trial) has comes back or is deleted"


async def test_a_checked_false_alarm_is_told_as_one_and_takes_the_work_to_get_everything_back_along(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, _, _):
        await play_sample(playground, NOW.date())
        maria = Someone(playground, MARIA)
        await maria.command(ATLAS, "it leaked")
        root = str((await maria.sees_text(ATLAS, "First response to a leak"))["ts"])
        await maria.sees_text(ATLAS, "Trial closes again: A leak is being dealt with.")
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        for who in (jon, priya):
            await letter(who, "call now")
        await letter(priya, "For counsel, on Trial: A leak is being dealt with.")
        await maria.command(ATLAS, "actions")
        assert BACK in maria.text(await note(maria, ATLAS, "10 things are open with you"))
        for words, reply in (
            ("Have you told your lawyer", "no"),
            ("Is it still getting out", "false alarm"),
            ("which role checked it?", "Security went through the download log of that day; nothing was opened"),
        ):
            await maria.sees_text(ATLAS, words, root)
            await maria.says(ATLAS, reply, root)
        review = await maria.sees_text(ATLAS, "[Finish]", root)
        await maria.presses(ATLAS, review, "Finish")
        await maria.sees_text(
            ATLAS, "Trial fell back over nothing, because it was a false alarm, and that was checked."
        )
        summary = maria.text(await maria.sees_text(ATLAS, "Summary: First response", root))
        assert "What was found and done, and when" in summary
        assert (
            ": Is it still getting out, as far as you know? Nothing got out, it was a false alarm · Maria Kowalska"
            in summary
        )
        for nothing in ("Readiness", "Disclosure ledger", "Nothing is open in"):
            assert nothing not in summary, "it says nothing of a leak"
        for who in (jon, priya):
            told = who.text(await letter(who, "has finished the first response"))
            assert (
                "Maria" in told
                and "it was a false alarm, and that was checked. There is nothing to do about it" in told
            )
            assert who.text(who.direct()[-1]) == told, "nothing that is over stands last"
        assert not any("has finished the first response" in maria.text(one) for one in maria.direct()), "she did it"
        await maria.command(ATLAS, "gates")
        gates = maria.text(await note(maria, ATLAS, "Shows Test suite"))
        assert (
            "*Trial*: fell back over nothing, because it was a false alarm, and that was checked; nothing is missing"
            in gates
        )
        assert "A leak is being dealt with" not in gates
        await maria.command(ATLAS, "digest")
        await note(maria, ATLAS, "Trial fell back over nothing, because it was a false alarm")
        await maria.command(ATLAS, "actions")
        assert BACK not in maria.text(await note(maria, ATLAS, "9 things are open with you"))


async def test_a_leak_that_is_finished_with_critical_points_open_is_not_over_until_somebody_settles_them(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, _, _):
        await play_sample(playground, NOW.date())
        maria = Someone(playground, MARIA)
        await maria.command(ATLAS, "it leaked")
        root = str((await maria.sees_text(ATLAS, "First response to a leak"))["ts"])
        for words, reply in (
            ("Have you told your lawyer", "yes"),
            ("Is it still getting out", "yes, it goes on"),
            ("still reach more of yours", "no, access is closed"),
        ):
            await maria.sees_text(ATLAS, words, root)
            await maria.says(ATLAS, reply, root)
        for _ in range(40):
            last = maria.text(maria.sees(ATLAS, root)[-1])
            if "[Finish]" in last:
                break
            await maria.says(ATLAS, "anyone, it is public" if "Who has it now" in last else "skip", root)
            await maria.until(lambda seen=last: maria.text(maria.sees(ATLAS, root)[-1]) != seen, "the next")
        await maria.says(ATLAS, "good news: GitHub took it down, it is stopped now", root)
        led = maria.text(await maria.sees_text(ATLAS, "That sounds like news of an answer given here", root))
        assert "Is it still getting out" in led, "the question of which an option was said"
        await maria.presses(ATLAS, await maria.sees_text(ATLAS, "[Finish]", root), "Finish")
        await letter(Someone(playground, JON), "has finished the first response")
        await maria.command(ATLAS, "gates")
        gates = maria.text(await note(maria, ATLAS, "Shows Test suite"))
        assert "A critical point of a leak is open." in gates
        assert "What it fell back for is over" not in gates and "nothing is missing" not in gates
        await maria.command(ATLAS, "share test suite with kodex")
        await note(maria, ATLAS, "A critical point of a leak is open.")
