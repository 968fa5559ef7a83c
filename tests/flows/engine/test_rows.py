"""Rows changed by hand: added, renamed, taken out, brought back and taken from files; what an answer says of them is left to the answer."""

from __future__ import annotations

import msgspec
import pytest

from flows.authoring.paper import lines_of
from flows.engine.importing import MOST_BAD
from flows.engine.listing import Shelves, spoken_of, table
from flows.engine.screens.registers import A_PAGE, Look, add_form, all_registers, edit_form, look_of, one_register
from flows.engine.screens.wording import answer_line, plain
from flows.model.country import CountryField
from flows.model.effects import SendRegister, Whispered, Words
from flows.model.events import FigureEntered
from flows.model.flow import Library
from flows.model.ids import FlowId, ItemId, QuestionId, RegisterId
from flows.model.people import Role
from flows.model.programme import Item
from flows.model.registers import ACTIONS, FIGURES, FINDINGS, Column, From, RegisterView
from flows.model.rowevents import (
    RegisterExported,
    RowAdded,
    RowBroughtBack,
    RowEvent,
    RowRenamed,
    RowsImported,
    RowTakenOut,
)
from flows.model.session import SessionState
from flows.model.values import Choice, Countries, Day, Items, People, Text
from tests.builders import JON, MARIA, NO, NOW, PRIYA, YES, Team, confirming, effects_of, is_refused, spot, told
from tests.flows.engine.crew import at_assets
from tests.flows.engine.several import CHECKS, VENDOR, VENDORS, Runs
from tests.flows.engine.test_registers import SHOWN, at_shown

ASSET, PLACE, LEDGER = RegisterId("asset"), RegisterId("country"), RegisterId("disclosure")


def out(team: Team, name: str, register: RegisterId = ASSET) -> RowTakenOut:
    return RowTakenOut(register, team.item(name))


def listed(team: Team, view: RegisterView, look: Look | None = None) -> str:
    """A register as its lines."""
    return "\n".join(lines_of(one_register(shelves(team, view), view, look or Look(view.id)), {}))


def shelves(team: Team, *views: RegisterView) -> Shelves:
    assert team.programme is not None
    library: Library = msgspec.structs.replace(team.library, registers=views)
    return Shelves(team, team.programme, library, team.now)


# ── rows ─────────────────────────────────────────────────────────────────────


def test_a_row_added_by_hand_is_asked_about_like_any_other_and_once_only() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    assert told(team.say(JON, RowAdded(ASSET, "  The   brand "))) == ["register.added"]
    assert team.live("asset") == ["Engine", "The brand"] and "row_added" in team.logged()
    assert team.now_open == f"authorship.created_by/{team.item('Engine')}", "what was open stays open"
    team.click(Choice("employee"))
    team.skip()
    assert team.now_open == "naming.jewels", "who answered for all was not asked about the new row"
    assert is_refused(team.say(JON, RowAdded(ASSET, "ENGINE")), "register.there")
    assert is_refused(team.say(JON, RowAdded(ASSET, " ")), "misfit.name")


def test_a_renamed_row_keeps_its_id_its_answers_and_what_was_recorded_of_it() -> None:
    team = at_shown()
    for given in (Text("a customer"), YES, YES):
        team.click(given)
    engine = team.item("Engine")
    assert told(team.say(JON, RowRenamed(ASSET, engine, "Motor"))) == ["register.renamed"]
    assert team.live("asset") == ["Motor", "App"] and team.rows[engine].name == "Motor"
    assert team.live("disclosure") == ["Motor", "Talks"]
    assert [entry.about for entry in team.log if entry.what == "row_renamed"] == [f"{engine}: Engine"]


def test_a_name_that_another_row_has_or_that_is_no_name_is_refused() -> None:
    team = at_assets("Engine", "App")
    for name, why in (("app", "register.name_taken"), ("", "misfit.name"), ("x" * 81, "misfit.name")):
        assert is_refused(team.say(JON, RowRenamed(ASSET, team.item("Engine"), name)), why)
    assert is_refused(team.say(JON, RowRenamed(ASSET, ItemId("asset-99"), "New")), "run.row_gone")


