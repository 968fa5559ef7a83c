"""An entry of the disclosure ledger put right: by whoever entered it, or the owner. What stood there stays, and is shown as corrected."""

from __future__ import annotations

import msgspec

from flows.engine.ledger import EARLY, SHOWN_ON, SHOWN_TO, UNDER_NDA, ledger_of, row_of, titled
from flows.engine.phasing import Verdict, may_share
from flows.engine.registers import told_at
from flows.engine.roles import judge_others
from flows.engine.sharing import is_new, side_row, side_wrong, was_open
from flows.engine.taking import tell_sessions
from flows.engine.turn import Turn, refuse
from flows.model.effects import Mention, Note, Outcome, Piece, Whispered
from flows.model.ids import ItemId, PersonId, RegisterId
from flows.model.ledger import AGREEMENTS, ASSETS, LEDGER, VENDORS, Disclosure
from flows.model.programme import Item, Programme
from flows.model.sharing import DisclosureCorrected, Side
from flows.rules.names import known_as

MOST_WHY = 300
"""Characters of a reason, as of those at the gates."""


def why_barred(programme: Programme, line: Disclosure, person: PersonId) -> Note | None:
    """Why somebody can't put an entry right; None for whoever entered it, and for the owner."""
    if line.replaced is not None:
        return Note("ledger.corrected_already")
    if person in (line.by, programme.owner):
        return None
    return Note("ledger.not_yours", {"who": Mention(line.by), "owner": Mention(programme.owner)})


def corrected(turn: Turn, event: DisclosureCorrected) -> Outcome:
    """A new entry in the place of the one that was wrong, judged as of its day like any other."""
    rows = turn.all_rows(LEDGER)
    names = {row.id: row.name for register in (ASSETS, VENDORS) for row in turn.all_rows(register)}
    before = next((line for line in ledger_of(rows, names) if line.id == event.line), None)
    if before is None:
        return refuse(Note("ledger.gone"), buttons=("ledger",))
    barred = why_barred(turn.programme, before, turn.by)
    if barred is not None:
        return refuse(barred, buttons=("ledger",))
    wrong = _unfit(turn, before, event)
    if wrong is not None:
        return refuse(wrong[0], field=wrong[1])
    asset = _asset(turn, event.asset)
    now = _judged(turn, before, _as_told(turn, before, event, asset), is_new(turn, asset))
    if _says(now) == _says(before):
        return refuse(Note("ledger.same"))
    old = _replace(turn, before, now)
    told: dict[str, Piece] = {
        "number": now.number,
        "before": before.number,
        "asset": now.what,
        "recipient": now.recipient,
    }
    kept = Note("ledger.kept", told)
    where = None if EARLY in old.fields else told_at(turn, old.id, _moved(before, now))
    if where is None:
        return turn.outcome(Whispered((kept,), ("ledger",)))
    return turn.outcome(Whispered((kept, Note("ledger.kept_answer")), ("ledger", "change_told"), *where))


def _moved(before: Disclosure, now: Disclosure) -> frozenset[str]:
    """What the answers are called that told what is put right."""
    sides = {
        SHOWN_TO: (before.vendor, before.recipient) != (now.vendor, now.recipient),
        (SHOWN_ON,): before.day != now.day,
        UNDER_NDA: (before.under_nda, before.nda) != (now.under_nda, now.nda),
    }
    return frozenset(name for names, moved in sides.items() if moved for name in names)


def _unfit(turn: Turn, before: Disclosure, event: DisclosureCorrected) -> tuple[Note, str] | None:
    """What of the correction can't be, and the field of the form that says so."""
    if event.day is not None and event.day > turn.today:
        return Note("share.future"), "day"
    if not 0 < len(event.why.strip()) <= MOST_WHY:
        return Note("ledger.why", {"most": MOST_WHY}), "why"
    if event.nda is not None and event.nda != before.nda and not _is_in(turn, AGREEMENTS, event.nda):
        return Note("share.gone"), "nda"
    if not (event.asset.row == before.asset and _was_in(turn, ASSETS, before.asset)):
        wrong = side_wrong(turn, event.asset, ASSETS)
        if wrong is not None:
            return wrong, "asset" if event.asset.row is not None else "asset_new"
    if event.vendor.row is None:
        words = _words(event.vendor.name)
        fits = words == _words(before.recipient) or 1 < len(words) <= MOST_WHY
        return None if fits else (Note("share.name", {"most": MOST_WHY}), "vendor_new")
    known = event.vendor.row == before.vendor or _is_in(turn, VENDORS, event.vendor.row)
    return None if known else (Note("share.gone"), "vendor")


