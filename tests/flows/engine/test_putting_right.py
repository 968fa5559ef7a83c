"""What was said before is put right in words while the next question is open: it never becomes the answer to that one without a yes."""

from __future__ import annotations

import pytest

from flows.engine.readers.correcting import corrects
from flows.engine.readers.heard import Amend
from flows.engine.readers.wording import hear
from flows.model.effects import Tell
from flows.model.people import Role
from flows.model.session import Change, Rethink
from flows.model.values import Choice, Choices, Value
from tests.builders import JON, PRIYA, confirming, effects_of, flow_of, spot, told
from tests.flows.engine.crew import Crew, at_assets

FLOW = flow_of(
    """\
  - section: shown
    title: What was shown
    questions:
      - ask: secrets
        kind: many_of
        text: Which of these has the vendor shown for the secrets of its clients?
        why: W.
        options: {rules: Written rules, sample: A sample, back: A way to return and delete}
        source: method
      - {ask: rooms, kind: one_of, text: What shows that the rooms are secured?, why: W., options: {audit: An audit, no: No}, source: method}
      - {ask: fine, kind: yes_no, text: Is it fine?, why: W., source: method}
      - {ask: word, kind: yes_no, role: counsel, text: Does counsel agree?, why: W., source: method}
      - {ask: days, kind: number, text: How many days?, why: W., source: method}
""",
    "putting_right",
)
RULES, BOTH = Choices(("rules",)), Choices(("rules", "sample"))


def at_rooms() -> Crew:
    """The second question is open, the first is answered."""
    here = Crew.at(FLOW)
    here.reply("1, 2")
    return here


def value(here: Crew, name: str) -> Value | None:
    answer = here.answer(f"shown.{name}")
    return answer.value if answer is not None else None


@pytest.mark.parametrize(
    ("words", "becomes"),
    [
        ("they have a way to return and delete too, correct that", Choices(("rules", "sample", "back"))),
        (
            "sorry, my earlier answer about the secrets was wrong: add a way to return and delete",
            Choices(("rules", "sample", "back")),
        ),
        ("wait, I meant written rules", RULES),
        ("oops, only the rules", RULES),
        ("scratch that, just the rules", RULES),
        ("my last answer should be written rules", RULES),
        ("my last answer was wrong: remove the sample", RULES),
        ("no that's wrong, they have written rules, no sample", RULES),
        ("I want to change the secrets to written rules", RULES),
        ("wait, the secrets question before: it should be written rules", RULES),
        ("sorry, written rules", RULES),
    ],
)
def test_it_is_asked_back_for_the_answer_that_is_meant(words: str, becomes: Choices) -> None:
    here = at_rooms()
    said = here.reply(words)
    assert told(said) == ["change.meant"] and confirming(said) == ["shown.secrets"]
    assert value(here, "secrets") == BOTH and value(here, "rooms") is None
    here.confirm()
    if isinstance(here.ref.pending, Change):
        here.confirm()
    assert value(here, "secrets") == becomes and value(here, "rooms") is None


def test_it_may_be_an_answer_further_back_by_the_words_of_its_question() -> None:
    here = at_rooms()
    here.reply("an audit")
    here.reply("yes", by=JON)
    said = here.reply("my earlier answer about the clients of the vendor was wrong: written rules")
    assert confirming(said) == ["shown.secrets"]
    here.drop()
    here.drop()
    here.reply("1, 2")
    said = here.reply("my earlier answer about the rooms was wrong: no")
    assert confirming(said) == ["shown.rooms"]
    here.drop()
    assert isinstance(here.ref.pending, Rethink) and here.ref.pending.spot == spot("shown.rooms")


def test_of_several_it_is_the_last_that_its_speaker_gave() -> None:
    here = at_rooms()
    here.reply("an audit", by=JON)
    assert confirming(here.reply("I meant the rules")) == ["shown.secrets"]


