"""App Home through the front door: what a person sees there, what they do from it, and what stays hidden."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from bot.app import Around, running
from bot.demo import demo_settings
from bot.playground.channels import create
from bot.playground.driver import ATLAS, DEV, JON, MARIA, PRIYA, NotSeen, Playground, Someone
from bot.playground.faults import Fault
from bot.playground.workspace import Person
from bot.service.messenger import Result, Sender
from state.errors import StoreUnavailable
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, letter, name_counsel, quiet, soon, started

Json = dict[str, Any]
MINE = "Your programmes"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


def other_channel(playground: Playground, name: str, *members: str) -> str:
    """One more private channel with the bot in it."""
    workspace = playground.workspace
    channel = create(workspace, name, members[0], private=True)
    channel.members += [*members[1:], workspace.app.user]
    return channel.id


def link(view: Json) -> str:
    """Where the Home's first [Open the thread] leads; "" where there is none."""
    buttons = (one for block in view["blocks"] for one in block.get("elements", ()))
    return next((one["url"] for one in buttons if one.get("url")), "")


def published(playground: Playground) -> list[Json]:
    """Every Home that was published, oldest first."""
    return [told for method, told in playground.calls if method == "views.publish"]


# ── who sees what ──


@pytest.mark.parametrize("way", [ways.socket, ways.http])
async def test_a_person_sees_the_programmes_of_the_channels_they_are_in_and_no_others(
    tmp_path: Path, way: Callable[[Path], AbstractAsyncContextManager[Playground]]
) -> None:
    async with way(tmp_path) as playground:
        maria, root = await started(playground)
        await maria.says(ATLAS, "software", root)
        await maria.sees_text(ATLAS, SECOND, root)
        secret = other_channel(playground, "skunkworks", MARIA)
        await started(playground, secret)
        seen = maria.text(await maria.opens_home(MINE))
        assert f"<#{ATLAS}>" in seen and f"<#{secret}>" in seen
        stand = seen[seen.index(MINE) :]
        assert stand.index(f"<#{secret}>") < stand.index(f"<#{ATLAS}>"), "what moved last comes first"
        assert "1 of" in seen and "No open findings or actions" in seen
        jon = Someone(playground, JON)
        his = jon.text(await jon.opens_home(MINE))
        assert f"<#{ATLAS}>" in his and secret not in his and "skunkworks" not in his


async def test_a_channel_that_one_leaves_takes_its_programme_along(here: Playground) -> None:
    await started(here)
    jon = Someone(here, JON)
    await jon.opens_home(f"<#{ATLAS}>", "Resume")
    channel = here.workspace.channel(ATLAS)
    here.workspace.leave(channel, JON)
    await quiet(Someone(here, MARIA))
    await jon.presses_home("Resume")
    refused = jon.text(await jon.sees_home("This is for members of the team"))
    assert ATLAS not in refused and "Before your work goes to a vendor" in refused
    here.workspace.join(channel, JON, MARIA)
    await quiet(Someone(here, MARIA))
    await jon.opens_home(f"<#{ATLAS}>")


async def test_the_owner_is_told_what_is_with_a_colleague_who_leaves_the_channel(here: Playground) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, FIRST, root)
    await maria.command(ATLAS, f"assign <@{JON}>")
    await maria.sees_text(ATLAS, SECOND, root)
    here.workspace.leave(here.workspace.channel(ATLAS), PRIYA)
    here.workspace.leave(here.workspace.channel(ATLAS), JON)
    told = maria.text(await letter(maria, "no longer sees what is asked there"))
    assert told.startswith("Jon Reyes has left #atlas-plan") and "one question that waits for their answer" in told
    assert not any("Priya" in maria.text(message) for message in maria.direct()), "nothing was with her"


@pytest.mark.parametrize("who", ["vendor", "guest"])
async def test_who_is_no_member_of_the_company_sees_nothing_of_it(here: Playground, who: str) -> None:
    await started(here)
    workspace = here.workspace
    workspace.people["U0GUEST001"] = Person(
        "U0GUEST001", "gus", "Gus Guest", workspace.team, "Contractor", "888888", "UTC", restricted=True
    )
    stranger = Someone(here, DEV if who == "vendor" else "U0GUEST001")
    # Even in the channel itself, by mistake.
    workspace.channel(ATLAS).members.append(stranger.user)
    seen = await stranger.opens_home("There is nothing that you need to do")
    assert not any(word in json.dumps(seen["blocks"]) for word in (ATLAS, "atlas", "Maria", "answered", "finding"))
    with pytest.raises(NotSeen):
        await stranger.presses_home("Resume")


async def test_a_press_that_a_stranger_forges_changes_nothing(here: Playground) -> None:
    maria, root = await started(here)
    view = await maria.opens_home("Resume")
    dev = Someone(here, DEV)
    here.workspace.homes[DEV] = json.loads(json.dumps(view))
    await dev.presses_home("Resume")
    seen = await dev.sees_home("There is nothing that you need to do")
    assert ATLAS not in json.dumps(seen["blocks"])
    await quiet(maria)
    assert sum(FIRST in maria.text(m) for m in maria.sees(ATLAS, root)) == 1


