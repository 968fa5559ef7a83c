"""What people do about gates, as events: a part of the closed union of `flows.model.events`."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.model.country import Exposure
from flows.model.ids import ItemId
from flows.model.values import Document


class PhaseRequested(msgspec.Struct, frozen=True, tag="phase_requested"):
    """Somebody asks that a phase opens as it is planned now, or takes in what it was extended by."""

    phase: ItemId
    reason: str = ""


class ApprovalGiven(msgspec.Struct, frozen=True, tag="approval_given"):
    """Somebody whose word is wanted says yes to a request, on a ``condition`` or on none, or not yet."""

    approval: ItemId
    yes: bool
    reason: str = ""
    condition: str = ""


class PhaseClosed(msgspec.Struct, frozen=True, tag="phase_closed"):
    """Somebody takes a phase back."""

    phase: ItemId
    reason: str = ""


class ExceptionGranted(msgspec.Struct, frozen=True, tag="exception_granted"):
    """The approver excepts from one piece of evidence, for one vendor in one phase, until a day."""

    phase: ItemId
    vendor: ItemId
    evidence: str
    until: dt.date
    reason: str


class LiftAsked(msgspec.Struct, frozen=True, tag="lift_asked"):
    """Somebody asks that the caps of a country (ISO code) that may be lifted are lifted for a time."""

    country: str
    reason: str


class ProofRecorded(msgspec.Struct, frozen=True, tag="proof_recorded"):
    """Somebody records of a vendor, for a day, that evidence was seen, or (not ``there``) that it is not there; ``seen``: what it was.

    ``count``: how many were counted, where the evidence asks for that. ``proof``: files that were added.
    """

    evidence: str
    vendor: ItemId
    day: dt.date
    seen: str
    there: bool = True
    count: int | None = None
    proof: tuple[Document, ...] = ()


class LossReported(msgspec.Struct, frozen=True, tag="loss_reported"):
    """Somebody reports of a vendor that evidence of which that may be reported is gone; ``seen``: what they know, and from where."""

    evidence: str
    vendor: ItemId
    seen: str


class ClassSet(msgspec.Struct, frozen=True, tag="class_set"):
    """Somebody says by name of which exposure class an asset is, and why."""

    asset: ItemId
    exposure: Exposure
    reason: str


LadderEvent = (
    PhaseRequested
    | ApprovalGiven
    | PhaseClosed
    | ExceptionGranted
    | LiftAsked
    | ProofRecorded
    | LossReported
    | ClassSet
)
