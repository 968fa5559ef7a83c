"""Rows of a register, picked and newly named."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.readers import Amend, Aside, Context, Heard, Read, Unclear, read
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    ASSET,
    FRESH,
    HERE,
    NOBODY,
    NOW,
    PASS,
    TALK,
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

PICKED = [
    ("pricing engine", sure(known(1))),
    ("the pricing engine", sure(known(1))),
    ("Pricing Engine.", sure(known(1))),
    ("*pricing engine*", sure(known(1))),
    ('"Pricing engine"', sure(known(1))),
    ("pricing", sure(known(1))),
    ("app", sure(known(2))),
    ("the mobile one", sure(known(2))),
    ("data", sure(known(4))),
    ("data model and brand", sure(known(3, 4))),
    ("the pricing engine and brand", sure(known(1, 3))),
    ("pricing engine, mobile app, brand", sure(known(1, 2, 3))),
    ("1", sure(known(1))),
    ("1 and 3", sure(known(1, 3))),
    ("#2", sure(known(2))),
    ("second", sure(known(2))),
    ("the second", sure(known(2))),
    ("the last one", sure(known(4))),
    ("pricng engine", sure(known(1))),
    ("mobil ap", sure(known(2))),
    ("the app I think", hedged(known(2))),
    ("all", sure(known(1, 2, 3, 4))),
    ("all of them", sure(known(1, 2, 3, 4))),
    ("everything", sure(known(1, 2, 3, 4))),
    ("all but the app", sure(known(1, 3, 4))),
    ("all except pricing and brand", sure(known(2, 4))),
    ("everything except the data model", sure(known(1, 2, 3))),
    ("none", sure(known())),
    ("none of them", sure(known())),
    ("no", sure(known())),
    ("n/a", asked(known())),
    ("pricing, brand and foo", asked(known(1, 3))),
    ("xyz", nonsense("reading.items")),
    ("a", nonsense("reading.items")),
    ("old thing", nonsense("reading.items")),
    ("yes", nonsense("reading.items")),
    ("not sure", NOBODY),
    ("the app leaked", Aside("leak")),
    ("can we send the app to Kodex?", Aside("share")),
    ("we sent the app last week", Aside("shared_already")),
    ("all but the xyz", nonsense("reading.items")),
    ("app or brand", asked(known(2, 3), known(2), known(3))),
]


@pytest.mark.parametrize(("phrase", "wanted"), PICKED)
def test_rows_are_picked_by_name_and_number(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ITEM, register=ASSET, many=True), phrase, wanted)


NAMED = [
    ("Three devs: dev-1, dev-2 and a freelance tester qa-1", sure(new("dev-1", "dev-2", "qa-1"))),
    ("No, the codes are dev-1, dev-2", sure(new("dev-1", "dev-2"))),
    ("freelancer dev-3 and the freelance portal", sure(new("dev-3", "freelance portal"))),
    ("first the portal, then the chat, then billing", sure(new("portal", "chat", "billing"))),
    ("First the portal and then the chat, and finally the billing", sure(new("portal", "chat", "billing"))),
    ("We start with search, after that exports", sure(new("search", "exports"))),
    ("First we want search, then exports", sure(new("search", "exports"))),
    ("first aid app", sure(new("first aid app"))),
    ("First aid app, next generation scheduler", sure(new("First aid app", "next generation scheduler"))),
    ("First Bank portal, Next Step CRM, billing", sure(new("First Bank portal", "Next Step CRM", "billing"))),
    ("the app was built by Dev Shop in 2021", asked(new("app"))),
    ("the app, built by Dev Shop in 2021", asked(new("app"))),
    ("the app. It was built by Dev Shop", asked(new("app"))),
    (
        "the app which is used by drivers and the logo",
        asked(new("app which is used by drivers", "logo"), new("app", "logo")),
    ),
    ("the tool that is used by QA", asked(new("tool that is used by QA"), new("tool"))),
    ("a tool which we use for testing", asked(new("tool which we use for testing"), new("tool"))),
    ("the thing that we use to test", asked(new("thing that we use to test"))),
    ("the tool that is used by QA. It is old", asked(new("tool"))),
    ("the engine, which is ours, and the portal", asked(new("engine", "portal"))),
    ("the tool used by QA", sure(new("tool used by QA"))),
    ("Works that matter Ltd", sure(new("Works that matter Ltd"))),
    ("what is used by QA", nonsense("reading.items.add")),
    ("the app, but not the brand", asked(new("app"))),
    ("the app and maybe the logo", asked(new("app"), new("app", "logo"))),
    ("we built it ourselves", nonsense("reading.items.add")),
    ("it is all ours", nonsense("reading.items.add")),
    ("the many small things that we have built over the years are ours", asked(new("many small things"))),
    ("the many small things in all of our tools are ours", nonsense("reading.items.add")),
    ("see the list in Notion", nonsense("reading.items.add")),
    ("https://example.com/list", nonsense("reading.items.add")),
    ("nothing else", nonsense("reading.items.add")),
    ("St. Gallen site", sure(new("St. Gallen site"))),
    ("CAN bus firmware, IS audit trail", sure(new("CAN bus firmware", "IS audit trail"))),
    ("No-code builder, Check-in app, We Care app", sure(new("No-code builder", "Check-in app", "We Care app"))),
    ("app (iOS and Android), backend (Python, Go)", sure(new("app (iOS and Android)", "backend (Python, Go)"))),
    ("1. engine 2. app 3. logo", sure(new("engine", "app", "logo"))),
    ("Phase 1: UI, search and export", sure(new("Phase 1: UI, search and export"))),
    (
        "Phase 1: UI, search and export; phase 2: payments and billing",
        sure(new("Phase 1: UI, search and export", "phase 2: payments and billing")),
    ),
    ("Phase 1: UI, search, and phase 2: core", sure(new("Phase 1: UI, search", "phase 2: core"))),
    ("Pilot, phase 2: search and export", sure(new("Pilot", "phase 2: search and export"))),
    ("phase 1, phase 2 and phase 3", sure(new("phase 1", "phase 2", "phase 3"))),
    ("Engine release 2 core, app", sure(new("Engine release 2 core", "app"))),
    ("Our assets: engine, app and logo", sure(new("engine", "app", "logo"))),
    ("Core app: login, search", asked(new("Core app: login, search"), new("login", "search"))),
    (f"Core app: {'x' * 81}, {'y' * 81}", nonsense("reading.items.code_name")),
    ("change the assets", Amend("assets")),
    ("can I fix the list please", Amend("list")),
    ("change answer 3", Amend(plainly=True)),
    ("remove brand", Amend("brand")),
    ("change log", sure(new("change log"))),
    ("pricing engine, mobile app and the brand", sure(new("pricing engine", "mobile app", "brand"))),
    ("- Pricing engine\n- Mobile app\n* the brand", sure(new("Pricing engine", "Mobile app", "brand"))),
    ("1. Engine core\n2. The firmware\n3) Firmware", sure(new("Engine core", "firmware"))),
    ("Our assets:\nEngine core\nFirmware", sure(new("Engine core", "Firmware"))),
    ("engine, core\nfirmware", sure(new("engine", "core", "firmware"))),
    ("app; website; logo", sure(new("app", "website", "logo"))),
    ("app, app, APP", sure(new("app"))),
    ("Atlas", sure(new("Atlas"))),
    ("`atlas`, *boreas*", sure(new("atlas", "boreas"))),
    ("the app 🎉", sure(new("app"))),
    ("app & website", sure(new("app", "website"))),
    ("app plus website", sure(new("app", "website"))),
    ("website + shop", sure(new("website", "shop"))),
    ("we have a website and a shop", sure(new("website", "shop"))),
    ("it touches the firmware", sure(new("firmware"))),
    ("add the logo", sure(new("logo"))),
    ("also the logo", sure(new("logo"))),
    ("Research and Development database, app and logo", sure(new("Research and Development database", "app", "logo"))),
    ("project x & y", sure(new("project x", "y"))),
    ("app, website, etc", sure(new("app", "website"))),
    ("app, website and so on", sure(new("app", "website"))),
    ("probably the firmware", hedged(new("firmware"))),
    ("I think the app", hedged(new("app"))),
    ("C++ core, C# core", sure(new("C++ core", "C# core"))),
    ("データベース", sure(new("データベース"))),
    ("المحرك", sure(new("المحرك"))),
    ("no", sure(known())),
    ("none", sure(known())),
    ("none yet", sure(known())),
    ("all", nonsense("reading.items.add")),
    ("both", nonsense("reading.items.add")),
    ("yes", nonsense("reading.items.add")),
    ("y", nonsense("reading.items.add")),
    ("ok", nonsense("reading.items.add")),
    ("42", nonsense("reading.items.add")),
    ("things", nonsense("reading.items.add")),
    ("lots", nonsense("reading.items.add")),
    ("n/a", asked(known())),
    ("not sure", NOBODY),
    ("skip", PASS),
    ("thanks", TALK),
    (":tada:", TALK),
    ("can we share the firmware with Kodex?", Aside("share")),
    ("which ones do you mean?", TALK),
    ("we already sent the firmware", Aside("shared_already")),
    ("the firmware leaked", Aside("leak")),
]


@pytest.mark.parametrize(("phrase", "wanted"), NAMED)
def test_new_rows_are_named_in_a_sentence_or_a_pasted_list(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ITEM, register=ASSET, many=True, adds=True), phrase, wanted, FRESH)


NAMED_BESIDE = [
    ("pricing engine", sure(known(1))),
    ("pricing engine, mobile app and the logo", sure(new("logo", also=(1, 2)))),
    ("the logo", sure(new("logo"))),
    ("app", asked(known(2), new("app"))),
    ("pricing engin", asked(known(1), new("pricing engin"))),
    ("pricing engin and the logo", asked(new("logo", also=(1,)), new("pricing engin", "logo"))),
    ("brand guidelines", asked(known(3), new("brand guidelines"))),
    ("Brand Guidelines", sure(new("Brand Guidelines"))),
    ("Brand and the brand book", asked(known(3), new("brand book", also=(3,)))),
    ("logo, but Brand also on calls", asked(new("logo", also=(3,)))),
    ("the app and also the logo", asked(new("logo", also=(2,)), new("app", "logo"))),
    ("brand, but the logo too", asked(new("logo too", also=(3,)))),
    ("all four of them", sure(known(1, 2, 3, 4))),
    ("all of our assets", sure(known(1, 2, 3, 4))),
    ("the first two", sure(known(1, 2))),
    ("first two of them and the logo", sure(new("logo", also=(1, 2)))),
    ("the first three, not Brand", asked(known(1, 2))),
    ("the first two, not the logo", asked(known(1, 2))),
    ("not Brand", nonsense("reading.items.add")),
    ("both of them", nonsense("reading.so_many", many=2, count=4)),
    ("all three", asked(known(1, 2, 3), known(1, 2, 4), known(1, 3, 4), known(2, 3, 4))),
    ("all five", nonsense("reading.not_so_many", many=5, count=4)),
    ("the last nine", nonsense("reading.items.add")),
    ("the two", nonsense("reading.so_many", many=2, count=4)),
    ("Rock n Roll site", sure(new("Rock n Roll site"))),
    ("it touches the pricing engine and the billing module", sure(new("billing module", also=(1,)))),
    ("1 and 3", sure(known(1, 3))),
    ("2", sure(known(2))),
    ("all", sure(known(1, 2, 3, 4))),
    ("all but the app", sure(known(1, 3, 4))),
    ("everything but the brand", sure(known(1, 2, 4))),
    ("none", sure(known())),
    ("all, logo", sure(new("logo", also=(1, 2, 3, 4)))),
    ("the pricing engine was built by Dev Shop", asked(known(1))),
    ("the logo, and the app was built by Dev Shop", asked(new("logo", also=(2,)), new("logo", "app"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), NAMED_BESIDE)
def test_new_names_are_told_from_known_rows(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ITEM, register=ASSET, many=True, adds=True), phrase, wanted)


ONE_ROW = [
    ("app", sure(known(2))),
    ("Brand", sure(known(3))),
    ("2", sure(known(2))),
    ("app and brand", asked(known(2), known(3))),
    ("all", asked(known(1), known(2), known(3), known(4))),
    ("none", nonsense("reading.item", example="Pricing engine")),
    ("xyz", nonsense("reading.item", example="Pricing engine")),
    ("n/a", NOBODY),
]


@pytest.mark.parametrize(("phrase", "wanted"), ONE_ROW)
def test_where_one_row_is_wanted_several_are_asked_back(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ITEM, register=ASSET), phrase, wanted)


def test_where_one_name_is_wanted_several_are_asked_back() -> None:
    asked_one = asking(Kind.ITEM, register=ASSET, adds=True)
    check(asked_one, "the logo", sure(new("logo")))
    check(asked_one, "the brand", sure(known(3)))
    check(asked_one, "logo and Brand", asked(known(3), new("logo")))
    check(asked_one, "Core app: login, search", asked(new("Core app: login, search")))


def test_an_empty_register_says_so() -> None:
    question = asking(Kind.ITEM, register=ASSET, many=True)
    check(question, "the app", nonsense("reading.items.empty"), FRESH)
    check(asking(Kind.ITEM, register=ASSET), "none", sure(known()), FRESH)


def test_rows_taken_out_cannot_be_picked() -> None:
    context = Context(NOW, "UTC", "en_GB", (row(1, "App"), row(2, "Site", removed=True)))
    question = asking(Kind.ITEM, register=ASSET, many=True)
    check(question, "all", sure(known(1)), context)
    check(question, "site", nonsense("reading.items"), context)


def test_names_that_hold_and_stay_whole_once_they_are_known() -> None:
    context = Context(NOW, "UTC", "en_GB", (row(1, "Research and development"), row(2, "Sales"), row(3, "!!")))
    question = asking(Kind.ITEM, register=ASSET, many=True)
    check(question, "research and development and sales", sure(known(1, 2)), context)
    check(question, "sales, research and development", sure(known(1, 2)), context)
    check(question, "research and development", sure(known(1)), context)


def test_what_says_which_row_it_names_is_that_row() -> None:
    one = Context(NOW, "UTC", "en_GB", (row(1, "Kodex"),))
    question = asking(Kind.ITEM, register=ASSET, many=True, adds=True)
    check(question, "Kodex who are our testers", asked(known(1)), one)
    check(
        question,
        "Kodex, and the team that is in Poland",
        asked(new("team that is in Poland", also=(1,)), new("team", also=(1,))),
        one,
    )


@pytest.mark.parametrize("adds", [True, False])
@pytest.mark.parametrize("phrase", ["both", "both of them", "both assets", "the two", "all two"])
def test_both_of_three_is_each_two_of_them_and_asked_back(phrase: str, adds: bool) -> None:
    three = Context(NOW, "UTC", "en_GB", (row(1, "Kodex"), row(2, "Brightline"), row(3, "Nordwind")))
    some = asking(Kind.ITEM, register=ASSET, many=True, adds=adds)
    check(some, phrase, asked(known(1, 2), known(1, 3), known(2, 3)), three)
    check(
        some, phrase, nonsense("reading.not_so_many", many=2, count=1), Context(NOW, "UTC", "en_GB", (row(1, "Kodex"),))
    )
    check(asking(Kind.ITEM, register=ASSET), phrase, nonsense("reading.item", example="Kodex"), three)


def test_both_of_nothing_is_nothing() -> None:
    check(asking(Kind.ITEM, register=ASSET, many=True), "both", nonsense("reading.items.empty"), FRESH)


def test_both_and_n_mean_the_two_rows_that_are_known() -> None:
    context = Context(NOW, "UTC", "en_GB", (row(1, "Kodex"), row(2, "Brightline")))
    question = asking(Kind.ITEM, register=ASSET, many=True, adds=True)
    for phrase in ("both", "both of them", "both vendors", "the two", "all of them", "the first two", "all two"):
        check(question, phrase, sure(known(1, 2)), context)
    for phrase in ("kodex n brightline", "kodex n' brightline", "Kodex 'n' Brightline", "kodex & brightline"):
        check(question, phrase, sure(known(1, 2)), context)
    check(question, "kodex n nordwind", asked(known(1), new("kodex n nordwind")), context)


def test_two_rows_of_one_name_are_asked_back() -> None:
    context = Context(NOW, "UTC", "en_GB", (row(1, "App"), row(2, "app")))
    check(asking(Kind.ITEM, register=ASSET), "the app", asked(known(1), known(2)), context)


def test_thirty_names_fit_and_thirty_one_do_not() -> None:
    question = asking(Kind.ITEM, register=ASSET, many=True, adds=True)
    names = [f"asset number {number}" for number in range(31)]
    check(question, "\n".join(names[:30]), sure(new(*names[:30])), FRESH)
    check(question, "\n".join(names), nonsense("reading.items.too_many", most=30), FRESH)
    check(question, ", ".join(f"a{number}" for number in range(5000)), nonsense("reading.items.code_name"), FRESH)


def test_a_description_is_refused_for_it_may_hold_the_secret() -> None:
    question = asking(Kind.ITEM, register=ASSET, many=True, adds=True)
    check(question, "x" * 80, sure(new("x" * 80)), FRESH)
    check(question, "x" * 81, nonsense("reading.items.code_name", most=80), FRESH)
    check(
        question, "a model that ranks by how much a user of the old site paid us", nonsense("reading.items.code_name")
    )
    check(question, "secret " * 1000, nonsense("reading.items.code_name"), FRESH)
    check(asking(Kind.ITEM, register=ASSET, many=True), "secret " * 1000, nonsense("reading.items.long"))


COMPANIES = [
    ("Kodex Pvt Ltd, I think", asked(known(1), new("Kodex Pvt Ltd"))),
    ("Kodex Private Limited", asked(known(1), new("Kodex Private Limited"))),
    ("brightline", asked(known(2), new("brightline"))),
    ("Kodex", sure(known(1))),
    ("Kodex Labs", sure(new("Kodex Labs"))),
    ("Ltd", sure(new("Ltd"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), COMPANIES)
def test_a_company_that_is_known_by_a_shorter_or_a_longer_name_is_asked_about(phrase: str, wanted: Heard) -> None:
    context = msgspec.structs.replace(HERE, items=(row(1, "Kodex"), row(2, "Brightline Sp. z o.o.")))
    found = read(asking(Kind.ITEM, register=ASSET, adds=True), phrase, context)
    assert msgspec.structs.replace(found, hedged=False) == wanted if isinstance(found, Read | Unclear) else False
