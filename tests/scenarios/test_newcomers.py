"""A company that nobody knew is put into the vendor register by an answer, and that it is new is said there, with the ways on."""

from __future__ import annotations

import re
from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import note, said_by_bot
from tests.scenarios.test_each_vendor import shipped

WITH = "With which vendors do you agree on this?"


async def test_a_new_vendor_is_said_to_be_new_and_a_slip_is_undone(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = shipped(tmp_path / "content")
        stages = settings.content / "stages.yaml"
        stages.write_text(
            re.sub(r"  (opens_when|closed): .*\n", "", stages.read_text(encoding="utf-8")), encoding="utf-8"
        )
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(playground, MARIA)
            await maria.command(ATLAS, "start vendor checks Kodex")
            await maria.sees_text(ATLAS, "Check a vendor: Kodex")
            await maria.command(ATLAS, "start communications")
            root = str((await maria.sees_text(ATLAS, "Agree how both sides talk"))["ts"])
            await maria.sees_text(ATLAS, WITH, root)
            await maria.says(ATLAS, "Kodex and Quorl", root)
            told = maria.text(await maria.sees_text(ATLAS, "Noted: Kodex, Quorl", root))
            assert (
                "“Quorl” is new: I put it in the register of vendors, and nothing about it is checked yet. "
                "/ringfence start vendor checks Quorl begins that. If it is a slip, or another name of one that is there, say “undo” and give "
                "the name that you mean." in told
            )
            await maria.says(ATLAS, "undo", root)
            await maria.until(lambda: sum(WITH in text for text in said_by_bot(maria, root)) > 1, "the question again")
            await maria.says(ATLAS, "Kodex", root)
            assert "is new" not in maria.text(await maria.sees_text(ATLAS, "Noted: Kodex.", root))
            await maria.command(ATLAS, "register vendors")
            assert "Quorl" not in maria.text(await note(maria, ATLAS, "Vendors (")).split("taken out")[0]
