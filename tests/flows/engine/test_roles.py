"""Who plays which part: empty roles, who may name them, who is told, and what changes hands with them."""

from __future__ import annotations

from flows.model.effects import Mention, Whisper
from flows.model.events import SettingsChanged
from flows.model.people import Capacity, Role
from flows.model.session import SessionState
from flows.model.values import Choice, Items, People
from tests.builders import DEV, JON, MARIA, NO, PRIYA, YES, asked, effects_of, flow_of, is_refused, kinds, told
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, in_review
from tests.flows.engine.small import STORY


def at_counsel() -> Crew:
    """A team at the question that is for counsel, whom nobody has named yet."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    assert team.now_open == "closing.advised"
    return team


def test_a_question_for_an_empty_role_is_answered_by_nobody_and_names_the_owner() -> None:
    team = at_counsel()
    outcome = team.click(YES, by=JON)
    assert is_refused(outcome, "role.empty")
    assert outcome.reply.notes[0].values["owner"] == Mention(MARIA)  # type: ignore[union-attr]


def test_the_owner_names_counsel_by_a_reply_and_the_question_is_put_to_them() -> None:
    team = at_counsel()
    outcome = team.reply("Priya")
    assert told(outcome) == ["role.told", "role.given"] and asked(outcome) == ["closing.advised"]
    assert team.programme is not None and team.programme.holder(Role.COUNSEL) == PRIYA
    team.click(YES, by=PRIYA)
    assert team.ref.state is SessionState.REVIEW


def test_only_the_owner_says_who_plays_a_part() -> None:
    team = at_counsel()
    assert told(team.reply("Priya", by=JON)) == ["role.owner_names"]
    assert is_refused(team.give(Role.COUNSEL, JON, by=JON), "role.owner_names")
    assert is_refused(team.settings(by=JON, roles={Role.COUNSEL: JON}), "role.owner_names")
    assert team.programme is not None and team.programme.holder(Role.COUNSEL) is None


def test_a_reply_that_names_nobody_is_told_whom_the_question_is_for() -> None:
    team = at_counsel()
    assert told(team.reply("yes")) == ["role.empty"]
    again = team.reply("yes")
    assert kinds(again) == [] and told(again) == ["role.empty"]


def test_a_question_of_an_empty_role_is_passed_over_and_left_to_the_role() -> None:
    team = at_counsel()
    outcome = team.reply("skip", by=JON)
    assert told(outcome) == ["noted.skipped", "noted.stood_in"] and team.ref.state is SessionState.REVIEW
    (action,) = team.todo()
    assert (action.role, action.owner) == (Role.COUNSEL, MARIA), "the owner's, while nobody plays it"


def test_what_was_only_passed_over_is_taken_back_by_anybody() -> None:
    team = in_review()
    outcome = team.undo(by=JON)
    assert asked(outcome) == ["closing.advised"] and team.ref.state is SessionState.ASKING


def test_talk_about_an_empty_role_stays_talk() -> None:
    assert kinds(at_counsel().reply("> who could that be?")) == []


def test_a_question_for_a_role_is_answered_by_its_holder_alone() -> None:
    team = at_counsel()
    team.give(Role.COUNSEL, PRIYA)
    assert is_refused(team.click(YES, by=MARIA), "role.other")
    assert is_refused(team.not_sure(by=MARIA), "role.other")
    assert team.click(YES, by=PRIYA).refused is False


def test_whoever_gets_a_part_is_told_and_gets_its_open_work() -> None:
    team = at_counsel()
    team.skip()
    outcome = team.give(Role.COUNSEL, PRIYA)
    assert [whisper.to for whisper in effects_of(outcome, Whisper) if isinstance(whisper, Whisper)] == [PRIYA]
    assert told(outcome) == ["role.given", "role.told"]
    assert [action.owner for action in team.todo()] == [PRIYA]


def test_whoever_takes_a_part_is_not_written_to_about_it() -> None:
    outcome = at_counsel().give(Role.COUNSEL, MARIA)
    assert effects_of(outcome, Whisper) == [] and asked(outcome) == ["closing.advised"]


def test_an_emptied_role_leaves_its_question_to_the_owner_again() -> None:
    team = at_counsel()
    team.give(Role.COUNSEL, PRIYA)
    outcome = team.give(Role.COUNSEL, None)
    assert told(outcome) == ["role.emptied"] and asked(outcome) == ["closing.advised"]
    assert is_refused(team.click(YES, by=PRIYA), "role.empty")


def test_giving_a_role_to_its_holder_changes_nothing() -> None:
    team = at_counsel()
    team.give(Role.SECURITY, DEV)
    outcome = team.give(Role.SECURITY, DEV)
    assert told(outcome) == ["role.given"] and outcome.saves == () and outcome.effects == ()


def test_a_programme_always_has_an_owner() -> None:
    team = at_counsel()
    assert is_refused(team.give(Role.OWNER, None), "role.owner_needed")
    assert is_refused(team.settings(roles={Role.OWNER: None}), "role.owner_needed")
    assert team.programme is not None and team.programme.owner == MARIA


def test_the_owner_hands_the_programme_over() -> None:
    team = at_counsel()
    outcome = team.give(Role.OWNER, JON)
    assert team.programme is not None and team.programme.owner == JON
    assert "role.told" in told(outcome)
    assert is_refused(team.give(Role.COUNSEL, MARIA, by=MARIA), "role.owner_names")
    assert team.give(Role.COUNSEL, MARIA, by=JON).refused is False


def test_several_roles_are_given_at_once_in_the_settings() -> None:
    team = at_counsel()
    outcome = team.settings(roles={Role.COUNSEL: PRIYA, Role.SECURITY: DEV, Role.OWNER: MARIA})
    assert told(outcome)[0] == "settings.saved" and asked(outcome) == ["closing.advised"]
    assert team.programme is not None
    assert team.programme.roles == {Role.COUNSEL: PRIYA, Role.SECURITY: DEV}


OWNED = flow_of("""\
  - section: who
    title: Who
    questions:
      - {ask: lead, kind: person, fills: owner, text: Who leads this, why: It matters., source: method}
      - {ask: guard, kind: person, fills: security, text: Who guards it, why: It matters., source: method}
      - ask: checked
        kind: yes_no
        role: security
        text: Was it checked?
        why: It matters.
        source: method
        only_when: role.security is known
