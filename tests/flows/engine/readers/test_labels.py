"""Labels with a word more, labels of which the rest sets another aside, and what says that there is none."""

from __future__ import annotations

import pytest

from flows.engine.readers import Heard
from flows.model.flow import Option
from flows.model.ids import FlowId
from flows.model.values import Kind
from tests.builders import shipped
from tests.flows.engine.readers.setting import asked, asking, check, nonsense, one, some, sure

PROOFS = (
    Option("rules", "Written rules", also=("rules",)),
    Option("log", "Logs that somebody reads", also=("logs", "log")),
    Option("keys", "It holds keys", also=("keys",)),
)

PAPER = (
    Option("main", "The main agreement", also=("msa",)),
    Option("order", "A work order under a main agreement", also=("sow", "work order")),
    Option("nda", "A confidentiality agreement", also=("nda",)),
    Option("yes", "Yes, all of them", also=("yes",)),
)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("the main agreement, the SOW is only an annex", sure(one("main"))),
        ("it's the main agreement - the work order is part of it", sure(one("main"))),
        ("an NDA, but the MSA is only a draft", sure(one("nda"))),
        ("main agreement (the SOW is an annex)", sure(one("main"))),
        ("the main agreement, the SOW is signed", asked(one("main"), one("order"))),
        ("the SOW; the MSA is the main agreement", asked(one("main"), one("order"))),
        ("another main agreement, the SOW is only an annex", asked(one("main"), one("order"))),
        ("yes, the SOW is only an annex", asked(one("order"), one("yes"))),
        ("the SOW, the work order of the NDA is only an annex", asked(one("order"), one("nda"))),
    ],
)
def test_what_a_reply_begins_with_counts_where_the_rest_sets_another_aside(text: str, heard: Heard) -> None:
    check(asking(Kind.ONE_OF, options=PAPER), text, heard)


WHETHER = (
    Option("go", "Go", also=("go ahead",)),
    Option("limits", "Go, with limits", also=("limited",)),
    Option("elsewhere", "Elsewhere", also=("no go",)),
)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Go, but with limits", sure(one("limits"))),
        ("but go, and with the limits then", sure(one("limits"))),
        ("go but limits", asked(one("limits"))),
        ("go, but hardly with limits", asked(one("limits"))),
        ("no go, but with limits", asked(one("limits"), one("elsewhere"))),
        ("go, but no limits", asked(one("go"))),
    ],
)
def test_a_word_that_only_links_those_of_a_label_is_no_doubt(text: str, heard: Heard) -> None:
    check(asking(Kind.ONE_OF, options=WHETHER), text, heard)


LACKING = (
    Option("walk_away", "No limit on what they may use it for"),
    Option("missing", "Not found in this document"),
    Option("all", "All of it"),
)


@pytest.mark.parametrize(
    "text",
    ["we don't have one yet", "they have none", "there is none", "there isn't one", "he hasn't got any", "we have nothing so far"],
)  # fmt: skip
def test_that_there_is_none_is_asked_back_as_the_choice_that_says_so(text: str) -> None:
    check(asking(Kind.ONE_OF, options=LACKING), text, asked(one("missing")))
    check(asking(Kind.MANY_OF, options=PROOFS), text, asked(some()))


def test_none_of_them_may_be_a_choice_of_its_own() -> None:
    options = (*PROOFS, Option("none", "None of them"))
    check(asking(Kind.MANY_OF, options=options), "we don't have one yet", asked(some("none")))
    check(asking(Kind.MANY_OF, options=options), "they have none", sure(some("none")))


def test_that_there_is_none_fits_nothing_where_no_choice_says_so() -> None:
    check(asking(Kind.ONE_OF, options=(PROOFS[0], PROOFS[1])), "we don't have one yet", nonsense("reading.one_of"))
    check(asking(Kind.MANY_OF, options=PROOFS), "we don't have the shop", nonsense("reading.many_of"))


def test_nothing_that_is_done_is_no_word_that_it_is() -> None:
    options = (Option("stopped", "It is stopped", also=("taken down",)), Option("runs", "It goes on"))
    check(asking(Kind.ONE_OF, options=options), "nothing was taken down", nonsense("reading.one_of"))
    check(asking(Kind.ONE_OF, options=options), "nobody's copy was taken down", nonsense("reading.one_of"))


