"""The shape of a case file: what is given, what is said, what must come of it. Shapes only; `flows.authoring.cases`
plays them.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal, cast, get_args
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from flows.authoring.problems import did_you_mean
from flows.authoring.schema import Days, Doc, Flag, Name, Words
from flows.model.countryfields import CountryField
from flows.model.flow import Severity
from flows.model.people import Profile, Role
from flows.model.programme import ActionWhy, StageState

Person = Literal["maria", "jon", "priya", "dev"]
Command = Literal[
    "skip", "not sure", "back", "undo", "pause", "resume", "review", "deepen", "finish", "why", "confirm", "drop"
]
_COMMANDS: tuple[str, ...] = get_args(Command)
_CHANGE = "change "


def _typed(written: object) -> object:
    """What a person types: a number is typed as it stands, and true and false are yes and no."""
    if isinstance(written, bool):
        return "yes" if written else "no"
    return str(written) if isinstance(written, int) else written


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _locale(written: object) -> object:
    if not re.fullmatch(r"[a-z]{2}_[A-Z]{2}", str(written)):
        raise PydanticCustomError("day", "This is no locale", {"mend": "Write a language and a country, like `en_GB`"})
    return written


def _zone(written: object) -> object:
    try:
        ZoneInfo(str(written))
    except (ValueError, LookupError, OSError):  # LookupError: no such zone; the others: no name of a zone at all
        mend = {"mend": "Write a name of the time zone list, like `Europe/Warsaw`"}
        raise PydanticCustomError("day", "This is no time zone", mend) from None
    return written


def _moment(written: object) -> object:
    try:
        moment = dt.datetime.fromisoformat(str(written))
    except ValueError:
        raise PydanticCustomError("day", "This is no moment", {"mend": "Write it like `2026-11-23 09:00`"}) from None
    if not 2000 <= moment.year <= 2100:
        raise PydanticCustomError("day", "This is too far away", {"mend": "Write a day of this century"})
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


Typed = Annotated[str, BeforeValidator(_typed), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Zone = Annotated[str, BeforeValidator(_zone)]
Locale = Annotated[str, BeforeValidator(_locale)]
Moment = Annotated[dt.datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string"})]


class Line(Doc):
    """One turn of a talk: exactly one of ``do``, ``file``, ``verify`` (a question), ``apart`` (what one person chooses in their own
    form, by question), ``vendor`` (what the vendor ticked on its sheet, by question), ``figure`` (a field of the country at hand, with the
    ``value`` that a team enters itself, its ``source`` and ``year``), ``later`` (so many days pass, and the bot looks at what they bring) and
    ``question``, which comes with what is typed.

    ``change``: the question is one answered before; with ``confirm`` the preview is said yes to. ``about``: the item
    that a repeated question is about.
    """

    by: Person = "maria"
    do: Command | None = None
    file: Words | None = None
    verify: Words | None = None
    apart: dict[str, Typed] = Field(default={})
    vendor: dict[str, Typed] = Field(default={})
    figure: CountryField | None = None
    value: Typed = ""
    source: Words | None = None
    year: int = 0
    later: Days = 0
    question: str = ""
    text: Typed = ""
    about: Words | None = None
    change: bool = False
    confirm: Flag = True


def _line(written: object) -> object:
    """A line as authors write it, in its full form."""
    if isinstance(written, str):
        if written not in _COMMANDS:
            raise PydanticCustomError(
                "line", "This is nothing that a person does", {"mend": did_you_mean(written, _COMMANDS)}
            )
        return {"do": written}
    if not isinstance(written, dict):
        raise PydanticCustomError(
            "line", "This is no line of a talk", {"mend": "Write `section.question: what is typed`"}
        )
    parts = {str(key): value for key, value in cast(dict[Any, Any], written).items()}
    line: dict[str, object] = {"by": parts.pop("as", "maria")}
    line |= {key: parts.pop(key) for key in ("about", "confirm", "value", "source", "year") if key in parts}
    if len(parts) != 1:
        raise PydanticCustomError("line", "A line is one turn", {"mend": "Begin each turn with its own `- `"})
    ((key, said),) = parts.items()
    if key in ("do", "file", "verify", "apart", "vendor", "figure", "later"):
        return {**line, key: said}
    return {**line, "question": key.removeprefix(_CHANGE), "text": said, "change": key.startswith(_CHANGE)}


TalkLine = Annotated[
    Line, BeforeValidator(_line), WithJsonSchema({"anyOf": [{"enum": list(_COMMANDS)}, {"type": "object"}]})
]


def _with_registers(schema: dict[str, Any]) -> None:
    """The schema of what is given, further keys as rows of a register."""
    schema["properties"].pop("rows")
    schema["additionalProperties"] = {"type": "array", "items": {"type": "object"}}


class GivenDoc(Doc):
    """How things stand when the talk begins. Further keys are registers (by their plural), each a list of rows. ``per``: the name of the row that
    the case runs for, in a flow that runs once for each."""

    model_config = ConfigDict(json_schema_extra=_with_registers)

    profile: Profile | None = None
    zone: Zone = "UTC"
    locale: Locale = "en_GB"
    now: Moment = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    roles: dict[Role, Person] = Field(default={})
    stages: dict[Name, StageState] = Field(default={})
    answers: dict[str, Typed] = Field(default={})
    elsewhere: dict[str, Typed] = Field(default={})
    at: str = ""
    per: Words | None = None
    rows: dict[str, list[dict[str, Typed]]] = Field(default={})

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: object) -> object:
        """Lists below keys that are none of ours are registers."""
        if not isinstance(data, dict):
            return data
        written = cast(dict[str, object], data)
        rows = {key: value for key, value in written.items() if key not in cls.model_fields and _is_list(value)}
        return {**{key: value for key, value in written.items() if key not in rows}, "rows": rows}


class FindingExpected(Doc):
    """An open finding; what is left out does not matter."""

    id: Name
    severity: Severity | None = None
    about: Words | None = None


class ActionExpected(Doc):
    """An open action; what is left out does not matter. ``owner`` is a role, "asker", or a person of the cases."""

    owner: Role | Literal["asker"] | Person | None = None
    due: Days | None = None
    why: ActionWhy | None = None
    about: Words | None = None


class ExpectDoc(Doc):
    """What must be true after the talk. What is left out is not looked at."""

    findings: list[FindingExpected] | None = None
    actions: list[ActionExpected] | None = None
    asked_next: str | None = None
    preview: list[str] | None = None
    says: list[str] = Field(default=[])
    looks: dict[Name, dict[Name, list[str]]] = Field(default={})
    readiness: Annotated[int, Field(ge=0, le=100, strict=True)] | None = None
    decided: list[Words] | None = None


class CaseDoc(Doc):
    """One conversation."""

    case: Words
    continues: Words | None = None
    given: GivenDoc = Field(default_factory=GivenDoc)
    talk: list[TalkLine] = Field(default=[])
    expect: ExpectDoc
