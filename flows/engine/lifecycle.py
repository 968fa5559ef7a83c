"""The life of a stage: a small shared machine of its own, moved by what happens to its sessions.

A stage with one run is moved by what happens to that run. A stage with several (of several flows, or of a flow that runs once for each row)
is moved by whether all of them are done.
"""

from __future__ import annotations

from flows.engine.machine import life_of
from flows.engine.turn import Turn
from flows.model.flow import Library, Stage
from flows.model.ids import StageId
from flows.model.programme import Programme, StageState
from flows.model.session import SessionState
from flows.rules.gates import opens

STAGE_LIFE: tuple[tuple[str, StageState, StageState], ...] = (
    ("started", StageState.OPEN, StageState.IN_PROGRESS),
    ("started", StageState.LOCKED, StageState.IN_PROGRESS),
    ("started", StageState.DONE, StageState.REOPENED),
    ("started", StageState.REVIEW, StageState.IN_PROGRESS),
    ("asked", StageState.REVIEW, StageState.IN_PROGRESS),
    ("asked", StageState.DONE, StageState.REOPENED),
    ("reviewed", StageState.IN_PROGRESS, StageState.REVIEW),
    ("reviewed", StageState.REOPENED, StageState.REVIEW),
    ("finished", StageState.REVIEW, StageState.DONE),
    ("finished", StageState.REOPENED, StageState.DONE),
    ("all_done", StageState.OPEN, StageState.DONE),
    ("all_done", StageState.LOCKED, StageState.DONE),
    ("all_done", StageState.IN_PROGRESS, StageState.DONE),
    ("all_done", StageState.REVIEW, StageState.DONE),
    ("all_done", StageState.REOPENED, StageState.DONE),
    ("some_left", StageState.OPEN, StageState.IN_PROGRESS),
    ("some_left", StageState.LOCKED, StageState.IN_PROGRESS),
    ("some_left", StageState.REVIEW, StageState.IN_PROGRESS),
    ("some_left", StageState.DONE, StageState.REOPENED),
)
"""(what happened, from, to). What is not listed leaves the stage as it is. The last two are of stages with several runs."""
_MOVES = frozenset((happened, before) for happened, before, _ in STAGE_LIFE)


def move_stage(turn: Turn, happened: str) -> None:
    """Move the stage of the session at hand by what happened to it."""
    stage = turn.plan.flow.stage
    several = next((one for one in turn.library.stages if one.id == stage and has_several(turn.library, one)), None)
    _move(turn, stage, happened if several is None else _so_far(turn, several))


def settle_stages(turn: Turn) -> None:
    """Rows came or went: a stage that has begun and has a run for each of them may be done, or not be any more."""
    for stage in turn.library.stages:
        if stage.id in turn.programme.stages and has_several(turn.library, stage):
            _move(turn, stage.id, _so_far(turn, stage))


def has_several(library: Library, stage: Stage) -> bool:
    """Whether a stage can have several runs: of several flows, or of one that runs once for each row of a register."""
    return len(stage.flows) > 1 or any(flow in library.flows and library.flows[flow].per for flow in stage.flows)


def _so_far(turn: Turn, stage: Stage) -> str:
    """What the runs of a stage come to: done for every flow, and of a flow with a run for each row for every row, of which there is one."""
    done = {(ref.flow, ref.item) for ref in turn.programme.sessions if ref.state is SessionState.DONE}
    for name in stage.flows:
        flow = turn.library.flows.get(name)
        rows = (None,) if flow is None or flow.per is None else tuple(row.id for row in turn.rows(flow.per))
        if not rows or any((name, row) not in done for row in rows):
            return "some_left"
    return "all_done"


def _move(turn: Turn, stage: StageId, happened: str) -> None:
    before = turn.programme.stages.get(stage, StageState.OPEN)
    if (happened, before) in _MOVES:
        after = StageState(life_of(STAGE_LIFE, before, happened))
        turn.put_programme(stages={**turn.programme.stages, stage: after})
        turn.note("stage", about=f"{stage}: {after}")


def stage_state(programme: Programme, stage: Stage) -> StageState:
    """How a stage stands: as recorded, else open or locked as its gate says."""
    recorded = programme.stages.get(stage.id)
    if recorded is not None:
        return recorded
    return StageState.OPEN if stage.flow is not None and opens(stage, programme) else StageState.LOCKED
