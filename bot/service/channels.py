"""The life of a channel and its people: who comes and goes, whether we can speak there, whether we are still installed."""

from __future__ import annotations

import datetime as dt

import structlog

from bot.service.desk import Desk
from bot.service.guarding import Apart
from bot.service.ports import Answer, AppGone, Audience, Came, ChannelChanged, Joined, Nothing, Unsure
from flows.model.events import Moved, OutsidersSeen, ReachChanged, Renamed
from flows.model.ids import ChannelId, ClaimKey, PersonId, ProgrammeId, TeamId, programme_id
from flows.model.leaving_events import SteppedOut
from flows.model.programme import Reach

log = structlog.get_logger(__name__)

TOLD = "outsiders"
LOOKED = "looked"
"""The note of the day on which a look at a programme told something last."""

_REACH = {"archived": Reach.ARCHIVED, "deleted": Reach.DELETED, "unarchived": Reach.OPEN}


async def joined(desk: Desk, came: Joined, at: dt.datetime) -> Answer:
    """Somebody came or went. For the bot itself: whether it can speak. For others: whether an outsider is there now."""
    desk.audiences.forget(came.channel)
    programme = programme_id(came.team, came.channel)
    if await desk.head(programme) is None:
        return Nothing()
    if came.bot:
        await desk.turn(came, programme, ReachChanged(Reach.NOT_A_MEMBER if came.left else Reach.OPEN), at)
    else:
        if came.left:
            await _stepped_out(desk, came, programme, at)
        await _who_is_there(desk, came, programme, at)
    return Nothing()


async def _stepped_out(desk: Desk, came: Joined, programme: ProgrammeId, at: dt.datetime) -> None:
    """Somebody went. Of whoever is gone from the company too, another event tells; one from outside has nothing here."""
    who = await desk.audiences.person(came.who)
    if who.outside or who.gone:
        return
    keyed = Came(
        key=ClaimKey(f"{came.key}:out"), team=came.team, by=came.by, by_team=came.by_team, channel=came.channel
    )
    await desk.turn(keyed, programme, SteppedOut(came.who), at)


async def changed(desk: Desk, came: ChannelChanged, at: dt.datetime) -> Answer:
    """The channel itself changed."""
    desk.audiences.forget(came.channel)
    programme = programme_id(came.team, came.channel)
    if came.what == "moved" and came.to is not None:
        await _moved(desk, came, programme, came.to, at)
        return Nothing()
    if await desk.head(programme) is None:
        return Nothing()
    if came.what in _REACH:
        await desk.turn(came, programme, ReachChanged(_REACH[came.what]), at)
    elif came.what == "renamed" and came.name:
        await desk.turn(came, programme, Renamed(f"#{came.name.lstrip('#')}"), at)
    elif came.what in ("shared", "unshared"):
        await _who_is_there(desk, came, programme, at)
    return Nothing()


async def _moved(desk: Desk, came: ChannelChanged, programme: ProgrammeId, to: ChannelId, at: dt.datetime) -> None:
    """The channel has another id: the programme goes by it. Told again after a crash between the two, it is noted all the same."""
    desk.audiences.forget(to)
    if not await desk.store.move(programme, to) and await desk.head(programme) is not None:
        log.warning("not_moved", programme=programme, to=to)
        return
    new = programme_id(came.team, to)
    if await desk.head(new) is not None:
        await desk.turn(came, new, Moved(came.channel), at)


async def _who_is_there(desk: Desk, came: Came, programme: ProgrammeId, at: dt.datetime) -> None:
    """Tell the programme when outsiders appear or are gone; once each time, whatever event brought it.

    Raises Unsure, so that the event is told again; and should that fail as often as it is told, the daily look comes at once.
    """
    audience = await desk.audiences.look(came.channel, fresh=True)
    if audience.again:
        await desk.store.put_note(programme, LOOKED, "")
        raise Unsure("channel")
    await outsiders(desk, came, programme, audience, at)


async def outsiders(desk: Desk, came: Came, programme: ProgrammeId, audience: Audience, at: dt.datetime) -> None:
    """The same, for a channel that was just looked at."""
    known = await desk.store.note(programme, TOLD) == "present"
    if audience.outsiders != known:
        await desk.turn(came, programme, OutsidersSeen(audience.outsiders), at)
        await desk.store.put_note(programme, TOLD, "present" if audience.outsiders else "none")


async def back(desk: Desk, team: TeamId, at: dt.datetime) -> None:
    """The app is installed (again): what fell silent when it was not goes on, with the open question put once more."""
    for programme in await desk.store.programmes(team):
        with Apart(desk.meter, "back_fault", programme=programme):
            head = await desk.head(programme)
            if head is not None and head.reach is Reach.UNINSTALLED:
                key = ClaimKey(f"back:{programme}:{at.isoformat()}")
                await desk.decide(key, programme, PersonId(""), at, lambda _: ReachChanged(Reach.OPEN))


async def gone(desk: Desk, came: AppGone, at: dt.datetime) -> Answer:
    """The app is gone from the workspace: nothing more is sent; what is kept is erased by the operator's command, or kept for a return."""
    for number, programme in enumerate(await desk.store.programmes(came.team)):
        # One event, a turn for each programme: each claims a key of its own.
        keyed = AppGone(
            key=ClaimKey(f"{came.key}:{number}"), team=came.team, by=came.by, by_team=came.by_team, channel=came.channel
        )
        with Apart(desk.meter, "gone_fault", programme=programme):
            await desk.turn(keyed, programme, ReachChanged(Reach.UNINSTALLED), at)
    return Nothing()
