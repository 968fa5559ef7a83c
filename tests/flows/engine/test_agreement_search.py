"""Agreements found again: by word, party, clause, country and day, and by the whole name of one."""

from __future__ import annotations

import pytest

from flows.authoring.table import with_open_gates
from flows.engine.agreements import AGREEMENT, Filed, found, search_of
from flows.model.events import Started
from flows.model.ids import FlowId, ItemId
from flows.model.programme import Item
from flows.model.values import Countries, NewItems
from tests.builders import MARIA, NOW, YES, flow_of, library_of, shipped
from tests.flows.engine.test_agreements import Register, context, two_read

PARTY = flow_of(
    "  - section: a\n    title: A\n    questions:\n"
    "      - {ask: party, kind: item, register: asset, adds: true, text: With whom?, why: W., source: method}\n",
    "party",
)

SITES = flow_of(
    "  - section: a\n    title: A\n    questions:\n"
    "      - {ask: seats, kind: country, many: true, text: Where?, why: W., source: method}\n"
    "      - {ask: ok, kind: yes_no, text: Fine?, why: W., source: method}\n",
    "sites",
    per="asset",
)


@pytest.mark.parametrize(
    ("looked_for", "names"),
    [
        ("acme", ["Acme NDA"]),
        ("Bolt", ["Bolt MSA"]),
        ("india", ["Acme NDA"]),
        ("ireland", ["Acme NDA"]),
        ("clause 6", ["Bolt MSA"]),
        ("secrecy scope", ["Acme NDA"]),
        ("december 2026", ["Bolt MSA", "Acme NDA"]),
        ("2026-12-12", ["Bolt MSA", "Acme NDA"]),
        ("quarterly", ["Acme NDA"]),
        ("by 31 january 2027", ["Bolt MSA"]),
        ("by 1 January 2030", ["Bolt MSA", "Acme NDA"]),
        ("abab", ["Acme NDA"]),
        ("clause 1", ["Acme NDA"]),
        ("by magic", []),
    ],
)
def test_an_agreement_is_found_by_word_party_clause_country_and_day(looked_for: str, names: list[str]) -> None:
    assert two_read().names(looked_for) == names


def test_the_whole_name_of_one_is_that_one_though_its_words_fit_others_too() -> None:
    team = Register(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("communications"), "atlas"))
    for number, name in enumerate(("Acme agreement", "Acme agreement on tools", "Old agreement of Acme")):
        row = ItemId(f"agreement-{number + 1}")
        team.rows[row] = Item(row, AGREEMENT, name, number + 1, MARIA, NOW)
    assert team.names("ACME agreement") == ["Acme agreement"]
    assert len(team.names("acme")) == 3


def test_a_search_without_a_hit_says_so_and_how_to_search() -> None:
    assert two_read().shown("mars")[0] == "Nothing that is filed fits “mars”."


def test_an_agreement_is_found_by_the_countries_of_those_whom_it_names_and_of_nobody_else() -> None:
    team = Register(library_of(PARTY, SITES), NOW)
    team.start(PARTY)
    team.click(NewItems((), ("Acme",)))
    for name, codes in (("Acme", ("PL", "IN")), ("Bolt", ("DE",))):
        team.say(MARIA, Started(SITES.id, name=name))
        team.click(Countries(codes))
        team.click(YES)
    scenes = team.scenes()
    one = Filed(Item(ItemId("agreement-1"), AGREEMENT, "Paper", 1, MARIA, NOW), scenes[0], scenes)
    assert one.places == ("Poland, India",)
    assert [found([one], search_of(where, context())) for where in ("poland", "germany")] == [[one], []]
