"""Texts are told apart by their fingerprints."""

from __future__ import annotations

import pytest

from flows.model.ids import PersonId, QuestionId
from flows.model.papers import same_text
from flows.model.session import Answer, AnswerState, Spot
from flows.model.values import Document, Documents, YesNo
from tests.builders import NOW

DRAFT, COPY, OTHER = (
    Document("F1", "draft.pdf", "aa"),
    Document("F2", "draft again.pdf", "aa"),
    Document("F3", "new.pdf", "bb"),
)
UNREAD = Document("F4", "unread.pdf")


def filed(*papers: Document, proof: tuple[Document, ...] = ()) -> Answer:
    spot = Spot(QuestionId("paper.document"))
    value = Documents(papers) if papers else YesNo(True)
    return Answer(spot, AnswerState.VALUE, PersonId("U1"), NOW, 1, value, evidence=proof)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (filed(DRAFT), filed(COPY), True),
        (filed(DRAFT), filed(proof=(OTHER, COPY)), True),
        (filed(UNREAD), filed(UNREAD), True),
        (filed(DRAFT), filed(OTHER), False),
        (filed(DRAFT), filed(UNREAD), None),
        (filed(UNREAD), filed(Document("F5", "unread too.pdf")), None),
        (filed(DRAFT), filed(), None),
        (filed(DRAFT), None, None),
    ],
)
def test_two_answers_share_a_text_or_not_or_nobody_knows_yet(
    one: Answer, other: Answer | None, same: bool | None
) -> None:
    assert same_text(one, other) is same
    assert other is None or same_text(other, one) is same
