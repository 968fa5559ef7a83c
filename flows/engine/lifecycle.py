"""The life of a stage: a small shared machine of its own, moved by what happens to its sessions."""

from __future__ import annotations

from flows.engine.machine import life_of
from flows.engine.turn import Turn
from flows.model.flow import Stage
from flows.model.programme import Programme, StageState
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
    ("reviewed", StageState.DONE, StageState.REVIEW),
    ("finished", StageState.REVIEW, StageState.DONE),
    ("finished", StageState.REOPENED, StageState.DONE),
)
"""(what happened, from, to). What is not listed leaves the stage as it is."""
_MOVES = frozenset((happened, before) for happened, before, _ in STAGE_LIFE)


def move_stage(turn: Turn, happened: str) -> None:
    """Move the stage of the session at hand by what happened to it."""
    stage = turn.plan.flow.stage
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
