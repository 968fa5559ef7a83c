"""Texts are told apart by their fingerprints; and the files that came with the answers of runs, each once."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.model.ids import FlowHash, FlowId, PersonId, ProgrammeId, QuestionId, SessionId
from flows.model.papers import papers_kept, same_text
from flows.model.session import Answer, AnswerState, Session, Spot
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


def run(number: int, *answers: Answer) -> Session:
    told = {str(at): answer for at, answer in enumerate(answers)}
    first = SessionId(f"session-{number}"), ProgrammeId("T:C"), FlowId("reading"), FlowHash("h"), PersonId("U1")
    return Session(*first, NOW, answers=told)


def later(answer: Answer, days: int) -> Answer:
    return msgspec.structs.replace(answer, at=NOW + dt.timedelta(days=days))


def test_files_of_several_runs_are_told_once_each_the_oldest_first_with_the_day_on_which_they_came() -> None:
    again = Document("F9", "draft.pdf", "aa")
    new, old = run(2, later(filed(again), 9), later(filed(OTHER), 1)), run(1, later(filed(DRAFT, UNREAD), -20))
    kept = papers_kept([new, old], "Asia/Tokyo")
    assert [one.document.file for one in kept] == ["F1", "F4", "F3"], "the same text under the same name is one file"
    assert kept[0].at == NOW - dt.timedelta(days=20) and str(kept[0].at.tzinfo) == "Asia/Tokyo"


def test_a_file_that_was_read_later_is_known_by_its_print_wherever_it_came() -> None:
    read = msgspec.structs.replace(UNREAD, sha256="ee")
    (kept,) = papers_kept([run(1, filed(UNREAD), later(filed(read), 3))], "UTC")
    assert (kept.document.sha256, kept.at) == ("ee", NOW)


def test_a_proof_is_told_with_when_it_was_there_at_the_latest_and_what_was_left_open_holds_nothing() -> None:
    proved = msgspec.structs.replace(filed(proof=(COPY,)), backed=NOW + dt.timedelta(days=2))
    open_ = msgspec.structs.replace(filed(DRAFT), state=AnswerState.SKIPPED)
    (kept,) = papers_kept([run(1, proved, open_)], "UTC")
    assert (kept.document, kept.at, kept.proof) == (COPY, NOW + dt.timedelta(days=2), True)
