"""What a newer version of a session's flow would bring, before anybody says yes: what is asked, what falls away, which findings come and go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.raising import findings_of
from flows.engine.screens.scene import Scene, upgraded
from flows.engine.screens.wording import answer_line, phrase, plain, rule_named, rule_phrase, text
from flows.engine.versions import newer
from flows.model.effects import On
from flows.model.flow import Library
from flows.model.ids import SessionId
from flows.model.programme import Snapshot
from flows.model.screens import Button, Buttons, Heading, Line, Part, Prose, Quiet, Ref, Screen
from flows.model.session import Answer, Finding, Spot

MOST = 12
"""Lines of a preview; the others are counted."""


class Brought(msgspec.Struct, frozen=True):
    """What the newer version would bring. Each is told in the words of the version that has it. ``each``: what is asked for each row, and was
    answered once for all. ``moved``: answers that are taken over to another place. ``beside``: other answers to those, which stay laid aside."""

    moved: tuple[Spot, ...]
    beside: tuple[tuple[Spot, Answer], ...]
    again: tuple[Spot, ...]
    each: tuple[Spot, ...]
    new: tuple[Spot, ...]
    gone: tuple[Spot, ...]
    raised: tuple[Finding, ...]
    withdrawn: tuple[Finding, ...]


def preview(snapshot: Snapshot, session: SessionId, library: Library, now: dt.datetime) -> Screen | None:
    """The preview; None where there is no newer version. Raises NotHere for a session that is gone."""
    before = Scene(snapshot, session, library, now)
    found = newer(library, before.session, before.plan.flow)
    if found is None:
        return None
    after = upgraded(snapshot, before, found, now)
    title = plain(text(before.texts, "upgrade.title", title=before.title))
    lines = list(_lines(before, after))
    told: list[Line] = [("• ", *line) for line in lines[:MOST]] or [text(before.texts, "upgrade.nothing")]
    if len(lines) > MOST:
        told.append(text(before.texts, "upgrade.more", count=len(lines) - MOST))
    parts: tuple[Part, ...] = (
        Heading(title),
        Prose(tuple(told)),
        Quiet((text(before.texts, "upgrade.kept"),)),
        Buttons(
            (
                Button(Ref("upgrade_do", session, arg=found.hash), before.texts["button.upgrade_do"], "primary"),
                Button(Ref("upgrade_later", session), before.texts["button.upgrade_later"]),
            )
        ),
    )
    return Screen(parts, title)


def brought(before: Scene, after: Scene) -> Brought:
    """What would change from one version to the other."""
    stood, stands = tuple(before.facts.spots()), tuple(after.facts.spots())
    had, has = before.session.answers, after.session.answers
    at = before.session.started
    now = after.session.now_at
    old = {f"{finding.rule}@{now(finding.spot).key}": finding for finding in before.session.findings}
    new = {finding.key: finding for finding in findings_of(after.facts, at)}
    asked = (spot for spot in stands if not after.question(spot).unasked)
    before_now = {now(spot) for spot in stood}
    fresh = tuple(spot for spot in asked if spot.key not in had and spot.key not in has and spot not in before_now)
    each = tuple(spot for spot in fresh if spot.item is not None and spot.question in had)
    left = {spot for spot in stood if spot.key in had and now(spot) not in stands}
    given = {now(answer.spot) for answer in had.values()}
    moved = {spot for spot in left if spot.key not in has and spot.key not in after.session.aside}
    come = tuple(spot for spot in stands if spot.key in has and spot.key not in had)
    gone = left - moved
    return Brought(
        moved=come,
        beside=tuple((spot, one) for spot in come for one in _beside(after, spot) if one.spot not in gone),
        again=tuple(spot for spot in stands if spot in given and spot.key not in has),
        each=each,
        new=tuple(spot for spot in fresh if spot not in each),
        gone=tuple(spot for spot in stood if spot in gone),
        raised=tuple(finding for key, finding in new.items() if key not in old),
        withdrawn=tuple(finding for key, finding in old.items() if key not in new),
    )


def _beside(scene: Scene, spot: Spot) -> Iterator[Answer]:
    """What is laid aside that was answered to the question at a spot as well: under the other of its names, or once for all."""
    names = (spot.question, scene.question(spot).was)
    return (
        one for one in scene.session.aside.values() if one.spot.question in names and one.spot.item in (spot.item, None)
    )


def _lines(before: Scene, after: Scene) -> Iterator[Line]:
    would = brought(before, after)
    for spot in would.each:
        asked = phrase(after, after.question(spot).text, spot)
        was = answer_line(before, before.session.answers[spot.question])
        yield text(before.texts, "upgrade.each", about=asked, was=was)
    for what, scene, spots in (
        ("moved", after, would.moved),
        ("again", after, would.again),
        ("new", after, would.new),
        ("gone", before, would.gone),
    ):
        for spot in spots:
            yield text(before.texts, f"upgrade.{what}", about=phrase(scene, scene.question(spot).text, spot))
    for spot, other in would.beside:
        day = On(other.at.astimezone(ZoneInfo(after.programme.settings.zone)).date())
        yield text(before.texts, "upgrade.beside", about=phrase(after, after.question(spot).text, spot), day=day)
    for what, scene, findings in (("raised", after, would.raised), ("withdrawn", before, would.withdrawn)):
        for finding in findings:
            rule = rule_named(scene.question(finding.spot), finding.rule)
            yield text(before.texts, f"upgrade.{what}", about=rule_phrase(scene, rule, rule.say, finding.spot))
