"""A phase through the front door: asked for, approved by two, closed again when its insurance lapses or its vendor is sold, and everybody told;
and the exception."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, MARIA, PRIYA, Playground, Someone
from bot.service.reminders import remind
from bot.service.ticker import tick
from flows.model.country import Exposure
from tests.ladders import HEAD, TAIL, caps, flow_head, unused_classes
from tests.scenarios import ways
from tests.scenarios.talk import Json, direct_channel, letter, name_counsel, note, opened

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)

FLOW = (
    flow_head("small", "phase", "asset", "vendor", "country")
    + """\
  - section: have
    title: What there is
    questions:
      - {ask: phases, kind: item, register: phase, many: true, adds: true, text: Which phases?, why: They count., source: ours}
      - {ask: assets, kind: item, register: asset, many: true, adds: true, text: Which assets?, why: They count., source: ours}
      - {ask: vendors, kind: item, register: vendor, many: true, adds: true, text: Which vendors?, why: They count., source: ours}
  - section: map
    title: The map
    each: phase
    questions:
      - {ask: exposes, kind: item, register: asset, many: true, text: "What does {phase} show?", why: It counts., source: ours}
      - {ask: vendors, kind: item, register: vendor, many: true, text: "Who works on {phase}?", why: It counts., source: ours}
  - section: checks
    title: The vendor
    each: vendor
    questions:
      - {ask: insured_until, kind: date, text: "Until when is {vendor} insured?", why: It counts., source: ours}
      - {ask: changed, kind: many_of, options: {control: New owners, leak: A leak}, text: "What has happened at {vendor}?", why: It counts.,
         source: ours}
      - {ask: seats, kind: country, register: country, many: true, text: "Where is {vendor}?", why: Law follows., source: ours}
"""
)
CLASSES = """\
classes:
  - {class: E2, title: Working parts, means: It works., when: small.have.assets is known}
"""
GATES = """\
unknown: E2
vendor_countries: vendor.seats is the country
covered_by: insured
filing: {none: small.have.assets is known}
gates:
  - gate: search
    title: Search
    up_to: E0
    approvers: [owner]
    source: ours
    evidence:
      - {id: listed, when: small.have.assets is known, closed: Nothing is listed., counsel: Wait., do: List it, owner: owner, lapse: at once}
  - gate: pilot
    title: Pilot
    builds_on: search
    up_to: E2
    approvers: [owner, counsel]
    persons: 2
    source: ours
    evidence:
      - {id: insured, when: vendor.insured_until >= today, closed: "The insurance of {vendor} has ended.", counsel: Nobody would pay for a loss.,
         do: "Get the certificate of {vendor}", owner: owner, lapse: same day, warn: [7]}
      - {id: control, when: "vendor.changed not in [control]", closed: "Control of {vendor} has changed.", counsel: A rival may own it now.,
         do: "Look into who owns {vendor}", owner: owner, lapse: at once, hard: true,
         report: {title: Report new owners, answer: vendor.changed is control}}
      - {id: visited, record: for good, closed: "{vendor} was not visited.", counsel: Go there., do: "Visit {vendor}", owner: owner, lapse: same day}
