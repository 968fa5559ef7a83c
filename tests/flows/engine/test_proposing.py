"""Rows that a question puts forward by itself since other answers bring them along: ticked, taken, declined, put forward anew."""

from __future__ import annotations

from functools import lru_cache

import pytest

from flows.engine.heeding import answers_nothing
from flows.engine.pressing import pressed
from flows.engine.readers import Context
from flows.engine.screens import question
from flows.engine.screens.forms import question_form
from flows.engine.screens.review import summary
from flows.model.effects import Ask, Note
from flows.model.flow import Flow
from flows.model.ids import ItemId
from flows.model.screens import PickMany
from flows.model.session import Reading, Spot
from flows.model.values import Choice, Given, Items, NewItems, Number, Text
from tests.builders import MARIA, NO, YES, flow_of, is_refused, library_of, spot
from tests.flows.engine.crew import Crew, words

DUTIES = spot("starting.duties")
PROOF, LIST = "insurance proof", "list of subcontractors"

SECTIONS = """\
  - section: clauses
    title: The clauses
    questions:
      - {ask: insured, kind: yes_no, text: Insured?, called: Insurance, why: W., source: method}
      - ask: subs
        kind: one_of
        text: Subcontractors?
        called: Who else works
        why: W.
        source: method
        options: {consent: With consent, told: They tell us, free: Free}
  - section: starting
    title: What starts
    questions:
      - ask: duties
        kind: item
        register: asset
        many: true
        adds: true
        sets: runs
        text: Which duties start?
        why: W.
        source: method
        proposes:
          - name: insurance proof
            when: clauses.insured is yes
            then: {whose: theirs, proof: The certificate}
          - {name: list of subcontractors, when: "clauses.subs in [consent, told]"}
  - section: watched
    title: Who watches
    each: asset
    where: asset.runs
    questions:
      - {ask: whose, kind: one_of, text: "{asset}: whose?", why: W., source: method, options: {ours: Ours, theirs: Theirs}}
      - {ask: proof, kind: text, text: "{asset}: what shows it?", why: W., source: method}
"""
FLOW = flow_of(SECTIONS)


def at_duties(insured: Given = YES, subs: str = "consent", flow: Flow = FLOW) -> Crew:
    """A team that has read both clauses, and is asked which duties start."""
    team = Crew(library_of(flow))
    team.start(flow)
    team.click(insured)
    team.click(Choice(subs))
    assert team.ref.spot == DUTIES
    return team


def gives(team: Crew, where: Spot, value: Given) -> None:
    """An answer anew, with a yes where something follows from it."""
    team.click(value, where)
    if team.ref.pending is not None:
        team.confirm()


def picked(team: Crew) -> tuple[list[str], list[str]]:
    """What the question lets one tick, and what is ticked already."""
    (pick,) = [part for part in question.asked(team.scene(), DUTIES).parts if isinstance(part, PickMany)]
    labels = {entry.value: entry.label for entry in pick.entries}
    return list(labels.values()), [labels[value] for value in pick.picked]


def save(team: Crew, *values: str) -> None:
    """Press Save with these ticked."""
    asked = team.scene().question(DUTIES)
    context = Context(team.now, "UTC", "en_GB", team.scene().offered(asked), {}, MARIA)
    given = pressed(asked, values, (), context)
    assert isinstance(given, Items | NewItems)
    team.click(given)


def taken(team: Crew) -> list[str]:
    """The rows that the answer names."""
    answer = team.ref.answer_at(DUTIES)
    assert answer is not None and isinstance(answer.value, Items)
    return [team.rows[item].name for item in answer.value.items]


def said(team: Crew, name: str, asked: str) -> object:
    answer = team.ref.answer_at(Spot(spot(f"watched.{asked}").question, team.item(name)))
    return answer.value if answer is not None else None


def test_what_the_clauses_bring_along_is_ticked_and_it_is_said_whence_it_comes() -> None:
    team = at_duties()
    assert picked(team) == ([PROOF, LIST], [PROOF, LIST])
    screen = question.asked(team.scene(), DUTIES)
    assert any("Ticked is what the clauses bring along" in line for line in words(screen))
    (pick,) = [part for part in screen.parts if isinstance(part, PickMany)]
    assert [entry.description for entry in pick.entries] == [
        "From the clause: Insurance",
        "From the clause: Who else works",
    ]
    assert question_form(team.scene(), DUTIES).fields[0].initial == (f"{PROOF}\n{LIST}",)


def test_a_clause_that_brings_nothing_along_puts_nothing_forward() -> None:
    team = at_duties(NO, "free")
    screen = question.asked(team.scene(), DUTIES)
    assert not any(isinstance(part, PickMany) for part in screen.parts)
    assert not any("Ticked" in line for line in words(screen))
    assert question_form(team.scene(), DUTIES).fields[0].initial == ()


