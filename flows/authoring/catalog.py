"""All flows of a library by their documents, in the order in which they stand: what each may know of the others.

Built before anything is compiled, so that a condition can name what an earlier flow asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flows.authoring.names import Names
from flows.authoring.reader import Path
from flows.authoring.schema import FlowDoc
from flows.model.flow import Stage
from flows.model.ids import FlowId, StageId
from flows.rules.order import Place, places


class Catalog:
    """The flows of a library. ``stages``: the names of its stages. ``cards``: the scorecard of each flow that has one."""

    def __init__(
        self, docs: Iterable[FlowDoc], stages: tuple[Stage, ...], cards: Mapping[str, str] | None = None
    ) -> None:
        self.docs = tuple(docs)
        self.cards = cards or {}
        self.stages = frozenset(str(stage.id) for stage in stages)
        order = [(stage.id, stage.flows) for stage in stages]
        self._places = places(order, {FlowId(doc.flow): StageId(doc.stage) for doc in self.docs})

    def names(self, doc: FlowDoc) -> Names:
        """What the conditions of a flow may name: its own facts, and those of flows that stand before it."""
        place = self._place(doc)
        others = [other for other in self.docs if other.flow != doc.flow]
        earlier = [other for other in others if self._place(other) < place]
        later = [other for other in others if self._place(other) >= place]
        return Names(doc, self.stages, earlier, later, self.cards)

    def clashes(self) -> Iterator[tuple[FlowDoc, Path, str, str]]:
        """Each name over a register that an earlier flow gives too: the flow, the place in it, the name, and that other flow."""
        seen: dict[str, FlowDoc] = {}
        for doc in sorted(self.docs, key=self._place):
            for path, name in _short_names(doc):
                other = seen.setdefault(name, doc)
                if self._place(other) < self._place(doc):
                    yield doc, path, name, other.flow

    def _place(self, doc: FlowDoc) -> Place:
        return self._places[FlowId(doc.flow)]


def _short_names(doc: FlowDoc) -> Iterator[tuple[Path, str]]:
    """The names over a register that a flow gives, and where."""
    for at, section in enumerate(doc.sections):
        for number, question in enumerate(section.questions):
            path: Path = ("sections", at, "questions", number)
            about = section.each or doc.per
            if about is not None and (section.each is None or doc.per is None):
                yield (*path, "ask"), f"{about}.{question.ask}"
            if question.sets and question.register_ and doc.per is None:
                yield (*path, "sets"), f"{question.register_}.{question.sets}"
