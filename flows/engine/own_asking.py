"""Counsel asks in words, and is answered in words: put to one person, answered, handed on (`work`), withdrawn. The words are told to those two alone.

While one is open the question of the flow says yes by itself, and no decision is taken: see `deciders`. Whether none is left is counsel's to say.
"""

from __future__ import annotations

from typing import assert_never

import msgspec

from flows.engine.asking import HANDED_FOR
from flows.engine.changing import is_change, same, settle_change
from flows.engine.giving import closed, consider
from flows.engine.own import Standing, adds, asks_at, lane_of, own_spot, standing
from flows.engine.readers.no_more import ends_questions, says_that_was_all
from flows.engine.readers.texts import MOST_TEXT
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, On, Outcome, Piece, Whisper, Whispered, Words
from flows.model.ids import ActionId, PersonId
from flows.model.own_questions import (
    CounselAnswered,
    CounselAsked,
    CounselDone,
    CounselWithdrew,
    OwnAnswer,
    OwnEvent,
    OwnQuestion,
)
from flows.model.people import Role
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.session import Draft, Spot
from flows.model.values import YesNo, says_yes

TEXT, TO = "text", "to"
"""Fields of the forms."""
ON = ("own_put", "own_none")
"""What counsel can do once nothing is open: ask more, or say that there is nothing more."""


def happened(turn: Turn, event: OwnEvent) -> Outcome:
    """What counsel asked in words, or was answered."""
    match event:
        case CounselAsked():
            return _asked(turn, event)
        case CounselAnswered():
            return _answered(turn, event)
        case CounselWithdrew(action=action):
            return _withdrawn(turn, action)
        case CounselDone():
            return _done(turn)
        case _:
            assert_never(event)


def _barred(turn: Turn) -> Spot | Outcome:
    """Where the flow asks whether there are any; or why there can be none here, or not now, or not by this person."""
    spot = asks_at(turn.plan)
    if spot is None:
        return refuse(Note("own.not_here"))
    if turn.by != turn.programme.holder(Role.COUNSEL):
        return refuse(Note("own.not_counsel"))
    return closed(turn, spot) or spot


def _asked(turn: Turn, event: CounselAsked) -> Outcome:
    """A question is put to one person, who gets its words; the flow's own question is answered with a yes by it."""
    spot, text, to = _barred(turn), event.text.strip(), event.to or turn.programme.owner
    if isinstance(spot, Outcome):
        return spot
    wrong = _unfit(text)
    if wrong is not None:
        return wrong
    if to == turn.by:
        return refuse(Note("own.yourself"), field=TO)
    action = _open(turn, to, Role.OWNER if event.to is None else None)
    turn.put_session(own=(*turn.session.own, OwnQuestion(action.id, text, turn.by, turn.at)))
    turn.note("counsel_asked", spot=action.spot, action=action.id, person=to)
    tell(turn, to, action)
    _say(turn, spot, yes=True)
    return turn.outcome(
        Whispered((Note("own.put", {"to": Mention(to), "due": On(action.due)}),), ("own_list",), turn.session.id)
    )


def _unfit(text: str) -> Outcome | None:
    """Why words are none that can be passed on."""
    if not text:
        return refuse(Note("own.blank"), field=TEXT)
    long = {"count": len(text), "most": MOST_TEXT}
    return refuse(Note("reading.text.long", {**long}), field=TEXT) if len(text) > MOST_TEXT else None


def _open(turn: Turn, to: PersonId, role: Role | None) -> Action:
    """The work that a question is, without its words."""
    id_ = ActionId(f"action-{turn.number()}")
    action = Action(
        id=id_,
        session=turn.session.id,
        spot=own_spot(id_),
        why=ActionWhy.COUNSEL,
        due=turn.today + HANDED_FOR,
        opened=turn.at,
        role=role,
        owner=to,
        about=turn.named,
    )
    turn.put_action(action)
    return action


def tell(turn: Turn, to: PersonId, action: Action) -> None:
    """Whoever has the work of a question gets its words by direct message; they are found when that is sent, and only for whoever has it then."""
    turn.follow(Whisper(to, (), turn.session.id, action.spot))


def _say(turn: Turn, spot: Spot, *, yes: bool) -> None:
    """What counsel said of their own questions answers that of the flow too."""
    draft = Draft(spot, turn.by, given=YesNo(yes))
    if not is_change(turn, spot):
        consider(turn, draft)
    elif not same(turn.session.answer_at(spot), draft):
        settle_change(turn, draft)


# ── answered, withdrawn ──────────────────────────────────────────────────────


def _found(turn: Turn, action: ActionId) -> Standing | Outcome:
    """The question, while it is open; else why nothing can be done about it any more."""
    one = next((one for one in standing(turn.session, turn.actions()) if one.work.id == action), None)
    if one is not None and one.open:
        return one
    answered = one is not None and one.asked.answer is not None
    return refuse(Note("own.answered_already" if answered else "own.gone"))


