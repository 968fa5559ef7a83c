"""Draws a flow as a Mermaid state diagram, through `transitions`' own graphs. For authors and for the documents;
nothing is run.

The machine that runs a flow leads from every question to every later one, each guarded; drawn, that is a ball of wool.
A drawing keeps, from each question, the ways to the next ones up to the first that is always asked, and writes each
condition on its way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from transitions.extensions import GraphMachine

from flows.authoring.spelling import marks_of, spelled
from flows.engine.machine import REVIEW, START
from flows.model.conditions import And, Condition
from flows.model.flow import Flow, Question, Section
from flows.model.ids import QuestionId

ALWAYS = "next"
"""What stands on a way without a condition."""


class Way(msgspec.Struct, frozen=True):
    """One arrow of the drawing."""

    source: str
    label: str
    dest: str


def ways(flow: Flow) -> Iterator[Way]:
    """The arrows of a flow, in the order of the page."""
    marks = marks_of(flow)
    stops = [(section, question) for section in flow.sections for question in section.questions]
    for at in range(len(stops) + 1):
        source = stops[at - 1][1].id if at else START
        for section, question in stops[at:]:
            entered = at == 0 or stops[at - 1][0] is not section
            label = _label(section, question, marks, entered)
            yield Way(source, label, question.id)
            if label == ALWAYS:
                break
        else:
            yield Way(source, ALWAYS, REVIEW)


def mermaid(flow: Flow) -> str:
    """The flow as the text of a Mermaid diagram."""
    machine = GraphMachine(
        states=[START, *(question.id for section in flow.sections for question in section.questions), REVIEW],
        initial=START,
        auto_transitions=False,
        graph_engine="mermaid",
        title=flow.title,
    )
    for way in ways(flow):
        machine.add_transition(_shown(way.label), way.source, way.dest)
    graph: Any = machine.get_combined_graph()  # its stub knows only the drawing, not the text
    return str(graph.source)


def _label(section: Section, question: Question, marks: Mapping[QuestionId, str], entered: bool) -> str:
    """What must hold for a question to be asked after one outside its section, or after one of the same section."""
    doors = (section.open_when, section.where) if entered else ()
    guards: list[Condition] = [guard for guard in (*doors, question.only_when) if guard is not None]
    text = spelled(guards[0] if len(guards) == 1 else And(tuple(guards)), marks) if guards else ""
    per = f"per {section.each}" if section.each and entered else ""
    return ", ".join(part for part in (per, text) if part) or ALWAYS


def _shown(label: str) -> str:
    """A label without the signs that Mermaid takes for its own."""
    return label.replace("<", "#lt;").replace(">", "#gt;").replace(":", "#colon;")
