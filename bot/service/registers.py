"""Registers to the one who asks: looked through, searched, changed row by row, filled from a file, sent as one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from bot.service import filling
from bot.service.desk import Desk
from bot.service.ports import Answer, Came, CommandGiven, FormSent, FormWrong, Nothing, OpenForm, Pressed, Private
from bot.service.uploads import Unread
from flows.engine.listing import Shelves, spoken_of, table
from flows.engine.registers_csv import MOST_BYTES, decoded, written
from flows.engine.screens import asides
from flows.engine.screens.registers import (
    CHANGE,
    EVERY,
    FILE,
    FORMER,
    NAME,
    OVERWRITE,
    PASTED,
    UNBIND,
    Look,
    add_form,
    all_registers,
    edit_form,
    import_form,
    look_of,
    one_register,
    row_of,
)
from flows.model.effects import Note, Whispered
from flows.model.events import (
    ChangeAsked,
    Event,
)
from flows.model.ids import ClaimKey, PersonId, ProgrammeId, RegisterId, SessionId, split_programme
from flows.model.programme import Item, Snapshot
from flows.model.registers import RegisterView
from flows.model.rowevents import RegisterExported, RowAdded, RowBroughtBack, RowRenamed, RowsImported, RowTakenOut
from flows.model.screens import Button, Buttons, Form, Ref, Screen
from flows.model.session import spot_of

T = TypeVar("T")

WORDS = {"export": "register_export", "import": "register_import", "add": "row_add"}
"""Words behind a register's name, and what they do."""
PRESSES = frozenset({"row_out", "row_back"})
FORMS = frozenset({"row_add", "row_edit", "register_import"})


