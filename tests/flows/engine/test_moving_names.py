"""A question that a newer version asks under another name: all that stands at it goes on there, and nothing of it is lost or doubled."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.deciding import decided
from flows.engine.log import Log
from flows.engine.machine import plan_of
from flows.engine.screens import letters, question
from flows.engine.screens.upgrade import preview
from flows.engine.versions import carried, renamed
from flows.model.effects import Outcome, Settle, Words
from flows.model.events import Answered, Handed, WorkMoved
from flows.model.flow import Flow, Severity
from flows.model.ids import QuestionId
from flows.model.letters import SettleLetter
from flows.model.programme import ActionState
from flows.model.session import Answer, AnswerState, Fallen, Session, Spot, Unplaced, VendorReading
from flows.model.settling import FindingSettled
from flows.model.upgrades import Upgraded
from flows.model.values import NewItems, Text
from tests.builders import JON, MARIA, NO, NOW, YES, flow_of, library_of, spot, told
from tests.flows.engine.crew import Crew, words

FINDING = """
        findings:
          - {when: "no", id: unsigned, severity: high, say: The paper is outstanding., counsel: C., do: Get it, owner: owner,
             due: 7 days, source: method}
        decides: "It is settled: {NAME}"
"""
REST = """\
      - {ask: last, kind: text, text: The last?, why: W., source: method}
"""
OLD = flow_of(
    """\
  - section: papers
    title: Papers
    questions:
      - ask: signed
        kind: yes_no
        text: Is it signed?
        why: W.
        source: method"""
    + FINDING.replace("NAME", "papers.signed")
    + """\
      - {ask: stamped, kind: yes_no, text: Is it stamped?, why: W., source: method}
      - {ask: whose, kind: text, text: Whose is it?, why: W., source: method}
"""
    + REST
)
NEW = flow_of(
    """\
  - section: rights
    title: Rights
    questions:
      - ask: assigned
        was: papers.signed
        kind: yes_no
        text: Is it assigned?
        why: W.
        source: method"""
    + FINDING.replace("NAME", "rights.assigned")
    + """\
      - {ask: sealed, was: papers.stamped, kind: yes_no, text: Is it sealed?, why: W., source: method}
      - {ask: owner, was: papers.whose, kind: text, text: Who owns it?, why: W., source: method}
  - section: papers
    title: Papers
    questions:
