"""The registers as people look at them: how each is called, and which facts stand beside a row. What a row is stands in `programme`."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from flows.model.ids import FlowId, QuestionId, RegisterId
from flows.model.ledger import LEDGER

FINDINGS, ACTIONS = RegisterId("finding"), RegisterId("action")
"""What follows from answers, shown as registers too: nobody writes into them."""

GATHERED: dict[RegisterId, tuple[str, ...]] = {
    FINDINGS: ("severity", "about", "owner", "due", "part", "opened"),
    ACTIONS: ("owner", "due", "about", "part", "opened"),
    LEDGER: (
        *("entry", "shown_to", "shown_on", "under_nda", "nda", "filing", "early", "entered_by"),
        *("replaces", "why", "replaced"),
    ),
}
"""The facts of one row of each register that is gathered from the sessions, and of an entry of the ledger however it came in."""

FIGURES = RegisterId("country_figure")
"""The register of a team's own figures: each is a row, only ever added to, so that what stood before stays."""

KEPT: dict[RegisterId, tuple[str, ...]] = {
    FIGURES: ("value", "source", "year"),
    RegisterId("approval"): (
        *("kind", "state", "gate", "phase", "assets", "vendors", "reason", "until"),
        *("waits", "yes_owner", "yes_counsel", "yes_security", "yes_approver"),
        *("yes_owner_if", "yes_counsel_if", "yes_security_if", "yes_approver_if"),
    ),
    RegisterId("phase_state"): ("state", "gate", "assets", "vendors", "since", "ends", "why"),
}
"""The fields of one row of each register that the engine itself writes, and no flow asks for."""


class From(StrEnum):
    """Where a fact of a row comes from."""

    ANSWER = "answer"
    """A question that is asked about the row, or once in the run for it."""
    MARK = "mark"
    """A question of which rows to pick."""
    FIELD = "field"
    """A question of a section that records its rounds as rows."""
    ONCE = "once"
    """What a run asks once, of the rows that it marks (``Column.marked``)."""
    RUN = "run"
    """The row that the run is for which recorded it (without a question), or what that run asked once."""
    OWN = "own"
    """What a finding, an action or an entry of the ledger holds itself (:data:`GATHERED`)."""
    KEPT = "kept"
    """A field that the engine wrote (:data:`KEPT`)."""


class Column(msgspec.Struct, frozen=True, omit_defaults=True):
    """One fact beside a row. ``fact`` is its short name; ``flow`` and ``question`` say who asks for it. ``words``: how
    the options of a field that the engine wrote are called. ``marked``: the question of the same flow that picks the rows of which it holds."""

    fact: str
    title: str
    source: From
    flow: FlowId = FlowId("")
    question: QuestionId = QuestionId("")
    words: dict[str, str] = {}
    marked: QuestionId = QuestionId("")


class RegisterView(msgspec.Struct, frozen=True, omit_defaults=True):
    """A register as it is listed. ``one``: what a row is called. ``also``: further words by which people ask for it. ``about``: what it is for,
    in a line. ``within``: the register that shows its rows with more beside them; it is not listed itself then. ``first``: people use it first,
    so that it stands in the list as long as it holds anything, while others are folded."""

    id: RegisterId
    title: str
    one: str
    columns: tuple[Column, ...] = ()
    also: tuple[str, ...] = ()
    about: str = ""
    within: RegisterId | None = None
    first: bool = False
