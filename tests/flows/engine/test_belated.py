"""Words that fit another question than the open one: they are asked back for what they fit, and never answer what is open in silence."""

from __future__ import annotations

import pytest

from flows.model.events import Started
from flows.model.ids import FlowId, QuestionId
from flows.model.session import Reading, Spot
from flows.model.values import Choice, Choices, Value, YesNo
from tests.builders import MARIA, Team, asked, confirming, flow_of, library_of, shipped, told
from tests.flows.engine.crew import Crew

YES, NO = YesNo(True), YesNo(False)
FLOW = flow_of(
    """\
  - section: first
    title: First
    questions:
      - {ask: heard, kind: yes_no, text: Has the vendor confirmed the deletion?, why: W., source: method}
      - {ask: note, kind: text, text: What did they write?, why: W., source: method}
      - {ask: parcel, kind: one_of, text: Did the parcel arrive?, why: W., options: {here: {label: It did, also: [yes]}, no: No}, source: method}
      - {ask: ledger, kind: yes_no, text: Is the ledger complete?, why: W., source: method}
""",
    "belated",
)


def leaking(*replies: str) -> Crew:
    """A first response in which these were replied."""
    here = Crew(shipped())
    here.say(MARIA, Started(FlowId("first_response"), "atlas", zone="Europe/Warsaw"))
    for reply in replies:
        here.reply(reply)
    return here


def value(here: Team, name: str) -> Value | None:
    answer = here.answer(name)
    return answer.value if answer is not None else None


@pytest.mark.parametrize(
    "late", ["yes called her", "yes I told the lawyer by phone", "Yes, I called her", "yes told her"]
)
def test_a_late_answer_puts_the_question_right_that_it_fits(late: str) -> None:
    here = leaking("no, calling priya now")
    said = here.reply(late)
    assert told(said) == ["change.meant"] and confirming(said) == ["now.counsel_told"]
    assert value(here, "now.spreading") is None and value(here, "now.counsel_told") == NO
    here.confirm()
    here.confirm()
    assert value(here, "now.counsel_told") == YES and value(here, "now.spreading") is None


@pytest.mark.parametrize(
    "vague", ["yes she knows all of it now", "yes priya was reached", "yes, she will handle the press"]
)
def test_in_a_leak_a_yes_that_goes_on_about_something_else_is_asked_back(vague: str) -> None:
    here = leaking("no")
    assert confirming(here.reply(vague)) == ["now.spreading"] and value(here, "now.spreading") is None


def test_in_a_leak_a_yes_or_no_to_what_is_asked_counts_at_once() -> None:
    here = leaking("no", "yes it still goes on", "no, access is closed", "yes, all sharing is on hold")
    assert value(here, "now.spreading") == Choice("running")
    assert value(here, "now.access") == Choice("closed") and value(here, "now.sharing") == YES


@pytest.mark.parametrize("told_again", ["no, counsel called nobody by phone", "yes, the phone was silent"])
def test_what_was_said_longer_ago_takes_two_words(told_again: str) -> None:
    here = leaking("no", "in part", "closed")
    here.reply(told_again)
    assert here.ref.pending is None or here.ref.pending.spot.key == "now.sharing"
    here = leaking("no", "in part", "yes")
    assert confirming(here.reply("yes, the lawyer was told by phone")) == ["now.counsel_told"]


def test_a_leak_may_be_called_off_while_something_else_waits_for_a_yes() -> None:
    here = leaking("yes called priya 10 min ago")
    assert here.ref.pending is not None
    said = here.reply("false alarm, it was only the help pages which are public anyway")
    assert confirming(said) == ["now.spreading"]
    here.confirm()
    assert value(here, "now.spreading") == Choice("nothing") and value(here, "now.counsel_told") is None


@pytest.mark.parametrize("replies", [("no",), ("no", "in part"), ("no", "in part", "closed", "yes", "logs")])
@pytest.mark.parametrize(
    "words", ["nothing got out, was our own test page. false alarm", "it was a false alarm", "nothing leaked"]
)
def test_a_leak_may_be_called_off_at_any_question(replies: tuple[str, ...], words: str) -> None:
    here = leaking(*replies)
    here.reply(words)
    for _ in range(2):
        if here.ref.pending is not None:
            here.confirm()
    assert value(here, "now.spreading") == Choice("nothing")


@pytest.mark.parametrize("words", ["there was no leak", "no leak"])
def test_where_it_is_asked_whether_it_goes_on_no_leak_is_asked_back_as_a_false_alarm(words: str) -> None:
    here = leaking("no")
    said = here.reply(words)
    assert confirming(said) == ["now.spreading"] and value(here, "now.spreading") is None
    here.confirm()
    assert value(here, "now.spreading") == Choice("nothing")


