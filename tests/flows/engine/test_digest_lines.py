"""What a digest says is stuck and by whom, and how a line reads that speaks of no session."""

from __future__ import annotations

from flows.engine.digest import compose
from flows.engine.screens.digest import digest
from flows.model.effects import Digest, Mention, Note, Term
from flows.model.people import Role
from flows.model.values import Choice, Items
from tests.builders import JON, NO, PRIYA, YES
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people, words
from tests.flows.engine.small import STORY


def told(team: Crew) -> Digest:
    assert team.programme is not None
    return compose(team, team.programme, team.library, team.now)


def read(team: Crew, week: Digest) -> list[str]:
    assert team.programme is not None
    return words(digest(team.library.texts, team.programme, (team.scene(),), week))


def test_a_question_in_other_hands_is_no_longer_stuck_once_it_does_not_apply() -> None:
    team = at_people()
    team.hand(JON)
    assert [note.key for note in told(team).blocked] == ["digest.handed"]
    team.click(NO, "triage.shares")
    team.confirm()
    assert "digest.handed" not in [note.key for note in told(team).blocked]


def test_a_question_of_a_role_waits_for_its_holder_or_for_the_part_while_it_is_empty() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    assert [(note.key, note.values["who"]) for note in told(team).blocked] == [("digest.waits", Term("role.counsel"))]
    team.give(Role.COUNSEL, PRIYA)
    assert [note.values["who"] for note in told(team).blocked] == [Mention(PRIYA)]


def test_a_grave_finding_whose_work_is_done_is_with_the_owner_until_it_is_withdrawn() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("university"))
    grave = next(action for action in team.todo() if action.rule == "outsider")
    assert [note.values["who"] for note in told(team).blocked] == [Term("role.counsel")]
    team.close(grave)
    assert team.programme is not None
    assert [note.values["who"] for note in told(team).blocked] == [Mention(team.programme.owner)]


def test_a_part_that_was_given_is_told_by_its_name_and_its_holder() -> None:
    team = at_people()
    team.give(Role.COUNSEL, PRIYA)
    line = next(line for line in read(team, told(team)) if "Priya Patel" in line)
    assert "counsel" in line


def test_a_line_that_lacks_what_fills_it_still_reads() -> None:
    team = at_people()
    week = Digest(at=team.now, since=team.now, week=48, decided=(Note("digest.role", {"role": Term("role.counsel")}),))
    assert any("…" in line and "counsel" in line for line in read(team, week))


def test_with_nothing_left_to_do_no_next_step_is_told() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.give(Role.COUNSEL, PRIYA)
    team.click(YES, by=PRIYA)
    team.finish()
    week = told(team)
    assert week.steps == () and team.library.texts["digest.next"] not in read(team, week)
