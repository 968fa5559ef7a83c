"""Phases and their gates as people see them: how each stands, what is missing and whose that is, and what is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from flows.engine.extending import chain, earlier, granted_on, is_back
from flows.engine.missing import Reason, Weight, folded
from flows.engine.missing import reasons as missing_of
from flows.engine.phases import Phases
from flows.engine.requests import is_open
from flows.engine.screens.wording import alone, plain, shortened, text
from flows.engine.speaking import holders, left, players, to_speak, with_part
from flows.model.country import Exposure
from flows.model.effects import Mention, On, Several
from flows.model.ids import ItemId, PersonId, country_id
from flows.model.people import Role
from flows.model.phasing import ASSETS, Approval, AskKind, Gate, PhaseMark, PhaseState
from flows.model.screens import (
    Button,
    Buttons,
    Divide,
    Heading,
    Line,
    Part,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
)

MOST_PHASES = 6
"""Phases on one screen, with their buttons."""
MOST_ON_CARD = 5
MOST_MISSING = 3
"""Reasons that the list of phases gives of each; all of them stand behind a press."""
MOST_NAMES = 6
WHY_SHORT = 110


# ── on the card ──────────────────────────────────────────────────────────────


def card_lines(phases: Phases) -> Iterator[Line]:
    """Each phase with its state, and the first reason why it is not open."""
    for row in phases.rows[:MOST_ON_CARD]:
        yield (Strong(row.name), ": ", *state_line(phases, row.id))
    if len(phases.rows) > MOST_ON_CARD:
        yield text(phases.library.texts, "summary.more", count=len(phases.rows) - MOST_ON_CARD)


def state_line(phases: Phases, phase: ItemId, *, why: bool = True) -> Line:
    """How a phase stands in one line. ``why``: with the first reason of one that is closed, where no reasons stand below it."""
    texts, mark = phases.library.texts, phases.marks.get(phase)
    held = phases.ladder.gate(mark.gate) if mark is not None else None
    match mark:
        case PhaseMark(state=PhaseState.OPEN) if held is not None:
            return text(texts, "gate.state.open", gate=held.title)
        case PhaseMark(state=PhaseState.GRACE, ends=ends, why=because) if ends is not None:
            return text(texts, "gate.state.grace", day=On(ends), why=shortened(because, WHY_SHORT))
        case PhaseMark(state=PhaseState.FALLEN, why=because) if is_back(phases, mark):
            if mark.cleared:
                key = "gate.state.cleared_asked" if _request(phases, phase) else "gate.state.cleared"
                return text(texts, key, why=shortened(mark.cleared, WHY_SHORT))
            asked = "gate.state.back_asked" if _request(phases, phase) else "gate.state.back"
            return text(texts, asked, why=shortened(because, WHY_SHORT))
        case PhaseMark(state=PhaseState.FALLEN, why=because) if held is not None:
            return text(texts, "gate.state.fallen", gate=held.title, why=shortened(because, WHY_SHORT))
        case PhaseMark(state=PhaseState.FALLEN, why=because):
            return text(texts, "gate.state.shut", why=shortened(because, WHY_SHORT))
        case _:
            return _closed_line(phases, phase, why=why)


def _closed_line(phases: Phases, phase: ItemId, *, why: bool) -> Line:
    texts = phases.library.texts
    if not phases.assets(phase) or not phases.vendors(phase):
        return text(texts, "gate.state.unplanned")
    first = next(iter(folded(texts, _missing(phases, phase))), None)
    if first is None:
        return text(texts, "gate.state.asked" if _request(phases, phase) else "gate.state.ready")
    if not why:
        return text(texts, "gate.state.missing")
    return text(texts, "gate.state.closed", why=shortened(plain(first.closed), WHY_SHORT))


def _missing(phases: Phases, phase: ItemId) -> tuple[Reason, ...]:
    """What keeps a phase shut, the weightiest first."""
    return missing_of(phases, phases.looks(phase), phase)


def _request(phases: Phases, phase: ItemId) -> Approval | None:
    """The request that is open for a phase."""
    return next((one for one in phases.approvals if one.phase == phase and is_open(one)), None)


# ── all phases ───────────────────────────────────────────────────────────────


def gates(phases: Phases, reader: PersonId) -> Screen:
    """All phases as one person sees them: with a yes where theirs is wanted."""
    texts = phases.library.texts
    title = texts["gate.title"]
    if not phases.rows:
        return Screen((Heading(title), Prose((text(texts, "gate.no_phases"),))), title)
    parts: list[Part] = [Heading(title)]
    for row in phases.rows[:MOST_PHASES]:
        parts += [*_phase(phases, row.id, reader), Divide()]
    if len(phases.rows) > MOST_PHASES:
        parts.append(Quiet((text(texts, "summary.more", count=len(phases.rows) - MOST_PHASES),)))
    parts += _lifts(phases, reader)
    does = (*(("gate_class",) if _may_class(phases, reader) else ()), *(("gate_lift",) if liftable(phases) else ()))
    presses = (*(gate_button(texts, do) for do in does), *report_buttons(phases))
    parts += [Buttons(presses)] if presses else []
    parts.append(Quiet(_words(phases)))
    foot = "gate.foot.four_eyes" if phases.programme.settings.four_eyes else "gate.foot"
    parts.append(Quiet((text(texts, foot), text(texts, "notice"))))
    return Screen(tuple(parts), title)


def one(phases: Phases, phase: ItemId, reader: PersonId) -> Screen:
    """One phase as one person sees it, with what can be done about it, and the way to all of them."""
    texts = phases.library.texts
    title = plain(text(texts, "gate.of_phase", phase=phases.name(phase)))
    every = Buttons((gate_button(texts, "gates"),))
    parts = (Heading(title), *_phase(phases, phase, reader), every, Quiet((text(texts, "notice"),)))
    return Screen(parts, title)


def _words(phases: Phases) -> tuple[Line, ...]:
    """What the words on this screen mean: the gates one above the other, and the classes."""
    texts = phases.library.texts
    steps = " → ".join(gate.title for gate in phases.ladder.gates)
    classes = " → ".join(rule.title for rule in sorted(phases.ladder.classes, key=lambda rule: rule.exposure))
    return text(texts, "gate.words", steps=steps), text(texts, "gate.words.class", classes=classes)


def _may_class(phases: Phases, reader: PersonId) -> bool:
    """Whether there is an asset to set a class of, and this person may."""
    return bool(phases.ground.rows(ASSETS)) and plays(phases, reader)


def plays(phases: Phases, reader: PersonId) -> bool:
    """Whether somebody plays a part in the programme."""
    return reader in holders(phases.programme).values()


def liftable(phases: Phases) -> dict[ItemId, str]:
    """The countries that cap a phase and whose caps may be lifted, by name."""
    may = {rule.flag for rule in phases.ladder.caps if rule.lift}
    looks = [look for row in phases.rows for look in phases.looks(row.id)]
    return {one.country: phases.name(one.country) for look in looks for one in look.caps if one.cap.flag in may}


def gate_button(texts: Mapping[str, str], do: str, arg: str = "", style: str = "", confirm: str = "") -> Button:
    return Button(Ref(do, arg=arg), texts[f"button.{do}"], style, confirm=confirm, deny=texts["button.leave_it"])


def report_buttons(phases: Phases) -> Iterator[Button]:
    """What anybody may report at any time."""
    for evidence, report in phases.ladder.reports.items():
        yield Button(Ref("gate_report", arg=evidence), report.title)


def _phase(phases: Phases, phase: ItemId, reader: PersonId) -> Iterator[Part]:
    texts, request, mark = phases.library.texts, _request(phases, phase), phases.marks.get(phase)
    lines: list[Line] = [(Strong(phases.name(phase)), ": ", *state_line(phases, phase, why=False))]
    gate = phases.gate(phase)
    if gate is not None:
        lines.append(_plan(phases, phase, gate))
    if mark is not None and mark.state in (PhaseState.OPEN, PhaseState.GRACE):
        lines += _history(phases, mark)
        lines += [line for one in chain(phases, mark) for line in conditions(phases.library.texts, one)]
        before = earlier(phases, mark) if mark.state is PhaseState.GRACE else None
        if before is not None:
            lines.append(text(texts, "gate.stays_open", names=_names(phases, (*before.assets, *before.vendors))))
    missing = _missing(phases, phase)
    reasons = folded(texts, missing)
    for reason in reasons[:MOST_MISSING]:
        lines += told_lines(phases, reason)
    if len(reasons) > MOST_MISSING:
        # counted as the evidence behind it shows them, one by one
        lines.append(text(texts, "gate.more", count=sum(one.counts for one in reasons[MOST_MISSING:])))
    if request is not None:
        lines += asked(phases, request)
    yield Prose(tuple(lines))
    presses = [gate_button(texts, "gate_show", phase)]
    if request is not None and may_speak(phases, request, reader):
        presses = [
            *says(texts, request),
            *presses,
        ]
    elif request is None and gate is not None and _wants_asking(phases, phase, mark):
        presses = [*_next_steps(texts, phase, missing), *presses]
    if mark is not None and mark.state is not PhaseState.CLOSED and plays(phases, reader):
        sure = plain(text(texts, "gate.close_sure", phase=phases.name(phase)))
        style = "danger" if mark.state in (PhaseState.OPEN, PhaseState.GRACE) else ""  # one that fell is closed already
        presses.append(gate_button(texts, "gate_close", phase, style, sure))
    yield Buttons(tuple(presses))


def _next_steps(texts: Mapping[str, str], phase: ItemId, missing: Sequence[Reason]) -> Iterator[Button]:
    """The way to what is missing; and to ask for the phase, where only its approval is wanting, or a few things that an exception may be made
    from for a while. Time that has to pass is waited for."""
    way = next((one.way for one in missing if one.way is not None), None)
    if len(missing) <= MOST_MISSING and not any(one.hard or one.weight is Weight.TIME for one in missing):
        yield gate_button(texts, "gate_ask", phase, "" if missing else "primary")
    if way is not None:
        yield msgspec.structs.replace(way, style="primary")


def _wants_asking(phases: Phases, phase: ItemId, mark: PhaseMark | None) -> bool:
    """Whether a phase is not open as it is planned now."""
    if mark is None or mark.state not in (PhaseState.OPEN, PhaseState.GRACE):
        return True
    return (set(mark.assets), set(mark.vendors)) != (set(phases.assets(phase)), set(phases.vendors(phase)))


def _plan(phases: Phases, phase: ItemId, gate: Gate) -> Line:
    texts = phases.library.texts
    highest = max(look.exposure for look in phases.looks(phase))
    return text(
        texts,
        "gate.plan",
        assets=_names(phases, phases.assets(phase)),
        vendors=_names(phases, phases.vendors(phase)),
        gate=gate.title,
        what=_class_name(phases, highest),
    )


def _history(phases: Phases, mark: PhaseMark) -> Iterator[Line]:
    """What was approved when, for what and by whom: the first approval, and apart from it what each extension brought in. One alone is the plan."""
    approvals = chain(phases, mark)
    had: tuple[ItemId, ...] = ()
    for one in approvals if len(approvals) > 1 else ():
        new = [item for item in (*one.assets, *one.vendors) if item not in had]
        who = alone(phases.library.texts, _speakers(one))
        key = "gate.extended_on" if had else "gate.approved_on"
        gate = _gate_name(phases, one.gate)
        yield text(phases.library.texts, key, day=On(granted_on(one)), names=_names(phases, new), gate=gate, who=who)
        had = (*had, *new)


def conditions(texts: Mapping[str, str], one: Approval) -> Iterator[Line]:
    """On which conditions people said yes; what one said for several parts once."""
    said = dict.fromkeys((word.person, word.condition) for word in one.words if word.condition)
    for person, condition in said:
        yield text(texts, "gate.condition", who=Mention(person), condition=condition)


def _names(phases: Phases, items: Sequence[ItemId]) -> str:
    shown = [phases.name(item) for item in items[:MOST_NAMES]]
    return ", ".join([*shown, *(["…"] if len(items) > MOST_NAMES else [])])


def _class_name(phases: Phases, exposure: Exposure) -> str:
    return next((rule.title for rule in phases.ladder.classes if rule.exposure is exposure), exposure.name)


def told_lines(phases: Phases, reason: Reason) -> tuple[Line, ...]:
    """What is not there, what to do and with whom; below it the agreements that are signed off, each under its name with what bounds it."""
    remedy = remedy_line(phases, plain(reason.do), reason.owner, reason.comes)
    return ("• ", *reason.closed), remedy, *beside_missing(phases.library.texts, reason.beside)


def beside_missing(texts: Mapping[str, str], signed: Sequence[Line]) -> tuple[Line, ...]:
    """How sign-offs stand below what is missing: said apart, so that no paper is taken for the one that is not there."""
    return ((texts["gate.signed"],), *signed) if signed else ()


def remedy_line(phases: Phases, do: str, owner: Role, comes: dt.date | None) -> Line:
    """What to do and with whom; with the day on which it is there by itself, where only time is wanting."""
    texts, who = phases.library.texts, alone(phases.library.texts, with_part(phases.programme, owner))
    if comes is None:
        return text(texts, "gate.do", do=do, who=who)
    return text(texts, "gate.do.comes", do=do, who=who, day=On(comes))


# ── what is asked for ────────────────────────────────────────────────────────


def asked(phases: Phases, request: Approval) -> list[Line]:
    """Who asks for what, what comes in beside what was approved, and whose yes is still wanted."""
    texts, lines = phases.library.texts, list[Line]()
    lines.append(text(texts, "gate.asked_by", who=Mention(request.by), day=On(request.at.date())))
    mark = phases.marks.get(request.phase) if request.phase is not None else None
    had = (*mark.assets, *mark.vendors) if mark is not None and mark.approved_on is not None else ()
    new = [item for item in (*request.assets, *request.vendors) if item not in had]
    gone = [item for item in had if item not in (*request.assets, *request.vendors)]
    if request.extends is not None and mark is not None and mark.approved_on is not None:
        lines.append(text(texts, "gate.stays_approved", names=_names(phases, had)))
    if new:
        lines.append(text(texts, "gate.comes_in", names=_with_classes(phases, request, new)))
    if gone:
        lines.append(text(texts, "gate.goes_out", names=_names(phases, gone)))
    if mark is not None and mark.approved_gate and mark.approved_gate != request.gate:
        before, after = (_gate_name(phases, name) for name in (mark.approved_gate, request.gate))
        lines.append(text(texts, "gate.rises", before=before, after=after))
    if request.reason:
        lines.append(text(texts, "gate.reason_said", reason=request.reason))
    lines += conditions(texts, request)
    lines += [still(phases, request), *why_these(phases, request)]
    return lines


def _gate_name(phases: Phases, name: str) -> str:
    """What a gate is called; its name where the ladder has none of it any more."""
    return next((gate.title for gate in phases.ladder.gates if gate.id == name), name)


def _with_classes(phases: Phases, request: Approval, items: Sequence[ItemId]) -> str:
    """New assets with their classes, new vendors by their names."""
    looks = phases.looks(request.phase) if request.phase is not None else ()
    classes: dict[ItemId, Exposure] = {}
    for look in looks:
        for asset, exposure in look.classes.items():
            classes[asset] = max(exposure, classes.get(asset, exposure))
    named = [
        f"{phases.name(item)} ({_class_name(phases, classes[item])})" if item in classes else phases.name(item)
        for item in items
    ]
    return ", ".join([*named[:MOST_NAMES], *(["…"] if len(named) > MOST_NAMES else [])])


def still(phases: Phases, request: Approval) -> Line:
    """Who said yes, and whose yes is still wanted; each once, whatever parts they play."""
    texts, wanted = phases.library.texts, left(phases.ladder, phases.programme, request)
    said = _speakers(request)
    line: Line = (*text(texts, "gate.said", who=alone(texts, said)), " ") if said.each else ()
    if not wanted:
        return (*line, *text(texts, "gate.waits_second"))
    return (*line, *text(texts, "gate.waits", who=alone(texts, players(phases.programme, wanted))))


def why_these(phases: Phases, request: Approval) -> Iterator[Line]:
    """Whose word the gate takes; and from which gate on the approver's is wanted, where this one does not ask for it."""
    texts, ladder = phases.library.texts, phases.ladder
    gate = ladder.gate(request.gate)
    roles = [one.role for one in ladder.asked_of(request)]
    if gate is None or not roles:
        return
    words = [texts[f"role.{role}"] for role in roles]
    named = " and ".join((", ".join(words[:-1]), words[-1]) if len(words) > 1 else words)
    higher = ladder.gates[ladder.gates.index(gate) :]
    later = next((one for one in higher if Role.APPROVER in {part.role for part in one.approvers}), None)
    if Role.APPROVER in roles or later is None:
        yield text(texts, "gate.waits.why", gate=gate.title, parts=named)
    else:
        yield text(texts, "gate.waits.later", gate=gate.title, parts=named, later=later.title)


