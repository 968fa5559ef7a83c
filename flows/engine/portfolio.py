"""How the programmes of one lead stand, one after the other: what is stuck, what is due this week, how readiness moved. Pure; no words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from flows.engine.digest import readiness_of, stuck
from flows.engine.screens.review import open_actions
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, piece
from flows.model.effects import Note, Words
from flows.model.flow import Library
from flows.model.ids import ChannelId
from flows.model.programme import Programme, Snapshot
from flows.model.screens import Line

WEEK = dt.timedelta(days=7)


class PortfolioLine(msgspec.Struct, frozen=True):
    """How one programme stands. ``first``: what is stuck there first, in words; empty where nothing is. ``before`` and ``percent``: its readiness
    as the digest of an earlier week told it, and now, of which so many points of ``total`` are ``known``."""

    channel: ChannelId
    name: str
    blocked: int = 0
    overdue: int = 0
    due: int = 0
    before: int | None = None
    percent: int | None = None
    known: int = 0
    total: int = 0
    first: Line = ()


def held(snapshot: Snapshot, programme: Programme, library: Library, now: dt.datetime) -> PortfolioLine:
    """How ``programme`` stands, beside the rows of its snapshot."""
    scenes = tuple(Scene(snapshot, ref.id, library, now) for ref in programme.sessions)
    blocked, ready = stuck(scenes), readiness_of(scenes)
    days = [(action.due, scene.today) for scene in scenes for action in open_actions(scene)]
    return PortfolioLine(
        channel=programme.channel,
        name=programme.name,
        blocked=len(blocked),
        overdue=sum(due < today for due, today in days),
        due=sum(today <= due < today + WEEK for due, today in days),
        before=_before(programme, scenes[0].today if scenes else now.date()),
        percent=ready.percent,
        known=ready.known,
        total=ready.total,
        first=_what(blocked[0][0], blocked[0][1].tell()) if blocked else (),
    )


def _what(scene: Scene, note: Note) -> Line:
    """What is stuck, without with whom."""
    line = next((piece(scene, value) for value in note.values.values() if isinstance(value, Words)), ())
    return about_row(scene, line)


def _before(programme: Programme, today: dt.date) -> int | None:
    """The readiness of the week before, as the digest told it."""
    past = programme.digest.history if programme.digest else ()
    week = today.isocalendar()[:2]
    return next((one.percent for one in reversed(past) if one.day.isocalendar()[:2] != week), None)


def worst_first(programmes: Iterable[PortfolioLine]) -> list[PortfolioLine]:
    """What is stuck before what is late, before what is due, before what knows least; then by name."""
    return sorted(
        programmes,
        key=lambda one: (
            -one.blocked,
            -one.overdue,
            -one.due,
            one.percent if one.percent is not None else 101,
            one.name,
        ),
    )
