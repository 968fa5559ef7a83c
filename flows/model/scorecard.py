"""A scorecard: what of a run's answers gives how many points, how well each must be proved, and what stops a vendor whatever its score.

Data only, as its authors wrote it and resolved: the arithmetic stands in flows.rules.scorecard.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from flows.model.conditions import Condition
from flows.model.country import Exposure
from flows.model.ids import FlowId, QuestionId, RegisterId, SourceId
from flows.model.people import Profile

MOST_POINTS = 4
"""What the best row has."""


class Points(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an answer is worth where ``when`` is true; the first that holds counts, the last has no ``when``.

    ``give``: 0 to 4, or None where the answer says that nobody knows.
    """

    give: int | None
    when: Condition | None = None


class Read(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question that a row reads. ``paper``: what the paper behind its answer is called in a sentence, where the row stands on several."""

    question: QuestionId
    points: tuple[Points, ...]
    paper: str = ""


class Criterion(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row. Its points are the least of the questions it reads that apply; it is known when all of those are.

    ``evidence``: the paper that proves it. ``expires``: after how many months it counts as a claim again. ``dated``: the question whose day
    is that of the paper (else the day of the answer). ``until``: the question whose day is the paper's last. ``renewed``: what else makes
    it old, in words. ``ask``: what the vendor itself is asked, without a word of what is hoped for. ``paper``: what its paper is called in a
    sentence, without an article.
    """

    id: str
    title: str
    weight: int
    evidence: str
    ask: str
    reads: tuple[Read, ...]
    expires: int | None = None
    dated: QuestionId | None = None
    until: QuestionId | None = None
    renewed: str = ""
    paper: str = ""


class Tier(msgspec.Struct, frozen=True, omit_defaults=True):
    """How deep a vendor is checked, and what it takes to pass: ``score`` per cent of the points, ``coverage`` per cent of the weight, and no
    row under ``floor`` points. ``questions``: how many are asked at most. The first tier whose ``when`` holds counts, the last has none.
    """

    tier: int
    questions: int
    score: int
    coverage: int
    floor: int = 0
    when: Condition | None = None


class HardStop(msgspec.Struct, frozen=True):
    """What stops a vendor whatever its score. ``say`` is neutral; ``mend``: what would clear it."""

    id: str
    say: str
    mend: str
    when: Condition


class CardCap(msgspec.Struct, frozen=True):
    """How far a vendor may see into anything at most while ``when`` holds."""

    id: str
    say: str
    at: Exposure
    when: Condition


class Scorecard(msgspec.Struct, frozen=True, omit_defaults=True):
    """One scorecard: what it scores is the row of ``register`` that a run of ``flow`` is for.

    ``settled``: the question that has to be answered before anything passes (what would stop it). ``profiles``: weights that differ.
    ``hash`` is that of the content, so that a score can name what it was made with.
    """

    id: str
    version: int
    title: str
    flow: FlowId
    register: RegisterId
    reviewed: dt.date
    source: SourceId
    settled: QuestionId
    criteria: tuple[Criterion, ...]
    tiers: tuple[Tier, ...]
    stops: tuple[HardStop, ...] = ()
    caps: tuple[CardCap, ...] = ()
    profiles: dict[Profile, dict[str, int]] = {}
    hash: str = ""

    def weights(self, profile: Profile | None) -> dict[str, int]:
        """The weights by row that hold for a profile, unless a team chooses others."""
        plain = {criterion.id: criterion.weight for criterion in self.criteria}
        return plain | (self.profiles.get(profile, {}) if profile else {})


class ScoreVerdict(StrEnum):
    """How a vendor stands: it passes, it falls short, something stops it, or too little is known."""

    PASS = "pass"  # noqa: S105  (a verdict)
    SHORT = "short"
    STOPPED = "stopped"
    OPEN = "open"
