"""A day at Alderway on which everything happens once: what the app is told and answered, by the name of Slack's kind of payload."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bot.playground.company import ATLAS, BOT, DEV, GENERAL, JON, KODEX, MARIA
from tests.bot.playground.doors import Doors, Ear

Json = dict[str, Any]
Told = dict[str, list[Json]]

PLAIN = {"type": "plain_text", "text": "Go", "emoji": True}
CONFIRM = {"title": PLAIN, "text": PLAIN, "confirm": PLAIN, "deny": PLAIN, "style": "danger"}
OPTION = {"text": PLAIN, "value": "1", "description": PLAIN}
BUTTON = {"type": "button", "action_id": "go", "text": PLAIN, "value": "1", "style": "primary", "confirm": CONFIRM}
LINK = {"type": "button", "action_id": "link", "text": PLAIN, "url": "https://example.com"}
SELECT = {
    "type": "static_select",
    "action_id": "pick",
    "options": [OPTION],
    "initial_option": OPTION,
    "placeholder": PLAIN,
}
PICKS: dict[str, Json] = {
    "users_select": {"selected_user": JON},
    "conversations_select": {"selected_conversation": GENERAL},
    "channels_select": {"selected_channel": GENERAL},
    "datepicker": {"selected_date": "2026-07-15"},
    "timepicker": {"selected_time": "10:00"},
}
FIRST: dict[str, Json] = {
    "users_select": {"initial_user": MARIA},
    "conversations_select": {"initial_conversation": ATLAS},
    "channels_select": {"initial_channel": GENERAL},
    "datepicker": {"initial_date": "2026-07-14"},
    "timepicker": {"initial_time": "09:00"},
}
PICKERS = [{"type": kind, "action_id": kind, **first} for kind, first in FIRST.items()]
CARD = [{"type": "actions", "block_id": "b", "elements": [BUTTON, LINK, SELECT, *PICKERS]}]
MODAL = {"type": "modal", "title": PLAIN, "submit": PLAIN, "close": PLAIN, "notify_on_close": True, "blocks": CARD}


class Day:
    """Goes through the day; ``told`` holds what came of it."""

    def __init__(self, doors: Doors, ear: Ear) -> None:
        self.doors, self.ear = doors, ear
        self.told: Told = defaultdict(list)

    async def passes(self) -> Told:
        await self.talk()
        await self.press()
        await self.fill_in()
        await self.come_and_go()
        await self.look_around()
        await self.doors.act(MARIA, "uninstall")
        await self.doors.playground.delivery.settled()
        for heard in self.ear.all:
            body = heard.body
            event = body.get("event", {})
            # What is left of a deleted message with replies comes as a change of it, and holds less than one.
            tomb = event.get("message", {}).get("subtype") == "tombstone"
            kind = "tombstone" if tomb else event.get("subtype") or event.get("type") or body.get("type") or "command"
            self.told[kind].append(body)
        return self.told

    async def call(self, method: str, **arguments: Any) -> Json:
        token = self.doors.app.app_token if method == "apps.connections.open" else None
        answer = await self.doors.api(method, token=token, **arguments)
        assert answer["ok"], (method, answer)
        self.told[method].append(answer)
        return answer

    async def talk(self) -> None:
        doors = self.doors
        metadata = {"event_type": "outbox", "event_payload": {}}
        card = {"channel": ATLAS, "text": "Card", "blocks": CARD, "metadata": metadata}
        root = (await self.call("chat.postMessage", **card))["ts"]
        await self.call("chat.postMessage", channel=ATLAS, text="For all", thread_ts=root, reply_broadcast=True)
        ts = (await doors.act(MARIA, "post", channel=ATLAS, text=f"<@{BOT}>", thread_ts=root))["ts"]
        file = {"channel": ATLAS, "name": "a.txt", "content_base64": "eA==", "thread_ts": root}
        shared = (await doors.act(MARIA, "upload", **file))["ts"]
        for text in ("The draft", "The last draft"):
            await doors.act(MARIA, "edit", channel=ATLAS, ts=shared, text=text)
        await doors.act(MARIA, "delete", channel=ATLAS, ts=shared)
        await self.call("chat.update", channel=ATLAS, ts=root, text="Card", blocks=CARD)
        for edited in ("One", "Two"):
            await doors.act(MARIA, "edit", channel=ATLAS, ts=ts, text=edited)
        reaction = {"channel": ATLAS, "timestamp": root, "name": "eyes"}
        await self.call("reactions.add", **reaction)
        await self.call("reactions.remove", **reaction)
        await doors.act(MARIA, "delete", channel=ATLAS, ts=ts)
        await self.call("chat.getPermalink", channel=ATLAS, message_ts=root)
        await self.call("chat.delete", channel=ATLAS, ts=root)
        alone = (await self.call("chat.postMessage", **card))["ts"]
        await self.call("chat.delete", channel=ATLAS, ts=alone)

    async def press(self) -> None:
        root = (await self.call("chat.postMessage", channel=ATLAS, text="Root"))["ts"]
        ts = (await self.call("chat.postMessage", channel=ATLAS, text="Card", blocks=CARD, thread_ts=root))["ts"]
        self.where = {"channel": ATLAS, "ts": ts}
        await self.doors.act(MARIA, "react", **self.where, name="eyes")
        for action_id in ("go", "link"):
            await self.doors.act(MARIA, "click", **self.where, action_id=action_id)
        await self.press_a_root()
        await self.doors.act(MARIA, "shortcut", **self.where, callback_id="share")
        await self.doors.act(MARIA, "click", **self.where, action_id="pick", action={"selected_option": OPTION})
        for kind, action in PICKS.items():
            await self.doors.act(MARIA, "click", **self.where, action_id=kind, action=action)
        await self.call("chat.postEphemeral", channel=ATLAS, user=MARIA, text="Psst")

    async def press_a_root(self) -> None:
        """A card with metadata that was replied to and edited."""
        card = {"channel": ATLAS, "text": "Card", "blocks": CARD, "metadata": {"event_type": "x", "event_payload": {}}}
        ts = (await self.call("chat.postMessage", **card))["ts"]
        await self.call("chat.postMessage", channel=ATLAS, text="For all", thread_ts=ts)
        await self.call("chat.update", channel=ATLAS, ts=ts, text="Card", blocks=CARD)
        await self.doors.act(MARIA, "click", channel=ATLAS, ts=ts, action_id="go")
        broadcast = {"thread_ts": ts, "reply_broadcast": True, "blocks": CARD}
        ts = (await self.call("chat.postMessage", channel=ATLAS, text="For all", **broadcast))["ts"]
        await self.doors.act(MARIA, "click", channel=ATLAS, ts=ts, action_id="go")

    async def trigger(self) -> str:
        await self.doors.act(MARIA, "command", channel=ATLAS, command="/ringfence", text="start")
        return str(self.ear.heard("command")[-1].body["trigger_id"])

    async def fill_in(self) -> None:
        doors = self.doors
        view = (await self.call("views.open", trigger_id=await self.trigger(), view=MODAL))["view"]
        await doors.act(MARIA, "click", container="view", view_id=view["id"], action_id="go")
        above = (await self.call("views.push", trigger_id=await self.trigger(), view=MODAL))["view"]
        await self.call("views.update", view_id=above["id"], view=MODAL)
        await doors.act(MARIA, "submit_view", view_id=above["id"])
        await doors.act(MARIA, "close_view", view_id=view["id"])
        home = {"type": "home", "blocks": CARD}
        await self.call("views.publish", user_id=MARIA, view=home)
        await doors.act(MARIA, "open_home")

    async def come_and_go(self) -> None:
        doors = self.doors
        kai = (await doors.act(MARIA, "add_person", name="Kai New"))["user"]
        await doors.act(MARIA, "join", channel=ATLAS, user=kai)
        await doors.act(MARIA, "leave", channel=ATLAS, user=kai)
        await doors.act(MARIA, "deactivate", user=kai)
        for channel, name in ((ATLAS, "one"), (GENERAL, "two")):
            await doors.act(MARIA, "rename", channel=channel, name=name)
            await doors.act(MARIA, "archive", channel=channel)
            await doors.act(MARIA, "unarchive", channel=channel)
        await doors.act(MARIA, "share", channel=ATLAS)
        await doors.act(MARIA, "unshare", channel=ATLAS)
        for private in (False, True):
            made = (await self.call("conversations.create", name=f"made-{private}".lower(), is_private=private))[
                "channel"
            ]
            await doors.act(MARIA, "delete_channel", channel=made["id"])
        public = (await doors.act(MARIA, "create_channel", name="public"))["channel"]
        await self.call("conversations.join", channel=public)
        await self.call("conversations.leave", channel=public)
        private_one = (await self.call("conversations.create", name="private", is_private=True))["channel"]["id"]
        await self.call("conversations.invite", channel=private_one, users=JON)
        await self.call("conversations.leave", channel=private_one)

    async def look_around(self) -> None:
        for method in ("auth.test", "team.info", "bots.info", "apps.connections.open", "users.list"):
            await self.call(method)
        for user in (MARIA, DEV, BOT):
            await self.call("users.info", user=user)
        await self.call("users.lookupByEmail", email="maria@alderway.example")
        await self.call("conversations.open", users=MARIA)
        for method in ("conversations.list", "users.conversations"):
            await self.call(method, types="public_channel,private_channel,im")
        for channel in (ATLAS, GENERAL, KODEX):
            await self.call("conversations.info", channel=channel)
        await self.call("conversations.members", channel=ATLAS)
        sent = await self.call("files.getUploadURLExternal", filename="a.png", length=1)
        async with self.doors.client.post(sent["upload_url"], data=b"x") as answer:
            assert answer.status == 200
        files = [{"id": sent["file_id"]}]
        await self.call("files.completeUploadExternal", files=files, channel_id=GENERAL, initial_comment="Here")
