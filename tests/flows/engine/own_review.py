"""A review that has come to counsel's decision, and what is said of counsel's own questions in it."""

from __future__ import annotations

from flows.engine.own import Standing, standing
from flows.engine.screens.scene import Scene
from flows.model.effects import Outcome
from flows.model.flow import Stage
from flows.model.ids import ActionId, PersonId, StageId
from flows.model.own_questions import CounselAnswered, CounselAsked, CounselWithdrew
from flows.model.people import Role
from flows.model.values import Text
from tests.builders import MARIA, PRIYA, flow_of, library_of
from tests.flows.engine.crew import Crew

FLOW = flow_of(
    """\
  - section: decision
    title: Decision
    questions:
      - ask: subject
        kind: text
        text: What is it?
        why: W.
        source: method
      - ask: own_questions
        kind: yes_no
        role: counsel
        text: Have you questions?
        why: W.
        source: method
        findings:
          - when: yes or not_sure or skipped
            id: counsel_asks
            severity: medium
            say: Counsel's questions are open.
            counsel: Put them.
            do: Get them answered
            owner: counsel
            due: 14 days
            source: method
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        text: Do you sign it off?
        why: W.
        source: method
""",
    "deciding",
    closes=True,
)
ASKS, SIGNED = "decision.own_questions", "decision.signed_off"
WORDS, REPLY = "Who wrote the 2019 module?", "Anna did"


def team(*, counsel: PersonId | None = PRIYA) -> Crew:
    """A review that has come to counsel's decision. Maria owns, Priya is counsel."""
    here = Crew(library_of(FLOW, stages=(Stage(StageId("first"), "The first", FLOW.id),)))
    here.start(FLOW)
    if counsel is not None:
        here.give(Role.COUNSEL, counsel)
    here.click(Text("A licence"))
    return here


def put(here: Crew, to: PersonId | None = None, by: PersonId = PRIYA, text: str = WORDS) -> Outcome:
    return here.say(by, CounselAsked(here.ref.id, text, to))


def all_of(here: Crew) -> list[Standing]:
    return list(standing(here.ref, here.work.values()))


def last(here: Crew) -> Standing:
    return all_of(here)[-1]


def answer(here: Crew, by: PersonId = MARIA, text: str = REPLY, one: ActionId | None = None) -> Outcome:
    return here.say(by, CounselAnswered(here.ref.id, one or last(here).work.id, text))


def withdraw(here: Crew, by: PersonId = PRIYA, one: ActionId | None = None) -> Outcome:
    return here.say(by, CounselWithdrew(here.ref.id, one or last(here).work.id))


def open_findings(here: Crew) -> list[str]:
    return [finding.rule for finding in here.ref.findings]


def scene(here: Crew) -> Scene:
    return Scene(here, here.ref.id, here.library, here.now)
