"""The brief of the day: what it tells, to whom, in what order, and the pages behind it."""

from __future__ import annotations

import msgspec

from flows.engine.screens.counsel import MOST_MEANT, Meant, daily, news, open_page
from flows.model.events import SettingsChanged
from flows.model.flow import Severity
from flows.model.people import Capacity, Role
from flows.model.screens import Prose
from tests.builders import JON, MARIA, NO, PRIYA, Team, shipped
from tests.flows.engine.crew import at_people, buttons, words
from tests.flows.engine.several import CHECKS, VENDORS, Runs

TEXTS = shipped().texts
SAID = "Something will be shared."


def meant(number: int, severity: Severity = Severity.LOW, name: str = "atlas", *, lawyer: bool = True) -> Meant:
    return Meant(severity, name, lawyer, (Prose(((f"Point {number}",),)),), Role.COUNSEL if lawyer else Role.OWNER)


MANY = [*(meant(number) for number in range(MOST_MEANT)), meant(99, Severity.CRITICAL)]
"""One more than a page holds, the gravest last."""


def told(team: Team, person: str, between: tuple[int, int] | None = None) -> list[Meant]:
    return list(news(team, team.library, next(one for one in (MARIA, JON, PRIYA) if one == person), between, team.now))


def points(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("Point ")]


# ── to whom ──


def test_news_is_for_counsel_and_for_the_owner_only_where_there_is_none() -> None:
    team = at_people()
    (only,) = told(team, MARIA)
    assert (only.severity, only.name, only.lawyer) == (Severity.MEDIUM, "atlas", False)
    assert told(team, JON) == []
    team.give(Role.COUNSEL, PRIYA)
    assert told(team, MARIA) == [] and [one.lawyer for one in told(team, PRIYA)] == [True]
    team.programme = None
    assert told(team, PRIYA) == []


def test_only_what_came_up_since_the_last_brief_is_told_in_it() -> None:
    team = at_people()
    (number,) = (finding.news for finding in team.ref.findings)
    assert len(told(team, MARIA, (number - 1, number))) == 1
    assert told(team, MARIA, (number, number + 5)) == [] == told(team, MARIA, (0, number - 1))


def test_of_a_run_whose_row_was_taken_out_nothing_is_told() -> None:
    team = Runs.of(VENDORS)
    team.begin(CHECKS, "Acme")
    team.click(NO)
    assert [one.severity for one in told(team, MARIA)] == [Severity.HIGH]
    row = team.row("Acme")
    team.rows[row.id] = msgspec.structs.replace(row, removed=True)
    assert told(team, MARIA) == []


# ── what stands in it ──


def test_the_brief_says_what_each_point_means_and_why_they_read_it() -> None:
    shown = daily(TEXTS, told(at_people(), MARIA))
    assert shown is not None
    lines = words(shown)
    assert lines[0] == "For counsel: atlas" and any(SAID in line for line in lines)
    assert "A duty of confidence is needed." in lines and "To do: List what is shared" in lines
    assert any(line.startswith("You read this because you own this programme") for line in lines)
    assert "Not reviewed by a lawyer." in lines
    assert daily(TEXTS, []) is None, "nothing of it is open any more"


def test_points_of_several_programmes_stand_under_their_names_the_gravest_first() -> None:
    shown = daily(TEXTS, [meant(1), meant(2, name="bolt"), meant(3, Severity.HIGH, "bolt")])
    assert shown is not None
    lines = words(shown)
    assert lines[0] == "For counsel: atlas, bolt" and points(lines) == ["Point 3", "Point 1", "Point 2"]
    assert lines[lines.index("Point 3") - 1] == "bolt" and lines[lines.index("Point 1") - 1] == "atlas"
    assert any(line.startswith("You read this because you are counsel") for line in lines)
    assert "Not reviewed by a lawyer." not in lines


def test_the_rest_of_a_long_brief_is_counted_and_stands_behind_a_button() -> None:
    shown = daily(TEXTS, MANY)
    assert shown is not None
    lines = words(shown)
    assert points(lines)[0] == "Point 99" and len(points(lines)) == MOST_MEANT
    assert "One more point stands behind the button." in lines
    assert [(button.ref.do, button.ref.arg) for button in buttons(shown)] == [("counsel_open", "0")]
    whole = daily(TEXTS, MANY[1:])
    assert whole is not None and buttons(whole) == []


def test_all_that_is_open_is_read_page_by_page_up_to_the_last() -> None:
    first, last = open_page(TEXTS, MANY, 0), open_page(TEXTS, MANY, 1)
    assert len(points(words(first))) == MOST_MEANT
    assert [(button.label, button.ref.arg) for button in buttons(first)] == [("Show one more", "1")]
    assert points(words(last)) == [f"Point {MOST_MEANT - 1}"] and buttons(last) == []
    assert words(open_page(TEXTS, MANY, 2)) == ["Nothing is open that is for you as counsel."]


def test_an_owner_who_is_counsel_too_reads_how_to_say_that_they_are_a_lawyer_until_they_have() -> None:
    team = at_people()
    team.give(Role.COUNSEL, MARIA)
    shown = daily(TEXTS, told(team, MARIA))
    assert shown is not None and "Not reviewed by a lawyer." in words(shown)
    assert any("If you are a lawyer, say so in /ringfence settings" in line for line in words(shown))
    for capacity, lawyer in ((Capacity.IN_HOUSE, True), (Capacity.NO_LAWYER, False)):
        team.say(MARIA, SettingsChanged(capacity=capacity))
        shown = daily(TEXTS, told(team, MARIA))
        assert shown is not None and ("Not reviewed by a lawyer." not in words(shown)) is lawyer
        assert any(line.startswith("You read this because you are counsel of this programme.") for line in words(shown))
