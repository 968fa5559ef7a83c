"""A request for somebody's word by direct message: approved, put off or bound to a condition there, and settled wherever it stands."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Someone
from tests.scenarios.talk import direct_channel, letter, note, opened
from tests.scenarios.test_gates import asks, gates, planned, visited

ASKED = "asks that First screens opens (Pilot)"


async def test_whose_word_is_wanted_approves_from_the_message_that_tells_of_it_and_all_say_who_decided(
    tmp_path: Path,
) -> None:
    async with planned(tmp_path) as (playground, maria, _):
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        await visited(maria)
        await asks(jon)
        told, hers = await letter(priya, ASKED), await letter(maria, ASKED)
        shown, late = await gates(priya), await gates(maria)
        assert "Handbook" in priya.text(told) and "[Approve]" in priya.text(told) and "[Not yet]" in priya.text(told)
        await priya.says(direct_channel(priya), "fine by me", str(told["ts"]))
        await note(priya, direct_channel(priya), "is decided by a press alone")
        await priya.presses(direct_channel(priya), told, "Yes, on a condition")
        view = await opened(priya, "Yes, on a condition")
        await priya.submits({"condition": {"type": "plain_text_input", "value": "only for the UK entity"}}, view)
        await note(priya, direct_channel(priya), "noted, on condition: only for the UK entity")
        waits = await letter(priya, f"Waits for <@{MARIA}>")
        assert waits["ts"] == told["ts"] and "[Approve]" not in priya.text(waits)
        await priya.presses(ATLAS, shown, "Approve")
        await note(priya, ATLAS, "Your yes to First screens is noted already")
        await maria.presses(direct_channel(maria), hers, "Approve")
        await maria.sees_text(ATLAS, "First screens is open (Pilot).")
        for someone, message in ((maria, hers), (priya, told)):
            over = await letter(someone, "Approved by")
            assert over["ts"] == message["ts"] and f"<@{MARIA}>" in someone.text(over) and "[" not in someone.text(over)
        await maria.presses(ATLAS, late, "Approve")
        await note(maria, ATLAS, "Approved by")


async def test_a_not_yet_by_direct_message_settles_it_for_all_and_below_the_gates_too(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, _):
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        await visited(maria)
        await asks(jon)
        told, hers = await letter(priya, ASKED), await letter(maria, ASKED)
        shown = await gates(maria)
        await priya.presses(direct_channel(priya), told, "Not yet")
        view = await opened(priya, "Not yet")
        await priya.submits({"reason": {"type": "plain_text_input", "value": "the audit is due"}}, view)
        await letter(jon, "says not yet to First screens: the audit is due")
        over = await letter(maria, f"<@{PRIYA}> said not yet to it on")
        assert over["ts"] == hers["ts"] and "[" not in maria.text(over)
        await maria.presses(ATLAS, shown, "Approve")
        await note(maria, ATLAS, f"<@{PRIYA}> said not yet to it on")
        assert "[Approve]" not in maria.text(await gates(maria))


async def test_what_was_decided_below_the_gates_settles_the_message_too(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, _):
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        await visited(maria)
        await asks(jon)
        told = await letter(priya, ASKED)
        for someone in (priya, maria):
            await someone.presses(ATLAS, await gates(someone), "Approve")
        over = await letter(priya, "Approved by")
        assert over["ts"] == told["ts"]
