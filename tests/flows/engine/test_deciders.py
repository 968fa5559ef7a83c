"""What a decision is about: without it no yes is taken, and while the yes stands it stays as it is."""

from __future__ import annotations

from flows.model.effects import Outcome, Whispered
from flows.model.flow import Stage
from flows.model.ids import StageId
from flows.model.people import Role
from flows.model.values import Choice, Document, Documents, Text, Value, YesNo
from tests.builders import NO, PRIYA, YES, flow_of, is_refused, library_of
from tests.flows.engine.crew import PAPER, Crew

FLOW = flow_of(
    """\
  - section: decision
    title: Decision
    questions:
      - ask: capacity
        kind: one_of
        text: As what?
        why: W.
        options: {in_house: In-house lawyer, business: For the business}
        source: method
      - {ask: read_file, kind: file, text: Which file?, why: W., source: method}
      - {ask: owed, kind: text, only_when: capacity is business, text: To whom?, why: W., source: method}
      - {ask: conditions, kind: text, text: On which conditions?, why: W., source: method}
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        needs: [read_file, owed, conditions]
        text: Do you sign it off?
        why: W.
        source: method
""",
    "deciding",
    closes=True,
)
READ = Document("F2", "read.pdf", "ab" * 32)


def team() -> Crew:
    here = Crew(library_of(FLOW, stages=(Stage(StageId("first"), "The first", FLOW.id),)))
    here.start(FLOW)
    here.give(Role.COUNSEL, PRIYA)
    here.click(Choice("in_house"))
    return here


def value(here: Crew, question: str) -> Value | None:
    answer = here.answer(f"decision.{question}")
    return answer.value if answer is not None else None


def leads_to(outcome: Outcome) -> tuple[tuple[str, ...], str]:
    """The buttons of a refusal, and where they lead."""
    assert isinstance(outcome.reply, Whispered) and outcome.reply.spot is not None
    return outcome.reply.buttons, outcome.reply.spot.key


def test_no_yes_is_taken_before_what_it_is_about_is_answered_and_its_file_is_known() -> None:
    here = team()
    here.skip()
    here.click(Text("none"))
    barred = here.click(YES, by=PRIYA)
    assert is_refused(barred, "needs.answer") and value(here, "signed_off") is None
    assert leads_to(barred) == (("change",), "decision.read_file")
    here.change("decision.read_file")
    here.click(Documents((PAPER,)), "decision.read_file")
    assert is_refused(here.click(YES, "decision.signed_off", by=PRIYA), "needs.print")
    here.change("decision.read_file")
    here.click(Documents((READ,)), "decision.read_file")
    here.click(YES, "decision.signed_off", by=PRIYA)
    assert value(here, "signed_off") == YES


def test_a_no_wants_nothing_and_what_was_handed_on_leads_to_where_it_stands() -> None:
    here = team()
    here.hand(question="decision.read_file")
    here.click(Text("none"), "decision.conditions")
    barred = here.click(YES, "decision.signed_off", by=PRIYA)
    assert is_refused(barred, "needs.answer") and leads_to(barred) == (("continue",), "decision.read_file")
    here.click(NO, "decision.signed_off", by=PRIYA)
    assert value(here, "signed_off") == NO


def test_while_the_yes_stands_nothing_that_it_is_about_moves_and_once_it_is_taken_back_it_may() -> None:
    here = team()
    here.click(Documents((READ,)))
    here.click(Text("none"))
    here.click(YesNo(True, "only in Poland"), by=PRIYA)
    assert value(here, "signed_off") == YesNo(True, "only in Poland")
    here.change("decision.conditions")
    assert is_refused(here.click(Text("none but one"), "decision.conditions"), "needs.stands")
    here.click(Text("none"), "decision.conditions")
    assert value(here, "conditions") == Text("none")
    here.change("decision.signed_off", by=PRIYA)
    here.click(NO, "decision.signed_off", by=PRIYA)
    here.change("decision.conditions")
    here.click(Text("none but one"), "decision.conditions")
    assert value(here, "conditions") == Text("none but one")