def _answered(turn: Turn, event: CounselAnswered) -> Outcome:
    """An answer of whoever has the question goes to counsel, and to nobody else; so does what they add to it."""
    text, counsel = event.text.strip(), turn.programme.holder(Role.COUNSEL)
    if counsel is None:  # it was promised that nobody else reads it
        owner = turn.programme.owner
        return refuse(
            Note("own.no_counsel.you") if turn.by == owner else Note("own.no_counsel", {"who": Mention(owner)})
        )
    known = next((one for one in standing(turn.session, turn.actions()) if one.work.id == event.action), None)
    if known is not None and text and adds(known, turn.by):
        return _unfit(text) or _added(turn, known, text, counsel)
    one = _found(turn, event.action)
    if isinstance(one, Outcome):
        return one
    if one.to != turn.by:
        return refuse(Note("own.not_yours"))
    wrong = _unfit(text) if text else None
    if wrong is not None:
        return wrong
    answered = msgspec.structs.replace(one.asked, answer=OwnAnswer(turn.by, turn.at, text))
    _put(turn, answered)
    _close(turn, one.work, ActionState.DONE)
    turn.note("counsel_answered", spot=one.work.spot, action=one.work.id)
    if text:
        return _passed(turn, counsel, Note("own.answered", _told(turn, one.work, "own_answer")))
    return _passed(turn, counsel, Note("own.unanswered", _told(turn, one.work, "own_answer")), again=True)


def _added(turn: Turn, one: Standing, text: str, counsel: PersonId) -> Outcome:
    """Whoever answered says more, or knows now what they did not."""
    if one.asked.answer is not None and not one.asked.answer.text:
        _put(turn, msgspec.structs.replace(one.asked, answer=OwnAnswer(turn.by, turn.at, text)))
        turn.note("counsel_answered", spot=one.work.spot, action=one.work.id)
        return _passed(turn, counsel, Note("own.answered", _told(turn, one.work, "own_answer")))
    _put(turn, msgspec.structs.replace(one.asked, more=(*one.asked.more, OwnAnswer(turn.by, turn.at, text))))
    turn.note("counsel_answered", spot=one.work.spot, action=one.work.id)
    return _passed(turn, counsel, Note("own.answered_more", _told(turn, one.work, "own_more")))


def _put(turn: Turn, question: OwnQuestion) -> None:
    turn.put_session(own=tuple(question if q.action == question.action else q for q in turn.session.own))


def _passed(turn: Turn, counsel: PersonId, note: Note, *, again: bool = False) -> Outcome:
    """What was said goes to counsel, and whoever said it is told so. ``again``: the question is still to be answered, by somebody else."""
    put = ("own_put",) if again and not _shut(turn) else ()
    left = _left(turn) if _count(turn) or not again else ()
    turn.follow(Whisper(counsel, (note, *left), turn.session.id, buttons=tuple(dict.fromkeys((*put, *_on(turn))))))
    return turn.outcome(Whispered((Note("own.taken", {"who": Mention(counsel)}),), (), turn.session.id))


def _told(turn: Turn, work: Action, said: str) -> dict[str, Piece]:
    """What an answer is told with: the words of both stand in the session alone, and are found when it is sent."""
    question, answer = (Words(turn.session.id, work.spot, part) for part in ("own_question", said))
    return {"who": Mention(turn.by), "about": work.about, "question": question, "answer": answer}


def _withdrawn(turn: Turn, action: ActionId) -> Outcome:
    """Counsel takes a question back, or the owner where there is no counsel any more; whoever had it is told."""
    if turn.by != lane_of(turn.programme):
        return refuse(Note("own.not_counsel"))
    one = _found(turn, action)
    if isinstance(one, Outcome):
        return one
    _close(turn, one.work, ActionState.WITHDRAWN)
    turn.note("counsel_withdrew", spot=one.work.spot, action=one.work.id)
    question = Words(turn.session.id, one.work.spot, "own_question")
    told = Note("own.taken_back", {"who": Mention(turn.by), "about": one.work.about, "question": question})
    turn.follow(Whisper(one.to, (told,), turn.session.id))
    return turn.outcome(Whispered((Note("own.withdrawn"), *_left(turn)), _on(turn), turn.session.id))


def _close(turn: Turn, work: Action, state: ActionState) -> None:
    turn.put_action(msgspec.structs.replace(work, state=state, closed=turn.at))


def _count(turn: Turn) -> int:
    return sum(one.open for one in standing(turn.session, turn.actions()))


def _shut(turn: Turn) -> bool:
    """Whether counsel can ask no more here, nor say that there is nothing more: the review is finished, or it has no such question."""
    spot = asks_at(turn.plan)
    return spot is None or closed(turn, spot) is not None


def _left(turn: Turn) -> tuple[Note, ...]:
    """How many are open still, or that counsel can go on."""
    count = _count(turn)
    if count:
        return (Note("own.left", {"count": count}),)
    return () if _shut(turn) else (Note("own.none_left"),)


def _on(turn: Turn) -> tuple[str, ...]:
    return ("own_list",) if _count(turn) or _shut(turn) else ON


def _done(turn: Turn) -> Outcome:
    """Counsel has no question left: the flow's own question is answered with a no by it."""
    spot = _barred(turn)
    if isinstance(spot, Outcome):
        return spot
    count = _count(turn)
    if count:
        return refuse(Note("own.open", {"count": count}), ("own_list",), turn.session.id)
    _say(turn, spot, yes=False)
    return turn.outcome(Whispered((Note("own.done"),), (), turn.session.id))


def none_left(turn: Turn, spot: Spot, said: str) -> Outcome | None:
    """What counsel says of their own questions while another one of theirs is open at ``spot``: "no more questions" is no answer to that, and no
    refusal to sign. Short of that name ("that was all") it is so at the decision alone, while they are said to have some. None for any others."""
    asks, question = asks_at(turn.plan), turn.question(spot)
    if (
        asks is None
        or asks == spot
        or question.role is not Role.COUNSEL
        or turn.by != turn.programme.holder(Role.COUNSEL)
    ):
        return None
    wanted = question.withdraws and (answer := turn.session.answer_at(asks)) is not None and says_yes(answer.value)
    return _done(turn) if ends_questions(said) or (wanted and says_that_was_all(said)) else None
