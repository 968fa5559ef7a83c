"""Draws a flow as Mermaid state diagrams, through `transitions`' own graphs. For authors and for the documents; nothing is run.

The machine that runs a flow leads from every question to every later one, each guarded; drawn, that is a ball of wool.
A drawing keeps, from each question, the ways to the next ones up to the first that is always asked, and writes each
condition on its way. A section is a box of its own, so that what opens it stands once, on the way to the box. A long flow
is drawn in several parts, each of which can be read on a sheet of A4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

import msgspec
from transitions.extensions.diagrams import HierarchicalGraphMachine
from transitions.extensions.nesting import NestedState

from flows.authoring.spelling import marks_of, spelled
from flows.model.conditions import And, Condition
from flows.model.flow import Flow, Question, Section
from flows.model.ids import QuestionId

ALWAYS = "next"
"""What stands on a way without a condition."""
BEGINS = "begins"
"""The state in a box from which its first questions lead, where the first one is not always asked."""
START, REVIEW = "the_start", "the_review"
BEFORE, AFTER = "part_before", "part_after"
"""What a flow comes from and goes on to; and what a part does, where the flow has several. No section is called so."""
MOST_QUESTIONS = 10
"""Questions in one part, unless a single section has more."""
MOST_LABEL = 110
"""Characters of a condition on a way; a longer one is cut, and stands whole in the flow."""
MOST_TEXT = 64
"""Characters of a question in its box."""
LINE = 26
"""Characters of a line of either."""


class Way(msgspec.Struct, frozen=True):
    """One arrow of the drawing: between boxes, or between questions of one box."""

    source: str
    label: str
    dest: str


class _Node(NestedState):
    """A state with words of its own, whose name is put together with what no name of ours holds."""

    separator = "__"

    def __init__(
        self, name: str, label: str = "", initial: str | None = None, final: bool = False, **more: Any
    ) -> None:
        super().__init__(name, initial=initial, final=final, **more)
        self.label = label


class _Drawing(HierarchicalGraphMachine):
    """A machine that is only drawn, from above to below."""

    state_cls = _Node
    machine_attributes = {"rankdir": "TB"}  # noqa: RUF012  (as its parent has it)
    style_attributes = {"node": {}, "edge": {}, "graph": {}}  # noqa: RUF012


# ── ways ─────────────────────────────────────────────────────────────────────


def section_ways(
    sections: Sequence[Section], marks: Mapping[QuestionId, str], ends: tuple[str, str], *, deep: bool = False
) -> Iterator[Way]:
    """The arrows between the boxes, from the first of ``ends`` through the sections to the other, in the order of the page.

    ``deep``: what comes before is past the core path already.
    """
    first, last = ends
    for at in range(len(sections) + 1):
        source = sections[at - 1].id if at else first
        past = sections[at - 1].deeper if at else deep
        for section in sections[at:]:
            label = door(section, marks, deep=past)
            yield Way(source, label, section.id)
            if label == ALWAYS and _always_asks(section):
                break
        else:
            yield Way(source, ALWAYS, last)


def question_ways(section: Section, marks: Mapping[QuestionId, str]) -> Iterator[Way]:
    """The arrows in a box, in the order of the page; from :data:`BEGINS` where its first question is not always asked."""
    asked = section.questions
    for at in range(len(asked) + 1):
        source = asked[at - 1].name if at else BEGINS
        if not at and asked[0].only_when is None:
            continue
        for question in asked[at:]:
            label = spelled(question.only_when, marks) if question.only_when is not None else ALWAYS
            yield Way(source, label, question.name)
            if label == ALWAYS:
                break


def door(section: Section, marks: Mapping[QuestionId, str], *, deep: bool = False) -> str:
    """What opens a section: a row that it is asked about, and its conditions; and going deeper, where one is not there (``deep``) yet."""
    guards: list[Condition] = [guard for guard in (section.open_when, section.where) if guard is not None]
    text = spelled(guards[0] if len(guards) == 1 else And(tuple(guards)), marks) if guards else ""
    per = f"per {section.each}" if section.each else ""
    deeper = "deeper" if section.deeper and not deep else ""
    return ", ".join(part for part in (deeper, per, text) if part) or ALWAYS


def _always_asks(section: Section) -> bool:
    return any(question.only_when is None for question in section.questions)


def _ends(section: Section) -> frozenset[str]:
    """The questions of a section after which it may be over."""
    asked = section.questions
    later = [any(other.only_when is None for other in asked[at + 1 :]) for at in range(len(asked))]
    return frozenset(question.name for question, goes_on in zip(asked, later, strict=True) if not goes_on)


# ── drawings ─────────────────────────────────────────────────────────────────


def parts(flow: Flow) -> tuple[tuple[Section, ...], ...]:
    """The sections of a flow, in as many parts as it takes for each to be readable."""
    found: list[list[Section]] = [[]]
    for section in flow.sections:
        drawn = sum(len(other.questions) for other in found[-1])
        if found[-1] and drawn + len(section.questions) > MOST_QUESTIONS:
            found.append([])
        found[-1].append(section)
    return tuple(tuple(part) for part in found)


def drawings(flow: Flow) -> tuple[str, ...]:
    """The flow as the texts of Mermaid diagrams, one for each of its parts."""
    cut = parts(flow)
    return tuple(_drawn(flow, cut, number) for number in range(len(cut)))


def page(flow: Flow) -> str:
    """The flow as a page of Markdown with its diagrams in it."""
    drawn = drawings(flow)
    lines = [
        f"# {flow.title}",
        "",
        f"The flow `{flow.id}`, as `ringfence draw {flow.id}` draws it: each box is a section, each arrow the way to what is asked next,"
        " with the condition under which it is taken. A section that says `per` is asked once for each such row, one that says `deeper`"
        " after the core path.",
    ]
    for number, text in enumerate(drawn, 1):
        head = (f"## Part {number} of {len(drawn)}", "") if len(drawn) > 1 else ()
        lines += ["", *head, "```mermaid", text, "```"]
    return "\n".join(lines) + "\n"


def _drawn(flow: Flow, cut: Sequence[Sequence[Section]], number: int) -> str:
    sections, marks = cut[number], marks_of(flow)
    deep = bool(number) and cut[number - 1][-1].deeper
    first = BEFORE if number else START
    last = AFTER if number + 1 < len(cut) else REVIEW
    labels = {BEFORE: f"part {number}", AFTER: f"part {number + 2}", START: "start", REVIEW: "review"}
    machine = _Drawing(
        states=[
            {"name": first, "label": labels[first]},
            *(_box(section) for section in sections),
            {"name": last, "label": labels[last]},
        ],
        transitions=[
            *(_arrow(way) for way in section_ways(sections, marks, (first, last), deep=deep)),
            *(
                _arrow(way, f"{section.id}{_Node.separator}")
                for section in sections
                for way in question_ways(section, marks)
            ),
        ],
        initial=first,
        auto_transitions=False,
        graph_engine="mermaid",
        title=flow.title,
    )
    graph: Any = machine.get_combined_graph()  # its stub knows only the drawing, not the text
    return _tidied(str(graph.source))


def _box(section: Section) -> dict[str, Any]:
    """A section as `transitions` takes a state with states in it."""
    ends, opens = _ends(section), section.questions[0].only_when is None
    inner = [{"name": q.name, "label": _text(q), "final": q.name in ends} for q in section.questions]
    begins = [] if opens else [{"name": BEGINS, "label": "…"}]
    first = section.questions[0].name if opens else BEGINS
    return {"name": section.id, "label": _plain(section.title), "children": [*begins, *inner], "initial": first}


def _arrow(way: Way, box: str = "") -> dict[str, str]:
    label = way.label if len(way.label) <= MOST_LABEL else f"{way.label[: MOST_LABEL - 1]}…"
    return {
        "trigger": ALWAYS,
        "source": box + way.source,
        "dest": box + way.dest,
        "label": "<br/>".join(map(_shown, wrap(label, LINE))),
    }


def _text(question: Question) -> str:
    words = " ".join(question.text.default.split())
    short = words if len(words) <= MOST_TEXT else f"{words[: words.rfind(' ', 0, MOST_TEXT)]}…"
    return "<br/>".join((question.name, *map(_plain, wrap(short, LINE))))


def _plain(words: str) -> str:
    """Words without what ends a label."""
    return words.replace('"', "'").replace("{", "[").replace("}", "]")


def _shown(label: str) -> str:
    """A label without the signs that Mermaid takes for its own."""
    return label.replace("<", "#lt;").replace(">", "#gt;").replace(":", "#colon;")


def _tidied(source: str) -> str:
    """Without the classes that a running machine would be coloured by, and without the head, which the page has."""
    lines = source.splitlines()
    body = lines[lines.index("stateDiagram-v2") :]
    return "\n".join(
        line.rstrip() for line in body if line.strip() and not line.strip().startswith(("Class ", "classDef "))
    )
