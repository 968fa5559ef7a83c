"""While somebody from outside is in the channel: a question that one person alone may answer goes to that person, and whoever wrote is told so."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import Json, direct_channel, letter, name_counsel, note, quiet
from tests.scenarios.test_handed import TWO

FOR_COUNSEL = "Is anything else open?"
ALONE = "This one is yours alone to answer"
WENT = "The next question is for Priya Nair alone"


@pytest.fixture
async def two(tmp_path: Path) -> AsyncGenerator[Playground]:
    """The second of three questions is for counsel."""
    content = TWO.replace(f"text: {FOR_COUNSEL}", f"role: counsel\n        text: {FOR_COUNSEL}")
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, content)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def with_dev(two: Playground) -> tuple[Someone, Someone, Someone, str]:
    """Maria, Jon and Priya, counsel, in a thread where a vendor's developer looks on."""
    maria, jon, priya = (Someone(two, one) for one in (MARIA, JON, PRIYA))
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "We begin"))["ts"])
    await maria.sees_text(ATLAS, "Did the agency sign?", root)
    await name_counsel(maria, PRIYA)
    two.workspace.join(two.workspace.channel(ATLAS), DEV, MARIA)
    await letter(maria, "What I said there before still stands")
    return maria, jon, priya, root


def told(who: Someone, words: str) -> list[Json]:
    """The direct messages to somebody with these words."""
    return [one for one in who.direct() if words in who.text(one)]


async def test_the_question_goes_to_whose_it_is_and_the_writer_is_told_who_has_it(two: Playground) -> None:
    maria, jon, priya, root = await with_dev(two)
    await jon.says(ATLAS, "yes", root)
    asked = await letter(priya, FOR_COUNSEL)
    assert ALONE in priya.text(asked)
    went = await letter(jon, WENT)
    assert FOR_COUNSEL not in jon.text(went) and "Noted" in jon.text(went), "what came of his answer is his to read"
    assert not told(jon, FOR_COUNSEL) and not told(maria, FOR_COUNSEL)
    dev = Someone(two, DEV)
    assert not any(FOR_COUNSEL in dev.text(one) or PRIYA in dev.text(one) for one in dev.sees(ATLAS, root))
    await priya.presses(direct_channel(priya), asked, "No")
    await letter(priya, f"Answered by <@{PRIYA}>")
    await letter(priya, "Is that all?")


async def test_words_below_that_message_answer_it(two: Playground) -> None:
    _, jon, priya, root = await with_dev(two)
    await jon.says(ATLAS, "yes", root)
    asked = await letter(priya, FOR_COUNSEL)
    await priya.says(direct_channel(priya), "no", str(asked["ts"]))
    await letter(priya, f"Answered by <@{PRIYA}>")


async def test_whoever_may_answer_it_themselves_is_told_of_nobody_else(two: Playground) -> None:
    _, _, priya, root = await with_dev(two)
    await priya.says(ATLAS, "yes", root)
    asked = await letter(priya, FOR_COUNSEL)
    assert ALONE in priya.text(asked)
    await quiet(priya)
    assert not told(priya, "The next question is for")


async def test_who_has_left_the_channel_is_sent_nothing_and_the_writer_keeps_the_question(two: Playground) -> None:
    _, jon, priya, root = await with_dev(two)
    two.workspace.leave(two.workspace.channel(ATLAS), PRIYA)
    await jon.says(ATLAS, "yes", root)
    asked = await letter(jon, FOR_COUNSEL)
    assert "so I answer you here" in jon.text(asked)
    await quiet(jon)
    assert not told(priya, FOR_COUNSEL) and not told(jon, "The next question is for")


async def test_where_nobody_from_outside_looks_on_all_stays_in_the_thread(two: Playground) -> None:
    maria, jon, priya, root = await with_dev(two)
    two.workspace.leave(two.workspace.channel(ATLAS), DEV)
    await letter(maria, "Nobody from outside")
    await jon.says(ATLAS, "yes", root)
    question = await jon.sees_text(ATLAS, FOR_COUNSEL, root)
    await quiet(jon)
    assert not told(priya, FOR_COUNSEL) and not told(jon, "The next question is for")
    await jon.presses(ATLAS, question, "No")
    await note(jon, ATLAS, "This one is for counsel")
