"""Changing an answer: a preview before anything moves, a cascade after, and a history that keeps everything."""

from __future__ import annotations

from decimal import Decimal

from flows.engine.changing import What, consequences
from flows.model.effects import Outcome, SettleReview, ShowReview, ShowSummary, Tell
from flows.model.people import Profile, Role
from flows.model.programme import StageState
from flows.model.session import AnswerState, Change, Draft, Rethink, SessionState
from flows.model.values import Choice, Countries, Day, Items, NewItems, Number, People, Text
from tests.builders import JON, MARIA, NO, YES, asked, confirming, effects_of, flow_of, is_refused, kinds, spot, told
from tests.flows.engine.crew import PAPER, SOFTWARE, Crew, at, at_assets, at_people, in_review
from tests.flows.engine.small import KINDS, STORY


def foreseen(team: Crew, question: str, given: object, item: str | None = None) -> list[tuple[str, str]]:
    """What would follow from another answer: what, and about which spot (with the finding, where it is about one)."""
    draft = Draft(spot(question, item), MARIA, given=given)  # type: ignore[arg-type]
    found = consequences(team.scene().facts, draft, team.scene().others)
    return [(one.what.value, f"{one.rule}@{one.spot.key}" if one.rule else one.spot.key) for one in found]


def test_whoever_wants_to_change_an_answer_is_asked_again_with_what_stands() -> None:
    team = at_people()
    outcome = team.change("triage.shares")
    assert asked(outcome) == ["triage.shares"] and told(outcome) == ["change.asked"]
    assert team.ref.pending == Rethink(spot("triage.shares"), MARIA)
    assert team.now_open == "triage.people"


def test_a_change_with_consequences_is_shown_first_and_nothing_moves() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    outcome = team.click(NO, "triage.shares")
    assert confirming(outcome) == ["triage.shares"]
    assert team.ref.answers["triage.shares"].value == YES and team.finding_keys() == ["shares@triage.shares"]
    assert foreseen(team, "triage.shares", NO) == [
        ("withdrawn", "shares@triage.shares"),
        ("falls_away", "triage.people"),
    ]


def test_a_confirmed_change_cascades_and_keeps_what_no_longer_applies() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    team.click(NO, "triage.shares", by=JON)
    outcome = team.confirm()
    assert told(outcome)[:2] == ["change.made", "noted.withdrawn"]
    assert team.finding_keys() == [] and team.todo() == []
    kept = team.answer("triage.people")
    assert kept is not None and kept.value == Number(Decimal(3))
    assert all(one.key != "triage.people" for one in team.scene().facts.spots())
    changed = team.answer("triage.shares")
    assert changed is not None and (changed.by, changed.revision) == (JON, 2)


def test_what_fell_away_comes_back_with_its_answer_when_it_applies_again() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    team.click(NO, "triage.shares")
    team.confirm()
    assert foreseen(team, "triage.shares", YES) == [
        ("raised", "shares@triage.shares"),
        ("comes_back", "triage.people"),
        ("asked_anew", "naming.assets"),
        ("asked_anew", "naming.jewels"),
    ]
    team.click(YES, "triage.shares")
    team.confirm()
    assert team.now_open == "naming.assets"


def test_the_history_keeps_what_was_replaced_and_by_whom() -> None:
    team = at_people()
    team.click(NO, "triage.shares", by=JON)
    team.confirm(by=JON)
    entry = [entry for entry in team.log if entry.what == "answered"][-1]
    assert entry.by == JON and entry.flow_hash == STORY.hash
    assert entry.before is not None and (entry.before.value, entry.before.by) == (YES, MARIA)
    assert entry.answer is not None and entry.answer.value == NO


def test_a_change_nobody_wants_leaves_everything_as_it_was() -> None:
    team = at_people()
    before = team.ref.answers
    team.click(NO, "triage.shares")
    outcome = team.drop()
    assert told(outcome) == ["change.dropped"] and asked(outcome) == ["triage.people"]
    assert team.ref.answers == before and team.ref.pending is None


