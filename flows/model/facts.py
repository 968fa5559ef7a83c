"""What conditions may look at, as a protocol. Who answers it (a session, a whole programme, an author's check) is not said here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Protocol

from flows.model.countryfields import CountryField
from flows.model.ids import FlowId, ItemId, PersonId, QuestionId, RegisterId, StageId
from flows.model.people import Profile, Role
from flows.model.programme import StageState
from flows.model.scorecard import ScoreVerdict
from flows.model.session import Answer


class Answers(Protocol):
    """What one run of a flow knows."""

    def answer(self, question: QuestionId, item: ItemId | None) -> Answer | None:
        """The visible answer: of a question asked per item, the one for ``item``; of a question asked once, that one,
        whatever the item.

        None for a question that was not answered or does not apply now.
        """
        ...

    def mark(self, question: QuestionId, item: ItemId | None) -> bool | None:
        """Whether ``item`` was picked in that item question; None while it has no value."""
        ...


class Facts(Answers, Protocol):
    """What conditions may look at. All of it as of one turn."""

    @property
    def profile(self) -> Profile | None:
        """The programme's profile; None while nobody has said."""
        ...

    @property
    def today(self) -> dt.date:
        """The day of the turn in the programme's zone."""
        ...

    def elsewhere(self, flow: FlowId, item: ItemId | None) -> Answers | None:
        """What another flow knows: of one that has a run for each row, the run for ``item``. None where there is none."""
        ...

    def scored(self, card: str, item: ItemId | None) -> ScoreVerdict | None:
        """How a row stands on a scorecard; None where it has no run that is scored."""
        ...

    def at_hand(self, register: RegisterId) -> ItemId | None:
        """The row of a register that is at hand everywhere, such as the one that the run is for."""
        ...

    def items(self, register: RegisterId) -> tuple[ItemId, ...]:
        """The rows of a register, by number."""
        ...

    def holder(self, role: Role) -> PersonId | None:
        """Who holds a role."""
        ...

    @property
    def lawyer(self) -> PersonId | None:
        """Counsel, where they read as a lawyer."""
        ...

    def stage(self, stage: StageId) -> StageState:
        """How far a stage is."""
        ...

    def book(self, field: CountryField, item: ItemId | None) -> Decimal | str | None:
        """What is held of a country by its row: a figure, or a word; None where nothing is held that may be relied on."""
        ...
