"""A team's own figures of countries: kept with who, when and on whose word; nothing that stood before is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from flows.engine.figures import MOST_WRITTEN
from flows.engine.holdings import figures_of
from flows.engine.screens.country import Atlas, card
from flows.engine.screens.figure import WHAT, figure_form
from flows.engine.screens.wording import plain
from flows.model.country import CountryBook, CountryField, OwnFigure
from flows.model.effects import Whispered
from flows.model.events import FigureEntered
from flows.model.registers import FIGURES
from flows.model.screens import Prose
from tests.builders import JON, MARIA, Team, is_refused, told
from tests.flows.engine.small import STORY

F = CountryField
TODAY = dt.date(2026, 11, 25)


def entering(
    field: F = F.RULE_OF_LAW, value: str = "-0.2", source: str = "the new release", year: int = 2025
) -> FigureEntered:
    return FigureEntered("IN", field, value, source, year)


def kept(team: Team) -> tuple[OwnFigure, ...]:
    return figures_of(team.items(FIGURES))


def test_a_figure_is_kept_with_who_when_and_on_whose_word_and_noted_in_the_log_without_its_value() -> None:
    team = Team.at(STORY)
    outcome = team.say(JON, entering())
    assert told(outcome) == ["country.own.kept"]
    (figure,) = kept(team)
    assert (figure.country, figure.field, figure.value) == ("IN", F.RULE_OF_LAW, "-0.2")
    assert (figure.source, figure.year, figure.by, figure.at) == ("the new release", 2025, JON, team.now)
    (line,) = (entry for entry in team.entries(dt.datetime.min.replace(tzinfo=dt.UTC)) if entry.what == "figure")
    assert (line.by, line.about) == (JON, "IN.rule_of_law")


def test_a_second_figure_leaves_the_first_as_it_was_and_the_card_tells_both() -> None:
    team = Team.at(STORY)
    team.say(JON, entering(value="-0.2"))
    team.say(MARIA, entering(value="0.1", year=2026))
    assert [(figure.value, figure.by) for figure in kept(team)] == [("-0.2", JON), ("0.1", MARIA)]
    screen = card(Atlas(CountryBook(), team.library.texts, TODAY, kept(team)), "IN", "India")
    lines = [plain(line) for part in screen.parts if isinstance(part, Prose) for line in part.lines]
    newest = next(at for at, line in enumerate(lines) if "estimate: 0.1, from the new release, 2026" in line)
    assert "Before that: Rule of law, World Bank estimate: -0.2" in lines[newest + 1]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (entering(value=""), "country.own.words"),
        (entering(source="x" * (MOST_WRITTEN + 1)), "country.own.words"),
        (entering(year=1900), "country.own.year"),
        (entering(year=2027), "country.own.year"),
        (entering(value="high"), "country.own.number"),
        (entering(value="-9"), "country.own.number"),
        (entering(F.IP_INDEX, "101"), "country.own.number"),
        (entering(F.SPECIAL_301, "black list"), "country.own.list"),
        (entering(F.SPECIAL_301, "watch list, or PWL"), "country.own.list"),
        (entering(F.MADRID, "soon"), "country.own.member"),
    ],
)
def test_a_figure_that_can_not_be_right_is_refused_with_the_reason(event: FigureEntered, why: str) -> None:
    team = Team.at(STORY)
    assert is_refused(team.say(MARIA, event), why)
    assert kept(team) == ()


@pytest.mark.parametrize(
    "event",
    [
        entering(F.MORAL_RIGHTS, "waivable"),
        entering(value="-3"),
    ],
)
def test_what_fits_is_kept_as_it_was_written(event: FigureEntered) -> None:
    team = Team.at(STORY)
    team.say(MARIA, event)
    assert [figure.value for figure in kept(team)] == [event.value]


@pytest.mark.parametrize(
    ("field", "written", "value", "told_as"),
    [
        (F.SPECIAL_301, "Watch list", "WL", "watch list"),
        (F.SPECIAL_301, "on the Priority Watch List", "PWL", "priority watch list"),
        (F.SPECIAL_301, "pwl", "PWL", "priority watch list"),
        (F.SPECIAL_301, "Special 301: WL (watch list) 2026", "WL", "watch list"),
        (F.SPECIAL_301, "priority foreign country", "PFC", "priority foreign country, the most severe of its lists"),
        (F.SPECIAL_301, "None", "none", "on none of its lists"),
        (F.SPECIAL_301, "it is not listed", "none", "on none of its lists"),
        (F.SPECIAL_301, "not on any of the lists", "none", "on none of its lists"),
        (F.MADRID, "Member", "yes", "Member"),
        (F.MADRID, "contracting party", "yes", "Member"),
        (F.MADRID, "not yet a member", "no", "Not a member"),
    ],
)
def test_plain_words_and_codes_are_kept_as_one_and_told_in_plain_words(
    field: F, written: str, value: str, told_as: str
) -> None:
    team = Team.at(STORY)
    outcome = team.say(MARIA, entering(field, written))
    assert [figure.value for figure in kept(team)] == [value]
    assert isinstance(outcome.reply, Whispered) and outcome.reply.notes[0].values["value"] == told_as
    screen = card(Atlas(CountryBook(), team.library.texts, TODAY, kept(team)), "IN", "India")
    assert f": {told_as}, from the new release" in "\n".join(
        plain(line) for part in screen.parts if isinstance(part, Prose) for line in part.lines
    )


@pytest.mark.parametrize(
    ("words", "chosen"), [("rule of law", ("rule_of_law",)), ("madrid", ("madrid",)), ("", ()), ("weather", ())]
)
def test_the_form_chooses_what_was_named_with_the_command(words: str, chosen: tuple[str, ...]) -> None:
    texts = Team.at(STORY).library.texts
    form = figure_form(Atlas(CountryBook(), texts, TODAY), "IN", "India", words)
    assert (form.ref.do, form.ref.arg) == ("country_set", "IN")
    assert next(field.initial for field in form.fields if field.name == WHAT) == chosen
    assert "A figure of your own for India." in plain(form.intro[0])
