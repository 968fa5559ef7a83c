"""Buttons, pickers and modals on the page: what people do with them reaches the app in Slack's shapes, and errors come back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from bot.playground.company import ATLAS, JON, MARIA, PRIYA
from tests.bot.playground.conftest import Opening
from tests.bot.playground.scripted_app import ScriptedApp

pytestmark = pytest.mark.asyncio(loop_scope="session")

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


COUNTRIES = [option(name) for name in ("Poland", "Portugal", "French Polynesia", "India", "Ukraine")]


def button(text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": text.lower(), "value": f"v:{text}", "text": plain(text), **more}


def entry(block: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block,
        "label": plain(label),
        "element": {"action_id": "it", **element},
        **more,
    }


def modal(*blocks: Json, title: str = "Add an asset", **more: Any) -> Json:
    texts = {"title": plain(title), "submit": plain("Save"), "close": plain("Not now")}
    return {"type": "modal", "blocks": list(blocks), **texts, **more}


async def opened(app: ScriptedApp, page: Page, view: Json) -> Locator:
    """A modal, opened as apps open it: by pressing a button."""
    await app.posts(ATLAS, "A card", [{"type": "actions", "elements": [button("Open")]}])
    await page.get_by_role("button", name="Open").last.click()
    await app.opens(await app.hears("block_actions"), view)
    shown = page.get_by_test_id("modal")
    await expect(shown).to_be_visible()
    return shown


async def test_a_button_sends_its_value_and_names_itself_by_its_label(opening: Opening, app: ScriptedApp) -> None:
    aloud = {"accessibility_label": "Both of them wrote it"}
    row = [button("Employees"), button("Both", **aloud), button("Skip", style="danger")]
    ts = await app.posts(ATLAS, "Who wrote it?", [{"type": "actions", "block_id": "q", "elements": row}])
    page = await opening(MARIA)
    await expect(page.get_by_role("button", name="Both of them wrote it")).to_have_text("Both")
    await page.get_by_role("button", name="Employees", exact=True).click()
    pressed = await app.hears("block_actions")
    action = pressed["actions"][0]
    assert (action["type"], action["value"], action["block_id"]) == ("button", "v:Employees", "q")
    assert (pressed["container"]["message_ts"], pressed["user"]["id"]) == (ts, MARIA)


async def test_a_button_with_a_confirmation_is_sent_only_when_confirmed(opening: Opening, app: ScriptedApp) -> None:
    sure = {"title": plain("Erase it all?"), "text": plain("For good."), "confirm": plain("Erase"), "deny": plain("No")}
    row = [button("Wipe", confirm=sure)]
    await app.posts(ATLAS, "Careful", [{"type": "actions", "elements": row}])
    page = await opening(MARIA)
    wipe = page.get_by_role("button", name="Wipe")
    await wipe.click()
    confirm = page.get_by_test_id("confirm")
    await expect(confirm).to_contain_text("For good.")
    await page.keyboard.press("Escape")
    await expect(wipe).to_be_focused()
    assert not app.heard("block_actions")
    await wipe.click()
    await confirm.get_by_role("button", name="Erase").click()
    assert (await app.hears("block_actions"))["actions"][0]["action_id"] == "wipe"


async def test_a_press_the_app_does_not_answer_is_told_to_who_pressed(opening: Opening, app: ScriptedApp) -> None:
    await app.posts(ATLAS, "A card", [{"type": "actions", "elements": [button("Go")]}])
    page = await opening(MARIA)
    app.silent = True
    await page.get_by_role("button", name="Go").click()
    await expect(page.get_by_test_id("notice")).to_contain_text("did not answer in time")


async def test_an_overflow_menu_is_walked_by_keys_and_sends_its_choice(opening: Opening, app: ScriptedApp) -> None:
    more = {"type": "overflow", "action_id": "more", "options": [option("Why"), option("Skip"), option("Back")]}
    await app.posts(ATLAS, "A question", [{"type": "actions", "elements": [button("Yes"), more]}])
    page = await opening(MARIA)
    await page.get_by_role("button", name="More", exact=True).press("Enter")
    await expect(page.get_by_role("menuitem", name="Why")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    action = (await app.hears("block_actions"))["actions"][0]
    assert action["selected_option"]["value"] == "skip"
    await expect(page.get_by_role("button", name="More", exact=True)).to_be_focused()


async def test_pickers_in_a_message_send_what_was_chosen_at_once(opening: Opening, app: ScriptedApp) -> None:
    row = [
        {"type": "static_select", "action_id": "a", "placeholder": plain("Country"), "options": COUNTRIES},
        {"type": "users_select", "action_id": "b", "placeholder": plain("Who")},
        {"type": "datepicker", "action_id": "c", "placeholder": plain("Day")},
        {"type": "timepicker", "action_id": "d", "placeholder": plain("Time")},
        {"type": "channels_select", "action_id": "e", "placeholder": plain("Channel")},
        {"type": "conversations_select", "action_id": "f", "placeholder": plain("Conversation")},
    ]
    await app.posts(ATLAS, "Choose", [{"type": "actions", "elements": row}])
    page = await opening(MARIA)

    async def choose(field: str, name: str) -> None:
        await page.get_by_role("combobox", name=field, exact=True).click()
        await page.get_by_role("option", name=name).click()

    await choose("Country", "India")
    await choose("Who", "Jon Reyes")
    await page.get_by_label("Day").fill("2026-12-04")
    await page.get_by_label("Time").fill("09:30")
    await choose("Channel", "general")
    await choose("Conversation", "atlas-kodex")
    actions = [(await app.hears("block_actions", number))["actions"][0] for number in range(1, 7)]
    picked = [(a["type"], next(a[k] for k in a if k.startswith("selected_"))) for a in actions]
    assert picked == [
        ("static_select", COUNTRIES[3]),
        ("users_select", JON),
        ("datepicker", "2026-12-04"),
        ("timepicker", "09:30"),
        ("channels_select", "C0GENERAL1"),
        ("conversations_select", "C0KODEXSHR"),
    ]


async def test_a_typed_date_is_sent_when_it_is_whole(opening: Opening, app: ScriptedApp) -> None:
    picker = {"type": "datepicker", "action_id": "day", "placeholder": plain("Day")}
    await app.posts(ATLAS, "When", [{"type": "actions", "elements": [picker]}])
    page = await opening(MARIA)
    await page.get_by_label("Day").focus()
    await page.keyboard.type("04042026")
    assert not app.heard("block_actions")
    await page.keyboard.press("Enter")
    assert (await app.hears("block_actions"))["actions"][0]["selected_date"] == "2026-04-04"


async def test_ticks_travel_with_the_button_beside_them(opening: Opening, app: ScriptedApp) -> None:
    ticks = {"type": "checkboxes", "action_id": "hold", "options": [option("Code"), option("Data"), option("Tools")]}
    await app.posts(ATLAS, "What", [{"type": "actions", "block_id": "w", "elements": [ticks, button("Save")]}])
    page = await opening(MARIA)
    await page.get_by_label("Code").check()
    await page.get_by_label("Tools").check()
    await app.hears("block_actions", 2)
    await page.get_by_role("button", name="Save").click()
    pressed = await app.hears("block_actions", 3)
    held = pressed["state"]["values"]["w"]["hold"]["selected_options"]
    assert [one["value"] for one in held] == ["code", "tools"]


async def test_a_long_list_filters_as_one_types_and_finds_what_begins_so_first(
    opening: Opening, app: ScriptedApp
) -> None:
    page = await opening(MARIA)
    shown = await opened(app, page, modal(entry("c", "Country", {"type": "static_select", "options": COUNTRIES})))
    box = shown.get_by_role("combobox", name="Country")
    await box.press_sequentially("pol")
    await expect(shown.get_by_role("option")).to_have_text(["Poland", "French Polynesia"])
    await box.press("Escape")
    await expect(shown).to_be_visible()
    await box.fill("ukr")
    await box.press("Enter")
    await expect(box).to_have_value("Ukraine")
    await shown.get_by_role("button", name="Save").click()
    sent = await app.hears("view_submission")
    assert sent["view"]["state"]["values"]["c"]["it"]["selected_option"] == COUNTRIES[4]


async def test_a_modal_sends_every_value_in_slacks_shape(opening: Opening, app: ScriptedApp) -> None:
    groups = [{"label": plain("Near"), "options": COUNTRIES[:3]}, {"label": plain("Far"), "options": COUNTRIES[3:]}]
    page = await opening(MARIA)
    shown = await opened(
        app,
        page,
        modal(
            entry("text", "Name", {"type": "plain_text_input"}),
            entry("long", "Notes", {"type": "plain_text_input", "multiline": True}),
            entry("number", "People", {"type": "number_input", "is_decimal_allowed": False}),
            entry("mail", "Mail", {"type": "email_text_input"}),
            entry("link", "Link", {"type": "url_text_input"}),
            entry("many", "Countries", {"type": "multi_static_select", "option_groups": groups}),
            entry("who", "Owner", {"type": "users_select", "initial_user": PRIYA}),
            entry("whom", "Others", {"type": "multi_users_select"}),
            entry("one", "Jewel", {"type": "radio_buttons", "options": [option("Yes"), option("No")]}),
            entry("some", "Kinds", {"type": "checkboxes", "options": COUNTRIES[:2], "initial_options": COUNTRIES[:1]}),
            entry("day", "Since", {"type": "datepicker"}),
            entry("at", "Moment", {"type": "datetimepicker"}),
            entry("none", "Nothing", {"type": "datepicker"}, optional=True),
        ),
    )
    await shown.get_by_label("Name").fill("Pricing engine")
    await shown.get_by_label("Notes").fill("a\nb")
    await shown.get_by_label("People").fill("12")
    await shown.get_by_label("Mail").fill("a@b.example")
    await shown.get_by_label("Link").fill("https://a.example")
    countries = shown.get_by_role("combobox", name="Countries")
    for typed in ("india", "poland"):
        await countries.fill(typed)
        await countries.press("Enter")
    await shown.get_by_role("button", name="Remove India").click()
    others = shown.get_by_role("combobox", name="Others")
    await others.fill("maria")
    await others.press("Enter")
    await others.press("Tab")
    await shown.get_by_label("Yes").check()
    await shown.get_by_label("Portugal").check()
    await shown.get_by_label("Since").fill("2019-05-01")
    await shown.get_by_label("Moment").fill("2026-12-07T09:00")
    await shown.get_by_role("button", name="Save").click()
    values = (await app.hears("view_submission"))["view"]["state"]["values"]
    assert {block: state["it"] for block, state in values.items()} == {
        "text": {"type": "plain_text_input", "value": "Pricing engine"},
        "long": {"type": "plain_text_input", "value": "a\nb"},
        "number": {"type": "number_input", "value": "12"},
        "mail": {"type": "email_text_input", "value": "a@b.example"},
        "link": {"type": "url_text_input", "value": "https://a.example"},
        "many": {"type": "multi_static_select", "selected_options": [COUNTRIES[0]]},
        "who": {"type": "users_select", "selected_user": PRIYA},
        "whom": {"type": "multi_users_select", "selected_users": [MARIA]},
        "one": {"type": "radio_buttons", "selected_option": option("Yes")},
        "some": {"type": "checkboxes", "selected_options": COUNTRIES[:2]},
        "day": {"type": "datepicker", "selected_date": "2019-05-01"},
        "at": {"type": "datetimepicker", "selected_date_time": 1796630400},
        "none": {"type": "datepicker", "selected_date": None},
    }
    await expect(shown).to_have_count(0)


async def test_what_is_missing_or_malformed_is_said_under_its_field_and_not_sent(
    opening: Opening, app: ScriptedApp
) -> None:
    page = await opening(MARIA)
    short = {"type": "plain_text_input", "min_length": 3}
    number = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}
    shown = await opened(
        app,
        page,
        modal(
            entry("a", "Name", short), entry("b", "People", number), entry("c", "Mail", {"type": "email_text_input"})
        ),
    )
    save = shown.get_by_role("button", name="Save")
    errors = shown.get_by_test_id("input-error")
    await save.click()
    await expect(errors).to_have_text(["Please complete this required field."] * 3)
    await expect(shown.get_by_label("Name")).to_be_focused()
    await shown.get_by_label("Name").fill("ab")
    await shown.get_by_label("People").fill("many")
    await shown.get_by_label("Mail").fill("nobody")
    await save.click()
    await expect(errors.nth(0)).to_have_text("Please write at least 3 characters.")
    await expect(errors.nth(1)).to_have_text("Please enter a number.")
    await expect(errors.nth(2)).to_have_text("Please enter a valid e-mail address.")
    assert not app.heard("view_submission")


async def test_the_apps_own_error_stands_under_its_field_and_what_was_typed_stays(
    opening: Opening, app: ScriptedApp
) -> None:
    app.answers["view_submission"] = {"response_action": "errors", "errors": {"a": "That name is taken."}}
    page = await opening(MARIA)
    shown = await opened(app, page, modal(entry("a", "Name", {"type": "plain_text_input"})))
    await shown.get_by_label("Name").fill("Atlas")
    await shown.get_by_label("Name").press("Enter")
    await expect(shown.get_by_test_id("input-error")).to_have_text("That name is taken.")
    await expect(shown.get_by_label("Name")).to_have_value("Atlas")
    await expect(shown.get_by_label("Name")).to_have_attribute("aria-invalid", "true")


async def test_a_submission_nobody_answers_can_be_sent_again(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    shown = await opened(app, page, modal(entry("a", "Name", {"type": "plain_text_input"})))
    await shown.get_by_label("Name").fill("Atlas")
    app.silent = True
    await shown.get_by_role("button", name="Save").click()
    await expect(shown.locator(".modal-trouble")).to_contain_text("What you filled in is still here.")
    app.silent = False
    await shown.get_by_role("button", name="Save").click()
    await expect(shown).to_have_count(0)
    assert app.heard("view_submission") == 2


async def test_a_pushed_modal_lies_on_top_and_leads_back_to_what_was_typed(opening: Opening, app: ScriptedApp) -> None:
    upper = modal(entry("b", "Kind", {"type": "plain_text_input"}), title="The kind", notify_on_close=True)
    app.answers["view_submission"] = {"response_action": "push", "view": upper}
    page = await opening(MARIA)
    shown = await opened(app, page, modal(entry("a", "Name", {"type": "plain_text_input"})))
    await shown.get_by_label("Name").fill("Atlas")
    await shown.get_by_role("button", name="Save").click()
    await expect(shown.get_by_role("heading", name="The kind")).to_be_visible()
    await expect(shown.get_by_label("Kind")).to_be_focused()
    await shown.get_by_role("button", name="Back").click()
    await expect(shown.get_by_label("Name")).to_have_value("Atlas")
    closed = await app.hears("view_closed")
    assert (closed["view"]["title"]["text"], closed["is_cleared"]) == ("The kind", False)


async def test_a_modal_the_app_updates_keeps_what_was_typed(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    field = entry("a", "Name", {"type": "plain_text_input"})
    shown = await opened(app, page, modal(field))
    await shown.get_by_label("Name").fill("Atlas")
    view = app.playground.workspace.views[MARIA][0]["id"]
    added = entry("b", "Kind", {"type": "plain_text_input"}, optional=True)
    await app.client.views_update(view_id=view, view=modal(field, added))
    await expect(shown.get_by_label("Kind")).to_be_visible()
    await expect(shown.get_by_label("Name")).to_have_value("Atlas")
    await expect(shown.get_by_label("Name")).to_be_focused()


async def test_escape_closes_a_modal_tells_the_app_and_gives_the_focus_back(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    field = entry("a", "Name", {"type": "plain_text_input"})
    shown = await opened(app, page, modal(field, notify_on_close=True))
    await expect(shown.get_by_label("Name")).to_be_focused()
    for _ in range(8):
        await page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        assert await page.evaluate(inside)
    await page.keyboard.press("Escape")
    await expect(shown).to_have_count(0)
    await expect(page.get_by_role("button", name="Open")).to_be_focused()
    assert (await app.hears("view_closed"))["type"] == "view_closed"


async def test_a_file_is_given_in_a_modal(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    shown = await opened(app, page, modal(entry("f", "Agreement", {"type": "file_input", "max_files": 2})))
    file = {"name": "nda.txt", "mimeType": "text/plain", "buffer": b"Confidential"}
    await shown.get_by_label("Agreement").set_input_files(file)  # type: ignore[arg-type]
    await expect(shown.locator(".file-list")).to_contain_text("nda.txt")
    await shown.get_by_role("button", name="Save").click()
    given = (await app.hears("view_submission"))["view"]["state"]["values"]["f"]["it"]["files"]
    assert [one["name"] for one in given] == ["nda.txt"]


async def test_nobody_else_sees_a_modal(opening: Opening, app: ScriptedApp) -> None:
    maria, jon = await opening(MARIA), await opening(JON)
    await opened(app, maria, modal(entry("a", "Name", {"type": "plain_text_input"})))
    await jon.wait_for_timeout(200)
    assert await jon.get_by_test_id("modal").count() == 0
