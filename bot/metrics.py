"""The bot's figures for Prometheus, in a registry of its own. The only file that knows its library.

Labels hold names of our own types and errors, from a bounded set; never a person, a channel, a programme or a text.
"""

from __future__ import annotations

import datetime as dt
import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from state.records import Load

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 3.0)
"""Slack waits for three seconds."""
DIGEST, REMINDER = "PostDigest", "Remind"
MOST_KINDS = 100
"""Different words in a label at most: the messenger names its errors, and what comes from outside is not let grow without end."""

_WORD = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,49}$")


class Metrics:
    """Implements `service.meter.Meter`, and measures the store's load (:meth:`loaded`) and the line (:meth:`connected`)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._words: set[str] = set()
        self._turns = self._counter("turns", "Turns committed", "event", "outcome")
        self._acks = Histogram(
            "ringfence_ack_seconds",
            "From the request read to its acknowledgement, its commit included",
            ("kind",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._unacknowledged = self._counter("requests_failed", "Requests answered with an error", "kind")
        self._tries = self._counter("posting_tries", "Tries of postings, by what became of them", "effect", "result")
        self._retries = self._counter("posting_retries", "Postings taken up that had been tried before", "effect")
        self._digests_due = self._counter("digests_due", "Weekly digests that came to be delivered")
        self._digests_sent = self._counter("digests_sent", "Weekly digests that Slack took")
        self._reminders_due = self._counter("reminders_due", "Reminders that came to be delivered")
        self._reminders_sent = self._counter("reminders_sent", "Reminders that Slack took")
        self._errors = self._counter("errors", "Errors, by name", "kind")
        self._reconnects = self._counter("socket_replaced", "Sockets replaced, by why", "why")
        self._depth = self._gauge("outbox_depth", "Postings that wait or are under way")
        self._age = self._gauge("outbox_age_seconds", "How long the oldest of them has waited")
        self._parked = self._gauge("outbox_parked", "Postings that were given up")
        self._due = self._gauge("programmes_due", "Programmes whose time to be woken has come")
        self._connected = self._gauge("socket_connected", "1 while the line to Slack is up (1 in HTTP mode)")

    def _counter(self, name: str, about: str, *labels: str) -> Counter:
        return Counter(f"ringfence_{name}", about, labels, registry=self.registry)

    def _gauge(self, name: str, about: str) -> Gauge:
        return Gauge(f"ringfence_{name}", about, registry=self.registry)

    def _word(self, word: str) -> str:
        """A word that may be a label."""
        if word in self._words:
            return word
        if not _WORD.match(word) or len(self._words) >= MOST_KINDS:
            return "other"
        self._words.add(word)
        return word

    # ── what is counted as it happens ──

    def turn(self, event: str, outcome: str) -> None:
        """See `Meter`."""
        self._turns.labels(self._word(event), self._word(outcome)).inc()

    def taken(self, effect: str, tries: int) -> None:
        """See `Meter`."""
        if tries:
            self._retries.labels(self._word(effect)).inc()
        elif effect == DIGEST:
            self._digests_due.inc()
        elif effect == REMINDER:
            self._reminders_due.inc()

    def settled(self, effect: str, result: str) -> None:
        """See `Meter`."""
        self._tries.labels(self._word(effect), self._word(result)).inc()
        if effect == DIGEST and result == "sent":
            self._digests_sent.inc()
        if effect == REMINDER and result == "sent":
            self._reminders_sent.inc()

    def acknowledged(self, kind: str, seconds: float, well: bool) -> None:
        """See `Meter`."""
        self._acks.labels(self._word(kind)).observe(seconds)
        if not well:
            self._unacknowledged.labels(self._word(kind)).inc()

    def failed(self, kind: str) -> None:
        """See `Meter`."""
        self._errors.labels(self._word(kind)).inc()

    def reconnected(self, why: str) -> None:
        """See `Meter`."""
        self._reconnects.labels(self._word(why)).inc()

    # ── what is looked at ──

    def loaded(self, load: Load, now: dt.datetime) -> None:
        """How much there is to do at that time."""
        self._depth.set(load.waiting)
        self._age.set(max(0.0, (now - load.since).total_seconds()) if load.since else 0.0)
        self._parked.set(load.parked)
        self._due.set(load.due)

    def connected(self, well: bool) -> None:
        """Whether the line is up."""
        self._connected.set(1 if well else 0)

    def page(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self.registry)
