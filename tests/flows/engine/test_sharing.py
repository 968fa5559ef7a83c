"""What may be shared, and what was: asked, entered, judged as of its day, and taken by the sessions that mind."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.authoring.paper import lines_of
from flows.engine.ledger import ledger_of, row_of
from flows.engine.phasing import Permission, Reason, Verdict
from flows.engine.readers import Context, sharing
from flows.engine.readers.sharing import Meant, read_sharing
from flows.engine.screens import review, share
from flows.engine.screens.share import Enquiry, packed, unpacked
from flows.engine.screens.wording import finding_words, plain
from flows.model.events import Started
from flows.model.ids import ItemId, RegisterId
from flows.model.ledger import Disclosure, Filing
from flows.model.people import Role
from flows.model.programme import Item
from flows.model.screens import Buttons
from flows.model.sharing import Disclosed, ShareAsked, Side
from flows.model.values import NewItems, Text, YesNo
from tests.builders import JON, MARIA, NAMES, NO, NOW, PRIYA, YES, is_refused, spot, told
from tests.flows.engine.crew import Crew, words
from tests.one_gate import one_gate, small

TODAY = NOW.date()
LAST_WEEK = TODAY - dt.timedelta(days=7)


def team(signed: bool = False) -> Crew:
    """A team that has an asset and a vendor, with or without an NDA."""
    made = Crew(one_gate())
    made.start(small())
    made.click(NewItems((), ("Engine",)))
    made.click(NewItems((), ("Acme",)))
    made.click(YES if signed else NO)
    return made


def sides(of: Crew) -> tuple[Side, Side]:
    return Side(of.item("Engine")), Side(of.item("Acme"))


def lines(of: Crew) -> tuple[Disclosure, ...]:
    return ledger_of(of.items(RegisterId("disclosure")), {row.id: row.name for row in of.rows.values()})


def test_what_may_go_is_entered_as_it_goes_and_raises_nothing() -> None:
    here = team(signed=True)
    assert told(here.say(JON, Disclosed(*sides(here)))) == ["share.kept"]
    (line,) = lines(here)
    assert (line.what, line.recipient, line.by, line.day) == ("Engine", "Acme", JON, TODAY)
    assert line.under_nda is True and line.filing is Filing.OPEN and not line.early
    assert here.finding_keys() == []


def test_an_entry_and_its_finding_are_called_as_what_they_name_is_called_now_and_how_it_was_entered_stays() -> None:
    here = team()
    here.say(JON, Disclosed(*sides(here), day=LAST_WEEK))
    (finding,) = here.ref.findings
    assert plain(finding_words(here.scene(), finding)) == "A line of the ledger is to be settled: Engine (Acme)."
    assert lines(here)[0].entered_as == ""
    for name, now in (("Engine", "Larch"), ("Acme", "Globex")):
        row = here.rows[here.item(name)]
        here.rows[row.id] = msgspec.structs.replace(row, name=now)
    assert plain(finding_words(here.scene(), finding)) == "A line of the ledger is to be settled: Larch (Globex)."
    (line,) = lines(here)
    assert (line.what, line.recipient, line.entered_as) == ("Larch", "Globex", "Engine (Acme)")
    larch = here.rows[here.item("Larch")]
    here.rows[larch.id] = msgspec.structs.replace(larch, removed=True)
    assert "Larch (Globex)" in plain(finding_words(here.scene(), finding)), "also once it is taken out"


def test_what_may_not_go_is_not_entered_and_nothing_is_saved() -> None:
    here = team()
    outcome = here.say(JON, Disclosed(*sides(here)))
    assert is_refused(outcome, "share.changed") and lines(here) == ()


def test_what_went_out_early_is_entered_and_every_session_that_takes_the_ledger_finds_it() -> None:
    here = team()
    outcome = here.say(JON, Disclosed(*sides(here), day=LAST_WEEK))
    assert "share.early" in told(outcome)
    assert here.finding_keys() == [f"went_early@told.early/{lines(here)[0].id}"]
    assert "• Engine · Acme · 16 November 2026 · without an NDA · before its gate was open" in summary(here)
    answer = here.answer("told.early", lines(here)[0].id)
    assert answer is not None and answer.by == JON
    assert here.ref.last is not None and here.ref.last.spot.question == "have.signed", (
        "an undo takes back what was answered"
    )
    # A session that begins later knows it too.
    fresh = Crew(one_gate())
    fresh.programme, fresh.rows = (
        msgspec.structs.replace(here.scene().programme, sessions=(), stages={}),
        dict(here.rows),
    )
    fresh.say(MARIA, Started(small().id))
    assert fresh.finding_keys() == here.finding_keys()


def test_a_change_of_the_taken_answer_settles_the_finding() -> None:
    here = team()
    here.say(JON, Disclosed(*sides(here), day=LAST_WEEK))
    row = lines(here)[0].id
    here.change(spot("told.early", row))
    here.click(NO, spot("told.early", row))
    here.confirm(spot("told.early", row))
    assert here.finding_keys() == [] and lines(here)[0].early, "the ledger keeps what was"


def test_what_was_never_asked_of_a_row_is_not_called_unanswered() -> None:
    """A row that an answer recorded tells the sessions nothing."""
    here = team()
    here.say(JON, Disclosed(*sides(here), day=LAST_WEEK))
    recorded = Item(ItemId("disclosure-9"), RegisterId("disclosure"), "Drawings", 9, MARIA, NOW, {"early": NO})
    here.rows[recorded.id] = recorded
    early = [line for line in words(review.review(here.scene())) if line.startswith("Is it still to be settled")]
    assert len(early) == 1 and early[0].endswith("Yes · Jon Smith"), early


def test_a_day_to_come_a_row_that_is_gone_and_a_name_that_is_none_are_refused() -> None:
    here = team(signed=True)
    asset, vendor = sides(here)
    assert is_refused(here.say(JON, Disclosed(asset, vendor, day=TODAY + dt.timedelta(days=1))), "share.future")
    assert is_refused(here.say(JON, Disclosed(Side(ItemId("asset-99")), vendor)), "share.gone")
    assert is_refused(here.say(JON, ShareAsked(asset, Side(name=" "))), "share.name")
    assert is_refused(here.say(JON, ShareAsked(Side(name="x" * 81), vendor)), "share.name")


def test_what_is_named_anew_becomes_a_row_once_and_is_closed_until_something_is_known_of_it() -> None:
    here = team(signed=True)
    here.say(JON, ShareAsked(Side(name="Mobile  app"), Side(name="acme")))
    here.say(JON, ShareAsked(Side(name="mobile app"), Side(name="Acme")))
    assert here.live("asset") == ["Engine", "Mobile app"] and here.live("vendor") == ["Acme"]
    assert [entry.about for entry in here.log if entry.what == "share_asked"] == [
        f"{here.item('Mobile app')} {here.item('Acme')}"
    ] * 2
    here.say(JON, Disclosed(Side(name="Recipe"), Side(here.item("Acme")), day=LAST_WEEK))
    assert lines(here)[0].early and lines(here)[0].under_nda is None
    gone = msgspec.structs.replace(here.row("Recipe"), removed=True)
    here.rows[gone.id] = gone
    here.say(JON, ShareAsked(Side(name="recipe"), Side(here.item("Acme"))))
    assert "Recipe" in here.live("asset"), "a row that was taken out comes back under its name"


# ── the ledger ──


def test_the_ledger_reads_rounds_of_flows_and_entries_alike_newest_first() -> None:
    asset, vendor = ItemId("asset-1"), ItemId("vendor-1")
    at = NOW - dt.timedelta(days=3)
    entry = Disclosure(
        ItemId("disclosure-9"),
        asset,
        "Engine",
        "Acme",
        JON,
        NOW,
        vendor,
        LAST_WEEK,
        True,
        ItemId("agreement-1"),
        Filing.FILED,
    )
    leaked = Item(
        ItemId("disclosure-a"),
        RegisterId("disclosure"),
        "App",
        4,
        MARIA,
        at,
        {"held_by": Text("A forum"), "nda_covers": YesNo(False)},
    )
    bare = Item(ItemId("disclosure-b"), RegisterId("disclosure"), "Name", 5, MARIA, at)
    found = ledger_of((row_of(entry, 9), leaked, bare), {asset: "Engine", vendor: "Acme"})
    assert [line.what for line in found] == ["App", "Engine"]
    assert found[1] == msgspec.structs.replace(entry, number=9), "what is written is read again"
    assert (found[0].recipient, found[0].day, found[0].under_nda) == ("A forum", None, False)


def summary(of: Crew) -> list[str]:
    """The summary of the team's session, line by line."""
    return list(lines_of(review.summary(of.scene()), NAMES))


