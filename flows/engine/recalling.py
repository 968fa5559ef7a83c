"""Which answer of a run words are about that bring news of it: "Kodex has renewed its insurance until 31 December 2027", said when that part is long
finished. It only leads to that answer: nothing is changed by it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from flows.engine.closing import shut_at
from flows.engine.readers.coming import WHEN
from flows.engine.readers.likeness import telling
from flows.engine.readers.own import names
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.questions import asked, is_question
from flows.engine.readers.wording import hear, key
from flows.engine.turn import Turn
from flows.model.flow import Option
from flows.model.ids import ItemId, QuestionId
from flows.model.session import AnswerState, Spot
from flows.model.values import Choice, Choices, Kind

MOST_CHARS = 300
"""Characters of such a message; a longer one is a talk about much."""
WELL = 1.5
"""How much what is spoken of must weigh: a word that hardly any question holds, or two that several do."""
CLEARER = 1.2
"""How much more than the next best."""
_DATED = 1.5
"""By how much more it weighs where a day is told and a day is asked for."""

_NEWS = Pattern(
    r"\b(?:renewed|extended|prolonged|changed|moved|replaced|expired|lapsed|ended|signed|updated|now|no longer|any ?more|new|left|joined|stopped"
    r"|started|switched|cancell?ed|instead|got|raised|lowered|dropped|added|hired|closed|took|taken|revoked|cut off|locked out)\b"
)
_SIGN = Pattern(r"^(?:yes|no) ")
_DAY = Pattern(rf"\b(?:until|till|to|on|by|from|since|in|is|are) (?:the )?{WHEN}")
_TIME = frozenset(("until", "till", "since", "day", "date"))
"""Words of time, of which a question of a day alone says nothing."""
_FIGURE = Pattern(r"\d")


def recalled(turn: Turn, text: str) -> Spot | None:
    """The answer that somebody tells news of, where one question stands out by the words that it is put with, and one row by its name; else None.
    Only an answer that may still be changed."""
    line = hear(text[: MOST_CHARS + 1]).key
    dated = _DAY.search(line) is not None
    if len(text) > MOST_CHARS or is_question(text) or not (dated or _NEWS.search(line) or _FIGURE.search(line)):
        return None
    spots = [spot for spot in turn.session.trail if _may_change(turn, spot)]
    about = _named(turn, line, spots)
    if about is None:
        return None
    best = _chosen(turn, line, spots) or _best(turn, line, tuple(dict.fromkeys(spot.question for spot in spots)), dated)
    meant = [spot for spot in spots if spot.question == best and (spot.item is None or not about or spot.item in about)]
    return meant[0] if len(meant) == 1 else None


def _may_change(turn: Turn, spot: Spot) -> bool:
    answer = turn.session.answers[spot.key]
    return answer.state is not AnswerState.SKIPPED and turn.facts.applies(spot) and shut_at(turn, spot) is None


def _named(turn: Turn, line: str, spots: Sequence[Spot]) -> frozenset[ItemId] | None:
    """The rows of a run that a message names, if any. None where it names a row that another run is for."""
    per, own = turn.plan.flow.per, turn.session.item
    meant = {row.id for row in turn.rows(per) if names(line, row)} if per is not None else set[ItemId]()
    if meant and own not in meant:
        return None
    rows = [turn.facts.row(item) for item in dict.fromkeys(spot.item for spot in spots) if item is not None]
    return frozenset(row.id for row in rows if row is not None and names(line, row))


def _chosen(turn: Turn, line: str, spots: Sequence[Spot]) -> QuestionId | None:
    """The one question of which words choose an option that does not stand: "it is stopped now". A single word chooses none, for it may be said of
    anything."""
    found = {
        spot.question
        for spot in spots
        for option in turn.question(spot).options
        if option.id not in _stands_there(turn, spot) and any(f" {one} " in f" {line} " for one in _sayings(option))
    }
    return next(iter(found)) if len(found) == 1 else None


def _stands_there(turn: Turn, spot: Spot) -> tuple[str, ...]:
    """The options that are chosen at a spot."""
    match turn.session.answers[spot.key].value:
        case Choice(option=option):
            return (option,)
        case Choices(options=options):
            return options
        case _:
            return ()


def _sayings(option: Option) -> list[str]:
    """The ways to say an option that take more than one word, as keys; a yes or a no before it is left out."""
    said = [_SIGN.sub("", key(one)) for one in (option.label, *option.also)]
    return [one for one in said if " " in one]


def _best(turn: Turn, line: str, questions: Sequence[QuestionId], dated: bool) -> QuestionId | None:
    """The question among these whose own words are spoken of most, a word that is rare in the flow counting for more, and what it is called by
    twice; None where none stands out."""
    put = {question: _tokens(turn, _words(turn, question)) for question in turn.plan.questions}
    held = Counter(token for tokens in put.values() for token in tokens)
    said = _tokens(turn, line)
    weights: dict[QuestionId, float] = {}
    for question in questions:
        called = _tokens(turn, _called(turn, question))
        shared = sum((1 + (token in called)) * math.log(1 + len(put) / held[token]) for token in put[question] & said)
        if shared >= WELL:
            day = dated and turn.plan.questions[question].kind is Kind.DATE
            weights[question] = shared * (_DATED if day else 1)
    first, second = (*sorted(weights.values(), reverse=True), 0.0, 0.0)[:2]
    return max(weights, key=lambda question: weights[question]) if first > CLEARER * second else None


def _words(turn: Turn, question: QuestionId) -> str:
    """The words that a question is put with and called by."""
    return f"{key(turn.plan.questions[question].text.default)} {_called(turn, question)}"


def _called(turn: Turn, question: QuestionId) -> str:
    asks = turn.plan.questions[question]
    return key(f"{asks.called} {asks.name.replace('_', ' ')}")


def _tokens(turn: Turn, line: str) -> frozenset[str]:
    """The words of a key that matter; what means the same by whatever word is one of them."""
    words = tuple(word for word in asked(line).words if word not in _TIME)
    same = {f"={group[0]}" for group in turn.library.guide.same if any(_stands(one, words, line) for one in group)}
    return telling(" ".join(words)) | same


def _stands(one: str, words: Sequence[str], line: str) -> bool:
    """Whether a word that matters, or several together, stand in a key."""
    return f" {one} " in f" {line} " if " " in one else one in words
