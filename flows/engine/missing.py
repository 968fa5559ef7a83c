"""What keeps a phase, or something that is to be shared, from its gate: each reason with what to do, whose that is, and the way to it; the
weightiest first, and what is only not answered yet in one line for each part.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

import msgspec

from flows.engine.finished import Run, asked_there, is_final, newest, onward
from flows.engine.ladder import Look
from flows.engine.machine import plan_of
from flows.engine.papers import paper_for, papers_of
from flows.engine.phases import Phases
from flows.engine.screens.runs import LABEL, run_arg
from flows.engine.screens.wording import plain, text
from flows.engine.unanswered import Answered, Lack, Told, joined
from flows.engine.views import VendorView
from flows.model.conditions import AnswerFact, Condition, MarkFact, RoleFact, ScoreFact, StageFact, TodayFact
from flows.model.country import CapFlag
from flows.model.ids import ItemId, RegisterId
from flows.model.ledger import AGREEMENTS
from flows.model.people import Role
from flows.model.phasing import COUNTRIES, VENDORS, CountryFacts, Evidence
from flows.model.programme import SessionRef
from flows.model.screens import Button, Line, Ref
from flows.model.session import SessionState, Spot
from flows.rules.inputs import facts_in
from flows.rules.phasing import STRIDES, Proof

FEW = 2
"""So many reasons that one part could answer stand by themselves; more of them are one line."""


class Weight(IntEnum):
    """How much a reason weighs, the weightiest first."""

    STOPS = 0
    """It is known, and stops the work."""
    FAILS = 1
    """It is known not to be there."""
    LAPSED = 2
    """It was there, and is not any more."""
    OPEN = 3
    """Nobody has answered it, or recorded it, yet."""
    TIME = 4
    """Only time brings it."""


class Wanted(msgspec.Struct, frozen=True):
    """A paper that a vendor, named so, has to be read of; ``further``: beside those that were read."""

    vendor: str
    further: bool


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why something may not be shared, or a phase not open, yet: what is not there, neutral; what to do about it; and whose that is.

    ``beside``: how counsel's sign-offs stand that it leans on. ``comes``: the day on which it is there by itself, where only time is
    wanting. ``hard``: no exception can be made from it. ``run``: the part whose answers would bring it, called ``title``; ``lacks``: those
    that are not given. ``way``: the press that leads there. ``counts``: how many reasons this one line tells of. ``wants``: where it takes a
    paper that nobody has read yet, what to read, with whom it is. ``final``: that part is finished and stays as it is.
    ``rank``: how far up the ladder its gate stands; None for a cap.
    """

    closed: Line
    do: Line
    owner: Role
    comes: dt.date | None = None
    weight: Weight = Weight.FAILS
    hard: bool = False
    run: Run | None = None
    title: str = ""
    lacks: frozenset[Lack] = frozenset()
    way: Button | None = None
    beside: tuple[Line, ...] = ()
    counts: int = 1
    wants: Wanted | None = None
    final: bool = False
    rank: int | None = None


def reasons(phases: Phases, looks: Iterable[Look], phase: ItemId | None = None) -> tuple[Reason, ...]:
    """All that is missing, vendor by vendor: what stops, then what no exception is made from, gate by gate from the lowest, then the rest by its
    weight; what weighs alike in the order of the ladder. ``phase``: the one that waits."""
    found = [one for look in looks for one in (*missing_reasons(phases, look, phase), *cap_reasons(phases, look))]
    return tuple(sorted(found, key=_order))


def _order(one: Reason) -> tuple[int, int, int]:
    if one.weight is Weight.STOPS:
        return 0, 0, 0
    return (1, one.rank, one.weight) if one.hard and one.rank is not None else (2, 0, one.weight)


def folded(texts: Mapping[str, str], found: Sequence[Reason]) -> tuple[Reason, ...]:
    """The same, with many that are only not answered yet in one line for each part, at the place of the first. What comes first of all stands by
    itself, where no exception is made from it."""
    first = found[0] if found and found[0].hard else None
    open_ = [
        one for one in found if one.weight is Weight.OPEN and one.lacks and one.run is not None and one is not first
    ]
    many = {part for part, count in Counter((one.run, one.wants) for one in open_).items() if count > FEW}
    told = {part: _of_part(texts, [one for one in open_ if (one.run, one.wants) == part]) for part in many}
    shown: list[Reason] = []
    for one in found:
        part = told.get((one.run, one.wants)) if one in open_ else None
        if part is None or part not in shown:
            shown.append(part or one)
    return tuple(shown)


