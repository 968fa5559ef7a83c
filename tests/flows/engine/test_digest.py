"""The weekly digest: what it tells, and when it is woken, sent, held back or left out."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.digest import compose
from flows.engine.screens.days import day_text
from flows.engine.screens.digest import digest, preferences
from flows.engine.screens.wording import plain
from flows.model.effects import Digest, Outcome, PostDigest, Whisper
from flows.model.events import (
    ActionClosed,
    DigestChanged,
    DigestSent,
    Event,
    Finished,
    Handed,
    ReachChanged,
    RoleGiven,
    SettingsChanged,
    Ticked,
    Verified,
)
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import ActionState, DigestForm, Programme, Reach
from flows.model.screens import Buttons, Heading, Prose, Quiet, Screen
from flows.model.values import Choice
from tests.builders import JON, MARIA, NO, NOW, PRIYA, YES, Team, effects_of, is_refused, told
from tests.flows.engine.small import STORY

SOFTWARE = Choice("software")
NOBODY = PersonId("")
WEEK = dt.timedelta(weeks=1)


def team_at_work() -> Team:
    """A team that has shared something, so that a finding and its work are open. It began on a Monday after nine."""
    team = Team.at(STORY)
    team.click(SOFTWARE)
    team.click(YES)
    return team


def head(team: Team) -> Programme:
    assert team.programme is not None
    return team.programme


def wake(team: Team, *, after: dt.timedelta = dt.timedelta(), outsiders: bool = False) -> Outcome:
    """The next time the programme wanted to be woken has come, so long ago."""
    due = head(team).wakes
    assert due is not None
    team.now = due + after - dt.timedelta(minutes=1)  # saying something takes a minute
    return team.say(NOBODY, Ticked(outsiders))


def posted(outcome: Outcome) -> Digest | None:
    found = [effect.digest for effect in outcome.effects if isinstance(effect, PostDigest)]
    assert len(found) <= 1
    return found[0] if found else None


def keys(told: Digest) -> dict[str, list[str]]:
    return {name: [note.key for note in getattr(told, name)] for name in ("decided", "blocked", "overdue", "coming")}


def screen(team: Team, told: Digest, *, preview: bool = False) -> Screen:
    return digest(team.library.texts, head(team), (team.scene(),), told, preview=preview)


def words(shown: Screen) -> str:
    lines = [line for part in shown.parts if isinstance(part, Prose | Quiet) for line in part.lines]
    return "\n".join(plain(line, {MARIA: "Maria"}) for line in lines)


# ── when ─────────────────────────────────────────────────────────────────────


def test_a_new_programme_is_woken_on_the_next_monday_at_nine_of_its_zone() -> None:
    team = Team.at(STORY, zone="Europe/Warsaw")
    assert head(team).wakes == dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)


def test_it_is_posted_when_it_is_due_and_the_next_one_a_week_later() -> None:
    team = team_at_work()
    due = head(team).wakes
    told = posted(wake(team))
    assert told is not None and told.week == 49 and not told.late
    assert due is not None and head(team).wakes == due + WEEK
    assert [entry.about for entry in team.log if entry.what == "digest"] == ["2026-W49"]


def test_woken_too_early_or_twice_nothing_happens() -> None:
    team = team_at_work()
    assert team.say(NOBODY, Ticked()) == Outcome()
    assert posted(wake(team)) is not None
    assert team.say(NOBODY, Ticked()) == Outcome()


def test_work_that_was_stored_with_nobody_is_the_owners_before_a_digest_tells_of_it() -> None:
    team = team_at_work()
    (work,) = (one for one in team.work.values() if one.state is ActionState.OPEN)
    team.work[work.id] = msgspec.structs.replace(work, owner=None)
    assert posted(wake(team)) is None and team.work[work.id].owner == MARIA
    assert posted(team.say(NOBODY, Ticked())) is not None, "and then it is posted at once"


def test_after_hours_away_it_is_posted_once_and_says_that_it_is_late() -> None:
    team = team_at_work()
    told = posted(wake(team, after=dt.timedelta(hours=20)))
    assert told is not None and told.late
    assert "I was away" in words(screen(team, told))
    assert head(team).wakes == NOW + 2 * WEEK


def test_after_days_away_it_is_folded_into_the_next_one() -> None:
    team = team_at_work()
    assert posted(wake(team, after=dt.timedelta(days=3))) is None
    told = posted(wake(team))
    assert told is not None and told.since == head(team).started and told.opened == 1


def test_a_programme_of_an_older_store_is_woken_once_to_set_its_time() -> None:
    team = team_at_work()
    team.programme = msgspec.structs.replace(head(team), wakes=None)
    outcome = team.say(NOBODY, Ticked())
    assert posted(outcome) is None and head(team).wakes == NOW + WEEK


def test_a_new_zone_moves_the_time_and_another_day_never_makes_a_second_one_in_a_week() -> None:
    team = team_at_work()
    team.say(MARIA, SettingsChanged(zone="Asia/Kolkata"))
    assert head(team).wakes == dt.datetime(2026, 11, 30, 3, 30, tzinfo=dt.UTC)
    assert posted(wake(team)) is not None
    assert told(team.say(MARIA, DigestChanged(weekday=4, hour=16))) == ["digest.next_is"]
    assert head(team).wakes == dt.datetime(2026, 12, 11, 10, 30, tzinfo=dt.UTC)


def test_snoozed_and_muted_it_does_not_come_and_comes_again() -> None:
    team = team_at_work()
    team.say(MARIA, DigestChanged(snooze=2))
    assert head(team).wakes == NOW + 2 * WEEK
    assert told(team.say(MARIA, DigestChanged(muted=True))) == ["digest.muted"] and head(team).wakes is None
    team.say(MARIA, DigestChanged(muted=False, snooze=0))
    assert head(team).wakes == NOW + WEEK


def test_preferences_that_do_not_fit_change_nothing() -> None:
    team = team_at_work()
    before = head(team)
    assert is_refused(team.say(MARIA, DigestChanged(zone="Europe/Nowhere")), "settings.zone_unknown")
    for wrong in (DigestChanged(hour=24), DigestChanged(weekday=7), DigestChanged(snooze=99)):
        assert is_refused(team.say(MARIA, wrong), "misfit.kind")
    assert head(team) == before


def test_sent_now_it_is_posted_and_the_one_of_the_calendar_still_comes() -> None:
    team = team_at_work()
    due = head(team).wakes
    sent = team.say(MARIA, DigestSent())
    assert told(sent) == ["digest.sent"] and len(effects_of(sent, PostDigest)) == 1
    assert head(team).wakes == due
    later = posted(wake(team))
    assert later is not None and later.opened == 0


# ── where ────────────────────────────────────────────────────────────────────


def test_where_outsiders_are_nothing_is_posted_and_the_owner_is_told_once() -> None:
    team = team_at_work()
    first = wake(team, outsiders=True)
    assert posted(first) is None and told(first) == ["digest.withheld"]
    assert [effect.to for effect in first.effects if isinstance(effect, Whisper)] == [MARIA]
    assert told(wake(team, outsiders=True)) == []
    assert posted(wake(team)) is not None
    assert told(wake(team, outsiders=True)) == ["digest.withheld"]


def test_sent_now_where_outsiders_are_it_is_refused_and_nothing_counts_as_told() -> None:
    team = team_at_work()
    before = head(team)
    assert is_refused(team.say(MARIA, DigestSent(outsiders=True)), "digest.withheld")
    assert head(team) == before
    told = posted(wake(team))
    assert told is not None and told.opened == 1


def test_where_the_bot_cannot_speak_nothing_is_posted() -> None:
    team = team_at_work()
    team.say(NOBODY, ReachChanged(Reach.ARCHIVED))
    outcome = wake(team)
    assert posted(outcome) is None and told(outcome) == []
    assert is_refused(team.say(MARIA, DigestSent()), "digest.nowhere")


# ── what ─────────────────────────────────────────────────────────────────────


def test_nothing_new_is_one_line_or_silence_as_the_channel_prefers() -> None:
    team = Team.at(STORY)
    told = posted(wake(team))
    assert told is not None and told.quiet
    assert "Nothing new this week" in words(screen(team, told))
    team.say(MARIA, DigestChanged(silent=True))
    assert posted(wake(team)) is None
    assert head(team).wakes == NOW + 3 * WEEK


def test_it_tells_what_was_decided_what_is_stuck_and_what_comes_due() -> None:
    team = team_at_work()
    team.say(MARIA, RoleGiven(Role.COUNSEL, PRIYA))
    team.say(MARIA, Verified(team.ref.id, team.ref.trail[-1]))
    team.say(MARIA, Handed(team.ref.id, team.ref.spot, JON))  # type: ignore[arg-type]
    told = posted(wake(team))
    assert told is not None
    assert keys(told) == {
        "decided": ["digest.verified", "digest.role"],
        "blocked": ["digest.handed"],
        "overdue": [],
        "coming": [],
    }
    assert [step.note.key for step in told.steps] == ["digest.step.answer", "digest.step.due"]
    shown = words(screen(team, told))
    assert shown.startswith("Week 49: 2 decisions, 1 blocker, 1 thing coming up, 1 finding opened.")
    assert "Confirmed: Will anything be shared?" in shown
    assert "2. List what is shared (Maria, due 30 November 2026)" in shown


def test_a_question_for_a_part_tells_whom_it_waits_for() -> None:
    team = Team.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    told = posted(wake(team))
    assert told is not None and "Waiting for counsel, not named yet: Has counsel been asked?" in words(
        screen(team, told)
    )
    team.say(MARIA, RoleGiven(Role.COUNSEL, PRIYA))
    told = posted(wake(team))
    assert told is not None and "Waiting for a colleague: Has counsel been asked?" in words(screen(team, told))


def test_no_name_stands_beside_a_day_that_is_past() -> None:
    team = team_at_work()
    wake(team)
    told = posted(wake(team))
    assert told is not None and [step.note.key for step in told.steps][1:] == ["digest.step.was_due"]
    line = next(line for line in words(screen(team, told)).splitlines() if "30 November 2026" in line)
    assert "Maria" not in line and "1 thing overdue" in words(screen(team, told))
    for note in (*told.overdue, *told.blocked):
        assert not {"due", "who"} <= note.values.keys()


def test_what_was_done_and_closed_and_how_readiness_moved_is_told() -> None:
    team = team_at_work()
    first = posted(wake(team))
    assert first is not None
    action = next(iter(team.work.values()))
    team.say(MARIA, ActionClosed(team.ref.id, action.id))
    team.change("triage.shares")
    team.click(NO, "triage.shares")
    team.confirm("triage.shares")
    told = posted(wake(team))
    assert told is not None and told.closed == 1 and told.opened == 0
    assert told.before == first.percent and told.percent is not None and told.percent > (first.percent or 0)
    shown = words(screen(team, told))
    assert "One action is done" in shown and f"{told.before} % to {told.percent} %" in shown


def test_a_finding_that_came_and_went_within_the_week_is_neither_opened_nor_closed() -> None:
    team = team_at_work()
    team.change("triage.shares")
    team.click(NO, "triage.shares")
    team.confirm("triage.shares")
    told = posted(wake(team))
    assert told is not None and (told.opened, told.closed) == (0, 0)


def test_a_stage_that_is_done_is_a_decision_and_the_next_steps_move_on() -> None:
    team = Team.at(STORY)
    for given in (SOFTWARE, NO):
        team.click(given)
    team.skip()
    review = compose(team, head(team), team.library, team.now)
    assert [step.do for step in review.steps] == ["review", "change"]
    team.say(MARIA, Finished(team.ref.id))
    told = compose(team, head(team), team.library, team.now)
    assert [note.key for note in told.decided] == ["digest.stage_done"]
    assert [step.do for step in told.steps] == ["change"]


def test_a_long_list_is_cut_and_says_how_much_more_there_is() -> None:
    team = team_at_work()
    told = posted(wake(team))
    assert told is not None
    crowded = msgspec.structs.replace(told, coming=(told.steps[-1].note,) * 4, more={"coming": 3}, counts={"coming": 8})
    shown = words(screen(team, crowded))
    assert "And 3 more." in shown and "8 things coming up" in shown


def test_the_short_form_leaves_out_what_went_well() -> None:
    team = team_at_work()
    team.say(MARIA, RoleGiven(Role.COUNSEL, PRIYA))
    team.say(MARIA, DigestChanged(form=DigestForm.QUIET))
    told = posted(wake(team))
    assert told is not None
    shown = words(screen(team, told))
    assert "Decided" not in shown and "Readiness" not in shown and "List what is shared" in shown


def test_each_next_step_has_its_button_and_the_footer_its_time_and_ways_to_change_it() -> None:
    team = team_at_work()
    told = posted(wake(team))
    assert told is not None
    shown = screen(team, told)
    assert isinstance(shown.parts[0], Heading) and shown.parts[0].text == "The week of atlas"
    steps, footer = [part for part in shown.parts if isinstance(part, Buttons)]
    assert [button.label for button in steps.buttons] == ["1 Go on", "2 Done"]
    assert [button.ref.arg for button in steps.buttons] == ["", next(iter(team.work))]
    assert [button.ref.do for button in footer.buttons] == ["actions", "digest_settings", "digest_snooze"]
    assert "Mondays at 9:00, UTC time" in words(shown)
    assert shown.text.startswith("The week of atlas. Week 49: ")
    assert not [part for part in screen(team, told, preview=True).parts if isinstance(part, Buttons)]


def test_the_form_holds_what_is_chosen() -> None:
    team = Team.at(STORY)
    team.say(MARIA, DigestChanged(weekday=2, hour=7, silent=True, muted=True, form=DigestForm.QUIET))
    initial = {field.name: field.initial for field in preferences(team.library.texts, head(team), NOW.date()).fields}
    assert initial == {
        "day": ("2",), "hour": ("7",), "zone": ("UTC",), "form": ("quiet",), "nothing": ("silence",), "snooze": ("0",), "mute": ("yes",),
    }  # fmt: skip


def test_a_snooze_stays_as_it_is_in_the_form_until_its_day_has_come() -> None:
    team = Team.at(STORY)
    team.say(MARIA, DigestChanged(snooze=1))
    until = head(team).settings.digest.snoozed
    assert until is not None

    def chosen(today: dt.date) -> str:
        fields = preferences(team.library.texts, head(team), today).fields
        [field] = [field for field in fields if field.name == "snooze"]
        return next(entry.label for entry in field.entries if (entry.value,) == field.initial)

    assert chosen(until - dt.timedelta(days=1)) == f"Left out until {day_text(until)}"
    assert chosen(until) == "Do not leave it out"


def test_any_other_event_than_these_leaves_the_alarm_alone() -> None:
    team = team_at_work()
    due = head(team).wakes
    events: tuple[Event, ...] = (RoleGiven(Role.COUNSEL, PRIYA), ReachChanged(Reach.ARCHIVED), ReachChanged(Reach.OPEN))
    for event in events:
        team.say(MARIA, event)
    assert head(team).wakes == due
