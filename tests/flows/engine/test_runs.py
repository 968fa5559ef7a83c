"""A flow that runs once for each row of a register: whom a run is for, how its stage stands, and what becomes of it with its row."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.digest import compose
from flows.engine.lifecycle import stage_state
from flows.engine.portfolio import held
from flows.engine.registers import is_of_countries
from flows.engine.screens import asides, digest, overview, question, reminder, review, runs
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain
from flows.model.conditions import Is, StageFact
from flows.model.effects import Outcome
from flows.model.events import Answered, Finished, Paused, Resumed, Started
from flows.model.flow import Flow, Stage
from flows.model.ids import ItemId, QuestionId, RegisterId, SessionId, StageId
from flows.model.programme import Item, StageState
from flows.model.reminders import Due, Matter
from flows.model.screens import Menu, Screen
from flows.model.session import Session, SessionState, Spot
from flows.model.values import Countries, Items, NewItems, YesNo
from tests.builders import MARIA, NO, YES, flow_of, is_refused, library_of, spot, told
from tests.flows.engine.crew import Crew, buttons, does, words

VENDOR = RegisterId("vendor")

SECTIONS = """\
  - section: gate
    title: How they guard it
    records: disclosure
    questions:
      - ask: guarded
        kind: yes_no
        text: Does {vendor} keep what it gets apart?
        why: W.
        source: method
        findings:
          - when: no
            id: open_house
            severity: high
            say: What is sent lies open.
            counsel: C.
            do: Ask for a room of its own
            owner: asker
            due: 7 days
            source: method
  - section: parts
    title: What they see
    each: asset
    records: disclosure
    questions:
      - {ask: sees, kind: yes_no, text: "Does {vendor} see {asset}?", why: W., source: method}
"""


NAMING = flow_of(
    """\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: places, kind: country, register: country, many: true, text: Where, why: W., source: method}
      - {ask: done, kind: yes_no, text: Done, why: W., source: method}
""",
    "naming",
)
CHECKS = flow_of(SECTIONS, "vendor_checks", stage="checks", per="vendor")
LAW = """\
  - section: law
    title: Law
    questions:
      - {ask: ok, kind: yes_no, text: "Is {country} fine?", why: W., source: method}