""")


def test_an_answer_that_names_the_holder_of_a_part_gives_it() -> None:
    team = Crew.at(OWNED)
    team.click(People((JON,)))
    assert team.programme is not None and team.programme.owner == JON
    outcome = team.click(People((DEV,)))
    assert asked(outcome) == ["who.checked"] and told(outcome) == ["role.told"]
    assert team.programme.holder(Role.SECURITY) == DEV


def test_an_owner_named_by_an_answer_that_is_taken_back_is_the_one_before_again() -> None:
    team = Crew.at(OWNED)
    team.click(People((JON,)))
    team.undo()
    assert team.programme is not None and team.programme.owner == MARIA


def test_an_owner_named_by_an_answer_stays_when_that_is_left_open_for_a_programme_is_never_without() -> None:
    team = Crew.at(OWNED)
    team.click(People((JON,)))
    team.change("who.lead")
    team.not_sure("who.lead")
    assert team.programme is not None and team.programme.owner == JON


def test_a_role_given_otherwise_meanwhile_outlives_the_undo_of_an_answer() -> None:
    team = Crew.at(OWNED)
    team.click(People((MARIA,)))
    team.click(People((DEV,)))
    team.give(Role.SECURITY, JON)
    team.undo()
    assert team.programme is not None and team.programme.holder(Role.SECURITY) == JON


def test_a_question_left_open_does_not_empty_the_part_that_somebody_holds() -> None:
    team = Crew.at(OWNED)
    team.click(People((MARIA,)))
    team.give(Role.SECURITY, JON)
    team.not_sure()
    assert team.programme is not None and team.programme.holder(Role.SECURITY) == JON


BY_ROLE = """\
  - section: one
    title: One
    questions:
      - ask: lawyer
        kind: yes_no
        text: Will you find a lawyer?
        why: It matters.
        source: method
        only_when: role.counsel is unknown
      - ask: plan
        kind: yes_no
        text: Is there a plan?
        why: It matters.
        source: method
        findings:
          - when: plan is yes and role.counsel is unknown
            id: alone
            severity: high
            say: No counsel has seen the plan.
            counsel: Somebody should.
            do: Find counsel
            owner: owner
            due: 7 days
            source: method
