"""Doubt about one piece of a list: what is certain is offered first, then what is in doubt with it."""

from __future__ import annotations

import pytest

from flows.engine.readers import Context, Heard
from flows.model.flow import Option
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    ASSET,
    DEV,
    HERE,
    JON,
    MARIA,
    NOBODY,
    NOW,
    asked,
    asked_hedged,
    asking,
    check,
    codes,
    hedged,
    known,
    new,
    nonsense,
    people,
    row,
    some,
    sure,
)

PAPERS = (
    Option("policy", "Written rules", also=("policy", "rules", "written rules")),
    Option("sample", "A filled-in sample: log, label or form", also=("sample", "filled sample", "log")),
    Option("ledger", "A list of who received what", also=("ledger", "list of who received what")),
    Option("factor", "A second factor at login", also=("second factor", "2fa")),
    Option("plan", "A plan for next year"),
    Option("none", "None of these"),
)

IN_PART = [
    ("written rules + a list of who received what, the sample not sure", ("policy", "ledger"), ("policy", "sample", "ledger")),
    ("written rules, sample no idea", ("policy",), ("policy", "sample")),
    ("rules and ledger, not sure about the sample", ("policy", "ledger"), ("policy", "sample", "ledger")),
    ("rules, we don't know about the sample", ("policy",), ("policy", "sample")),
    ("rules yes, 2fa don't know", ("policy",), ("policy", "factor")),
    ("rules, ledger, but no idea about the sample", ("policy", "ledger"), ("policy", "sample", "ledger")),
    ("1 and 3, second factor by Christmas", ("policy", "ledger"), ("policy", "ledger", "factor")),
    ("rules, second factor by Christmas", ("policy",), ("policy", "factor")),
    ("rules; second factor is planned", ("policy",), ("policy", "factor")),
    ("rules and a list of who received what from next month on", ("policy",), ("policy", "ledger")),
    ("rules and second factor by end of March, ledger", ("policy", "ledger"), ("policy", "ledger", "factor")),
    ("rules, 2fa soon", ("policy",), ("policy", "factor")),
    ("rules, 2fa later", ("policy",), ("policy", "factor")),
    ("rules, 2fa not yet", ("policy",), ("policy", "factor")),
    ("2fa: not yet", (), ("factor",)),
    ("rules, not yet 2fa", ("policy",), ("policy", "factor")),
    ("not yet 2fa, but rules", ("policy",), ("policy", "factor")),
    ("rules but second factor is in progress", ("policy",), ("policy", "factor")),
    ("rules, 2fa (planned)", ("policy",), ("policy", "factor")),
    ("rules, 2fa: coming", ("policy",), ("policy", "factor")),
    ("next quarter: ledger; rules", ("policy",), ("policy", "ledger")),
    ("from 1 March on: ledger; rules", ("policy",), ("policy", "ledger")),
    ("rules and 2fa next year", ("policy",), ("policy", "factor")),
    ("rules, 2fa, by March 2027", ("policy",), ("policy", "factor")),
    ("rules, 2fa, which is planned", ("policy",), ("policy", "factor")),
    ("rules, 2fa by the 5th", ("policy",), ("policy", "factor")),
    ("rules, 2fa by 2027-03-01", ("policy",), ("policy", "factor")),
    ("rules, 2fa will follow", ("policy",), ("policy", "factor")),
    ("rules, 2fa to be ready in two weeks", ("policy",), ("policy", "factor")),
    ("rules, a plan for next year, 2fa soon", ("policy", "plan"), ("policy", "factor", "plan")),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "without", "whole"), IN_PART)
def test_what_is_in_doubt_is_offered_after_what_is_certain(
    phrase: str, without: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    check(asking(Kind.MANY_OF, options=PAPERS), phrase, asked(some(*without), some(*whole)))


OTHERWISE = [
    ("I think rules, 2fa by Friday", asked_hedged(some("policy"), some("policy", "factor"))),
    ("2fa is planned", asked(some(), some("factor"))),
    ("all but the sample, which is planned", asked(some(), some("policy", "ledger", "factor", "plan"))),
    ("rules, 2fa for all teams by Christmas with a key", asked(some("policy", "factor"))),
    ("rules, xyz by Friday", asked(some("policy"))),
    ("xyz, foo by Friday", nonsense("reading.many_of")),
    ("not sure about any of these", nonsense("reading.many_of")),
    ("a plan for next year", sure(some("plan"))),
    ("rules, a plan for next year", sure(some("policy", "plan"))),
    ("rules, not sure", hedged(some("policy"))),
    ("rules not sure", hedged(some("policy"))),
    ("not sure", NOBODY),
]


@pytest.mark.parametrize(("phrase", "wanted"), OTHERWISE)
def test_doubt_about_the_whole_stays_what_it_is(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MANY_OF, options=PAPERS), phrase, wanted)


def test_countries_and_people_in_doubt_are_asked_back() -> None:
    countries, persons = asking(Kind.COUNTRY, many=True), asking(Kind.PERSON, many=True)
    check(countries, "Poland, Ukraine from next year", asked(codes("PL"), codes("PL UA")))
    check(countries, "Poland, not sure about Ukraine", asked(codes("PL"), codes("PL UA")))
    check(countries, "Poland by May", asked(codes("PL")))
    check(persons, "Maria and Jon later", asked(people(MARIA), people(MARIA, JON)))
    check(persons, "Maria and Jon, Dev not sure", asked(people(MARIA, JON), people(MARIA, JON, DEV)))


