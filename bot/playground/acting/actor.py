"""Every deed by its name, and who does them."""

from __future__ import annotations

from bot.playground import channels
from bot.playground.acting import coming, forms, pressing, shortcuts, writing
from bot.playground.acting.scene import Deed, Scene
from bot.playground.delivery import Delivery
from bot.playground.records import Json, SlackError
from bot.playground.workspace import Workspace

DEEDS: dict[str, Deed] = {
    "post": writing.post,
    "command": writing.command,
    "edit": writing.edit,
    "delete": writing.delete,
    "react": writing.reaction(add=True),
    "unreact": writing.reaction(add=False),
    "upload": writing.upload,
    "click": pressing.click,
    "shortcut": shortcuts.shortcut,
    "submit_view": forms.submit_view,
    "close_view": forms.close_view,
    "open_home": forms.open_home,
    "join": coming.join,
    "leave": coming.leave,
    "create_channel": coming.create_channel,
    "rename": coming.rename,
    "archive": coming.by_somebody(channels.archive),
    "unarchive": coming.by_somebody(channels.unarchive),
    "delete_channel": coming.by_somebody(channels.delete),
    "share": coming.to_channel(channels.share),
    "unshare": coming.to_channel(channels.unshare),
    "change_id": coming.to_channel(channels.change_id),
    "make_private": coming.to_channel(channels.make_private),
    "add_person": coming.add_person,
    "rename_person": coming.rename_person,
    "deactivate": coming.deactivate,
    "uninstall": coming.uninstall,
    "disconnect": coming.disconnect,
    "silence": coming.silence,
    "set_clock": coming.set_clock,
}


class Actor:
    """Does what people do."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._scene = Scene(workspace, delivery)

    async def act(self, who: str, deed: Json) -> Json:
        """Do a deed as somebody. Raises SlackError with why it cannot be."""
        if self._scene.workspace.person(who).deleted:
            raise SlackError("user_disabled")
        handler = DEEDS.get(str(deed.get("do")))
        if handler is None:
            raise SlackError("unknown_deed")
        return await handler(self._scene, who, deed)
