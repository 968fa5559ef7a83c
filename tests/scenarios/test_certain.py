"""What was said with a doubt is marked in its thread, and confirmed there by a press or by word."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import ATLAS, JON, Someone
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, note, started
from tests.scenarios.test_programme import NOW


async def test_a_guess_is_marked_where_it_stands_until_somebody_confirms_it(tmp_path: Path) -> None:
    async with ways.at(tmp_path, NOW) as (playground, _, _):
        maria, root = await started(playground)
        await maria.says(ATLAS, "I think software", root)
        put = await maria.sees_text(ATLAS, SECOND, root)
        assert "until somebody confirms it, by a press or with “confirmed”" in maria.text(put)
        assert "[Confirm it]" in maria.text(put)
        settled = await maria.sees_text(ATLAS, "Said with a doubt, so it counts as claimed", root)
        assert FIRST in maria.text(settled)
        jon = Someone(playground, JON)
        await jon.presses(ATLAS, settled, "Confirm it")
        assert "Confirmed, and no longer in doubt" in jon.text(await note(jon, ATLAS, "Confirmed"))
        await jon.until(lambda: "Said with a doubt" not in str(playground.workspace.channel(ATLAS).messages), "settled")