def _is_in(turn: Turn, register: RegisterId, item: ItemId) -> bool:
    return any(row.id == item for row in turn.rows(register))


def _was_in(turn: Turn, register: RegisterId, item: ItemId | None) -> bool:
    """Whether a register holds a row, or did: what was taken out meanwhile may still be what went out."""
    return any(row.id == item for row in turn.all_rows(register))


def _asset(turn: Turn, side: Side) -> Item:
    """The row of what went out; one that was taken out stays out."""
    known = (row for row in turn.all_rows(ASSETS) if row.id == side.row)
    return next(known, None) or side_row(turn, side, ASSETS)


def _vendor(turn: Turn, side: Side, before: Disclosure) -> Item | None:
    """Whoever got it, where that is a vendor: the row that was picked, or the one of that name; None for words that stand as they stood."""
    words = _words(side.name)
    if side.row is None and words == _words(before.recipient):
        words = ""
    rows = turn.all_rows(VENDORS)
    return next((row for row in rows if row.id == side.row), None) or known_as(rows, words)


def _words(typed: str) -> str:
    return " ".join(typed.split())


def _as_told(turn: Turn, before: Disclosure, event: DisclosureCorrected, asset: Item) -> Disclosure:
    """The new entry, as far as whoever corrects it says it."""
    vendor, words, number = _vendor(turn, event.vendor, before), _words(event.vendor.name), turn.number()
    return Disclosure(
        id=ItemId(f"{LEDGER}-{number}"),
        asset=asset.id,
        what=asset.name,
        recipient=vendor.name if vendor is not None else words,
        by=turn.by,
        at=turn.at,
        vendor=vendor.id if vendor is not None else None,
        day=event.day,
        under_nda=event.under_nda,
        nda=event.nda,
        filing=before.filing,
        early=before.early,
        number=number,
        replaces=before.id,
        why=event.why.strip(),
        noticed=before.noticed,
    )


def _judged(turn: Turn, before: Disclosure, now: Disclosure, new: bool) -> Disclosure:
    """Whether the gate was open, and how it stood with the filing, as of the day that is told now; as before where neither side nor the day
    moved, or it went to nobody whom a gate knows. Unknown is closed."""
    if (now.asset, now.vendor, now.day) == (before.asset, before.vendor, before.day):
        return now
    if now.vendor is None or now.asset is None:
        return msgspec.structs.replace(now, early=before.early or before.vendor is not None)
    if new or now.day is None:
        return msgspec.structs.replace(now, early=True, filing=None if new else before.filing)
    then = turn.at - (turn.today - now.day)
    found = may_share(turn.snapshot, turn.library, now.asset, now.vendor, then)
    early = found.verdict is not Verdict.YES or not was_open(turn, found, now.asset, now.vendor, now.day)
    return msgspec.structs.replace(now, early=early, filing=found.filing)


def _says(line: Disclosure) -> tuple[object, ...]:
    """What an entry says of what went out, whoever entered it."""
    return (line.asset, line.vendor, _words(line.recipient), line.day, line.under_nda, line.nda)


def _replace(turn: Turn, before: Disclosure, now: Disclosure) -> Item:
    """The new entry counts from here on; the one before (given back) is out, and every session judges afresh by what is known now."""
    old = next(row for row in turn.all_rows(LEDGER) if row.id == before.id)
    row = msgspec.structs.replace(row_of(now, now.number), name=titled(now.what, now.recipient))
    turn.put_item(row)
    turn.put_item(msgspec.structs.replace(old, removed=True))
    turn.note("disclosure_corrected", about=f"{old.id} {row.id}")
    tell_sessions(turn, row)
    judge_others(turn, rows=True)
    return old
