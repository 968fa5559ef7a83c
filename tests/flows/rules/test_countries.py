"""What may be said of a country on a day: age, facts and questions, caps each on its own, traps, and what is compared."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from flows.model.country import CapFlag, Confidence, CountryField, CountryValue, Economy, Exposure, OwnFigure, Right
from flows.model.ids import PersonId, SourceId
from flows.rules.countries import (
    Situation,
    aged,
    caps,
    compared,
    figure,
    first_day,
    held,
    known_as,
    reading,
    traps,
)

TODAY = dt.date(2026, 11, 25)
F = CountryField


def value(field: F, said: str = "", **other: object) -> CountryValue:
    told = {"edition": "one", "as_of": "2026", "confidence": Confidence.STATUTE, **other}
    return CountryValue(field, (SourceId("s"),), value=said, **told)  # type: ignore[arg-type]


def economy(*values: CountryValue) -> Economy:
    return Economy("XX", "Somewhere", values)


def own(field: F, said: str, year: int, day: int = 1) -> OwnFigure:
    return OwnFigure("XX", field, said, "our lawyer", year, PersonId("U1"), dt.datetime(2026, 11, day, tzinfo=dt.UTC))


SOUND = economy(
    value(F.OWNERSHIP, "contractor", says="The contractor."),
    value(F.ASSIGNMENT, says="In writing."),
    value(F.NEW_YORK, "yes"),
    value(F.RULE_OF_LAW, "0.00", as_of="2024"),
    value(F.SPECIAL_301, "WL", as_of="2025-04-29"),
)
CLEAR = Situation(
    needed=frozenset(Right),
    filed=frozenset({Right.PATENTS, Right.MARKS}),
    formality_met=True,
    forum=True,
    cleared=frozenset({"permit", "export", "data"}),
)


def flags(place: Economy | None, known: Situation, *figures: OwnFigure) -> dict[CapFlag, Exposure]:
    return {cap.flag: cap.limit for cap in caps(place, known, TODAY, figures)}


def but(**changed: object) -> Situation:
    kept = {name: getattr(CLEAR, name) for name in CLEAR.__struct_fields__}
    return Situation(**{**kept, **changed})


# ── age ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("as_of", "old"),
    [
        ("2025-05-25", False),
        ("2025-05-24", True),
        ("2025-06", False),
        ("2025-05", True),
        ("2026", False),
        ("2025", True),
        ("undated", True),
    ],
)
def test_a_value_is_old_after_eighteen_months_counted_from_the_first_day_that_it_may_mean(
    as_of: str, old: bool
) -> None:
    assert aged(as_of, TODAY) is old


def test_a_value_of_the_last_of_a_month_is_good_until_that_day_of_the_month() -> None:
    assert not aged("2025-08-31", dt.date(2027, 2, 28))
    assert aged("2025-08-31", dt.date(2027, 3, 1))


def test_an_undated_value_has_no_first_day() -> None:
    assert first_day("undated") is None
    assert first_day("2024-04") == dt.date(2024, 4, 1)


# ── reading ──────────────────────────────────────────────────────────────────


def test_the_newest_edition_is_the_fact_and_its_age_is_told() -> None:
    place = economy(value(F.IP_INDEX, "40", as_of="2026"), value(F.IP_INDEX, "30", as_of="2020"))
    read = reading(place, F.IP_INDEX, TODAY)
    assert read.fact is not None and read.fact.value == "40" and not read.aged and not read.missing
    older = reading(economy(value(F.IP_INDEX, "30", as_of="2020")), F.IP_INDEX, TODAY)
    assert older.aged


@pytest.mark.parametrize("confidence", [Confidence.UNVERIFIED, Confidence.WEAK])
def test_what_is_not_verified_is_a_question_and_no_fact(confidence: Confidence) -> None:
    read = reading(economy(value(F.MADRID, "yes", confidence=confidence)), F.MADRID, TODAY)
    assert read.fact is None and len(read.asks) == 1 and not read.missing


def test_an_unverified_value_newer_than_the_fact_is_asked_about_and_an_older_one_is_not() -> None:
    fact = value(F.SPECIAL_301, "WL", as_of="2024")
    newer = value(F.SPECIAL_301, "WL", as_of="2025-04-29", confidence=Confidence.UNVERIFIED)
    older = value(F.SPECIAL_301, "PWL", as_of="2019", confidence=Confidence.UNVERIFIED)
    read = reading(economy(newer, fact, older), F.SPECIAL_301, TODAY)
    assert (read.fact, read.asks) == (fact, (newer,))


def test_a_fact_may_carry_a_question_of_its_own() -> None:
    law = value(F.TRADE_SECRETS, says="An act.", ask="Has it changed?")
    assert reading(economy(law), F.TRADE_SECRETS, TODAY).asks == (law,)


def test_what_is_not_held_is_missing_also_where_nothing_at_all_is_held() -> None:
    assert reading(SOUND, F.IP_INDEX, TODAY).missing
    assert reading(None, F.IP_INDEX, TODAY).missing


def test_a_teams_own_figures_stand_beside_the_fact_newest_first() -> None:
    first, second = own(F.RULE_OF_LAW, "1", 2025, 3), own(F.RULE_OF_LAW, "2", 2026, 9)
    read = reading(SOUND, F.RULE_OF_LAW, TODAY, [first, own(F.IP_INDEX, "9", 2026), second])
    assert read.own == (second, first) and read.fact is not None
    assert not reading(None, F.RULE_OF_LAW, TODAY, [first]).missing


# ── what is compared ─────────────────────────────────────────────────────────


def test_what_is_compared_follows_from_the_rights_and_keeps_the_order_of_the_card() -> None:
    marks = compared([Right.MARKS])
    assert F.MADRID in marks and F.OWNERSHIP not in marks and F.NON_COMPETE not in marks
    assert {F.RULE_OF_LAW, F.NEW_YORK} <= set(marks), "figures and ways to enforce always matter"
    assert F.PCT in compared([Right.PATENTS]) and F.MORAL_RIGHTS in compared([Right.COPYRIGHT])
    assert F.NON_COMPETE in compared([Right.TRADE_SECRETS])
    every = compared(Right)
    assert list(every) == [field for field in F if field in every]


# ── traps ────────────────────────────────────────────────────────────────────


def test_a_trap_that_was_read_is_a_drafting_prompt_and_one_that_was_not_is_a_question() -> None:
    place = economy(
        value(F.ASSIGNMENT, says="By deed.", draft="Use a deed."),
        value(F.MORAL_RIGHTS, ask="Can they be waived?", confidence=Confidence.UNVERIFIED),
        value(F.NON_COMPETE, "limited", says="A year.", binds=("employee",)),
        value(F.NEW_YORK, "yes"),
        value(F.TRIPS, "yes"),
    )
    found = traps(place, [Right.TRADE_SECRETS], TODAY)
    told = {trap.field: trap for trap in found}
    assert told[F.ASSIGNMENT].draft == "Use a deed."
    assert told[F.MORAL_RIGHTS].ask == "Can they be waived?" and not told[F.MORAL_RIGHTS].draft
    assert told[F.NON_COMPETE].binds == ("employee",), "whom it binds, so that it is applied to nobody else"
    assert told[F.FOREIGN_FILING].unknown and not told[F.ASSIGNMENT].unknown
    assert set(told) == {F.ASSIGNMENT, F.MORAL_RIGHTS, F.NON_COMPETE, F.FOREIGN_FILING}


def test_a_treaty_that_is_not_known_to_bind_is_a_gap_for_the_rights_that_lean_on_it() -> None:
    place = economy(value(F.PARIS, "yes"), value(F.PCT, "no"), value(F.NEW_YORK, "yes"))
    gaps = [trap.field for trap in traps(place, [Right.PATENTS], TODAY) if trap.field in (F.PARIS, F.PCT, F.MADRID)]
    assert gaps == [F.PCT]
    every = {trap.field for trap in traps(None, Right, TODAY)}
    assert {F.PARIS, F.PCT, F.MADRID, F.BERNE, F.TRIPS, F.NEW_YORK} <= every


# ── caps ─────────────────────────────────────────────────────────────────────


def test_where_all_is_known_and_well_nothing_is_capped() -> None:
    assert flags(SOUND, CLEAR) == {}


def test_where_nothing_is_known_every_flag_that_lives_on_knowledge_is_up() -> None:
    assert flags(None, Situation()) == {
        CapFlag.PERMIT_OPEN: Exposure.E0,
        CapFlag.EXPORT_OPEN: Exposure.E0,
        CapFlag.DATA_OPEN: Exposure.E0,
        CapFlag.OWNERSHIP_UNVERIFIED: Exposure.E2,
        CapFlag.FORMALITY_UNMET: Exposure.E2,
        CapFlag.NO_FORUM: Exposure.E2,
    }


@pytest.mark.parametrize("word", ["permit", "export", "data"])
def test_an_open_permit_export_or_data_question_caps_at_e0(word: str) -> None:
    left = but(cleared=CLEAR.cleared - {word})
    assert flags(SOUND, left) == {CapFlag(f"{word}_open"): Exposure.E0}


@pytest.mark.parametrize("right", [Right.PATENTS, Right.MARKS])
def test_an_asset_without_its_local_right_caps_at_e1_until_it_is_filed_or_counsel_says_why_not(right: Right) -> None:
    left = CLEAR.filed - {right}
    assert flags(SOUND, but(filed=left)) == {CapFlag.NO_LOCAL_RIGHT: Exposure.E1}
    assert flags(SOUND, but(filed=left, excused=frozenset({right}))) == {}
    assert flags(SOUND, but(filed=left, needed=CLEAR.needed - {right})) == {}


def test_copyright_and_secrecy_need_no_filing() -> None:
    assert flags(SOUND, but(filed=frozenset(), needed=frozenset({Right.COPYRIGHT, Right.TRADE_SECRETS}))) == {}


@pytest.mark.parametrize(
    "ownership",
    [
        (),
        (value(F.OWNERSHIP, ask="Who?", confidence=Confidence.UNVERIFIED),),
        (value(F.OWNERSHIP, "unsettled", says="Unsettled."),),
    ],
    ids=["missing", "unverified", "unsettled"],
)
def test_an_ownership_rule_that_is_not_verified_caps_at_e2(ownership: tuple[CountryValue, ...]) -> None:
    rest = tuple(one for one in SOUND.values if one.field is not F.OWNERSHIP)
    assert flags(economy(*ownership, *rest), CLEAR) == {CapFlag.OWNERSHIP_UNVERIFIED: Exposure.E2}


@pytest.mark.parametrize("met", [False, None])
def test_a_formality_that_is_not_met_caps_at_e2(met: bool | None) -> None:
    assert flags(SOUND, but(formality_met=met)) == {CapFlag.FORMALITY_UNMET: Exposure.E2}


@pytest.mark.parametrize("forum", [False, None])
def test_no_forum_that_can_be_enforced_caps_at_e2(forum: bool | None) -> None:
    assert flags(SOUND, but(forum=forum)) == {CapFlag.NO_FORUM: Exposure.E2}


@pytest.mark.parametrize(("listed", "capped"), [("PFC", True), ("PWL", True), ("WL", False)])
def test_the_latest_special_301_list_caps_at_e3_when_it_is_a_grave_one(listed: str, capped: bool) -> None:
    rest = tuple(one for one in SOUND.values if one.field is not F.SPECIAL_301)
    latest, before = value(F.SPECIAL_301, listed, as_of="2025"), value(F.SPECIAL_301, "PFC", as_of="2019")
    found = flags(economy(latest, before, *rest), CLEAR)
    assert found == ({CapFlag.SPECIAL_301: Exposure.E3} if capped else {})


@pytest.mark.parametrize(("estimate", "capped"), [("-0.01", True), ("0.00", False), ("0.01", False)])
def test_a_rule_of_law_estimate_below_zero_caps_at_e3(estimate: str, capped: bool) -> None:
    rest = tuple(one for one in SOUND.values if one.field is not F.RULE_OF_LAW)
    found = flags(economy(value(F.RULE_OF_LAW, estimate), *rest), CLEAR)
    assert found == ({CapFlag.RULE_OF_LAW: Exposure.E3} if capped else {})


def test_weak_enforcement_can_be_lifted_until_a_day_and_nothing_else_can() -> None:
    weak = economy(*SOUND.values[:3], value(F.RULE_OF_LAW, "-1"), value(F.SPECIAL_301, "PWL"))
    assert len(flags(weak, CLEAR)) == 2, "each flag stands alone"
    assert flags(weak, but(lifted_until=TODAY)) == {}
    assert len(flags(weak, but(lifted_until=TODAY - dt.timedelta(days=1)))) == 2
    assert flags(weak, but(lifted_until=TODAY, forum=False)) == {CapFlag.NO_FORUM: Exposure.E2}


def test_a_cap_carries_the_value_that_it_rests_on() -> None:
    (cap,) = caps(economy(*SOUND.values[:3], value(F.RULE_OF_LAW, "-0.5")), CLEAR, TODAY)
    assert cap.reading is not None and cap.reading.fact is not None and cap.reading.fact.value == "-0.5"


def test_a_teams_own_figure_counts_when_it_is_as_new_as_the_fact() -> None:
    assert CapFlag.RULE_OF_LAW in flags(SOUND, CLEAR, own(F.RULE_OF_LAW, "-0.2", 2024))
    assert CapFlag.RULE_OF_LAW not in flags(SOUND, CLEAR, own(F.RULE_OF_LAW, "-0.2", 2023))
    assert CapFlag.SPECIAL_301 in flags(None, CLEAR, own(F.SPECIAL_301, "pwl", 2020))
    undated = economy(value(F.RULE_OF_LAW, "-1", as_of="undated"))
    assert held(reading(undated, F.RULE_OF_LAW, TODAY, [own(F.RULE_OF_LAW, "1", 2020)])) == "1"
    assert held(reading(None, F.RULE_OF_LAW, TODAY)) == ""


@pytest.mark.parametrize(
    ("written", "number"), [("-0.5", "-0.5"), ("\u22120,5", "-0.5"), ("38.64 %", "38.64"), ("none", None)]
)
def test_a_figure_is_read_as_people_write_it(written: str, number: str | None) -> None:
    read = figure(written)
    assert (str(read) if read is not None else None) == number


# ── as conditions know it ────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("given", "mine", "known"),
    [
        (value(F.IP_INDEX, "38.64"), None, Decimal("38.64")),
        (value(F.IP_INDEX, "38.64"), own(F.IP_INDEX, "41", 2026), Decimal(41)),
        (value(F.IP_INDEX, "38.64"), own(F.IP_INDEX, "41", 2025), Decimal("38.64")),
        (value(F.NEW_YORK, "no"), None, "no"),
        (value(F.NEW_YORK, "no"), own(F.NEW_YORK, "Member", 2026), "yes"),
        (value(F.NEW_YORK, "no"), own(F.NEW_YORK, "soon", 2026), None),
        (value(F.SPECIAL_301, "PWL"), None, "PWL"),
        (value(F.SPECIAL_301, "PWL"), own(F.SPECIAL_301, "wl", 2026), "WL"),
        (value(F.SPECIAL_301, "PWL"), own(F.SPECIAL_301, "NONE", 2026), "none"),
        (value(F.OWNERSHIP, "contractor", says="The contractor."), None, "said"),
        (value(F.OWNERSHIP, "unsettled", says="Nobody knows."), None, None),
        (value(F.OWNERSHIP, ask="Who?", confidence=Confidence.UNVERIFIED), None, None),
        (value(F.SPECIAL_301, "PWL", confidence=Confidence.WEAK), None, None),
    ],
)
def test_what_is_held_is_known_by_its_number_or_word_and_nothing_that_is_no_fact(
    given: CountryValue, mine: OwnFigure | None, known: Decimal | str | None
) -> None:
    assert known_as(reading(economy(given), given.field, TODAY, (mine,) if mine else ())) == known