async def command(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """`register assets`, `register vendors acme`, `register assets export`; alone, all registers."""

    def view(shelves: Shelves) -> tuple[RegisterView | None, str, Screen]:
        found, rest = _named(shelves, words)
        if found is None:
            return None, "", all_registers(shelves, words)
        return found, rest, one_register(shelves, found, Look(found.id, words=rest), came.by)

    seen = await _seen(desk, programme, at, view)
    if seen is None:
        return desk.say("place.nothing_here", "start")
    found, rest, screen = seen
    do = WORDS.get(rest.casefold())
    if found is None or do is None:
        return Private(screen)
    if do == "register_export":
        return await _ask_export(desk, came, programme, found.id, at)
    return await _form(desk, programme, do, found.id, at)


def _named(shelves: Shelves, words: str) -> tuple[RegisterView | None, str]:
    """The register that the first words name, as many of them as make one, and the words that follow."""
    said = words.split()
    for number in range(len(said), 0, -1):
        found = shelves.view(" ".join(said[:number]))
        if found is not None:
            return found, " ".join(said[number:])
    return None, ""


async def _seen(desk: Desk, programme: ProgrammeId, at: dt.datetime, view: Callable[[Shelves], T]) -> T | None:
    """What a look through the registers gives; None where there is no programme."""

    def look(snapshot: Snapshot) -> T | None:
        head = snapshot.programme
        return view(Shelves(snapshot, head, desk.library, at)) if head is not None else None

    return await desk.store.read(programme, look)


# ── presses ──────────────────────────────────────────────────────────────────


async def _shown(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    screen = await looked(desk, came.programme, look_of(came.ref.arg), came.by, at)
    return Private(screen) if screen is not None else desk.say("stale.not_here")


async def looked(desk: Desk, programme: ProgrammeId, look: Look, by: PersonId, at: dt.datetime) -> Screen | None:
    """What ``by`` sees of a register, or of all of them; None where there is no programme."""

    def view(shelves: Shelves) -> Screen:
        found = shelves.view(look.register) if look.register else None
        if found is None:
            return all_registers(shelves, whole=look.register == EVERY)
        return one_register(shelves, found, look, by)

    return await _seen(desk, programme, at, view)


async def _form_pressed(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    return await _form(desk, came.programme, came.ref.do, came.ref.arg, at)


async def _form(desk: Desk, programme: ProgrammeId, do: str, arg: str, at: dt.datetime) -> Answer:
    def view(shelves: Shelves) -> Form | None:
        register, item = row_of(arg)
        found = shelves.view(register)
        if found is None:
            return None
        if do == "row_edit":
            row = next((one for one in shelves.rows(found) if isinstance(one.of, Item) and one.of.id == item), None)
            return edit_form(shelves, found, row) if row is not None else None
        return add_form(shelves, found) if do == "row_add" else import_form(shelves, found)

    form = await _seen(desk, programme, at, view)
    return OpenForm(form, programme) if form is not None else desk.say("register.nothing_to_edit")


async def _export(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    register, _, sure = came.ref.arg.partition("|")
    if not sure:
        return await _ask_export(desk, came, came.programme, RegisterId(register), at)
    receipt = await desk.turn(came, came.programme, RegisterExported(RegisterId(register)), at)
    return await desk.answer(receipt, came.programme, at)


async def _ask_export(desk: Desk, came: Came, programme: ProgrammeId, register: RegisterId, at: dt.datetime) -> Answer:
    """Asked before it is done: an export leaves what Ringfence guards. Whoever may not have it is told so at once."""
    head, texts = await desk.head(programme), desk.library.texts
    if head is None or not head.exports_to(came.by):
        return await desk.answer(await desk.turn(came, programme, RegisterExported(register), at), programme, at)
    screen = asides.bare(texts, (Note("register.export.sure"),), ())
    yes = Button(Ref("register_export", arg=f"{register}|yes"), texts["button.export"], "primary")
    return Private(Screen((*screen.parts, Buttons((yes,))), screen.text))


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "register": _shown,
    "row_add": _form_pressed,
    "row_edit": _form_pressed,
    "register_import": _form_pressed,
    "register_export": _export,
}


def event_of(came: Pressed | FormSent) -> Event | None:
    """What a press about a row means at once."""
    register, item = row_of(came.ref.arg)
    if came.ref.do == "row_out":
        return RowTakenOut(register, item)
    return RowBroughtBack(register, item) if came.ref.do == "row_back" else None


# ── forms ────────────────────────────────────────────────────────────────────


async def sent(desk: Desk, came: FormSent, at: dt.datetime) -> Answer:
    """A form about a register was filled in. What does not fit stays open, with the reason beside its field."""
    match came.ref.do:
        case "row_add":
            event = RowAdded(RegisterId(came.ref.arg), came.filled.one(NAME))
            return await filling.done(desk, came, came.programme, event, at, NAME)
        case "row_edit":
            return await _edited(desk, came, at)
        case _:
            return await _imported(desk, came, at)


async def _edited(desk: Desk, came: FormSent, at: dt.datetime) -> Answer:
    """Another name at once; an answer is put again in its thread, where what a change undoes is shown first."""
    register, item = row_of(came.ref.arg)
    name, (session, _, key) = came.filled.one(NAME), came.filled.one(CHANGE).partition("|")
    answer: Answer = Nothing()
    without = came.filled.values.get(FORMER, ())
    if without or (name and not await _is_called(desk, came.programme, register, item, name)):
        answer = await filling.done(desk, came, came.programme, RowRenamed(register, item, name, without), at, NAME)
    if key and not isinstance(answer, FormWrong):
        # One form, two events: each claims a key of its own.
        again = msgspec.structs.replace(came, key=ClaimKey(f"{came.key}:change"))
        receipt = await desk.turn(again, came.programme, ChangeAsked(SessionId(session), spot_of(key)), at)
        told = Whispered((Note("register.change_asked"),), ("continue",), SessionId(session))
        reply = receipt.reply if receipt.refused and isinstance(receipt.reply, Whispered) else told
        return Private(await desk.whispered(reply, came.programme, at))
    return answer


async def _is_called(desk: Desk, programme: ProgrammeId, register: RegisterId, item: str, name: str) -> bool:
    rows = await desk.store.read(programme, lambda snapshot: snapshot.items(register))
    return any(row.id == item and row.name == name for row in rows)


async def _imported(desk: Desk, came: FormSent, at: dt.datetime) -> Answer:
    """The rows of a file, or pasted ones."""
    texts, pasted, register = desk.library.texts, came.filled.one(PASTED), RegisterId(came.ref.arg)
    if came.documents:
        content = await desk.files.read(came.documents[0].file, MOST_BYTES)
        if isinstance(content, Unread):
            return FormWrong({FILE: texts[f"register.import.{content}"]})
        text, field = decoded(content), FILE
    else:
        text, field = pasted, PASTED
    if not text:
        return FormWrong({field: texts["register.import.empty" if text == "" else "register.import.unreadable"]})
    names = await people_in(desk, came.programme, register, at)
    audience = await desk.audiences.look(split_programme(came.programme)[1])
    names |= {person.id: person.name for person in audience.people if not person.bot}
    ticked = came.filled.values.get(OVERWRITE, ())
    event = RowsImported(register, text, change="yes" in ticked, names=names, unbind=UNBIND in ticked)
    return await filling.done(desk, came, came.programme, event, at, field)


# ── the file ─────────────────────────────────────────────────────────────────


async def people_in(desk: Desk, programme: ProgrammeId, register: RegisterId, at: dt.datetime) -> dict[PersonId, str]:
    """What the people are called whom a register names."""

    def people(shelves: Shelves) -> frozenset[PersonId]:
        view = shelves.view(register)
        return spoken_of(shelves, view) if view is not None else frozenset()

    named = await _seen(desk, programme, at, people)
    return {who: (await desk.audiences.person(who)).name or who for who in named or ()}


async def file_of(
    desk: Desk, programme: ProgrammeId, register: RegisterId, at: dt.datetime
) -> tuple[str, bytes] | None:
    """A register's name and its bytes as CSV; None where the programme or the register is gone."""
    names = {str(who): name for who, name in (await people_in(desk, programme, register, at)).items()}

    def view(shelves: Shelves) -> tuple[str, bytes] | None:
        found = shelves.view(register)
        return (found.title, written(table(shelves, found, names))) if found is not None else None

    return await _seen(desk, programme, at, view)
