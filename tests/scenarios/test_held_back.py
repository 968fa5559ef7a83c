"""What a gate holds back in a whole programme by the front door: until what has happened at a vendor is looked into, and where it was checked for
too little."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import replies
from bot.playground.driver import ATLAS, JON, MARIA, Someone
from bot.playground.player import Paper, Replies
from tests.scenarios import ways
from tests.scenarios.talk import Json, name_counsel, note
from tests.scenarios.team import Team
from tests.scenarios.test_programme import BEFORE, MAIN, NOW, SIGNED

CHECKS, HAPPENED = "Check a vendor: Northwind", "What has happened at"


@pytest.mark.slow
async def test_a_leak_a_new_country_and_a_rival_at_a_vendor_close_what_is_open_until_they_are_looked_into(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        await _two_phases_are_open(team)
        await _a_leak_closes_working_parts_at_once(team)
        await _somebody_new_or_a_rival_closes_all_that_is_not_public(team)
        await _looked_into_it_opens_on_a_new_request(team)


async def _two_phases_are_open(team: Team) -> None:
    maria = team.maria
    await team.plays((*BEFORE, *SIGNED, *MAIN))
    await name_counsel(maria, security={"selected_user": MARIA}, approver={"selected_user": JON})
    await maria.command(ATLAS, "vendors")
    await maria.presses(ATLAS, await note(maria, ATLAS, "How much each row weighs"), "Use these weights")
    for phase, gate in (("Trial", "Evaluate"), ("Screens", "Pilot")):
        await _opens(team, phase, gate)
    await _shares(team, "the admin screens", "Yes. *Admin screens* may go to *Northwind*")


async def _opens(team: Team, phase: str, gate: str) -> None:
    await team.asks(phase)
    for who in (team.maria, team.priya):
        await team.approves(who, phase)
    await team.maria.sees_text(ATLAS, f"{phase} is open ({gate}).")


async def _shares(team: Team, what: str, told: str) -> str:
    await team.jon.command(ATLAS, f"may I share {what} with Northwind?")
    return team.jon.text(await note(team.jon, ATLAS, told))


async def _a_leak_closes_working_parts_at_once(team: Team) -> None:
    await team.renews(CHECKS, HAPPENED, "A leak or a serious fault")
    fell = team.maria.text(await team.maria.sees_text(ATLAS, "Screens closes again"))
    assert "There was a leak or a serious fault at Northwind, and nobody has looked into it yet." in fell
    assert "What the gate Evaluate allows may go on." in fell
    told = await _shares(team, "the admin screens", "Not yet. *Admin screens* stays here")
    assert "and once it is mended say" in told
    assert "open (Evaluate)" in await team.stands("Trial")
    await _shares(team, "the handbook", "Yes. *Handbook* may go to *Northwind*")


async def _somebody_new_or_a_rival_closes_all_that_is_not_public(team: Team) -> None:
    await team.renews(CHECKS, HAPPENED, "New subcontractor, site or country")
    fell = team.maria.text(await team.maria.sees_text(ATLAS, "Trial closes again"))
    assert "Northwind has a new subcontractor, site or country, and nobody has looked into it yet." in fell
    await _shares(team, "the handbook", "Not yet. *Handbook* stays here")
    await team.renews(CHECKS, HAPPENED, "It began to work for a rival")
    told = await _shares(team, "the handbook", "No. *Handbook* does not go to *Northwind*")
    assert "*Northwind* has begun to work for a rival, and nobody has looked into it yet." in told


async def _looked_into_it_opens_on_a_new_request(team: Team) -> None:
    await team.renews(CHECKS, HAPPENED, "None of them")
    await _shares(team, "the handbook", "Not yet. *Handbook* stays here")
    await _opens(team, "Trial", "Evaluate")
    await _shares(team, "the handbook", "Yes. *Handbook* may go to *Northwind*")


async def _newest(who: Someone, words: str) -> Json:
    """The newest message in any thread with these words."""

    def found() -> Json | None:
        posted = reversed(who.playground.workspace.channel(ATLAS).messages)
        return next((one for one in posted if words in who.text(one)), None)

    message: Json = await who.until(found, words)
    return message


SHALLOW: Replies = {**replies.SCOPE, "map.vendors": {"Trial": "Northwind and Brightline", "Screens": "Brightline"}}
BRIGHTLINE: tuple[tuple[str, str, Replies], ...] = (
    ("", "Know what you own", replies.STRATEGY),
    ("phased scope", "Show the least that works", SHALLOW),
    ("country checks Portugal", "Check the country: Portugal", replies.COUNTRY),
    ("vendor checks Brightline", "Check a vendor: Brightline", replies.VENDOR),
    ("contract review Brightline agreement", "Contract review: Brightline agreement", replies.AGREEMENT),
    ("communications", "Agree how both sides talk", {**replies.COMMUNICATIONS, "partners.with": "Brightline"}),
)


@pytest.mark.slow
async def test_a_vendor_that_was_checked_for_less_than_a_phase_shows_it_is_asked_the_rest_by_changing_that_answer(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        maria = team.maria
        await team.plays(BRIGHTLINE)
        await name_counsel(maria, security={"selected_user": MARIA}, approver={"selected_user": JON})
        await maria.command(ATLAS, "vendors")
        await maria.presses(ATLAS, await note(maria, ATLAS, "How much each row weighs"), "Use these weights")
        await note(maria, ATLAS, "The weights are settled")
        await maria.command(ATLAS, "vendors")
        await note(maria, ATLAS, "*Brightline: passes*")
        shown = await team.phase(maria, "Screens")
        told = maria.text(shown)
        assert "*Brightline* is to see working parts, and was checked for less." in told
        assert "3 questions of Check a vendor: Brightline are not answered yet." in told
        assert "Next: Check a vendor: Brightline" not in told, "its review asks none of them"
        await maria.command(ATLAS, "findings Brightline")
        await note(maria, ATLAS, "A phase is to show *Brightline* more than it was checked for")
        await maria.presses(ATLAS, shown, "Change that answer")
        asked = await _newest(maria, "Now: Confidential, but no lasting harm. What should it be?")
        await maria.says(ATLAS, "working parts", asked["thread_ts"])
        preview = await maria.sees_text(ATLAS, "asked in addition:", asked["thread_ts"])
        await maria.presses(ATLAS, preview, "Change it")
        next_ = await maria.sees_text(ATLAS, "Changed to Working parts that cannot rebuild it.", asked["thread_ts"])
        assert "What do you have in hand about the company" in maria.text(next_)
        told = maria.text(await team.phase(maria, "Screens"))
        assert "was checked for less" not in told and "Next: Check a vendor: Brightline" in told


LICENSED: tuple[tuple[str, str, Replies], ...] = (
    (
        "",
        "Know what you own",
        {
            **replies.STRATEGY,
            "triage.leaves": "our own code and licensed code",
            "exposure.others_inside": "handbook and admin screens",
            "licences.items": "Fonts, Charts",
            "passing.vendor_use": {"Fonts": "yes, it says so", "Charts": "no, it rules that out"},
            "passing.reaches": "people in the countries of the work",
            "passing.inside": {"Fonts": "handbook", "Charts": "admin screens"},
        },
    ),
    *BEFORE[1:4],
    ("vendor checks Northwind", CHECKS, {**replies.VENDOR, "answering.insured_until": "31 March 2027"}),
    SIGNED[0],
)


@pytest.mark.slow
async def test_a_licence_holds_back_what_it_is_in_alone_and_a_day_that_nobody_can_show_all_working_parts(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        await team.plays(LICENSED)
        held = "It is open whether what others license to us inside *{}* may go to a vendor."
        await _shares(team, "the admin screens", "Not yet. *Admin screens* stays here")
        shown = team.maria.text(await team.evidence(team.maria, "Screens"))
        assert "inside Admin screens may go to a vendor" in shown and "inside Handbook may go" not in shown
        told = await _shares(team, "the handbook", "Not yet. *Handbook* stays here")
        assert held.format("Handbook") not in told and "No open phase" in told
        said = "Until when Northwind is insured was said, but no paper is on file."
        assert said in team.maria.text(await team.evidence(team.maria, "Screens"))
        await team.renews(CHECKS, "Until when does the insurance", Paper("certificate.pdf", "31 March 2027"))
        assert said not in team.maria.text(await team.evidence(team.maria, "Screens"))
