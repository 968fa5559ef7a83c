"""One programme from its start to a signed agreement and an opened second phase, with what it stops and what closes it again: by the front door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.playground import replies
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA
from bot.playground.player import Paper, Replies
from tests.scenarios import ways
from tests.scenarios.talk import letter, name_counsel, note
from tests.scenarios.team import Team

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


@pytest.mark.slow
async def test_a_programme_is_played_up_to_its_second_phase_which_closes_when_the_insurance_lapses(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        await _a_premature_disclosure_is_stopped(team)
        await _a_second_phase_opens_once_the_agreement_is_signed(team)
        await _a_phase_closes_again_when_the_insurance_lapses(team)


async def _plays(team: Team, parts: tuple[tuple[str, str, Replies], ...]) -> None:
    for part, answered in (await team.plays(parts)).items():
        least, most = next((bounds for word, bounds in PROMISED.items() if word in part), PROMISED[""])
        assert least <= answered <= most, f"{part} took {answered} questions, and its first lines promise otherwise"


async def _a_premature_disclosure_is_stopped(team: Team) -> None:
    await _plays(team, BEFORE)
    jon = team.jon
    await jon.command(ATLAS, "may I share the handbook with Northwind?")
    told = jon.text(await note(jon, ATLAS, "Not yet. *Handbook* stays here"))
    assert "No confidentiality agreement with *Northwind* is on file that is signed by the right company" in told
    assert "I share it now" not in told
    assert "• No confidentiality agreement" in jon.text(await team.gates(jon))


async def _a_second_phase_opens_once_the_agreement_is_signed(team: Team) -> None:
    maria, jon, priya = team.maria, team.jon, team.priya
    await _plays(team, SIGNED[:1])
    await maria.command(ATLAS, "findings")
    told = maria.text(await note(maria, ATLAS, "No NDA is confirmed with"))
    assert "No NDA is confirmed with *Brightline*." in told, "the one that is signed is not named beside it"
    await _plays(team, SIGNED[1:])
    assert "*Trial*: closed; everything is there" in maria.text(await team.gates(maria))
    await team.asks("Trial")
    await letter(priya, "asks that Trial opens (Evaluate)")
    await team.approves(maria, "Trial")
    await note(maria, ATLAS, f"It still waits for <@{PRIYA}>")
    await maria.command(ATLAS, "register approvals")
    row = maria.text(await note(maria, ATLAS, "Approvals (1)"))
    assert f"Waits for: <@{PRIYA}>" in row and f"Owner said yes: <@{MARIA}>" in row
    await team.approves(priya, "Trial")
    await maria.sees_text(ATLAS, "Trial is open (Evaluate).")
    await jon.command(ATLAS, "may I share the handbook with Brightline?")
    await jon.presses(ATLAS, await note(jon, ATLAS, "Yes. *Handbook* may go to *Brightline*"), "I share it now")
    await note(jon, ATLAS, "Entered: Handbook, to Brightline")
    await jon.command(ATLAS, "may I share the admin screens with Northwind?")
    await note(jon, ATLAS, "Not yet. *Admin screens* stays here")

    await _plays(team, MAIN)
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
    await team.approves(priya, "Screens")
    assert f"Yes from <@{PRIYA}>. Waits for <@{MARIA}>.\n" in maria.text(await team.gates(maria)), "she plays two parts"
    await team.approves(maria, "Screens")
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
