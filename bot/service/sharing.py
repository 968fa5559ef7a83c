"""May I share this: by words, by the form, by the shortcut on a message; and "I share it now". Shown to whoever asks alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence

from bot.service import filling
from bot.service.desk import Desk
from bot.service.elsewhere import nothing_here
from bot.service.ports import Answer, Came, CommandGiven, FormSent, FormWrong, OpenForm, Pressed, Private, ShortcutUsed
from flows.engine.phasing import may_share
from flows.engine.readers import Context, asks_to_share, tells_of_sharing
from flows.engine.readers.sharing import Meant, Sharing, read_mentions, read_sharing
from flows.engine.screens import share
from flows.engine.screens.share import Enquiry, share_form, unknown
from flows.engine.sharing import is_name
from flows.model.ids import ItemId, ProgrammeId
from flows.model.ledger import ASSETS, VENDORS
from flows.model.programme import Item, Programme, Snapshot
from flows.model.screens import Filled, Screen
from flows.model.sharing import Disclosed, ShareAsked, Side
from flows.rules.names import known_as

Rows = tuple[Programme | None, tuple[Item, ...], tuple[Item, ...]]
"""A programme with its live assets and vendors."""


async def command(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer:
    """`share pricing engine with Acme`, "can I send X to Y?", "we sent it last week"; alone it opens the form."""
    head, assets, vendors = await _rows(desk, programme)
    if head is None:
        return await nothing_here(desk, came)
    context = Context(at, head.settings.zone, head.settings.locale)
    done = tells_of_sharing(words)
    read = read_sharing(words, assets, vendors, context, done=done)
    if read.asset.several or read.vendor.several:
        unknown = (*read.asset.unknown, *read.vendor.unknown)
        return Private(share.each(desk.library.texts, _pairs(read, assets, vendors), unknown, _draft(read)))
    if done and read.asset.row is not None and read.vendor.row is not None and not came.trigger:
        return Private(share.each(desk.library.texts, _pairs(read, assets, vendors), (), _draft(read)))
    if read.asset.row is None or read.vendor.row is None or done:
        return _ask(desk, came, programme, assets, vendors, _draft(read), bare=not words.strip() or done)
    return await _asked(desk, came, programme, Side(read.asset.row), Side(read.vendor.row), at, _guessed(read))


async def put(desk: Desk, came: CommandGiven, programme: ProgrammeId, words: str, at: dt.datetime) -> Answer | None:
    """The same where it is put as a question to our sources; None where it is none about something and somebody in particular."""
    if not asks_to_share(words):
        return None
    head, assets, vendors = await _rows(desk, programme)
    context = Context(at, head.settings.zone, head.settings.locale) if head else Context(at, "UTC", "en_GB")
    if read_sharing(words, assets, vendors, context, done=False).general:
        return None
    if head is not None:
        return await command(desk, came, programme, words, at)
    # As for every other word here: whose programmes stand elsewhere is led there, and not to a start that a channel with outsiders would refuse.
    return await nothing_here(desk, came, "share.no_programme")


def _pairs(read: Sharing, assets: tuple[Item, ...], vendors: tuple[Item, ...]) -> list[tuple[Item | None, Item | None]]:
    """Each thing that was named with each who would get it."""

    def meant(side: Meant, rows: tuple[Item, ...]) -> Sequence[Item | None]:
        found = [row for row in rows if row.id == side.row or row.id in side.several]
        return found or [None]

    return [(asset, vendor) for asset in meant(read.asset, assets) for vendor in meant(read.vendor, vendors)]


def _draft(read: Sharing) -> Enquiry:
    asset, vendor = read.asset, read.vendor
    return Enquiry(asset.row, vendor.row, asset.typed, vendor.typed, read.done, read.day)


def _guessed(read: Sharing) -> tuple[str, ...]:
    sides: tuple[Meant, ...] = (read.asset, read.vendor)
    return tuple(side.typed for side in sides if side.guessed)


def _ask(
    desk: Desk,
    came: CommandGiven,
    programme: ProgrammeId,
    assets: tuple[Item, ...],
    vendors: tuple[Item, ...],
    draft: Enquiry,
    *,
    bare: bool,
) -> Answer:
    """The form, where one can be opened at once and nothing has to be said first; else the way to it."""
    if came.trigger and bare:
        return OpenForm(share_form(desk.library.texts, assets, vendors, draft), programme)
    return Private(unknown(desk.library.texts, draft))


async def shortcut(desk: Desk, came: ShortcutUsed, programme: ProgrammeId, at: dt.datetime) -> Answer:
    """On a message: the form, with what its words, or the name of a channel shared with a vendor, name filled in already."""
    head, assets, vendors = await _rows(desk, programme)
    if head is None:
        return await nothing_here(desk, came, "share.no_programme")
    context = Context(at, head.settings.zone, head.settings.locale)
    channel = await desk.audiences.look(came.channel)
    place = channel.name if channel.outsiders else ""
    read = read_mentions(came.text, place, assets, vendors, context, done=tells_of_sharing(came.text))
    # What a message says beside a name is no name.
    draft = Enquiry(read.asset.row, read.vendor.row, "", "", read.done, read.day)
    return OpenForm(share_form(desk.library.texts, assets, vendors, draft), programme)


async def form(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """A button that leads to the form; to the answer, where it says already what is to go to whom."""
    head, assets, vendors = await _rows(desk, came.programme)
    if head is None:
        return desk.say("place.nothing_here", "start")
    draft = share.unpacked(came.ref.arg)
    if draft.asset is not None and draft.vendor is not None and not draft.done:
        return await _asked(desk, came, came.programme, Side(draft.asset), Side(draft.vendor), at)
    return OpenForm(share_form(desk.library.texts, assets, vendors, draft), came.programme)


async def sent(desk: Desk, came: FormSent, at: dt.datetime) -> Answer:
    """The form: asked, or entered as what happened."""
    asset, vendor = (_side(came.filled, name) for name in (share.ASSET, share.VENDOR))
    day, wrong = came.filled.day(share.DAY), dict[str, str]()
    texts = desk.library.texts
    for name, side in ((share.ASSET, asset), (share.VENDOR, vendor)):
        if side is None:
            wrong[f"{name}_new"] = texts["share.form.missing"]
        elif side.name and came.filled.one(name):
            wrong[f"{name}_new"] = texts["share.form.both"]
    done = share.DONE in came.filled.values.get(share.WHEN, ())
    if done and day is None:
        wrong[share.DAY] = texts["share.form.no_day"]
    if wrong or asset is None or vendor is None:
        return FormWrong(wrong)
    if not done:
        new = await _unlisted(desk, came.programme, asset, vendor)
        if new is not None:
            return Private(share.unlisted(texts, new), came.programme)
        return await _asked(desk, came, came.programme, asset, vendor, at)
    return await filling.done(desk, came, came.programme, Disclosed(asset, vendor, day), at)


async def _unlisted(desk: Desk, programme: ProgrammeId, asset: Side, vendor: Side) -> Enquiry | None:
    """What was asked, where a side of it is only named so far and stands in no list; None where both stand there, or a name is none."""
    _, assets, vendors = await _rows(desk, programme)
    what, whom = _found(assets, asset), _found(vendors, vendor)
    new = [side.name for side, row in ((asset, what), (vendor, whom)) if row is None and side.row is None]
    if not new or not all(is_name(name) for name in new):
        return None
    return Enquiry(what.id if what else asset.row, whom.id if whom else vendor.row, asset.name, vendor.name)


async def add(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """ "Add it": what was asked about and stands in no list is added, and the question answered."""
    draft = share.unpacked(came.ref.arg)
    asset, vendor = Side(draft.asset, draft.asset_typed), Side(draft.vendor, draft.vendor_typed)
    return await _asked(desk, came, came.programme, asset, vendor, at, added=True)


def _side(filled: Filled, name: str) -> Side | None:
    """One side of a form: the new name counts before the row that is picked."""
    new, picked = filled.one(f"{name}_new"), filled.one(name)
    return Side(name=new) if new else Side(ItemId(picked)) if picked else None


async def now(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """ "I share it now": entered, if it still may go."""
    draft = share.unpacked(came.ref.arg)
    if draft.asset is None or draft.vendor is None:
        return desk.say("stale.unknown")
    event = Disclosed(Side(draft.asset), Side(draft.vendor))
    return await desk.answer(await desk.turn(came, came.programme, event, at), came.programme, at)


async def _asked(
    desk: Desk,
    came: Came,
    programme: ProgrammeId,
    asset: Side,
    vendor: Side,
    at: dt.datetime,
    guessed: tuple[str, ...] = (),
    *,
    added: bool = False,
) -> Answer:
    """The answer of the gates, as it stands after what was named anew is in its register. ``added``: that it is there is said."""
    receipt = await desk.turn(came, programme, ShareAsked(asset, vendor), at)
    if receipt.refused:
        return await filling.answered(desk, came, programme, receipt, at)
    return await _shown(desk, programme, (asset, vendor), at, guessed, added=added)


async def every(desk: Desk, came: Pressed, at: dt.datetime) -> Answer:
    """The same answer with every reason: nothing is asked anew."""
    draft = share.unpacked(came.ref.arg)
    if draft.asset is None or draft.vendor is None:
        return desk.say("stale.unknown")
    return await _shown(desk, came.programme, (Side(draft.asset), Side(draft.vendor)), at, whole=True)


async def _shown(
    desk: Desk,
    programme: ProgrammeId,
    sides: tuple[Side, Side],
    at: dt.datetime,
    guessed: tuple[str, ...] = (),
    *,
    whole: bool = False,
    added: bool = False,
) -> Answer:
    """The answer of the gates on what is to go to whom, as it stands now."""

    def view(snapshot: Snapshot) -> Screen | None:
        head = snapshot.programme
        what, whom = _found(snapshot.items(ASSETS), sides[0]), _found(snapshot.items(VENDORS), sides[1])
        if head is None or what is None or whom is None:
            return None
        found = may_share(snapshot, desk.library, what.id, whom.id, at)
        return share.answer(desk.library.texts, head, what, whom, found, guessed, whole=whole, added=added)

    screen = await desk.store.read(programme, view)
    return Private(screen) if screen is not None else desk.say("share.gone")


def _found(rows: tuple[Item, ...], side: Side) -> Item | None:
    live = [row for row in rows if not row.removed]
    return next((row for row in live if row.id == side.row), None) or known_as(live, " ".join(side.name.split()))


async def _rows(desk: Desk, programme: ProgrammeId) -> Rows:
    def view(snapshot: Snapshot) -> Rows:
        if snapshot.programme is None:
            return None, (), ()
        assets, vendors = (
            tuple(row for row in snapshot.items(register) if not row.removed) for register in (ASSETS, VENDORS)
        )
        return snapshot.programme, assets, vendors

    return await desk.store.read(programme, view)


SHOWN: dict[str, Callable[[Desk, Pressed, dt.datetime], Awaitable[Answer]]] = {
    "share": form,
    "share_add": add,
    "share_all": every,
    "share_now": now,
}
