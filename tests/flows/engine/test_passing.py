"""What days bring while nobody answers: findings that come and go on their day, questions that open, and mornings that are asked for."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.authoring.tree import read_tree
from flows.model.effects import Outcome, PostDigest, SaveSession, Tell
from flows.model.events import DigestChanged, ReachChanged, SettingsChanged, Ticked
from flows.model.flow import Flow
from flows.model.ids import FlowId, PersonId
from flows.model.programme import Reach
from flows.model.session import SessionState
from flows.model.values import Day
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


def digests(outcome: Outcome) -> list[PostDigest]:
    return [effect for effect in outcome.effects if isinstance(effect, PostDigest)]


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


def judged(outcome: Outcome) -> bool:
    """Whether a turn looked at any run: what it saved, or said."""
    return any(isinstance(save, SaveSession) for save in outcome.saves) or bool(told(outcome))


def test_before_its_day_and_twice_on_it_nothing_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr("flows.engine.passing.follow", lambda turn, *_: looked.append(turn.session.id))
    team = insured()
    woken(team, dt.date(2026, 11, 30), 9)
    assert looked == [] and team.head.judged == dt.date(2026, 11, 30), "a digest"
    woken(team, dt.date(2026, 12, 4))
    assert len(looked) == 1
    team.programme = msgspec.structs.replace(team.head, wakes=team.now)
    woken(team, dt.date(2026, 12, 4))
    assert len(looked) == 1


def test_days_that_went_by_while_the_bot_was_down_are_made_up_for_once() -> None:
    team = quietly(insured())
    late = woken(team, dt.date(2027, 2, 1))
    assert "day.moved" in told(late) or "day.reopened" in str(late.effects)
    assert team.finding_keys() == ["ended@cover.ends_on"], "what came and went is not told"


def test_a_digest_that_is_due_with_a_day_tells_of_it_right_after() -> None:
    team = insured(day=dt.date(2026, 11, 29))
    team.say(team.head.owner, DigestChanged(hour=7))
    first = woken(team, dt.date(2026, 11, 30))
    assert told(first) or "day.reopened" in str(first.effects)
    assert digests(first) == [] and wakes(team) == dt.datetime(2026, 11, 30, 7, tzinfo=dt.UTC), "still due"
    (digest,) = digests(team.say(PersonId(""), Ticked(outsiders=False)))
    assert "ended" in str(digest) and team.now_open == "cover.renewed"
    assert wakes(team) == dt.datetime(2026, 12, 7, 7, tzinfo=dt.UTC)


def test_after_days_of_downtime_a_digest_that_was_due_an_hour_ago_comes_though_an_earlier_one_was_missed() -> None:
    team = Crew.at(COVER)
    (digest,) = digests(woken(team, dt.date(2026, 12, 7), 11))
    assert digest.digest.late


def test_a_change_of_settings_does_not_put_off_what_has_come() -> None:
    team = quietly(insured())
    for now, asked in (
        (dt.datetime(2026, 12, 4, 3, tzinfo=dt.UTC), DigestChanged(hour=10)),
        (dt.datetime(2026, 12, 4, 7, 1, tzinfo=dt.UTC), SettingsChanged(locale="de_DE")),
    ):
        team.now = now
        team.say(team.head.owner, asked)
        assert wakes(team) == dt.datetime(2026, 12, 4, 7, tzinfo=dt.UTC)
    woken(team, dt.date(2026, 12, 4))
    team.now = dt.datetime(2026, 12, 10, 20, tzinfo=dt.UTC)
    team.say(team.head.owner, SettingsChanged(zone="Pacific/Kiritimati"))
    assert wakes(team) == dt.datetime(2026, 12, 10, 17, tzinfo=dt.UTC), (
        "there the morning is past, and nothing was judged"
    )


def test_a_digest_that_has_just_come_due_is_not_swallowed_by_a_change_of_settings() -> None:
    team = Crew.at(COVER)
    due = wakes(team)
    assert due is not None
    team.now = due + dt.timedelta(seconds=20)
    team.say(team.head.owner, SettingsChanged(four_eyes=True))
    assert digests(team.say(PersonId(""), Ticked(outsiders=False)))


def two_flows(more: str = "", reads: str = "other.cover.ends_on < today") -> tuple[Flow, Flow]:
    """A flow that names a day, with ``more`` of its last question, and one whose finding ``reads`` something of it."""
    tree = read_tree(
        {
            "stages.yaml": b"- {stage: first, title: One, flow: other}\n- {stage: last, title: Two, flow: reads}\n",
            "statements.yaml": b"S1: List what could be exposed.\n",
            "texts/en.yaml": b"greeting: Hello.\n",
            "flows/other/flow.yaml": OTHER.replace("text: Done", f"{more}text: Done").encode(),
            "flows/reads/flow.yaml": READS.replace("other.cover.ends_on < today", reads).encode(),
        }
    )
    assert not tree.problems
    flows = tree.library().flows
    return flows[FlowId("other")], flows[FlowId("reads")]


def test_a_day_of_another_flow_turns_what_reads_it_whichever_was_answered_first() -> None:
    other, reads = two_flows()
    team = quietly(Crew.at(other, reads))
    team.click(Day(ENDS))
    assert wakes(team) is None, "nothing that has begun reads it"
    team.start(reads)
    team.click(YES)
    assert wakes(team) == dt.datetime(2026, 12, 11, 7, tzinfo=dt.UTC)
    woken(team, ENDS + DAY)
    assert team.finding_keys() == ["bare@site.visited"]


def test_what_reads_an_answer_that_goes_with_a_day_is_judged_with_it() -> None:
    other, reads = two_flows("only_when: ends_on >= today, ", "other.cover.done")
    team = quietly(Crew.at(other, reads))
    team.click(Day(ENDS))
    team.click(YES)
    team.start(reads)
    team.click(YES)
    assert team.finding_keys() == ["bare@site.visited"]
    woken(team, ENDS + DAY)
    assert team.finding_keys() == []


def test_on_a_day_that_a_condition_names_itself_it_is_judged() -> None:
    team = quietly(Crew.at(FIXED))
    team.click(NO)
    assert team.finding_keys() == [] and wakes(team) == dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)
    woken(team, dt.date(2026, 12, 1))
    assert team.finding_keys() == ["unready@law.ready"] and wakes(team) is None


def test_a_clock_that_ran_ahead_leaves_nothing_behind_that_is_not_so() -> None:
    team = quietly(insured())
    woken(team, dt.date(2026, 12, 4))
    assert team.finding_keys() == ["ends_soon@cover.ends_on"]
    team.now = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    team.programme = msgspec.structs.replace(team.head, wakes=team.now)
    team.say(PersonId(""), Ticked(outsiders=False))
    assert team.finding_keys() == [] and team.todo() == []
    assert wakes(team) == dt.datetime(2026, 12, 4, 7, tzinfo=dt.UTC)


def test_where_nothing_can_be_said_days_wait_until_something_can() -> None:
    team = quietly(insured())
    team.say(PersonId(""), ReachChanged(Reach.ARCHIVED))
    assert not judged(woken(team, dt.date(2026, 12, 4))) and wakes(team) is None
    team.say(PersonId(""), ReachChanged(Reach.OPEN))
    assert wakes(team) == dt.datetime(2026, 12, 4, 7, tzinfo=dt.UTC)
    assert judged(woken(team, dt.date(2026, 12, 5))) and team.finding_keys() == ["ends_soon@cover.ends_on"]


def test_a_programme_of_before_days_were_judged_is_woken_for_them_at_its_next_turn() -> None:
    team = Crew.at(COVER)
    team.programme = msgspec.structs.replace(team.head, judged=None)
    team.say(team.head.owner, DigestChanged(hour=8))
    assert wakes(team) == team.now


def test_an_answer_that_names_no_later_day_changes_nothing_about_waking() -> None:
    team = Crew.at(COVER)
    monday = wakes(team)
    team.click(YES)
    team.click(Day(dt.date(2026, 1, 1)))
    assert wakes(team) == monday and team.finding_keys() == ["ended@cover.ends_on"]


def test_a_round_that_another_has_taken_the_place_of_wakes_nobody() -> None:
    team = quietly(insured())
    session = team.ref
    team.sessions[session.id] = msgspec.structs.replace(session, superseded=True)
    team.say(team.head.owner, DigestChanged(hour=8))
    assert wakes(team) is None
