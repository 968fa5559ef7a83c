"""The same-understanding test: two people answer the same scenarios, each in a form of their own, and only then is anything compared.

What each of them chose stands nowhere but in the session until then; after it is finished it is dropped, unless a legal hold stands. What the
vendor ticked on its sheet is entered by one of us and held against what we read alike: read alike is what all of them read alike.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from flows.engine.answers import commit
from flows.engine.asking import go_on, let_go, proceed
from flows.engine.closing import shut
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, On, Outcome, Piece, Tell, Whisper, Whispered, Words
from flows.model.events import AnsweredApart, VendorRead
from flows.model.flow import Apart, Question, Section
from flows.model.ids import PersonId, QuestionId
from flows.model.session import Answer, Draft, SessionState, Spot, VendorReading
from flows.model.values import Choice

TWO = 2
"""How many people answer."""
_SETTLED = frozenset({Apart.WORDED, Apart.SCHEDULED})


def given_apart(turn: Turn, event: AnsweredApart) -> Outcome:
    """One person's answers: kept until the other's are there, then both are compared."""
    session, section = turn.session, turn.plan.sections.get(event.section)
    if section is None or not section.apart or session.state is not SessionState.ASKING or not _open(turn, section):
        return refuse(Note("apart.not_now"), buttons=("continue",), session=session.id)
    if len(session.apart) >= TWO:
        return refuse(Note("apart.done"), session=session.id)
    chosen = {question.id: event.chosen.get(question.id, "") for question in section.questions}
    if any(chosen[question.id] not in _offered(question) for question in section.questions):
        return refuse(Note("apart.all"), session=session.id)
    turn.put_session(apart={**session.apart, turn.by: chosen})
    turn.note("answered_apart", about=section.id)
    if len(turn.session.apart) < TWO:
        turn.settle(Spot(section.questions[0].id))
        turn.follow(Tell(session.id, (Note("apart.first", {"who": Mention(turn.by)}),)))
        return turn.outcome(Whispered((Note("apart.kept"),)))
    _compare(turn, section)
    return turn.outcome(Whispered((Note("apart.kept"),)))


def _open(turn: Turn, section: Section) -> bool:
    return all(turn.facts.applies(Spot(question.id)) for question in section.questions)


def _offered(question: Question) -> frozenset[str]:
    """The readings of a scenario, without what can only come of the comparison."""
    return frozenset(option.id for option in question.options) - frozenset(Apart)


def _compare(turn: Turn, section: Section) -> None:
    """Both are there: each scenario is read alike, or is a difference; the two hear in private how the other read it."""
    let_go(turn)
    one, other = turn.session.apart
    alike, followed = 0, list[Note]()
    for question in section.questions:
        mine, theirs = (turn.session.apart[person][question.id] for person in (one, other))
        alike += mine == theirs
        spot = Spot(question.id)
        value = Choice(mine if mine == theirs else Apart.DIFFER)
        followed += commit(turn, Draft(spot, turn.by, given=value)).followed
        turn.settle(spot)
    turn.put_session(last=None)
    compared = Note("apart.compared", {"alike": alike, "total": len(section.questions)})
    for person, reader in ((one, other), (other, one)):
        turn.follow(Whisper(person, (compared, *_differences(turn, section, person, reader)), turn.session.id))
    vendor = turn.session.vendor
    told = _against(turn, section, vendor) if vendor is not None else ()
    proceed(turn, Spot(section.questions[-1].id), (compared, *told, *followed))


def _differences(turn: Turn, section: Section, person: PersonId, other: PersonId) -> list[Note]:
    """What two people read differently, as one of them is told."""
    notes: list[Note] = []
    for question in section.questions:
        mine, theirs = (turn.session.apart[one][question.id] for one in (person, other))
        if mine != theirs:
            notes.append(Note("apart.differs", {**_both(turn, question, mine, theirs), "who": Mention(other)}))
    return notes


# ── what the vendor ticked ───────────────────────────────────────────────────


def vendor_read(turn: Turn, event: VendorRead) -> Outcome:
    """What the vendor ticked is entered: kept until two of us have answered, then held against what they read alike."""
    session, section = turn.session, turn.plan.sections.get(event.section)
    if session.superseded and (barred := shut(turn)) is not None:
        return barred
    if section is None or not section.apart or not _open(turn, section):
        return refuse(Note("apart.not_now"), buttons=("continue",), session=session.id)
    chosen = {question.id: event.chosen[question.id] for question in section.questions if question.id in event.chosen}
    wrong = _unfit(turn, section, event.day, chosen)
    if wrong is not None:
        return refuse(wrong, session=session.id)
    reading = VendorReading(turn.by, event.day, turn.today, chosen)
    told = _against(turn, section, reading)
    turn.note("vendor_read", about=section.id)
    if session.finished is not None:
        forget(turn)
    if told:
        turn.settle_review()
        go_on(turn, told)
    return turn.outcome(Whispered((Note("apart.vendor.kept" if told else "apart.vendor.waits"),)))


def _unfit(turn: Turn, section: Section, day: dt.date, chosen: Mapping[QuestionId, str]) -> Note | None:
    """Why what was entered is not taken: it stands already, it names no reading, or a day that has not come."""
    before = turn.session.vendor
    if before is not None and not (before.chosen and (before.by, before.entered) == (turn.by, turn.today)):
        return Note("apart.vendor.done", {"who": Mention(before.by), "day": On(before.entered)})
    offered = {question.id: _offered(question) for question in section.questions}
    if not chosen or any(option not in offered[name] for name, option in chosen.items()):
        return Note("apart.vendor.none")
    return Note("apart.vendor.future") if day > turn.today else None


def _against(turn: Turn, section: Section, reading: VendorReading) -> tuple[Note, ...]:
    """Hold the vendor's reading against ours: what differs becomes a difference like any other. Nothing to tell where we have read nothing yet."""
    ours = _ours(turn, section)
    alike = sum(ours.get(name) == option for name, option in reading.chosen.items())
    held = sum(name in ours for name in reading.chosen)
    reading = msgspec.structs.replace(reading, ours=ours, alike=alike, total=held)
    turn.put_session(vendor=reading)
    answers = (turn.session.answer_at(Spot(question.id)) for question in section.questions)
    if not any(answer is not None and isinstance(answer.value, Choice) for answer in answers):
        return ()
    followed = list[Note]()
    for name, own in ours.items():
        value, spot = Choice(own if reading.chosen.get(name, own) == own else Apart.DIFFER), Spot(name)
        answer = turn.session.answer_at(spot)
        if answer is not None and answer.value != value:
            followed += commit(turn, Draft(spot, turn.by, given=value)).followed
            turn.settle(spot)
    turn.put_session(last=None)
    _tell_apart(turn, section, reading)
    said: dict[str, Piece] = {"who": Mention(reading.by), "day": On(reading.day)}
    compared = Note("apart.vendor.compared", {**said, "alike": alike, "total": held})
    left = len(reading.chosen) - held
    open_here = (Note("apart.vendor.own", {"count": left}),) if left else ()
    return (compared if held else Note("apart.vendor.entered", said), *open_here, *followed)


