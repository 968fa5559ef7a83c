"""A file that is kept, meant by words; and words that stand in for no file."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.readers import Aside, Heard
from flows.model.papers import Kept
from flows.model.values import Document, Documents, Kind
from tests.flows.engine.readers.setting import (
    HERE,
    NOBODY,
    PASS,
    TALK,
    asked,
    asked_hedged,
    asking,
    check,
    nonsense,
    sure,
)

FILES = [
    ("here it is", nonsense("reading.file")),
    ("yes", nonsense("reading.file")),
    ("no", nonsense("reading.file")),
    ("we don't have one", nonsense("reading.file")),
    ("<https://x.y/z.pdf|the nda>", nonsense("reading.file")),
    ("https://x.y/z.pdf", nonsense("reading.file")),
    ("nda.pdf", nonsense("reading.file")),
    ("later", PASS),
    ("not sure", NOBODY),
    ("n/a", NOBODY),
    ("thanks", TALK),
    ("👍", TALK),
    ("<@U2> do you have it?", TALK),
    ("can we send it to them?", Aside("share")),
    ("which paper?", TALK),
]


@pytest.mark.parametrize(("phrase", "wanted"), FILES)
def test_words_are_no_file(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.FILE), phrase, wanted)


def kept(name: str, day: str, print_: str = "", *, proof: bool = False, hour: int = 9) -> Kept:
    at = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), dt.UTC)
    return Kept(Document(f"F-{print_[:2]}", name, print_), at, proof)


NDA = kept("kodex-nda.pdf", "2026-03-03", "ab12cd34" * 8)
LATER = kept("kodex-nda.pdf", "2026-11-20", "cd56ef78" * 8)
MSA = kept("msa-v2-final.docx", "2026-11-20", "77665544" * 8, hour=10)
PROOF = kept("insurance certificate.pdf", "2026-11-22", proof=True)
WHICH = nonsense("reading.file.kept", example="kodex-nda.pdf")


def of(*files: Kept) -> Documents:
    return Documents(tuple(one.document for one in files))


def reads(phrase: str, wanted: Heard, *files: Kept, many: bool = False) -> None:
    check(asking(Kind.FILE, many=many), phrase, wanted, msgspec.structs.replace(HERE, files=files))


@pytest.mark.parametrize(
    "phrase",
    [
        "kodex-nda.pdf",
        "Kodex NDA",
        "I read kodex-nda.pdf",
        "the one from 3 March",
        "kodex-nda.pdf from 3 March",
        "the file that is there",
        "that document",
        "the same",
        "it's the same one as before",
        "the one you have on file",
        "the latest",
        "the first one",
        "ab12cd34",
        "the file with the fingerprint ab12cd34…",
    ],
)
def test_the_only_file_is_meant_by_its_name_its_day_its_print_or_by_pointing_at_it(phrase: str) -> None:
    reads(phrase, sure(of(NDA)), NDA)


@pytest.mark.parametrize(
    "phrase",
    [
        "the kodex nda v3",
        "kodex-nda.docx",
        "kodx-nda.pdf",
        "Kodex NDA v3 from 3 March",
        "the one Maria uploaded on 3 March",
        "the latest draft",
        "kodex-nda.pdf, but with the annex",
    ],
)
def test_what_may_be_of_another_text_is_asked_back(phrase: str) -> None:
    reads(phrase, asked(of(NDA)), NDA)


@pytest.mark.parametrize("phrase", ["I think kodex-nda.pdf", "is it kodex-nda.pdf?", "probably the same"])
def test_what_is_said_in_doubt_is_asked_back(phrase: str) -> None:
    reads(phrase, asked_hedged(of(NDA)), NDA)


@pytest.mark.parametrize(
    "phrase",
    [
        "not that one",
        "another version",
        "it wasn't the file that is there",
        "none of these",
        "the one from 20 November",
        "from nowhere",
        "2",
        "yes",
        "https://drive.example/kodex-nda.pdf",
    ],
)
def test_what_is_not_here_is_told_so_with_a_name_that_is(phrase: str) -> None:
    reads(phrase, WHICH, NDA)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("kodex-nda.pdf", asked(of(NDA), of(LATER))),
        ("the same", asked(of(LATER), of(NDA))),
        ("kodex-nda.pdf from 3 March", sure(of(NDA))),
        ("the newest one", sure(of(LATER))),
        ("the oldest", sure(of(NDA))),
        ("the second one", sure(of(LATER))),
        ("cd56ef78", sure(of(LATER))),
        ("both", asked(of(NDA), of(LATER))),
        ("on 20/11", sure(of(LATER))),
    ],
)
def test_of_two_files_of_one_name_it_is_asked_which_unless_something_tells_them_apart(
    phrase: str, wanted: Heard
) -> None:
    reads(phrase, wanted, NDA, LATER)


def test_files_of_one_day_are_told_apart_by_their_names_and_asked_back_without() -> None:
    reads("the one from 20 November", asked(of(MSA), of(LATER)), LATER, MSA)
    reads("msa-v2-final.docx from 20 November", sure(of(MSA)), LATER, MSA)
    reads("the nda of 20 November", sure(of(LATER)), LATER, MSA)


def test_of_a_proof_it_is_not_known_when_it_came_so_its_day_is_asked_back() -> None:
    reads("yesterday's file", asked(of(PROOF)), NDA, PROOF)
    reads("the newest", asked(of(PROOF)), NDA, PROOF)
    reads("insurance certificate.pdf", sure(of(PROOF)), NDA, PROOF)


def test_a_day_that_can_be_read_as_two_finds_what_came_on_either() -> None:
    april = kept("draft.pdf", "2026-04-03", "ee" * 32)
    reads("the one of 3/4", sure(of(april)), april, LATER)
    march = kept("early draft.pdf", "2026-03-04", "dd" * 32)
    reads("the one of 3/4", asked(of(april), of(march)), march, april)


def test_where_more_may_be_meant_than_can_be_picked_from_a_name_is_wanted() -> None:
    five = tuple(kept(f"draft {n}.pdf", f"2026-11-1{n}", f"{n}{n}" * 32) for n in range(1, 6))
    reads("the same", nonsense("reading.file.kept", example="draft 5.pdf"), *five)
    reads("draft 3.pdf", sure(of(five[2])), *five)


def test_where_a_question_takes_many_several_are_named_at_once() -> None:
    reads("kodex-nda.pdf and msa-v2-final.docx", sure(of(NDA, MSA)), NDA, MSA, many=True)
    reads("all of them", sure(of(NDA, MSA)), NDA, MSA, many=True)


def test_a_name_that_is_a_word_of_command_with_its_ending_is_the_file() -> None:
    reads("skip.pdf", sure(of(odd := kept("skip.pdf", "2026-11-20", "ff" * 32))), odd, NDA)
    reads("skip", PASS, odd, NDA)
    nameless = kept(".pdf", "2026-11-20", "ff" * 32)
    reads(".pdf", sure(of(nameless)), nameless, NDA)


def test_a_decision_names_no_file_though_one_is_called_signed() -> None:
    signed = kept("signed.pdf", "2026-11-20", "ee11ff22" * 8)
    which = nonsense("reading.file.kept", example="signed.pdf")
    reads("signed off, but only if the term goes to 5 years", which, NDA, signed)
    reads("I sign it off on condition that the annex is in", which, NDA, signed)
    reads("the signed one", sure(of(signed)), NDA, signed)
