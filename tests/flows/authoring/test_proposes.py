"""What a flow puts forward by itself must name what there is: the clause, and the questions about each row; else it is told at its line."""

from __future__ import annotations

from decimal import Decimal

import pytest

from flows.authoring.checks import check_files
from flows.authoring.problems import Problem, ProblemKind
from flows.model.flow import Proposal
from flows.model.ids import QuestionId
from flows.model.values import Choice, Number, Text
from flows.rules.inputs import reads
from tests.flows.authoring.sample import FLOW, FLOW_FILE, TODAY, authored_of, content

ANCHOR = "        why: Unlisted is unprotected.\n"
LINE = FLOW[: FLOW.index(ANCHOR)].count("\n") + 3
"""The line of the first row that is put forward."""


def proposing(row: str, flow: str = FLOW) -> str:
    """The sample with a row that its question on assets puts forward."""
    return flow.replace(ANCHOR, f"{ANCHOR}        proposes:\n          - {row}\n", 1)


def problems_of(flow: str) -> tuple[Problem, ...]:
    return check_files(content(flow), TODAY).problems


def test_a_row_that_is_put_forward_is_resolved_with_what_holds_of_it() -> None:
    written = proposing(
        "{name: The app, when: triage.shares is yes and triage.people > 3, then: {created_by: employee}}"
    )
    flow = authored_of(written).flow
    assert flow is not None
    asked = next(q for section in flow.sections for q in section.questions if q.proposes)
    (found,) = asked.proposes
    of = (QuestionId("triage.shares"), QuestionId("triage.people"))
    assert found == Proposal("The app", found.when, of, {QuestionId("authorship.created_by"): Choice("employee")})
    assert reads(found.when) == set(of)


@pytest.mark.parametrize(
    ("row", "kind", "why"),
    [
        ("{name: App, when: triage.shared is yes}", ProblemKind.UNKNOWN_REFERENCE, "There is no"),
        ("{name: App, when: triage.shares is maybe}", ProblemKind.UNKNOWN_REFERENCE, ""),
        ("{name: App, when: authorship.created_by is employee}", ProblemKind.LOOKS_AHEAD, ""),
        ("{name: App, when: role.counsel is known}", ProblemKind.TYPE_MISMATCH, "This row comes of no answer"),
        (
            "{name: App, when: triage.shares is yes, then: {made_by: employee}}",
            ProblemKind.UNKNOWN_REFERENCE,
            "There is no question about each asset `made_by`",
        ),
        (
            "{name: App, when: triage.shares is yes, then: {created_by: nobody}}",
            ProblemKind.UNKNOWN_REFERENCE,
            "There is no option of `created_by` `nobody`",
        ),
        (
            "{name: App, when: triage.shares is yes, then: {signed_on: soon}}",
            ProblemKind.TYPE_MISMATCH,
            "`signed_on` is a `date` question",
        ),
        ("{name: 'App, web', when: triage.shares is yes}", ProblemKind.NOT_UNDERSTOOD, ""),
        ("{name: App, when: triage.shares is yes and triage.shares is no}", ProblemKind.UNREACHABLE, "`App` is never"),
    ],
)
def test_what_is_not_there_is_refused_at_its_line(row: str, kind: ProblemKind, why: str) -> None:
    found = [problem for problem in problems_of(proposing(row)) if problem.kind is kind and problem.line == LINE]
    assert found and found[0].why.startswith(why) and found[0].file == FLOW_FILE and found[0].mend


def test_the_same_row_twice_is_told_at_the_second() -> None:
    twice = proposing("{name: App, when: triage.shares is yes}\n          - {name: app, when: triage.people > 3}")
    (found,) = [problem for problem in problems_of(twice) if problem.kind is ProblemKind.DUPLICATE]
    assert found.line == LINE + 1 and found.why.startswith("The row `app` stands on line")


def test_rows_are_put_forward_where_several_can_be_added_and_nowhere_else() -> None:
    one = proposing("{name: App, when: triage.shares is yes}", FLOW.replace("        adds: true\n", "", 1))
    (found,) = [problem for problem in problems_of(one) if "`proposes` puts new rows forward" in problem.why]
    assert found.kind is ProblemKind.TYPE_MISMATCH


def test_text_that_is_known_beforehand_is_kept_as_text() -> None:
    asks = "      - ask: created_by\n"
    words = "      - {ask: shown_by, kind: text, text: What shows it?, why: W., source: method}\n"
    written = proposing("{name: App, when: triage.shares is yes, then: {shown_by: A paper}}").replace(
        asks, words + asks, 1
    )
    flow = authored_of(written).flow
    assert flow is not None
    (found,) = [one for section in flow.sections for q in section.questions for one in q.proposes]
    assert found.then == {QuestionId("authorship.shown_by"): Text("A paper")}


ROUND = "{name: App, when: triage.shares is yes, every: 12 months}"


def coming_round(flow: str = FLOW, often: str = "how_often") -> str:
    """The sample with a day about each asset that comes round, and how often."""
    number = "{ask: how_often, kind: number, text: How often?, why: W., source: method, low: 1}"
    day = f"{{ask: again_on, kind: date, every: {often}, text: When?, why: W., source: method}}"
    anchor = "      - ask: created_by\n"
    assert anchor in flow
    return flow.replace(anchor, f"      - {number}\n      - {day}\n{anchor}", 1)


def test_how_often_a_row_comes_round_is_known_of_it_as_what_else_holds() -> None:
    flow = authored_of(proposing(ROUND, coming_round())).flow
    assert flow is not None
    (found,) = next(q.proposes for section in flow.sections for q in section.questions if q.proposes)
    assert found.then == {QuestionId("authorship.how_often"): Number(Decimal(12))}


@pytest.mark.parametrize(
    ("row", "kind", "why"),
    [
        (ROUND, ProblemKind.TYPE_MISMATCH, "No day that is asked about each asset comes round"),
        (ROUND.replace("12 months", "yearly"), ProblemKind.NOT_UNDERSTOOD, ""),
    ],
)
def test_a_row_comes_round_only_where_a_day_does_and_by_months(row: str, kind: ProblemKind, why: str) -> None:
    found = [problem for problem in problems_of(proposing(row)) if problem.kind is kind and problem.line == LINE]
    assert found and found[0].why.startswith(why) and found[0].file == FLOW_FILE and found[0].mend


def test_a_day_comes_round_by_a_number_of_its_own_section() -> None:
    written = coming_round(often="created_by")
    (found,) = [one for one in problems_of(written) if one.kind is ProblemKind.UNKNOWN_REFERENCE]
    assert "number question here" in found.why and written.splitlines()[found.line - 1].strip().startswith(
        "- {ask: again_on"
    )


def test_only_a_day_comes_round() -> None:
    written = FLOW.replace(
        "        why: Unlisted is unprotected.\n",
        "        why: Unlisted is unprotected.\n        every: created_by\n",
        1,
    )
    assert "`every` means nothing for `item`" in [one.why for one in problems_of(written)]
