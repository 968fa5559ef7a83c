"""Words for all rows, rows that are left out, what is only maybe so; what stands behind a "but", within a time, or begins as a choice does."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard, Nonsense, Talk, Unclear, read
from flows.model.flow import Option
from flows.model.ids import ItemId, RegisterId
from flows.model.values import Choice, Countries, Given, Items, Kind, NewItems
from tests.flows.engine.readers.setting import ASSETS, FRESH, HERE, asked, asking, sure

NAMING = asking(Kind.ITEM, register=RegisterId("asset"), adds=True, many=True)
TWO = FRESH.__class__(FRESH.now, FRESH.zone, FRESH.locale, ASSETS[1:3], FRESH.names, FRESH.speaker)
APP, BRAND = ASSETS[1].id, ASSETS[2].id


def rows(*ids: ItemId) -> Items:
    return Items(ids)


@pytest.mark.parametrize(
    "said",
    ["with both of them", "with both", "With both", "with the two", "for all of them", "we agree with both of them"],
)
def test_words_that_stand_for_all_mean_the_rows(said: str) -> None:
    assert read(NAMING, said, TWO) == sure(rows(APP, BRAND))


@pytest.mark.parametrize(
    "said",
    [
        "only Brand for now, Mobile app isn't signed yet",
        "just Brand so far",
        "Brand for now",
        "Brand only",
        "Brand, but not Mobile app",
        "Brand; Mobile app comes later",
        "Brand now, Mobile app later",
        "Brand, the Mobile app will come later",
        "Brand, Mobile app is still not signed",
        "Brand, Mobile app is out",
    ],
)
def test_a_row_that_is_not_there_yet_is_left_out_and_the_other_is_asked_back(said: str) -> None:
    assert read(NAMING, said, TWO) == asked(rows(BRAND))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("with Brand", sure(rows(BRAND))),
        ("with Logo", sure(NewItems((), ("Logo",)))),
        ("Logo for now", asked(NewItems((), ("Logo",)))),
        ("Search only", sure(NewItems((), ("Search only",)))),
        ("Brand, Mobile app is not only for phones", asked(rows(BRAND, APP))),
    ],
)
def test_what_else_stands_around_a_name(said: str, meant: Heard) -> None:
    assert read(NAMING, said, TWO) == meant


def test_a_reply_that_only_leaves_a_row_out_names_none() -> None:
    assert isinstance(read(NAMING, "Mobile app isn't signed yet", TWO), Nonsense)


def test_what_is_only_maybe_so_is_left_out_first() -> None:
    question = asking(Kind.COUNTRY, many=True)
    assert read(question, "German law only, maybe Poland as well", HERE) == Unclear(
        (Countries(("DE",)), Countries(("PL", "DE")))
    )
    heard = read(question, "Germany and perhaps Poland", HERE)
    assert isinstance(heard, Unclear) and heard.values[0] == Countries(("DE",))


EASE = (
    Option("both", "Both sides work in it with ease", also=("good",)),
    Option("one_side", "One side has to make an effort", also=("poor",)),
)
NEWS = (
    Option("rule", "In writing, in an agreed time", also=("in writing",)),
    Option("asked", "We ask in each meeting", also=("we ask",)),
    Option("told", "Somebody will tell us", also=("they write",)),
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("their English is good, but ours takes some effort", ("one_side", "both")),
        ("theirs is poor but ours is good", ("both", "one_side")),
        ("ours is good, but well", ("both",)),
    ],
)
def test_what_stands_behind_a_but_is_offered_first(said: str, meant: tuple[str, ...]) -> None:
    assert read(asking(Kind.ONE_OF, options=EASE), said, HERE) == asked(*map(Choice, meant))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("they write to us within two days", asked(Choice("rule"), Choice("told"))),
        ("they write to us", sure(Choice("told"))),
        ("in writing within two days", sure(Choice("rule"))),
        ("we ask in the weekly meeting", sure(Choice("asked"))),
        ("we will ask them", Talk()),
    ],
)
def test_a_time_that_is_named_and_how_a_choice_begins_tell_choices_apart(said: str, meant: Heard) -> None:
    assert read(asking(Kind.ONE_OF, options=NEWS), said, HERE) == meant


def test_only_choices_are_told_by_how_they_begin() -> None:
    given: Given = Items((APP,))
    assert isinstance(read(NAMING, "let me ask jon", TWO), Talk) and read(NAMING, "Mobile app", TWO) == sure(given)
