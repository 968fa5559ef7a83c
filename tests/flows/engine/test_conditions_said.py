"""A yes on a condition, from somebody whose yes decides: asked back, kept beside the yes, never shown without it; and what else they said."""

from __future__ import annotations

import pytest

from flows.authoring.expectations import foreseen
from flows.engine.cells import cell_line, read_cell
from flows.engine.changing import consequences
from flows.engine.readers import Context
from flows.engine.screens import asides, counsel, forms, pending, review
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, plain, said
from flows.model.effects import Note, Outcome, Whispered, Words
from flows.model.events import Confirmed, Replied
from flows.model.people import Role
from flows.model.session import Draft, Reading
from flows.model.values import Value, YesNo
from tests.builders import MARIA, NAMES, NO, PRIYA, YES, confirming, flow_of, spot, told
from tests.flows.engine.crew import Crew, buttons, does, words

FLOW = flow_of(
    """\
  - section: word
    title: Counsel's word
    questions:
      - ask: fine
        kind: yes_no
        role: counsel
        text: Is it fine?
        why: W.
        source: method
        decides: [{when: yes, say: It is fine.}]
      - {ask: plain, kind: yes_no, text: Is it plain?, why: W., source: method}
      - {ask: more, kind: yes_no, role: counsel, text: Is there more?, why: W., source: method}
""",
    "deciding_words",
)
ONLY = "yes, but only for the UK entity"


def team() -> Crew:
    here = Crew.at(FLOW)
    here.give(Role.COUNSEL, PRIYA)
    return here


def value(here: Crew, name: str) -> Value | None:
    answer = here.answer(f"word.{name}")
    return answer.value if answer is not None else None


def scene(here: Crew) -> Scene:
    return Scene(here, here.ref.id, here.library, here.now)


def waits(here: Crew) -> list[Value]:
    """What a reply may mean, as it is asked back."""
    pending = here.ref.pending
    if not isinstance(pending, Reading):
        return []
    return [one for one in (pending.draft.given, *pending.others) if isinstance(one, YesNo)]


@pytest.mark.parametrize(
    ("reply", "condition"),
    [
        (ONLY, "only for the UK entity"),
        ("Yes provided that they sign first.", "provided that they sign first"),
        ("yes, as long as the annex is signed", "as long as the annex is signed"),
        ("ok, though, but not for India!", "not for India"),
        ("sure, if legal in Leeds agrees", "if legal in Leeds agrees"),
        ("yes until March", "until March"),
        ("yes, as long as it stays in Poland", "as long as it stays in Poland"),
        ("yes, for everyone but Kodex", "for everyone but Kodex"),
        ("yes, unless Poland and India object", "unless Poland and India object"),
        (f"yes, only {'x' * 400}", f"only {'x' * 400}"),
        ("yes, conditional on the annex", "conditional on the annex"),
        ("yes, pending board approval", "pending board approval"),
        ("yes, after they fix clause 9", "after they fix clause 9"),
        ("yes - without clause 9", "without clause 9"),
        ("yes, with the caveat that clause 9 goes", "with the caveat that clause 9 goes"),
        ("yes, for six months", "for six months"),
        ("yes, the cap must be raised first", "the cap must be raised first"),
        ("yes, provisionally", "provisionally"),
        ("yes, in theory", "in theory"),
        ("yes, thanks, once it is signed", "thanks, once it is signed"),
        ("thankfully yes, pending the board", "pending the board"),
        ("no wait, yes, pending the board", "pending the board"),
        ("I do, as long as the cap is raised", "as long as the cap is raised"),
        ("we do, if clause 9 goes", "if clause 9 goes"),
        ("I will, once clause 9 is fixed", "once clause 9 is fixed"),
        ("once the annex is signed, yes", "once the annex is signed"),
        ("only the UK entity", "only the UK entity"),
        ("signed off, but only if the term goes to 5 years", "only if the term goes to 5 years"),
        ("I sign it off but only if the term goes to 5 years", "only if the term goes to 5 years"),
        ("approved once the annex is in", "once the annex is in"),
        ("fine, but not for India", "not for India"),
    ],
)
def test_a_yes_that_is_bounded_counts_as_none_before_they_have_said_which_it_is(reply: str, condition: str) -> None:
    here = team()
    here.reply(reply, PRIYA)
    assert value(here, "fine") is None and waits(here) == [YesNo(True, condition), YES, NO]
    shown = pending.confirming(scene(here), spot("word.fine"))
    assert "is that a yes on a condition?" in shown.text and does(shown) == ["confirm", "confirm", "confirm", "drop"]
    here.confirm(by=PRIYA, index=0)
    answer = here.answer("word.fine")
    assert answer is not None and answer.value == YesNo(True, condition) and answer.raw == reply
    assert any(f"Yes, on condition: {condition[:100]}" in line for line in words(review.review(scene(here))))


