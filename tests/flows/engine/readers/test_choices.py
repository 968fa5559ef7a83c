"""Options picked by label, id, other words, number and letter."""

from __future__ import annotations

import pytest

from flows.engine.readers import Aside, Heard
from flows.model.flow import Option
from flows.model.values import Kind
from tests.flows.engine.readers.setting import (
    NOBODY,
    OPTIONS,
    PASS,
    TALK,
    asked,
    asking,
    check,
    hedged,
    nonsense,
    one,
    some,
    sure,
)

ONE = [
    ("Our employees, as part of their job", sure(one("employee"))),
    ("our employees", sure(one("employee"))),
    ("employees", sure(one("employee"))),
    ("emploees", sure(one("employee"))),
    ("employee", sure(one("employee"))),
    ("A founder or director", sure(one("founder"))),
    ("founders", sure(one("founder"))),
    ("director", sure(one("founder"))),
    ("FREELANCER", sure(one("contractor"))),
    ("a freelancer", sure(one("contractor"))),
    ("frelancer", sure(one("contractor"))),
    ("the agency", sure(one("contractor"))),
    ("agency", sure(one("contractor"))),
    ("contractor", sure(one("contractor"))),
    ("Contractor?", sure(one("contractor"))),
    ("ai_tool", sure(one("ai_tool"))),
    ("ai tool", sure(one("ai_tool"))),
    ("AI", sure(one("ai_tool"))),
    ("an ai", sure(one("ai_tool"))),
    ("a student at the university", sure(one("university"))),
    ("it was written by a freelancer", sure(one("contractor"))),
    ("the freelancer did it, he was great", sure(one("contractor"))),
    ("2", sure(one("founder"))),
    ("#2", sure(one("founder"))),
    ("2.", sure(one("founder"))),
    ("3)", sure(one("contractor"))),
    ("option 3", sure(one("contractor"))),
    ("number 4", sure(one("university"))),
    ("the first one", sure(one("employee"))),
    ("second", sure(one("founder"))),
    ("2nd", sure(one("founder"))),
    ("the third option", sure(one("contractor"))),
    ("last", sure(one("none"))),
    ("b", sure(one("founder"))),
    ("(c)", sure(one("contractor"))),
    ("I think a freelancer", hedged(one("contractor"))),
    ("a freelancer I think", hedged(one("contractor"))),
    ("hm, a founder", sure(one("founder"))),
    ("*founder*", sure(one("founder"))),
    ("none", sure(one("none"))),
    ("none of these", sure(one("none"))),
    ("no", nonsense("reading.one_of")),
    ("employee or freelancer", asked(one("employee"), one("contractor"))),
    ("freelancer and employees", asked(one("employee"), one("contractor"))),
    ("1 or 2", asked(one("employee"), one("founder"))),
    ("the freelancer that we hired back then through our old agency in Kraków", asked(one("contractor"))),
    ("tool or founder or agency", asked(one("founder"), one("contractor"))),
    ("an", nonsense("reading.one_of")),
    ("the", nonsense("reading.one_of")),
    ("9", nonsense("reading.one_of")),
    ("0", nonsense("reading.one_of")),
    ("z", nonsense("reading.one_of")),
    ("xyz", nonsense("reading.one_of")),
    ("our own people", nonsense("reading.one_of")),
    ("not a freelancer", nonsense("reading.one_of")),
    ("ChatGPT", nonsense("reading.one_of")),
    ("both", nonsense("reading.one_of")),
    ("nobody knows", NOBODY),
    ("not sure", NOBODY),
    ("skip", PASS),
    ("it leaked", Aside("leak")),
    ("we sent it last week", Aside("shared_already")),
    ("can I send it to Kodex?", Aside("share")),
    ("which one do you mean?", TALK),
    ("n/a", NOBODY),
    ("👍", TALK),
    ("!!!", TALK),
    ("lol", TALK),
    ("all", nonsense("reading.one_of")),
    ("the first two", nonsense("reading.one_of")),
    ("founder/agency", asked(one("founder"), one("contractor"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), ONE)
def test_one_option_is_picked_by_what_people_call_it(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.ONE_OF, options=OPTIONS), phrase, wanted)


MANY = [
    ("1 3", sure(some("employee", "contractor"))),
    ("freelancers and maybe an AI tool", asked(some("contractor"), some("contractor", "ai_tool"))),
    ("1 and 3", sure(some("employee", "contractor"))),
    ("1,3", sure(some("employee", "contractor"))),
    ("1, 2 & 4", sure(some("employee", "founder", "university"))),
    ("1-3", sure(some("employee", "founder", "contractor"))),
    ("1 to 3", sure(some("employee", "founder", "contractor"))),
    ("1 and 2, 4", sure(some("employee", "founder", "university"))),
    ("a, c and e", sure(some("employee", "contractor", "ai_tool"))),
    ("the first two", sure(some("employee", "founder"))),
    ("the last two", sure(some("university", "ai_tool"))),
    ("first three", sure(some("employee", "founder", "contractor"))),
    ("2", sure(some("founder"))),
    ("employees, freelancer and the university", sure(some("employee", "contractor", "university"))),
    ("employees", sure(some("employee"))),
    ("employees\nfounder", sure(some("employee", "founder"))),
    ("- employees\n- founder", sure(some("employee", "founder"))),
    ("employees; founder", sure(some("employee", "founder"))),
    ("freelncer, founder", sure(some("founder", "contractor"))),
    ("students + founders", asked(some("founder", "university"))),
    ("agency/founder", sure(some("founder", "contractor"))),
    ("founder as well as employees", sure(some("employee", "founder"))),
    ("only freelancers", sure(some("contractor"))),
    ("just 1", sure(some("employee"))),
    ("freelancer etc", sure(some("contractor"))),
    ("freelancer, that's all", sure(some("contractor"))),
    ("all", sure(some("employee", "founder", "contractor", "university", "ai_tool"))),
    ("all of them", sure(some("employee", "founder", "contractor", "university", "ai_tool"))),
    ("everything", sure(some("employee", "founder", "contractor", "university", "ai_tool"))),
    ("all of the above", sure(some("employee", "founder", "contractor", "university", "ai_tool"))),
    ("both", nonsense("reading.so_many", many=2, count=5)),
    ("all but the ai tool", sure(some("employee", "founder", "contractor", "university"))),
    ("all but the first two", sure(some("contractor", "university", "ai_tool"))),
    ("all except 2 and 3", sure(some("employee", "university", "ai_tool"))),
    ("everything except 2", sure(some("employee", "contractor", "university", "ai_tool"))),
    ("all apart from the freelancer and founder", sure(some("employee", "university", "ai_tool"))),
    ("everything but foo", nonsense("reading.many_of")),
    ("all but freelancer and gibberish", nonsense("reading.many_of")),
    ("none", sure(some("none"))),
    ("none of them", sure(some("none"))),
    ("nothing", sure(some("none"))),
    ("no", sure(some("none"))),
    ("n/a", asked(some())),
    ("founder and gibberish", asked(some("founder"))),
    ("employees, an or", asked(some("employee"))),
    ("tool and student or grant", sure(some("university", "ai_tool"))),
    ("9", nonsense("reading.many_of")),
    ("7-9", nonsense("reading.many_of")),
    ("3-1", nonsense("reading.many_of")),
    ("the first nine", nonsense("reading.many_of")),
    ("xyz", nonsense("reading.many_of")),
    ("yes", nonsense("reading.many_of")),
    ("I think employees", hedged(some("employee"))),
    ("employees probably", hedged(some("employee"))),
    ("not sure", NOBODY),
    ("🎉", TALK),
    ("we sent it last week", Aside("shared_already")),
    ("all but one of them", nonsense("reading.many_of")),
    ("1 or 2", asked(some("employee", "founder"), some("employee"), some("founder"))),
    ("agency or employees", asked(some("employee", "contractor"), some("employee"), some("contractor"))),
]


@pytest.mark.parametrize(("phrase", "wanted"), MANY)
def test_several_options_are_picked_in_one_reply(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.MANY_OF, options=OPTIONS), phrase, wanted)