"""
    + REST,
    version=2,
)
SIGNED, ASSIGNED = spot("papers.signed"), spot("rights.assigned")
OWNER, WHOSE = spot("rights.owner"), spot("papers.whose")


def team_of(old: Flow = OLD) -> Crew:
    team = Crew.at(old)
    team.kept_flows[old.hash] = old
    return team


def upgrade(team: Crew, to: Flow = NEW) -> Outcome:
    team.library = library_of(to)
    return team.say(MARIA, Upgraded(team.ref.id, to.hash))


def shown(team: Crew, to: Flow = NEW) -> list[str]:
    team.library = library_of(to)
    screen = preview(team, team.ref.id, team.library, team.now)
    assert screen is not None
    return [line.removeprefix("• ") for line in words(screen)]


def test_the_finding_its_acceptance_and_the_work_go_on_under_the_new_name() -> None:
    team = team_of()
    team.click(NO)
    (finding,), (work,) = team.ref.findings, team.todo()
    team.say(MARIA, WorkMoved(team.ref.id, dt.date(2026, 12, 30), work.id))
    (moved,) = team.todo()
    lines = shown(team)
    assert "Taken over as it was answered: Is it assigned?" in lines
    assert not any(line.startswith(("Raised", "Withdrawn", "No longer")) for line in lines)
    outcome = upgrade(team)
    assert told(outcome) == ["upgrade.done"]
    assert Settle(team.ref.id, ASSIGNED, 1) in outcome.effects
    assert team.ref.findings == (msgspec.structs.replace(finding, spot=ASSIGNED),)
    assert team.todo() == [msgspec.structs.replace(moved, spot=ASSIGNED)]
    assert [(one.what, one.spot, one.about) for one in team.log if one.what == "answer_moved"] == [
        ("answer_moved", ASSIGNED, "papers.signed"),
        ("answer_moved", spot("rights.sealed"), "papers.stamped"),
    ]


def test_an_accepted_finding_stays_so_and_its_news_is_told_in_the_new_words() -> None:
    team = team_of()
    team.click(NO)
    since = team.now - dt.timedelta(days=1)
    team.say(MARIA, FindingSettled(team.ref.id, SIGNED, "unsigned", Severity.HIGH, "We live with it"))
    upgrade(team)
    (finding,) = team.ref.findings
    assert finding.spot == ASSIGNED and finding.settled is not None and finding.settled.reason == "We live with it"
    assert team.todo() == []
    notes = list(decided([team.scene()], Log(team, since), team.library))
    assert [note.values["say"] for note in notes if note.key == "digest.settled"] == [
        Words(team.ref.id, ASSIGNED, "say", "unsigned")
    ]


def test_a_button_of_before_the_newer_version_means_the_question_under_its_new_name() -> None:
    team = team_of()
    upgrade(team)
    team.say(MARIA, Answered(team.ref.id, SIGNED, 0, YES))
    answer = team.answer("rights.assigned")
    assert answer is not None and answer.value == YES


def test_what_is_not_known_goes_on_with_its_work_and_what_waits_for_a_colleague_with_its_day() -> None:
    team = team_of()
    team.not_sure()
    (work,) = team.todo()
    team.click(YES)
    due = team.now.date() + dt.timedelta(days=3)
    team.say(MARIA, Handed(team.ref.id, WHOSE, JON, due))
    upgrade(team)
    answer = team.answer("rights.assigned")
    assert answer is not None and answer.state is AnswerState.NOT_SURE
    assert team.todo() == [msgspec.structs.replace(work, spot=ASSIGNED)]
    (held,) = team.ref.assignments
    assert (held.spot, held.to, held.due) == (OWNER, JON, due)
    assert letters.settled(team.scene(), WHOSE, JON) is None, "the letter waits for him still"
    answered = team.say(JON, Answered(team.ref.id, WHOSE, 0, Text("Ours")))
    settled = [one.spot for one in answered.effects if isinstance(one, SettleLetter)]
    assert settled == [OWNER, WHOSE], "a letter goes by the name that its question had then"
    assert letters.settled(team.scene(), WHOSE, JON) is not None
    assert team.ref.assignments == ()


def test_the_open_question_stays_open_and_its_posting_says_that_it_is_asked_again() -> None:
    team = team_of()
    upgrade(team)
    assert team.now_open == "rights.assigned"
    assert "Is it assigned?" in "".join(words(question.asked(team.scene(), ASSIGNED)))


def test_each_row_of_a_list_keeps_its_own_answer_under_the_new_name() -> None:
    head = """\
  - section: whom
    title: Whom
    questions:
      - {ask: vendors, kind: item, register: asset, adds: true, many: true, text: Which?, why: W., source: method}
  - section: habits
    title: Habits
    each: asset
    questions:
      - {ask: NAME, kind: yes_no, text: Do they?, why: W., source: method}
