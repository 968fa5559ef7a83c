"""Which files a question for one may mean: those that came with the answers of its own run, and of every run about the same row."""

from __future__ import annotations

from flows.engine.neighbours import Ground
from flows.model.papers import Kept, papers_kept
from flows.model.session import Session


def files_of(ground: Ground, session: Session) -> tuple[Kept, ...]:
    """The files kept with what a run is about, the oldest first."""
    about = [ref.id for ref in ground.programme.sessions if session.item is not None and ref.item == session.item]
    others = (ground.stored(id_) for id_ in about if id_ != session.id)
    return papers_kept((session, *others), ground.programme.settings.zone)
