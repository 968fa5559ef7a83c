"""The thread: replies told apart as answers, words of command, a yes to what waits, asides and talk, and what is said once."""

from __future__ import annotations

from decimal import Decimal

from flows.model.effects import Outcome, Tell, Whispered
from flows.model.people import Role
from flows.model.session import Reading, SessionState
from flows.model.values import Choice, Choices, Day, Money, Number, Text
from tests.builders import DEV, JON, NO, PRIYA, YES, asked, confirming, effects_of, is_refused, kinds, told
from tests.flows.engine.crew import SOFTWARE, Crew, at_people, in_review
from tests.flows.engine.small import KINDS, LEAK, LEAKY, STORY


def at_price() -> Crew:
    """A team that is asked for an amount."""
    team = Crew.at(KINDS)
    for _ in range(5):
        team.skip()
    assert team.now_open == "kinds.price"
    return team


# ── answers ──────────────────────────────────────────────────────────────────


def test_a_reply_answers_the_open_question_and_is_kept_in_both_forms() -> None:
    team = at_people()
    outcome = team.reply("three", by=JON)
    answer = team.answer("triage.people")
    assert answer is not None
    assert (answer.value, answer.raw, answer.by, answer.message) == (Number(Decimal(3)), "three", JON, "m1")
    assert told(outcome) == ["noted.answer"] and team.now_open == "naming.assets"


def test_a_reply_that_breaks_a_bound_is_told_so_in_the_thread() -> None:
    team = at_people()
    outcome = team.reply("900")
    assert told(outcome) == ["reading.number.between"] and team.answer("triage.people") is None


def alone(outcome: Outcome) -> list[str]:
    """What only whoever acted is told."""
    return [note.key for note in outcome.reply.notes] if isinstance(outcome.reply, Whispered) else []


def test_of_two_failed_readings_the_thread_hears_and_of_more_whoever_wrote() -> None:
    team = at_people()
    assert told(team.reply("a whole bunch of folks")) == ["reading.number.unit"]
    second = team.reply("rather a lot")
    assert told(second) == ["reading.number.unit", "reading.ways"]
    (tell,) = effects_of(second, Tell)
    assert isinstance(tell, Tell) and tell.buttons == ("form", "hand", "skip")
    for _ in range(2):
        third = team.reply("you know, many")
        assert kinds(third) == [] and alone(third) == ["reading.number.unit", "reading.alone"]
        assert isinstance(third.reply, Whispered) and third.reply.buttons == ("form", "hand", "skip")
    team.reply("4")
    assert (team.now_open, team.ref.tries, team.ref.told) == ("naming.assets", 0, ())


def test_of_people_who_talk_at_length_each_is_told_once_and_then_left_alone() -> None:
    team = at_people()
    team.reply("a whole bunch of folks")
    team.reply("rather a lot")
    story = "well the people over there keep coming and going all the time"
    assert alone(team.reply(story, by=JON)) == ["reading.number.unit", "reading.alone"]
    assert alone(team.reply(story, by=JON)) == [] and kinds(team.reply(story, by=JON)) == []
    assert alone(team.reply(story, by=PRIYA)) == ["reading.number.unit", "reading.alone"]


def test_while_a_change_waits_only_its_form_leads_on() -> None:
    team = at_people()
    team.change("triage.work")
    team.reply("the blue one")
    (tell,) = effects_of(team.reply("the blue one"), Tell)
    assert isinstance(tell, Tell) and tell.buttons == ("form",)


def test_a_note_beside_the_question_is_for_the_thread_once_and_then_for_whoever_wrote() -> None:
    team = at_people()
    assert told(team.reply("can we send it to Kodex?")) == ["aside.share"]
    again = team.reply("can we send it to Kodex?", by=JON)
    assert kinds(again) == [] and alone(again) == ["aside.share"]
    assert kinds(team.reply(f"<@{DEV}> do you know?")) == [] and team.reply(f"<@{DEV}> do you know?").reply is not None


