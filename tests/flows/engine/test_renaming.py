"""A row that was renamed is found by its former names: in answers, forms, files, questions and searches."""

from __future__ import annotations

import copy

import msgspec
import pytest

from flows.engine.cells import read_cell
from flows.engine.fitting import tidied
from flows.engine.listing import Shelves
from flows.engine.pressing import pressed
from flows.engine.readers import Context, Read, read
from flows.engine.readers.own import NAMED, Own, asks_of_own
from flows.engine.readers.sharing import read_sharing
from flows.engine.screens.findings import findings
from flows.engine.screens.registers import FORMER, Look, all_registers, edit_form, one_register
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import MOST_FORMER, with_former
from flows.engine.sharing import side_row
from flows.model.effects import Tell
from flows.model.flow import Library, Question
from flows.model.ids import ItemId, QuestionId, RegisterId
from flows.model.ledger import ASSETS, VENDORS
from flows.model.programme import Item
from flows.model.registers import RegisterView
from flows.model.rowevents import RowAdded, RowRenamed, RowsImported, RowTakenOut
from flows.model.sharing import Side
from flows.model.values import Choice, Items, NewItems
from tests.builders import JON, MARIA, NO, NOW, Team, effects_of, is_refused, spot, told
from tests.flows.engine.crew import Crew, at_assets, words
from tests.flows.engine.several import CHECKS, VENDOR, Runs
from tests.flows.engine.several import VENDORS as STAGE
from tests.flows.engine.test_agreements import two_read
from tests.flows.engine.test_touching import turn_of

ASSET = RegisterId("asset")
VIEW = RegisterView(ASSET, "Assets", "asset")
KODEX = Item(ItemId("vendor-1"), VENDORS, "Kodex Ltd", 1, MARIA, NOW, formerly=("Kodex",))
OTHER = Item(ItemId("vendor-2"), VENDORS, "Brightline", 2, MARIA, NOW)
ENGINE = Item(ItemId("asset-1"), ASSETS, "Rate engine", 1, MARIA, NOW, formerly=("Engine",))
HERE = Context(NOW, "UTC", "en_GB", (KODEX, OTHER))


def renamed(team: Team, before: str, name: str) -> ItemId:
    item = team.item(before)
    assert told(team.say(JON, RowRenamed(ASSET, item, name))) == ["register.renamed"]
    return item


def question(team: Crew, name: str) -> Question:
    return Scene(team, next(iter(team.sessions)), team.library, team.now).plan.questions[QuestionId(name)]


def shelves(team: Team, *views: RegisterView) -> Shelves:
    assert team.programme is not None
    library: Library = msgspec.structs.replace(team.library, registers=views)
    return Shelves(team, team.programme, library, team.now)


# ── named ────────────────────────────────────────────────────────────────────


def test_a_former_name_in_an_answer_is_the_row_and_makes_no_second_one() -> None:
    team = at_assets("Engine", "App")
    engine = renamed(team, "Engine", "Motor")
    team.click(NewItems((), ("engine", "App")), "naming.assets")
    assert team.live("asset") == ["Motor", "App"]
    assert [row.formerly for row in team.rows.values() if row.id == engine] == [("Engine",)]


def test_a_former_name_added_by_hand_is_refused_with_what_is_called_so_now() -> None:
    team = at_assets("Engine", "App")
    renamed(team, "Engine", "Motor")
    refused = team.say(JON, RowAdded(ASSET, " engine "))
    assert is_refused(refused, "register.there.formerly")
    assert is_refused(team.say(JON, RowAdded(ASSET, "Motor")), "register.there")


def test_another_row_may_take_a_former_name_on_and_has_it_alone() -> None:
    team = at_assets("Engine", "App")
    engine, app = renamed(team, "Engine", "Motor"), renamed(team, "App", "Engine")
    team.click(NewItems((), ("Motor", "engine")), "naming.assets")
    assert team.live("asset") == ["Motor", "Engine"]
    assert [team.rows[item].formerly for item in (engine, app)] == [(), ("App",)]


def test_a_run_is_started_for_a_row_by_its_former_name() -> None:
    team = Runs.of(STAGE)
    team.begin(CHECKS, "Kodex")
    item = team.item("Kodex")
    assert told(team.say(JON, RowRenamed(VENDOR, item, "Kodex Ltd"))) == ["register.renamed"]
    team.begin(CHECKS, "kodex")
    assert team.live("vendor") == ["Kodex Ltd"]
    assert {run.item for run in team.sessions.values()} == {None, item}, "no run for anybody else"


