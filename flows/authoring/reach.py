"""Whether every part of a flow can be reached and left again: by the compiled machine's own transitions, and by what
its conditions allow.

- unreachable: a question, finding or list whose conditions contradict each other (or what they depend on), or a section
repeated over a register that nothing fills
- dead end: a state that nothing leads out of; a stage whose gate can never open
- loop without exit: states that only lead to each other; a section that adds rows to the register it is repeated over;
a question that comes and goes with the state of the flow's own stage, which it moves by being asked
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flows.authoring.possibilities import Possibilities, Target
from flows.authoring.problems import Problem, ProblemKind
from flows.authoring.reader import Path, Sheet
from flows.engine.machine import REVIEW, START, machine_of
from flows.model.conditions import Condition, StageFact
from flows.model.flow import Flow, Question, Section, Stage
from flows.model.ids import RegisterId, StageId
from flows.model.programme import StageState
from flows.model.values import Kind
from flows.rules.inputs import facts_in

Edges = frozenset[tuple[str, str]]
"""Which state leads to which."""


def edges_of(flow: Flow) -> Edges:
    """The transitions of the flow's compiled machine."""
    return frozenset((move.source, str(move.dest)) for move in machine_of(flow).get_transitions("next"))


def check_reach(
    flow: Flow, sheet: Sheet, filled: frozenset[RegisterId], edges: Edges | None = None, flows: Iterable[Flow] = ()
) -> list[Problem]:
    """Everything in a flow that can't be reached or can't be left. ``filled``: the registers that any flow of the
    library fills; ``flows``: those that its conditions may read.
    """
    work = _Reach(flow, sheet, filled, flows)
    work.conditions()
    work.registers()
    work.graph(edges if edges is not None else edges_of(flow))
    return work.problems


def fills(flow: Flow) -> frozenset[RegisterId]:
    """The registers to which a flow can add a first row: also by being started for one that is new."""
    asked = (register for section in flow.sections for register in _filled_by(section) if register != section.each)
    return frozenset((*asked, *((flow.per,) if flow.per is not None else ())))


def _filled_by(section: Section) -> Iterator[RegisterId]:
    if section.records is not None:
        yield section.records
    for question in section.questions:
        if question.register is not None and (question.adds or question.kind is Kind.COUNTRY):
            yield question.register


