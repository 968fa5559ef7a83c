"""What is agreed with a vendor is asked for each of them; what one answer stood for goes on where there is one vendor, when newer content comes."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import note, through

FLOW = "flows/communications/flow.yaml"


@pytest.fixture
async def here() -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        yield playground


def shipped(folder: Path) -> Path:
    """The shipped content, in which this part does not wait for the one before."""
    shutil.copytree(ways.SHIPPED, folder)
    stages = (folder / "stages.yaml").read_text(encoding="utf-8")
    head, own, rest = stages.partition("- stage: communications\n")
    (folder / "stages.yaml").write_text(head + own + re.sub(r"  (opens_when|closed): .*\n", "", rest), encoding="utf-8")
    return folder


def _before(folder: Path) -> Path:
    """The same as version 2 had it: one answer on bad news for all vendors."""
    text = (shipped(folder) / FLOW).read_text(encoding="utf-8")
    begins, ends = text.index("  - section: bad_news\n"), text.index("  - section: contacts\n")
    once = (
        text[begins:ends].replace("    each: vendor\n    where: vendor.talks\n", "").replace("{vendor}", "the vendor")
    )
    text = re.sub(r"(?m)^version: \d+$", "version: 2", text[:begins] + once + text[ends:], count=1)
    (folder / FLOW).write_text(text, encoding="utf-8")
    return folder


def _at_work(here: Playground, tmp_path: Path, content: Path) -> Any:
    """The bot with that content, as an operator would start it."""
    settings = demo_settings(here, tmp_path)
    settings.content = content
    return running(settings, card_every=ways.OFTEN, pace=ways.FREE)


async def _asked_up_to_bad_news(maria: Someone, *vendors: str) -> str:
    await maria.command(ATLAS, "start communications")
    root = str((await maria.sees_text(ATLAS, "Agree how both sides talk"))["ts"])
    asked = [("With which vendors", " and ".join(vendors))]
    for vendor in vendors:
        asked += [(f"people here and at {vendor}", "both"), (f"the contract with {vendor} be", "one")]
    await through(maria, root, (*asked, ("Which words might both sides", "none")))
    return root


async def test_each_vendor_is_asked_how_it_says_no_and_what_is_bad_is_told_of_that_one(
    here: Playground, tmp_path: Path
) -> None:
    maria = Someone(here, MARIA)
    async with _at_work(here, tmp_path, shipped(tmp_path / "content")):
        root = await _asked_up_to_bad_news(maria, "Kodex", "Brightline")
        asked = (("When Kodex cannot do something", "in writing"), ("When Brightline cannot do something", "we notice"))
        await through(maria, root, asked)
        told = await maria.sees_text(ATLAS, "Noted: We notice when it is not there", root)
        assert 'How *Brightline* says "no" or "late" is to be agreed.' in maria.text(told)
        await maria.command(ATLAS, "findings Kodex")
        assert "How *Kodex* says" not in maria.text(await note(maria, ATLAS, "Kodex"))


async def test_one_answer_for_the_only_vendor_goes_on_as_its_answer_with_its_finding_and_its_work(
    here: Playground, tmp_path: Path
) -> None:
    maria = Someone(here, MARIA)
    async with _at_work(here, tmp_path, _before(tmp_path / "before")):
        root = await _asked_up_to_bad_news(maria, "Kodex")
        await through(maria, root, (("When the vendor cannot do something", "we notice"),))
        await maria.sees_text(ATLAS, "How the vendor says", root)
        await maria.sees_text(ATLAS, "Who is the one contact of Kodex", root)
    async with _at_work(here, tmp_path, shipped(tmp_path / "content")):
        await through(maria, root, (("Who is the one contact of Kodex", f"<@{MARIA}>"),))
        offer = await maria.sees_text(ATLAS, "There is a newer version of these questions", root)
        await maria.presses(ATLAS, offer, "Preview")
        told = await note(maria, ATLAS, "What the newer version brings")
        assert "Taken over as it was answered: When *Kodex* cannot do something" in maria.text(told)
        for words in ("Asked", "No longer", "Raised", "Withdrawn"):
            assert words not in maria.text(told)
        await maria.presses(ATLAS, told, "Go on with it")
        await maria.sees_text(ATLAS, "This goes on with the newer version", root)
        await maria.sees_text(ATLAS, "Whom at Kodex do you know how to reach", root)
        await maria.command(ATLAS, "findings")
        assert "How *Kodex* says" in maria.text(await note(maria, ATLAS, "is to be agreed"))
        await maria.command(ATLAS, "actions")
        assert "Agree with *Kodex* how, and within what time" in maria.text(
            await note(maria, ATLAS, "within what time")
        )


async def test_one_answer_for_two_vendors_is_asked_for_each_and_the_preview_says_what_it_was(
    here: Playground, tmp_path: Path
) -> None:
    maria = Someone(here, MARIA)
    async with _at_work(here, tmp_path, _before(tmp_path / "before")):
        root = await _asked_up_to_bad_news(maria, "Kodex", "Brightline")
        await through(maria, root, (("When the vendor cannot do something", "in writing"),))
        await maria.sees_text(ATLAS, "Who is the one contact of Kodex", root)
    async with _at_work(here, tmp_path, shipped(tmp_path / "content")):
        await through(maria, root, (("Who is the one contact of Kodex", f"<@{MARIA}>"),))
        await maria.presses(
            ATLAS, await maria.sees_text(ATLAS, "There is a newer version of these questions", root), "Preview"
        )
        told = await note(maria, ATLAS, "What the newer version brings")
        each = "Asked for each now, since one answer stood for all (In writing, in an agreed time): When "
        assert f"{each}*Kodex* cannot" in maria.text(told) and f"{each}*Brightline* cannot" in maria.text(told)
        assert "Taken over" not in maria.text(told)