def test_a_side_of_a_sharing_is_found_by_a_former_name_and_the_row_that_was_picked_comes_first() -> None:
    team = at_assets("Engine", "App")
    engine, app = renamed(team, "Engine", "Motor"), team.item("App")
    turn = turn_of(team)
    assert side_row(turn, Side(name="Engine"), ASSET).id == engine
    assert side_row(turn, Side(app, "Engine"), ASSET).id == app


# ── read ─────────────────────────────────────────────────────────────────────


def test_replies_forms_and_cells_read_a_former_name_as_the_row() -> None:
    team = at_assets("Engine", "App")
    which, many = (question(team, name) for name in ("naming.jewels", "naming.assets"))
    for said in ("Kodex", "it's kodex", "the Kodex"):
        assert read(which, said, HERE) == Read(Items((KODEX.id,)))
    assert read(many, "Kodex, Nordwind", HERE) == Read(NewItems((KODEX.id,), ("Nordwind",)))
    assert pressed(many, ("Kodex\nKodex Ltd\nNordwind",), (), HERE) == NewItems((KODEX.id,), ("Nordwind",))
    assert read_cell(which, "Kodex, Brightline", HERE, team.library.texts) == Items((KODEX.id, OTHER.id))
    engine = renamed(team, "Engine", "Motor")
    turn = turn_of(team)
    assert tidied(turn, many, NewItems((), ("ENGINE", "Plan"))) == NewItems((engine,), ("Plan",))


def test_may_i_share_understands_former_names_and_says_what_it_read() -> None:
    found = read_sharing("share engine with Kodex", (ENGINE,), (KODEX, OTHER), HERE, done=False)
    assert (found.asset.row, found.vendor.row) == (ENGINE.id, KODEX.id)
    assert found.asset.guessed and found.vendor.guessed, "so that the answer says what was read as that"
    found = read_sharing("share the rate engine with Kodex Ltd", (ENGINE,), (KODEX, OTHER), HERE, done=False)
    assert not found.asset.guessed and not found.vendor.guessed
    both = read_sharing("share engine with Kodex and Brightline", (ENGINE,), (KODEX, OTHER), HERE, done=False)
    assert both.vendor.several == (KODEX.id, OTHER.id)


@pytest.mark.parametrize("name", ["Kodex", "Kodex Ltd"])
def test_a_question_about_ones_own_programme_may_name_a_row_as_it_was_called(name: str) -> None:
    row = msgspec.structs.replace(KODEX, register=NAMED[0])
    assert asks_of_own(f"why is {name} closed?", (row,)) is Own.STANDING


def test_an_answer_is_changed_by_the_former_name_of_what_it_is_about() -> None:
    team = at_assets("Engine", "App")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("contractor"))
    engine = renamed(team, "Engine", "Motor")
    outcome = team.reply("change the answer about created by engine")
    assert [one.spot for one in effects_of(outcome, Tell) if isinstance(one, Tell)] == [
        spot("authorship.created_by", engine)
    ]


# ── looked for ───────────────────────────────────────────────────────────────


def test_a_register_is_searched_by_former_names_which_stand_beside_what_was_found() -> None:
    team = at_assets("Engine", "App")
    renamed(team, "Engine", "Motor")

    def found(word: str) -> list[str]:
        return words(one_register(shelves(team, VIEW), VIEW, Look(ASSET, words=word)))

    assert "Motor, formerly Engine" in "\n".join(found("engin")) and "App" not in found("engin")
    assert "formerly" not in "\n".join(found("motor")), "it helps only who looked for the old name"
    every = words(one_register(shelves(team, VIEW), VIEW, Look(ASSET)))
    assert "formerly" not in "\n".join(every)
    assert "Assets: 1" in "\n".join(words(all_registers(shelves(team, VIEW), "engine")))
    row = next(row for row in shelves(team, VIEW).rows(VIEW) if row.of == team.rows[team.item("Motor")])
    form = edit_form(shelves(team, VIEW), VIEW, row)
    assert form is not None and "".join(map(str, form.intro[0])).endswith(", formerly Engine")


def test_of_many_former_names_the_newest_are_shown() -> None:
    team, names = at_assets("Engine"), [f"Name {number}" for number in range(MOST_FORMER + 1)]
    assert "".join(map(str, with_former(team.library.texts, ("Engine",), names))).startswith("Engine, formerly Name 1,")


