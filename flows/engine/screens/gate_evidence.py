"""All evidence of one phase, mark by mark, and the forms of what people do about gates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from flows.engine.approvals import MOST_WRITTEN
from flows.engine.ladder import Look
from flows.engine.missing import cap_reasons
from flows.engine.phases import Phases
from flows.engine.requests import called, is_open
from flows.engine.screens.gate import beside_missing, gate_button, liftable, remedy_line, report_buttons, told_lines
from flows.engine.screens.wording import people_line, plain, shortened, text
from flows.engine.views import VendorView
from flows.engine.witnesses import Witnesses
from flows.model.effects import Mention, On
from flows.model.flow import Phrase
from flows.model.ids import ItemId, PersonId, country_code
from flows.model.phasing import ASSETS, COUNTRIES, VENDORS, Evidence
from flows.model.screens import (
    Button,
    Buttons,
    Entry,
    Field,
    Form,
    Heading,
    Line,
    Part,
    Prose,
    Quiet,
    Ref,
    Row,
    Screen,
    Strong,
)
from flows.model.session import Answer
from flows.rules.phasing import Proof

EVIDENCE, VENDOR, DAY, SEEN, REASON, UNTIL, ASSET, CLASS, COUNTRY, SHOWS, COUNT, PROOF, KNOWN, CONDITION = (
    "evidence", "vendor", "day", "seen", "reason", "until", "asset", "class", "country", "shows", "count", "proof", "known", "condition",
)  # fmt: skip
LACK = "|"
"""What stands between evidence and the vendor who lacks it."""
THERE, GONE = "there", "gone"
MISSING, DONE, NOT_NEEDED = range(3)
"""The kinds of evidence, in the order in which they stand."""
MOST_RECORDS = 3
"""Records of one piece of evidence that are shown."""


# ── one phase ────────────────────────────────────────────────────────────────


def evidence(phases: Phases, phase: ItemId, reader: PersonId) -> Screen:
    """All evidence of a phase, vendor by vendor: there, not there, not known; and what to do with whom where it is not. What is not needed is one
    line with its count, and its reasons behind a press. Below it what this ``reader`` can do about it."""
    texts, name = phases.library.texts, phases.name(phase)
    title = plain(text(texts, "gate.evidence", phase=name))
    parts: list[Part] = [Heading(title)]
    for look in phases.looks(phase):
        parts += _of_vendor(phases, look, phase)
    if len(parts) == 1:
        parts.append(Prose((text(texts, "gate.state.unplanned"),)))
    else:
        presses = (*_presses(phases, phase, reader), *report_buttons(phases))
        parts += [Buttons(presses)] if presses else []
    parts.append(Quiet((text(texts, "gate.marks"), text(texts, "notice"))))
    return Screen(tuple(parts), title)


def _presses(phases: Phases, phase: ItemId, reader: PersonId) -> Iterator[Button]:
    """Only what can be done here now, by this person."""
    if record_form(phases, phase) is not None:
        yield gate_button(phases.library.texts, "gate_record", phase)
    if phases.programme.holder(phases.ladder.excepting.approver) == reader and except_form(phases, phase) is not None:
        yield gate_button(phases.library.texts, "gate_except", phase)


def not_needed(phases: Phases, arg: str) -> Screen | None:
    """What of the evidence of a phase is not needed for one vendor (both in ``arg``), each with its reason; None where nothing is any more."""
    phase, _, vendor = arg.partition(LACK)
    look = next((look for look in phases.looks(ItemId(phase)) if (look.vendor or "") == vendor), None)
    spared = [one for one in look.proofs if _group(phases, look, one) is NOT_NEEDED] if look is not None else []
    if look is None or not spared:
        return None
    name = phases.name(look.vendor) if look.vendor is not None else phases.name(ItemId(phase))
    title = plain(text(phases.library.texts, "gate.not_needed", name=name))
    lines = tuple(line for proof in spared for line in _proof(phases, look, proof))
    return Screen((Heading(title), Prose(lines), Quiet((text(phases.library.texts, "notice"),))), title)


def _of_vendor(phases: Phases, look: Look, phase: ItemId) -> Iterator[Part]:
    texts, vendor = phases.library.texts, look.vendor
    kinds = [_group(phases, look, proof) for proof in look.proofs]
    name, spared = phases.name(vendor) if vendor is not None else "", kinds.count(NOT_NEEDED)
    values = {"vendor": name, "there": kinds.count(DONE), "total": len(kinds) - spared}
    key = "gate.of_vendor.spared" if spared else "gate.of_vendor"
    yield Prose((text(texts, key, **values, spared=spared),))
    for step in phases.ladder.up_to(look.gate) if look.gate is not None else ():
        proofs = sorted((one for one in look.proofs if one.gate == step.id), key=lambda one: _group(phases, look, one))
        lines: list[Line] = [(Strong(step.title),)]
        wanted = [proof for proof in proofs if _group(phases, look, proof) is not NOT_NEEDED]
        lines += [line for proof in wanted for line in _proof(phases, look, proof)]
        if proofs and not wanted:
            lines.append(text(texts, "gate.mark.none_needed"))
        yield Prose(tuple(lines))
    why_not = Button(Ref("gate_spared", arg=LACK.join((phase, look.vendor or ""))), texts["button.gate_spared"])
    yield from (Row((text(texts, "gate.mark.folded", count=spared),), why_not),) if spared else ()
    caps = [line for reason in cap_reasons(phases, look) for line in told_lines(phases, reason)]
    if caps:
        yield Prose(((Strong(texts["gate.caps"]),), *caps))


def _proof(phases: Phases, look: Look, proof: Proof) -> Iterator[Line]:
    texts, one = phases.library.texts, proof.evidence
    if not proof.missing:
        yield _there(phases, look, proof)
        alone = _who(answer for answer in witnesses(phases, look, proof) if answer.by_oneself)
        if alone:
            yield text(texts, "gate.mark.oneself", who=people_line(alone, ()))
        yield from phases.signed(one, look.vendor)
        yield from _records(phases, look, proof)
        return
    closed = plain(phases.words(one.closed, look.vendor, proof.about))
    yield text(texts, "gate.mark.unknown" if proof.state is None else "gate.mark.missing", what=closed)
    do = plain(phases.words(one.do, look.vendor, proof.about))
    yield remedy_line(phases, do, one.owner, proof.comes)
    yield from beside_missing(texts, phases.signed(one, look.vendor))
    yield from _records(phases, look, proof)


def witnesses(phases: Phases, look: Look, proof: Proof) -> tuple[Answer, ...]:
    """The answers by which evidence that is there is there; none where no answer decides it, or it was excepted from."""
    one = proof.evidence
    if one.when is None or proof.state is not True:
        return ()
    told = Witnesses(phases.facts, {VENDORS: look.vendor})
    rows = (row for row in _rows(look, one) if not _is_spared(phases, look, one, row))
    return tuple(answer for row in rows for answer in told.of(one.when, row))


def _there(phases: Phases, look: Look, proof: Proof) -> Line:
    """What is there, in one of three kinds: excepted from for a while; not needed here, and why; or done, by whom and last on which day."""
    texts, one = phases.library.texts, proof.evidence
    do = plain(phases.words(one.do, look.vendor, proof.about or _every(look, one.do)))
    if proof.excepted is not None:
        return text(texts, "gate.mark.excepted", what=do, day=On(proof.excepted))
    why = _needless(phases, look, proof)
    if why:
        return text(texts, "gate.mark.spared", what=do, why=why)
    done = text(texts, "gate.mark.done", what=do)
    if proof.last is not None:
        done = text(texts, "gate.mark.done_ends", what=do, day=On(proof.last))
    told = sorted(witnesses(phases, look, proof), key=lambda answer: answer.at)
    if not told:
        return done
    zone = ZoneInfo(phases.programme.settings.zone)
    who, day = people_line(_who(told), ()), On(told[-1].at.astimezone(zone).date())
    return (*done, " · ", *text(texts, "gate.mark.by", who=who, day=day))


def _who(answers: Iterable[Answer]) -> tuple[PersonId, ...]:
    """Whoever gave answers, each once: a sign-off that came last is not all that evidence stands on."""
    return tuple(dict.fromkeys(answer.by for answer in answers))


def _needless(phases: Phases, look: Look, proof: Proof) -> str:
    """Why evidence that is there was not needed here; "" where somebody did it."""
    one = proof.evidence
    if one.no_finding is not None or one.none_of:
        return phases.library.texts["gate.mark.nothing"]
    if one.spared is None or not all(_is_spared(phases, look, one, row) for row in _rows(look, one)):
        return ""
    return plain(phases.words(one.spared.because, look.vendor))


def _is_spared(phases: Phases, look: Look, one: Evidence, row: ItemId | None) -> bool:
    """Whether nobody had to do anything for one row of what evidence is asked of."""
    when = one.spared.when if one.spared is not None else None
    if one.spared is None or when is None:
        return one.spared is not None
    return VendorView(phases.facts, look.vendor).holds(when, row) is True


def _rows(look: Look, one: Evidence) -> tuple[ItemId | None, ...]:
    """What evidence is asked of, one by one."""
    return {None: (None,), ASSETS: tuple(look.classes), COUNTRIES: look.countries}[one.each]


def _group(phases: Phases, look: Look, proof: Proof) -> int:
    """What is missing stands first, then what was done, last what is not needed here; each in the order of the ladder."""
    if proof.missing:
        return MISSING
    return NOT_NEEDED if proof.excepted is not None or _needless(phases, look, proof) else DONE


def _records(phases: Phases, look: Look, proof: Proof) -> Iterator[Line]:
    """Who recorded it, for which day, what they saw and where it is kept; where it is missing, how it is recorded and for how long that counts."""
    texts, one = phases.library.texts, proof.evidence
    if one.record is None or look.vendor is None:
        return
    told = phases.recorded(one.id, look.vendor)
    wanted = one.wanted(phases.programme.profile)
    if proof.missing and wanted > 1:
        counting = next((at for at, record in enumerate(told) if not record.there), len(told))
        yield text(texts, "gate.record.so_far", count=counting, wanted=wanted)
    for record in told[: max(wanted, 1)][:MOST_RECORDS]:
        key = "gate.record.seen" if record.there else "gate.record.withdrawn"
        line = text(texts, key, who=Mention(record.by), day=On(record.day), seen=record.seen)
        if record.count is not None:
            line = (*line, " · ", *text(texts, "gate.record.counted", count=record.count))
        if record.proof:
            line = (
                *line,
                " · ",
                *text(texts, "gate.record.files", names=", ".join(file.name for file in record.proof)),
            )
        yield line
    if proof.missing:
        yield text(texts, "gate.record.how_long", days=one.record) if one.record else text(texts, "gate.record.how")


def _every(look: Look, what: Phrase) -> tuple[ItemId, ...]:
    """All that evidence which is there is about, in the words of ``what``: the countries of the vendor, or else the assets."""
    return look.countries if f"{{{COUNTRIES}}}" in what.default else tuple(look.classes)


# ── forms ────────────────────────────────────────────────────────────────────


def _form(texts: Mapping[str, str], do: str, arg: str, fields: Sequence[Field], intro: Sequence[Line] = ()) -> Form:
    title, save, close = texts[f"gate.form.{do}"], texts["form.save"], texts["form.close"]
    return Form(Ref(do, arg=arg), title, save, close, tuple(fields), tuple(intro))


def _picks(texts: Mapping[str, str], name: str, entries: Sequence[tuple[str, str]]) -> Field:
    shown = tuple(Entry(value, shortened(label, 75)) for value, label in entries)
    return Field(name, "one", texts[f"gate.form.{name}"], entries=shown)


def _words(texts: Mapping[str, str], name: str, *, required: bool = True) -> Field:
    return Field(name, "long_text", texts[f"gate.form.{name}"], required=required, high=MOST_WRITTEN)


def ask_form(phases: Phases, phase: ItemId) -> Form | None:
    """The form that asks that a phase opens, with a reason where there is one to give; None where the phase is gone."""
    texts = phases.library.texts
    if phase not in phases.names:
        return None
    intro = text(texts, "gate.form.ask", phase=phases.name(phase))
    return _form(texts, "gate_ask", phase, (_words(texts, REASON, required=False),), (intro,))


def not_yet_form(phases: Phases, request: ItemId) -> Form | None:
    """The form that says not yet to a request, with a reason where there is one to give; None where the request is over."""
    texts = phases.library.texts
    one = next((one for one in phases.approvals if one.id == request and is_open(one)), None)
    if one is None:
        return None
    intro = text(texts, "gate.form.not_yet", phase=called(phases, one), who=Mention(one.by))
    return _form(texts, "gate_no", request, (_words(texts, REASON, required=False),), (intro,))


def yes_if_form(phases: Phases, request: ItemId) -> Form | None:
    """The form that says yes to a request on a condition; None where the request is over."""
    texts = phases.library.texts
    one = next((one for one in phases.approvals if one.id == request and is_open(one)), None)
    if one is None:
        return None
    intro = text(texts, "gate.form.yes_if", phase=called(phases, one))
    return _form(texts, "gate_yes_if", request, (_words(texts, CONDITION),), (intro,))


def record_form(phases: Phases, phase: ItemId) -> Form | None:
    """The form that records that evidence was seen; None where a phase wants none of that kind."""
    texts = phases.library.texts
    wanted = {proof.evidence.id: proof.evidence for look in phases.looks(phase) for proof in look.proofs}
    vendors = [(vendor, phases.name(vendor)) for vendor in phases.vendors(phase)]
    alone = vendors[0][0] if len(vendors) == 1 else None
    kinds = [(one.id, plain(phases.words(one.do, alone))) for one in wanted.values() if one.record is not None]
    if not kinds or not vendors:
        return None
    shows = Field(SHOWS, "one", texts["gate.form.shows"], entries=_shows(texts), initial=(THERE,))
    day = Field(DAY, "day", texts["gate.form.day"], initial=(phases.today.isoformat(),))
    months = next((one.share.months for one in wanted.values() if one.share is not None), None)
    hint = plain(text(texts, "gate.form.count_hint", months=months or 0))
    count = Field(COUNT, "number", texts["gate.form.count"], hint, required=False, low=0)
    proof = Field(PROOF, "files", texts["gate.form.proof"], required=False)
    counts = (count,) if months is not None else ()
    picks = (_picks(texts, EVIDENCE, kinds), _picks(texts, VENDOR, vendors))
    return _form(texts, "gate_record", phase, (*picks, shows, day, *counts, _words(texts, SEEN), proof))


def _shows(texts: Mapping[str, str]) -> tuple[Entry, ...]:
    return tuple(Entry(word, texts[f"gate.form.shows.{word}"]) for word in (THERE, GONE))


def report_form(phases: Phases, evidence: str) -> Form | None:
    """The form by which anybody reports that evidence of a vendor is gone; None where there is no vendor, or nothing of the kind to report."""
    texts, one = phases.library.texts, phases.ladder.evidence(evidence)
    vendors = [(row.id, row.name) for row in phases.ground.rows(VENDORS)]
    if one is None or one.report is None or not vendors:
        return None
    fields = (_picks(texts, VENDOR, vendors), _words(texts, KNOWN))
    ref = Ref("gate_report", arg=evidence)
    intro = (text(texts, "gate.form.report"),)
    return Form(ref, one.report.title, texts["form.save"], texts["form.close"], fields, intro)


def except_form(phases: Phases, phase: ItemId) -> Form | None:
    """The form of an exception; None where nothing is missing that may be excepted from. What is missing is named with the vendor who lacks it."""
    texts = phases.library.texts
    open_ = [(proof, look.vendor) for look in phases.looks(phase) for proof in look.missing if not proof.evidence.hard]
    lacking = [
        (LACK.join((proof.evidence.id, vendor)), _lack(phases, proof, vendor)) for proof, vendor in open_ if vendor
    ]
    if not lacking:
        return None
    until = Field(
        UNTIL,
        "day",
        texts["gate.form.until"],
        plain(text(texts, "gate.form.until_hint", days=phases.ladder.excepting.days)),
    )
    return _form(texts, "gate_except", phase, (_picks(texts, EVIDENCE, lacking), until, _words(texts, REASON)))


def _lack(phases: Phases, proof: Proof, vendor: ItemId) -> str:
    """What a vendor lacks, with its name before it where the words do not hold it."""
    name, closed = phases.name(vendor), plain(phases.words(proof.evidence.closed, vendor, proof.about))
    return closed if name in closed else f"{name}: {closed}"


def class_form(phases: Phases) -> Form | None:
    """The form that sets the class of an asset by name."""
    texts = phases.library.texts
    assets = [(row.id, row.name) for row in phases.ground.rows(ASSETS)]
    classes = [
        (rule.exposure.name, rule.title) for rule in sorted(phases.ladder.classes, key=lambda rule: rule.exposure)
    ]
    if not assets:
        return None
    return _form(
        texts, "gate_class", "", (_picks(texts, ASSET, assets), _picks(texts, CLASS, classes), _words(texts, REASON))
    )


def lift_form(phases: Phases) -> Form | None:
    """The form that asks to lift a country's caps; None where none holds that may be lifted."""
    texts, countries = phases.library.texts, liftable(phases)
    if not countries:
        return None
    picks = [(country_code(country), name) for country, name in countries.items()]
    return _form(texts, "gate_lift", "", (_picks(texts, COUNTRY, picks), _words(texts, REASON)))
