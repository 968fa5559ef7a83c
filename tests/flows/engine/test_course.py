"""The course of a session: start, back, undo, pause and resume, review, going deeper, the end, and a thread that was lost."""

from __future__ import annotations

from decimal import Decimal

from flows.model.effects import Note, OpenThread, RefreshRoot, ShowLook, ShowSummary, Tell, Whispered
from flows.model.events import ThreadLost
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.sendings import Said
from flows.model.session import Rethink, SessionState
from flows.model.values import Choice, Day, Items, NewItems, Number
from tests.builders import (
    JON,
    MARIA,
    NO,
    YES,
    asked,
    confirming,
    effects_of,
    flow_of,
    is_refused,
    kinds,
    spot,
    told,
)
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, in_review
from tests.flows.engine.small import KINDS, STORY

# ── back and undo ────────────────────────────────────────────────────────────


def test_back_puts_the_question_before_once_more_and_then_the_one_before_that() -> None:
    team = at_people()
    assert asked(team.back()) == ["triage.shares"]
    assert asked(team.back()) == ["triage.work"]
    assert is_refused(team.back(), "back.first")


def test_there_is_nothing_before_the_first_question() -> None:
    assert is_refused(Crew.at(STORY).back(), "back.first")


def test_back_passes_over_what_only_another_may_change() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, JON)
    team.click(SOFTWARE)
    team.click(NO)
    team.click(YES, by=JON)
    assert asked(team.back(by=JON)) == ["closing.advised"]
    assert asked(team.back(by=MARIA)) == ["triage.shares"]


def test_undo_takes_the_last_answer_back_with_all_that_came_of_it() -> None:
    team = at_people()
    outcome = team.undo()
    assert told(outcome) == ["undo.done", "noted.withdrawn"] and asked(outcome) == ["triage.shares"]
    assert team.answer("triage.shares") is None
    assert team.finding_keys() == [] and team.todo() == []
    assert team.logged()[-1] == "undone"


def test_undo_of_a_change_brings_the_answer_before_back() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    team.confirm()
    outcome = team.undo()
    assert told(outcome) == ["undo.done", "noted.finding"]
    answer = team.answer("triage.shares")
    assert answer is not None and answer.value == YES
    assert team.now_open == "triage.people"


def test_undo_of_an_answer_to_a_question_left_open_leaves_it_open_again_with_its_action() -> None:
    team = Crew.at(STORY)
    team.skip()
    team.click(SOFTWARE, "triage.work")
    assert team.todo() == []
    team.undo()
    assert [action.why for action in team.todo()] == ["skipped"]


def test_undo_takes_out_the_rows_that_only_that_answer_named() -> None:
    team = at_assets()
    team.undo()
    assert team.live("asset") == [] and team.now_open == "naming.assets"


def test_undo_gives_the_profile_back_that_stood_before() -> None:
    team = at_people()
    team.click(Choice("services"), "triage.work")
    team.undo()
    assert team.programme is not None and team.programme.profile == "software"


def test_an_undo_that_comes_too_late_says_so() -> None:
    team = at_people()
    assert is_refused(team.undo(spot("triage.work"), 1), "undo.late")
    assert is_refused(team.undo(spot("triage.shares"), 7), "undo.late")
    team.undo(spot("triage.shares"), 1)
    assert is_refused(team.undo(spot("triage.shares"), 1), "undo.late")


def test_where_no_last_answer_is_left_there_is_nothing_to_undo() -> None:
    team = at_people()
    team.undo()
    assert is_refused(team.undo(), "undo.none")
    assert is_refused(Crew.at(STORY).undo(), "undo.none.empty")


def test_an_answer_of_a_role_is_taken_back_by_that_role_alone() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, JON)
    team.click(SOFTWARE)
    team.click(NO)
    team.click(YES, by=JON)
    assert is_refused(team.undo(by=MARIA), "role.other")
    assert asked(team.undo(by=JON)) == ["closing.advised"]


def test_an_undo_in_review_puts_the_question_again() -> None:
    team = in_review()
    outcome = team.undo()
    assert asked(outcome) == ["closing.advised"] and team.ref.state is SessionState.ASKING


def test_an_answer_that_fell_away_cannot_be_taken_back() -> None:
    flow = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: lawyer, kind: yes_no, text: Lawyer, why: It matters., source: method, only_when: role.counsel is unknown}
      - {ask: other, kind: yes_no, text: Other, why: It matters., source: method}
