"""The end of a programme: who may ask for it, who agrees, when it is due, and what a legal hold does to all of it."""

from __future__ import annotations

import datetime as dt

from flows.engine.erasing import ALONE, is_due
from flows.model.effects import Outcome, Whisper
from flows.model.erasure_events import EraseAsked, EraseConfirmed, EraseDropped, HoldSet
from flows.model.events import Event, ReachChanged, RoleGiven
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import Programme, Reach
from tests.builders import DEV, JON, MARIA, PRIYA, Team, effects_of, is_refused, told
from tests.flows.engine.small import STORY

NOBODY = PersonId("")
AFTER = dt.timedelta(days=14)
DAY = dt.timedelta(days=1)


def head(team: Team) -> Programme:
    assert team.programme is not None
    return team.programme


def team_of_two() -> Team:
    team = Team.at(STORY)
    team.say(MARIA, RoleGiven(Role.COUNSEL, PRIYA))
    return team


def letters(outcome: Outcome) -> list[PersonId]:
    return [effect.to for effect in effects_of(outcome, Whisper) if isinstance(effect, Whisper)]


def test_the_owner_asks_and_a_second_person_agrees() -> None:
    team = team_of_two()
    outcome = team.say(MARIA, EraseAsked())
    assert told(outcome) == ["erase.asked", "erase.wanted"] and letters(outcome) == [PRIYA]
    assert not is_due(head(team), team.now + 1000 * DAY, AFTER)
    assert is_refused(team.say(MARIA, EraseConfirmed()), "erase.not_second")
    assert is_refused(team.say(JON, EraseConfirmed()), "erase.not_second")
    assert told(team.say(PRIYA, EraseConfirmed())) == ["erase.done"]
    assert is_due(head(team), team.now, AFTER)


def test_an_owner_alone_waits_a_week_and_may_think_better_of_it() -> None:
    team = Team.at(STORY)
    assert told(team.say(MARIA, EraseAsked())) == ["erase.alone"]
    erasure = head(team).erasure
    assert erasure is not None and erasure.due == erasure.at + ALONE
    assert not is_due(head(team), erasure.due - DAY, AFTER)
    assert is_due(head(team), erasure.due, AFTER)
    assert told(team.say(MARIA, EraseDropped())) == ["erase.dropped"]
    assert not is_due(head(team), erasure.due, AFTER)


def test_only_the_owner_asks_and_only_once() -> None:
    team = team_of_two()
    assert is_refused(team.say(PRIYA, EraseAsked()), "erase.not_yours")
    team.say(MARIA, EraseAsked())
    assert is_refused(team.say(MARIA, EraseAsked()), "erase.asked_already")


def test_whoever_plays_a_part_may_end_it_and_the_owner_is_told() -> None:
    team = team_of_two()
    team.say(MARIA, EraseAsked())
    assert is_refused(team.say(DEV, EraseDropped()), "erase.not_second")
    outcome = team.say(PRIYA, EraseDropped())
    assert told(outcome) == ["erase.dropped", "erase.refused"] and letters(outcome) == [MARIA]


def test_where_none_is_asked_for_there_is_nothing_to_say_about_it() -> None:
    team = team_of_two()
    events: tuple[Event, ...] = (EraseConfirmed(), EraseDropped())
    assert all(is_refused(team.say(PRIYA, event), "erase.none") for event in events)


def test_a_legal_hold_beats_an_erasure_asked_for_agreed_to_or_due_by_time() -> None:
    team = team_of_two()
    team.say(MARIA, EraseAsked())
    assert told(team.say(PRIYA, HoldSet(True))) == ["hold.laid"]
    assert head(team).erasure is None
    assert is_refused(team.say(PRIYA, EraseConfirmed()), "erase.held")
    assert is_refused(team.say(MARIA, EraseAsked()), "erase.held")
    team.say(NOBODY, ReachChanged(Reach.UNINSTALLED))
    assert not is_due(head(team), team.now + 1000 * DAY, AFTER)
    assert told(team.say(MARIA, HoldSet(False))) == ["hold.lifted"]
    assert is_due(head(team), team.now + 1000 * DAY, AFTER)


def test_a_hold_is_for_owner_and_counsel_and_lifting_none_leaves_what_was_asked_for() -> None:
    team = team_of_two()
    assert is_refused(team.say(JON, HoldSet(True)), "hold.not_yours")
    team.say(MARIA, EraseAsked())
    team.say(PRIYA, HoldSet(False))
    assert head(team).erasure is not None


def test_what_is_lost_is_due_after_the_delay_and_a_return_in_time_keeps_it() -> None:
    team = Team.at(STORY)
    for gone in (Reach.UNINSTALLED, Reach.DELETED):
        team.say(NOBODY, ReachChanged(gone))
        since = head(team).lost
        assert since is not None
        assert not is_due(head(team), since + AFTER - DAY, AFTER)
        assert is_due(head(team), since + AFTER, AFTER)
        team.say(NOBODY, ReachChanged(Reach.OPEN))
        assert not is_due(head(team), since + 10 * AFTER, AFTER)


def test_archived_or_without_the_bot_a_programme_is_kept() -> None:
    team = Team.at(STORY)
    for away in (Reach.ARCHIVED, Reach.NOT_A_MEMBER):
        team.say(NOBODY, ReachChanged(away))
        assert not is_due(head(team), team.now + 1000 * DAY, AFTER)
