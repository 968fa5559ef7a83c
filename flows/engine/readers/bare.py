"""Words that answer no question of a flow are read like those that do: by a question of the kind alone."""

from __future__ import annotations

import datetime as dt

from flows.model.flow import Phrase, Question
from flows.model.ids import QuestionId, SectionId, SourceId
from flows.model.values import Kind


def bare(kind: Kind, *, future: bool = True) -> Question:
    """A question that nobody is asked, to read a value of ``kind`` with. ``future``: whether a day may lie ahead."""
    return Question(
        QuestionId("bare.words"),
        SectionId("bare"),
        "words",
        kind,
        Phrase(""),
        Phrase(""),
        SourceId(""),
        dt.date.min,
        future=future,
    )
