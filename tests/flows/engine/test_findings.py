"""What follows from answers: findings raised, withdrawn and graver, briefs to counsel, and the owned, dated work they leave."""

from __future__ import annotations

import datetime as dt

from flows.engine.work import what
from flows.model.effects import Brief, Mention, Note, On, Several, Term, Whispered
from flows.model.flow import Severity
from flows.model.people import Role
from flows.model.programme import ActionState, ActionWhy
from flows.model.session import AnswerState
from flows.model.values import Choice, Items
from tests.builders import JON, MARIA, NO, PRIYA, YES, effects_of, flow_of, is_refused, spot, told
from tests.flows.engine.crew import SOFTWARE, Crew, at, at_assets, at_people
from tests.flows.engine.small import STORY

URGENT = """\
  - section: paper
    title: Paper
    questions:
      - ask: state
        kind: one_of
        text: How is it?
        why: W.
        source: method
        options: {leak: A leak, loss: A loss, well: All is well}
        not_sure: Look.
        findings:
          - when: leak or loss
            id: stop
            severity: [{when: leak, is: critical}, {is: medium}]
            say: It is to be stopped.
            counsel: C.
            do: Stop it
            at_once: true
            owner: counsel
            due: 1 days
            source: method
          - when: not_sure or skipped
            id: open
            severity: medium
            say: How it is, is open.
            counsel: C.
            do: Find out how it is
            for_not_sure: true
            owner: counsel
            due: 3 days
            source: method
"""


BY_WORK = """\
  - section: one
    title: One
    questions:
      - ask: work
        kind: one_of
        fills: profile
        text: Which work?
        why: W.
        source: method
        options: {software: Software, manufacturing: Manufacturing, services: Services}
      - ask: shares
        kind: yes_no
        text: Will anything be shared?
        why: W.
        source: method
        findings:
          - when: yes
            id: shares
            severity: [{when: profile is software, is: high}, {is: low}]
            say: Something will be shared.
            counsel: C.
            do: List it
            owner: asker
            due: 7 days
            source: method
"""


def heard(team: Crew) -> list[str]:
    """What counsel hears of in the brief, in its order."""
    return [one.key for one in sorted(team.ref.findings, key=lambda one: one.news) if one.news]


def test_a_question_left_to_nobody_is_an_action_of_whoever_was_asked_due_in_seven_days() -> None:
    team = Crew.at(STORY)
    outcome = team.not_sure(by=JON)
    (action,) = team.todo()
    assert (action.owner, action.due) == (JON, team.now.date() + dt.timedelta(days=7))
    assert Note("noted.not_sure", {"who": Mention(JON), "due": On(action.due)}) in outcome.effects[1].notes  # type: ignore[union-attr]


def test_the_author_may_say_who_finds_out_and_by_when() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.not_sure(by=JON)
    action = team.todo()[-1]
    assert (action.why, action.role, action.owner) == (ActionWhy.NOT_SURE, Role.COUNSEL, MARIA)
    assert action.due == team.now.date() + dt.timedelta(days=14)


def test_a_question_of_a_role_left_open_stays_with_that_role() -> None:
    team = Crew.at(STORY)
    team.give(Role.COUNSEL, PRIYA)
    team.click(SOFTWARE)
    team.click(NO)
    outcome = team.skip(by=JON)
    (action,) = team.todo()
    assert (action.role, action.owner) == (Role.COUNSEL, PRIYA) and told(outcome) == ["noted.skipped"]


def test_a_real_answer_closes_the_work_that_leaving_it_open_had_asked_for() -> None:
    team = Crew.at(STORY)
    team.skip()
    (action,) = team.todo()
    team.click(SOFTWARE, "triage.work")
    assert team.work[action.id].state is ActionState.DONE and team.work[action.id].closed == team.now


def test_leaving_a_question_open_in_another_way_leaves_one_action() -> None:
    team = Crew.at(STORY)
    team.skip()
    team.not_sure("triage.work")
    assert [action.why for action in team.todo()] == [ActionWhy.NOT_SURE]


