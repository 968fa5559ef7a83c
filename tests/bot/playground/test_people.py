"""People of the workspace: colleagues, guests, members of another company; and users.*, team.info, bots.info."""

from __future__ import annotations

from bot.playground.company import ATLAS, BOT, DEV, GENERAL, JON, KODEX, MARIA, TEAM, VENDOR_TEAM
from tests.bot.playground.doors import Doors, Ear


async def test_somebody_is_told_with_company_zone_and_language(doors: Doors) -> None:
    await doors.act(MARIA, "set_clock", now=1_784_116_800)
    maria = (await doors.done("users.info", user=MARIA, include_locale=True))["user"]
    assert (maria["team_id"], maria["tz"], maria["tz_offset"], maria["locale"]) == (
        TEAM,
        "Europe/Warsaw",
        7200,
        "en-GB",
    )
    assert (maria["is_stranger"], maria["is_restricted"], maria["is_bot"]) == (False, False, False)
    bot = (await doors.done("users.info", user=BOT))["user"]
    assert (bot["is_bot"], bot["profile"]["bot_id"]) == (True, doors.app.bot_id)
    assert await doors.refused("users.info", user="U0NOBODY") == "user_not_found"
    assert await doors.refused("users.info") == "invalid_arguments"


async def test_somebody_from_another_company_is_a_stranger_who_sees_only_what_is_shared(doors: Doors) -> None:
    dev = (await doors.done("users.info", user=DEV))["user"]
    assert (dev["is_stranger"], dev["team_id"], dev["is_restricted"]) == (True, VENDOR_TEAM, False)
    seen = await doors.page("state", **{"as": DEV})
    assert [channel["id"] for channel in seen["channels"]] == [KODEX]
    assert (await doors.act(DEV, "command", channel=KODEX, command="/ringfence"))[
        "error"
    ] == "command_not_for_outsiders"
    assert (await doors.act(DEV, "post", channel=ATLAS, text="Let me in"))["error"] == "channel_not_found"


async def test_a_guest_of_several_channels_sees_none_of_the_others(doors: Doors) -> None:
    guest = (await doors.act(MARIA, "add_person", name="Gus Guest", guest="multi"))["user"]
    told = (await doors.done("users.info", user=guest))["user"]
    assert (told["is_restricted"], told["is_ultra_restricted"], told["team_id"]) == (True, False, TEAM)
    assert (await doors.page("state", **{"as": guest}))["channels"] == []
    for channel in (GENERAL, ATLAS):
        assert (await doors.act(MARIA, "join", channel=channel, user=guest))["ok"]
    seen = {channel["id"] for channel in (await doors.page("state", **{"as": guest}))["channels"]}
    assert seen == {GENERAL, ATLAS}


async def test_a_guest_of_one_channel_cannot_be_brought_into_another(doors: Doors) -> None:
    guest = (await doors.act(MARIA, "add_person", name="Una Single", guest="single"))["user"]
    told = (await doors.done("users.info", user=guest))["user"]
    assert (told["is_restricted"], told["is_ultra_restricted"]) == (True, True)
    assert (await doors.done("conversations.invite", channel=ATLAS, users=guest))["channel"]["num_members"] == 5
    assert await doors.refused("conversations.invite", channel=GENERAL, users=guest) == "ura_max_channels"
    assert (await doors.act(MARIA, "join", channel=GENERAL, user=guest))["error"] == "ura_max_channels"
    assert (await doors.page("state", **{"as": guest}))["channels"][0]["id"] == ATLAS


async def test_somebody_of_another_company_can_be_added_and_invited_where_it_is_shared(doors: Doors) -> None:
    kai = (await doors.act(MARIA, "add_person", name="Kai Kodex", team=VENDOR_TEAM))["user"]
    assert (await doors.done("users.info", user=kai))["user"]["is_stranger"] is True
    assert await doors.refused("conversations.invite", channel=ATLAS, users=kai) == "user_team_not_in_channel"
    await doors.done("conversations.invite", channel=KODEX, users=kai)


async def test_the_app_hears_who_joins_and_leaves_and_from_which_company(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "join", channel=ATLAS, user=DEV)
    joined = (await ear.hears("member_joined_channel")).body["event"]
    assert (joined["user"], joined["team"], joined["inviter"], joined["channel_type"]) == (DEV, VENDOR_TEAM, MARIA, "G")
    await doors.act(MARIA, "join", channel=ATLAS, user=DEV)
    await doors.act(MARIA, "leave", channel=ATLAS, user=DEV)
    assert (await ear.hears("member_left_channel")).body["event"]["user"] == DEV
    assert (await doors.act(MARIA, "leave", channel=ATLAS, user=DEV))["ok"]
    assert len(ear.heard("member_joined_channel")) == len(ear.heard("member_left_channel")) == 1


async def test_the_app_hears_that_it_was_removed_and_nothing_more_from_there(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "leave", channel=ATLAS, user=BOT)
    assert (await ear.hears("group_left")).body["event"]["channel"] == ATLAS
    await doors.act(MARIA, "post", channel=ATLAS, text="Among ourselves")
    await doors.act(MARIA, "leave", channel=GENERAL, user=BOT)
    await ear.hears("channel_left")
    assert not ear.heard("message")


async def test_people_are_listed_in_pages_and_found_by_address(doors: Doors) -> None:
    first = await doors.done("users.list", limit=4)
    rest = await doors.done("users.list", limit=4, cursor=first["response_metadata"]["next_cursor"])
    assert [p["id"] for p in first["members"] + rest["members"]][-2:] == [DEV, BOT]
    found = await doors.done("users.lookupByEmail", email="jon@alderway.example")
    assert found["user"]["id"] == JON
    assert await doors.refused("users.lookupByEmail", email="nobody@alderway.example") == "users_not_found"


async def test_whose_conversations_these_are_is_told_as_far_as_the_app_may_know(doors: Doors) -> None:
    both = "public_channel,private_channel"
    own = await doors.done("users.conversations", types=both)
    assert {c["id"] for c in own["channels"]} == {ATLAS, GENERAL, KODEX}
    await doors.act(MARIA, "leave", channel=ATLAS, user=BOT)
    jons = await doors.done("users.conversations", user=JON, types=both)
    assert {c["id"] for c in jons["channels"]} == {GENERAL, KODEX}


async def test_who_has_left_the_company_can_do_nothing_and_the_app_hears_of_it(doors: Doors, ear: Ear) -> None:
    await doors.act(MARIA, "deactivate", user=JON)
    assert (await ear.hears("user_change")).body["event"]["user"]["deleted"] is True
    assert (await doors.act(JON, "post", channel=ATLAS, text="Hello"))["error"] == "user_disabled"
    assert await doors.refused("conversations.invite", channel=ATLAS, users=JON) == "user_not_found"


async def test_the_team_and_the_bot_are_told(doors: Doors) -> None:
    assert (await doors.done("team.info"))["team"]["name"] == "Alderway"
    assert await doors.refused("team.info", team="T0OTHER") == "team_not_found"
    assert (await doors.done("bots.info", bot=doors.app.bot_id))["bot"]["user_id"] == BOT
    assert await doors.refused("bots.info", bot="B0OTHER") == "bot_not_found"
