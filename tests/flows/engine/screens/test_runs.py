"""How runs are told by their rows, and how one is started from a list."""

from __future__ import annotations

from flows.engine.digest import compose
from flows.engine.portfolio import held
from flows.engine.screens import asides, digest, overview, question, reminder, review, runs
from flows.engine.screens.findings import findings
from flows.engine.screens.wording import plain
from flows.model.flow import Stage
from flows.model.ids import ItemId, StageId
from flows.model.programme import Item
from flows.model.reminders import Due, Matter
from flows.model.screens import Menu, Screen
from tests.builders import MARIA, NO, flow_of, library_of
from tests.flows.engine.crew import buttons, does, words
from tests.flows.engine.several import BOTH, CHECKS, FIRST, LAW, NAMING, PLACES, VENDOR, VENDORS, Runs


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


def test_a_part_that_runs_once_is_offered_until_it_has_begun() -> None:
    once = flow_of(LAW.replace("{country}", "it"), "once", stage="checks")
    stage = Stage(StageId("checks"), "Checks", once.id, more=(CHECKS.id,))
    team = Runs(library_of(NAMING, once, CHECKS, stages=(FIRST, stage)))
    team.start(NAMING)
    offered = [button.ref.arg for button in buttons(card(team)) if button.ref.do == "start"]
    team.start(once)
    assert (offered, [button.ref.arg for button in buttons(card(team)) if button.ref.do == "start"]) == (
        ["once", "vendor_checks"],
        ["vendor_checks"],
    )


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
    assert any("What is sent lies open (Acme)" in line for line in words(findings([scene], scene.texts, MARIA)))
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


def test_a_part_that_is_none_is_told_with_the_parts_there_are_by_stage_or_where_it_has_several_by_flow() -> None:
    team = Runs.of(BOTH)
    shown = runs.which_part(team.library, "the moon")
    assert words(shown)[0] == "I do not know the part “the moon”. These are the parts:"
    assert [(button.label, button.ref.arg) for button in buttons(shown)] == [
        ("The first", "naming"),
        ("A sample", "country_checks"),
        ("A sample", "vendor_checks"),
    ]
