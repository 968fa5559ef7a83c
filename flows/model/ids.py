"""Names of things, as distinct types so that one cannot be passed for another. Only NewTypes and pure builders live here."""

from typing import NewType

TeamId = NewType("TeamId", str)
"""A Slack workspace (``T…``), or an enterprise (``E…``) for an organisation-wide installation."""
ChannelId = NewType("ChannelId", str)
"""A Slack conversation (``C…``, ``G…``, ``D…``)."""
PersonId = NewType("PersonId", str)
"""A Slack user (``U…`` or ``W…``), or whom one is kept as who was to be forgotten (:func:`pseudonym`)."""
ProgrammeId = NewType("ProgrammeId", str)
"""One channel's outsourcing effort: ``team:channel``."""
SessionId = NewType("SessionId", str)
"""One run of a flow, unique within its programme: ``ip_strategy-1``."""
FlowId = NewType("FlowId", str)
"""A flow's name as its author wrote it: ``ip_strategy``."""
FlowHash = NewType("FlowHash", str)
"""SHA-256 (hex) of a compiled flow's canonical JSON; two flows with one hash are one flow."""
SectionId = NewType("SectionId", str)
"""A section's name within its flow: ``inventory``."""
QuestionId = NewType("QuestionId", str)
"""``section.question``: unique within a flow."""
RegisterId = NewType("RegisterId", str)
"""A register's name: ``asset``, ``licence``, ``country``, ``disclosure``."""
ItemId = NewType("ItemId", str)
"""One row of a register, unique within its programme: ``asset-3``, ``country-PL``."""
ActionId = NewType("ActionId", str)
"""One piece of owned, dated work, unique within its programme."""
StageId = NewType("StageId", str)
"""A stage's name: ``ip_strategy``."""
SourceId = NewType("SourceId", str)
"""A key of the flow's or the library's source list."""
ClaimKey = NewType("ClaimKey", str)
"""What happened, named so that the same thing told twice has the same name."""


def programme_id(team: TeamId, channel: ChannelId) -> ProgrammeId:
    """The programme of one channel of one workspace."""
    return ProgrammeId(f"{team}:{channel}")


def desk_of(team: TeamId, person: PersonId) -> ProgrammeId:
    """Where what is about several programmes is queued for one person: no programme, and named so that it goes with its workspace."""
    return ProgrammeId(f"{team}:{person}")


def split_programme(programme: ProgrammeId) -> tuple[TeamId, ChannelId]:
    """The workspace and channel that a programme lives in: the inverse of :func:`programme_id`."""
    team, _, channel = programme.partition(":")
    return TeamId(team), ChannelId(channel)


_FORMER = "former-member-"


def pseudonym(mark: str) -> PersonId:
    """Whom somebody is kept as who was to be forgotten; ``mark`` tells several apart. It can be read as it is: Slack knows nobody by it."""
    return PersonId(f"{_FORMER}{mark}")


def is_pseudonym(person: str) -> bool:
    """Whether that is no id of Slack's, but whom somebody is kept as who was to be forgotten."""
    return person.startswith(_FORMER)


def session_id(flow: FlowId, number: int) -> SessionId:
    """The id of a programme's ``number``-th session (counted from 1 over all flows)."""
    return SessionId(f"{flow}-{number}")


_COUNTRY = "country-"


def country_id(code: str) -> ItemId:
    """The row of a country, named by its code so that naming it twice is one row."""
    return ItemId(f"{_COUNTRY}{code}")


def country_code(row: ItemId | None) -> str:
    """The ISO code of the country that a row is; "" for a row that is none."""
    code = (row or "").removeprefix(_COUNTRY)
    return code if row and row.startswith(_COUNTRY) and len(code) == 2 and code.isupper() else ""


def question_id(section: SectionId, name: str) -> QuestionId:
    """The id of a question within its flow."""
    return QuestionId(f"{section}.{name}")
