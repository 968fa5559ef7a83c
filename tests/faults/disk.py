"""A disk that is full, fails or may only be read, and a database that somebody else holds: people are told that nothing was saved, what Slack
tells again is taken afterwards, and there is no half turn.

The full disk is a real one of few bytes where a tmpfs can be mounted (by root on Linux). Elsewhere the limit of a file's size stands in for
it, which SQLite meets as a failing disk. The failing disk is that limit everywhere, set on the running bot.
"""

from __future__ import annotations

import contextlib
import resource
import sqlite3
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.config import Mode
from bot.playground.driver import MARIA, Playground, Someone
from bot.playground.records import Json
from state.migrations import BUSY_SECONDS
from tests.faults import ledger
from tests.faults.crowd import Room, answer_to, comes, soon
from tests.faults.house import Bot, house
from tests.faults.report import Report

BYTES = 8 * 1024 * 1024
MOST_TRIES = 60
NOT_SAVED = "nothing was saved"


class Held:
    """A way to disturb the store of a bot at work, and to let it be."""

    def __init__(self, name: str, disturb: Callable[[Bot], contextlib.AbstractContextManager[None]]) -> None:
        self.name, self.disturb = name, disturb


async def disk(folder: Path, seed: int) -> Report:
    """All of it, one after another, in one house on a disk of few bytes."""
    report = Report("disk and database")
    with _small(folder / "store") as small:
        report.figures["the full disk is"] = (
            "a real one (tmpfs)" if small else "a limit of a file's size (no tmpfs here)"
        )
        async with house(folder, Mode.SOCKET) as (playground, bot):
            await bot.born()
            ledger.set_witness(bot)
            room = await _begun(playground)
            for held in (
                Held("full", _full if small else _failing),
                Held("failing", _failing),
                Held("locked", _locked),
            ):
                await _refused(playground, bot, room, held, report)
            await _read_only(bot, room, small, report)
            await playground.delivery.settled()
            report.hold(await bot.delivered(), "not delivered")
            await bot.stop()
            async with ledger.opened(playground, bot) as books:
                await books.check(report)
    return report


async def unwritable(folder: Path) -> Report:
    """The shortest of it: a disk that fails, and is whole again."""
    report = Report("a failing disk")
    async with house(folder, Mode.SOCKET) as (playground, bot):
        await bot.born()
        ledger.set_witness(bot)
        await _refused(playground, bot, await _begun(playground), Held("failing", _failing), report)
        await bot.stop()
    return report


async def _begun(playground: Playground) -> Room:
    workspace = playground.workspace
    maria = Someone(playground, MARIA)
    channel = str((await maria.act(do="create_channel", name="disk", private=True))["channel"])
    workspace.join(workspace.channel(channel), workspace.app.user, MARIA)
    await maria.command(channel, "start")
    room = Room(playground, channel, (MARIA,))
    await soon(room.asking, "the first question")
    return room


async def _refused(playground: Playground, bot: Bot, room: Room, held: Held, report: Report) -> None:
    """Somebody writes and presses while nothing can be saved, and all comes right afterwards."""
    maria = Someone(playground, MARIA)
    await soon(lambda: not bot.waiting, "quiet")
    before = _rows(bot)
    question = await soon(room.asking, "a question")
    with held.disturb(bot):
        notes = len(_told(maria, room))
        for _ in range(MOST_TRIES):
            await maria.command(room.channel, "status")
            if len(_told(maria, room)) > notes or await comes(lambda n=notes: len(_told(maria, room)) > n, 1.0):
                break
        report.hold(len(_told(maria, room)) > notes, f"{held.name}: nobody is told that nothing was saved")
        middle = _rows(bot)
        said = await maria.says(room.channel, answer_to(maria.text(question)), str(question["thread_ts"]))
        report.hold((await bot.page("livez"))[0] == 200, f"{held.name}: the bot is not alive")
        report.hold((await bot.page("healthz"))[0] != 200, f"{held.name}: the bot calls itself well")
        report.hold(_rows(bot) == middle, f"{held.name}: something was kept of what was refused")
    key = f"{playground.workspace.team}:{room.channel}:{said}"
    await soon(lambda: key in ledger.claimed(bot), f"{held.name}: the reply, told again by Slack,", 30)
    await soon(lambda: (room.asking() or question)["ts"] > question["ts"], f"{held.name}: the next question")
    report.hold((await bot.page("healthz"))[0] == 200, f"{held.name}: the bot is not well again")
    report.hold(_rows(bot) > before, f"{held.name}: nothing was stored afterwards")
    report.add({f"refused while {held.name}": 1})


