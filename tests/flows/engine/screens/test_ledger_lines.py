"""What a summary says of the disclosure ledger beyond its first rows, and of what comes back of a closed phase."""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.engine.lapsing import REMOVAL
from flows.engine.ledger import EARLY
from flows.engine.screens.review import MOST_SHOWN, action_line, summary
from flows.engine.screens.wording import plain
from flows.model.ids import ActionId, ItemId
from flows.model.ledger import LEDGER
from flows.model.programme import Action, ActionWhy, Item
from flows.model.session import Spot
from flows.model.values import Day
from tests.builders import MARIA, NAMES, NO, YES
from tests.flows.engine.crew import Crew, at_people, words


def shown(count: int) -> Crew:
    """A team whose ledger has so many rows, the first of them of something that went out early."""
    team = at_people()
    for number in range(count):
        row = ItemId(f"disclosure-{number}")
        fields = {
            "shown_on": Day(team.now.date() + dt.timedelta(days=number)),
            "nda_covers": YES,
            EARLY: NO if number else YES,
        }
        team.rows[row] = Item(row, LEDGER, f"Thing {number}", number, MARIA, team.now, fields=fields)
    return team


def test_what_went_out_before_its_gate_was_open_is_marked_and_what_did_not_is_not() -> None:
    lines = words(summary(shown(2).scene()))
    assert "• Thing 0 · 23 November 2026 · under an NDA · before its gate was open" in lines
    assert "• Thing 1 · 24 November 2026 · under an NDA" in lines


def test_rows_beyond_the_first_are_counted() -> None:
    assert "… and 2 more" in words(summary(shown(MOST_SHOWN + 2).scene()))
    assert not any(line.startswith("… and") for line in words(summary(shown(MOST_SHOWN).scene())))


def test_what_is_to_come_back_of_a_closed_phase_names_the_vendor_with_whom_it_is() -> None:
    team = at_people()
    where = Spot(REMOVAL, ItemId("vendor-9"))
    action = Action(
        ActionId("action-99"), team.ref.id, where, ActionWhy.REMOVAL, team.now.date(), team.now, about="Acme (Pilot)"
    )
    line = plain(
        action_line(team.scene(), msgspec.structs.replace(action, owner=MARIA)), {str(k): v for k, v in NAMES.items()}
    )
    assert line.startswith("See to it that what Acme (Pilot) has comes back or is deleted") and "Maria Kowalska" in line