# ── the form ──


def test_the_form_offers_what_there_is_and_a_line_for_what_there_is_not() -> None:
    texts = one_gate().texts
    row = Item(ItemId("asset-1"), RegisterId("asset"), "Engine", 1, MARIA, NOW)
    form = share.share_form(texts, (row,), (), Enquiry(asset=row.id, vendor_typed="Globex", done=True, day=LAST_WEEK))
    fields = {field.name: field for field in form.fields}
    assert fields["asset"].initial == ("asset-1",) and not fields["asset_new"].required
    assert "vendor" not in fields and fields["vendor_new"].required and fields["vendor_new"].initial == ("Globex",)
    assert fields["when"].initial == ("done",) and fields["day"].initial == (LAST_WEEK.isoformat(),)
    assert unpacked(packed(Enquiry(vendor_typed="Globex"))) == Enquiry(vendor_typed="Globex")
    assert unpacked("nonsense") == Enquiry() == unpacked("")
    assert "Which asset" in share.unknown(texts, Enquiry()).text
    half = share.unknown(texts, Enquiry(asset=row.id, asset_typed="engine", vendor_typed="Globex"))
    assert "“Globex”" in half.text and "engine" not in half.text


def test_the_answer_says_why_what_to_do_and_with_whom_and_a_yes_can_be_used() -> None:
    here, texts = team(), one_gate().texts
    asset, vendor = here.row("Engine"), here.row("Acme")
    head = msgspec.structs.replace(here.scene().programme, roles={Role.COUNSEL: PRIYA})
    why = (
        Reason(("The NDA is not signed.",), ("Get it signed",), Role.COUNSEL),
        Reason(("No.",), ("Ask",), Role.APPROVER),
    )
    closed = share.answer(texts, head, asset, vendor, Permission(Verdict.NOT_YET, why * 4), ("engin",))
    text = "\n".join(lines_of(closed, NAMES))
    assert (
        "Not yet. Engine stays here" in text
        and "I read “engin” as that" in text
        and "… and 5 more" in text
        and "[All reasons, one by one]" in text
    )
    assert "→ Get it signed. With Priya Patel." in text
    assert "→ Ask. With Maria Kowalska, as nobody is the approver yet." in text
    assert "[It is out already]" in text and "I share it now" not in text
    whole = share.answer(texts, head, asset, vendor, Permission(Verdict.NOT_YET, why * 4), whole=True)
    text = "\n".join(lines_of(whole, NAMES))
    assert text.count("→") == 8 and "more" not in text and "[All" not in text
    opened = "\n".join(
        lines_of(share.answer(texts, head, asset, vendor, Permission(Verdict.YES, phase="Trial")), NAMES)
    )
    assert (
        "Yes. Engine may go to Acme, within the open phase Trial." in opened
        and "[I share it now]" in opened
        and "→" not in opened
    )