def test_a_change_without_consequences_counts_at_once() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    outcome = team.click(Number(Decimal(5)), "triage.people")
    assert confirming(outcome) == [] and told(outcome) == ["change.made"]
    assert team.ref.answers["triage.people"].value == Number(Decimal(5))


def test_the_same_answer_again_changes_nothing_and_says_so() -> None:
    team = at_people()
    team.change("triage.shares")
    outcome = team.click(YES, "triage.shares")
    assert told(outcome) == ["change.same"] and asked(outcome) == ["triage.people"]
    assert team.ref.answers["triage.shares"].revision == 1 and team.ref.pending is None


def test_the_same_answer_again_in_review_leaves_the_review_standing() -> None:
    team = in_review()
    team.change("triage.shares")
    outcome = team.click(NO, "triage.shares")
    assert told(outcome) == ["change.same"] and asked(outcome) == []
    assert team.ref.state is SessionState.REVIEW


def test_a_question_without_an_answer_cannot_be_changed() -> None:
    team = at_people()
    assert is_refused(team.change("triage.people"), "change.not_answered")


def test_what_no_longer_applies_cannot_be_changed() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    team.click(NO, "triage.shares")
    team.confirm()
    assert is_refused(team.change("triage.people"), "stale.gone")


def test_an_answer_given_in_sight_of_the_one_that_stands_is_a_change_also_in_a_finished_part() -> None:
    team = in_review()
    team.finish()
    team.click(YES, "triage.shares")
    assert isinstance(team.ref.pending, Change) and team.ref.state is SessionState.DONE
    team.confirm()
    assert team.now_open == "triage.people"


def test_a_finished_part_opens_again_when_an_answer_is_changed() -> None:
    team = in_review()
    team.finish()
    assert is_refused(team.hand(JON, "triage.shares"), "stale.done")
    team.change("triage.shares")
    assert team.ref.state is SessionState.DONE
    team.click(YES, "triage.shares")
    team.confirm()
    assert team.now_open == "triage.people" and team.ref.state is SessionState.ASKING


def shown(outcome: Outcome) -> list[tuple[str, ...]]:
    """The presses below what is told in the thread; a review that is posted counts as ("a review",)."""
    told = {Tell: lambda one: one.buttons, ShowReview: lambda _: ("a review",), ShowSummary: lambda _: ("a summary",)}
    return [told[type(effect)](effect) for effect in outcome.effects if type(effect) in told]


def finished() -> Crew:
    """A team whose part is finished: nothing leaves the house."""
    team = in_review()
    team.finish()
    return team


def test_a_change_that_opens_no_question_leaves_a_finished_part_and_its_stage_finished_and_says_what_came_of_it() -> (
    None
):
    team = finished()
    ended = team.ref.finished
    team.change("triage.work")
    outcome = team.click(Choice("services"), "triage.work")
    assert told(outcome) == ["change.made"] and shown(outcome) == [("summary", "review")]
    assert effects_of(outcome, SettleReview), "the review that stands in the thread shows the change"
    assert team.ref.state is SessionState.DONE and team.ref.finished == ended
    assert set(team.head.stages.values()) == {StageState.DONE}
    assert [entry.about for entry in team.log if entry.what == "stage"][-1] == "first: done"


def test_a_finding_whose_answer_is_not_known_any_more_is_not_told_as_mended() -> None:
    team = at_people()
    team.click(Number(Decimal(3)))
    team.change("triage.shares")
    team.not_sure("triage.shares")
    outcome = team.confirm()
    assert "noted.withdrawn.unknown" in told(outcome) and "noted.withdrawn" not in told(outcome)


def test_a_change_of_a_finished_part_tells_in_its_thread_what_finding_it_opened_or_closed() -> None:
    team = finished()
    team.change("triage.shares")
    team.not_sure("triage.shares")
    outcome = team.confirm()
    assert told(outcome) == ["noted.not_sure", "noted.finding"] and shown(outcome) == [("summary", "review")]
    assert team.ref.state is SessionState.DONE and team.finding_keys() == ["unclear@triage.shares"]
    team.change("triage.shares")
    team.click(NO, "triage.shares")
    outcome = team.confirm()
    assert told(outcome) == ["change.made", "noted.withdrawn"] and team.ref.state is SessionState.DONE


