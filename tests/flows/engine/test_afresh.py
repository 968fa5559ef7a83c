"""Why a finished part has a question again: the rows that came, went or changed, by name where they are few."""

from __future__ import annotations

import msgspec
import pytest

from flows.engine.afresh import MOST_TOLD, moved_rows
from flows.engine.turn import Turn
from flows.model.effects import Mention
from flows.model.ids import RegisterId
from flows.model.values import YesNo
from tests.builders import MARIA, NOW, PRIYA
from tests.flows.engine.crew import Crew, at_assets
from tests.flows.engine.test_touching import turn_of

ASSET = RegisterId("asset")


def opened(team: Crew) -> Turn:
    """A turn that has the run of the team in hand."""
    turn = turn_of(team)
    turn.open_session(team.ref.id)
    return turn


def add(turn: Turn, *names: str) -> None:
    """New rows beside those that are there."""
    like = turn.all_rows(ASSET)[0]
    for name in names:
        turn.put_item(msgspec.structs.replace(like, id=f"asset-{name}", name=name, number=turn.number()))


def change(turn: Turn, *names: str, **to: object) -> None:
    """Something else of the rows of these names."""
    for row in [row for row in turn.all_rows(ASSET) if row.name in names]:
        turn.put_item(msgspec.structs.replace(row, **to))


def said(turn: Turn) -> list[str]:
    texts = turn.library.texts
    return [
        texts[note.key].format(
            **{name: one.person if isinstance(one, Mention) else one for name, one in note.values.items()}
        )
        for note in moved_rows(turn)
    ]


AGAIN = "So there is a question here again."


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("Vault",), f"{MARIA} added “Vault” to the list of assets."),
        (("Vault", "Site"), f"{MARIA} added “Vault” and “Site” to the list of assets."),
        (("Vault", "Site", "Plan"), f"{MARIA} added 3 assets."),
    ],
)
def test_one_or_two_new_rows_are_named_and_more_are_counted(names: tuple[str, ...], line: str) -> None:
    turn = opened(at_assets("Engine"))
    add(turn, *names)
    assert said(turn) == [line, AGAIN]


def test_rows_that_went_came_back_or_changed_are_told_apart_from_new_ones() -> None:
    team = at_assets("Engine", "App", "Site")
    team.rows[team.item("Site")] = msgspec.structs.replace(team.row("Site"), removed=True)
    turn = opened(team)
    change(turn, "Engine", removed=True)
    change(turn, "Site", removed=False)
    change(turn, "App", fields={"about": YesNo(True)})
    assert said(turn) == [
        "“Site” is back in the list of assets.",
        "“Engine” was taken out of the list of assets.",
        "“App” changed in the list of assets.",
        AGAIN,
    ]
    add(turn, "Vault")
    assert len(moved_rows(turn)) == MOST_TOLD + 1, "of four kinds at once the first three are told"


def test_two_or_more_of_a_kind_are_told_in_one_sentence() -> None:
    turn = opened(at_assets("Engine", "App", "Site"))
    change(turn, "Engine", "App", removed=True)
    assert said(turn) == ["“Engine” and “App” were taken out of the list of assets.", AGAIN]
    change(turn, "Site", removed=True)
    assert said(turn)[0] == "3 assets were taken out of their list."


def test_what_nobody_would_ask_about_is_not_told_and_then_only_that_there_is_a_question() -> None:
    team = at_assets("Engine", "App")
    turn = opened(team)
    assert said(turn) == [team.library.texts["afresh.rows"]]
    add(turn, "Vault")
    change(turn, "Vault", removed=True)
    change(turn, "Engine", by=PRIYA, at=NOW, name="Motor", formerly=("Engine",))
    change(turn, "App", fields={"about": YesNo(True)}, removed=True)
    assert said(turn) == ["“App” was taken out of the list of assets.", AGAIN]


def test_only_the_registers_that_the_part_works_with_are_told_of_each_in_its_words() -> None:
    turn = opened(at_assets("Engine"))
    add(turn, "Vault")
    like = turn.all_rows(ASSET)[0]
    turn.put_item(msgspec.structs.replace(like, id="vendor-9", register=RegisterId("vendor"), number=turn.number()))
    assert RegisterId("vendor") not in {register.id for register in turn.plan.flow.registers}
    assert said(turn) == [f"{MARIA} added “Vault” to the list of assets.", AGAIN]
