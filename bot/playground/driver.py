"""People of the workspace for scenario tests: they act through the same door as the page, and see what the page would show them."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable
from typing import Any

from bot.playground.company import ATLAS, DEV, GENERAL, JON, KODEX, MARIA, PRIYA
from bot.playground.records import Json, SlackError, in_channel, shown
from bot.playground.server import Playground
from bot.playground.states import elements
from bot.playground.transcript import lines

PATIENCE = 10.0


class NotSeen(AssertionError):
    """What was waited for did not appear; the message shows what stands instead."""


class Someone:
    """One person at their screen. ``patience``: how long they wait for what should appear, in seconds."""

    def __init__(self, playground: Playground, user: str, patience: float = PATIENCE) -> None:
        self.playground, self.user, self._patience = playground, user, patience

    async def act(self, **deed: Any) -> Json:
        """Do a deed of the page. Raises SlackError."""
        return await self.playground.actor.act(self.user, deed)

    # ── seeing ──

    def sees(self, channel: str, thread: str = "") -> list[Json]:
        """The messages of a channel (or thread) that this person sees, private notes included, oldest first."""
        workspace = self.playground.workspace
        found = workspace.channel(channel)
        if not workspace.sees(found, self.user):
            raise SlackError("channel_not_found")
        notes = [m for m in workspace.ephemerals if m["_to"] == self.user and m["_channel"] == found.id]
        everything = sorted([*found.messages, *notes], key=lambda m: m["ts"])
        if thread:
            return [m for m in everything if thread in (m["ts"], m.get("thread_ts"))]
        return [m for m in everything if in_channel(m)]

    def private_notes(self, channel: str) -> list[Json]:
        found = self.playground.workspace.channel(channel)
        return [m for m in self.playground.workspace.ephemerals if m["_to"] == self.user and m["_channel"] == found.id]

    def direct(self) -> list[Json]:
        """The messages of the app to this person alone."""
        workspace = self.playground.workspace
        return [
            m
            for c in workspace.channels.values()
            if c.kind == "im" and set(c.members) == {self.user, workspace.app.user}
            for m in c.messages
        ]

    def text(self, message: Json) -> str:
        return "\n".join(lines(message))

    def view(self) -> Json | None:
        """The modal on top."""
        stack = self.playground.workspace.views.get(self.user) or []
        return stack[-1] if stack else None

    def home(self) -> Json | None:
        """The app's Home as it was last drawn for this person."""
        return self.playground.workspace.homes.get(self.user)

    async def until(self, find: Callable[[], Any], what: str = "it", within: float | None = None) -> Any:
        """Wait until ``find`` gives something; look again whenever the workspace changes. Raises NotSeen."""
        queue = self.playground.workspace.subscribe()
        try:
            async with asyncio.timeout(self._patience if within is None else within):
                while not (found := find()):
                    await queue.get()
                return found
        except TimeoutError:
            raise NotSeen(f"{what} did not appear; there is:\n{self._everything()}") from None
        finally:
            self.playground.workspace.unsubscribe(queue)

    def _everything(self) -> str:
        workspace = self.playground.workspace
        channels = [c for c in workspace.channels.values() if workspace.sees(c, self.user)]
        return "\n".join(f"#{c.name or c.id}: {self.text(m)}" for c in channels for m in [*c.messages][-6:])

    async def sees_text(self, channel: str, words: str, thread: str = "") -> Json:
        """Wait for a message with these words; the latest."""

        def find() -> Json | None:
            return next((m for m in reversed(self.sees(channel, thread)) if words in self.text(m)), None)

        found: Json = await self.until(find, repr(words))
        return found

    async def noted(self, channel: str, words: str) -> Json:
        """Wait for a private note with these words; the latest."""

        def find() -> Json | None:
            return next((m for m in reversed(self.private_notes(channel)) if words in self.text(m)), None)

        found: Json = await self.until(find, words)
        return found

    # ── doing ──

    async def command(self, channel: str, text: str = "", command: str = "/ringfence") -> Json:
        return await self.act(do="command", channel=channel, command=command, text=text)

    async def says(self, channel: str, text: str, thread: str = "") -> str:
        """Write; the message's ts."""
        done = await self.act(do="post", channel=channel, text=text, thread_ts=thread or None)
        return str(done["ts"])

    async def presses(self, channel: str, message: Json, label: str) -> Json:
        """Press a button, or a line of an overflow menu, by its label."""
        for block, element in elements(message.get("blocks", [])):
            deed = _click(channel, message, block, element)
            if element["type"] == "button" and element["text"]["text"] == label:
                return await self.act(action={}, **deed)
            if element["type"] == "overflow":
                option = next((o for o in element["options"] if o["text"]["text"] == label), None)
                if option is not None:
                    return await self.act(action={"selected_option": option}, **deed)
        raise NotSeen(f"no [{label}] on: {self.text(message)}")

    async def picks(self, channel: str, message: Json, *labels: str) -> Json:
        """Choose in a menu, or tick boxes, by the labels; ``picks_with`` for the others."""
        for block, element in elements(message.get("blocks", [])):
            options = [
                *element.get("options", []),
                *(o for g in element.get("option_groups", []) for o in g["options"]),
            ]
            chosen = [o for label in labels for o in options if o["text"]["text"] == label]
            if element["type"] in ("button", "overflow") or len(chosen) != len(labels):
                continue
            deed = _click(channel, message, block, element)
            many = element["type"] in ("checkboxes", "multi_static_select")
            return await self.act(
                action={"selected_options": chosen} if many else {"selected_option": chosen[0]}, **deed
            )
        raise NotSeen(f"nothing to choose {labels} from on: {self.text(message)}")

    async def picks_with(self, channel: str, message: Json, kind: str, **action: Any) -> Json:
        """Use the first picker of a kind: datepicker with selected_date, users_select with selected_user…"""
        for block, element in elements(message.get("blocks", [])):
            if element["type"] == kind:
                deed = _click(channel, message, block, element)
                return await self.act(action=action, **deed)
        raise NotSeen(f"no {kind} on: {self.text(message)}")

    async def opens_home(self, *words: str) -> Json:
        """Open the app's Home; the view that is drawn then, once it has these words."""
        before = (self.home() or {}).get("hash")
        await self.act(do="open_home")
        return await self.sees_home(*words, after=before)

    async def sees_home(self, *words: str, after: str | None = None) -> Json:
        """Wait for a Home with these words, drawn after the one with the hash ``after``."""

        def find() -> Json | None:
            view = self.home()
            fresh = view is not None and view["hash"] != after
            return view if view is not None and fresh and all(word in self.text(view) for word in words) else None

        found: Json = await self.until(find, f"a Home with {words}")
        return found

    async def presses_home(self, label: str, about: str = "") -> Json:
        """Press a button of the Home, or a line of a menu, by its label: the first, or the first in or below a block that says ``about``."""
        view = self.home() or {"blocks": []}
        below = not about
        for block in view["blocks"]:
            below = below or about in self.text({"blocks": [block]})
            for _, element in elements([block]) if below else ():
                where = {"block_id": block["block_id"], "action_id": element["action_id"]}
                if element["type"] == "button" and element["text"]["text"] == label:
                    return await self.act(do="click", container="home", action={}, **where)
                lines = element["options"] if element["type"] == "overflow" else ()
                for option in (line for line in lines if line["text"]["text"] == label):
                    return await self.act(do="click", container="home", action={"selected_option": option}, **where)
        raise NotSeen(f"no [{label}] on the Home: {self.text(view)}")

    async def submits(self, values: dict[str, Json], view: Json | None = None) -> Json:
        """Submit the modal on top: block_id -> the element's state."""
        top = view or self.view()
        if top is None:
            raise NotSeen("no modal is open")
        actions = {b["block_id"]: b["element"]["action_id"] for b in top["blocks"] if b["type"] == "input"}
        given = {block: {actions[block]: state} for block, state in values.items()}
        return await self.act(do="submit_view", view_id=top["id"], values=given)

    async def edits(self, channel: str, ts: str, text: str) -> Json:
        return await self.act(do="edit", channel=channel, ts=ts, text=text)

    async def deletes(self, channel: str, ts: str) -> Json:
        return await self.act(do="delete", channel=channel, ts=ts)

    async def uploads(self, channel: str, name: str, content: bytes, thread: str = "", text: str = "") -> Json:
        packed = base64.b64encode(content).decode()
        return await self.act(
            do="upload", channel=channel, name=name, content_base64=packed, thread_ts=thread or None, text=text
        )


def _click(channel: str, message: Json, block: Json, element: Json) -> Json:
    """A click on an element of a message, without what it brings."""
    where = {"block_id": block["block_id"], "action_id": element["action_id"]}
    return {"do": "click", "channel": channel, "ts": message["ts"], **where}


__all__ = ["ATLAS", "DEV", "GENERAL", "JON", "KODEX", "MARIA", "PRIYA", "NotSeen", "Playground", "Someone", "shown"]
