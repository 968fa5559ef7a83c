"""Files that were asked for by the open question or below the answer just given, and words to the question which answer they prove."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.authoring.table import with_open_gates
from flows.engine.placing import provable
from flows.engine.screens.placing import place
from flows.engine.screens.scene import Scene
from flows.model.effects import Outcome
from flows.model.events import Started
from flows.model.ids import FlowId
from flows.model.people import Role
from flows.model.placing import Place
from flows.model.session import Reading, Standing
from flows.model.values import YesNo
from tests.builders import MARIA, NO, NOW, PRIYA, YES, Team, effects_of, flow_of, is_refused, shipped, told
from tests.flows.engine.crew import PAPER, Crew, buttons, words
from tests.flows.engine.test_placing import reading

CLEARED, RULES = "limits.rules_cleared", "limits.rules"
HERE = "I have the transfer agreement here, will upload"


def at_clearance() -> Crew:
    """The check of a country, at counsel's question whether its rules are cleared in writing: "file it as proof; without it nothing opens"."""
    team = Crew(with_open_gates(shipped()), NOW)
    team.say(MARIA, Started(FlowId("country_checks"), name="Portugal"))
    team.give(Role.COUNSEL, PRIYA)
    while (spot := team.ref.spot) is not None and str(spot.question) != RULES:
        if str(spot.question) == "baseline.toolkit":
            team.reply("yes")
        else:
            team.skip()
    team.reply("export control", PRIYA)
    assert team.ref.spot is not None and team.ref.spot.question == CLEARED
    return team


def later(team: Crew) -> None:
    team.now += dt.timedelta(minutes=1)


def sends(team: Crew) -> Outcome:
    later(team)
    return team.reply("", PRIYA, (PAPER,))


def scene(team: Team) -> Scene:
    return Scene(team, team.ref.id, team.library, team.now)


def shown(team: Crew) -> list[str]:
    kept = team.ref.unplaced[-1]
    return words(place(scene(team), Place(team.ref.id, kept.message, kept.asked)))


def cleared(team: Crew) -> tuple[object, Standing] | None:
    found = [one for one in team.ref.answers.values() if one.spot.question == CLEARED]
    return (found[0].value, found[0].standing) if found else None


def test_a_file_that_the_open_question_asks_for_came_as_asked_and_goes_with_the_answer_to_come() -> None:
    team = at_clearance()
    assert effects_of(sends(team), Place)
    assert shown(team)[0].startswith("Thank you for assignment.pdf. Which answer does it prove?")
    spot = team.ref.spot
    assert spot is not None and provable(scene(team).plan, scene(team).facts, team.ref)[0] == spot
    assert told(team.place(spot, by=PRIYA)) == ["place.with_answer"] and cleared(team) is None
    assert is_refused(team.place(spot, by=PRIYA), "place.told")
    later(team)
    assert "paper.kept" in told(team.reply("yes", PRIYA)) and cleared(team) == (YES, Standing.EVIDENCED)


def test_a_number_is_for_the_files_that_were_asked_about_last() -> None:
    team = at_clearance()
    team.reply(HERE, PRIYA)
    sends(team)
    assert told(team.reply("1", PRIYA)) == ["place.with_answer"] and cleared(team) is None
    assert isinstance(team.ref.pending, Reading), "what was read waits still"
    later(team)
    assert "paper.kept" in told(team.reply("1", PRIYA)) and cleared(team) == (YES, Standing.EVIDENCED)


def test_a_number_is_for_the_reading_where_that_was_asked_about_last() -> None:
    team = at_clearance()
    sends(team)
    later(team)
    team.reply(HERE, PRIYA)
    team.reply("2", PRIYA)
    assert cleared(team) == (YesNo(True, HERE), Standing.CLAIMED) and team.ref.unplaced[-1].spot is None


def test_a_bare_no_to_the_reading_is_told_that_a_number_would_be_for_the_files() -> None:
    team = at_clearance()
    team.reply(HERE, PRIYA)
    sends(team)
    assert told(team.reply("no", PRIYA)) == ["reading.which_press"] and cleared(team) is None
    team = at_clearance()
    team.reply(HERE, PRIYA)
    assert told(team.reply("no", PRIYA)) == ["reading.which"]


@pytest.mark.parametrize("said", ["yes, that's the paper", "this is the transfer agreement", "It's the proof for that"])
def test_that_it_is_the_paper_says_that_it_is_what_was_asked_for(said: str) -> None:
    team = at_clearance()
    team.reply(HERE, PRIYA)
    sends(team)
    assert told(team.reply(said, PRIYA)) == ["place.with_answer"]


def test_the_number_behind_the_answers_is_none_of_these_and_a_further_one_is_no_word_to_it() -> None:
    team = at_clearance()
    team.reply(HERE, PRIYA)
    sends(team)
    count = len(buttons(place(scene(team), Place(team.ref.id, team.ref.unplaced[-1].message, 1))))
    team.reply(str(count), PRIYA)
    assert team.ref.unplaced[-1].beside
    later(team)
    team.reply("3", PRIYA)
    assert cleared(team) == (NO, Standing.CLAIMED), "the reading's, once nothing is asked of files"


def test_a_question_that_is_put_after_the_files_has_the_number() -> None:
    team = reading("yes")
    later(team)
    team.reply("2 November 2026", MARIA, (PAPER,))
    team.reply("1", MARIA)
    assert team.ref.unplaced[-1].spot is None and not team.ref.unplaced[-1].beside


def test_where_a_day_is_asked_a_number_is_no_word_about_files() -> None:
    team = reading("yes")
    later(team)
    team.reply("", MARIA, (PAPER,))
    team.reply("2", MARIA)
    team.reply("that's the paper of the printer", MARIA)
    assert team.ref.unplaced[-1].spot is None and not team.ref.unplaced[-1].beside


def test_while_it_is_paused_a_number_is_no_word_about_files() -> None:
    team = at_clearance()
    sends(team)
    team.pause()
    team.reply("1", PRIYA)
    assert team.ref.unplaced[-1].spot is None


PAPERS = flow_of(
    """\
  - section: one
    title: One
    questions:
      - {ask: named, kind: yes_no, evidence: true, text: Are all named?, why: W., source: method}
      - ask: lacking
        kind: yes_no
        evidence: true
        text: Is it there?
        why: W.
        source: method
        findings: [{when: no, id: gone, severity: low, say: It is not there., counsel: C., do: Get it, owner: asker, due: 9 days, source: method}]
      - {ask: plain, kind: yes_no, text: Is it plain?, why: W., source: method}
      - {ask: insured, kind: yes_no, evidence: true, text: Is it insured?, why: W., source: method}
"""
)


def nearest(team: Team) -> list[str]:
    return [str(one.question) for one in provable(scene(team).plan, scene(team).facts, team.ref)]


def test_the_answer_that_a_file_was_just_said_to_back_comes_before_the_open_question() -> None:
    team = Crew.at(PAPERS)
    assert nearest(team) == ["one.named"]
    team.click(YES)
    assert nearest(team) == ["one.named", "one.lacking"]
    team.reply("1", MARIA)
    assert isinstance(team.ref.pending, Reading) and nearest(team) == ["one.lacking", "one.named"]
    team.drop()
    team.click(NO)
    assert nearest(team) == ["one.lacking", "one.named"], "what is itself the lack is told of no paper"
    team.click(YES)
    assert nearest(team) == ["one.insured", "one.lacking", "one.named"]
