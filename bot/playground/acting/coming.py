"""Who comes and goes, and what becomes of channels, people, the app and the time."""

from __future__ import annotations

from collections.abc import Callable

from bot.playground import channels
from bot.playground.acting.scene import Deed, Scene
from bot.playground.records import Channel, Json, Person, SlackError
from bot.playground.telling import user_json
from bot.playground.workspace import Workspace


async def join(scene: Scene, who: str, deed: Json) -> Json:
    """Join a channel, or bring somebody else (``user``) into it. Raises SlackError."""
    workspace = scene.workspace
    channel = workspace.channel(deed["channel"])
    user = workspace.person(deed.get("user") or who)
    others = [c for c in workspace.channels.values() if c.kind != "im" and c is not channel and user.id in c.members]
    if user.ultra and others:
        raise SlackError("ura_max_channels")
    workspace.join(channel, user.id, who)
    return {}


async def leave(scene: Scene, who: str, deed: Json) -> Json:
    """Leave a channel, or take somebody else (``user``) out of it."""
    scene.workspace.leave(scene.workspace.channel(deed["channel"]), deed.get("user") or who)
    return {}


async def create_channel(scene: Scene, who: str, deed: Json) -> Json:
    """Make a channel. Raises SlackError."""
    made = channels.create(scene.workspace, deed["name"], who, private=bool(deed.get("private")))
    return {"channel": made.id}


async def rename(scene: Scene, who: str, deed: Json) -> Json:
    """Give a channel another name. Raises SlackError."""
    channel = scene.workspace.channel(deed["channel"])
    channels.free_name(scene.workspace, deed["name"])
    channels.rename(scene.workspace, channel, who, deed["name"])
    return {}


def by_somebody(change: Callable[[Workspace, Channel, str], None]) -> Deed:
    """Something that somebody does to a channel."""

    async def deed(scene: Scene, who: str, deed: Json) -> Json:
        change(scene.workspace, scene.workspace.channel(deed["channel"]), who)
        return {}

    return deed


def to_channel(change: Callable[[Workspace, Channel], None]) -> Deed:
    """Something that becomes of a channel, whoever did it."""
    return by_somebody(lambda workspace, channel, who: change(workspace, channel))


async def add_person(scene: Scene, who: str, deed: Json) -> Json:
    """Somebody new: a colleague, a guest (``guest``: multi or single), or one of another company (``team``)."""
    workspace = scene.workspace
    team, guest, name = deed.get("team") or workspace.team, deed.get("guest"), str(deed["name"])
    person = Person(workspace.new_id("U"), name.split()[0].lower(), name, team, deed.get("title", ""))
    person.stranger, person.restricted, person.ultra = team != workspace.team, guest == "multi", guest == "single"
    workspace.people[person.id] = person
    if team == workspace.team:
        workspace.tell({"type": "team_join", "user": user_json(workspace, person)}, None)
    workspace.tick({"type": "people"})
    return {"user": person.id}


async def deactivate(scene: Scene, who: str, deed: Json) -> Json:
    """Somebody leaves the company."""
    workspace = scene.workspace
    person = workspace.person(deed["user"])
    person.deleted = True
    _person_changed(workspace, person)
    return {}


async def rename_person(scene: Scene, who: str, deed: Json) -> Json:
    """Somebody goes by another name."""
    person = scene.workspace.person(deed["user"])
    person.real_name = str(deed["name"])
    _person_changed(scene.workspace, person)
    return {}


def _person_changed(workspace: Workspace, person: Person) -> None:
    told = {
        "user": user_json(workspace, person),
        "cache_ts": int(workspace.clock.now()),
        "event_ts": workspace.clock.ts(),
    }
    workspace.tell({"type": "user_change", **told}, None)
    workspace.tick({"type": "people"})


async def uninstall(scene: Scene, who: str, deed: Json) -> Json:
    """Remove the app from the workspace."""
    workspace = scene.workspace
    workspace.app.installed = False
    tokens = {"oauth": list[str](), "bot": [workspace.app.user]}
    workspace.tell({"type": "tokens_revoked", "tokens": tokens, "event_ts": workspace.clock.ts()}, None)
    workspace.tell({"type": "app_uninstalled", "event_ts": workspace.clock.ts()}, None)
    return {}


async def disconnect(scene: Scene, who: str, deed: Json) -> Json:
    """Tell the app's sockets that they will be closed, as Slack does every few hours, and close them."""
    await scene.delivery.disconnect(str(deed.get("reason") or "refresh_requested"))
    return {}


async def silence(scene: Scene, who: str, deed: Json) -> Json:
    """Let the app's sockets fall silent without closing; ``dead``: they do not even answer pings."""
    scene.delivery.silence(bool(deed.get("dead")))
    return {}


async def set_clock(scene: Scene, who: str, deed: Json) -> Json:
    """Move the workspace's clock by seconds (``advance``), stop it at a time (``now``), or, with neither, let it run."""
    clock = scene.workspace.clock
    if deed.get("advance"):
        clock.advance(deed["advance"])
    else:
        clock.set(deed.get("now"))
    scene.workspace.tick({"type": "clock", "now": clock.now()})
    return {"now": clock.now()}