def test_both_of_three_options_is_each_two_of_them_and_asked_back() -> None:
    options = (Option("app", "The app"), Option("site", "The site"), Option("shop", "The shop"))
    asked_many = asking(Kind.MANY_OF, options=(*options, Option("nothing", "Nothing")))
    check(asked_many, "both", asked(some("app", "site"), some("app", "shop"), some("site", "shop")))
    check(asked_many, "all three", sure(some("app", "site", "shop")))
    check(asked_many, "all four", nonsense("reading.not_so_many", many=4, count=3))


def test_both_means_the_two_real_options() -> None:
    options = (Option("app", "The app"), Option("site", "The site"))
    asked_many = asking(Kind.MANY_OF, options=options)
    check(asked_many, "both", sure(some("app", "site")))
    check(asking(Kind.MANY_OF, options=(*options, Option("nothing", "Nothing"))), "both", sure(some("app", "site")))
    check(asked_many, "neither", sure(some()))


def test_an_option_counts_before_a_command_of_the_same_word() -> None:
    options = (Option("review", "Review"), Option("skip", "Skip"), Option("leak", "It leaked"))
    check(asking(Kind.ONE_OF, options=options), "review", sure(one("review")))
    check(asking(Kind.MANY_OF, options=options), "skip", sure(some("skip")))
    check(asking(Kind.ONE_OF, options=options), "it leaked", sure(one("leak")))


