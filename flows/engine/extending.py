"""What an extension brings into a phase is kept apart from what was approved before: that stands on its own evidence, and its own time.

Reads only; how a phase moves is in `lapsing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from flows.engine.ladder import Look
from flows.engine.phases import Phases
from flows.model.ids import ItemId
from flows.model.phasing import Approval, Gate, PhaseMark, PhaseState
from flows.rules.phasing import months_after

OPEN = frozenset({PhaseState.OPEN, PhaseState.GRACE})


def extends(mark: PhaseMark | None, assets: Sequence[ItemId], vendors: Sequence[ItemId]) -> ItemId | None:
    """The approval that a plan extends: the phase is open, all of it stays, and more comes in; None where it is another plan, or a new one."""
    if mark is None or mark.state not in OPEN:
        return None
    had, wanted = {*mark.assets, *mark.vendors}, {*assets, *vendors}
    return mark.approval if had < wanted else None


def chain(phases: Phases, mark: PhaseMark) -> tuple[Approval, ...]:
    """The approvals that a phase stands on: the first, and each by which it was extended since."""
    found: list[Approval] = []
    one = phases.approval(mark.approval)
    while one is not None:
        found.insert(0, one)
        one = phases.approval(one.extends)
    return tuple(found)


def approved_on(phases: Phases, one: Approval) -> dt.date:
    """The day since which the time of its gate runs: an extension within one gate gives no more of it to what was approved before."""
    base = phases.approval(one.extends)
    return approved_on(phases, base) if base is not None and base.gate == one.gate else granted_on(one)


def granted_on(one: Approval) -> dt.date:
    """The day of the last yes to a request."""
    return max(word.on for word in one.words)


def earlier(phases: Phases, mark: PhaseMark) -> PhaseMark | None:
    """The phase as it was approved before its extension, if that still holds; before several, the latest that does."""
    return next((one for one in _before(phases, mark) if _stands(phases, one)), None)


def _before(phases: Phases, mark: PhaseMark) -> Iterator[PhaseMark]:
    """The phase as it would stand on each earlier approval, the latest first."""
    for one in reversed(chain(phases, mark)[:-1]):
        yield PhaseMark(
            phase=mark.phase,
            state=PhaseState.OPEN,
            since=phases.today,
            gate=one.gate,
            approved_gate=one.gate,
            assets=one.assets,
            vendors=one.vendors,
            approval=one.id,
            began=phases.went_on(mark, one.gate, one.vendors),
            approved_on=approved_on(phases, one),
            looked=mark.looked,
        )


def _stands(phases: Phases, mark: PhaseMark) -> bool:
    gate = phases.ladder.gate(mark.approved_gate)
    return gate is not None and not is_over(gate, mark, phases.today) and holds(gate, phases.approved(mark))


def state_for(phases: Phases, mark: PhaseMark, asset: ItemId, vendor: ItemId) -> PhaseState:
    """How a phase stands for one asset and one vendor: what was approved before an extension does not wait for what that is missing."""
    if mark.state is not PhaseState.GRACE:
        return mark.state
    before = earlier(phases, mark)
    covered = before is not None and asset in before.assets and vendor in before.vendors
    return PhaseState.OPEN if covered else mark.state


# ── what an approval stands on ───────────────────────────────────────────────


def holds(approved: Gate, looks: Sequence[Look]) -> bool:
    """Whether everything is there for what was approved, and nothing of it has come into a higher class since."""
    return bool(looks) and all(look.open and look.exposure <= approved.up_to for look in looks)


def is_back(phases: Phases, mark: PhaseMark) -> bool:
    """Whether a phase fell and all is there again, for what it was approved on and for what it is to show now: it waits for nothing but a new
    request."""
    gate = phases.ladder.gate(mark.approved_gate)
    fell = mark.state is PhaseState.FALLEN and gate is not None and not is_over(gate, mark, phases.today)
    if not fell or gate is None or not holds(gate, phases.approved(mark)):
        return False
    now = phases.looks(mark.phase)
    return bool(now) and all(look.open for look in now)


def ends_on(gate: Gate, mark: PhaseMark) -> dt.date | None:
    """The day on which a phase closes by itself, where its gate lasts for so many months only."""
    return months_after(mark.approved_on, gate.lasts) if gate.lasts and mark.approved_on is not None else None


def is_over(gate: Gate, mark: PhaseMark, today: dt.date) -> bool:
    """Whether that day has come."""
    ends = ends_on(gate, mark)
    return ends is not None and today >= ends
