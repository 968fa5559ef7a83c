"""Which paper a phase stands on: the text that was read, the points and the law that a sign-off covers; by the front door."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground import replies
from bot.playground.player import Paper, Replies
from tests.scenarios import ways
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


async def told(team: Team) -> str:
    """All evidence of the pilot, as the owner reads it."""
    return team.maria.text(await team.evidence(team.maria, "Screens"))


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
