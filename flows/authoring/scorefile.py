"""The shape of a scorecard's file and of its cases, key by key.

Only shapes live here: no file is read, nothing compared across files.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from flows.authoring.casefile import GivenDoc
from flows.authoring.schema import Date, Doc, Name, SourceDoc, When, Whole, Words
from flows.model.country import Exposure
from flows.model.people import Profile
from flows.model.scorecard import MOST_POINTS, ScoreVerdict


def _exposure(written: Any) -> Any:
    """An exposure class by its name."""
    if written not in Exposure.__members__:
        mend = {"mend": "Write one of " + ", ".join(f"`{one}`" for one in Exposure.__members__)}
        raise PydanticCustomError("day", "This is no exposure class", mend)
    return Exposure[written]


Percent = Annotated[int, Field(ge=0, le=100, strict=True)]
Give = Annotated[int, Field(ge=0, le=MOST_POINTS, strict=True)] | Literal["unknown"]
Months = Annotated[int, Field(ge=1, le=60, strict=True)]
Class = Annotated[Exposure, BeforeValidator(_exposure), WithJsonSchema({"enum": list(Exposure.__members__)})]
Asked = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
"""A question by its full name, ``section.question``."""


class PointsDoc(Doc):
    """What an answer is worth, and when."""

    when: When | None = None
    gives: Give


class ReadDoc(Doc):
    """A question that a row reads."""

    question: Asked
    paper: Words | None = None
    points: Annotated[list[PointsDoc], Field(min_length=1)]


class CriterionDoc(Doc):
    """One row."""

    criterion: Name
    title: Words
    weight: Percent
    evidence: Words
    paper: Words | None = None
    ask: Words
    expires: Months | None = None
    dated: Asked | None = None
    until: Asked | None = None
    renewed: Words | None = None
    reads: Annotated[list[ReadDoc], Field(min_length=1)]


class TierDoc(Doc):
    """How deep, and what it takes to pass."""

    tier: Annotated[int, Field(ge=1, le=9, strict=True)]
    questions: Annotated[int, Field(ge=1, strict=True)]
    score: Percent
    coverage: Percent
    floor: Annotated[int, Field(ge=0, le=MOST_POINTS, strict=True)] = 0
    when: When | None = None


class StopDoc(Doc):
    """What stops, whatever the score."""

    stop: Name
    say: Words
    mend: Words
    when: When


class CapDoc(Doc):
    """How far at most, while this holds."""

    cap: Name
    say: Words
    at: Class
    when: When


class ScorecardDoc(Doc):
    """One scorecard."""

    scorecard: Name
    version: Annotated[int, Field(ge=1, strict=True)]
    title: Words
    flow: Name
    reviewed: Date
    source: Name
    sources: dict[Name, SourceDoc]
    settled: Asked
    tiers: Annotated[list[TierDoc], Field(min_length=1)]
    profiles: dict[Profile, dict[Name, Percent]] = Field(default={})
    criteria: Annotated[list[CriterionDoc], Field(min_length=1)]
    stops: list[StopDoc] = Field(default=[])
    caps: list[CapDoc] = Field(default=[])


class ScoreExpected(Doc):
    """How a scorecard must stand; what is left out is not looked at. ``rows``: points by row, or ``unknown``."""

    tier: Whole | None = None
    verdict: ScoreVerdict | None = None
    score: Percent | None = None
    coverage: Percent | None = None
    rows: dict[Name, Give] = Field(default={})
    stops: list[Name] | None = None
    caps: list[Name] | None = None
    path: list[Name] | None = None


Backed = list[Asked] | Literal["all"]


class ScoreCaseDoc(Doc):
    """Answers, how well they are backed, and how the card then stands. ``continues``: the answers of that case, and these over them."""

    case: Words
    continues: Words | None = None
    given: GivenDoc = Field(default_factory=GivenDoc)
    papers: Backed = Field(default=[])
    seen: Backed = Field(default=[])
    weights: dict[Name, Percent] = Field(default={})
    expect: ScoreExpected
