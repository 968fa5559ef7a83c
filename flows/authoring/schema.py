"""The shape of a flow file, key by key: what an author may write, before names are resolved. Also the JSON Schema for
editors.

Only shapes live here: no file is read, no condition parsed, nothing compared across the file.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from flows.model.countryfields import CountryField
from flows.model.flow import Severity, Source, SourceKind
from flows.model.ids import SourceId
from flows.model.people import Role
from flows.model.values import Kind


class Doc(BaseModel):
    """A mapping with known keys only. What it is checked with is built at the first check: it takes longer than to import all the rest."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Short(Doc):
    """A mapping that may be written as its most important value alone."""

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _lengthen(cls, data: object) -> object:
        return cast(object, data) if isinstance(data, dict) else {cls.short: data}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [whole["properties"][cls.short], {k: v for k, v in whole.items() if k != "title"}]}


def _days(written: Any) -> Any:
    """``14 days``, ``2 weeks`` as a number of days."""
    found = re.fullmatch(r"([0-9]{1,4}) (day|week)s?", written) if isinstance(written, str) else None
    if found is None:
        raise PydanticCustomError(
            "days", "A time is a number and a unit", {"mend": "Write it like `14 days` or `2 weeks`"}
        )
    return int(found[1]) * (7 if found[2] == "week" else 1)


def _date(written: Any) -> Any:
    """An ISO day. Pydantic would also take a number of seconds."""
    try:
        return dt.date.fromisoformat(written if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", written) else "")
    except (TypeError, ValueError):
        raise PydanticCustomError(
            "day", "A day is written year-month-day", {"mend": "Write it like `2026-11-20`"}
        ) from None


def _months(written: Any) -> Any:
    found = re.fullmatch(r"([1-9][0-9]?) months?", written) if isinstance(written, str) else None
    if found is None:
        raise PydanticCustomError("days", "A time is a number and a unit", {"mend": "Write it like `6 months`"})
    return int(found[1])


BANK = 76
"""How many questions the question bank numbers; the flows ask them all."""
CLAUSES = 17
"""How many clauses the playbook numbers."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A name that conditions can use."""
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
"""A text that people read."""
When = Annotated[str, Field(description="A condition")]
Days = Annotated[
    int, BeforeValidator(_days), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,4} (day|week)s?$"})
]
Months = Annotated[
    int, BeforeValidator(_months), WithJsonSchema({"type": "string", "pattern": "^[1-9][0-9]? months?$"})
]
Date = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
Statement = Annotated[str, StringConstraints(pattern=r"^S[0-9]{1,2}$")]
Weight = Annotated[int, Field(ge=0, le=100, strict=True)]
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Owner = Role | Literal["asker"]


class PhraseDoc(Short):
    """A text, or a text per profile: ``any`` is said where the profile has no wording of its own."""

    short: ClassVar[str] = "any"
    any: Words
    software: Words | None = None
    manufacturing: Words | None = None
    services: Words | None = None


class OptionDoc(Short):
    """One closed choice."""

    short: ClassVar[str] = "label"
    label: Words
    description: Words | None = None
    also: list[Words] = []
    reason: Words | None = None


class BetweenDoc(Doc):
    """Words that stand between several choices: a reply that holds one of them is asked back."""

    words: Annotated[list[Words], Field(min_length=1)]
    options: Annotated[list[Name], Field(min_length=2)]


class SeverityDoc(Short):
    """A severity and when it counts."""

    short: ClassVar[str] = "is"
    when: When | None = None
    is_: Severity = Field(alias="is")


def _one_or_many(written: object) -> object:
    return cast(object, written) if isinstance(written, list) else [written]


Severities = Annotated[
    list[SeverityDoc],
    BeforeValidator(_one_or_many),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"enum": [s.value for s in Severity]}, {"type": "array", "minItems": 1}]}),
]


class DecisionDoc(Short):
    """What an answer decides, in the words that the weekly digest tells it with, and when it does."""

    short: ClassVar[str] = "say"
    when: When | None = None
    say: PhraseDoc


Decisions = Annotated[
    list[DecisionDoc],
    BeforeValidator(_one_or_many),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [{"type": ["string", "object"]}, {"type": "array", "minItems": 1}]}),
]


class FindingDoc(Doc):
    """A risk to note when an answer is bad."""

    when: When
    id: Name
    severity: Severities
    say: PhraseDoc
    counsel: PhraseDoc
    do: PhraseDoc
    owner: Owner
    due: Days
    source: Name
    reviewed: Date | None = None
    covers: list[Statement] | None = None
    by_answer: bool = False
    at_once: Flag = False
    for_not_sure: Flag = False


