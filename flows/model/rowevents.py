"""What can happen to the rows of a register by hand; part of the union of `events`."""

from __future__ import annotations

import msgspec

from flows.model.ids import ItemId, PersonId, RegisterId


class RowAdded(msgspec.Struct, frozen=True, tag="row_added"):
    """Somebody names a new row of a register."""

    register: RegisterId
    name: str


class RowRenamed(msgspec.Struct, frozen=True, tag="row_renamed"):
    """Somebody gives a row another name, or the one that it has, and takes names out by which it was known (``without``)."""

    register: RegisterId
    item: ItemId
    name: str
    without: tuple[str, ...] = ()


class RowTakenOut(msgspec.Struct, frozen=True, tag="row_taken_out"):
    """Somebody takes a row out of its register."""

    register: RegisterId
    item: ItemId


class RowBroughtBack(msgspec.Struct, frozen=True, tag="row_brought_back"):
    """Somebody brings back a row that was taken out."""

    register: RegisterId
    item: ItemId


class RowsImported(msgspec.Struct, frozen=True, tag="rows_imported"):
    """Somebody names rows of a register, and what is known of them, by the text of a CSV file. ``change``: answers that stand may be replaced;
    ``unbind``: also a yes on a condition by a plain yes. ``names``: what the people are called whom it may name."""

    register: RegisterId
    text: str
    change: bool = False
    names: dict[PersonId, str] = {}
    unbind: bool = False


class RegisterExported(msgspec.Struct, frozen=True, tag="register_exported"):
    """Somebody wants a register as a file."""

    register: RegisterId


RowEvent = RowAdded | RowRenamed | RowTakenOut | RowBroughtBack | RowsImported | RegisterExported