@pytest.mark.parametrize("method", ["users.conversations", "users.info"])
async def test_what_cannot_be_looked_up_hides_and_shows_once_it_can(here: Playground, method: str) -> None:
    maria, _ = await started(here)
    await maria.act(do="rename_person", user=JON, name="Jon Novak")
    await quiet(maria)
    jon = Someone(here, JON)
    here.faults.add(Fault(method, "fatal_error", times=2))
    hidden = await jon.opens_home("I cannot look up which programmes are yours")
    assert ATLAS not in json.dumps(hidden["blocks"])
    await jon.sees_home(f"<#{ATLAS}>")


async def test_somebody_without_a_programme_learns_what_this_is_and_begins_one_once(here: Playground) -> None:
    jon = Someone(here, JON)
    seen = jon.text(await jon.opens_home("Before your work goes to a vendor"))
    assert "/ringfence start" in seen and MINE not in seen
    send = here.delivery.send

    async def twice(kind: str, body: Json, attempt: int = 0, reason: str = "") -> Json:
        await send(kind, json.loads(json.dumps(body)), attempt, reason)
        return await send(kind, body, attempt + 1, "http_timeout")

    here.delivery.send = twice
    await jon.presses_home("Make a private channel")
    here.delivery.send = send
    await jon.sees_home("outsourcing-ip", MINE)
    made = [channel for channel in here.workspace.channels.values() if "outsourcing-ip" in channel.name]
    assert [channel.name for channel in made] == ["outsourcing-ip"]
    await jon.sees_text(made[0].id, "Know what you own")


# ── what is done from it ──


async def test_its_link_leads_to_the_thread_and_a_lost_one_is_made_anew_by_resume(tmp_path: Path) -> None:
    async with ways.at(tmp_path, dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)) as (here, bot, _):
        maria, root = await started(here)
        question = await maria.sees_text(ATLAS, FIRST, root)
        await ways.delivered(bot)
        before = await maria.opens_home("Open the thread")
        assert question["ts"] in link(before)
        # Slack tells nothing of this deletion: the bot was away.
        channel = here.workspace.channel(ATLAS)
        channel.messages = [m for m in channel.messages if root not in (m["ts"], m.get("thread_ts"))]
        await maria.presses_home("Resume")
        await maria.sees_home("The question is on its way to its thread.")
        fresh = await maria.sees_text(ATLAS, "Know what you own")
        asked = await maria.sees_text(ATLAS, "The earlier thread is gone", fresh["ts"])
        await maria.until(lambda: asked["ts"] in link(maria.home() or {"blocks": []}), "the way to the new thread")
        assert fresh["ts"] != root


async def test_work_is_done_from_it_by_whose_it_is_and_refusals_are_said_there(here: Playground) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, FIRST, root)
    await maria.says(ATLAS, "not sure", root)
    await maria.sees_text(ATLAS, SECOND, root)
    view = await maria.opens_home("What waits for you", "(Done)")
    stale = json.loads(json.dumps(view))
    await maria.presses_home("Done")
    after = maria.text(await maria.sees_home("Marked as done: "))
    assert "(Done)" not in after and "No open findings or actions" in after
    here.workspace.homes[MARIA] = stale
    await maria.presses_home("Done")
    await maria.sees_home("That is done already.")


async def test_a_question_that_was_handed_over_is_answered_from_it(here: Playground) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, FIRST, root)
    await maria.command(ATLAS, f"assign <@{JON}>")
    await maria.sees_text(ATLAS, SECOND, root)
    jon = Someone(here, JON)
    await jon.opens_home(FIRST, "handed to you")
    await jon.presses_home("Answer", FIRST)
    await jon.until(jon.view, "the form")
    await jon.submits({"answer": {"type": "radio_buttons", "selected_option": {"value": "software"}}})
    after = jon.text(await jon.sees_home("Noted.", "1 of"))
    assert "handed to you" not in after
    await maria.sees_text(ATLAS, "Software: code", root)


async def test_a_form_of_somebody_who_left_meanwhile_counts_for_nothing(here: Playground) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, FIRST, root)
    await maria.command(ATLAS, f"assign <@{JON}>")
    await maria.sees_text(ATLAS, SECOND, root)
    jon = Someone(here, JON)
    await jon.opens_home("handed to you")
    await jon.presses_home("Answer", FIRST)
    await jon.until(jon.view, "the form")
    here.workspace.leave(here.workspace.channel(ATLAS), JON)
    await quiet(maria)
    await jon.submits({"answer": {"type": "radio_buttons", "selected_option": {"value": "software"}}})
    await jon.sees_home("This is for members of the team")
    await quiet(maria)
    assert not any("Noted" in maria.text(m) for m in maria.sees(ATLAS, root))


async def test_what_is_counsels_stands_on_counsels_home_and_legal_meaning_on_nobodys(here: Playground) -> None:
    maria, _ = await started(here)
    await name_counsel(maria, PRIYA)
    await letter(Someone(here, PRIYA), "has made you counsel")
    for who in (MARIA, PRIYA, JON):
        someone = Someone(here, who)
        seen = someone.text(await someone.opens_home("Counsel: <@U0PRIYA001>"))
        assert "For counsel" not in seen


