"""What the page reads and does over HTTP: state, messages, changes as they happen, deeds, and beginning again."""

from __future__ import annotations

import aiohttp

from bot.playground.company import ATLAS, BOT, GENERAL, JON, KODEX, MARIA, PRIYA
from bot.playground.driver import Playground
from tests.bot.playground.doors import Doors


async def test_the_state_shows_the_workspace_as_one_person_sees_it(doors: Doors) -> None:
    await doors.act(JON, "post", channel=ATLAS, text="one")
    await doors.done("chat.postMessage", channel=PRIYA, text="for counsel")
    told = await doors.page("state", **{"as": MARIA})
    assert (told["me"], told["team"]["name"], told["apps"][0]["commands"][0]["command"]) == (
        MARIA,
        "Alderway",
        "/ringfence",
    )
    assert [(c["id"], c["unread"]) for c in told["channels"]] == [(ATLAS, 1), (GENERAL, 0), (KODEX, 0)]
    assert (await doors.page("state", **{"as": JON}))["channels"][0]["unread"] == 0
    direct = (await doors.page("state", **{"as": PRIYA}))["channels"][-1]
    assert (direct["kind"], direct["name"], direct["user"], direct["unread"]) == ("im", "Ringfence", BOT, 1)
    await doors.messages(MARIA, ATLAS)
    assert (await doors.page("state", **{"as": MARIA}))["channels"][0]["unread"] == 0
    assert (await doors.page("state", **{"as": "U0NOBODY"}))["me"] == MARIA


async def test_a_channel_that_is_not_there_shows_nothing(doors: Doors) -> None:
    assert await doors.messages(MARIA, "C0NOWHERE") == []


async def test_changes_are_told_to_those_who_may_see_them(doors: Doors) -> None:
    url = f"{doors.playground.url}/page/events"
    async with doors.client.ws_connect(url, params={"as": MARIA}) as maria:
        async with doors.client.ws_connect(url, params={"as": JON}) as jon:
            for socket in (maria, jon):
                assert await socket.receive_json(timeout=5) == {"type": "hello"}
            note = (await doors.done("chat.postEphemeral", channel=ATLAS, user=MARIA, text="Psst"))["message_ts"]
            ts = (await doors.act(JON, "post", channel=ATLAS, text="Hello"))["ts"]
            whispered, posted = await maria.receive_json(timeout=5), await maria.receive_json(timeout=5)
            assert (whispered["ts"], whispered["change"]) == (note, "ephemeral")
            assert (posted["ts"], posted["change"]) == (ts, "posted")
            assert (await jon.receive_json(timeout=5))["ts"] == ts


async def test_what_nobody_can_do_is_refused_by_name(doors: Doors) -> None:
    assert (await doors.act(MARIA, "levitate"))["error"] == "unknown_deed"
    assert (await doors.act("U0NOBODY", "post"))["error"] == "user_not_found"
    told = await doors.act(MARIA, "post", channel="C0NOWHERE", text="x")
    assert (told["ok"], told["error"], told["message"]) == (
        False,
        "channel_not_found",
        "That did not work: channel_not_found.",
    )


async def test_the_company_can_begin_again_with_the_same_app(doors: Doors) -> None:
    await doors.act(MARIA, "post", channel=ATLAS, text="Hello")
    await doors.act(MARIA, "create_channel", name="extra", private=True)
    async with doors.client.post(f"{doors.playground.url}/page/reset") as answer:
        assert (await answer.json())["ok"]
    assert len((await doors.page("state", **{"as": MARIA}))["channels"]) == 3
    assert await doors.messages(MARIA, ATLAS) == []
    assert (await doors.api("auth.test"))["ok"]


async def test_an_empty_workspace_has_one_person_and_one_private_channel() -> None:
    async with Playground(empty=True).serving() as playground, aiohttp.ClientSession() as client:
        told = await Doors(playground, client).page("state")
        assert [person["id"] for person in told["people"]] == [MARIA, BOT]
        assert [(c["id"], c["kind"]) for c in told["channels"]] == [(ATLAS, "private")]


async def test_the_page_itself_is_served(doors: Doors) -> None:
    for path, kind in (("/", "html"), ("/page/static/app.js", "javascript")):
        async with doors.client.get(f"{doors.playground.url}{path}") as answer:
            assert (answer.status, answer.content_type.partition("/")[2]) == (200, kind)


async def test_who_writes_in_a_public_channel_joins_it(doors: Doors) -> None:
    made = (await doors.act(MARIA, "create_channel", name="open-house"))["channel"]
    await doors.act(JON, "post", channel=made, text="Hello")
    assert (await doors.done("conversations.members", channel=made))["members"] == [MARIA, JON]


async def test_while_the_sample_is_played_the_page_shows_and_takes_nothing(doors: Doors) -> None:
    with doors.playground.closed():
        refused = await doors.act(MARIA, "post", channel=ATLAS, text="too early")
        assert (refused["ok"], refused["error"]) == (False, "being_played")
        assert (await doors.page("state", **{"as": MARIA}))["me"] == MARIA
    assert (await doors.act(MARIA, "post", channel=ATLAS, text="now"))["ok"]
    assert [message["text"] for message in await doors.messages(MARIA, ATLAS)] == ["now"]
