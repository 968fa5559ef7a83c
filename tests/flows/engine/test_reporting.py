"""What anybody may report at any time: that what a phase leans on is gone. It counts at once, whoever stands at which question."""

from __future__ import annotations

import msgspec
import pytest

from flows.authoring.casefile import GivenDoc
from flows.authoring.staging import set_table
from flows.authoring.table import Table
from flows.model.effects import Outcome, Tell
from flows.model.events import Paused
from flows.model.flow import Library
from flows.model.ids import FlowId, ItemId, PersonId
from flows.model.ladder_events import LossReported
from flows.model.phasing import PhaseState
from flows.model.values import Choice, Choices, Value, YesNo
from tests.builders import JON, MARIA, PRIYA, flow_of, is_refused, shipped
from tests.flows.engine.climbing import approved
from tests.flows.engine.ladder_sample import FLOW, GATES, Climbers, announced, library, replied, whispered

ASKED = "      - {ask: safe, kind: yes_no,"
SAFE, REPORT = "when: vendor.safe,", "hard: true,\n         stop: true}"
OTHER = "  - section: one\n    title: One\n    questions:\n      - {ask: thing, kind: yes_no, text: A?, why: W., source: method}\n"
OPTIONS = "options: {fine: All is well, sold: It was sold, moved: It moved},"


def ladder(kind: str, when: str, gone: str, more: str = "") -> Library:
    """The small ladder, with a question of another kind on whether Acme is safe, and the answer by which it may be reported that it is not."""
    report = f"hard: true,\n         stop: true, report: {{title: Report trouble, answer: vendor.safe is {gone}}}}}"
    gates = (
        GATES.replace(SAFE, f'when: "{when}",')
        .replace(REPORT, report)
        .replace("{formality_met: vendor.safe, forum: vendor.safe, ", "{")
    )
    flow = FLOW.replace(ASKED, f"      - {{ask: safe, kind: {kind}, {OPTIONS if kind != 'yes_no' else ''}{more}")
    assert "report:" in gates and kind in flow
    return library(gates, flow)


def of_kind(kind: str, **more: str) -> tuple[Library, Value, Value]:
    """The ladder, what is answered while all is well, and what a report makes of that."""
    match kind:
        case "yes_no":
            return ladder(kind, "vendor.safe", "no", **more), YesNo(True), YesNo(False)
        case "one_of":
            return ladder(kind, "vendor.safe is fine", "sold", **more), Choice("fine"), Choice("sold")
        case _:
            return (
                ladder(kind, "vendor.safe not in [sold]", "sold", **more),
                Choices(("moved",)),
                Choices(("sold", "moved")),
            )


def open_team(kind: str) -> tuple[Climbers, Value]:
    """A team whose pilot is open, and what a report would answer."""
    on, well, gone = of_kind(kind)
    team = Climbers.ready(on=on)
    team.tell("checks.safe", well, "Acme")
    return approved(team), gone


def report(team: Climbers, evidence: str = "safe", vendor: str = "Acme", seen: str = "It was in the paper") -> Outcome:
    return team.say(JON, LossReported(evidence, team.item(vendor), seen))


@pytest.mark.parametrize("kind", ["yes_no", "one_of", "many_of"])
def test_a_report_counts_at_once_and_closes_the_phase_whatever_kind_of_answer_it_is(kind: str) -> None:
    team, gone = open_team(kind)
    told = report(team)
    mark = team.mark()
    assert announced(told) == ["gate.fell", "gate.left"] and replied(told) == ["gate.report.kept"]
    assert mark is not None and (mark.state, mark.why) == (PhaseState.FALLEN, "Acme is not safe.")
    answer = team.answer("checks.safe", team.item("Acme"))
    assert answer is not None and (answer.value, answer.by, answer.raw) == (gone, JON, "It was in the paper")
    said = [note.key for effect in told.effects if isinstance(effect, Tell) for note in effect.notes]
    assert said == ["gate.report.told"], "in the thread that asks it, without a question in between"
    assert "gate.counsel" in whispered(told)[PRIYA]
    assert {"loss_reported", "answered", "phase_fell"} <= {entry.what for entry in team.log}
    assert is_refused(report(team), "gate.report.known")


def test_a_report_of_what_nobody_has_answered_yet_is_the_answer() -> None:
    for kind, gone in (("one_of", Choice("sold")), ("many_of", Choices(("sold",)))):
        team = Climbers.ready(on=of_kind(kind)[0])
        report(team)
        answer = team.answer("checks.safe", team.item("Acme"))
        assert answer is not None and answer.value == gone


def test_a_report_counts_while_the_run_is_paused() -> None:
    team, _ = open_team("one_of")
    team.say(MARIA, Paused(team.open_session.id))
    assert announced(report(team))[0] == "gate.fell"


def test_what_can_not_be_reported_is_refused_with_a_word() -> None:
    team, _ = open_team("one_of")
    assert is_refused(report(team, evidence="none"), "gate.gone")
    assert is_refused(report(team, evidence="nda"), "gate.gone"), "nobody said how that would be reported"
    assert is_refused(team.say(JON, LossReported("safe", ItemId("vendor-0"), "So I hear")), "gate.gone")
    assert is_refused(report(team, seen=" "), "gate.reason")


def test_new_owners_of_a_vendor_that_sees_working_parts_are_a_finding_for_counsel_once_anybody_reports_them() -> None:
    checked = seated("working parts")
    checked.say(PersonId("UJON"), LossReported("control", next(iter(checked.rows)), "It was in the paper"))
    answer = checked.open_session.answers["answering.changed"]
    assert (answer.value, answer.by) == (Choices(("control",)), PersonId("UJON"))
    assert [one.rule for one in checked.open_session.findings] == ["control_changed"]
    little = seated("confidential")
    assert is_refused(
        little.say(MARIA, LossReported("control", next(iter(little.rows)), "So I hear")), "gate.report.unasked"
    )


def seated(exposure: str) -> Table:
    """The shipped vendor checks for Acme, which is to see so much."""
    answers = {"touch.exposure": exposure, "touch.raises": "none"}
    given = GivenDoc.model_validate({"per": "Acme", "profile": "software", "answers": answers})
    return set_table(given, shipped().flows[FlowId("vendor_checks")], shipped())


def test_where_no_run_asks_it_of_the_vendor_that_is_said() -> None:
    on = of_kind("one_of", more="only_when: start.ready is no, ")[0]
    assert is_refused(report(Climbers.ready(on=on)), "gate.report.unasked"), "it does not apply"
    older = library().flows[FlowId("plan")]
    team = Climbers.ready()
    team.kept_flows[older.hash] = older
    gates = GATES.replace(
        REPORT, "hard: true,\n         stop: true, report: {title: Report it, answer: vendor.sold is yes}}"
    )
    team.library = library(
        gates, FLOW.replace(ASKED, ASKED.replace("safe", "sold") + ' text: "Sold?", why: W., source: ours}\n' + ASKED)
    )
    assert is_refused(report(team), "gate.report.unasked"), "the version that it runs on knows no such question"
    other, plan = flow_of(OTHER, "other"), of_kind("one_of")[0]
    bare = Climbers(msgspec.structs.replace(plan, flows={**plan.flows, other.id: other}))
    bare.start(other)
    bare.row("vendor", "Acme")
    assert is_refused(report(bare), "gate.report.unasked"), "nothing that asks it was begun"
