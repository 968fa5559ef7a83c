"""One catch-all per kind of request. Read, hand on, acknowledge after the commit, then show what there is to show.

They stand behind Bolt's own checks (signature, authorisation, our own events) as one middleware with a table by kind: Bolt tries its
listeners one by one and makes thirty arguments for each, which costs more than all that is done here.

`process_before_response=True` (set where the app is made) makes Bolt wait for these, so an acknowledged event is stored. An event that
fails answers an error and Slack sends it again; a command or click that fails tells the person that nothing was saved.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, assert_never

import aiohttp
import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.service.meter import Meter, Unmetered
from bot.service.ports import (
    Answer,
    Arrival,
    Clock,
    CommandGiven,
    FormSent,
    FormWrong,
    Later,
    Nothing,
    OpenForm,
    Pressed,
    Private,
    Service,
    ShortcutUsed,
)
from bot.service.tracing import traced
from bot.slack import payloads
from bot.slack.api import FAILS, TooFast, again_in, call, name_of, seconds, too_fast
from bot.slack.blocks import message, view
from flows.model.ids import PersonId, ProgrammeId, programme_id
from flows.model.screens import Prose, Screen

log = structlog.get_logger(__name__)

NOTE_LIVES = 300.0
"""Seconds after which nobody waits for a private note any more. Slack takes one for half an hour."""

MOST_TROUBLES = 3
"""How often Slack may fail at one; it is not kept, and after that it is lost."""

Body = dict[str, Any]
Heard = Callable[[AsyncAck, Body], Awaitable[None]]


class Listeners(AsyncMiddleware):
    """Hears everything of one app. ``sorry``: the sentence for when nothing could be saved."""

    def __init__(
        self,
        service: Service,
        clock: Clock,
        client: AsyncWebClient,
        bot: PersonId,
        sorry: str,
        meter: Meter | None = None,
    ) -> None:
        self._meter = meter or Unmetered()
        self._service, self._clock, self._client, self._bot = service, clock, client, bot
        self._sorry = Screen((Prose(((sorry,),)),), sorry)
        self._tasks: set[asyncio.Task[None]] = set()

        self._kinds: dict[str, Heard] = {
            "event_callback": self.event,
            "block_actions": self.action,
            "view_submission": self.form,
            "shortcut": self.quiet,
            "message_action": self.shortcut,
        }

    def attach(self, app: AsyncApp) -> None:
        """Stand behind Bolt's own checks."""
        hear: Any = app  # Bolt's registration is untyped
        hear.use(self)

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        """Hear what is of a kind of ours; the rest goes on to Bolt, which answers that nobody hears it."""
        body: Body = req.body
        # A command is the one kind that has no type.
        kind = "command" if "command" in body else str(body.get("type"))
        heard = self.command if kind == "command" else self._kinds.get(kind)
        if heard is None:
            return await next()
        ack, began = AsyncAck(), time.perf_counter()
        try:
            await heard(ack, body)
        except Exception as error:
            self._meter.failed(type(error).__name__)
            raise
        finally:
            self._meter.acknowledged(kind, time.perf_counter() - began, ack.response is not None)
        return ack.response

    async def command(self, ack: AsyncAck, body: Body) -> None:
        """A slash command."""
        arrival = payloads.command(body)
        with traced(arrival.key):
            answer = await self._arrived(arrival)
            await ack()
            self._show(answer, arrival)

    async def action(self, ack: AsyncAck, body: Body) -> None:
        """A press."""
        try:
            arrival = payloads.press(body)
        except payloads.Unreadable as error:
            log.warning("unreadable_action", field=str(error))
            await ack()
            return
        if arrival is None:
            await ack()
            return
        with traced(arrival.key):
            answer = await self._arrived(arrival)
            await ack()
            self._show(answer, arrival)

    async def shortcut(self, ack: AsyncAck, body: Body) -> None:
        """A shortcut from a message's menu."""
        try:
            arrival = payloads.shortcut(body, self._bot)
        except payloads.Unreadable as error:
            log.warning("unreadable_shortcut", field=str(error))
            await ack()
            return
        with traced(arrival.key):
            answer = await self._arrived(arrival)
            await ack()
            self._show(answer, arrival)

    async def form(self, ack: AsyncAck, body: Body) -> None:
        """A submitted modal. What does not fit stays open, with the reason beside its field."""
        arrival = payloads.form(body)
        with traced(arrival.key):
            answer = await self._arrived(arrival)
            if isinstance(answer, FormWrong):
                await ack({"response_action": "errors", "errors": answer.errors})
                return
            await ack()
            self._show(answer, arrival)

    async def event(self, ack: AsyncAck, body: Body) -> None:
        """An event. Raises when it was not stored, so that Slack tells it again."""
        try:
            arrivals = list(payloads.event(body, self._bot))
        except payloads.Unreadable as error:
            log.warning("unreadable_event", field=str(error))
            await ack()
            return
        for arrival in arrivals:
            with traced(arrival.key):
                answer = await self._service.arrived(arrival, self._clock.now())
                self._show(answer, arrival)
        await ack()

    async def quiet(self, ack: AsyncAck, body: Body) -> None:
        """Something that we do not offer."""
        await ack()

    async def _arrived(self, arrival: Arrival) -> Answer:
        return await self._or_sorry(self._service.arrived(arrival, self._clock.now()), arrival)

    async def _or_sorry(self, work: Awaitable[Answer], arrival: Arrival) -> Answer:
        try:
            return await work
        except Exception as error:
            # A command or click is not told again by Slack: the person must know that nothing was saved.
            self._meter.failed(type(error).__name__)
            log.error("not_saved", kind=type(arrival).__name__, error=type(error).__name__, exc_info=error)
            return Private(self._sorry)

    # ── what is shown at once ──

    def _show(self, answer: Answer, arrival: Arrival) -> None:
        match answer:
            case Nothing() | FormWrong():
                return
            case Private(screen=screen, programme=programme, instead=instead):
                self._later(self._private(screen, arrival, programme, instead=instead))
            case Later(made=made):
                self._later(self._made(made, arrival))
            case OpenForm(form=form, programme=programme, home=home):
                trigger = arrival.trigger if isinstance(arrival, CommandGiven | Pressed | ShortcutUsed) else ""
                self._later(self._open(trigger, view(form, programme, on_home=home, at=arrival.channel), arrival))
            case _:
                assert_never(answer)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        """After the acknowledgement, tracked so that a stop waits for it."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drained(self, within: float) -> None:
        """Wait for what is still being shown."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)

    async def _made(self, made: Callable[[], Awaitable[Private]], arrival: Arrival) -> None:
        """Put together what takes its time, and show it."""
        self._show(await self._or_sorry(made(), arrival), arrival)

    async def _open(self, trigger: str, made: Body, arrival: Arrival) -> None:
        try:
            await call(self._client, "views.open", {"trigger_id": trigger, "view": made})
        except FAILS as error:
            log.warning("form_not_opened", error=type(error).__name__)
            await self._private(self._sorry, arrival)

    async def _private(self, screen: Screen, arrival: Arrival, about: str = "", *, instead: bool = False) -> None:
        """By the response address where there is one (it works where the bot is no member), else as an ephemeral message. ``about``: whose
        its buttons are, where that is not plain from where it is shown. ``instead``: in the place of the private note that was pressed."""
        here = arrival.programme if isinstance(arrival, Pressed) else programme_id(arrival.team, arrival.channel)
        made = message(screen, ProgrammeId(about or here))
        url = getattr(arrival, "answer_url", "")
        where = arrival.place if isinstance(arrival, FormSent) and arrival.place else arrival.channel
        to = {"channel": where, "user": arrival.by, "thread_ts": getattr(arrival, "thread", "") or None}
        try:
            if url:
                replaces = instead and isinstance(arrival, Pressed) and arrival.alone
                await self._patiently(lambda: self._respond(url, made, replaces=replaces))
            elif arrival.channel:
                await self._patiently(lambda: call(self._client, "chat.postEphemeral", {**made, **to}))
            elif getattr(arrival, "home", False):
                # A Home is in no channel, and cannot be drawn while nothing works: a direct message.
                direct = {**made, "channel": arrival.by}
                await self._patiently(lambda: call(self._client, "chat.postMessage", direct))
        except FAILS as error:
            log.warning("private_note_lost", error=name_of(error))

    async def _patiently(self, show: Callable[[], Awaitable[object]]) -> None:
        """Show a private note; once more, as long as somebody may still care, where Slack only wants it later, and a few times where it is
        in trouble. Raises one of FAILS."""
        until, troubles = time.monotonic() + NOTE_LIVES, 0
        while True:
            try:
                await show()
            except FAILS as error:
                troubles += too_fast(error) is None
                wait = again_in(error)
                if not wait or troubles > MOST_TROUBLES or time.monotonic() + wait > until:
                    raise
                await asyncio.sleep(wait)
            else:
                return

    async def _respond(self, url: str, made: Body, *, replaces: bool) -> None:
        """Use a response address. Raises one of FAILS."""
        session = self._client.session
        assert session is not None  # noqa: S101  (connect makes the client with its session)
        body = {**made, "response_type": "ephemeral", "replace_original": replaces}
        async with session.post(url, json=body, timeout=aiohttp.ClientTimeout(total=10)) as answer:
            if answer.status == 429:
                raise TooFast(seconds(answer.headers.get("Retry-After", "")))
            if answer.status >= 500:
                answer.raise_for_status()
            if answer.status >= 400:
                log.warning("private_note_refused", status=answer.status)
