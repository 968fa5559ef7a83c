"""Which exact texts came with an answer, by their fingerprints; and all files that came with the answers of some runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

import msgspec

from flows.model.session import Answer, AnswerState, Session
from flows.model.values import Document, Documents


class Kept(msgspec.Struct, frozen=True):
    """A file that came with an answer. ``at``: when it first did, aware, in the programme's zone; of a ``proof`` only when it was there at the
    latest, for of an answer it is known when it was last proved."""

    document: Document
    at: dt.datetime
    proof: bool = False


def papers_kept(sessions: Iterable[Session], zone: str) -> tuple[Kept, ...]:
    """The files that stand in the answers of runs, as the answer or to prove it, the oldest first. The same text under the same name is one
    file, however often it came. ``zone``: the programme's."""
    found = sorted((one for session in sessions for one in _came(session)), key=lambda one: one.at)
    prints = {one.document.file: one.document.sha256 for one in found if one.document.sha256}
    kept: dict[tuple[str, str], Kept] = {}
    for one in found:
        known = prints.get(one.document.file, "")
        document = msgspec.structs.replace(one.document, sha256=known)
        one = msgspec.structs.replace(one, document=document, at=one.at.astimezone(ZoneInfo(zone)))
        kept.setdefault((known or document.file, document.name), one)
    return tuple(kept.values())


def _came(session: Session) -> Iterator[Kept]:
    """The files of a run's answers, as often as they came."""
    for answer in session.answers.values():
        if answer.state is AnswerState.VALUE:
            given = answer.value.documents if isinstance(answer.value, Documents) else ()
            yield from (Kept(document, answer.at) for document in given)
            yield from (Kept(document, answer.fresh, proof=True) for document in answer.evidence)


def same_text(one: Answer | None, other: Answer | None) -> bool | None:
    """Whether a file that came with the one came with the other too; None where there is none, and until all were read."""
    ours, theirs = _papers(one), _papers(other)
    if not ours or not theirs:
        return None
    prints = [frozenset(paper.sha256 for paper in papers) for papers in (ours, theirs)]
    if (prints[0] & prints[1]) - {""} or {paper.file for paper in ours} & {paper.file for paper in theirs}:
        return True
    return None if "" in prints[0] | prints[1] else False


def _papers(answer: Answer | None) -> tuple[Document, ...]:
    """All files of an answer: given as it, and to prove it."""
    if answer is None:
        return ()
    given = answer.value.documents if isinstance(answer.value, Documents) else ()
    return (*given, *answer.evidence)
