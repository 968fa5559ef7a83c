"""What questions are answered from: our own content, each piece with its source, in its lane; and how a question is taken apart."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.passages import ASK, GLOSSARY, passages
from flows.engine.readers.questions import Question, asked, asks_the_way, asks_what_this_is, is_question
from flows.engine.screens.ask import Told, answer, means
from flows.model.effects import Mention
from flows.model.passage import Lane, Passage
from flows.rules.countries import is_fact
from tests.builders import PRIYA, flow_of, library_of, shipped
from tests.flows.engine.crew import does, words

TODAY = dt.date(2026, 11, 25)
ALL = passages(shipped())


def test_every_passage_says_where_it_comes_from_and_of_when_that_is() -> None:
    bare = [one.id for one in ALL if not one.title or not (one.cited or one.id.endswith(ASK)) or not one.as_of]
    assert not bare and len({one.id for one in ALL}) == len(ALL)
    assert not [one.id for one in ALL if "{" in one.title + one.text]


def test_a_question_about_just_the_row_at_hand_answers_none() -> None:
    assert not [one.id for one in ALL if one.id.startswith("ip_strategy/told.") and one.lane is not Lane.COUNSEL]
    assert not [one.title for one in ALL if one.title.endswith(": the disclosure?")]
    assert any(one.id == "ip_strategy/triage.cleared" for one in ALL), "what stands for an answer is told as ever"


def test_nothing_is_cited_for_what_is_our_own_and_second_hand_is_told_as_such() -> None:
    by_id = {one.id: one for one in ALL}
    own, second, first = by_id["answer/nda_contents"], by_id["answer/dpa"], by_id["statement/S1"]
    lines = [words(answer(shipped().texts, Told((one,)), TODAY)) for one in (own, second, first)]
    assert any(
        line.startswith("Our own practice note, not checked against a source: What counsel asks") for line in lines[0]
    )
    assert any(
        line.startswith("Second hand, by way of A summary of Article 28") and line.endswith("Read on 26 November 2026.")
        for line in lines[1]
    )
    assert (
        "From: How to Protect IP Rights when Outsourcing (18 September 2019), Morningside. Read on 23 November 2026."
        in lines[2]
    )
    assert not any(line.startswith(("From: ", "By way of")) for line in lines[0])
    assert by_id["word/nda"].own and by_id["scorecard/vendor/access"].own and by_id["ladder/E3"].own


def test_what_was_checked_in_no_source_is_told_so_and_the_codes_of_the_method_stand_nowhere() -> None:
    unchecked = [one for one in ALL if not one.cited]
    assert unchecked and not [one.id for one in ALL if "From memory" in one.cited or "nobody" in one.cited]
    assert "Not checked against any source yet: ask counsel before you rely on it." in words(
        answer(shipped().texts, Told(tuple(unchecked[:1])), TODAY)
    )
    stated = [one.title for one in ALL if one.id.startswith("statement/")]
    assert len(stated) == 25 and not [one for one in stated if one.startswith("S") and one[1:2].isdigit()]


def test_every_source_that_ships_says_how_near_it_is_to_what_it_tells_of() -> None:
    library = shipped()
    assert library.ladder is not None
    every = [*library.ladder.sources, *(source for flow in library.flows.values() for source in flow.sources)]
    assert every and not [source.id for source in every if source.kind is None]
    ours = {one.cited for one in ALL if "Ringfence" in one.cited and not one.second}
    assert not ours, "what we wrote ourselves is no source"


def test_what_findings_mean_stands_in_the_counsel_lane_alone() -> None:
    rules = [r for flow in shipped().flows.values() for s in flow.sections for q in s.questions for r in q.findings]
    elsewhere = {one.text for one in ALL if one.lane is not Lane.COUNSEL}
    meant = [one for one in ALL if one.lane is Lane.COUNSEL]
    found = [one for one in meant if not one.id.startswith("ladder/") and not one.id.endswith("/playbook")]
    assert len(found) == len(rules)
    (columns,) = [one for one in meant if one.id == "contract_review/made.new_ip/playbook"]
    assert columns.text.startswith("Preferred: ") and "Walk away: " in columns.text
    assert not elsewhere & {one.text for one in meant}


def test_what_is_not_verified_is_a_question_for_counsel_and_never_a_fact() -> None:
    for code, economy in shipped().countries.economies.items():
        for number, value in enumerate(economy.values):
            if not is_fact(value):
                name = f"country/{code}/{value.field}/{number}"
                (only,) = [one for one in ALL if one.id.startswith(name) and one.id in (name, f"{name}/ask")]
                assert only.text.startswith("Not verified, so a question for counsel in")


def test_the_glossary_and_the_method_are_part_of_it_and_a_library_without_the_method_has_no_statements() -> None:
    named = {one.id for one in ALL}
    words = {f"word/{key.removeprefix(GLOSSARY)}" for key in shipped().texts if key.startswith(GLOSSARY)}
    assert {"word/trade_secret", "word/nda"} < words
    assert words | {"statement/S1", "statement/S25"} <= named
    other = flow_of(
        "  - section: a\n    title: A\n    questions:\n      - {ask: b, kind: yes_no, text: B, why: W., source: method}\n"
    )
    alone = passages(library_of(*(), stages=()))
    assert not [one for one in alone if one.id.startswith("statement/")]
    assert [one.id for one in passages(library_of(other)) if one.lane is Lane.POSITION] == ["sample/a.b"]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Who owns code by a freelancer?", Question(("owns", "code", "freelancer"), ())),
        ("Do Indian assignments lapse in the US?", Question(("assignments", "lapse"), ("US", "IN"))),
        ("can they show us georgia", Question(("show", "georgia"), ())),
        ("moral rights, south korea and Poland", Question(("moral", "rights"), ("KR", "PL"))),
        ("polish the code", Question(("polish", "code"), ())),
    ],
)
def test_a_question_is_its_words_and_the_countries_that_it_names(text: str, question: Question) -> None:
    found = asked(text)
    assert (found.words, found.countries) == (question.words, question.countries)


def test_a_part_of_a_country_that_is_named_instead_of_it_names_it_and_stays_a_word() -> None:
    found = asked("non compete in California", places={"california": "US", "bavaria": "DE"})
    assert found.countries == ("US",) and found.words == ("non", "compete", "california")
    assert asked("non compete in California, USA", places={"california": "US"}).countries == ("US",)


def test_what_a_source_tells_of_another_is_said_to_come_by_way_of_it_and_a_fact_names_its_rule_within_its_sentence() -> (
    None
):
    (rule,) = [one for one in ALL if one.id.startswith("country/IN/non_compete/") and not one.id.endswith("/ask")]
    assert rule.second and "stand better (Indian Contract Act 1872 s. 27). Protect" in rule.text
    assert any(line.startswith("By way of Section 27") for line in words(answer(shipped().texts, Told((rule,)), TODAY)))
    (statute,) = [one for one in ALL if one.id.startswith("country/DE/ownership/") and not one.id.endswith("/ask")]
    assert not statute.second


def test_passages_have_the_words_by_which_people_ask_for_them() -> None:
    found = {one.id: one for one in ALL}
    assert "wrong company" in found["ip_strategy/triage.nda"].keys
    assert "safe for trade secrets" in found["country/IN/trade_secrets/24"].keys, "named for every country"
    assert not [one.id for one in ALL if one.id.startswith(("statement/", "scorecard/", "ladder/E")) and not one.keys]


def test_a_question_keeps_all_its_words_in_order_and_knows_which_are_written_as_names_are() -> None:
    found = asked("Who owns what Kodex makes in Poland, and may Bolt GmbH use it?")
    assert found.said == ("who", "owns", "what", "kodex", "makes", "in", "and", "may", "bolt", "gmbh", "use", "it")
    assert found.names == ("kodex", "bolt", "gmbh")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("what should I do next?", True), ("How do we start?", True), ("what is next to the engine?", False)],
)
def test_how_to_go_on_is_not_for_our_sources(text: str, is_one: bool) -> None:
    assert asks_the_way(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("What's this programme about and what am I supposed to do?", True),
        ("hi, I was just added. What is this all about?", True),
        ("who are you?", True),
        ("what should I do first this Monday", True),
        ("what do you need from me?", True),
        ("what is my part here", True),
        ("what is this clause about?", False),
        ("what is an NDA", False),
        ("what is this and who owns new code?", False),
        ("", False),
    ],
)
def test_what_goes_on_here_is_asked_by_whoever_is_new(text: str, is_one: bool) -> None:
    assert asks_what_this_is(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Is a mark enough?", True),
        ("who pays renewals", True),
        ("yes", False),
        ("what now", False),
        ("", False),
        ("can I send the engine to Kodex?", False),
    ],
)
def test_a_question_is_told_from_what_is_none_and_from_may_i_share_this(text: str, is_one: bool) -> None:
    assert is_question(text) is is_one


OLD = Passage("o", Lane.PUBLIC, "Old", "Then.", "A source, its publisher", "2020", country="PL", aging=True)
UNDATED = Passage("u", Lane.PUBLIC, "Undated", "", "A source, its publisher", "undated", country="PL", aging=True)


def test_an_answer_cites_and_marks_what_is_old_and_offers_counsel_what_it_means() -> None:
    shown = answer(shipped().texts, Told((OLD, UNDATED), means=(OLD,)), TODAY)
    lines = words(shown)
    assert "From: A source, its publisher. As of 2020. Older than 18 months." in lines
    assert "From: A source, its publisher. As of a day that it does not say." in lines
    assert does(shown) == ["ask_means"]
    assert "Then." in words(means(shipped().texts, (OLD,), TODAY))


def test_where_nothing_is_found_it_says_so_with_the_way_on() -> None:
    texts = shipped().texts
    shown = answer(texts, Told(near=(OLD,), counsel=PRIYA, countries=("PL",), outsiders=True), TODAY)
    lines = words(shown)
    assert lines[0].startswith("I did not find this in our sources for Poland.") and does(shown) == ["ask"]
    assert "This is for your counsel, Priya Patel." in lines and Mention(PRIYA)
    assert any("Somebody from outside" in line for line in lines)
    bare = words(answer(texts, Told(), TODAY))
    assert any(
        "/ringfence status, next, share, gates, vendors, agreements, actions and findings" in line for line in bare
    )
    assert bare[0] == "I did not find this in our sources." and any("What I can answer" in line for line in bare)
    near = words(answer(texts, Told(near=(OLD,)), TODAY))
    assert any("Ask your lawyer" in line for line in near) and not any("What I can answer" in line for line in near)
    far = words(answer(texts, Told(near=(OLD,), beyond="We hold no prices."), TODAY))
    assert far[0] == "We hold no prices." and not any("Ask your lawyer" in line for line in far)


def test_what_is_said_in_general_names_the_countries_that_it_does_not_speak_of() -> None:
    lines = words(answer(shipped().texts, Told((OLD,), countries=("PL", "IN"), general=True), TODAY))
    assert "On Poland, India our sources hold nothing about this. In general they say:" in lines
    assert not any(line.startswith("On Poland") for line in words(answer(shipped().texts, Told((OLD,)), TODAY)))


def test_a_question_about_a_leak_is_told_what_to_do_first_with_the_first_response_at_a_press() -> None:
    shown = answer(shipped().texts, Told((OLD,), leak=True), TODAY)
    assert any(line.startswith("If something leaked: note what, when and to whom") for line in words(shown))
    assert does(shown) == ["leak"]
