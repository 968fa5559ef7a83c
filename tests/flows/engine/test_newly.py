"""Names that are no rows yet: taken at once where a register is filled, asked back where something else is more likely meant."""

from __future__ import annotations

from flows.engine.screens.pending import confirming as shown
from flows.model.session import Reading
from flows.model.values import Items, NewItems, Value
from tests.builders import confirming, flow_of, library_of
from tests.flows.engine.crew import Crew, words

FLOW = flow_of(
    """\
  - section: one
    title: One
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which are there?, why: W., source: method}
      - {ask: with, kind: item, register: asset, adds: true, many: true, sets: used, text: Which are used?, why: W., source: method}
      - {ask: party, kind: item, register: asset, adds: true, text: Which is the other?, why: W., source: method}
      - {ask: lent, kind: item, register: licence, adds: true, text: Which is lent?, why: W., source: method}
      - {ask: last, kind: yes_no, text: Is that all?, why: W., source: method}
""",
    "newly",
)


def team(*replies: str) -> Crew:
    here = Crew(library_of(FLOW))
    here.start(FLOW)
    for reply in replies:
        here.reply(reply)
    return here


def value(here: Crew, name: str) -> Value | None:
    answer = here.answer(f"one.{name}")
    return answer.value if answer is not None else None


def readings(here: Crew) -> tuple[object, ...]:
    waits = here.ref.pending
    assert isinstance(waits, Reading)
    return (waits.draft.given, *waits.others)


def test_where_a_register_is_filled_new_names_are_taken_at_once() -> None:
    here = team("Kodex, Brightline")
    assert here.live("asset") == ["Kodex", "Brightline"] and here.now_open == "one.with"


def test_elsewhere_a_reply_that_names_no_row_there_is_asked_back_before_it_is_one() -> None:
    here = team("Kodex, Brightline")
    assert confirming(here.reply("English for calls and German for papers")) == ["one.with"]
    assert here.live("asset") == ["Kodex", "Brightline"] and value(here, "with") is None
    screen = words(shown(here.scene(), here.ref.pending.spot)) if here.ref.pending else []
    assert "2 new assets: English for calls, German for papers" in screen[0]
    here.drop()
    here.reply("Kodex and Acme")
    assert here.live("asset") == ["Kodex", "Brightline", "Acme"], "beside a row that is there, a name is taken"
    here.reply("Zed")
    screen = words(shown(here.scene(), here.ref.pending.spot)) if here.ref.pending else []
    assert "one new asset: Zed" in screen[0] and here.now_open == "one.party"
    here.reply("yes")
    assert here.live("asset")[-1] == "Zed"


def test_what_waits_for_a_yes_is_kept_where_something_else_is_said() -> None:
    here = team("done, and maybe urgent")
    before = readings(here)
    assert before == (NewItems((), ("done",)), NewItems((), ("done", "urgent")))
    here.reply("by done we mean tested and merged")
    assert readings(here) == (*before, NewItems((), ("by done we mean tested", "merged"))) and here.live("asset") == []
    here.reply("2")
    assert here.live("asset") == ["done", "urgent"]


def test_what_names_the_same_again_is_taken() -> None:
    here = team("done, and maybe urgent", "done, urgent and release")
    assert here.live("asset") == ["done", "urgent", "release"] and here.now_open == "one.with"


def test_a_row_that_is_there_is_no_new_one() -> None:
    here = team("Kodex, Brightline", "only Kodex for now, Brightline isn't signed yet")
    kodex = here.item("Kodex")
    assert readings(here) == (Items((kodex,)),)
    here.reply("English for calls and German for papers")
    assert readings(here) == (Items((kodex,)), NewItems((), ("English for calls", "German for papers")))
    here.reply("Brightline")
    assert value(here, "with") == Items((here.item("Brightline"),))


def test_the_only_question_that_names_rows_of_a_register_fills_it() -> None:
    here = team("Kodex", "Kodex", "Kodex", "Font")
    assert here.live("licence") == ["Font"] and here.now_open == "one.last"
