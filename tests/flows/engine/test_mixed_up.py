"""Two people at once, and somebody who was wrong a moment ago: what is said counts where it belongs, and is asked back where that is not certain."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.model.session import Reading, Rethink, SessionState
from flows.model.values import Choice, Day, Text, Value, YesNo
from tests.builders import JON, MARIA, confirming, flow_of, told
from tests.flows.engine.crew import Crew

FLOW = flow_of(
    """\
  - section: hours
    title: The first hours
    questions:
      - {ask: noticed, kind: date, text: On which day was it noticed?, why: W., source: method}
      - ask: goes_on
        kind: one_of
        text: Does it go on?
        why: W.
        options: {halted: {label: "No, it is halted", also: ["no"]}, running: {label: "Yes, it goes on", also: ["yes"]}}
        source: method
      - ask: reach
        kind: one_of
        text: Can they reach more?
        why: W.
        options: {closed: {label: "No, all is closed", also: ["no"]}, open: {label: "Yes, some is open", also: ["yes"]}}
        source: method
      - {ask: limits, kind: text, text: Which limits hold?, why: W., source: method}
      - {ask: toolkit, kind: yes_no, text: Has somebody read the toolkit?, why: W., source: method}
      - {ask: places, kind: many_of, text: Where is it?, why: W., options: {shed: In the shed, loft: In the loft}, source: method}
      - {ask: fine, kind: yes_no, text: Is it fine?, why: W., source: method}