async def test_a_button_that_is_not_understood_is_said_there(here: Playground) -> None:
    maria, _ = await started(here)
    view = await maria.opens_home("Resume")
    here.workspace.homes[MARIA] = json.loads(json.dumps(view).replace('[1,\\"T0', '[7,\\"T0'))
    await maria.presses_home("Resume")
    await maria.sees_home("I do not know that button", MINE)


async def test_what_cannot_be_shown_on_a_home_is_told_by_direct_message(here: Playground) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, FIRST, root)
    await maria.command(ATLAS, f"assign <@{MARIA}>")
    await maria.opens_home("handed to you")
    here.faults.add(Fault("views.open", "expired_trigger_id"))
    await maria.presses_home("Answer", FIRST)
    await letter(maria, "Something went wrong on my side")


async def test_how_one_is_reminded_is_set_from_it(tmp_path: Path) -> None:
    async with ways.at(tmp_path, dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)) as (here, _, _):
        await started(here)
        jon = Someone(here, JON)
        await jon.opens_home("Your reminders", "By direct message, all of it together, on working days at 9:00")
        await jon.presses_home("Preferences")
        await jon.until(jon.view, "the form")
        picked = {"way": "thread", "hour": "14"}
        filled = {name: {"selected_option": {"value": value}} for name, value in picked.items()}
        past = {"away": {"selected_date": "2026-11-20"}}
        refused = await jon.submits({**filled, **past})
        assert "Please pick a day after today" in json.dumps(refused)
        await jon.submits({**filled, "away": {"selected_date": "2026-12-10"}})
        await jon.sees_home(
            "Saved.", "In the thread where the work stands", "14:00", "out of office until 10 December 2026"
        )
        await jon.presses_home("Snooze")
        await jon.until(jon.view, "the form")
        await jon.submits({"until": {"selected_date": "2026-11-27"}})
        await jon.opens_home("out of office until")
        assert not Someone(here, MARIA).private_notes(ATLAS), "nothing is said in a channel"


# ── publishing ──


async def test_a_home_is_published_when_it_is_opened_or_used_and_not_otherwise(here: Playground) -> None:
    maria, root = await started(here)
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    assert published(here) == []
    await maria.opens_home(MINE)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await quiet(maria)
    assert [told["user_id"] for told in published(here)] == [MARIA]
    await maria.act(do="open_home")
    await soon(lambda: len(published(here)) == 2, "the second")


@pytest.mark.parametrize("error", ["ratelimited", "http_500", "badjson"])
async def test_what_slack_refuses_for_now_is_published_a_little_later(here: Playground, error: str) -> None:
    maria, _ = await started(here)
    here.faults.add(Fault("views.publish", error, retry_after=1))
    await maria.opens_home(MINE)
    assert len(published(here)) == 2


async def test_what_slack_refuses_for_good_is_given_up(here: Playground) -> None:
    maria, _ = await started(here)
    here.faults.add(Fault("views.publish", "not_enabled"))
    await maria.act(do="open_home")
    await soon(lambda: len(published(here)) == 1, "the refused one")
    await maria.opens_home(MINE)
    assert len(published(here)) == 2


class Stumbling(Around):
    """A sender that raises once where it should publish."""

    def __init__(self, error: Exception) -> None:
        self._errors = [error]

    def sender(self, sender: Sender) -> Any:
        self._inner = sender
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    async def publish(self, *args: Any) -> Result:
        for error in self._errors[:]:
            self._errors.remove(error)
            raise error
        return await self._inner.publish(*args)


async def test_a_store_that_fails_for_a_moment_puts_a_home_off_and_a_fault_takes_no_other_along(tmp_path: Path) -> None:
    for number, error in enumerate((StoreUnavailable("x"), ValueError("x"))):
        async with Playground().serving() as playground:
            settings = demo_settings(playground, tmp_path / str(number))
            async with running(settings, card_every=ways.OFTEN, around=Stumbling(error)):
                maria, jon = Someone(playground, MARIA), Someone(playground, JON)
                await maria.act(do="open_home")
                if number:
                    await jon.opens_home("Before your work")
                    assert maria.home() is None
                    await maria.act(do="open_home")
                await maria.sees_home("Before your work")


async def test_twenty_programmes_come_in_pages_and_cost_one_look(here: Playground) -> None:
    maria = Someone(here, MARIA)
    channels = [other_channel(here, f"team-{number:02}-{'x' * 60}", MARIA) for number in range(20)]
    await asyncio.gather(*(maria.command(channel, "start") for channel in channels))
    await maria.opens_home("1 to 8 of 20")
    await maria.presses_home("Older")
    view = await maria.sees_home("9 to 16 of 20")
    assert len(view["blocks"]) <= 100 and len(json.dumps(view["blocks"])) < 250_000
    await maria.presses_home("Newer")
    await maria.sees_home("1 to 8 of 20")
    await maria.opens_home("1 to 8 of 20")
    looks = [method for method, _ in here.calls if method == "users.conversations"]
    assert len(looks) <= 2, "one look tells of all channels"