def test_a_change_of_a_finished_part_is_taken_back_without_opening_it() -> None:
    team = finished()
    team.change("triage.work")
    team.click(Choice("services"), "triage.work")
    outcome = team.undo()
    assert told(outcome) == ["undo.done"] and shown(outcome) == [("summary", "review")]
    assert team.ref.answers["triage.work"].value == SOFTWARE and team.ref.state is SessionState.DONE


def test_going_deeper_in_a_finished_part_where_nothing_more_is_asked_shows_its_review_and_leaves_it_finished() -> None:
    team = Crew.at(SHALLOW)
    team.click(NO)
    team.finish()
    outcome = team.deepen()
    assert shown(outcome) == [("a review",)] and team.ref.state is SessionState.DONE


SHALLOW = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: First, why: It matters., source: method}
  - section: two
    title: Two
    deeper: true
    open_when: one.first is yes
    questions:
      - {ask: second, kind: text, text: Second, why: It matters., source: method}
""")


def test_a_change_may_leave_the_answer_open() -> None:
    team = at_people()
    team.change("triage.shares")
    assert confirming(team.not_sure("triage.shares")) == ["triage.shares"]
    outcome = team.confirm()
    assert told(outcome)[0] == "noted.not_sure"
    answer = team.answer("triage.shares")
    assert answer is not None and answer.state is AnswerState.NOT_SURE
    assert team.finding_keys() == ["unclear@triage.shares"]


def test_a_finding_that_would_become_worse_or_milder_is_foretold() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    team.click(Choice("contractor"))
    question = "authorship.created_by"
    assert (What.WORSE, f"outsider@{at(question, engine)}") in foreseen(team, question, Choice("university"), engine)
    team.click(Choice("university"), spot(question, engine))
    team.confirm()
    assert team.ref.findings[-1].severity == "critical"
    assert (What.EASED, f"outsider@{at(question, engine)}") in foreseen(team, question, Choice("contractor"), engine)


def test_taking_an_asset_out_of_the_list_foretells_what_is_asked_about_it_and_takes_it_with_it() -> None:
    team = at_assets()
    engine, app = team.item("Engine"), team.item("App")
    team.click(Items((engine, app)))
    team.click(Choice("contractor"))
    gone = foreseen(team, "naming.assets", Items((app,)))
    assert gone == [
        ("withdrawn", f"outsider@{at('authorship.created_by', engine)}"),
        ("falls_away", at("authorship.created_by", engine)),
    ]
    team.click(Items((app,)), "naming.assets")
    team.confirm()
    assert team.live("asset") == ["App"] and team.row("Engine").removed
    assert "outsider" not in [finding.rule for finding in team.ref.findings]


def test_an_asset_taken_out_and_named_again_is_the_same_row_with_its_answers() -> None:
    team = at_assets()
    engine, app = team.item("Engine"), team.item("App")
    team.click(Items((engine, app)))
    team.click(Choice("contractor"))
    team.click(Items((app,)), "naming.assets")
    team.confirm()
    team.change("naming.assets")
    team.click(NewItems((app,), ("engine",)), "naming.assets")
    assert team.live("asset") == ["Engine", "App"] and team.item("Engine") == engine
    assert team.ref.answers[at("authorship.created_by", engine)].value == Choice("contractor")


def test_new_names_are_not_foretold_but_counted_once_they_are_rows() -> None:
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    outcome = team.click(NewItems((team.item("Engine"),), ("App",)), "naming.assets")
    assert told(outcome)[0] == "change.made" and team.live("asset") == ["Engine", "App"]


def test_whoever_changes_the_list_of_marked_things_is_asked_about_new_ones_only() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    team.click(NewItems((engine,), ("App",)), "naming.assets")
    assert team.now_open == "naming.jewels"
    outcome = team.click(Items((engine,)))
    assert told(outcome) == [] and team.now_open == at("authorship.created_by", engine)


def test_a_changed_profile_is_taken_back_when_its_answer_is_left_open() -> None:
    team = at_people()
    team.change("triage.work")
    team.skip("triage.work")
    assert team.programme is not None and team.programme.profile is None
    team.click(Choice("services"), "triage.work")
    assert team.programme.profile is Profile.SERVICES


def test_evidence_stays_with_an_answer_that_is_given_again_and_not_with_another() -> None:
    team = at_assets("Engine")
    engine = team.item("Engine")
    team.click(Items((engine,)))
    team.click(Choice("contractor"))
    signed = spot("authorship.signed_on", engine)
    team.click(Day(team.now.date()), signed)
    team.reply("", documents=(PAPER,))
    assert team.ref.answers[signed.key].evidence == (PAPER,)
    team.change(signed)
    team.click(Day(team.now.date().replace(day=1)), signed)
    team.confirm()
    assert team.ref.answers[signed.key].evidence == ()


def test_a_role_that_an_answer_fills_changes_hands_with_the_answer() -> None:
    flow = flow_of("""\
  - section: roles
    title: Who
    questions:
      - {ask: lawyer, kind: person, fills: counsel, text: Who is counsel, why: It matters., source: method}
      - {ask: ok, kind: yes_no, text: Is it so, why: It matters., source: method, only_when: role.counsel is known}