def _ours(turn: Turn, section: Section) -> dict[QuestionId, str]:
    """How we read each scenario, as far as we agree and it is not settled in writing; whatever was entered of the vendor before."""
    before = turn.session.vendor.ours if turn.session.vendor is not None else {}
    found: dict[QuestionId, str] = {}
    for question in section.questions:
        answer = turn.session.answer_at(Spot(question.id))
        option = answer.value.option if answer is not None and isinstance(answer.value, Choice) else ""
        own = before.get(question.id, "") if option == Apart.DIFFER else option
        if own in _offered(question):
            found[question.id] = own
    return found


def _tell_apart(turn: Turn, section: Section, reading: VendorReading) -> None:
    """Those who answered, and whoever entered it, hear in private where the vendor reads it otherwise."""
    for person in dict.fromkeys((*turn.session.apart, reading.by)):
        mine = turn.session.apart.get(person, reading.ours)
        notes = [
            Note("apart.vendor.differs", _both(turn, question, mine[question.id], reading.chosen[question.id]))
            for question in section.questions
            if mine.get(question.id, "") and reading.chosen.get(question.id, mine[question.id]) != mine[question.id]
        ]
        if notes:
            head = Note("apart.vendor.told", {"who": Mention(reading.by), "day": On(reading.day)})
            turn.follow(Whisper(person, (head, *notes), turn.session.id))


def _both(turn: Turn, question: Question, mine: str, theirs: str) -> dict[str, Piece]:
    """A scenario with two readings of it, in words."""
    labels = {option.id: option.label for option in question.options}
    return {
        "scenario": Words(turn.session.id, Spot(question.id), "text"),
        "mine": labels[mine],
        "theirs": labels[theirs],
    }


def barred(turn: Turn, draft: Draft) -> Outcome | None:
    """Why an answer to a scenario is not taken: it is given apart, and once compared, a difference is only ever settled in writing."""
    if not turn.section(draft.spot.question).apart or not isinstance(draft.given, Choice):
        return None
    settles = draft.given.option in _SETTLED
    return None if settles and _to_settle(turn.session.answer_at(draft.spot)) else _how(turn, draft.spot)


def barred_change(turn: Turn, spot: Spot) -> Outcome | None:
    """Why a scenario is not put again: both read it alike."""
    answer = turn.session.answer_at(spot)
    if not turn.section(spot.question).apart or answer is None or answer.value is None or _to_settle(answer):
        return None
    return refuse(Note("apart.done"), session=turn.session.id)


def _to_settle(answer: Answer | None) -> bool:
    """Whether a difference stands there, settled or not."""
    return answer is not None and isinstance(answer.value, Choice) and answer.value.option in frozenset(Apart)


def _how(turn: Turn, spot: Spot) -> Outcome:
    differs = _to_settle(turn.session.answer_at(spot))
    return refuse(Note("apart.settle" if differs else "apart.how"), session=turn.session.id, spot=spot)


def forget(turn: Turn) -> None:
    """What each of the two chose, and the vendor, is dropped, unless a legal hold stands; what they read alike or not stays."""
    vendor = turn.session.vendor
    if not turn.programme.settings.hold:
        bare = msgspec.structs.replace(vendor, chosen={}, ours={}) if vendor is not None else None
        turn.put_session(apart={}, vendor=bare)
