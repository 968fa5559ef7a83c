"""The door every answer comes through, clicked or typed: is it this person's to give, is it in time, does it fit the question?"""

from __future__ import annotations

import msgspec

from flows.engine import apart
from flows.engine.answers import commit, with_papers
from flows.engine.asking import go_on, let_go, still_open, walk_on
from flows.engine.changing import is_change, propose, same, settle_change
from flows.engine.closing import fixed, shut_at
from flows.engine.deciders import undecided
from flows.engine.fitting import misfit, tidied, wants_a_yes
from flows.engine.likewise import leaving_out
from flows.engine.proposing import named
from flows.engine.showing import beside, go_beside
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, Outcome, Piece, Tell, Term, Whispered, Words
from flows.model.flow import Question
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.session import AnswerState, Change, Draft, Reading, Rethink, Session, SessionState, Spot


def give(turn: Turn, draft: Draft, revision: int | None) -> Outcome:
    """Take an answer. ``revision`` is what the button showed; None for a typed reply, which answers whatever is open now."""
    turn.question(draft.spot)  # raises NotHere where the flow has none of that name
    barred = closed(turn, draft.spot, revision) or late(turn, draft, revision)
    if barred is None and not _skips_what_nobody_said(turn, draft):
        barred = not_yours(turn, draft.spot)
    return barred or consider(turn, draft)


def consider(turn: Turn, draft: Draft, agreed: Reading | Change | None = None) -> Outcome:
    """An admitted draft: its value must fit, and where it is likely a slip it wants a yes first. ``agreed`` is what just got one."""
    question, given = turn.question(draft.spot), draft.given
    waiting = turn.session.pending
    if isinstance(waiting, Rethink) and waiting.spot == draft.spot:
        draft = msgspec.structs.replace(draft, papers=(*waiting.papers, *draft.papers))
    if given is not None:
        given = tidied(turn, question, given)
        draft = msgspec.structs.replace(draft, given=given)
        wrong = misfit(turn, question, given)
        if wrong is not None:
            return refuse(wrong, session=turn.session.id, spot=draft.spot)
        if wants_a_yes(question, given, turn.today) and agreed is None and not _shown(turn, draft):
            return ask_whether(turn, Reading(draft))
        ways = leaving_out(turn, draft.spot, given) if agreed is None and not _shown(turn, draft) else ()
        if ways:
            return ask_whether(turn, Reading(msgspec.structs.replace(draft, given=ways[0]), ways[1:]))
    kept = apart.barred(turn, draft) or undecided(turn, draft)
    if kept is not None:
        return kept
    let_doubt_go(turn, draft.spot)
    if not is_change(turn, draft.spot):
        _take(turn, draft, aloud=agreed is not None and not draft.private)
    elif same(turn.session.answer_at(draft.spot), draft):
        _stay(turn, draft)
    elif (barred := fixed(turn, draft)) is not None:
        return barred
    elif isinstance(agreed, Change):
        settle_change(turn, draft)
    else:
        propose(turn, draft)
    return turn.outcome()


def _take(turn: Turn, draft: Draft, *, aloud: bool) -> None:
    """Let an admitted answer count, and go on. ``aloud``: it was asked back in the thread, so that what was open there stands further up by now."""
    spot = draft.spot
    in_hand = turn.session.spot in (spot, None)  # what it opens belongs to it, and comes now
    aside = beside(turn, spot)
    done = commit(turn, draft)
    notes = (*done.noted, *done.followed)
    turn.settle(spot)
    if aside:
        go_beside(turn, spot, done.followed)
    elif in_hand or not still_open(turn, turn.session.spot):
        walk_on(turn, spot, notes)
    elif notes:
        # Typed, it is told beside another question than it answers, which is the last that was said: so it says which.
        which: dict[str, Piece] = {"who": Mention(draft.by), "question": Words(turn.session.id, spot, "text")}
        told = (Note("noted.to", which), *notes) if done.noted else notes
        if aloud and turn.session.state is SessionState.ASKING and turn.session.pending is None:
            go_on(turn, told)
        else:
            turn.follow(Tell(turn.session.id, told, spot))


def _stay(turn: Turn, draft: Draft) -> None:
    """The same answer again: nothing to change but the papers that came with it, on with what was open."""
    if beside(turn, draft.spot):
        go_beside(turn, draft.spot, with_papers(turn, draft))
        return
    let_go(turn)
    turn.settle(draft.spot)
    kept = with_papers(turn, draft)
    go_on(turn, (Note("change.same", {"answer": Words(turn.session.id, draft.spot, "answer")}), *kept))


