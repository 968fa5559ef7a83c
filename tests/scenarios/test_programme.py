"""One programme from its start to a signed agreement and an opened second phase, with what it stops and what closes it again: by the front door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.app import Running
from bot.playground import replies
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.player import Paper, Replies, Talk
from bot.service.ticker import tick
from tests.scenarios import ways
from tests.scenarios.talk import Json, letter, name_counsel, note, opened

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
INSURED: Replies = {**replies.VENDOR, "answering.insured_until": Paper("certificate.pdf", "4 December 2026")}

BEFORE: tuple[tuple[str, str, Replies], ...] = (
    ("", "Know what you own", replies.STRATEGY),
    ("phased scope", "Show the least that works", replies.SCOPE),
    ("country checks Germany", "Check the country: Germany", replies.COUNTRY),
    ("country checks Portugal", "Check the country: Portugal", replies.COUNTRY),
    ("vendor checks Northwind", "Check a vendor: Northwind", INSURED),
    ("vendor checks Brightline", "Check a vendor: Brightline", replies.VENDOR),
)
SIGNED: tuple[tuple[str, str, Replies], ...] = (
    ("contract review Northwind NDA", "Contract review: Northwind NDA", replies.AGREEMENT),
    ("contract review Brightline NDA", "Contract review: Brightline NDA", replies.AGREEMENT),
)
MAIN: tuple[tuple[str, str, Replies], ...] = (
    ("contract review Northwind agreement", "Contract review: Northwind agreement", replies.AGREEMENT),
    ("communications", "Agree how both sides talk", {**replies.COMMUNICATIONS, "partners.with": "Northwind"}),
)
"""How each part is started, the first line of its thread, and what its questions are answered."""

PROMISED = {
    "NDA": (30, 40),
    "agreement": (52, 68),
    "communications": (8, 14),
    "phased": (18, 24),
    "country": (12, 18),
    "Northwind": (22, 25),
    "Brightline": (14, 15),
    "": (20, 40),
}
"""How many questions the first lines of each part speak of, by a word of what starts it: the IP strategy's where none fits."""


class Team:
    """Maria owns and watches over security, Jon approves and asks, Priya is counsel."""

    def __init__(self, playground: Playground, bot: Running, clock: ways.SetClock) -> None:
        self.maria, self.jon, self.priya = (Someone(playground, who) for who in (MARIA, JON, PRIYA))
        self.clock, self._bot = clock, bot
        parts = {
            "sign_off": self.priya,
            "rivals.holds_there": self.priya,
            "understanding": self.priya,
            "title.permit_open": self.priya,
            "limits.rules": self.priya,
            "verdict": self.jon,
        }
        self._talk = Talk(ATLAS, self.maria, parts)

    async def plays(self, parts: tuple[tuple[str, str, Replies], ...]) -> None:
        for part, title, table in parts:
            answered = len(await self._talk.finishes(await self._talk.begins(part, title), table))
            least, most = next((bounds for word, bounds in PROMISED.items() if word in part), PROMISED[""])
            assert least <= answered <= most, f"{part} took {answered} questions, and its first lines promise otherwise"

    async def gates(self, who: Someone) -> Json:
        """The phases as this person sees them now."""
        before = len(who.private_notes(ATLAS))
        await who.command(ATLAS, "gates")

        def shown() -> Json | None:
            return next((m for m in who.private_notes(ATLAS)[before:] if "Phases and gates" in who.text(m)), None)

        found: Json = await who.until(shown, "the phases")
        return found

    async def asks(self, phase: str) -> None:
        """Jon asks that the first phase that can be asked for opens."""
        await self.jon.presses(ATLAS, await self.gates(self.jon), "Ask to open it")
        view = await opened(self.jon, "Ask to open it")
        await self.jon.submits({"reason": {"type": "plain_text_input", "value": None}}, view)
        await note(self.jon, ATLAS, f"Asked: {phase} is to open")

    async def approves(self, who: Someone) -> None:
        await who.presses(ATLAS, await self.gates(who), "Approve")

    async def until(self, day: dt.date) -> None:
        """Time goes on to the morning of a day, and whatever is due on the way is done when it is due."""
        end = dt.datetime.combine(day, dt.time(7, 5), dt.UTC)
        while (due := await self._wakes()) is not None and due <= end:
            self.clock.set(max(due, self.clock.now()))
            await tick(self._bot.desk)
        self.clock.set(end)
        await ways.delivered(self._bot)

    async def _wakes(self) -> dt.datetime | None:
        heads = [await self._bot.desk.head(one) for one in await self._bot.desk.store.programmes()]
        return min((head.wakes for head in heads if head is not None and head.wakes is not None), default=None)


