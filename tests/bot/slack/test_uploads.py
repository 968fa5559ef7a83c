"""Reading what people uploaded: its bytes, and nothing where it is too long, not to be had, or not Slack's own to give."""

from __future__ import annotations

import base64

from bot.playground.driver import MARIA, Playground, Someone
from bot.service.pacing import FREE
from bot.service.uploads import NoFiles, Unread
from bot.slack import connect
from bot.slack.uploads import SlackFiles

LINES = b"Name\nEngine\n"


async def test_a_file_is_read_where_slack_itself_holds_it_and_it_is_not_too_long() -> None:
    async with Playground().serving() as playground:
        workspace = playground.workspace
        packed = base64.b64encode(LINES).decode()
        done = await Someone(playground, MARIA).act(do="upload", name="assets.csv", content_base64=packed)
        file = str(done["file"]["id"])
        async with connect.web_client(workspace.app.bot_token, playground.api_url, FREE) as client:
            files = SlackFiles(client)
            assert await files.read(file, len(LINES)) == LINES
            assert await files.read(file, len(LINES) - 1) is Unread.TOO_LONG
            assert await files.read("F0NOBODY", 10) is Unread.UNREACHABLE
            workspace.files[file]["size"] = 1
            assert await files.read(file, len(LINES) - 1) is Unread.TOO_LONG, "whatever Slack says of its size"
            base, workspace.base = workspace.base, "https://files.example.org"
            assert await files.read(file, 100) is Unread.UNREACHABLE, "our token goes to nobody but Slack"
            workspace.base = base.replace("127.0.0.1", "localhost")
            assert await files.read(file, 100) is Unread.UNREACHABLE
    assert await NoFiles().read(file, 100) is Unread.UNREACHABLE
