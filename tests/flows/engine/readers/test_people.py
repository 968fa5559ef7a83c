"""People by mention, by name, and strangers."""

from __future__ import annotations

import pytest

from flows.engine.readers import Context, Heard, Offer
from flows.model.ids import PersonId
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    ANA,
    DEV,
    JON,
    MARIA,
    NOBODY,
    NOW,
    PASS,
    PRIYA,
    TALK,
    asked,
    asked_hedged,
    asking,
    check,
    hedged,
    nonsense,
    people,
    sure,
)

ONE = [
    ("yes, Jon", sure(people(JON))),
    ("Jon for now", sure(people(JON))),
    ("myself for now", sure(people(MARIA))),
    ("Jon, not Priya", sure(people(JON))),
    ("not Jon", nonsense("reading.person")),
    ("<@U2>", sure(people(JON))),
    ("<@U2|jon>", sure(people(JON))),
    ("it's <@U2>", sure(people(JON))),
    ("<@U2> please", sure(people(JON))),
    ("that would be <@U2>", sure(people(JON))),
    ("maybe <@U2>", hedged(people(JON))),
    ("ask <@U2>", sure(people(JON))),
    ("<@U1>", sure(people(MARIA))),
    ("me", sure(people(MARIA))),
    ("I", sure(people(MARIA))),
    ("that's me", sure(people(MARIA))),
    ("I do", sure(people(MARIA))),
    ("myself", sure(people(MARIA))),
    ("Maria", sure(people(MARIA))),
    ("maria kowalska", sure(people(MARIA))),
    ("Maria K.", sure(people(MARIA))),
    ("@Jon", sure(people(JON))),
    ("jon smith", sure(people(JON))),
    ("smith", sure(people(JON))),
    ("Jon, our lawyer", sure(people(JON))),
    ("jon (legal)", sure(people(JON))),
    ("jon decides", sure(people(JON))),
    ("ask Jon", sure(people(JON))),
    ("it should be Priya", hedged(people(PRIYA))),
    ("I think Jon", hedged(people(JON))),
    ("Jon?", hedged(people(JON))),
    ("Pria", sure(people(PRIYA))),
    ("Marai", sure(people(MARIA))),
    ("dev", sure(people(DEV))),
    ("Jon or Priya", asked(people(JON), people(PRIYA))),
    ("<@U2> and <@U3>", asked(people(JON), people(PRIYA))),
    ("me and <@U2>", asked(people(MARIA), people(JON))),
    ("jon and bob", asked(people(JON), people(outside=("bob",)))),
    ("Maria Nowak", asked(people(MARIA), people(outside=("Maria Nowak",)))),
    ("Anna-Maria O'Neill", asked(people(MARIA), people(outside=("Anna-Maria O'Neill",)))),
    ("jon@example.com", asked(people(JON))),
    ("Bob Miller", asked(people(outside=("Bob Miller",)))),
    ("Bob Miller from Acme", asked(people(outside=("Bob Miller from Acme",)))),
    ("Łukasz", asked(people(outside=("Łukasz",)))),
    ("山田太郎", asked(people(outside=("山田太郎",)))),
    ("nobody", NOBODY),
    ("no one yet", NOBODY),
    ("none", NOBODY),
    ("our CTO", nonsense("reading.person")),
    ("etc.", nonsense("reading.person")),
    ("the lawyer", nonsense("reading.person")),
    ("subcontractors probably", nonsense("reading.person")),
    ("Subcontractors", nonsense("reading.person")),
    ("freelancers in India", nonsense("reading.person")),
    ("outside counsel", nonsense("reading.person")),
    ("law firm", nonsense("reading.person")),
    ("Jon and subcontractors", nonsense("reading.person")),
    ("bob, probably", asked_hedged(people(outside=("bob",)))),
    ("Marta Law", asked(people(outside=("Marta Law",)))),
    ("everyone", nonsense("reading.person")),
    ("yes", nonsense("reading.person")),
    ("42", nonsense("reading.person")),
    ("https://x.y", nonsense("reading.person")),
    ("<@U2> do you know?", Offer(JON)),
    ("<@U2> can you take a look at this?", Offer(JON)),
    ("<@U2>?", hedged(people(JON))),
    ("<@U2> lunch?", TALK),
    ("@jon do you know?", Offer(JON)),
    ("priya would know", Offer(PRIYA)),
    ("not sure", NOBODY),
    ("no idea, you tell me", NOBODY),
    ("you tell me", NOBODY),
    ("no clue who that is", NOBODY),
    ("not sure, how should I know?", NOBODY),
    ("skip", PASS),
    ("thanks", TALK),
    ("n/a", NOBODY),
]


