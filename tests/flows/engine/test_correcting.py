"""An entry of the ledger put right: a new one in its place, the old one kept, judged as of its day, by whoever may."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.model.effects import Outcome, Whispered
from flows.model.ids import ItemId, PersonId
from flows.model.ledger import AGREEMENTS, Filing
from flows.model.programme import Item
from flows.model.sharing import Disclosed, DisclosureCorrected, ShareAsked, Side
from flows.model.values import NewItems, Text
from tests.builders import JON, MARIA, NO, NOW, PRIYA, YES, flow_of, is_refused, spot, told
from tests.flows.engine.crew import Crew
from tests.flows.engine.test_sharing import LAST_WEEK, TODAY, lines, sides, team


def entered(signed: bool = False, day: dt.date | None = LAST_WEEK) -> Crew:
    """A team that entered, by Jon, that the engine went to Acme; a second vendor and a second asset are known."""
    here = team(signed)
    for name in ("Globex", "Motor"):
        here.say(MARIA, ShareAsked(*_named(here, name)))
    here.say(JON, Disclosed(*sides(here), day=day))
    return here


def _named(here: Crew, name: str) -> tuple[Side, Side]:
    asset, vendor = sides(here)
    return (asset, Side(name=name)) if name == "Globex" else (Side(name=name), vendor)


def correct(here: Crew, by: PersonId = JON, line: ItemId | None = None, **more: object) -> Outcome:
    """Correct the entry that counts: as it stands, but for what is told."""
    stands = next((one for one in lines(here) if one.id == line), lines(here)[0])
    recipient = Side(stands.vendor) if stands.vendor is not None else Side(name=stands.recipient)
    event = DisclosureCorrected(
        line or stands.id, Side(stands.asset), recipient, "A slip", stands.day, stands.under_nda, stands.nda
    )
    return here.say(by, msgspec.structs.replace(event, **more))


def test_a_correction_is_an_entry_of_its_own_and_the_one_before_stays_as_it_was() -> None:
    here = entered(signed=True, day=None)
    before = lines(here)[0]
    paper = Item(ItemId("agreement-70"), AGREEMENTS, "Acme NDA", 70, MARIA, NOW)
    here.rows[paper.id] = paper
    assert told(correct(here, nda=paper.id)) == ["ledger.kept"]
    now, old = lines(here)
    assert (now.nda, now.by, now.at, now.why, now.replaces) == (paper.id, JON, here.now, "A slip", before.id)
    assert (now.day, now.early, now.filing) == (TODAY, False, before.filing), "what nobody touched is as it was"
    assert old == msgspec.structs.replace(before, replaced=now.id), "nothing of it is erased"
    assert [entry.about for entry in here.log if entry.what == "disclosure_corrected"] == [f"{old.id} {now.id}"]
    assert here.live("disclosure") == ["Engine (Acme)"]
    # What corrects can be corrected in its turn, and the whole history stays.
    correct(here, under_nda=None, nda=None)
    assert [line.id for line in lines(here)][1:] == [now.id, old.id]
    assert lines(here)[0].under_nda is None and lines(here)[0].replaces == now.id


@pytest.mark.parametrize("field", ["asset", "vendor"])
def test_a_wrong_asset_or_recipient_is_put_right_and_judged_as_of_its_day(field: str) -> None:
    here = entered(signed=True, day=None)
    right = here.item("Motor" if field == "asset" else "Globex")
    correct(here, **{field: Side(right)})
    now, old = lines(here)
    assert (now.asset if field == "asset" else now.vendor) == right
    assert (old.what, old.recipient) == ("Engine", "Acme")
    assert not now.early and now.filing is Filing.OPEN and now.day == TODAY


def test_a_wrong_day_is_put_right_and_the_finding_goes_with_what_was_wrong() -> None:
    here = entered()
    wrong = lines(here)[0]
    assert here.finding_keys() == [f"went_early@told.early/{wrong.id}"]
    correct(here, day=LAST_WEEK - dt.timedelta(days=1))
    right = lines(here)[0]
    assert right.early and here.finding_keys() == [f"went_early@told.early/{right.id}"]
    # Where the gate was open by the day that is told now, nothing is to be settled any more.
    here.change(spot("have.signed"))
    here.click(YES, spot("have.signed"))
    here.confirm(spot("have.signed"))
    correct(here, day=TODAY)
    assert not lines(here)[0].early and here.finding_keys() == []


def test_a_day_that_nobody_knows_and_an_asset_that_nobody_knew_are_closed() -> None:
    here = entered(signed=True, day=None)
    correct(here, day=None)
    assert lines(here)[0].day is None and lines(here)[0].early and lines(here)[0].filing is Filing.OPEN
    correct(here, asset=Side(name="Recipe"), day=TODAY)
    now = lines(here)[0]
    assert now.what == "Recipe" and now.early and now.filing is None and "Recipe" in here.live("asset")


def test_whoever_is_no_vendor_stays_words_and_no_vendor_is_made_of_them() -> None:
    here = entered(signed=True, day=None)
    correct(here, vendor=Side(name="A  consultant in Brno"))
    now = lines(here)[0]
    assert (now.vendor, now.recipient, now.early) == (None, "A consultant in Brno", True)
    assert here.live("vendor") == ["Acme", "Globex"]
    # Words that are the name of a vendor are that vendor.
    correct(here, vendor=Side(name="globex"))
    assert lines(here)[0].vendor == here.item("Globex") and not lines(here)[0].early


def test_what_answers_told_is_put_right_too_and_no_later_answer_moves_what_was_corrected() -> None:
    here = Crew.at(SHOWN)
    here.click(NewItems((), ("Engine",)))
    here.click(Text("Acme sales"))
    here.click(NO)
    before = lines(here)[0]
    outcome = correct(here, MARIA, vendor=Side(name="Acme Ltd"), under_nda=True)
    assert told(outcome) == ["ledger.kept", "ledger.kept_answer"]
    assert isinstance(outcome.reply, Whispered) and outcome.reply.buttons == ("ledger", "change_told")
    assert (outcome.reply.session, outcome.reply.spot) == (here.ref.id, spot("showing.shown_to", here.item("Engine")))
    now, old = lines(here)
    assert (now.recipient, now.under_nda, now.early) == ("Acme Ltd", True, False)
    assert (old.recipient, old.under_nda) == ("Acme sales", False) == (before.recipient, before.under_nda)
    here.change(spot("showing.shown_to", here.item("Engine")))
    here.click(Text("Somebody else"), spot("showing.shown_to", here.item("Engine")))
    answer = here.answer("showing.shown_to", here.item("Engine"))
    assert answer is not None and answer.value == Text("Somebody else") and lines(here) == (now, old)


def test_only_whoever_entered_it_and_the_owner_correct_an_entry_and_each_entry_once() -> None:
    here = entered()
    assert is_refused(correct(here, PRIYA, day=TODAY), "ledger.not_yours") and len(lines(here)) == 1
    correct(here, MARIA, day=TODAY)
    old = lines(here)[1]
    assert is_refused(correct(here, JON, old.id, day=LAST_WEEK), "ledger.corrected_already")
    assert is_refused(correct(here, JON, line=ItemId("disclosure-99")), "ledger.gone")
    assert is_refused(correct(here, JON, day=LAST_WEEK), "ledger.not_yours"), "it is Maria's entry now"


@pytest.mark.parametrize(
    ("more", "key", "field"),
    [
        ({}, "ledger.same", ""),
        ({"why": "  "}, "ledger.why", "why"),
        ({"why": "x" * 301}, "ledger.why", "why"),
        ({"day": TODAY + dt.timedelta(days=1)}, "share.future", "day"),
        ({"nda": ItemId("agreement-99")}, "share.gone", "nda"),
        ({"asset": Side(ItemId("asset-99"))}, "share.gone", "asset"),
        ({"asset": Side(name=" ")}, "share.name", "asset_new"),
        ({"vendor": Side(ItemId("vendor-99"))}, "share.gone", "vendor"),
        ({"vendor": Side(name="x")}, "share.name", "vendor_new"),
    ],
)
def test_what_does_not_fit_is_refused_beside_its_field_and_changes_nothing(
    more: dict[str, object], key: str, field: str
) -> None:
    here = entered()
    outcome = correct(here, **more)
    assert is_refused(outcome, key) and getattr(outcome.reply, "field", None) == field and len(lines(here)) == 1


def test_an_asset_and_a_vendor_that_were_taken_out_can_stay_in_an_entry_and_stay_out() -> None:
    here = entered()
    for name in ("Engine", "Acme"):
        here.rows[here.item(name)] = msgspec.structs.replace(here.row(name), removed=True)
    correct(here, under_nda=True)
    assert lines(here)[0].under_nda is True and here.live("asset") == ["Motor"] and here.live("vendor") == ["Globex"]


def test_a_long_recipient_that_answers_told_can_stay() -> None:
    here = Crew.at(SHOWN)
    here.click(NewItems((), ("Engine",)))
    here.click(Text("Acme sales " * 40))
    here.click(NO)
    correct(here, MARIA, under_nda=True)
    assert len(lines(here)) == 2 and lines(here)[0].under_nda is True


def test_a_line_without_a_recipient_is_called_by_its_asset_alone() -> None:
    here = Crew.at(SHOWN)
    here.click(NewItems((), ("Engine",)))
    here.skip()
    here.click(NO)
    correct(here, MARIA, under_nda=True)
    assert here.live("disclosure") == ["Engine"] and lines(here)[0].recipient == ""


SHOWN = flow_of("""\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
  - section: showing
    title: What was shown
    each: asset
    records: disclosure
    questions:
      - {ask: shown_to, kind: text, text: To whom, why: W., source: method}
      - {ask: under_nda, kind: yes_no, text: Under an NDA, why: W., source: method}
""")
