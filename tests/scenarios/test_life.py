"""The life of a channel and its people: another id, people who leave, what events missed. Through the front door."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Running
from bot.playground.driver import ATLAS, DEV, JON, MARIA, PRIYA, Playground, Someone
from bot.playground.faults import Fault
from bot.service.reconcile import due, reconcile, reconcile_on
from flows.model.ids import ChannelId, PersonId, TeamId, programme_id
from flows.model.programme import Programme, Reach
from tests.scenarios import ways

Here = tuple[Playground, Running, ways.SetClock]
BEGIN = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Here]:
    async with ways.at(tmp_path, BEGIN) as house:
        yield house


async def started(playground: Playground) -> tuple[Someone, str]:
    """Maria, and the thread of a programme that she started."""
    maria = Someone(playground, MARIA)
    await maria.command(ATLAS, "start")
    root = str((await maria.sees_text(ATLAS, "Know what you own"))["ts"])
    await maria.sees_text(ATLAS, "What are you about to outsource", root)
    await maria.sees_text(ATLAS, "Outsourcing programme")
    return maria, root


async def head(here: Here, channel: str = ATLAS) -> Programme | None:
    playground, running, _ = here
    return await running.desk.head(programme_id(TeamId(playground.workspace.team), ChannelId(channel)))


async def letter(someone: Someone, words: str) -> dict[str, Any]:
    """A direct message of the bot with these words."""

    def find() -> dict[str, Any] | None:
        return next((m for m in reversed(someone.direct()) if words in someone.text(m)), None)

    found: dict[str, Any] = await someone.until(find, words)
    return found


# ── another id ───────────────────────────────────────────────────────────────


async def test_a_channel_with_another_id_keeps_its_programme_and_its_older_buttons_lead_on(here: Here) -> None:
    playground, running, _ = here
    maria, root = await started(playground)
    question = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    old = json.loads(json.dumps(question))
    channel = playground.workspace.channel(ATLAS)
    await maria.act(do="change_id", channel=ATLAS)
    assert channel.id != ATLAS
    await ways.soon(lambda: head(here, channel.id))
    await ways.delivered(running)
    moved = await head(here, channel.id)
    assert moved is not None and moved.channel == channel.id and await head(here) is None
    question.update(old)
    await maria.presses(channel.id, question, "Software: code, apps, data work")
    await maria.sees_text(channel.id, "Who has the last word", root)
    await maria.says(channel.id, f"<@{MARIA}>", root)
    await maria.sees_text(channel.id, "Do you have a lawyer", root)
    log = await running.desk.store.audit(moved.id)
    assert [(line.what, line.about) for line in log if line.what == "moved"] == [("moved", ATLAS)]


async def test_the_move_told_twice_moves_once(here: Here) -> None:
    playground, running, _ = here
    maria, _ = await started(playground)
    channel = playground.workspace.channel(ATLAS)
    await maria.act(do="change_id", channel=ATLAS)
    told = {"type": "channel_id_changed", "old_channel_id": ATLAS, "new_channel_id": channel.id}
    playground.workspace.tell({**told, "event_ts": playground.workspace.clock.ts()}, channel)
    await ways.soon(lambda: head(here, channel.id))
    await ways.delivered(running)
    assert await running.desk.store.programmes() == (f"{playground.workspace.team}:{channel.id}",)


async def test_a_button_of_what_was_erased_says_so_kindly(here: Here) -> None:
    playground, running, _ = here
    maria, root = await started(playground)
    question = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    channel = playground.workspace.channel(ATLAS)
    await maria.act(do="change_id", channel=ATLAS)
    await ways.soon(lambda: head(here, channel.id))
    await ways.delivered(running)
    await running.desk.store.erase(programme_id(TeamId(playground.workspace.team), ChannelId(channel.id)))
    await maria.presses(channel.id, question, "Software: code, apps, data work")
    await maria.until(
        lambda: [m for m in maria.private_notes(channel.id) if "not here any more" in maria.text(m)], "a word"
    )


# ── people ───────────────────────────────────────────────────────────────────


async def settings(maria: Someone, **roles: str) -> None:
    """Fill in the settings: who plays which part."""
    await maria.command(ATLAS, "settings")
    view = await maria.until(maria.view, "the settings")
    picked = {role: {"selected_user": who} for role, who in roles.items()}
    more = {"zone": {"value": "Europe/Warsaw"}, "locale": {"selected_option": {"value": "en_GB"}}}
    await maria.submits({"owner": {"selected_user": MARIA}, **picked, **more}, view)
    await maria.until(lambda: [m for m in maria.private_notes(ATLAS) if "Settings saved" in maria.text(m)], "a word")


async def test_counsel_follows_an_owner_who_is_deactivated_and_is_told(here: Here) -> None:
    maria, _ = await started(here[0])
    await settings(maria, counsel=PRIYA)
    jon = Someone(here[0], JON)
    await jon.act(do="deactivate", user=MARIA)
    await letter(Someone(here[0], PRIYA), "The programme is yours now")
    found = await head(here)
    assert found is not None and found.owner == PRIYA


async def test_without_anybody_to_follow_whoever_acts_next_is_offered_the_programme_and_takes_it(here: Here) -> None:
    playground, _, _ = here
    _, root = await started(playground)
    jon = Someone(playground, JON)
    await jon.act(do="deactivate", user=MARIA)
    await ways.soon(lambda: ownerless(here))
    question = await jon.sees_text(ATLAS, "What are you about to outsource", root)
    await jon.presses(ATLAS, question, "Software: code, apps, data work")
    offer = await letter(jon, "Will you take it over?")
    direct = next(c.id for c in playground.workspace.channels.values() if offer in c.messages)
    await jon.presses(direct, offer, "Take it over")
    await ways.soon(lambda: owned_by(here, JON))
    await jon.sees_text(ATLAS, "Who has the last word", root)


async def ownerless(here: Here) -> bool:
    found = await head(here)
    return found is not None and found.ownerless


async def owned_by(here: Here, person: str) -> bool:
    found = await head(here)
    return found is not None and found.owner == person


async def test_nobody_from_outside_is_offered_a_programme(here: Here) -> None:
    playground, running, _ = here
    _, root = await started(playground)
    jon = Someone(playground, JON)
    await jon.act(do="deactivate", user=MARIA)
    await ways.soon(lambda: ownerless(here))
    playground.workspace.join(playground.workspace.channel(ATLAS), DEV, JON)
    dev = Someone(playground, DEV)
    await dev.says(ATLAS, "software", root)
    await ways.delivered(running)
    assert not [m for m in dev.direct() if "take it over" in dev.text(m)]


async def test_a_part_whose_holder_is_deactivated_falls_empty_and_the_owner_is_told(here: Here) -> None:
    maria, _ = await started(here[0])
    await settings(maria, security=JON)
    await maria.act(do="deactivate", user=JON)
    await letter(maria, "Nobody holds that part now")
    found = await head(here)
    assert found is not None and found.roles == {}


async def test_a_person_with_another_name_is_shown_by_it_at_once(here: Here) -> None:
    playground, running, _ = here
    maria, _ = await started(playground)
    person = running.desk.audiences.person
    before = (await person(PersonId(JON))).name
    await maria.act(do="rename_person", user=JON, name="Jon Novak")

    async def fresh() -> bool:
        return (await person(PersonId(JON))).name != before

    await ways.soon(fresh)
    audience = await running.desk.audiences.look(ChannelId(ATLAS))
    assert "Jon Novak" in {member.name for member in audience.people}


# ── what events missed ───────────────────────────────────────────────────────


async def look(here: Here) -> Programme:
    """The daily look comes again, a day later."""
    _, running, clock = here
    clock.set(clock.now() + dt.timedelta(days=1))
    [programme] = await due(running.desk)
    await reconcile(running.desk, programme)
    assert await due(running.desk) == []
    await ways.delivered(running)
    found = await running.desk.head(programme)
    assert found is not None
    return found


async def test_an_archive_and_its_end_that_no_event_told_of_are_found(here: Here) -> None:
    maria, root = await started(here[0])
    channel = here[0].workspace.channel(ATLAS)
    channel.archived = True
    assert (await look(here)).reach is Reach.ARCHIVED
    await letter(maria, "was archived")
    assert (await look(here)).reach is Reach.ARCHIVED
    channel.archived = False
    assert (await look(here)).reach is Reach.OPEN
    await maria.sees_text(ATLAS, "This is where we were", root)
    assert sum("was archived" in maria.text(m) for m in maria.direct()) == 1


async def test_a_bot_that_was_dropped_without_a_word_is_found_and_its_return_too(here: Here) -> None:
    maria, _ = await started(here[0])
    channel = here[0].workspace.channel(ATLAS)
    channel.members.remove(here[0].workspace.app.user)
    assert (await look(here)).reach is Reach.NOT_A_MEMBER
    await letter(maria, "no longer a member")
    channel.members.append(here[0].workspace.app.user)
    assert (await look(here)).reach is Reach.OPEN


async def test_a_public_channel_that_turned_private_without_the_bot_is_found(here: Here) -> None:
    maria, _ = await started(here[0])
    channel = here[0].workspace.channel(ATLAS)
    channel.kind = "public"
    channel.members.remove(here[0].workspace.app.user)
    await maria.act(do="make_private", channel=ATLAS)
    assert (await look(here)).reach is Reach.NOT_A_MEMBER


async def test_a_deleted_channel_stays_deleted_and_a_missed_deletion_counts_as_being_away(here: Here) -> None:
    maria, _ = await started(here[0])
    here[0].workspace.channel(ATLAS).deleted = True
    assert (await look(here)).reach is Reach.NOT_A_MEMBER
    here[0].workspace.channels[ATLAS].deleted = False
    assert (await look(here)).reach is Reach.OPEN
    await maria.act(do="delete_channel", channel=ATLAS)
    await letter(maria, "was deleted")
    assert (await look(here)).reach is Reach.DELETED


async def test_a_new_name_and_people_from_outside_are_found(here: Here) -> None:
    maria, _ = await started(here[0])
    channel = here[0].workspace.channel(ATLAS)
    channel.name = "atlas-two"
    channel.members.append(DEV)
    assert (await look(here)).name == "#atlas-two"
    await letter(maria, "Someone from outside your company")
    channel.members.remove(DEV)
    await look(here)
    await letter(maria, "Nobody from outside")


async def test_a_share_that_no_event_told_of_is_found(here: Here) -> None:
    maria, _ = await started(here[0])
    here[0].workspace.channel(ATLAS).ext_shared = True
    await look(here)
    await letter(maria, "Someone from outside your company")


async def test_people_who_left_while_nobody_listened_are_found(here: Here) -> None:
    maria, _ = await started(here[0])
    await settings(maria, counsel=PRIYA)
    here[0].workspace.people[MARIA].deleted = True
    assert (await look(here)).owner == PRIYA
    await letter(Someone(here[0], PRIYA), "The programme is yours now")


@pytest.mark.parametrize("error", ["ratelimited", "internal_error", "http_500"])
async def test_a_look_that_fails_changes_nothing_and_comes_again(here: Here, error: str) -> None:
    playground, running, clock = here
    await started(playground)
    await ways.delivered(running)
    clock.set(BEGIN + dt.timedelta(days=1))
    before, missed = await head(here), await due(running.desk)
    playground.faults.add(Fault("conversations.info", error))
    assert bool(await reconcile(running.desk, missed[0])) is (error == "ratelimited")
    assert not playground.faults.waiting
    assert (await head(here), await due(running.desk)) == (before, missed)
    assert await reconcile(running.desk, missed[0]) == 0 and await due(running.desk) == []


async def test_a_look_that_came_too_early_waits_for_its_time_and_not_for_the_next_hour(here: Here) -> None:
    playground, running, clock = here
    await started(playground)
    await ways.delivered(running)
    clock.set(BEGIN + dt.timedelta(days=1))
    playground.faults.add(Fault("conversations.info", "ratelimited"))
    lane = asyncio.create_task(reconcile_on(running.desk))

    async def looked() -> bool:
        return not await due(running.desk)

    await ways.soon(looked)
    lane.cancel()
    assert not playground.faults.waiting


async def test_a_revoked_token_is_found_and_a_new_installation_goes_on(here: Here) -> None:
    playground, _, _ = here
    maria, root = await started(playground)
    playground.workspace.app.installed = False
    gone = await look(here)
    assert gone.reach is Reach.UNINSTALLED and gone.lost == BEGIN + dt.timedelta(days=1)
    assert (await look(here)).lost == gone.lost
    playground.workspace.app.installed = True
    back = await look(here)
    assert back.reach is Reach.OPEN and back.lost is None
    await maria.sees_text(ATLAS, "This is where we were", root)


async def test_a_programme_is_looked_at_once_a_day_and_by_few_calls(here: Here) -> None:
    playground, running, _ = here
    await started(playground)
    await ways.delivered(running)
    before = len(playground.calls)
    await look(here)
    assert sorted(call[0] for call in playground.calls[before:] if call[0].startswith("conversations.")) == [
        "conversations.info",
        "conversations.members",
    ]
    assert await due(running.desk) == []
