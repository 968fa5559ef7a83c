"""The ledger in words: every entry with what is known of it, what it corrects below it, and the form that puts one right."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.authoring.paper import lines_of
from flows.engine.ledger import row_of
from flows.engine.listing import Shelves, table
from flows.engine.screens.ledger import MOST_LINES, Book, correct_form, correction_of, ledger
from flows.engine.screens.registers import Look, one_register
from flows.model.ids import ItemId, PersonId
from flows.model.ledger import AGREEMENTS, ASSETS, LEDGER, VENDORS, Disclosure, Filing
from flows.model.programme import Item
from flows.model.registers import GATHERED, Column, From, RegisterView
from flows.model.screens import Field, Filled, Prose, Row
from flows.model.sharing import Side
from flows.model.values import Text, YesNo
from tests.builders import JON, MARIA, NAMES, NOW, PRIYA
from tests.flows.engine.crew import Crew, at_people, does

PEOPLE = {str(who): name for who, name in NAMES.items()}
ENGINE, ACME, NDA = ItemId("asset-1"), ItemId("vendor-1"), ItemId("agreement-1")
FIRST, SECOND, LEAKED = ItemId("disclosure-5"), ItemId("disclosure-9"), ItemId("disclosure-a")
WENT = dt.date(2026, 11, 16)
LINE = Disclosure(FIRST, ENGINE, "Engine", "Acme", JON, NOW, ACME, WENT, True, NDA, Filing.FILED, number=5)
"""What Jon entered: the engine, to Acme."""
RIGHT = msgspec.structs.replace(
    LINE,
    id=SECOND,
    by=PRIYA,
    day=dt.date(2026, 11, 14),
    replaces=FIRST,
    why="It went on Saturday",
    early=True,
    number=9,
)
"""What Priya entered in its place."""
OLD = msgspec.structs.replace(row_of(LINE, 5), removed=True)
LEAK = Item(
    LEAKED,
    LEDGER,
    "App",
    4,
    MARIA,
    NOW - dt.timedelta(days=3),
    {"held_by": Text("A forum"), "nda_covers": YesNo(False)},
)
"""A row as the first response to a leak records it."""
VIEW = RegisterView(
    LEDGER, "Disclosures", "disclosure", tuple(Column(name, name, From.OWN) for name in GATHERED[LEDGER])
)


def team_with(*rows: Item) -> Crew:
    """A team that owns an engine, knows a vendor and an agreement, and whose ledger has these rows."""
    team = at_people()
    names = ((ENGINE, ASSETS, "Engine"), (ACME, VENDORS, "Acme"), (NDA, AGREEMENTS, "Acme NDA"))
    for number, (item, register, name) in enumerate(names, 900):
        team.rows[item] = Item(item, register, name, number, MARIA, NOW)
    team.rows |= {row.id: row for row in rows}
    return team


def book(team: Crew) -> Book:
    assert team.programme is not None
    return Book(team.library.texts, team, team.programme)


def shelves(team: Crew) -> Shelves:
    assert team.programme is not None
    return Shelves(team, team.programme, team.library, team.now)


def lines(team: Crew, reader: PersonId = JON) -> list[str]:
    return list(lines_of(ledger(book(team), reader), PEOPLE))


def ways(team: Crew, reader: PersonId) -> list[str]:
    """The entries that this person is offered to put right."""
    return [part.button.ref.arg for part in ledger(book(team), reader).parts if isinstance(part, Row)]


# ── the screen ──


def test_entries_and_what_leaked_stand_there_alike_newest_first() -> None:
    told = "\n".join(lines(team_with(row_of(LINE, 5), LEAK)))
    assert "Disclosure ledger (2)" in told
    assert "• Engine · Acme · 16 November 2026 · under an NDA (Acme NDA) · filed · entered by Jon Smith" in told
    assert "• App · A forum · day not known · without an NDA · entered by Maria Kowalska" in told
    assert told.index("App") < told.index("Engine"), "what has no day stands where it was entered"
    assert "Nothing is entered yet" in "\n".join(lines(team_with()))


def test_a_correction_stands_above_what_it_corrects_and_both_say_so() -> None:
    team = team_with(OLD, row_of(RIGHT, 9))
    shown = lines(team)
    at = next(number for number, line in enumerate(shown) if line.startswith("• Engine"))
    assert shown[0] == "Disclosure ledger (1)", "what was corrected is no disclosure of its own"
    assert (
        "14 November 2026" in shown[at] and "entered by Priya Patel · corrects no. 5: It went on Saturday" in shown[at]
    )
    assert shown[at + 1].startswith(
        "↳ No. 5, corrected by Priya Patel on 23 November 2026: Engine · Acme · 16 November 2026"
    )
    assert shown[at + 1].endswith("entered by Jon Smith")


def test_whoever_entered_it_and_the_owner_are_offered_to_put_an_entry_right_and_nobody_else() -> None:
    team = team_with(OLD, row_of(RIGHT, 9), LEAK)
    assert ways(team, PRIYA) == [SECOND] and ways(team, MARIA) == [LEAKED, SECOND] and ways(team, JON) == []


def test_entries_beyond_the_first_are_counted() -> None:
    def some(count: int) -> list[Item]:
        lines = (msgspec.structs.replace(LINE, id=ItemId(f"disclosure-{n}"), number=n) for n in range(count))
        return [row_of(line, line.number) for line in lines]

    assert "… and 2 more" in lines(team_with(*some(MOST_LINES + 2)))
    assert not any("more" in line for line in lines(team_with(*some(MOST_LINES))))


# ── the register ──


def test_the_register_holds_what_the_ledger_holds_and_says_what_was_corrected() -> None:
    team = team_with(OLD, row_of(RIGHT, 9), LEAK)
    told = table(shelves(team), VIEW, PEOPLE)
    assert [row[0] for row in told[1:]] == [line.what for line in book(team).lines] == ["App", "Engine", "Engine"]
    rows = [dict(zip(told[0], row, strict=True)) for row in told[1:]]
    assert [row["State"] for row in rows] == ["in use", "in use", "corrected"]
    assert (rows[0]["shown_to"], rows[0]["shown_on"], rows[0]["under_nda"], rows[0]["entry"]) == (
        "A forum",
        "",
        "No",
        "4",
    )
    assert (rows[1]["replaces"], rows[1]["why"], rows[1]["entered_by"]) == ("5", "It went on Saturday", "Priya Patel")
    assert (rows[1]["early"], rows[2]["early"]) == ("Yes", "")
    assert (rows[2]["replaced"], rows[2]["nda"], rows[2]["filing"]) == ("9", "Acme NDA", "filed")
    screen = one_register(shelves(team), VIEW, Look(LEDGER), JON)
    said = [line for part in screen.parts if isinstance(part, Prose) for line in part.lines]
    assert any("corrected" in line for line in said)
    assert "ledger" in does(screen), "the way to where an entry can be put right"


def test_an_asset_that_has_another_name_now_is_called_by_it_in_both() -> None:
    team = team_with(row_of(LINE, 5))
    team.rows[ENGINE] = msgspec.structs.replace(team.rows[ENGINE], name="Motor")
    assert table(shelves(team), VIEW, PEOPLE)[1][0] == "Motor" and any("• Motor" in line for line in lines(team))


# ── the form ──


def fields(team: Crew, line: Disclosure) -> dict[str, Field]:
    return {field.name: field for field in correct_form(book(team), line).fields}


def test_the_form_holds_an_entry_as_it_stands() -> None:
    team = team_with(row_of(LINE, 5))
    held = fields(team, book(team).lines[0])
    stands = {name: field.initial for name, field in held.items() if field.initial}
    assert stands == {"asset": (ENGINE,), "vendor": (ACME,), "day": ("2026-11-16",), "nda": (NDA,)}
    assert next(entry.label for entry in held["nda"].entries) == "Acme NDA" and held["why"].required


def test_words_for_a_recipient_and_no_day_stand_there_too_and_what_was_taken_out_can_stay() -> None:
    team = team_with(LEAK, row_of(LINE, 5))
    for item in (ENGINE, ACME):
        team.rows[item] = msgspec.structs.replace(team.rows[item], removed=True)
    leak = fields(team, book(team).by_id[LEAKED])
    assert leak["vendor_new"].initial == ("A forum",) and leak["nda"].initial == ("no",) and leak["day"].initial == ()
    assert "vendor" not in leak and leak["vendor_new"].required, "no vendor is there to pick"
    held = fields(team, book(team).by_id[FIRST])
    assert held["asset"].initial == (ENGINE,) and held["vendor"].initial == (ACME,)
    bare = Item(ItemId("disclosure-b"), LEDGER, "App", 6, MARIA, NOW, {"nda_covers": YesNo(True)})
    team.rows[bare.id] = bare
    held = fields(team, book(team).by_id[bare.id])
    assert held["vendor_new"].initial == () and held["nda"].initial == ("yes",)


def test_a_name_that_is_typed_counts_before_what_is_picked_unless_only_the_pick_moved() -> None:
    leak = Disclosure(LEAKED, None, "App", "A forum", MARIA, NOW)

    def read(line: Disclosure | None, **values: str) -> tuple[Side, Side]:
        found = correction_of(line, FIRST, Filled({name: (value,) for name, value in values.items()}))
        return found.asset, found.vendor

    picked, named = Side(ACME), Side(name="Globex")
    assert read(leak, asset="asset-1", vendor="vendor-1", vendor_new="A  forum") == (Side(ENGINE), picked)
    assert read(leak, asset="asset-1", vendor="vendor-1", vendor_new="Globex") == (Side(ENGINE), named)
    assert read(LINE, asset="asset-1", asset_new="Motor", vendor="vendor-1") == (Side(name="Motor"), picked)
    assert read(LINE, vendor="vendor-1", vendor_new="Globex") == (Side(), named)
    assert read(None, vendor_new="Globex")[1] == named


def test_an_agreement_that_is_picked_covers_it_and_a_word_says_whether_another_does() -> None:
    def paper(said: str) -> tuple[bool | None, ItemId | None]:
        found = correction_of(LINE, FIRST, Filled({"nda": (said,)}))
        return found.under_nda, found.nda

    assert paper("agreement-1") == (True, NDA)
    assert [paper(word) for word in ("yes", "no", "unknown")] == [(True, None), (False, None), (None, None)]
