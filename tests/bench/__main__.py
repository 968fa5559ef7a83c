"""`make bench`: every row of docs/performance.md, measured against its own floor, and one table of what came of it."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from flows.authoring.library import load_library
from flows.model.flow import Library
from tests.bench import digests, engine_store, fanout, growth, over_http, sample, starts
from tests.bench.measure import FULL, SMALL, Figure, Scale

Row = Callable[[Path, Library, Scale], Awaitable[list[Figure]]]


async def _acks(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return await over_http.acks(folder, scale)


async def _turn(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return [await over_http.turns(folder, scale, post=False)]


async def _post(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return [await over_http.turns(folder, scale, post=True)]


async def _store(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return [await engine_store.measure(folder, library, scale)]


async def _delay(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    # The clock sets the pace here: more requests take longer, not more work.
    return [await over_http.delay(folder, replace(scale, turns=min(scale.turns, 150), rounds=min(scale.rounds, 4)))]


async def _starts(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    run = await starts.run(folder, scale)
    return [run, *(starts.command(folder, scale, one) for one in (starts.HELP, starts.CHECK, starts.MIGRATE))]


async def _weight(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return await growth.weight(folder, library, scale)


async def _crowd(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return [await growth.crowd(folder, library, scale)]


async def _digest(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return [await digests.measure(folder, library, scale)]


async def _scan(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return [await growth.scan(folder, scale)]


async def _fanout(folder: Path, library: Library, scale: Scale) -> list[Figure]:
    return await fanout.measure(folder, scale)


ROWS: dict[str, Row] = {
    "ack": _acks,
    "turn": _turn,
    "post": _post,
    "store": _store,
    "delay": _delay,
    "start": _starts,
    "bytes": _weight,
    "crowd": _crowd,
    "digest": _digest,
    "scan": _scan,
    "fanout": _fanout,
}


def table(figures: list[Figure]) -> Table:
    """The figures as they are printed."""
    shown = Table("what", "unit", title="Medians of interleaved rounds, each against its own floor")
    for head in ("floor", "ours", "ratio", "budget"):
        shown.add_column(head, justify="right")
    shown.add_column("verdict")
    for one in figures:
        verdict = "[green]within[/]" if one.within else "[red]over[/]"
        floor, ours = (f"{value:,.0f}" for value in (one.floor, one.subject))
        shown.add_row(one.name, one.unit, floor, ours, f"{one.ratio:.2f}", f"{one.budget:g}", verdict)
    return shown


def main(words: list[str] | None = None) -> list[Figure]:
    """Measure what was asked for, print it, and return it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"{', '.join(ROWS)}; all if left out")
    parser.add_argument("--quick", action="store_true", help="one tiny round, to see that it works")
    parser.add_argument("--turns", type=int, help=f"turns or requests a round, {FULL.turns} if left out")
    parser.add_argument("--rounds", type=int, help=f"rounds, {FULL.rounds} if left out")
    parser.add_argument("--channels", type=int, help=f"how many are many, {FULL.channels:,} if left out")
    parser.add_argument("--workspaces", type=int, help=f"of fanout, {FULL.workspaces} if left out")
    parser.add_argument(
        "--bots", type=int, help=f"of fanout: processes that share the workspaces, {FULL.bots} if left out"
    )
    parser.add_argument(
        "--slower", type=int, help="of fanout: Slack's limits, and the bot's pace, so many times slower"
    )
    told = parser.parse_args(words)
    unknown = set(told.rows) - ROWS.keys()
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}; choose from {', '.join(ROWS)}")
    asked = {
        name: getattr(told, name)
        for name in ("turns", "rounds", "channels", "workspaces", "bots", "slower")
        if getattr(told, name)
    }
    scale = replace(SMALL if told.quick else FULL, **asked)
    console, figures = Console(), list[Figure]()
    content = sample.library(load_library().texts)
    for name in told.rows or ROWS:
        with console.status(f"measuring {name}"), tempfile.TemporaryDirectory(prefix="ringfence-bench-") as folder:
            figures += asyncio.run(ROWS[name](Path(folder), content, scale))
    console.print(table(figures))
    return figures


if __name__ == "__main__":
    main()
