"""`ringfence status`, `parked` and `replay`: what the store holds, read beside a running bot. Speaks to no Slack; shows ids, never a text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from bot.config import Stored
from bot.keys import seal_to_look
from bot.mending import mend
from bot.service.lanes import AUDIENCE_CHANGED, OUT_OF_TURN
from state import inspection
from state.inspection import Overview, Resting

_STATES = {
    "asking": "asking",
    "review": "in review",
    "paused": "paused",
    "done": "done",
    inspection.UNREADABLE: "sealed",
}

_HELD_BACK = {
    OUT_OF_TURN: "held back for its turn",
    AUDIENCE_CHANGED: "put into words anew since others are in the channel now",
}
"""Why a posting waits that Slack never saw."""


def show_status(settings: Stored, now: dt.datetime) -> None:
    """Print what the store holds. Raises StoreError."""
    seen = inspection.overview(settings.database, now, seal_to_look(settings))
    for label, told in status_lines(seen, now):
        click.echo(f"{label:<12} {told}")


def status_lines(seen: Overview, now: dt.datetime) -> list[tuple[str, str]]:
    """The lines of a status: what each is about, and what there is."""
    ends = {"done", inspection.UNREADABLE}
    opened = sum(count for state, count in seen.sessions.items() if state not in ends)
    states = ", ".join(f"{seen.sessions[state]} {word}" for state, word in _STATES.items() if seen.sessions.get(state))
    lines = [
        ("store", f"version {seen.version}"),
        ("programmes", f"{seen.programmes} in {_counted(seen.teams, 'workspace')}"),
        ("sessions", f"{opened} open" + (f" ({states})" if states else "")),
        ("outbox", _outbox(seen, now)),
        ("cards", f"{seen.cards} out of date"),
        ("parked", _parked(seen.parked)),
        ("waking", _waking(seen, now)),
        ("reminders", _reminders(seen, now)),
    ]
    if seen.held:
        lines.append(("held", f"{_counted(seen.held, 'reply', 'replies')} to a message that is not recorded yet"))
    return lines


def _outbox(seen: Overview, now: dt.datetime) -> str:
    one = seen.oldest
    if one is None:
        return "empty"
    why = f", {_HELD_BACK.get(one.why, f'last refused with {one.why}')}" if one.why else ""
    waits = f"waiting {span(now - one.queued)}, tried {_counted(one.tries, 'time')}{why}"
    oldest = f"the oldest is {one.number} for {one.programme} ({one.lane}), {waits}"
    return f"{_counted(seen.load.waiting, 'posting')} on the way; {oldest}"


def _parked(parked: tuple[Resting, ...]) -> str:
    return f"{_counted(len(parked), 'posting')}; ringfence parked lists them" if parked else "none"


def _waking(seen: Overview, now: dt.datetime) -> str:
    if seen.wakes is None:
        return "no programme wants to be woken"
    if seen.load.due:
        return f"{_counted(seen.load.due, 'programme')} due now"
    return f"the next at {seen.wakes:%Y-%m-%d %H:%M} UTC, in {span(seen.wakes - now)}"


def _reminders(seen: Overview, now: dt.datetime) -> str:
    work = f"{_counted(seen.open, 'piece')} of open work"
    if seen.reminds is None:
        return f"{work}; nobody is to be reminded"
    if seen.reminds <= now:
        return f"{work}; somebody is to be looked at now"
    return f"{work}; the next person at {seen.reminds:%Y-%m-%d %H:%M} UTC, in {span(seen.reminds - now)}"


def show_parked(path: Path) -> None:
    """Print what was given up, with the reason and how to mend it. Raises StoreError."""
    parked = inspection.parked(path)
    for one in parked:
        since = f"{one.parked:%Y-%m-%d %H:%M} UTC" if one.parked else ""
        click.echo(f"{one.number}  {one.programme} ({one.lane}), since {since}, tried {_counted(one.tries, 'time')}")
        click.echo(f"    {one.why}: {mend(one.why, one.number)}")
    if not parked:
        click.echo("Nothing is parked.")


def replay_posting(path: Path, number: int) -> int:
    """Put a parked posting back, and say so. Exit code 1 where none of that number is parked. Raises StoreError."""
    if not inspection.replay(path, number):
        click.echo(f"No posting {number} is parked; ringfence parked lists those that are.", err=True)
        return 1
    click.echo(f"Posting {number} is back in its lane; a running bot sends it within seconds.")
    return 0


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def span(time: dt.timedelta) -> str:
    """A time in the two units that matter."""
    minutes = max(0, int(time.total_seconds()) // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes % 60} min" if hours else f"{minutes} min"