def test_a_row_that_no_answer_names_goes_out_and_comes_back_as_it_was() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    run = team.run("Acme")
    assert told(team.say(JON, out(team, "Acme", VENDOR)))[0] == "register.out"
    assert team.live("vendor") == [] and team.sessions[run.id].state is SessionState.PAUSED
    assert is_refused(team.say(JON, out(team, "Acme", VENDOR)), "run.row_gone")
    back = RowBroughtBack(VENDOR, team.item("Acme"))
    assert told(team.say(JON, back))[0] == "register.back"
    assert team.live("vendor") == ["Acme"] and team.sessions[run.id].state is SessionState.ASKING
    assert is_refused(team.say(JON, back), "register.not_out")


def test_a_row_that_an_answer_names_goes_out_of_that_answer_after_a_preview() -> None:
    team = at_assets("Engine", "App")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("contractor"))
    asked = team.say(JON, out(team, "Engine"))
    assert told(asked)[0] == "register.out_asked" and confirming(asked) == ["naming.assets"]
    assert team.live("asset") == ["Engine", "App"], "nothing is out before the yes"
    team.confirm()
    assert team.live("asset") == ["App"]
    assert told(team.say(JON, out(team, "App")))[0] == "register.out", "nothing follows from it, so it is out at once"
    assert team.live("asset") == []


def test_an_answer_whose_rows_are_all_out_says_what_they_were_called_and_is_asked_for_again() -> None:
    team = at_assets("Engine")
    team.say(JON, RowAdded(ASSET, "Brand"))
    engine, brand = team.item("Engine"), team.item("Brand")
    team.click(Items((engine, brand)))
    jewels = team.answer("naming.jewels")
    team.say(JON, out(team, "Brand"))
    scene = team.scene()
    assert plain(answer_line(scene, jewels)) == "Engine, Brand (taken out)"
    assert scene.facts.mark(QuestionId("naming.jewels"), engine) is True, "what is left of it counts"

    team.say(JON, RowBroughtBack(ASSET, brand))
    team.click(Items((brand,)), "naming.jewels")
    team.confirm("naming.jewels")
    team.say(JON, out(team, "Brand"))
    facts = team.scene().facts
    assert (
        facts.answer(QuestionId("naming.jewels"), None) is None
        and facts.mark(QuestionId("naming.jewels"), engine) is None
    )
    assert facts.outdated(spot("naming.jewels"))
    team.say(JON, RowBroughtBack(ASSET, brand))
    assert team.scene().facts.mark(QuestionId("naming.jewels"), engine) is False, "nothing was deleted: it counts again"


def test_an_answer_that_does_not_count_now_does_not_hold_its_row() -> None:
    team = at_assets("Engine")
    team.click(NO, "triage.shares")
    team.confirm()
    assert told(team.say(JON, out(team, "Engine"))) == ["register.out"]
    assert team.live("asset") == []


def test_what_bars_an_answer_bars_taking_its_row_out_too() -> None:
    team = at_assets("Engine")
    team.pause()
    assert is_refused(team.say(JON, out(team, "Engine")), "stale.paused")


def test_a_country_is_added_by_its_name_taken_out_of_its_answer_and_never_renamed() -> None:
    team = Runs.of(VENDORS)
    team.click(Countries(("IN", "PL")))
    assert is_refused(team.say(JON, RowAdded(PLACE, "Atlantis")), "run.no_country")
    assert told(team.say(JON, RowAdded(PLACE, "vietnam"))) == ["register.added"]
    assert is_refused(team.say(JON, RowRenamed(PLACE, team.item("India"), "Bharat")), "register.country_name")
    assert told(team.say(JON, out(team, "India", PLACE)))[0] == "register.out"
    assert team.live("country") == ["Poland", "Viet Nam"] or team.live("country") == ["Poland", "Vietnam"]
    told_of = told_lines(team.say(JON, RowsImported(PLACE, "PL\nspain\nAtlantis\n")))
    assert told_of == ["register.imported", "register.import.new", "register.import.no_country"]
    assert "Spain" in team.live("country")


