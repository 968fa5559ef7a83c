"""What a digest counts in short is what comes of counting spot by spot, whatever a team does in its week; and it reads no line for nothing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.engine.digest import compose
from flows.engine.screens.known import known_line
from flows.model.effects import Entry
from flows.model.events import DigestSent
from flows.model.ids import RegisterId
from flows.model.rowevents import RowTakenOut
from flows.model.values import NewItems
from flows.rules.readiness import Readiness
from tests.builders import MARIA, NO, PRIYA, YES, flow_of, spot
from tests.flows.engine.crew import Crew
from tests.flows.engine.test_decisions import FILE, LATER, SECRET, at_plans, change, plan
from tests.stateful.adding_up import check_sums

MIXED = flow_of("""\
  - section: one
    title: One
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which?, why: W., source: method}
  - section: each
    title: Each
    each: asset
    questions:
      - ask: own
        kind: yes_no
        weight: 3
        text: Is {asset} ours?
        why: W.
        source: method
        decides:
          - {when: own is yes, say: "{asset} is ours"}
        findings:
          - {when: no, id: lost, severity: high, say: Lost., counsel: Lost., do: Find, owner: asker, due: 1 week, source: method}
      - {ask: sure, kind: yes_no, weight: 0, text: Sure?, why: W., source: method, only_when: own is yes}
      - {ask: proof, kind: yes_no, weight: 2, text: Proof?, why: W., source: method, only_when: own is no or sure is no}
""")
DEEDS = st.sampled_from(
    ["yes", "no", "not_sure", "skip", "undo", "undo", "change yes", "change no", "digest", "out", "wait"]
)


def do(team: Crew, deed: str, at: int) -> None:
    """One deed; at a spot that was answered, where it wants one. What is refused changes nothing."""
    deciding = [answer.spot for answer in team.ref.answers.values() if answer.spot.question == "each.own"]
    match deed.split():
        case ["change", word] if deciding:
            where = deciding[at % len(deciding)]
            team.change(where)
            team.click(YES if word == "yes" else NO, where)
            team.confirm(where)
        case ["undo"] if team.ref.last is not None:
            team.undo(team.ref.last.spot, team.ref.revision(team.ref.last.spot))
        case ["wait"]:
            team.now += dt.timedelta(days=3)
        case ["digest"]:
            team.say(MARIA, DigestSent())
        case ["out"]:
            rows = list(team.rows.values())
            team.say(MARIA, RowTakenOut(RegisterId("asset"), rows[at % len(rows)].id))
        case ["yes" | "no"] if team.ref.spot is not None:
            team.click(YES if deed == "yes" else NO)
        case ["not_sure"] if team.ref.spot is not None:
            team.not_sure()
        case ["skip"] if team.ref.spot is not None:
            team.skip()
        case _:
            pass


@settings(deadline=None, max_examples=80)
@given(deeds=st.lists(st.tuples(DEEDS, st.integers(0, 5)), max_size=25))
def test_whatever_a_team_does_the_short_sums_are_the_long_ones(deeds: list[tuple[str, int]]) -> None:
    team = Crew.at(MIXED)
    team.click(NewItems((), ("Engine", "App")))
    for deed, at in deeds:
        do(team, deed, at)
        check_sums(team, team.library, team.now, instants=99)


class Watched(Crew):
    """A team whose log remembers which kinds of line were opened."""

    opened: frozenset[str] = frozenset()

    def entries(self, since: dt.datetime, kinds: frozenset[str] | None = None) -> tuple[Entry, ...]:
        self.opened |= {entry.what for entry in super().entries(since, kinds)}
        return super().entries(since, kinds)


def week_of(team: Crew) -> frozenset[str]:
    """The kinds of line that were opened for a digest of what happened since the last."""
    assert isinstance(team, Watched) and team.programme is not None
    team.opened = frozenset()
    compose(team, team.programme, team.library, team.now)
    return team.opened


def test_a_line_of_an_answer_is_opened_only_where_a_decision_was_changed_or_taken_back() -> None:
    team = at_plans(Watched)
    plan(team, "Engine", SECRET)
    plan(team, "App", LATER)
    assert week_of(team) == {"role_given", "stage"}
    change(team, "App", FILE)
    assert week_of(team) == {"role_given", "stage", "answered"}
    team.say(MARIA, DigestSent())
    assert week_of(team) == frozenset()
    team.undo(spot("plans.plan", team.item("App")), 2, by=PRIYA)
    assert week_of(team) == {"undone"}


def test_where_nothing_is_weighed_nothing_is_said_of_a_readiness() -> None:
    assert known_line({}, Readiness(Decimal(0), 0, 0)) == ()
