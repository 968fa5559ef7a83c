"""Conditions are judged in three values, and unknown never satisfies."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.model.conditions import (
    And,
    AnswerFact,
    BookFact,
    Compare,
    Comparison,
    Condition,
    DayLimit,
    Fact,
    ForItems,
    Has,
    Is,
    IsThe,
    MarkFact,
    Not,
    NumberLimit,
    Or,
    ProfileFact,
    Quantifier,
    RoleFact,
    StageFact,
    Status,
    TodayFact,
)
from flows.model.countryfields import CountryField
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.people import Profile, Role
from flows.model.programme import StageState
from flows.model.session import Answer, AnswerState, Spot, Standing
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Items,
    Money,
    Number,
    Scale,
    Text,
    Value,
    YesNo,
    words_of,
)
from flows.rules.conditions import judge
from flows.rules.inputs import around_in, facts_in, leaves, reads, reads_elsewhere, registers_in

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
ASSET = RegisterId("asset")
ONE, TWO = ItemId("asset-1"), ItemId("asset-2")
POLAND = ItemId("country-PL")
Q = QuestionId("triage.shares")
EACH = QuestionId("inventory.jewel")


class World(msgspec.Struct):
    """Facts that are simply written down. ``abroad``: what another flow knows, in the run for a row (or in its only one)."""

    answers: dict[Spot, Answer] = {}
    marks: dict[ItemId, bool] = {}
    rows: tuple[ItemId, ...] = ()
    profile: Profile | None = None
    roles: dict[Role, PersonId] = {}
    reads: PersonId | None = None
    today: dt.date = NOW.date()
    held: dict[CountryField, Decimal | str] = {}
    abroad: dict[ItemId | None, World] = {}
    hand: dict[RegisterId, ItemId] = {}

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> World | None:
        return self.abroad.get(item) if flow == "other" else None

    def at_hand(self, register: RegisterId) -> ItemId | None:
        return self.hand.get(register)

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        return self.answers.get(Spot(question, item if question == EACH else None))

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        return self.marks.get(item) if item else None

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        return self.rows if register == ASSET else ()

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        return self.held.get(field) if item == POLAND else None

    def holder(self, role: Role) -> PersonId | None:
        return self.roles.get(role)

    @property
    def lawyer(self) -> PersonId | None:
        return self.reads

    def stage(self, stage: StageId) -> StageState:
        return StageState.DONE if stage == "ip_strategy" else StageState.LOCKED


def answered(
    value: Value | None,
    state: AnswerState = AnswerState.VALUE,
    standing: Standing = Standing.CLAIMED,
    spot: Spot | None = None,
) -> World:
    spot = spot or Spot(Q)
    return World({spot: Answer(spot, state, PersonId("U1"), NOW, 1, value, standing=standing)})


def is_(*words: str, fact: Fact | None = None) -> Is:
    return Is(fact or AnswerFact(Q), words)


CONFIRMED = {Status.KNOWN, Status.EVIDENCED, Status.VERIFIED, Status.BY_ANOTHER}
TRUE, FALSE, UNKNOWN = (
    is_("done", fact=StageFact(StageId("ip_strategy"))),
    is_("done", fact=StageFact(StageId("x"))),
    is_("yes"),
)


@pytest.mark.parametrize(
    ("value", "word", "verdict"),
    [
        (YesNo(True), "yes", True),
        (YesNo(True), "no", False),
        (YesNo(False), "no", True),
        (Choice("contractor"), "contractor", True),
        (Choice("contractor"), "employee", False),
        (Choices(("code", "brand")), "brand", True),
        (Choices(("code",)), "brand", False),
        (Choices(()), "none", True),
        (Countries(("PL", "IN")), "IN", True),
        (Countries(()), "none", True),
        (Items(()), "none", True),
        (Items((ONE,)), "none", False),
        (Text("yes"), "yes", None),
        (Number(Decimal(1)), "yes", None),
    ],
)
def test_is_meets_the_words_of_a_value(value: Value, word: str, verdict: bool | None) -> None:
    assert judge(is_(word), answered(value)) is verdict


def test_is_holds_for_any_of_several_words() -> None:
    assert judge(is_("university", "contractor"), answered(Choice("contractor"))) is True


@pytest.mark.parametrize("state", [AnswerState.NOT_SURE, AnswerState.SKIPPED])
def test_an_open_answer_is_unknown_to_every_comparison_of_values(state: AnswerState) -> None:
    world = answered(None, state)
    assert judge(is_("yes"), world) is None
    assert judge(Not(is_("yes")), world) is None
    assert judge(Compare(AnswerFact(Q), Comparison.LESS, NumberLimit(Decimal(5))), world) is None


def test_a_missing_answer_is_unknown_and_stays_so_when_denied() -> None:
    assert judge(is_("yes"), World()) is None
    assert judge(Not(is_("yes")), World()) is None


@pytest.mark.parametrize(
    ("world", "statuses"),
    [
        (World(), {Status.UNKNOWN}),
        (answered(None, AnswerState.NOT_SURE), {Status.UNKNOWN, Status.NOT_SURE}),
        (answered(None, AnswerState.SKIPPED), {Status.UNKNOWN, Status.SKIPPED}),
        (answered(YesNo(True)), {Status.KNOWN}),
        (answered(YesNo(True), standing=Standing.EVIDENCED), {Status.KNOWN, Status.EVIDENCED}),
        (answered(YesNo(True), standing=Standing.VERIFIED), CONFIRMED),
        (answered(None, AnswerState.SKIPPED, Standing.VERIFIED), {Status.UNKNOWN, Status.SKIPPED}),
    ],
)
def test_what_is_known_of_an_answer_is_never_unknown_itself(world: World, statuses: set[Status]) -> None:
    assert {status for status in Status if judge(Has(AnswerFact(Q), status), world)} == statuses
    assert all(judge(Has(AnswerFact(Q), status), world) is not None for status in Status)


def test_what_is_known_of_other_facts() -> None:
    full = World(marks={ONE: False}, profile=Profile.SOFTWARE, roles={Role.COUNSEL: PersonId("U2")})
    mark, role = MarkFact(Q), RoleFact(Role.COUNSEL)
    for fact in (mark, role, ProfileFact()):
        assert judge(Has(fact, Status.KNOWN), full, ONE) is True
        assert judge(Has(fact, Status.KNOWN), World(), ONE) is False
        assert judge(Has(fact, Status.UNKNOWN), World(), ONE) is True
    for fact in (StageFact(StageId("x")), TodayFact()):
        assert judge(Has(fact, Status.KNOWN), World()) is True
    assert judge(Has(ProfileFact(), Status.VERIFIED), full) is False
    assert judge(Has(mark, Status.NOT_SURE), answered(None, AnswerState.NOT_SURE), ONE) is True


def test_counsel_is_a_lawyer_or_none_and_neither_is_known_without_one() -> None:
    lawyer, counsel = is_("lawyer", fact=RoleFact(Role.COUNSEL)), PersonId("U2")
    assert judge(lawyer, World(roles={Role.COUNSEL: counsel}, reads=counsel)) is True
    assert judge(lawyer, World(roles={Role.COUNSEL: counsel})) is False
    assert judge(lawyer, World()) is None
    assert judge(is_("lawyer", fact=RoleFact(Role.OWNER)), World(reads=counsel)) is None


def test_marks_profile_and_stages_have_words_and_roles_and_today_have_none() -> None:
    world = World(marks={ONE: True, TWO: False}, profile=Profile.SERVICES)
    mark = is_("yes", fact=MarkFact(Q))
    assert [judge(mark, world, item) for item in (ONE, TWO, ItemId("asset-3"), None)] == [True, False, None, None]
    assert judge(is_("services", fact=ProfileFact()), world) is True
    assert judge(is_("services", fact=ProfileFact()), World()) is None
    assert judge(TRUE, world) is True
    assert judge(is_("yes", fact=RoleFact(Role.OWNER)), world) is None
    assert judge(is_("yes", fact=TodayFact()), world) is None


NUMBER, DAY = NumberLimit(Decimal(5)), DayLimit(NOW.date())


@pytest.mark.parametrize(
    ("value", "comparison", "other", "verdict"),
    [
        (Number(Decimal(4)), Comparison.LESS, NUMBER, True),
        (Number(Decimal(5)), Comparison.LESS, NUMBER, False),
        (Number(Decimal(5)), Comparison.LESS_OR_EQUAL, NUMBER, True),
        (Number(Decimal(5)), Comparison.MORE, NUMBER, False),
        (Number(Decimal(5)), Comparison.MORE_OR_EQUAL, NUMBER, True),
        (Scale(3), Comparison.LESS, NUMBER, True),
        (Day(dt.date(2026, 1, 1)), Comparison.LESS, DAY, True),
        (Day(dt.date(2027, 1, 1)), Comparison.LESS, TodayFact(90), True),
        (Day(dt.date(2027, 1, 1)), Comparison.LESS, TodayFact(), False),
        (Day(dt.date(2027, 1, 1)), Comparison.LESS, NUMBER, None),
        (Number(Decimal(4)), Comparison.LESS, DAY, None),
        (Money(Decimal(4), "EUR"), Comparison.LESS, NUMBER, None),
        (Number(Decimal(4)), Comparison.LESS, ProfileFact(), None),
        (Number(Decimal(4)), Comparison.MORE_OR_EQUAL, AnswerFact(Q), True),
    ],
)
def test_numbers_and_days_are_compared_with_their_like(
    value: Value, comparison: Comparison, other: Fact | NumberLimit | DayLimit, verdict: bool | None
) -> None:
    assert judge(Compare(AnswerFact(Q), comparison, other), answered(value)) is verdict


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        (is_("PWL", "PFC", fact=BookFact(CountryField.SPECIAL_301)), True),
        (is_("WL", fact=BookFact(CountryField.SPECIAL_301)), False),
        (is_("yes", fact=BookFact(CountryField.NEW_YORK)), None),
        (is_("yes", fact=BookFact(CountryField.RULE_OF_LAW)), None),
        (Has(BookFact(CountryField.SPECIAL_301), Status.KNOWN), True),
        (Has(BookFact(CountryField.NEW_YORK), Status.UNKNOWN), True),
        (Has(BookFact(CountryField.NEW_YORK), Status.VERIFIED), False),
        (Compare(BookFact(CountryField.RULE_OF_LAW), Comparison.LESS, NumberLimit(Decimal(0))), True),
        (Compare(BookFact(CountryField.SPECIAL_301), Comparison.LESS, NumberLimit(Decimal(0))), None),
        (Compare(BookFact(CountryField.IP_INDEX), Comparison.LESS, NumberLimit(Decimal(0))), None),
    ],
)
def test_what_the_book_holds_of_the_country_at_hand_is_a_fact(condition: Condition, verdict: bool | None) -> None:
    world = World(held={CountryField.SPECIAL_301: "PWL", CountryField.RULE_OF_LAW: Decimal("-0.1")})
    assert judge(condition, world, POLAND) is verdict
    assert judge(condition, world, ONE) in (None, condition == Has(BookFact(CountryField.NEW_YORK), Status.UNKNOWN))


@pytest.mark.parametrize("left", [MarkFact(Q), ProfileFact(), RoleFact(Role.OWNER), StageFact(StageId("x"))])
def test_facts_without_order_compare_as_unknown(left: Fact) -> None:
    assert judge(Compare(left, Comparison.LESS, NUMBER), World(profile=Profile.SOFTWARE)) is None


@pytest.mark.parametrize(
    ("condition", "verdict"),
    [
        (And((TRUE, TRUE)), True),
        (And((TRUE, UNKNOWN)), None),
        (And((UNKNOWN, FALSE)), False),
        (And(()), True),
        (Or((FALSE, FALSE)), False),
        (Or((FALSE, UNKNOWN)), None),
        (Or((UNKNOWN, TRUE)), True),
        (Or(()), False),
        (Not(TRUE), False),
        (Not(FALSE), True),
        (Not(UNKNOWN), None),
    ],
)
def test_and_or_not_in_three_values(condition: Condition, verdict: bool | None) -> None:
    assert judge(condition, World()) is verdict


@pytest.mark.parametrize(
    ("marks", "any_", "every", "no"),
    [
        ({}, None, None, None),
        ({ONE: True}, True, None, False),
        ({ONE: False}, None, False, None),
        ({ONE: True, TWO: True}, True, True, False),
        ({ONE: False, TWO: False}, False, False, True),
    ],
)
def test_quantifiers_over_two_rows(marks: dict[ItemId, bool], any_: bool, every: bool, no: bool) -> None:
    world = World(marks=marks, rows=(ONE, TWO))
    verdicts = [judge(ForItems(q, ASSET, is_("yes", fact=MarkFact(Q))), world) for q in Quantifier]
    assert verdicts == [any_, every, no]


def test_of_an_empty_register_any_is_false_and_every_and_no_are_true() -> None:
    assert [judge(ForItems(q, ASSET, UNKNOWN), World()) for q in Quantifier] == [False, True, True]


def test_the_item_at_hand_picks_the_answer_of_a_repeated_question() -> None:
    world = answered(YesNo(True), spot=Spot(EACH, ONE))
    jewel = is_("yes", fact=AnswerFact(EACH))
    assert judge(jewel, world, ONE) is True
    assert judge(jewel, world, TWO) is None


def test_what_a_condition_reads_is_told_without_judging_it() -> None:
    filed = AnswerFact(QuestionId("portfolio.filed_on"))
    condition = And(
        (
            Not(is_("yes")),
            ForItems(Quantifier.ANY, ASSET, Or((Has(MarkFact(EACH), Status.KNOWN), is_("yes")))),
            Compare(filed, Comparison.LESS, TodayFact(3)),
            Compare(filed, Comparison.LESS, DAY),
        )
    )
    assert reads(condition) == {Q, EACH, QuestionId("portfolio.filed_on")}
    assert registers_in(condition) == {ASSET}
    assert facts_in(condition) == (AnswerFact(Q), MarkFact(EACH), filed, TodayFact(3))
    assert len(list(leaves(condition))) == 5


def test_only_closed_values_have_words() -> None:
    assert words_of(Scale(3)) is None
    assert words_of(Items((ONE,))) == frozenset()


@given(st.booleans() | st.none(), st.booleans() | st.none())
def test_de_morgan_holds_in_three_values(left: bool | None, right: bool | None) -> None:
    named = {True: TRUE, False: FALSE, None: UNKNOWN}
    parts = (named[left], named[right])
    both = judge(Not(And(parts)), World())
    assert both is judge(Or((Not(parts[0]), Not(parts[1]))), World())


# ── what other flows know, and the rows around ──

VENDOR, ACME = RegisterId("vendor"), ItemId("vendor-1")
OTHER = FlowId("other")


def test_what_another_flow_knows_is_asked_there() -> None:
    there = msgspec.structs.replace(answered(YesNo(True)), marks={ONE: True})
    world = World(abroad={ACME: there}, hand={VENDOR: ACME})
    said = AnswerFact(Q, OTHER, VENDOR)
    assert judge(is_("yes", fact=said), world) is True
    assert judge(is_("yes", fact=AnswerFact(Q, OTHER)), world, ACME) is True
    assert judge(is_("yes", fact=AnswerFact(Q, OTHER)), world, ONE) is None
    assert judge(is_("yes", fact=AnswerFact(Q, FlowId("gone"))), world, ACME) is None
    assert judge(Has(said, Status.KNOWN), world) is True
    assert judge(Has(said, Status.NOT_SURE), World()) is False
    alone = World(abroad={ONE: there})
    assert judge(is_("yes", fact=MarkFact(Q, OTHER)), alone, ONE) is True
    assert judge(is_("yes", fact=MarkFact(Q, OTHER)), alone, TWO) is None
    assert (reads(is_(fact=said)), reads_elsewhere(is_(fact=said))) == (frozenset(), {(OTHER, Q)})


@pytest.mark.parametrize(
    ("value", "row", "verdict"),
    [
        (Items((ACME,)), ACME, True),
        (Items((ACME,)), ONE, False),
        (Items(()), ACME, False),
        (Items((ACME,)), None, None),
        (Countries(("PL",)), ItemId("country-PL"), True),
        (Countries(("PL",)), ItemId("country-IN"), False),
        (Countries(("PL",)), None, None),
        (Text("Acme"), ACME, None),
        (None, ACME, None),
    ],
)
def test_an_answer_is_the_row_at_hand_or_not(value: Value | None, row: ItemId | None, verdict: bool | None) -> None:
    assert judge(IsThe(AnswerFact(Q)), answered(value), row) is verdict
    hand = {VENDOR: row} if row is not None else {}
    assert judge(IsThe(AnswerFact(Q), VENDOR), msgspec.structs.replace(answered(value), hand=hand)) is verdict


def test_a_row_around_stays_at_hand_and_goes_before_one_that_is_at_hand_everywhere() -> None:
    of_two = answered(Items((TWO,)))
    world = msgspec.structs.replace(of_two, rows=(ONE, TWO), hand={VENDOR: ONE})
    inner = IsThe(AnswerFact(Q), VENDOR)
    assert judge(ForItems(Quantifier.ANY, ASSET, inner, VENDOR), world, TWO) is True
    assert judge(ForItems(Quantifier.ANY, ASSET, inner), world, TWO) is False
    assert around_in(And((inner, is_(fact=MarkFact(Q, OTHER, ASSET))))) == {VENDOR, ASSET}
    assert registers_in(inner) == frozenset()
