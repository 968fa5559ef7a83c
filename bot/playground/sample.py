"""A half-finished programme for whoever wants to see a living one: played by the people of the sample company, through the real bot.

Two vendors, three countries, eight assets under harmless names; an insurance that is about to end, a phase that is open and one that is not,
findings, dated work, and a question that waits for a colleague.
"""

from __future__ import annotations

import datetime as dt

from bot.playground.company import ATLAS, JON, MARIA, PRIYA
from bot.playground.driver import Someone
from bot.playground.player import Paper, Replies, Talk
from bot.playground.replies import AGREEMENT, COUNTRY, SCOPE, STRATEGY, VENDOR
from bot.playground.server import Playground

PATIENCE = 120.0
"""As long, in seconds, each step may take on a newcomer's machine, which may be a slow and busy one."""
INSURED = dt.timedelta(days=9)
"""For how much longer the vendor is insured."""


async def play_sample(playground: Playground, today: dt.date) -> None:
    """Play the programme up to where the newcomer comes in. Raises NotSeen where the bot asks what nobody has an answer to."""
    maria, jon, priya = (Someone(playground, who, PATIENCE) for who in (MARIA, JON, PRIYA))
    people = dict.fromkeys(("title.permit_open", "title.filing_excused", "limits.rules"), priya)
    people |= {"exposure": jon, "map": jon, "practice": jon, "verdict": jon}
    talk = Talk(ATLAS, maria, people)
    await talk.finishes(await talk.begins("", "Know what you own"), _strategy())
    await talk.finishes(await talk.begins("phased scope", "Show the least that works"), _scope())
    india = await talk.begins("country checks India", "Check the country: India")
    await talk.finishes(india, _country(today))
    kodex = await talk.begins("vendor checks Kodex", "Check a vendor: Kodex")
    await talk.finishes(kodex, _vendor(today))
    nda = await talk.begins("contract review Kodex NDA", "Contract review: Kodex NDA")
    await talk.answers(nda, _agreement(today), until="sign_off.own_questions")
    await _weigh(maria)
    await _open_trial(maria, jon, priya)
    brightline = await talk.begins("vendor checks Brightline", "Check a vendor: Brightline")
    await talk.answers(brightline, _vendor(today), until="practice.procedures")
    portugal = await talk.begins("country checks Portugal", "Check the country: Portugal")
    await talk.answers(portugal, _country(today), until="baseline.toolkit")
    await _hand_over(maria)
    playground.workspace.ephemerals.clear()  # as after the page is loaded anew
    await maria.command(ATLAS, "status")
    await maria.noted(ATLAS, "Outsourcing programme")


async def _weigh(maria: Someone) -> None:
    await maria.command(ATLAS, "vendors")
    await maria.presses(ATLAS, await maria.noted(ATLAS, "How much each row weighs"), "Use these weights")
    await maria.noted(ATLAS, "The weights are settled")


async def _open_trial(maria: Someone, jon: Someone, priya: Someone) -> None:
    """Jon asks, Maria and Priya say yes, and Jon shares what may be shared then."""
    await jon.command(ATLAS, "gates")
    await jon.presses(ATLAS, await jon.noted(ATLAS, "Phases and gates"), "Ask to open it")
    why = {"type": "plain_text_input", "value": "Kodex can begin with the tests, which show nothing of the engine."}
    await jon.submits({"reason": why}, await jon.until(jon.view, "the form"))
    await jon.noted(ATLAS, "Asked: Trial")
    for who in (maria, priya):
        await who.command(ATLAS, "gates")
        await who.presses(ATLAS, await who.noted(ATLAS, "Phases and gates"), "Approve")
        await who.noted(ATLAS, "Your yes to Trial")
    await jon.command(ATLAS, "share the test suite with Kodex")
    await jon.presses(ATLAS, await jon.noted(ATLAS, "Yes. *Test suite* may go to *Kodex*"), "I share it now")
    await jon.noted(ATLAS, "Entered: Test suite, to Kodex")


async def _hand_over(maria: Someone) -> None:
    """The last question that was opened waits for Jon."""
    await maria.command(ATLAS, f"assign <@{JON}|jon>")
    await maria.presses(ATLAS, await maria.noted(ATLAS, "Which one?"), "Check the country: Portugal")
    to = {"type": "users_select", "selected_user": JON}
    await maria.submits({"to": to}, await maria.until(maria.view, "the form"))


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _strategy() -> Replies:
    return {
        **STRATEGY,
        "triage.countries": "India, Portugal and Germany",
        "triage.helpers": "freelancers",
        "triage.names": "yes",
        "inventory.assets": "Larch engine, Rate tables, Admin screens, Mobile app, Test suite, Help pages, Style guide, Alder logo",
        "exposure.crown_jewel": "Larch engine",
        "exposure.secret": "Larch engine and Rate tables",
        "exposure.made_outside": "Mobile app",
        "exposure.seen": "none",
        "exposure.public": "Help pages, Style guide and Alder logo",
        "exposure.brand": "Alder logo",
        "authorship.made_by": "our employees and a freelancer",
        "authorship.assignment_signed": "no",
        "authorship.made_in": "Poland",
        "brands.mark_home": "no",
        "abroad.protected": "some",
        "abroad.marks_filed": {"India": "no", "Portugal": "yes", "Germany": "yes"},
    }


def _scope() -> Replies:
    return {
        **SCOPE,
        "cut.phases": "Trial, Screens, Rates",
        "cut.vendors": "Kodex and Brightline",
        "weights.whole": "Larch engine",
        "weights.working": "Admin screens and Mobile app",
        "map.exposes": {"Trial": "Test suite", "Screens": "Test suite and Admin screens", "Rates": "Rate tables"},
        "map.vendors": {"Trial": "Kodex", "Screens": "Kodex", "Rates": "Brightline"},
        "map.one_package": "yes",
        "map.instead": "made-up data",
        "shrinking.agreed": "no",
    }


def _country(today: dt.date) -> Replies:
    return {
        **COUNTRY,
        "baseline.watch": "priority watch list",
        "remedies.remedy": "3",
        "remedies.awards": "not sure",
        "title.local_filing": "no",
        "title.filing_excused": "no",
        "verdict.decision": "with limits",
        "verdict.reason": "Good people, and courts that take their time.",
        "verdict.limits_named": "Test suite and admin screens only, with made-up data",
        "verdict.review_on": _said(today + dt.timedelta(days=180)),
    }


def _vendor(today: dt.date) -> Replies:
    month_ago = _said(today - dt.timedelta(days=30))
    return {
        **VENDOR,
        "touch.exposure": "working parts",
        "touch.countries": {"Kodex": "India", "Brightline": "Portugal"},
        "entity.entity_checked_on": Paper("extract.pdf", month_ago),
        "entity.sanctions_checked_on": Paper("screening.pdf", month_ago),
        "practice.access": "named accounts, second factor, apart",
        "papers.references": "present",
        "answering.insured_until": Paper("certificate.pdf", _said(today + INSURED)),
        "close.reassess_on": _said(today + dt.timedelta(days=180)),
    }


def _agreement(today: dt.date) -> Replies:
    return {
        **AGREEMENT,
        "paper.party": "Kodex",
        "paper.signed_on": _said(today - dt.timedelta(days=14)),
        "paper.ends_on": _said(today + dt.timedelta(days=3 * 365)),
        "secrecy.bars": "use and reverse engineering",
        "watched.due_on": _said(today + dt.timedelta(days=5)),
    }
