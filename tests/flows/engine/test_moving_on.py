"""What was answered once for all goes on where it has exactly one place in a newer version: at the only row, or under another name."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from flows.engine.machine import plan_of
from flows.engine.screens.upgrade import preview
from flows.engine.versions import carried, moves
from flows.model.country import CountryField, Held
from flows.model.effects import Outcome
from flows.model.flow import Flow
from flows.model.session import Answer, AnswerState
from flows.model.settling import FindingSettled
from flows.model.upgrades import Upgraded
from flows.model.values import Items, NewItems, Number, Value
from tests.builders import MARIA, NO, NOW, YES, flow_of, library_of, spot, told
from tests.flows.engine.crew import Crew, words

BAD = """
        findings:
          - {when: "no", id: silent, severity: high, say: A way to say so is wanted., counsel: C., do: Agree on one, owner: owner,
             due: 5 days, source: method}
"""
HEAD = """\
  - section: whom
    title: Whom
    questions:
      - {ask: vendors, kind: item, register: asset, adds: true, many: true, text: Which vendors?, why: W., source: method}
"""
OLD = flow_of(f"""\
{HEAD}  - section: habits
    title: Habits
    questions:
      - ask: warns
        kind: yes_no
        text: Do they warn you?
        why: W.
        source: method{BAD}      - {{ask: hours, kind: number, text: In how many hours?, why: W., source: method}}
      - {{ask: teams, kind: item, register: licence, adds: true, many: true, text: Which teams?, why: W., source: method}}
      - {{ask: ours, kind: yes_no, text: Do ours know?, why: W., source: method}}
      - {{ask: last, kind: yes_no, text: The last?, why: W., source: method}}
""")
NEW = flow_of(
    f"""\
{HEAD}  - section: habits
    title: Habits
    each: asset
    questions:
      - ask: warns
        kind: yes_no
        text: "Does {{asset}} warn you?"
        why: W.
        source: method{BAD}      - {{ask: hours, kind: number, high: 48, text: In how many hours?, why: W., source: method}}
      - {{ask: groups, was: habits.teams, kind: item, register: licence, adds: true, many: true, text: Which groups?, why: W., source: method}}
  - section: own
    title: Own
    questions:
      - {{ask: ours, was: habits.ours, kind: yes_no, text: Do our people know?, why: W., source: method}}
  - section: end
    title: End
    questions:
      - {{ask: last, kind: yes_no, text: The last?, why: W., source: method}}
