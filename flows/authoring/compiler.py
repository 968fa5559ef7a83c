"""From an author's document to the flow that the engine runs: names resolved, defaults filled in, hashed. Reads no
file.

Every condition that can't be resolved becomes a problem at its line; a flow comes out only when there is none.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal

import msgspec

from flows.authoring.names import Names
from flows.authoring.problems import Place, Problem, ProblemKind
from flows.authoring.reader import Path, Sheet
from flows.authoring.resolver import EVERYWHERE, Scope, read_condition
from flows.authoring.schema import (
    FindingDoc,
    FlowDoc,
    LookDoc,
    PhraseDoc,
    ProposalDoc,
    QuestionDoc,
    ReminderDoc,
    SectionDoc,
    StageDoc,
)
from flows.model.conditions import AnswerFact, Condition, Or
from flows.model.flow import (
    DecisionRule,
    FindingRule,
    Flow,
    Look,
    LookList,
    Option,
    Phrase,
    Proposal,
    Question,
    Register,
    Reminder,
    Section,
    SeverityRule,
    Stage,
)
from flows.model.ids import FlowHash, FlowId, QuestionId, RegisterId, SectionId, SourceId, StageId, question_id
from flows.model.reminders import Matter
from flows.model.values import Choice, Kind, Number, Text
from flows.rules.countries import COUNTRY
from flows.rules.inputs import facts_in


def compile_flow(doc: FlowDoc, names: Names, sheet: Sheet) -> tuple[Flow | None, list[Problem]]:
    """The flow of a document whose names are sound, with its hash; or the problems of its conditions."""
    work = _Compiler(doc, names, sheet)
    flow = work.flow()
    return (None, work.problems) if work.problems else (hashed(flow), [])


def hashed(flow: Flow) -> Flow:
    """The flow under its own hash: SHA-256 of its canonical JSON with an empty hash."""
    bare = msgspec.structs.replace(flow, hash=FlowHash(""))
    digest = hashlib.sha256(msgspec.json.encode(bare, order="deterministic")).hexdigest()
    return msgspec.structs.replace(bare, hash=FlowHash(digest))


def compile_stages(docs: list[StageDoc], sheet: Sheet) -> tuple[tuple[Stage, ...], list[Problem]]:
    """The stages of the method. Their conditions see stages, roles and the profile only: a gate has no session and no
    day.
    """
    names = Names(FlowDoc.model_construct(sections=[], registers={}), frozenset(doc.stage for doc in docs))
    del names.always["today"]
    reader = Conditions(sheet)
    scope = Scope(names)
    stages = tuple(
        Stage(
            id=StageId(doc.stage),
            title=doc.title,
            flow=flows[0] if flows else None,
            opens_when=reader.maybe(doc.opens_when, scope, (at, "opens_when")),
            closed=doc.closed or "",
            starts_on=doc.starts_on,
            more=flows[1:],
        )
        for at, doc in enumerate(docs)
        for flows in [_flows_of(doc)]
    )
    return stages, reader.problems


def _flows_of(doc: StageDoc) -> tuple[FlowId, ...]:
    """All flows of a stage: the one beside `flow:` first."""
    return tuple(FlowId(name) for name in (*([doc.flow] if doc.flow else ()), *doc.flows))


class Conditions:
    """Resolves conditions at their places, keeping the problems."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []

    def maybe(self, text: str | None, scope: Scope, path: Path) -> Condition | None:
        """The condition, or None where there is none or where it can't be resolved."""
        if text is None:
            return None
        condition, slips = read_condition(text, scope)
        begins = self.sheet.value_place(path)
        for slip in slips:
            where = Place(begins.file, begins.line, begins.column + slip.column - 1)
            self.problems.append(where.problem(slip.kind, slip.why, slip.mend))
        return condition


