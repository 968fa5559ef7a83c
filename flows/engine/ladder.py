"""What combines the rules of the ladder for one phase and one vendor: classes, evidence, the caps of countries, how far all of that reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from flows.engine.views import Datable, VendorView
from flows.model.conditions import Condition
from flows.model.country import Exposure, OwnFigure
from flows.model.flow import Library, Severity
from flows.model.ids import ItemId, PersonId, country_code
from flows.model.phasing import ASSETS, COUNTRIES, Gate, Ladder
from flows.rules.countries import Cap, Situation, caps
from flows.rules.phasing import Counted, PhaseRecord, Proof, exposures, pieces_of, proved, read_gate


class Seen(msgspec.Struct, frozen=True, omit_defaults=True):
    """What there is to see of a phase for one vendor, beside the facts; as in :class:`PhaseRecord`.

    ``assets``: what the phase exposes; ``held``: what the vendor has beside that; ``planned``: what any phase is to show it.
    ``named``: classes that somebody set. ``lifted``: the last day
    on which caps of a country are lifted, by its row. ``figures``: the team's own; one that takes a cap away counts where one of the ``trusted``
    entered it.
    """

    vendor: ItemId | None
    assets: tuple[ItemId, ...] = ()
    held: tuple[ItemId, ...] = ()
    planned: tuple[ItemId, ...] = ()
    named: Mapping[ItemId, Exposure] = {}
    records: Mapping[str, Sequence[Counted]] = {}
    worked: Mapping[str, dt.date] = {}
    findings: frozenset[Severity] = frozenset()
    found: frozenset[str] = frozenset()
    excepted: Mapping[str, dt.date] = {}
    lifted: Mapping[ItemId, dt.date] = {}
    figures: tuple[OwnFigure, ...] = ()
    trusted: frozenset[PersonId] = frozenset()


class Capped(msgspec.Struct, frozen=True):
    """A cap that a country sets, with the row of that country."""

    country: ItemId
    cap: Cap


class Look(msgspec.Struct, frozen=True):
    """How a phase stands for one vendor.

    ``classes``: of what it exposes; ``exposure``: the highest. ``gate``: the one that it takes; None where no gate opens so much. ``proofs``: all
    evidence of it and of the gates below. ``caps``: those that lie below what is exposed. ``limit``: up to which class everything is there; None
    for nothing at all. ``gate_held``: the highest gate of which everything is there. ``lifts``: the last day of a lift without which a country
    would cap it, by its row. ``countries``: where the vendor's
    people work.
    """

    vendor: ItemId | None
    classes: dict[ItemId, Exposure]
    exposure: Exposure
    gate: Gate | None
    proofs: tuple[Proof, ...]
    caps: tuple[Capped, ...]
    limit: Exposure | None
    gate_held: Gate | None
    lifts: Mapping[ItemId, dt.date] = {}
    countries: tuple[ItemId, ...] = ()

    @property
    def open(self) -> bool:
        """Whether everything that its gate wants is there, and no country caps it."""
        return self.gate is not None and self.limit is not None and self.limit >= self.exposure

    @property
    def missing(self) -> tuple[Proof, ...]:
        """The evidence that is not there."""
        return tuple(proof for proof in self.proofs if proof.missing)

    @property
    def there(self) -> tuple[Proof, ...]:
        """The evidence that is there, or excepted from."""
        return tuple(proof for proof in self.proofs if not proof.missing)


def look(library: Library, facts: Datable, seen: Seen) -> Look:
    """Judge a phase for one vendor. Without a ladder nothing opens."""
    ladder = library.ladder or Ladder()
    view = VendorView(facts, seen.vendor)
    everything = facts.items(ASSETS)
    held = tuple(dict.fromkeys((*seen.assets, *seen.held)))
    pieces = pieces_of(ladder, view, everything)
    found = exposures(ladder, view, held, seen.named, pieces)
    classes = {asset: found[asset] for asset in seen.assets}
    highest = max(classes.values(), default=Exposure.E0)
    countries = _countries(ladder, facts, view)
    standing = PhaseRecord(
        facts.today,
        tuple(asset for asset, exposure in classes.items() if exposure > Exposure.E0),
        tuple(asset for asset, exposure in classes.items() if exposure == Exposure.E0),
        countries or None,
        seen.records,
        seen.worked,
        seen.findings,
        seen.found,
        seen.excepted,
        facts.profile,
        max((highest, *exposures(ladder, view, seen.planned, seen.named, pieces).values())),
    )
    gate = ladder.gate_for(highest)
    proofs = read_gate(ladder, gate, view, standing) if gate is not None else ()
    capped = _caps(library, ladder, view, seen, countries, facts.today)
    holds = proved(ladder, gate, proofs) if gate is not None else None
    limit = min((holds.up_to, *(one.cap.limit for one in capped))) if holds is not None else None
    binding = tuple(one for one in capped if one.cap.limit < highest)
    alone = msgspec.structs.replace(seen, lifted={})
    without = _caps(library, ladder, view, alone, tuple(seen.lifted), facts.today) if seen.lifted else ()
    lifts = {
        one.country: seen.lifted[one.country]
        for one in without
        if one.cap.limit < highest and one.country in countries and one not in capped
    }
    return Look(seen.vendor, classes, highest, gate, proofs, binding, limit, holds, lifts, countries)


def _countries(ladder: Ladder, facts: Datable, view: VendorView) -> tuple[ItemId, ...]:
    """The countries in which the vendor's people work, as far as that is known."""
    where = ladder.vendor_countries
    return tuple(row for row in facts.items(COUNTRIES) if where is not None and view.holds(where, row) is True)


def _caps(
    library: Library,
    ladder: Ladder,
    view: VendorView,
    seen: Seen,
    countries: tuple[ItemId, ...],
    today: dt.date,
) -> tuple[Capped, ...]:
    """Every cap of every country, each on its own."""
    found: list[Capped] = []
    for country in countries:
        code = country_code(country)
        economy = library.countries.economies.get(code)
        own = [figure for figure in seen.figures if figure.country == code]
        situation = _situation(ladder, view, seen.assets, country, seen.lifted.get(country))
        trusted = [figure for figure in own if figure.by in seen.trusted]
        held = {cap.flag: cap for figures in (trusted, own) for cap in caps(economy, situation, today, figures)}
        found += [Capped(country, cap) for cap in held.values()]
    return tuple(found)


def _situation(
    ladder: Ladder, view: VendorView, assets: tuple[ItemId, ...], country: ItemId, lifted: dt.date | None
) -> Situation:
    """The team's own case in a country. A right that an asset may lean on is one that it does."""
    about = ladder.countries

    def here(condition: Condition | None) -> bool | None:
        return view.holds(condition, country) if condition is not None else None

    return Situation(
        needed=frozenset(
            right
            for right, when in about.needed.items()
            if any(view.holds(when, asset) is not False for asset in assets)
        ),
        filed=frozenset(right for right, when in about.filed.items() if here(when) is True),
        excused=frozenset(right for right, when in about.excused.items() if here(when) is True),
        owned=here(about.ownership),
        formality_met=here(about.formality_met),
        watched=here(about.watched) is True,
        forum=here(about.forum),
        cleared=frozenset(word for word, when in about.cleared.items() if here(when) is True),
        lifted_until=lifted,
    )
