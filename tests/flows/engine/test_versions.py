"""A session runs on the version of its flow that it began with, whatever the library holds meanwhile."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.machine import plan_of
from flows.engine.screens import question
from flows.engine.screens.scene import Scene
from flows.model.errors import NotHere
from flows.model.ids import SessionId
from flows.model.values import Text
from tests.builders import JON, YES, flow_of, library_of, spot
from tests.flows.engine.crew import Crew, words

OLD = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: The first as it was, why: W., source: method}
      - {ask: second, kind: text, text: The second as it was, why: W., source: method}
""")
NEW = flow_of(
    """\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: The first anew, why: W., source: method}
      - {ask: inserted, kind: yes_no, text: Inserted, why: W., source: method}
      - {ask: second, kind: number, text: The second anew, why: W., source: method}
""",
    version=2,
)


def upgraded() -> Crew:
    """A team that answered one question before the library moved on. The old version is kept by its hash alone."""
    team = Crew.at(OLD)
    team.kept_flows[OLD.hash] = OLD
    team.click(YES)
    team.library = library_of(NEW)
    return team


def test_an_upgrade_changes_nothing_for_an_open_session() -> None:
    team = upgraded()
    assert team.now_open == "one.second"
    team.click(Text("as before"))
    assert team.ref.flow_hash == OLD.hash and team.now_open == "review"
    assert {entry.flow_hash for entry in team.log if entry.what == "answered"} == {OLD.hash}


def test_an_open_session_shows_the_words_it_began_with() -> None:
    team = upgraded()
    assert "The second as it was" in words(question.asked(team.scene(), spot("one.second")))


def test_a_session_begun_after_the_upgrade_runs_on_the_new_version_beside_it() -> None:
    other = flow_of(
        "  - section: a\n    title: A\n    questions:\n      - {ask: b, kind: yes_no, text: B, why: W., source: method}\n",
        "other",
    )
    team = upgraded()
    team.library = library_of(NEW, other)
    team.start(other, by=JON)
    assert team.programme is not None
    assert [ref.flow_hash for ref in team.programme.sessions] == [OLD.hash, other.hash]


def test_a_flow_is_compiled_once_for_all_sessions_of_its_version() -> None:
    assert plan_of(OLD) is plan_of(msgspec.structs.replace(OLD))
    assert plan_of(OLD) is not plan_of(NEW)


def test_a_screen_of_a_session_that_is_gone_is_not_composed() -> None:
    team = upgraded()
    with pytest.raises(NotHere):
        Scene(team, SessionId("gone"), team.library, team.now)
    with pytest.raises(NotHere):
        Scene(Crew(library_of(OLD)), team.ref.id, team.library, team.now)
