"""`make faults`: everything that may go wrong, with real processes, drawn from one seed. Prints what was counted; fails where a promise broke."""

from __future__ import annotations

import argparse
import asyncio
import logging
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from tests.faults.clocks import clocks
from tests.faults.disk import disk
from tests.faults.kills import kills
from tests.faults.report import Report
from tests.faults.silence import silence
from tests.faults.thrice import thrice
from tests.faults.trouble import trouble

KILLS, STORM, SILENCES = 200, 130.0, 6
PARTS = ("kills", "trouble", "disk", "clocks", "thrice", "silence")
TOGETHER = (("kills",), ("trouble", "disk", "silence"), ("thrice", "clocks"))
"""What runs side by side: kills take the whole machine, the others wait most of the time."""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make faults", description=__doc__)
    parser.add_argument(
        "--seed", type=int, default=None, help="the same seed draws the same faults; left out, one is drawn"
    )
    parser.add_argument("--kills", type=int, default=KILLS, help=f"how many SIGKILLs ({KILLS})")
    parser.add_argument("--storm", type=float, default=STORM, help=f"seconds of trouble at Slack ({STORM:.0f})")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS, help="some parts of it")
    parser.add_argument("--keep", type=Path, default=None, help="an empty folder where stores and logs are left")
    return parser.parse_args()


def _part(name: str, folder: Path, seed: int, given: argparse.Namespace) -> Coroutine[Any, Any, Report]:
    place = folder / name
    place.mkdir(parents=True)
    match name:
        case "kills":
            return kills(place, seed, given.kills)
        case "trouble":
            return trouble(place, seed, given.storm)
        case "disk":
            return disk(place, seed)
        case "clocks":
            return clocks(place, seed)
        case "thrice":
            return thrice(place, seed)
        case _:
            return silence(place, seed, SILENCES)


async def _timed(name: str, work: Coroutine[Any, Any, Report]) -> Report:
    """A part with its time. One that cannot be brought to its end is a broken promise."""
    began = time.monotonic()
    try:
        report = await work
    except Exception:
        report = Report(name, breaches=[f"it came to no end: {traceback.format_exc()}"])
    report.seconds = time.monotonic() - began
    print("\n".join(report.lines()), flush=True)
    return report


async def _all(folder: Path, seed: int, given: argparse.Namespace) -> list[Report]:
    reports: list[Report] = []
    for beside in TOGETHER:
        names = [name for name in beside if name in given.only]
        reports += await asyncio.gather(*(_timed(name, _part(name, folder, seed, given)) for name in names))
    return reports


def main() -> int:
    """The exit code: 1 where a promise was broken."""
    given = _arguments()
    # The local Slack would report each caller that was killed while it was being answered.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**6)
    began = time.monotonic()
    print(f'seed {seed}: make faults ARGS="--seed {seed}" draws the same again', flush=True)
    with tempfile.TemporaryDirectory(prefix="ringfence-faults-") as made:
        reports = asyncio.run(_all(given.keep or Path(made), seed, given))
    broken = sum(len(report.breaches) for report in reports)
    verdict = f"{broken} broken promises" if broken else "all that was promised held"
    print(f"seed {seed}: {verdict}, {time.monotonic() - began:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
