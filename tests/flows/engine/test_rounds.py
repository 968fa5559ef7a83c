"""In which order a flow asks what it asks about each row."""

from __future__ import annotations

from flows.model.values import NewItems
from tests.builders import NO, YES, flow_of, spot
from tests.flows.engine.crew import Crew

ROUNDS = flow_of(
    """\
  - section: naming
    title: Naming
    questions:
      - {ask: assets, kind: item, register: asset, adds: true, many: true, text: Which, why: W., source: method}
  - section: ours
    title: Ours
    each: asset
    questions:
      - {ask: made, kind: yes_no, text: "Made {asset}?", why: W., source: method}
      - {ask: papers, kind: yes_no, only_when: made is no, text: "Papers of {asset}?", why: W., source: method}
  - section: seen
    title: Seen
    each: asset
    questions:
      - {ask: by, kind: yes_no, text: "Seen {asset}?", why: W., source: method}
""",
    "rounds",
)


def test_a_section_begins_with_the_first_row_whichever_was_at_hand_before() -> None:
    team = Crew.at(ROUNDS)
    team.click(NewItems((), ("Engine", "Portal")))
    engine, portal = team.item("Engine"), team.item("Portal")
    order = list[str]()
    for _ in range(4):
        order.append(team.now_open)
        team.click(YES)
    assert order == [f"{one}/{row}" for one in ("ours.made", "seen.by") for row in (engine, portal)]
    team = Crew.at(ROUNDS)
    team.click(NewItems((), ("Engine", "Portal")))
    team.click(YES)
    team.click(YES)
    team.change(spot("ours.made", portal))
    team.click(NO, spot("ours.made", portal))
    assert team.ref.pending is not None
    team.confirm()
    assert team.now_open == f"ours.papers/{portal}", "what follows of the one in hand comes first"
    team.click(YES)
    assert team.now_open == f"seen.by/{engine}"
