"""What the small flows and ladders of the tests have in common, as an author would write it: heads, classes that nothing is of, caps, the end."""

from __future__ import annotations

from collections.abc import Iterable

from flows.model.country import CapFlag, Exposure

SOURCES = "sources: {ours: {title: Ours, publisher: Us, as_of: 2026-11-01}}\n"
HEAD = f"reviewed: 2026-11-20\n{SOURCES}"
"""How a ladder begins."""
TAIL = "lifting: {approvers: [approver, counsel], lasts: 6 months}\nexceptions: {approver: approver, most: 30 days, renewals: 1}\n"
"""How it ends."""
MANY = {"country": "countries"}
"""Plurals that are not made with an s."""


def flow_head(name: str, *registers: str, title: str = "A small flow") -> str:
    """How a flow of the stage `first` begins, up to its sections."""
    rows = "".join(f"  {one}: {{one: {one}, many: {MANY.get(one, one + 's')}}}\n" for one in registers)
    head = f"flow: {name}\nversion: 1\ntitle: {title}\nstage: first\nreviewed: 2026-11-20\nintro: A few questions.\n"
    return f"{head}registers:\n{rows}{SOURCES}sections:\n"


def unused_classes(used: Exposure, when: str) -> str:
    """Every class but one; ``when`` never holds."""
    others = (one.name for one in Exposure if one is not used)
    return "".join(f"  - {{class: {name}, title: Other, means: Other., when: {when}}}\n" for name in others)


def caps(
    closed: str = "It is open.", counsel: str = "It is open.", do: str = "Settle it", lift: Iterable[str] = ()
) -> str:
    """The words of every cap; those in ``lift`` may be lifted."""
    words = f'closed: "{closed}", counsel: "{counsel}", do: "{do}", owner: counsel'
    lines = (f"  - {{cap: {flag}, {words}{', lift: true' if flag in lift else ''}}}\n" for flag in CapFlag)
    return "caps:\n" + "".join(lines)
