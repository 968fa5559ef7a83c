"""A programme on a ladder of one gate, and the form that asks whether something may be shared: what scenarios of sharing and of the ledger use."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.one_gate import FLOW, ladder
from tests.scenarios import ways
from tests.scenarios.talk import Json

REGISTERS = """\
- register: disclosure
  title: Disclosures
  one: disclosure
  columns: {entry: "No.", shown_to: To whom, shown_on: On, under_nda: Under an NDA, replaces: Corrects no., why: Because}
"""
NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@contextlib.asynccontextmanager
async def a_programme(folder: Path) -> AsyncGenerator[tuple[Playground, Someone, str]]:
    """A programme with an asset, a vendor and no NDA, on a day that stands still; its thread's root."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, FLOW)
        (settings.content / "gates.yaml").write_text(ladder())
        (settings.content / "registers.yaml").write_text(REGISTERS)
        async with running(settings, ways.SetClock(playground, NOW), card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start")
            root = (await maria.sees_text(ATLAS, "A small flow"))["ts"]
            for asked, reply in (("Which assets", "Pricing engine"), ("Which vendors", "Acme"), ("NDA signed", "no")):
                await maria.sees_text(ATLAS, asked, root)
                await maria.says(ATLAS, reply, root)
            await maria.sees_text(ATLAS, "Where is Acme", root)
            yield playground, maria, root


def filled(**values: str) -> dict[str, Json]:
    """What the form holds: rows and words by their names."""
    states: dict[str, Json] = {}
    for name, value in values.items():
        if name in ("asset", "vendor", "when", "nda"):
            states[name] = {"type": "radio_buttons", "selected_option": {"value": value}}
        elif name == "day":
            states[name] = {"type": "datepicker", "selected_date": value or None}
        else:
            states[name] = {"type": "plain_text_input", "value": value}
    return states