class _Compiler(Conditions):
    """One compilation."""

    def __init__(self, doc: FlowDoc, names: Names, sheet: Sheet) -> None:
        super().__init__(sheet)
        self.doc = doc
        self.names = names

    def flow(self) -> Flow:
        doc = self.doc
        return Flow(
            id=FlowId(doc.flow),
            version=doc.version,
            title=doc.title,
            stage=StageId(doc.stage),
            reviewed=doc.reviewed,
            intro=phrase_of(doc.intro),
            sections=tuple(self._section(section, ("sections", at)) for at, section in enumerate(doc.sections)),
            registers=tuple(Register(RegisterId(key), it.one, it.many) for key, it in doc.registers.items()),
            looks=tuple(self._look(look, ("looks", at)) for at, look in enumerate(doc.looks)),
            sources=tuple(it.source(key) for key, it in doc.sources.items()),
            per=RegisterId(doc.per) if doc.per else None,
            closes=doc.closes,
            works_in=self.maybe(doc.works_in, Scope(self.names, item=COUNTRY, reach=EVERYWHERE), ("works_in",)),
        )

    def _section(self, doc: SectionDoc, path: Path) -> Section:
        each = RegisterId(doc.each) if doc.each else None
        first = self.names.order(doc.section, doc.questions[0].ask)
        scope = Scope(self.names, doc.section, reach=first)
        return Section(
            id=SectionId(doc.section),
            title=doc.title,
            questions=tuple(
                self._question(question, doc, (*path, "questions", at)) for at, question in enumerate(doc.questions)
            ),
            each=each,
            where=self.maybe(doc.where, msgspec.structs.replace(scope, item=each), (*path, "where")),
            open_when=self.maybe(doc.open_when, scope, (*path, "open_when")),
            records=RegisterId(doc.records) if doc.records else None,
            taken=doc.taken,
            deeper=doc.deeper,
            apart=doc.apart,
            covers=tuple(doc.covers),
        )

    def _question(self, doc: QuestionDoc, section: SectionDoc, path: Path) -> Question:
        id_ = question_id(SectionId(section.section), doc.ask)
        own = self.names.question(id_)
        before = Scope(self.names, section.section, own.each, reach=own.order)
        here = msgspec.structs.replace(before, reach=own.order + 1, own=own)
        raised = msgspec.structs.replace(here, names=self.names.wide, reach=EVERYWHERE)  # no condition reads a finding
        return Question(
            id=id_,
            section=SectionId(section.section),
            name=doc.ask,
            kind=doc.kind,
            text=phrase_of(doc.text),
            why=phrase_of(doc.why),
            source=SourceId(doc.source),
            reviewed=doc.reviewed or self.doc.reviewed,
            options=tuple(
                Option(key, it.label, it.description or "", tuple(it.also), it.reason or "", doc.between_of(key))
                for key, it in doc.options.items()
            ),
            help=phrase_of(doc.help) if doc.help else None,
            only_when=self.maybe(doc.only_when, before, (*path, "only_when")),
            role=doc.role,
            fills=doc.fills or "",
            register=RegisterId(doc.register_) if doc.register_ else None,
            adds=doc.adds,
            sets=doc.sets or "",
            many=doc.many,
            low=doc.low,
            high=doc.high,
            ends=(doc.ends[0], doc.ends[1]) if doc.ends else None,
            unit=doc.unit or "",
            future=doc.future,
            past=doc.past,
            evidence=doc.evidence,
            weight=doc.weight,
            not_sure=phrase_of(doc.not_sure) if doc.not_sure else None,
            not_sure_owner=doc.not_sure_owner,
            not_sure_due=doc.not_sure_due,
            findings=tuple(
                self._finding(finding, tuple(doc.covers or section.covers), raised, (*path, "findings", at))
                for at, finding in enumerate(doc.findings)
            ),
            covers=tuple(doc.covers or section.covers),
            bank=tuple(doc.bank),
            decides=tuple(
                DecisionRule(phrase_of(it.say), self.maybe(it.when, here, (*path, "decides", at, "when")))
                for at, it in enumerate(doc.decides or ())
            ),
            reminds=_reminder(doc.reminds) if doc.reminds else None,
            clause=doc.clause,
            called=doc.called or "",
            withdraws=doc.withdraws,
            lives=doc.lives,
            book=tuple(doc.book),
            prompts=tuple(doc.prompts),
            confirms=tuple(doc.confirms),
            was=QuestionId(doc.was) if doc.was else None,
            unasked=doc.unasked,
            after=question_id(SectionId(section.section), doc.after) if doc.after else None,
            every=question_id(SectionId(section.section), doc.every) if doc.every else None,
            needs=tuple(QuestionId(f"{section.section}.{name}") for name in doc.needs),
            proposes=tuple(
                self._proposal(it, doc.register_, before, (*path, "proposes", at)) for at, it in enumerate(doc.proposes)
            ),
        )

    def _proposal(self, doc: ProposalDoc, register: str | None, scope: Scope, path: Path) -> Proposal:
        when = self.maybe(doc.when, scope, (*path, "when"))
        facts = facts_in(when) if when is not None else ()
        of = tuple(dict.fromkeys(one.question for one in facts if isinstance(one, AnswerFact) and one.flow is None))
        if when is not None and not of:
            why = "This row comes of no answer of this flow, so nobody could tell where it is from"
            place = self.sheet.value_place((*path, "when"))
            self.problems.append(
                place.problem(ProblemKind.TYPE_MISMATCH, why, "Let it read the clause that it comes of")
            )
        asked = {q.ask: (s, q) for s in self.doc.sections if s.each == register for q in s.questions}
        told = {name: (*asked[name], value) for name, value in doc.then.items() if name in asked}
        then = {
            question_id(SectionId(s.section), name): Choice(value) if q.kind is Kind.ONE_OF else Text(value)
            for name, (s, q, value) in told.items()
        }
        rounds = (question_id(SectionId(s.section), q.every) for s, q in asked.values() if q.every is not None)
        often = next(rounds, None) if doc.every is not None else None
        known = {often: Number(Decimal(doc.every))} if often is not None and doc.every is not None else {}
        return Proposal(doc.name, when or _NEVER, of, then | known)

    def _finding(self, doc: FindingDoc, covers: tuple[str, ...], scope: Scope, path: Path) -> FindingRule:
        return FindingRule(
            id=doc.id,
            when=self.maybe(doc.when, scope, (*path, "when")) or _NEVER,
            severity=tuple(
                SeverityRule(it.is_, self.maybe(it.when, scope, (*path, "severity", at, "when")))
                for at, it in enumerate(doc.severity)
            ),
            say=phrase_of(doc.say),
            counsel=phrase_of(doc.counsel),
            do=phrase_of(doc.do),
            owner=doc.owner,
            due_days=doc.due,
            source=SourceId(doc.source),
            reviewed=doc.reviewed or self.doc.reviewed,
            covers=tuple(doc.covers) if doc.covers is not None else covers,
            by_answer=doc.by_answer,
            at_once=doc.at_once,
            for_not_sure=doc.for_not_sure,
        )

    def _look(self, doc: LookDoc, path: Path) -> Look:
        each = RegisterId(doc.each)
        scope = Scope(self.names, item=each, reach=EVERYWHERE)
        return Look(
            id=doc.look,
            title=doc.title,
            each=each,
            after=SectionId(doc.after),
            lists=tuple(
                LookList(
                    it.list_,
                    it.title,
                    phrase_of(it.because),
                    self.maybe(it.when, scope, (*path, "lists", at, "when")),
                    it.whole,
                )
                for at, it in enumerate(doc.lists)
            ),
            intro=doc.intro or "",
            beside=tuple(QuestionId(name) for name in doc.beside),
        )


_NEVER = Or(())
"""Stands in for a condition that could not be resolved; such a flow is never handed out."""


def _reminder(doc: ReminderDoc) -> Reminder:
    words = phrase_of(doc.words) if doc.words is not None else None
    return Reminder(Matter(doc.matter), phrase_of(doc.of), doc.whom, words)


def phrase_of(doc: PhraseDoc) -> Phrase:
    wordings = {"software": doc.software, "manufacturing": doc.manufacturing, "services": doc.services}
    return Phrase(doc.any, {profile: text for profile, text in wordings.items() if text is not None})
