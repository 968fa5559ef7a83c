"""An answer that was given with a doubt: marked wherever it is shown, and confirmed by a press or by word."""

from __future__ import annotations

from decimal import Decimal

from flows.engine.screens import question, review
from flows.model.effects import Note, Outcome, Tell
from flows.model.events import Verified
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.screens import Button, Buttons, Row, Screen
from flows.model.session import Standing
from flows.model.values import NewItems, Number
from tests.builders import JON, MARIA, NO, PRIYA, YES, asked, confirming, effects_of, flow_of, is_refused, spot, told
from tests.flows.engine.crew import PAPER, SOFTWARE, Crew, does, words
from tests.flows.engine.small import STORY

GUESSED = spot("triage.shares")
YESES = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: Is it so?, why: W., source: method}
      - {ask: second, kind: yes_no, text: Is that so?, why: W., source: method}
      - {ask: third, kind: yes_no, role: counsel, text: Is it lawful?, why: W., source: method}
      - {ask: last, kind: number, text: How many?, why: W., source: method}
""")


def in_doubt() -> Crew:
    """A team that was not certain whether anything is shared, and is asked for a number next."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.reply("I think so")
    return team


def doubtless(team: Crew, at: str = GUESSED.question, by: PersonId = MARIA) -> Outcome:
    return team.say(by, Verified(team.ref.id, spot(at), doubt=True))


def shown(team: Crew) -> Screen:
    """The question as it stands in the thread once it is answered."""
    return question.settled(team.scene(), GUESSED, team.ref.postings[GUESSED.key])


def presses(screen: Screen) -> list[Button]:
    """The presses that take a doubt off, wherever they stand."""
    beside = [part.button for part in screen.parts if isinstance(part, Row)]
    below = [one for part in screen.parts if isinstance(part, Buttons) for one in part.buttons]
    return [one for one in (*beside, *below) if one.ref.do == "certain"]


def test_it_is_marked_with_the_way_to_confirm_it_wherever_it_is_shown() -> None:
    team = in_doubt()
    settled = shown(team)
    assert "Said with a doubt, so it counts as claimed until somebody confirms it." in words(settled)
    assert does(settled) == ["change", "certain"]
    lines = words(review.review(team.scene()))
    assert "Will anything be shared?: Yes · Maria Kowalska · claimed, and not certain" in lines
    assert "To be confirmed (1), said with a doubt" in lines
    assert [one.ref.spot for one in presses(review.review(team.scene()))] == [GUESSED]
    summary = words(review.summary(team.scene()))
    assert any(line.startswith("• Will anything be shared? Yes · Maria Kowalska") for line in summary)
    assert len(presses(review.summary(team.scene()))) == 1


def test_beside_what_is_noted_of_it_stands_the_press_and_undo() -> None:
    team = Crew.at(YESES)
    outcome = team.reply("I think so")
    assert told(outcome) == ["noted.hedged"]
    put = question.asked(team.scene(), spot("one.second"), (Note("noted.hedged", {"answer": "Yes"}),))
    assert does(put)[:2] == ["certain", "undo"]


def test_a_press_takes_the_doubt_off_and_proves_nothing() -> None:
    team = in_doubt()
    team.review()
    outcome = doubtless(team, by=JON)
    answer = team.answer("triage.shares")
    assert told(outcome) == ["certain.done"]
    assert answer is not None and not answer.hedged and answer.standing is Standing.CLAIMED and answer.by == MARIA
    assert "certain" in team.logged()
    assert not presses(review.review(team.scene())) and not presses(review.summary(team.scene()))
    assert is_refused(doubtless(team), "certain.already"), "a press that comes late"


