"""A flow is played at a terminal, in the words that a team would see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from flows.authoring.library import content_files, shipped
from flows.authoring.paper import lines_of
from flows.authoring.play import play
from flows.authoring.table import Table as Played
from flows.authoring.tree import read_tree
from flows.model.effects import Mention, On
from flows.model.flow import Library
from flows.model.ids import FlowHash, PersonId
from flows.model.screens import (
    Button,
    Buttons,
    Divide,
    Entry,
    Heading,
    Menu,
    PickDay,
    PickMany,
    PickPerson,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
    Table,
)
from tests.builders import shipped as checked
from tests.flows.authoring.sample import FLOW, content, spoiled

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
MORE = """\
  - section: more
    title: More
    deeper: true
    questions:
      - {ask: held, kind: yes_no, role: security, text: Are the papers held?, why: w, source: method}

looks:
"""
DECIDED = """\
  - section: deciding
    title: Deciding
    questions:
      - {ask: signed, kind: yes_no, role: counsel, withdraws: true, text: Do you sign it off?, why: w, source: method}

looks:
"""


def library(flow: str = FLOW) -> Library:
    """The sample with the sentences that the bot really says."""
    files = {**content(flow), "texts/en.yaml": content_files(shipped())["texts/en.yaml"]}
    tree = read_tree(files)
    assert not tree.problems, tree.problems
    return tree.library()


class Terminal:
    """Types the lines it was given and keeps what was shown."""

    def __init__(self, *lines: str) -> None:
        self.shown: list[str] = []
        self._lines = iter(lines)

    def ask(self, prompt: str) -> str:
        try:
            line = next(self._lines)
        except StopIteration:
            raise EOFError from None
        self.shown.append(prompt + line)
        return line

    def say(self, line: str) -> None:
        self.shown.append(line)

    def after(self, typed: str) -> str:
        """What was shown between a typed line and the next."""
        rest = self.shown[self.shown.index(f"> {typed}") + 1 :]
        return "\n".join(self._until_typed(rest))

    def _until_typed(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            if line.startswith("> "):
                return
            yield line


def played(*lines: str, flow: str = FLOW) -> Terminal:
    terminal = Terminal(*lines)
    assert play(library(flow), "sample", terminal.ask, terminal.say, NOW) == 0
    return terminal


def test_a_flow_is_played_from_the_first_question_to_the_summary() -> None:
    terminal = played(
        "software", "yes", "80", "the engine, the app", "engine", "jon: freelancer", "2026-11-16", "finish"
    )
    assert "What kind of work leaves here?" in terminal.shown
    assert "Will anything be shared?" in terminal.after("software")
    assert "Reasonable steps are harder to show." in terminal.after("80"), "the counsel lane is shown to the author"
    assert "Hold back" in terminal.after("engine"), "the look"
    assert "Noted: A freelancer" in terminal.after("jon: freelancer")
    assert "Review: A sample" in terminal.after("2026-11-16")
    assert "Summary: A sample" in terminal.after("finish")


def test_nonsense_talk_a_change_and_a_doubt_are_answered_as_in_a_thread() -> None:
    terminal = played("software", "blue", "> jon, do you know?", "back", "manufacturing", "yes", "no", "undo", "quit")
    assert terminal.after("blue")
    assert terminal.after("> jon, do you know?") == ""
    assert "What kind of work leaves here?" in terminal.after("back")
    assert "Will anything be shared?" in terminal.after("undo")


def test_a_change_with_consequences_is_shown_before_it_counts() -> None:
    terminal = played("software", "yes", "80", "back", "3", "yes")
    assert "[Change it]" in terminal.after("3")


def test_the_deeper_part_asks_for_the_holder_of_its_role() -> None:
    terminal = played("software", "no", "deeper", "dev", "dev: yes", "deeper", flow=spoiled(FLOW, "looks:\n", MORE))
    assert "Are the papers held?" in terminal.after("deeper")
    assert "Review: A sample" in terminal.after("dev: yes")
    assert len(terminal.shown[-1]) > 0


def test_before_counsel_decides_the_author_sees_how_the_clauses_read() -> None:
    terminal = played("software", "no", "quit", flow="closes: true\n" + spoiled(FLOW, "looks:\n", DECIDED))
    assert "How the clauses read: A sample" in terminal.after("no")
    assert "How the clauses read: A sample" not in terminal.after("software")


def test_a_check_of_a_country_begins_with_its_card() -> None:
    terminal = Terminal("India", "quit")
    assert play(checked(), "country_checks", terminal.ask, terminal.say, NOW) == 0
    assert "Ask counsel in India" in terminal.after("India") and "Who will work in India" in terminal.after("India")


@pytest.mark.parametrize("left", [EOFError, KeyboardInterrupt])
def test_leaving_is_no_error(left: type[BaseException]) -> None:
    def ask(prompt: str) -> str:
        raise left

    assert play(library(), "sample", ask, [].append, NOW) == 0


def test_a_flow_that_is_not_there_is_told() -> None:
    terminal = Terminal()
    assert play(library(), "sampel", terminal.ask, terminal.say, NOW) == 1
    assert terminal.shown == ["There is no flow `sampel`. Did you mean `sample`?"]


def test_a_table_holds_no_version_but_the_one_that_is_played() -> None:
    at = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
    assert Played(checked(), at).flow(FlowHash("of-before")) is None


def test_every_part_of_a_screen_has_its_lines() -> None:
    ref, people = Ref("answer"), {"U1": "Maria"}
    entries = (Entry("a", "An option"), Entry("b", "Another"))
    parts = (
        Heading("Title"),
        Prose((("Plain ", Strong("strong")), (Mention(PersonId("U1")), " on ", On(dt.date(2026, 11, 23))))),
        Quiet((("small",),)),
        Divide(),
        Table((((Strong("Term"),), ("told",)),)),
        Buttons((Button(ref, "Yes"), Button(ref, "No")), (Button(ref, "Skip"), Button(ref, "Back"))),
        Buttons((Button(ref, "Yes"),)),
        Menu(ref, "Choose one", entries),
        PickMany(ref, "Choose some", entries, "Save"),
        PickDay(ref, "Choose a day"),
        PickPerson(ref, "Choose a person"),
    )
    assert list(lines_of(Screen(parts, "text"), people)) == [
        "Title",
        "=====",
        "Plain strong",
        "Maria on 23 November 2026",
        "  small",
        "",
        "  Term: told",
        "[Yes]  [No]  (Skip · Back)",
        "[Yes]",
        "Choose one:",
        "  - An option",
        "  - Another",
        "Choose some:",
        "  - An option",
        "  - Another",
        "[Choose a day]",
        "[Choose a person]",
    ]
