"""A page of the demo as a person uses it: who acts, the command, the thread, and answering by hand or by word."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

PATIENCE = 15_000


class Desk:
    """One browser page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda told: self.errors.append(told.text) if told.type == "error" else None)

    async def act_as(self, handle: str) -> None:
        """Be somebody else, with the thread open again."""
        button = self.page.locator(f"[data-testid=act-as][data-handle={handle}]")
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", re.compile("true"), timeout=PATIENCE)

    async def channel(self, name: str) -> None:
        await self.page.locator(f"[data-testid=channel][data-name={name}]").click()

    async def command(self, text: str) -> None:
        await self.write("composer", text)

    async def write(self, where: str, text: str) -> None:
        """Type into a composer and send."""
        area = self.page.get_by_test_id(where)
        if await area.locator("textarea").count():
            area = area.locator("textarea").first
        await area.fill(text)
        await area.press("Enter")

    async def open_thread(self) -> None:
        """Open the first thread of the channel, where it is not open already."""
        if not await self.page.get_by_test_id("thread-messages").is_visible():
            await self.page.get_by_test_id("replies").first.click()
        await self.page.get_by_test_id("thread-messages").wait_for()

    def messages(self) -> Locator:
        """What stands in the thread."""
        return self.page.get_by_test_id("thread-messages").locator("[data-testid=message]")

    async def question(self, words: str) -> Locator:
        """The latest message of the thread, once it says these words."""
        last = self.messages().last
        await expect(last).to_contain_text(words, timeout=PATIENCE)
        return last

    async def last_words(self) -> str:
        return await self.messages().last.inner_text()

    async def stands(self) -> str:
        """The name (ts) of the latest message of the thread."""
        return str(await self.messages().last.get_attribute("data-ts"))

    async def moved_on(self, before: str) -> None:
        """Wait until the bot has said something new after the message ``before``."""
        last = self.messages().last
        await expect(last).not_to_have_attribute("data-ts", before, timeout=PATIENCE)
        await expect(last).to_have_attribute("aria-label", re.compile("^Ringfence"), timeout=PATIENCE)

    # ── by hand ──

    async def press(self, message: Locator, label: str) -> None:
        await message.get_by_role("button", name=label, exact=True).click()

    async def tick(self, message: Locator, *labels: str) -> None:
        """Tick boxes, then Save."""
        for label in labels:
            await message.get_by_label(label, exact=True).check()
        await self.press(message, "Save")

    async def pick(self, message: Locator, label: str) -> None:
        """Choose in a menu."""
        await message.get_by_role("combobox").first.click()
        await self.page.get_by_role("option", name=re.compile(re.escape(label))).first.click()

    async def fill_form(self, message: Locator, opener: str, *values: str) -> None:
        """Open the form of a question, fill its one field, send it. Several values: pick each in a list."""
        await self.press(message, opener)
        modal = self.page.get_by_role("dialog")
        await modal.wait_for()
        box = modal.get_by_role("combobox")
        if await box.count():
            for value in values:
                await box.first.fill(value)
                await self.page.get_by_role("option", name=value, exact=True).first.click()
        else:
            await modal.get_by_role("textbox").first.fill("\n".join(values))
        await self.page.get_by_test_id("modal-submit").click()
        await modal.wait_for(state="detached")
