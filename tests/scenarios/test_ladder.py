"""The shipped ladder climbed to its top by the front door: a phase at Build, then one at Core, on papers, records, days that pass and the yes of
named people; and the fall of both when one proof is not renewed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.playground import replies
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Someone
from bot.playground.player import Paper, Replies
from bot.playground.records import Person
from tests.scenarios import ways
from tests.scenarios.talk import letter, name_counsel, note
from tests.scenarios.team import Team

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ANA = "U0ANA00001"
"""She leads the work, and plays no part whose word is wanted: at the higher gates nobody approves what they asked for."""

STRATEGY: Replies = {
    **replies.STRATEGY,
    "triage.countries": "Germany",
    "inventory.assets": "Handbook, Admin screens, Pricing rules, Pricing engine",
    "exposure.crown_jewel": "pricing rules and pricing engine",
    "exposure.secret": "pricing rules and pricing engine",
    "exposure.public": "none",
}
SCOPE: Replies = {
    **replies.SCOPE,
    "cut.phases": "Screens, Rules, Whole",
    "cut.first": "Screens",
    "cut.vendors": "Northwind",
    "map.exposes": {
        "Screens": "handbook and admin screens",
        "Rules": "admin screens and pricing rules",
        "Whole": "pricing engine",
    },
    "map.vendors": "Northwind",
}
VENDOR: Replies = {
    **replies.VENDOR,
    "touch.exposure": "a whole jewel",
    "touch.countries": "Germany",
    "answering.insured_until": Paper("certificate.pdf", "31 December 2027"),
    "depth.apart_how": Paper("walk.pdf", "own rooms"),
    "depth.access_reviewed_on": Paper("accounts.pdf", "20 November 2026"),
    "depth.audit_on": "2 November 2026",
    "depth.trained_on": Paper("training.pdf", "2 November 2026"),
    "depth.corrective": Paper("faults.pdf", "5"),
    "depth.drilled_on": Paper("drill.pdf", "2 November 2026"),
    "depth.security_owner": "yes",
    "depth.ai_tools": Paper("tools.pdf", "never"),
    "depth.subcontractors": "none",
    "strength.excluded": Paper("exclusions.pdf", "none of them"),
    "strength.insured_contractors": "yes",
    "strength.finance": Paper("accounts.pdf", "both"),
    "ratings.self_rating": "4",
    "ratings.reviewer_rating": "4",
    "close.reassess_by": f"<@{MARIA}>",
    "close.reassess_on": "23 October 2027",
}
COUNTRY: Replies = {**replies.COUNTRY, "verdict.review_on": "2 November 2027"}

PARTS: tuple[tuple[str, str, Replies], ...] = (
    ("country checks Germany", "Check the country: Germany", COUNTRY),
    ("vendor checks Northwind", "Check a vendor: Northwind", VENDOR),
    ("contract review Northwind agreement", "Contract review: Northwind agreement", replies.AGREEMENT),
    ("communications", "Agree how both sides talk", {**replies.COMMUNICATIONS, "partners.with": "Northwind"}),
)
START: tuple[tuple[str, str, Replies], ...] = (
    ("", "Know what you own", STRATEGY),
    ("phased scope", "Show the least that works", SCOPE),
)
CHECKS = "Check a vendor: Northwind"
ACCESS = "When did somebody last go through the list of who"
ORIGIN = "keep the work of others out of yours?"
AI_TOOLS = "use AI tools?"
PEOPLE = "do with everybody who would work for you"
MONTHLY = (dt.date(2027, 3, 22), dt.date(2027, 4, 20), dt.date(2027, 5, 18), dt.date(2027, 6, 15), dt.date(2027, 7, 13))
"""The days on which somebody goes through the accounts, none more than 30 days after the one before."""


def told(day: dt.date) -> str:
    """A day as one writes it."""
    return f"{day.day} {day:%B %Y}"


@pytest.mark.slow
async def test_a_vendor_is_led_up_the_shipped_ladder_to_core_and_down_again_when_a_review_is_left_out(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        workspace = playground.workspace
        workspace.people[ANA] = Person(
            ANA, "ana", "Ana Duarte", workspace.team, "Project lead", "8a6d1f", "Europe/Lisbon"
        )
        workspace.join(workspace.channel(ATLAS), ANA, MARIA)
        team, ana = Team(playground, bot, clock), Someone(playground, ANA)
        await _a_pilot_opens(team, ana)
        await _build_opens_after_ninety_days(team, ana)
        await _core_opens_after_half_a_year_of_upkeep(team, ana)
        await _both_fall_when_the_accounts_are_not_gone_through(team, ana)


async def test_what_was_answered_as_secret_and_as_public_is_not_fine_to_send_and_gets_no_yes(tmp_path: Path) -> None:
    both = {**STRATEGY, "exposure.public": "pricing engine and handbook"}
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        await team.plays((("", "Know what you own", both), START[1]))
        await team.maria.command(ATLAS, "share pricing engine with Northwind")
        shown = await note(team.maria, ATLAS, "*Pricing engine*")
        assert "Yes." not in team.maria.text(shown) and "I share it now" not in str(shown["blocks"])
        await team.maria.presses(ATLAS, shown, "All reasons, one by one")
        await note(team.maria, ATLAS, "It is open whether *Pricing engine* is public; it is marked so, and as a secret")


async def _a_pilot_opens(team: Team, ana: Someone) -> None:
    maria, priya = team.maria, team.priya
    await team.plays(START)
    await name_counsel(maria, security={"selected_user": MARIA}, approver={"selected_user": JON})
    await _what_is_unanswered_is_a_line_for_each_part_and_leads_there(team)
    await team.plays(PARTS)
    await maria.command(ATLAS, "vendors")
    await maria.presses(ATLAS, await note(maria, ATLAS, "How much each row weighs"), "Use these weights")
    await note(maria, ATLAS, "The weights are settled")
    rules = maria.text(await team.evidence(maria, "Rules"))
    assert "has not worked in an open pilot for 90 days yet.\n→ Let the pilot run for its 90 days. With" in rules, (
        "no pilot runs yet"
    )
    await team.asks("Screens", ana)
    await team.approves(maria, "Screens")
    await team.approves(priya, "Screens")
    await maria.sees_text(ATLAS, "Screens is open (Pilot).")


async def _what_is_unanswered_is_a_line_for_each_part_and_leads_there(team: Team) -> None:
    maria, jon = team.maria, team.jon
    shown = await team.phase(maria, "Screens")
    told, presses = maria.text({"blocks": shown["blocks"][:1]}), str(shown["blocks"][1])
    needed = "A contract review is needed, of the agreement with Northwind: "
    assert needed in told and "questions of it are open.\n→ Start it." in told
    assert "questions of Check a vendor: Northwind are not answered yet." in told
    assert "+ Contract review" in presses and "Ask to open it" not in presses, "much is missing"
    await jon.command(ATLAS, "may I share the admin screens with Northwind?")
    answer = await note(jon, ATLAS, "Not yet. *Admin screens* stays here")
    assert needed in jon.text(answer)
    await jon.presses(ATLAS, answer, "+ Contract review")
    await note(jon, ATLAS, "Contract review")


async def _build_opens_after_ninety_days(team: Team, ana: Someone) -> None:
    maria, jon, priya = team.maria, team.jon, team.priya
    left = maria.text(await team.evidence(maria, "Rules"))
    assert "→ Let the pilot run for its 90 days: until 21 February 2027, as long as it stays open." in left
    await team.until(dt.date(2026, 12, 22), away=True)
    await maria.command(ATLAS, "actions")
    mine = maria.text(await note(maria, ATLAS, "Go through the list of who at *Northwind*"))
    assert "[Answer it]" in mine.split("Go through the list of who at *Northwind*")[1].split("\n")[2], (
        "a new day is an answer"
    )
    await team.renews(CHECKS, ACCESS, Paper("accounts-12.pdf", "22 December 2026"))
    refused = await team.records(ana, "Rules", "Record each delivery of Northwind", dt.date(2026, 12, 18))
    assert refused["errors"] == {"evidence": "Only the owner records this."}
    await team.records(maria, "Rules", "Record each delivery of Northwind", dt.date(2026, 12, 18))
    assert "1 of 2 are recorded." in maria.text(await team.evidence(maria, "Rules"))
    await team.until(dt.date(2027, 2, 22), away=True)
    await maria.command(ATLAS, "vendors")
    ages = maria.text(await note(maria, ATLAS, "Counts in full until 23 February 2027: Clean origin."))
    assert "*Northwind: passes*" in ages
    await _origin_is_shown_anew(team, 2)
    await team.renews(CHECKS, ACCESS, Paper("accounts-2.pdf", told(dt.date(2027, 2, 22))))
    await team.records(maria, "Rules", "Record each delivery of Northwind", dt.date(2027, 2, 5))
    few = await team.records(maria, "Rules", "Count the meetings with Northwind", dt.date(2027, 2, 19))
    assert "say how many were held" in few["errors"]["count"]
    await team.records(maria, "Rules", "Count the meetings with Northwind", dt.date(2027, 2, 19), held=20)
    await team.records(maria, "Rules", "Review the work with Northwind", dt.date(2027, 2, 19))
    alone = maria.text(await team.evidence(maria, "Rules"))
    assert "confirmed by nobody but whoever gave it" not in alone, (
        "Priya, who did not give it, signed off that very file"
    )
    assert f"→ Answered by <@{MARIA}>, and confirmed by nobody else." in alone
    await priya.command(ATLAS, "agreements Northwind agreement")
    await priya.presses(ATLAS, await note(priya, ATLAS, "How its clauses read"), "Confirm it")
    await note(priya, ATLAS, "Verified: ")
    assert "closed; everything is there, so it can be asked for" in await team.stands("Rules")

    own = await team.asks("Rules", jon)
    assert "nobody approves what they asked for themselves" in own["errors"]["reason"]
    await team.asks("Rules", ana)
    for person in (maria, jon):
        await team.approves(person, "Rules")
    assert f"Yes from <@{MARIA}>, <@{JON}>. Waits for <@{PRIYA}>." in await team.stands("Rules")
    await team.approves(priya, "Rules")
    await maria.sees_text(ATLAS, "Rules is open (Build).")
    await jon.command(ATLAS, "may I share the pricing rules with Northwind?")
    await note(jon, ATLAS, "Yes. *Pricing rules* may go to *Northwind*")


async def _core_opens_after_half_a_year_of_upkeep(team: Team, ana: Someone) -> None:
    maria, jon, priya = team.maria, team.jon, team.priya
    assert "→ Let the build phase run for its 180 days: until 21 August 2027" in await team.stands("Whole")
    for day in MONTHLY:
        await team.until(day, away=True)
        await team.renews(CHECKS, ACCESS, Paper(f"accounts-{day:%m}.pdf", told(day)))
        if day.month == 5:
            await _spring_cleaning(team, day)
    await maria.command(ATLAS, "status")
    card = maria.text(await note(maria, ATLAS, "Outsourcing programme"))
    assert "*Vendor and country checks*: 2 of 2 done" in card, "what is renewed stays finished"
    await team.until(dt.date(2027, 8, 10), away=True)
    await _origin_is_shown_anew(team, 4)
    await team.renews(CHECKS, ACCESS, Paper("accounts-08.pdf", "10 August 2027"))
    await _a_quarter_is_recorded(team, dt.date(2027, 8, 9))
    await team.until(dt.date(2027, 8, 23), away=True)
    assert "*Rules*: open (Build)" in await team.stands("Rules"), "it was kept up all the while"
    only = await team.stands("Whole")
    assert "No tested second source, escrow release or step-in" in only and "→ Test the second source" in only
    assert only.count("• ") == 1
    await team.records(jon, "Whole", "Test the second source", dt.date(2027, 8, 20))
    await team.asks("Whole", ana)
    for person in (priya, maria):
        await team.approves(person, "Whole")
    assert "*Whole*: closed" in await team.stands("Whole")
    await team.approves(jon, "Whole")
    await maria.sees_text(ATLAS, "Whole is open (Core).")
    await jon.command(ATLAS, "may I share the pricing engine with Northwind?")
    await note(jon, ATLAS, "Yes. *Pricing engine* may go to *Northwind*")


async def _origin_is_shown_anew(team: Team, number: int) -> None:
    """What counts for three months: both papers that the row on clean origin stands on."""
    await team.renews(CHECKS, ORIGIN, Paper(f"scan-{number}.pdf", "all of them"))
    await team.renews(CHECKS, AI_TOOLS, Paper(f"tools-{number}.pdf", "never"))


async def _spring_cleaning(team: Team, day: dt.date) -> None:
    """What counts for half a year or a quarter: papers, the exit, the review of the quarter."""
    await _origin_is_shown_anew(team, 3)
    await team.renews(CHECKS, PEOPLE, Paper("people-2.pdf", "all of them"))
    await team.renews(CHECKS, "Has everybody who would make something for you", Paper("papers-2.pdf", "yes"))
    await team.renews(CHECKS, "named everybody outside it", Paper("chain-2.pdf", "yes"))
    await team.renews("Contract review: Northwind agreement", "When did you walk through it?", told(day))
    await _a_quarter_is_recorded(team, day)


async def _a_quarter_is_recorded(team: Team, day: dt.date) -> None:
    await team.records(team.maria, "Rules", "Count the meetings with Northwind", day, held=22)
    await team.records(team.maria, "Rules", "Review the work with Northwind", day)


async def _both_fall_when_the_accounts_are_not_gone_through(team: Team, ana: Someone) -> None:
    maria, jon, priya = team.maria, team.jon, team.priya
    await team.until(dt.date(2027, 9, 9), away=True)
    ahead = await letter(maria, "Whole closes again on 10 September 2027, unless this is done:")
    assert "Go through the accounts at Northwind, and enter the day in its checks" in maria.text(ahead)
    assert "*Whole*: open (Core)" in await team.stands("Whole"), "it holds to the last of its 30 days"
    await team.until(dt.date(2027, 9, 10))
    reason = "Who has access at Northwind was not reviewed within the last 30 days."
    for phase in ("Rules", "Whole"):
        fell = maria.text(await maria.sees_text(ATLAS, f"{phase} closes again: {reason}"))
        assert "What the gate Pilot allows may go on." in fell
        assert f"*{phase}*: fell back to Pilot: {reason}" in await team.stands(phase)
        await letter(priya, f"For counsel, on {phase}: {reason}")
    assert "*Screens*: open (Pilot)" in await team.stands("Screens")
    await jon.command(ATLAS, "may I share the pricing engine with Northwind?")
    await note(jon, ATLAS, "Not yet. *Pricing engine* stays here")
    await maria.command(ATLAS, "actions")
    await note(maria, ATLAS, "See to it that what Northwind (Whole) has comes back or is deleted")