countries: {}
"""
REGISTERS = """\
- {register: phase_state, title: How phases stand, one: phase as it stands, columns: {gate: Gate}}
- {register: approval, title: Approvals, one: approval, columns: {reason: Because}}
"""
REPLIES = (
    ("Which phases", "First screens"),
    ("Which assets", "Handbook"),
    ("Which vendors", "Acme"),
    ("show", "Handbook"),
    ("Who works on", "Acme"),
    ("insured", "4 December 2026"),
    ("happened at", "none of them"),
)


def ladder() -> str:
    return HEAD + CLASSES + unused_classes(Exposure.E2, "small.have.assets is none") + GATES + caps() + TAIL


class Time:
    """Time that stands still until it goes on to a morning, on which the programme is woken."""

    def __init__(self, clock: ways.SetClock, bot: Running) -> None:
        self._clock = clock
        self._bot = bot

    async def remind(self, day: int) -> None:
        """It is that morning, and whoever is to be reminded then was."""
        self._clock.set(dt.datetime(2026, 11, day, 11, tzinfo=dt.UTC))
        while await remind(self._bot.desk):
            pass
        await ways.delivered(self._bot)

    async def on(self, day: int, month: int = 11) -> None:
        self._clock.set(dt.datetime(2026, month, day, 7, 5, tzinfo=dt.UTC))
        assert await tick(self._bot.desk) == 1

    def passes(self) -> None:
        """A minute, so that the card may be posted anew."""
        self._clock.set(self._clock.now() + dt.timedelta(minutes=1))


@contextlib.asynccontextmanager
async def planned(folder: Path) -> AsyncGenerator[tuple[Playground, Someone, Time]]:
    """A programme with a phase that shows a handbook to Acme; Priya is counsel, Jon approves; time stands still until it is set."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, FLOW)
        (settings.content / "gates.yaml").write_text(ladder())
        (settings.content / "registers.yaml").write_text(REGISTERS)
        clock = ways.SetClock(playground, NOW)
        async with running(settings, clock, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "A small flow"))["ts"]
            for asked, reply in REPLIES:
                await maria.sees_text(ATLAS, asked, root)
                await maria.says(ATLAS, reply, root)
            await maria.sees_text(ATLAS, "Where is Acme", root)
            await name_counsel(maria, approver={"selected_user": JON})
            yield playground, maria, Time(clock, bot)


def picked(value: str) -> Json:
    return {"type": "radio_buttons", "selected_option": {"value": value}}


async def test_a_phase_opens_on_two_words_and_closes_again_when_its_insurance_lapses(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, time):
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        await _proves_and_opens(maria, jon, priya)
        await time.on(28)
        await letter(
            maria, "First screens closes again on 5 December 2026, unless this is done: Get the certificate of Acme."
        )
        await maria.sees_text(ATLAS, "*First screens*: open (Pilot)")  # on the card
        await time.on(5, month=12)
        fell = await maria.sees_text(ATLAS, "First screens closes again: The insurance of Acme has ended.")
        assert "What the gate Search allows may go on." in maria.text(fell) and "removed" not in maria.text(fell)
        await letter(
            priya, "For counsel, on First screens: The insurance of Acme has ended. Nobody would pay for a loss."
        )
        await jon.command(ATLAS, "share handbook with acme")
        await note(jon, ATLAS, "Not yet. *Handbook* stays here")
        await maria.command(ATLAS, "actions")
        await note(maria, ATLAS, "See to it that what Acme (First screens) has comes back or is deleted")
        assert "fell back to Search" in maria.text(await gates(maria))


async def test_how_a_phase_stands_bears_the_name_that_the_phase_has_now(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, _):
        await _proves_and_opens(maria, Someone(playground, JON), Someone(playground, PRIYA))
        await maria.command(ATLAS, "register phases")
        await maria.presses(ATLAS, await note(maria, ATLAS, "Phases (1)"), "Edit")
        await maria.submits(
            {"name": {"type": "plain_text_input", "value": "Larch screens"}}, await opened(maria, "Edit")
        )
        await note(maria, ATLAS, "“First screens” is called “Larch screens” now.")
        for words, shows in (("how phases stand", "How phases stand (1)"), ("approvals", "Approvals (1)")):
            await maria.command(ATLAS, f"register {words}")
            told = maria.text(await note(maria, ATLAS, shows))
            assert "*Larch screens*" in told and "First screens" not in told
        await maria.command(ATLAS, "register how phases stand larch")
        await note(maria, ATLAS, "Rows with “larch”")


VISITED: Json = {
    "evidence": picked("visited"),
    "vendor": picked("vendor-4"),
    "shows": picked("there"),
    "seen": {"type": "plain_text_input", "value": "Report in the drive"},
    "day": {"type": "datepicker", "selected_date": "2026-11-23"},
}


