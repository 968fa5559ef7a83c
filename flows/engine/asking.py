"""Which question comes next, and how it is put: the next open one, the one that stood open, or the review where none is left."""

from __future__ import annotations

import datetime as dt

from flows.engine import alarm
from flows.engine.lifecycle import move_stage
from flows.engine.offering import offer
from flows.engine.turn import Turn
from flows.model.effects import Ask, AskedElsewhere, Brief, Note, RefreshRoot, ShowLook, Tell, Words
from flows.model.ids import PersonId
from flows.model.session import Assignment, Rethink, SessionState, Spot

READINGS = "?readings"
"""What stands among the looks of a run once counsel was told how its clauses read (no look is called that)."""
HANDED_FOR = dt.timedelta(days=7)
"""How long somebody has for a question that waits for them without a day."""


def proceed(turn: Turn, after: Spot | None, notes: tuple[Note, ...] = ()) -> None:
    """Put the next open question after ``after`` below ``notes``; where none is left, the review. Shows the looks that are due."""
    spot = turn.plan.next_spot(turn.facts, after)
    if after is not None and (spot is None or turn.section(spot.question) is not turn.section(after.question)):
        _show_looks(turn)
    if spot is not None:
        _brief_counsel(turn, spot)
    if spot is None:
        _to_review(turn, notes)
        return
    if turn.session.spot is not None and turn.session.spot != spot:
        turn.settle(turn.session.spot)
    stand_at(turn, spot)
    ask(turn, spot, notes)


def stand_at(turn: Turn, spot: Spot) -> None:
    """The question at ``spot`` is the open one. A first response that was finished goes on by that, and whoever was told of its end is told so."""
    goes_on = turn.session.state is SessionState.DONE
    turn.put_session(spot=spot, state=SessionState.ASKING)
    move_stage(turn, "asked")
    if goes_on and turn.library.answers_leak(turn.plan.flow):
        alarm.again(turn)


def _brief_counsel(turn: Turn, spot: Spot) -> None:
    """Counsel is to decide next: how the clauses read goes to the counsel lane first, once a run."""
    deciding = any(question.withdraws for question in turn.section(spot.question).questions)
    if deciding and READINGS not in turn.session.looked:
        turn.put_session(looked=(*turn.session.looked, READINGS))
        turn.follow(Brief(turn.session.id, (), readings=True))


def _to_review(turn: Turn, notes: tuple[Note, ...]) -> None:
    """Nothing is open: the review. A run that is finished stays so: what came of a change is said, with the way to all of it (ADR 0027)."""
    done = turn.session.state is SessionState.DONE
    if done and notes:
        turn.settle_review()  # the one that stands in the thread shows the change too
        go_on(turn, notes)
        return
    if not done:
        if turn.session.state is not SessionState.REVIEW:
            turn.follow(RefreshRoot(turn.session.id))
        turn.put_session(spot=None, state=SessionState.REVIEW, noted=False, told=())
        move_stage(turn, "reviewed")
        offer(turn)
    turn.review(notes)


def ask(turn: Turn, spot: Spot, notes: tuple[Note, ...] = ()) -> None:
    """Put the question at ``spot`` below ``notes``; an earlier posting of it then says that it is asked again."""
    turn.settle(spot)
    offer(turn)
    came = notes
    if turn.facts.late_rows(spot) and turn.session.pending is None:
        notes = (*notes, Note("again.rows", {"answer": Words(turn.session.id, spot, "answer")}))
    elif turn.facts.late_proposals(spot) and turn.session.pending is None:
        notes = (*notes, Note("again.proposed", {"answer": Words(turn.session.id, spot, "answer")}))
    awaits = _awaited(turn, spot)
    asked = turn.posting(spot.key, tries=0, noted=False, told=(), awaits=awaits)
    turn.follow(Ask(turn.session.id, spot, turn.session.revision(spot), asked, notes))
    if awaits is not None and awaits.to != turn.by:
        turn.follow(AskedElsewhere(turn.session.id, spot, asked, came))


def _awaited(turn: Turn, spot: Spot) -> Assignment | None:
    """Who alone may answer a question, where its role says so and somebody holds it. Put again, it waits no longer than before."""
    role, before = turn.question(spot).role, turn.session.awaits
    holder = turn.programme.holder(role) if role is not None else None
    if holder is None:
        return None
    if before is not None and (before.spot, before.to) == (spot, holder):
        return before
    return waiting(turn, spot, holder, turn.today + HANDED_FOR)