def test_findings_are_found_by_the_former_name_of_what_they_are_about() -> None:
    team = at_assets("Engine", "App")
    team.click(Items(tuple(map(team.item, ("Engine", "App")))))
    for _ in range(2):
        team.click(Choice("university"))
        team.skip()
    renamed(team, "Engine", "Motor")

    def about(name: str) -> list[str]:
        scenes = [Scene(team, session, team.library, team.now) for session in team.sessions]
        lines = words(findings(scenes, team.library.texts, MARIA, name))
        return [line for line in lines if line.startswith(("• ", "Only", "Nothing"))]

    only, *lines = about("engine")
    assert only == "Only what names “Motor, formerly engine”. For all of it: /ringfence findings."
    assert lines and all("Motor" in line for line in lines)


def test_findings_of_a_run_for_a_row_are_found_by_its_former_name_too() -> None:
    team = Runs.of(STAGE)
    team.begin(CHECKS, "Kodex")
    team.go("Kodex", guarded=NO)
    team.say(JON, RowRenamed(VENDOR, team.item("Kodex"), "Nordwind"))
    lines = words(findings(team.scenes(), team.library.texts, MARIA, "kodex"))
    assert "Only what names “Nordwind, formerly kodex”. For all of it: /ringfence findings." in lines


def test_agreements_are_found_by_the_former_name_of_the_other_side_and_of_themselves() -> None:
    team = copy.copy(two_read())
    acme, nda = team.row("Acme"), team.row("Acme NDA")
    changed = (
        msgspec.structs.replace(acme, formerly=("Zenith",)),
        msgspec.structs.replace(nda, formerly=("Letter of May",)),
    )
    team.rows = {**team.rows, **{row.id: row for row in changed}}
    assert team.names("zenith") == team.names("letter may") == ["Acme NDA"]
    assert two_read().names("zenith") == []


# ── files ────────────────────────────────────────────────────────────────────


def taken(team: Team, text: str) -> list[str]:
    return told(team.say(JON, RowsImported(ASSET, text)))


def test_a_file_with_a_former_name_is_about_the_row_and_changes_nothing() -> None:
    team = at_assets("Engine", "App")
    renamed(team, "Engine", "Motor")
    for _ in range(2):
        assert taken(team, "Name\nengine\nApp\n") == ["register.imported"]
        assert team.live("asset") == ["Motor", "App"]
    team.say(JON, RowTakenOut(ASSET, team.item("App")))


def test_of_two_lines_about_one_row_that_of_its_present_name_is_taken_wherever_it_stands() -> None:
    team = at_assets("Engine", "App")
    renamed(team, "Engine", "Motor")
    renamed(team, "Motor", "Drive")
    for text in ("Name\nEngine\nDrive\n", "Name\nDrive\nEngine\n", "Name\nEngine\nMotor\n"):
        outcome = team.say(JON, RowsImported(ASSET, text))
        assert told(outcome) == ["register.imported", "register.import.formerly"]
        assert team.live("asset") == ["Drive", "App"]


# ── known by it no longer ────────────────────────────────────────────────────


def test_a_former_name_that_is_taken_out_names_a_new_row_and_what_was_found_by_it_stays() -> None:
    team = at_assets("Engine", "App")
    engine = renamed(team, "Engine", "Motro")
    renamed(team, "Motro", "Motor")
    row = next(row for row in shelves(team, VIEW).rows(VIEW) if row.of == team.rows[engine])
    form = edit_form(shelves(team, VIEW), VIEW, row)
    assert form is not None
    assert [entry.value for field in form.fields if field.name == FORMER for entry in field.entries] == [
        "Engine",
        "Motro",
    ]
    team.click(NewItems((), ("motro",)), "naming.assets")
    before = team.answer("naming.assets")
    assert told(team.say(JON, RowRenamed(ASSET, engine, "Motor", ("MOTRO",)))) == ["register.former_out"]
    assert team.rows[engine].formerly == ("Engine",) and team.answer("naming.assets") == before
    assert [line.about for line in team.log if line.what == "former_name_out"] == [f"{engine}: Motro"]
    assert is_refused(team.say(JON, RowRenamed(ASSET, engine, "Motor", ("Motro",))), "register.former_gone")
    assert told(team.say(JON, RowAdded(ASSET, "Motro"))) == ["register.added"]
    assert told(team.say(JON, RowRenamed(ASSET, engine, "Rotor", ("Engine",)))) == [
        "register.renamed",
        "register.former_out",
    ]
    assert (team.rows[engine].name, team.rows[engine].formerly) == ("Rotor", ("Motor",))