def test_talk_is_not_an_answer() -> None:
    team = at_people()
    assert kinds(team.reply("> ask the lawyers")) == [] and kinds(team.reply("thanks!")) == []
    assert team.now_open == "triage.people"


def test_a_colleague_who_is_asked_in_the_thread_is_offered_the_question() -> None:
    outcome = at_people().reply(f"<@{DEV}> do you know?")
    assert told(outcome) == ["hand.offer"]
    (tell,) = effects_of(outcome, Tell)
    assert isinstance(tell, Tell) and tell.buttons == ("hand",)


def test_what_matters_more_than_the_question_is_met_first() -> None:
    assert told(at_people().reply("I think it leaked")) == ["aside.leak"]


def test_word_of_a_leak_is_met_each_time_and_in_whatever_state_the_talk_is() -> None:
    team = at_people()
    assert told(team.reply("can we send it to Kodex?")) == ["aside.share"]
    assert told(team.reply("it leaked")) == told(team.reply("our code leaked")) == ["aside.leak"]
    team.pause()
    assert told(team.reply("it leaked")) == ["aside.leak"]
    team = in_review()
    assert told(team.reply("we have a leak")) == ["aside.leak"]
    team.finish()
    assert told(team.reply("it leaked")) == ["aside.leak"]
    assert told(team.reply("let us see that nothing leaks")) == ["rest.done"]


def test_word_of_a_leak_leads_to_the_flow_for_it_and_is_plain_talk_in_its_own_thread() -> None:
    team = Crew(LEAKY)
    team.start(STORY)
    team.click(SOFTWARE)
    (tell,) = effects_of(team.reply("it leaked"), Tell)
    assert isinstance(tell, Tell) and tell.buttons == ("leak",)
    team.start(LEAK)
    assert kinds(team.reply("it leaked")) == []


def test_nobody_replies_to_a_session_that_is_paused() -> None:
    team = at_people()
    team.pause()
    assert told(team.reply("3")) == ["stale.paused"] and team.answer("triage.people") is None
    assert alone(team.reply("4")) == ["stale.paused"] and kinds(team.reply("> lunch?")) == []


def test_a_question_put_to_nobody_in_a_paused_session_is_told_how_it_is_asked_once() -> None:
    team = at_people()
    team.pause()
    assert alone(team.reply("what is a mask work?")) == ["rest.question"]
    assert alone(team.reply("who is responsible for that?")) == []


def test_where_nothing_is_asked_each_who_writes_is_told_once_with_the_ways_on() -> None:
    team = in_review()
    first = team.reply("what about the logo?")
    (tell,) = effects_of(first, Tell)
    assert (
        isinstance(tell, Tell)
        and told(first) == ["rest.review", "rest.question"]
        and tell.buttons == ("review", "finish")
    )
    assert kinds(team.reply("and the app?")) == [] and alone(team.reply("and ours", by=JON)) == ["rest.review"]
    team.finish()
    assert kinds(team.reply("thanks!")) == kinds(team.reply(f"<@{JON}> lunch?")) == kinds(team.reply("> yes")) == []
    done = team.reply("what about the logo?")
    (tell,) = effects_of(done, Tell)
    assert (
        isinstance(tell, Tell)
        and told(done) == ["rest.done", "rest.question"]
        and tell.buttons == ("review", "continue")
    )
    assert kinds(team.reply("no?")) == [] and alone(team.reply("no?")) == []


def test_a_question_for_another_is_not_answered_by_a_reply_and_that_is_said_once() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(NO)
    assert told(team.reply("yes", by=JON)) == ["role.other"]
    again = team.reply("yes", by=JON)
    assert kinds(again) == [] and is_refused(again, "role.other")
    assert team.reply("yes", by=PRIYA).refused is False and team.ref.state is SessionState.REVIEW


def test_a_doubtful_reply_to_a_question_for_another_is_not_read_back() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(NO)
    assert confirming(team.reply("yes and no", by=JON)) == []
    assert team.ref.pending is None


