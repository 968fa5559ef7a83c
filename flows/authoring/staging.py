"""The table at which a case begins: what other flows know, by runs of theirs that are really played, and then the run of the case itself."""

from __future__ import annotations

import msgspec

from flows.authoring.casefile import GivenDoc
from flows.authoring.problems import did_you_mean
from flows.authoring.reader import Path
from flows.authoring.setting import MARIA, Given, Setting, Unfit, fields_of
from flows.authoring.table import Table, with_open_gates
from flows.model.events import Started
from flows.model.flow import Flow, Library
from flows.model.ids import FlowId, QuestionId, RegisterId
from flows.rules.order import order_of


def set_table(given: GivenDoc, flow: Flow, library: Library) -> Table:
    """A table at which the case can begin. Raises Unfit where something given names nothing or can't be read."""
    table = Table(with_open_gates(library), given.now)
    staging = _Staging(table, flow, given)
    staging.others()
    _start(table, flow, given)
    setting = Setting(table, flow, given)
    setting.programme()
    for row in staging.rows:
        setting.row(row)
    for name, text in given.answers.items():
        setting.tell(("given", "answers", name), name, text)
    setting.give()
    if given.at:
        setting.stand(QuestionId(given.at))
    return table


def _start(table: Table, flow: Flow, given: GivenDoc) -> None:
    """Start the flow; one that runs for a row for the row that the case names."""
    if flow.per is None and given.per is not None:
        raise Unfit(("given", "per"), f"`{flow.id}` does not run for a row", "Take `per` out")
    if flow.per is not None and given.per is None:
        raise Unfit(("given",), f"`{flow.id}` runs once for each {flow.per}", "Say for which one: `given: {per: ...}`")
    started = table.say(MARIA, Started(flow.id, "cases", given.zone, given.locale, name=given.per or ""))
    if started.refused:
        raise Unfit(("given", "per"), f"`{given.per}` names no {flow.per}", "Write a name as a person would")


class _Staging:
    """What is given of other flows. ``rows``: all rows that are given."""

    def __init__(self, table: Table, flow: Flow, given: GivenDoc) -> None:
        self.table = table
        self.given = given
        order = order_of(table.library)
        others = (one for one in table.library.flows.values() if one.id != flow.id)
        self.flows = {one.id: one for one in sorted(others, key=lambda one: order[one.id])}
        self.told = [self._once(name, text) for name, text in given.elsewhere.items()]
        own = Setting(table, flow, given)
        self.rows = tuple(own.given_rows())
        for row in self.rows:
            known = own.fields(row.register)
            foreign = frozenset[str]().union(*(_fields(other, row.register) for other in self.flows.values()))
            for field in row.fields.keys() - known - foreign:
                why = f"Nothing is asked about the `{field}` of one {row.register}"
                raise Unfit((*row.path, field), why, did_you_mean(field, known | foreign))

    def others(self) -> None:
        """Play a run of each other flow of which something is given, the earliest first; of one that runs for a row, one for each such row."""
        for flow in self.flows.values():
            spoken_of = [row for row in self.rows if _fields(flow, row.register) & row.fields.keys()]
            if flow.per is not None:
                for row in spoken_of:
                    self._play_for(flow, row)
            elif spoken_of or self._told_of(flow):
                self._play(flow)

    def _play(self, flow: Flow) -> None:
        setting = self._begin(flow)
        listed = {register.id for register in flow.registers}
        for row in self.rows:
            if row.register in listed:
                setting.row(row)
        for told in self._told_of(flow):
            setting.tell(told.path, told.question, told.text)
        setting.give()

    def _play_for(self, flow: Flow, row: Given) -> None:
        setting = self._begin(flow, row.name)
        known = _asked_once(flow)
        for field, text in row.fields.items():
            if field in known:
                setting.tell((*row.path, field), known[field], text)
        setting.give()

    def _begin(self, flow: Flow, name: str = "") -> Setting:
        given = self.given
        self.table.say(MARIA, Started(flow.id, "cases", given.zone, given.locale, name=name))
        setting = Setting(self.table, flow, given)
        setting.programme()
        for row in self.rows:
            setting.known_row(row.register, row.name)
        return setting

    def _told_of(self, flow: Flow) -> list[_Told]:
        return [told for told in self.told if told.flow == flow.id]

    def _once(self, name: str, text: str) -> _Told:
        """The flow and the question of ``flow.section.question``."""
        path: Path = ("given", "elsewhere", name)
        flow, _, question = name.partition(".")
        if flow not in self.flows:
            raise Unfit(path, f"There is no other flow `{flow}`", did_you_mean(flow, self.flows))
        per = self.flows[FlowId(flow)].per
        if per is not None:
            short = question.rpartition(".")[2]
            raise Unfit(
                path, f"`{flow}` runs once for each {per}", f"Write it into a row: `{{name: ..., {short}: ...}}`"
            )
        return _Told(path, FlowId(flow), question, text)


class _Told(msgspec.Struct, frozen=True):
    """An answer to a question that another flow asks once."""

    path: Path
    flow: FlowId
    question: str
    text: str


def _fields(flow: Flow, register: RegisterId) -> frozenset[str]:
    """What a flow knows about each row of a register."""
    if flow.per is not None:
        return frozenset(_asked_once(flow)) if flow.per == register else frozenset()
    return fields_of(flow, register)


def _asked_once(flow: Flow) -> dict[str, str]:
    """The questions that a flow asks once, by their short names."""
    return {q.name: q.id for section in flow.sections if section.each is None for q in section.questions}