def test_a_question_left_open_by_a_reply_is_left_open_as_by_a_press() -> None:
    team = Crew.at(STORY)
    assert told(team.reply("no idea", by=JON)) == ["noted.not_sure"]
    assert told(team.reply("skip", by=JON)) == ["noted.skipped"]
    assert [team.ref.answers[key].state for key in ("triage.work", "triage.shares")] == [
        AnswerState.NOT_SURE,
        AnswerState.SKIPPED,
    ]


def test_a_finding_is_told_in_neutral_words_with_its_owner_and_day_and_to_counsel_in_legal_ones() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    outcome = team.click(Choice("contractor"), by=JON)
    key = f"outsider@{at('authorship.created_by', team.item('Engine'))}"
    assert effects_of(outcome, Brief) == [] and heard(team)[-1] == key
    note, stood = outcome.effects[-2].notes  # type: ignore[union-attr]
    assert note.key == "noted.finding" and note.values["say"].part == "say"
    assert note.values["who"] == Several((Mention(MARIA), Term("meanwhile.counsel"))) and stood.key == "noted.stood_in"


def test_what_a_question_left_open_is_withdrawn_while_it_does_not_apply_and_open_again_after() -> None:
    team = at_people()
    team.skip()
    (action,) = [one for one in team.todo() if one.why is ActionWhy.SKIPPED]
    team.click(NO, "triage.shares")
    team.confirm()
    assert team.todo() == [] and team.work[action.id].state is ActionState.WITHDRAWN
    team.click(YES, "triage.shares")
    team.confirm()
    assert team.work[action.id] == action


def test_work_that_comes_back_goes_to_whoever_holds_the_part_by_then() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    team.not_sure()
    action = team.todo()[-1]
    assert action.role is Role.COUNSEL and action.owner == MARIA
    team.click(Items(()), "naming.jewels")
    team.confirm()
    team.give(Role.COUNSEL, PRIYA)
    assert team.work[action.id].state is ActionState.WITHDRAWN
    team.click(Items((engine,)), "naming.jewels")
    team.confirm()
    assert team.work[action.id].state is ActionState.OPEN and team.work[action.id].owner == PRIYA


def test_work_goes_to_whoever_answered_rather_than_to_whoever_confirmed_it() -> None:
    team = at_people()
    team.not_sure("triage.shares", by=JON)
    team.confirm(by=MARIA)
    assert [one.owner for one in team.todo() if one.why is ActionWhy.NOT_SURE] == [JON]
    team.click(YES, "triage.shares", by=JON)
    team.confirm(by=MARIA)
    assert [one.owner for one in team.todo() if one.rule == "shares"] == [JON]


def test_a_finding_of_an_asker_is_theirs() -> None:
    team = at_people()
    assert [(action.owner, action.role) for action in team.todo()] == [(MARIA, None)]


def test_a_finding_that_becomes_graver_is_told_to_counsel_again_and_opens_no_second_action() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    team.click(Choice("contractor"))
    before = len(team.work)
    team.click(Choice("university"), spot("authorship.created_by", engine))
    news = team.head.news
    team.confirm()
    (finding,) = (one for one in team.ref.findings if one.rule == "outsider")
    assert finding.news == team.head.news == news + 1 and len(team.work) == before
    milder = team.click(Choice("contractor"), spot("authorship.created_by", engine))
    assert team.ref.pending is not None and milder.refused is False
    team.confirm()
    assert team.head.news == news + 1


def test_what_cannot_wait_is_told_to_counsel_at_once_while_it_is_grave_and_is_no_part_of_the_brief() -> None:
    urgent = flow_of(URGENT)
    team = Crew.at(urgent)
    told = effects_of(team.click(Choice("leak")), Brief)
    assert told == [Brief(team.ref.id, ("stop@paper.state",))] and team.ref.findings[0].news == team.head.news == 0
    team.click(Choice("loss"), spot("paper.state"))
    assert effects_of(team.confirm(), Brief) == [], "milder than it was"
    slow = Crew.at(urgent)
    assert effects_of(slow.click(Choice("loss")), Brief) == [] and slow.head.news == 1, "not grave: in the brief"


