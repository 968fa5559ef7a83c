"""Documents say their version, come back as they were, and are upcast or refused, never guessed."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.model.effects import Note, Tell
from flows.model.ids import SessionId
from state import codec
from state.codec import Codec, JsonDocument
from state.errors import DocumentDamaged, DocumentNewer
from tests.state.documents import FOLDER, KINDS, file_of
from tests.state.shapes import values

quick = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("kind", KINDS)
@quick
@given(data=st.data())
def test_whatever_a_document_holds_comes_back_as_it_was(kind: str, data: st.DataObject) -> None:
    tried, shape = KINDS[kind]
    value = data.draw(values(shape))
    document = tried.encode(value)
    assert tried.decode(document) == value
    assert json.loads(document)["v"] == 1


@pytest.mark.parametrize("kind", KINDS)
@given(junk=st.binary(max_size=60))
def test_what_is_no_document_is_damaged_and_nothing_else(kind: str, junk: bytes) -> None:
    with pytest.raises(DocumentDamaged, match="latest backup"):
        KINDS[kind][0].decode(junk)


@pytest.mark.parametrize("kind", KINDS)
def test_the_documents_of_this_version_are_kept(kind: str) -> None:
    assert file_of(kind).exists(), "python -m tests.state.documents writes it"


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_documents_of_every_version_are_read_whole(file: Path) -> None:
    tried, _ = KINDS[file.name.partition(".")[0]]
    for line in file.read_bytes().splitlines():
        again = json.loads(tried.encode(tried.decode(line)))
        if file == file_of(file.name.partition(".")[0]):
            assert lost(json.loads(line), again) == [], f"the model forgets what is stored; see {FOLDER.name}.py"


def lost(before: object, after: object, at: str = "") -> list[str]:
    """The paths at which a document read and written again differs; a field new since then is no loss."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [path for name in before for path in lost(before[name], after.get(name), f"{at}.{name}")]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            path
            for n, (one, two) in enumerate(zip(before, after, strict=True))
            for path in lost(one, two, f"{at}[{n}]")
        ]
    return [] if before == after else [at]


class Colour(msgspec.Struct, frozen=True, omit_defaults=True):
    """A kind in its third version: ``name`` was ``title`` in the first, ``shade`` came with the third."""

    name: str = ""
    shade: int = 0


def rename(document: JsonDocument) -> JsonDocument:
    document["name"] = document.pop("title", "")
    return document


def shade(document: JsonDocument) -> JsonDocument:
    return {**document, "shade": 7}


THIRD: Codec[Colour] = Codec("colour", Colour, (rename, shade))


@pytest.mark.parametrize(
    ("document", "value"),
    [
        (b'{"v":1,"title":"red"}', Colour("red", 7)),
        (b'{"v":2,"name":"red"}', Colour("red", 7)),
        (b'{"v":3,"name":"red"}', Colour("red", 0)),
        (b'{ "v": 3, "name": "red" }', Colour("red", 0)),
        (b'{"name":"red","v":2}', Colour("red", 7)),
        (b'{"v":1}', Colour("", 7)),
        (b'{"v":3}', Colour()),
    ],
)
def test_an_older_document_is_brought_up_step_by_step(document: bytes, value: Colour) -> None:
    assert THIRD.decode(document) == value


@pytest.mark.parametrize("colour", [Colour(), Colour("red"), Colour("", 3)])
def test_an_upcast_document_is_written_in_the_newest_version(colour: Colour) -> None:
    assert THIRD.encode(colour).startswith(b'{"v":3')
    assert THIRD.decode(THIRD.encode(colour)) == colour


@pytest.mark.parametrize("version", [4, 12, 30, 31])
def test_a_document_of_a_newer_program_is_refused_with_both_versions(version: int) -> None:
    with pytest.raises(DocumentNewer, match=f"colour, version {version}, known up to 3.*newer version again"):
        THIRD.decode(b'{"v":%d,"name":"red"}' % version)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b"[]",
        b'{"name":"magenta"}',
        b'{"v":0,"name":"magenta"}',
        b'{"v":-1,"name":"magenta"}',
        b'{"v":"3","name":"magenta"}',
        b'{"v":3,"name":5}',
        b'{"v":2,"name":5}',
        b'{"v":3,"name":"\xff"}',
        b'{"v":3,"name":"mag',
    ],
)
def test_a_damaged_document_is_refused_without_telling_what_it_holds(document: bytes) -> None:
    with pytest.raises(DocumentDamaged) as told:
        THIRD.decode(document)
    assert "colour" in str(told.value) and "magenta" not in str(told.value)


def test_what_waits_to_be_said_since_before_it_answered_anybody_is_read_and_answers_nobody() -> None:
    waits = codec.EFFECT.decode(b'{"v":1,"type":"tell","session":"word","notes":[{"key":"word"}]}')
    assert waits == Tell(SessionId("word"), (Note("word"),), by=None)
    assert b"by" not in codec.EFFECT.encode(waits)


def test_a_document_of_one_kind_is_not_taken_for_another() -> None:
    with pytest.raises(DocumentDamaged):
        codec.SESSION.decode(b'{"v":1,"id":"asset-1","register":"asset","name":"x","number":1}')