class ReminderDoc(Doc):
    """What the day of an answer is remembered for."""

    matter: Literal["notice", "evidence"]
    of: PhraseDoc
    whom: Name = "owner"
    words: PhraseDoc | None = None


class ProposalDoc(Doc):
    """A row that other answers bring along, and what holds of it."""

    name: Annotated[str, StringConstraints(pattern=r"^[^\s,;][^,;\n]{1,73}$")]
    when: When
    then: dict[Name, Words] = {}
    every: Months | None = None


class QuestionDoc(Doc):
    """One question and all that decides about it."""

    ask: Name
    kind: Kind
    text: PhraseDoc
    why: PhraseDoc
    source: Name
    help: PhraseDoc | None = None
    options: dict[Name, OptionDoc] = {}
    between: list[BetweenDoc] = []
    only_when: When | None = None
    role: Role | None = None
    fills: Role | Literal["profile"] | None = None
    evidence: Flag = False
    weight: Weight = 1
    not_sure: PhraseDoc | None = None
    not_sure_owner: Owner = "asker"
    not_sure_due: Days = 7
    covers: list[Statement] = []
    bank: list[Annotated[int, Field(ge=1, le=BANK, strict=True)]] = []
    reviewed: Date | None = None
    decides: Decisions | None = None
    findings: list[FindingDoc] = []
    low: Whole | None = None
    high: Whole | None = None
    unit: Words | None = None
    future: Flag = True
    past: Flag = True
    many: Flag = False
    register_: Name | None = Field(default=None, alias="register")
    adds: Flag = False
    sets: Name | None = None
    ends: Annotated[list[Words], Field(min_length=2, max_length=2)] | None = None
    reminds: ReminderDoc | None = None
    clause: Annotated[int, Field(ge=1, le=CLAUSES, strict=True)] | None = None
    called: Words | None = None
    withdraws: Flag = False
    lives: Flag = False
    book: list[CountryField] = []
    prompts: list[CountryField] = []
    needs: list[Name] = []
    confirms: list[Name] = []
    was: Words | None = None
    unasked: Flag = False
    after: Name | None = None
    proposes: list[ProposalDoc] = []
    every: Name | None = None

    def between_of(self, option: str) -> tuple[str, ...]:
        """The words that stand between this option and others."""
        return tuple(word for between in self.between if option in between.options for word in between.words)


class SectionDoc(Doc):
    """A run of questions that belong together."""

    section: Name
    title: Words
    questions: Annotated[list[QuestionDoc], Field(min_length=1)]
    covers: list[Statement] = []
    each: Name | None = None
    where: When | None = None
    open_when: When | None = None
    records: Name | None = None
    taken: Flag = False
    deeper: Flag = False
    apart: Flag = False


class ListDoc(Doc):
    """One heap of a look."""

    list_: Name = Field(alias="list")
    title: Words
    because: PhraseDoc
    when: When | None = None
    whole: Flag = False


class LookDoc(Doc):
    """Items sorted into heaps by conditions."""

    look: Name
    title: Words
    each: Name
    after: Name
    lists: Annotated[list[ListDoc], Field(min_length=1)]
    intro: Words | None = None
    beside: list[Words] = Field(default=[])


class RegisterDoc(Doc):
    """What one row and many rows of a register are called."""

    one: Words
    many: Words


class SourceDoc(Doc):
    """On whose word something is said; ``as_of`` is the day we read it."""

    title: Words
    publisher: Words
    as_of: Date
    url: Annotated[str, StringConstraints(pattern=r"^https://\S+$")] | None = None
    kind: SourceKind | None = None

    def source(self, name: str) -> Source:
        """The source of that name."""
        return Source(SourceId(name), self.title, self.publisher, self.as_of, self.url or "", self.kind)


class FlowDoc(Doc):
    """A whole flow file."""

    flow: Name
    version: Annotated[int, Field(ge=1, strict=True)]
    title: Words
    stage: Name
    reviewed: Date
    intro: PhraseDoc
    sections: Annotated[list[SectionDoc], Field(min_length=1)]
    registers: dict[Name, RegisterDoc] = {}
    sources: dict[Name, SourceDoc] = {}
    looks: list[LookDoc] = []
    per: Name | None = None
    closes: Flag = False
    works_in: When | None = None


class StageDoc(Doc):
    """One stage of the method, as content/stages.yaml lists it."""

    stage: Name
    title: Words
    flow: Name | None = None
    flows: list[Name] = []
    opens_when: When | None = None
    closed: Words | None = None
    starts_on: Literal["leak"] | None = None
