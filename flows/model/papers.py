"""Which exact texts came with an answer, by their fingerprints."""

from __future__ import annotations

from flows.model.session import Answer
from flows.model.values import Document, Documents


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
