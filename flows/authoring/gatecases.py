"""Plays the cases of the trust ladder: given facts, a phase and a vendor, which class, which evidence is missing, which caps hold.

Nothing is asked here: what is given is put before the judgement as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, cast

import msgspec
from pydantic import TypeAdapter

from flows.authoring.branches import Walked
from flows.authoring.gatefile import LadderCaseDoc, LadderExpected, LadderGiven
from flows.authoring.givenfacts import GivenFacts
from flows.authoring.names import Names
from flows.authoring.problems import Problem, ProblemKind, did_you_mean
from flows.authoring.reader import Path, Sheet
from flows.authoring.setting import Unfit
from flows.engine.ladder import Look, Seen, look
from flows.engine.views import VendorView
from flows.model.conditions import Condition
from flows.model.flow import Library
from flows.model.ids import ItemId, RegisterId, country_code, country_id
from flows.model.ledger import AGREEMENTS
from flows.model.phasing import ASSETS, COUNTRIES, VENDORS, Ladder
from flows.rules.phasing import Counted

NOTHING = "nothing"
"""The word for no gate at all."""


class PlayedLadder(msgspec.Struct, frozen=True):
    """What came of the cases: what failed, which outcomes were walked, how many there were."""

    problems: tuple[Problem, ...] = ()
    walked: frozenset[Walked] = frozenset()
    cases: int = 0


def play_ladder(
    ladder: Ladder, names: Names, cases: tuple[LadderCaseDoc, ...], sheet: Sheet, library: Library
) -> PlayedLadder:
    """Play all cases."""
    run = _Run(ladder, names, cases, sheet, library)
    for number in range(len(cases)):
        run.play(number)
    return PlayedLadder(tuple(sorted(run.problems)), frozenset(run.walked), len(cases))


class _Run:
    """One run through the cases."""

    def __init__(
        self, ladder: Ladder, names: Names, cases: tuple[LadderCaseDoc, ...], sheet: Sheet, library: Library
    ) -> None:
        self.ladder = ladder
        self.names = names
        self.cases = cases
        self.sheet = sheet
        self.library = msgspec.structs.replace(library, ladder=ladder)
        self.problems: list[Problem] = []
        self.walked: set[Walked] = set()
        self._numbers: dict[str, int] = {}
        for number, case in enumerate(cases):
            if self._numbers.setdefault(case.case, number) != number:
                why, mend = "Another case has this name", "Say what sets this one apart"
                self._note((number, "case"), ProblemKind.DUPLICATE, why, mend)

    def play(self, number: int) -> None:
        """Judge a case, and say where it does not come out as its author wrote."""
        case = self.cases[number]
        try:
            given = self._given(number)
            facts = GivenFacts(given, self.names, self.library)
            phase = _seen(facts, given)
        except Unfit as bad:
            self._note((number, *bad.path), ProblemKind.CASE_FAILS, bad.why, bad.mend)
            return
        found = look(self.library, facts, phase)
        self.walked.update(walk(self.ladder, facts, phase, found))
        for path, said in _unmet(case.expect, facts, found):
            why = f"The case `{case.case[:80]}` does not come out as expected; {said}"
            self._note((number, "expect", *path), ProblemKind.CASE_FAILS, why, "Mend the ladder, or what is expected")

    def _given(self, number: int) -> LadderGiven:
        """What a case gives, on top of what those give that it continues."""
        line = [number]
        while (before := self.cases[line[-1]].continues) is not None:
            if before not in self._numbers or self._numbers[before] in line:
                mend = did_you_mean(before, self._numbers, "Let it begin by itself")
                raise Unfit(("continues",), f"There is no case `{before}` before this one", mend)
            line.append(self._numbers[before])
        data: dict[str, Any] = {}
        for one in reversed(line):
            written = cast(list[dict[str, Any]], self.sheet.data)[one]
            data = _over(data, written.get("given") or {})
        return TypeAdapter(LadderGiven).validate_python(data)  # of parts that fit each by itself

    def _note(self, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(self.sheet.place(path).problem(kind, why, mend))


def _over(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """What is given, with more on top of it: rows by their names, all else key by key."""
    merged = dict(below)
    for key, value in above.items():
        known = merged.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            merged[key] = _over(cast(dict[str, Any], known), cast(dict[str, Any], value))
        elif key != "assets" and _are_rows(known) and _are_rows(value):
            named = {row.get("name"): row for row in cast(list[dict[str, Any]], known)}
            for row in cast(list[dict[str, Any]], value):
                named[row.get("name")] = {**named.get(row.get("name"), {}), **row}
            merged[key] = list(named.values())
        else:
            merged[key] = value
    return merged


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in cast(list[Any], value))


def _seen(facts: GivenFacts, given: LadderGiven) -> Seen:
    """The phase and the vendor of a case. Raises Unfit for one that names no row."""
    phase = given.phase
    if phase is None:
        raise Unfit(("given",), "`phase` is missing", "Say which vendor, and what it is to see")
    path: Path = ("given", "phase")

    def row(register: RegisterId, name: str) -> ItemId:
        found = facts.row(register, name)
        if found is None:
            mend = did_you_mean(name, [row.name for row in facts.rows.get(register, ())])
            raise Unfit(path, f"There is no {register} `{name}` among the rows", mend)
        return found

    return Seen(
        vendor=row(VENDORS, phase.vendor),
        assets=tuple(row(ASSETS, name) for name in phase.assets),
        named={row(ASSETS, name): exposure for name, exposure in phase.classes.items()},
        records={name: _counted(days, phase.counted.get(name)) for name, days in phase.records.items()},
        worked=phase.worked,
        findings=frozenset(phase.findings),
        found=frozenset(phase.found),
        excepted=phase.excepted,
        lifted={country_id(code): day for code, day in phase.lifted.items()},
        planned=tuple(row(ASSETS, name) for name in phase.planned),
    )


def _counted(days: dt.date | list[dt.date], count: int | None) -> tuple[Counted, ...]:
    return tuple(Counted(day, count) for day in (days if isinstance(days, list) else [days]))


# ── what must come of it ─────────────────────────────────────────────────────


def _unmet(expect: LadderExpected, facts: GivenFacts, found: Look) -> Iterator[tuple[Path, str]]:
    """What did not come out as expected, and what came instead."""
    classes = {_name(facts, asset): exposure.name for asset, exposure in found.classes.items()}
    for name, exposure in expect.classes.items():
        if classes.get(name) != exposure.name:
            yield ("classes", name), f"{name} is {classes.get(name, 'not exposed')}"
    seen: dict[str, tuple[object, object]] = {
        "open": (expect.open, found.open),
        "gate": (expect.gate, found.gate.id if found.gate else NOTHING),
        "holds": (expect.holds, found.gate_held.id if found.gate_held else NOTHING),
        "missing": (_sorted(expect.missing), sorted(proof.evidence.id for proof in found.missing)),
        "capped": (_sorted(expect.capped), sorted(f"{country_code(one.country)} {one.cap.flag}" for one in found.caps)),
    }
    for key, (wanted, got) in seen.items():
        if wanted is not None and wanted != got:
            yield (key,), f"{key}: {_told(got)}"
    ends = {proof.evidence.id: proof.until for proof in found.proofs}
    for name, day in expect.ends.items():
        if ends.get(name) != day:
            yield ("ends", name), f"{name} ends: {ends.get(name) or 'not in sight'}"
    lapsed = {proof.evidence.id: proof.lapsed for proof in found.proofs}
    for name, day in expect.lapsed.items():
        if lapsed.get(name) != day:
            yield ("lapsed", name), f"{name} lapsed: {lapsed.get(name) or 'on no day that is known'}"


def _sorted(wanted: list[str] | None) -> list[str] | None:
    return sorted(wanted) if wanted is not None else None


def _told(got: object) -> str:
    if isinstance(got, list):
        return ", ".join(cast(list[str], got)) or NOTHING
    return {True: "yes", False: "no"}.get(got, str(got)) if isinstance(got, bool) else str(got)


def _name(facts: GivenFacts, asset: ItemId) -> str:
    return next(row.name for row in facts.rows[ASSETS] if row.id == asset)


# ── branches ─────────────────────────────────────────────────────────────────

Branch = tuple[Path, Condition, RegisterId | None]


def conditions_of(ladder: Ladder) -> Iterator[Branch]:
    """The conditions that stand outside the gates, with their place in the file and the register of which a row is at hand."""
    for at, rule in enumerate(ladder.classes):
        yield from _there(("classes", at, "when"), rule.when, ASSETS)
    yield from _there(("piece",), ladder.piece, ASSETS)
    yield from _there(("vendor_countries",), ladder.vendor_countries, COUNTRIES)
    yield from _there(("vendor_papers",), ladder.vendor_papers, AGREEMENTS)
    yield from ((("filing", name), condition, ASSETS) for name, condition in ladder.filing.items())
    about = ladder.countries
    for key, item in (("needed", ASSETS), ("filed", COUNTRIES), ("excused", COUNTRIES), ("cleared", COUNTRIES)):
        conditions: Mapping[str, Condition] = getattr(about, key)
        for name, condition in conditions.items():
            yield ("countries", key, name), condition, item
    yield from _there(("countries", "ownership"), about.ownership, COUNTRIES)
    yield from _there(("countries", "formality_met"), about.formality_met, COUNTRIES)
    yield from _there(("countries", "watched"), about.watched, COUNTRIES)
    yield from _there(("countries", "forum"), about.forum, COUNTRIES)


def _there(path: Path, condition: Condition | None, item: RegisterId) -> Iterator[Branch]:
    if condition is not None:
        yield path, condition, item


def every_condition(ladder: Ladder) -> Iterator[Condition]:
    """All conditions of the ladder, those of its evidence included."""
    yield from (condition for _, condition, _ in conditions_of(ladder))
    yield from (one.when for gate in ladder.gates for one in gate.evidence if one.when is not None)


def walk(ladder: Ladder, facts: GivenFacts, phase: Seen, found: Look) -> Iterator[Walked]:
    """The outcomes that a case shows: of the evidence that its gate wants, of the caps, and of what tells classes and countries."""
    view = VendorView(facts, phase.vendor)
    for path, condition, item in conditions_of(ladder):
        rows = phase.assets if item == ASSETS else facts.items(item) if item is not None else ()
        yield from (Walked(path, view.holds(condition, row) is True) for row in rows)
    states = {proof.evidence.id: proof.state for proof in found.proofs}
    for at, gate in enumerate(ladder.gates):
        for number, one in enumerate(gate.evidence):
            if one.id in states:
                yield Walked(("gates", at, "evidence", number), states[one.id] is True)
    flags = {capped.cap.flag for capped in found.caps}
    yield from (Walked(("caps", at), rule.flag in flags) for at, rule in enumerate(ladder.caps))


def ladder_not_walked(ladder: Ladder, sheet: Sheet, walked: frozenset[Walked]) -> Iterator[Problem]:
    """A problem for each outcome that no case comes to."""
    paths: list[Path] = [path for path, _, _ in conditions_of(ladder)]
    paths += [("gates", at, "evidence", n) for at, gate in enumerate(ladder.gates) for n, _ in enumerate(gate.evidence)]
    paths += [("caps", at) for at, _ in enumerate(ladder.caps)]
    for path in paths:
        for holds, outcome in ((True, "is there"), (False, "is not there")):
            if Walked(path, holds) not in walked:
                why = f"No case shows that `{_called(ladder, path)}` {outcome}"
                yield sheet.place(path).problem(ProblemKind.BRANCH_NOT_WALKED, why, "Add a case that does")


def _called(ladder: Ladder, path: Path) -> str:
    match path:
        case ("gates", int(at), "evidence", int(number)):
            return ladder.gates[at].evidence[number].id
        case ("caps", int(at)):
            return ladder.caps[at].flag
        case ("classes", int(at), "when"):
            return ladder.classes[at].exposure.name
        case _:
            return str(path[-1])