"""
PLACES = flow_of(LAW, "country_checks", stage="checks", per="country")
VENDORS = Stage(StageId("checks"), "Checks", CHECKS.id)
BOTH = Stage(StageId("checks"), "Checks", PLACES.id, more=(CHECKS.id,))
FIRST = Stage(StageId("first"), "The first", NAMING.id)


class Runs(Crew):
    """A team that has named an asset and a country, and can start runs."""

    @classmethod
    def of(cls, *stages: Stage) -> Runs:
        team = cls(library_of(NAMING, PLACES, CHECKS, stages=(FIRST, *stages)))
        team.start(NAMING)
        team.click(NewItems((), ("Engine",)))
        return team

    def begin(self, flow: Flow, name: str = "", item: ItemId | None = None) -> Outcome:
        return self.say(MARIA, Started(flow.id, item=item, name=name))

    def run(self, name: str) -> Session:
        """The run for the row of that name."""
        return next(one for one in self.sessions.values() if one.item == self.item(name))

    def go(self, name: str, *, guarded: YesNo = YES) -> None:
        """Answer the run of a vendor, and finish it."""
        run = self.run(name)
        for name, item, value in (("gate.guarded", None, guarded), ("parts.sees", self.item("Engine"), NO)):
            self.say(MARIA, Answered(run.id, Spot(QuestionId(name), item), 0, value))
        self.say(MARIA, Finished(run.id))

    def go_country(self, name: str) -> None:
        run = self.run(name)
        self.say(MARIA, Answered(run.id, spot("law.ok"), 0, YES))
        self.say(MARIA, Finished(run.id))

    def stage(self) -> StageState:
        assert self.programme is not None
        return stage_state(self.programme, self.library.stages[-1])

    def seen(self, name: str) -> Scene:
        return Scene(self, self.run(name).id, self.library, self.now)

    def scenes(self) -> list[Scene]:
        return [Scene(self, session, self.library, self.now) for session in self.sessions]


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
    assert "Acme" not in "\n".join(words(card(team)))


# ── how it is told ──


def card(team: Runs) -> Screen:
    assert team.programme is not None
    return overview.card(team.library, team.programme, team.scenes(), team.now.date())


def test_the_card_tells_each_run_of_a_stage_by_its_row_and_offers_to_begin_another() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.begin(CHECKS, "Bolt")
    team.go("Bolt")
    lines = words(card(team))
    assert "Checks: 1 of 2 done" in lines
    assert any(line.startswith("• A sample: Acme: 0 of 2 answered") for line in lines)
    assert [button.ref.arg for button in buttons(card(team)) if button.ref.do == "start"] == ["vendor_checks"]
    row = Item(ItemId("vendor-77"), VENDOR, "Cargo", 77, MARIA, team.now)
    team.rows[row.id] = row
    team.go("Acme")
    assert "Checks: 2 of 2 done, more to begin" in words(card(team))


def test_many_runs_are_counted_on_the_card_rather_than_listed() -> None:
    team = Runs.of(VENDORS)
    for number in range(overview.MOST_RUNS + 2):
        team.begin(CHECKS, f"Vendor {number}")
    assert "• and 2 more" in words(card(team))


def test_a_run_is_called_by_its_flow_and_its_row() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.click(NO)
    scene = team.seen("Acme")
    for screen in (overview.root(scene), review.review(scene), review.summary(scene), question.where(scene, None, "")):
        assert "A sample: Acme" in screen.text
    assert any("What is sent lies open (Acme)" in line for line in words(asides.findings([scene], scene.texts)))
    assert any("(Acme)" in line for line in words(asides.actions([scene], scene.texts)))


def test_the_digest_the_portfolio_and_a_reminder_say_which_row() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.click(NO)
    assert team.programme is not None
    composed = compose(team, team.programme, team.library, team.now)
    text = "\n".join(words(digest.digest(team.library.texts, team.programme, team.scenes(), composed)))
    assert "(Acme)" in text and "How they guard it (Acme)" in composed.answered
    assert plain(held(team, team.programme, team.library, team.now).first).endswith("(Acme)")
    action = team.todo()[0]
    due = Due(team.programme.id, MARIA, Matter.ACTION, action.due, action.due, action.session, action.id)
    found = reminder.told(team, [due], team.library, team.now)
    assert plain(found[0].what).endswith("(Acme)")


# ── starting from a list ──


def test_the_list_offers_rows_without_a_run_and_says_which_have_one() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    assert team.programme is not None
    rows = [Item(ItemId(f"vendor-{n}"), VENDOR, f"Vendor {n}", n, MARIA, team.now) for n in range(50, 57)]
    acme = team.rows[team.item("Acme")]
    few = runs.which_row(team.library, team.programme, CHECKS, [acme, *rows[:2]])
    assert [button.ref.arg for button in buttons(few)] == [
        "vendor_checks/vendor-50",
        "vendor_checks/vendor-51",
        "vendor_checks",
    ]
    assert "Begun already: Acme." in words(few)
    many = runs.which_row(team.library, team.programme, CHECKS, rows)
    menu = next(part for part in many.parts if isinstance(part, Menu))
    assert runs.run_of(menu.entries[-1].value) == (CHECKS.id, ItemId("vendor-56"))
    all_begun = runs.which_row(team.library, team.programme, CHECKS, [acme])
    assert does(all_begun) == ["start_new"]


def test_a_new_row_is_named_in_a_form_and_a_country_is_chosen() -> None:
    texts = library_of().texts
    vendor = runs.new_row_form(texts, CHECKS, countries=False).fields[0]
    country = runs.new_row_form(texts, PLACES, countries=True).fields[0]
    assert (vendor.kind, vendor.high, country.kind) == ("text", runs.MOST_NAME, "country")


def test_the_flows_of_a_stage_are_offered_by_title() -> None:
    team = Runs.of(BOTH)
    assert [button.ref.arg for button in buttons(runs.which_flow(team.library, BOTH))] == [
        "country_checks",
        "vendor_checks",
    ]