def _speakers(request: Approval) -> Several:
    """Who said yes, each once."""
    return Several(tuple(dict.fromkeys(Mention(word.person) for word in request.words)))


def may_speak(phases: Phases, request: Approval, reader: PersonId) -> bool:
    """Whether a yes of this person is wanted."""
    return reader in to_speak(phases.ladder, phases.programme, request)


def _lifts(phases: Phases, reader: PersonId) -> Iterator[Part]:
    """What lifts a country's caps now, with who said yes to it on which conditions; and the requests to lift some."""
    texts = phases.library.texts
    for one, until in phases.lifts:
        country = phases.name(country_id(one.about))
        line = text(texts, "gate.lifted", country=country, day=On(until))
        yield Prose((line, text(texts, "gate.said", who=alone(texts, _speakers(one))), *conditions(texts, one)))
    for one in phases.approvals:
        if one.kind is AskKind.LIFT and is_open(one):
            country = phases.name(country_id(one.about))
            line = text(texts, "gate.lift", country=country, who=Mention(one.by), reason=one.reason)
            yield Prose((line, *conditions(texts, one), still(phases, one)))
            if may_speak(phases, one, reader):
                yield Buttons(says(texts, one))


def says(texts: Mapping[str, str], one: Approval) -> tuple[Button, ...]:
    """What somebody can say to a request: yes, yes on a condition, not yet."""
    yes = gate_button(texts, "gate_yes", one.id, "primary")
    return (yes, *(gate_button(texts, do, one.id) for do in ("gate_yes_if", "gate_no")))