""")
    team = Crew.at(flow)
    team.click(YES)
    team.give(Role.COUNSEL, JON)
    assert is_refused(team.undo(), "undo.late") and team.answer("one.lawyer") is not None


# ── pause and resume ─────────────────────────────────────────────────────────


def test_a_paused_session_takes_no_answer_and_says_how_to_go_on() -> None:
    team = at_people()
    outcome = team.pause()
    assert told(outcome) == ["pause.done"] and effects_of(outcome, RefreshRoot)
    for refused in (team.click(Number(Decimal(1)), "triage.people"), team.back(), team.undo(), team.deepen()):
        assert is_refused(refused, "stale.paused")
        assert isinstance(refused.reply, Whispered) and refused.reply.buttons == ("resume",)


def test_resume_puts_the_open_question_again_at_the_end() -> None:
    team = at_people()
    team.pause()
    outcome = team.resume(by=JON)
    assert asked(outcome) == ["triage.people"] and team.now_open == "triage.people"
    assert team.logged()[-2:] == ["paused", "resumed"]


def test_what_waited_for_a_yes_waits_again_after_a_pause() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    team.pause()
    assert is_refused(team.confirm(), "stale.paused")
    assert is_refused(team.drop(), "stale.paused")
    assert confirming(team.resume()) == ["triage.shares"]


def test_a_question_being_changed_is_put_again_after_a_pause() -> None:
    team = at_people()
    team.change("triage.shares")
    assert kinds(team.pause()) == ["Settle", "Settle", "Tell", "RefreshRoot"]
    assert asked(team.resume()) == ["triage.shares"]
    assert isinstance(team.ref.pending, Rethink)


def test_what_is_not_asking_cannot_be_paused() -> None:
    team = in_review()
    assert is_refused(team.pause(), "pause.not_asking")


def test_a_change_can_be_paused_while_nothing_else_is_open() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.change("triage.work")
    team.skip("closing.advised")
    assert team.ref.spot is None and team.ref.state is SessionState.ASKING
    team.pause()
    assert team.ref.state is SessionState.PAUSED
    assert asked(team.resume()) == ["triage.work"]


def test_resume_of_what_is_finished_leads_to_the_review() -> None:
    team = in_review()
    team.finish()
    assert is_refused(team.resume(), "start.done")


def test_resume_in_review_shows_the_review_again() -> None:
    team = in_review()
    assert kinds(team.resume()) == ["SettleReview", "ShowReview"]


# ── review, deeper, the end ──────────────────────────────────────────────────


def test_a_review_shows_all_answers_and_leaves_the_question_open() -> None:
    team = at_people()
    outcome = team.review(by=JON)
    assert kinds(outcome) == ["ShowReview"] and team.now_open == "triage.people"


def test_after_the_last_question_comes_the_review_with_what_came_of_the_answer() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    outcome = team.skip()
    assert team.ref.state is SessionState.REVIEW and told(outcome) == ["noted.skipped", "noted.stood_in"]
    assert kinds(outcome) == ["Settle", "RefreshRoot", "ShowReview"]


def test_going_deeper_opens_what_was_kept_for_later_once() -> None:
    team = in_review()
    outcome = team.deepen()
    assert asked(outcome) == ["later.notes"] and team.logged()[-2:] == ["deepened", "stage"]
    assert is_refused(team.deepen(), "deeper.already")


def test_a_flow_without_deeper_sections_has_nothing_more_to_open() -> None:
    assert is_refused(Crew.at(KINDS).deepen(), "deeper.already")


def test_a_finish_closes_the_session_and_tells_the_summary() -> None:
    team = in_review()
    outcome = team.finish()
    assert kinds(outcome) == ["SettleReview", "ShowSummary", "RefreshRoot"] and effects_of(outcome, ShowSummary)
    assert team.ref.state is SessionState.DONE and team.ref.finished == team.now
    assert is_refused(team.finish(), "finish.already")


def test_what_is_open_or_waits_keeps_a_session_from_being_finished() -> None:
    team = at_people()
    assert is_refused(team.finish(), "finish.open")
    team = in_review()
    team.change("triage.shares")
    assert is_refused(team.finish(), "finish.open")


def test_what_a_colleague_still_has_keeps_a_session_from_being_finished() -> None:
    team = in_review()
    team.deepen()
    team.hand(JON)
    assert team.ref.state is SessionState.REVIEW
    assert is_refused(team.finish(), "finish.handed")


def test_a_question_that_opened_since_the_review_is_put_instead_of_the_end() -> None:
    flow = flow_of("""\
  - section: days
    title: Days
    questions:
      - {ask: until, kind: date, text: Until when, why: It matters., source: method}
      - {ask: renewed, kind: yes_no, text: Was it renewed, why: It matters., source: method, only_when: until < today}
