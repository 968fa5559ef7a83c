"""What days bring while nobody answers: findings that come and go on their day, questions that open, and mornings that are asked for."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.authoring.tree import read_tree
from flows.model.effects import Outcome, PostDigest, Tell
from flows.model.events import DigestChanged, Ticked
from flows.model.ids import FlowId, PersonId
from flows.model.session import SessionState
from flows.model.values import Day, YesNo
from tests.builders import NO, YES, flow_of
from tests.flows.engine.crew import Crew

DAY = dt.timedelta(days=1)
ENDS = dt.date(2026, 12, 10)
RAISES = "severity: low, say: It ended., counsel: It ended., do: Renew it, owner: owner, due: 5 days, source: method"

COVER = flow_of(f"""\
  - section: cover
    title: Cover
    questions:
      - {{ask: insured, kind: yes_no, text: Is it insured, why: It may burn., source: method}}
      - ask: ends_on
        kind: date
        only_when: insured is yes
        text: When does it end?
        why: Then it is over.
        source: method
        findings:
          - {{when: ends_on < today, id: ended, {RAISES}}}
          - {{when: ends_on >= today and ends_on < today + 7 days, id: ends_soon, {RAISES}}}
      - {{ask: renewed, kind: yes_no, only_when: ends_on < today, text: Is it renewed, why: It ended., source: method}}
""")
READS = f"""\
flow: reads
version: 1
title: What reads it
stage: last
reviewed: 2026-11-20
intro: We begin.
sources:
  method: {{title: The method, publisher: Its publisher, as_of: 2026-11-01}}
sections:
  - section: site
    title: The site
    questions:
      - ask: visited
        kind: yes_no
        text: Was it seen?
        why: Seeing is knowing.
        source: method
        findings:
          - {{when: visited is yes and other.cover.ends_on < today, id: bare, {RAISES}}}
"""
OTHER = """\
flow: other
version: 1
title: What is read
stage: first
reviewed: 2026-11-20
intro: We begin.
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: cover
    title: Cover
    questions:
      - {ask: ends_on, kind: date, text: When does it end, why: Then it is over., source: method}
      - {ask: done, kind: yes_no, text: Done, why: W., source: method}
"""
FIXED = flow_of(
    f"""\
  - section: law
    title: The law
    questions:
      - ask: ready
        kind: yes_no
        text: Are we ready?
        why: The law changes in December.
        source: method
        findings:
          - {{when: ready is no and today >= 2026-12-01, id: unready, {RAISES}}}
