"""The books of a bot that is disturbed: what its store ever queued, what Slack got of it, what was acknowledged, and whether it all agrees.

A witness in the database itself writes down every posting as it is queued, in the commit that queues it, and every doubt about it.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from bot.playground.records import Json
from bot.playground.server import Playground
from bot.playground.transcript import lines
from bot.service import deliveries
from bot.slack.blocks import message
from flows.authoring.library import load_library
from flows.engine.screens import overview, question
from flows.engine.screens.scene import Scene
from flows.model.effects import Ask, Effect, RefreshRoot, SendExport, Settle, SettleReview
from flows.model.flow import Library
from flows.model.ids import ChannelId, ProgrammeId, TeamId, programme_id, split_programme
from flows.model.letters import SettleLetter
from flows.model.programme import Snapshot
from flows.model.reminders import RenewReminder
from flows.model.screens import Screen
from flows.model.session import Rethink, SessionState
from state.codec import EFFECT
from state.keys import key_beside, read_keys
from state.records import AddressKind
from state.sqlite import SqliteStore, open_store
from tests.faults.house import Bot
from tests.faults.life import ShiftedClock
from tests.faults.report import Report

WITNESS = """
CREATE TABLE witness (number INTEGER PRIMARY KEY, programme TEXT, lane TEXT, effect BLOB, doubtful INTEGER DEFAULT 0, parked TEXT DEFAULT '');
CREATE TRIGGER witness_queued AFTER INSERT ON outbox BEGIN
    INSERT INTO witness (number, programme, lane, effect) VALUES (new.number, new.programme, new.lane, new.effect);
END;
CREATE TRIGGER witness_doubted AFTER UPDATE OF doubtful ON outbox WHEN new.doubtful BEGIN
    UPDATE witness SET doubtful = 1 WHERE number = new.number;
END;
CREATE TRIGGER witness_parked AFTER UPDATE OF parked_at ON outbox WHEN new.parked_at IS NOT NULL BEGIN
    UPDATE witness SET parked = new.why WHERE number = new.number;
END;
"""
EDITS = (RefreshRoot, RenewReminder, Settle, SettleLetter, SettleReview)
"""Effects that change a message which stands, and bring no new one."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A posting as it was queued. ``parked``: why it was ever given up."""

    number: int
    programme: ProgrammeId
    lane: str
    effect: Effect
    doubtful: bool
    parked: str


def set_witness(bot: Bot) -> None:
    """Let all that is queued from now on be written down. The bot may run."""
    with contextlib.closing(sqlite3.connect(bot.path, timeout=30, isolation_level=None)) as rows:
        rows.executescript(WITNESS)


def claimed(bot: Bot) -> set[str]:
    """The keys of all that was taken in, and of what waits for its thread to be recorded."""
    return {key for (key,) in bot.rows("SELECT key FROM claims UNION SELECT key FROM held")}


def receipts(bot: Bot) -> set[str]:
    """The keys of the turns whose receipt the bot had, in all its lives."""
    return set(bot.receipts.read_text().split("\n")) - {""} if bot.receipts.exists() else set()


def acknowledged_replies(playground: Playground) -> set[str]:
    """The keys of what people wrote below a message of the bot's, as far as the bot said yes to it."""
    app, found = playground.workspace.app, set[str]()
    for kind, body in playground.delivery.acknowledged:
        told: Json = body.get("event", {}) if kind == "events_api" else {}
        ours = told.get("type") == "message" and not told.get("subtype") and not told.get("bot_id")
        if ours and told.get("parent_user_id") == app.user:
            found.add(f"{playground.workspace.team}:{told['channel']}:{told['ts']}")
    return found


def kept(playground: Playground, bot: Bot, report: Report) -> None:
    """All that was acknowledged is stored. To be asked when nobody writes: at a death, or at the end."""
    there = claimed(bot)
    report.none(receipts(bot) - there, "receipts of which the store knows nothing")
    report.none(acknowledged_replies(playground) - there, "acknowledged replies of which the store knows nothing")


def messages(playground: Playground) -> list[tuple[str, Json]]:
    """Every message of the app's, with its channel."""
    channels = playground.workspace.channels.values()
    return [(c.id, m) for c in channels for m in c.messages if m.get("bot_id") == playground.workspace.app.bot_id]


