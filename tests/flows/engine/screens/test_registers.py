"""All registers with their counts, what is looked for in them, and the form that takes rows in."""

from __future__ import annotations

import msgspec

from flows.engine.listing import Shelves
from flows.engine.screens.registers import Look, all_registers, import_form, look_of, one_register, row_arg, row_of
from flows.model.ids import ItemId
from flows.model.screens import Row, Screen
from tests.flows.engine.crew import does, words
from tests.flows.engine.register_files import ASSET, VIEW, team_of


def shelves(*assets: str) -> Shelves:
    team = team_of(*assets)
    assert team.programme is not None
    return Shelves(team, team.programme, team.library, team.now)


def ways_in(screen: Screen) -> list[str]:
    return [part.button.ref.arg for part in screen.parts if isinstance(part, Row)]


def test_every_register_stands_with_its_rows_counted_and_the_way_in() -> None:
    held = shelves()
    shown = all_registers(held)
    lines = words(shown)
    assert any(line.startswith("Assets: 2") for line in lines) and any(line.startswith("Licences: 3") for line in lines)
    assert [look_of(arg).register for arg in ways_in(shown)] == [view.id for view in held.views()]
    assert len(set(ways_in(shown))) > 2 and does(shown) == []


def test_what_is_no_register_but_stands_in_rows_leads_to_those_that_say_it() -> None:
    shown = all_registers(shelves("Engine", "Engine two", "Brand"), "engine")
    lines = words(shown)
    assert "I know no register called “engine”. These hold rows that say it:" in lines
    assert any(line.startswith("Assets: 2") for line in lines) and not any(line.startswith("Lic") for line in lines)
    (only,) = (look_of(arg) for arg in ways_in(shown))
    assert (only.register, only.words) == (ASSET, "engine") and does(shown) == ["register"]


def test_what_is_no_register_and_stands_in_no_row_leads_to_all_of_them() -> None:
    held = shelves()
    shown = all_registers(held, "the moon")
    assert "I know no register called “the moon”. These are the registers here:" in words(shown)
    assert ways_in(shown) == ways_in(all_registers(held))


def test_rows_are_taken_from_a_file_or_pasted_and_change_answers_only_where_that_is_ticked() -> None:
    form = import_form(shelves(), VIEW)
    assert (form.ref.do, form.ref.arg, form.intro) == ("register_import", ASSET, (("Assets",),))
    assert [(field.label, field.kind, field.required) for field in form.fields] == [
        ("A CSV file", "file", False),
        ("Or paste rows", "long_text", False),
        ("Answers that stand", "many", False),
    ]
    (tick,) = form.fields[2].entries
    assert tick.label.startswith("Change answers") and form.fields[2].initial == ()


def test_what_a_register_is_about_stands_below_its_title_and_beside_its_count() -> None:
    team = team_of()
    said = msgspec.structs.replace(VIEW, about="What could be copied.")
    team.library = msgspec.structs.replace(team.library, registers=(said,))
    assert team.programme is not None
    held = Shelves(team, team.programme, team.library, team.now)
    lines = words(one_register(held, said, Look(ASSET)))
    assert lines[0] == "Assets (2)" and "What could be copied." in lines
    assert any("What could be copied." in line for line in words(all_registers(held)))
    assert "What could be copied." not in words(one_register(held, VIEW, Look(ASSET)))


def test_a_press_about_a_row_leads_back_to_that_row() -> None:
    assert row_of(row_arg(ASSET, ItemId("asset-7"))) == (ASSET, ItemId("asset-7"))