""")
    team = Crew.at(flow)
    team.click(People((JON,)))
    assert team.now_open == "roles.ok"
    team.click(YES)
    assert foreseen(team, "roles.lawyer", People((), ("Ms Fox",))) == [("falls_away", "roles.ok")]
    team.change("roles.lawyer")
    team.click(People((), ("Ms Fox",)), "roles.lawyer")
    team.confirm()
    assert team.programme is not None and team.programme.holder(Role.COUNSEL) is None


def test_countries_taken_out_of_an_answer_leave_the_register() -> None:
    team = Crew.at(KINDS)
    where = spot("kinds.where")
    team.click(Countries(("PL", "IN", "PL")), where)
    assert team.live("country") == ["Poland", "India"]
    team.click(Countries(("IN",)), where)
    assert team.live("country") == ["India"]


def test_a_change_waits_for_its_yes_while_the_open_question_is_answered() -> None:
    team = at_people()
    team.click(NO, "triage.shares", by=JON)
    outcome = team.click(Number(Decimal(3)), "triage.people")
    assert asked(outcome) == [] and team.now_open == "naming.assets"
    assert isinstance(team.ref.pending, Change)
    team.confirm(by=JON)
    assert team.ref.answers["triage.shares"].value == NO


def test_a_change_that_was_settled_meanwhile_says_so() -> None:
    team = at_people()
    team.click(NO, "triage.shares")
    team.drop()
    assert is_refused(team.confirm("triage.shares"), "stale.nothing_waits")
    assert is_refused(team.drop("triage.shares"), "stale.nothing_waits")


FALLING = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: First, why: It matters., source: method}
      - {ask: second, kind: text, text: Second, why: It matters., source: method, only_when: first is unknown or first is yes}
      - {ask: third, kind: text, text: Third, why: It matters., source: method}
      - {ask: fourth, kind: text, text: Fourth, why: It matters., source: method}
""")


def test_what_is_being_changed_is_let_go_when_a_colleague_makes_it_fall_away() -> None:
    team = Crew.at(FALLING)
    team.hand(JON)
    team.click(Text("x"), "one.second")
    team.change("one.second")
    outcome = team.click(NO, "one.first", by=JON)
    assert team.ref.pending is None and team.now_open == "one.third"
    assert kinds(outcome).count("Settle") == 3
    assert team.reply("now for the third").refused is False
    assert team.ref.answers["one.third"].value == Text("now for the third")


def test_what_is_being_changed_stays_when_a_colleague_answers_something_else() -> None:
    team = Crew.at(FALLING)
    team.hand(JON)
    team.click(Text("x"), "one.second")
    team.change("one.second")
    outcome = team.click(YES, "one.first", by=JON)
    assert isinstance(team.ref.pending, Rethink) and kinds(outcome) == ["Settle", "SettleLetter"]
