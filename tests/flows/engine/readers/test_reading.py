"""What holds for every kind: nothing raises, nothing takes long, the same reply means the same, and every note has its sentence."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import flows.engine.readers
from flows.engine.readers import Heard, Nonsense, Read, Unclear, asks_to_share, read, read_word, tells_of_sharing
from flows.engine.readers.doubt import without_doubt, without_filler
from flows.engine.readers.wording import clean, key
from flows.model.flow import Question
from flows.model.values import Kind
from tests.flows.engine.readers.setting import ASSET, FRESH, HERE, OPTIONS, TALK, asking

QUESTIONS = [
    asking(Kind.YES_NO),
    asking(Kind.ONE_OF, options=OPTIONS),
    asking(Kind.MANY_OF, options=OPTIONS),
    asking(Kind.TEXT),
    asking(Kind.NUMBER, low=0, high=100, unit="days"),
    asking(Kind.MONEY),
    asking(Kind.DATE, past=False),
    asking(Kind.DATE),
    asking(Kind.PERSON, many=True),
    asking(Kind.COUNTRY, many=True),
    asking(Kind.FILE),
    asking(Kind.ITEM, register=ASSET, many=True),
    asking(Kind.ITEM, register=ASSET, many=True, adds=True),
    asking(Kind.SCALE, ends=("never", "always")),
]
each_kind = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: f"{question.kind}")

SEEDS = (
    "yes no not sure all but the app except and or , ; - / 1 2 3rd 2027 03/04/2027 next friday march ago in weeks about k m € $ USD kr "
    "<@U2> <@U9|x> @ana ask do you know? it leaked we sent can share Poland PL Korea Mobile app Brand freelancer founder none both first "
    "last two > : * _ ` ~ “ ” ( ) :+1: 👍 ⭐ \u202e \u200b \u00a0 \ud83d ½ ٤ ﷺ é \u0131 ß \n \t 9999999999999999 -5 1.2.3 4/5 <http://a|b> <!here> "
    "maybe I think hm, nobody"
).split(" ")
replies = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(SEEDS), max_size=14).map(" ".join),
    st.lists(st.sampled_from(SEEDS), max_size=14).map("".join),
)


def values_of(heard: Heard) -> tuple[object, ...]:
    """What a reading gives, certain or not."""
    match heard:
        case Read(value=value):
            return (value,)
        case Unclear(values=values):
            return values
        case _:
            return ()


@each_kind
@settings(max_examples=150, deadline=None)
@given(text=replies, seed=st.booleans())
def test_any_reply_is_read_the_same_twice_and_fits_its_question(question: Question, text: str, seed: bool) -> None:
    context = HERE if seed else FRESH
    heard = read(question, text, context)
    assert read(question, text, context) == heard
    values = values_of(heard)
    assert len(values) == len(set(values)) <= 4
    if isinstance(heard, Unclear):
        assert values
    kinds = {type(value) for value in values}
    assert all(_fits(question, kind.__name__) for kind in kinds)


def _fits(question: Question, kind: str) -> bool:
    """Whether a question of that kind may hold such a value."""
    return (
        kind
        in {
            Kind.YES_NO: {"YesNo"},
            Kind.ONE_OF: {"Choice"},
            Kind.MANY_OF: {"Choices"},
            Kind.TEXT: {"Text"},
            Kind.NUMBER: {"Number"},
            Kind.MONEY: {"Money"},
            Kind.DATE: {"Day"},
            Kind.PERSON: {"People"},
            Kind.COUNTRY: {"Countries"},
            Kind.FILE: set[str](),
            Kind.ITEM: {"Items", "NewItems"},
            Kind.SCALE: {"Scale"},
        }[question.kind]
    )


@settings(max_examples=150, deadline=None)
@given(text=replies)
def test_what_was_made_comparable_stays_as_it_is(text: str) -> None:
    assert key(key(text)) == key(text)
    assert clean(clean(text)) == clean(text)
    assert read_word(text) == read_word(text)


HOSTILE = [
    "a", "and ", ", ", "1 and ", "- a\n", "<@U2> ", "*a* ", "`", "I think ", "1,", "1 ", ":+1:", "👍", "yes ", "not sure ", "or a/", "\u202e",
    "hm ", "~a ", "<http://x|", "(", "the first ", "ﷺ", "no, ", "we ", "Mobile app or brand and ", "it leaked ", "all but ", "between 1 and ",
    "skip this ", "poland germny ", "maria jon ", "in 3 days ", "can we send ", "\n", "<@", "\u0301", "9",
]  # fmt: skip


@pytest.mark.slow
@each_kind
def test_forty_thousand_characters_are_read_in_no_time(question: Question) -> None:
    read(question, "warm", HERE)  # imports and tables
    for piece in HOSTILE:
        for length in (40_000, 3_900, 290, 99, 79):
            text = (piece * length)[:length]
            started = time.process_time()  # other work on the machine does not count
            read(question, text, HERE)
            read_word(text)
            assert time.process_time() - started < 2, (piece, length)  # some 50 ms at most on a slow machine


@each_kind
@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "> quoted", "&gt; quoted", "!!!", "…"])
def test_what_says_nothing_is_talk(question: Question, text: str) -> None:
    assert read(question, text, HERE) == TALK


@each_kind
def test_forty_thousand_characters_of_nothing_get_a_clear_note(question: Question) -> None:
    assert isinstance(read(question, "bla " * 10_000, HERE), Nonsense)


WORDS = [
    ("back", "back"),
    ("Undo!", "undo"),
    ("please pause", "pause"),
    ("*review*", "review"),
    ("?", "help"),
    ("the back office", None),
    ("yes", None),
    ("", None),
    ("why " * 200, None),
]


@pytest.mark.parametrize(("text", "word"), WORDS)
def test_a_command_is_known_without_a_question(text: str, word: str | None) -> None:
    assert read_word(text) == word


@pytest.mark.parametrize(
    ("text", "asks", "tells"),
    [
        ("Can I send the engine to Kodex?", True, False),
        ("Can Kodex see the source code?", True, False),
        ("may the vendor have access to our drawings", True, False),
        ("is Kodex allowed to see the engine?", True, False),
        ("is it ok if Kodex gets the drawings?", True, False),
        ("can guests see this channel?", False, False),
        ("may a freelancer see what I write here?", False, False),
        ("can a freelancer have moral rights?", False, False),
        ("can the vendor use ChatGPT?", False, False),
        ("will our patent have the same term in India?", False, False),
        ("will the vendor have the copyright in the code?", False, False),
        ("should the contract have the same law as the NDA?", False, False),
        ("can Kodex have a copy of the plans?", True, False),
        ("can I give brightline access to the help pages", True, False),
        ("may Kodex have the test suite?", True, False),
        ("may Kodex have the copyright in the code?", False, False),
        ("can a vendor have the source code?", False, False),
        ("can I demo the engine to Kodex on a call?", True, False),
        ("can we push the deadline?", False, False),
        ("would it be a problem if I showed the rate tables to Brightline", True, False),
        ("ok to push the test suite to kodex's repo?", True, False),
        ("is it fine to send it to them?", True, False),
        ("fine to share with them", False, False),
        ("we sent the engine to Kodex last week", False, True),
        ("the engine is ours", False, False),
    ],
)
def test_what_may_be_shared_is_told_from_what_was_shared(text: str, asks: bool, tells: bool) -> None:
    assert (asks_to_share(text), tells_of_sharing(text)) == (asks, tells)


# ── the sentences ────────────────────────────────────────────────────────────

ROOM = Path(flows.engine.readers.__file__).parent
TEXTS = yaml.safe_load((ROOM.parents[1] / "content" / "texts" / "en.yaml").read_text(encoding="utf-8"))
NOTES = re.compile(r'Note\(\s*"(reading\.[a-z_.]+)"(?:,\s*\{(.*?)\},?\s*\))?', re.DOTALL)


def notes() -> dict[str, set[str]]:
    """Keys of the sentences that readers give, with the names of what fills them."""
    found: dict[str, set[str]] = {}
    for path in ROOM.glob("*.py"):
        for note in NOTES.finditer(path.read_text(encoding="utf-8")):
            found.setdefault(note[1], set()).update(re.findall(r'"(\w+)":', note[2] or ""))
    return found


def test_every_note_has_a_sentence_that_uses_what_fills_it() -> None:
    assert len(notes()) > 20
    for name, filled in notes().items():
        assert name in TEXTS, name
        assert set(re.findall(r"\{(\w+)\}", TEXTS[name])) == filled, name


def test_no_sentence_raises_its_voice() -> None:
    for name in notes():
        assert "!" not in TEXTS[name], name
        assert len(TEXTS[name]) < 200, name


def test_no_more_throat_clearing_is_taken_off_than_anybody_does() -> None:
    assert without_filler("hm, hm, hm, hm, hm, Poland") == "hm, Poland"
    assert without_doubt("I think maybe probably perhaps Poland") == ("perhaps Poland", True)