def test_yes_and_no_may_be_options() -> None:
    options = (Option("all", "Yes, all of them"), Option("some", "Yes, some of them"), Option("no", "No"))
    check(asking(Kind.ONE_OF, options=options), "nope", sure(one("no")))
    check(asking(Kind.ONE_OF, options=options), "yep", asked(one("all"), one("some")))


def test_of_names_within_names_the_longest_counts() -> None:
    options = (Option("patent", "Patent"), Option("patent_application", "Patent application"))
    check(asking(Kind.ONE_OF, options=options), "we have a patent application pending", sure(one("patent_application")))


def test_names_that_are_alike_are_asked_back() -> None:
    options = (Option("trademark", "Trademarks"), Option("trademaker", "Trademaker"))
    check(asking(Kind.ONE_OF, options=options), "trademarkr", asked(one("trademark"), one("trademaker")))
    check(asking(Kind.MANY_OF, options=options), "trademarkr", asked(some("trademark"), some("trademaker")))


def test_the_note_tells_what_may_be_replied() -> None:
    check(
        asking(Kind.ONE_OF, options=OPTIONS[:2]),
        "xyz",
        nonsense("reading.one_of", count=2, example="Our employees, as part of their job"),
    )
    check(asking(Kind.ONE_OF), "xyz", nonsense("reading.one_of", count=0, example="1"))
    check(asking(Kind.MANY_OF), "xyz", nonsense("reading.many_of", count=0, example="1"))


def test_a_word_that_is_little_of_a_label_is_a_guess() -> None:
    options = (Option("own", "Our own code"), Option("open_source", "Open source software"))
    check(asking(Kind.ONE_OF, options=options), "software", asked(one("open_source")))
    check(asking(Kind.ONE_OF, options=options), "our code", sure(one("own")))
    own = Option("own", "Our own code, drawings, texts or know-how", also=("our own",))
    check(asking(Kind.ONE_OF, options=(own,)), "our own code", sure(one("own")))
    check(asking(Kind.ONE_OF, options=(own,)), "drawings", asked(one("own")))


def test_a_label_with_not_is_found_however_it_is_closed_up() -> None:
    options = (Option("silent", "It does not say"), Option("says", "It says so"))
    check(asking(Kind.ONE_OF, options=options), "it doesn't say", sure(one("silent")))
    check(asking(Kind.ONE_OF, options=options), "doesnt say", sure(one("silent")))


