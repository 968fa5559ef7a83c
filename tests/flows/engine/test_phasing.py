"""May I share this, and what the digest tells of phases: read from the ladder and from the phases that are open."""

from __future__ import annotations

import msgspec
import pytest

from flows.authoring.paper import lines_of
from flows.engine.phasing import Verdict, may_share
from flows.engine.screens.share import answer
from flows.engine.screens.wording import plain, said_alone
from flows.engine.views import VendorView
from flows.model.conditions import Is, ScoreFact
from flows.model.effects import On, PostDigest
from flows.model.errors import NotHere
from flows.model.events import ActionClosed, DigestSent
from flows.model.ids import FlowId, ItemId, QuestionId
from flows.model.ledger import Filing
from flows.model.people import Role
from flows.model.programme import ActionWhy
from flows.model.sharing import Disclosed, Side
from flows.model.values import Day, YesNo
from flows.rules.phasing import HORIZON
from tests.builders import JON, MARIA, NAMES, PRIYA
from tests.flows.engine.climbing import DAY, ask, opened, yes
from tests.flows.engine.ladder_sample import TODAY, Climbers, library

# ── may I share this? ────────────────────────────────────────────────────────


def shared(team: Climbers, asset: str) -> tuple[Verdict, list[str]]:
    found = may_share(team, team.library, team.item(asset), team.item("Acme"), team.now)
    return found.verdict, [
        "".join(str(getattr(span, "text", span)) for span in reason.closed) for reason in found.reasons
    ]


def test_a_public_thing_may_go_and_all_else_goes_within_a_phase_that_is_open_for_it() -> None:
    team = Climbers.ready()
    assert shared(team, "Website") == (Verdict.YES, [])
    assert shared(team, "Handbook") == (Verdict.NOT_YET, ["No open phase lets Acme see Handbook."])
    ask(team)
    yes(team, MARIA)
    yes(team, PRIYA)
    assert shared(team, "Handbook") == (Verdict.YES, [])
    found = may_share(team, team.library, team.item("Handbook"), team.item("Acme"), team.now)
    assert (found.under_nda, found.nda, found.filing, found.gate) == (
        True,
        team.item("Paper"),
        Filing.FILED,
        "Evaluate",
    )


def answered(team: Climbers, asset: str) -> str:
    texts, what, whom = team.library.texts, team.rows[team.item(asset)], team.rows[team.item("Acme")]
    found = may_share(team, team.library, what.id, whom.id, team.now)
    return "\n".join(lines_of(answer(texts, team.scene().programme, what, whom, found), NAMES))


def test_a_yes_says_why_and_on_which_conditions_it_was_given() -> None:
    team = Climbers.ready()
    assert "Yes. Website is public, so it may go to Acme." in answered(team, "Website")
    ask(team)
    yes(team, MARIA, condition="For the drawings alone")
    yes(team, PRIYA)
    told = answered(team, "Handbook")
    within = "Handbook may go to Acme, within the open phase Pilot."
    assert f"Yes, on this condition: For the drawings alone. With that, {within}" in told
    assert "Maria Kowalska said yes on condition: For the drawings alone" in told
    (name,) = (one.id for one in team.work.values() if one.why is ActionWhy.CONDITION)
    team.say(MARIA, ActionClosed(team.work[name].session, name))
    assert f"Yes. {within}" in answered(team, "Handbook"), "somebody saw that it is met"
    assert "condition" not in answered(team, "Website"), "what is public needs no phase"


def test_what_is_missing_is_said_with_what_to_do_and_what_speaks_against_it_is_a_no() -> None:
    team = opened()
    team.tell("paper.signed", None, "Paper")
    assert shared(team, "Handbook") == (Verdict.NOT_YET, ["No paper with Acme."])
    team.tell("checks.safe", YesNo(False), "Acme")
    assert shared(team, "Handbook")[0] is Verdict.NO
    found = may_share(team, team.library, team.item("Handbook"), team.item("Acme"), team.now)
    assert found.under_nda is None and found.nda is None
    assert [reason.owner for reason in found.reasons] == [Role.OWNER, Role.COUNSEL], "what stops comes first"


def test_what_no_planned_phase_would_ever_show_is_a_no_with_that_first_and_a_plan_for_it_makes_it_a_not_yet() -> None:
    team = opened()
    verdict, reasons = shared(team, "Screens")
    assert (
        verdict is Verdict.NO and reasons[0] == "No phase that is planned shows Screens to Acme." and len(reasons) > 1
    )
    team.plan("Later", "Screens")
    assert shared(team, "Screens") == (Verdict.NOT_YET, reasons[1:])
    for row in ("Pilot", "Later"):
        team.plan(row)
    assert shared(team, "Screens")[0] is Verdict.NOT_YET, "before anything is planned it is only not yet"


