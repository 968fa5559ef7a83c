"""A team with every verb of the engine's events at hand, and screens as the plain lines a person would read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from flows.authoring.paper import lines_of
from flows.model.effects import Outcome, ShowSummary, Tell
from flows.model.events import (
    ActionClosed,
    Deepened,
    Edited,
    Finished,
    Handed,
    Paused,
    Resumed,
    ReviewAsked,
    RoleGiven,
    SettingsChanged,
    ThreadLost,
    UndoAsked,
    Verified,
)
from flows.model.ids import ItemId, PersonId
from flows.model.people import Role
from flows.model.placing import Placed
from flows.model.programme import Action, ActionState, Item, Programme
from flows.model.screens import Button, Buttons, Screen
from flows.model.session import Spot
from flows.model.values import Choice, Document, NewItems
from tests.builders import JON, MARIA, NAMES, NO, YES, Team
from tests.flows.engine.small import STORY

SOFTWARE = Choice("software")
PAPER = Document("F1", "assignment.pdf")


class Crew(Team):
    """The same table, more to say."""

    def undo(self, spot: Spot | None = None, revision: int = 0, by: PersonId = MARIA) -> Outcome:
        return self.say(by, UndoAsked(self.ref.id, spot, revision))

    def pause(self, by: PersonId = MARIA) -> Outcome:
        return self.say(by, Paused(self.ref.id))

    def resume(self, by: PersonId = MARIA) -> Outcome:
        return self.say(by, Resumed(self.ref.id))

    def review(self, by: PersonId = MARIA) -> Outcome:
        return self.say(by, ReviewAsked(self.ref.id))

    def deepen(self, by: PersonId = MARIA) -> Outcome:
        return self.say(by, Deepened(self.ref.id))

    def finish(self, by: PersonId = MARIA) -> Outcome:
        return self.say(by, Finished(self.ref.id))

    def lose_thread(self, unsaid: Tell | ShowSummary | None = None, *, coming: bool = False) -> Outcome:
        return self.say(MARIA, ThreadLost(self.ref.id, unsaid, coming))

    def hand(
        self,
        to: PersonId = JON,
        question: str | Spot | None = None,
        by: PersonId = MARIA,
        due: dt.date | None = None,
    ) -> Outcome:
        return self.say(by, Handed(self.ref.id, self._where(question), to, due))

    def verify(self, question: str | Spot, by: PersonId = MARIA) -> Outcome:
        return self.say(by, Verified(self.ref.id, self._where(question)))

    def place(self, question: str | Spot | None, message: str = "", by: PersonId = MARIA) -> Outcome:
        """Say which answer the files prove that came last, or with ``message``."""
        at = self._where(question) if question is not None else None
        return self.say(by, Placed(self.ref.id, message or self.ref.unplaced[-1].message, at))

    def give(self, role: Role, to: PersonId | None, by: PersonId = MARIA) -> Outcome:
        return self.say(by, RoleGiven(role, to))

    def settings(
        self,
        by: PersonId = MARIA,
        *,
        zone: str | None = None,
        locale: str | None = None,
        four_eyes: bool | None = None,
        roles: Mapping[Role, PersonId | None] | None = None,
    ) -> Outcome:
        return self.say(by, SettingsChanged(zone, locale, four_eyes, dict(roles or {})))

    def edit(self, message: str, text: str, by: PersonId = MARIA) -> Outcome:
        return self.say(by, Edited(self.ref.id, text, message, NAMES))

    def close(self, action: Action, by: PersonId = MARIA) -> Outcome:
        return self.say(by, ActionClosed(action.session, action.id))

    # ── what stands ──

    def todo(self) -> list[Action]:
        """The open actions, as they were opened."""
        return [action for action in self.work.values() if action.state is ActionState.OPEN]

    @property
    def head(self) -> Programme:
        """The programme's head."""
        assert self.programme is not None
        return self.programme

    def row(self, name: str) -> Item:
        """The row of that name, taken out or not."""
        return self.rows[self.item(name)]

    def logged(self) -> list[str]:
        """The audit log as words."""
        return [entry.what for entry in self.log]


def at_people() -> Crew:
    """A team at the third question of the story: how many people will see it."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(YES)
    return team


def at_assets(*names: str) -> Crew:
    """A team that has named assets, and is asked which of them would hurt most."""
    team = at_people()
    team.skip()
    team.click(NewItems((), names or ("Engine", "App")))
    return team


def in_review() -> Crew:
    """A team with nothing left to answer on the core path: nothing leaves the house, and counsel was passed over."""
    team = Crew.at(STORY)
    team.click(SOFTWARE)
    team.click(NO)
    team.skip()
    return team


def at(question: str, item: ItemId) -> str:
    """A spot's key."""
    return f"{question}/{item}"


def words(screen: Screen) -> list[str]:
    """What a screen reads like, line by line; people by their names."""
    return [line.strip() for line in lines_of(screen, {str(person): name for person, name in NAMES.items()})]


def buttons(screen: Screen) -> list[Button]:
    """Every button of a screen, those in its overflow menus last."""
    return list(_buttons(screen))


def _buttons(screen: Screen) -> Iterator[Button]:
    rows = [part for part in screen.parts if isinstance(part, Buttons)]
    for row in rows:
        yield from row.buttons
    for row in rows:
        yield from row.more


def does(screen: Screen) -> list[str]:
    """What pressing each button of a screen does."""
    return [button.ref.do for button in buttons(screen)]
