"""Where somebody's programmes are, for what was said in a channel that has none."""

from __future__ import annotations

from bot.service.desk import Desk
from bot.service.ports import Answer, Came, Private
from bot.service.starting import no_place
from flows.engine.screens.wording import plain, text
from flows.model.ids import ProgrammeId, split_programme
from flows.model.screens import Place, Prose, Screen, Span

MOST_NAMED = 5


async def programmes_of(desk: Desk, came: Came) -> tuple[ProgrammeId, ...]:
    """The programmes whose channels this person is in; none where Slack does not say."""
    channels = await desk.audiences.channels_of(came.by) or ()
    return tuple(one for one in await desk.store.programmes(came.team) if split_programme(one)[1] in channels)


async def nothing_here(desk: Desk, came: Came, key: str = "place.nothing_here") -> Answer:
    """There is no programme here: where theirs are, or the way to start one, here or where one may start. ``key``: how it is said. Raises Unsure."""
    places: list[Span] = []
    for programme in (await programmes_of(desk, came))[:MOST_NAMED]:
        head = await desk.head(programme)
        if head is not None:
            places += [", "] if places else []
            places.append(Place(head.channel, head.name))
    if not places:
        return await no_place(desk, came) or desk.say(key, "start")
    line = text(desk.library.texts, "place.elsewhere", channels=tuple(places))
    return Private(Screen((Prose((line,)),), plain(line)))