# ── words ────────────────────────────────────────────────────────────────────


def test_commands_are_understood_by_word() -> None:
    team = at_people()
    assert told(team.reply("why")) == ["why", "counsel.source"]
    assert told(team.reply("help")) == ["help.thread"]
    assert told(team.reply("change")) == ["change.how"]
    assert kinds(team.reply("review")) == ["ShowReview"]
    assert asked(team.reply("undo")) == ["triage.shares"]
    assert asked(team.reply("back")) == ["triage.work"]
    assert told(team.reply("finish")) == ["finish.open"]


def test_pause_and_resume_are_understood_by_word() -> None:
    team = at_people()
    assert told(team.reply("pause")) == ["pause.done"] and team.ref.state is SessionState.PAUSED
    assert asked(team.reply("resume")) == ["triage.people"]


def test_a_command_among_other_words_is_one_too() -> None:
    assert told(at_people().reply("ok, why?")) == ["why", "counsel.source"]
    assert asked(at_people().reply("well, back")) == ["triage.shares"]


def test_a_question_about_the_question_is_answered_as_why_is_and_kept_as_nothing() -> None:
    team = at_people()
    assert told(team.reply("what counts as people?")) == ["why", "counsel.source"]
    again = team.reply("do you mean our own people?", by=JON)
    assert kinds(again) == [] and alone(again) == ["why", "counsel.source"]
    assert team.now_open == "triage.people" and team.answer("triage.people") is None


def test_where_nothing_is_asked_there_is_no_why() -> None:
    assert kinds(in_review().reply("why")) == []


def test_finish_by_word_closes_the_session() -> None:
    team = in_review()
    assert kinds(team.reply("finish")) == ["SettleReview", "ShowSummary", "RefreshRoot"]


# ── a yes to what waits ──────────────────────────────────────────────────────


def test_a_date_that_can_be_read_two_ways_is_picked_by_its_number() -> None:
    team = Crew.at(KINDS)
    for _ in range(6):
        team.skip()
    assert team.now_open == "kinds.when"
    outcome = team.reply("03/04/2026")
    waiting = team.ref.pending
    assert confirming(outcome) == ["kinds.when"] and isinstance(waiting, Reading)
    assert [value.day.isoformat() for value in (waiting.draft.given, *waiting.others) if isinstance(value, Day)] == [
        "2026-04-03",
        "2026-03-04",
    ]
    assert told(team.reply("yes")) == ["reading.which"]
    team.reply("2.")
    answer = team.answer("kinds.when")
    assert answer is not None and answer.value == Day(team.now.date().replace(month=3, day=4))


def test_a_reading_that_is_confirmed_by_a_press_counts_as_picked() -> None:
    team = at_price()
    team.reply("100 kr")
    assert isinstance(team.ref.pending, Reading)
    picked = team.ref.pending.others[0]
    team.confirm(index=1)
    assert team.ref.answers["kinds.price"].value == picked


def test_a_no_to_a_reading_asks_again() -> None:
    team = at_price()
    team.reply("100 kr")
    outcome = team.reply("no")
    assert asked(outcome) == ["kinds.price"] and team.ref.pending is None


def test_another_reply_than_yes_or_no_is_read_as_the_answer() -> None:
    team = at_price()
    team.reply("100 kr")
    team.reply("12,500 EUR")
    assert team.ref.answers["kinds.price"].value == Money(Decimal(12500), "EUR")


def test_a_yes_to_a_change_makes_it_and_a_no_leaves_it() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    assert told(team.reply("no")) == ["change.dropped"]
    team.click(NO, "triage.shares")
    assert told(team.reply("yes"))[0] == "change.made"
    assert team.ref.answers["triage.shares"].value == NO


