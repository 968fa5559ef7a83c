"""What can be seen and hit: contrast in light and dark, labels in full, and what is big enough for a finger."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Locator, Page, expect

from bot.playground.company import ATLAS, JON, MARIA
from tests.bot.playground.conftest import Opening
from tests.bot.playground.scripted_app import BUTTON, Json, ScriptedApp

pytestmark = pytest.mark.asyncio(loop_scope="session")

CLEAR = 3.0
"""The least contrast of what marks a control or its state (WCAG 2.2, 1.4.11)."""

CONTRAST = """([one, other]) => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}"""


async def style(node: Locator, name: str) -> str:
    return str(await node.evaluate("(node, name) => getComputedStyle(node)[name]", name))


async def contrast(page: Page, one: str, other: str) -> float:
    return float(await page.evaluate(CONTRAST, [one, other]))


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(label: str) -> Json:
    return {**BUTTON, "action_id": label, "text": plain(label)}


BOXES: Json = {
    "type": "actions",
    "elements": [
        {"type": "checkboxes", "action_id": "c", "options": [{"text": plain("Ours"), "value": "a"}, {"text": plain("Theirs"), "value": "b"}]},
        {"type": "radio_buttons", "action_id": "r", "options": [{"text": plain("Yes"), "value": "y"}, {"text": plain("No"), "value": "n"}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
async def test_an_empty_box_is_empty_with_a_clear_border_and_filled_only_when_it_is_ticked(
    opening: Opening, app: ScriptedApp, dark: bool
) -> None:
    await app.posts(ATLAS, "Which?", [BOXES])
    page = await opening(MARIA, dark=dark)
    panel = await style(page.locator("#main"), "backgroundColor")
    for role, name in (("checkbox", "Ours"), ("radio", "Yes")):
        box = page.get_by_test_id("message").get_by_role(role, name=name)  # pyright: ignore[reportArgumentType]
        assert await style(box, "backgroundColor") == panel
        assert await contrast(page, await style(box, "borderTopColor"), panel) >= CLEAR
        await box.check()
        await page.mouse.move(0, 0)
        filled = await style(box, "backgroundColor")
        assert await contrast(page, filled, panel) >= CLEAR
        mark = await box.evaluate("node => getComputedStyle(node, '::before').backgroundColor")
        assert await contrast(page, str(mark), filled) >= CLEAR


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
async def test_whom_one_acts_as_and_where_one_is_stand_out(opening: Opening, dark: bool) -> None:
    page = await opening(MARIA, dark=dark)
    side = await style(page.locator(".side"), "backgroundColor")
    person = page.locator("[data-testid=act-as][aria-pressed=true]")
    assert await contrast(page, await style(person, "borderTopColor"), side) >= CLEAR
    outline = (await style(page.locator(f"[data-channel={ATLAS}]"), "boxShadow")).partition(")")[0] + ")"
    assert await contrast(page, outline, side) >= CLEAR


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
async def test_a_private_note_has_a_tint_of_its_own(opening: Opening, app: ScriptedApp, dark: bool) -> None:
    await app.posts(ATLAS, "For all")
    await app.client.chat_postEphemeral(channel=ATLAS, user=MARIA, text="For you")
    page = await opening(MARIA, dark=dark)
    note, other = page.get_by_test_id("ephemeral"), page.get_by_test_id("message")
    await other.hover()
    tint, hover = await style(note, "backgroundColor"), await style(other, "backgroundColor")
    assert len({tint, hover, await style(page.locator("#main"), "backgroundColor")}) == 3
    blue, red = (int(tint.strip("rgb()").split(", ")[part]) for part in (2, 0))
    assert blue - red > 8
    assert await contrast(page, await style(note.locator(".only"), "color"), tint) >= 4.5


async def test_the_answer_to_ones_own_press_is_scrolled_into_view_and_anothers_note_is_not(
    opening: Opening, app: ScriptedApp
) -> None:
    card = {"type": "actions", "elements": [BUTTON]}
    await app.posts(ATLAS, "The card", [card])
    workspace = app.playground.workspace
    for number in range(60):
        workspace.post(workspace.channel(ATLAS), {"user": JON, "text": f"line {number}"})
    page = await opening(MARIA)
    await expect(page.get_by_text("line 59")).to_be_in_viewport()
    pressed = page.get_by_role("button", name="Continue")
    await pressed.scroll_into_view_if_needed()
    await app.client.chat_postEphemeral(channel=ATLAS, user=MARIA, text="Nobody asked for this")
    await expect(page.get_by_role("button", name="New messages below")).to_be_visible()
    await expect(pressed).to_be_in_viewport()
    await pressed.click()
    await app.hears("block_actions")
    summary = "\n".join(f"{n}. something that was found" for n in range(60))
    await app.client.chat_postEphemeral(channel=ATLAS, user=MARIA, text=f"Here is the summary\n{summary}")
    answer = page.get_by_test_id("ephemeral").last
    await expect(answer).to_contain_text("Here is the summary")
    await expect(answer.locator(".only")).to_be_in_viewport()
    await app.posts(ATLAS, "Said later")
    await expect(page.get_by_role("button", name="New messages below")).to_be_visible()
    await expect(answer.locator(".only")).to_be_in_viewport()


async def test_the_buttons_of_a_card_fit_one_row_of_a_phone_and_a_finger(opening: Opening, app: ScriptedApp) -> None:
    more = {"type": "overflow", "action_id": "m", "options": [{"text": plain("Pause"), "value": "p"}]}
    row = {"type": "actions", "elements": [button("Show the summary"), button("Findings"), more]}
    await app.posts(ATLAS, "The card", [row])
    page = await opening(MARIA, width=390, height=844, touch=True)
    buttons = page.get_by_test_id("message").locator(".actions > *")
    await expect(buttons).to_have_count(3)
    places = [await one.bounding_box() for one in await buttons.all()]
    boxes = [place for place in places if place is not None]
    assert len({box["y"] for box in boxes}) == 1, boxes
    assert all(box["height"] >= 44 and box["width"] >= 44 for box in boxes), boxes


async def test_a_tap_leaves_the_head_of_a_message_free_and_a_long_press_shows_its_tools(
    opening: Opening, app: ScriptedApp
) -> None:
    await app.posts(ATLAS, "Before")
    await app.posts(ATLAS, "Read me", [{"type": "section", "text": plain("Read me")}])
    page = await opening(MARIA, width=390, height=844, touch=True)
    message = page.get_by_test_id("message").last
    tools = message.locator(".tools")
    await message.get_by_text("Read me").tap()
    await expect(tools).to_have_css("opacity", "0")
    await finger(page, message.get_by_text("Read me"), 0.7)
    await expect(tools).to_have_css("opacity", "1")
    floating, head = await tools.bounding_box(), await message.locator(".message-head, .content").first.bounding_box()
    assert floating is not None
    assert head is not None
    assert floating["y"] + floating["height"] <= head["y"]
    await message.get_by_test_id("message-menu").tap()
    await page.get_by_role("menuitem", name="Reply in thread").tap()
    await expect(page.get_by_test_id("thread-composer")).to_be_visible()
    await expect(tools).to_have_css("opacity", "0")


async def finger(page: Page, on: Locator, seconds: float) -> None:
    """A finger laid on something for a while."""
    box = await on.bounding_box()
    assert box is not None
    session = await page.context.new_cdp_session(page)
    point = {"x": box["x"] + 20, "y": box["y"] + box["height"] / 2}
    await session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    await asyncio.sleep(seconds)
    await session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_long_label_is_wrapped_inside_its_button(opening: Opening, app: ScriptedApp, width: int) -> None:
    label = "The code, drawings and other material that belongs to a customer of ours, x"
    endless = "Zusammenarbeitsgeheimhaltungsverpflichtungsvereinbarungsentwurfsfassungsnum"
    beside = {"type": "section", "text": plain("Beside"), "accessory": button(label)}
    await app.posts(ATLAS, "Choose", [{"type": "actions", "elements": [button(endless), button(label)]}, beside])
    page = await opening(MARIA, width=width, height=844)
    for one in await page.get_by_test_id("message").locator(".button").all():
        cut = await one.evaluate("n => n.scrollWidth > n.clientWidth || n.scrollHeight > n.clientHeight")
        assert not cut
        box = await one.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= width
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