def test_called_off_at_the_first_question_it_is_the_answer_to_the_second() -> None:
    here = leaking()
    said = here.reply("false alarm, nothing leaked")
    assert told(said) == ["change.other"] and confirming(said) == ["now.spreading"]
    here.confirm()
    assert value(here, "now.spreading") == Choice("nothing") and value(here, "now.counsel_told") is None


@pytest.mark.parametrize("words", ["was it a false alarm?", "this is not a false alarm", "nothing is known yet"])
def test_what_only_speaks_of_a_false_alarm_calls_nothing_off(words: str) -> None:
    here = leaking("no", "in part")
    here.reply(words)
    waiting = here.ref.pending
    assert waiting is None or (isinstance(waiting, Reading) and waiting.spot.key == "now.access")


def test_how_one_knows_that_it_was_a_false_alarm_calls_it_off_no_second_time() -> None:
    here = leaking("no", "false alarm", "Nothing got out: security read the log of that day")
    checked = here.answer("now.checked")
    assert checked is not None and checked.raw.startswith("Nothing got out")


def test_elsewhere_a_late_answer_is_put_right_too_and_any_other_yes_counts() -> None:
    here = Crew.at(FLOW)
    here.reply("no, waiting for their deletion note")
    here.reply("They wrote nothing")
    assert confirming(here.reply("yes they deleted it, here is the note")) == ["first.heard"]
    here.drop()
    here.drop()
    assert value(here, "first.parcel") is None
    here.reply("yes")
    here.reply("yes, Jon looked at each line")
    assert value(here, "first.ledger") == YES


def test_a_late_answer_that_says_what_stands_is_none() -> None:
    here = Crew.at(FLOW)
    here.reply("yes")
    here.reply("A note")
    here.reply("yes they deleted it")
    assert value(here, "first.heard") == YES and value(here, "first.parcel") == Choice("here")


def test_while_an_answer_is_being_changed_words_are_for_that_one() -> None:
    here = leaking("no, calling priya now", "in part")
    here.change("now.counsel_told")
    here.reply("yes called her")
    while here.ref.pending is not None:
        here.confirm()
    assert value(here, "now.counsel_told") == YES and value(here, "now.spreading") == Choice("partly")


def test_what_stood_open_is_asked_again_below_what_was_asked_back_for_another_question() -> None:
    here = leaking()
    here.reply("it was a false alarm")
    said = here.confirm()
    assert asked(said) == ["now.counsel_told"] and here.ref.spot == Spot(QuestionId("now.counsel_told"))


LISTS = flow_of(
    """\
  - section: first
    title: First
    questions:
      - ask: shown
        kind: many_of
        text: What was shown?
        why: W.
        options: {rules: Written rules, log: A log}
        source: method
      - ask: kept
        kind: many_of
        text: What is kept?
        why: W.
        options: {badge: A badge, log: A log}
        source: method
"""
)


def test_what_is_added_and_fits_the_open_list_is_for_that_one() -> None:
    here = Crew.at(LISTS)
    here.reply("written rules")
    here.reply("and a badge too")
    assert value(here, "first.kept") == Choices(("badge",)) and value(here, "first.shown") == Choices(("rules",))


EACH = flow_of(
    """\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
  - section: news
    title: News
    each: asset
    questions:
      - ask: late
        kind: one_of
        text: "How do you hear that {asset} is late?"
        why: W.
        options: {rule: "In writing, in an agreed time", told: Somebody will tell us, none: {label: Not at all, also: [no way]}}
        source: method
""",
    "each",
)


@pytest.mark.parametrize(
    ("said", "right"), [("no: in writing, in an agreed time", "rule"), ("no, rather not at all", "none")]
)
def test_a_no_with_another_answer_puts_right_what_was_just_said_of_another_row(said: str, right: str) -> None:
    here = Crew(library_of(EACH))
    here.start(EACH)
    for reply in ("Engine, App", "Somebody will tell us"):
        here.reply(reply)
    first, second = (f"news.late/{here.item(name)}" for name in ("Engine", "App"))
    outcome = here.reply(said)
    assert told(outcome) == ["change.meant"] and confirming(outcome) == [first]
    here.confirm()
    here.confirm()
    assert here.ref.answers[first].value == Choice(right) and second not in here.ref.answers


@pytest.mark.parametrize("said", ["no way", "no: somebody will tell us", "no: purple"])
def test_a_no_that_puts_nothing_right_is_no_change_of_what_was_said_of_another_row(said: str) -> None:
    here = Crew(library_of(EACH))
    here.start(EACH)
    for reply in ("Engine, App", "Somebody will tell us"):
        here.reply(reply)
    assert "change.meant" not in told(here.reply(said))
    assert here.ref.answers[f"news.late/{here.item('Engine')}"].value == Choice("told")
