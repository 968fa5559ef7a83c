"""The card of a country and countries side by side: nothing unverified stands as a fact, every value has its source and date."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pytest

from bot.slack.blocks.message import message
from bot.slack.limits import broken
from flows.authoring.library import load_reference
from flows.engine.countries import rights_named, shown
from flows.engine.screens.country import MOST_COMPARED, Atlas, card, comparison, rows
from flows.engine.screens.days import since_text
from flows.engine.screens.wording import plain
from flows.model.conditions import AnswerFact, Is, Not
from flows.model.country import (
    LAW,
    MEASURES,
    UNDATED,
    Confidence,
    CountryBook,
    CountryField,
    CountrySource,
    CountryValue,
    Economy,
    Needs,
    OwnFigure,
    Right,
)
from flows.model.ids import FlowId, PersonId, ProgrammeId, QuestionId, SourceId
from flows.model.screens import Prose, Quiet, Screen
from flows.model.values import Choice
from flows.rules.countries import is_fact
from tests.builders import YES
from tests.flows.engine.crew import Crew
from tests.flows.engine.small import STORY

TODAY = dt.date(2026, 11, 25)
F = CountryField
WEAK = CountryValue(F.MADRID, (SourceId("s"),), "a list", "2026-06", Confidence.WEAK, "yes")
SOURCE = CountrySource(SourceId("s"), "A list", "The office", "a list", "primary", TODAY)


@cache
def shipped() -> tuple[CountryBook, dict[str, str]]:
    return load_reference()


def atlas(*own: OwnFigure) -> Atlas:
    return Atlas(*shipped(), TODAY, own)


def small(*values: CountryValue) -> Atlas:
    book = CountryBook({"XX": Economy("XX", "Somewhere", values)}, {SourceId("s"): SOURCE})
    return Atlas(book, shipped()[1], TODAY)


def lines(screen: Screen) -> list[str]:
    return [plain(line) for part in screen.parts if isinstance(part, Prose | Quiet) for line in part.lines]


def under(screen: Screen, heading: str) -> list[str]:
    """The lines of one list of a card, without their bullets."""
    for part in screen.parts:
        if isinstance(part, Prose) and plain(part.lines[0]).startswith(heading):
            return [plain(line).removeprefix("• ") for line in part.lines[1:]]
    return []


# ── all countries that ship ──────────────────────────────────────────────────


@pytest.mark.parametrize("code", sorted(load_reference()[0].economies))
def test_no_card_says_as_a_fact_what_is_not_verified_and_every_value_has_source_and_date(code: str) -> None:
    screen = card(atlas(), code, code)
    asked = under(screen, "Ask counsel in ")
    told = [line for line in lines(screen) if line.removeprefix("• ") not in asked]
    for value in shipped()[0].economies[code].values:
        publisher = shipped()[0].sources[value.sources[0]].publisher
        if not is_fact(value):
            assert not value.says and not value.draft
            assert not any(publisher in line and atlas().field(value.field) in line for line in told), value
            continue
        if value.field in LAW:
            (line,) = (line for line in told if value.says in line and atlas().field(value.field) in line)
        elif value.field in MEASURES and value is not _newest(code, value.field):
            continue
        else:
            line = next(line for line in told if publisher in line and atlas().field(value.field) in line)
        assert publisher in line and value.edition in line
        assert (
            since_text(value.as_of) in line
            or value.as_of in value.edition
            or (value.as_of == UNDATED and "bears no date" in line)
        )


def _newest(code: str, field: CountryField) -> CountryValue:
    return next(value for value in shipped()[0].economies[code].values if value.field is field and is_fact(value))


@pytest.mark.parametrize("codes", [("IN",), ("CN", "DE", "US", "PL"), ("TW", "LV", "BY", "AE")])
def test_what_is_shown_is_within_slacks_limits(codes: tuple[str, ...]) -> None:
    told = message(shown(atlas(), " ".join(codes), "en_GB", tuple(Right), keeps=True), ProgrammeId("T1:C1"))
    assert broken(told) == []


# ── one country ──────────────────────────────────────────────────────────────


def test_the_card_tells_figures_treaties_law_questions_and_the_notice() -> None:
    screen = card(atlas(), "IN", "India")
    assert screen.text == "India (IN)"
    assert under(screen, "Figures")[0] == (
        "International IP Index: 38.64 % of the points, rank 42 of 55"
        " (by way of testcloud.in, 12th edition, 2024 and one more source; older than 18 months)"
    )
    assert any(
        line.startswith("Member: Paris Convention, Berne Convention, WIPO") for line in under(screen, "Treaties")
    )
    assert any("(about employees, individuals, companies) Our source" in line for line in under(screen, "What our"))
    assert any("What an assignment needs: Name the work" in line for line in under(screen, "When you draft"))
    assert any("Patents Act 1970 s. 39" in line and "did not check" in line for line in under(screen, "Ask counsel"))
    assert lines(screen)[-1].startswith("Guidance, not legal advice.")


def test_what_is_missing_is_said_with_where_to_look() -> None:
    missing = under(card(atlas(), "TW", "Taiwan"), "Not found in our sources for Taiwan")
    assert (
        "International IP Index: the US Chamber of Commerce publishes the index each year at uschamber.com." in missing
    )
    assert any(line.startswith("Madrid Protocol on marks: WIPO's") for line in missing)


def test_a_country_of_which_nothing_is_held_says_so_and_asks_all_the_same() -> None:
    screen = card(atlas(), "TD", "Chad")
    assert lines(screen)[0].startswith("We hold nothing of Chad: neither good nor bad news.")
    assert under(screen, "Figures") == [] and under(screen, "What our sources") == []
    assert any("New York Convention on awards" in line for line in under(screen, "Ask counsel in Chad"))


def test_a_value_on_a_weak_source_is_a_question() -> None:
    screen = card(small(WEAK), "XX", "")
    assert "Our source is too weak to rely on. How does it stand today: Madrid Protocol on marks?" in under(
        screen, "Ask"
    )
    assert under(screen, "Treaties") == []


def test_a_figure_without_its_place_and_a_treaty_that_was_left_are_told_plainly() -> None:
    bare = CountryValue(F.IP_INDEX, (SourceId("s"),), "a list", "2026-10", Confidence.REPORT, "50")
    left = CountryValue(F.PLT, (SourceId("s"),), "a list", "2026-10", Confidence.SOURCE, "no", note="Signed only.")
    screen = card(small(bare, left), "XX", "")
    assert under(screen, "Figures") == [
        "International IP Index: 50 % of the points (The office, a list; as of October 2026)"
    ]
    assert under(screen, "Treaties") == [
        "Not a member: Patent Law Treaty (The office, a list; as of October 2026) Signed only."
    ]


def test_a_teams_own_figure_looks_different_and_tells_who_when_and_on_whose_word() -> None:
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    mine = OwnFigure("IN", F.IP_INDEX, "41", "the new edition", 2026, PersonId("U1"), at)
    screen = card(atlas(mine), "IN", "India")
    (line,) = under(screen, "Your team's own figures")
    assert line == (
        "International IP Index: 41, from the new edition, 2026; entered by a colleague on 24 November 2026"
    )
    assert any("38.64 %" in line for line in under(screen, "Figures")), "what ships stands beside it"
    elsewhere = card(atlas(mine), "PL", "Poland")
    assert under(elsewhere, "Your team's own figures") == []


# ── side by side ─────────────────────────────────────────────────────────────


def test_countries_are_compared_by_what_the_rights_need_and_never_summed() -> None:
    screen = comparison(atlas(), ("IN", "PL", "VN"), ("India", "Poland", "Vietnam"), (Right.MARKS,))
    told = lines(screen)
    assert screen.text == "Side by side: India, Poland, Vietnam"
    assert told[0] == "Compared by what these need: marks."
    assert under(screen, "Madrid Protocol")[1].startswith(
        "Poland: Member (WIPO, Gazette 2010/9; as of September 2010; older"
    )
    assert under(screen, "Who owns") == [], "ownership of software is no matter of marks"
    assert under(screen, "International IP Index")[1] == "Poland: not found in our sources"
    assert "score" in told[-1] and not any("total" in line.casefold() for line in told)


def test_what_is_not_verified_and_what_a_team_entered_is_told_in_short() -> None:
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    mine = OwnFigure("PL", F.IP_INDEX, "41", "the new edition", 2026, PersonId("U1"), at)
    told = dict(rows(atlas(mine), ("IN", "PL"), [Right.COPYRIGHT]))
    assert told["Moral rights"][0] == "not verified, so ask counsel there"
    assert told["International IP Index"][1].startswith("Your own: International IP Index: 41, from the new edition")
    assert told["International IP Index"][0].startswith("38.64 %")


def test_a_teams_own_figure_stands_on_a_line_of_its_own_beside_ours() -> None:
    at = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
    mine = OwnFigure("IN", F.IP_INDEX, "41", "the new edition", 2026, PersonId("U1"), at)
    screen = comparison(atlas(mine), ("IN", "PL"), ("India", "Poland"), (Right.MARKS,))
    ours, own, poland = under(screen, "International IP Index")
    assert ours.startswith("India: 38.64 %") and "41" not in ours and poland.startswith("Poland: ")
    assert own.startswith("Your own: International IP Index: 41, from the new edition, 2026; entered by")


def test_a_row_that_nobody_has_and_that_we_do_not_look_for_is_left_out() -> None:
    told = dict(rows(atlas(), ("IN", "VN"), Right))
    assert "Licences that are silent" not in told and "Hague Judgments Convention" not in told
    assert "Licences that are silent" in dict(rows(atlas(), ("IN", "PL"), Right))


# ── what was asked for ───────────────────────────────────────────────────────


def told(words: str) -> list[str]:
    return lines(shown(atlas(), words, "en_GB", tuple(Right), keeps=True))


def test_one_name_shows_the_card_and_several_stand_side_by_side() -> None:
    assert shown(atlas(), "viet nam", "en_GB", (), keeps=True).text == "Vietnam (VN)"
    assert shown(atlas(), "chad", "en_GB", (), keeps=True).text == "Chad (TD)"
    assert shown(atlas(), "IN, pl", "en_GB", (Right.MARKS,), keeps=True).text.startswith("Side by side: ")
    assert shown(atlas(), "chad india", "en_GB", (Right.MARKS,), keeps=True).text == "Side by side: Chad, India"


def test_what_is_not_understood_is_said_kindly() -> None:
    assert told("") == ["Name a country, or up to 4 to see side by side: /ringfence country india poland vietnam."]
    assert told("atlantis") == [
        "I know no country called “atlantis”. Give its English name or its code of two letters."
    ]
    assert told("india polnd") == ["I know no country called “polnd”. Did you mean Poland (PL)?"]
    assert told("korea") == [
        "“korea” can mean more than one country: South Korea (KR), North Korea (KP). Give the code."
    ]
    assert told("IN PL VN DE FR") == [
        f"That is more than {MOST_COMPARED} countries. Name up to {MOST_COMPARED} at a time."
    ]


def test_what_a_programme_answered_tells_which_rights_matter_and_until_then_all_do() -> None:
    shares = Is(AnswerFact(QuestionId("triage.shares")), ("yes",))
    book = CountryBook(needs=Needs(STORY.id, {Right.MARKS: shares, Right.COPYRIGHT: Not(shares)}))
    team = Crew.at(STORY)
    assert rights_named(book, [team.scene()]) == tuple(Right)
    team.click(Choice("software"))
    team.click(YES)
    assert rights_named(book, [team.scene()]) == (Right.MARKS,)
    other = CountryBook(needs=Needs(FlowId("other"), {Right.MARKS: shares}))
    assert rights_named(other, [team.scene()]) == tuple(Right), "another flow is asked"


def test_without_anything_that_tells_which_rights_matter_all_are_compared() -> None:
    assert rights_named(CountryBook(), ()) == tuple(Right)
