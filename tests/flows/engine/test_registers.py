"""Answers as rows: names that become rows, countries, rounds per row, and sections that record their rounds in the ledger."""

from __future__ import annotations

from flows.model.ids import ItemId
from flows.model.values import Countries, Items, NewItems, Text, YesNo
from tests.builders import JON, NO, YES, flow_of, library_of, spot
from tests.flows.engine.crew import Crew, at, at_assets
from tests.flows.engine.small import KINDS

SHOWN = flow_of("""\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: shown, kind: item, register: asset, many: true, sets: shown, text: Shown, why: W., source: method}
  - section: showing
    title: What was shown
    each: asset
    where: asset.shown
    records: disclosure
    questions:
      - {ask: to, kind: text, text: "To whom was {asset} shown", why: W., source: method}
      - {ask: nda, kind: yes_no, text: "Under an NDA", why: W., source: method}
  - section: talks
    title: Talks
    open_when: naming.assets is known
    records: disclosure
    questions:
      - {ask: held, kind: yes_no, text: Were talks held, why: W., source: method}
""")


def at_shown() -> Crew:
    """A team whose engine was shown to somebody, and that is asked to whom."""
    team = Crew.at(SHOWN)
    team.click(NewItems((), ("Engine", "App")))
    team.click(Items((team.item("Engine"),)))
    return team


def ledger(team: Crew) -> dict[str, dict[str, object]]:
    """The live rows of the disclosure ledger: name -> fields."""
    return {
        row.name: dict(row.fields) for row in team.rows.values() if row.register == "disclosure" and not row.removed
    }


def test_names_in_any_case_and_spacing_are_one_row() -> None:
    team = at_assets("Pricing  engine", "pricing Engine", "App")
    assert team.live("asset") == ["Pricing engine", "App"]


def test_a_name_that_is_there_already_is_that_row() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(NewItems((), ("ENGINE", "App")), "naming.assets")
    answer = team.answer("naming.assets")
    assert answer is not None and answer.value == Items((engine, team.item("App")))
    assert team.live("asset") == ["Engine", "App"]


def test_an_item_question_that_adds_takes_names_by_reply() -> None:
    team = Crew.at(SHOWN)
    team.reply("Engine, App", by=JON)
    assert team.live("asset") == ["Engine", "App"] and team.row("App").by == JON


def test_countries_become_rows_with_their_names() -> None:
    team = Crew.at(KINDS)
    team.click(Countries(("PL", "XK")), "kinds.where")
    assert team.live("country") == ["Poland", "Kosovo"]
    assert {row.id for row in team.rows.values()} == {"country-PL", "country-XK"}


def test_a_country_asked_for_elsewhere_is_no_row() -> None:
    team = Crew.at(KINDS)
    team.click(Countries(("DE",)), "kinds.home")
    assert team.live("country") == []


def test_a_round_is_recorded_as_a_row_of_the_ledger() -> None:
    team = at_shown()
    engine = team.item("Engine")
    team.click(Text("Acme"))
    team.click(NO)
    assert ledger(team) == {"Engine": {"to": Text("Acme"), "nda": YesNo(False), "about": Items((engine,))}}
    assert team.row("Engine").id == engine


def test_a_section_asked_once_records_one_row_under_its_title() -> None:
    team = at_shown()
    team.skip()
    team.skip()
    team.click(YES)
    assert ledger(team) == {"Talks": {"held": YesNo(True)}}


def test_a_round_without_answers_is_no_row() -> None:
    team = at_shown()
    team.skip()
    assert ledger(team) == {}


def test_a_changed_answer_changes_its_row() -> None:
    team = at_shown()
    engine = team.item("Engine")
    team.click(Text("Acme"))
    team.click(Text("Acme and Bolt"), spot("showing.to", engine))
    assert ledger(team)["Engine"]["to"] == Text("Acme and Bolt")


def test_a_round_that_falls_away_takes_its_row_out_and_brings_it_back() -> None:
    team = at_shown()
    engine = team.item("Engine")
    team.click(Text("Acme"))
    team.click(Items(()), "naming.shown")
    team.confirm()
    assert ledger(team) == {}
    row = team.rows[ItemId(f"disclosure-{team.ref.id}-{engine}")]
    assert row.removed and row.fields["to"] == Text("Acme")
    team.click(Items((engine,)), "naming.shown")
    team.confirm()
    assert ledger(team)["Engine"]["to"] == Text("Acme")


def test_a_row_that_another_flow_names_too_stays_when_one_lets_go_of_it() -> None:
    naming = """\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
      - {ask: done, kind: yes_no, text: Done, why: W., source: method}
"""
    one, two = flow_of(naming, "one"), flow_of(naming, "two")
    team = Crew(library_of(one, two))
    team.start(one)
    team.click(NewItems((), ("Engine", "App")))
    first = team.ref.id
    team.start(two)
    team.click(NewItems((team.item("Engine"),), ("Tool",)))
    team.click(Items((team.item("Tool"),)), "naming.assets")
    assert team.ref.id != first and team.live("asset") == ["Engine", "App", "Tool"]


def test_rows_named_after_a_marking_question_reopen_it_for_them() -> None:
    team = at_shown()
    engine = team.item("Engine")
    team.click(NewItems((engine, team.item("App")), ("Tool",)), "naming.assets")
    assert team.now_open == "naming.shown"
    facts = team.scene().facts
    question = SHOWN.sections[0].questions[1].id
    assert facts.mark(question, engine) is True
    assert facts.mark(question, team.item("App")) is False
    assert facts.mark(question, team.item("Tool")) is None


def test_a_marking_question_left_open_is_not_asked_again_for_new_rows() -> None:
    team = Crew.at(SHOWN)
    team.click(NewItems((), ("Engine",)))
    team.skip()
    team.click(NewItems((team.item("Engine"),), ("App",)), "naming.assets")
    assert team.now_open == "talks.held"


def test_each_marked_row_has_a_round_of_its_own_in_the_order_they_were_named() -> None:
    team = Crew.at(SHOWN)
    team.click(NewItems((), ("Engine", "App")))
    engine, app = team.item("Engine"), team.item("App")
    team.click(Items((app, engine)))
    walked = []
    for _ in range(4):
        walked.append(team.now_open)
        team.skip()
    assert walked == [at(q, row) for row in (engine, app) for q in ("showing.to", "showing.nda")]


def test_an_undone_name_comes_back_as_the_same_row() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.undo()
    assert team.row("Engine").removed
    team.click(NewItems((), ("Engine",)))
    assert team.item("Engine") == engine and team.live("asset") == ["Engine"]
