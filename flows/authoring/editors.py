"""JSON Schemas of the author's files, for editors: completion and a first check while one writes."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import TypeAdapter

from flows.authoring.askfile import AskingDoc
from flows.authoring.casefile import CaseDoc
from flows.authoring.countryfile import CountrySourceDoc, EconomyDoc
from flows.authoring.gatefile import LadderCaseDoc, LadderDoc
from flows.authoring.registerfile import RegisterViewDoc
from flows.authoring.schema import FlowDoc, Name
from flows.authoring.scorefile import ScorecardDoc, ScoreCaseDoc

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """The text of each schema by its file name."""
    shapes = {
        "flow.schema.json": ("A flow", TypeAdapter(FlowDoc)),
        "cases.schema.json": ("The cases of a flow", TypeAdapter(list[CaseDoc])),
        "scorecard.schema.json": ("A scorecard", TypeAdapter(ScorecardDoc)),
        "scorecard_cases.schema.json": ("The cases of a scorecard", TypeAdapter(list[ScoreCaseDoc])),
        "gates.schema.json": ("The trust ladder", TypeAdapter(LadderDoc)),
        "gates_cases.schema.json": ("The cases of the trust ladder", TypeAdapter(list[LadderCaseDoc])),
        "country.schema.json": ("What we hold of an economy", TypeAdapter(EconomyDoc)),
        "country_sources.schema.json": (
            "Where values of the country files come from",
            TypeAdapter(dict[Name, CountrySourceDoc]),
        ),
        "asking.schema.json": ("What helps to answer questions", TypeAdapter(AskingDoc)),
        "registers.schema.json": ("How registers are listed", TypeAdapter(list[RegisterViewDoc])),
    }
    return {
        name: json.dumps({"$schema": _DRAFT, **shape.json_schema(by_alias=True), "title": title}, indent=2) + "\n"
        for name, (title, shape) in shapes.items()
    }


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write the schemas into a folder (that of the package: ``flows/content/schema``); the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {folder / name: text for name, text in schemas().items()}
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    return tuple(files)