""",
    name="fixed",
)


def insured(*, day: dt.date = ENDS) -> Crew:
    team = Crew.at(COVER)
    team.click(YES)
    team.click(Day(day))
    return team


def quietly(team: Crew) -> Crew:
    """No digest, so that nothing but days wakes the programme."""
    team.say(team.head.owner, DigestChanged(muted=True))
    return team


def woken(team: Crew, on: dt.date, hour: int = 7) -> Outcome:
    """The ticker comes by on a day, in the morning or when a digest is due."""
    team.now = dt.datetime.combine(on, dt.time(hour), dt.UTC)
    return team.say(PersonId(""), Ticked(outsiders=False))


def told(outcome: Outcome) -> list[str]:
    return [note.key for effect in outcome.effects if isinstance(effect, Tell) for note in effect.notes]


def wakes(team: Crew) -> dt.datetime | None:
    return team.head.wakes


def test_the_programme_wants_to_be_woken_on_the_morning_of_the_first_day_that_turns_something() -> None:
    team = quietly(Crew.at(COVER))
    assert wakes(team) is None, "nothing waits for a day yet"
    team.click(YES)
    team.click(Day(ENDS))
    assert wakes(team) == dt.datetime(2026, 12, 4, 7, tzinfo=dt.UTC), "a week before its end it ends soon"
    woken(team, dt.date(2026, 12, 4))
    assert wakes(team) == dt.datetime(2026, 12, 11, 7, tzinfo=dt.UTC), "and then it is over"
    woken(team, dt.date(2026, 12, 11))
    assert wakes(team) is None


def test_a_day_raises_withdraws_and_opens_what_it_turns_and_says_so_in_the_thread() -> None:
    team = quietly(insured())
    assert team.finding_keys() == []
    team.finish()
    assert told(woken(team, dt.date(2026, 12, 4))) == ["day.moved", "noted.finding"]
    assert team.finding_keys() == ["ends_soon@cover.ends_on"] and len(team.todo()) == 1
    assert team.ref.state is SessionState.DONE
    over = woken(team, dt.date(2026, 12, 11))
    assert team.finding_keys() == ["ended@cover.ends_on"] and team.now_open == "cover.renewed"
    assert over.effects and len(team.todo()) == 1
    assert "day.reopened" in str(over.effects)


def test_before_its_day_and_twice_on_it_nothing_is_judged() -> None:
    team = insured()
    assert told(woken(team, dt.date(2026, 11, 30), 9)) == [] and team.head.judged == dt.date(2026, 11, 30), "a digest"
    woken(team, dt.date(2026, 12, 4))
    again = woken(team, dt.date(2026, 12, 4))
    assert told(again) == [] and team.finding_keys() == ["ends_soon@cover.ends_on"]


def test_days_that_went_by_while_the_bot_was_down_are_made_up_for_once() -> None:
    team = quietly(insured())
    late = woken(team, dt.date(2027, 2, 1))
    assert "day.moved" in told(late) and team.finding_keys() == ["ended@cover.ends_on"], (
        "what came and went is not told"
    )


def test_what_a_day_raised_is_in_the_digest_of_that_day() -> None:
    team = insured(day=dt.date(2026, 11, 29))
    woken(team, dt.date(2026, 11, 30))
    monday = woken(team, dt.date(2026, 11, 30), 9)
    (digest,) = (effect for effect in monday.effects if isinstance(effect, PostDigest))
    assert "ended" in str(digest)


def test_a_day_of_another_flow_turns_what_reads_it() -> None:
    tree = read_tree(
        {
            "stages.yaml": b"- {stage: first, title: One, flow: other}\n- {stage: last, title: Two, flow: reads}\n",
            "statements.yaml": b"S1: List what could be exposed.\n",
            "texts/en.yaml": b"greeting: Hello.\n",
            "flows/other/flow.yaml": OTHER.encode(),
            "flows/reads/flow.yaml": READS.encode(),
        }
    )
    assert not tree.problems
    flows = tree.library().flows
    other, reads = flows[FlowId("other")], flows[FlowId("reads")]
    team = Crew.at(other, reads)
    team.click(Day(ENDS))
    team.start(reads)
    team.click(YES)
    woken(team, ENDS)
    assert team.finding_keys() == []
    woken(team, ENDS + DAY)
    assert team.finding_keys() == ["bare@site.visited"]


def test_a_condition_that_names_a_day_itself_is_looked_at_every_morning() -> None:
    team = quietly(Crew.at(FIXED))
    team.click(NO)
    assert team.finding_keys() == [] and wakes(team) == dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)
    woken(team, dt.date(2026, 12, 1))
    assert team.finding_keys() == ["unready@law.ready"]


def test_a_clock_that_ran_ahead_leaves_nothing_behind_that_is_not_so() -> None:
    team = quietly(insured())
    woken(team, dt.date(2026, 12, 4))
    team.say(team.head.owner, DigestChanged(muted=False))
    assert team.finding_keys() == ["ends_soon@cover.ends_on"]
    team.now = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    team.programme = msgspec.structs.replace(team.head, wakes=team.now)
    team.say(PersonId(""), Ticked(outsiders=False))
    assert team.finding_keys() == [] and team.todo() == []


def test_an_answer_that_names_no_later_day_changes_nothing_about_waking() -> None:
    team = insured(day=dt.date(2026, 1, 1))
    monday = wakes(team)
    team.click(YesNo(True))
    assert wakes(team) == monday