def _of_part(texts: Mapping[str, str], found: Sequence[Reason]) -> Reason:
    """How many questions of a part are not answered, and the way there."""
    asked = {lack for one in found for lack in one.lacks if lack[1] is not None}
    run, title, wants, count = found[0].run, found[0].title, found[0].wants, len(asked) or len(found)
    way = next((one.way for one in found if one.way is not None), None)
    if found[0].final:
        again = way is not None and way.ref.do == "new_round"
        closed = text(texts, "gate.final", count=count, title=title)
        do = (texts["gate.final.again" if again else "gate.final.change"],)
    elif wants is None:
        closed, do = text(texts, "gate.unanswered", count=count, title=title), (texts["gate.unanswered.do"],)
    else:
        key, called = "gate.further" if wants.further else "gate.wanted", title[:1].lower() + title[1:]
        closed, do = text(texts, key, count=count, title=called, vendor=wants.vendor), (texts["gate.further.do"],)
    hard = any(one.hard for one in found)
    return Reason(
        closed,
        do,
        Role.OWNER,
        weight=Weight.OPEN,
        hard=hard,
        run=run,
        title=title,
        way=way,
        counts=len(found),
        wants=wants,
    )


# ── one by one ───────────────────────────────────────────────────────────────


def missing_reasons(phases: Phases, found: Look, phase: ItemId | None = None) -> Iterator[Reason]:
    """The evidence that is not there, in the order of the ladder."""
    # What the checks of a vendor do not ask before they go deeper is led to by way of the answer that decides how deep.
    deeper = next((proof.evidence for proof in found.missing if proof.evidence.planned is not None), None)
    ranks = {gate.id: rank for rank, gate in enumerate(phases.ladder.gates)}
    for proof in found.missing:
        one = proof.evidence
        told = _told(phases, found, proof)
        run = _run(phases, found, told.lacks, one.when, proof.about)
        by = deeper if deeper is not None and _unasked(phases, run, told.lacks) else one
        yield Reason(
            phases.words(one.closed, found.vendor, proof.about),
            phases.words(one.do, found.vendor, proof.about),
            one.owner,
            proof.comes,
            _weight(phases, found, proof, told),
            one.hard,
            run,
            _title(phases, run),
            asked_there(phases, run, told.lacks),
            _to_answer(phases, by, proof.about, run) or _press(phases, one, phase, run, told.lacks),
            phases.signed(one, found.vendor),
            wants=_wants(phases, found, run),
            final=is_final(phases, newest(phases, run)),
            rank=ranks[proof.gate],
        )


def cap_reasons(phases: Phases, found: Look) -> Iterator[Reason]:
    """What caps the countries, each by itself. No exception is made from one; some may be lifted."""
    rules = {rule.flag: rule for rule in phases.ladder.caps}
    for one in found.caps:
        rule, about = rules[one.cap.flag], (one.country,)
        behind = _behind(phases.ladder.countries, one.cap.flag)
        said = (_answered(phases, found).of(when, one.country) for when in behind)
        told = _once(phases, joined(said, decides=False))
        run = _run(phases, found, told.lacks, behind[0] if behind else None, about)
        yield Reason(
            phases.words(rule.closed, found.vendor, about),
            phases.words(rule.do, found.vendor, about),
            rule.owner,
            weight=Weight.OPEN if behind and told.verdict is None else Weight.FAILS,
            hard=True,
            run=run,
            title=_title(phases, run),
            lacks=told.lacks,
            way=_way(phases, run, told.lacks),
            wants=_wants(phases, found, run),
        )


def _behind(facts: CountryFacts, flag: CapFlag) -> tuple[Condition, ...]:
    """What a team can answer so that a cap goes; nothing for one that rests on what we hold of a country, or that asks for a filing."""
    found = {
        CapFlag.PERMIT_OPEN: facts.cleared.get("permit"),
        CapFlag.EXPORT_OPEN: facts.cleared.get("export"),
        CapFlag.DATA_OPEN: facts.cleared.get("data"),
        CapFlag.OWNERSHIP_UNVERIFIED: facts.ownership,
        CapFlag.FORMALITY_UNMET: facts.formality_met,
        CapFlag.NO_FORUM: facts.forum,
    }.get(flag)
    return (found,) if found is not None else ()