# ── words ──

ASSETS = tuple(
    Item(ItemId(f"asset-{at}"), RegisterId("asset"), name, at, MARIA, NOW)
    for at, name in enumerate(("Pricing engine", "Mobile app", "The brand", "Mobile site"))
)
VENDORS = tuple(
    Item(ItemId(f"vendor-{at}"), RegisterId("vendor"), name, at, MARIA, NOW)
    for at, name in enumerate(("Acme", "Kodex Ltd"))
)


@pytest.mark.parametrize(
    ("text", "asset", "vendor"),
    [
        ("pricing engine with Acme", "asset-0", "vendor-0"),
        ("can I send the pricing engine to Acme?", "asset-0", "vendor-0"),
        ("may we share our mobile app with kodex", "asset-1", "vendor-1"),
        ("is it ok to send pricing engin to acme", "asset-0", "vendor-0"),
        ("is the brand safe to share with Acme?", "asset-2", "vendor-0"),
        ("is the pricing engine ok to be shared with Acme", "asset-0", "vendor-0"),
        ("pricing engine -> Acme", "asset-0", "vendor-0"),
        ("can I share this with Acme?", None, "vendor-0"),
        ("can I show the mobile to Acme", None, "vendor-0"),
        ("can I show Kodex the mobile app?", "asset-1", "vendor-1"),
        ("can I give kodex the pricing engine", "asset-0", "vendor-1"),
        ("can I give acme access to the mobile app", "asset-1", "vendor-0"),
        ("can I show kodex mobile app", "asset-1", "vendor-1"),
        ("could we send Kodex Ltd a copy of the moblie app", "asset-1", "vendor-1"),
        ("can I show Globex the mobile app", "asset-1", None),
        ("can I show Acme the wind tunnel", None, "vendor-0"),
        ("may Kodex have the mobile app?", "asset-1", "vendor-1"),
        ("can I demo the pricing engine to Kodex on a call?", "asset-0", "vendor-1"),
        ("would it be a problem if I showed the pricing engine to Acme", "asset-0", "vendor-0"),
        ("ok to push the mobile app to kodex's repo?", "asset-1", "vendor-1"),
        ("can I send parts of the pricing engine", "asset-0", None),
        ("can I show them the wind tunnel", None, None),
        ("the app or the engine with somebody", None, None),
        ("", None, None),
    ],
)
def test_a_question_is_read_for_what_and_whom(text: str, asset: str | None, vendor: str | None) -> None:
    read = read_sharing(text, ASSETS, VENDORS, Context(NOW, "UTC", "en_GB"), done=False)
    assert (read.asset.row, read.vendor.row) == (asset, vendor)


