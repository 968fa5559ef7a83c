"""Who settles a finding: counsel what is critical, and whoever approves what is not. Pure; see ADR 0026."""

from __future__ import annotations

from collections.abc import Iterator

from flows.model.flow import Severity
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.programme import Programme
from flows.model.session import Finding


def settlers(programme: Programme, severity: Severity) -> dict[PersonId, Role]:
    """Who may settle a finding that grave, and as what. The owner stands in for a part that nobody plays; a programme without an owner has
    nobody to stand in."""
    found: dict[PersonId, Role] = {}
    for person, role in _parts(programme, severity):
        found.setdefault(person, role)
    return found


def _parts(programme: Programme, severity: Severity) -> Iterator[tuple[PersonId, Role]]:
    roles = (Role.COUNSEL,) if severity is Severity.CRITICAL else (Role.COUNSEL, Role.APPROVER)
    holders = [(role, programme.holder(role)) for role in roles]
    yield from ((person, role) for role, person in holders if person is not None)
    if holders[-1][1] is None and not programme.ownerless:
        yield programme.owner, Role.OWNER


def reads_reason(programme: Programme, finding: Finding, person: PersonId) -> bool:
    """Whether this person is shown why a finding was settled: whoever may settle it, and whoever did. The reason is a position, so it stays
    in the counsel lane; the rest of the team sees that it is settled, by whom and when."""
    settled = finding.settled
    return settled is not None and (person == settled.by or person in settlers(programme, finding.severity))
