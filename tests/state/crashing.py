"""A process that works on a store and is killed at a chosen point: started by test_sqlite_crash.

    python -m tests.state.crashing PATH POINT TURNS

It takes turns one after another, says ``ack N`` once a receipt is there, and after TURNS of them kills itself at POINT:
``decide``: between SAVEPOINT and COMMIT; ``group``: there too, in a group in which an earlier turn is done but not committed;
``committed``: after COMMIT, before anyone has the receipt; ``told``: right after the receipt. POINT ``race`` kills nobody: it
counts TURNS times, against others that do the same.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import msgspec

from flows.model.effects import Outcome, SaveItem, SaveProgramme, SaveSession
from flows.model.ids import ClaimKey
from flows.model.programme import Programme, Snapshot
from state.sqlite import SqliteStore, open_store
from state.store import Decide
from tests.state.samples import HOME, IP, NOW, answer, begin, entry, item, session, tell


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def counted(snapshot: Snapshot) -> Programme:
    head = snapshot.programme
    assert head is not None
    return msgspec.structs.replace(head, created=head.created + 1)


def step(snapshot: Snapshot) -> Outcome:
    """One more of everything, named by its number."""
    head = counted(snapshot)
    before = snapshot.session(IP)
    assert before is not None
    given = answer(f"q{head.created}")
    told = session(*before.answers.values(), given)
    saves = (SaveProgramme(head), SaveSession(told), SaveItem(item(head.created)), entry("step"))
    return Outcome(saves, (tell(str(head.created)),))


def last_step(snapshot: Snapshot) -> Outcome:
    die()
    return step(snapshot)


async def turn(store: SqliteStore, number: int, decide: Decide = step) -> None:
    await store.turn(ClaimKey(f"step {number}"), HOME, decide, NOW)
    print(f"ack {number}", flush=True)


async def crash(path: Path, point: str, turns: int) -> None:
    store = await open_store(path)
    await begin(store)
    for number in range(1, turns + 1):
        await turn(store, number)
    match point:
        case "decide":
            await turn(store, turns + 1, last_step)
        case "group":
            await asyncio.gather(turn(store, turns + 1), turn(store, turns + 2), turn(store, turns + 3, last_step))
        case "committed":
            store._writer._seat.settle = lambda _: die()
            await turn(store, turns + 1)
        case _:
            die()


async def race(path: Path, name: str, turns: int) -> None:
    store = await open_store(path)
    for number in range(turns):
        key = ClaimKey(f"{name} {number}")
        await store.turn(key, HOME, lambda s: Outcome(saves=(SaveProgramme(counted(s)),)), NOW)
    await store.close()


if __name__ == "__main__":
    where, what, many = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    asyncio.run(race(where, str(os.getpid()), many) if what == "race" else crash(where, what, many))
