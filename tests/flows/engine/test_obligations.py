"""Obligations of one name are told apart by the agreement that they stand under and by the other side, on a screen and in a file."""

from __future__ import annotations

from flows.authoring.table import with_open_gates
from flows.engine.listing import Shelves, table
from flows.engine.screens.registers import Look, one_register
from flows.model.events import Started
from flows.model.ids import FlowId, ItemId, RegisterId
from flows.model.programme import Item
from flows.model.registers import From
from flows.model.values import Items
from tests.builders import MARIA, NOW, shipped
from tests.flows.engine.crew import Crew, words

OBLIGATION = RegisterId("obligation")


def recorded(team: Crew, number: int, *about: str) -> None:
    """An obligation called "audit report", recorded by the run for the agreement of that name."""
    named = tuple(team.item(name) for name in about)
    fields = {"about": Items((ItemId("duty-9"), *named))} if about else {}
    id_ = ItemId(f"obligation-{number}")
    team.rows[id_] = Item(id_, OBLIGATION, "audit report", number, MARIA, NOW, fields)


def test_each_names_its_agreement_and_the_other_side_as_far_as_they_are_known() -> None:
    team = Crew(with_open_gates(shipped()), NOW)
    for number, name in ((90, "Acme MSA"), (91, "Birch NDA")):
        team.say(MARIA, Started(FlowId("contract_review"), name=name))
        recorded(team, number, name)
    recorded(team, 92)
    team.reply("nda")
    team.reply("Birch Ltd")
    view = next(one for one in shipped().registers if one.id == OBLIGATION)
    assert [one.source for one in view.columns[:2]] == [From.RUN, From.RUN]
    assert team.programme is not None
    shelves = Shelves(team, team.programme, team.library, team.now)
    told = "\n".join(words(one_register(shelves, view, Look("obligation"))))
    assert "Under: Acme MSA" in told and "Under: Birch NDA · With: Birch Ltd" in told and told.count("Under: ") == 2
    head, *rows = table(shelves, view, {})
    assert head[:3] == ["Name", "Under", "With"]
    assert [row[:3] for row in rows] == [
        ["audit report", "Acme MSA", ""],
        ["audit report", "Birch NDA", "Birch Ltd"],
        ["audit report", "", ""],
    ]
