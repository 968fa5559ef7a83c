"""What a sign-off is bound to is somebody's work, once for each wording, and ends with the sign-off."""

from __future__ import annotations

import datetime as dt

from flows.model.events import ActionClosed
from flows.model.people import Role
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.values import Choice, Text, YesNo
from tests.builders import MARIA, NO, PRIYA, YES, flow_of, library_of
from tests.flows.engine.crew import Crew

FLOW = flow_of(
    """\
  - section: decision
    title: Decision
    questions:
      - {ask: read_file, kind: one_of, role: counsel, text: Which text?, why: W., options: {draft: Draft}, source: method}
      - {ask: conditions, kind: text, role: counsel, text: On which conditions?, why: W., source: method}
      - {ask: signed_off, kind: yes_no, role: counsel, withdraws: true, text: Do you sign it off?, why: W., source: method}
""",
    "deciding",
    closes=True,
)
BOUND = YesNo(True, condition="only if the 60 months are mended")


def decided(given: YesNo, conditions: str = "none") -> Crew:
    here = Crew(library_of(FLOW))
    here.start(FLOW)
    here.give(Role.COUNSEL, PRIYA)
    here.click(Choice("draft"), by=PRIYA)
    here.click(Text(conditions), by=PRIYA)
    here.click(given, by=PRIYA)
    return here


def work(here: Crew, state: ActionState = ActionState.OPEN) -> list[Action]:
    return [one for one in here.work.values() if one.why is ActionWhy.SIGN_OFF and one.state is state]


def test_a_condition_is_the_owners_work_and_no_condition_is_nobodys() -> None:
    assert not work(decided(YES)) and not work(decided(NO, "the annex is signed first"))
    (one,) = work(decided(BOUND))
    assert (one.owner, one.due, one.quiet, one.about) == (MARIA, dt.date(2026, 12, 7), None, FLOW.title)
    assert "60 months" not in str(one), "work is told in the channel too"
    assert len(work(decided(YES, "the annex is signed first"))) == 1


def test_what_was_met_stays_met_until_the_condition_is_another_one_and_ends_with_the_sign_off() -> None:
    here = decided(BOUND)
    (one,) = work(here)
    here.say(MARIA, ActionClosed(here.ref.id, one.id))
    here.click(BOUND, "decision.signed_off", by=PRIYA)
    assert not work(here) and len(work(here, ActionState.DONE)) == 1
    here.click(YesNo(True, condition="only with a new annex"), "decision.signed_off", by=PRIYA)
    assert len(work(here)) == 1 and len(work(here, ActionState.DONE)) == 1
    here.click(NO, "decision.signed_off", by=PRIYA)
    assert not work(here) and len(work(here, ActionState.WITHDRAWN)) == 1


def test_an_owner_who_signs_off_themself_is_not_reminded_of_it_today() -> None:
    here = Crew(library_of(FLOW))
    here.start(FLOW)
    here.give(Role.COUNSEL, MARIA)
    here.click(Choice("draft"))
    here.click(Text("none"))
    here.click(BOUND)
    assert [one.quiet for one in work(here)] == [here.now]
