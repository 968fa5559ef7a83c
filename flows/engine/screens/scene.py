"""What a screen is composed from: the programme, one session with its flow and facts, its actions, and the words of the bot."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from flows.engine.facts import SessionFacts
from flows.engine.filed import files_of
from flows.engine.living import flow_of
from flows.engine.machine import Plan, plan_of
from flows.engine.naming import named
from flows.engine.neighbours import Neighbours, Stored
from flows.engine.proposing import offered
from flows.engine.versions import carried, moves, newer, renamed
from flows.engine.weights import WEIGHTS
from flows.model.errors import NotHere
from flows.model.flow import Flow, Library, Question
from flows.model.ids import ItemId, RegisterId, SessionId, country_code
from flows.model.papers import Kept
from flows.model.programme import Action, Item, Programme, Snapshot
from flows.model.session import Session, SessionState, Spot
from flows.rules.conditions import judge
from flows.rules.countries import COUNTRY


class Scene:
    """One session as it stands at an instant. ``today`` is in the programme's zone. ``subject``: the row that it runs for, also one taken out.
    ``out``: what the rows that were taken out were called last.
    ``named``: the rows that the words of a finding name, by question and rule.
    ``lands``: the codes of the countries whose law its questions remind of, while it asks any. ``files``: those that are kept with what it
    is about, the oldest first, where it asks for any. ``grown``: of a finished session, the newer version of its flow that asks more than it
    answered; None where there is none.
    """

    __slots__ = (
        "actions",
        "facts",
        "files",
        "grown",
        "lands",
        "library",
        "named",
        "others",
        "out",
        "plan",
        "programme",
        "rows",
        "session",
        "subject",
        "today",
        "weights",
    )

    def __init__(
        self,
        snapshot: Snapshot,
        session: SessionId,
        library: Library,
        now: dt.datetime,
        supposed: Session | None = None,
    ) -> None:
        """``supposed``: the session as it is only supposed to be. Raises NotHere when the programme or the session is gone."""
        programme, found = snapshot.programme, supposed or snapshot.session(session)
        if programme is None or found is None:
            raise NotHere(f"session {session} is not part of this programme any more")
        self.library = library
        self.programme: Programme = programme
        self.today: dt.date = now.astimezone(ZoneInfo(programme.settings.zone)).date()
        self.others = Neighbours(Stored(snapshot, library, programme, self.today))
        self.session: Session = found
        self.plan: Plan = plan_of(flow_of(snapshot, library, found))
        every = {register.id: snapshot.items(register.id) for register in self.plan.flow.registers}
        self.rows: dict[RegisterId, tuple[Item, ...]] = {
            register: tuple(row for row in rows if not row.removed) for register, rows in every.items()
        }
        self.out: dict[ItemId, str] = {row.id: row.name for rows in every.values() for row in rows if row.removed}
        self.subject: Item | None = _subject(snapshot, self.plan.flow.per, found.item)
        self.weights: tuple[Item, ...] = snapshot.items(WEIGHTS) if self.subject is not None else ()
        self.actions: tuple[Action, ...] = snapshot.actions(session)
        if self.plan.minds_book or self.plan.flow.works_in is not None:
            _ = self.others.holdings  # read while the snapshot can be
        self.facts = SessionFacts(self.plan, found, programme, self.rows, self.today, self.others)
        self.named = named(self.facts)  # read at once: which rows those are may stand in another run
        self.lands: tuple[str, ...] = self._lands()
        self.files: tuple[Kept, ...] = files_of(self.others.ground, found) if self.plan.asks_files else ()
        self.grown: Flow | None = None if supposed is not None else self._grown(snapshot, now)

    def _grown(self, snapshot: Snapshot, now: dt.datetime) -> Flow | None:
        """Read at once: what it would ask may hang on another run."""
        if self.session.state is not SessionState.DONE or self.away:
            return None
        found = newer(self.library, self.session, self.plan.flow)
        if found is None:
            return None
        after = upgraded(snapshot, self, found, now)
        return found if after.plan.next_spot(after.facts, None) is not None else None

    def _lands(self) -> tuple[str, ...]:
        """Read at once as well: where people work stands in another run."""
        works_in = self.plan.flow.works_in
        if works_in is None or self.session.state is SessionState.DONE:
            return ()
        rows = self.facts.items(COUNTRY)
        return tuple(country_code(row) for row in rows if judge(works_in, self.facts, row) is True)

    def question(self, spot: Spot) -> Question:
        """The question at a spot. Raises NotHere where the version that the session runs on has none of that name."""
        found = self.plan.questions.get(spot.question)
        if found is None:
            raise NotHere(f"question {spot.question} is not part of flow {self.plan.flow.id}")
        return found

    def offered(self, question: Question) -> tuple[Item, ...]:
        """The rows that a question lets one pick from, with those that it puts forward."""
        rows = self.rows.get(question.register, ()) if question.register else ()
        return offered(self.facts, question, Spot(question.id), rows)

    @property
    def title(self) -> str:
        """What the session is called: its flow, and the row that it runs for."""
        return f"{self.plan.flow.title}: {self.subject.name}" if self.subject is not None else self.plan.flow.title

    @property
    def away(self) -> bool:
        """Whether nothing of it counts: the row that it runs for is taken out, or a newer round has taken its place."""
        return self.session.superseded or (self.subject is not None and self.subject.removed)

    @property
    def in_leak(self) -> bool:
        """Whether it deals with a leak, and is not done with it."""
        return (
            self.library.answers_leak(self.plan.flow) and self.session.state is not SessionState.DONE and not self.away
        )

    @property
    def texts(self) -> dict[str, str]:
        return self.library.texts


def upgraded(snapshot: Snapshot, before: Scene, to: Flow, now: dt.datetime) -> Scene:
    """The scene as it would stand on a newer version of its flow."""
    new = plan_of(to)
    same = renamed(before.session, before.plan, new)
    supposed = carried(before.session, before.plan, new, same)
    there = Scene(snapshot, supposed.id, before.library, now, supposed)
    moved = same | moves(there.facts)
    return Scene(snapshot, supposed.id, before.library, now, carried(before.session, before.plan, new, moved))


def _subject(snapshot: Snapshot, register: RegisterId | None, item: ItemId | None) -> Item | None:
    """The row of that id, live or not."""
    rows = snapshot.items(register) if register is not None and item is not None else ()
    return next((row for row in rows if row.id == item), None)
