"""Points from 1 to 5."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.model.values import Kind
from tests.flows.engine.readers.setting import NOBODY, TALK, asked, asking, check, hedged, nonsense, scale, sure

PHRASES = [
    ("4", sure(scale(4))),
    ("four", sure(scale(4))),
    (" 4. ", sure(scale(4))),
    ("4/5", sure(scale(4))),
    ("4 out of 5", sure(scale(4))),
    ("4 of five", sure(scale(4))),
    ("4 stars", sure(scale(4))),
    ("level 2", sure(scale(2))),
    ("I'd say 4", sure(scale(4))),
    ("4️⃣", sure(scale(4))),
    ("⭐⭐⭐", sure(scale(3))),
    (":star::star:", sure(scale(2))),
    ("★", sure(scale(1))),
    ("never", sure(scale(1))),
    ("not at all", sure(scale(1))),
    ("very well", sure(scale(5))),
    ("some", sure(scale(3))),
    ("not well", asked(scale(2), scale(1))),
    ("pretty well", asked(scale(4), scale(5))),
    ("Always", sure(scale(5))),
    ("low end", sure(scale(1))),
    ("the low end", sure(scale(1))),
    ("lowest", sure(scale(1))),
    ("max", sure(scale(5))),
    ("high end", sure(scale(5))),
    ("top", sure(scale(5))),
    ("middle", sure(scale(3))),
    ("in the middle", sure(scale(3))),
    ("average", sure(scale(3))),
    ("ok", sure(scale(3))),
    ("about 4", hedged(scale(4))),
    ("probably a 2", hedged(scale(2))),
    ("3 I guess", hedged(scale(3))),
    ("I think 4", hedged(scale(4))),
    ("4?", hedged(scale(4))),
    ("low", asked(scale(2), scale(1))),
    ("poor", asked(scale(2), scale(1))),
    ("high", asked(scale(4), scale(5))),
    ("good", asked(scale(4), scale(5))),
    ("great", asked(scale(4), scale(5))),
    ("3-4", asked(scale(3), scale(4))),
    ("3 or 4", asked(scale(3), scale(4))),
    ("between 3 and 4", asked(scale(3), scale(4))),
    ("3.5", asked(scale(3), scale(4))),
    ("8/10", asked(scale(4))),
    ("7 out of ten", asked(scale(3), scale(4))),
    ("at least 3", asked(scale(3))),
    ("4 because we trained everyone", asked(scale(4))),
    ("0", nonsense("reading.scale.ends")),
    ("6", nonsense("reading.scale.ends")),
    ("-3", nonsense("reading.scale.ends")),
    ("ten", nonsense("reading.scale.ends")),
    ("11/10", nonsense("reading.scale.ends")),
    ("2 to 9", nonsense("reading.scale.ends")),
    ("👍", TALK),
    ("⭐⭐⭐⭐⭐⭐", nonsense("reading.scale.ends")),
    ("xyz", nonsense("reading.scale.ends")),
    ("yes", nonsense("reading.scale.ends")),
    ("lol", TALK),
    ("n/a", NOBODY),
    ("not sure", NOBODY),
    ("4 because we trained everyone last year and they liked it", nonsense("reading.scale.ends")),
]


@pytest.mark.parametrize(("phrase", "wanted"), PHRASES)
def test_a_point_is_read_by_number_word_and_end(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.SCALE, ends=("never", "always")), phrase, wanted)


def test_a_scale_without_words_for_its_ends_says_only_the_numbers() -> None:
    check(asking(Kind.SCALE), "xyz", nonsense("reading.scale"))
    check(asking(Kind.SCALE, ends=("never", "always")), "9", nonsense("reading.scale.ends", low="never", high="always"))


def test_the_words_of_the_ends_may_be_shortened() -> None:
    question = asking(Kind.SCALE, ends=("Nobody was trained", "Everyone knows and it is on record"))
    check(question, "nobody was trained", sure(scale(1)))
    check(question, "nobody", sure(scale(1)))
    check(question, "on record", asked(scale(5)))