@pytest.mark.parametrize("event", [RowAdded(LEDGER, "New"), RowsImported(LEDGER, "New")])
def test_what_is_recorded_is_changed_by_nobody(event: RowEvent) -> None:
    assert is_refused(at_shown().say(MARIA, event), "register.not_by_hand")


# ── files ────────────────────────────────────────────────────────────────────


def told_lines(outcome: object) -> list[str]:
    reply = getattr(outcome, "reply", None)
    return [note.key for note in reply.notes] if isinstance(reply, Whispered) else []


def named_before(team: Team, count: int) -> tuple[str, dict[str, object]]:
    """That the list of assets was answered before so many rows were there."""
    return "register.import.before", {"question": Words(team.ref.id, spot("naming.assets"), "text"), "count": count}


def test_a_file_adds_what_is_new_tells_what_is_wrong_and_changes_nothing_the_second_time() -> None:
    team = at_assets("Engine")
    team.say(JON, RowAdded(ASSET, "Old"))
    team.say(JON, out(team, "Old"))
    text = "Asset,State,Owner\nEngine,,\nApp,in use,jon\nold,,\nOld plan,taken out,\n,,\n"
    for added in (1, 0):
        outcome = team.say(JON, RowsImported(ASSET, text))
        assert isinstance(outcome.reply, Whispered) and not outcome.refused and bool(outcome.saves) == bool(added)
        assert outcome.reply.notes[0].values == {"added": added, "known": 3 - added, "bad": 1}
        assert [(note.key, note.values) for note in outcome.reply.notes[1:]] == [
            *([("register.import.new", {"names": "“App”"})] if added else []),
            ("register.import.out", {"row": 4}),
            ("register.import.passed", {"titles": "Owner"}),
            *([named_before(team, 1)] if added else []),
        ]
    assert team.live("asset") == ["Engine", "App"]


def test_of_many_bad_rows_the_first_are_told_and_the_others_counted() -> None:
    many = "Name\n" + "Same\n" * (MOST_BAD + 3)
    notes = told_lines(at_assets("Engine").say(JON, RowsImported(ASSET, many)))
    assert notes == [
        "register.imported",
        "register.import.new",
        *["register.import.twice"] * MOST_BAD,
        "register.import.more",
        "register.import.before",
    ]
    assert is_refused(at_assets("Engine").say(JON, RowsImported(ASSET, "")), "register.import.empty")


def test_new_rows_are_named_up_to_five_and_one_near_a_known_name_is_asked_about_and_still_added() -> None:
    team = at_assets("Style guide")
    outcome = team.say(JON, RowsImported(ASSET, "Name\nStyle guid\nLoom\nKiln\nAnvil\nForge\nPress\nLathe\n"))
    assert isinstance(outcome.reply, Whispered)
    assert [(note.key, note.values) for note in outcome.reply.notes] == [
        ("register.imported", {"added": 7, "known": 0, "bad": 0}),
        ("register.import.new_more", {"names": "“Style guid”, “Loom”, “Kiln”, “Anvil”, “Forge”", "more": 2}),
        ("register.import.near", {"name": "Style guid", "known": "Style guide"}),
        named_before(team, 7),
    ]
    assert "Style guid" in team.live("asset")


def test_of_many_new_names_near_a_known_one_the_first_are_asked_about_and_the_others_counted() -> None:
    many = "Name\n" + "".join(f"Style guide {chr(65 + at)}\n" for at in range(MOST_BAD + 2))
    notes = told_lines(at_assets("Style guide").say(JON, RowsImported(ASSET, many)))
    near = ["register.import.near"] * MOST_BAD
    more = ["register.import.near_more", "register.import.before"]
    assert notes == ["register.imported", "register.import.new_more", *near, *more]


def test_only_owner_and_counsel_get_a_register_as_a_file() -> None:
    team = at_assets("Engine")
    team.give(Role.COUNSEL, PRIYA)
    assert is_refused(team.say(JON, RegisterExported(ASSET)), "export.not_yours")
    for who in (MARIA, PRIYA):
        assert effects_of(team.say(who, RegisterExported(ASSET)), SendRegister) == [SendRegister(who, ASSET)]
    assert [entry.about for entry in team.log if entry.what == "exported"] == ["asset", "asset"]


