"""What was said to the bot alone and is not certain: asked back of whoever said it alone, and settled by a yes, a no or other words."""

from __future__ import annotations

from flows.engine.screens import asides
from flows.engine.screens.scene import Scene
from flows.model.effects import Outcome, Whispered
from flows.model.events import Confirmed, Dropped, Replied
from flows.model.flow import Stage
from flows.model.ids import PersonId, StageId
from flows.model.people import Role
from flows.model.session import Reading
from flows.model.values import Choices, Countries, Document
from tests.builders import JON, MARIA, NAMES, NO, PRIYA, YES, flow_of, is_refused, kinds, library_of, spot
from tests.flows.engine.crew import Crew, does, words
from tests.flows.engine.small import KINDS
from tests.flows.engine.test_signing_off import FLOW, OFFERED
from tests.flows.engine.test_signing_off import team as deciding

LAW = "decision.law"
PROVED = flow_of(
    """\
  - section: one
    title: One
    questions:
      - {ask: day, kind: date, evidence: true, future: false, text: When?, why: W., source: method}
      - {ask: end, kind: text, text: The last?, why: W., source: method}
"""
)


def tells(here: Crew, text: str, question: str, by: PersonId = JON) -> Outcome:
    """Said to the bot alone."""
    return here.say(by, Replied(here.ref.id, text, "", (), NAMES, spot(question)))


def back(outcome: Outcome) -> list[object]:
    """The readings that are asked back of whoever spoke."""
    assert isinstance(outcome.reply, Whispered) and outcome.reply.reading is not None
    return [outcome.reply.reading.draft.given, *outcome.reply.reading.others]


def heard(outcome: Outcome) -> list[str]:
    assert isinstance(outcome.reply, Whispered)
    return [note.key for note in outcome.reply.notes]


def at_law() -> Crew:
    """Counsel has said which points they decide on, and is asked whose law they cover."""
    here = deciding()
    here.click(Choices(("secrecy",)), by=PRIYA)
    return here


def jons(question: str) -> Crew:
    here = Crew.at(KINDS)
    here.hand(JON, question)
    return here


def test_a_guess_of_counsel_to_the_bot_alone_is_asked_back_there_and_a_yes_counts() -> None:
    here = at_law()
    asked = tells(here, "Germany I suppose", LAW, PRIYA)
    assert back(asked) == [Countries(("DE",))]
    assert here.answer(LAW) is None and here.ref.pending is None and kinds(asked) == []
    assert isinstance(asked.reply, Whispered)
    shown = asides.whispered(Scene(here, here.ref.id, here.library, here.now), asked.reply)
    assert does(shown) == ["meant_so", "meant_not"] and any("Whose law?" in line for line in words(shown))
    assert heard(tells(here, "yes", LAW, PRIYA)) == ["hand.taken"]
    answer = here.answer(LAW)
    assert answer is not None and answer.value == Countries(("DE",)) and answer.private
    assert here.ref.doubted == () and here.now_open == "decision.signed_off"


def test_a_no_keeps_nothing_and_a_correction_counts() -> None:
    here = at_law()
    tells(here, "Germany I suppose", LAW, PRIYA)
    assert heard(tells(here, "no", LAW, PRIYA)) == ["hand.again"]
    assert here.ref.doubted == () and here.answer(LAW) is None
    tells(here, "Germany I suppose", LAW, PRIYA)
    assert heard(tells(here, "Poland", LAW, PRIYA)) == ["hand.taken"]
    answer = here.answer(LAW)
    assert answer is not None and answer.value == Countries(("PL",)) and here.ref.doubted == ()


def test_what_stands_behind_a_no_is_the_answer_or_is_asked_back_in_its_turn() -> None:
    here = at_law()
    tells(here, "Germany I suppose", LAW, PRIYA)
    assert back(tells(here, "no, Georgia or Poland", LAW, PRIYA)) != [Countries(("DE",))]
    assert len(here.ref.doubted) == 1 and here.answer(LAW) is None
    assert heard(tells(here, "no, just Poland", LAW, PRIYA)) == ["hand.taken"]
    answer = here.answer(LAW)
    assert answer is not None and answer.value == Countries(("PL",))


def test_it_is_settled_by_a_press_once_and_only_by_whoever_said_it() -> None:
    here = at_law()
    tells(here, "Germany I suppose", LAW, PRIYA)
    yes, no = (kind(here.ref.id, spot(LAW), alone=True) for kind in (Confirmed, Dropped))
    assert is_refused(here.say(JON, yes), "stale.nothing_waits") and is_refused(
        here.say(JON, no), "stale.nothing_waits"
    )
    assert is_refused(here.say(PRIYA, Confirmed(here.ref.id, spot(LAW), 4, alone=True)), "stale.nothing_waits")
    assert heard(here.say(PRIYA, no)) == ["hand.again"]
    assert is_refused(here.say(PRIYA, yes), "stale.nothing_waits")
    tells(here, "Germany I suppose", LAW, PRIYA)
    here.give(Role.COUNSEL, JON)
    assert is_refused(here.say(PRIYA, yes), "role.other")
    here.give(Role.COUNSEL, PRIYA)
    assert heard(here.say(PRIYA, yes)) == ["hand.taken"]