""",
    version=2,
)


def behind(*vendors: str, warns: Value | None = NO, hours: int = 9) -> Crew:
    """A team that has answered for all of these vendors together, when the newer version comes."""
    team = Crew.at(OLD)
    team.kept_flows[OLD.hash] = OLD
    team.click(NewItems((), vendors))
    team.click(warns) if warns is not None else team.not_sure()
    team.click(Number(Decimal(hours)))
    team.click(NewItems((), ("Testers",)))
    team.click(YES)
    team.library = library_of(NEW)
    return team


def upgrade(team: Crew, to: Flow = NEW) -> Outcome:
    return team.say(MARIA, Upgraded(team.ref.id, to.hash))


def shown(team: Crew) -> list[str]:
    screen = preview(team, team.ref.id, team.library, team.now)
    assert screen is not None
    return [line.removeprefix("• ") for line in words(screen)]


def test_what_was_said_of_the_only_row_stands_there_and_so_do_its_finding_and_its_work() -> None:
    team = behind("Acme")
    (work,) = team.todo()
    lines = shown(team)
    for question in ("Does Acme warn you?", "In how many hours?", "Which groups?", "Do our people know?"):
        assert f"Taken over as it was answered: {question}" in lines
    assert not any(
        line.startswith(("Asked", "No longer", "Raised", "Withdrawn")) for line in lines if "last" not in line
    )
    acme = team.item("Acme")
    assert told(upgrade(team)) == ["upgrade.done"]
    warns = team.answer("habits.warns", acme)
    assert warns is not None and (warns.value, warns.by, warns.revision) == (NO, MARIA, 1)
    groups = team.answer("habits.groups", acme)
    assert groups is not None and groups.value == Items((team.item("Testers"),))
    assert team.answer("own.ours") is not None and team.ref.aside == {}
    assert team.finding_keys() == [f"silent@habits.warns/{acme}"]
    assert team.todo() == [msgspec.structs.replace(work, spot=spot("habits.warns", acme))]
    assert team.now_open == "end.last"
    assert team.ref.trail[-1] == spot("own.ours")


def test_a_finding_that_was_settled_stays_so() -> None:
    team = behind("Acme")
    (finding,) = team.ref.findings
    team.say(
        MARIA, FindingSettled(team.ref.id, finding.spot, finding.rule, finding.severity, "It is written into the plan")
    )
    assert team.ref.findings[0].settled is not None
    upgrade(team)
    assert team.ref.findings[0].settled is not None and team.todo() == []


def test_of_several_rows_each_is_asked_and_only_what_is_asked_once_goes_on_under_its_new_name() -> None:
    team = behind("Acme", "Globex")
    lines = shown(team)
    assert "Asked for each now, since one answer stood for all (No): Does Acme warn you?" in lines
    assert "Withdrawn: A way to say so is wanted." in lines
    upgrade(team)
    assert sorted(team.ref.aside) == ["habits.hours", "habits.teams", "habits.warns"]
    assert team.answer("own.ours") is not None and team.finding_keys() == [] and team.todo() == []


def test_what_nobody_knew_what_does_not_fit_and_what_is_about_rows_that_are_gone_is_asked_again() -> None:
    team = behind("Acme", warns=None, hours=100)
    team.rows[team.item("Testers")] = msgspec.structs.replace(team.row("Testers"), removed=True)
    upgrade(team)
    assert sorted(team.ref.aside) == ["habits.hours", "habits.teams", "habits.warns"]
    assert team.todo() == [], "what was to be found out of all together is asked of each"


def test_of_a_row_that_came_after_the_answer_nothing_was_said() -> None:
    team = behind("Acme")
    acme = team.row("Acme")
    team.rows[acme.id] = msgspec.structs.replace(acme, at=team.now.replace(year=2030))
    upgrade(team)
    assert sorted(team.ref.aside) == ["habits.hours", "habits.teams", "habits.warns"]


def test_an_answer_that_stands_at_the_row_already_is_not_put_over() -> None:
    team = behind("Acme")
    upgrade(team)
    stands = team.ref
    answer = stands.answers[spot("habits.warns", team.item("Acme")).key]
    both = msgspec.structs.replace(
        stands, aside={"habits.warns": msgspec.structs.replace(answer, spot=spot("habits.warns"))}
    )
    team.sessions[stands.id] = both
    assert moves(team.scene().facts) == {}
    assert carried(both, plan_of(NEW), plan_of(NEW)).aside.keys() == {"habits.warns"}


BOOKED = """\
  - section: list
    title: List
    each: country
    questions:
      - {{ask: watch, kind: yes_no, book: [{book}], text: Is it listed?, why: W., source: method}}
      - {{ask: treaty, kind: yes_no, book: [new_york], text: Is there a treaty?, why: W., source: method}}
"""


def test_an_answer_leans_on_no_more_than_the_newer_version_shows_beside_its_question() -> None:
    old, new = (
        flow_of(BOOKED.format(book="special_301, rule_of_law")),
        flow_of(BOOKED.format(book="special_301"), version=2),
    )
    watch, treaty = spot("list.watch", "IN"), spot("list.treaty", "IN")
    lists, law, awards = (
        Held(field, "x") for field in (CountryField.SPECIAL_301, CountryField.RULE_OF_LAW, CountryField.NEW_YORK)
    )
    base = Answer(watch, AnswerState.VALUE, MARIA, NOW, 1, YES, leaned=(lists, law), told=(law,))
    other = msgspec.structs.replace(base, spot=treaty, leaned=(awards,), told=())
    team = Crew.at(old)
    before = msgspec.structs.replace(team.ref, answers={watch.key: base, treaty.key: other})
    after = carried(before, plan_of(old), plan_of(new)).answers
    assert (after[watch.key].leaned, after[watch.key].told) == ((lists,), ())
    assert after[treaty.key] == other
