"""`ringfence doctor`: settings, database, content, Slack and clock looked at one by one; what is wrong, and how to mend it.

Changes nothing. Loads no Bolt: it asks Slack two questions and opens no line.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.config import ConfigError, Mode, Settings, database_path, load_settings
from bot.mending import HARMLESS, mend
from bot.status import span
from flows.model.errors import RingfenceError
from state import inspection
from state.errors import StoreError, StoreMissing

SKEW = dt.timedelta(seconds=60)
"""Slack refuses to be taken for older than five minutes, and a wrong clock sends digests at wrong hours long before."""
STUCK = dt.timedelta(minutes=30)
"""A posting that waits for so long is not merely paced or limited."""
ROOM = 200 * 1024 * 1024
"""Bytes that should be free beside the database."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at (``part``), what there is, and how to mend it; nothing to mend where it is well."""

    part: str
    told: str
    mend: str = ""

    @property
    def well(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.mend


def run_doctor(console: Console | None = None) -> int:
    """Look at everything and print it. The exit code: 1 where something is wrong."""
    found = asyncio.run(examined(dt.datetime.now(dt.UTC)))
    _print(console or Console(), found)
    return 0 if all(one.well for one in found) else 1


async def examined(now: dt.datetime) -> list[Found]:
    """All that was looked at. Never raises for what is wrong."""
    try:
        settings = load_settings()
    except ConfigError as error:
        wrong = [Found("settings", line, "set it in the environment or in .env") for line in str(error).splitlines()]
        slack = Found("Slack", "not asked: the settings are not complete", "mend the settings, then run this again")
        return [*wrong, *_database(database_path(), now), _content(None), slack]
    path = settings.database
    well = Found("settings", f"complete, for {settings.mode.value} mode")
    return [well, *_database(path, now), _content(settings.content), *await _slack(settings, now)]


# ── on this machine ──


def _database(path: Path, now: dt.datetime) -> list[Found]:
    folder = path.absolute().parent
    if not path.exists():
        if not os.access(folder, os.W_OK):
            return [
                Found("database", f"none at {path}, and none can be made", f"make {folder}, writable for this user")
            ]
        return [Found("database", f"none at {path} yet; the first start makes it"), _room(folder)]
    try:
        version = inspection.examine(path)
        parked, oldest = inspection.parked(path), inspection.waiting(path)
    except StoreMissing as error:
        return [Found("database", f"{path} is empty or cannot be opened", _mending(error))]
    except StoreError as error:
        return [Found("database", str(error).partition(" Mend:")[0], _mending(error))]
    whole = Found("database", f"{path}: sound, version {version}, can be written to")
    return [whole, _room(folder), _outbox(oldest, now), *(_parked(one) for one in parked)]


def _mending(error: StoreError) -> str:
    """The part of a store error's words that says what to do."""
    told, _, mending = str(error).partition("Mend: ")
    return mending or told


def _room(folder: Path) -> Found:
    free = shutil.disk_usage(folder).free
    told = f"{free // (1024 * 1024)} MB free beside the database"
    return Found("disk", told, "" if free >= ROOM else "make room: a full disk refuses every event")


def _outbox(oldest: inspection.Resting | None, now: dt.datetime) -> Found:
    """Whether what is to be sent goes out. Slack may have it wait for minutes; nothing waits for hours while a bot runs."""
    if oldest is None:
        return Found("outbox", "empty")
    why = f", last refused with {oldest.why}" if oldest.why else ""
    told = f"the oldest posting, {oldest.number} for {oldest.programme}, waits for {span(now - oldest.queued)}{why}"
    return Found(
        "outbox", told, "" if now - oldest.queued < STUCK else "see that a bot runs; its log tells what it meets"
    )


def _parked(one: inspection.Resting) -> Found:
    told = f"posting {one.number} for {one.programme}: {one.why}"
    how = mend(one.why, one.number)
    return Found("parked", f"{told} ({how})") if one.why in HARMLESS else Found("parked", told, how)


def _content(folder: Path | None) -> Found:
    """Whether the content loads, as it does for a start. Its cases are for its authors: they take longer than whoever waits here has."""
    from flows.authoring.library import load_library

    where = f"{folder}" if folder else "as it shipped"
    mending = f"ringfence check {folder or ''}".strip() + " names each with file and line"
    try:
        library = load_library(folder)
    except RingfenceError as error:
        return Found("content", f"{where}: {error}", mending)
    return Found("content", f"{where}: {len(library.flows)} flows, nothing to mend")


# ── at Slack ──


async def _slack(settings: Settings, now: dt.datetime) -> list[Found]:
    from bot.slack.inspection import app_token_refused, who_am_i

    url = settings.slack_api_url
    told = await who_am_i(settings.slack_bot_token.get_secret_value(), url, now)
    if told.refused:
        found = [Found("bot token", f"{url} answered {told.refused}", _token(told.refused, "BOT"))]
    else:
        found = [
            Found("bot token", f"good, for {told.workspace} ({told.team})"),
            _scopes(told.scopes),
            _clock(told.ahead),
        ]
    if settings.mode is Mode.HTTP:
        return [*found, Found("requests", "by HTTP: Slack calls this bot", "")]
    refused = await app_token_refused(settings.slack_app_token.get_secret_value(), url)
    if refused:
        return [*found, Found("app token", f"{url} answered {refused}", _token(refused, "APP"))]
    return [*found, Found("app token", "good; a line can be opened")]


_REFUSED_APP = "on the app's page, Basic Information, App-Level Tokens, generate one with connections:write"
_REFUSED_BOT = "on the app's page, OAuth & Permissions, install the app and copy the Bot User OAuth Token"


def _token(refused: str, which: str) -> str:
    """How to mend a token, or the way to Slack where it was not the token."""
    if refused[:1].isupper():  # an error's name: there was no answer of Slack's
        return "look at the network, at any proxy, and at RINGFENCE_SLACK_API_URL"
    if refused in {"ratelimited", "internal_error", "fatal_error", "service_unavailable"}:
        return "Slack is busy: wait a minute, then run this again"
    return f"{_REFUSED_BOT if which == 'BOT' else _REFUSED_APP}; put it into RINGFENCE_SLACK_{which}_TOKEN"


def _scopes(granted: frozenset[str] | None) -> Found:
    from bot.slack.scopes import BOT_SCOPES

    if granted is None:
        return Found("scopes", "Slack did not say which the token has")
    missing = sorted(BOT_SCOPES - granted)
    if missing:
        how = "add them on the app's page, OAuth & Permissions (deploy/slack-manifest.yaml), and install the app again"
        return Found("scopes", f"missing: {', '.join(missing)}", how)
    more = sorted(granted - BOT_SCOPES)
    return Found("scopes", f"all {len(BOT_SCOPES)}" + (f"; not needed: {', '.join(more)}" if more else ""))


def _clock(ahead: dt.timedelta | None) -> Found:
    if ahead is None:
        return Found("clock", "Slack did not say what time it is")
    seconds = round(ahead.total_seconds())
    told = (
        "agrees with Slack's"
        if abs(seconds) <= 2
        else f"{abs(seconds)} s {'ahead of' if seconds > 0 else 'behind'} Slack's"
    )
    return Found("clock", told, "" if abs(ahead) <= SKEW else "set this machine's clock, and let it keep time (NTP)")


# ── on the screen ──


def _print(console: Console, found: list[Found]) -> None:
    """A table for people; plain lines where nobody looks on."""
    wrong = [one for one in found if not one.well]
    if console.is_terminal:
        table = Table(box=None, pad_edge=False)
        for name in ("", "part", "found"):
            table.add_column(name, overflow="fold")
        for one in found:
            told = Text(one.told)
            if one.mend:
                told.append(f"\n→ {one.mend}", style="bold")
            table.add_row(Text("ok", "green") if one.well else Text("wrong", "bold red"), one.part, told)
        console.print(table)
    else:
        for one in found:
            console.out(f"{'ok' if one.well else 'WRONG':<6}{one.part}: {one.told}", highlight=False)
            if one.mend:
                console.out(f"      mend: {one.mend}", highlight=False)
    console.out(f"{len(wrong)} to mend." if wrong else "Nothing to mend.", highlight=False)
