"""Emoji under messages: added and taken back, by the app and by people alike."""

from __future__ import annotations

from bot.playground.records import Channel, Reaction, SlackError
from bot.playground.workspace import Workspace


def set_reaction(workspace: Workspace, channel: Channel, ts: str, name: str, user: str, add: bool) -> None:
    """Add or take back a reaction. Raises SlackError."""
    message = workspace.message(channel, ts)
    reactions: list[Reaction] = message.get("reactions", [])
    found = next((r for r in reactions if r["name"] == name), None) or Reaction(name=name, users=[], count=0)
    if add and user in found["users"]:
        raise SlackError("already_reacted")
    if not add and user not in found["users"]:
        raise SlackError("no_reaction")
    users = [*found["users"], user] if add else [u for u in found["users"] if u != user]
    made = Reaction(name=name, users=users, count=len(users))
    known = any(r["name"] == name for r in reactions)
    kept = [made if r["name"] == name else r for r in reactions] if known else [*reactions, made]
    message["reactions"] = [r for r in kept if r["users"]]
    item = {"type": "message", "channel": channel.id, "ts": ts}
    event = {
        "type": "reaction_added" if add else "reaction_removed", "user": user, "reaction": name, "item": item,
        "item_user": message.get("user", ""), "event_ts": workspace.clock.ts(),
    }  # fmt: skip
    workspace.tell(event, channel)
    change = {
        "type": "message",
        "channel": channel.id,
        "ts": ts,
        "thread_ts": message.get("thread_ts"),
        "change": "edited",
    }
    workspace.tick(change, channel.members)