def test_one_save_takes_them_and_what_is_known_of_them_is_not_asked() -> None:
    team = at_duties()
    save(team, PROOF, LIST)
    assert taken(team) == [PROOF, LIST]
    assert (said(team, PROOF, "whose"), said(team, PROOF, "proof")) == (Choice("theirs"), Text("The certificate"))
    assert said(team, LIST, "whose") is None and team.ref.spot == Spot(spot("watched.whose").question, team.item(LIST))
    assert any(
        "insurance proof (Insurance), list of subcontractors (Who else works)" in line
        for line in words(summary(team.scene()))
    )


def test_an_undo_takes_the_rows_back_with_what_was_known_of_them() -> None:
    team = at_duties()
    save(team, PROOF)
    team.undo()
    assert team.ref.spot == DUTIES and team.row(PROOF).removed
    assert picked(team)[1] == [PROOF, LIST]


def test_what_somebody_said_of_a_row_is_not_overwritten() -> None:
    team = at_duties()
    save(team, PROOF)
    spot_of = Spot(spot("watched.whose").question, team.item(PROOF))
    gives(team, spot_of, Choice("ours"))
    gives(team, DUTIES, NewItems((team.item(PROOF),), ("own one",)))
    assert said(team, PROOF, "whose") == Choice("ours")


def test_the_way_to_what_was_left_off_is_told_only_while_the_list_may_change() -> None:
    team = at_duties(flow=flow_of(SECTIONS, closes=True))
    save(team, PROOF)
    told = "left off the list: list of subcontractors (Who else works)."
    assert any(f"{told} To put one on the list" in line for line in words(summary(team.scene())))
    while team.ref.spot is not None:
        team.skip()
    team.finish()
    assert any(line.endswith(told) for line in words(summary(team.scene())))


def test_what_was_unticked_stays_declined_until_its_clause_is_answered_anew() -> None:
    team = at_duties()
    save(team, PROOF)
    lines = words(summary(team.scene()))
    assert any(
        line == "On the list, since a clause as you read it calls for it: insurance proof (Insurance)."
        for line in lines
    )
    assert any(
        "left off the list: list of subcontractors (Who else works). To put one on the list" in line for line in lines
    )
    gives(team, spot("clauses.insured"), NO)
    assert not team.scene().facts.outdated(DUTIES), "another clause does not put it forward again"
    assert picked(team) == ([PROOF, LIST], [PROOF])
    gives(team, spot("clauses.subs"), Choice("told"))
    assert team.ref.spot == DUTIES and picked(team)[1] == [PROOF, LIST]
    team.reply("none new")
    assert taken(team) == [PROOF] and not team.scene().facts.outdated(DUTIES)


def test_a_clause_that_is_read_later_has_the_question_asked_again_about_what_it_brings() -> None:
    team = at_duties(NO)
    save(team, LIST)
    gives(team, spot("clauses.insured"), YES)
    assert team.ref.spot == DUTIES and picked(team)[1] == [LIST, PROOF]
    save(team, team.item(LIST), PROOF)
    assert taken(team) == [LIST, PROOF]


def test_a_row_of_that_name_is_ticked_where_another_run_named_it_before() -> None:
    team = at_duties(NO, "free")
    save(team, "Insurance Proof\nreport, yearly")
    gives(team, spot("clauses.insured"), YES)
    assert not team.scene().facts.outdated(DUTIES), "it is among those that were named"
    assert picked(team) == (["Insurance Proof", "report", "yearly"], ["Insurance Proof", "report", "yearly"])


def test_a_row_that_was_put_forward_when_the_list_was_shown_is_taken_as_it_was_seen() -> None:
    team = at_duties(NO, "free")
    save(team, "own one")
    save_too = (team.item("own one"), PROOF)
    asked = team.scene().question(DUTIES)
    context = Context(team.now, "UTC", "en_GB", team.scene().offered(asked), {}, MARIA)
    assert pressed(asked, save_too, (), context) == NewItems((team.item("own one"),), (PROOF,))


@pytest.mark.parametrize(
    ("reply", "rows"),
    [("all of them", [PROOF, LIST]), (PROOF, [PROOF]), ("list of subcontractors, own one", [LIST, "own one"])],
)
def test_a_reply_takes_them_by_their_names_or_all_at_once(reply: str, rows: list[str]) -> None:
    team = at_duties()
    spoken = answers_nothing(team.scene(), reply, {}, MARIA, team.now)
    team.reply(reply)
    assert sorted(taken(team)) == sorted(rows) and not spoken


