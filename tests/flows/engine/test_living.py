"""A finished run that is closed for good: what comes round in it goes with the newest version, and all else stays as it was."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from flows.engine.living import flow_of as standing
from flows.engine.screens.review import review
from flows.model.effects import Whisper
from flows.model.events import Answered
from flows.model.flow import Flow
from flows.model.ids import FlowHash, SourceId
from flows.model.session import SessionState
from flows.model.values import Day, Document, Text
from tests.builders import JON, MARIA, YES, flow_of, library_of, spot
from tests.flows.engine.crew import Crew, words
from tests.flows.engine.test_renewing import AGAIN, DUE, DUTY, SHOWN, TODAY

OLD = """\
  - section: duty
    title: The duty
    questions:
      - {ask: kept, kind: yes_no, text: Is there a duty?, why: W., source: method}
      - ask: due_on
        kind: date
        lives: true
        text: By when?
        why: W.
        source: method
        reminds: {matter: evidence, of: The proof is due, whom: owner}
      - {ask: noted, kind: yes_no, text: Anything else?, why: W., source: method}
"""
OTHER = "\n  - section: more\n    title: More\n    questions:\n      - {ask: asked, kind: yes_no, text: Asked now?, why: W., source: method}\n"
DAY = dt.timedelta(days=1)


def newer(written: str = DUTY + OTHER) -> Flow:
    return flow_of(written, version=2, closes=True)


def finished(new: Flow | None = None, old: str = OLD, *, closes: bool = True) -> Crew:
    """A run that was finished on the old version; then came the new one."""
    first = flow_of(old, closes=closes)
    team = Crew.at(first)
    team.kept_flows[first.hash] = first
    team.click(YES)
    team.click(Day(TODAY + 10 * DAY))
    team.click(YES)
    team.finish()
    team.library = library_of(new or newer())
    return team


def runs_on(team: Crew) -> list[str]:
    """The questions that its finished run has now, in the order of the page."""
    return [question.id for section in team.scene().plan.flow.sections for question in section.questions]


def test_what_was_shown_is_told_in_a_review_that_was_finished_before_that_could_be_asked() -> None:
    team = finished()
    assert runs_on(team) == ["duty.kept", SHOWN, AGAIN, DUE, "duty.noted"]
    outcome = team.say(JON, Answered(team.ref.id, spot(SHOWN), 0, Text("Seen"), papers=(Document("F1", "it.pdf"),)))
    assert not outcome.refused and any(isinstance(effect, Whisper) for effect in outcome.effects)
    assert team.ref.state is SessionState.DONE
    team.say(JON, Answered(team.ref.id, spot(AGAIN), 0, YES))
    team.say(JON, Answered(team.ref.id, spot(DUE), 1, Day(TODAY + 375 * DAY)))
    assert team.ref.answers[DUE].value == Day(TODAY + 375 * DAY)
    assert team.finding_keys() == []


def test_the_rest_of_it_stays_on_the_version_that_it_was_finished_on() -> None:
    team = finished()
    first = team.ref.flow_hash
    assert "Asked now?" not in " ".join(words(review(team.scene())))
    team.say(MARIA, Answered(team.ref.id, spot(DUE), 1, Day(TODAY + 20 * DAY)))
    assert team.ref.flow_hash == first and team.ref.state is SessionState.DONE


def test_a_run_that_is_under_way_or_closes_not_for_good_stays_on_its_own_version() -> None:
    team = finished(closes=False, old=OLD.replace("        lives: true\n", ""))
    assert SHOWN not in runs_on(team)
    under_way = Crew.at(flow_of(OLD, closes=True))
    under_way.kept_flows[under_way.ref.flow_hash] = flow_of(OLD, closes=True)
    under_way.library = library_of(newer())
    assert SHOWN not in runs_on(under_way)


def test_neither_an_older_version_nor_a_flow_that_is_gone_changes_it() -> None:
    assert SHOWN not in runs_on(finished(flow_of(DUTY, version=1, closes=True)))
    team = finished()
    team.library = library_of(flow_of(OTHER[1:], "another"))
    assert SHOWN not in runs_on(team)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("section: duty", "section: other"),
        ("unasked: true", "unasked: false"),
        ("again is unknown or again", "more.asked or again is unknown"),
    ],
    ids=["another section", "nothing shown", "what it never asks"],
)
def test_what_cannot_be_asked_of_it_is_left_out(before: str, after: str) -> None:
    new = DUTY.replace(before, after)
    assert SHOWN not in runs_on(finished(newer(OTHER[1:] + new if "more" in after else new)))


def test_a_day_that_may_not_be_changed_in_it_stays_as_it_is() -> None:
    assert SHOWN not in runs_on(finished(old=OLD.replace("        lives: true\n", "")))


def test_a_source_that_it_lacks_comes_along() -> None:
    new = newer()
    sources = (*new.sources, msgspec.structs.replace(new.sources[0], id=SourceId("fresh")))
    team = finished(msgspec.structs.replace(new, sources=sources, hash=FlowHash("with a source")))
    assert [source.id for source in team.scene().plan.flow.sources] == ["method", "fresh"]


def test_its_entry_in_the_list_of_runs_stands_on_the_same_version() -> None:
    team = finished()
    of_list = standing(team, team.library, team.head.sessions[-1])
    assert of_list.hash == standing(team, team.library, team.ref).hash != team.ref.flow_hash