def _told(maria: Someone, room: Room) -> list[Json]:
    """The private notes that say that nothing was saved, and Slack's own that the command failed."""
    words = (NOT_SAVED, "failed with the error")
    return [m for m in maria.private_notes(room.channel) if any(word in maria.text(m) for word in words)]


def _rows(bot: Bot) -> tuple[int, ...]:
    """How much is stored: claims, entries, answers, postings ever."""
    [row] = bot.rows(
        "SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM entries), (SELECT count(*) FROM answers),"
        " (SELECT count(*) FROM witness)"
    )
    return tuple(row)


# ── ways to disturb ──


@contextmanager
def _full(bot: Bot) -> Iterator[None]:
    """The disk is filled to the last byte, and emptied."""
    ballast = bot.path.parent / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * 4096):
            pass
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def _failing(bot: Bot) -> Iterator[None]:
    """The running bot may write to no file any more."""
    whole = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (0, whole[1]))
    try:
        yield
    finally:
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, whole)


@contextmanager
def _locked(bot: Bot) -> Iterator[None]:
    """Somebody else writes, for as long as it takes."""
    with contextlib.closing(sqlite3.connect(bot.path, timeout=BUSY_SECONDS, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")


@contextmanager
def _small(folder: Path) -> Iterator[bool]:
    """A disk of few bytes at a folder, if this machine lets us; whether it does."""
    folder.mkdir(parents=True)
    mounted = sys.platform == "linux" and _mount("-t", "tmpfs", "-o", f"size={BYTES}", "tmpfs", str(folder))
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=False, capture_output=True)


def _mount(*words: str) -> bool:
    with contextlib.suppress(OSError):
        return subprocess.run(["mount", *words], check=False, capture_output=True).returncode == 0
    return False


async def _read_only(bot: Bot, room: Room, small: bool, report: Report) -> None:
    """A bot whose disk may only be read does not start, and says why; nor does the doctor call it well."""
    await bot.stop()
    async with _only_read(bot, small) as done:
        if not done:
            report.figures["read only"] = "not tried: no tmpfs here"
            return
        await bot.begin()
        report.hold(await bot.ended(60) and bot.process.exitcode != 0, "read only: the bot runs all the same")
        report.hold("Mend:" in bot.log.read_text()[-600:], "read only: the bot does not say why it ends")
        code, told = await bot.doctor()
        report.hold(code == 1 and "mend:" in told, f"read only: the doctor finds nothing: {told}")
    maria = Someone(room.playground, MARIA)
    question = await soon(room.asking, "a question")
    await maria.says(room.channel, answer_to(maria.text(question)), str(question["thread_ts"]))
    await bot.born()
    await soon(lambda: (room.asking() or question)["ts"] > question["ts"], "read only: the next question")
    report.add({"refused while read only": 1})


@contextlib.asynccontextmanager
async def _only_read(bot: Bot, small: bool) -> AsyncGenerator[bool]:
    folder = str(bot.path.parent)
    done = small and _mount("-o", "remount,ro", folder)
    try:
        yield done
    finally:
        if done:
            _mount("-o", f"remount,rw,size={BYTES}", folder)
