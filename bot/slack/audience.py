"""Who is looking: channels and people, looked up when something is sent. What cannot be looked up counts as outside.

A channel is looked up when that is ten minutes ago, and who somebody is when that is a day ago, for Slack tells when it changes. Of a channel
whose people are many, each look goes on where the last one was refused.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.pacing import PACE
from bot.service.ports import Audience, Clock, Person
from bot.slack.api import FAILS, again_in, ask, name_of
from bot.slack.kept import Kept
from bot.slack.reading import Json, strings, text, thing, things
from flows.model.ids import ChannelId, PersonId, TeamId, is_pseudonym

log = structlog.get_logger(__name__)

FRESH = dt.timedelta(minutes=10)
PEOPLE_FRESH = dt.timedelta(days=1)
AT_ONCE = 5
MOST_MEMBERS = 1000
"""Who is in a channel of more is not looked up: it counts as one with outsiders."""
MOST_PAGES = 20
"""Of the channels of one person, 200 on each."""


class SlackAudiences:
    """Implements `service.ports.Audiences` for one workspace."""

    def __init__(self, client: AsyncWebClient, clock: Clock, team: TeamId, bot: PersonId) -> None:
        self._client, self._team, self._bot = client, team, bot
        self._channels: Kept[ChannelId, Audience] = Kept(clock, FRESH)
        self._people: Kept[PersonId, Person] = Kept(clock, PEOPLE_FRESH)
        self._places: Kept[PersonId, frozenset[ChannelId]] = Kept(clock, FRESH)
        self._few = asyncio.Semaphore(AT_ONCE)

    async def look(self, channel: ChannelId, *, fresh: bool = False) -> Audience:
        """Who is looking at a channel."""
        known = None if fresh else self._channels.get(channel)
        if known is not None:
            return known
        began, people_began = self._channels.mark(), self._people.mark()
        audience = await self._look(channel)
        # A failed look is not kept: the next one may succeed. Nor is one of people of whom something changed meanwhile.
        told = audience.member and (audience.people or audience.direct or audience.external)
        if told and all(self._people.holds(person.id, people_began) for person in audience.people):
            self._channels.put(channel, audience, began)
        return audience

    async def _look(self, channel: ChannelId) -> Audience:
        try:
            told = thing(await ask(self._client, "conversations.info", {"channel": channel}), "channel")
            members = await self._members(channel) if told.get("is_member") or told.get("is_im") else ()
        except FAILS as error:
            log.info("audience_unknown", channel=channel, error=name_of(error))
            return _unknown(channel, name_of(error), again_in(error))
        many = len(members) > MOST_MEMBERS
        people = () if many else await self._all(members)
        unseen = max(people, key=lambda person: person.again, default=None)
        if unseen is not None and unseen.again:
            # Somebody who could not be looked up would pass for an outsider, and for the ten minutes that a look is kept.
            missing = len(members) - sum(not person.again for person in people)
            return _unknown(channel, unseen.unknown, _again(unseen, missing))
        return Audience(
            channel,
            text(told, "name"),
            private=bool(told.get("is_private") or told.get("is_im") or told.get("is_group")),
            member=bool(told.get("is_member") or told.get("is_im")),
            external=many or _external(told),
            people=people,
            direct=bool(told.get("is_im")),
            archived=bool(told.get("is_archived")),
        )

    async def _all(self, members: Sequence[PersonId]) -> tuple[Person, ...]:
        """Who they are: those known, and of the others as many as can be looked up now. What was found stays for the next look."""
        known = {member: self._people.get(member) for member in members}
        found = [person for person in known.values() if person is not None]
        missing = [member for member, person in known.items() if person is None]
        for start in range(0, len(missing), AT_ONCE):
            few = await asyncio.gather(*(self.person(member) for member in missing[start : start + AT_ONCE]))
            found += few
            if any(person.again for person in few):
                break
        return tuple(found)

    async def _members(self, channel: ChannelId) -> tuple[PersonId, ...]:
        """Who is in a channel; of one with more than MOST_MEMBERS some, and more than that many."""
        found: dict[PersonId, None] = {}
        cursor = ""
        while len(found) <= MOST_MEMBERS:
            page = await ask(
                self._client, "conversations.members", {"channel": channel, "limit": 200, "cursor": cursor or None}
            )
            found |= dict.fromkeys(PersonId(member) for member in strings(page, "members"))
            cursor = text(page, "response_metadata", "next_cursor")
            if not cursor:
                break
        return tuple(found)

    async def person(self, person: PersonId) -> Person:
        """Who somebody is. Slack knows nobody by a made-up name: who stands under one is gone."""
        if is_pseudonym(person):
            return Person(person, person, gone=True)
        known = self._people.get(person)
        if known is not None:
            return known
        began = self._people.mark()
        try:
            async with self._few:
                told = thing(await ask(self._client, "users.info", {"user": person, "include_locale": True}), "user")
        except FAILS as error:
            log.info("person_unknown", person=person, error=name_of(error))
            return Person(person, "", outside=True, unknown=name_of(error), again=again_in(error))
        found = self._read(person, told)
        self._people.put(person, found, began)
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
        if known is not None:
            return known
        began = self._places.mark()
        try:
            found = await self._channels_of(person)
        except FAILS as error:
            log.info("places_unknown", person=person, error=name_of(error))
            return None
        self._places.put(person, found, began)
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
        """The next look at that channel is fresh. Who the people in it are has not changed."""
        self._places.clear()
        self._channels.drop(channel)

    def forget_all(self) -> None:
        """What was told of channels may have been missed: the next look at each is fresh. Who people are counts for a day all the same."""
        self._places.clear()
        self._channels.clear()

    def forget_places(self, person: PersonId) -> None:
        """The next look at where that person is, is fresh."""
        self._places.drop(person)

    def forget_person(self, person: PersonId) -> None:
        """The next look at that person, and at the channels where they are, is fresh."""
        self._people.drop(person)
        self._places.drop(person)
        for channel, audience in self._channels.all():
            if any(member.id == person for member in audience.people):
                self._channels.drop(channel)


def _unknown(channel: ChannelId, why: str, again: float) -> Audience:
    return Audience(channel, "", private=False, member=False, external=True, unknown=why, again=again)


def _again(unseen: Person, missing: int) -> float:
    """In how many seconds a channel is to be looked at again: where we were too fast, when there is room for all who are missing, or for as
    many as there ever is room for at once."""
    if unseen.unknown != "ratelimited":
        return unseen.again
    return max(unseen.again, min(missing, PACE.people.burst) * PACE.people.every)


def _external(told: Json) -> bool:
    """Shared beyond the company: with another one, about to be, or shared and not merely within the organisation."""
    if told.get("is_ext_shared") or told.get("is_pending_ext_shared"):
        return True
    return bool(told.get("is_shared")) and not told.get("is_org_shared")