class _Reach:
    def __init__(self, flow: Flow, sheet: Sheet, filled: frozenset[RegisterId], flows: Iterable[Flow]) -> None:
        self.flow = flow
        self.sheet = sheet
        self.filled = filled
        self.problems: list[Problem] = []
        self.possible = Possibilities(flow, flows=flows)

    # ── conditions ──

    def conditions(self) -> None:
        """Sections, questions, findings and lists whose conditions can never hold."""
        for at, section in enumerate(self.flow.sections):
            path: Path = ("sections", at)
            guards: list[Target] = [(section.open_when, None)] if section.open_when is not None else []
            guards += [(section.where, section.each)] if section.where is not None else []
            self._waits_for_itself({"open_when": section.open_when, "where": section.where}, path)
            if guards and not self.possible.together(guards):
                key = "open_when" if section.open_when is not None else "where"
                self._unreachable(
                    (*path, key), f"The section `{section.id}` is never open, so none of its questions is asked"
                )
                continue
            for number, question in enumerate(section.questions):
                self._question((*path, "questions", number), section, question)
        for at, look in enumerate(self.flow.looks):
            for number, one in enumerate(look.lists):
                if one.when is not None and not self.possible.together([(one.when, look.each)]):
                    self._unreachable(("looks", at, "lists", number, "when"), f"The list `{one.id}` stays empty")

    def _question(self, path: Path, section: Section, question: Question) -> None:
        self._waits_for_itself({"only_when": question.only_when}, path)
        guards = self.possible.guards(question.id)
        if question.only_when is not None and not self.possible.together(guards):
            self._unreachable((*path, "only_when"), f"The question `{question.id}` is never asked")
            return
        for number, finding in enumerate(question.findings):
            here = (*path, "findings", number)
            raised: list[Target] = [*guards, (finding.when, section.each)]
            if not self.possible.together(raised):
                self._unreachable((*here, "when"), f"The finding `{finding.id}` is never raised")
                continue
            for step, level in enumerate(finding.severity):
                if level.when is not None and not self.possible.together([*raised, (level.when, section.each)]):
                    self._unreachable(
                        (*here, "severity", step, "when"), f"`{finding.id}` is never {level.level} by this line"
                    )
        for number, decision in enumerate(question.decides):
            if decision.when is not None and not self.possible.together([*guards, (decision.when, section.each)]):
                self._unreachable((*path, "decides", number, "when"), "Nothing is ever decided by this line")
        for number, one in enumerate(question.proposes):
            if not self.possible.together([*guards, (one.when, section.each)]):
                self._unreachable((*path, "proposes", number, "when"), f"`{one.name}` is never proposed")

    def _waits_for_itself(self, guards: dict[str, Condition | None], path: Path) -> None:
        """Guards that look at the flow's own stage: asking moves it, so what is asked could fall away by being asked."""
        own = StageFact(self.flow.stage)
        for key, guard in guards.items():
            if guard is not None and own in facts_in(guard):
                why = f"`{self.flow.stage}` is the stage of this flow, and asking moves it: so the asking would come and go"
                self._note((*path, key), ProblemKind.ENDLESS, why, "Test an answer, or the state of another stage")

    def _unreachable(self, path: Path, why: str) -> None:
        mend = "What it asks for contradicts itself, or the conditions of the questions it reads; change one of them"
        self._note(path, ProblemKind.UNREACHABLE, why, mend)

    # ── registers ──

    def registers(self) -> None:
        """Repeated sections that never begin, or never end."""
        for at, section in enumerate(self.flow.sections):
            path: Path = ("sections", at)
            if section.each is None:
                continue
            if section.each not in self.filled:
                why = f"Nothing ever names a first {section.each}, so `{section.id}` is never asked"
                mend = f"Ask for them before: `kind: item`, `register: {section.each}`, `adds: true`"
                self._note((*path, "each"), ProblemKind.UNREACHABLE, why, mend)
            elif section.each in set(_filled_by(section)):
                why = f"`{section.id}` is asked once per {section.each}, and each round can add another {section.each}"
                self._note((*path, "each"), ProblemKind.ENDLESS, why, "Add rows in a section that is asked once")

    # ── the machine ──

    def graph(self, edges: Edges) -> None:
        """States that the machine never comes to, or never leaves."""
        places = self._places()
        reached = _spread(START, edges)
        for state, path in places.items():
            if state not in reached:
                self._note(
                    path, ProblemKind.UNREACHABLE, f"Nothing leads to `{state}`", "Look at the sections around it"
                )
        for state, kind in stuck(edges).items():
            why = (
                f"Nothing leads out of `{state}`"
                if kind is ProblemKind.DEAD_END
                else f"`{state}` only leads back to itself"
            )
            self._note(places.get(state, ()), kind, why, "Lead on to a later question, or to the review")

    def _places(self) -> dict[str, Path]:
        places: dict[str, Path] = {}
        for at, section in enumerate(self.flow.sections):
            places[section.id] = ("sections", at)
            places |= {q.id: ("sections", at, "questions", number) for number, q in enumerate(section.questions)}
        return places

    def _note(self, path: Path, kind: ProblemKind, why: str, mend: str) -> None:
        self.problems.append(self.sheet.place(path).problem(kind, why, mend))


def stuck(edges: Edges) -> dict[str, ProblemKind]:
    """The states that can be reached but from which the review can't: dead ends, and loops without exit."""
    reached = _spread(START, edges)
    ending = _spread(REVIEW, frozenset((dest, source) for source, dest in edges))
    leaving = {source for source, _ in edges}
    return {
        state: ProblemKind.ENDLESS if state in leaving else ProblemKind.DEAD_END for state in sorted(reached - ending)
    }


def _spread(start: str, edges: Edges) -> set[str]:
    """The states that can be come to from ``start``, itself included."""
    ways: dict[str, list[str]] = {}
    for source, dest in edges:
        ways.setdefault(source, []).append(dest)
    seen = {start}
    todo = [start]
    while todo:
        for dest in ways.get(todo.pop(), ()):
            if dest not in seen:
                seen.add(dest)
                todo.append(dest)
    return seen


def check_stages(stages: tuple[Stage, ...], sheet: Sheet) -> Iterator[Problem]:
    """Stages whose gate can never open, because it waits for itself or for another that waits for it."""
    open_now: set[StageId] = set()
    while True:
        states = {s.id: tuple(StageState) if s.id in open_now else (StageState.LOCKED,) for s in stages}
        possible = Possibilities(None, states)
        opening = {s.id for s in stages if s.opens_when is None or possible.together([(s.opens_when, None)])}
        if opening <= open_now:
            break
        open_now |= opening
    for at, stage in enumerate(stages):
        if stage.id not in open_now:
            why = f"The stage `{stage.id}` never opens: its gate waits for what comes after it, or contradicts itself"
            yield sheet.place((at, "opens_when")).problem(
                ProblemKind.DEAD_END, why, "Let the gate wait for an earlier stage"
            )
