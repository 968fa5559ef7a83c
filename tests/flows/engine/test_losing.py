"""What is not known any more: a finding that went only for that counts in the readiness as it did."""

from __future__ import annotations

import msgspec

from flows.engine.losing import lost
from flows.engine.screens.review import session_readiness, summary
from flows.model.flow import Severity
from flows.model.ids import QuestionId
from flows.model.session import Fallen, Spot
from flows.model.values import Choice
from tests.builders import NO, YES, flow_of
from tests.flows.engine.crew import Crew, words

FLOW = flow_of("""\
  - section: first
    title: First
    questions:
      - {ask: plain, kind: yes_no, weight: 5, text: Is it plain?, why: W., source: method}
      - ask: filed
        kind: yes_no
        text: Is it filed?
        why: W.
        source: method
        findings:
          - {when: no, id: unfiled, severity: high, say: S., counsel: C., do: Do it, owner: counsel, due: 3 days, source: method}
          - {when: not_sure, id: unclear, severity: high, say: S., counsel: C., do: Do it, owner: counsel, due: 3 days, source: method}
      - ask: shown
        kind: yes_no
        text: Was it shown?
        why: W.
        source: method
        only_when: filed is no
        findings:
          - {when: yes, id: was_shown, severity: critical, say: S., counsel: C., do: Do it, owner: counsel, due: 3 days, source: method}
      - ask: where
        kind: one_of
        text: Where?
        why: W.
        source: method
        options: {home: At home, abroad: Abroad}
        findings:
          - {when: abroad and plain is no, id: away, severity: critical, say: S., counsel: C., do: Do it, owner: counsel, due: 3 days, source: method}
""")
FILED, SHOWN, WHERE = "first.filed", "first.shown", "first.where"


def answered() -> Crew:
    team = Crew.at(FLOW)
    for value in (NO, NO, YES, Choice("abroad")):
        team.click(value)
    return team


def left_open(team: Crew, question: str, how: str = "not_sure") -> None:
    team.change(question)
    getattr(team, how)(question)
    team.confirm()


def figure(team: Crew) -> tuple[int | None, int, int, int]:
    found = session_readiness(team.scene())
    return found.percent, found.known, found.total, found.lost


def test_not_sure_in_place_of_a_bad_answer_leaves_the_figure_and_tells_of_it() -> None:
    team = answered()
    assert figure(team) == (66, 8, 8, 0)
    left_open(team, FILED)
    assert team.finding_keys() == ["unclear@first.filed", "away@first.where"]
    assert figure(team) == (66, 6, 8, 2), "what is not asked any more for it counts as it did, too"
    assert any("2 of them are not known any more" in line for line in words(summary(team.scene())))
    left_open(team, FILED, "skip")
    assert figure(team) == (66, 6, 8, 2), "however it is left open"
    team.change(FILED)
    team.click(YES, FILED)
    assert figure(team) == (86, 7, 7, 0), "and once it is known again, what is known counts"
    left_open(team, FILED)
    assert figure(team) == (83, 6, 7, 0), "a good answer that is lost takes its points along"


def test_not_sure_at_what_a_finding_read_elsewhere_leaves_the_figure_until_that_is_answered_anew() -> None:
    team = answered()
    left_open(team, "first.plain")
    assert team.finding_keys() == ["unfiled@first.filed", "was_shown@first.shown"]
    assert session_readiness(team.scene()).percent == 8, "a good answer less, and none that looks better"
    team.change(WHERE)
    team.click(Choice("home"), WHERE)
    assert lost(team.scene().facts) == () and session_readiness(team.scene()).percent == 42


def test_what_was_lost_counts_only_while_its_question_is_asked_and_goes_where_the_answer_is_taken_back() -> None:
    team = answered()
    left_open(team, SHOWN)
    assert lost(team.scene().facts) == (Fallen(Spot(QuestionId(SHOWN)), Severity.CRITICAL),)
    team.undo()
    assert lost(team.scene().facts) == () and figure(team) == (66, 8, 8, 0)
    left_open(team, SHOWN)
    team.change(FILED)
    team.click(YES, FILED)
    team.confirm()
    assert lost(team.scene().facts) == ()


def test_what_another_version_asked_and_this_one_does_not_counts_no_more() -> None:
    team = answered()
    left_open(team, SHOWN)
    session, gone = team.ref, Spot(QuestionId("first.gone"))
    answer = msgspec.structs.replace(session.answers[SHOWN], fell=(Fallen(gone, Severity.HIGH),))
    kept = msgspec.structs.replace(answer, spot=gone)
    told = msgspec.structs.replace(session, answers={**session.answers, SHOWN: answer, gone.key: kept})
    facts = team.scene().facts
    assert lost(facts.supposing(told, facts.programme, frozenset())) == ()
