"""Which paper a phase stands on: the text that was read, the points and the law that a sign-off covers; by the front door."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import replies
from bot.playground.driver import ATLAS, PRIYA
from bot.playground.player import Paper, Replies
from tests.scenarios import ways
from tests.scenarios.talk import note
from tests.scenarios.team import Team
from tests.scenarios.test_programme import NOW

PLANNED: tuple[tuple[str, str, Replies], ...] = (
    ("", "Know what you own", replies.STRATEGY),
    ("phased scope", "Show the least that works", replies.SCOPE),
)
ANOTHER_TEXT = "The text that was signed off with Northwind is not known to be the one that was signed, or the one that was reviewed."
POINTS = "The sign-off of the agreement with Northwind leaves out a point that a pilot needs."


def main_agreement(**said: object) -> tuple[tuple[str, str, Replies], ...]:
    """A review of the main agreement, in which counsel's decision is answered so."""
    own = {f"sign_off.{name}": reply for name, reply in said.items()}
    table: Replies = {**replies.AGREEMENT, **own}  # type: ignore[dict-item]
    return (("contract review Northwind agreement", "Contract review: Northwind agreement", table),)


async def told(team: Team, phase: str = "Screens") -> str:
    """All evidence of a phase, as the owner reads it."""
    return team.maria.text(await team.evidence(team.maria, phase))


@pytest.mark.slow
async def test_a_sign_off_of_another_draft_opens_no_pilot_and_says_what_to_do_with_whom(tmp_path: Path) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        await team.plays(PLANNED)
        await team.plays(main_agreement(read_file=Paper("draft-of-march.pdf"), points="court"))
        shown = await told(team)
        assert ANOTHER_TEXT in shown and POINTS in shown
        assert (
            "Have counsel read the signed copy of the agreement with Northwind, and sign that file off in a new round"
            in shown
        )
        assert (
            "Have counsel cover secrecy, ownership, security, liability, court and end of the agreement with Northwind"
            in shown
        )


UNFILED: Replies = {
    **replies.AGREEMENT,
    "paper.keeper": f"<@{PRIYA}>",
    "paper.executed": "yes",
    "sign_off.read_file": Paper("text.pdf"),
}
"""A finished review of an agreement that both sides have signed, and of which nobody has filed the copy."""
SHORT = "Have both sides signed Northwind NDA, and do you have the signed copy?"


@pytest.mark.slow
async def test_a_file_that_nobody_asked_for_proves_nothing_before_somebody_says_what_and_one_who_may_confirms(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, clock):
        team = Team(playground, bot, clock)
        maria, jon, priya = team.maria, team.jon, team.priya
        await team.plays((*PLANNED, ("contract review Northwind NDA", "Contract review: Northwind NDA", UNFILED)))
        root = next(m["ts"] for m in team.posted() if maria.text(m).startswith("Contract review: Northwind NDA"))

        before = len(team.posted())
        await jon.uploads(ATLAS, "lunch-menu.pdf", b"soup", root, "here is the list that you asked for")
        asked = await team.comes(before, "lunch-menu.pdf came without being asked for")
        assert "Which answer does it prove? Until you say so it is kept, and proves none." in maria.text(asked)
        assert f"[{SHORT}]" in maria.text(asked) and "[None of these]" in maria.text(asked)
        await maria.command(ATLAS, "findings")
        await note(maria, ATLAS, "The signed copy of *Northwind NDA* is to be filed")
        await jon.presses(ATLAS, asked, "None of these")
        await maria.sees_text(ATLAS, "lunch-menu.pdf is kept beside this part, and proves none of its answers.", root)
        assert "Kept as evidence" not in "".join(maria.text(m) for m in team.posted()[before:])

        before = len(team.posted())
        await jon.uploads(ATLAS, "nda-signed.pdf", b"signed by both", root)
        asked = await team.comes(before, "nda-signed.pdf came without being asked for")
        await jon.presses(ATLAS, asked, SHORT)
        waits = await team.comes(before, "The proof waits for one of these to confirm it")
        assert "counts for no gate before: Priya Nair, Maria Kowalska." in maria.text(waits)
        await maria.command(ATLAS, "agreements Northwind NDA")
        assert "[Confirm it]" in maria.text(await note(maria, ATLAS, "its signed copy waits to be confirmed"))
        assert "The signed copy of an agreement with Northwind waits for" in await told(team, "Trial")
        await jon.presses(ATLAS, waits, "Confirm it")
        await note(jon, ATLAS, "The proof waits for one of these to confirm it")
        await maria.sees_text(ATLAS, "nda-signed.pdf is kept as evidence for: Have both sides signed", root)

        await priya.presses(ATLAS, waits, "Confirm it")
        await note(priya, ATLAS, "Verified: Yes.")
        shown = await told(team, "Trial")
        assert "waits for whoever looks after it" not in shown
        assert "✓ Done: Get the confidentiality agreement signed by the right company" in shown
