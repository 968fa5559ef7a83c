"""What an answer decides, by its author's words, and how the digest tells it: once, with who gave it, and only while it stands."""

from __future__ import annotations

from itertools import takewhile

from flows.engine.digest import compose
from flows.engine.screens.digest import digest
from flows.engine.screens.wording import piece, plain
from flows.model.effects import Words
from flows.model.events import DigestSent
from flows.model.people import Role
from flows.model.values import Choice, NewItems, People
from tests.builders import JON, MARIA, PRIYA, flow_of, spot
from tests.flows.engine.crew import Crew, words

PLANS = flow_of("""\
  - section: scope
    title: The scope
    questions:
      - ask: lead
        kind: person
        fills: approver
        text: Who decides?
        why: Somebody has to.
        source: method
        decides: "{scope.lead} has the last word"
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which?, why: Unlisted is unprotected., source: method}
  - section: plans
    title: The plans
    each: asset
    questions:
      - ask: plan
        kind: one_of
        role: approver
        text: What is planned for {asset}?
        why: Somebody has to plan.
        source: method
        options: {file: File it, secret: Keep it, later: Later}
        decides:
          - {when: file, say: "{asset} is filed"}
          - {when: secret, say: "{asset} stays secret"}
""")
FILE, SECRET, LATER = Choice("file"), Choice("secret"), Choice("later")


def at_plans(of: type[Crew] = Crew) -> Crew:
    """Jon has named Priya as the one who decides, and two assets are listed."""
    team = of.at(PLANS)
    team.click(People((PRIYA,)), by=JON)
    team.click(NewItems((), ("Engine", "App")))
    return team


def decided(team: Crew) -> list[str]:
    """The lines below "Decided"."""
    assert team.programme is not None
    week = compose(team, team.programme, team.library, team.now)
    shown = words(digest(team.library.texts, team.programme, (team.scene(),), week))
    below = shown[shown.index("Decided") + 1 :] if "Decided" in shown else []
    return list(takewhile(lambda line: line.startswith("• "), below))


def plan(team: Crew, name: str, given: Choice) -> None:
    team.click(given, spot("plans.plan", team.item(name)), by=PRIYA)


def change(team: Crew, name: str, given: Choice) -> None:
    where = spot("plans.plan", team.item(name))
    team.change(where, by=PRIYA)
    team.click(given, where, by=PRIYA)
    team.confirm(where, by=PRIYA)


def test_what_was_decided_is_told_with_who_said_so_and_a_part_that_it_gives_not_once_more() -> None:
    team = at_plans()
    plan(team, "Engine", SECRET)
    plan(team, "App", LATER)
    assert decided(team) == [
        "• Priya Patel has the last word (Jon Smith)",
        "• Engine stays secret (Priya Patel)",
    ]


def test_whoever_the_words_name_already_is_not_named_behind_them() -> None:
    team = Crew.at(PLANS)
    team.click(People((MARIA,)))
    assert decided(team) == ["• Maria Kowalska has the last word"]


def test_a_part_that_went_to_somebody_else_since_is_told_beside_what_was_decided() -> None:
    team = at_plans()
    team.give(Role.APPROVER, JON)
    assert decided(team) == ["• Priya Patel has the last word (Jon Smith)", "• Jon Smith is the approver"]


def test_a_part_that_no_answer_gave_is_told_as_such() -> None:
    team = at_plans()
    team.give(Role.COUNSEL, JON)
    assert "• Jon Smith is counsel" in decided(team)


def test_what_was_told_before_is_not_told_again_unless_it_was_decided_anew() -> None:
    team = at_plans()
    plan(team, "Engine", SECRET)
    plan(team, "App", FILE)
    team.say(MARIA, DigestSent())
    assert decided(team) == []
    change(team, "Engine", FILE)
    change(team, "App", LATER)
    assert decided(team) == ["• Engine is filed (Priya Patel)"]


def test_what_was_changed_and_changed_back_was_not_decided() -> None:
    team = at_plans()
    plan(team, "Engine", SECRET)
    team.say(MARIA, DigestSent())
    change(team, "Engine", FILE)
    change(team, "Engine", SECRET)
    assert decided(team) == []


def test_what_was_taken_back_or_left_open_is_no_decision() -> None:
    team = at_plans()
    plan(team, "Engine", SECRET)
    team.undo(spot("plans.plan", team.item("Engine")), 1, by=PRIYA)
    team.not_sure(spot("plans.plan", team.item("App")), by=PRIYA)
    assert decided(team) == ["• Priya Patel has the last word (Jon Smith)"]


def test_a_decision_that_was_confirmed_is_told_once() -> None:
    team = at_plans()
    plan(team, "Engine", SECRET)
    team.verify(spot("plans.plan", team.item("Engine")), by=PRIYA)
    assert [line for line in decided(team) if "Engine" in line] == ["• Engine stays secret (Priya Patel)"]


def test_the_words_of_a_decision_that_fell_meanwhile_are_those_of_its_question() -> None:
    team = at_plans()
    plan(team, "Engine", LATER)
    where = spot("plans.plan", team.item("Engine"))
    assert plain(piece(team.scene(), Words(team.ref.id, where, "decides"))) == "What is planned for Engine?"
