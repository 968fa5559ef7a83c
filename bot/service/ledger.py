"""The disclosure ledger: shown to whoever asks, and an entry of it put right by whoever may. To that person alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.service import filling
from bot.service.desk import Desk
from bot.service.ports import Answer, Came, FormSent, OpenForm, Pressed, Private
from flows.engine.correcting import why_barred
from flows.engine.screens.ledger import Book, correct_form, correction_of, ledger
from flows.model.effects import Note, Whispered
from flows.model.ids import ItemId, ProgrammeId
from flows.model.programme import Snapshot
from flows.model.screens import Form

T = TypeVar("T")


async def _seen(desk: Desk, programme: ProgrammeId, view: Callable[[Book], T]) -> T | None:
    """What a look into the ledger gives; None where there is no programme."""

    def look(snapshot: Snapshot) -> T | None:
        head = snapshot.programme
        return view(Book(desk.library.texts, snapshot, head)) if head is not None else None

    return await desk.store.read(programme, look)


async def command(desk: Desk, came: Came, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """What went out so far, newest first."""
    screen = await _seen(desk, programme, lambda book: ledger(book, came.by))
    return Private(screen) if screen is not None else desk.say("place.nothing_here", "start")


async def _pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    return await command(desk, came, came.programme, "", at)


async def _form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The form of an entry, for whoever may put it right."""
    entry = ItemId(came.ref.arg)

    def view(book: Book) -> Form | Note:
        line = book.by_id.get(entry)
        if line is None:
            return Note("ledger.gone")
        return why_barred(book.programme, line, came.by) or correct_form(book, line)

    seen = await _seen(desk, came.programme, view)
    if seen is None:
        return desk.say("stale.not_here")
    if isinstance(seen, Form):
        return OpenForm(seen, came.programme)
    return Private(await desk.whispered(Whispered((seen,), ("ledger",)), came.programme, at))


async def sent(desk: Desk, came: FormSent, at: dt.datetime) -> Answer:
    """The form, filled in: what it says now of that entry."""
    entry = ItemId(came.ref.arg)
    event = await _seen(desk, came.programme, lambda book: correction_of(book.by_id.get(entry), entry, came.filled))
    if event is None:
        return desk.say("stale.not_here")
    return await filling.done(desk, came, came.programme, event, at)


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "ledger": _pressed,
    "ledger_correct": _form,
}
