"""What conditions see of a session: unknown opens nothing, a question that does not apply is not heard, and one machine serves all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from flows.engine.machine import START, Cursor, machine_of, plan_of
from flows.model.ids import ItemId, QuestionId
from flows.model.programme import StageState
from flows.model.session import SessionState, Spot, spot_keys
from flows.model.values import Choice, Items, NewItems, Value
from tests.builders import JON, NO, YES, Team, flow_of, library_of, spot
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, at_people
from tests.flows.engine.small import STORY


def one(condition: str, more: str = "") -> Crew:
    """A team at a flow whose second question is asked only where that condition is true."""
    return Crew.at(
        flow_of(
            "  - section: one\n    title: One\n    questions:\n"
            "      - {ask: first, kind: yes_no, text: First, why: W., source: method}\n"
            f"      - {{ask: second, kind: yes_no, text: Second, why: W., source: method, only_when: {condition}}}\n"
            "      - {ask: last, kind: yes_no, text: Last, why: W., source: method}\n" + more
        )
    )


@pytest.mark.parametrize("condition", ["first is yes", "not (first is no)", "first is yes or first is no"])
def test_what_is_not_known_opens_nothing(condition: str) -> None:
    team = one(condition)
    team.not_sure()
    assert team.now_open == "one.last"
    team = one(condition)
    team.skip()
    assert team.now_open == "one.last"
    team = one(condition)
    team.click(YES)
    assert team.now_open == "one.second"


@pytest.mark.parametrize("condition", ["first is unknown", "first is not_sure"])
def test_not_knowing_can_be_asked_about_itself(condition: str) -> None:
    team = one(condition)
    team.not_sure()
    assert team.now_open == "one.second"


def test_an_answer_that_no_longer_applies_is_heard_by_no_condition() -> None:
    team = Crew.at(
        flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: First, why: W., source: method}
      - {ask: second, kind: yes_no, text: Second, why: W., source: method, only_when: first is yes}
      - {ask: third, kind: yes_no, text: Third, why: W., source: method, only_when: second is yes}
      - {ask: last, kind: yes_no, text: Last, why: W., source: method}
""")
    )
    for _ in range(2):
        team.click(YES)
    assert team.now_open == "one.third"
    team.click(NO, "one.first")
    team.confirm()
    assert team.now_open == "one.last" and team.ref.answers["one.second"].value == YES


def test_the_profile_opens_what_is_for_it_and_is_unknown_before_anybody_says() -> None:
    flow = flow_of("""\
  - section: one
    title: One
    questions:
      - ask: work
        kind: one_of
        fills: profile
        text: What work?
        why: W.
        source: method
        options: {software: Software, services: Services}
      - {ask: code, kind: yes_no, text: Code, why: W., source: method, only_when: profile is software}
      - {ask: last, kind: yes_no, text: Last, why: W., source: method}
""")
    team = Crew.at(flow)
    team.click(SOFTWARE)
    assert team.now_open == "one.code"
    team = Crew.at(flow)
    team.skip()
    assert team.now_open == "one.last"
    team.click(Choice("services"), "one.work")
    assert team.now_open == "one.last"


def test_a_condition_may_look_at_a_stage() -> None:
    flow = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: first, kind: yes_no, text: First, why: W., source: method}
      - {ask: again, kind: yes_no, text: Again, why: W., source: method, only_when: stage.first is reopened}
