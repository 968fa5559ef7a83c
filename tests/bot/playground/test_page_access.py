"""The page for everybody: by keyboard, by ear, on a phone, in the dark, and without being moved while reading."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from bot.playground.company import ATLAS, GENERAL, JON, KODEX, MARIA
from tests.bot.playground.conftest import Opening, writes
from tests.bot.playground.scripted_app import BUTTON, ScriptedApp

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_messages_and_channels_are_walked_with_the_arrow_keys(opening: Opening, app: ScriptedApp) -> None:
    for text in ("one", "two", "three"):
        await app.posts(ATLAS, text)
    page = await opening(MARIA)
    rows = page.get_by_test_id("messages").get_by_test_id("message")
    await rows.last.focus()
    await page.keyboard.press("ArrowUp")
    await expect(rows.nth(1)).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("thread-composer")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(rows.nth(1)).to_be_focused()
    await page.locator(f"[data-channel={ATLAS}]").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(f"[data-channel={GENERAL}]")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("place")).to_contain_text("general")


async def test_a_new_message_is_spoken_and_an_old_one_is_not(opening: Opening, app: ScriptedApp) -> None:
    await app.posts(ATLAS, "Was there before")
    page = await opening(MARIA)
    await expect(page.get_by_test_id("message")).to_have_count(1)
    await app.posts(ATLAS, "Phase 2 stays *closed*")
    voice = page.get_by_role("log", name="New messages")
    await expect(voice).to_have_text("Ringfence: Phase 2 stays closed")


async def test_the_focus_stays_on_its_button_when_the_app_changes_the_message(
    opening: Opening, app: ScriptedApp
) -> None:
    blocks = [{"type": "actions", "block_id": "x", "elements": [BUTTON]}]
    ts = await app.posts(ATLAS, "A card", blocks)
    page = await opening(MARIA)
    button = page.get_by_role("button", name="Continue")
    await button.focus()
    note = {"type": "context", "elements": [{"type": "mrkdwn", "text": "46 % ready"}]}
    await app.client.chat_update(channel=ATLAS, ts=ts, text="A card", blocks=[note, *blocks])
    await expect(page.get_by_test_id("message")).to_contain_text("46 % ready")
    await expect(button).to_be_focused()


async def test_a_phone_shows_one_pane_at_a_time_and_a_way_back(opening: Opening, app: ScriptedApp) -> None:
    root = await app.posts(ATLAS, "A root")
    await app.posts(ATLAS, "A reply", thread_ts=root)
    page = await opening(MARIA, width=390, height=780)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await expect(page.locator("#channels")).to_be_hidden()
    await page.get_by_test_id("replies").click()
    await expect(page.get_by_test_id("composer")).to_be_hidden()
    await expect(page.get_by_test_id("thread-composer")).to_be_visible()
    await page.get_by_role("button", name="Back to the channel").click()
    await expect(page.get_by_test_id("composer")).to_be_visible()
    await page.get_by_role("button", name="Channels", exact=True).click()
    await page.locator(f"[data-channel={KODEX}]").click()
    await expect(page.get_by_test_id("place")).to_contain_text("atlas-kodex")
    await page.go_back()
    await expect(page.locator("#channels")).to_be_visible()


async def test_the_theme_follows_the_system_until_it_is_chosen(opening: Opening) -> None:
    page = await opening(MARIA, dark=True)
    root = page.locator("html")
    await expect(root).to_have_attribute("data-theme", "dark")
    await page.get_by_role("button", name="Use the light theme").click()
    await page.reload()
    await expect(root).to_have_attribute("data-theme", "light")


async def test_every_control_has_a_name_and_every_picture_words(opening: Opening, app: ScriptedApp) -> None:
    await app.posts(ATLAS, "A card", [{"type": "actions", "elements": [BUTTON]}])
    page = await opening(MARIA)
    await expect(page.get_by_role("navigation", name="Channels and messages")).to_be_visible()
    await expect(page.get_by_role("main")).to_be_visible()
    tree = await page.locator("body").aria_snapshot()
    nameless = re.findall(r"^\s*- (?:button|textbox|combobox|link|img|checkbox)(?: \[.*\])?:?$", tree, re.MULTILINE)
    assert not nameless, tree


async def test_who_reads_further_up_is_told_of_news_and_not_moved(opening: Opening, app: ScriptedApp) -> None:
    workspace = app.playground.workspace
    for number in range(60):
        old = {"type": "message", "ts": workspace.clock.ts(), "user": JON, "text": f"line {number}"}
        workspace.channel(ATLAS).messages.append(old)
    page = await opening(MARIA)
    await expect(page.get_by_text("line 59")).to_be_in_viewport()
    await page.locator("#messages").evaluate("node => { node.scrollTop = 0; }")
    await app.posts(ATLAS, "the news")
    await expect(page.get_by_text("line 0", exact=True)).to_be_in_viewport()
    await page.get_by_role("button", name="New messages below").click()
    await expect(page.get_by_text("the news").first).to_be_in_viewport()
    await page.locator("#messages").evaluate("node => { node.scrollTop = 0; }")
    await writes(page, "my own")
    await expect(page.get_by_test_id("message").last).to_be_in_viewport()