def test_a_bare_figure_may_be_a_place_or_part_of_a_label() -> None:
    options = (Option("small", "1 to 9"), Option("middle", "10 to 49"), Option("large", "50 or more"))
    question = asking(Kind.ONE_OF, options=options)
    check(question, "2", asked(one("middle")))
    check(question, "10", sure(one("middle")))
    check(question, "1", sure(one("small")))
    check(question, "the second", sure(one("middle")))
    check(question, "10 to 49", sure(one("middle")))
    check(question, "12", nonsense("reading.one_of"))
    check(asking(Kind.MANY_OF, options=options), "2, 50", asked(some("middle", "large")))


def test_a_sentence_with_but_is_asked_back() -> None:
    options = (Option("signed", "Yes, signed", also=("yes",)), Option("other", "By another", also=("parent company",)))
    question = asking(Kind.ONE_OF, options=options)
    check(question, "yes but with the parent company", asked(one("signed"), one("other")))
    check(question, "everybody but the parent company", asked(one("other")))
    check(question, "we have signed one with them", sure(one("signed")))
    check(question, "they have one", sure(one("signed")))
    check(question, "no wait, yes, they told us of it last week", asked(one("signed")))
    check(question, "both", asked(one("signed")))
    check(question, "partly", nonsense("reading.one_of"))
    check(question, "they have not signed yet", nonsense("reading.one_of"))
    check(question, "we have had it with them for years", asked(one("signed")))


TWO_OF_YES = (
    Option("ours", "Yes, in our company", also=("yes",)),
    Option("outside", "Yes, an outside lawyer"),
    Option("none", "Not yet"),
)


@pytest.mark.parametrize("phrase", ["yes", "Yes!", "yep", "yeah"])
def test_a_yes_that_two_options_begin_with_is_asked_back(phrase: str) -> None:
    check(asking(Kind.ONE_OF, options=TWO_OF_YES), phrase, asked(one("ours"), one("outside")))


def test_one_that_is_called_yes_alone_counts_beside_another_that_begins_so() -> None:
    options = (Option("all", "Yes"), Option("some", "Yes, in part"), Option("none", "No"))
    check(asking(Kind.ONE_OF, options=options), "yes", sure(one("all")))
    check(asking(Kind.ONE_OF, options=TWO_OF_YES), "yes, an outside lawyer", sure(one("outside")))


def test_a_yes_inside_a_sentence_is_no_option_that_is_called_so() -> None:
    options = (Option("runs", "It goes on", also=("yes",)), Option("over", "It is over"))
    check(asking(Kind.ONE_OF, options=options), "yes called her", asked(one("runs")))
    check(asking(Kind.ONE_OF, options=options), "yes", sure(one("runs")))


def test_what_holds_mostly_or_tomorrow_is_asked_back_unless_the_option_says_so() -> None:
    options = (Option("stopped", "It is stopped", also=("stopped", "contained")), Option("partly", "Partly stopped"))
    question = asking(Kind.ONE_OF, options=options)
    check(question, "contained", sure(one("stopped")))
    check(question, "mostly contained", asked(one("stopped")))
    check(question, "contained tomorrow", asked(one("stopped")))
    check(question, "partly stopped", sure(one("partly")))


PROOFS = (
    Option("rules", "Written rules", also=("rules",)),
    Option("log", "Logs that somebody reads", also=("logs", "log")),
    Option("keys", "It holds keys", also=("keys",)),
)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("rules, nobody reads the logs", asked(some("rules"))),
        ("rules, but nobody looks at the logs and no keys", asked(some("rules"))),
        ("nobody holds keys", asked(some(), some("keys"))),
        ("the rules. a log is promised", asked(some("rules"), some("rules", "log"))),
        ("a log was promised to us", asked(some(), some("log"))),
        ("we saw rules. they promised a log", asked(some("rules"), some("rules", "log"))),
        ("we saw rules. and a log", sure(some("rules", "log"))),
    ],
)
def test_what_nobody_does_and_what_is_promised_is_not_there(text: str, heard: Heard) -> None:
    check(asking(Kind.MANY_OF, options=PROOFS), text, heard)
