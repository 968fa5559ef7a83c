"""A row is found by what it is called now and by what it was called before; a name is that of one row at most."""

from __future__ import annotations

from flows.model.ids import ItemId, RegisterId
from flows.model.programme import Item
from flows.rules.names import by_name, known_as, renamed, told_with_former, was_called
from tests.builders import MARIA, NOW

VENDOR = RegisterId("vendor")


def row(name: str, *formerly: str, number: int = 1) -> Item:
    return Item(ItemId(f"vendor-{number}"), VENDOR, name, number, MARIA, NOW, formerly=formerly)


def after(rows: list[Item], item: str, name: str) -> dict[str, tuple[str, ...]]:
    """The rows of a register once one of them was renamed: their names, each with the former ones."""
    changed = {one.id: one for one in renamed(rows, ItemId(item), name)}
    return {one.name: one.formerly for one in (changed.get(row.id, row) for row in rows)}


def test_a_row_is_found_by_a_former_name_and_what_is_called_so_now_comes_first() -> None:
    old, new = row("Kodex Ltd", "Kodex", "KDX"), row("kdx", number=2)
    assert known_as((old, new), "KODEX") is old and known_as((old, new), "Kodex ltd") is old
    assert known_as((old, new), "KDX") is new and known_as((new, old), "KDX") is new
    assert known_as((old, new), "Kode") is None
    assert by_name((old, new)) == {"kodex ltd": old, "kodex": old, "kdx": new}
    assert was_called(old, "kdx") and not was_called(old, "Kodex Ltd")


def test_each_name_is_kept_once_and_one_that_is_borne_again_is_no_former_one() -> None:
    rows = [row("Kodex"), row("Brightline", number=2)]
    assert after(rows, "vendor-1", "Kodex Ltd") == {"Kodex Ltd": ("Kodex",), "Brightline": ()}
    assert after([row("Kodex Ltd", "Kodex")], "vendor-1", "kodex") == {"kodex": ("Kodex Ltd",)}
    assert after([row("Kodex Ltd", "Kodex")], "vendor-1", "Nordwind") == {"Nordwind": ("Kodex", "Kodex Ltd")}
    assert after([row("kodex")], "vendor-1", "Kodex") == {"Kodex": ()}, "other letters are no other name"


def test_whoever_takes_a_name_on_has_it_alone() -> None:
    rows = [row("Kodex Ltd", "Kodex", "KDX"), row("Brightline", number=2)]
    assert after(rows, "vendor-2", "KODEX") == {"Kodex Ltd": ("KDX",), "KODEX": ("Brightline",)}


def test_a_text_is_found_by_the_former_names_of_the_rows_that_it_names_whole() -> None:
    rows = (row("Kodex Ltd", "Kodex"), row("A+", "Alpha", number=2), row("Brightline", number=3))
    assert told_with_former("with kodex ltd and A+.", rows) == "with kodex ltd and A+. Kodex Alpha"
    assert told_with_former("Kodex Ltda, BA+", rows) == "Kodex Ltda, BA+"