@pytest.mark.parametrize(
    ("reply", "condition"),
    [
        ("Yes, we never sell there", "we never sell there"),
        ("yes we only sell in Europe", "we only sell in Europe"),
        ("yes, nobody there needs it", "nobody there needs it"),
        ("yes, because it must stay secret", "because it must stay secret"),
        ("yes. Clause nine is with them", "Clause nine is with them"),
        ("yes, checked by our lawyer, note follows tomorrow", "checked by our lawyer, note follows tomorrow"),
        ("yes, I'll upload it tomorrow", "I'll upload it tomorrow"),
        ("I have the transfer agreement here, will upload", "I have the transfer agreement here, will upload"),
        ("we\u2019ve reviewed twelve clauses", "we\u2019ve reviewed twelve clauses"),
    ],
)
def test_a_yes_with_its_reason_or_with_a_plan_is_asked_back_as_a_plain_one_first(reply: str, condition: str) -> None:
    here = team()
    here.reply(reply, PRIYA)
    assert value(here, "fine") is None and waits(here) == [YES, YesNo(True, condition), NO]
    shown = pending.confirming(scene(here), spot("word.fine"))
    assert (
        "is that a plain yes, and the rest says why?" in shown.text and next(b.label for b in buttons(shown)) == "Yes"
    )
    here.confirm(by=PRIYA, index=0)
    assert value(here, "fine") == YES
    assert any(f"in their words: “{reply}”" in line for line in words(review.review(scene(here))))


@pytest.mark.parametrize(
    ("reply", "given"),
    [
        ("yes", YES),
        ("2", YesNo(True, "we never sell there")),
        ("yes, plain", YES),
        ("yes, that's the reason", YES),
        ("it's a condition", YesNo(True, "we never sell there")),
    ],
)
def test_to_a_reason_a_bare_yes_is_a_plain_one(reply: str, given: YesNo) -> None:
    here = team()
    here.reply("Yes, we never sell there", PRIYA)
    here.reply(reply, PRIYA)
    assert value(here, "fine") == given


@pytest.mark.parametrize("reply", ["no", "yes, and they sign"])
def test_to_a_reason_what_says_more_than_yes_settles_nothing(reply: str) -> None:
    here = team()
    here.reply("Yes, we never sell there", PRIYA)
    assert told(here.reply(reply, PRIYA)) == ["reading.which"] and value(here, "fine") is None


@pytest.mark.parametrize("reply", ["yes", "no", "sure"])
def test_a_bare_word_to_that_says_neither_and_a_number_picks(reply: str) -> None:
    here = team()
    here.reply(ONLY, PRIYA)
    assert told(here.reply(reply, PRIYA)) == ["reading.which"] and value(here, "fine") is None
    here.reply("2", PRIYA)
    assert value(here, "fine") == YES


def test_another_condition_takes_the_place_of_the_first() -> None:
    here = team()
    here.reply(ONLY, PRIYA)
    here.reply("yes, unless they are sold", PRIYA)
    assert waits(here)[0] == YesNo(True, "unless they are sold")


@pytest.mark.parametrize(
    ("reply", "given"),
    [
        ("yes, no wait, no", NO),
        ("no, but only for now", NO),
        ("yes, and no", NO),
        ("yes and no", NO),
        ("we will", NO),
        ("we have never signed", NO),
        ("not the UK entity", NO),
        ("definitly", YES),
        ("it is signed", YES),
    ],
)
def test_what_bounds_no_yes_is_read_as_ever(reply: str, given: YesNo) -> None:
    here = team()
    here.reply(reply, PRIYA)
    assert value(here, "fine") == given or given in waits(here)
    assert all(not one.condition for one in waits(here) if isinstance(one, YesNo))


@pytest.mark.parametrize(
    "reply",
    [
        "yes",
        "yes please",
        "yes, signed yesterday",
        "yes, thanks",
        "yes I confirm",
        "yes, we do",
        "Yes - looks good to me. Thank you all!",
        "yes, it was signed off by both last week",
    ],
)
def test_what_is_known_to_bound_nothing_leaves_a_yes_a_yes(reply: str) -> None:
    here = team()
    here.reply(reply, PRIYA)
    assert value(here, "fine") == YES


def test_whoever_decides_nothing_is_asked_back_yes_or_no_as_ever() -> None:
    here = team()
    here.reply("yes", PRIYA)
    here.reply(ONLY)
    assert waits(here) == [YES, NO]
    assert "can mean more than one thing" in pending.confirming(scene(here), spot("word.plain")).text
    here.reply("yes")
    assert value(here, "plain") == YES


def test_a_decision_on_a_condition_is_told_with_it() -> None:
    here = team()
    here.reply(ONLY, PRIYA)
    here.confirm(by=PRIYA, index=0)
    decided = Note("digest.decision.own", {"what": Words(here.ref.id, spot("word.fine"), "decides")})
    assert plain(said(scene(here), decided)) == "It is fine, on condition: only for the UK entity"
    here.change("word.fine", PRIYA)
    here.click(YES, "word.fine", by=PRIYA)
    here.confirm("word.fine", by=PRIYA)
    assert plain(said(scene(here), decided)) == "It is fine."


