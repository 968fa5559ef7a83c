"""What goes when something changes: the work of an open answer, rows and what another session says of them, a stage of the content."""

from __future__ import annotations

from flows.engine.screens.overview import card
from flows.engine.screens.wording import plain
from flows.model.programme import ActionState
from flows.model.screens import Prose
from flows.model.session import SessionState
from flows.model.values import Choice, Items, NewItems
from tests.builders import NO, NOW, YES, Team, flow_of, spot, stage, told
from tests.builders import library_of as library
from tests.flows.engine.small import STORY

NAMING = flow_of("""\
  - section: naming
    title: The things themselves
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which?, why: It matters., source: method}
""")
CHECKING = flow_of(
    """\
  - section: checks
    title: Each of them
    each: asset
    questions:
      - ask: safe
        kind: yes_no
        text: Is {asset} safe?
        why: It matters.
        source: method
        findings:
          - when: no
            id: unsafe
            severity: high
            say: "{asset} is not safe."
            counsel: It may be lost.
            do: Make {asset} safe
            owner: asker
            due: 7 days
            source: method
""",
    name="checking",
    stage="second",
)

ADVISED = flow_of("""\
  - section: advice
    title: Advice
    questions:
      - ask: ready
        kind: yes_no
        text: Are we ready?
        why: It matters.
        source: method
        findings:
          - when: role.counsel is unknown
            id: nobody
            severity: high
            say: Nobody advises.
            counsel: Name somebody.
            do: Name somebody
            owner: owner
            due: 7 days
            source: method
      - {ask: advised, kind: yes_no, role: counsel, text: Was counsel asked?, why: It matters., source: method}
""")


def test_the_work_of_an_open_answer_goes_and_comes_with_its_question() -> None:
    team = Team.at(STORY)
    team.click(Choice("software"))
    team.click(YES)
    team.not_sure()
    action = next(one for one in team.work.values() if one.spot == spot("triage.people"))
    team.click(NO, "triage.shares")
    team.confirm("triage.shares")
    assert team.work[action.id].state is ActionState.WITHDRAWN
    team.click(YES, "triage.shares")
    team.confirm("triage.shares")
    assert team.work[action.id] == action


def test_a_row_that_comes_back_has_its_old_place() -> None:
    team = Team.at(NAMING)
    team.click(NewItems((), ("Engine", "App")))
    engine, app = team.item("Engine"), team.item("App")
    team.click(Items((app,)), "naming.assets")
    assert team.live("asset") == ["App"]
    team.click(NewItems((app,), ("Engine",)), "naming.assets")
    assert team.ref.answers["naming.assets"].value == Items((engine, app))


def test_a_row_that_one_session_takes_out_falls_away_in_the_other() -> None:
    team = Team(library(NAMING, CHECKING, stages=(stage("first"), stage("second"))))
    team.start(NAMING)
    team.click(NewItems((), ("Engine", "App")))
    team.start(CHECKING)
    team.click(NO)
    naming, checking = team.sessions
    assert team.finding_keys() == [f"unsafe@checks.safe/{team.item('Engine')}"]
    team.sessions = {checking: team.sessions[checking], naming: team.sessions[naming]}
    team.click(Items((team.item("App"),)), "naming.assets")
    after = team.sessions[checking]
    assert (after.findings, after.state) == ((), SessionState.ASKING)
    assert {one.state for one in team.work.values()} == {ActionState.WITHDRAWN}


def test_a_row_that_one_session_names_is_asked_about_in_the_other() -> None:
    team = Team(library(NAMING, CHECKING, stages=(stage("first"), stage("second"))))
    team.start(NAMING)
    team.click(NewItems((), ("Engine",)))
    team.start(CHECKING)
    team.click(YES)
    naming, checking = team.sessions
    assert team.sessions[checking].state is SessionState.REVIEW
    team.sessions = {checking: team.sessions[checking], naming: team.sessions[naming]}
    team.click(NewItems((team.item("Engine"),), ("App",)), "naming.assets")
    assert team.sessions[checking].spot == spot("checks.safe", team.item("App"))


def test_a_role_named_by_a_reply_counts_in_the_session_where_it_was_named() -> None:
    team = Team.at(ADVISED)
    team.click(YES)
    assert team.finding_keys() == ["nobody@advice.ready"]
    outcome = team.reply("priya")
    assert told(outcome) == ["role.told", "noted.withdrawn", "role.given"]
    assert (team.finding_keys(), team.now_open) == ([], "advice.advised")


def test_the_card_shows_a_session_whose_stage_the_content_no_longer_has() -> None:
    team = Team.at(NAMING)
    assert team.programme is not None
    shown = card(library(CHECKING, stages=(stage("second", "Another"),)), team.programme, [team.scene()], NOW.date())
    rows = next(part for part in shown.parts if isinstance(part, Prose))
    assert [plain(line) for line in rows.lines] == ["A sample: 0 of 1 answered · next: Which?"]