def ask_whether(turn: Turn, reading: Reading) -> Outcome:
    """Show a reading that wants a yes: in the thread, or to whoever said it to the bot alone, which is in nobody else's way."""
    question = turn.question(reading.spot)
    first, *others = (named(question, one) for one in (reading.draft.given, *reading.others) if one is not None)
    shown = Reading(msgspec.structs.replace(reading.draft, given=first), tuple(others))
    if reading.draft.private:
        let_doubt_go(turn, reading.spot, turn.by)
        turn.put_session(doubted=(*turn.session.doubted, shown))
        return turn.outcome(Whispered((), (), turn.session.id, reading.spot, reading=shown))
    let_go(turn)
    turn.put_session(pending=shown)
    turn.confirm(reading.spot)
    return turn.outcome()


def doubt_of(session: Session, spot: Spot, by: PersonId) -> Reading | None:
    """What somebody said of the question at a spot to the bot alone, and that wants their yes."""
    return next((one for one in session.doubted if (one.spot, one.draft.by) == (spot, by)), None)


def let_doubt_go(turn: Turn, spot: Spot, by: PersonId | None = None) -> None:
    """What was said of a question to the bot alone wants no yes any more: what one person said, or whoever did."""
    left = tuple(one for one in turn.session.doubted if one.spot != spot or by not in (None, one.draft.by))
    if left != turn.session.doubted:
        turn.put_session(doubted=left)


def _shown(turn: Turn, draft: Draft) -> bool:
    """Whether this very value was shown and is now given once more."""
    waiting = turn.session.pending
    return (
        isinstance(waiting, Reading)
        and waiting.spot == draft.spot
        and draft.given in (waiting.draft.given, *waiting.others)
    )


def closed(turn: Turn, spot: Spot, revision: int | None = None) -> Outcome | None:
    """Why no answer can be given now: paused, finished, or the question is no longer part of the conversation. ``revision`` as in
    :func:`give`: one given in a finished part in sight of the answer that stands (a day renewed in a form) is a change of it (ADR 0027).
    What is never asked is given whenever somebody comes with it, and what is asked after it by whoever it waits for."""
    session = turn.session
    if session.state is SessionState.PAUSED:
        return paused(turn)
    fell = gone(turn, spot)
    if fell is not None:
        return fell
    if session.state is SessionState.DONE and (session.pending is None or session.pending.spot != spot):
        barred = shut_at(turn, spot)
        if barred is not None:
            return barred
        coming = is_change(turn, spot) or turn.question(spot).unasked
        if (revision is not None and coming) or spot in turn.facts.handed():
            return None
        return refuse(Note("stale.done"), buttons=("change",), session=session.id, spot=spot)
    return None


def gone(turn: Turn, spot: Spot) -> Outcome | None:
    """The question is no longer part of the conversation."""
    if turn.facts.applies(spot):
        return None
    session = turn.session
    return refuse(Note("stale.gone"), buttons=("continue",), session=session.id, spot=session.spot)


def paused(turn: Turn) -> Outcome:
    """Nothing can be answered while the session is paused."""
    return refuse(Note("stale.paused"), buttons=("resume",), session=turn.session.id)


def late(turn: Turn, draft: Draft, revision: int | None) -> Outcome | None:
    """Why a click comes too late: somebody answered meanwhile. The first counts; the second is told kindly and can change it."""
    session, spot = turn.session, draft.spot
    answer = session.answer_at(spot)
    if revision is None or answer is None or answer.revision == revision:
        return None
    shown = Words(session.id, spot, "answer")
    if answer.by == turn.by and same(answer, draft):
        return refuse(Note("change.same", {"answer": shown}), session=session.id, spot=spot)
    told = Note("stale.answered", {"who": Mention(answer.by), "answer": shown})
    return refuse(told, buttons=("change",), session=session.id, spot=spot)


def not_yours(turn: Turn, spot: Spot) -> Outcome | None:
    """Why this person may not answer: the question is for a role that somebody else holds, or that nobody holds yet. One that nobody has
    answered need not hold up the others: it can be left with whoever holds the role."""
    question = turn.question(spot)
    if question.role is None:
        return None
    holder = turn.programme.holder(question.role)
    role = Term(f"role.{question.role}")
    if holder is None:
        owner = Mention(turn.programme.owner)
        return refuse(Note("role.empty", {"role": role, "owner": owner}), session=turn.session.id)
    if holder == turn.by:
        return None
    session = turn.session
    on = ("hand_on",) if session.answer_at(spot) is None and spot not in turn.facts.handed() else ()
    return refuse(Note("role.other", {"role": role, "holder": Mention(holder)}), on, session.id, spot)


def _skips_what_nobody_said(turn: Turn, draft: Draft) -> bool:
    """Whether a draft leaves an unanswered question open: that decides nothing, so it is not for the role alone."""
    return draft.state is AnswerState.SKIPPED and turn.session.answer_at(draft.spot) is None


def role_wanted(turn: Turn, question: Question) -> Role | None:
    """The empty role that a question waits for."""
    role = question.role
    return role if role is not None and turn.programme.holder(role) is None else None
