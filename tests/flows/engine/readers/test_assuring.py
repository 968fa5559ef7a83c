"""What only assures ("of course", "as said") and what only tells (which paper says what) beside the one name that is asked for."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.readers import Heard, Read, read
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    ASSET,
    FRESH,
    HERE,
    asked,
    asking,
    check,
    hedged,
    known,
    new,
    nonsense,
    row,
    sure,
)

ONE = asking(Kind.ITEM, register=ASSET, adds=True)
VENDORS = msgspec.structs.replace(HERE, items=(row(1, "Kodex"), row(2, "Brightline")))


@pytest.mark.parametrize(
    "filler",
    "of course|obviously|as said|as I said|as we said|for sure|as always|as usual|naturally|clearly|I think so|needless to say".split(
        "|"
    ),
)
def test_what_only_assures_is_no_name(filler: str) -> None:
    for said in (f"Kodex, {filler}", f"Kodex - {filler}.", f"{filler}, Kodex"):
        found = read(ONE, said, VENDORS)
        assert isinstance(found, Read) and found.value == known(1), said
        found = read(ONE, said, FRESH)
        assert isinstance(found, Read) and found.value == new("Kodex"), said
    check(ONE, filler, nonsense("reading.item.add"), VENDORS)
    check(ONE, filler.capitalize(), nonsense("reading.item.add"), FRESH)
    check(asking(Kind.ITEM, register=ASSET, many=True, adds=True), filler, nonsense("reading.items.add"), FRESH)


def test_an_assurance_is_taken_off_each_thing_of_a_list_and_off_no_name() -> None:
    several = asking(Kind.ITEM, register=ASSET, many=True, adds=True)
    check(several, "Kodex, of course, and Acme", sure(new("Kodex", "Acme")), FRESH)
    check(several, "Kodex of course, Acme as always", sure(new("Kodex", "Acme")), FRESH)
    check(several, "obviously none", sure(known()), FRESH)
    check(several, "of course not", nonsense("reading.items.add"), FRESH)
    check(ONE, "Clearly Ltd", sure(new("Clearly Ltd")), FRESH)
    check(ONE, "Kodex, but not for sure", hedged(new("Kodex")), FRESH)


STORIES = [
    (
        "I think so but the contract says Kodex India Pvt Ltd while the invoices come from Kodex GmbH",
        msgspec.structs.replace(asked(new("Kodex India Pvt Ltd"), known(1), new("Kodex GmbH")), hedged=True),
    ),
    ("The MSA says Brightline", asked(known(2))),
    ("the paper says kodex", asked(known(1))),
    ("the contract is with Orion's sister Umbra Ltd", asked(new("Orion"), new("Umbra Ltd"))),
    ("We've had it signed by Łódź Works sp. z o.o.", asked(new("Łódź Works sp. z o.o"))),
    ("it is called Orion, as said", asked(new("Orion"))),
    ("the contract says something else", nonsense("reading.item.add")),
    ("We said so", nonsense("reading.item.add")),
    (f"the contract says {'Orion ' * 20}", nonsense("reading.item.add")),
]


@pytest.mark.parametrize(("phrase", "wanted"), STORIES)
def test_a_story_of_one_is_asked_back_with_the_names_in_it_and_is_no_name_itself(phrase: str, wanted: Heard) -> None:
    check(ONE, phrase, wanted, VENDORS)