def test_rows_in_doubt_are_asked_back_and_a_new_name_may_hold_words_of_doubt() -> None:
    picking = asking(Kind.ITEM, register=ASSET, many=True)
    adding = asking(Kind.ITEM, register=ASSET, many=True, adds=True)
    check(picking, "app, brand not sure", asked(known(2), known(2, 3)))
    check(adding, "logo and the shop is planned", asked(new("logo"), new("logo", "shop")))
    check(adding, "billing, shop later", asked(new("billing"), new("billing", "shop"), new("billing", "shop later")))
    check(adding, "Coming soon page", asked(new("page"), new("Coming soon page")))
    check(adding, "first aid app, next generation scheduler", sure(new("first aid app", "next generation scheduler")))
    pasted = "- App (iOS, Android)\n- Core, Go\n- shop by May"
    check(adding, pasted, asked(
        new("App (iOS, Android)", "Core, Go"),
        new("App (iOS, Android)", "Core, Go", "shop"),
        new("App (iOS, Android)", "Core, Go", "shop by May"),
    ))  # fmt: skip


def test_a_known_name_is_doubted_as_a_whole() -> None:
    here = Context(NOW, HERE.zone, HERE.locale, (row(1, "Research and development"), row(2, "Sales")))
    picking = asking(Kind.ITEM, register=ASSET, many=True)
    check(picking, "sales, research and development by May", asked(known(2), known(1, 2)), here)


LIMITS = (
    Option("data", "Personal data"),
    Option("sanctions", "Sanctions"),
    Option("export", "Export control"),
    Option("none", "None of them"),
)
DELIVERIES = (
    Option("no_reuse", "No reuse from other clients", also=("no reuse",)),
    Option("listed", "It lists what comes from elsewhere", also=("list",)),
    Option("scanned", "It scans each delivery", also=("scan", "scans", "scanned")),
    Option("ai_ruled", "It has rules for AI tools", also=("ai",)),
)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        (
            "personal data, yes; sanctions no; export I'd have to look up",
            asked(some("data"), some("data", "export")),
        ),
        ("sanctions yes, export no", asked(some("sanctions"))),
        ("personal data yes, everything else no idea", asked_hedged(some("data"))),
        ("data yes, the rest no", asked(some("data"))),
        ("personal data: yes, sanctions: not sure, export: no", asked(some("data"), some("data", "sanctions"))),
        ("personal data, export yes, sanctions no", asked(some("data", "export"))),
        ("sanctions no, export no", nonsense("reading.many_of")),
        ("no, just personal data", asked(some("data"))),
        ("the first two and the last", sure(some("data", "sanctions", "export"))),
        ("the first and the last two", sure(some("data", "sanctions", "export"))),
        ("the last", asked(some("export"))),
        ("all but the export", sure(some("data", "sanctions"))),
    ],
)
def test_what_is_said_of_each_thing_is_taken_apart_and_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MANY_OF, options=LIMITS), phrase, wanted)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("all but the scanning", asked(some("no_reuse", "listed", "ai_ruled"))),
        ("everything except scanning", asked(some("no_reuse", "listed", "ai_ruled"))),
        ("all but the audits", nonsense("reading.many_of")),
        ("everything but the lists and the scans", sure(some("no_reuse", "ai_ruled"))),
        ("no reuse, yes, list, no", asked(some("no_reuse"))),
        ("the scanning", asked(some("scanned"))),
        ("the first two and the last", sure(some("no_reuse", "listed", "ai_ruled"))),
    ],
)
def test_what_is_left_out_is_never_taken_in(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MANY_OF, options=DELIVERIES), phrase, wanted)


SHOWN = (
    Option("policy", "Written rules for client secrets", also=("policy", "rules", "written rules")),
    Option("sample", "A filled-in sample: log, label or form", also=("sample", "log")),
    Option("returning", "A way to return and delete", also=("return", "deletion")),
    Option("no_reuse", "No reuse from other clients", also=("no reuse", "nothing reused")),
)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("written rules, nothing on return", asked(some("policy"))),
        ("they sent us rules, we are still waiting for the log", asked(some("policy"))),
        ("rules; still missing: the log", asked(some("policy"))),
        ("rules, log missing", asked(some("policy"))),
        ("rules without the log", asked(some("policy"))),
        ("rules and log but no way to return", asked(some("policy", "sample"))),
        ("rules but the log is still to be checked", asked(some("policy"))),
        ("nothing on return", asked(some(), some("returning"))),
        ("log yes, rules no, nothing on reuse", asked(some("sample"))),
        ("we have their rules and a way to return. log: not yet", asked(some("policy", "returning"))),
        ("log: not yet, rules", asked(some("policy"))),
        ("rules: yes, log: not yet", asked(some("policy"))),
        ("no one", sure(some())),
        ("none of them", sure(some())),
        ("no reuse, rules", sure(some("policy", "no_reuse"))),
        ("rules and nothing reused", sure(some("policy", "no_reuse"))),
        ("rules, nothing on the weather", asked(some("policy"))),
    ],
)
def test_what_is_said_not_to_be_there_is_never_ticked(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MANY_OF, options=SHOWN), phrase, wanted)


def test_rows_and_countries_that_are_denied_are_left_out_and_the_rest_is_asked_back() -> None:
    picking = asking(Kind.ITEM, register=ASSET, many=True)
    check(picking, "app, the brand, nothing on the data model", asked(known(2, 3)))
    check(picking, "app and brand but the data model is still to be checked", asked(known(2, 3)))
    check(picking, "nothing on the brand", asked(known(), known(3)))
    countries = asking(Kind.COUNTRY, many=True)
    check(countries, "Germany only, India not", asked(codes("DE")))
    check(countries, "India not, Germany", asked(codes("DE")))


def test_the_first_two_may_be_said_with_both() -> None:
    for adds in (False, True):
        check(asking(Kind.ITEM, register=ASSET, many=True, adds=adds), "both of the first two", sure(known(1, 2)))
