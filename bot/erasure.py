"""`ringfence erase`, for whoever runs the bot. Apart from the composition root, so that it needs neither Slack nor a token.

A legal hold beats it: what is held stays, and is named. It may run beside the bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.config import Stored
from bot.keys import seal_of
from flows.model.errors import RingfenceError
from flows.model.ids import ChannelId, ProgrammeId, TeamId, split_programme
from flows.model.programme import Snapshot
from state.sqlite import SqliteStore, open_store

Sure = Callable[[str], bool]
"""Asks whoever sits there whether it is really to be so."""


class NotErased(RingfenceError):
    """Nothing was erased, or not all of it; the message says why."""


def erase_channel(settings: Stored, channel: ChannelId, sure: Sure) -> str:
    """Erase all that is kept of a channel, and say what was done. Raises NotErased."""

    async def work(store: SqliteStore) -> str:
        mine = [name for name in await store.programmes() if split_programme(name)[1] == channel]
        if not mine:
            raise NotErased(f"nothing is kept of the channel {channel}")
        await _refuse_held(store, mine)
        if not sure(f"Erase all that is kept of the channel {channel}? It cannot be undone."):
            raise NotErased("nothing was erased")
        erased = [await store.erase(name, free) for name in mine]
        if not all(erased):
            raise NotErased(f"a legal hold was laid on {channel} meanwhile; it was left as it is")
        return f"All that was kept of the channel {channel} is erased. Back-ups keep a copy until they are overwritten."

    return run(settings, work)


def erase_workspace(settings: Stored, team: TeamId, sure: Sure) -> str:
    """Erase all that is kept of a workspace, but not what is under a legal hold. Raises NotErased where something was left."""

    async def work(store: SqliteStore) -> str:
        mine = await store.programmes(team)
        if not sure(f"Erase all that is kept of the workspace {team}, {len(mine)} programmes? It cannot be undone."):
            raise NotErased("nothing was erased")
        left = [name for name in mine if not await store.erase(name, free)]
        if left:
            raise NotErased(
                f"{len(mine) - len(left)} programmes are erased; under a legal hold, and left as they are: {', '.join(left)}"
            )
        await store.erase_team(team)
        return (
            f"All that was kept of the workspace {team} is erased, {len(mine)} programmes."
            " Back-ups keep a copy until they are overwritten."
        )

    return run(settings, work)


async def _refuse_held(store: SqliteStore, programmes: list[ProgrammeId]) -> None:
    held = [name for name in programmes if not await store.read(name, free)]
    if held:
        raise NotErased(
            f"{', '.join(held)} is under a legal hold; its owner or counsel lifts it in the channel with /ringfence hold"
        )


def free(snapshot: Snapshot) -> bool:
    """Whether no legal hold lies on a programme."""
    return snapshot.programme is None or not snapshot.programme.settings.hold


def run(settings: Stored, work: Callable[[SqliteStore], Awaitable[str]]) -> str:
    """Do something with the store, and say what was done. Raises NotErased where there is no store."""
    if not settings.database.exists():
        raise NotErased(f"no database at {settings.database}; look at RINGFENCE_DATABASE")
    return asyncio.run(_with_store(settings, work))


async def _with_store(settings: Stored, work: Callable[[SqliteStore], Awaitable[str]]) -> str:
    store = await open_store(settings.database, await asyncio.to_thread(seal_of, settings))
    try:
        return await work(store)
    finally:
        await store.close()
