"""A finding settled through the front door: counsel says why and the gate opens; others read who and when, and are told whose it is to settle."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import test_gates, ways
from tests.scenarios.talk import Json, letter, name_counsel, note

MAP = "  - section: map\n"
PAST = """\
  - section: past
    title: What happened
    questions:
      - ask: leaked
        kind: yes_no
        text: Has anything leaked before?
        why: It counts.
        source: ours
        findings:
          - {when: "yes", id: leaked, severity: critical, say: Something is known outside., counsel: Secrecy may be lost for good.,
             do: Find out what is left of it, owner: owner, due: 3 days, source: ours}
"""
FLOW = test_gates.FLOW.replace(MAP, PAST + MAP)
NAMED, REST = test_gates.REPLIES[:3], test_gates.REPLIES[3:]
VISITED = next(line for line in test_gates.GATES.splitlines(keepends=True) if "id: visited" in line)
CALM = (
    "      - {id: no_critical, no_finding: critical, closed: A critical finding is open., counsel: Wait., do: Close the critical findings,"
    " owner: owner, lapse: at once}\n"
)
WHY = "The key was changed before anybody used it"


@contextlib.asynccontextmanager
async def leaked(folder: Path) -> AsyncGenerator[tuple[Someone, Running]]:
    """A phase whose pilot is shut by a leak that happened; Priya is counsel, Jon approves, nobody else may settle it."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, FLOW)
        (settings.content / "gates.yaml").write_text(test_gates.ladder().replace(VISITED, CALM))
        clock = ways.SetClock(playground, test_gates.NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "A small flow"))["ts"]
            for asked, reply in (*NAMED, ("Has anything leaked", "yes"), *REST):
                await maria.sees_text(ATLAS, asked, root)
                await maria.says(ATLAS, reply, root)
            await maria.sees_text(ATLAS, "Where is Acme", root)
            await name_counsel(maria, approver={"selected_user": JON})
            yield maria, bot


async def listed(someone: Someone, words: str, command: str = "findings") -> Json:
    """What the command shows this person now."""
    before = len(someone.private_notes(ATLAS))
    await someone.command(ATLAS, command)

    def shown() -> Json | None:
        return next((m for m in someone.private_notes(ATLAS)[before:] if words in someone.text(m)), None)

    found: Json = await someone.until(shown, words)
    return found


async def test_counsel_settles_what_happened_and_the_gate_opens(tmp_path: Path) -> None:
    async with leaked(tmp_path) as (maria, bot):
        priya, jon = Someone(maria.playground, PRIYA), Someone(maria.playground, JON)
        gates = await listed(maria, "Phases and gates", "gates")
        assert "A critical finding is open" in maria.text(gates)

        await priya.presses(ATLAS, await listed(priya, "Open findings (1)"), "Settle")
        view = await priya.until(priya.view, "the form")
        await priya.submits({"reason": {"type": "plain_text_input", "value": WHY}}, view)
        await note(priya, ATLAS, "Settled: Something is known outside.")
        await letter(maria, "so it is not needed any more: Find out what is left of it")

        assert f"Settled by <@{PRIYA}> on 23 November 2026. Why: {WHY}" in priya.text(
            await listed(priya, "Settled (1)")
        )
        seen = jon.text(await listed(jon, "Settled (1)"))
        assert f"Settled by <@{PRIYA}> on 23 November 2026." in seen and WHY not in seen
        assert "Open findings (0)" in seen and "Nothing is open" in seen

        await jon.presses(ATLAS, await listed(jon, "Phases and gates", "gates"), "Ask to open it")
        view = await jon.until(jon.view, "the form")
        await jon.submits({"reason": {"type": "plain_text_input", "value": None}}, view)
        await note(jon, ATLAS, "Asked: First screens is to open")
        await maria.presses(ATLAS, await listed(maria, "Phases and gates", "gates"), "Approve")
        await note(maria, ATLAS, f"It still waits for <@{PRIYA}>")
        await priya.presses(ATLAS, await listed(priya, "Phases and gates", "gates"), "Approve")
        await maria.sees_text(ATLAS, "First screens is open (Pilot).")

        await priya.presses(ATLAS, await listed(priya, "Settled (1)"), "Take up again")
        await note(priya, ATLAS, "Open again: Something is known outside.")
        await maria.sees_text(ATLAS, "A critical finding is open")
        await ways.delivered(bot)
        told = "".join(
            [*ways.transcript(maria), *(maria.text(m) for m in maria.direct()), *(jon.text(m) for m in jon.direct())]
        )
        assert WHY not in told, "the reason stays in the counsel lane"


async def test_whoever_has_no_part_is_offered_nothing_and_whoever_has_none_any_more_is_told_whose_it_is(
    tmp_path: Path,
) -> None:
    async with leaked(tmp_path) as (maria, _):
        priya = Someone(maria.playground, PRIYA)
        for person in (Someone(maria.playground, JON), maria):
            assert "[Settle]" not in person.text(await listed(person, "Open findings (1)"))
        old = await listed(priya, "Open findings (1)")
        await name_counsel(maria, JON)
        await priya.presses(ATLAS, old, "Settle")
        told = await note(priya, ATLAS, "Settling this is up to")
        assert f"<@{JON}>" in priya.text(told) and priya.view() is None
        await listed(maria, "Open findings (1)")


async def test_a_form_that_says_nothing_settles_nothing(tmp_path: Path) -> None:
    async with leaked(tmp_path) as (maria, _):
        priya = Someone(maria.playground, PRIYA)
        await priya.presses(ATLAS, await listed(priya, "Open findings (1)"), "Settle")
        view = await priya.until(priya.view, "the form")
        refused = await priya.submits({"reason": {"type": "plain_text_input", "value": "   "}}, view)
        assert "Please say why it can be settled" in refused["errors"]["reason"]
        await listed(priya, "Open findings (1)")