""")
    team = Crew.at(flow)
    team.click(Day(team.now.date()))
    assert team.ref.state is SessionState.REVIEW
    team.now = team.now.replace(day=team.now.day + 1)
    outcome = team.finish()
    assert told(outcome) == ["finish.open"] and asked(outcome) == ["days.renewed"]
    assert team.ref.state is SessionState.ASKING


# ── looks ────────────────────────────────────────────────────────────────────


def test_a_look_is_shown_once_when_its_section_is_finished() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    outcome = team.click(Items((engine,)))
    assert effects_of(outcome, ShowLook) == [ShowLook(team.ref.id, "first_look", by=MARIA)]
    later = team.click(NewItems((engine,), ("App",)), "naming.assets")
    assert effects_of(later, ShowLook) == []
    assert effects_of(team.click(Items(())), ShowLook) == []


def test_a_look_at_nothing_is_not_shown() -> None:
    team = at_people()
    team.skip()
    team.skip()
    assert effects_of(team.skip(), ShowLook) == [] and team.ref.looked == ()


# ── a lost thread ────────────────────────────────────────────────────────────


def test_a_lost_thread_is_opened_anew_with_the_same_question() -> None:
    team = at_people()
    outcome = team.lose_thread()
    assert kinds(outcome) == ["OpenThread", "Settle", "Ask"]
    assert told(outcome) == ["thread.again"] and asked(outcome) == ["triage.people"]
    assert team.logged()[-1] == "thread_lost"


def test_a_lost_thread_of_a_paused_session_stays_paused() -> None:
    team = at_people()
    team.pause()
    outcome = team.lose_thread()
    assert kinds(outcome) == ["OpenThread", "Tell"] and told(outcome) == ["thread.again", "stale.paused"]


def test_a_lost_thread_keeps_what_waits_for_a_yes() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    outcome = team.lose_thread()
    assert told(outcome) == ["thread.again"] and confirming(outcome) == ["triage.shares"]


def test_a_lost_thread_of_a_finished_session_is_left_alone() -> None:
    team = in_review()
    team.finish()
    assert kinds(team.lose_thread()) == []
    team.change("triage.shares")
    assert effects_of(team.lose_thread(), OpenThread) == [OpenThread(team.ref.id, by=MARIA)]


def test_what_could_not_be_said_is_said_in_the_new_thread_above_the_question() -> None:
    team = at_people()
    outcome = team.lose_thread(Tell(team.ref.id, (Note("aside.leak"),)))
    assert kinds(outcome) == ["OpenThread", "Tell", "Settle", "Ask"]
    assert told(outcome) == ["aside.leak", "thread.again"]


def test_what_is_said_answers_whoever_acts_and_nobody_where_nobody_did() -> None:
    team = at_people()
    mine = Tell(team.ref.id, (Note("aside.leak"),), by=JON)
    outcome = team.say(MARIA, ThreadLost(team.ref.id, mine))
    assert [effect.by for effect in outcome.effects if isinstance(effect, Said)] == [MARIA, JON, MARIA]
    unasked = team.say(PersonId(""), ThreadLost(team.ref.id, mine))
    assert [effect.by for effect in unasked.effects if isinstance(effect, Said)] == [None, JON, None]


def test_what_is_to_be_said_of_a_finished_session_gets_a_new_thread_and_no_question() -> None:
    team = in_review()
    team.finish()
    outcome = team.lose_thread(Tell(team.ref.id, (Note("day.moved"),)))
    assert kinds(outcome) == ["OpenThread", "Tell"] and told(outcome) == ["thread.again", "day.moved"]
    assert kinds(team.lose_thread(ShowSummary(team.ref.id))) == ["OpenThread", "ShowSummary"]


def test_what_could_not_be_said_follows_a_thread_that_is_on_its_way() -> None:
    team = at_people()
    outcome = team.lose_thread(Tell(team.ref.id, (Note("aside.leak"),)), coming=True)
    assert kinds(outcome) == ["Tell"] and told(outcome) == ["aside.leak"]