def _weight(phases: Phases, found: Look, proof: Proof, told: Told) -> Weight:
    one = proof.evidence
    if one.worked is not None:
        return Weight.TIME
    over = proof.lapsed is not None or proof.carried is not None
    if told.verdict is None or one.record is not None:
        return Weight.LAPSED if over else Weight.OPEN
    if (one.stop or by_leak(phases, one.when)) and proof.state is False:
        return Weight.STOPS
    return Weight.LAPSED if over or _was_there(phases, found, proof) else Weight.FAILS


def _was_there(phases: Phases, found: Look, proof: Proof) -> bool:
    """Whether evidence that the day moves was there on an earlier one, if nothing but the day moved meanwhile."""
    when, view = proof.evidence.when, VendorView(phases.facts, found.vendor)
    if when is None or not any(isinstance(fact, TodayFact) for fact in facts_in(when)):
        return False
    rows = proof.about or (None,)
    return any(all(view.holds(when, row, -back) is True for row in rows) for back in STRIDES)


def _answered(phases: Phases, found: Look) -> Answered:
    """The answers, with the vendor at hand, and of the papers only its own."""
    papers, view = phases.ladder.vendor_papers, VendorView(phases.facts, found.vendor)

    def counts(register: RegisterId, row: ItemId) -> bool:
        return register != AGREEMENTS or papers is None or view.holds(papers, row) is not False

    return Answered(phases.facts, {VENDORS: found.vendor}, counts)


def _told(phases: Phases, found: Look, proof: Proof) -> Told:
    """What the answers say of evidence that a condition decides. Of countries that nobody named it is that question which is open."""
    when, rows = proof.evidence.when, proof.about or (None,)
    if proof.evidence.each == COUNTRIES and not proof.about:
        when = phases.ladder.vendor_countries
    if when is None:
        return Told(False)
    return _once(phases, joined((_answered(phases, found).of(when, row) for row in rows), decides=False))


def _once(phases: Phases, told: Told) -> Told:
    """The same, with a question that is asked once told once, whatever row was at hand."""
    flows = phases.library.flows
    each = {flow: plan_of(flows[flow]).repeated for flow, *_ in told.lacks if flow in flows}
    lacks = ((flow, one, row if one in each.get(flow, ()) else None) for flow, one, row in told.lacks)
    return msgspec.structs.replace(told, lacks=frozenset(lacks))


# ── the way there ────────────────────────────────────────────────────────────


def _run(
    phases: Phases, found: Look, lacks: frozenset[Lack], when: Condition | None, about: Sequence[ItemId]
) -> Run | None:
    """The part that brings evidence: the one that lacks most answers, else the first that the condition reads."""
    flows = Counter(flow for flow, *_ in sorted(lacks, key=str)).most_common(1)
    read = [fact for fact in facts_in(when) if isinstance(fact, AnswerFact | MarkFact | ScoreFact)] if when else []
    flow = flows[0][0] if flows else next((fact.flow for fact in read if fact.flow is not None), None)
    if flow is None or flow not in phases.library.flows:
        return None
    rows: dict[RegisterId | None, ItemId | None] = {
        VENDORS: found.vendor,
        COUNTRIES: next((row for row in (*about, *found.countries) if row.startswith(f"{COUNTRIES}-")), None),
    }
    per = phases.library.flows[flow].per
    return flow, paper_for(phases, found, flow, when) if per == AGREEMENTS else rows.get(per)


def _wants(phases: Phases, found: Look, run: Run | None) -> Wanted | None:
    """The paper that is still to be read, where no paper of the vendor would do."""
    if run is None or run[1] is not None or phases.library.flows[run[0]].per != AGREEMENTS:
        return None
    return Wanted(phases.names.get(found.vendor or ItemId(""), "…"), further=bool(papers_of(phases, found)))


def _title(phases: Phases, run: Run | None) -> str:
    """What a part is called, with its row."""
    if run is None:
        return ""
    title, rows = phases.library.flows[run[0]].title, (*phases.ground.rows(AGREEMENTS), *phases.ground.rows(COUNTRIES))
    name = phases.names.get(run[1]) or next((row.name for row in rows if row.id == run[1]), "") if run[1] else ""
    return f"{title}: {name}" if name else title


