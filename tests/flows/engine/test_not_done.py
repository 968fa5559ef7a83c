"""Work that was marked as done and is not done after all: by whom it is opened again, and when there is nothing to open."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.screens.done import MINE, carried, parted, told_above
from flows.engine.work import UNDONE
from flows.model.effects import Outcome, Whisper, Whispered
from flows.model.events import ActionClosed, ActionReopened
from flows.model.ids import PersonId, ProgrammeId
from flows.model.people import Role
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.screens import Button, Heading, Listed, Prose, Ref, Screen
from tests.builders import JON, MARIA, NO, PRIYA, YES, effects_of, is_refused, told
from tests.flows.engine.crew import SOFTWARE, Crew
from tests.flows.engine.small import STORY
from tests.flows.engine.test_digest import posted, screen, team_at_work, wake
from tests.flows.engine.test_digest import words as words_of


def with_work(by: PersonId = JON) -> tuple[Crew, Action]:
    """A team with work that an open answer left behind, of whoever skipped the question."""
    team = Crew.at(STORY)
    team.skip(by=by)
    (action,) = team.todo()
    return team, action


def again(team: Crew, action: Action, by: PersonId = MARIA) -> Outcome:
    return team.say(by, ActionReopened(action.session, action.id))


def offers(outcome: Outcome) -> tuple[str, ...]:
    return outcome.reply.buttons if isinstance(outcome.reply, Whispered) else ()


def letters(outcome: Outcome) -> list[tuple[PersonId, str]]:
    return [(one.to, one.notes[0].key) for one in effects_of(outcome, Whisper) if isinstance(one, Whisper)]


# ── opened again ─────────────────────────────────────────────────────────────


def test_what_is_done_can_be_taken_back_and_is_open_as_it_was() -> None:
    team, action = with_work()
    assert offers(team.close(action, by=JON)) == (UNDONE,)
    outcome = again(team, action, JON)
    assert told(outcome) == ["action.undone"] and letters(outcome) == [] and offers(outcome) == ()
    assert team.todo() == [action]
    assert team.logged()[-1] == "action_undone"
    assert told(team.close(action, by=JON)) == ["action.done"], "and can be done again"


def test_the_owner_of_the_programme_may_take_it_back_and_whose_work_it_is_is_told() -> None:
    team, action = with_work()
    team.close(action, by=JON)
    assert is_refused(again(team, action, PRIYA), "action.not_yours")
    assert letters(again(team, action, MARIA)) == [(JON, "action.undone_by")]
    assert team.todo() == [action]


def test_work_of_a_part_goes_to_whoever_plays_it_by_now() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.not_sure()
    work = next(one for one in team.todo() if one.why is ActionWhy.FINDING)
    team.close(work, by=JON)
    assert letters(again(team, work, JON)) == [(MARIA, "action.undone_by")] and team.work[work.id].owner == MARIA, (
        "the owner's, while nobody plays it"
    )
    team.close(work, by=JON)
    team.give(work.role or Role.COUNSEL, PRIYA)
    assert letters(again(team, work)) == [(PRIYA, "action.undone_by")]
    assert (team.work[work.id].owner, team.work[work.id].quiet) == (PRIYA, None)


@pytest.mark.parametrize("why", [ActionWhy.REMOVAL, ActionWhy.CONDITION])
def test_work_that_no_question_asked_for_is_opened_again_unless_the_same_is_open(why: ActionWhy) -> None:
    team, action = with_work()
    one = msgspec.structs.replace(action, id="action-80", why=why, about="Kodex", state=ActionState.DONE)
    team.work[one.id] = one
    assert told(again(team, one, JON)) == ["action.undone"]
    team.close(one)
    team.work["action-81"] = msgspec.structs.replace(one, id="action-81", state=ActionState.OPEN)
    assert is_refused(again(team, one), "action.not_asked")


# ── nothing to open ──────────────────────────────────────────────────────────


def test_what_is_open_or_was_never_there_is_not_opened() -> None:
    team, action = with_work()
    assert is_refused(again(team, action), "action.open_already")
    assert is_refused(team.say(MARIA, ActionReopened(action.session, "action-99")), "action.gone")
    gone = team.say(MARIA, ActionClosed(action.session, "action-99"))
    assert is_refused(gone, "action.gone") and offers(gone) == ()


def test_pressed_again_it_says_that_it_is_done_with_the_way_back_for_whoever_has_it() -> None:
    team, action = with_work()
    team.close(action, by=JON)
    late = team.close(action, by=MARIA)
    assert is_refused(late, "action.done_already") and offers(late) == (UNDONE,)
    stranger = team.close(action, by=PRIYA)
    assert is_refused(stranger, "action.done_already") and offers(stranger) == ()


def test_work_of_a_question_that_was_answered_since_or_asks_no_more_is_not_opened() -> None:
    team, action = with_work()
    team.close(action, by=JON)
    team.click(SOFTWARE, action.spot)
    assert is_refused(again(team, action), "action.not_asked")
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(YES)
    team.skip()
    (left,) = [one for one in team.todo() if one.why is ActionWhy.SKIPPED]
    team.close(left)
    team.click(NO, "triage.shares")
    team.confirm("triage.shares")
    assert is_refused(again(team, left), "action.not_asked"), "how many people see it is not asked any more"


def test_work_on_a_finding_that_is_withdrawn_is_not_opened_nor_what_was_never_done() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.not_sure()
    work = next(one for one in team.todo() if one.why is ActionWhy.FINDING)
    team.close(work)
    assert told(again(team, work)) == ["action.undone"]
    team.click(NO, work.spot)
    team.confirm(work.spot)
    assert team.work[work.id].state is ActionState.WITHDRAWN
    assert is_refused(again(team, work), "action.not_asked")
    assert is_refused(team.close(work), "action.gone")


def test_work_that_was_asked_for_anew_meanwhile_is_not_there_twice() -> None:
    team, action = with_work()
    team.close(action, by=JON)
    team.not_sure(action.spot, by=JON)
    anew = [one for one in team.todo() if one.spot == action.spot]
    assert anew and is_refused(again(team, action), "action.not_asked")


# ── told ─────────────────────────────────────────────────────────────────────


def test_the_digest_counts_what_was_taken_back_as_not_done() -> None:
    team = team_at_work()
    wake(team)
    action = next(iter(team.work.values()))
    team.say(MARIA, ActionClosed(action.session, action.id))
    team.say(MARIA, ActionReopened(action.session, action.id))
    digest = posted(wake(team))
    assert digest is not None and "is done" not in words_of(screen(team, digest))


def test_a_press_carries_the_list_on_which_it_stands() -> None:
    assert parted(carried("action-1", MINE)) == ("action-1", MINE)
    assert parted(carried("action-1", "action|2|who and what")) == ("action-1", "action|2|who and what")
    assert parted(carried("action-1", "")) == parted("action-1") == ("action-1", "")


def test_above_the_list_stands_what_came_of_the_press_with_the_way_back() -> None:
    here, undo = ProgrammeId("T:C"), Button(Ref(UNDONE, arg="action-1"), "Not done after all")
    said, below = Screen((Prose((("Done.",),)),), "Done."), Screen((Heading("List"),), "List")
    assert told_above(said, (undo,), here, below) == Screen(
        (Listed((("Done.",),), (undo,), here), Heading("List")), "Done."
    )
    assert told_above(said, (), here, None) == said


def test_what_goes_on_though_the_work_is_done_has_its_own_press() -> None:
    here, undo, on = ProgrammeId("T:C"), Button(Ref(UNDONE), "Not done after all"), Button(Ref("open"), "Answer it")
    said = Screen((Prose((("Done.",), ("It stays open.",))),), "Done. It stays open.")
    assert told_above(said, (undo, on), here, None).parts == (
        Listed((("Done.",),), (undo,), here),
        Listed((("It stays open.",),), (on,), here),
    )
