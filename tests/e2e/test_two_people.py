"""Two colleagues complete the IP strategy on the page: Maria by buttons, menus and forms, Jon by replies in the thread."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.playground.driver import ATLAS, PRIYA, Playground, Someone
from tests.e2e.desk import Desk
from tests.e2e.house import chromium, demo
from tests.e2e.script import IP_STRATEGY, Line, by_hand, by_word

MOST_QUESTIONS = 60


@pytest.mark.browser
@pytest.mark.slow
async def test_two_people_complete_the_ip_strategy_from_the_start_to_the_summary(
    tmp_path: Path, chromium_path: str
) -> None:
    async with demo(tmp_path) as playground, chromium(chromium_path) as browser:
        desk = Desk(await browser.new_page(viewport={"width": 1280, "height": 900}))
        await desk.page.goto(playground.url)
        await desk.act_as("maria")
        await desk.channel("atlas-plan")
        await desk.command("/ringfence start")
        await desk.open_thread()
        for line in IP_STRATEGY:
            await play(desk, line)
        await expect(desk.page.get_by_test_id("thread-messages")).to_contain_text("A first look")
        await the_rest(desk)
        await desk.act_as("maria")
        await desk.open_thread()
        await desk.press(await desk.question("Finish when this is right"), "Finish")
        summary = await desk.question("Readiness")
        for words in ("Summary", "Findings", "→", "Disclosure ledger", "Kodex", "points of"):
            await expect(summary).to_contain_text(words)
        assert desk.errors == []
        await told_to_counsel(playground)


async def told_to_counsel(playground: Playground) -> None:
    """Legal meaning is for counsel alone, who need not wait for the morning's brief, and did not come into the channel."""
    priya = Someone(playground, PRIYA)
    await priya.command(ATLAS, "brief")
    assert "Source:" in priya.text(await priya.noted(ATLAS, "For counsel: "))
    channel = "\n".join(priya.text(message) for message in playground.workspace.channel(ATLAS).messages)
    assert "For counsel:" not in channel


async def play(desk: Desk, line: Line) -> None:
    """One scripted answer, by hand as Maria or by word as Jon."""
    await desk.act_as("jon" if line.how == "say" else "maria")
    await desk.open_thread()
    message = await desk.question(line.question)
    before = await desk.stands()
    match line.how:
        case "say":
            await desk.write("thread-composer", line.values[0])
        case "press":
            await desk.press(message, line.values[0])
        case "pick":
            await desk.pick(message, line.values[0])
        case "tick":
            await desk.tick(message, *line.values)
        case _:
            await desk.fill_form(message, line.opener, *line.values)
    await desk.moved_on(before)


async def the_rest(desk: Desk) -> None:
    """Whatever else is asked, in turns, until the review."""
    for turn in range(MOST_QUESTIONS):
        words = await desk.last_words()
        if "Finish when this is right" in words:
            return
        line = by_hand(words) if turn % 2 == 0 else None
        if line is None or line.how == "say":
            line = Line("", "say", (by_word(words),))
        await play(desk, line)
    raise AssertionError(f"the review did not come; the last message is: {await desk.last_words()}")
