"""JSON Schemas of the author's files, for editors: completion and a first check while one writes."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from flows.authoring.casefile import CaseDoc
from flows.authoring.schema import FlowDoc

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """The text of each schema by its file name."""
    shapes = {
        "flow.schema.json": ("A flow", TypeAdapter(FlowDoc)),
        "cases.schema.json": ("The cases of a flow", TypeAdapter(list[CaseDoc])),
    }
    return {
        name: json.dumps({"$schema": _DRAFT, **shape.json_schema(by_alias=True), "title": title}, indent=2) + "\n"
        for name, (title, shape) in shapes.items()
    }


def write_schemas(folder: Path) -> None:
    """Write the schemas into a folder (that of the package: ``flows/content/schema``)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
