"""Registers on a screen: all of them with their counts, one of them page by page, and the forms in which rows are changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from flows.engine.listing import CORRECTED, IN, LIVE, OPEN, OUT, SETTLED, Fact, RegisterRow, Shelves
from flows.engine.registers import is_of_countries
from flows.engine.registers_csv import MOST_NAME
from flows.engine.rows import by_hand
from flows.engine.screens.done import carried
from flows.engine.screens.wording import plain, shortened, text, with_former
from flows.model.ids import ItemId, PersonId, RegisterId
from flows.model.ledger import LEDGER
from flows.model.programme import Item
from flows.model.registers import RegisterView
from flows.model.screens import (
    Button,
    Buttons,
    Entry,
    Field,
    Form,
    Heading,
    Line,
    Listed,
    Part,
    Prose,
    Quiet,
    Ref,
    Row,
    Screen,
    Strong,
)
from flows.model.session import Finding, Spot

A_PAGE = 10
"""Rows on one page; each is a block of its own."""
MOST_WORDS = 80
"""Characters of what is looked for."""
SHORT, LABEL = 60, 75
"""Characters of a fact beside a row, and of an entry of a menu."""
EVERY = "*"
"""Instead of a register: all of them, none folded."""
NAME, FORMER, CHANGE, PASTED, FILE, OVERWRITE = "name", "former", "change", "pasted", "file", "overwrite"
UNBIND = "unbind"
"""The tick of an import by which a yes on a condition may become a plain yes."""
_SHOWN = frozenset({IN, OUT, OPEN, SETTLED, CORRECTED})


class Look(msgspec.Struct, frozen=True):
    """What somebody looks at: a register, a page of it (from 0), the words they look for. As a press carries it, and back."""

    register: str
    page: int = 0
    words: str = ""

    @property
    def arg(self) -> str:
        return "|".join((self.register, str(self.page), self.words[:MOST_WORDS]))


def look_of(arg: str) -> Look:
    """The inverse of :attr:`Look.arg`."""
    register, _, rest = arg.partition("|")
    page, _, words = rest.partition("|")
    return Look(register, int(page) if page.isdecimal() else 0, words)


def row_arg(register: RegisterId, item: ItemId) -> str:
    """What a press about a row carries."""
    return f"{register}/{item}"


def row_of(arg: str) -> tuple[RegisterId, ItemId]:
    """The register and the row of such a press."""
    register, _, item = arg.partition("/")
    return RegisterId(register), ItemId(item)


def all_registers(shelves: Shelves, unknown: str = "", *, whole: bool = False) -> Screen:
    """Registers with how many rows they have, each with the way in: those that people use first and that hold anything, the rest in one line;
    where nothing is held yet, those that people use first. ``unknown``: what was asked for and is none; then, where rows say it, the registers
    that hold them. ``whole``: every register."""
    texts = shelves.library.texts
    title = texts["register.all"]
    parts: list[Part] = [Heading(title)]
    views, words = tuple(view for view in shelves.views() if view.within is None), unknown.split()
    hits = [_rows(shelves, view, words) for view in views] if words else []
    said = any(hits)
    counts = [_count(texts, rows) for rows in hits] if said else [_live(shelves.rows(view)) for view in views]
    if unknown:
        key = "register.found" if said else "register.unknown"
        parts.append(Prose((text(texts, key, name=shortened(unknown, SHORT)),)))
    held = list(zip(views, counts, strict=True))
    if said:
        shown = [one for one, rows in zip(held, hits, strict=True) if rows]
    else:
        shown = held if whole else _used_first(held)
    for view, count in shown:
        lines: tuple[Line, ...] = ((Strong(view.title), f": {count}"), *(((view.about,),) if view.about else ()))
        label = texts["button.register"]
        ref = Ref("register", arg=Look(view.id, words=unknown if said else "").arg)
        parts.append(Row(lines, Button(ref, label, aloud=f"{label}: {view.title}")))
    if said:
        parts.append(Buttons((Button(Ref("register"), texts["button.registers"]),)))
    elif len(shown) < len(held):
        parts += _folded(texts, [one for one in held if one not in shown])
    parts.append(Quiet((text(texts, "register.how"),)))
    return Screen(tuple(parts), title)


_Held = tuple[RegisterView, int | str]
"""A register, and how many rows it has; in words where some of them are apart."""


def _used_first(held: Sequence[_Held]) -> list[_Held]:
    """What is not folded; everything where content says of none that people use it first."""
    first = [(view, count) for view, count in held if view.first]
    return [(view, count) for view, count in first if count] or first or list(held)


def _folded(texts: Mapping[str, str], rest: Sequence[_Held]) -> tuple[Part, ...]:
    """The other registers in one line, those that hold anything by name, and the way to all."""
    named = [f"{view.title} ({count})" for view, count in rest if count]
    empty = sum(not count for _, count in rest)
    names: list[Line] = [(", ".join(named),)] if named else []
    names += [text(texts, "register.folded.empty", count=empty)] if empty else []
    line = tuple(span for number, part in enumerate(names) for span in ((" · ", *part) if number else part))
    button = Button(Ref("register", arg=Look(EVERY).arg), texts["button.registers_every"])
    return Prose((text(texts, "register.folded", names=line),)), Buttons((button,))


def one_register(shelves: Shelves, view: RegisterView, look: Look, reader: PersonId | None = None) -> Screen:
    """A page of a register: each row with the newest facts beside it and what ``reader`` can do about it."""
    texts, words = shelves.library.texts, look.words.split()
    rows = _rows(shelves, view, words)
    pages = max(1, -(-len(rows) // A_PAGE))
    page = min(look.page, pages - 1)
    title = plain(text(texts, "register.headed", title=view.title, rows=_count(texts, rows)))
    changeable = by_hand(shelves.library, view.id)
    parts: list[Part] = [Heading(title)]
    if view.about:
        parts.append(Quiet(((view.about,),)))
    if words:
        parts.append(Quiet((text(texts, "register.words", words=look.words[:MOST_WORDS]),)))
    if not rows:
        empty = "register.empty" if changeable else "register.empty.told"
        parts.append(Prose((text(texts, "register.nothing" if words else empty),)))
    for row in rows[page * A_PAGE : (page + 1) * A_PAGE]:
        parts.append(_row(shelves, view, row, reader, msgspec.structs.replace(look, page=page), changeable=changeable))
    if pages > 1:
        parts.append(Quiet((text(texts, "register.page", page=page + 1, pages=pages),)))
    programme = shelves.programme
    exports = reader is None or programme.exports_to(reader)
    parts += [_ways(texts, msgspec.structs.replace(look, page=page), pages, changeable=changeable, exports=exports)]
    parts.append(Quiet((text(texts, "register.yours" if rows and changeable else "register.only_you"),)))
    return Screen(tuple(parts), title)


def _rows(shelves: Shelves, view: RegisterView, words: Sequence[str]) -> list[RegisterRow]:
    """The rows of a register that are shown, of those that hold the words where there are any."""
    return [row for row in shelves.rows(view) if row.state in _SHOWN and (not words or shelves.holds(view, row, words))]


def _live(rows: Iterable[RegisterRow]) -> int:
    """How many rows still count, wherever they are counted."""
    return sum(row.state in LIVE for row in rows)


def _count(texts: Mapping[str, str], rows: Sequence[RegisterRow]) -> str:
    """The same of rows that are shown, with what is shown beside them and does not count any more, by what became of it."""
    live = _live(rows)
    state = next((row.state for row in rows if row.state not in LIVE), None)
    if state is None:
        return str(live)
    return plain(
        text(texts, "register.apart", live=live, count=len(rows) - live, state=texts[f"register.state.{state}"])
    )


def _row(
    shelves: Shelves,
    view: RegisterView,
    row: RegisterRow,
    reader: PersonId | None,
    look: Look,
    *,
    changeable: bool,
) -> Part:
    """A row with what is known of it, and of its former names those that hold what is looked for."""
    texts, facts, of = shelves.library.texts, _facts(shelves.facts(view, row)), row.of
    if isinstance(of, Item):
        out: Line = (" · ", texts[f"register.state.{row.state}"]) if of.removed else ()
        wanted = [word.casefold() for word in look.words.split()]
        before = [name for name in of.formerly if any(word in name.casefold() for word in wanted)]
        called = with_former(texts, (Strong(plain(row.name)),), before)
        lines, ref = ((*called, *out), *facts), Ref("row_edit", arg=row_arg(view.id, of.id))
        does = ("row_back",) if of.removed else ("row_edit", "row_out")
        buttons = [Button(msgspec.structs.replace(ref, do=do), texts[f"button.{do}"]) for do in does]
        return Listed(lines, tuple(buttons)) if changeable else Prose(lines)
    lines = (("• ", *row.name), *facts)
    if isinstance(of, Finding):
        return Prose((("• ", *row.name, " · ", texts["register.state.settled"]), *facts) if of.settled else lines)
    holder = (
        of.owner if shelves.programme.vacant(of) is None else reader
    )  # of a part that nobody plays it is anybody's to see to
    if reader not in (None, holder, shelves.programme.owner):
        return Prose(lines)
    ref = Ref("done", row.session, of.spot, arg=of.id)
    does = {"done": carried(of.id, look.arg), "move": of.id, "give": of.id}
    presses = (
        Button(msgspec.structs.replace(ref, do=do, arg=arg), texts[f"remind.do.{do}"]) for do, arg in does.items()
    )
    return Listed(lines, tuple(presses))


def _facts(facts: tuple[Fact | None, ...]) -> tuple[Line, ...]:
    """What is known beside a row, in one line; nothing is said of what is not known."""
    line: list[Line] = [(f"{fact.title}: ", *_short(fact.said)) for fact in facts if fact is not None]
    spans = tuple(span for number, part in enumerate(line) for span in ((" · ", *part) if number else part))
    return (spans,) if spans else ()


def _short(said: Line) -> Line:
    return tuple(shortened(span, SHORT) if isinstance(span, str) and len(span) > SHORT else span for span in said)


def _ways(texts: Mapping[str, str], look: Look, pages: int, *, changeable: bool, exports: bool) -> Buttons:
    """To the pages before and after, to a new row, and to files; ``exports``: whether the reader may have it as one."""

    def turned(by: int) -> Ref:
        return Ref("register", arg=msgspec.structs.replace(look, page=look.page + by).arg)

    buttons = [Button(turned(-1), texts["button.page_before"])] if look.page > 0 else []
    buttons += [Button(turned(1), texts["button.page_after"])] if look.page + 1 < pages else []
    if look.words:
        buttons.append(Button(Ref("register", arg=Look(look.register).arg), texts["button.register_whole"]))
    if look.register == LEDGER:
        buttons.append(Button(Ref("ledger"), texts["button.ledger"]))  # where an entry can be put right
    does = (*(("row_add", "register_import") if changeable else ()), *(("register_export",) if exports else ()))
    buttons += [Button(Ref(do, arg=look.register), texts[f"button.{do}"]) for do in does]
    return Buttons((*buttons, Button(Ref("register"), texts["button.registers"])))


# ── forms ────────────────────────────────────────────────────────────────────


def add_form(shelves: Shelves, view: RegisterView) -> Form:
    """What a new row is called; of a register of countries, which country it is."""
    texts = shelves.library.texts
    label = plain(text(texts, "run.form.name", one=view.one))
    countries = is_of_countries(shelves.library, view.id)
    field = (
        Field(NAME, "country", label)
        if countries
        else Field(NAME, "text", label, texts["run.form.hint"], high=MOST_NAME)
    )
    title = texts["register.form.add"]
    return Form(Ref("row_add", arg=view.id), title, texts["form.save"], texts["form.close"], (field,), ((view.title,),))


def edit_form(shelves: Shelves, view: RegisterView, row: RegisterRow) -> Form | None:
    """A row's name, those that it had before, and the way to each of its answers; None where there is nothing to change."""
    texts, item = shelves.library.texts, row.of
    if not isinstance(item, Item):
        return None
    fields: list[Field] = []
    if not is_of_countries(shelves.library, view.id):
        fields.append(Field(NAME, "text", texts["register.form.name"], texts["run.form.hint"], initial=(item.name,)))
    if item.formerly:
        label, hint = texts["register.form.former"], texts["register.form.former_hint"]
        former = tuple(Entry(name, name[:LABEL]) for name in item.formerly)
        fields.append(Field(FORMER, "many", label, hint, former, required=False))
    entries = tuple(
        _entry(fact, fact.spot) for fact in shelves.facts(view, row) if fact is not None and fact.spot is not None
    )
    if entries:
        label, hint = texts["register.form.change"], texts["register.form.change_hint"]
        fields.append(Field(CHANGE, "one", label, hint, entries, required=False))
    ref = Ref("row_edit", arg=row_arg(view.id, item.id))
    intro: tuple[Line, ...] = (with_former(texts, (Strong(item.name),), item.formerly),)
    title = texts["register.form.edit"]
    return Form(ref, title, texts["form.save"], texts["form.close"], tuple(fields), intro) if fields else None


def _entry(fact: Fact, spot: Spot) -> Entry:
    return Entry(f"{fact.session}|{spot.key}", f"{fact.title}: {plain(fact.said)}"[:LABEL])


def import_form(shelves: Shelves, view: RegisterView) -> Form:
    """Rows pasted, or a file with them."""
    texts = shelves.library.texts
    fields = (
        Field(FILE, "file", texts["register.form.file"], texts["register.form.file_hint"], required=False),
        Field(PASTED, "long_text", texts["register.form.pasted"], texts["register.form.pasted_hint"], required=False),
        Field(
            OVERWRITE,
            "many",
            texts["register.form.change_answers"],
            entries=(
                Entry("yes", texts["register.form.change_yes"]),
                Entry(UNBIND, texts["register.form.change_unbind"]),
            ),
            required=False,
        ),
    )
    intro: tuple[Line, ...] = ((view.title,),)
    title = texts["register.form.import"]
    return Form(
        Ref("register_import", arg=view.id), title, texts["register.form.take"], texts["form.close"], fields, intro
    )