def waiting(turn: Turn, spot: Spot, to: PersonId, due: dt.date) -> Assignment:
    """A question that waits for somebody from now on. Who has just taken it on themself needs no word of it today."""
    quiet = turn.at if to == turn.by else turn.at - dt.timedelta(days=1)
    return Assignment(spot, to, turn.by, due, quiet)


def still_open(turn: Turn, spot: Spot | None) -> bool:
    """Whether that question still wants an answer here."""
    return spot is not None and turn.facts.open(turn.question(spot), spot.item)


def let_go(turn: Turn) -> None:
    """Nothing waits any more: no reading, no change, no rethink."""
    waiting = turn.session.pending
    if waiting is None:
        return
    turn.put_session(pending=None)
    if isinstance(waiting, Rethink):
        turn.settle(waiting.spot)
    else:
        turn.settle_confirming(waiting.spot)


def settle_open(turn: Turn) -> None:
    """Bring every posting of the session that can still be pressed up to date: the open question, and what waits in front of it."""
    session = turn.session
    if session.spot is not None:
        turn.settle(session.spot)
    if isinstance(session.pending, Rethink):
        turn.settle(session.pending.spot)
    elif session.pending is not None:
        turn.settle_confirming(session.pending.spot)


def let_go_of_what_fell(turn: Turn) -> None:
    """What waits is let go where its question is no longer part of the conversation; what stood open behind it is in front again."""
    waiting = turn.session.pending
    if waiting is None or turn.facts.applies(waiting.spot):
        return
    let_go(turn)
    if turn.session.spot is not None:
        turn.settle(turn.session.spot)


def go_on(turn: Turn, notes: tuple[Note, ...]) -> None:
    """Back to what stood open, below ``notes``. In review and after the end nothing did: then only the notes are said."""
    if turn.session.state is not SessionState.ASKING:
        done = turn.session.state is SessionState.DONE
        turn.follow(Tell(turn.session.id, notes, None, ("summary", "review") if done else ("review",)))
    else:
        _put(turn, turn.session.spot, notes)


def walk_on(turn: Turn, spot: Spot, notes: tuple[Note, ...]) -> None:
    """On to the next question; but where something else waits for its own answer, that comes first."""
    if turn.session.pending is None:
        proceed(turn, spot, notes)
        return
    turn.put_session(spot=turn.plan.next_spot(turn.facts, spot))
    if notes:
        turn.follow(Tell(turn.session.id, notes, spot))


def _put(turn: Turn, spot: Spot | None, notes: tuple[Note, ...]) -> None:
    """The question at ``spot`` once more; the next one where it is no longer open."""
    if spot is not None and still_open(turn, spot):
        ask(turn, spot, notes)
    else:
        proceed(turn, spot, notes)


def put_again(turn: Turn, notes: tuple[Note, ...] = ()) -> None:
    """Whatever is open, once more at the end of the thread: what waits for a yes, the question being changed, the open one, or the review."""
    waiting = turn.session.pending
    if waiting is None:
        _put(turn, turn.session.spot, notes)
    elif isinstance(waiting, Rethink):
        ask(turn, waiting.spot, notes)
    else:
        if notes:
            turn.follow(Tell(turn.session.id, notes))
        turn.settle_confirming(waiting.spot)
        turn.confirm(waiting.spot)


def keep_course(turn: Turn) -> None:
    """Where the open question fell away for another reason than an answer, put the next one; so for a review that is no longer the end."""
    let_go_of_what_fell(turn)
    session = turn.session
    if session.pending is not None or session.state not in (SessionState.ASKING, SessionState.REVIEW):
        return
    if session.spot is None and turn.plan.next_spot(turn.facts, None) is None:
        return
    if not still_open(turn, session.spot):
        proceed(turn, session.spot)


def _show_looks(turn: Turn) -> None:
    """Each look whose section is finished and whose register has rows, once."""
    for look in turn.plan.flow.looks:
        section = turn.plan.sections[look.after]
        answered = any(
            turn.plan.questions[a.spot.question].section == look.after for a in turn.session.answers.values()
        )
        due = look.id not in turn.session.looked and answered and turn.rows(look.each)
        if due and not turn.facts.section_open(section):
            turn.put_session(looked=(*turn.session.looked, look.id))
            turn.follow(ShowLook(turn.session.id, look.id))