@pytest.mark.slow
async def test_a_programme_is_played_up_to_its_second_phase_which_closes_when_the_insurance_lapses(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        await _a_premature_disclosure_is_stopped(team)
        await _a_second_phase_opens_once_the_agreement_is_signed(team)
        await _a_phase_closes_again_when_the_insurance_lapses(team)


async def _a_premature_disclosure_is_stopped(team: Team) -> None:
    await team.plays(BEFORE)
    jon = team.jon
    await jon.command(ATLAS, "may I share the handbook with Northwind?")
    told = jon.text(await note(jon, ATLAS, "Not yet. *Handbook* stays here"))
    assert "No confidentiality agreement with *Northwind* is on file that is signed by the right company" in told
    assert "I share it now" not in told
    assert "• No confidentiality agreement" in jon.text(await team.gates(jon))


async def _a_second_phase_opens_once_the_agreement_is_signed(team: Team) -> None:
    maria, jon, priya = team.maria, team.jon, team.priya
    await team.plays(SIGNED)
    assert "*Trial*: closed; everything is there" in maria.text(await team.gates(maria))
    await team.asks("Trial")
    await letter(priya, "asks that Trial opens (Evaluate)")
    await team.approves(maria)
    await note(maria, ATLAS, f"It still waits for <@{PRIYA}>")
    await maria.command(ATLAS, "register approvals")
    row = maria.text(await note(maria, ATLAS, "Approvals (1)"))
    assert f"Waits for: <@{PRIYA}>" in row and f"Owner said yes: <@{MARIA}>" in row
    await team.approves(priya)
    await maria.sees_text(ATLAS, "Trial is open (Evaluate).")
    await jon.command(ATLAS, "may I share the handbook with Brightline?")
    await jon.presses(ATLAS, await note(jon, ATLAS, "Yes. *Handbook* may go to *Brightline*"), "I share it now")
    await note(jon, ATLAS, "Entered: Handbook, to Brightline")
    await jon.command(ATLAS, "may I share the admin screens with Northwind?")
    await note(jon, ATLAS, "Not yet. *Admin screens* stays here")

    await team.plays(MAIN)
    await name_counsel(maria, security={"selected_user": MARIA}, approver={"selected_user": JON})
    told = maria.text(await team.gates(maria))
    assert "*Screens*: closed\n" in told
    assert "• The checks of *Northwind* are not passed, or what they weigh is not settled." in told
    await maria.command(ATLAS, "vendors")
    await maria.presses(ATLAS, await note(maria, ATLAS, "How much each row weighs"), "Use these weights")
    await note(maria, ATLAS, "The weights are settled")
    await maria.command(ATLAS, "vendors")
    await note(maria, ATLAS, "*Northwind: passes*")
    await team.asks("Screens")
    await team.approves(priya)
    assert f"Yes from <@{PRIYA}>. Waits for <@{MARIA}>.\n" in maria.text(await team.gates(maria)), "she plays two parts"
    await team.approves(maria)
    await maria.sees_text(ATLAS, "Screens is open (Pilot).")
    await maria.command(ATLAS, "status")
    card = maria.text(await note(maria, ATLAS, "Outsourcing programme"))
    for stage in ("IP strategy", "Phased scope", "Communications"):
        assert f"*{stage}*: Gone through · readiness" in card
    assert "*Vendor and country checks*: 4 of 4 done" in card and "*Contract review*: 3 of 3 done" in card
    await jon.command(ATLAS, "may I share the admin screens with Northwind?")
    await note(jon, ATLAS, "Yes. *Admin screens* may go to *Northwind*")


async def _a_phase_closes_again_when_the_insurance_lapses(team: Team) -> None:
    maria, jon = team.maria, team.jon
    await team.until(dt.date(2026, 11, 28))
    await letter(maria, "Get the current certificate of Northwind")
    assert "*Screens*: open (Pilot)" in maria.text(await team.gates(maria)), "it holds until the certificate ends"
    await team.until(dt.date(2026, 12, 19))
    fell = maria.text(await maria.sees_text(ATLAS, "Screens closes again"))
    assert "No insurance certificate of Northwind that is in force is on file." in fell
    assert "What the gate Evaluate allows may go on." in fell
    told = maria.text(await team.gates(maria))
    assert "*Trial*: open (Evaluate)" in told, "which no insurance was wanted for"
    await jon.command(ATLAS, "may I share the admin screens with Northwind?")
    await note(jon, ATLAS, "Not yet. *Admin screens* stays here")
