"""Free text."""

from __future__ import annotations

import pytest

from flows.engine.readers import Amend, Aside, Heard, Offer, Word
from flows.model.ids import FlowId
from flows.model.values import Kind, Text
from tests.builders import shipped
from tests.flows.engine.readers.setting import JON, NOBODY, PASS, TALK, asking, check, hedged, nonsense, sure

TEXTS = [
    ("change the supplier", sure(Text("change the supplier"))),
    ("change my answer about the supplier", Amend("supplier", plainly=True)),
    ("fix answer 3", Amend(plainly=True)),
    ("our git server, only devs", sure(Text("our git server, only devs"))),
    ("I think it's on our git server", hedged(Text("I think it's on our git server"))),
    ("probably our server", hedged(Text("probably our server"))),
    ("our server, I guess", hedged(Text("our server, I guess"))),
    ("*bold* and `code`", sure(Text("*bold* and `code`"))),
    ("<!channel> hi", sure(Text("<!channel> hi"))),
    ("none", sure(Text("none"))),
    ("no", sure(Text("no"))),
    ("yes", sure(Text("yes"))),
    ("42", sure(Text("42"))),
    ("المخزن على خادمنا", sure(Text("المخزن على خادمنا"))),
    ("line one\nline two", sure(Text("line one\nline two"))),
    (
        "The design leaked to a rival in 2019 and we sued",
        sure(Text("The design leaked to a rival in 2019 and we sued")),
    ),
    ("We sent the 2019 designs to Foxconn under NDA", sure(Text("We sent the 2019 designs to Foxconn under NDA"))),
    ("Can vendors see it? Only through the portal.", sure(Text("Can vendors see it? Only through the portal."))),
    ("it leaked", Aside("leak")),
    ("our source code leaked", Aside("leak")),
    ("we have a leak", Aside("leak")),
    ("we sent it last week", Aside("shared_already")),
    ("we already shared it in May", Aside("shared_already")),
    ("it was sent two weeks ago", Aside("shared_already")),
    ("we showed it to Kodex in May", sure(Text("we showed it to Kodex in May"))),
    ("we never sent it", sure(Text("we never sent it"))),
    ("not decided yet", NOBODY),
    ("can we share it with them?", Aside("share")),
    ("<@U2> has the keys", TALK),
    ("<@U2> do you know?", Offer(JON)),
    ("> yes", TALK),
    ("> quoted", TALK),
    ("what do you mean by that?", Word("why")),
    ("who has access to it?", TALK),
    ("back", Word("back")),
    ("skip", PASS),
    ("not sure", NOBODY),
    ("n/a", NOBODY),
    ("thanks", TALK),
    ("🎉", TALK),
    ("hello", TALK),
    ("...", TALK),
]


@pytest.mark.parametrize(("phrase", "wanted"), TEXTS)
def test_a_text_is_kept_as_written_unless_it_is_something_else(phrase: str, wanted: Heard) -> None:
    check(asking(Kind.TEXT), phrase, wanted)


def test_three_thousand_characters_fit_and_one_more_is_counted() -> None:
    check(asking(Kind.TEXT), "a" * 3000, sure(Text("a" * 3000)))
    check(asking(Kind.TEXT), "a" * 3001, nonsense("reading.text.long", count=3001, most=3000))
    check(asking(Kind.TEXT), "ab " * 13_333, nonsense("reading.text.long", count=39_998, most=3000))


def test_what_cannot_be_seen_is_left_out_of_a_text() -> None:
    check(asking(Kind.TEXT), "a\u202eb\u0000c\r\nd\u200b \ud800 e", sure(Text("abc\nd  e")))
    check(
        asking(Kind.TEXT),
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        sure(Text("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645")),
    )
    check(asking(Kind.TEXT), "\u200b\u2060", TALK)
    check(asking(Kind.TEXT), "", TALK)


GUESSED = [
    "hmm not sure, jon saw our rate table in a pitch deck",
    "not sure. jon saw it",
    "no idea, maybe jon",
    "not sure, but the log shows no download",
    "I doubt that it was nothing",
]


@pytest.mark.parametrize("phrase", GUESSED)
def test_a_text_that_begins_with_not_knowing_is_no_knowledge_where_a_finding_hangs_on_it(phrase: str) -> None:
    leak = shipped().flows[FlowId("first_response")]
    checked = next(one for section in leak.sections for one in section.questions if one.name == "checked")
    check(checked, phrase, NOBODY)
    check(asking(Kind.TEXT), phrase, hedged(Text(phrase)))


@pytest.mark.parametrize("phrase", ["unclear wording in clause 5, and no cap", "security checked it, not sure when"])
def test_a_text_that_is_unsure_of_something_else_is_one(phrase: str) -> None:
    check(asking(Kind.TEXT), phrase, sure(Text(phrase)))
