"""Holds what came of a conversation against what its author expects, part by part. Reads the table; moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from zoneinfo import ZoneInfo

import msgspec

from flows.authoring.casefile import ActionExpected, ExpectDoc, FindingExpected
from flows.authoring.reader import Path
from flows.authoring.setting import NAMES, item_names
from flows.authoring.table import Table
from flows.engine.changing import Consequence, What
from flows.engine.deciding import decisions
from flows.engine.screens.looks import heaps
from flows.engine.screens.review import session_readiness
from flows.engine.screens.wording import piece, plain
from flows.model.effects import Words
from flows.model.programme import Action, ActionState
from flows.model.session import Change, Finding, Reading, SessionState, Spot

E = TypeVar("E")
A = TypeVar("A")


class Seen(msgspec.Struct, frozen=True):
    """What the last line of a talk brought: the keys of what was said, and the preview of a change, if one was shown."""

    said: frozenset[str] = frozenset()
    preview: tuple[str, ...] = ()


_FORESEEN = {
    What.WITHDRAWN: "{0.rule} is withdrawn",
    What.RAISED: "{0.rule} is raised",
    What.WORSE: "{0.rule} gets worse",
    What.EASED: "{0.rule} eases",
    What.FALLS_AWAY: "{0.spot.question} no longer applies",
    What.COMES_BACK: "{0.spot.question} applies again",
    What.ASKED_ANEW: "{0.spot.question} is asked",
    What.REOPENS: "{0.flow} is opened again",
    What.ELSEWHERE: "{0.flow} is judged again",
    What.UNBOUND: "{0.spot.question} loses its condition",
}
"""How a case writes each consequence of a change."""


def foreseen(one: Consequence) -> str:
    """A consequence as a case writes it."""
    return _FORESEEN[one.what].format(one)


def unmet(expect: ExpectDoc, table: Table, seen: Seen) -> Iterator[tuple[Path, str]]:
    """Each expectation that was not met: the way to it within the case, and what was found instead."""
    if expect.findings is not None:
        found = [_FindingSeen(f, _about(table, f.spot)) for f in table.open_session.findings]
        yield from _exactly("findings", expect.findings, found, _same_finding)
    if expect.actions is not None:
        work = [a for a in table.actions(table.open_session.id) if a.state is ActionState.OPEN]
        yield from _exactly(
            "actions", expect.actions, [_ActionSeen(a, _about(table, a.spot), table) for a in work], _same_action
        )
    if expect.asked_next is not None and expect.asked_next != open_now(table):
        yield ("asked_next",), f"open now: `{open_now(table)}`"
    if expect.preview is not None and set(expect.preview) != set(seen.preview):
        yield ("preview",), f"the preview reads: {_listed(seen.preview)}"
    missing = set(expect.says) - seen.said
    if missing:
        yield ("says",), f"not said: {_listed(sorted(missing))}; said: {_listed(sorted(seen.said))}"
    yield from _looks(expect, table)
    yield from _decided(expect, table)
    percent = session_readiness(table.scene()).percent if expect.readiness is not None else None
    if percent != expect.readiness:
        yield ("readiness",), f"the readiness is {percent if percent is not None else 'unknown'}"


def open_now(table: Table) -> str:
    """What the session waits for: a question's id, or ``confirm``, ``review``, ``paused``, ``done``."""
    session = table.open_session
    if isinstance(session.pending, Reading | Change):
        return "confirm"
    if session.pending is not None:
        return session.pending.spot.question
    if session.state is SessionState.ASKING and session.spot is not None:
        return session.spot.question
    return session.state.value


def _looks(expect: ExpectDoc, table: Table) -> Iterator[tuple[Path, str]]:
    scene = table.scene()
    looks = {look.id: look for look in scene.plan.flow.looks}
    for look, lists in expect.looks.items():
        if look not in looks:
            yield ("looks", look), f"there are the looks: {_listed(sorted(looks))}"
            continue
        found = {one.id: sorted(item_names(table, items)) for one, items in heaps(scene, looks[look])}
        for name, items in lists.items():
            if sorted(items) != found.get(name):
                yield ("looks", look, name), f"found there: {_listed(found.get(name, ()))}"


def _decided(expect: ExpectDoc, table: Table) -> Iterator[tuple[Path, str]]:
    """What is decided, in the words of the digest: exactly these, in any order."""
    if expect.decided is not None:
        scene, names = table.scene(), {str(person): name for person, name in NAMES.items()}
        found = [
            plain(piece(scene, Words(scene.session.id, spot, "decides")), names, iso=True) for spot in decisions(scene)
        ]
        if sorted(expect.decided) != sorted(found):
            yield ("decided",), f"decided: {' · '.join(found) or 'nothing'}"


# ── findings and actions ─────────────────────────────────────────────────────


class _FindingSeen(msgspec.Struct, frozen=True):
    finding: Finding
    about: str

    def __str__(self) -> str:
        return f"{self.finding.rule} ({self.finding.severity}" + (f", {self.about})" if self.about else ")")


class _ActionSeen:
    def __init__(self, action: Action, about: str, table: Table) -> None:
        self.action = action
        self.about = about
        self.days = (action.due - action.opened.astimezone(ZoneInfo(table.scene().programme.settings.zone)).date()).days

    def __str__(self) -> str:
        who = self.action.role or (NAMES.get(self.action.owner) if self.action.owner else None) or "nobody"
        return f"{self.action.why} for {who} in {self.days} days" + (f" ({self.about})" if self.about else "")


def _same_finding(expected: FindingExpected, seen: _FindingSeen) -> bool:
    return (
        expected.id == seen.finding.rule
        and expected.severity in (None, seen.finding.severity)
        and expected.about in (None, seen.about)
    )


def _same_action(expected: ActionExpected, seen: _ActionSeen) -> bool:
    action = seen.action
    owners = {action.role, NAMES.get(action.owner, "").lower() if action.owner else None, None}
    return (
        expected.owner in owners | ({"asker"} if action.role is None else set())
        and expected.due in (None, seen.days)
        and expected.why in (None, action.why)
        and expected.about in (None, seen.about)
    )


def _exactly(
    what: str, expected: Sequence[E], seen: Sequence[A], same: Callable[[E, A], bool]
) -> Iterator[tuple[Path, str]]:
    """Each expected thing is there, each once, and nothing else is."""
    left = list(seen)
    for at, one in enumerate(expected):
        match = next((other for other in left if same(one, other)), None)
        if match is None:
            yield (what, at), f"not among the {what}: {_listed([str(other) for other in seen])}"
        else:
            left.remove(match)
    if left and len(expected) - (len(seen) - len(left)) == 0:
        yield (what,), f"there is more: {_listed([str(other) for other in left])}"


def _about(table: Table, spot: Spot) -> str:
    return table.rows[spot.item].name if spot.item else ""


def _listed(things: Sequence[str]) -> str:
    return ", ".join(things) or "nothing"
