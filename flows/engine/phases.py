"""A programme's phases as they stand: what each exposes and to whom, how it was approved, and how its evidence stands today.

Reads a programme through its :class:`Ground`; changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property

from flows.engine.holdings import figures_of
from flows.engine.ladder import Look, Seen, look
from flows.engine.ledger import ledger_of
from flows.engine.neighbours import Ground
from flows.engine.phase_rows import approvals_of, classes_of, marks_of, records_of
from flows.engine.registers import country_name
from flows.engine.screens.sign_off import in_short
from flows.engine.screens.wording import filled, out_name
from flows.engine.signing import sign_off
from flows.engine.views import VendorView
from flows.engine.whole import WholeFacts
from flows.model.flow import Library, Phrase, Question
from flows.model.ids import FlowId, ItemId, QuestionId, RegisterId, SessionId, country_code, country_id
from flows.model.ledger import AGREEMENTS, LEDGER
from flows.model.phasing import (
    APPROVALS,
    ASSETS,
    CLASSES,
    COUNTRIES,
    MARKS,
    PHASES,
    RECORDS,
    VENDORS,
    Approval,
    AskKind,
    AskState,
    Evidence,
    Gate,
    Ladder,
    PhaseMark,
    Record,
)
from flows.model.programme import Item, Programme
from flows.model.registers import FIGURES
from flows.model.screens import Line, Strong
from flows.model.session import Answer, Finding
from flows.model.values import Items, Value
from flows.rules.phasing import Counted


class Phases:
    """The phases of a programme on its ladder. Read once; what a turn changes afterwards is not seen. Without a ladder nothing opens."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.library: Library = ground.library
        self.ladder: Ladder = ground.library.ladder or Ladder()
        self.programme: Programme = ground.programme
        self.today: dt.date = ground.today
        self.facts = WholeFacts.over(ground)
        self.marks: dict[ItemId, PhaseMark] = marks_of(ground.rows(MARKS))
        self.approvals: tuple[Approval, ...] = approvals_of(ground.rows(APPROVALS))
        self.classes = classes_of(ground.rows(CLASSES))
        self._records = records_of(ground.rows(RECORDS))
        self._figures = figures_of(ground.rows(FIGURES))
        self._looks: dict[tuple[ItemId, ItemId], Look] = {}

    # ── what there is ──

    @property
    def rows(self) -> tuple[Item, ...]:
        """The phases, as they were named."""
        return self.ground.rows(PHASES)

    @cached_property
    def names(self) -> dict[ItemId, str]:
        """What phases, assets, vendors and countries are called."""
        return {
            row.id: row.name for register in (PHASES, ASSETS, VENDORS, COUNTRIES) for row in self.ground.rows(register)
        }

    def assets(self, phase: ItemId) -> tuple[ItemId, ...]:
        """What a phase exposes, as it is planned now."""
        return self._named(phase, "exposes", ASSETS)

    def vendors(self, phase: ItemId) -> tuple[ItemId, ...]:
        """To whom."""
        return self._named(phase, "vendors", VENDORS)

    def _named(self, phase: ItemId, field: str, register: RegisterId) -> tuple[ItemId, ...]:
        """Live rows that a phase names, in what a flow asks about each phase."""
        answers = (self._answer(flow, question, phase) for flow, question in self._asks(field, register))
        value: Value | None = next((answer.value for answer in answers if answer is not None), None)
        live = {one.id for one in self.ground.rows(register)}
        return tuple(item for item in value.items if item in live) if isinstance(value, Items) else ()

    def _asks(self, field: str, register: RegisterId) -> Sequence[tuple[FlowId, QuestionId]]:
        """The questions of that name that a flow asks about each phase."""
        return [
            (flow, question.id)
            for flow, question in self._asked
            if question.name == field and question.register == register
        ]

    @property
    def home(self) -> SessionId:
        """The run in which it was said what each phase shows; the first of the programme where none asks that any more."""
        planned = {flow for flow, _ in self._asks("exposes", ASSETS)}
        runs = [ref.id for ref in self.programme.sessions]
        return next((ref.id for ref in reversed(self.programme.sessions) if ref.flow in planned), runs[0])

    @cached_property
    def _asked(self) -> Sequence[tuple[FlowId, Question]]:
        """All that flows ask about each phase."""
        sections = ((flow.id, one) for flow in self.library.flows.values() for one in flow.sections)
        return [(flow, question) for flow, one in sections if one.each == PHASES for question in one.questions]

    def _answer(self, flow: FlowId, question: QuestionId, phase: ItemId) -> Answer | None:
        known = self.facts.elsewhere(flow, None)
        return known.answer(question, phase) if known is not None else None

    def approval(self, id_: ItemId | None) -> Approval | None:
        """The request of that row."""
        return next((one for one in self.approvals if one.id == id_), None)

    @property
    def lifts(self) -> tuple[tuple[Approval, dt.date], ...]:
        """What lifts caps of a country today, each with the last day on which it does."""
        lifted = (one for one in self.approvals if one.kind is AskKind.LIFT and one.state is AskState.GRANTED)
        return tuple((one, one.until) for one in lifted if one.until and one.until >= self.today)

    # ── judged ──

    def look(self, phase: ItemId, vendor: ItemId) -> Look:
        """How a phase, as it is planned now, stands for one of its vendors."""
        known = self._looks.get((phase, vendor))
        if known is None:
            known = self._looks[phase, vendor] = look(
                self.library, self.facts, self.seen(self.assets(phase), vendor, phase)
            )
        return known

    def looks(self, phase: ItemId) -> tuple[Look, ...]:
        """How it stands for each of its vendors."""
        return tuple(self.look(phase, vendor) for vendor in self.vendors(phase))

    def approved(self, mark: PhaseMark) -> tuple[Look, ...]:
        """How what was approved of a phase stands, for each vendor, whatever is planned now."""
        live = {row.id for register in (ASSETS, VENDORS) for row in self.ground.rows(register)}
        assets = tuple(asset for asset in mark.assets if asset in live)
        vendors = (vendor for vendor in mark.vendors if vendor in live)
        return tuple(look(self.library, self.facts, self.seen(assets, vendor, mark.phase)) for vendor in vendors)

    def gate(self, phase: ItemId) -> Gate | None:
        """The gate that a phase takes: the highest that any of its vendors would need."""
        gates = [one.gate for one in self.looks(phase)]
        return max((gate for gate in gates if gate is not None), key=lambda gate: gate.up_to, default=None)

    def seen(self, assets: tuple[ItemId, ...], vendor: ItemId, phase: ItemId | None = None) -> Seen:
        """What there is to see, beside the facts, where a vendor gets these assets."""
        findings = self._findings(assets, vendor)
        granted = [one for one in self.approvals if one.state is AskState.GRANTED and one.until]
        records: dict[str, tuple[Counted, ...]] = {}
        for one in self._records:
            if one.vendor == vendor:
                records[one.evidence] = (
                    (*records.get(one.evidence, ()), Counted(one.day, one.count)) if one.there else ()
                )
        excepted: dict[str, dt.date] = {}
        for one in granted:
            if one.kind is AskKind.EXCEPTION and vendor in one.vendors and one.phase in (phase, None) and one.until:
                excepted[one.about] = max(one.until, excepted.get(one.about, one.until))
        lifted = {country_id(one.about): until for one, until in self.lifts}
        return Seen(
            vendor=vendor,
            assets=assets,
            held=self._held(vendor),
            planned=self._planned(vendor),
            named={asset: one.exposure for asset, one in self.classes.items()},
            records=records,
            worked=self._worked(vendor),
            findings=frozenset(one.severity for one in findings),
            found=frozenset(one.rule for one in findings),
            excepted=excepted,
            lifted=lifted,
            figures=self._figures,
            trusted=frozenset(
                holder
                for one in self.ladder.lifting.approvers
                if (holder := self.programme.holder(one.role)) is not None
            ),
        )

    def recorded(self, evidence: str, vendor: ItemId) -> tuple[Record, ...]:
        """The records of one piece of evidence for a vendor, the latest first."""
        return tuple(one for one in reversed(self._records) if (one.evidence, one.vendor) == (evidence, vendor))

    def _held(self, vendor: ItemId) -> tuple[ItemId, ...]:
        """What a vendor has, or may have, already: by all that was ever approved (closing a phase takes nothing back), and by the ledger."""
        opened = [
            asset
            for one in self.approvals
            if one.kind is AskKind.OPEN and one.state is AskState.GRANTED and vendor in one.vendors
            for asset in one.assets
        ]
        lines = ledger_of(self.ground.rows(LEDGER), self.names)
        told = [line.asset for line in lines if line.vendor == vendor and line.asset is not None]
        live = {row.id for row in self.ground.rows(ASSETS)}
        return tuple(dict.fromkeys(asset for asset in (*opened, *told) if asset in live))

    def _planned(self, vendor: ItemId) -> tuple[ItemId, ...]:
        """What any phase is to show a vendor, as they are planned now."""
        return tuple(dict.fromkeys(asset for assets, vendors in self._plans if vendor in vendors for asset in assets))

    @cached_property
    def _plans(self) -> Sequence[tuple[tuple[ItemId, ...], tuple[ItemId, ...]]]:
        """What each phase exposes, and to whom."""
        return [(self.assets(row.id), self.vendors(row.id)) for row in self.rows]

    def _worked(self, vendor: ItemId) -> dict[str, dt.date]:
        """By gate, since when a vendor works in an open phase of it. Who works in a higher one works in those below."""
        found: dict[str, dt.date] = {}
        for mark in (mark for mark in self.marks.values() if vendor in mark.vendors):
            days: list[dt.date] = []
            for step in reversed(self.steps(mark.gate)):
                days += [day for key, day in mark.began.items() if key == (vendor, step)]
                if days:
                    found[step] = min(*days, found.get(step, days[0]))
        return found

    def went_on(self, mark: PhaseMark, gate: str, vendors: Iterable[ItemId]) -> dict[tuple[ItemId, str], dt.date]:
        """The days of a phase that go on counting where only that gate, and these vendors, stay in it."""
        left = {(vendor, step) for vendor in vendors for step in self.steps(gate)}
        return {key: day for key, day in mark.began.items() if key in left}

    def steps(self, gate: str) -> tuple[str, ...]:
        """A gate with all that it builds on, lowest first; none for no gate."""
        held = self.ladder.gate(gate)
        return tuple(step.id for step in self.ladder.up_to(held)) if held is not None else ()

    def _findings(self, assets: Iterable[ItemId], vendor: ItemId) -> list[Finding]:
        """What nobody has settled, but for what is about other assets and vendors, papers of others, and countries where this one does not work."""
        about, view = {*assets, vendor}, VendorView(self.facts, vendor)
        others = {row.id for register in (ASSETS, VENDORS) for row in self.ground.rows(register)} - about
        for register, when in ((AGREEMENTS, self.ladder.vendor_papers), (COUNTRIES, self.ladder.vendor_countries)):
            if when is not None:
                others |= {row.id for row in self.ground.rows(register) if view.holds(when, row.id) is False}
        runs = [self.ground.stored(ref.id) for ref in self.programme.sessions if ref.item not in others]
        return [one for run in runs for one in run.unsettled if one.spot.item not in others]

    # ── in words ──

    def words(self, what: Phrase, vendor: ItemId | None, items: Sequence[ItemId] = ()) -> Line:
        """An authored phrase, in the programme's profile: the vendor by its name, and the assets or countries that it is about."""
        profile = self.programme.profile
        template = what.by_profile.get(profile.value, what.default) if profile else what.default
        shown = ", ".join(self.name(item) for item in items)

        def fill(name: str) -> Line:
            return (Strong(self.name(vendor) if name == VENDORS and vendor is not None else shown or "…"),)

        return filled(template, fill)

    def signed(self, evidence: Evidence, vendor: ItemId | None) -> tuple[Line, ...]:
        """How counsel's sign-offs of a vendor's agreements stand, with their conditions and ends, where evidence leans on them."""
        when, view = self.ladder.vendor_papers if evidence.signed else None, VendorView(self.facts, vendor)
        papers = [row for row in self.ground.rows(AGREEMENTS) if when is not None and view.holds(when, row.id) is True]
        runs = {ref.flow for ref in self.programme.sessions for row in papers if ref.item == row.id}
        known = ((row, self.facts.elsewhere(flow, row.id)) for row in papers for flow in sorted(runs))
        zone, texts = self.programme.settings.zone, self.library.texts
        told = ((row, sign_off(facts, zone)) for row, facts in known if facts is not None)
        return tuple(line for row, one in told if one is not None for line in in_short(texts, row.name, one))

    def name(self, item: ItemId) -> str:
        """What a row is called, or was before it was taken out."""
        if item in self.names:
            return self.names[item]
        if item.startswith(f"{COUNTRIES}-"):
            return country_name(country_code(item))
        rows = (row for register in (PHASES, ASSETS, VENDORS) for row in self.ground.all_rows(register))
        return out_name(self.library.texts, next((row.name for row in rows if row.id == item), None))