@pytest.mark.parametrize(("phrase", "wanted"), ONE)
def test_a_person_is_told_from_a_reply(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.PERSON), phrase, wanted)


MANY = [
    ("Jon for contracts, otherwise Priya", asked(people(JON, PRIYA))),
    ("Jon, or me when he is away", asked(people(JON), people(MARIA))),
    ("Jon (or Priya if he is out)", asked(people(JON), people(PRIYA))),
    ("Jon when he is back", asked(people(JON))),
    ("Jon and maybe Priya", asked(people(JON), people(JON, PRIYA))),
    ("<@U2> and <@U3>", sure(people(JON, PRIYA))),
    ("<@U2>, <@U3> and me", sure(people(MARIA, JON, PRIYA))),
    ("me and <@U2>", sure(people(MARIA, JON))),
    ("me and Jon", sure(people(MARIA, JON))),
    ("Jon, Priya", sure(people(JON, PRIYA))),
    ("Ana + Dev", sure(people(ANA, DEV))),
    ("Jon, Priya and Bob Miller", asked(people(JON, PRIYA, outside=("Bob Miller",)))),
    ("Maria Nowak, Jon", asked(people(JON, outside=("Maria Nowak",)), people(JON, MARIA))),
    ("<@U2>", sure(people(JON))),
    ("everyone", nonsense("reading.person")),
    ("jon and everyone", nonsense("reading.person")),
    ("Jon or Priya", asked(people(JON), people(PRIYA))),
]


@pytest.mark.parametrize(("phrase", "wanted"), MANY)
def test_several_people_are_told_from_a_reply(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.PERSON, many=True), phrase, wanted)


@pytest.mark.parametrize(
    "phrase",
    [
        "our lawyer Priya, nobody else",
        "Priya and no one else",
        "only Priya",
        "Priya alone",
        "Priya, only her",
        "<@U3>, nobody else",
    ],
)
def test_that_somebody_is_the_only_one_names_nobody_else(phrase: str) -> None:
    check(asking(Kind.PERSON), phrase, sure(people(PRIYA)))


def test_nobody_else_by_itself_is_nobody() -> None:
    check(asking(Kind.PERSON), "nobody else", nonsense("reading.person"))
    check(asking(Kind.PERSON), "our lawyer Bob Miller, nobody else", asked(people(outside=("Bob Miller",))))


def test_two_of_one_first_name_are_asked_back() -> None:
    names = {PersonId("U8"): "Anna Nowak", PersonId("U9"): "Anna Schmidt", JON: "Jon"}
    context = Context(NOW, "UTC", "en_GB", (), names, JON)
    one_anna, other_anna = people(PersonId("U8")), people(PersonId("U9"))
    check(asking(Kind.PERSON), "anna", asked(one_anna, other_anna), context)
    check(asking(Kind.PERSON), "Anna S", sure(other_anna), context)
    check(asking(Kind.PERSON), "ask anna", asked(one_anna, other_anna), context)
    check(asking(Kind.PERSON, many=True), "anna", asked(one_anna, other_anna), context)
    check(
        asking(Kind.PERSON, many=True),
        "Jon and Anna",
        asked(people(JON, PersonId("U8")), people(JON, PersonId("U9"))),
        context,
    )


def test_without_names_only_mentions_and_me_are_known() -> None:
    context = Context(NOW, "UTC", "en_GB", speaker=MARIA)
    check(asking(Kind.PERSON), "me", sure(people(MARIA)), context)
    check(asking(Kind.PERSON), "<@U2>", sure(people(JON)), context)
    check(asking(Kind.PERSON), "Jon", asked(people(outside=("Jon",))), context)
    check(asking(Kind.PERSON), "@", TALK, context)
    check(asking(Kind.PERSON), "x" * 90, nonsense("reading.person"), context)
    check(asking(Kind.PERSON), "it is", nonsense("reading.person"), context)