def test_where_a_finding_asks_for_what_nobody_knows_its_work_is_the_only_work() -> None:
    team = Crew.at(flow_of(URGENT))
    said = told(team.reply("not sure"))
    assert [(one.why, one.rule) for one in team.todo()] == [(ActionWhy.FINDING, "open")] and said == [
        "noted.finding",
        "noted.stood_in",
    ]
    team.click(Choice("well"), spot("paper.state"))
    team.confirm()
    assert team.todo() == []
    team.undo()
    assert [(one.why, one.rule) for one in team.todo()] == [(ActionWhy.FINDING, "open")]


def test_a_finding_keeps_the_day_it_was_opened() -> None:
    team = at_people()
    opened = team.ref.findings[0].opened
    team.skip()
    assert team.ref.findings[0].opened == opened


def test_a_finding_withdrawn_takes_its_open_action_with_it_and_leaves_a_done_one_done() -> None:
    team = at_people()
    (action,) = team.todo()
    team.close(action)
    team.click(NO, "triage.shares")
    team.confirm()
    assert team.work[action.id].state is ActionState.DONE
    team.click(YES, "triage.shares")
    team.confirm()
    (again,) = team.todo()
    team.click(NO, "triage.shares")
    team.confirm()
    assert team.work[again.id].state is ActionState.WITHDRAWN


def test_an_answer_that_leaves_many_points_tells_of_two_and_counts_the_rest() -> None:
    rule = (
        "          - {{when: yes, id: r{n}, severity: low, say: Point {n}., counsel: C., do: D,"
        " owner: asker, due: 7 days, source: method}}\n"
    )
    head = (
        "  - section: a\n    title: A\n    questions:\n      - ask: b\n        kind: yes_no\n        text: B\n"
        "        why: W.\n        source: method\n        findings:\n"
    )
    team = Crew.at(flow_of(head + "".join(rule.format(n=n) for n in range(5))))
    outcome = team.click(YES)
    assert told(outcome) == ["noted.finding", "noted.finding", "noted.more"]
    assert len(team.todo()) == 5


# ── work that is done ────────────────────────────────────────────────────────


def test_whoever_owns_an_action_says_that_it_is_done_and_so_may_the_owner_of_the_programme() -> None:
    team = Crew.at(STORY)
    team.skip(by=JON)
    team.skip(by=JON)
    one, two = team.todo()
    assert is_refused(team.close(one, by=PRIYA), "action.not_yours")
    assert told(team.close(one, by=JON)) == ["action.done"]
    done = team.close(two, by=MARIA)
    assert told(done) == ["action.done"]
    assert isinstance(done.reply, Whispered) and done.reply.notes[0].values["what"] == what(two)
    assert team.todo() == [] and team.logged()[-1] == "action_done"


def test_an_action_is_done_once() -> None:
    team = Crew.at(STORY)
    team.skip()
    (action,) = team.todo()
    team.close(action)
    assert is_refused(team.close(action), "action.done_already")


def test_an_action_of_a_role_that_nobody_holds_may_be_closed_by_whoever_did_it() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.not_sure()
    unclear = next(one for one in team.todo() if one.why is ActionWhy.FINDING)
    assert unclear.owner == MARIA
    done = team.close(unclear, by=JON)
    assert told(done) == ["action.done", "action.done.still_open"], "the finding goes on, and what closes it is said"
    assert team.ref.findings, "it does go on"


def test_how_grave_a_finding_is_may_depend_on_the_kind_of_work_and_moves_with_it() -> None:
    team = Crew.at(flow_of(BY_WORK))
    team.click(SOFTWARE)
    team.click(YES)
    assert [finding.severity for finding in team.ref.findings] == [Severity.HIGH]
    team.click(Choice("services"), "one.work")
    if team.ref.pending is not None:
        team.confirm()
    assert [finding.severity for finding in team.ref.findings] == [Severity.LOW]
