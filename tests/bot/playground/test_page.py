"""The page as people use it: seeing, writing, threads, acting as several colleagues; in a real Chromium, over the real server."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from bot.playground.company import ATLAS, BOT, DEV, GENERAL, JON, MARIA, PRIYA
from bot.playground.driver import Playground
from tests.bot.playground.conftest import Opening, writes
from tests.bot.playground.scripted_app import ScriptedApp

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_message_is_written_with_enter_and_seen_by_a_colleague_in_another_window(opening: Opening) -> None:
    maria, jon = await opening(MARIA), await opening(JON)
    await writes(maria, "Kodex signed the NDA <b>& more</b>")
    seen = jon.get_by_test_id("messages").get_by_test_id("message").last
    await expect(seen).to_contain_text("Kodex signed the NDA <b>& more</b>")
    await expect(seen.locator(".author")).to_have_text("Maria Kowalska")
    assert await seen.locator("b").count() == 0


async def test_shift_and_enter_starts_a_new_line_and_sends_nothing(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    box = page.get_by_test_id("composer")
    await box.fill("one")
    await box.press("Shift+Enter")
    await box.press_sequentially("two")
    assert await box.input_value() == "one\ntwo"
    assert not app.playground.workspace.channel(ATLAS).messages


async def test_a_mention_typed_by_name_reaches_the_app_as_a_mention(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    box = page.get_by_test_id("composer")
    await box.press_sequentially("@ring")
    await expect(page.get_by_role("option", name="Ringfence")).to_be_visible()
    await box.press("Enter")
    await box.press_sequentially("ask @Jon Reyes & go")
    await box.press("Enter")
    mention = await app.hears("app_mention")
    assert mention["text"] == f"<@{BOT}> ask <@{JON}> &amp; go"
    await expect(page.get_by_test_id("message").last).to_contain_text("@Ringfence ask @Jon Reyes & go")


async def test_a_command_is_completed_and_its_answer_is_only_for_who_asked(opening: Opening, app: ScriptedApp) -> None:
    app.answers["command"] = {"text": "Here is where you are."}
    maria, jon = await opening(MARIA), await opening(JON)
    box = maria.get_by_test_id("composer")
    await box.press_sequentially("/ri")
    await expect(maria.get_by_role("option", name="/ringfence")).to_be_visible()
    await box.press("Tab")
    await box.press_sequentially("sta")
    await expect(maria.get_by_role("option")).to_have_text(["start", "status"])
    await expect(maria.locator(".command-hint").first).to_contain_text("assign")
    await box.press("ArrowDown")
    await box.press("Enter")
    await box.press("Enter")
    request = await app.hears("command")
    assert (request["command"], request["text"], request["channel_id"]) == ("/ringfence", "status", ATLAS)
    note = maria.get_by_test_id("ephemeral")
    await expect(note).to_contain_text("Only visible to you")
    await expect(note).to_contain_text("Here is where you are.")
    assert await jon.get_by_test_id("ephemeral").count() == 0


async def test_a_command_written_in_full_goes_out_with_one_enter(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    await writes(page, "/ringfence")
    assert (await app.hears("command"))["text"] == ""
    await writes(page, "/ringfence start")
    assert (await app.hears("command", 2))["text"] == "start"


async def test_a_command_that_fails_says_so_to_who_typed_it(opening: Opening, app: ScriptedApp) -> None:
    app.silent = True
    page = await opening(MARIA)
    await writes(page, "/ringfence start")
    await expect(page.get_by_test_id("ephemeral")).to_contain_text("/ringfence failed with the error")


async def test_a_command_in_a_thread_is_refused_and_stays_in_the_box(opening: Opening, app: ScriptedApp) -> None:
    await app.posts(ATLAS, "A root")
    page = await opening(MARIA)
    await page.get_by_test_id("message").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    await writes(page, "/ringfence status", "thread-composer")
    await expect(page.get_by_test_id("notice")).to_contain_text("does not work in threads")
    assert await page.get_by_test_id("thread-composer").input_value() == "/ringfence status"
    assert not app.heard("command")


async def test_somebody_from_another_company_is_told_that_commands_are_not_theirs(opening: Opening) -> None:
    page = await opening(DEV)
    await writes(page, "/ringfence start")
    await expect(page.get_by_test_id("notice")).to_contain_text("People from another company cannot use commands")


async def test_a_thread_opens_beside_the_channel_and_counts_its_replies(opening: Opening, app: ScriptedApp) -> None:
    root = await app.posts(ATLAS, "Who wrote the pricing engine?")
    page = await opening(MARIA)
    await page.get_by_test_id("message").hover()
    await page.get_by_role("button", name="Reply in thread").click()
    await expect(page.get_by_test_id("thread-composer")).to_be_focused()
    await writes(page, "A freelancer", "thread-composer")
    reply = await app.hears("message", 2)
    assert (reply["text"], reply["thread_ts"]) == ("A freelancer", root)
    await expect(page.get_by_test_id("thread").get_by_test_id("message")).to_have_count(2)
    await expect(page.get_by_test_id("messages").get_by_test_id("message")).to_have_count(1)
    await expect(page.get_by_test_id("replies")).to_contain_text("1 reply")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("thread")).to_be_hidden()


async def test_acting_as_a_colleague_changes_who_writes_and_keeps_the_place(opening: Opening, app: ScriptedApp) -> None:
    await app.posts(ATLAS, "Hello")
    page = await opening(MARIA)
    await page.get_by_test_id("act-as").filter(has_text="Jon Reyes").click()
    await expect(page.get_by_test_id("place")).to_contain_text("atlas-plan")
    await expect(page.get_by_test_id("composer")).to_be_focused()
    await writes(page, "I did")
    await expect(page.get_by_test_id("message").last.locator(".author")).to_have_text("Jon Reyes")
    await page.keyboard.press("Alt+Digit3")
    chosen = page.locator("[data-testid=act-as][aria-pressed=true]")
    await expect(chosen).to_contain_text("Priya Nair")
    await expect(chosen).to_contain_text("Counsel")
    await page.reload()
    await expect(chosen).to_contain_text("Priya Nair")


async def test_a_draft_is_kept_for_each_colleague_and_place(opening: Opening) -> None:
    page = await opening(MARIA)
    box = page.get_by_test_id("composer")
    await box.fill("Maria is still thinking")
    await page.keyboard.press("Alt+Digit2")
    await expect(box).to_have_value("")
    await page.locator(f"[data-channel={GENERAL}]").click()
    await page.keyboard.press("Alt+Digit1")
    await page.locator(f"[data-channel={ATLAS}]").click()
    await expect(box).to_have_value("Maria is still thinking")


async def test_the_vendor_is_marked_as_outside_and_sees_only_the_shared_channel(opening: Opening) -> None:
    page = await opening(DEV)
    await expect(page.get_by_test_id("channel").filter(has_text="atlas-kodex")).to_contain_text("shared")
    assert await page.locator(f"[data-channel={ATLAS}]").count() == 0
    switch = page.locator(f"[data-testid=act-as][data-user={DEV}]")
    await expect(switch).to_contain_text("from outside")
    await expect(page.get_by_test_id("members-button")).to_contain_text("1 from outside")


async def test_what_waits_for_a_colleague_is_shown_on_their_switch(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    await app.posts(PRIYA, "The author usually keeps the rights without a signed transfer.")
    switch = page.locator(f"[data-testid=act-as][data-user={PRIYA}]")
    await expect(switch).to_contain_text("1 unread")
    await switch.click()
    entry = page.get_by_test_id("channel").filter(has_text="Ringfence")
    await expect(entry).to_contain_text("1 unread")
    await entry.click()
    await expect(page.get_by_test_id("message")).to_contain_text("keeps the rights")
    await expect(entry.locator(".badge")).to_have_count(0)


async def test_unread_messages_are_counted_until_they_are_read(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    await app.posts(GENERAL, "One")
    await app.posts(GENERAL, "Two")
    entry = page.locator(f"[data-channel={GENERAL}]")
    await expect(entry).to_contain_text("2 unread")
    await entry.click()
    await expect(entry.locator(".badge")).to_have_count(0)


async def test_ones_own_message_can_be_edited_and_deleted_and_anothers_cannot(
    opening: Opening, app: ScriptedApp
) -> None:
    await app.posts(ATLAS, "From the app")
    page = await opening(MARIA)
    await writes(page, "The prise list")
    own = page.get_by_test_id("message").filter(has_text="The prise list")
    await own.hover()
    await own.get_by_test_id("message-menu").click()
    await page.get_by_role("menuitem", name="Edit message").click()
    await page.get_by_role("textbox", name="Edit message").fill("The price list")
    await page.keyboard.press("Enter")
    changed = page.get_by_test_id("message").filter(has_text="The price list")
    await expect(changed).to_contain_text("(edited)")
    await changed.hover()
    await changed.get_by_test_id("message-menu").click()
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_test_id("confirm").get_by_role("button", name="Delete").click()
    await expect(changed).to_have_count(0)
    other = page.get_by_test_id("message").first
    await other.hover()
    await other.get_by_test_id("message-menu").click()
    assert await page.get_by_role("menuitem", name="Edit message").count() == 0


async def test_a_reaction_is_added_counted_and_taken_back(opening: Opening, app: ScriptedApp) -> None:
    await app.posts(ATLAS, "Done")
    page = await opening(MARIA)
    await page.get_by_test_id("message").hover()
    await page.get_by_role("button", name="Add reaction").click()
    await page.get_by_role("menuitem", name="eyes").click()
    reaction = page.get_by_role("button", name="eyes: Maria Kowalska")
    await expect(reaction).to_have_text("👀 1")
    await reaction.click()
    await expect(reaction).to_have_count(0)


async def test_a_file_is_attached_named_and_can_be_fetched_again(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    file = {"name": "kodex-nda.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 an agreement"}
    await page.get_by_test_id("files").set_input_files(file)  # type: ignore[arg-type]
    await expect(page.locator("#main .file-list")).to_contain_text("kodex-nda.pdf")
    await writes(page, "The draft")
    told = await app.hears("message")
    assert (told["subtype"], told["text"], told["files"][0]["name"]) == ("file_share", "The draft", "kodex-nda.pdf")
    card = page.get_by_test_id("file")
    await expect(card).to_contain_text("kodex-nda.pdf")
    async with page.expect_download() as coming:
        await card.get_by_role("link", name="Download kodex-nda.pdf").click()
    assert (await (await coming.value).path()).read_bytes() == b"%PDF-1.7 an agreement"


async def test_files_can_be_dropped_on_the_conversation(opening: Opening) -> None:
    page = await opening(MARIA)
    carried = await page.evaluate_handle(
        "() => { const held = new DataTransfer(); held.items.add(new File(['x'], 'plan.txt')); return held; }"
    )
    await page.dispatch_event("#main", "drop", {"dataTransfer": carried})
    await expect(page.locator("#main .file-list")).to_contain_text("plan.txt")
    await page.get_by_role("button", name="Remove plan.txt").click()
    await expect(page.locator("#main .file-list li")).to_have_count(0)


async def test_the_home_is_opened_told_to_the_app_and_drawn(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    await page.get_by_test_id("channel").filter(has_text="Ringfence").click()
    assert (await app.hears("app_home_opened"))["user"] == MARIA
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Your programmes"}}]
    await app.client.views_publish(user_id=MARIA, view={"type": "home", "blocks": blocks})
    await page.get_by_test_id("tab-home").click()
    await expect(page.get_by_test_id("home")).to_contain_text("Your programmes")
    await expect(page.get_by_test_id("composer")).to_be_hidden()
    await page.get_by_test_id("tab-messages").click()
    await expect(page.get_by_test_id("home")).to_be_hidden()
    await expect(page.get_by_test_id("composer")).to_be_visible()


async def test_a_channel_is_made_and_an_outsider_invited_to_it(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    await page.get_by_role("button", name="Create a channel").click()
    form = page.get_by_test_id("form")
    await form.get_by_label("Name").fill("Borealis plan")
    await form.get_by_role("button", name="Create").click()
    await expect(page.get_by_test_id("place")).to_contain_text("borealis-plan")
    await page.get_by_test_id("members-button").click()
    members = page.get_by_test_id("members")
    await members.get_by_role("combobox").click()
    await members.get_by_role("option", name="Dev Anand").click()
    await expect(members.locator(".member-list")).to_contain_text("outside")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("members-button")).to_be_focused()
    await expect(page.get_by_test_id("members-button")).to_contain_text("1 from outside")


async def test_the_clock_of_the_workspace_can_be_moved_and_faults_armed(opening: Opening, app: ScriptedApp) -> None:
    page = await opening(MARIA)
    before = app.playground.workspace.clock.now()
    await page.get_by_role("button", name="Clock and faults").click()
    drawer = page.get_by_test_id("drawer")
    await drawer.get_by_role("button", name="+ 1 week").click()
    await expect(page.get_by_test_id("notice")).to_contain_text("The clock went on")
    assert app.playground.workspace.clock.now() - before > 600_000
    await drawer.get_by_label("Answer", exact=True).select_option("internal_error")
    await drawer.get_by_role("button", name="Arm the fault").click()
    await expect(page.get_by_test_id("notice")).to_have_count(2)
    with pytest.raises(Exception, match="internal_error"):
        await app.posts(ATLAS, "Does not arrive")


async def test_the_page_says_when_the_workspace_is_away_and_catches_up_when_it_is_back(browser: Browser) -> None:
    playground = Playground()
    page = await browser.new_page()
    async with playground.serving():
        port = int(playground.url.rpartition(":")[2])
        await page.goto(f"{playground.url}/#as={MARIA}")
        await expect(page.get_by_test_id("composer")).to_be_visible()
    await expect(page.locator("#offline")).to_contain_text("not reachable")
    await writes(page, "Kept in the box")
    await expect(page.get_by_test_id("notice")).to_contain_text("does not answer")
    await expect(page.get_by_test_id("composer")).to_have_value("Kept in the box")
    playground.workspace.post(playground.workspace.channel(ATLAS), {"user": JON, "text": "Said meanwhile"})
    async with playground.serving(port):
        await expect(page.get_by_test_id("message")).to_contain_text("Said meanwhile")
        await expect(page.locator("#offline")).to_be_hidden()
        await page.close()
