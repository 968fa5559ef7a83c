"""Files that came unasked: kept, asked about, placed by a press, and confirmed by one who may; on the shipped review of an agreement."""

from __future__ import annotations

import msgspec

from flows.authoring.table import with_open_gates
from flows.engine.facts import SessionFacts
from flows.engine.machine import Plan
from flows.engine.placing import provable
from flows.engine.screens.placing import place
from flows.engine.screens.question import settled
from flows.engine.screens.scene import Scene
from flows.model.effects import Outcome, Tell
from flows.model.events import SettingsChanged, Started
from flows.model.ids import FlowId
from flows.model.people import Capacity, Role
from flows.model.placing import Place
from flows.model.screens import Menu, Screen
from flows.model.session import Session, Standing, Unplaced
from flows.model.values import Document
from tests.builders import DEV, JON, MARIA, NOW, PRIYA, YES, effects_of, flow_of, is_refused, shipped, spot, told
from tests.flows.engine.crew import PAPER, Crew, buttons, does, words

EXECUTED = "paper.executed"
HEAD = "NDA; Acme; yes; Atlas Ltd; yes; English"


def reading(*more: str) -> Crew:
    """A review of an NDA, read up to its text, which Jon looks after; then these replies by Dev."""
    team = Crew(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("contract_review"), name="Acme NDA"))
    team.give(Role.COUNSEL, PRIYA)
    for line in HEAD.split("; "):
        team.reply(line, MARIA)
    team.reply("", MARIA, (Document("F0", "text.pdf"),))
    team.reply("jon", MARIA)
    team.reply("only this one", MARIA)
    for line in more:
        team.reply(line, DEV)
    return team


def shown(team: Crew) -> str:
    asked = team.ref.unplaced[-1]
    scene = Scene(team, team.ref.id, team.library, team.now)
    return "\n".join(words(place(scene, Place(team.ref.id, asked.message, asked.asked))))


def standing(team: Crew) -> Standing:
    return team.ref.answers[EXECUTED].standing


def test_a_file_that_nobody_asked_for_is_kept_and_asked_about_and_proves_nothing() -> None:
    team = reading("yes")
    outcome = team.reply("", DEV, (PAPER,))
    assert effects_of(outcome, Place) and told(outcome) == [] and standing(team) is Standing.CLAIMED
    assert team.ref.unplaced[-1].documents == (PAPER,) and team.logged()[-1] == "unplaced"
    told_of = shown(team)
    assert "assignment.pdf came without being asked for" in told_of
    assert told_of.index("Have both sides signed Acme NDA") < told_of.index("Is the company named in Acme NDA")
    assert "None of these" in told_of


def test_words_that_are_no_answer_lose_no_file() -> None:
    team = reading("yes")
    outcome = team.reply("it is somewhere in here", DEV, (PAPER,))
    assert effects_of(outcome, Place) and effects_of(outcome, Tell), "the words are answered too"
    assert team.ref.unplaced[-1].documents == (PAPER,)


def test_a_file_with_the_answer_to_a_question_that_wants_none_is_asked_about() -> None:
    team = reading("yes")
    outcome = team.reply("2 November 2026", DEV, (PAPER,))
    assert effects_of(outcome, Place) and "paper.signed_on" in team.ref.answers and standing(team) is Standing.CLAIMED


def test_a_file_with_the_answer_that_wants_it_is_its_proof() -> None:
    team = reading()
    outcome = team.reply("yes", DEV, (PAPER,))
    assert not effects_of(outcome, Place) and "paper.kept" in told(outcome) and standing(team) is Standing.EVIDENCED


def test_the_open_question_is_offered_and_wants_its_answer_first() -> None:
    team = reading()
    team.reply("", DEV, (PAPER,))
    assert provable(*_of(team))[0] == spot(EXECUTED)
    assert is_refused(team.place(EXECUTED, by=DEV), "place.answer_first")
    team.reply("yes", DEV)
    assert "paper.kept" in told(team.place(EXECUTED, by=DEV)) and team.ref.answers[EXECUTED].evidence == (PAPER,)


def test_said_twice_it_is_as_it_was() -> None:
    team = reading("yes")
    team.reply("", DEV, (PAPER,))
    team.place(EXECUTED, by=DEV)
    before = team.ref
    assert is_refused(team.place(EXECUTED, by=JON), "place.told") and is_refused(team.place(None), "place.told")
    assert team.ref == before
    assert "assignment.pdf is kept as evidence for: Have both sides signed Acme NDA" in shown(team)


