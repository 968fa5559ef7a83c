"""A question as it is put, as it looks once settled, and what is shown while something waits for a yes. No markup anywhere."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.engine.screens import pending, question
from flows.model.effects import Mention, Note
from flows.model.people import Role
from flows.model.screens import Buttons, Menu, PickDay, PickMany, PickPerson, Prose, Quiet, Screen
from flows.model.session import CONFIRMING, Spot
from flows.model.values import Choice, Day, Items, NewItems, Number
from tests.builders import JON, MARIA, NO, YES, flow_of, spot
from tests.flows.engine.crew import PAPER, SOFTWARE, Crew, at, at_assets, at_people, buttons, does, words
from tests.flows.engine.small import KINDS, STORY

LATER = ["why", "skip", "hand", "back", "pause"]


def asked(team: Crew, where: Spot | None = None) -> Screen:
    found = where or team.ref.spot
    assert found is not None
    return question.asked(team.scene(), found)


def settled(team: Crew, where: Spot, number: int | None = None) -> list[str]:
    """The latest posting of a question (or that of a number) as it stands."""
    return words(question.settled(team.scene(), where, number or team.ref.postings[where.key]))


# ── inputs ───────────────────────────────────────────────────────────────────


def test_a_question_says_what_is_asked_why_and_how_far_we_are() -> None:
    screen = asked(Crew.at(STORY))
    lines = words(screen)
    assert lines[0] == "What kind of work leaves atlas?" and lines[1] == "It decides what is asked."
    assert lines[-1] == "What leaves the house: 1 of 3 at most · or reply with a choice, in its words or near them"
    assert screen.text == "What kind of work leaves atlas?"


def test_few_options_are_buttons_with_every_way_out_beside_them() -> None:
    screen = asked(Crew.at(STORY))
    assert [button.label for button in buttons(screen)][:4] == ["Software", "Manufacturing", "Services", "Not sure"]
    assert does(screen) == ["answer", "answer", "answer", "not_sure", *LATER]
    assert all(button.ref.spot == spot("triage.work") for button in buttons(screen))


def test_many_options_are_a_menu_below_a_numbered_list() -> None:
    many = flow_of(
        "  - section: a\n    title: A\n    questions:\n"
        "      - {ask: b, kind: one_of, text: B, why: W., source: method,"
        " options: {a: One, b: Two, c: Three, d: Four, e: Five, f: Six}}\n"
    )
    screen = asked(Crew.at(many))
    assert "6. Six" in words(screen)
    (menu,) = [part for part in screen.parts if isinstance(part, Menu)]
    assert [entry.value for entry in menu.entries] == ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("sizes", PickMany),
        ("when", PickDay),
        ("who", PickPerson),
        ("team", PickPerson),
        ("how_sure", Menu),
    ],
)
def test_a_kind_has_its_picker(name: str, part: type) -> None:
    screen = asked(Crew.at(KINDS), spot(f"kinds.{name}"))
    assert [type(one) for one in screen.parts if not isinstance(one, Prose | Quiet | Buttons)] == [part]


@pytest.mark.parametrize("name", ["words", "count", "price", "where", "home", "paper", "papers"])
def test_what_no_picker_holds_has_a_form(name: str) -> None:
    assert does(asked(Crew.at(KINDS), spot(f"kinds.{name}"))) == ["form", "not_sure", *LATER]


def test_the_ends_of_a_scale_are_told() -> None:
    screen = asked(Crew.at(KINDS), spot("kinds.how_sure"))
    (menu,) = [part for part in screen.parts if isinstance(part, Menu)]
    assert [entry.label for entry in menu.entries] == ["1 · not", "2", "3", "4", "5 · very"]


def test_rows_are_picked_with_those_picked_before_and_none_of_them_is_a_button() -> None:
    team = at_assets()
    team.click(Items((team.item("App"),)))
    team.change("naming.jewels")
    screen = asked(team, spot("naming.jewels"))
    (pick,) = [part for part in screen.parts if isinstance(part, PickMany)]
    assert [entry.label for entry in pick.entries] == ["Engine", "App"] and pick.picked == (team.item("App"),)
    assert does(screen) == ["answer", "not_sure", *LATER]


def test_an_empty_register_has_nothing_to_pick_but_names_to_give() -> None:
    assert does(asked(Crew.at(KINDS), spot("kinds.things"))) == ["form", "answer", "not_sure", *LATER]


def test_one_row_is_picked_from_a_menu() -> None:
    team = Crew.at(KINDS)
    team.click(NewItems((), ("Engine", "App")), "kinds.things")
    screen = asked(team, spot("kinds.best"))
    (menu,) = [part for part in screen.parts if isinstance(part, Menu)]
    assert [entry.label for entry in menu.entries] == ["Engine", "App"]
    assert "answer" not in does(screen)


def test_a_question_of_a_round_names_its_item() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    assert words(asked(team))[0] == "Who created Engine?"


# ── roles and colleagues ─────────────────────────────────────────────────────


def at_counsel() -> Crew:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO, by=JON)
    return team


def test_a_question_of_an_empty_role_asks_the_owner_who_it_is() -> None:
    screen = asked(at_counsel())
    assert does(screen) == ["why", "skip", "pause"]
    (pick,) = [part for part in screen.parts if isinstance(part, PickPerson)]
    assert (pick.ref.do, pick.ref.arg) == ("role", "counsel")
    calls = [span for part in screen.parts if isinstance(part, Prose) for line in part.lines for span in line]
    assert Mention(MARIA, call=True) in calls


def test_whoever_acted_last_is_named_but_not_notified() -> None:
    team = at_counsel()
    team.give(Role.COUNSEL, JON)
    screen = asked(team)
    assert words(screen)[-2] == "For counsel: Jon Smith."
    spans = [span for part in screen.parts if isinstance(part, Quiet) for line in part.lines for span in line]
    assert Mention(JON) in spans and Mention(JON, call=True) not in spans


def test_the_first_question_does_not_notify_whoever_started() -> None:
    flow = flow_of(
        "  - section: a\n    title: A\n    questions:\n"
        "      - {ask: b, kind: yes_no, role: owner, text: B, why: W., source: method}\n"
    )
    screen = asked(Crew.at(flow))
    assert Mention(MARIA) in [
        s for part in screen.parts if isinstance(part, Quiet) for line in part.lines for s in line
    ]


def test_a_question_handed_over_says_with_whom_and_until_when() -> None:
    team = at_people()
    team.hand(JON)
    lines = words(question.settled(team.scene(), spot("triage.people"), team.ref.postings["triage.people"]))
    assert "With Jon Smith, due 30 November 2026." in lines


# ── what came before ─────────────────────────────────────────────────────────


def test_a_typed_answer_is_noted_above_the_next_question_with_an_undo() -> None:
    team = at_people()
    outcome = team.reply("3")
    ask = outcome.effects[-2]
    screen = question.asked(team.scene(), ask.spot, ask.notes)  # type: ignore[union-attr]
    assert words(screen)[:2] == ["Noted: 3 people.", "[Undo]"]
    undo = buttons(screen)[0].ref
    assert (undo.do, undo.spot, undo.revision) == ("undo", spot("triage.people"), 1)


def test_a_pressed_answer_needs_no_undo() -> None:
    team = at_people()
    notes = (Note("undo.done"),)
    assert "undo" not in does(question.asked(team.scene(), spot("triage.people"), notes))


# ── settled ──────────────────────────────────────────────────────────────────


def test_an_answered_question_shows_the_answer_by_whom_and_one_button() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE, by=JON)
    screen = question.settled(team.scene(), spot("triage.work"), 1)
    assert words(screen) == ["What kind of work leaves atlas?", "Software · Jon Smith", "[Change]"]
    assert screen.text == "What kind of work leaves atlas? Software" and buttons(screen)[0].ref.revision == 1


def test_an_answer_left_open_says_how() -> None:
    team = Crew.at(STORY)
    team.not_sure()
    assert settled(team, spot("triage.work"))[1] == "not sure · Maria Kowalska"


def test_an_answer_that_can_be_proved_says_how_far_it_is() -> None:
    team = at_people()
    shares = spot("triage.shares")
    assert "Claimed. Reply with a file to back it up." not in settled(team, shares)
    team.reply("", documents=(PAPER,))
    assert "Backed by a file." in settled(team, shares)
    team.verify(shares)
    assert "Verified." in settled(team, shares)
    team.click(NO, shares)
    team.confirm()
    assert "Claimed. Reply with a file to back it up." in settled(team, shares)


def test_a_day_stays_a_day_for_whoever_renders_it() -> None:
    team = Crew.at(KINDS)
    team.click(Day(dt.date(2026, 11, 20)), "kinds.when")
    team.change("kinds.when")
    team.drop()
    assert settled(team, spot("kinds.when"))[1] == "20 November 2026 · Maria Kowalska"


def test_an_earlier_posting_says_that_it_is_asked_again() -> None:
    team = at_people()
    team.resume()
    assert settled(team, spot("triage.people"), 3) == ["How many people will see it?", "Asked again further down."]
    assert "or reply with a number" in " ".join(settled(team, spot("triage.people")))


def test_a_paused_question_can_not_be_pressed() -> None:
    team = at_people()
    team.pause()
    assert settled(team, spot("triage.people")) == ["How many people will see it?", "Paused. Nothing is lost."]


def test_a_question_that_fell_away_says_so_answered_or_not() -> None:
    team = at_people()
    people = spot("triage.people")
    team.click(NO, "triage.shares")
    team.confirm()
    assert settled(team, people)[1].startswith("This question no longer applies.")
    team.click(YES, "triage.shares")
    team.confirm()
    team.click(Number(Decimal(3)), people)
    team.click(NO, "triage.shares")
    team.confirm()
    assert settled(team, people)[1].startswith("This question no longer applies.")


def test_while_an_answer_is_changed_what_waited_for_a_yes_is_not_told_as_settled() -> None:
    team = at_people()
    team.reply("perhaps 3 or 4")
    number = team.ref.postings[CONFIRMING]
    team.change("triage.shares")
    assert settled(team, spot("triage.people"), number)[1] == team.library.texts["settled.later"]


def test_while_an_answer_is_changed_the_open_question_waits_its_turn() -> None:
    team = at_people()
    team.change("triage.shares")
    assert settled(team, spot("triage.people"))[1] == "We come back to this one in a moment."
    assert "[Yes]  [No]  [Not sure]" in " ".join(settled(team, spot("triage.shares")))


# ── what waits for a yes ─────────────────────────────────────────────────────


def confirming(team: Crew) -> Screen:
    assert team.ref.pending is not None
    return pending.confirming(team.scene(), team.ref.pending.spot)


def test_a_change_shows_what_would_follow_and_two_ways_on() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    team.click(NO, "triage.shares")
    assert words(confirming(team)) == [
        "If the answer to “Will anything be shared?” is No:",
        "• no longer so: Something will be shared.",
        "• no longer applies (the answer is kept): How many people will see it?",
        "[Change it]  [Leave it]",
    ]


def test_a_change_to_nothing_known_says_so() -> None:
    team = at_people()
    team.not_sure("triage.shares")
    assert words(confirming(team))[0] == "If the answer to “Will anything be shared?” is not sure:"


def test_a_long_list_of_consequences_is_cut_and_counted() -> None:
    asks = "".join(
        f"      - {{ask: q{n}, kind: yes_no, text: Q{n}, why: W., source: method, only_when: first is yes}}\n"
        for n in range(9)
    )
    flow = flow_of(
        "  - section: a\n    title: A\n    questions:\n"
        "      - {ask: first, kind: yes_no, text: First, why: W., source: method}\n" + asks
    )
    team = Crew.at(flow)
    team.click(NO)
    team.click(YES, "a.first")
    lines = words(confirming(team))
    assert lines[1] == "• asked in addition: Q0" and lines[-2] == "• And 3 more things."


def test_a_reading_shows_what_was_typed_and_how_it_was_read() -> None:
    team = Crew.at(KINDS)
    team.skip()
    team.skip()
    team.reply("sml")
    screen = confirming(team)
    assert words(screen) == ["I read “sml” as Small.", "[Yes]  [No, ask again]"]
    assert does(screen) == ["confirm", "drop"]


def test_a_picked_day_that_is_likely_a_slip_is_shown_without_quotes() -> None:
    team = Crew.at(KINDS)
    team.click(Day(dt.date(2026, 11, 24)), "kinds.when")
    assert words(confirming(team))[0] == "24 November 2026 – is that right?"


def test_several_readings_are_numbered_and_each_is_a_button() -> None:
    team = Crew.at(KINDS)
    for _ in range(5):
        team.skip()
    team.reply("100 kr")
    screen = confirming(team)
    assert words(screen)[:3] == ["“100 kr” can mean more than one thing. Which is it?", "1. 100 SEK", "2. 100 NOK"]
    assert [button.ref.arg for button in buttons(screen)] == ["0", "1", "2", "3", ""]


def test_a_reading_too_long_for_its_button_ends_at_a_word_and_stands_in_full_above() -> None:
    team = Crew.at(
        flow_of(
            "  - section: a\n    title: A\n    questions:\n"
            "      - {ask: b, kind: many_of, text: B, why: W., source: method,"
            " options: {own: 'Our own code, drawings, texts or know-how', licensed: 'Code, content or data we license in',"
            " customer: Material that belongs to a customer}}\n"
        )
    )
    team.reply("code and customer")
    screen = confirming(team)
    assert words(screen)[1] == "1. Our own code, drawings, texts or know-how, Material that belongs to a customer"
    label = buttons(screen)[0].label
    assert label == "Our own code, drawings, texts or know-how, Material that belongs to a…"


def test_what_waits_no_longer_is_shown_as_decided_or_asked_again() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    number = team.ref.postings[CONFIRMING]
    where = spot("triage.shares")
    assert question.settled(team.scene(), where, number) == pending.confirming(team.scene(), where)
    team.pause()
    assert settled(team, where, number)[1] == "Paused. Nothing is lost."
    team.resume()
    number = team.ref.postings[CONFIRMING]
    team.drop()
    assert settled(team, where, number)[1] == team.library.texts["settled.decided"]
    assert words(pending.confirming(team.scene(), where))[1] == "Asked again further down."


# ── where we are ─────────────────────────────────────────────────────────────


def test_where_a_session_stands_is_told_with_a_link_and_the_way_to_have_it_again() -> None:
    team = at_people()
    screen = question.where(team.scene(), team.ref.spot, "https://example.com/thread")
    assert words(screen) == ["A sample: How many people will see it?", "[Open the thread]  [Put it again]"]
    assert buttons(screen)[0].url == "https://example.com/thread"
    assert does(question.where(team.scene(), None, "")) == ["resume"]
    assert words(question.where(team.scene(), None, ""))[0] == "A sample: ready for review"


def test_a_question_of_a_round_is_settled_under_its_own_item() -> None:
    team = at_assets("Engine", "App")
    engine, app = team.item("Engine"), team.item("App")
    team.click(Items((engine, app)))
    team.click(Choice("employee"))
    assert settled(team, Spot(spot("authorship.created_by").question, engine))[:2] == [
        "Who created Engine?",
        "Our employees · Maria Kowalska",
    ]
    assert team.now_open == at("authorship.created_by", app)


def test_every_button_of_a_question_carries_the_revision_it_was_shown_with() -> None:
    team = at_people()
    team.change("triage.shares")
    refs = [button.ref for button in buttons(asked(team, spot("triage.shares")))]
    assert {ref.revision for ref in refs} == {1}
