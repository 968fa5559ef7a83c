"""The words of a finding name the rows that it is about: all vendors, or those that are left."""

from __future__ import annotations

from flows.engine.screens.wording import MOST_NAMED, plain, rule_phrase
from flows.model.values import Items, NewItems
from tests.builders import NO, YES, flow_of, spot
from tests.flows.engine.crew import Crew

SIGNED = "one.signed"


def asking(when: str, say: str = "No NDA with {asset}.", each: str = ""):
    """A flow whose last question raises a finding on a no, ``when`` that holds too, with these words."""
    return flow_of(f"""\
  - section: rows
    title: Rows
    questions:
      - {{ask: all, kind: item, register: asset, many: true, adds: true, text: Which?, why: It matters., source: method}}
      - {{ask: done, kind: item, register: asset, many: true, sets: done, text: Which are done?, why: It matters., source: method}}
  - section: one
    title: One
{each}    questions:
      - ask: signed
        kind: yes_no
        text: Is it signed?
        why: It matters.
        source: method
        findings:
          - {{when: "no and ({when})", id: open, severity: high, say: "{say}", counsel: It binds nobody., do: Get it, owner: owner,
             due: 3 days, source: method}}
""")


def said(team: Crew, item: str | None = None) -> str:
    """The words of the finding as they read now."""
    scene, where = team.scene(), spot(SIGNED, item)
    rule = scene.question(where).findings[0]
    return plain(rule_phrase(scene, rule, rule.say, where))


def asked(*names: str, when: str = "no asset (today is known) or any asset (not asset.done)") -> Crew:
    team = Crew.at(asking(when))
    team.click(NewItems((), names))
    if names:
        team.click(Items(()), "rows.done")
    return team


def done(team: Crew, *names: str) -> None:
    """These are done now, whatever else was."""
    team.change("rows.done")
    team.click(Items(tuple(team.item(name) for name in names)), "rows.done")
    if team.ref.pending is not None:
        team.confirm("rows.done")


def test_a_finding_names_all_rows_that_it_is_about_and_later_those_that_are_left() -> None:
    team = asked("One", "Two", "Three")
    team.click(NO)
    assert said(team) == "No NDA with One, Two, Three."
    done(team, "One", "Three")
    assert team.finding_keys() == ["open@one.signed"] and said(team) == "No NDA with Two."


def test_once_it_is_withdrawn_it_names_none_that_it_may_never_have_been_about() -> None:
    team = asked("One", "Two")
    team.click(NO)
    done(team, "One")
    assert said(team) == "No NDA with Two."
    done(team, "One", "Two")
    assert team.finding_keys() == [] and said(team) == "No NDA with the asset."


def test_many_are_named_as_far_as_they_fit() -> None:
    team = asked(*(f"No {number}" for number in range(MOST_NAMED + 1)))
    team.click(NO)
    assert said(team) == "No NDA with No 0, No 1, No 2, No 3, No 4, …"


def test_where_there_is_none_yet_it_is_called_by_what_such_rows_are() -> None:
    team = Crew.at(asking("no asset (today is known) or any asset (not asset.done)"))
    team.skip()
    while team.now_open != SIGNED:
        team.skip()
    team.click(NO)
    assert team.finding_keys() == ["open@one.signed"] and said(team) == "No NDA with the asset."


def test_a_finding_about_one_row_names_that_one() -> None:
    team = Crew.at(asking("any asset (not asset.done)", each="    each: asset\n"))
    team.click(NewItems((), ("One", "Two")))
    team.click(Items(()), "rows.done")
    for name in ("One", "Two"):
        team.click(NO if name == "Two" else YES, spot(SIGNED, team.item(name)))
    assert said(team, team.item("Two")) == "No NDA with Two."


def test_words_that_name_no_rows_stay_as_they_are() -> None:
    team = Crew.at(asking("any asset (not asset.done)", say="Nothing is signed."))
    team.click(NewItems((), ("One",)))
    team.click(Items(()), "rows.done")
    team.click(NO)
    assert said(team) == "Nothing is signed."