def test_what_proves_none_is_kept_beside_and_may_still_find_its_place() -> None:
    team = reading("yes")
    team.reply("", DEV, (PAPER,))
    assert told(team.place(None, by=DEV)) == ["place.aside"] and standing(team) is Standing.CLAIMED
    assert "kept beside this part" in shown(team) and is_refused(team.place(None, by=DEV), "place.aside")
    assert "paper.kept" in told(team.place(EXECUTED, by=DEV)) and standing(team) is Standing.EVIDENCED


def test_a_press_about_files_or_an_answer_that_are_not_there_changes_nothing() -> None:
    team = reading("yes")
    team.reply("", DEV, (PAPER,))
    assert is_refused(team.place(EXECUTED, "another"), "stale.unknown")
    assert is_refused(team.place("paper.kind"), "place.gone")


MANY = flow_of(
    "  - section: one\n    title: One\n    questions:\n"
    + "\n".join(
        f"      - {{ask: q{n}, kind: yes_no, evidence: true, text: Is it {n}?, why: W., source: method}}"
        for n in range(1, 7)
    )
)


def test_many_answers_stand_in_a_menu_behind_the_one_just_given_and_the_open_one() -> None:
    team = Crew.at(MANY)
    for _ in range(5):
        team.click(YES)
    kept = Unplaced("m9", DEV, team.now, (PAPER,), 1)
    team.sessions[team.ref.id] = msgspec.structs.replace(team.ref, unplaced=(kept,))
    screen = place(Scene(team, team.ref.id, team.library, team.now), Place(team.ref.id, "m9", 1))
    assert [button.label for button in buttons(screen)] == ["Is it 5?", "Is it 6?", "Is it 4?", "None of these"]
    menu = next(part for part in screen.parts if isinstance(part, Menu))
    assert [(entry.label, entry.value) for entry in menu.entries] == [
        (f"Is it {n}?", f"m9 one.q{n}") for n in (3, 2, 1)
    ]


def test_two_files_of_two_messages_are_placed_each_by_itself() -> None:
    team = reading("yes")
    team.reply("", DEV, (PAPER,))
    first = team.ref.unplaced[-1].message
    team.reply("", DEV, (Document("F9", "menu.pdf"),))
    team.place(EXECUTED, first, by=DEV)
    assert team.ref.answers[EXECUTED].evidence == (PAPER,) and team.ref.unplaced[-1].spot is None


# ── who may confirm ──


def test_a_copy_of_a_colleague_waits_for_one_who_answers_for_it() -> None:
    team = reading("yes")
    team.reply("", DEV, (PAPER,))
    waits = _waiting(team.place(EXECUTED, by=DEV))
    assert waits is not None and waits.buttons == ("verify",)
    assert "copy_unconfirmed" in [finding.rule for finding in team.ref.findings]
    assert is_refused(team.verify(EXECUTED, by=DEV), "verify.waits")
    assert told(team.verify(EXECUTED, by=JON))[0] == "verify.done" and standing(team) is Standing.VERIFIED
    assert not team.ref.answers[EXECUTED].lawyer and "copy_unconfirmed" not in [f.rule for f in team.ref.findings]


def test_who_may_confirm_and_says_that_it_is_the_copy_has_confirmed_it() -> None:
    team = reading("yes")
    team.reply("", DEV, (PAPER,))
    assert _waiting(team.place(EXECUTED, by=JON)) is None and standing(team) is Standing.VERIFIED


def test_with_four_eyes_it_waits_for_somebody_else_than_who_answered() -> None:
    team = reading()
    team.settings(four_eyes=True)
    waits = _waiting(team.reply("yes", MARIA, (PAPER,)))
    assert waits is not None and standing(team) is Standing.EVIDENCED


def test_a_lawyer_may_confirm_what_the_keeper_has_confirmed() -> None:
    team = reading("yes")
    team.say(PRIYA, SettingsChanged(capacity=Capacity.IN_HOUSE))
    team.reply("", DEV, (PAPER,))
    team.place(EXECUTED, by=JON)
    assert "verify" in does(_posting(team))
    team.verify(EXECUTED, by=PRIYA)
    assert team.ref.answers[EXECUTED].lawyer and "verify" not in does(_posting(team))
    team.change(EXECUTED)
    team.click(YES, EXECUTED)
    assert team.ref.answers[EXECUTED].lawyer, "said again, it is as it was"


def _of(team: Crew) -> tuple[Plan, SessionFacts, Session]:
    scene = Scene(team, team.ref.id, team.library, team.now)
    return scene.plan, scene.facts, scene.session


def _posting(team: Crew) -> Screen:
    scene = Scene(team, team.ref.id, team.library, team.now)
    return settled(scene, spot(EXECUTED), team.ref.postings[EXECUTED])


def _waiting(outcome: Outcome) -> Tell | None:
    return next((one for one in effects_of(outcome, Tell) if one.notes[0].key == "verify.waits"), None)