"""
    old = flow_of(head.replace("NAME", "warns"))
    new = flow_of(head.replace("NAME", "tells, was: habits.warns"), version=2)
    team = team_of(old)
    team.click(NewItems((), ("Acme", "Globex")))
    team.click(YES)
    team.click(NO)
    upgrade(team, new)
    given = [team.answer("habits.tells", team.item(name)) for name in ("Acme", "Globex")]
    assert [one.value for one in given if one is not None] == [YES, NO] and team.ref.aside == {}


BOTH = [flow_of(f"""\
  - section: one
    title: One
    questions:
{asked}{REST.replace("last", "end")}""", version=version) for version, asked in enumerate((
    "      - {ask: new, kind: yes_no, text: The new one?, why: W., source: method}\n"
    "      - {ask: old, kind: yes_no, text: The old one?, why: W., source: method}\n",
    "",
    "      - {ask: new, was: one.old, kind: yes_no, text: Is it new?, why: W., source: method}\n",
    "      - {ask: new, was: one.old, kind: text, text: How new?, why: W., source: method}\n",
), 1)]  # fmt: skip


def test_of_two_answers_laid_aside_the_questions_own_counts_and_the_other_is_kept_and_told() -> None:
    team = team_of(BOTH[0])
    team.click(YES)
    team.click(NO)
    upgrade(team, BOTH[1])
    team.kept_flows[BOTH[1].hash] = BOTH[1]
    assert sorted(team.ref.aside) == ["one.new", "one.old"]
    lines = shown(team, BOTH[2])
    assert "Taken over as it was answered: Is it new?" in lines
    assert any(line.startswith("Another answer to it, of 2") and line.endswith("Is it new?") for line in lines), lines
    upgrade(team, BOTH[2])
    answer = team.answer("one.new")
    assert answer is not None and answer.value == YES
    assert [(key, one.value) for key, one in team.ref.aside.items()] == [("one.old", NO)]


def given(name: str, value: Text | None = None, **more: object) -> Answer:
    answer = Answer(spot(name), AnswerState.VALUE, MARIA, NOW, 1, value or YES)
    return msgspec.structs.replace(answer, **more)


def session_of(answers: list[Answer], aside: list[Answer] | None = None, **more: object) -> Session:
    kept = {one.spot.key: one for one in answers}
    away = {one.spot.key: one for one in aside or []}
    return msgspec.structs.replace(team_of(BOTH[0]).ref, answers=kept, aside=away, **more)


def test_nothing_that_is_laid_aside_is_put_over_by_what_takes_its_place() -> None:
    first, new = plan_of(BOTH[0]), plan_of(BOTH[3])
    text, yes = given("one.old", Text("Very")), given("one.new")
    both = session_of([yes], [text])
    moved = renamed(both, first, new)
    assert moved == {spot("one.old"): spot("one.new")}
    after = carried(both, first, new, moved)
    assert after.answers["one.new"].value == Text("Very") and after.aside == {"one.new": yes}
    again = carried(after, new, first)
    assert again.answers["one.new"] == yes, "and it comes back with a version that has its place"
    assert [one.value for one in again.aside.values()] == [Text("Very")]
    two = session_of([given("one.new", Text("Much"))], [given("one.new", Text("Very"))])
    gone = carried(two, first, plan_of(BOTH[2]))
    assert sorted(gone.aside) == ["one.new", "one.new#1"]


def test_what_two_people_chose_what_was_lost_and_files_that_wait_go_on_under_the_new_name() -> None:
    old, new = OLD, NEW
    names = {QuestionId("papers.signed"): "a"}
    fell = given("papers.last", Text("x"), fell=(Fallen(SIGNED, Severity.HIGH),))
    session = session_of(
        [given("papers.signed"), fell],
        unplaced=(Unplaced("1.0", MARIA, NOW, (), 1, SIGNED), Unplaced("2.0", MARIA, NOW, (), 2)),
        apart={MARIA: dict(names)},
        vendor=VendorReading(MARIA, NOW.date(), NOW.date(), dict(names)),
    )
    moved = renamed(session, plan_of(old), plan_of(new))
    after = carried(session, plan_of(old), plan_of(new), moved)
    assert [one.spot for one in after.unplaced] == [ASSIGNED, None]
    assert after.answers["papers.last"].fell == (Fallen(ASSIGNED, Severity.HIGH),)
    assert after.apart == {MARIA: {}}, "an option that is not offered there cannot be chosen"
    back = carried(after, plan_of(new), plan_of(old))
    assert after.now_at(SIGNED) == ASSIGNED and back.now_at(SIGNED) == SIGNED
    assert after.now_at(Spot(QuestionId("papers.last"))) == spot("papers.last")


def test_work_whose_rule_is_no_more_is_withdrawn_under_the_name_that_it_had() -> None:
    team = team_of()
    team.click(NO)
    bare = flow_of(
        """\
  - section: rights
    title: Rights
    questions:
      - {ask: assigned, was: papers.signed, kind: yes_no, text: Is it assigned?, why: W., source: method}
""",
        version=2,
    )
    (work,) = team.todo()
    upgrade(team, bare)
    assert team.todo() == [] and team.ref.findings == ()
    assert [one.spot for one in team.actions(team.ref.id) if one.state is ActionState.WITHDRAWN] == [work.spot]


def test_what_is_asked_under_another_name_and_fits_no_longer_is_asked_again() -> None:
    team = team_of(BOTH[2])
    team.click(YES)
    to = flow_of(
        """\
  - section: one
    title: One
    questions:
      - {ask: other, was: one.new, kind: text, text: How is it?, why: W., source: method}
      - {ask: end, kind: text, text: The last?, why: W., source: method}
""",
        version=4,
    )
    lines = shown(team, to)
    assert "Asked again, because the answer no longer fits: How is it?" in lines
    assert not any(line.startswith(("Asked as well", "No longer")) for line in lines)
    upgrade(team, to)
    assert team.answer("one.other") is None and list(team.ref.aside) == ["one.new"]


def test_of_two_laid_aside_the_latest_comes_back_also_under_another_name() -> None:
    section = "  - section: one\n    title: One\n    questions:\n"
    bare = flow_of(section + REST, version=4)
    fresh = "      - {ask: fresh, was: one.new, kind: text, text: Which?, why: W., source: method}\n"
    renewed = flow_of(section + fresh + REST, version=5)
    early = given("one.new", Text("Older"))
    late = given("one.new", Text("Newer"), at=NOW + dt.timedelta(days=9))
    for two in (session_of([late], [early]), session_of([early], [late])):
        away = carried(two, plan_of(BOTH[3]), plan_of(bare))
        moved = renamed(away, plan_of(bare), plan_of(renewed))
        after = carried(away, plan_of(bare), plan_of(renewed), moved)
        assert after.answers["one.fresh"].value == Text("Newer")
