"""May this asset go to this vendor? Yes, not yet or no, with the reasons, read from the ladder and the phases that are open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.approvals import conditions_in
from flows.engine.extending import chain, state_for
from flows.engine.ladder import Look, look
from flows.engine.ledger import ledger_of
from flows.engine.missing import Reason, Weight
from flows.engine.missing import reasons as missing_of
from flows.engine.neighbours import Stored
from flows.engine.phases import Phases
from flows.engine.screens.gate import conditions
from flows.engine.screens.wording import text
from flows.engine.views import VendorView
from flows.model.conditions import ForItems
from flows.model.country import Exposure
from flows.model.errors import NotHere
from flows.model.flow import Library
from flows.model.ids import ItemId, country_id
from flows.model.ledger import AGREEMENTS, LEDGER, Filing
from flows.model.people import Role
from flows.model.phasing import Approval, AskKind, AskState, Ladder, PhaseMark, PhaseState
from flows.model.programme import ActionState, ActionWhy, Snapshot
from flows.model.screens import Line, Strong


class Verdict(StrEnum):
    """Yes; not yet, since something is missing; or no, since something is known to speak against it."""

    YES = "yes"
    NOT_YET = "not_yet"
    NO = "no"


class Permission(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether an asset may go to a vendor. ``gate``: what the gate that it takes is called; ``exposure``: the class that it has there.

    ``under_nda`` and ``nda``: whether a duty of confidence covers it today, and which agreement tells so. ``filing``: how it stands with its filing.
    ``phase``: what the phase is called within which it may go; ``until``: the last day of one that lets nothing new out. ``bounds``: on which
    conditions, and until when, that was approved and signed off. ``unmet``: those of these conditions that nobody has marked as met.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    under_nda: bool | None = None
    nda: ItemId | None = None
    filing: Filing | None = None
    gate: str = ""
    exposure: Exposure = Exposure.E3
    phase: str = ""
    until: dt.date | None = None
    bounds: tuple[Line, ...] = ()
    unmet: tuple[str, ...] = ()


def may_share(snapshot: Snapshot, library: Library, asset: ItemId, vendor: ItemId, at: dt.datetime) -> Permission:
    """Whether an asset may go to a vendor today: public things on the evidence of the lowest gate, all else within a phase that is open for both.

    Raises NotHere where there is no programme.
    """
    programme = snapshot.programme
    if programme is None:
        raise NotHere("there is no programme in this channel yet; /ringfence start makes one")
    if library.ladder is None:
        return Permission(Verdict.NOT_YET)
    today = at.astimezone(ZoneInfo(programme.settings.zone)).date()
    work = (action for ref in programme.sessions for action in snapshot.actions(ref.id))
    met = {one.rule for one in work if one.why is ActionWhy.CONDITION and one.state is ActionState.DONE}
    return sharing(Phases(Stored(snapshot, library, programme, today)), asset, vendor, met)


def sharing(phases: Phases, asset: ItemId, vendor: ItemId, met: Collection[str] = ()) -> Permission:
    """The same, of phases that were read already. ``met``: the approvals whose conditions are marked as met."""
    covering = [mark for mark in phases.marks.values() if asset in mark.assets and vendor in mark.vendors]
    here = next((mark.phase for mark in covering if mark.state is PhaseState.OPEN), None)
    found = look(phases.library, phases.facts, phases.seen((asset,), vendor, here))
    reasons: tuple[Reason, ...] = missing_of(phases, (found,))
    never = found.exposure > Exposure.E0 and not covering and _is_left_out(phases, asset, vendor)
    stopped = never or any(proof.evidence.stop and proof.state is False for proof in found.missing)
    enough = {
        state_for(phases, mark, asset, vendor): mark
        for mark in reversed(covering)
        if _reaches(phases.ladder, mark, found.exposure)
    }
    within = enough.get(PhaseState.OPEN, enough.get(PhaseState.GRACE))
    if PhaseState.GRACE in enough and _is_out(phases, asset, vendor):
        reasons = ()  # nothing new goes out, but what is out already may go on
    elif never:
        reasons = (_because(phases, "gate.no_plan", asset, vendor), *reasons)
    elif not reasons and found.exposure > Exposure.E0 and PhaseState.OPEN not in enough:
        reasons = (_because(phases, "gate.no_phase", asset, vendor),)
    verdict = Verdict.NO if stopped else Verdict.NOT_YET if reasons or found.gate is None else Verdict.YES
    covered, nda = _duty(phases, vendor)
    if within is None or verdict is not Verdict.YES or found.exposure is Exposure.E0:
        name, until, bounds, unmet = "", None, (), ()
    else:
        name, bounds = phases.name(within.phase), tuple(bounds_of(phases, within, found))
        unmet = conditions_in(one for one in _bound_by(phases, within, found) if one.id not in met)
        until = within.ends if PhaseState.OPEN not in enough else None
    return Permission(
        verdict,
        reasons,
        covered,
        nda,
        _filing(phases, asset, vendor),
        found.gate.title if found.gate is not None else "",
        found.exposure,
        name,
        until,
        bounds,
        unmet,
    )


def bounds_of(phases: Phases, mark: PhaseMark, found: Look) -> Iterator[Line]:
    """What bounds a yes: the conditions on which people approved the phase, an exception or a lift, and how the papers behind it are signed off."""
    for one in _bound_by(phases, mark, found):
        yield from conditions(phases.library.texts, one)
    told = (line for proof in found.proofs for line in phases.signed(proof.evidence, found.vendor))
    yield from dict.fromkeys(told)


def _bound_by(phases: Phases, mark: PhaseMark, found: Look) -> tuple[Approval, ...]:
    """The approvals that a yes stands on: of the phase, of the exceptions and of the lifts."""
    excepted = {proof.evidence.id for proof in found.proofs if proof.excepted is not None}
    exceptions = [
        one
        for one in phases.approvals
        if (one.kind, one.state) == (AskKind.EXCEPTION, AskState.GRANTED)
        and (one.about in excepted and found.vendor in one.vendors and one.phase in (mark.phase, None))
    ]
    lifts = [one for one, _ in phases.lifts if country_id(one.about) in found.lifts]
    return (*chain(phases, mark), *exceptions, *lifts)


def _is_left_out(phases: Phases, asset: ItemId, vendor: ItemId) -> bool:
    """Whether there is a plan of what the phases show, and in none of them this vendor sees this asset: nothing that is still missing would
    ever let it out."""
    shown = [(phases.assets(row.id), phases.vendors(row.id)) for row in phases.rows]
    return any(assets for assets, _ in shown) and not any(asset in assets and vendor in to for assets, to in shown)


def _because(phases: Phases, key: str, asset: ItemId, vendor: ItemId) -> Reason:
    """Why the phases do not let it out: ``gate.no_phase``, none is open for both; ``gate.no_plan``, none is planned for both."""
    values: dict[str, Line] = {"asset": (Strong(phases.name(asset)),), "vendor": (Strong(phases.name(vendor)),)}
    closed, do = (text(phases.library.texts, word, **values) for word in (key, f"{key}.do"))
    return Reason(closed, do, Role.OWNER, weight=Weight.FAILS)


def _is_out(phases: Phases, asset: ItemId, vendor: ItemId) -> bool:
    """Whether the ledger says that a vendor has an asset already."""
    lines = ledger_of(phases.ground.rows(LEDGER), phases.names)
    return any((line.asset, line.vendor) == (asset, vendor) for line in lines)


def _reaches(ladder: Ladder, mark: PhaseMark, exposure: Exposure) -> bool:
    """Whether the gate that a phase holds opens a class."""
    gate = ladder.gate(mark.gate)
    return gate is not None and gate.up_to >= exposure


def _duty(phases: Phases, vendor: ItemId) -> tuple[bool | None, ItemId | None]:
    """Whether a duty of confidence covers what a vendor gets today, and the agreement that tells so."""
    evidence = phases.ladder.evidence(phases.ladder.covered_by)
    when, view = (evidence.when if evidence is not None else None), VendorView(phases.facts, vendor)
    each = when.inner if isinstance(when, ForItems) and when.register == AGREEMENTS else None
    papers = phases.facts.items(AGREEMENTS) if each is not None else ()
    nda = next((row for row in papers if each is not None and view.holds(each, row) is True), None)
    return (view.holds(when) if when is not None else None), nda


def _filing(phases: Phases, asset: ItemId, vendor: ItemId) -> Filing:
    """How it stands with the filing of an asset; open where nothing tells."""
    view = VendorView(phases.facts, vendor)
    held = (word for word, when in phases.ladder.filing.items() if view.holds(when, asset) is True)
    return Filing(next(held, Filing.OPEN))
