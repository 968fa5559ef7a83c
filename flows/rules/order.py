"""In which order flows stand: that of the stages, and within a stage that in which it lists them. A flow reads earlier ones only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.model.flow import Library
from flows.model.ids import FlowId, StageId

Place = tuple[int, int]
"""The place of a flow's stage, and that of the flow within it."""


def places(
    stages: Iterable[tuple[StageId, tuple[FlowId, ...]]], flows: Mapping[FlowId, StageId]
) -> dict[FlowId, Place]:
    """Where each of the ``flows`` stands, by the stage that it names; one that its stage does not list stands behind those it does."""
    listed = dict(stages)
    order = {stage: at for at, stage in enumerate(listed)}
    return {flow: (order.get(stage, len(order)), _within(flow, listed.get(stage, ()))) for flow, stage in flows.items()}


def _within(flow: FlowId, listed: tuple[FlowId, ...]) -> int:
    return listed.index(flow) if flow in listed else len(listed)


def order_of(library: Library) -> dict[FlowId, Place]:
    """Where each flow of a library stands."""
    return places(
        ((stage.id, stage.flows) for stage in library.stages), {f.id: f.stage for f in library.flows.values()}
    )