""")
    team = Crew.at(flow)
    team.click(YES)
    assert team.ref.state is SessionState.REVIEW
    assert team.programme is not None and team.programme.stages == {flow.stage: StageState.REVIEW}
    team.finish()
    assert [one.key for one in team.scene().facts.spots()] == ["one.first"]
    team.programme = msgspec.structs.replace(team.programme, stages={flow.stage: StageState.REOPENED})
    assert [one.key for one in team.scene().facts.spots()] == ["one.first", "one.again"]


# ── marks ────────────────────────────────────────────────────────────────────

JEWELS = QuestionId("naming.jewels")


def test_an_item_is_marked_by_being_picked_and_unmarked_by_being_passed_over() -> None:
    team = at_assets()
    facts = team.scene().facts
    assert facts.mark(JEWELS, team.item("Engine")) is None
    team.click(Items((team.item("Engine"),)))
    facts = team.scene().facts
    assert (facts.mark(JEWELS, team.item("Engine")), facts.mark(JEWELS, team.item("App"))) == (True, False)
    assert facts.mark(JEWELS, None) is None and facts.mark(JEWELS, team.item("Engine")[:-1] + "9") is None  # type: ignore[arg-type]


def test_where_nobody_was_to_pick_nothing_is_marked_but_where_that_is_unknown_so_is_the_mark() -> None:
    team = Crew.at(STORY)
    assert team.scene().facts.mark(JEWELS, None) is None
    team.click(SOFTWARE)
    team.click(NO)
    assert team.scene().facts.mark(JEWELS, None) is False


# ── the machine ──────────────────────────────────────────────────────────────


class Open:
    """A terrain on which everything but what was walked already is open, in rounds of two items where a section has rounds."""

    def __init__(self) -> None:
        self.walked: set[tuple[str, object]] = set()

    def open(self, question: object, item: object) -> bool:
        return (question.id, item) not in self.walked  # type: ignore[attr-defined]

    def rounds(self, section: object) -> tuple[object, ...]:
        return ("asset-1", "asset-2") if section.each else (None,)  # type: ignore[attr-defined]


def walk(terrain: Open) -> list[str]:
    """Every spot of the story in the order in which it would be asked."""
    found: list[str] = []
    where: Spot | None = None
    while (where := plan_of(STORY).next_spot(terrain, where)) is not None:  # type: ignore[arg-type]
        terrain.walked.add((where.question, where.item))
        found.append(where.key)
    return found


def test_questions_come_in_the_order_of_the_page_item_by_item() -> None:
    assert walk(Open()) == [
        "triage.work",
        "triage.shares",
        "triage.people",
        "naming.assets",
        "naming.jewels",
        "authorship.created_by/asset-1",
        "authorship.signed_on/asset-1",
        "authorship.created_by/asset-2",
        "authorship.signed_on/asset-2",
        "closing.advised",
        "later.notes",
    ]


def test_one_machine_is_walked_by_many_at_once_and_keeps_nothing_of_them() -> None:
    with ThreadPoolExecutor(4) as pool:
        walks = list(pool.map(lambda _: walk(Open()), range(40)))
    assert all(one == walks[0] for one in walks)
    assert plan_of(STORY).machine.models == []


def test_what_was_left_open_earlier_in_a_section_is_asked_before_the_section_is_left() -> None:
    team = at_people()
    team.hand(JON)
    team.change("triage.people")
    team.back()
    team.drop("triage.shares")
    assert team.now_open == "triage.people"
    terrain = Open()
    terrain.walked = {("triage.work", None), ("triage.people", None)}
    assert plan_of(STORY).next_spot(terrain, spot("triage.people")) == spot("triage.shares")  # type: ignore[arg-type]


def test_what_opens_before_the_question_at_hand_is_asked_after_the_rest() -> None:
    terrain = Open()
    terrain.walked = {("closing.advised", None), ("later.notes", None)}
    assert plan_of(STORY).next_spot(terrain, spot("closing.advised")) == spot("triage.work")  # type: ignore[arg-type]


def test_a_cursor_is_thrown_away_after_each_move() -> None:
    machine, cursor = machine_of(STORY), Cursor(Open(), None)  # type: ignore[arg-type]
    assert cursor.state == START
    machine.events["next"].trigger(cursor)
    assert cursor.state == "triage" and machine.models == []


# ── the same again ───────────────────────────────────────────────────────────


def answers(team: Team) -> dict[str, Value | None]:
    return {key: answer.value for key, answer in team.ref.answers.items()}


def test_the_same_answers_lead_to_the_same_session() -> None:
    def played() -> Crew:
        team = at_assets("Engine", "App")
        team.click(Items((team.item("App"),)))
        team.click(Choice("university"))
        return team

    one, two = played(), played()
    assert one.ref == two.ref and one.rows == two.rows and one.work == two.work and one.log == two.log


def test_a_flow_of_one_question_goes_from_it_to_the_review() -> None:
    flow = flow_of(
        "  - section: a\n    title: A\n    questions:\n"
        "      - {ask: b, kind: item, register: asset, adds: true, many: true, text: B, why: W., source: method}\n"
    )
    team = Crew(library_of(flow))
    team.start(flow)
    team.click(NewItems((), ("Engine",)))
    assert team.now_open == "review" and answers(team) == {"a.b": Items((team.item("Engine"),))}


def test_the_keys_of_a_column_are_those_of_its_spots_however_long_it_is() -> None:
    for rows in (1, 32, 33, 500):
        items = tuple(ItemId(f"asset-{number}") for number in range(rows))
        assert spot_keys(QuestionId("a.b"), items) == tuple(Spot(QuestionId("a.b"), item).key for item in items)
