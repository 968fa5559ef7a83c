"""One thread that works on one SQLite connection, a group of jobs at a time. Knows transactions; knows nothing of
programmes.

aiosqlite owns the thread but has no public way to run a function there, and a hop to it for every statement costs five
times the turn. So the connection is of our own class, and its `commit`, which aiosqlite runs on the thread, does the
group's work before it commits: one hop and one COMMIT for all jobs that came while the last group was at work.

Each job runs in its own SAVEPOINT. What a job raises undoes that job only. What SQLite itself cannot do (a full disk, a
failing file) undoes the whole group, and every job of it is told: none had been acknowledged.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import aiosqlite

from state.errors import StoreClosed, of_sqlite

T = TypeVar("T")

CACHED_STATEMENTS = 256


class Job(Generic[T]):
    """Something to do on the connection, and what came of it. ``error`` wins over ``result``."""

    __slots__ = ("done", "error", "result", "work")

    def __init__(self, work: Callable[[sqlite3.Connection], T], done: asyncio.Future[T]) -> None:
        self.work = work
        self.done = done
        self.result: T | None = None
        self.error: BaseException | None = None


class GroupConnection(sqlite3.Connection):
    """A connection whose commit first does the jobs of ``group``.

    ``writes``: whether they may write. ``settle`` is told, on the thread, whether the group was committed.
    """

    group: list[Job[Any]]
    writes: bool = True
    settle: Callable[[bool], None]

    def commit(self) -> None:
        """Do the group's jobs, then commit. Never raises: each job is told of its own fate."""
        try:
            self.execute("BEGIN IMMEDIATE" if self.writes else "BEGIN")
            for job in self.group:
                self._do(job)
            self.execute("COMMIT")
        except sqlite3.Error as error:
            self._undo()
            self.settle(False)
            for job in self.group:
                job.error = error
        else:
            self.settle(True)

    def _do(self, job: Job[Any]) -> None:
        self.execute("SAVEPOINT job")
        try:
            job.result = job.work(self)
        except BaseException as error:
            # SQLite gives up the whole transaction on a full disk and its like; then there is no savepoint to go back
            # to.
            if isinstance(error, sqlite3.OperationalError):
                raise
            job.error = error
            self.execute("ROLLBACK TO job")
        self.execute("RELEASE job")

    def _undo(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")


class Desk:
    """Takes jobs from the event loop to the connection's thread and brings the outcome back."""

    def __init__(self, path: Path, connection: aiosqlite.Connection, seat: GroupConnection) -> None:
        self.path = path
        self._connection = connection
        self._seat = seat
        self._waiting: list[Job[Any]] = []
        self._worker: asyncio.Task[None] | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: Path, seat: Callable[[GroupConnection], None]) -> Desk:
        """Open the file. ``seat`` makes the connection ready, on its thread: pragmas, ``writes``, ``settle``.

        Raises what ``seat`` raises, or the error for SQLite's.
        """
        seats: list[GroupConnection] = []
        failed: list[BaseException] = []

        class Seat(GroupConnection):
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                self.group = []
                try:
                    seat(self)
                except BaseException as error:
                    # Told below. Raised here, it would end aiosqlite's thread at some time, perhaps when the loop is closed already.
                    failed.append(error)
                seats.append(self)

        try:
            connection = await aiosqlite.connect(
                path, isolation_level=None, cached_statements=CACHED_STATEMENTS, factory=Seat
            )
            for error in failed:
                await connection.close()
                raise error
        except sqlite3.Error as error:
            raise of_sqlite(error, path) from error
        return cls(path, connection, seats[0])

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do ``work`` on the connection's thread, in its own savepoint; return what it returned once that is committed.

        Raises what ``work`` raised, or the error for SQLite's; then nothing of it was kept.
        """
        if self._closed:
            raise StoreClosed(self.path)
        job: Job[T] = Job(work, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())
        return await job.done

    async def _work(self) -> None:
        """Take what waits as one group, as long as something waits."""
        while self._waiting:
            group, self._waiting = self._waiting, []
            self._seat.group = group
            try:
                await self._connection.commit()
            except Exception as error:
                for job in group:
                    job.error = error
            for job in group:
                self._tell(job)
        self._worker = None

    def _tell(self, job: Job[Any]) -> None:
        if job.done.done():  # whoever waited was cancelled; the work stands
            return
        match job.error:
            case None:
                job.done.set_result(job.result)
            case sqlite3.Error() as error:
                told = of_sqlite(error, self.path)
                told.__cause__ = error
                job.done.set_exception(told)
            case StopIteration() as error:  # a future cannot carry it
                told = RuntimeError("a decision raised StopIteration")
                told.__cause__ = error
                job.done.set_exception(told)
            case error:
                job.done.set_exception(error)

    async def close(self) -> None:
        """Finish the jobs that wait, then close the connection. Closing twice is fine."""
        if self._closed:
            return
        self._closed = True
        if self._worker is not None:
            await asyncio.wait((self._worker,))  # also where a loop that is going down has cancelled it
        await self._connection.close()
