"""All registers with their counts, what is looked for in them, and the form that takes rows in."""

from __future__ import annotations

import msgspec

from flows.engine.listing import Shelves
from flows.engine.screens.registers import Look, all_registers, import_form, look_of, one_register, row_arg, row_of
from flows.model.ids import ItemId
from flows.model.registers import RegisterView
from flows.model.rowevents import RowTakenOut
from flows.model.screens import Row, Screen
from tests.builders import JON, MARIA
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


def used_first(*ids: str, only: tuple[str, ...] = ()) -> Shelves:
    """The registers of a team, those of these ids used first. ``only``: no others than these."""
    held = shelves()
    listed = tuple(
        RegisterView(view.id, view.title, view.one, first=view.id in ids)
        for view in held.views()
        if not only or view.id in only
    )
    held.library = msgspec.structs.replace(held.library, registers=listed, **({"flows": {}} if only else {}))
    return held


def test_registers_that_hold_something_and_are_used_first_stand_there_and_the_rest_in_one_line() -> None:
    held = used_first(ASSET, "country")
    shown = all_registers(held)
    assert [look_of(arg).register for arg in ways_in(shown)] == [ASSET], "countries are used first, and hold nothing"
    folded = next(line for line in words(shown) if line.startswith("Also here:"))
    empty = sum(not held.rows(view) for view in held.views())
    assert folded.startswith("Also here: Licences (3)") and folded.endswith(f"{empty} more that hold nothing yet")
    assert does(shown) == ["register"]
    whole = all_registers(held, whole=True)
    assert [look_of(arg).register for arg in ways_in(whole)] == [view.id for view in held.views()] and does(whole) == []
    # What nobody knows leads to the same, folded likewise.
    assert ways_in(all_registers(held, "the moon")) == ways_in(shown)


def test_where_nothing_is_held_yet_what_people_use_first_stands_there_and_what_holds_nothing_is_only_counted() -> None:
    shown = all_registers(used_first("country"))
    assert [look_of(arg).register for arg in ways_in(shown)] == ["country"]
    folded = next(line for line in words(shown) if line.startswith("Also here:"))
    assert folded.startswith("Also here: Assets (2), Licences (3)")
    shown = all_registers(used_first("country", only=("country", ASSET)))
    assert "Also here: Assets (2)" in words(shown), "nothing is said of empty ones where there are none"


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
    tick, further = form.fields[2].entries
    assert tick.label.startswith("Change answers") and form.fields[2].initial == ()
    assert further.label.startswith("Let conditions fall too")


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


def test_a_row_that_was_taken_out_is_counted_nowhere_among_the_others() -> None:
    team = team_of("Engine", "Handbook", "Scrap")
    team.say(MARIA, RowTakenOut(ASSET, team.item("Scrap")))
    assert team.programme is not None
    held = Shelves(team, team.programme, team.library, team.now)
    (of_all,) = [line for line in words(all_registers(held)) if line.startswith("Assets: ")]
    assert of_all == "Assets: 2"
    lines = words(one_register(held, VIEW, Look(ASSET)))
    assert lines[0] == "Assets (2, and 1 taken out)" and any("Scrap · taken out" in line for line in lines)
    assert "Assets: 0, and 1 taken out" in words(all_registers(held, "scrap"))


def test_a_press_about_a_row_leads_back_to_that_row() -> None:
    assert row_of(row_arg(ASSET, ItemId("asset-7"))) == (ASSET, ItemId("asset-7"))


def test_a_register_is_offered_as_a_file_to_whoever_may_have_it_as_one() -> None:
    held = shelves()
    view = next(view for view in held.views() if view.id == ASSET)
    for reader, offered in ((MARIA, True), (JON, False)):
        assert ("register_export" in does(one_register(held, view, Look(ASSET), reader))) is offered
