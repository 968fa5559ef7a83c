"""A word that stands between several options is asked back: it is none of them alone, and may be all."""

from __future__ import annotations

import pytest

from flows.engine.readers import between
from flows.model.flow import Option
from flows.model.values import Kind
from tests.flows.engine.readers.setting import asked, asked_hedged, asking, check, one, some, sure

OURS = Option("own", "Our own code", also=("our code",))
THEIRS = Option(
    "customer", "Material of a customer", also=("customer", "customer files"), between=("customer data", "client data")
)
PEOPLE = Option(
    "people", "Data about people", also=("personal data",), between=("customer data", "client data", "user base")
)
LISTS = Option("lists", "Lists and tables", between=("user base",))
MANY = asking(Kind.MANY_OF, options=(OURS, THEIRS, PEOPLE, LISTS))
ONE = asking(Kind.ONE_OF, options=(OURS, THEIRS, PEOPLE, LISTS))


@pytest.mark.parametrize("said", ["customer data", "Customer data", "the client data", "some customer data"])
def test_a_word_between_two_of_many_is_either_or_both(said: str) -> None:
    check(MANY, said, asked(some("customer"), some("people"), some("customer", "people")))


def test_what_is_certain_beside_it_is_in_every_reading() -> None:
    readings = asked(some("own", "customer"), some("own", "people"), some("own", "customer", "people"))
    check(MANY, "our own code + customer data", readings)
    check(MANY, "our code, customer data", readings)


def test_of_two_such_words_all_is_offered_last() -> None:
    check(
        MANY,
        "customer data, user base",
        asked(
            some("customer", "people"), some("people"), some("customer", "lists"), some("customer", "people", "lists")
        ),
    )


def test_a_word_in_doubt_keeps_its_doubt() -> None:
    check(
        MANY,
        "our code, maybe customer data",
        asked(some("own", "customer"), some("own", "people"), some("own", "customer", "people")),
    )
    check(MANY, "I think customer data", asked_hedged(some("customer"), some("people"), some("customer", "people")))


def test_of_one_only_each_stands_alone() -> None:
    check(ONE, "customer data", asked(one("customer"), one("people")))


def test_other_words_of_an_option_are_as_certain_as_before() -> None:
    check(MANY, "customer", sure(some("customer")))
    check(MANY, "personal data and customer files", sure(some("customer", "people")))
    check(ONE, "customer files", sure(one("customer")))


def test_a_guess_that_no_word_stands_between_is_not_offered_as_both() -> None:
    shapes = asking(Kind.MANY_OF, options=(Option("a", "Red paint"), Option("b", "Red ink")))
    check(shapes, "red", asked(some("a"), some("b")))


def test_the_words_that_were_said_and_what_they_may_mean_are_known() -> None:
    assert between(MANY, "our own code + Customer Data!") == ("customer data", (THEIRS, PEOPLE))
    assert between(MANY, "the user base") == ("user base", (PEOPLE, LISTS))
    assert between(MANY, "customer database") is None