# ── what is shown ────────────────────────────────────────────────────────────


def test_beside_a_row_stand_marks_answers_and_what_was_recorded_as_they_are_now() -> None:
    team = at_shown()
    flow = SHOWN.id
    assets = RegisterView(
        ASSET,
        "Assets",
        "asset",
        (
            Column("shown", "Shown", From.MARK, flow, QuestionId("naming.shown")),
            Column("to", "To", From.ANSWER, flow, QuestionId("showing.to")),
            Column("old", "Old", From.ANSWER, flow, QuestionId("showing.later")),
            Column("far", "Far", From.ANSWER, FlowId("elsewhere"), QuestionId("far.away")),
        ),
    )
    ledger = RegisterView(LEDGER, "Ledger", "row", (Column("nda", "NDA", From.FIELD, flow, QuestionId("showing.nda")),))
    assert "Shown: Yes" in listed(team, assets) and "Shown: No" in listed(team, assets)
    words = " ".join(["long"] * 60)
    team.click(Text(words))
    assert "NDA" not in listed(team, ledger), "what is not known is not told"
    team.click(NO)
    assert "To: long" in listed(team, assets) and words not in listed(team, assets)
    assert "NDA: No" in listed(team, ledger) and "Edit" not in listed(team, ledger)
    rows = table(shelves(team, assets), assets, {})
    assert rows[0] == ["Name", "Shown", "To", "Old", "Far", "State", "Since"]
    assert rows[1][:4] == ["Engine", "Yes", words, ""] and rows[1][5] == "in use"
    assert "Engine" in listed(team, assets, Look(ASSET, words="ENGINE long")) and "App" not in listed(
        team, assets, Look(ASSET, words="engine long")
    )
    assert "No row says that." in listed(team, assets, Look(ASSET, words="nothing"))


def test_a_long_register_is_turned_page_by_page() -> None:
    team = at_assets("Engine")
    view = RegisterView(ASSET, "Assets", "asset")
    team.say(JON, RowsImported(ASSET, "\n".join(f"Part {number}" for number in range(2 * A_PAGE))))
    first, second, beyond = (listed(team, view, Look(ASSET, page)) for page in (0, 1, 9))
    assert "Page 1 of 3" in first and "[Next]" in first and "[Previous]" not in first
    assert "Page 2 of 3" in second and "[Next]" in second and "[Previous]" in second
    assert "Page 3 of 3" in beyond and "[Next]" not in beyond
    look = Look(ASSET, 2, "a | b")
    assert look_of(look.arg) == look and look_of("asset|x|") == Look(ASSET)


def test_findings_and_actions_are_registers_to_look_through() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("contractor"))
    own = [Column(fact, fact.upper(), From.OWN) for fact in ("severity", "about", "part", "owner", "due", "opened")]
    findings = RegisterView(FINDINGS, "Findings", "finding", tuple(own))
    actions = RegisterView(ACTIONS, "Actions", "action", tuple(own[1:]))
    told_of = listed(team, findings)
    held = "PART: A sample · OWNER: a colleague, as nobody is counsel yet · DUE: 7 December 2026 · OPENED: 23 November 2026"
    assert f"SEVERITY: high · ABOUT: Engine · {held}" in told_of.replace("High", "high").replace("Counsel", "counsel")
    assert "SEVERITY: medium · PART: A sample" in told_of.replace("Medium", "medium")
    told_of = listed(team, actions)
    assert "OWNER: a colleague, as nobody is counsel yet" in told_of and "DUE: 7 December 2026" in told_of
    assert spoken_of(shelves(team, actions), actions) == {MARIA}
    of_others = one_register(shelves(team, actions), actions, Look(ACTIONS), JON)
    others, press = "\n".join(lines_of(of_others, {})), "(Done ·"
    mine = [action for action in team.todo() if action.owner == JON or action.role is Role.COUNSEL]
    assert 0 < others.count(press) == len(mine) < told_of.count(press), "what is Maria's is not Jon's to close"
    done = team.todo()[0]
    team.close(done)
    assert listed(team, actions).count("DUE") == len(team.todo())
    assert told_of.count("DUE") > listed(team, findings).count("DUE") == 1, "what was done has no day any more"
    assert len(table(shelves(team, actions), actions, {MARIA: "Maria"})) == len(team.work) + 1