""",
    "mixed_up",
)


def value(here: Crew, name: str) -> Value | None:
    answer = here.answer(f"hours.{name}")
    return answer.value if answer is not None else None


def at(name: str) -> Crew:
    """All before that question is answered by Maria."""
    here = Crew.at(FLOW)
    for reply in ("2025-12-31", "no, it is halted", "no, all is closed", "no engine code", "no", "in the shed", "yes"):
        if here.now_open == f"hours.{name}":
            break
        here.reply(reply)
    return here


def test_the_label_of_what_a_colleague_has_just_answered_is_no_answer_to_what_came_next() -> None:
    here = at("reach")
    assert told(here.reply("no, it is halted", by=JON)) == ["change.same"]
    assert value(here, "reach") is None and here.ref.pending is None


def test_another_label_of_it_is_asked_back_as_a_change_of_it() -> None:
    here = at("reach")
    said = here.reply("yes it goes on", by=JON)
    assert told(said) == ["change.meant"] and confirming(said) == ["hours.goes_on"] and value(here, "reach") is None
    here.confirm()
    assert value(here, "goes_on") == Choice("running")


def test_from_whoever_answered_last_it_is_for_what_is_open_where_it_answers_that() -> None:
    here = at("reach")
    here.reply("yes it goes on", by=MARIA)
    assert value(here, "goes_on") == Choice("halted") and value(here, "reach") == Choice("open")


@pytest.mark.parametrize(
    ("words", "at_what"), [("no, all is closed", "reach"), ("no", "reach"), ("no, it is halted", "limits")]
)
def test_a_label_of_what_is_open_a_bare_no_and_a_text_are_for_what_is_open(words: str, at_what: str) -> None:
    here = at(at_what)
    here.reply(words, by=JON)
    assert value(here, at_what) is not None


@pytest.mark.parametrize(
    "words",
    [
        "1 December 2025, sorry",
        "correction: it was on 1 December 2025",
        "correction: we noticed it on 1 December 2025",
        "2025-12-01",
    ],
)
def test_a_day_that_is_no_answer_here_is_asked_back_for_the_day_that_was_given(words: str) -> None:
    here = at("goes_on")
    said = here.reply(words)
    assert told(said) == ["change.meant"] and confirming(said) == ["hours.noticed"]
    here.confirm()
    assert value(here, "noticed") == Day(dt.date(2025, 12, 1)) and here.now_open == "hours.goes_on"


def test_words_that_say_that_something_given_was_wrong_are_no_text() -> None:
    here = at("limits")
    assert confirming(here.reply("sorry, wrong day - it was 1 December 2025")) == ["hours.noticed"]
    assert value(here, "limits") is None


def test_further_back_it_is_looked_for_only_where_somebody_owns_up() -> None:
    here = at("reach")
    assert told(here.reply("2025-12-01")) == ["reading.one_of.named"]
    assert confirming(here.reply("oops, 2025-12-01")) == ["hours.noticed"]
    assert told(here.reply("an umbrella"))[:1] == ["reading.unread"] or isinstance(here.ref.pending, Reading)


def test_what_stands_and_what_any_words_would_answer_is_not_asked_back() -> None:
    here = at("toolkit")
    assert told(here.reply("the blue umbrella")) == ["reading.yes_no"]
    assert told(at("goes_on").reply("2025-12-31")) == ["reading.one_of.named"]


@pytest.mark.parametrize(
    "words",
    [
        "wait, the limits should read: only test work; no engine code",
        "I want to change the limits: only test work; no engine code",
        "change the limits to only test work; no engine code",
    ],
)
@pytest.mark.parametrize("rest", [False, True])
def test_an_answer_that_is_named_is_put_right_also_where_nothing_is_open(words: str, rest: bool) -> None:
    here = at("" if rest else "toolkit")
    assert here.ref.state is (SessionState.REVIEW if rest else SessionState.ASKING)
    said = here.reply(words, by=JON)
    assert told(said) == ["change.meant"] and confirming(said) == ["hours.limits"]
    here.confirm(by=JON)
    assert value(here, "limits") == Text("only test work; no engine code")


def test_when_all_is_answered_what_is_not_named_or_says_nothing_new_is_left_alone() -> None:
    here = at("")
    for words in ("change the umbrella: a red one", "the limits should be: no engine code"):
        here.reply(words)
        assert here.ref.pending is None
    assert value(here, "limits") == Text("no engine code")


@pytest.mark.parametrize(
    "words", ["the limits should be checked", "the limits must be checked by counsel", "somebody should be told"]
)
@pytest.mark.parametrize("rest", [False, True])
def test_what_is_said_of_work_to_be_done_changes_no_answer(words: str, rest: bool) -> None:
    here = at("" if rest else "places")
    here.reply(words)
    assert here.ref.pending is None and value(here, "limits") == Text("no engine code")


def test_with_a_colon_or_by_whoever_owns_up_it_is_an_answer() -> None:
    for words in (
        "the limits should be: only test work",
        "sorry, the limits question before: it should be only test work",
    ):
        assert confirming(at("toolkit").reply(words)) == ["hours.limits"]


@pytest.mark.parametrize("words", ["correct", "that's correct", "no", "no, not yet", "yes", "yes, still"])
def test_a_bare_yes_or_no_changes_no_earlier_answer(words: str) -> None:
    for name in ("reach", "places"):
        here = at(name)
        here.reply(words)
        assert not isinstance(here.ref.pending, Reading) or here.ref.pending.spot.key == f"hours.{name}"
        assert value(here, "goes_on") == Choice("halted")


def test_a_no_to_a_change_of_another_answer_is_no_answer_to_that() -> None:
    here = at("toolkit")
    here.reply("yes")
    here.reply("in the shed")
    assert confirming(here.reply("no, the toolkit was read by nobody")) == ["hours.toolkit"]
    here.reply("no")
    assert value(here, "toolkit") == YesNo(True) and value(here, "fine") is None
    assert isinstance(here.ref.pending, Rethink), "what it should be then is asked"


def test_what_is_open_is_not_put_right_but_answered() -> None:
    here = at("limits")
    here.reply("the limits should be low")
    assert value(here, "limits") == Text("the limits should be low")


def to_jon() -> Crew:
    """The toolkit is Jon's question; a reading of Maria's reply to the next one waits for a yes."""
    here = at("toolkit")
    here.hand(JON, "hours.toolkit")
    here.reply("in the shed I think, perhaps the loft")
    assert isinstance(here.ref.pending, Reading)
    return here


def test_a_yes_that_tells_of_ones_own_question_is_no_yes_to_what_a_colleague_was_read_as() -> None:
    here = to_jon()
    here.reply("yep, I read it last week", by=JON)
    assert value(here, "toolkit") == YesNo(True) and value(here, "places") is None
    assert isinstance(here.ref.pending, Reading)


@pytest.mark.parametrize(("words", "by"), [("yes", JON), ("yes", MARIA), ("1", JON)])
def test_a_bare_yes_is_one_to_what_waits(words: str, by: str) -> None:
    here = to_jon()
    here.reply(words, by=JON if by == JON else MARIA)
    assert value(here, "toolkit") is None
