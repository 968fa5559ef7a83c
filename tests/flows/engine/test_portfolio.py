"""The portfolio: a line a programme, worst first, within a phone's screen."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.portfolio import PortfolioLine, held, worst_first
from flows.engine.screens.portfolio import MOST_PROGRAMMES, portfolio
from flows.model.effects import Outcome
from flows.model.events import DigestSent, Ticked
from flows.model.ids import ChannelId, PersonId
from flows.model.screens import Buttons, Screen
from flows.model.values import Choice, Items
from tests.builders import MARIA, YES, shipped
from tests.flows.engine.crew import SOFTWARE, Crew, at_assets, words
from tests.flows.engine.small import STORY

TEXTS = shipped().texts
NOBODY = PersonId("")


def of(team: Crew) -> PortfolioLine:
    assert team.programme is not None
    return held(team, team.programme, team.library, team.now)


def one(name: str, **facts: int) -> PortfolioLine:
    return PortfolioLine(ChannelId(name), f"#{name}", **facts)


def tick(team: Crew) -> Outcome:
    assert team.programme is not None and team.programme.wakes is not None
    team.now = team.programme.wakes - dt.timedelta(minutes=1)
    return team.say(NOBODY, Ticked())


def lines(*programmes: PortfolioLine, hour: int | None = 9) -> list[str]:
    return words(portfolio(TEXTS, programmes, 49, hour))


def stuck() -> Crew:
    """A team with a critical finding and work on it."""
    team = at_assets("Engine")
    team.click(Items((team.item("Engine"),)))
    team.click(Choice("university"))
    return team


def test_a_programme_tells_what_is_stuck_and_what_is_due_this_week() -> None:
    found = of(stuck())
    assert (found.blocked, found.overdue, found.due, found.before) == (1, 0, 0, None)
    assert (
        "• atlas: stuck: Papers for Engine are missing · 5 of 8 points known, 3 open: too little for a readiness"
        in lines(found)
    )


def test_work_of_last_week_is_overdue_and_the_readiness_is_held_against_the_week_before() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    tick(team)
    team.click(YES)
    tick(team)
    team.now += dt.timedelta(days=8)
    found = of(team)
    assert (found.overdue, found.due) == (1, 0)
    assert found.before is not None and found.percent is not None and found.before == found.percent
    known = msgspec.structs.replace(found, known=9, total=10)
    assert any(line.endswith(f"1 overdue · readiness {found.percent} %, 9 of 10 points known") for line in lines(known))


def test_a_readiness_that_moved_is_told_from_and_to() -> None:
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    tick(team)
    team.click(YES)
    team.now += dt.timedelta(weeks=1)
    found = of(team)
    assert (found.before, found.percent, found.overdue, found.due) == (100, 75, 0, 1)
    team.say(MARIA, DigestSent())
    assert of(team).before == 100
    assert "2 of 6 points known, 4 open: too little for a readiness" in lines(found)[-3]
    known = msgspec.structs.replace(found, known=9, total=10)
    assert "readiness 100 % to 75 %, 9 of 10 points known" in lines(known)[-3]


def test_a_programme_that_has_just_begun_has_nothing_to_tell() -> None:
    found = of(Crew.at(STORY))
    assert lines(found)[2:4] == [
        "One programme: nothing stuck and nothing overdue.",
        "• atlas: nothing stuck, nothing due this week",
    ]


def test_the_worst_come_first_and_names_decide_among_equals() -> None:
    calm, bare, due = one("calm", percent=90), one("bare"), one("due", due=1)
    late, torn, tied = one("late", overdue=2), one("torn", blocked=1), one("tied", blocked=1)
    assert worst_first([calm, bare, due, late, torn, tied]) == [tied, torn, late, due, calm, bare]


def test_more_programmes_than_fit_a_phone_are_counted() -> None:
    many = [one(f"team-{number}", blocked=number) for number in range(MOST_PROGRAMMES + 2)]
    shown = lines(*many)
    assert shown[2] == "9 programmes: 8 are stuck."
    assert len([line for line in shown if line.startswith("• ")]) == MOST_PROGRAMMES
    assert shown[3].startswith("• #team-8: ") and "And 2 more." in shown


def test_what_is_stuck_is_cut_at_a_word_and_the_rest_is_counted() -> None:
    long = PortfolioLine(ChannelId("C"), "#c", blocked=3, first=("word " * 30,))
    (line,) = [line for line in lines(long) if line.startswith("• ")]
    assert line.endswith("word… (and 2 more)") and len(line) < 100


def test_without_a_programme_it_says_so_and_when_it_comes() -> None:
    assert "You are in no channel with a programme." in lines(hour=None)
    assert any("in your own time zone" in line for line in lines(hour=8))


def test_it_can_be_switched_on_and_off() -> None:
    def does(screen: Screen) -> list[str]:
        return [button.ref.do for part in screen.parts if isinstance(part, Buttons) for button in part.buttons]

    assert does(portfolio(TEXTS, (), 49, None)) == ["mine", "portfolio_on"]
    assert does(portfolio(TEXTS, (), 49, 9)) == ["mine", "portfolio_off"]