"""


def test_findings_and_questions_that_lean_on_a_role_follow_it_in_every_session() -> None:
    one, two = flow_of(BY_ROLE), flow_of(BY_ROLE, "second")
    team = Crew.at(one, two)
    team.click(YES)
    team.click(YES)
    assert team.finding_keys() == ["alone@one.plan"]
    team.start(two)
    assert team.now_open == "one.lawyer"
    outcome = team.give(Role.COUNSEL, PRIYA)
    first = team.sessions[team.programme.sessions[0].id]  # type: ignore[union-attr]
    assert first.findings == () and "noted.withdrawn" in told(outcome)
    assert team.now_open == "one.plan"


def test_a_question_that_a_role_makes_apply_again_is_put_from_the_review() -> None:
    team = Crew.at(flow_of(BY_ROLE))
    team.give(Role.COUNSEL, PRIYA)
    team.click(YES)
    assert team.ref.state is SessionState.REVIEW
    outcome = team.give(Role.COUNSEL, None)
    assert asked(outcome) == ["one.lawyer"]


def test_what_is_being_changed_is_let_go_when_a_role_makes_it_fall_away() -> None:
    team = Crew.at(flow_of(BY_ROLE))
    team.click(YES)
    team.change("one.lawyer")
    team.give(Role.COUNSEL, PRIYA)
    assert team.ref.pending is None and team.now_open == "one.plan"
    team.reply("yes")
    assert team.ref.answers["one.plan"].value == YES


def test_a_review_that_a_role_does_not_touch_stays_a_review() -> None:
    team = Crew.at(flow_of(BY_ROLE))
    team.click(YES)
    team.click(YES)
    assert team.ref.state is SessionState.REVIEW
    outcome = team.give(Role.COUNSEL, PRIYA)
    assert asked(outcome) == [] and team.ref.state is SessionState.REVIEW
    assert "ShowReview" not in kinds(outcome)


def test_what_is_being_changed_in_a_review_is_let_go_when_a_role_makes_it_fall_away() -> None:
    team = Crew.at(flow_of(BY_ROLE))
    team.click(YES)
    team.click(YES)
    team.change("one.lawyer")
    team.give(Role.COUNSEL, PRIYA)
    assert team.ref.pending is None and team.ref.state is SessionState.REVIEW
    assert team.finish().refused is False


def test_what_is_being_changed_stays_in_front_when_a_role_makes_the_question_behind_it_fall_away() -> None:
    team = Crew.at(flow_of(BY_ROLE))
    team.click(YES, "one.plan")
    team.change("one.plan")
    assert team.now_open == "one.lawyer"
    outcome = team.give(Role.COUNSEL, PRIYA)
    assert asked(outcome) == [] and team.ref.pending is not None
    team.click(NO, "one.plan")
    assert team.ref.state is SessionState.REVIEW


def test_work_for_a_role_goes_to_whoever_holds_it_and_else_to_the_owner() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("contractor"))
    action = team.todo()[-1]
    assert (action.role, action.owner) == (Role.COUNSEL, MARIA)
    team.give(Role.OWNER, JON)
    assert team.work[action.id].owner == JON, "a new owner takes over what is for parts that nobody plays"
    team.give(Role.COUNSEL, PRIYA, by=JON)
    assert team.work[action.id].owner == PRIYA


def test_a_finished_run_opens_again_and_says_why_where_a_part_that_is_played_now_brings_a_question() -> None:
    flow = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: First?, why: W., source: method}
      - {ask: second, kind: yes_no, text: Second?, why: W., source: method, only_when: role.counsel is known}
""")
    team = Crew.at(flow)
    team.click(YES)
    team.finish()
    assert team.ref.state is SessionState.DONE and "opened_again" not in team.logged()
    outcome = team.give(Role.COUNSEL, PRIYA)
    assert "afresh.programme" in told(outcome) and asked(outcome) == ["one.second"]
    assert team.ref.state is SessionState.ASKING and "opened_again" in team.logged()


def test_whether_counsel_is_a_lawyer_is_what_they_say_of_themself() -> None:
    team = Crew.at(flow_of(BY_ROLE))
    assert team.head.lawyer is None
    team.give(Role.COUNSEL, PRIYA)
    assert team.head.lawyer == PRIYA, "by the part, while she has said nothing"
    team.say(PRIYA, SettingsChanged(capacity=Capacity.NO_LAWYER))
    assert team.head.lawyer is None
    assert told(team.give(Role.COUNSEL, MARIA)) == ["role.given", "capacity.unsaid"] and team.head.lawyer is None
    assert told(team.settings(zone="UTC")) == ["settings.saved", "capacity.unsaid"]
    said = team.say(MARIA, SettingsChanged(capacity=Capacity.IN_HOUSE))
    assert told(said) == ["settings.saved"] and team.head.lawyer == MARIA
    assert team.head.capacities == {PRIYA: Capacity.NO_LAWYER, MARIA: Capacity.IN_HOUSE}
    before = team.logged().count("capacity")
    team.say(MARIA, SettingsChanged(capacity=Capacity.IN_HOUSE))
    assert team.logged().count("capacity") == before == 2, "said again it is no news"
    team.say(JON, SettingsChanged(capacity=Capacity.OUTSIDE))
    assert team.head.lawyer == MARIA and team.head.capacities[JON] is Capacity.OUTSIDE
