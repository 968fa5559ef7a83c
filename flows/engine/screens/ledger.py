"""The disclosure ledger in words, the one home of them: what is known of an entry, the screen with all of them, and the form that puts one right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from zoneinfo import ZoneInfo

from flows.engine.correcting import MOST_WHY, why_barred
from flows.engine.ledger import ledger_of
from flows.engine.screens.share import (
    ASSET,
    ASSET_NEW,
    DAY,
    MOST_ROWS,
    VENDOR,
    VENDOR_NEW,
    Enquiry,
    packed,
    side_fields,
)
from flows.engine.screens.wording import plain, text
from flows.model.effects import Mention, On
from flows.model.ids import ItemId, PersonId, RegisterId
from flows.model.ledger import AGREEMENTS, ASSETS, LEDGER, VENDORS, Disclosure
from flows.model.programme import Item, Programme, Snapshot
from flows.model.screens import (
    Button,
    Buttons,
    Entry,
    Field,
    Filled,
    Form,
    Heading,
    Line,
    Part,
    Prose,
    Quiet,
    Ref,
    Row,
    Screen,
    Strong,
)
from flows.model.sharing import DisclosureCorrected, Side

NDA, WHY = "nda", "why"
COVERED, UNCOVERED, UNKNOWN = "yes", "no", "unknown"
"""What a form says of the paper where it names none of the agreements."""
MOST_LINES = 30
"""Entries on one screen; each may be a block of its own."""
RECIPIENT = 80
"""Characters of a recipient in an entry."""


class Book:
    """The ledger of one programme as it stands."""

    def __init__(self, texts: Mapping[str, str], snapshot: Snapshot, programme: Programme) -> None:
        self.texts = texts
        self.programme = programme
        self._snapshot = snapshot

    @cached_property
    def lines(self) -> tuple[Disclosure, ...]:
        """Every entry, newest first, below each what it corrects."""
        names = _named((*self._snapshot.items(ASSETS), *self._snapshot.items(VENDORS)))
        return ledger_of(self._snapshot.items(LEDGER), names)

    @cached_property
    def by_id(self) -> dict[ItemId, Disclosure]:
        return {line.id: line for line in self.lines}

    @cached_property
    def agreements(self) -> dict[ItemId, str]:
        """What agreements are called."""
        return _named(self._snapshot.items(AGREEMENTS))

    def rows(self, register: RegisterId, kept: ItemId | None) -> tuple[Item, ...]:
        """The rows of a register that an entry may name: those that are in, and the one that it names already."""
        rows = self._snapshot.items(register)
        return tuple(row for row in rows if row.id == kept) + tuple(
            row for row in rows if row.id != kept and not row.removed
        )

    # ── what is known of an entry ──

    def facts(self, line: Disclosure) -> dict[str, Line]:
        """What is known of an entry, by the short names of `registers.GATHERED`; nothing of what is not known."""
        texts = self.texts
        told: dict[str, Line | None] = {
            "entry": (str(line.number),),
            "shown_to": (line.recipient,) if line.recipient else None,
            "shown_on": (On(line.day),) if line.day is not None else None,
            "under_nda": (texts["answer.yes" if line.under_nda else "answer.no"],)
            if line.under_nda is not None
            else None,
            "nda": (self.agreements.get(line.nda, ""),) if line.nda is not None else None,
            "filing": (texts[f"ledger.filing.{line.filing}"],) if line.filing is not None else None,
            "early": (texts["answer.yes"],) if line.early else None,
            "entered_by": (Mention(line.by),),
            "replaces": self._number(line.replaces),
            "why": (line.why,) if line.why else None,
            "replaced": self._number(line.replaced),
        }
        return {name: said for name, said in told.items() if said is not None}

    def _number(self, entry: ItemId | None) -> Line | None:
        return (str(self.by_id[entry].number),) if entry is not None else None

    def entry(self, line: Disclosure) -> Line:
        """One entry: what, to whom, when, under which paper, filed or not, and by whom it was entered; and what became of it."""
        texts, after = self.texts, self.by_id[line.replaced] if line.replaced is not None else None
        told = [*said_of(texts, line, self.agreements, whole=True), text(texts, "ledger.by", who=Mention(line.by))]
        if line.entered_as:
            told.append(text(texts, "ledger.entered_as", name=line.entered_as))
        if line.replaces is not None:
            told.append(text(texts, "ledger.replaces", number=self.by_id[line.replaces].number, why=line.why))
        line_of = (Strong(line.what), *(span for field in told for span in (" · ", *field)))
        if after is None:
            return ("• ", *line_of)
        day = after.at.astimezone(ZoneInfo(self.programme.settings.zone)).date()
        by = text(texts, "ledger.corrected", number=line.number, who=Mention(after.by), day=On(day))
        return ("↳ ", *by, " ", *line_of)


def _named(rows: Iterable[Item]) -> dict[ItemId, str]:
    return {row.id: row.name for row in rows}


def said_of(texts: Mapping[str, str], line: Disclosure, agreements: Mapping[ItemId, str], *, whole: bool) -> list[Line]:
    """What is known of an entry in passing: to whom, when, under which paper, whether early. ``whole``: its filing too, and that no day is known."""
    covered = {True: "ledger.nda_yes", False: "ledger.nda_no", None: "ledger.nda_unknown"}[line.under_nda]
    paper = agreements.get(line.nda, "") if line.nda is not None else ""
    told: list[Line] = [
        (line.recipient[:RECIPIENT],) if line.recipient else (),
        (On(line.day),) if line.day is not None else _day_unknown(texts, line) if whole else (),
        (f"{texts[covered]} ({paper})" if paper else texts[covered],),
        (texts[f"ledger.filing.{line.filing}"],) if whole and line.filing is not None else (),
        (texts["ledger.early"],) if line.early else (),
    ]
    return [field for field in told if field]


# ── the screen ───────────────────────────────────────────────────────────────


def ledger(book: Book, reader: PersonId) -> Screen:
    """What went out, newest first; below each what it corrects. Whoever may put an entry right has the way beside it."""
    texts, count = book.texts, sum(line.replaced is None for line in book.lines)
    title = plain(text(texts, "ledger.title", count=count))
    parts: list[Part] = [Heading(title)]
    parts += [_shown(book, line, reader) for line in book.lines[:MOST_LINES]]
    if len(book.lines) > MOST_LINES:
        parts.append(Prose((text(texts, "summary.more", count=len(book.lines) - MOST_LINES),)))
    if not book.lines:
        parts.append(Prose((text(texts, "ledger.none"),)))
    button = Button(Ref("share", arg=packed(Enquiry(done=True))), texts["button.share_done"])
    return Screen((*parts, Buttons((button,)), Quiet((text(texts, "ledger.foot"),))), title)


def _shown(book: Book, line: Disclosure, reader: PersonId) -> Part:
    if why_barred(book.programme, line, reader) is not None:
        return Prose((book.entry(line),))
    label = book.texts["button.ledger_correct"]
    return Row((book.entry(line),), Button(Ref("ledger_correct", arg=line.id), label, aloud=f"{label}: {line.what}"))


# ── the form ─────────────────────────────────────────────────────────────────


def _day_unknown(texts: Mapping[str, str], line: Disclosure) -> Line:
    """That nobody knows the day it went out; of a leak, with the day on which it was noticed, for it was no later."""
    if line.noticed is None:
        return (texts["ledger.day_unknown"],)
    return text(texts, "ledger.day_unknown.noticed", day=On(line.noticed))


def correct_form(book: Book, line: Disclosure) -> Form:
    """An entry as it stands, each part of it to be put right, and why."""
    texts = book.texts
    day = (line.day.isoformat(),) if line.day is not None else ()
    fields = (
        *side_fields(texts, ASSET, book.rows(ASSETS, line.asset)[:MOST_ROWS], line.asset, ""),
        *_recipient(book, line),
        Field(DAY, "day", texts["share.form.day"], texts["ledger.form.day_hint"], initial=day, required=False),
        _paper(book, line),
        Field(WHY, "text", texts["ledger.form.why"], texts["ledger.form.why_hint"], high=MOST_WHY),
    )
    ref, intro = Ref("ledger_correct", arg=line.id), (book.entry(line), text(texts, "ledger.form.intro"))
    return Form(ref, texts["ledger.form.title"], texts["form.save"], texts["form.close"], fields, intro)


def _recipient(book: Book, line: Disclosure) -> tuple[Field, ...]:
    """The vendors there are, and a line for whoever is none of them."""
    texts, rows = book.texts, book.rows(VENDORS, line.vendor)[:MOST_ROWS]
    entries = tuple(Entry(row.id, row.name[:75]) for row in rows)
    picked = (line.vendor,) if line.vendor is not None else ()
    words = (one_line(line.recipient),) if line.vendor is None and line.recipient else ()
    named = Field(VENDOR, "one", texts["ledger.form.vendor"], entries=entries, initial=picked, required=False)
    label, hint = texts["ledger.form.vendor_new"], texts["ledger.form.vendor_hint"]
    typed = Field(VENDOR_NEW, "text", label, hint, initial=words, required=not entries)
    return (named, typed) if entries else (typed,)


def _paper(book: Book, line: Disclosure) -> Field:
    """Which agreement covers it, or whether any does."""
    texts = book.texts
    entries = tuple(Entry(word, texts[f"ledger.form.nda_{word}"]) for word in (UNCOVERED, UNKNOWN, COVERED))
    papers = tuple(Entry(row.id, row.name[:75]) for row in book.rows(AGREEMENTS, line.nda))
    told = {True: COVERED, False: UNCOVERED, None: UNKNOWN}[line.under_nda]
    stands = line.nda if line.nda in {entry.value for entry in papers} else told
    return Field(NDA, "one", texts["ledger.form.nda"], entries=(*papers, *entries), initial=(stands or told,))


def correction_of(line: Disclosure | None, entry: ItemId, filled: Filled) -> DisclosureCorrected:
    """What a form says of an entry. A name that was typed counts before the row that is picked, unless it stood there and only the pick moved."""
    stood = one_line(line.recipient) if line is not None and line.vendor is None else ""
    typed, picked = one_line(filled.one(VENDOR_NEW)), filled.one(VENDOR)
    vendor = Side(ItemId(picked)) if picked and typed in ("", stood) else Side(name=typed)
    asset = one_line(filled.one(ASSET_NEW))
    paper = filled.one(NDA)
    known = {COVERED: True, UNCOVERED: False, UNKNOWN: None}
    return DisclosureCorrected(
        entry,
        Side(name=asset) if asset or not filled.one(ASSET) else Side(ItemId(filled.one(ASSET))),
        vendor,
        filled.one(WHY),
        filled.day(DAY),
        known.get(paper, True),
        ItemId(paper) if paper not in known else None,
    )


def one_line(words: str) -> str:
    """Words as a form with a single line holds them."""
    return " ".join(words.split())
