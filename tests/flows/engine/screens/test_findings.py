"""All open findings on one screen: the worst first over all parts, whose they are and by when, near-duplicates below one another."""

from __future__ import annotations

import msgspec

from flows.engine.screens import overview, review
from flows.engine.screens.findings import MOST_LISTED, findings
from flows.engine.screens.scene import Scene
from flows.model.flow import Severity
from flows.model.people import Role
from flows.model.programme import ActionWhy
from flows.model.session import Finding, Settled, Spot
from flows.model.values import Choice, Items
from tests.builders import MARIA
from tests.flows.engine.crew import Crew, at_assets, words


def scenes(team: Crew) -> list[Scene]:
    return [Scene(team, session, team.library, team.now) for session in team.sessions]


def shown(team: Crew) -> list[str]:
    return words(findings(scenes(team), team.library.texts, MARIA))


def at_makers(*names: str) -> Crew:
    """A team of which every asset was made by a university: each a critical finding with work on it."""
    team = at_assets(*names)
    team.click(Items(tuple(team.item(name) for name in names)))
    for _ in names:
        team.click(Choice("university"))
        team.skip()
    return team


def again(team: Crew, *more: Finding) -> None:
    """The findings of the session, and some more."""
    session = next(iter(team.sessions.values()))
    team.sessions[session.id] = msgspec.structs.replace(session, findings=(*more, *session.findings))


def test_each_has_its_weight_its_holder_its_day_and_its_part_and_the_worst_is_first() -> None:
    lines = shown(at_makers("Engine"))
    assert lines[2].startswith("• Critical: Papers for Engine are missing · with ") and ", due " in lines[2]
    assert lines[2].endswith(" · Stage first")
    said = [line.split(":")[0] for line in lines if line.startswith("• ")]
    assert len(said) > 1 and said == sorted(said, key=weight)
    assert lines[3] == "(Settle)" and lines.count("(Settle)") == len(said), "each has the way to settle it"


def test_a_name_leaves_what_names_it_and_one_that_nothing_names_leaves_all() -> None:
    team = at_makers("Engine", "App")

    def about(name: str) -> list[str]:
        lines = words(findings(scenes(team), team.library.texts, MARIA, name))
        return [line for line in lines if line.startswith(("• ", "Only", "Nothing"))]

    only, *lines = about("engine")
    assert only == "Only what names “engine”. For all of it: /ringfence findings."
    assert lines and all("Engine" in line and "App" not in line for line in lines)
    none, *every = about("zyx")
    assert none == "Nothing that is open names “zyx”, so here is all of it." and len(every) > len(lines)
    nothing = words(findings([], team.library.texts, MARIA, "engine"))
    assert nothing[-1] == "Nothing is open."


def weight(line: str) -> int:
    return ["• Critical", "• High", "• Medium", "• Low"].index(line)


def test_what_says_nearly_the_same_of_one_row_stands_below_the_worst_of_it_and_of_another_row_by_itself() -> None:
    team = at_makers("Engine", "App")
    critical = [one for one in next(iter(team.sessions.values())).findings if one.severity is Severity.CRITICAL]
    assert len(critical) == 2
    twin = msgspec.structs.replace(critical[0], severity=Severity.HIGH)
    again(team, twin)
    lines = shown(team)
    assert sum(line.startswith("• Critical") for line in lines) == 2, "Engine and App are two points"
    at = next(n for n, line in enumerate(lines) if line.startswith("– also: High: Papers for Engine"))
    assert lines[at - 2].startswith("• Critical: Papers for Engine"), "what it is like stands above it"
    assert lines[at - 1] == lines[at + 1] == "(Settle)", "each of them is settled by itself"


def test_more_than_fit_are_counted_with_the_way_to_all_and_what_is_critical_is_never_among_them() -> None:
    names = [f"A{number}" for number in range(MOST_LISTED + 3)]
    team = at_makers(*names)
    lines = shown(team)
    assert sum(line.startswith("• Critical") for line in lines) == len(names)
    assert lines[-3].startswith("… and ") and lines[-2] == "[All of them, page by page]"
    assert lines.count("(Settle)") == MOST_LISTED, "the rest moves up as these are settled"


def test_what_is_settled_stands_below_and_counts_as_open_nowhere() -> None:
    team = at_makers("Engine", "App")
    before = shown(team)
    first = next(one for one in next(iter(team.sessions.values())).findings if one.severity is Severity.CRITICAL)
    word = Settled(MARIA, team.now, Role.OWNER, "It was signed since", 1)
    session = next(iter(team.sessions.values()))
    now = tuple(msgspec.structs.replace(one, settled=word) if one is first else one for one in session.findings)
    team.sessions[session.id] = msgspec.structs.replace(session, findings=now)
    lines = shown(team)
    assert lines[0] != before[0] and lines.count("(Settle)") == before.count("(Settle)") - 1
    at = lines.index("Settled (1)")
    assert sum(line.startswith("• Critical") for line in lines[:at]) == 1
    assert lines[at + 1].startswith("• Critical: Papers for ") and lines[at + 3] == "(Take up again)"
    assert team.programme is not None
    card = words(overview.card(team.library, team.programme, scenes(team), team.now.date()))
    assert sum(line.startswith("• Papers for") for line in card) == 1, "the card names what is open"


def test_the_card_names_the_first_of_what_is_critical_and_counts_the_rest() -> None:
    team = at_makers(*[f"A{number}" for number in range(7)])
    assert team.programme is not None
    lines = words(overview.card(team.library, team.programme, scenes(team), team.now.date()))
    at = lines.index("Critical")
    assert [line.startswith("• Papers for A") for line in lines[at + 1 : at + 6]] == [True] * 5
    assert lines[at + 6] == "• and 2 more, behind Findings"


def test_work_that_nobody_holds_is_said_by_its_part_and_a_point_without_work_by_its_part_alone() -> None:
    team = at_makers("Engine")
    finding = next(iter(team.sessions.values())).findings[0]
    again(
        team, msgspec.structs.replace(finding, spot=Spot(finding.spot.question, team.item("Engine")), opened=team.now)
    )
    assert any(line.startswith("• Medium") or line.startswith("    also") for line in shown(team))


def test_in_a_summary_a_finding_whose_work_was_done_stands_without_a_step_until_its_answer_is_another() -> None:
    team = at_makers("Engine", "App")
    steps = [action for action in team.todo() if action.why is ActionWhy.FINDING]
    assert summary(team).count("→") == len(steps)
    team.close(steps[0])
    assert summary(team).count("→") == len(steps) - 1 and f"Findings ({len(steps)})" in words(
        review.summary(team.scene())
    )


def summary(team: Crew) -> str:
    return "".join(line[:1] for line in words(review.summary(team.scene())))
