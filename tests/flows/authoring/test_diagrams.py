"""Flows drawn: sections as boxes, conditions on the ways, in parts that can be read; and the drawings in the documents are today's."""

from __future__ import annotations

from flows.authoring.diagrams import Way, door, drawings, page, parts, question_ways, section_ways
from flows.authoring.spelling import marks_of, spelled
from flows.model.flow import Flow
from flows.model.ids import QuestionId
from tests.builders import flow_of, shipped
from tests.flows.authoring.sample import FLOW, authored_of, spoiled
from tests.house.tree import ROOT


def sample(text: str = FLOW) -> Flow:
    flow = authored_of(text).flow
    assert flow is not None
    return flow


def test_the_pages_in_the_documents_are_what_would_be_drawn_now() -> None:
    folder = ROOT / "docs/flows"
    drawn = {f"{name}.md": page(flow) for name, flow in shipped().flows.items()}
    kept = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.md")}
    stale = sorted(name for name in drawn.keys() | kept.keys() if drawn.get(name) != kept.get(name))
    assert not stale, f"{stale}: run `ringfence draw --all --out docs/flows`, and take out what no flow is called"


def test_between_boxes_stand_the_ways_up_to_the_first_that_is_always_open() -> None:
    flow = sample()
    drawn = list(section_ways(flow.sections, marks_of(flow), ("start", "review")))
    assert drawn[0] == Way("start", "next", "triage")
    assert Way("naming", "per asset, asset.crown_jewel is yes", "authorship") in drawn
    assert Way("authorship", "next", "review") in drawn
    assert not any(way.source == "start" and way.dest == "naming" for way in drawn)


def test_in_a_box_each_condition_stands_on_its_way() -> None:
    flow = sample()
    marks = marks_of(flow)
    triage, authorship = flow.sections[0], flow.sections[2]
    assert Way("shares", "triage.shares is yes", "people") in list(question_ways(triage, marks))
    assert next(question_ways(authorship, marks)) == Way(
        "created_by", "not (authorship.created_by is employee)", "signed_on"
    )


DEEPER = """\
  - section: core
    title: The core
    questions:
      - {ask: a, kind: yes_no, text: A?, why: W., source: method}
  - section: more
    title: More
    deeper: true
    questions:
      - {ask: b, kind: yes_no, only_when: core.a is yes, text: B?, why: W., source: method}
  - section: last
    title: Last
    deeper: true
    open_when: core.a is yes
    questions:
      - {ask: c, kind: yes_no, text: C?, why: W., source: method}
"""


def test_going_deeper_is_said_once_and_a_box_that_may_ask_nothing_is_passed_by() -> None:
    flow = flow_of(DEEPER)
    drawn = list(section_ways(flow.sections, {}, ("start", "review")))
    assert [(way.source, way.label, way.dest) for way in drawn] == [
        ("start", "next", "core"),
        ("core", "deeper", "more"),
        ("core", "deeper, core.a is yes", "last"),
        ("core", "next", "review"),
        ("more", "core.a is yes", "last"),
        ("more", "next", "review"),
        ("last", "next", "review"),
    ]
    assert door(flow.sections[1], {}, deep=True) == "next"
    text = drawings(flow)[0]
    assert "[*] --> more__begins" in text and "more__begins --> more__b: core.a is yes" in text


def test_a_flow_is_drawn_with_its_sections_as_boxes() -> None:
    text = drawings(sample())[0]
    assert text.startswith("stateDiagram-v2\n  direction TB\n")
    assert "  state triage {\n    [*] --> triage__work\n" in text
    assert "triage__work --> triage__shares: next" in text
    assert "[*] --> the_start" in text
    assert page(sample()).count("```mermaid") == 1


def test_a_long_flow_is_drawn_in_parts_that_lead_to_each_other() -> None:
    sections = "".join(
        f"  - section: s{at}\n    title: Part {at}\n    deeper: {'true' if at > 5 else 'false'}\n    questions:\n"
        + "".join(f"      - {{ask: q{n}, kind: yes_no, text: Q?, why: W., source: method}}\n" for n in range(3))
        for at in range(8)
    )
    flow = flow_of(sections)
    assert [len(part) for part in parts(flow)] == [3, 3, 2]
    first, second, third = drawings(flow)
    assert "part_after" in first and "review" not in first
    assert 'state "part 1" as part_before' in second and 'state "part 3" as part_after' in second
    assert "part_before --> s6: deeper" in third and "s6 --> s7: next" in third and "s7 --> the_review: next" in third
    assert "## Part 2 of 3" in page(flow)


def test_signs_that_mermaid_takes_for_its_own_are_written_otherwise_and_long_labels_are_cut() -> None:
    long = " or ".join(["triage.people > 3"] * 9)
    text = drawings(sample(spoiled(FLOW, "only_when: created_by is not employee", f"only_when: {long}")))[0]
    assert "#gt;" in text and "…" in text and "people > 3" not in text


def test_marks_are_called_by_their_register() -> None:
    flow = sample()
    assert marks_of(flow) == {QuestionId("naming.jewels"): "asset.crown_jewel"}
    where = flow.sections[2].where
    assert where is not None
    assert spelled(where, marks_of(flow)) == "asset.crown_jewel is yes"
