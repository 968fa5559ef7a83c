"""How readiness moved: remembered week by week, told with what moved it, and drawn where there is something to see."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec

from flows.engine.digest import MOST_WEEKS, compose
from flows.engine.screens.digest import digest
from flows.model.effects import Digest, Outcome, PostDigest
from flows.model.events import DigestChanged, DigestSent, Ticked
from flows.model.ids import PersonId
from flows.model.programme import DigestForm, Programme, Reached
from flows.model.screens import Chart, Screen
from flows.model.values import Number
from tests.builders import MARIA, NO, YES
from tests.flows.engine.crew import SOFTWARE, Crew, words
from tests.flows.engine.small import STORY

NOBODY = PersonId("")


def head(team: Crew) -> Programme:
    assert team.programme is not None
    return team.programme


def week(team: Crew) -> Digest:
    """The next week's digest."""
    due = head(team).wakes
    assert due is not None
    team.now = due - dt.timedelta(minutes=1)  # saying something takes a minute
    outcome: Outcome = team.say(NOBODY, Ticked())
    return next(effect.digest for effect in outcome.effects if isinstance(effect, PostDigest))


def three_weeks() -> tuple[Crew, Digest]:
    """A team that answers, then changes its mind, over three weeks."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    week(team)
    team.click(YES)
    week(team)
    team.click(Number(Decimal(3)))
    return team, week(team)


def shown(team: Crew, told: Digest, *, preview: bool = False) -> Screen:
    return digest(team.library.texts, head(team), (team.scene(),), told, preview=preview)


def pictures(screen: Screen) -> list[Chart]:
    return [part for part in screen.parts if isinstance(part, Chart)]


def test_each_week_is_remembered_once_and_the_oldest_go_after_twelve() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    for _ in range(MOST_WEEKS + 2):
        week(team)
    mark = head(team).digest
    assert mark is not None and len(mark.history) == MOST_WEEKS
    assert [one.day for one in mark.history] == sorted({one.day for one in mark.history})
    assert mark.history[-1] == Reached(team.now.date(), mark.percent or 0)
    team.say(MARIA, DigestSent())
    again = head(team).digest
    assert again is not None and again.history == mark.history
    assert len(compose(team, head(team), team.library, team.now).history) == MOST_WEEKS


def test_a_programme_that_sends_its_first_digest_by_hand_has_no_history_yet() -> None:
    team = Crew.at(STORY)
    team.say(MARIA, DigestSent())
    mark = head(team).digest
    assert mark is not None and mark.history == ()


def test_three_weeks_that_moved_are_drawn_and_said_in_words() -> None:
    team, told = three_weeks()
    assert not pictures(shown(team, msgspec.structs.replace(told, known=6, total=23))), "too little is known"
    told = msgspec.structs.replace(told, known=9, total=10)
    (picture,) = pictures(screen := shown(team, told))
    assert picture.points == tuple((str(one.day.isocalendar().week), one.percent) for one in told.history)
    assert len(picture.points) == 3
    listed = ", ".join(f"{percent} % in week {number}" for number, percent in picture.points)
    assert picture.alt == f"Readiness week by week: {listed}."
    assert screen.text.endswith(picture.alt)
    assert picture.alt in words(screen)


def test_nothing_is_drawn_of_two_weeks_of_weeks_alike_in_the_short_form_or_before_its_time() -> None:
    team, told = three_weeks()
    for few in (told.history[1:], tuple(msgspec.structs.replace(one, percent=50) for one in told.history)):
        assert not pictures(shown(team, msgspec.structs.replace(told, history=few)))
    assert not pictures(shown(team, told, preview=True))
    team.say(MARIA, DigestChanged(form=DigestForm.QUIET))
    assert not pictures(shown(team, told))


def test_what_was_answered_to_the_end_is_told_as_what_moved_it() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    week(team)
    team.click(YES)
    team.click(Number(Decimal(3)))
    told = week(team)
    assert told.answered == ("What leaves the house",)
    moved = msgspec.structs.replace(told, before=10, known=9, total=10)
    assert any("; finished: What leaves the house" in line for line in words(shown(team, moved)))
    by_itself = msgspec.structs.replace(moved, answered=())
    assert f"Readiness 10 % to {told.percent} %, 9 of 10 points known" in words(shown(team, by_itself))
    assert week(team).answered == ()


def test_a_section_with_a_skipped_question_is_not_answered_to_the_end() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.skip()
    assert week(team).answered == ("What leaves the house",)


# ── nothing new ──────────────────────────────────────────────────────────────


def old_and_quiet() -> Crew:
    """A team whose one piece of work has been overdue for weeks, with nothing said since."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(YES)
    for _ in range(3):
        week(team)
    return team


def test_where_nothing_is_new_only_a_line_and_the_next_steps_are_told() -> None:
    team = old_and_quiet()
    told = week(team)
    assert told.still and not told.quiet
    lines = words(shown(team, told))
    assert lines[2] == "Week 52: nothing new. Still open: 1 thing overdue."
    assert "Next" in lines and not [line for line in lines if line.startswith(("Readiness", "Overdue"))]


def test_whoever_asks_sees_all_that_stands() -> None:
    team = old_and_quiet()
    assert not compose(team, head(team), team.library, team.now, asked=True).still
    sent = team.say(MARIA, DigestSent())
    assert [effect.digest.still for effect in sent.effects if isinstance(effect, PostDigest)] == [False]


def test_an_answer_or_work_that_comes_due_is_news() -> None:
    team = old_and_quiet()
    team.click(Number(Decimal(3)))
    assert not week(team).still
    assert not week(Crew.at(STORY)).still


def test_a_digest_that_an_earlier_version_composed_counts_its_lines() -> None:
    team = old_and_quiet()
    told = msgspec.structs.replace(week(team), counts={}, still=False)
    note = told.steps[-1].note
    older = msgspec.structs.replace(told, overdue=(note,), more={"overdue": 2})
    assert "3 things overdue" in words(shown(team, older))[2]