def test_what_the_engine_writes_is_read_as_a_person_would() -> None:
    team = at_assets("Engine")
    team.say(JON, FigureEntered("IN", CountryField.RULE_OF_LAW, "-0.2", "the new release", 2025))
    figures = RegisterView(
        FIGURES, "Own figures", "figure", tuple(Column(name, name, From.KEPT) for name in ("value", "year", "none"))
    )
    assert "India: Rule of law, World Bank estimate" in listed(team, figures)
    assert "value: -0.2 · year: 2025" in listed(team, figures)
    team.say(JON, FigureEntered("IN", CountryField.SPECIAL_301, "wl", "the report", 2026))
    assert "value: watch list · year: 2026" in listed(team, figures), "a code is told in plain words"
    fields = {
        "state": Choice("asked"),
        "until": Day(NOW.date()),
        "who": People((JON,)),
        "what": Items((team.item("Engine"), ItemId("gone-1"))),
    }
    team.rows[ItemId("y-1")] = Item(ItemId("y-1"), RegisterId("yes"), "First", 99, MARIA, team.now, {**fields})
    columns = tuple(Column(name, name, From.KEPT, words={"asked": "asked for"}) for name in fields)
    told_of = listed(team, RegisterView(RegisterId("yes"), "Approvals", "approval", columns))
    assert (
        "state: asked for · until: 23 November 2026 · who: Jon · what: Engine, a row that is not here any more"
        in told_of.replace("a colleague", "Jon")
    )


def test_what_a_run_for_another_row_asked_stands_beside_a_row_too() -> None:
    team = Runs.of(VENDORS)
    column = Column("sees", "Seen", From.ANSWER, CHECKS.id, QuestionId("parts.sees"))
    view = RegisterView(ASSET, "Assets", "asset", (column,))
    team.begin(CHECKS, "Acme")
    assert "Seen" not in listed(team, view)
    team.go("Acme")
    assert "Seen: No" in listed(team, view)


def test_a_finding_of_a_run_tells_for_whom_the_run_is() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.click(NO)
    findings = RegisterView(FINDINGS, "Findings", "finding", (Column("about", "About", From.OWN),))
    assert "About: Acme" in listed(team, findings)


def test_all_registers_are_listed_with_their_counts_and_an_unknown_one_is_named() -> None:
    team = at_assets("Engine", "App")
    view = RegisterView(ASSET, "Things", "asset", also=("inventory",))
    text = "\n".join(lines_of(all_registers(shelves(team, view), "assts"), {}))
    assert "I know no register called “assts”" in text and "Things: 2" in text.replace("*", "") and "Licences" in text
    found = [shelves(team, view).view(word) for word in ("ASSETS", "inventory", "thing")]
    assert found == [view, view, None]


def test_the_form_of_a_row_leads_to_its_answers() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    view = RegisterView(
        ASSET, "Assets", "asset", (Column("jewel", "Jewel", From.MARK, FlowId("sample"), QuestionId("naming.jewels")),)
    )
    looked = shelves(team, view)
    form = edit_form(looked, view, looked.rows(view)[0])
    assert form is not None and [field.name for field in form.fields] == ["name", "change"]
    assert [entry.value for entry in form.fields[1].entries] == [f"{team.ref.id}|naming.jewels"]
    assert add_form(looked, view).fields[0].kind == "text"


def test_a_country_without_answers_has_nothing_to_edit_and_is_picked_when_it_is_added() -> None:
    team = Runs.of(VENDORS)
    team.click(Countries(("IN",)))
    view = RegisterView(PLACE, "Countries", "country")
    looked = shelves(team, view)
    assert edit_form(looked, view, looked.rows(view)[0]) is None
    assert add_form(looked, view).fields[0].kind == "country"
    actions = RegisterView(ACTIONS, "Actions", "action")
    team.skip()
    looked = shelves(team, actions)
    assert edit_form(looked, actions, looked.rows(actions)[0]) is None
