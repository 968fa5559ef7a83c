"""What is said to a question in doubt, or asks something itself: the same in the thread and to the bot alone."""

from __future__ import annotations

from flows.engine.deciders import decisions
from flows.engine.own import asks_at, asks_counsel
from flows.engine.readers import Aside, Heard, Nonsense, Read, Unclear, asks
from flows.engine.readers.no_more import ends_questions, says_that_was_all
from flows.engine.thread import context
from flows.engine.turn import Turn
from flows.model.effects import Note, Whispered
from flows.model.events import Replied
from flows.model.flow import Question
from flows.model.people import Role
from flows.model.session import Spot
from flows.model.values import Text, YesNo

LIKE_OWN, BEHIND_YES = "own.reads_like", "own.behind_yes"


def as_guessed(turn: Turn, spot: Spot, heard: Heard) -> Heard:
    """The same; but what a decision is about and was said with doubt ("England I suppose") wants a yes, for a sign-off covers no guess."""
    if not isinstance(heard, Read):
        return heard
    guessed = heard.hedged and not isinstance(heard.value, Text) and any(decisions(turn, spot))
    return Unclear((heard.value,), heard.hedged) if guessed else heard


def counsel_asks(turn: Turn, spot: Spot, event: Replied) -> bool:
    """Whether counsel asks something where a question of theirs is open, in a flow that has a place for their own."""
    question = turn.question(spot)
    of_counsel = question.role is Role.COUNSEL and turn.by == turn.programme.holder(Role.COUNSEL)
    return of_counsel and asks_at(turn.plan) is not None and asks(event.text, context(turn, question, event.names))


def reads_like_own(turn: Turn, spot: Spot, event: Replied, heard: Heard) -> bool:
    """Whether what would be asked back, or not be read, is a question that counsel asks."""
    in_question = isinstance(heard, Unclear | Nonsense) or heard == Aside("meaning")
    return in_question and counsel_asks(turn, spot, event)


def behind_yes(question: Question, heard: Heard) -> Unclear | None:
    """A yes to "have you questions?" that says more: it is bound by nothing, and the rest is a question of theirs. None for any other."""
    if not asks_counsel(question) or not isinstance(heard, Unclear):
        return None
    bound = any(isinstance(one, YesNo) and one.condition for one in heard.values)
    return Unclear((YesNo(True),), heard.hedged) if bound else None


def weighed(turn: Turn, spot: Spot, event: Replied, heard: Heard) -> tuple[Heard, str]:
    """What was said as it counts, and the sentence by which counsel is led to questions of their own; "" where none does."""
    if asks_counsel(turn.question(spot)) and (ends_questions(event.text) or says_that_was_all(event.text)):
        return Read(YesNo(False)), ""
    heard = as_guessed(turn, spot, heard)
    if reads_like_own(turn, spot, event, heard):
        return heard, LIKE_OWN
    behind = behind_yes(turn.question(spot), heard)
    return (behind, BEHIND_YES) if behind is not None else (heard, "")


def as_own_question(turn: Turn, spot: Spot, said: str = LIKE_OWN) -> Whispered:
    """What counsel asks is never taken for their decision: they are shown, alone, the way to put it to somebody."""
    return Whispered((Note(said),), ("own_put",), turn.session.id, spot)
