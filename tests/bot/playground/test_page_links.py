"""Links that lead into the workspace itself: they open in the page, at their message, and nowhere else."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from bot.playground.company import ATLAS, DEV, GENERAL, JON, KODEX, MARIA
from tests.bot.playground.conftest import Opening
from tests.bot.playground.scripted_app import Json, ScriptedApp

pytestmark = pytest.mark.asyncio(loop_scope="session")


def link_button(label: str, url: str) -> Json:
    element = {"type": "button", "action_id": "open", "url": url, "text": {"type": "plain_text", "text": label}}
    return {"type": "actions", "elements": [element]}


async def long_thread(app: ScriptedApp) -> tuple[str, str]:
    """A thread of many replies, far up in a channel of many messages; its root, and a reply in its middle."""
    root = await app.posts(ATLAS, "The root of it")
    workspace = app.playground.workspace
    channel = workspace.channel(ATLAS)
    replies = [workspace.post(channel, {"user": JON, "text": f"reply {n}", "thread_ts": root})["ts"] for n in range(40)]
    for number in range(60):
        workspace.post(channel, {"user": JON, "text": f"line {number}"})
    return root, str(replies[12])


async def address_of(app: ScriptedApp, ts: str, channel: str = ATLAS) -> str:
    told = await app.client.chat_getPermalink(channel=channel, message_ts=ts)
    return str(told["permalink"])


async def stands_at(page: Page, root: str, reply: str) -> None:
    """The channel shows the root and the thread the reply, and this one is marked for a moment."""
    await expect(page.get_by_test_id("place")).to_contain_text("atlas-plan")
    sought = page.get_by_test_id("thread-messages").locator(f"[data-ts='{reply}']")
    await expect(sought).to_be_in_viewport()
    await expect(page.get_by_test_id("messages").locator(f"[data-ts='{root}']")).to_be_in_viewport()


async def test_a_button_that_leads_to_a_reply_opens_its_thread_there_and_tells_the_app(
    opening: Opening, app: ScriptedApp
) -> None:
    root, reply = await long_thread(app)
    await app.posts(GENERAL, "Over there", [link_button("Open the thread", await address_of(app, reply))])
    page = await opening(MARIA)
    await page.locator(f"[data-channel={GENERAL}]").click()
    await page.get_by_role("button", name="Open the thread").click()
    sought = page.get_by_test_id("thread-messages").locator(f"[data-ts='{reply}']")
    await expect(sought).to_contain_class("sought")
    await stands_at(page, root, reply)
    await expect(sought).not_to_contain_class("sought")
    assert len(page.context.pages) == 1
    assert (await app.hears("block_actions"))["actions"][0]["action_id"] == "open"
    assert f"thread={root}" in page.url
    await page.go_back()
    await expect(page.get_by_test_id("place")).to_contain_text("general")


async def test_a_link_in_a_message_to_a_thread_that_is_open_already_goes_to_the_reply(
    opening: Opening, app: ScriptedApp
) -> None:
    root, reply = await long_thread(app)
    await app.posts(ATLAS, f"See <{await address_of(app, reply)}|what Jon said>")
    page = await opening(MARIA)
    link = page.get_by_role("link", name="what Jon said")
    for _ in range(2):
        await link.click()
        await stands_at(page, root, reply)
        await page.locator("#messages").evaluate("node => { node.scrollTop = node.scrollHeight; }")
        await page.locator("#thread .scroller").evaluate("node => { node.scrollTop = node.scrollHeight; }")
        await expect(page.get_by_text("reply 39")).to_be_in_viewport()
    assert len(page.context.pages) == 1


async def test_a_link_to_a_root_shows_it_in_the_channel_and_the_newest_of_its_thread(
    opening: Opening, app: ScriptedApp
) -> None:
    root, _ = await long_thread(app)
    await app.posts(ATLAS, "There", [link_button("Open the thread", await address_of(app, root))])
    page = await opening(MARIA)
    await page.get_by_role("button", name="Open the thread").click()
    shown = page.get_by_test_id("messages").locator(f"[data-ts='{root}']")
    await expect(shown).to_contain_class("sought")
    await expect(shown).to_be_in_viewport()
    await expect(page.get_by_test_id("thread-messages").get_by_text("reply 39")).to_be_in_viewport()


async def test_a_message_s_address_opens_the_page_at_it_also_by_hand(opening: Opening, app: ScriptedApp) -> None:
    root, reply = await long_thread(app)
    address = await address_of(app, reply)
    page = await opening(MARIA)
    await page.locator(f"[data-channel={GENERAL}]").click()
    await page.evaluate("address => { location.href = address; }", address)
    await stands_at(page, root, reply)
    fresh = await page.context.new_page()
    await fresh.goto(address)
    await stands_at(fresh, root, reply)
    await fresh.close()


async def test_a_link_into_a_channel_that_one_is_not_in_says_so_and_leaves_the_place(
    opening: Opening, app: ScriptedApp
) -> None:
    hidden = await app.posts(ATLAS, "Not for the vendor")
    await app.posts(KODEX, f"<{await address_of(app, hidden)}|the plan>")
    page = await opening(DEV)
    await page.locator(f"[data-channel={KODEX}]").click()
    await page.get_by_role("link", name="the plan").click()
    await expect(page.get_by_test_id("notice")).to_contain_text("You are not in that channel")
    await expect(page.get_by_test_id("place")).to_contain_text("atlas-kodex")


async def test_a_link_that_leads_elsewhere_or_is_pressed_for_a_new_tab_opens_beside_the_page(
    opening: Opening, app: ScriptedApp
) -> None:
    other = f"{app.playground.url}/page/static/icon.svg"
    here = await address_of(app, await app.posts(ATLAS, "A root"))
    await app.posts(ATLAS, f"<{here}|this way>")
    await app.posts(ATLAS, "Two ways", [link_button("Elsewhere", other), link_button("Here", here)])
    page = await opening(MARIA)
    async with page.context.expect_page() as opened:
        await page.get_by_role("button", name="Elsewhere").click()
    assert (await opened.value).url == other
    async with page.context.expect_page():
        await page.get_by_role("link", name="this way").click(modifiers=["Control"])
    await expect(page.get_by_test_id("thread")).to_be_hidden()
    # Only what leaves the page carries the sign for that.
    assert await page.get_by_role("button", name="Elsewhere").locator("svg").count() == 1
    assert await page.get_by_role("button", name="Here", exact=True).locator("svg").count() == 0