async def visited(someone: Someone) -> None:
    """This person records that Acme was visited, the last evidence that the first phase wants."""
    await someone.presses(ATLAS, await gates(someone), "All evidence")
    await someone.presses(ATLAS, await note(someone, ATLAS, "Evidence for First screens"), "Record evidence")
    await someone.submits(VISITED, await opened(someone, "Record evidence"))
    await note(someone, ATLAS, "Recorded, with your name and the day")


async def _may_not_record(someone: Someone, evidence: Json) -> None:
    """Whoever sees to the evidence records it, and not whoever wants the phase open."""
    await someone.presses(ATLAS, evidence, "Record evidence")
    refused = await someone.submits(VISITED, await opened(someone, "Record evidence"))
    assert refused["errors"] == {"evidence": "Only the owner records this."}


async def test_whoever_asks_says_yes_too_and_who_has_not_spoken_is_reminded_until_they_do(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, time):
        priya = Someone(playground, PRIYA)
        await visited(maria)
        await asks(maria)
        assert "Your own yes counts too" in maria.text(maria.private_notes(ATLAS)[-1])
        await maria.command(ATLAS, "actions")
        mine = await note(maria, ATLAS, "Say whether First screens opens (Pilot)")
        assert f"<@{PRIYA}> too" in maria.text(mine)
        await maria.presses(ATLAS, mine, "All of this channel")
        await note(maria, ATLAS, f"Waiting for <@{MARIA}>, <@{PRIYA}>: may First screens open (Pilot)?")
        await maria.presses(ATLAS, await gates(maria), "Approve")
        await note(maria, ATLAS, f"It still waits for <@{PRIYA}>.")
        assert "Approve" not in json.dumps(await gates(maria))

        home = priya.text(await priya.opens_home("Say whether First screens opens (Pilot), which"))
        assert "Look and decide" in home
        await maria.command(ATLAS, "digest")
        await note(maria, ATLAS, f"Waiting for <@{PRIYA}>: may First screens open (Pilot)?")
        await time.remind(24)
        told = await letter(priya, "Say whether First screens opens (Pilot), which")
        assert "Due today" in priya.text(told) and [m for m in maria.direct() if "waits for you" in maria.text(m)] == []
        await priya.presses(direct_channel(priya), told, "Look and decide")
        shown = await note(priya, direct_channel(priya), "Phases and gates")
        await priya.presses(direct_channel(priya), shown, "Approve")
        await maria.sees_text(ATLAS, "First screens is open (Pilot).")
        await priya.command(ATLAS, "actions")
        await note(priya, ATLAS, "Nothing is open with you.")


async def test_a_yes_on_a_condition_is_told_to_whoever_asked_and_stands_beside_the_open_phase(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, _):
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        await visited(maria)
        await asks(jon)
        await priya.presses(ATLAS, await gates(priya), "Yes, on a condition")
        view = await opened(priya, "Yes, on a condition")
        assert "Neutral words" in json.dumps(view)
        await priya.submits({"condition": {"type": "plain_text_input", "value": "only for the UK entity"}}, view)
        await note(priya, ATLAS, "Your yes to First screens is noted, on condition: only for the UK entity")
        await letter(jon, "Priya Nair says yes to First screens, on condition: only for the UK entity")
        told = await gates(maria)
        assert f"<@{PRIYA}> said yes on condition: only for the UK entity" in maria.text(told)
        await maria.presses(ATLAS, told, "Approve")
        opened_now = maria.text(await maria.sees_text(ATLAS, "First screens is open (Pilot)."))
        assert "It was approved on condition: only for the UK entity." in opened_now
        assert f"<@{PRIYA}> said yes on condition: only for the UK entity" in jon.text(await gates(jon))
        await jon.command(ATLAS, "actions")
        work = await note(jon, ATLAS, "See that the conditions are met on which First screens was approved")
        await jon.presses(ATLAS, work, "Done")
        await note(jon, ATLAS, "Marked as done: ")


