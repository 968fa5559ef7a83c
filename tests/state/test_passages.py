"""Passages are found by the words of a question: whatever stands in them, and no more than what they say."""

from __future__ import annotations

from flows.model.passage import Lane, Passage, Sought
from state.passages import PassageIndex

BOTH = (Lane.PUBLIC, Lane.POSITION)


def passage(name: str, title: str, text: str, country: str = "", lane: Lane = Lane.PUBLIC) -> Passage:
    return Passage(name, lane, title, text, "A source, its publisher", "2026-11-25", country=country)


SHELF = (
    passage("a", "Renewal of a mark", "A mark is renewed every ten years."),
    passage("b", "Secrets", "A renewal does not help a secret."),
    passage("c", "Poland: Marks", "A mark is renewed every ten years.", "PL"),
    passage("d", "What a lapse means", "The mark may be taken.", lane=Lane.COUNSEL),
)


def found(*words: str, countries: tuple[str, ...] = ("",), lanes: tuple[Lane, ...] = BOTH) -> list[tuple[str, float]]:
    index = PassageIndex(lambda: SHELF)
    return [(hit.passage.id, round(hit.share, 2)) for hit in index.find(Sought(words, countries, lanes), 5)]


def test_words_are_found_by_their_stem_and_what_says_all_of_them_comes_first() -> None:
    assert [name for name, _ in found("renewals", "marks")] == ["a", "b"]
    (_, whole), (_, half) = found("renewals", "marks")
    assert whole == 1 and 0 < half < 1


def test_a_word_that_stands_nowhere_weighs_most_and_alone_finds_nothing() -> None:
    (_, share), *_ = found("mark", "yeast")
    assert share < 0.5
    assert found("yeast") == [] and found() == []


def test_only_what_was_asked_for_is_looked_at() -> None:
    assert [name for name, _ in found("mark", countries=("PL",))] == ["c"]
    assert [name for name, _ in found("mark", lanes=(Lane.COUNSEL,))] == ["d"]


def test_nothing_in_a_question_is_read_as_a_query() -> None:
    for words in ('"', 'mark" OR "secret', "mark*", "NEAR(", "title:mark", "a AND", "-", "%"):
        assert all(name in "abcd" for name, _ in found(words))
    assert found('mark" OR "secret') == []


def test_passages_are_made_at_the_first_look_and_kept() -> None:
    made: list[int] = []
    index = PassageIndex(lambda: made.append(1) or SHELF)
    assert made == []
    assert index.passage("c") == SHELF[2] and index.passage("z") is None
    index.find(Sought(("mark",), ("",), BOTH), 1)
    assert made == [1]
