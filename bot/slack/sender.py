"""Sends screens through Slack's Web API and tells what became of them. Never raises for what Slack answers, and logs ids only."""

from __future__ import annotations

import re
from collections.abc import Awaitable

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.messenger import Doubt, Failed, Found, Gone, Limited, Print, Result, Sent
from bot.service.ports import Audiences
from bot.slack.api import FAILS, LATER, Json, TooFast, again_in, ask, call, refusal, too_fast, upload
from bot.slack.blocks import home, message, without_pictures
from bot.slack.blocks.people import talked_about
from bot.slack.files import NotRead, sha256
from bot.slack.reading import text, thing, things
from flows.model.ids import ChannelId, PersonId, ProgrammeId
from flows.model.screens import Home, Screen

log = structlog.get_logger(__name__)

MARK = "ringfence"
"""The event type of a message's metadata. Its payload holds the posting's number and nothing else: any app may read it."""

_LOST_ON_ITS_WAY = "file_not_found"
"""What was announced did not arrive, and so was not posted: a new try announces it anew."""
_WRONG_BLOCKS = "invalid_blocks"
SOON = 1.0
"""Seconds after which a conversation that could not be opened may be."""
_PAGE, _THREAD_PAGES, _CHANNEL_PAGES = 200, 25, 5
"""How many messages are read at a time for one that is looked for, and how often in a thread and in a channel."""


