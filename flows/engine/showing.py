"""What somebody comes with unasked (the proof of a duty): it is said that it was kept, and what is asked after it goes to whoever came with it.

Nobody else's turn is taken for it: what stood open in the thread stays open there, and a run that is finished stays so.
"""

from __future__ import annotations

from itertools import takewhile

from flows.engine.asking import HANDED_FOR, waiting
from flows.engine.facts import SessionFacts
from flows.engine.renewing import wanted_as
from flows.engine.turn import Turn
from flows.model.effects import Mention, Note, On, Piece, RefreshRoot, Tell, Whisper, Words
from flows.model.flow import Question
from flows.model.session import SessionState, Spot


def beside(turn: Turn, spot: Spot) -> bool:
    """Whether an answer given at ``spot`` has no part in the conversation of the thread: nobody asked for it there. To be told before it counts."""
    done = turn.session.state is SessionState.DONE
    follows = spot.question in turn.plan.following and (done or spot in turn.facts.handed())
    return shows(turn.question(spot)) or follows


def shows(question: Question) -> bool:
    """Whether a question tells what somebody comes with unasked, for a day that comes round."""
    return question.unasked and question.after is not None


def asked_after(turn: Turn, spot: Spot) -> tuple[Spot, ...]:
    """What is still to be asked of the same row, of what is given anew after another answer, in whosever hands it is."""
    questions = (one for one in turn.section(spot.question).questions if not one.unasked)
    after = (Spot(question.id, spot.item) for question in questions if question.id in turn.plan.following)
    return tuple(one for one in after if turn.facts.applies(one) and turn.facts.wanted(one))


def is_put_later(facts: SessionFacts, spot: Spot) -> bool:
    """Whether of what is asked after something that was shown another question of the same row is put first: all of it waits for whoever showed it,
    one after another."""
    following, handed = facts.plan.following, facts.handed()
    if spot.question not in following:
        return False
    section = facts.plan.sections[facts.plan.questions[spot.question].section]
    before = takewhile(lambda one: one.id != spot.question, section.questions)
    return any(one.id in following and Spot(one.id, spot.item) in handed for one in before)


def go_beside(turn: Turn, spot: Spot, notes: tuple[Note, ...]) -> None:
    """Tell the thread what was given at ``spot``, and whoever gave it that it is kept; what is asked after it waits for them alone."""
    session, unasked = turn.session.id, shows(turn.question(spot))
    given: dict[str, Piece] = {"question": Words(session, spot, "text"), "answer": Words(session, spot, "answer")}
    aloud = (Note("shown.told", {"who": Mention(turn.by), **given}), *notes) if unasked else notes
    if aloud:
        turn.follow(Tell(session, aloud, spot))
    told = (Note("shown.kept", given), *_only_words(turn, spot)) if unasked else ()
    if turn.session.state is SessionState.DONE:
        turn.settle_review()
        turn.follow(RefreshRoot(session))
    after = asked_after(turn, spot)
    _hand(turn, after)
    mine = [one for one in turn.session.assignments if one.spot in after and one.to == turn.by]
    if mine:
        told = (*told, Note("shown.next", {"due": On(mine[0].due)}))
    if told:
        turn.follow(Whisper(turn.by, told, session, mine[0].spot if mine else spot))


def _hand(turn: Turn, spots: tuple[Spot, ...]) -> None:
    """Let what is in nobody's hands wait for whoever acts: all of it, so that the thread is asked none of it meanwhile."""
    handed = turn.facts.handed()
    for spot in (one for one in spots if one not in handed):
        mine = waiting(turn, spot, turn.by, turn.today + HANDED_FOR)
        turn.put_session(assignments=(*turn.session.assignments, mine))
        turn.note("handed", spot=spot, person=turn.by)
        turn.settle(spot)


def _only_words(turn: Turn, spot: Spot) -> tuple[Note, ...]:
    """That no file stands behind what was shown, where it was agreed what would show it."""
    proof = wanted_as(turn.facts, spot)
    if proof is None or turn.session.answers[spot.key].evidence:
        return ()
    return (Note("shown.words", {"proof": Words(turn.session.id, proof, "answer")}),)
