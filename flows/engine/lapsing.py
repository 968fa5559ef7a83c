"""What time and moving facts do to phases that were opened: days of grace, a fall to what is still proved, a word ahead of what lapses.

A phase that fell opens again only on a new request. Nothing here says that access was removed: that is somebody's work, and dated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.approvals import brief_counsel, drop_conditions
from flows.engine.extending import chain, earlier, ends_on, holds, is_over
from flows.engine.ladder import Look
from flows.engine.missing import cap_reasons, missing_reasons
from flows.engine.phase_rows import mark_row
from flows.engine.phases import Phases
from flows.engine.screens.wording import plain
from flows.engine.turn import Turn
from flows.engine.unfounded import lacked, settled
from flows.model.effects import Announce, Note, On, Piece, Whisper
from flows.model.ids import ActionId, ItemId, QuestionId, country_id
from flows.model.people import Role
from flows.model.phasing import LIVE, MARKS, PHASES, VENDORS, AskKind, AskState, Fall, Gate, PhaseMark, PhaseState
from flows.model.programme import Action, ActionState, ActionWhy
from flows.model.screens import Line
from flows.model.session import Spot
from flows.rules.phasing import DAY, WARN, Proof, grace_ends, working_days

REMOVED_WITHIN = 2
"""Working days in which what is out is to come back once a phase closed."""
REMOVAL = QuestionId("gate.removal")
"""Stands for no question: the spot of work that a closed phase leaves behind."""


def is_live(turn: Turn) -> bool:
    """Whether any phase was opened, so that there is something to look after."""
    return turn.library.ladder is not None and any(row.fields.get("approved_gate") for row in turn.rows(MARKS))


def judge_phases(turn: Turn, *, daily: bool = False) -> bool:
    """Judge every phase that was opened, as the turn leaves the facts, and say whether any moved. ``daily``: also warn of what lapses soon."""
    if not is_live(turn):
        return False
    phases = Phases(turn)
    moved = False
    for lift in phases.approvals if daily else ():
        if lift.kind is AskKind.LIFT and lift.until is not None and lift.until < phases.today:
            drop_conditions(turn, phases, country_id(lift.about), lift.id)
    for mark in [mark for mark in phases.marks.values() if mark.state in LIVE]:
        moved = _judge(turn, phases, mark, daily) or moved
    return moved


def _judge(turn: Turn, phases: Phases, mark: PhaseMark, daily: bool) -> bool:
    if all(row.id != mark.phase for row in phases.rows):
        _close_what_is_out(turn, phases, mark)
        return True
    looks = phases.approved(mark)
    now = stands(phases, mark, looks)
    if daily:
        for note, role in _warnings(phases, mark, looks):
            turn.follow(Whisper(turn.programme.holder(role) or turn.programme.owner, (note,), buttons=("gates",)))
        now = msgspec.structs.replace(now, looked=phases.today)
    if now == mark:
        return False
    keep_mark(turn, now, phases.name(mark.phase))
    if (now.state, now.gate, now.approval, now.cleared) != (mark.state, mark.gate, mark.approval, mark.cleared):
        _tell(turn, phases, mark, now)
        brief_counsel(turn, phases, looks, phases.name(mark.phase))
        return True
    return False


def _close_what_is_out(turn: Turn, phases: Phases, mark: PhaseMark) -> None:
    """A phase that was taken out of the list is open to nobody: what was shown in it is to come back. Brought back, it is asked for anew."""
    name = next((row.name for row in turn.all_rows(PHASES) if row.id == mark.phase), str(mark.phase))
    keep_mark(turn, PhaseMark(mark.phase, PhaseState.CLOSED, turn.today), name)
    turn.note("phase_closed", about=name)
    turn.follow(Announce((Note("gate.taken_out", {"phase": name}),), ("gates",)))
    open_removals(turn, phases, mark, name=name)
    drop_conditions(turn, phases, mark.phase)


def keep_mark(turn: Turn, mark: PhaseMark, name: str) -> None:
    """Write down how a phase stands."""
    rows = {row.id: row for row in turn.all_rows(MARKS)}
    row = mark_row(mark, name, 0, turn.by, turn.at)
    known = rows.get(row.id)
    turn.put_item(msgspec.structs.replace(row, number=known.number if known is not None else turn.number()))


# ── how it stands now ────────────────────────────────────────────────────────


def stands(phases: Phases, mark: PhaseMark, looks: Sequence[Look]) -> PhaseMark:
    """A phase as it is to stand, by what was approved and what is there today. Where only an extension lapses, what was approved before stays."""
    today, approved = phases.today, phases.ladder.gate(mark.approved_gate)
    over = approved is not None and is_over(approved, mark, today)
    if approved is not None and not over and holds(approved, looks):
        if mark.state is not PhaseState.GRACE:
            return settled(phases, mark, looks) if mark.state is PhaseState.FALLEN else mark
        return msgspec.structs.replace(mark, state=PhaseState.OPEN, since=today, ends=None, why="")
    else_ = "gate.over" if over else "gate.changed" if looks else "gate.nobody"
    why = plain(_why(phases, looks)) or phases.library.texts[else_]
    ends = None if over or mark.state is PhaseState.FALLEN else _grace_ends(mark, approved, looks, today)
    if ends is not None and today <= ends:
        since = mark.since if mark.state is PhaseState.GRACE else today
        return msgspec.structs.replace(mark, state=PhaseState.GRACE, since=since, ends=ends, why=why)
    before = earlier(phases, mark) if mark.state is not PhaseState.FALLEN else None
    if before is not None:
        return msgspec.structs.replace(before, why=why)
    gate = _lowest(phases, mark, [_reach(phases, look) for look in looks], over)
    beside = over or not looks or any(look.caps or (approved and look.exposure > approved.up_to) for look in looks)
    since = lacked(phases, mark, looks, other=bool(beside))
    if mark.state is PhaseState.FALLEN and gate == mark.gate and not mark.cleared:
        return msgspec.structs.replace(mark, lacked=since)
    began = phases.went_on(mark, gate, mark.vendors)
    return msgspec.structs.replace(
        mark,
        state=PhaseState.FALLEN,
        since=today,
        ends=None,
        why=why,
        lacked=since,
        cleared="",
        gate=gate,
        began=began,
    )


def _why(phases: Phases, looks: Sequence[Look]) -> Line:
    """The first thing that is not there; nothing where all is there."""
    reasons = (reason for look in looks for reason in (*missing_reasons(phases, look), *cap_reasons(phases, look)))
    first = next(reasons, None)
    return first.closed if first is not None else ()


def _grace_ends(mark: PhaseMark, approved: Gate | None, looks: Sequence[Look], today: dt.date) -> dt.date | None:
    """The last day on which it stays as it is; None where it closes at once. What lapses while it is in grace gives it no more days."""
    if approved is None or any(look.caps or look.exposure > approved.up_to for look in looks):
        return None
    seen = mark.since if mark.state is PhaseState.GRACE else today
    ends = grace_ends((proof for look in looks for proof in look.proofs), seen, mark.looked or mark.since)
    if ends is None or mark.state is not PhaseState.GRACE or mark.ends is None:
        return ends
    return min(ends, mark.ends)


def _reach(phases: Phases, look: Look) -> str:
    """The highest gate that is still proved for a vendor, and that no country caps."""
    steps = phases.ladder.up_to(look.gate_held) if look.gate_held is not None else ()
    return next((gate.id for gate in reversed(steps) if look.limit is not None and gate.up_to <= look.limit), "")


def _lowest(phases: Phases, mark: PhaseMark, reached: Sequence[str], over: bool) -> str:
    """What is left of a phase: the lowest that any of its vendors reaches, and never more than it had."""
    order = {gate.id: at for at, gate in enumerate(phases.ladder.gates)}
    left = [*reached, mark.gate]
    if over:
        approved = phases.ladder.gate(mark.approved_gate)
        left.append((approved.builds_on if approved is not None else None) or "")
    return min(left, key=lambda gate: order.get(gate, -1))


# ── what is said ─────────────────────────────────────────────────────────────


def _tell(turn: Turn, phases: Phases, mark: PhaseMark, now: PhaseMark) -> None:
    name = phases.name(now.phase)
    match now.state:
        case PhaseState.OPEN if now.approval != mark.approval:
            turn.note("extension_fell", about=f"{name}: {now.why}")
            narrowed: dict[str, Piece] = {"phase": name, "why": now.why}
            turn.follow(Announce((Note("gate.extension_fell", narrowed), _stays(phases, now)), ("gates",)))
            stay = chain(phases, now)
            for one in (one for one in chain(phases, mark) if one not in stay):
                drop_conditions(turn, phases, now.phase, one.id)
            open_removals(turn, phases, mark, now)
        case PhaseState.GRACE if now.ends is not None:
            turn.note("phase_grace", about=f"{name}: {now.why}")
            values: dict[str, Piece] = {"phase": name, "why": now.why, "day": On(now.ends)}
            before = earlier(phases, now)
            kept = (_stays(phases, before),) if before is not None else ()
            turn.follow(Announce((Note("gate.in_grace", values), *kept), ("gates",)))
        case PhaseState.FALLEN if now.cleared:
            turn.note("phase_cleared", about=f"{name}: {now.cleared}")
            turn.follow(Announce((Note("gate.cleared", {"phase": name, "why": now.cleared}),), ("gates",)))
            _withdraw_removals(turn, phases, now, now, since=now.since)
        case PhaseState.FALLEN:
            gate = phases.ladder.gate(now.gate)
            turn.note("phase_fell", about=f"{name}: {now.why}")
            said: dict[str, Piece] = {"phase": name, "why": now.why}
            left = Note("gate.left", {"gate": gate.title}) if gate is not None else Note("gate.left.nothing")
            turn.follow(Announce((Note("gate.fell", said), left), ("gates",)))
            drop_conditions(turn, phases, now.phase)
            open_removals(turn, phases, now)
        case _:
            turn.note("phase_back", about=name)
            turn.follow(Announce((Note("gate.back", {"phase": name}),), ("gates",)))


def _stays(phases: Phases, mark: PhaseMark) -> Note:
    """What was approved before an extension, and stays open without it."""
    names = ", ".join(phases.name(item) for item in (*mark.assets, *mark.vendors))
    return Note("gate.stays_open", {"names": names})


def open_removals(
    turn: Turn, phases: Phases, mark: PhaseMark, kept: PhaseMark | None = None, name: str | None = None
) -> None:
    """Work for whoever minds security (the owner, while nobody does): what each vendor has of the phase is to come back, and access is to end.

    It stands in the run in which the phases are planned. That of the vendor is put aside once the vendor is taken out of its register, which is
    when what it has must come back all the more. ``kept``: what stays open of the phase. ``name``: what it was called, where it
    is called nothing any more.
    """
    called = name or phases.name(mark.phase)
    names = {row.id: row.name for row in turn.all_rows(VENDORS)}  # those taken out of the register too
    lost = [asset for asset in mark.assets if kept is None or asset not in kept.assets]
    due = [  # what a fall asked for is not asked for again where the phase is then closed by hand
        one
        for one in turn.actions(phases.home)
        if one.why is ActionWhy.REMOVAL and one.state is ActionState.OPEN and one.rule == str(mark.phase)
    ]
    for vendor in mark.vendors:
        stays = kept is not None and vendor in kept.vendors
        if stays and not lost:
            continue
        part = f"{called}: {', '.join(map(phases.name, lost))}" if stays else called
        about = f"{names.get(vendor, vendor)} ({part})"
        rows = tuple(lost) if stays else ()
        if any(one.spot.item == vendor and _asks_back(one, rows, about) for one in due):
            continue
        action = Action(
            id=ActionId(f"action-{turn.number()}"),
            session=phases.home,
            spot=Spot(REMOVAL, vendor),
            why=ActionWhy.REMOVAL,
            due=working_days(turn.today, REMOVED_WITHIN),
            opened=turn.at,
            rule=str(mark.phase),
            role=Role.SECURITY,
            owner=turn.programme.holder(Role.SECURITY) or turn.programme.owner,
            about=about,
            rows=rows,
        )
        turn.put_action(action)


def _asks_back(action: Action, rows: tuple[ItemId, ...], about: str) -> bool:
    """Whether work asks for the same rows of a phase (for all of it, where there are none), whatever they are called by now. ``about``: what it says
    as they are called now, by which work is known that was opened before it held its rows."""
    return set(action.rows) == set(rows) if action.rows is not None else action.about == about


def drop_removals(turn: Turn, phases: Phases, before: PhaseMark | None, now: PhaseMark) -> None:
    """A phase that fell as a whole is open again for all that it showed: what a vendor has of it may stay, and its access too."""
    if before is None or before.state is not PhaseState.FALLEN:
        return
    _withdraw_removals(turn, phases, before, now)


def _withdraw_removals(
    turn: Turn, phases: Phases, before: PhaseMark, mark: PhaseMark, since: dt.date | None = None
) -> None:
    """What vendors have of a phase need not come back, as far as that was asked of the whole phase and all that it showed then is open again;
    ``since``: on that day or later."""
    zone, called = turn.programme.settings.zone, phases.name(mark.phase)
    spared = {vendor: f"{phases.name(vendor)} ({called})" for vendor in mark.vendors}
    for one in turn.actions(phases.home):
        fits = one.why is ActionWhy.REMOVAL and one.state is ActionState.OPEN and one.rule == str(mark.phase)
        late = since is None or one.opened.astimezone(ZoneInfo(zone)).date() >= since
        back = {*_shown(phases, before, one.opened)} <= {*mark.assets}
        about = spared.get(one.spot.item) if one.spot.item is not None else None
        if fits and late and back and about is not None and _asks_back(one, (), about):
            turn.put_action(msgspec.structs.replace(one, state=ActionState.WITHDRAWN, closed=turn.at))


def _shown(phases: Phases, mark: PhaseMark, at: dt.datetime) -> tuple[ItemId, ...]:
    """What a phase was open for when its removal was asked: an earlier fall may have been of more than the last one."""
    known: dict[ItemId | None, tuple[ItemId, ...]] = {
        one.id: one.assets
        for one in phases.approvals
        if one.phase == mark.phase and one.kind is AskKind.OPEN and one.state is AskState.GRANTED and one.at <= at
    }
    return known.get(mark.approval, next(reversed(known.values()), mark.assets))


def _warnings(phases: Phases, mark: PhaseMark, looks: Sequence[Look]) -> Iterator[tuple[Note, Role]]:
    """What lapses in so many days as its author says, for whoever is to see to it; each once."""
    if mark.state is PhaseState.FALLEN:
        return
    name, since = phases.name(mark.phase), mark.looked or mark.since
    for look in looks:
        for proof in look.proofs:
            day = proof.until
            ahead = WARN if proof.excepted is not None else proof.evidence.warn
            if day is not None and not proof.missing and _due(day, ahead, since, phases.today):
                do = plain(phases.words(proof.evidence.do, look.vendor, proof.about or tuple(look.classes)))
                yield _warning(name, proof, day, do), proof.evidence.owner
        for country, last in look.lifts.items():
            if _due(last + DAY, WARN, since, phases.today):
                told: dict[str, Piece] = {"phase": name, "country": phases.name(country), "day": On(last)}
                yield Note("gate.warning.lift", told), Role.APPROVER
    approved = phases.ladder.gate(mark.approved_gate)
    ends = ends_on(approved, mark) if approved is not None else None
    if ends is not None and _due(ends, WARN, since, phases.today):
        yield Note("gate.warning.over", {"phase": name, "day": On(ends)}), Role.OWNER


def _warning(name: str, proof: Proof, day: dt.date, do: str) -> Note:
    """What becomes of a phase once evidence is not there any more: it closes, or takes in nothing new in the days of grace that begin."""
    if proof.evidence.fall is not Fall.GRACE:
        return Note("gate.warning", {"phase": name, "day": On(day), "do": do})
    ends = working_days(day, proof.evidence.grace)
    return Note("gate.warning.grace", {"phase": name, "day": On(day), "ends": On(ends), "do": do})


def _due(day: dt.date, ahead: Sequence[int], since: dt.date, today: dt.date) -> bool:
    """Whether one of the days ahead came since it was last looked."""
    return day > today and any(since < day - days * DAY <= today for days in ahead)
