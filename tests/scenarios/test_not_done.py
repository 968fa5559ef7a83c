"""[Done] where work is listed: the list is shown anew in its place, what was done is named, and it can be taken back there."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, GENERAL, JON, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, direct_channel, letter, note, started
from tests.scenarios.test_reminders import FIRST, SECOND, WEDNESDAY, with_work
from tests.scenarios.test_settling import leaked

UNDO = "Not done after all"
STEP = "1 Done"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def at_work(here: Playground) -> Someone:
    """Maria, who left a question open, so that there is work."""
    maria, root = await started(here)
    await maria.sees_text(ATLAS, FIRST, root)
    await maria.says(ATLAS, "not sure", root)
    await maria.sees_text(ATLAS, SECOND, root)
    return maria


def copied(message: Json) -> Json:
    """A message as it stands now, to be pressed when it stands no more."""
    return json.loads(json.dumps(message))


async def shows(someone: Someone, shown: Json, *words: str, channel: str = ATLAS) -> Json:
    """Wait until the private note that stood there says these words, in its place."""

    def found() -> Json | None:
        same = (one for one in someone.private_notes(channel) if one["ts"] == shown["ts"])
        return next((one for one in same if all(word in someone.text(one) for word in words)), None)

    return await someone.until(found, " ".join(words))


async def test_done_in_the_list_of_ones_own_work_shows_it_anew_and_is_taken_back_there(here: Playground) -> None:
    maria = await at_work(here)
    await maria.command(ATLAS, "actions")
    mine = await note(maria, ATLAS, "2 things are open with you")
    notes = len(maria.private_notes(ATLAS))
    old = copied(mine)
    await maria.presses(ATLAS, mine, "Done")
    after = copied(await shows(maria, mine, "Marked as done: ", "1 thing is open with you"))
    assert "(Done" not in maria.text(after) and "[All of this channel]" in maria.text(after)
    await maria.presses(ATLAS, after, UNDO)
    again = await shows(maria, mine, "Open again: ", "2 things are open with you")
    assert UNDO not in maria.text(again)
    assert len(maria.private_notes(ATLAS)) == notes, "one note all along"

    # Pressed on what stood there before, as on a screen that was not redrawn: said kindly, above the list as it is.
    mine.update(after)
    await maria.presses(ATLAS, mine, UNDO)
    await shows(maria, mine, "That is open already.", "2 things are open with you")
    mine.update(old)
    await maria.presses(ATLAS, mine, "Done")
    await maria.presses(ATLAS, await shows(maria, mine, "Marked as done: "), "All of this channel")
    await note(maria, ATLAS, "Open actions (0)")
    mine.update(old)
    await maria.presses(ATLAS, mine, "Done")
    await maria.presses(ATLAS, await shows(maria, mine, "That is done already.", "1 thing is open with you"), UNDO)
    await shows(maria, mine, "Open again: ", "2 things are open with you")


async def test_done_in_the_register_keeps_the_page_and_the_words_that_were_looked_for(here: Playground) -> None:
    maria = await at_work(here)
    await maria.command(ATLAS, "register actions kinds")
    listed = await note(maria, ATLAS, "Rows with “kinds”")
    await maria.presses(ATLAS, listed, "Done")
    after = await shows(maria, listed, "Marked as done: ", "Rows with “kinds”", "No row says that.")
    await maria.presses(ATLAS, after, UNDO)
    await shows(maria, listed, "Open again: ", "Rows with “kinds”", "[Done]")
    jon = Someone(here, JON)
    await jon.command(ATLAS, "register actions")
    assert "[Done]" not in jon.text(await note(jon, ATLAS, "Actions (1)"))


async def test_done_in_another_channel_is_taken_back_in_that_list_too(here: Playground) -> None:
    maria = await at_work(here)
    await maria.command(GENERAL, "actions")
    mine = await note(maria, GENERAL, "2 things are open with you")
    await maria.presses(GENERAL, mine, "Done")
    after = await shows(maria, mine, "Marked as done: ", "1 thing is open with you", channel=GENERAL)
    await maria.presses(GENERAL, after, UNDO)
    await shows(maria, mine, "Open again: ", "2 things are open with you", channel=GENERAL)


async def test_on_ones_home_what_is_done_is_taken_back_on_it(here: Playground) -> None:
    maria = await at_work(here)
    await maria.opens_home("What waits for you", "(Done)")
    await maria.presses_home("Done")
    after = maria.text(await maria.sees_home("Marked as done: "))
    assert UNDO in after and "(Done)" not in after
    await maria.presses_home(UNDO)
    assert "(Done)" in maria.text(await maria.sees_home("Open again: "))


async def test_a_reminder_tells_again_what_is_not_done_after_all(tmp_path: Path) -> None:
    async with ways.at(tmp_path, WEDNESDAY) as here:
        maria, told = await with_work(here)
        direct = direct_channel(maria)
        await maria.presses(direct, told, "Done")
        done = await note(maria, direct, "Marked as done")
        await letter(maria, "Nothing of this waits for you any more")
        await maria.presses(direct, done, UNDO)
        await shows(maria, done, "Open again: ", channel=direct)
        await letter(maria, "1 thing waits for you")
        assert len(maria.direct()) == 1, "the same message all along"


async def test_what_is_done_from_a_digest_is_taken_back_though_what_it_told_stands(tmp_path: Path) -> None:
    async with leaked(tmp_path) as (maria, _):
        await maria.command(ATLAS, "digest")
        await maria.presses(ATLAS, await note(maria, ATLAS, "Next"), "Send it now")
        digest = await maria.sees_text(ATLAS, f"[{STEP}]")
        told = maria.text(digest)
        await maria.presses(ATLAS, digest, STEP)
        done = await note(maria, ATLAS, "Marked as done: Find out what is left of it.")
        assert "That alone closes no finding: this one stays open until the answer says so." in maria.text(done)
        await maria.presses(ATLAS, done, "Answer it")
        await note(maria, ATLAS, "Has anything leaked before?")
        await maria.presses(ATLAS, done, UNDO)
        await shows(maria, done, "Open again: Find out what is left of it.")
        assert maria.text(await maria.sees_text(ATLAS, f"[{STEP}]")) == told
