"""Options of a licence side by side, through the front door: what differs, item by item, and what is the same for all of them once."""

from __future__ import annotations

from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways

FLOW = """\
flow: reading
version: 1
title: Reading
stage: first
reviewed: 2026-11-20
intro: Options of a licence.
registers:
  option: {one: option, many: options}
sources:
  method: {title: The method, publisher: P, as_of: 2026-11-01}
sections:
  - section: options
    title: Options
    questions:
      - {ask: weighed, kind: item, register: option, many: true, adds: true, sets: weighed, text: Which options are there?, why: W., source: method}
  - section: terms
    title: Terms
    each: option
    where: option.weighed
    questions:
      - ask: field
        called: What for
        kind: one_of
        text: "{option}: what for?"
        why: W.
        options: {nothing: Nothing, named: One field}
        source: method
      - ask: place
        called: Where
        kind: one_of
        only_when: field is named
        text: "{option}: where?"
        why: W.
        options: {named: In named countries, world: Everywhere}
        source: method
looks:
  - look: compared
    title: Side by side
    each: option
    after: terms
    beside: [terms.field, terms.place]
    lists:
      - {list: wide, title: Wide, when: option.place is world, because: Everywhere.}
      - {list: others, title: The others, because: Less than that.}
"""


async def test_options_are_laid_side_by_side_with_their_whole_names_and_what_differs_first(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start reading")
            root = str((await maria.sees_text(ATLAS, "Options of a licence"))["ts"])
            await maria.sees_text(ATLAS, "Which options are there?", root)
            await maria.says(ATLAS, "As drafted, Our wording", root)
            for asked, said in (
                ("As drafted: what for?", "one field"),
                ("As drafted: where?", "everywhere"),
                ("Our wording: what for?", "one field"),
                ("Our wording: where?", "in named countries"),
            ):
                await maria.sees_text(ATLAS, asked, root)
                await maria.says(ATLAS, said, root)
            told = maria.text(await maria.sees_text(ATLAS, "Side by side", root)).replace("*", "")
            assert "As drafted\n• Where: Everywhere\nOur wording\n• Where: In named countries" in told
            assert "The same for all of them:" in told and told.count("What for: One field") == 1
            assert told.index("Everywhere\n") < told.index("The same for all")
