"""Forms: the question as a modal with what stands already, handing over, the settings, and the list of countries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.engine.screens import forms
from flows.model.events import SettingsChanged
from flows.model.people import Capacity, Role
from flows.model.screens import Field
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Document,
    Documents,
    Given,
    Items,
    Money,
    NewItems,
    Number,
    People,
    Scale,
    Text,
)
from tests.builders import JON, MARIA, NO, PRIYA, YES, spot
from tests.flows.engine.crew import Crew, at_assets, at_people
from tests.flows.engine.small import KINDS


def field(team: Crew, question: str) -> Field:
    (found,) = forms.question_form(team.scene(), spot(question)).fields
    return found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sure", "one"),
        ("colour", "one"),
        ("sizes", "many"),
        ("words", "long_text"),
        ("count", "number"),
        ("price", "text"),
        ("when", "day"),
        ("who", "person"),
        ("team", "people"),
        ("where", "countries"),
        ("home", "country"),
        ("paper", "file"),
        ("papers", "files"),
        ("things", "long_text"),
        ("best", "one"),
        ("how_sure", "one"),
    ],
)
def test_every_kind_has_its_input_in_the_form(name: str, kind: str) -> None:
    form = forms.question_form(Crew.at(KINDS).scene(), spot(f"kinds.{name}"))
    (found,) = form.fields
    assert found.kind == kind and found.initial == () and found.hint
    assert (form.ref.do, form.ref.spot, form.ref.revision) == ("answer", spot(f"kinds.{name}"), 0)


@pytest.mark.parametrize(
    ("name", "given", "initial"),
    [
        ("sure", YES, ("yes",)),
        ("sure", NO, ("no",)),
        ("colour", Choice("green"), ("green",)),
        ("sizes", Choices(("small", "large")), ("small", "large")),
        ("words", Text("As it is"), ("As it is",)),
        ("count", Number(Decimal(12)), ("12",)),
        ("price", Money(Decimal("12.50"), "EUR"), ("12.50 EUR",)),
        ("when", Day(dt.date(2026, 11, 2)), ("2026-11-02",)),
        ("team", People((MARIA, JON)), ("UMARIA", "UJON")),
        ("home", Countries(("PL",)), ("PL",)),
        ("things", NewItems((), ("Engine",)), ("Engine",)),
        ("how_sure", Scale(4), ("4",)),
        ("paper", Documents((Document("F1", "a"),)), ()),
    ],
)
def test_a_form_holds_what_stands_already(name: str, given: Given, initial: tuple[str, ...]) -> None:
    team = Crew.at(KINDS)
    team.click(given, f"kinds.{name}")
    assert field(team, f"kinds.{name}").initial == initial


def test_a_form_offers_the_options_the_rows_and_the_points() -> None:
    team = at_assets()
    assert [entry.label for entry in field(team, "naming.jewels").entries] == ["Engine", "App"]
    team = Crew.at(KINDS)
    assert [entry.value for entry in field(team, "kinds.sure").entries] == ["yes", "no"]
    assert [entry.label for entry in field(team, "kinds.colour").entries] == ["Red", "Green", "Blue", "Black"]
    assert [entry.value for entry in field(team, "kinds.how_sure").entries] == ["1", "2", "3", "4", "5"]
    assert (field(team, "kinds.count").low, field(team, "kinds.count").high) == (1, 40)


def test_a_form_says_what_is_asked_and_why() -> None:
    team = at_people()
    form = forms.question_form(team.scene(), spot("triage.people"))
    assert form.fields[0].label == "How many people will see it?" and form.intro == (("Each of them can lose it.",),)


def test_the_form_to_ask_a_colleague_takes_a_person_and_perhaps_a_day() -> None:
    team = at_people()
    form = forms.hand_form(team.scene(), spot("triage.people"))
    assert [(one.name, one.kind, one.required) for one in form.fields] == [
        ("to", "person", True),
        ("due", "day", False),
    ]
    assert form.intro == (("How many people will see it?",),) and form.ref.do == "hand"
    assert form.fields[0].initial == ()
    assert forms.hand_form(team.scene(), spot("triage.people"), JON).fields[0].initial == (JON,)


def test_the_settings_hold_who_plays_which_part_and_what_was_chosen() -> None:
    team = at_people()
    team.settings(zone="Europe/Warsaw", locale="en_US", four_eyes=True, roles={Role.COUNSEL: PRIYA})
    assert team.programme is not None
    form = forms.settings_form(team.library.texts, team.programme, MARIA)
    held = {one.name: one.initial for one in form.fields}
    assert held == {
        "owner": ("UMARIA",),
        "counsel": ("UPRIYA",),
        "security": (),
        "approver": (),
        "zone": ("Europe/Warsaw",),
        "locale": ("en_US",),
        "four_eyes": ("yes",),
        "capacity": (),
    }
    assert [one.name for one in form.fields if one.required] == ["owner", "zone", "locale"]
    team.say(PRIYA, SettingsChanged(capacity=Capacity.OUTSIDE))
    for reader, said in ((PRIYA, ("outside",)), (MARIA, ())):
        form = forms.settings_form(team.library.texts, team.programme, reader)
        assert next(one for one in form.fields if one.name == "capacity").initial == said, "each says it of themself"
    team.settings(four_eyes=False)
    assert (
        next(
            one
            for one in forms.settings_form(team.library.texts, team.programme, MARIA).fields
            if one.name == "four_eyes"
        ).initial
        == ()
    )


def test_every_country_is_offered_by_its_name_in_order() -> None:
    entries = forms.countries()
    labels = [entry.label for entry in entries]
    assert len(entries) > 240 and labels == sorted(labels)
    assert ("PL", "Poland") in [(entry.value, entry.label) for entry in entries]


def test_rows_named_in_a_form_keep_their_place_when_it_is_opened_again() -> None:
    team = at_assets()
    team.click(Items((team.item("App"),)))
    assert field(team, "naming.jewels").initial == (team.item("App"),)
