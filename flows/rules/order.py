"""In which order flows stand: that of the stages, and within a stage that in which it lists them. A flow reads earlier ones only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.model.flow import Library
from flows.model.ids import FlowId, StageId

Place = tuple[int, int]
"""The place of a flow's stage, and that of the flow within it."""


def places(stages: Iterable[tuple[StageId, tuple[FlowId, ...]]], flows: Mapping[FlowId, StageId]) -> dict[FlowId, Place]:
    """Where each of the ``flows`` stands, by the stage that it names; one that its stage does not list stands behind those it does."""
    listed = dict(stages)
    order = {stage: at for at, stage in enumerate(listed)}
    return {flow: (order.get(stage, len(order)), _within(flow, listed.get(stage, ()))) for flow, stage in flows.items()}


def _within(flow: FlowId, listed: tuple[FlowId, ...]) -> int:
    return listed.index(flow) if flow in listed else len(listed)


def before(library: Library, flow: FlowId, other: FlowId) -> bool:
    """Whether a flow stands before another, so that the other may read it. One that the library no longer has is read by none."""
    if flow not in library.flows or other not in library.flows:
        return False
    listed = [(stage.id, stage.flows) for stage in library.stages]
    found = places(listed, {one: library.flows[one].stage for one in (flow, other)})
    return found[flow] < found[other]
