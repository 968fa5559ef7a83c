"""What can happen about the end of a programme: its erasure asked for, agreed to or dropped, and the legal hold that beats it."""

from __future__ import annotations

import msgspec


class EraseAsked(msgspec.Struct, frozen=True, tag="erase_asked"):
    """The owner wants everything of the programme erased."""


class EraseConfirmed(msgspec.Struct, frozen=True, tag="erase_confirmed"):
    """A second person agrees to the erasure."""


class EraseDropped(msgspec.Struct, frozen=True, tag="erase_dropped"):
    """The erasure is not to be."""


class HoldSet(msgspec.Struct, frozen=True, tag="hold_set"):
    """A legal hold is laid on the programme, or lifted."""

    on: bool


ErasureEvent = EraseAsked | EraseConfirmed | EraseDropped | HoldSet
