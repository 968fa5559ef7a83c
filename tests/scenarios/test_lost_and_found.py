"""What Slack tells of messages, the app and the channel: deletions in both of its shapes, edits, removal, revoked tokens, return."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.desk import Desk
from flows.model.ids import ChannelId, TeamId, programme_id
from flows.model.programme import Reach
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, letter, note, quiet, said_by_bot, soon, started


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


def tell(playground: Playground, channel: str, **event: Any) -> None:
    """An event, as Slack would word it."""
    workspace = playground.workspace
    ts = workspace.clock.ts()
    playground.delivery.tell(
        {"channel": channel, "channel_type": "group", "ts": ts, "event_ts": ts, **event}, workspace.channel(channel)
    )


def tombstone(playground: Playground, ts: str) -> None:
    """The deletion of a message that has replies: Slack leaves a tombstone in its place and tells of a change."""
    channel = playground.workspace.channel(ATLAS)
    gone = playground.workspace.message(channel, ts)
    before = dict(gone)
    gone.update({"subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT", "hidden": True})
    for key in ("blocks", "bot_id", "metadata"):
        gone.pop(key, None)
    tell(
        playground,
        ATLAS,
        type="message",
        subtype="message_changed",
        hidden=True,
        message=dict(gone),
        previous_message=before,
    )


@pytest.mark.parametrize("shape", ["message_deleted", "tombstone"])
async def test_a_deleted_root_gets_a_new_thread_whichever_way_slack_tells_it(here: Playground, shape: str) -> None:
    maria, root = await started(here)
    if shape == "tombstone":
        tombstone(here, root)
    else:
        await maria.deletes(ATLAS, root)

    def fresh() -> dict[str, Any] | None:
        return next((m for m in maria.sees(ATLAS) if "Know what you own" in maria.text(m) and m["ts"] != root), None)

    again = await maria.until(fresh, "a new root")
    question = await maria.sees_text(ATLAS, FIRST, again["ts"])
    assert "The earlier thread is gone" in maria.text(question)
    await maria.says(ATLAS, "software", again["ts"])
    await maria.sees_text(ATLAS, SECOND, again["ts"])
    assert sum("Know what you own" in maria.text(m) for m in maria.sees(ATLAS)) <= 1 + (shape == "tombstone")


async def test_a_deleted_question_is_put_again_and_an_old_one_is_not(here: Playground) -> None:
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    await quiet(maria)
    await maria.deletes(ATLAS, question["ts"])
    again = await maria.sees_text(ATLAS, FIRST, root)
    assert again["ts"] != question["ts"]
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.deletes(ATLAS, again["ts"])
    await quiet(maria)
    assert not any(FIRST in text for text in said_by_bot(maria, root))


@pytest.mark.parametrize("message", ["root", "question"])
async def test_what_is_deleted_before_the_bot_knows_where_it_stands_is_put_again_once_it_does(
    here: Playground, message: str
) -> None:
    maria = Someone(here, MARIA)
    here.faults.add(Fault("chat.postMessage", "slow", times=2, after_accept=True))
    await maria.command(ATLAS, "start")
    seen = await maria.sees_text(ATLAS, "Know what you own")
    if message == "question":
        seen = await maria.sees_text(ATLAS, FIRST, seen["ts"])
    await maria.deletes(ATLAS, seen["ts"])
    root = await maria.sees_text(ATLAS, "Know what you own")
    again = await maria.sees_text(ATLAS, FIRST, root["ts"])
    assert (again if message == "question" else root)["ts"] != seen["ts"]
    await maria.says(ATLAS, "software", root["ts"])
    await maria.sees_text(ATLAS, SECOND, root["ts"])


async def test_a_deleted_reply_and_a_message_that_is_not_ours_change_nothing(here: Playground) -> None:
    maria, root = await started(here)
    said = await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.deletes(ATLAS, said)
    await maria.deletes(ATLAS, await maria.says(ATLAS, "lunch?"))
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == 3


async def test_a_deleted_card_comes_back(here: Playground) -> None:
    maria, root = await started(here)
    card = await maria.sees_text(ATLAS, "Outsourcing programme")
    await maria.deletes(ATLAS, card["ts"])
    await maria.says(ATLAS, "software", root)
    again = await maria.sees_text(ATLAS, "1 of")
    assert again["ts"] != card["ts"]


async def test_an_edit_that_cannot_be_read_and_one_without_a_change_leave_the_answer(here: Playground) -> None:
    maria, root = await started(here)
    said = await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.edits(ATLAS, said, "software")
    await maria.edits(ATLAS, said, "blorf blorf")
    await maria.until(
        lambda: any("could not read the edited reply" in maria.text(m) for m in everything(maria, root)), "a word"
    )
    await maria.command(ATLAS, "review")
    await note(maria, ATLAS, "Software: code")
    plain = await maria.says(ATLAS, "not in a thread")
    await maria.edits(ATLAS, plain, "still not")
    await quiet(maria)


def everything(someone: Someone, root: str) -> list[dict[str, Any]]:
    return [*someone.sees(ATLAS, root), *someone.private_notes(ATLAS)]


async def test_a_reply_that_comes_before_its_thread_is_recorded_is_not_lost(here: Playground) -> None:
    """The root is posted, the bot has not yet written down where: a quick reply waits, and is then taken."""
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "start")
    root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)


async def test_a_persons_revoked_token_changes_nothing_and_the_apps_own_silences_it(here: Playground) -> None:
    maria, root = await started(here)
    tell(here, ATLAS, type="tokens_revoked", tokens={"oauth": [MARIA], "bot": []})
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.sees_text(ATLAS, "1 of")
    tell(here, ATLAS, type="tokens_revoked", tokens={"oauth": [], "bot": [here.workspace.app.user]})
    await quiet(maria)
    await maria.command(ATLAS, "pause")
    await maria.sees_text(ATLAS, "Nothing is lost", root)
    await quiet(maria)
    card = await maria.sees_text(ATLAS, "Outsourcing programme")
    assert "paused" not in maria.text(card), "what has lost its token keeps no card"


async def test_an_app_that_is_installed_again_goes_on_where_it_was(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria, root = await started(playground)
            await maria.act(do="uninstall")
            reached = await _reach(bot.desk, playground)
            assert reached == "uninstalled"
        playground.workspace.app.installed = True
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            again = await maria.sees_text(ATLAS, "This is where we were", root)
            assert FIRST in maria.text(again)
            await maria.says(ATLAS, "software", root)
            await maria.sees_text(ATLAS, SECOND, root)


async def _reach(desk: Desk, playground: Playground) -> str:
    """Whether the programme can still be spoken in, once it has heard that it cannot."""
    programme = programme_id(TeamId(playground.workspace.team), ChannelId(ATLAS))
    for _ in range(500):
        head = await desk.head(programme)
        if head is not None and head.reach is not Reach.OPEN:
            return head.reach.value
        await asyncio.sleep(0.01)
    return Reach.OPEN.value


async def test_a_token_that_dies_while_a_message_is_on_its_way_parks_it_and_says_nothing_more(here: Playground) -> None:
    maria, root = await started(here)
    await quiet(maria)
    here.workspace.app.installed = False
    here.delivery.tell = lambda *_: None
    question = await maria.sees_text(ATLAS, FIRST, root)
    await maria.presses(ATLAS, question, "Software: code, apps, data work")
    await soon(
        lambda: any(method == "chat.postMessage" and SECOND in str(told) for method, told in here.calls), "a try"
    )
    tries = sum(method == "chat.postMessage" and SECOND in str(told) for method, told in here.calls)
    assert tries == 1


@pytest.mark.parametrize(("deed", "told"), [("archive", "was archived"), ("delete_channel", "was deleted")])
async def test_a_channel_that_is_gone_is_told_to_the_owner_alone(here: Playground, deed: str, told: str) -> None:
    maria, _ = await started(here)
    await maria.act(do=deed, channel=ATLAS)
    await letter(maria, told)
    assert not Someone(here, JON).direct()


async def test_a_bot_that_was_removed_answers_the_command_with_how_to_invite_it(here: Playground) -> None:
    maria, root = await started(here)
    channel = here.workspace.channel(ATLAS)
    here.workspace.leave(channel, here.workspace.app.user)
    await letter(maria, "no longer a member")
    await maria.command(ATLAS, "start")
    await note(maria, ATLAS, "/invite @Ringfence")
    here.workspace.join(channel, here.workspace.app.user, MARIA)
    await maria.until(lambda: sum(FIRST in t for t in said_by_bot(maria, root)) == 2, "the question once more")
    assert sum("no longer a member" in maria.text(m) for m in maria.direct()) == 1


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message"},
        {"type": "message", "subtype": "channel_topic", "user": MARIA, "text": "software"},
        {"type": "member_joined_channel"},
        {"type": "reaction_added", "user": MARIA},
        {"type": "something_new"},
        {"type": "app_home_opened", "user": MARIA, "tab": "messages"},
        {"type": "message", "subtype": "message_deleted"},
        {"type": "message", "subtype": "message_changed", "message": None},
    ],
)
async def test_events_that_mean_nothing_or_lack_their_parts_are_passed_over(
    here: Playground, event: dict[str, Any]
) -> None:
    maria, root = await started(here)
    tell(here, ATLAS, **event)
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == 2
