"""Looks with answers beside each other: what differs first, what is the same once, what is open named so, and what was never asked left out."""

from __future__ import annotations

from flows.authoring.tree import read_tree
from flows.engine.screens import looks
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import plain
from flows.model.values import Choice, NewItems, Text
from tests.builders import flow_of
from tests.flows.engine.crew import Crew, words

OPTIONS = flow_of("""\
  - section: options
    title: Options
    questions:
      - {ask: all, kind: item, register: asset, many: true, adds: true, sets: jewel, text: Which?, why: W., source: method}
  - section: terms
    title: Terms
    each: asset
    where: asset.jewel
    questions:
      - {ask: field, kind: one_of, called: What for, text: For what?, why: W., options: {none: Nothing, one: One field}, source: method}
      - {ask: place, kind: one_of, text: Where?, why: W., only_when: field is one, options: {named: Named, world: Everywhere}, source: method}
looks:
  - look: compared
    title: Side by side
    each: asset
    after: terms
    beside: [terms.field, terms.place]
    lists:
      - {list: all, title: All, because: B.}
""")


def compared(*answers: str, names: tuple[str, ...] = ("Draft", "Ours")) -> str:
    """The look after these answers, one after the other."""
    team = Crew.at(OPTIONS)
    team.click(NewItems((), names))
    for answer in answers:
        team.click(Choice(answer))
    return "\n".join(words(looks.look(Scene(team, team.ref.id, team.library, team.now), "compared")))


def test_what_differs_stands_item_by_item_and_what_is_the_same_once() -> None:
    told = compared("one", "world", "one", "named")
    assert "Draft\n• Place: Everywhere\nOurs\n• Place: Named" in told
    assert told.count("What for: One field") == 1 and "The same for all of them:" in told


def test_what_is_not_asked_about_an_item_is_a_dash_and_nothing_is_called_the_same_that_is_not() -> None:
    told = compared("none", "one", "world")
    assert "Draft\n• What for: Nothing\n• Place: –" in told and "The same" not in told


def test_one_alone_is_told_whole_and_where_nothing_is_answered_nothing_is_laid_beside() -> None:
    alone = compared("one", "world", names=("Draft",))
    assert "Draft\n• What for: One field\n• Place: Everywhere" in alone and "The same" not in alone
    assert "What for" not in compared()


def test_what_is_laid_beside_is_a_question_about_each_item() -> None:
    flow = """\
flow: sample
version: 1
title: T
stage: first
reviewed: 2026-11-20
intro: I.
registers: {asset: {one: asset, many: assets}}
sources: {method: {title: M, publisher: P, as_of: 2026-11-01}}
sections:
  - section: options
    title: Options
    questions:
      - {ask: all, kind: item, register: asset, many: true, adds: true, sets: jewel, text: Which?, why: W., source: method}
looks:
  - {look: compared, title: C, each: asset, after: options, beside: [options.all], lists: [{list: all, title: All, because: B.}]}
"""
    tree = read_tree(
        {
            "stages.yaml": b"- {stage: first, title: S, flow: sample}\n",
            "statements.yaml": b"S1: List it.\n",
            "texts/en.yaml": b"greeting: Hello.\n",
            "flows/sample/flow.yaml": flow.encode(),
        }
    )
    assert any("question about each asset" in str(problem) for problem in tree.problems)


GLOSSARY = flow_of("""\
  - section: named
    title: Named
    questions:
      - {ask: which, kind: item, register: asset, adds: true, many: true, text: Which?, why: W., source: method}
  - section: told
    title: Told
    each: asset
    questions:
      - {ask: meaning, kind: text, text: "What does {asset} mean?", why: W., source: method}
looks:
  - look: meant
    title: What is meant
    each: asset
    after: told
    lists:
      - {list: all, title: Agreed, because: "{told.meaning}", whole: true}
""")


def test_a_list_that_is_to_be_looked_up_tells_its_first_rows_whole_in_the_summary_and_names_the_others() -> None:
    team = Crew.at(GLOSSARY)
    team.click(NewItems((), tuple(f"Word {n}" for n in range(looks.MOST_WHOLE + 2))))
    team.click(Text("As it stands in the order"))
    told = [plain(line) for line in looks.folded_looks(team.scene())]
    assert told[:4] == [
        "What is meant",
        "Agreed:",
        "• Word 0 – As it stands in the order",
        "• Word 1 – not answered yet",
    ]
    assert told[-1] == "• Word 6, Word 7" and len(told) == looks.MOST_WHOLE + 3