def test_what_the_paper_does_not_say_is_the_choice_that_it_is_not_there() -> None:
    for text in ("it doesn't say", "the contract says nothing", "not mentioned", "it's not in there"):
        check(asking(Kind.ONE_OF, options=LACKING), text, asked(one("missing")))


def test_a_word_is_never_the_name_that_denies_it() -> None:
    options = (
        Option("no_part", "They have no part in it", also=("not involved",)),
        Option("trained", "Training", also=("trained", "dated")),
        Option("ours", "Ours", also=("ours", "non-exclusive")),
    )
    question = asking(Kind.ONE_OF, options=options)
    check(question, "they are involved", asked(one("no_part")))
    check(question, "not involved", sure(one("no_part")))
    check(question, "untrained", nonsense("reading.one_of"))
    check(question, "undated", nonsense("reading.one_of"))
    check(question, "exclusive", asked(one("ours")))
    check(question, "they keep our tools", nonsense("reading.one_of"))
    check(question, "it is ours", sure(one("ours")))


def test_less_than_a_choice_says_is_asked_back() -> None:
    options = (Option("five", "Five years or more", also=("five years",)), Option("less", "Less than five years"))
    check(asking(Kind.ONE_OF, options=options[:1]), "less than five years", asked(one("five")))
    check(asking(Kind.ONE_OF, options=options), "less than five years", sure(one("less")))


SHIPPED = [
    ("vendor_checks:papers.leavers_shown", "in the sample somebody's access stayed open for three days", asked(one("late"))),
    ("vendor_checks:papers.leavers_shown", "some kept access for a few days", sure(one("late"))),
    ("vendor_checks:papers.leavers_shown", "nobody kept access", sure(one("same_day"))),
    ("vendor_checks:papers.leavers_shown", "one still has access", sure(one("still_in"))),
    ("vendor_checks:papers.identity", "we have their registration extract with name and number and a shareholder list. signatory: not yet",
     asked(some("number", "owners"))),
    ("vendor_checks:papers.checks_cover", "we don't have one yet", asked(some())),
    ("vendor_checks:practice.access", "nobody reads the logs", asked(some(), some("logs"))),
    ("vendor_checks:record.competitors", "yes, different team", sure(one("separate"))),
    ("vendor_checks:strength.finance", "no exit plan", nonsense("reading.one_of")),
    ("first_response:now.spreading", "Someone saw the test suite on a public github repo, we think it really got out", asked(one("running"))),
    ("first_response:now.spreading", "still public, GitHub hasn't taken it down yet", sure(one("running"))),
    ("first_response:now.spreading", "it isn't stopped", sure(one("running"))),
    ("first_response:now.spreading", "nothing was taken down", sure(one("running"))),
    ("first_response:now.spreading", "no longer public", sure(one("stopped"))),
    ("first_response:now.spreading", "it was taken down", sure(one("stopped"))),
    ("first_response:now.access", "not revoked yet", sure(one("open"))),
    ("first_response:now.access", "not at all", sure(one("closed"))),
    ("first_response:telling.vendor_word", "they informed us", sure(one("they_told"))),
    ("contract_review:paper.kind", "the main agreement, the SOW is only an annex", sure(one("main"))),
    ("contract_review:papers.paper", "signed too late", sure(one("later"))),
    ("contract_review:watched.whose", "their duty", sure(one("theirs"))),
    ("contract_review:ending.escrow", "only they have it", sure(one("walk_away"))),
    ("contract_review:made.improvements", "they can keep our tooling", sure(one("walk_away"))),
    ("country_checks:verdict.decision", "Go, but with limits", sure(one("limits"))),
    ("communications:texts.readable", "all of them", sure(one("both_sides"))),
    ("communications:bad_news.says_no", "nobody tells us", sure(one("noticed"))),
    ("communications:channels.spoken", "nothing secret is said", sure(one("never_said"))),
]  # fmt: skip


@pytest.mark.parametrize(("where", "text", "heard"), SHIPPED)
def test_what_a_colleague_says_is_the_choice_of_the_shipped_question(where: str, text: str, heard: Heard) -> None:
    flow, _, name = where.partition(":")
    questions = [one for part in shipped().flows[FlowId(flow)].sections for one in part.questions if one.id == name]
    check(questions[0], text, heard)