async def test_a_vendor_that_is_sold_closes_its_phase_by_itself_at_once_and_the_card_says_why(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, time):
        jon, priya = Someone(playground, JON), Someone(playground, PRIYA)
        await _proves_and_opens(maria, jon, priya)
        time.passes()
        await maria.sees_text(ATLAS, "*First screens*: open (Pilot)")  # on the card
        await jon.presses(ATLAS, await gates(jon), "Report new owners")
        view = await jon.until(jon.view, "the form")
        assert view["title"]["text"] == "Report new owners"
        known = {"known": {"type": "plain_text_input", "value": "It was in their newsletter"}}
        time.passes()
        await jon.submits({"vendor": picked("vendor-4"), **known}, view)
        await note(
            jon, ATLAS, "Noted, thank you. What follows from it for Acme stands in the channel and in its checks."
        )
        fell = maria.text(await maria.sees_text(ATLAS, "First screens closes again: Control of Acme has changed."))
        assert "What the gate Search allows may go on." in fell
        await maria.sees_text(
            ATLAS, "*First screens*: fell back to Search: Control of Acme has changed."
        )  # on the card
        root = (await maria.sees_text(ATLAS, "A small flow"))["ts"]
        await maria.sees_text(ATLAS, "reported this of Acme: It was in their newsletter", root)
        await letter(priya, "For counsel, on First screens: Control of Acme has changed. A rival may own it now.")
        await jon.command(ATLAS, "share handbook with acme")
        await note(jon, ATLAS, "Control of *Acme* has changed.")
        await jon.presses(ATLAS, await gates(jon), "Report new owners")
        again = await jon.until(jon.view, "the form")
        refused = await jon.submits({"vendor": picked("vendor-4"), **known}, again)
        assert refused["errors"] == {"vendor": "That is known of Acme already."}


async def _proves_and_opens(maria: Someone, jon: Someone, priya: Someone) -> None:
    """Jon looks at what is missing, records it with its proof, asks; Maria and Priya approve."""
    await jon.command(ATLAS, "gates")
    told = await note(jon, ATLAS, "Phases and gates")
    assert "*First screens*: closed\n" in jon.text(told)
    assert "Shows Handbook to Acme. That takes the gate Pilot (Working parts)." in jon.text(told)
    await jon.presses(ATLAS, told, "All evidence")
    evidence = await note(jon, ATLAS, "Evidence for First screens")
    assert "? Acme was not visited." in jon.text(evidence) and "(until 4 December 2026" in jon.text(evidence)
    assert "Whoever saw it records it below" in jon.text(evidence) and "It counts for good." in jon.text(evidence)
    assert "Nobody would pay" not in jon.text(evidence), "what it means is for counsel"
    await _may_not_record(jon, evidence)
    await maria.presses(ATLAS, await gates(maria), "All evidence")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Evidence for First screens"), "Record evidence")
    view = await opened(maria, "Record evidence")
    report = base64.b64encode(b"what we saw there").decode()
    uploaded = await maria.act(do="upload", name="report.pdf", content_base64=report)
    seen = {
        "seen": {"type": "plain_text_input", "value": "Report in the drive"},
        "shows": picked("there"),
        "proof": {"type": "file_input", "files": [uploaded["file"]]},
        "day": {"type": "datepicker", "selected_date": "2026-11-23"},
    }
    await maria.submits({"evidence": picked("visited"), "vendor": picked("vendor-4"), **seen}, view)
    await note(maria, ATLAS, "Recorded, with your name and the day")
    await jon.presses(ATLAS, await gates(jon), "All evidence")
    by = f"Recorded by <@{MARIA}> for 23 November 2026: Report in the drive · added: report.pdf"
    await note(jon, ATLAS, by)

    await asks(jon, "Acme waits for it")
    told = await letter(maria, "Jon Reyes asks that First screens opens (Pilot)")
    assert "Reason given: Acme waits for it" in maria.text(told)
    told = await gates(maria)
    assert "Comes in: Handbook (Working parts), Acme." in maria.text(
        told
    ) and f"Waits for <@{MARIA}>, <@{PRIYA}>." in maria.text(told)
    assert "Pilot is approved by the owner and counsel." in maria.text(told)
    await maria.presses(ATLAS, told, "Approve")
    await note(maria, ATLAS, f"It still waits for <@{PRIYA}>")
    await priya.presses(ATLAS, await gates(priya), "Approve")
    await maria.sees_text(ATLAS, "First screens is open (Pilot).")
    await jon.command(ATLAS, "share handbook with acme")
    await note(jon, ATLAS, "Yes. *Handbook* may go to *Acme*, within the open phase *First screens*.")


