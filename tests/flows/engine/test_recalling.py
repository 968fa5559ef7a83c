"""News of an answer in a part that is finished leads to that answer, and changes nothing by itself."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.recalling import MOST_CHARS
from flows.model.effects import Note, Outcome, Tell, Whispered
from flows.model.events import Replied
from flows.model.passage import Guide
from flows.model.session import Spot
from flows.model.values import Choice, Choices, Day, NewItems, Text
from tests.builders import JON, MARIA, NAMES, YES, effects_of, flow_of, spot, told
from tests.flows.engine.crew import Crew
from tests.flows.engine.several import CHECKS, VENDORS, Runs

QUESTIONS = """\
      - ask: insured_for
        kind: many_of
        options: {ip: {label: IP}, loss: {label: Loss}}
        text: What does the insurance pay for?
        why: W.
        source: method
      - {ask: insured_until, kind: date, text: Until when does the insurance run?, why: W., source: method}
      - {ask: lawyer, kind: yes_no, text: Do you have a lawyer?, why: W., source: method}
      - {ask: office, kind: text, text: Where is the office?, why: W., source: method}
      - {ask: court, kind: text, text: Which court decides?, why: W., source: method}
      - {ask: paper, kind: text, text: Where is the paper kept?, why: W., source: method}
"""
FLOW = flow_of(
    f"""\
  - section: naming
    title: Naming
    questions:
      - {{ask: assets, kind: item, register: asset, adds: true, many: true, text: Which assets are there?, why: W., source: method}}
  - section: cover
    title: Cover
    questions:
{QUESTIONS}
  - section: keepers
    title: Keepers
    each: asset
    questions:
      - {{ask: keeper, kind: text, text: "Who looks after {{asset}}?", why: W., source: method}}
""",
    "recalled",
)
"""Where each of two assets has a keeper."""


def finished() -> Crew:
    """A team that is done."""
    team = Crew.at(FLOW)
    team.click(NewItems((), ("Engine", "Portal")))
    for value in (Choices(("ip",)), Day(dt.date(2026, 12, 31)), YES, Text("Here"), Text("Ours")):
        team.click(value)
    team.skip()
    team.click(Text("Ana"))
    team.click(Text("Jon"))
    team.finish()
    return team


def led(outcome: Outcome) -> Spot | None:
    """The answer that was led to with its press, said aloud."""
    tells = [one for one in effects_of(outcome, Tell) if isinstance(one, Tell)]
    if [note.key for tell in tells for note in tell.notes] != ["rest.recalled"]:
        return None
    assert tells[0].buttons == ("change", "review")
    return tells[0].spot


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("Kodex has renewed its insurance until 31 December 2027", "cover.insured_until"),
        ("the insurance is renewed until the end of 2027", "cover.insured_until"),
        ("we have hired a lawyer", "cover.lawyer"),
        ("the office has moved", "cover.office"),
    ],
)
def test_news_leads_to_the_answer_that_they_are_about(said: str, question: str) -> None:
    team = finished()
    before = team.ref.answers
    assert led(team.reply(said)) == spot(question)
    assert team.ref.answers == before and team.ref.pending is None


@pytest.mark.parametrize(
    "said",
    [
        "the insurance is a good thing",
        "until when does the insurance run, and has it been renewed?",
        "we closed the deal with the bank",
        "the keeper has changed",
        "the paper is kept in the new safe",
        "insurance and office have changed, lawyer and court as well",
        "the insurance was renewed " + "and so on " * (MOST_CHARS // 10),
    ],
)
def test_what_is_no_news_or_may_be_of_several_is_told_as_before(said: str) -> None:
    assert told(finished().reply(said)) == ["rest.done"]


def test_of_a_row_it_is_the_one_that_is_named() -> None:
    team = finished()
    at = led(team.reply("Maria now looks after the Portal"))
    assert at is not None and at == Spot(spot("keepers.keeper").question, team.item("Portal"))
    assert told(finished().reply("Maria now looks after it")) == ["rest.done"]


def test_the_next_who_bring_news_hear_it_alone() -> None:
    team = finished()
    assert led(team.reply("the office has moved")) == spot("cover.office")
    second = team.reply("we have hired a lawyer", by=JON)
    assert isinstance(second.reply, Whispered) and second.reply.spot == spot("cover.lawyer")


def test_what_names_another_vendor_is_not_of_this_run() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Kodex Ltd")
    team.begin(CHECKS, "Brightline")
    team.go("Kodex Ltd")

    def said(text: str) -> Outcome:
        return team.say(MARIA, Replied(team.run("Kodex Ltd").id, text, "m1", (), NAMES))

    assert led(said("Kodex now keeps what it gets apart")) == spot("gate.guarded")
    assert [note.key for note in alone(said("Brightline now keeps what it gets apart"))] == ["rest.done"]


def alone(outcome: Outcome) -> tuple[Note, ...]:
    """What only whoever wrote is told."""
    return outcome.reply.notes if isinstance(outcome.reply, Whispered) else ()


def test_words_that_mean_the_same_are_as_good() -> None:
    team = finished()
    team.library = msgspec.structs.replace(team.library, guide=Guide(same=(("court", "tribunal"),)))
    assert led(team.reply("the tribunal has changed")) == spot("cover.court")


LEAK = flow_of(
    """\
  - section: now
    title: Now
    questions:
      - ask: spreading
        kind: one_of
        options: {stopped: {label: "No, it is stopped", also: [took it down, stopped]}, running: {label: "Yes, it goes on"}}
        text: Is it still getting out?
        why: W.
        source: method
      - {ask: hold, kind: yes_no, text: "Is all new sharing on hold, so that it is stopped?", why: W., source: method}
      - ask: tells
        kind: many_of
        options: {press: {label: The press office}, bank: {label: Our bank}}
        text: Who is told?
        why: W.
        source: method
""",
    "recalled_leak",
)


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("good news: GitHub took it down, it is stopped now", "now.spreading"),
        ("they took it down", "now.spreading"),
        ("our bank is told now", "now.tells"),
        ("all new sharing has stopped", "now.hold"),
    ],
)
def test_words_that_choose_an_option_which_does_not_stand_lead_to_its_question(said: str, question: str) -> None:
    team = Crew.at(LEAK)
    for value in (Choice("running"), YES, Choices(("press",))):
        team.click(value)
    team.finish()
    assert led(team.reply(said)) == spot(question)


def test_an_option_that_stands_already_is_no_news_of_its_question() -> None:
    team = Crew.at(LEAK)
    for value in (Choice("stopped"), YES, Choices(("press",))):
        team.click(value)
    team.finish()
    assert led(team.reply("they took it down")) is None


def test_of_what_nobody_was_sure_any_option_is_news() -> None:
    team = Crew.at(LEAK)
    team.not_sure()
    team.click(YES)
    team.click(Choices(("press",)))
    team.finish()
    assert led(team.reply("they took it down")) == spot("now.spreading")
