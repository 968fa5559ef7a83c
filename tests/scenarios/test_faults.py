"""Slack in trouble: too fast, out of order, silent, half an answer, no JSON. What is said arrives once, or in doubt at most twice."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.patience import MOST_TRIES, pause_after
from bot.slack.connect import SlackUnreachable
from tests.scenarios import ways
from tests.scenarios.talk import (
    FIRST,
    SECOND,
    SOFTWARE,
    direct_channel,
    letter,
    name_counsel,
    note,
    quiet,
    said_by_bot,
    soon,
    started,
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_retry_after_is_honoured_for_that_place_and_nobody_else_waits(here: Playground) -> None:
    maria, root = await started(here)
    jon = Someone(here, JON)
    await jon.command(ATLAS, f"assign <@{JON}>")
    await maria.sees_text(ATLAS, SECOND, root)
    await quiet(jon)
    here.faults.add(Fault("chat.postMessage", "ratelimited", retry_after=5, channel=ATLAS))
    before = time.monotonic()
    await maria.command(ATLAS, "pause")
    await name_counsel(maria)
    await letter(Someone(here, PRIYA), "made you counsel")
    elsewhere = time.monotonic() - before
    await maria.sees_text(ATLAS, "or reply resume", root)
    waited = time.monotonic() - before
    assert waited >= 5 > elsewhere, "the others were served meanwhile"
    tries = [told for method, told in here.calls if method == "chat.postMessage" and "or reply resume" in str(told)]
    assert len(tries) == 2, "one refused, one after the wait"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("error", ["http_500", "half", "badjson", "internal_error", "fatal_error"])
async def test_a_message_that_meets_a_fault_arrives_once(here: Playground, error: str, after: bool) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.postMessage", error, channel=ATLAS, after_accept=after))
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.until(lambda: any("Do you have a lawyer" in t for t in said_by_bot(maria, root)), "the next", 20)
    assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1


async def test_what_is_in_doubt_is_looked_for_until_slack_answers_and_not_said_again(here: Playground) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.postMessage", "http_500", channel=ATLAS, after_accept=True))
    for error in ("ratelimited", "badjson"):
        here.faults.add(Fault("conversations.replies", error))
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.until(lambda: any("Do you have a lawyer" in t for t in said_by_bot(maria, root)), "the next", 20)
    assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1


async def test_what_is_in_doubt_and_can_never_be_looked_for_is_said_at_most_twice(
    here: Playground, tmp_path: Path
) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.postMessage", "http_500", times=3, channel=ATLAS, after_accept=True))
    here.faults.add(Fault("conversations.replies", "missing_scope", times=9))
    await maria.says(ATLAS, "software", root)
    await maria.until(lambda: sum(SECOND in text for text in said_by_bot(maria, root)) == 2, "the one repetition", 20)
    await soon(lambda: not here.faults.waiting or here.faults.met["http_500"] >= 2, "the doubt about it")
    await maria.command(ATLAS, "status")
    await quiet(maria)
    store = await ways.kept(tmp_path)
    parked = await store.parked()
    await store.close()
    assert [one.why for one in parked] == ["in_doubt"]
    assert sum(SECOND in text for text in said_by_bot(maria, root)) == 2


async def test_what_is_in_doubt_once_and_cannot_be_looked_for_is_said_twice_and_the_talk_goes_on(
    here: Playground,
) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.postMessage", "http_500", channel=ATLAS, after_accept=True))
    here.faults.add(Fault("conversations.replies", "missing_scope"))
    await maria.says(ATLAS, "software", root)
    await maria.until(lambda: sum(SECOND in text for text in said_by_bot(maria, root)) == 2, "the one repetition", 20)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)
    posted = [told for method, told in here.calls if method == "chat.postMessage" and "*Who has" in str(told)]
    assert len(posted) == 2


async def test_an_answer_that_never_comes_is_given_up_and_the_message_found_or_said_again(tmp_path: Path) -> None:
    """A call that hangs is cut off after ten seconds: here Slack had done its work."""
    async with ways.socket(tmp_path) as playground:
        maria, root = await started(playground)
        playground.faults.add(Fault("chat.postMessage", "timeout", channel=ATLAS, after_accept=True))
        await maria.says(ATLAS, "software", root)
        await maria.sees_text(ATLAS, SECOND, root)
        await soon(lambda: any(m == "conversations.replies" for m, _ in playground.calls), "a look for it", 25)
        await maria.says(ATLAS, f"<@{MARIA}>", root)
        await maria.sees_text(ATLAS, "Do you have a lawyer", root)
        assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1


@pytest.mark.parametrize("error", ["restricted_action", "msg_too_long", "invalid_blocks"])
async def test_what_slack_will_never_take_is_put_aside_and_the_rest_goes_on(
    here: Playground, tmp_path: Path, error: str
) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.postMessage", error, channel=ATLAS))
    await maria.says(ATLAS, "software", root)
    await soon(lambda: SECOND in str(here.calls), "the refused try")
    await maria.command(ATLAS, "next")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Put it again"), "Put it again")
    await maria.sees_text(ATLAS, SECOND, root)
    store = await ways.kept(tmp_path)
    parked = await store.parked()
    await store.close()
    assert [one.why for one in parked] == [error]


@pytest.mark.parametrize("error", ["message_not_found", "edit_window_closed", "cant_update_message"])
async def test_a_card_and_a_question_that_cannot_be_edited_any_more_do_not_stop_anything(
    here: Playground, error: str
) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.update", error, times=2))
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.sees_text(ATLAS, "1 of")


@pytest.mark.parametrize("error", ["ratelimited", "http_500", "half"])
async def test_an_edit_that_fails_is_made_again(here: Playground, error: str) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.update", error, times=2))
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, "Software: code, apps, data work", root)
    await maria.until(lambda: "1 of" in maria.text(_card(maria)), "the card")


def _card(maria: Someone) -> dict[str, object]:
    return next(m for m in maria.sees(ATLAS) if "Outsourcing programme" in maria.text(m))


@pytest.mark.parametrize("error", ["thread_not_found", "cannot_reply_to_message"])
async def test_a_locked_or_lost_thread_gets_a_new_one_with_the_same_question(here: Playground, error: str) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("chat.postMessage", error, channel=ATLAS))
    await maria.says(ATLAS, "software", root)

    def fresh() -> dict[str, object] | None:
        return next((m for m in maria.sees(ATLAS) if "Know what you own" in maria.text(m) and m["ts"] != root), None)

    again = await maria.until(fresh, "a new root")
    await maria.sees_text(ATLAS, SECOND, again["ts"])


@pytest.mark.parametrize("error", ["http_500", "ratelimited", "cannot_dm_bot"])
async def test_a_direct_message_that_cannot_be_sent_does_not_silence_the_channel(here: Playground, error: str) -> None:
    maria, root = await started(here)
    here.faults.add(Fault("conversations.open", error))
    await maria.command(ATLAS, f"assign <@{JON}>")
    await maria.sees_text(ATLAS, SECOND, root)
    if error != "cannot_dm_bot":
        await letter(Someone(here, JON), "asks you to answer")
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, "Do you have a lawyer", root)


async def test_an_export_that_fails_on_its_way_comes_all_the_same(here: Playground) -> None:
    maria, _ = await started(here)
    for method in ("files.getUploadURLExternal", "conversations.open"):
        here.faults.add(Fault(method, "http_500"))
    here.faults.add(Fault("files.completeUploadExternal", "file_not_found"))
    await maria.command(ATLAS, "export")
    await maria.presses(ATLAS, await note(maria, ATLAS, "as one file to you"), "Export")
    sent = await letter(maria, "as you asked")
    assert sent["files"][0]["name"] == "ringfence-atlas-plan.json"
    assert direct_channel(maria)


async def test_a_private_note_that_is_lost_leaves_what_was_done(here: Playground) -> None:
    maria, root = await started(here)
    here.workspace.responses.clear()
    question = await maria.sees_text(ATLAS, FIRST, root)
    here.workspace.response_url = lambda *_: f"{here.url}/respond/gone"  # type: ignore[method-assign]
    await maria.presses(ATLAS, question, "Why this matters")
    await maria.command(ATLAS, "status")
    here.faults.add(Fault("chat.postEphemeral", "user_not_in_channel"))
    await maria.says(ATLAS, f"<@{here.workspace.app.user}> help")
    await maria.presses(ATLAS, question, SOFTWARE)
    await maria.sees_text(ATLAS, SECOND, root)


def test_the_waits_between_tries_double_and_end() -> None:
    waits = [pause_after(tries).total_seconds() for tries in range(MOST_TRIES)]
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) == 300


@pytest.mark.parametrize(
    ("method", "error", "told"),
    [
        ("auth.test", "invalid_auth", "RINGFENCE_SLACK_BOT_TOKEN"),
        ("auth.test", "http_500", "RINGFENCE_SLACK"),
        ("auth.test", "badjson", "RINGFENCE_SLACK_API_URL"),
        ("auth.test", "half", "RINGFENCE_SLACK_API_URL"),
        ("apps.connections.open", "invalid_auth", "RINGFENCE_SLACK_APP_TOKEN"),
        ("apps.connections.open", "half", "RINGFENCE_SLACK_API_URL"),
    ],
)
async def test_a_start_that_slack_refuses_names_the_setting(tmp_path: Path, method: str, error: str, told: str) -> None:
    async with Playground().serving() as playground:
        playground.faults.add(Fault(method, error, times=9))
        with pytest.raises(SlackUnreachable, match=told):
            async with running(demo_settings(playground, tmp_path)):
                pass
