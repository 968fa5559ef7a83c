"""May this be shared, and it was: what is asked and entered by whoever is about to hand something over, or did."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.ledger import row_of, titled
from flows.engine.phase_rows import marks_of
from flows.engine.phasing import Permission, Verdict, may_share
from flows.engine.roles import judge_others
from flows.engine.taking import tell_sessions
from flows.engine.turn import Turn, refuse
from flows.model.country import Exposure
from flows.model.effects import Note, On, Outcome, Whispered
from flows.model.ids import ItemId, RegisterId
from flows.model.ledger import ASSETS, LEDGER, VENDORS, Disclosure
from flows.model.phasing import MARKS
from flows.model.programme import Item
from flows.model.sharing import Disclosed, ShareAsked, Side
from flows.rules.names import known_as

MOST_NAME = 80
"""Characters of a name, as where rows are named in an answer."""


def asked(turn: Turn, event: ShareAsked) -> Outcome:
    """Somebody asks. What is named and not in its register yet is added, so that it is asked about where the rest is: whoever shows the answer puts
    this with a new name only once it is agreed that it is added. The answer itself is read by whoever shows it."""
    sides = _sides(turn, event.asset, event.vendor)
    if isinstance(sides, Note):
        return refuse(sides)
    asset, vendor = sides
    turn.note("share_asked", about=f"{asset.id} {vendor.id}")
    added = is_new(turn, asset) or is_new(turn, vendor)
    if added:
        judge_others(turn, rows=True)
    return turn.outcome(card=added)


def disclosed(turn: Turn, event: Disclosed) -> Outcome:
    """It goes out now, where it may; or it went out on a day, and is entered as it was: with what was missing."""
    if event.day is not None and event.day > turn.today:
        return refuse(Note("share.future"), field="day")
    sides = _sides(turn, event.asset, event.vendor)
    if isinstance(sides, Note):
        return refuse(sides)
    asset, vendor = sides
    day = event.day or turn.today
    # Of what was named just now nothing is known, and unknown is closed. Else it is judged as of the day on which it went out.
    new = is_new(turn, asset) or is_new(turn, vendor)
    then = turn.at - (turn.today - day)
    found = may_share(turn.snapshot, turn.library, asset.id, vendor.id, then) if not new else None
    early = found is None or found.verdict is not Verdict.YES or not was_open(turn, found, asset.id, vendor.id, day)
    if event.day is None and early:
        return refuse(Note("share.changed"), buttons=("share",))
    row = _enter(turn, asset, vendor, day, found, early)
    tell_sessions(turn, row)
    judge_others(turn, rows=True)
    kept = Note("share.early" if early else "share.kept", {"asset": asset.name, "vendor": vendor.name, "day": On(day)})
    return turn.outcome(Whispered((kept,), ("ledger",)))


def was_open(turn: Turn, found: Permission, asset: ItemId, vendor: ItemId, day: dt.date) -> bool:
    """Whether a phase for both was open by that day already; what anybody may see needs none."""
    marks = marks_of(turn.rows(MARKS)).values()
    gate = turn.library.ladder.gate_for(found.exposure) if turn.library.ladder is not None else None
    return found.exposure is Exposure.E0 or any(
        asset in mark.assets and gate is not None and mark.began.get((vendor, gate.id), dt.date.max) <= day
        for mark in marks
    )


def _enter(turn: Turn, asset: Item, vendor: Item, day: dt.date, found: Permission | None, early: bool) -> Item:
    """The line of the ledger."""
    number = turn.number()
    line = Disclosure(
        id=ItemId(f"{LEDGER}-{number}"),
        asset=asset.id,
        what=asset.name,
        recipient=vendor.name,
        by=turn.by,
        at=turn.at,
        vendor=vendor.id,
        day=day,
        under_nda=found.under_nda if found is not None else None,
        nda=found.nda if found is not None else None,
        filing=found.filing if found is not None else None,
        early=early,
    )
    row = msgspec.structs.replace(row_of(line, number), name=titled(asset.name, vendor.name))
    turn.put_item(row)
    turn.note("disclosed", about=row.id)
    return row


# ── the two sides ────────────────────────────────────────────────────────────


def is_new(turn: Turn, row: Item) -> bool:
    """Whether a row was added, or brought back, by this turn."""
    return row not in turn.snapshot.items(row.register)


def _sides(turn: Turn, asset: Side, vendor: Side) -> tuple[Item, Item] | Note:
    """The rows of both sides, added where they were only named; or why not."""
    for side, register in ((asset, ASSETS), (vendor, VENDORS)):
        wrong = side_wrong(turn, side, register)
        if wrong is not None:
            return wrong
    return side_row(turn, asset, ASSETS), side_row(turn, vendor, VENDORS)


def side_wrong(turn: Turn, side: Side, register: RegisterId) -> Note | None:
    """Why a side can't be meant: its row is gone, or what was typed is no name."""
    if side.row is not None:
        gone = all(row.id != side.row for row in turn.rows(register))
        return Note("share.gone") if gone else None
    return None if is_name(side.name) else Note("share.name", {"most": MOST_NAME})


def is_name(typed: str) -> bool:
    """Whether what was typed can be the name of a row."""
    return 1 < len(typed.strip()) <= MOST_NAME


def side_row(turn: Turn, side: Side, register: RegisterId) -> Item:
    """The row that is meant; where one of that name stands already, that."""
    name = " ".join(side.name.split())
    rows = turn.all_rows(register)
    known = next((row for row in rows if row.id == side.row), None) or known_as(rows, name)
    if known is not None:
        back = msgspec.structs.replace(known, removed=False, at=turn.at) if known.removed else known
        if back is not known:
            turn.put_item(back)
        return back
    number = turn.number()
    row = Item(ItemId(f"{register}-{number}"), register, name, number, turn.by, turn.at)
    turn.put_item(row)
    return row