def test_what_counsel_asks_there_is_offered_as_a_question_of_their_own() -> None:
    here = deciding()
    asked = tells(here, "does this cover the law too?", "decision.points", PRIYA)
    assert isinstance(asked.reply, Whispered) and (asked.reply.notes, asked.reply.buttons) == (
        OFFERED.notes,
        OFFERED.buttons,
    )
    assert here.ref.doubted == ()


def test_a_day_on_the_unlikely_side_and_two_readings_are_asked_back_too() -> None:
    here = jons("kinds.by_when")
    assert len(back(tells(here, "1 March 2020", "kinds.by_when"))) == 1
    assert heard(tells(here, "yes", "kinds.by_when")) == ["hand.taken"]
    other = jons("kinds.by_when")
    two = back(tells(other, "03/04/2027", "kinds.by_when"))
    assert len(two) == 2
    assert heard(tells(other, "yes", "kinds.by_when")) == ["reading.which"]
    assert heard(tells(other, "2", "kinds.by_when")) == ["hand.taken"]
    answer = other.answer("kinds.by_when")
    assert answer is not None and answer.value == two[1]


def test_what_each_of_two_said_of_the_same_is_theirs_and_an_answer_ends_both() -> None:
    here = jons("kinds.by_when")
    tells(here, "1 March 2020", "kinds.by_when")
    tells(here, "2 March 2020", "kinds.by_when", MARIA)
    assert [one.draft.by for one in here.ref.doubted] == [JON, MARIA]
    tells(here, "3 March 2020", "kinds.by_when")
    assert [one.draft.by for one in here.ref.doubted] == [MARIA, JON]
    tells(here, "1 March 2030", "kinds.by_when", MARIA)
    assert here.answer("kinds.by_when") is not None and here.ref.doubted == ()
    assert is_refused(here.say(JON, Confirmed(here.ref.id, spot("kinds.by_when"), alone=True)), "stale.nothing_waits")


def test_a_no_that_is_asked_back_and_gets_a_yes_is_asked_back_as_both() -> None:
    here = Crew.at(KINDS)
    tells(here, "no idea, no", "kinds.sure", MARIA)
    assert here.ref.doubted[0].draft.given == NO
    assert back(tells(here, "yes", "kinds.sure", MARIA)) == [NO, YES]


def test_a_guess_behind_a_no_is_asked_back_too() -> None:
    here = at_law()
    tells(here, "Germany I suppose", LAW, PRIYA)
    assert back(tells(here, "no, Poland I suppose", LAW, PRIYA)) == [Countries(("PL",))] and here.answer(LAW) is None
    here = at_law()
    here.reply("Germany I suppose", by=PRIYA)
    here.reply("no, Poland I suppose", by=PRIYA)
    assert here.ref.pending is not None and here.answer(LAW) is None


def asks_counsel_first() -> Crew:
    """Counsel is asked whether they have questions of their own."""
    here = Crew(library_of(FLOW, stages=(Stage(StageId("first"), "The first", FLOW.id),)))
    here.start(FLOW)
    here.give(Role.COUNSEL, PRIYA)
    return here


def test_what_stands_behind_counsels_yes_to_having_questions_is_no_condition_wherever_it_is_said() -> None:
    said = "yes, once I know who paid for the 2019 escrow"
    here = asks_counsel_first()
    question = here.now_open
    assert question is not None
    alone = tells(here, said, question, PRIYA)
    assert back(alone) == [YES] and heard(alone)[-1] == "own.behind_yes"
    here = asks_counsel_first()
    aloud = here.say(PRIYA, Replied(here.ref.id, said, "1.0", (), NAMES, spot(question)))
    assert heard(aloud) == ["own.behind_yes"] and isinstance(here.ref.pending, Reading)
    assert here.ref.pending.draft.given == YES and not here.ref.pending.others


def test_files_that_come_with_the_yes_or_behind_a_no_back_the_answer() -> None:
    proof, other = Document("F1", "proof.pdf"), Document("F2", "other.pdf")
    for words_said in ("yes", "no, 1 March 2020"):
        here = Crew.at(PROVED)
        here.hand(JON, "one.day")
        here.say(JON, Replied(here.ref.id, "1 March 2031", "", (other,), NAMES, spot("one.day")))
        assert here.answer("one.day") is None
        here.say(JON, Replied(here.ref.id, words_said, "", (proof,), NAMES, spot("one.day")))
        answer = here.answer("one.day")
        assert answer is not None and {one.name for one in answer.evidence} == {"other.pdf", "proof.pdf"}
