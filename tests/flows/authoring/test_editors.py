"""The schemas for editors say what the reader says, and are fresh."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from flows.authoring.editors import schemas, write_schemas
from flows.authoring.reader import Plain, read
from tests.flows.authoring.sample import CASES, FLOW, spoiled

SHIPPED = resources.files("flows") / "content" / "schema"


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_shipped_schema_is_fresh(name: str) -> None:
    written = (SHIPPED / name).read_text(encoding="utf-8")
    assert written == schemas()[name], "run `ringfence schema`"


def test_the_schemas_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    write_schemas(tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(schemas())


def data_of(text: str) -> Plain:
    sheet, problems = read("f", text.encode())
    assert sheet is not None, problems
    return sheet.data


@pytest.mark.parametrize(("name", "text"), [("flow.schema.json", FLOW), ("cases.schema.json", CASES)])
def test_a_right_file_fits_its_schema(name: str, text: str) -> None:
    schema = json.loads(schemas()[name])
    Draft202012Validator.check_schema(schema)
    errors = [error.message for error in Draft202012Validator(schema).iter_errors(data_of(text))]
    assert errors == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: yes_no", "kind: yesno"),
        ("    covers: [S1]\n    questions", "    cover: [S1]\n    questions"),
        ("due: 1 week", "due: soon"),
    ],
)
def test_a_wrong_file_does_not(old: str, new: str) -> None:
    schema = json.loads(schemas()["flow.schema.json"])
    assert list(Draft202012Validator(schema).iter_errors(data_of(spoiled(FLOW, old, new))))