def test_in_grace_only_what_is_out_already_may_go_on() -> None:
    team = opened("Handbook", "Website")
    handbook, acme = team.item("Handbook"), team.item("Acme")
    team.say(JON, Disclosed(Side(handbook), Side(acme)))
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    assert shared(team, "Handbook") == (Verdict.NOT_YET, ["Acme is not insured."]), "not seen yet"
    team.look()
    assert shared(team, "Handbook") == (Verdict.YES, [])
    told = answered(team, "Handbook")
    assert "Yes, but nothing new: Acme has Handbook already, and Pilot stays open for that until" in told
    team.row("asset", "Manual")
    team.tell("titles.ours", YesNo(True), "Manual")
    never = "No phase that is planned shows Manual to Acme."
    assert shared(team, "Manual") == (Verdict.NO, [never, "Acme is not insured."])


def test_where_no_gate_opens_so_much_and_where_there_is_no_programme_nothing_goes_out() -> None:
    team = opened()
    team.marks("pieces", "Engine")
    team.plan("Later", "Engine")
    assert shared(team, "Engine")[0] is Verdict.NOT_YET
    with pytest.raises(NotHere):
        may_share(Climbers(library()), library(), ItemId("asset-1"), ItemId("vendor-1"), team.now)


def test_a_programme_without_a_ladder_says_not_yet() -> None:
    team = Climbers.ready()
    bare = msgspec.structs.replace(team.library, ladder=None)
    assert may_share(team, bare, team.item("Website"), team.item("Acme"), team.now).verdict is Verdict.NOT_YET


def test_what_is_in_a_phase_is_called_as_it_was_once_it_is_taken_out_of_its_register() -> None:
    team = Climbers.ready()
    acme = team.rows[team.item("Acme")]
    assert team.phases().name(acme.id) == "Acme"
    team.rows[acme.id] = msgspec.structs.replace(acme, removed=True)
    assert team.phases().name(acme.id) == "Acme (taken out)"
    assert team.phases().name(ItemId("vendor-999")) == "a row that is not here any more"


@pytest.mark.parametrize("days", [-40, -1, 0, 1, 5, 29, 30, 31, 400])
def test_looking_only_on_days_that_may_turn_something_finds_what_looking_on_every_day_does(
    days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = opened()
    team.tell("checks.insured_until", Day(TODAY + days * DAY), "Acme")
    pilot, acme = team.item("Pilot"), team.item("Acme")
    few = team.phases().look(pilot, acme)
    monkeypatch.setattr(VendorView, "turns", lambda *_: range(1, HORIZON + 1))
    assert team.phases().look(pilot, acme) == few


def test_on_which_days_a_score_may_turn_nobody_can_tell_so_that_each_is_looked_at() -> None:
    facts = Climbers.ready().phases().facts
    passes = Is(ScoreFact("vendor", FlowId("plan"), (QuestionId("checks.safe"),)), ("passes",))
    assert list(VendorView(facts, None).turns(passes, 3)) == [1, 2, 3]


# ── the digest ───────────────────────────────────────────────────────────────


def test_the_digest_tells_what_opened_what_closes_soon_and_what_is_shut_again() -> None:
    team = opened()
    team.tell("checks.insured_until", Day(TODAY + 5 * DAY), "Acme")
    told = digest(team)
    assert [note.key for note in told.decided if "phase" in note.key] == ["digest.phase.opened"]
    coming = [(note.key, note.values["due"]) for note in told.coming if "phase" in note.key]
    assert coming == [("digest.phase.lapses", On(TODAY + 6 * DAY))], (
        "days of grace follow, so it does not close on that day"
    )
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    team.look()
    assert [note.key for note in digest(team).blocked] == ["digest.phase.grace"]
    team.morning(TODAY + 9 * DAY)
    assert [note.key for note in digest(team).blocked] == ["digest.phase.fell"]


def test_a_phase_that_fell_and_was_opened_again_is_told_with_each_day_and_why_it_fell() -> None:
    team = opened()
    team.tell("checks.insured_until", Day(TODAY - DAY), "Acme")
    team.morning(TODAY + 9 * DAY)
    team.tell("checks.insured_until", Day(TODAY + 400 * DAY), "Acme")
    team.look()
    ask(team)
    yes(team, MARIA)
    yes(team, PRIYA)
    told = [plain(said_alone(team.library.texts, note)) for note in digest(team).decided]
    assert told[0].startswith("Pilot was opened on ") and told[2].startswith("Pilot was opened on ")
    assert told[1].startswith("Pilot fell back on ") and told[1].endswith(": Acme is not insured.")
    assert told[0] != told[2], "each with its day"


def digest(team: Climbers):
    outcome = team.say(MARIA, DigestSent())
    return next(effect.digest for effect in outcome.effects if isinstance(effect, PostDigest))
