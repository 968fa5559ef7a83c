"""One programme from its start to a signed agreement and an opened second phase, and what closes again: through the front door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.playground import replies
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.player import Talk
from tests.scenarios import ways
from tests.scenarios.talk import Json, note

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


async def test_x(tmp_path: Path) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        maria, jon, priya = (Someone(playground, who) for who in (MARIA, JON, PRIYA))
        talk = Talk(ATLAS, maria, {"sign_off": priya, "verdict": jon, "rivals.holds_there": priya})
        for part, title, table in (
            ("", "Know what you own", replies.STRATEGY),
            ("phased scope", "Show the least that works", replies.SCOPE),
            ("country checks Germany", "Check the country: Germany", replies.COUNTRY),
            ("country checks Portugal", "Check the country: Portugal", replies.COUNTRY),
            ("vendor checks Northwind", "Check a vendor before you trust it: Northwind", replies.VENDOR),
            ("vendor checks Brightline", "Check a vendor before you trust it: Brightline", replies.VENDOR),
            ("contract review Northwind NDA", "Contract review: Northwind NDA", replies.AGREEMENT),
            ("contract review Brightline NDA", "Contract review: Brightline NDA", replies.AGREEMENT),
            ("contract review Northwind agreement", "Contract review: Northwind agreement", replies.AGREEMENT),
            ("communications", "Agree how both sides talk", replies.COMMUNICATIONS),
        ):
            await talk.finishes(await talk.begins(part, title), table)

        async def see(who, cmd):
            b = len(who.private_notes(ATLAS))
            await who.command(ATLAS, cmd)
            await who.until(lambda: len(who.private_notes(ATLAS)) > b)
            m = who.private_notes(ATLAS)[-1]
            print("=====", who.user, cmd)
            print(who.text(m))
            return m

        async def press(who, m, label):
            b = len(who.private_notes(ATLAS))
            r = await who.presses(ATLAS, m, label)
            try:
                await who.until(lambda: len(who.private_notes(ATLAS)) > b or who.view(), within=3)
            except AssertionError:
                pass
            print("=====", who.user, label, r)
            print("\n".join(who.text(x) for x in who.private_notes(ATLAS)[b:]))
            print(who.text(who.view()) if who.view() else "")

        m = await see(maria, "gates")
        m = await see(maria, "vendors")
        await press(maria, m, "Use these weights")
        m = await see(maria, "vendors")
        m = await see(maria, "gates")
        await press(maria, m, "Ask to open it")
        m = await see(maria, "gates")
        await press(maria, m, "Approve")
        m = await see(priya, "gates")
        await press(priya, m, "Approve")
        m = await see(priya, "gates")
        m = await see(maria, "findings")
        for x in maria.sees(ATLAS)[:8]:
            print("##", maria.text(x)[:200])
