"""The agreement register: what is filed of each agreement, read from the review that stands for it, and found again by words or by a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from flows.engine.readers import Context, Read, read
from flows.engine.readers.bare import bare
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, plain
from flows.engine.signing import SignOff, sign_off
from flows.model.flow import Column, Question
from flows.model.ids import ItemId, RegisterId
from flows.model.programme import Item
from flows.model.session import Answer, AnswerState, Spot
from flows.model.values import Choice, Countries, Day, Document, Documents, Items, Kind
from flows.rules.names import told_with_former

AGREEMENT, CONTRIBUTOR, DUTY = RegisterId("agreement"), RegisterId("contributor"), RegisterId("duty")


BY = ("by", "until", "before")
"""Words after which a day is meant by which something is to be done."""
_CLAUSE = re.compile(r"\bclause\s+([0-9]{1,2})\b", re.IGNORECASE)
_DAY = bare(Kind.DATE)


class Filed:
    """One agreement: its row, and the review that stands for it (None where nobody has begun one). ``places``: the countries of whom it names, as
    their own runs know them."""

    __slots__ = ("_asked", "places", "row", "scene")

    def __init__(self, row: Item, scene: Scene | None, scenes: Sequence[Scene] = ()) -> None:
        self.row = row
        self.scene = scene
        asked = scene.facts.asked() if scene is not None else ()
        self._asked: tuple[tuple[Question, Spot], ...] = tuple(asked)
        self.places: tuple[str, ...] = tuple(self._places(scenes))

    def answer(self, name: str) -> Answer | None:
        """The answer with a value to the question of that name, of those asked once."""
        return next((a for q, a in self.answers() if q.name == name and a.spot.item is None), None)

    def answers(self) -> Iterator[tuple[Question, Answer]]:
        """Every answer with a value that counts, in the order of the page."""
        for question, spot in self._asked:
            answer = self.scene.session.answer_at(spot) if self.scene is not None else None
            if answer is not None and answer.state is AnswerState.VALUE:
                yield question, answer

    @property
    def sign_off(self) -> SignOff | None:
        """Counsel's yes to it, as it stands today."""
        return sign_off(self.scene.facts, self.scene.programme.settings.zone) if self.scene is not None else None

    def _places(self, scenes: Sequence[Scene]) -> Iterator[str]:
        named = {item for _, answer in self.answers() if isinstance(answer.value, Items) for item in answer.value.items}
        for scene in (scene for scene in scenes if scene.session.item in named):
            for answer in scene.session.answers.values():
                if isinstance(answer.value, Countries):
                    yield plain(answer_line(scene, answer))

    def day(self, name: str) -> dt.date | None:
        """The day that was answered to the question of that name."""
        answer = self.answer(name)
        return answer.value.day if answer is not None and isinstance(answer.value, Day) else None

    def clauses(self) -> Iterator[tuple[Question, Answer]]:
        """The clauses that were read, in the order of the page."""
        return ((question, answer) for question, answer in self.answers() if question.clause is not None)

    def about(self, register: RegisterId) -> dict[ItemId, dict[str, Answer]]:
        """What was answered about each row of a register, by the question's name."""
        found: dict[ItemId, dict[str, Answer]] = {}
        for question, answer in self.answers():
            if answer.spot.item is not None and self._each(question) == register:
                found.setdefault(answer.spot.item, {})[question.name] = answer
        return found

    def everybody(self) -> dict[ItemId, dict[str, Answer]]:
        """The contributors of an agreement with what was answered about each: those too of whom nothing is answered yet."""
        asked = (spot.item for question, spot in self._asked if self._each(question) == CONTRIBUTOR)
        told = self.about(CONTRIBUTOR)
        return {item: told.get(item, {}) for item in asked if item is not None}

    def _each(self, question: Question) -> RegisterId | None:
        return self.scene.plan.sections[question.section].each if self.scene is not None else None

    def documents(self) -> tuple[Document, ...]:
        """The files that were given as answers or as proof, each once."""
        files: dict[str, Document] = {}
        for _, answer in self.answers():
            given = answer.value.documents if isinstance(answer.value, Documents) else ()
            files |= {document.file: document for document in (*given, *answer.evidence)}
        return tuple(files.values())


class Search(msgspec.Struct, frozen=True):
    """What is looked for: agreements in which every one of ``words`` begins some word, which have that ``clause``, and of which something is to
    be done, or which end, by ``day``."""

    words: tuple[str, ...] = ()
    clause: int | None = None
    day: dt.date | None = None


def search_of(words: str, context: Context) -> Search:
    """What a person looks for: words, or a day after "by"."""
    first, _, rest = words.partition(" ")
    heard = read(_DAY, rest, context) if first.casefold() in BY else None
    if isinstance(heard, Read) and isinstance(heard.value, Day):
        return Search(day=heard.value.day)
    clause = _CLAUSE.search(words)
    return Search(_split(_CLAUSE.sub(" ", words)), int(clause[1]) if clause else None)


def _split(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def filed(rows: Iterable[Item], scenes: Sequence[Scene]) -> list[Filed]:
    """The live agreements, what is to be decided or ends next first; those without a day last, as they were named."""
    found = [Filed(row, _standing(row, scenes), scenes) for row in rows if not row.removed]
    return sorted(found, key=lambda one: (one.day("notice_on") or one.day("ends_on") or dt.date.max, one.row.number))


def _standing(row: Item, scenes: Sequence[Scene]) -> Scene | None:
    """The review that stands for an agreement: the newest that is finished, else the newest."""
    runs = [scene for scene in scenes if scene.session.item == row.id and scene.plan.flow.closes]
    done = [scene for scene in runs if scene.session.finished is not None]
    return next(reversed(done or runs), None)


def found(agreements: Iterable[Filed], search: Search) -> list[Filed]:
    """Those that fit what is looked for; where it is the whole name of one, that one alone, whatever else holds its words."""
    hits = [one for one in agreements if _fits(one, search)]
    return [one for one in hits if _split(one.row.name) == search.words] or hits


def _fits(one: Filed, search: Search) -> bool:
    if search.day is not None:
        days = [day for day in (one.day("notice_on"), one.day("ends_on")) if day is not None]
        if not days or min(days) > search.day:
            return False
    if search.clause is not None and search.clause not in {question.clause for question in _has(one)}:
        return False
    told = {word for line in _told(one) for word in _split(line)}
    return all(any(word.startswith(wanted) for word in told) for wanted in search.words)


def _has(one: Filed) -> Iterator[Question]:
    """The clauses that were found in the document."""
    return (question for question, answer in one.clauses() if answer.value != Choice(Column.MISSING))


def _told(one: Filed) -> Iterator[str]:
    """All that can be searched of an agreement: its name, what was answered, and which clauses it has."""
    yield from (one.row.name, *one.row.formerly)
    if one.scene is None:
        return
    yield from one.places
    rows = [row for those in one.scene.rows.values() for row in those]
    for _, answer in one.answers():
        yield told_with_former(plain(answer_line(one.scene, answer)), rows)
        if isinstance(answer.value, Day):
            yield answer.value.day.isoformat()
        if answer.spot.item is not None:
            row = one.scene.facts.row(answer.spot.item)
            yield " ".join((row.name, *row.formerly)) if row is not None else ""
    for question in _has(one):
        yield f"{question.called} {question.name.replace('_', ' ')}"
    for document in one.documents():
        yield f"{document.name} {document.sha256}"
