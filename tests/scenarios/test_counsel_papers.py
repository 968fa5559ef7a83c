"""Counsel's yes with a reason, and the paper behind it, in the sample's country check: asked as what they are; a number is for what came last."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import ATLAS, MARIA, PRIYA, Someone
from bot.playground.sample import play_sample
from tests.scenarios import ways
from tests.scenarios.test_programme import NOW

HERE = "I have the transfer agreement here, will upload"
WAY = (
    (MARIA, "Country IPR Toolkit", "skip"),
    (MARIA, "newest Special 301 report", "skip"),
    (MARIA, "how practical would a remedy be", "skip"),
    (MARIA, "judgment against the vendor be enforced", "skip"),
    (MARIA, "have the form that its law wants", "skip"),
    (PRIYA, "need a permit, or a first filing there", "no"),
    (MARIA, "Is every right that your assets need", "no"),
    (PRIYA, "Counsel: is there a good reason not to file it", "Yes, we never sell there"),
    (PRIYA, "is that a plain yes, and the rest says why?", "yes"),
    (PRIYA, "Counsel: which rules limit what may go", "personal data"),
    (PRIYA, "Counsel: is each of these cleared for the work", HERE),
)


async def test_counsels_paper_is_taken_as_asked_for_and_a_number_is_for_it(tmp_path: Path) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, _):
        await play_sample(playground, NOW.date())
        maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
        await ways.delivered(bot)
        roots = (one for one in maria.sees(ATLAS) if "Portugal" in maria.text(one) and "Started by" in maria.text(one))
        root = str(next(roots)["ts"])
        for who, asked, reply in WAY:
            await maria.sees_text(ATLAS, asked, root)
            await ways.delivered(bot)
            await Someone(playground, who).says(ATLAS, reply, root)
        asked_back = priya.text(await priya.sees_text(ATLAS, f"“{HERE}”: is that a plain yes", root))
        assert f"Yes, on condition: {HERE}" in asked_back
        await priya.uploads(ATLAS, "scc-portugal.pdf", b"%PDF-1.4", root)
        await priya.sees_text(ATLAS, "Thank you for scc-portugal.pdf. Which answer does it prove?", root)
        await priya.says(ATLAS, "no", root)
        await priya.sees_text(ATLAS, "a number would be for the files, about which I asked last", root)
        await priya.says(ATLAS, "1", root)
        await priya.sees_text(ATLAS, "It is kept, and goes with the answer to this once that is given", root)
        await priya.says(ATLAS, "1", root)
        await priya.sees_text(ATLAS, "Kept as evidence for: Counsel: is each of these cleared", root)
        thread = "\n".join(priya.text(one) for one in priya.sees(ATLAS, root))
        assert "scc-portugal.pdf is kept as evidence for: Counsel: is each of these cleared" in thread
        assert f"*Yes, on condition: {HERE}*" not in thread
