"""A flow that runs once for each row of a register: whom a run is for, how its stage stands, and what becomes of it with its row."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.digest import compose
from flows.engine.registers import is_of_countries
from flows.engine.screens import overview, question
from flows.model.conditions import Is, StageFact
from flows.model.effects import Outcome
from flows.model.events import Answered, Finished, Paused, Resumed
from flows.model.flow import Flow, Stage
from flows.model.ids import ItemId, QuestionId, RegisterId, SessionId, StageId
from flows.model.programme import StageState
from flows.model.session import SessionState, Spot
from flows.model.values import Countries, Items
from tests.builders import MARIA, NO, YES, flow_of, is_refused, library_of, spot, told
from tests.flows.engine.crew import words
from tests.flows.engine.several import BOTH, CHECKS, FIRST, NAMING, PLACES, VENDOR, VENDORS, Runs

# ── for whom a run is ──


def test_a_run_is_for_the_row_it_was_started_for_and_a_new_name_adds_it() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme  Labs")
    assert team.live("vendor") == ["Acme Labs"]
    assert team.ref.item == team.item("Acme Labs")
    assert team.programme is not None and team.programme.sessions[-1].item == team.ref.item


def test_the_row_is_at_hand_in_every_text_beside_the_item_of_a_section() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    scene = team.seen("Acme")
    assert "Does Acme keep what it gets apart?" in "\n".join(words(question.asked(scene, spot("gate.guarded"))))
    where = Spot(QuestionId("parts.sees"), team.item("Engine"))
    assert "Does Acme see Engine?" in "\n".join(words(question.asked(scene, where)))


def test_a_second_start_for_the_same_row_leads_to_the_run_that_is_there() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    again = team.begin(CHECKS, "acme")
    assert is_refused(again, "start.running")
    team.begin(CHECKS, "Bolt")
    assert is_refused(team.begin(CHECKS, item=team.item("Acme")), "start.running")
    team.say(MARIA, Paused(team.run("Acme").id))
    team.begin(CHECKS, "Acme")
    assert team.run("Acme").state is SessionState.ASKING
    assert len(team.sessions) == 3


@pytest.mark.parametrize(
    ("flow", "name", "key"),
    [
        (CHECKS, "", "run.which"),
        (CHECKS, "x" * 81, "misfit.name"),
        (PLACES, "Atlantis", "run.no_country"),
        (PLACES, "Poland, India", "run.no_country"),
    ],
)
def test_a_start_that_names_no_row_starts_nothing(flow: Flow, name: str, key: str) -> None:
    assert is_refused(Runs.of(BOTH).begin(flow, name), key)


def test_a_start_for_a_row_that_is_gone_meanwhile_starts_nothing() -> None:
    assert is_refused(Runs.of(VENDORS).begin(CHECKS, item=ItemId("vendor-99")), "run.row_gone")


def test_a_country_is_one_row_however_it_is_named() -> None:
    team = Runs.of(BOTH)
    team.click(Countries(("IN",)), "naming.places")
    team.begin(PLACES, "india")
    assert team.ref.item == ItemId("country-IN")
    assert is_refused(team.begin(PLACES, "IN"), "start.running")
    team.begin(PLACES, "Poland")
    assert team.live("country") == ["India", "Poland"]


def test_any_register_that_a_flow_fills_with_countries_is_one_of_countries() -> None:
    team = Runs.of(BOTH)
    assert is_of_countries(team.library, RegisterId("country"))
    assert not is_of_countries(team.library, VENDOR)
    other = flow_of(
        "  - section: a\n    title: A\n    questions:\n"
        "      - {ask: b, kind: country, register: licence, text: B, why: W., source: method}\n",
        "other",
    )
    assert is_of_countries(library_of(other), RegisterId("licence"))


def test_a_flow_that_is_gone_from_the_content_still_leads_to_its_run() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.library = library_of(NAMING, stages=(FIRST,))
    assert is_refused(team.begin(CHECKS, item=team.item("Acme")), "start.running")


# ── what is recorded ──


def test_two_runs_record_into_one_register_without_overwriting_each_other() -> None:
    team = Runs.of(VENDORS)
    for name, sees in (("Acme", YES), ("Bolt", NO)):
        team.begin(CHECKS, name)
        team.click(YES)
        team.click(sees)
    engine = team.item("Engine")
    kept = {
        row.fields["about"]: row.fields.get("sees")
        for row in team.rows.values()
        if row.register == "disclosure" and "sees" in row.fields
    }
    assert kept == {Items((engine, team.item("Acme"))): YES, Items((engine, team.item("Bolt"))): NO}
    once = [row for row in team.rows.values() if "guarded" in row.fields]
    assert [(row.name, row.fields["about"]) for row in once] == [
        ("Acme", Items((team.item("Acme"),))),
        ("Bolt", Items((team.item("Bolt"),))),
    ]


def test_a_row_that_an_earlier_release_named_by_its_item_is_still_that_of_the_session_that_recorded_it() -> None:
    team = Runs.of(VENDORS)
    engine = team.item("Engine")
    for name in ("Acme", "Bolt"):
        team.begin(CHECKS, name)
        team.click(YES)
        team.click(YES)
    new = next(row for row in team.rows.values() if "sees" in row.fields)
    del team.rows[new.id]
    old = msgspec.structs.replace(new, id=ItemId(f"disclosure-{engine}"))
    team.rows[old.id] = old
    before = len(team.rows)
    for name in ("Bolt", "Acme"):
        team.say(MARIA, Answered(team.run(name).id, Spot(QuestionId("parts.sees"), engine), 1, NO))
    assert team.rows[old.id].fields["sees"] == NO
    assert len(team.rows) == before


# ── the stage ──


def test_a_stage_is_done_when_every_row_has_a_finished_run_and_reopened_by_a_new_row() -> None:
    team = Runs.of(VENDORS)
    assert team.stage() is StageState.OPEN
    team.begin(CHECKS, "Acme")
    team.begin(CHECKS, "Bolt")
    assert team.stage() is StageState.IN_PROGRESS
    team.go("Acme")
    assert team.stage() is StageState.IN_PROGRESS
    team.go("Bolt")
    assert team.stage() is StageState.DONE
    team.begin(CHECKS, "Cargo")
    assert team.stage() is StageState.REOPENED
    team.go("Cargo")
    assert team.stage() is StageState.DONE


def test_a_stage_of_several_flows_is_done_when_all_of_them_are() -> None:
    team = Runs.of(BOTH)
    team.click(Countries(("IN",)), "naming.places")
    team.begin(PLACES, "India")
    team.go_country("India")
    assert team.stage() is StageState.IN_PROGRESS
    team.begin(CHECKS, "Acme")
    team.go("Acme")
    assert team.stage() is StageState.DONE


def test_an_answer_that_names_one_more_row_reopens_the_stage_and_one_that_takes_it_out_settles_it() -> None:
    team = Runs.of(Stage(StageId("checks"), "Checks", PLACES.id))
    naming = team.ref.id
    where = spot("naming.places")
    team.say(MARIA, Answered(naming, where, 0, Countries(("IN",))))
    team.begin(PLACES, "India")
    team.go_country("India")
    assert team.stage() is StageState.DONE
    team.say(MARIA, Answered(naming, where, 1, Countries(("IN", "PL"))))
    assert team.stage() is StageState.REOPENED
    team.say(MARIA, Answered(naming, where, 2, Countries(("IN",))))
    assert team.stage() is StageState.DONE


def test_a_locked_stage_starts_no_run_and_adds_no_row() -> None:
    gate = Is(StageFact(StageId("first")), ("done",))
    team = Runs.of(msgspec.structs.replace(VENDORS, opens_when=gate, closed="Name the assets first."))
    assert is_refused(team.begin(CHECKS, "Acme"), "start.locked")
    assert team.live("vendor") == []


# ── a row that is taken out ──


def without_india() -> tuple[Runs, SessionId, Outcome]:
    """A team with a run for India, which its answer no longer names."""
    team = Runs.of(BOTH)
    naming = team.ref.id
    team.say(MARIA, Answered(naming, spot("naming.places"), 0, Countries(("IN", "PL"))))
    team.begin(PLACES, "India")
    gone = team.say(MARIA, Answered(naming, spot("naming.places"), 1, Countries(("PL",))))
    return team, naming, gone


def test_the_run_of_a_row_that_is_taken_out_is_put_aside_and_goes_on_when_it_comes_back() -> None:
    team, naming, gone = without_india()
    run = team.run("India")
    assert (run.state, run.shelved) == (SessionState.PAUSED, True)
    assert "run.shelved" in told(gone)
    assert is_refused(team.say(MARIA, Resumed(run.id)), "run.out")
    assert is_refused(team.say(MARIA, Finished(run.id)), "run.out")
    back = team.say(MARIA, Answered(naming, spot("naming.places"), 2, Countries(("IN", "PL"))))
    assert "run.back" in told(back)
    assert team.run("India").state is SessionState.ASKING and not team.run("India").shelved


def test_a_run_that_was_put_aside_says_so_once_whatever_else_moves() -> None:
    team, naming, _ = without_india()
    before = team.run("India")
    outcome = team.say(MARIA, Answered(naming, spot("naming.places"), 2, Countries(("PL", "DE"))))
    assert team.live("country") == ["Poland", "Germany"] and "run.shelved" not in told(outcome)
    assert team.run("India") == before


def test_starting_for_a_row_that_was_taken_out_brings_it_back() -> None:
    team, _, _ = without_india()
    outcome = team.begin(PLACES, "India")
    assert team.live("country") == ["India", "Poland"]
    assert team.run("India").state is SessionState.ASKING
    assert not outcome.refused and "start.running" in told(outcome)


def test_what_a_run_found_is_withdrawn_while_its_row_is_out_and_nobody_is_told_of_it() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.click(NO)
    run = team.run("Acme")
    assert len(run.findings) == 1
    row = team.rows[team.item("Acme")]
    team.rows[row.id] = msgspec.structs.replace(row, removed=True)
    team.say(MARIA, Answered(team.scenes()[0].session.id, spot("naming.places"), 0, Countries(("PL",))))
    assert team.run("Acme").findings == ()
    assert team.todo() == []
    assert team.seen("Acme").away
    assert team.programme is not None
    assert [step.session for step in compose(team, team.programme, team.library, team.now).steps] == [
        team.scenes()[0].session.id
    ]
    card = overview.card(team.library, team.programme, team.scenes(), team.now.date())
    assert "Acme" not in "\n".join(words(card))
