"""Who is looking: channels and people, looked up when something is sent, at most ten minutes old. What cannot be looked up counts as outside."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.ports import Audience, Clock, Person
from bot.slack.api import FAILS, again_in, ask, name_of
from bot.slack.reading import Json, strings, text, thing, things
from flows.model.ids import ChannelId, PersonId, TeamId

log = structlog.get_logger(__name__)

FRESH = dt.timedelta(minutes=10)
AT_ONCE = 5
MOST_MEMBERS = 1000
MOST_PAGES = 20
"""Of the channels of one person, 200 on each."""


class SlackAudiences:
    """Implements `service.ports.Audiences` for one workspace."""

    def __init__(self, client: AsyncWebClient, clock: Clock, team: TeamId, bot: PersonId) -> None:
        self._client, self._clock, self._team, self._bot = client, clock, team, bot
        self._channels: dict[ChannelId, tuple[dt.datetime, Audience]] = {}
        self._people: dict[PersonId, tuple[dt.datetime, Person]] = {}
        self._places: dict[PersonId, tuple[dt.datetime, frozenset[ChannelId]]] = {}
        self._few = asyncio.Semaphore(AT_ONCE)

    async def look(self, channel: ChannelId, *, fresh: bool = False) -> Audience:
        """Who is looking at a channel."""
        known = self._channels.get(channel)
        now = self._clock.now()
        if known is not None and not fresh and dt.timedelta() <= now - known[0] < FRESH:
            return known[1]
        audience = await self._look(channel)
        # A failed look is not kept: the next one may succeed.
        if audience.people or audience.direct:
            self._channels[channel] = (now, audience)
        return audience

    async def _look(self, channel: ChannelId) -> Audience:
        try:
            told = thing(await ask(self._client, "conversations.info", {"channel": channel}), "channel")
            members = await self._members(channel) if told.get("is_member") or told.get("is_im") else ()
        except FAILS as error:
            log.info("audience_unknown", channel=channel, error=name_of(error))
            return _unknown(channel, name_of(error), again_in(error))
        people = tuple(await asyncio.gather(*(self.person(member) for member in members)))
        unseen = max(people, key=lambda person: person.again, default=None)
        if unseen is not None and unseen.again:
            # Somebody who could not be looked up would pass for an outsider, and for the ten minutes that a look is kept.
            return _unknown(channel, unseen.unknown, unseen.again)
        return Audience(
            channel,
            text(told, "name"),
            private=bool(told.get("is_private") or told.get("is_im") or told.get("is_group")),
            member=bool(told.get("is_member") or told.get("is_im")),
            external=_external(told),
            people=people,
            direct=bool(told.get("is_im")),
            archived=bool(told.get("is_archived")),
        )

    async def _members(self, channel: ChannelId) -> tuple[PersonId, ...]:
        found: list[PersonId] = []
        cursor = ""
        while len(found) < MOST_MEMBERS:
            page = await ask(
                self._client, "conversations.members", {"channel": channel, "limit": 200, "cursor": cursor or None}
            )
            found += [PersonId(member) for member in strings(page, "members")]
            cursor = text(page, "response_metadata", "next_cursor")
            if not cursor:
                break
        return tuple(found)

    async def person(self, person: PersonId) -> Person:
        """Who somebody is."""
        known = self._people.get(person)
        now = self._clock.now()
        if known is not None and dt.timedelta() <= now - known[0] < FRESH:
            return known[1]
        try:
            async with self._few:
                told = thing(await ask(self._client, "users.info", {"user": person, "include_locale": True}), "user")
        except FAILS as error:
            log.info("person_unknown", person=person, error=name_of(error))
            return Person(person, "", outside=True, unknown=name_of(error), again=again_in(error))
        found = self._read(person, told)
        self._people[person] = (now, found)
        return found

    def _read(self, person: PersonId, told: Json) -> Person:
        guest = told.get("is_restricted") or told.get("is_ultra_restricted") or told.get("is_stranger")
        locale = (text(told, "locale") or "en-GB").replace("-", "_")
        return Person(
            person,
            text(told, "profile", "display_name") or text(told, "real_name") or text(told, "name"),
            outside=bool(guest) or told.get("team_id") != self._team,
            zone=text(told, "tz") or "UTC",
            locale=locale if locale == "en_US" else "en_GB",
            gone=bool(told.get("deleted")),
            bot=bool(told.get("is_bot")) or person == self._bot,
        )

    async def channels_of(self, person: PersonId) -> frozenset[ChannelId] | None:
        """The channels that somebody is in: of the private ones those that the bot is in too."""
        known = self._places.get(person)
        now = self._clock.now()
        if known is not None and dt.timedelta() <= now - known[0] < FRESH:
            return known[1]
        try:
            found = await self._channels_of(person)
        except FAILS as error:
            log.info("places_unknown", person=person, error=name_of(error))
            return None
        self._places[person] = (now, found)
        return found

    async def _channels_of(self, person: PersonId) -> frozenset[ChannelId]:
        found: list[ChannelId] = []
        cursor = ""
        for _ in range(MOST_PAGES):
            asked = {"user": person, "types": "public_channel,private_channel", "limit": 200, "cursor": cursor or None}
            page = await ask(self._client, "users.conversations", asked)
            found += [ChannelId(text(channel, "id")) for channel in things(page, "channels")]
            cursor = text(page, "response_metadata", "next_cursor")
            if not cursor:
                break
        return frozenset(found)

    def forget(self, channel: ChannelId) -> None:
        """The next look at that channel, and at the people in it, is fresh."""
        self._places.clear()
        known = self._channels.pop(channel, None)
        for member in known[1].people if known else ():
            self._people.pop(member.id, None)

    def forget_person(self, person: PersonId) -> None:
        """The next look at that person, and at the channels where they are, is fresh."""
        self._people.pop(person, None)
        self._places.pop(person, None)
        for channel, (_, audience) in list(self._channels.items()):
            if any(member.id == person for member in audience.people):
                del self._channels[channel]


def _unknown(channel: ChannelId, why: str, again: float) -> Audience:
    return Audience(channel, "", private=False, member=False, external=True, unknown=why, again=again)


def _external(told: Json) -> bool:
    """Shared beyond the company: with another one, about to be, or shared and not merely within the organisation."""
    if told.get("is_ext_shared") or told.get("is_pending_ext_shared"):
        return True
    return bool(told.get("is_shared")) and not told.get("is_org_shared")