async def test_the_approver_excepts_for_a_while_and_a_phase_is_taken_back_by_a_press(tmp_path: Path) -> None:
    async with planned(tmp_path) as (playground, maria, _):
        jon, dev = Someone(playground, JON), Someone(playground, DEV)
        await jon.presses(ATLAS, await gates(jon), "All evidence")
        await jon.presses(ATLAS, await note(jon, ATLAS, "Evidence for First screens"), "Make an exception")
        view = await opened(jon, "Except from evidence")
        assert "Acme was not visited." in json.dumps(view)
        lack = {"evidence": picked("visited|vendor-4")}
        why = lack | {"reason": {"type": "plain_text_input", "value": "The visit is on Friday"}}
        refused = await jon.submits(why | {"until": {"type": "datepicker", "selected_date": "2027-12-01"}}, view)
        assert refused["errors"] == {"until": "An exception has a last day, within 30 days from today."}
        why |= {"until": {"type": "datepicker", "selected_date": "2026-12-01"}}
        await jon.submits(why, view)
        await note(jon, ATLAS, "Excepted until 1 December 2026")
        await asks(jon)
        await maria.presses(ATLAS, await gates(maria), "Not yet")
        view = await opened(maria, "Not yet")
        assert f"First screens waits. <@{JON}>, who asked, is told" in json.dumps(view)
        await maria.submits({"reason": {"type": "plain_text_input", "value": "The paper is old"}}, view)
        await note(maria, ATLAS, "Not yet for First screens: noted")
        await letter(jon, "Maria Kowalska says not yet to First screens: The paper is old")
        await asks(jon)
        await maria.presses(ATLAS, await gates(maria), "Not yet")
        await maria.submits({"reason": {"type": "plain_text_input", "value": None}}, await opened(maria, "Not yet"))
        await letter(jon, "Maria Kowalska says not yet to First screens.")
        await maria.presses(ATLAS, await gates(maria), "Set a class")
        view = await maria.until(maria.view, "the form")
        told = {"reason": {"type": "plain_text_input", "value": "It was printed"}}
        await maria.submits({"asset": picked("asset-3"), "class": picked("E0"), **told}, view)
        await note(maria, ATLAS, "Handbook is of class E0 from now on")
        assert "Lift a country's caps" not in str((await gates(maria))["blocks"]), "no country caps anything here"
        assert dev.private_notes(ATLAS) == []


async def asks(someone: Someone, why: str | None = None) -> None:
    """This person asks that the first phase opens."""
    await someone.presses(ATLAS, await gates(someone), "Ask to open it")
    view = await opened(someone, "Ask to open it")
    before = len(someone.private_notes(ATLAS))
    await someone.submits({"reason": {"type": "plain_text_input", "value": why}}, view)

    def told() -> bool:
        return any("Asked: First screens is to open" in someone.text(m) for m in someone.private_notes(ATLAS)[before:])

    await someone.until(told, "that it was asked")


async def gates(someone: Someone) -> Json:
    """The phases as this person sees them now."""
    before = len(someone.private_notes(ATLAS))
    await someone.command(ATLAS, "phases")

    def shown() -> Json | None:
        return next((m for m in someone.private_notes(ATLAS)[before:] if "Phases and gates" in someone.text(m)), None)

    found: Json = await someone.until(shown, "the phases")
    return found