def on_condition(reply: str = ONLY) -> Crew:
    """Counsel's yes on a condition stands."""
    here = team()
    here.reply(reply, PRIYA)
    here.confirm(by=PRIYA, index=0)
    return here


def test_a_plain_yes_in_place_of_one_on_a_condition_waits_for_a_yes_that_shows_what_is_lost() -> None:
    here, fine = on_condition(), spot("word.fine")
    form = forms.question_form(scene(here), fine)
    assert form.fields[0].initial == (), "a form that is only sent drops no condition"
    assert "Now: Yes, on condition: only for the UK entity." in plain(form.intro[0])
    assert confirming(here.click(YES, "word.fine", by=PRIYA)) == ["word.fine"]
    assert value(here, "fine") == YesNo(True, "only for the UK entity")
    shown = words(pending.confirming(scene(here), fine))
    assert any("the condition falls away" in line and "only for the UK entity" in line for line in shown)
    found = consequences(scene(here).facts, Draft(fine, PRIYA, given=YES), scene(here).others)
    assert [foreseen(one) for one in found] == ["word.fine loses its condition"]
    here.confirm("word.fine", by=PRIYA)
    assert value(here, "fine") == YES
    assert len(forms.question_form(scene(here), fine).intro) == 1


def test_another_condition_or_a_no_loses_none_unseen() -> None:
    here = on_condition()
    assert not confirming(here.click(YesNo(True, "until March"), "word.fine", by=PRIYA))
    assert not confirming(here.click(NO, "word.fine", by=PRIYA)) and value(here, "fine") == NO


def test_a_cell_holds_all_of_a_condition_and_is_read_back() -> None:
    here = on_condition(f"yes, only {'x' * 400}")
    answer, at = here.answer("word.fine"), scene(here)
    assert answer is not None
    shown, cell = plain(answer_line(at, answer)), plain(cell_line(at, answer))
    assert len(shown) < 330 and shown.endswith("…") and cell == f"Yes, on condition: only {'x' * 400}"
    context = Context(here.now, "UTC", "en_GB")

    def read_back(name: str, cell: str) -> object:
        return read_cell(at.question(spot(f"word.{name}")), cell, context, here.library.texts)

    assert read_back("fine", cell) == answer.value
    assert read_back("fine", "Yes") == YES and read_back("fine", "No") == NO
    assert read_back("fine", "Yes, on condition: ") is None
    assert read_back("plain", cell) is None, "where nobody's yes decides, no condition is kept"


def to_bot(here: Crew, text: str) -> Outcome:
    """Said below the direct message that asks it."""
    return here.say(PRIYA, Replied(here.ref.id, text, "", (), NAMES, spot("word.fine")))


@pytest.mark.parametrize("reply", [ONLY, "yes, pending board approval", f"yes, only {'x' * 700}"])
def test_to_the_bot_alone_a_condition_is_asked_back_and_kept_once_it_is_meant(reply: str) -> None:
    here = team()
    outcome = to_bot(here, reply)
    assert isinstance(outcome.reply, Whispered) and outcome.reply.reading is not None
    assert value(here, "fine") is None and here.ref.pending is None
    shown = asides.whispered(scene(here), outcome.reply)
    assert any("everybody in the channel reads it" in line for line in words(shown))
    assert {"meant_so", "meant_not"} <= set(does(shown))
    bare = to_bot(here, "yes")
    assert isinstance(bare.reply, Whispered) and [note.key for note in bare.reply.notes] == ["reading.which"]
    assert bare.reply.reading == outcome.reply.reading and value(here, "fine") is None
    taken = here.say(PRIYA, Confirmed(here.ref.id, spot("word.fine"), 0, alone=True))
    assert isinstance(taken.reply, Whispered) and [note.key for note in taken.reply.notes] == ["hand.taken"]
    kept = value(here, "fine")
    assert isinstance(kept, YesNo) and kept.yes and kept.condition and here.ref.doubted == ()
    again = to_bot(here, reply)
    assert isinstance(again.reply, Whispered) and [note.key for note in again.reply.notes] == ["stale.answered"]


def test_what_was_said_beside_a_yes_is_shown_where_it_was_said_and_to_counsel_always() -> None:
    words_of = "yes, it was signed yesterday"
    aloud, alone = team(), team()
    aloud.reply(words_of, PRIYA)
    to_bot(alone, words_of)
    quoted = f"in their words: “{words_of}”"
    assert any(quoted in line for line in words(review.review(scene(aloud))))
    assert not any("in their words" in line for line in words(review.review(scene(alone))))
    for here in (aloud, alone):
        assert any(quoted in line for line in words(counsel.readings(scene(here))))
        here.reply("yes. Nothing to add", MARIA)
        here.reply("no", PRIYA)
        lines = [line for line in words(counsel.readings(scene(here))) if "in their words" in line]
        assert len(lines) == 1, "who decides nothing says nothing more, and a bare no says no more"
