"""Files up and down: by the app in three steps, by people through the page, and who may fetch them."""

from __future__ import annotations

import base64
from typing import Any

import aiohttp
import pytest

from bot.playground.company import ATLAS, BOT, DEV, GENERAL, JON, MARIA
from tests.bot.playground.doors import Doors, Ear

NDA = b"%PDF-1.7 an agreement"


async def announce(doors: Doors, content: bytes = NDA, name: str = "nda.pdf", **more: Any) -> tuple[str, str]:
    told = await doors.done("files.getUploadURLExternal", filename=name, length=len(content), **more)
    return told["upload_url"], told["file_id"]


async def upload(doors: Doors, url: str, content: Any = NDA) -> int:
    async with doors.client.post(url, data=content) as answer:
        return answer.status


async def fetch(doors: Doors, url: str, token: str = "", who: str = "") -> tuple[str, bytes]:
    """What comes, and of which kind."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with doors.client.get(url, headers=headers, params={"as": who} if who else {}) as answer:
        assert answer.status == 200
        return answer.content_type, await answer.read()


async def by_hand(doors: Doors, who: str = MARIA, **more: Any) -> dict[str, Any]:
    packed = base64.b64encode(NDA).decode()
    return await doors.act(who, "upload", name="nda.pdf", content_base64=packed, **more)


@pytest.mark.parametrize("form", [False, True])
async def test_the_app_uploads_in_three_steps(doors: Doors, ear: Ear, form: bool) -> None:
    root = (await doors.done("chat.postMessage", channel=ATLAS, text="Root"))["ts"]
    url, key = await announce(doors, alt_txt="The agreement")
    whole: Any = NDA
    if form:
        whole = aiohttp.FormData()
        whole.add_field("file", NDA, filename="nda.pdf")
    assert await upload(doors, url, whole) == 200
    share = {"channel_id": ATLAS, "thread_ts": root, "initial_comment": "The report"}
    (file,) = (await doors.done("files.completeUploadExternal", files=[{"id": key, "title": "NDA"}], **share))["files"]
    assert (file["title"], file["name"], file["size"], file["filetype"]) == ("NDA", "nda.pdf", len(NDA), "pdf")
    assert (file["alt_txt"], file["groups"], file["mimetype"]) == ("The agreement", [ATLAS], "application/pdf")
    reply = (await doors.messages(MARIA, ATLAS, thread_ts=root))[1]
    assert (reply["text"], reply["subtype"], reply["files"][0]["id"]) == ("The report", "file_share", key)
    assert (await ear.hears("file_shared")).body["event"]["file_id"] == key
    assert (await doors.done("files.info", file=key))["file"]["user"] == BOT


async def test_a_file_is_fetched_by_the_app_with_its_token_and_by_who_sees_it(doors: Doors) -> None:
    url = (await by_hand(doors, channel=ATLAS))["file"]["url_private"]
    for token, who in ((doors.app.bot_token, ""), ("", MARIA), ("", JON)):
        assert await fetch(doors, url, token, who) == ("application/octet-stream", NDA)
    for token, who in (("", ""), ("xoxb-other", ""), ("", DEV), ("", "U0NOBODY")):
        kind, page = await fetch(doors, url, token, who)
        assert kind == "text/html"
        assert NDA not in page
    async with doors.client.get(f"{doors.playground.url}/files/F0NONE") as answer:
        assert answer.status == 404


async def test_an_uploaded_file_is_told_to_the_app_with_its_message(doors: Doors, ear: Ear) -> None:
    root = (await doors.act(MARIA, "post", channel=ATLAS, text="Root"))["ts"]
    told = await by_hand(doors, channel=ATLAS, thread_ts=root, text="The draft", title="Draft")
    message = (await ear.hears("message", 2)).body["event"]
    assert (message["subtype"], message["text"], message["thread_ts"]) == ("file_share", "The draft", root)
    assert (message["files"][0]["title"], message["ts"]) == ("Draft", told["ts"])
    shared = (await ear.hears("file_shared")).body["event"]
    assert (shared["file_id"], shared["user_id"], shared["channel_id"]) == (told["file"]["id"], MARIA, ATLAS)


async def test_a_file_without_a_channel_is_its_owners_alone(doors: Doors) -> None:
    file = (await by_hand(doors))["file"]
    assert (await fetch(doors, file["url_private"], who=MARIA))[1] == NDA
    assert (await fetch(doors, file["url_private"], who=JON))[0] == "text/html"
    assert await doors.messages(MARIA, ATLAS) == []


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        ({"channel": ATLAS, "content_base64": "no base64"}, "invalid_file"),
        ({"channel": "C0NOWHERE"}, "channel_not_found"),
        ({"channel": ATLAS, "thread_ts": "1.000000"}, "message_not_found"),
    ],
)
async def test_an_upload_that_cannot_be_leaves_nothing(doors: Doors, deed: dict[str, Any], error: str) -> None:
    given = {"name": "x.txt", "content_base64": "eA==", **deed}
    assert (await doors.act(MARIA, "upload", **given))["error"] == error
    assert not doors.playground.workspace.files


async def test_only_what_was_announced_and_came_whole_is_shared(doors: Doors) -> None:
    url, key = await announce(doors)
    assert await doors.refused("files.completeUploadExternal", files=[{"id": key}]) == "file_not_found"
    assert await upload(doors, url, NDA[:-1]) == 400
    assert await upload(doors, f"{doors.playground.url}/upload/F0NONE") == 404
    assert await doors.refused("files.info", file=key) == "file_not_found"
    assert await upload(doors, url) == 200
    files = [{"id": key}]
    assert await doors.refused("files.completeUploadExternal", files=files, channel_id="C0NO") == "channel_not_found"
    await doors.act(MARIA, "leave", channel=GENERAL, user=BOT)
    assert await doors.refused("files.completeUploadExternal", files=files, channels=[GENERAL]) == "not_in_channel"
    assert await doors.refused("files.completeUploadExternal", files="all") == "invalid_arguments"
    assert (await doors.done("files.completeUploadExternal", files=files))["files"][0]["groups"] == []


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"filename": "x.txt"}, "invalid_arguments"),
        ({"filename": "x.txt", "length": 0}, "invalid_arguments"),
        ({"filename": "x.txt", "length": "much"}, "invalid_arguments"),
        ({"filename": "x.txt", "length": 1, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
async def test_a_file_that_cannot_be_is_not_announced(doors: Doors, arguments: dict[str, Any], error: str) -> None:
    assert await doors.refused("files.getUploadURLExternal", **arguments) == error


async def test_the_app_deletes_its_own_files_and_a_stone_stays(doors: Doors) -> None:
    url, key = await announce(doors)
    await upload(doors, url)
    await doors.done("files.completeUploadExternal", files=[{"id": key}], channel_id=ATLAS)
    await doors.act(MARIA, "post", channel=ATLAS, text="Thanks")
    hers = (await by_hand(doors, channel=ATLAS))["file"]["id"]
    assert await doors.refused("files.delete", file=hers) == "cant_delete_file"
    await doors.done("files.delete", file=key)
    assert await doors.refused("files.info", file=key) == "file_not_found"
    told = [message.get("files") for message in await doors.messages(MARIA, ATLAS)]
    assert told[0] == [{"id": key, "mode": "tombstone"}]
    assert told[2][0]["id"] == hers