def test_what_is_gone_or_for_somebody_else_is_not_confirmed() -> None:
    team = in_doubt()
    assert is_refused(doubtless(team, "triage.people"), "verify.nothing")
    team = Crew.at(YESES)
    team.give(Role.COUNSEL, PRIYA)
    team.click(YES)
    team.click(NO)
    team.reply("I think so", by=PRIYA)
    assert is_refused(doubtless(team, "one.third"), "role.other")
    assert told(team.reply("confirmed")) == ["role.other"]
    assert told(team.reply("confirmed", by=PRIYA)) == ["certain.done"]
    assert team.answer("one.third") is not None and not team.ref.answers["one.third"].hedged


def test_a_paper_takes_the_doubt_off_too() -> None:
    team = in_doubt()
    team.reply("", documents=(PAPER,))
    assert "Said with a doubt" not in " ".join(words(shown(team)))
    assert does(shown(team)) == ["change", "verify"]


def test_by_word_it_is_confirmed_in_the_thread_and_the_open_question_stays_open() -> None:
    for said in (
        "confirmed",
        "I can confirm that now",
        "Confirmed it, thanks",
        "it's certain now",
        "yes, I am sure of it",
    ):
        team = in_doubt()
        outcome = team.reply(said, by=JON)
        assert told(outcome) == ["certain.done"] and effects_of(outcome, Tell) and not asked(outcome), said
        assert not team.ref.answers[GUESSED.key].hedged and team.now_open == "triage.people"
    team = in_doubt()
    assert told(team.reply("40")) == ["noted.answer"], "an answer is one"
    assert told(team.reply("confirmed")) == ["certain.which"] and not team.live("asset"), "no asset is called so"
    team.click(NewItems((), ("Engine",)))
    assert told(team.reply("confirmed")) == ["certain.done"], "none of those to pick from is called so"


def test_where_it_could_be_the_answer_to_what_is_open_nothing_is_saved_before_a_press() -> None:
    team = Crew.at(YESES)
    team.reply("I think so")
    outcome = team.reply("confirmed")
    assert told(outcome) == ["certain.which"] and team.now_open == "one.second" and team.ref.answers["one.first"].hedged
    (tell,) = effects_of(outcome, Tell)
    assert isinstance(tell, Tell) and (tell.spot, tell.buttons) == (spot("one.first"), ("certain",))
    team.click(NO)
    team.give(Role.COUNSEL, PRIYA)
    assert confirming(team.reply("confirmed", by=PRIYA)) or team.answer("one.third"), "else it is for what is open"


def test_of_several_the_one_just_given_is_meant_else_the_review_shows_them() -> None:
    team = Crew.at(YESES)
    team.reply("I think so")
    team.reply("probably not")
    team.give(Role.COUNSEL, PRIYA)
    team.click(YES, by=PRIYA)
    assert team.now_open == "one.last"
    outcome = team.reply("confirmed")
    assert told(outcome) == ["certain.several"] and len(presses(review.review(team.scene()))) == 2
    team.click(Number(Decimal(3)))
    assert told(team.reply("confirmed")) == ["certain.several"]
    doubtless(team, "one.first")
    team.finish()
    assert told(team.reply("confirmed")) == ["certain.done"], "also once all is answered"
    assert told(team.reply("confirmed")) == ["rest.done"]


MANY = "  - section: one\n    title: One\n    questions:\n" + "".join(
    f"      - {{ask: q{number}, kind: yes_no, text: 'Is {number} so?', why: W., source: method}}\n"
    for number in range(5)
)


def test_a_run_that_stays_as_it_is_shows_them_without_a_press_and_of_many_the_first() -> None:
    team = Crew.at(flow_of(MANY, closes=True))
    for _ in range(5):
        team.reply("I think so")
    listed = words(review.review(team.scene()))
    assert "To be confirmed (5), said with a doubt" in listed and "… and 1 more" in listed
    assert len(presses(review.review(team.scene()))) == 4
    team.finish()
    summary = review.summary(team.scene())
    assert "• Is 3 so? Yes · Maria Kowalska" in words(summary) and not presses(summary)
    assert told(doubtless(team, "one.q0")) == ["closed.stands"]