def programme_in(playground: Playground, channel: str) -> ProgrammeId:
    """The programme of a channel."""
    return programme_id(TeamId(playground.workspace.team), ChannelId(channel))


def mark_of(one: Json) -> int:
    """The number of a message's posting: -1 for a card, 0 where there is none."""
    return int(one.get("metadata", {}).get("event_payload", {}).get("posting", 0))


class Books:
    """What is compared when a bot has ended. Use within :func:`opened`."""

    def __init__(self, playground: Playground, bot: Bot, store: SqliteStore, library: Library) -> None:
        self.playground, self.bot, self.store, self.library = playground, bot, store, library
        self.now = ShiftedClock(bot.shift).now()
        self.queued = self._queued()
        self.outside: frozenset[str] = frozenset()

    def _queued(self) -> list[Queued]:
        seal = read_keys(key_beside(self.bot.path))
        rows = self.bot.rows("SELECT number, programme, lane, effect, doubtful, parked FROM witness ORDER BY number")
        return [
            Queued(number, of, lane, seal.read(EFFECT, effect, split_programme(of)[0], lane), bool(doubtful), parked)
            for number, of, lane, effect, doubtful, parked in rows
        ]

    async def check(self, report: Report, outside: frozenset[str] = frozenset()) -> None:
        """Everything. ``outside``: channels in which somebody from outside is."""
        self.outside = outside
        [(whole,)] = self.bot.rows("PRAGMA integrity_check(1)")
        report.hold(whole == "ok", f"the database is not sound: {whole}")
        report.none(self.bot.rows("PRAGMA foreign_key_check"), "rows without what they belong to")
        report.hold(not self.bot.waiting, f"{self.bot.waiting} are still to be sent")
        kept(self.playground, self.bot, report)
        report.none((f"{q.number} ({q.parked})" for q in self.queued if q.parked), "postings given up")
        await self._delivered(report)
        self._order(report)
        for programme in await self.store.programmes():
            await self._agrees(programme, report)
        report.add(
            {"turns acknowledged": len(receipts(self.bot)), "turns kept": len(receipts(self.bot) & claimed(self.bot))}
        )

    async def _delivered(self, report: Report) -> None:
        """Every posting that brings a message brought it, and at most one more, where it was in doubt."""
        counts = Counter(mark_of(one) for _, one in messages(self.playground))
        doubtful = {q.number for q in self.queued if q.doubtful}
        self._exports(counts)
        report.none(
            (f"{n} ({times} times)" for n, times in counts.items() if n > 0 and times > 2), "postings seen thrice"
        )
        twice = {number for number, times in counts.items() if number > 0 and times > 1}
        report.none(twice - doubtful, "postings seen twice that never were in doubt")
        brings = [q for q in self.queued if not isinstance(q.effect, EDITS) and not q.parked]
        absent = [q for q in brings if not counts[q.number]]
        lost = [q for q in absent if not isinstance(await self._still(q), deliveries.Nothing)]
        report.none(
            (f"{q.number} {type(q.effect).__name__} in {q.programme}" for q in lost), "postings that nobody got"
        )
        report.add(
            {
                "effects queued": len(self.queued),
                "messages among them": len(brings),
                "delivered": sum(counts[q.number] > 0 for q in brings),
                "no longer to the point": len(absent) - len(lost),
                "ever in doubt": len(doubtful),
                "seen twice": len(twice),
            }
        )

    def _exports(self, counts: Counter[int]) -> None:
        """A file carries no mark: to each person as many came as their exports are counted for, the first ones first."""
        workspace = self.playground.workspace
        files = Counter(m["_to"] for m in self._files(workspace.app.user))
        for q in self.queued:
            if isinstance(q.effect, SendExport) and files[q.effect.to]:
                files[q.effect.to] -= 1
                counts[q.number] += 1

    def _files(self, bot: str) -> list[Json]:
        """The files that were sent to people alone, each with whom it went to."""
        direct = (c for c in self.playground.workspace.channels.values() if c.kind == "im" and bot in c.members)
        return [
            {**m, "_to": next(p for p in c.members if p != bot)} for c in direct for m in c.messages if m.get("files")
        ]

    async def _still(self, queued: Queued) -> deliveries.Delivery:
        """What a posting would be by now."""

        def view(snapshot: Snapshot) -> deliveries.Delivery:
            outsiders = split_programme(queued.programme)[1] in self.outside
            return deliveries.worded(queued.effect, snapshot, self.library, self.now, outsiders)

        return await self.store.read(queued.programme, view)

    def _order(self, report: Report) -> None:
        """Within a lane, what was queued first was seen first."""
        first: dict[int, str] = {}
        for _, one in messages(self.playground):
            first[mark_of(one)] = min(one["ts"], first.get(mark_of(one), one["ts"]))
        lanes: dict[tuple[str, str], list[int]] = defaultdict(list)
        for q in self.queued:
            if q.number in first and not q.parked:
                lanes[q.programme, q.lane].append(q.number)
        wrong = [lane for lane, numbers in lanes.items() if sorted(numbers, key=lambda n: first[n]) != numbers]
        report.none(wrong, "lanes whose order was not kept")
        report.add({"lanes in order": len(lanes) - len(wrong)})

    # ── what people see is what is stored ──

    async def _agrees(self, programme: ProgrammeId, report: Report) -> None:
        """The card, each thread's first message and its open question read as the state says."""
        channel = split_programme(programme)[1]
        cards = [one for where, one in messages(self.playground) if where == channel and mark_of(one) == -1]
        report.hold(len(cards) == 1, f"{len(cards)} cards in {channel}")
        for kind, session, name, screen in await self.store.read(programme, self._screens):
            address = await self.store.address(programme, kind, session, name)
            stands = address and self._message(address.channel, address.ts)
            if not stands:
                report.breaches.append(f"no {kind} {name} of {programme}")
                continue
            wanted, seen = self._read(message(screen, programme)), self._read(stands)
            report.hold(wanted == seen, f"{kind} {name} of {programme} reads {seen!r}, and should read {wanted!r}")
            report.add({"messages that read as the state says": int(wanted == seen)})

    def _screens(self, snapshot: Snapshot) -> list[tuple[AddressKind, Any, str, Screen]]:
        head = snapshot.programme
        assert head is not None
        if split_programme(head.id)[1] in self.outside:
            neutral = overview.neutral(self.library, head)
            return [
                (AddressKind.CARD, None, "", neutral),
                *((AddressKind.ROOT, ref.id, "", neutral) for ref in head.sessions),
            ]
        scenes = [Scene(snapshot, ref.id, self.library, self.now) for ref in head.sessions]
        found: list[tuple[AddressKind, Any, str, Screen]] = [
            (AddressKind.CARD, None, "", overview.card(self.library, head, scenes, self.now.date()))
        ]
        for scene in scenes:
            session = scene.session
            found.append((AddressKind.ROOT, session.id, "", overview.root(scene)))
            waits = session.pending.spot if isinstance(session.pending, Rethink) else session.spot
            if session.state is SessionState.ASKING and waits is not None and session.pending is None:
                asked = session.postings.get(waits.key)
                put = (q.effect for q in self.queued if q.programme == head.id and isinstance(q.effect, Ask))
                notes = next((e.notes for e in put if (e.session, e.asked) == (session.id, asked)), ())
                found.append((AddressKind.QUESTION, session.id, str(asked), question.asked(scene, waits, notes)))
        return found

    def _message(self, channel: str, ts: str) -> Json | None:
        found = self.playground.workspace.channels.get(channel)
        return next((one for one in found.messages if one["ts"] == ts), None) if found else None

    def _read(self, one: Any) -> set[str]:
        """The lines of a message; who is mentioned by name or by id is the same."""
        text = "\n".join(lines(one))
        for person in self.playground.workspace.people.values():
            text = text.replace(f"<@{person.id}>", person.real_name)
        return set(re.sub(r"<http\S*\|", "<", text).splitlines())


@contextlib.asynccontextmanager
async def opened(playground: Playground, bot: Bot) -> Any:
    """The books of a bot that has ended."""
    store = await open_store(bot.path, read_keys(key_beside(bot.path)))
    try:
        yield Books(playground, bot, store, load_library(cache_dir=bot.path.parent / ".ringfence-cache"))
    finally:
        await store.close()