def test_a_yes_to_a_reading_of_one_thing_counts() -> None:
    team = Crew.at(KINDS)
    team.skip()
    team.skip()
    team.reply("sml")
    assert team.ref.pending is not None and team.answer("kinds.sizes") is None
    team.reply("yes, that")
    assert team.ref.answers["kinds.sizes"].value == Choices(("small",))


def test_a_yes_to_a_doubtful_yes_or_no_is_the_answer_itself() -> None:
    team = Crew.at(KINDS)
    assert confirming(team.reply("yes and no")) == ["kinds.sure"]
    team.reply("yes")
    assert team.ref.answers["kinds.sure"].value == YES and team.now_open == "kinds.colour"


def test_a_yes_to_a_reading_counts_only_from_whoever_may_answer_now() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(NO)
    assert confirming(team.reply("yes and no", by=PRIYA)) == ["closing.advised"]
    assert is_refused(team.confirm(by=JON), "role.other")
    team.confirm(by=PRIYA, index=1)
    assert team.ref.answers["closing.advised"].value == YES


# ── edits ────────────────────────────────────────────────────────────────────


def test_an_edit_of_the_reply_that_answered_is_a_change() -> None:
    team = at_people()
    team.reply("3")
    outcome = team.edit("m1", "5")
    assert told(outcome) == ["change.made"] and team.ref.answers["triage.people"].value == Number(Decimal(5))


def test_an_edit_with_consequences_is_shown_first() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.reply("yes")
    assert confirming(team.edit("m1", "no")) == ["triage.shares"]
    assert team.ref.answers["triage.shares"].value == YES


def test_an_edit_that_says_the_same_is_nothing() -> None:
    team = at_people()
    team.reply("3")
    assert team.edit("m1", "three").saves == ()


def test_an_edit_of_talk_or_by_another_is_nothing() -> None:
    team = at_people()
    team.reply("3")
    assert team.edit("m9", "5").saves == () and team.edit("", "5").saves == ()
    assert team.edit("m1", "5", by=JON).saves == ()


def test_an_edit_that_cannot_be_read_leaves_the_answer_and_says_so() -> None:
    team = at_people()
    team.reply("3")
    outcome = team.edit("m1", "oh well")
    assert told(outcome) == ["edit.unread"] and team.ref.answers["triage.people"].value == Number(Decimal(3))


def test_an_edit_while_paused_says_so() -> None:
    team = at_people()
    team.reply("3")
    team.pause()
    assert told(team.edit("m1", "5")) == ["stale.paused"]


def test_an_edit_by_somebody_who_no_longer_holds_the_role_is_nothing() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(NO)
    team.reply("yes", by=PRIYA)
    team.give(Role.COUNSEL, JON)
    assert team.edit("m1", "no", by=PRIYA).saves == ()


def test_an_edited_text_is_the_text_as_it_reads_now() -> None:
    team = in_review()
    team.deepen()
    team.reply("Old tooling.")
    assert told(team.edit("m1", "New tooling.")) == ["change.made"]
    assert team.ref.answers["later.notes"].value == Text("New tooling.")


# ── two at once ──────────────────────────────────────────────────────────────


def test_the_second_of_two_is_told_who_was_first_and_may_change_it() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE, by=JON)
    late = team.click(Choice("services"), "triage.work", by=PRIYA, revision=0)
    assert is_refused(late, "stale.answered")
    assert isinstance(late.reply, Whispered) and late.reply.buttons == ("change",)


def test_one_person_pressing_twice_is_told_that_it_stands() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE, by=JON)
    assert is_refused(team.click(SOFTWARE, "triage.work", by=JON, revision=0), "change.same")
    assert len([entry for entry in team.log if entry.what == "answered"]) == 1


def test_a_reading_is_settled_by_whoever_answers_first() -> None:
    team = at_price()
    team.reply("100 kr")
    team.click(Money(Decimal(5), "EUR"), "kinds.price", by=JON)
    assert is_refused(team.confirm("kinds.price"), "stale.nothing_waits")
    assert team.ref.answers["kinds.price"].value == Money(Decimal(5), "EUR")