def _press(
    phases: Phases, one: Evidence, phase: ItemId | None, run: Run | None, lacks: frozenset[Lack]
) -> Button | None:
    """The press that leads to where evidence is brought: a record, the findings, the settings, the first response, or a part."""
    if one.record is not None and phase is not None:
        return _to_record(phases, phase)
    if one.no_finding is not None or one.none_of:
        return _to_findings(phases)
    if _by_part(one.when):
        return _to_settings(phases)
    return _to_leak(phases) if by_leak(phases, one.when) else _way(phases, run, lacks)


def _unasked(phases: Phases, run: Run | None, lacks: frozenset[Lack]) -> bool:
    """Whether none of what is lacking is asked in a part as it was answered so far."""
    facts = phases.facts.elsewhere(*run) if run is not None else None
    spots = [Spot(question, row) for _, question, row in lacks if question is not None]
    return facts is not None and bool(spots) and not any(facts.applies(spot) for spot in spots)


def _to_answer(phases: Phases, one: Evidence, about: Sequence[ItemId], run: Run | None) -> Button | None:
    """The press that changes the answer that mends what is missing; none where it does not name one, or its part was not begun."""
    ref = newest(phases, run)
    if one.mends is None or ref is None:
        return None
    each = one.mends.question in plan_of(phases.ground.flow_of(ref)).repeated
    spot = Spot(one.mends.question, about[0] if each and about else None)
    return Button(Ref("change", ref.id, spot), phases.library.texts["button.gate_mends"])


def _to_record(phases: Phases, phase: ItemId) -> Button:
    return Button(Ref("gate_record", arg=phase), phases.library.texts["button.gate_record"])


def _to_findings(phases: Phases) -> Button:
    return Button(Ref("findings"), phases.library.texts["button.findings"])


def _to_settings(phases: Phases) -> Button:
    return Button(Ref("settings"), phases.library.texts["button.settings"])


def _by_part(when: Condition | None) -> bool:
    """Whether it hangs on who plays a part, and on nothing else."""
    read = facts_in(when) if when is not None else ()
    return bool(read) and all(isinstance(fact, RoleFact) for fact in read)


def by_leak(phases: Phases, when: Condition | None) -> bool:
    """Whether it hangs on a leak that is being dealt with."""
    response = phases.library.response
    read = facts_in(when) if when is not None and response is not None else ()
    return response is not None and any(isinstance(fact, StageFact) and fact.stage == response.id for fact in read)


def _to_leak(phases: Phases) -> Button | None:
    """The first response that is running."""
    response = phases.library.response
    flow = response.flow if response is not None else None
    running = [ref for ref in phases.programme.sessions if ref.flow == flow and ref.state is not SessionState.DONE]
    return _way(phases, (running[-1].flow, running[-1].item), frozenset()) if running else None


def _way(phases: Phases, run: Run | None, lacks: frozenset[Lack]) -> Button | None:
    """The press that leads to a part: it is begun, gone on with, gone on past its core, or read and changed."""
    if run is None:
        return None
    another = run[1] is None and phases.library.flows[run[0]].per is not None
    label = plain(text(phases.library.texts, "run.begin" if another else "gate.way", title=_title(phases, run)))[:LABEL]
    ref = newest(phases, run)
    if ref is None:
        return Button(Ref("start", arg=run_arg(*run)), label)
    asked = asked_there(phases, run, lacks)
    if asked and is_final(phases, ref):
        return _on_from(phases, ref, asked)
    return Button(_lead(phases, ref, lacks), label)


def _on_from(phases: Phases, ref: SessionRef, lacks: frozenset[Lack]) -> Button:
    """The press that leads on from a part that stays as it is."""
    there, texts = onward(phases, ref, lacks), phases.library.texts
    again = plain(text(texts, "gate.final.way", title=_title(phases, (ref.flow, ref.item))))[:LABEL]
    return Button(there, again if there.do == "new_round" else texts["button.gate_mends"])


def _lead(phases: Phases, ref: SessionRef, lacks: frozenset[Lack]) -> Ref:
    if ref.state in (SessionState.ASKING, SessionState.PAUSED):
        return Ref("continue", ref.id)
    plan, session = plan_of(phases.ground.flow_of(ref)), phases.ground.stored(ref.id)
    asked = [plan.questions[one] for _, one, _ in lacks if one is not None and one in plan.questions]
    deeper = any(plan.sections[question.section].deeper for question in asked)
    return Ref("deeper" if deeper and not session.deeper else "review", ref.id)