@pytest.mark.parametrize(
    "words",
    [
        "actually no, they can delete too, correct that",
        "my earlier answer about the secrets was wrong",
        "my last answer was wrong: remove the cellar",
    ],
)
def test_what_cannot_be_read_there_leads_to_the_answer(words: str) -> None:
    here = at_rooms()
    said = here.reply(words)
    (tell,) = effects_of(said, Tell)
    assert isinstance(tell, Tell) and told(said) == ["change.this"] and tell.spot == spot("shown.secrets")
    assert value(here, "secrets") == BOTH and value(here, "rooms") is None


def test_what_fits_only_what_is_open_is_asked_back_there() -> None:
    here = at_rooms()
    said = here.reply("I meant an audit")
    assert confirming(said) == ["shown.rooms"] and value(here, "rooms") is None
    here.confirm()
    assert value(here, "rooms") == Choice("audit")
    assert told(here.reply("I meant the blue one")) == ["reading.yes_no"]


def test_where_nothing_was_answered_it_is_for_what_is_open_and_asked_back() -> None:
    here = Crew.at(FLOW)
    assert confirming(here.reply("I meant the rules")) == ["shown.secrets"]


def test_what_waits_for_a_yes_is_put_right_at_once() -> None:
    here = at_rooms()
    here.change("shown.secrets")
    here.reply("I meant the rules")
    assert value(here, "secrets") == RULES


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        (
            "sorry, that was for the date. The limits are: masked data",
            Amend(right=True, words="The limits are: masked data"),
        ),
        ("what I said about Poland was wrong", Amend("poland", plainly=True, right=True)),
        ("make that 4", Amend(right=True, words="4")),
        ("sorry, wrong file - I read signed.pdf", Amend("file", plainly=True, right=True, words="I read signed.pdf")),
        ("oops, wrong one: the rules", Amend(plainly=True, right=True, words="the rules")),
        ("the first one is wrong", Amend(plainly=True, right=True)),
        ("I meant well", None),
        ("oops", None),
        ("my answer is yes", None),
        ("the last one", None),
        ("the NDA was for the app", None),
        ("yes, correct", None),
        ("actually no", None),
        ("x" * 401, None),
    ],
)
def test_what_puts_an_earlier_answer_right_and_what_only_sounds_like_it(reply: str, wanted: Amend | None) -> None:
    assert corrects(hear(reply), strictly=False) == wanted


def test_a_text_answer_may_say_what_somebody_meant() -> None:
    assert corrects(hear("I meant the annex"), strictly=True) is None
    assert corrects(hear("sorry, wrong day, 3 May"), strictly=True) is not None


def test_to_take_a_row_out_of_an_answer_in_words_leads_to_that_answer() -> None:
    here = at_assets("Engine", "App")
    said = here.reply("my last answer was wrong: remove the App")
    assert told(said) == ["change.this"] and [row.name for row in here.rows.values() if not row.removed] == [
        "Engine",
        "App",
    ]


def test_an_answer_that_is_for_somebody_else_is_not_asked_back() -> None:
    here = at_rooms()
    here.give(Role.COUNSEL, PRIYA)
    here.reply("an audit")
    here.reply("yes")
    here.reply("yes", by=PRIYA)
    assert told(here.reply("the previous answer was wrong: it should be no", by=JON)) == ["role.other"]
    assert here.ref.pending is None


def test_how_many_begin_who_take_something_back_is_asked_back_where_it_is_read() -> None:
    here = at_rooms()
    for words in ("actually no, they have shown nothing", "wait, an audit", "actually an audit"):
        assert confirming(here.reply(words)) == ["shown.rooms"] and value(here, "rooms") is None


def test_a_question_put_to_nobody_is_told_alone_and_once() -> None:
    here = at_rooms()
    for words, heard in (("who is responsible for that?", ["aside.question"]), ("what is a mask work?", [])):
        reply = here.reply(words).reply
        assert [note.key for note in getattr(reply, "notes", ())] == heard
    assert getattr(here.reply("<@U9> who is responsible for that?").reply, "notes", ()) == ()
