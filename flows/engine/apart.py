"""The same-understanding test: two people answer the same scenarios, each in a form of their own, and only then is anything compared.

What each of them chose stands nowhere but in the session until then; after it is finished it is dropped, unless a legal hold stands.
"""

from __future__ import annotations

from flows.engine.answers import commit
from flows.engine.asking import let_go, proceed
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, Outcome, Piece, Tell, Whisper, Whispered, Words
from flows.model.events import AnsweredApart
from flows.model.flow import Apart, Question, Section
from flows.model.ids import PersonId
from flows.model.session import Answer, Draft, SessionState, Spot
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
    proceed(turn, Spot(section.questions[-1].id), (compared, *followed[:TWO]))


def _differences(turn: Turn, section: Section, person: PersonId, other: PersonId) -> list[Note]:
    """What two people read differently, as one of them is told."""
    notes: list[Note] = []
    for question in section.questions:
        mine, theirs = (turn.session.apart[one][question.id] for one in (person, other))
        if mine != theirs:
            scenario = Words(turn.session.id, Spot(question.id), "text")
            labels = {option.id: option.label for option in question.options}
            told: dict[str, Piece] = {
                "scenario": scenario,
                "mine": labels[mine],
                "theirs": labels[theirs],
                "who": Mention(other),
            }
            notes.append(Note("apart.differs", told))
    return notes


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
    """What each of the two chose is dropped, unless a legal hold stands; what they read alike or not stays."""
    if turn.session.apart and not turn.programme.settings.hold:
        turn.put_session(apart={})