class SlackSender:
    """Implements `service.messenger.Sender`."""

    def __init__(self, client: AsyncWebClient, audiences: Audiences) -> None:
        self._client = client
        self._audiences = audiences
        self._direct: dict[PersonId, ChannelId] = {}

    async def post(
        self, channel: ChannelId, screen: Screen, programme: ProgrammeId, *, thread: str = "", posting: int = 0
    ) -> Result:
        """A new message. Who is only talked about is named and not notified; an edit notifies nobody anyway."""
        names = {person: (await self._audiences.person(person)).name for person in talked_about(screen)}
        known = {person: name for person, name in names.items() if name}
        made = {**message(screen, programme, names=known), "channel": channel, "thread_ts": thread or None}
        mark = {"event_type": MARK, "event_payload": {"posting": posting}} if posting else None
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": mark}
        told = await _told(call(self._client, "chat.postMessage", made | quiet))
        plainer = without_pictures(screen)
        if told == Gone(_WRONG_BLOCKS) and plainer != screen:
            # The youngest of Slack's blocks, which not every workspace may have: the words are worth more than the picture.
            log.warning("picture_refused")
            return await self.post(channel, plainer, programme, thread=thread, posting=posting)
        return told

    async def edit(self, channel: ChannelId, ts: str, screen: Screen, programme: ProgrammeId) -> Result:
        """Another content for a message that stands."""
        return await _told(
            call(self._client, "chat.update", {**message(screen, programme), "channel": channel, "ts": ts})
        )

    async def direct(self, to: PersonId, screen: Screen, programme: ProgrammeId, *, posting: int = 0) -> Result:
        """A direct message."""
        channel = await self._open(to)
        return await self.post(channel, screen, programme, posting=posting) if isinstance(channel, str) else channel

    async def file(self, to: PersonId, name: str, content: bytes, said: str, *, posting: int = 0) -> Result:
        """A file by direct message."""
        channel = await self._open(to)
        if not isinstance(channel, str):
            return channel
        result = await _told(upload(self._client, channel, name, content, said))
        if result == Gone(_LOST_ON_ITS_WAY):
            return Failed(_LOST_ON_ITS_WAY)
        return Sent(channel, "") if isinstance(result, Sent) else result

    async def fingerprint(self, file: str) -> Print | Limited | Gone | Failed:
        """A file's SHA-256. A trouble that passes is a failure: reading it again does no harm."""
        try:
            return Print(await sha256(self._client, file))
        except NotRead as error:
            return Gone(str(error))
        except SlackApiError as error:
            told = _refused(error)
        except TooFast as error:
            return Limited(error.wait)
        except FAILS as error:
            return Failed(type(error).__name__)
        return told if isinstance(told, Limited | Gone) else Failed("not_read")

    async def find(self, channel: ChannelId, thread: str, posting: int) -> Found:
        """Look once for a posting by its mark. A channel tells its latest first and is read a few pages back; a thread its oldest, so it is read
        to its end. Nothing is known where there is more than was read."""
        method = "conversations.replies" if thread else "conversations.history"
        cursor = ""
        for _ in range(_THREAD_PAGES if thread else _CHANNEL_PAGES):
            arguments = {"channel": channel, "ts": thread or None, "limit": _PAGE, "include_all_metadata": True}
            try:
                told = await ask(self._client, method, {**arguments, "cursor": cursor or None})
            except FAILS as error:
                # Where Slack lets us read one page a minute, begun anew each time a look would never end.
                never = not thread and cursor and too_fast(error) is not None
                return Found(known=False, again=0.0 if never else again_in(error))
            for one in things(told, "messages"):
                if _marked(one, posting):
                    return Found(ts=text(one, "ts"), channel=channel)
            cursor = text(told, "response_metadata", "next_cursor")
            if not cursor:
                return Found()
        return Found(known=False)

    async def find_direct(self, to: PersonId, posting: int) -> Found:
        """Look once for a direct message by its mark."""
        channel = await self._open(to)
        if isinstance(channel, str):
            return await self.find(channel, "", posting)
        return Found(known=False, again=0.0 if isinstance(channel, Gone) else SOON)

    async def make_channel(self, name: str, members: tuple[PersonId, ...]) -> Result:
        """A private channel with these people in it."""
        fitting = re.sub(r"[^\w-]", "-", name.lower())[:80]
        made = await _told(call(self._client, "conversations.create", {"name": fitting, "is_private": True}))
        if not isinstance(made, Sent):
            return made
        invited = await _told(
            call(self._client, "conversations.invite", {"channel": made.channel, "users": ",".join(members)})
        )
        return made if isinstance(invited, Sent) else invited

    async def link(self, channel: ChannelId, ts: str) -> str:
        """A link to a message."""
        try:
            told = await ask(self._client, "chat.getPermalink", {"channel": channel, "message_ts": ts})
        except FAILS:
            return ""
        return text(told, "permalink")

    async def publish(self, to: PersonId, made: Home, locale: str) -> Result:
        """Somebody's Home, in place of the one before."""
        return await _told(call(self._client, "views.publish", {"user_id": to, "view": home(made, locale)}))

    async def _open(self, to: PersonId) -> ChannelId | Result:
        """The conversation with one person alone."""
        known = self._direct.get(to)
        if known is not None:
            return known
        opened = await _told(call(self._client, "conversations.open", {"users": to}))
        if isinstance(opened, Sent):
            self._direct[to] = opened.channel
            return opened.channel
        # Nothing was posted yet, so there is no doubt: it can simply be tried again.
        return Failed(opened.reason) if isinstance(opened, Doubt) else opened


def _marked(one: Json, posting: int) -> bool:
    """Whether a message carries that mark."""
    mark = thing(one, "metadata")
    return text(mark, "event_type") == MARK and thing(mark, "event_payload").get("posting") == posting


async def _told(asked: Awaitable[Json]) -> Result:
    """What Slack answered, as one of ours."""
    try:
        told = await asked
    except SlackApiError as error:
        return _refused(error)
    except TooFast as error:
        return Limited(error.wait)
    except aiohttp.ClientConnectorError as error:
        return Failed(type(error).__name__)
    except FAILS as error:
        return Doubt(type(error).__name__)
    where = text(told, "channel") or text(told, "channel", "id")
    return Sent(ChannelId(where), text(told, "ts"))


def _refused(error: SlackApiError) -> Result:
    wait = too_fast(error)
    if wait is not None:
        return Limited(wait)
    status, reason, _ = refusal(error)
    if status >= 500 or not reason:
        return Doubt(reason or f"http_{status}")
    return Doubt(reason) if reason in LATER else Gone(reason)
