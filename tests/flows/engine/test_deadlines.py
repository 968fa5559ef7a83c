"""Days that answers name and that must not be missed: whose they are, and what becomes of them when an answer or a person changes."""

from __future__ import annotations

import datetime as dt

from flows.model.ids import PersonId
from flows.model.leaving_events import PersonLeft
from flows.model.people import Role
from flows.model.reminders import Matter
from flows.model.session import Deadline
from flows.model.values import Day, NewItems, People
from tests.builders import JON, MARIA, NO, PRIYA, YES, flow_of
from tests.flows.engine.crew import Crew

TODAY = dt.date(2026, 11, 23)
DAY = dt.timedelta(days=1)
SOON = TODAY + 40 * DAY

DAYS = flow_of("""\
  - section: marks
    title: What is registered
    questions:
      - {ask: filed, kind: yes_no, text: Is anything registered, why: It may lapse., source: method}
      - ask: assets
        kind: item
        register: asset
        adds: true
        many: true
        text: Which assets?
        why: Each has its own day.
        source: method
      - ask: policy_ends
        kind: date
        text: When does the policy end?
        why: What happens after is not covered.
        source: method
        reminds: {matter: evidence, of: The policy ends, whom: counsel}
      - ask: asked_again_on
        kind: date
        only_when: filed is yes
        text: When do we ask again?
        why: It changes.
        source: method
        reminds:
          matter: notice
          of: >-
            Ask again, since what was answered a year ago may hold no longer, and since whoever answered it then may have
            gone on to something else meanwhile
          whom: asker
  - section: renewals
    title: Renewals
    each: asset
    questions:
      - {ask: payer, kind: person, text: "Who pays for {asset}?", why: One name., source: method}
      - ask: renews_on
        kind: date
        text: When is the next fee due for {asset}?
        why: A right dies when a fee is missed.
        source: method
        reminds: {matter: notice, of: "The next fee for {asset} is due", whom: payer}
""")


def at_policy() -> Crew:
    team = Crew.at(DAYS)
    team.click(YES)
    team.click(NewItems((), ("Engine",)))
    return team


def at_renewal() -> Crew:
    team = at_policy()
    team.skip()
    team.skip()
    return team


def days(team: Crew) -> list[tuple[dt.date, PersonId, dt.date]]:
    return [(one.day, one.to, one.quiet.date()) for one in team.ref.deadlines]


def test_a_day_is_with_whom_its_author_named_and_with_the_owner_where_nobody_plays_the_part() -> None:
    team = at_policy()
    team.click(Day(SOON), by=JON)
    quiet = team.now - DAY
    assert team.ref.deadlines == (Deadline(team.ref.trail[-1], Matter.EVIDENCE, SOON, MARIA, MARIA, quiet),)
    team.give(Role.COUNSEL, PRIYA)
    team.click(Day(SOON + DAY), by=JON)
    assert days(team) == [(SOON, PRIYA, TODAY - DAY), (SOON + DAY, JON, TODAY)]


def test_a_day_goes_with_its_question_and_moves_with_its_answer() -> None:
    team = at_policy()
    team.skip()
    team.click(Day(SOON))
    team.change("marks.asked_again_on")
    team.click(Day(SOON + DAY), "marks.asked_again_on")
    team.confirm("marks.asked_again_on")
    assert days(team) == [(SOON + DAY, MARIA, TODAY)]
    team.change("marks.filed")
    team.click(NO, "marks.filed")
    team.confirm("marks.filed")
    assert days(team) == []


def test_a_renewal_is_with_who_pays_and_with_the_owner_until_somebody_does() -> None:
    team = at_renewal()
    team.click(People((JON,)))
    team.click(Day(SOON))
    assert days(team) == [(SOON, JON, TODAY - DAY)]
    other = at_renewal()
    other.skip()
    other.click(Day(SOON))
    assert days(other) == [(SOON, MARIA, TODAY)]


def test_a_day_of_somebody_who_leaves_is_the_owners_and_stays_so() -> None:
    team = at_renewal()
    team.click(People((JON,)))
    team.click(Day(SOON))
    team.say(PersonId(""), PersonLeft(JON))
    assert days(team) == [(SOON, MARIA, TODAY - DAY)]
    team.give(Role.COUNSEL, PRIYA)
    team.change("marks.policy_ends")
    team.click(Day(SOON), "marks.policy_ends")
    team.confirm("marks.policy_ends")
    assert (SOON, MARIA, TODAY - DAY) in days(team) and (SOON, PRIYA, TODAY - DAY) in days(team)
