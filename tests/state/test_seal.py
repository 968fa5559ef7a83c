"""What is sealed opens with its key and at its place, and is never taken for something else."""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state import codec
from state.errors import DocumentDamaged, DocumentSealed, KeyUnusable
from state.seal import MARK, PLAIN, Seal, key_of, parse_keys
from tests.state.samples import SEAL, item

OTHER = key_of(b"\x07" * 32)
WORDS = b'{"v":1,"raw":"our pricing engine"}'


@given(document=st.binary(max_size=300), of=st.one_of(st.text(), st.integers()), row=st.text())
def test_what_was_sealed_opens_as_it_was(document: bytes, of: str | int, row: str) -> None:
    sealed = SEAL.close(document, "answer", of, row)
    assert sealed.startswith(MARK) and SEAL.open(sealed, "answer", of, row) == document


def test_nothing_of_a_document_shows_through_and_no_two_seals_are_alike() -> None:
    first, second = (SEAL.close(WORDS, "answer", 1, "a") for _ in range(2))
    assert b"pricing" not in first and first[5:] != second[5:]
    assert len(first) == len(WORDS) + 1 + 4 + 24 + 16


@pytest.mark.parametrize("place", [("item", 1, "a"), ("answer", 2, "a"), ("answer", 1, "b"), ("answer", 1, "")])
def test_what_lies_at_another_place_does_not_open(place: tuple[str, str | int, str]) -> None:
    sealed = SEAL.close(WORDS, "answer", 1, "a")
    with pytest.raises(DocumentDamaged, match=place[0]):
        SEAL.open(sealed, *place)


def test_a_change_of_any_byte_is_noticed() -> None:
    sealed = SEAL.close(WORDS, "answer", 1, "a")
    for at in range(1, len(sealed)):
        spoilt = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(DocumentSealed if at < 5 else DocumentDamaged, match="answer a of 1"):
            SEAL.open(spoilt, "answer", 1, "a")
    for cut in range(1, len(sealed)):
        with pytest.raises((DocumentSealed, DocumentDamaged)):
            SEAL.open(sealed[:cut], "answer", 1, "a")


def test_a_document_whose_mark_is_lost_is_no_document() -> None:
    sealed = SEAL.write(codec.ITEM, item(1), 1, "asset-1")
    with pytest.raises(DocumentDamaged, match="item asset-1 of 1"):
        SEAL.read(codec.ITEM, b"\x00" + sealed[1:], 1, "asset-1")


def test_of_several_keys_the_first_seals_and_each_opens() -> None:
    old = SEAL.close(WORDS, "answer", 1)
    both = Seal((OTHER, *SEAL.keys))
    assert both.open(old, "answer", 1) == WORDS
    assert both.close(WORDS, "answer", 1).startswith(OTHER.mark)


def test_a_document_whose_key_is_not_here_names_the_key_and_the_row() -> None:
    with pytest.raises(DocumentSealed, match=rf"answer a of 1, key {OTHER.id}"):
        SEAL.open(Seal((OTHER,)).close(WORDS, "answer", 1, "a"), "answer", 1, "a")


def test_without_a_key_documents_lie_as_they_are() -> None:
    assert PLAIN.close(WORDS, "answer", 1) == WORDS == PLAIN.open(WORDS, "answer", 1) == SEAL.open(WORDS, "answer", 1)


def test_a_key_does_not_show_itself() -> None:
    assert "\\x07" not in repr(OTHER) and OTHER.id in repr(OTHER) and len(OTHER.id) == 8


@pytest.mark.parametrize("form", [b64encode, urlsafe_b64encode])
def test_keys_are_read_in_either_alphabet_of_base64(form: object) -> None:
    secret = b"\xfb\xff" * 16
    [key] = parse_keys([f" {form(secret).decode()} "], "RINGFENCE_KEY")  # type: ignore[operator]
    assert key.id == key_of(secret).id


@pytest.mark.parametrize("words", [[], ["secret"], ["a" * 44], [b64encode(bytes(31)).decode()], ["é" * 44], [""]])
def test_what_is_no_key_is_refused_without_being_quoted(words: list[str]) -> None:
    with pytest.raises(KeyUnusable, match=r"RINGFENCE_KEY.*32 bytes.*Mend") as told:
        parse_keys(words, "RINGFENCE_KEY")
    assert not any(word and word in str(told.value) for word in words)
