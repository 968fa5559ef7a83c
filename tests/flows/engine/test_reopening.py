"""The blast radius of a value: what a decision leaned on is kept with it, and once it says something else, the decision is asked again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from flows.authoring.table import with_open_gates
from flows.engine.digest import compose
from flows.engine.reopening import became, untold
from flows.engine.screens import held, question
from flows.engine.screens.wording import plain
from flows.engine.whole import WholeFacts
from flows.model.conditions import AnswerFact, BookFact, Is
from flows.model.country import CountryField, Held
from flows.model.effects import Note, Outcome, Settle, ShowCountry, Term, Whisper
from flows.model.events import CountriesMoved, FigureEntered, Finished, Paused, Started
from flows.model.flow import Library
from flows.model.ids import FlowId, ItemId, RegisterId, StageId, country_id
from flows.model.people import Role
from flows.model.placing import Place, Placed
from flows.model.programme import StageState
from flows.model.screens import Prose, Screen
from flows.model.session import SessionState
from flows.model.values import Choice, Choices, Day, Document, Scale, Text
from flows.rules.conditions import judge
from flows.rules.countries import COUNTRY
from tests.builders import JON, MARIA, NO, PRIYA, YES, Team, effects_of, kinds, shipped, spot, told

F = CountryField
DECISION = "verdict.decision"
STAGE = StageId("vendor_checks")


def countries_alone() -> Library:
    """What ships, with a second stage that is done once its countries are: of vendors nothing is told here."""
    library = with_open_gates(shipped())
    stages = (msgspec.structs.replace(stage, more=()) if stage.id == STAGE else stage for stage in library.stages)
    return msgspec.structs.replace(library, stages=tuple(stages))


def germany(*, done: bool = True) -> Team:
    """A team that has decided, as Jon, to have work done in Germany. It has read and cleared all."""
    team = Team(countries_alone())
    outcome = team.say(MARIA, Started(FlowId("country_checks"), "atlas", name="Germany"))
    assert effects_of(outcome, ShowCountry) == [ShowCountry(team.ref.id, by=MARIA)]
    assert team.programme is not None
    team.programme = msgspec.structs.replace(team.programme, roles={Role.APPROVER: JON, Role.COUNSEL: PRIYA})
    answers = {
        "presence.people": Choices(("office",)),
        "baseline.index_stands": Choice("stands"),
        "baseline.toolkit": Choice("absent"),
        "baseline.watch": Choice("unlisted"),
        "remedies.remedy": Scale(5),
        "remedies.awards": YES,
        "title.ownership_formality": YES,
        "title.permit_open": NO,
        "title.local_filing": YES,
        "limits.rules": Choices(()),
    }
    for name, value in answers.items():
        team.click(value, name, by=PRIYA if name in ("title.permit_open", "limits.rules") else MARIA)
        if name == "title.permit_open":
            asked = team.reply("", PRIYA, (Document("F1", "permits.pdf"),))
            assert effects_of(asked, Place), "a gate reads it, and nobody asked for a file"
            team.say(PRIYA, Placed(team.ref.id, team.ref.unplaced[-1].message, spot(name)))
    for name, value in {
        DECISION: Choice("go"),
        "verdict.reason": Text("Good courts."),
        "verdict.review_on": Day(dt.date(2027, 5, 3)),
    }.items():
        team.click(value, name, by=JON)
    if done:
        team.say(JON, Finished(team.ref.id))
    return team


def listed(value: str = "PWL", year: int = 2026) -> FigureEntered:
    return FigureEntered("DE", F.SPECIAL_301, value, "the report of the year", year)


def quiet(outcome: Outcome) -> bool:
    """Whether nothing of it is said in a thread or by direct message."""
    return not {"Ask", "Tell", "Whisper"}.intersection(kinds(outcome))


def words(screen: Screen) -> str:
    return "\n".join(plain(line) for part in screen.parts if isinstance(part, Prose) for line in part.lines)


def test_a_decision_keeps_what_it_leaned_on_with_values_dates_and_sources() -> None:
    answer = germany().answer(DECISION)
    assert answer is not None
    leaned = {one.field: one for one in answer.leaned}
    assert leaned[F.SPECIAL_301] == Held(F.SPECIAL_301), "nothing was held, and that is kept too"
    assert Decimal(leaned[F.RULE_OF_LAW].value) > 0 and leaned[F.RULE_OF_LAW].of == "2024"
    assert leaned[F.RULE_OF_LAW].source.startswith("World Bank")
    assert leaned[F.OWNERSHIP].says and not leaned[F.OWNERSHIP].own


def test_a_figure_opens_a_finished_check_again_and_the_approver_and_the_digest_are_told_by_what() -> None:
    team = germany()
    before = team.answer(DECISION)
    assert team.programme is not None and team.programme.stages[STAGE] is StageState.DONE
    outcome = team.say(MARIA, listed())
    assert team.programme.stages[STAGE] is StageState.REOPENED
    done, total = question.progress(team.scene())
    assert total - done == 2, "what is asked again is not counted as answered"
    assert team.now_open == "baseline.watch" and team.scene().facts.answer(spot(DECISION).question, None) is None
    assert [effect.to for effect in effects_of(outcome, Whisper)] == [JON]
    values = {
        "field": Term("country.field.special_301"),
        "was": Term("country.moved.nothing"),
        "now": "priority watch list (2026)",
    }
    assert Note("country.moved.value", {**values}) in effects_of(outcome, Whisper)[0].notes
    assert "decision_overtaken@verdict.decision" in team.finding_keys()
    digest = compose(team, team.programme, team.library, team.now)
    assert "digest.reopened" in [note.key for note in digest.blocked] and "digest.decision" not in [
        note.key for note in digest.decided
    ]
    kept = team.answer(DECISION)
    assert kept is not None and before is not None and kept.leaned == before.leaned, "what it leaned on then is kept"


def test_the_question_says_what_it_was_and_is_and_what_was_decided_and_a_new_answer_counts() -> None:
    team = germany()
    team.say(MARIA, listed())
    team.click(Choice("pwl"), "baseline.watch")
    asked = words(question.asked(team.scene(), spot(DECISION)))
    assert (
        "it was not found, it is priority watch list (2026)." in asked
        and "Go. That is kept; give the answer that holds now." in asked
    )
    team.click(Choice("elsewhere"), DECISION, by=JON)
    answer = team.answer(DECISION)
    assert answer is not None and answer.told == () and team.scene().facts.moved(answer.spot) == ()
    assert {one.field: one.value for one in answer.leaned}[F.SPECIAL_301] == "PWL"


def test_a_programme_as_a_whole_knows_the_decision_until_it_is_overtaken_and_what_is_held() -> None:
    team = germany()
    assert team.programme is not None
    decided = Is(AnswerFact(spot(DECISION).question, FlowId("country_checks"), COUNTRY), ("go", "limits"))
    listing = Is(BookFact(F.SPECIAL_301, COUNTRY), ("PWL",))

    def whole(hand: Mapping[RegisterId, ItemId]) -> WholeFacts:
        assert team.programme is not None
        return WholeFacts(team, team.library, team.programme, team.now.date(), hand)

    there = {COUNTRY: country_id("DE")}

    assert judge(decided, whole(there)) is True and judge(listing, whole(there)) is None
    team.say(MARIA, listed())
    assert judge(decided, whole(there)) is None and judge(listing, whole(there)) is True
    assert judge(listing, whole({})) is None


def test_whoever_decides_is_not_told_of_their_own_figure_and_nobody_twice_of_one() -> None:
    team = germany()
    assert effects_of(team.say(JON, listed()), Whisper) == []
    again = team.say(MARIA, listed())
    assert told(again) == ["country.own.kept"] and quiet(again)


def test_where_the_value_is_again_what_it_was_the_decision_counts_again() -> None:
    team = germany()
    team.say(MARIA, FigureEntered("DE", F.RULE_OF_LAW, "-1", "a slip of the pen", 2026))
    assert team.now_open == DECISION, "the watch lists say nothing of the rule of law"
    shipped_value = next(v.value for v in team.library.countries.economies["DE"].values if v.field is F.RULE_OF_LAW)
    team.say(MARIA, FigureEntered("DE", F.RULE_OF_LAW, shipped_value, "looked up again", 2026))
    assert team.ref.state is SessionState.REVIEW and team.finding_keys() == ["toolkit_absent@baseline.toolkit"]
    assert team.scene().facts.answer(spot(DECISION).question, None) is not None


def test_of_another_country_or_of_an_older_year_nothing_is_asked_again() -> None:
    team = germany()
    for event in (
        FigureEntered("FR", F.SPECIAL_301, "PWL", "the report", 2026),
        FigureEntered("DE", F.RULE_OF_LAW, "-1", "an old release", 2019),
    ):
        assert quiet(team.say(MARIA, event))
    assert team.ref.state is SessionState.DONE


def test_a_paused_check_hears_of_it_and_stays_paused_and_an_open_question_shows_the_figure() -> None:
    team = germany(done=False)
    team.say(MARIA, listed())  # back to the watch list, which shows the figure
    outcome = team.say(JON, FigureEntered("DE", F.SPECIAL_301, "WL", "the release of summer", 2026))
    assert team.now_open == "baseline.watch"
    assert any(effect.spot == spot("baseline.watch") for effect in effects_of(outcome, Settle))
    assert "list of the US Trade Representative: watch list, from the release of summer" in words(
        question.asked(team.scene(), spot("baseline.watch"))
    )
    team.say(MARIA, Paused(team.ref.id))
    team.say(JON, listed("PFC"))
    assert team.ref.state is SessionState.PAUSED


def with_index(library: Library, value: str) -> Library:
    """The library with another figure of the index for Germany."""
    book = library.countries
    germany = book.economies["DE"]
    values = tuple(msgspec.structs.replace(v, value=value) if v.field is F.IP_INDEX else v for v in germany.values)
    economies = {**book.economies, "DE": msgspec.structs.replace(germany, values=values)}
    return msgspec.structs.replace(library, countries=msgspec.structs.replace(book, economies=economies))


def test_new_content_opens_what_leaned_on_the_old_value_once() -> None:
    team = germany()
    assert not untold(team, team.library, team.now)
    team.library = with_index(team.library, "12.3")
    assert untold(team, team.library, team.now)
    assert team.scene().facts.answer(spot(DECISION).question, None) is None, "it counts no more, told or not"
    outcome = team.say(MARIA, CountriesMoved())
    assert team.now_open == "baseline.index_stands" and effects_of(outcome, Whisper)
    assert not untold(team, team.library, team.now)
    assert quiet(team.say(MARIA, CountriesMoved()))


def test_a_long_rule_of_law_is_told_in_short() -> None:
    team = germany()
    outcome = team.say(MARIA, FigureEntered("DE", F.FOREIGN_FILING, "x" * 200, "counsel there", 2026))
    assert told(outcome)
    before = Held(F.OWNERSHIP, "contractor", "y" * 200, "2020", "an act")
    said = Note("country.moved.value", {**became(team.library.texts, before, Held(F.OWNERSHIP))})
    assert said.values["was"] == f"{'y' * 79}…" and said.values["now"] == Term("country.moved.nothing")
    listed_then = Held(F.SPECIAL_301, "PWL", of="2025-04-29")
    was = became(team.library.texts, listed_then, listed_then)["was"]
    assert was == "priority watch list (29 April 2025)", "in words, and dated as everywhere"


def test_sessions_of_flows_that_show_nothing_of_countries_are_left_alone() -> None:
    team = Team(shipped())
    team.start(shipped().flows[FlowId("ip_strategy")])
    assert not untold(team, team.library, team.now)
    assert quiet(team.say(MARIA, listed()))


def test_where_no_country_is_at_hand_nothing_of_one_is_shown() -> None:
    team = germany()
    assert team.scene().facts.country(None) == "DE"
    team.sessions[team.ref.id] = msgspec.structs.replace(team.ref, item=None)
    assert held.shown(team.scene(), team.scene().question(spot(DECISION)), spot(DECISION)) == []
