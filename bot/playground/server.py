"""The workspace over HTTP, on loopback: Slack's surface, the app's sockets, and the page."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Generator

from aiohttp import web

from bot.playground.acting.actor import Actor
from bot.playground.company import company
from bot.playground.delivery import Delivery
from bot.playground.faults import Faults
from bot.playground.limits import RateLimits
from bot.playground.page_surface import PageSurface
from bot.playground.records import Json
from bot.playground.slack_surface import SlackSurface

MOST_BODY = 60 * 1024 * 1024


class Playground:
    """A workspace being served. ``url`` is its address; ``delivery_url`` set: the app is reached by signed HTTP there."""

    def __init__(
        self, empty: bool = False, delivery_url: str | None = None, retries: tuple[float, ...] | None = None
    ) -> None:
        self._empty = empty
        self.workspace = company(empty)
        self.delivery = Delivery(self.workspace, delivery_url, *(() if retries is None else (retries,)))
        self.actor = Actor(self.workspace, self.delivery)
        self.faults = Faults()
        self.limits = RateLimits()
        self._slack = SlackSurface(self.workspace, self.faults, self.limits)
        self._page = PageSurface(self.workspace, self.actor, self.faults, self._reset, self.limits)

    @property
    def calls(self) -> list[tuple[str, Json]]:
        """Each call of the Web API so far: the method and its arguments."""
        return self._slack.calls

    @property
    def url(self) -> str:
        return self.workspace.base

    @property
    def api_url(self) -> str:
        """What RINGFENCE_SLACK_API_URL is to be."""
        return f"{self.workspace.base}/api/"

    @contextlib.asynccontextmanager
    async def serving(self, port: int = 0) -> AsyncGenerator[Playground]:
        """Serve on loopback while inside."""
        runner = web.AppRunner(self.app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        self.workspace.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.delivery.close()
            await runner.cleanup()

    @contextlib.contextmanager
    def closed(self) -> Generator[None]:
        """Refuse what is done on the page while inside: the people of the sample act by themselves."""
        self._page.closed = True
        try:
            yield
        finally:
            self._page.closed = False

    def app(self) -> web.Application:
        """Everything that is served."""
        app = web.Application(client_max_size=MOST_BODY)
        app.add_routes([*self._slack.routes(), web.get("/link", self.delivery.serve), *self._page.routes()])
        return app

    def _reset(self) -> None:
        """Begin again with the company as it was at first. The app and its tokens stay."""
        fresh, old = company(self._empty), self.workspace
        old.people, old.channels = fresh.people, fresh.channels
        old.ephemerals, old.views, old.homes, old.files, old.blobs = [], {}, {}, {}, {}
        old.tick({"type": "channel", "channel": ""})