@pytest.mark.parametrize(
    ("text", "assets", "vendors", "unknown"),
    [
        ("can I send the pricing engine to Acme and Kodex?", (), ("vendor-0", "vendor-1"), ()),
        ("can I send the pricing engine to Acme and to Kodex?", (), ("vendor-0", "vendor-1"), ()),
        ("can I show Acme and Kodex the pricing engine?", (), ("vendor-0", "vendor-1"), ()),
        ("send the pricing engine to Acme or Globex", (), ("vendor-0",), ("Globex",)),
        (
            "may I share the pricing engine, the mobile app and the plans with Acme",
            ("asset-0", "asset-1"),
            (),
            ("plans",),
        ),
        ("may I share all of it with Acme", (), (), ()),
        ("may I share 1 and 2 with Acme", (), (), ()),
        ("may I share the pricing engine with Smith and Sons", (), (), ()),
    ],
)
def test_each_of_several_that_are_named_is_meant_by_itself(
    text: str, assets: tuple[str, ...], vendors: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    read = read_here(text)
    assert (read.asset.several, read.vendor.several) == (assets, vendors) and not read.general
    assert (*read.asset.unknown, *read.vendor.unknown) == unknown


def test_of_many_pairs_the_first_are_offered_and_what_happened_is_entered_one_by_one() -> None:
    texts, pairs = one_gate().texts, [(asset, vendor) for asset in ASSETS for vendor in VENDORS]
    shown = "\n".join(lines_of(share.each(texts, pairs, ("Globex", "Newco"), Enquiry(asset_typed="all")), NAMES))
    assert (
        "[Pricing engine → Acme]" in shown
        and "… and 2 more" in shown
        and "Not in your lists yet: “Globex”, “Newco”" in shown
    )
    few = share.each(texts, [(None, VENDORS[0]), (None, VENDORS[1])], (), Enquiry(done=True, day=LAST_WEEK))
    presses = [button for part in few.parts if isinstance(part, Buttons) for button in part.buttons]
    assert [(one.label, unpacked(one.ref.arg).day) for one in presses] == [
        ("Acme", LAST_WEEK),
        ("Kodex Ltd", LAST_WEEK),
    ]
    assert "an entry of its own in the ledger" in few.text and "more" not in "\n".join(lines_of(few, NAMES))


def test_a_slip_is_a_guess_and_what_is_not_known_keeps_its_words() -> None:
    context = Context(NOW, "UTC", "en_GB")
    read = read_sharing("can we show the pricing engin to Globex Corp?", ASSETS, VENDORS, context, done=False)
    assert read.asset == Meant(ItemId("asset-0"), "pricing engin", True) and read.vendor == Meant(typed="Globex Corp")


@pytest.mark.parametrize(
    ("text", "vendor", "day"),
    [
        ("we've already shared the mobile app with Kodex on 3 November", "vendor-1", dt.date(2026, 11, 3)),
        ("we sent the mobile app to Acme last week", "vendor-0", dt.date(2026, 11, 16)),
        ("we sent the mobile app yesterday", None, dt.date(2026, 11, 22)),
        ("I showed the mobile app to Kodex Ltd", "vendor-1", None),
        ("we gave Kodex the mobile app on 3 November", "vendor-1", dt.date(2026, 11, 3)),
    ],
)
def test_what_happened_is_read_with_its_day(text: str, vendor: str | None, day: dt.date | None) -> None:
    read = read_sharing(text, ASSETS, VENDORS, Context(NOW, "UTC", "en_GB"), done=True)
    assert (read.asset.row, read.vendor.row, read.day) == ("asset-1", vendor, day)


def read_here(text: str, vendors: tuple[Item, ...] = VENDORS) -> sharing.Sharing:
    return read_sharing(text, ASSETS, vendors, Context(NOW, "UTC", "en_GB"), done=False)


@pytest.mark.parametrize(
    ("text", "asset", "vendor"),
    [
        ("Can Kodex see the mobile app?", "asset-1", "vendor-1"),
        ("may kodex ltd have access to our mobile app", "asset-1", "vendor-1"),
        ("is Acme allowed to see the pricing engine?", "asset-0", "vendor-0"),
        ("hey, is it ok if Acme sees the pricing engine?", "asset-0", "vendor-0"),
        ("could Globex get a copy of the plans", None, None),
    ],
)
def test_who_is_to_see_something_is_whom_it_would_be_shared_with(
    text: str, asset: str | None, vendor: str | None
) -> None:
    assert ((read := read_here(text)).asset.row, read.vendor.row, read.general) == (asset, vendor, False)


def test_who_stands_before_the_thing_keeps_their_name() -> None:
    assert read_here("can I show Globex the mobile app?").vendor == Meant(typed="Globex")
    assert read_here("can I show Acme the mobile app?") == read_here("can I show the mobile app to Acme?")
    adapter = (Item(ItemId("asset-9"), RegisterId("asset"), "Acme adapter", 1, MARIA, NOW),)
    read = read_sharing("can I share the Acme adapter?", adapter, VENDORS, Context(NOW, "UTC", "en_GB"), done=False)
    assert (read.asset.row, read.vendor) == ("asset-9", Meant())


def test_the_only_vendor_may_just_be_called_the_vendor() -> None:
    assert read_here("can they see the mobile app?", VENDORS[:1]).vendor == Meant(ItemId("vendor-0"), "they", True)
    assert read_here("can I show the vendor the mobile app to the vendor?", VENDORS[:1]).vendor.row == "vendor-0"
    assert read_here("can they see the mobile app?").vendor == Meant()


@pytest.mark.parametrize(
    ("text", "general"),
    [
        ("can we show trade secrets to a vendor?", True),
        ("should we disclose an invention before it is filed?", True),
        ("may freelancers see trade secrets?", True),
        ("can we send our data to China?", True),
        ("can I send this?", False),
        ("must we send a notice to the tax office?", True),
        ("can we show trade secrets to Globex?", False),
        ("may globex see our trade secrets?", False),
        ("can we send it to Kodex Poland?", False),
        ("can we show the mobile app to a vendor?", False),
    ],
)
def test_what_names_neither_a_row_nor_anybody_in_particular_is_asked_in_general(text: str, general: bool) -> None:
    assert read_here(text).general is general
