"""Passages are found by the words of a question: whatever stands in them, and no more than what they say."""

from __future__ import annotations

import threading

from bot.shelf import Shelf
from flows.model.passage import Beyond, Guide, Lane, Passage, Sought

BOTH = (Lane.PUBLIC, Lane.POSITION)


def passage(
    name: str, title: str, text: str, country: str = "", lane: Lane = Lane.PUBLIC, keys: str = "", more: str = ""
) -> Passage:
    return Passage(name, lane, title, text, "A source, its publisher", "2026-11-25", more, country, keys=keys)


SHELF = (
    passage("a", "Renewal of a mark", "A mark is renewed every ten years."),
    passage("b", "Secrets", "A renewal does not help a secret."),
    passage("c", "Poland: Marks", "A mark is renewed every ten years.", "PL"),
    passage("d", "What a lapse means", "The mark may be taken.", lane=Lane.COUNSEL),
)


GUIDE = Guide(
    same=(("mark", "trade mark", "logo"), ("work for hire", "commissioned work")),
    beyond=(Beyond(("cost", "how much is"), "We hold no prices."),),
)


def shelf(*passages: Passage, guide: Guide = GUIDE) -> Shelf:
    return Shelf(lambda: passages or SHELF, guide)


def sought(*words: str, countries: tuple[str, ...] = ("",), lanes: tuple[Lane, ...] = BOTH, said: str = "") -> Sought:
    return Sought(words, countries, lanes, tuple(said.split()))


def found(*words: str, countries: tuple[str, ...] = ("",), lanes: tuple[Lane, ...] = BOTH) -> list[tuple[str, float]]:
    hits = shelf().find(sought(*words, countries=countries, lanes=lanes), 5).hits
    return [(hit.passage.id, round(hit.share, 2)) for hit in hits]


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


def test_it_says_more_of_a_passage_where_a_word_stands_in_its_title_or_among_its_keys_than_in_its_text_or_around_it() -> (
    None
):
    rows = (
        passage("around", "One", "Two.", more="renewal"),
        passage("text", "One", "A renewal."),
        passage("keys", "One", "Two.", keys="renewal"),
        passage("title", "A renewal of one", "Two."),
    )
    hits = shelf(*rows).find(sought("renewal"), 5).hits
    assert {hit.passage.id for hit in hits[:2]} == {"keys", "title"} and [hit.named for hit in hits] == [
        True,
        True,
        False,
        False,
    ]
    assert [hit.passage.id for hit in hits[2:]] == ["text", "around"]


def test_what_means_the_same_is_found_by_any_of_its_names_in_any_form() -> None:
    assert [name for name, _ in found("logos")] == [name for name, _ in found("mark")] == ["a"]
    rows = (passage("hire", "Commissioned works", "They belong to whoever pays."), passage("work", "Work", "A hire."))
    hits = shelf(*rows).find(sought("work", "hire", said="what is works for hire"), 5).hits
    assert [(hit.passage.id, hit.share) for hit in hits] == [("hire", 1.0)], "as one thing, not as three words"
    assert [hit.passage.id for hit in shelf(*rows).find(sought("hire", said="a hire"), 5).hits] == ["work"]


def test_a_slip_of_the_finger_is_mended_where_the_word_stands_nowhere_and_a_short_word_is_left_alone() -> None:
    assert [name for name, _ in found("renewla")] == ["a", "b"]
    assert [name for name, _ in found("secert")] == ["b"]
    assert found("merk") == [] and found("zenewal") == []


def test_what_is_hardly_held_is_answered_only_by_what_names_it_and_else_told_of_with_what_comes_near() -> None:
    told = shelf().find(sought("mark", "cost", said="what does a mark cost"), 5)
    assert told.beyond == "We hold no prices." and [hit.passage.id for hit in told.hits] == ["a"]
    told = shelf().find(sought("mark", said="how much is a mark"), 5)
    assert told.beyond == "We hold no prices."
    rows = (*SHELF, passage("e", "The cost of a mark", "It is small."), passage("f", "Marks", "They cost."))
    told = shelf(*rows).find(sought("mark", "cost", said="what does a mark cost"), 5)
    assert [hit.passage.id for hit in told.hits if hit.held] == ["e"] and len(told.hits) > 1
    assert shelf().find(sought("cost", said="cost"), 5).beyond == "We hold no prices."


def test_it_is_filled_once_however_many_ask_at_the_same_time_and_a_passage_can_be_had_by_its_id() -> None:
    made: list[int] = []
    index = Shelf(lambda: made.append(1) or SHELF, Guide())
    assert made == []
    asking = [threading.Thread(target=index.fill) for _ in range(4)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert index.passage("c") == SHELF[2] and index.passage("z") is None
    assert [hit.passage.id for hit in index.find(sought("mark"), 1).hits] == ["a"]
    assert made == [1]