@pytest.mark.parametrize(
    ("reply", "rows", "left"), [("own one", ["own one"], f"{PROOF}, {LIST}"), (LIST, [LIST], PROOF)]
)
def test_a_reply_that_leaves_some_out_says_so_at_once(reply: str, rows: list[str], left: str) -> None:
    team = at_duties()
    outcome = team.reply(reply)
    assert taken(team) == rows
    notes = [note for effect in outcome.effects if isinstance(effect, Ask) for note in effect.notes]
    assert Note("proposed.left", {"rows": left}) in notes


@pytest.mark.parametrize(
    ("reply", "first", "second"), [("own one", ("own one",), ("own one",)), ("none of them", (), ())]
)
def test_asked_again_a_reply_that_names_nothing_of_what_is_ticked_is_asked_back(
    reply: str, first: tuple[str, ...], second: tuple[str, ...]
) -> None:
    team = at_duties(NO)
    save(team, LIST)
    gives(team, spot("clauses.insured"), YES)
    team.reply(reply)
    waits, stands = team.ref.pending, team.item(LIST)
    assert isinstance(waits, Reading) and waits.draft.given == NewItems((stands,), (PROOF, *first))
    assert waits.others == ((NewItems((), second),) if second else (Items(()),))
    team.confirm()
    assert sorted(taken(team)) == sorted([LIST, PROOF, *first])


def test_where_it_was_passed_over_nothing_is_asked_again_and_all_stays_ticked() -> None:
    team = at_duties()
    team.skip()
    gives(team, spot("clauses.insured"), NO)
    gives(team, spot("clauses.insured"), YES)
    assert not team.scene().facts.outdated(DUTIES)
    assert picked(team)[1] == [PROOF, LIST]
    assert not any("a clause as you read it" in line for line in words(summary(team.scene())))


def test_a_name_that_is_no_row_and_was_never_put_forward_is_not_taken_by_id() -> None:
    team = at_duties()
    assert is_refused(team.click(Items((ItemId("asset-99"),))), "misfit.item")


ROUNDS = """\
      - {ask: often, kind: number, low: 1, unasked: true, text: "{asset}: every how many months?", why: W., source: method}
      - {ask: due_on, kind: date, every: often, text: "{asset}: when?", why: W., source: method}
"""


@lru_cache(maxsize=1)
def coming_round() -> Flow:
    """The same, with a day that comes round."""
    written = SECTIONS.replace("            then: {whose", "            every: 12 months\n            then: {whose", 1)
    return flow_of(written + ROUNDS)


def at_rounds() -> Crew:
    team = Crew(library_of(coming_round()))
    team.start(coming_round())
    team.click(YES)
    team.click(Choice("consent"))
    return team


def months(team: Crew, name: str) -> object:
    found = said(team, name, "often")
    return int(found.number) if isinstance(found, Number) else found


def test_how_often_a_row_comes_round_stands_beside_it_and_counts_once_it_is_taken() -> None:
    team = at_rounds()
    screen = question.asked(team.scene(), DUTIES)
    assert any("How often each comes round stands beside it" in line for line in words(screen))
    (pick,) = [part for part in screen.parts if isinstance(part, PickMany)]
    told = ["Every 12 months. From the clause: Insurance", "From the clause: Who else works"]
    assert [entry.description for entry in pick.entries] == told
    assert question_form(team.scene(), DUTIES).fields[0].initial == (f"{PROOF} (every 12 months)\n{LIST}",)
    save(team, PROOF, LIST)
    assert (months(team, PROOF), months(team, LIST)) == (12, None)


@pytest.mark.parametrize(
    ("typed", "each"),
    [
        (f"{PROOF} (every 6 months)\nown one (every year)\n{LIST}", {PROOF: 6, "own one": 12, LIST: None}),
        (f"{PROOF} (Every month)\nown (every now)", {PROOF: 1, "own (every now)": None}),
    ],
)
def test_how_often_is_changed_with_the_name_before_it_is_saved(typed: str, each: dict[str, int | None]) -> None:
    team = at_rounds()
    save(team, typed)
    assert {name: months(team, name) for name in taken(team)} == each


def test_how_often_is_changed_later_in_the_same_list_and_kept_by_a_list_that_does_not_say() -> None:
    team = at_rounds()
    save(team, PROOF)
    gives(team, DUTIES, NewItems((), (f"{PROOF} (every 6 months)",)))
    assert months(team, PROOF) == 6 and taken(team) == [PROOF]
    gives(team, DUTIES, NewItems((team.item(PROOF),), ("own one",)))
    assert months(team, PROOF) == 6


def test_where_nothing_asks_how_often_a_name_is_what_was_written() -> None:
    team = at_duties()
    save(team, "own one (every 6 months)")
    assert taken(team) == ["own one (every 6 months)"]
