"""A week of a programme as a digest: what was decided, what is stuck, what comes due, what is next. Pure; keys and values, no words.

It tells decisions and not activity. No name stands beside a day that is past.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from flows.engine.screens.review import open_actions, session_readiness
from flows.engine.screens.scene import Scene
from flows.model.effects import Digest, Entry, Mention, Note, On, Piece, Step, Term, Words
from flows.model.flow import Library
from flows.model.ids import PersonId
from flows.model.programme import Action, ActionWhy, Programme, Snapshot, StageState
from flows.model.session import SessionState
from flows.rules.readiness import GRAVE, Readiness

MOST_LINES = 4
MOST_STEPS = 3
AHEAD = dt.timedelta(days=14)
"""How far ahead the digest looks."""


def compose(
    snapshot: Snapshot, programme: Programme, library: Library, now: dt.datetime, *, late: bool = False
) -> Digest:
    """The digest of the time since the last one: of ``programme``, beside the rows of its snapshot."""
    since = programme.digest.at if programme.digest else programme.started
    scenes = tuple(Scene(snapshot, ref.id, library, now) for ref in programme.sessions)
    log = snapshot.entries(since)
    lists = {
        "decided": tuple(_decided(log, library)),
        "blocked": tuple(line for scene in scenes for line in _blocked(scene)),
        "overdue": tuple(_overdue(scenes)),
        "coming": tuple(_coming(scenes)),
    }
    local = now.astimezone(ZoneInfo(programme.settings.zone))
    return Digest(
        at=now,
        since=since,
        week=local.isocalendar().week,
        decided=lists["decided"][:MOST_LINES],
        blocked=lists["blocked"][:MOST_LINES],
        overdue=lists["overdue"][:MOST_LINES],
        coming=lists["coming"][:MOST_LINES],
        opened=_opened(scenes, since),
        closed=_closed(scenes, log),
        before=programme.digest.percent if programme.digest else None,
        percent=_percent(scenes),
        steps=tuple(_steps(scenes))[:MOST_STEPS],
        more={name: len(lines) - MOST_LINES for name, lines in lists.items() if len(lines) > MOST_LINES},
        late=late,
    )


def _decided(log: Sequence[Entry], library: Library) -> Iterator[Note]:
    """What was decided since: stages that are done, parts given, answers verified; then how much work was done."""
    titles = {str(stage.id): stage.title for stage in library.stages}
    roles: dict[str, Note] = {}
    for entry in log:
        stage, _, state = entry.about.partition(": ")
        if entry.what == "stage" and state == StageState.DONE and stage in titles:
            yield Note("digest.stage_done", {"stage": titles[stage]})
        elif entry.what == "role_given" and entry.role is not None and entry.person is not None:
            roles[entry.role] = Note("digest.role", {"role": Term(f"role.{entry.role}"), "who": Mention(entry.person)})
        elif entry.what == "verified" and entry.session is not None and entry.spot is not None:
            yield Note("digest.verified", {"question": Words(entry.session, entry.spot, "text")})
    yield from roles.values()
    done = sum(entry.what == "action_done" for entry in log)
    if done:
        yield Note("digest.done", {"count": done})


def _blocked(scene: Scene) -> Iterator[Note]:
    """What holds a session up, and who can move it: questions in other hands, an empty part, grave findings."""
    session = scene.session
    for handed in session.assignments:
        if scene.facts.applies(handed.spot):
            question = Words(session.id, handed.spot, "text")
            yield Note("digest.handed", {"question": question, "who": Mention(handed.to)})
    if session.state is SessionState.ASKING and session.spot is not None:
        role = scene.question(session.spot).role
        if role is not None:
            holder = scene.programme.holder(role)
            who: Piece = Mention(holder) if holder else Term(f"role.{role}")
            yield Note("digest.waits", {"question": Words(session.id, session.spot, "text"), "who": who})
    work = {(action.spot, action.rule): action for action in open_actions(scene) if action.why is ActionWhy.FINDING}
    for finding in session.findings:
        if finding.severity in GRAVE:
            action = work.get((finding.spot, finding.rule))
            say = Words(session.id, finding.spot, "say", finding.rule)
            yield Note("digest.finding", {"say": say, "who": _whose(action, scene.programme.owner)})


def _whose(action: Action | None, owner: PersonId) -> Piece:
    if action is None:
        return Mention(owner)
    return Mention(action.owner) if action.owner is not None else Term(f"role.{action.role}")


def _coming(scenes: Sequence[Scene]) -> Iterator[Note]:
    """What is due within two weeks, soonest first."""
    for action, scene in _by_day(scenes):
        if scene.today <= action.due <= scene.today + AHEAD:
            who = _whose(action, scene.programme.owner)
            yield Note("digest.due", {"what": _what(action), "who": who, "due": On(action.due)})


def _overdue(scenes: Sequence[Scene]) -> Iterator[Note]:
    """What was due before today, without a name."""
    for action, scene in _by_day(scenes):
        if action.due < scene.today:
            yield Note("digest.was_due", {"what": _what(action), "due": On(action.due)})


def _by_day(scenes: Sequence[Scene]) -> list[tuple[Action, Scene]]:
    """Open work of all sessions, soonest first."""
    found = ((action, scene) for scene in scenes for action in open_actions(scene))
    return sorted(found, key=lambda one: (one[0].due, one[0].id))


def _what(action: Action) -> Words:
    """What an action asks for: the remedy of its finding, or how to find out what nobody knew."""
    if action.why is ActionWhy.FINDING:
        return Words(action.session, action.spot, "do", action.rule)
    return Words(action.session, action.spot, "not_sure" if action.why is ActionWhy.NOT_SURE else "text")


def _opened(scenes: Sequence[Scene], since: dt.datetime) -> int:
    return sum(finding.opened >= since for scene in scenes for finding in scene.session.findings)


def _closed(scenes: Sequence[Scene], log: Sequence[Entry]) -> int:
    """Findings that were open when the time told of began, and are not any more."""
    now = {(scene.session.id, finding.spot, finding.rule) for scene in scenes for finding in scene.session.findings}
    first: dict[tuple[object, ...], str] = {}
    for entry in log:
        if entry.what in ("finding_raised", "finding_withdrawn"):
            first.setdefault((entry.session, entry.spot, entry.about), entry.what)
    return sum(what == "finding_withdrawn" and key not in now for key, what in first.items())


def _percent(scenes: Sequence[Scene]) -> int | None:
    """The readiness of all sessions together."""
    found = [session_readiness(scene) for scene in scenes]
    points = sum((one.points for one in found), start=Decimal(0))
    return Readiness(points, sum(one.known for one in found), sum(one.total for one in found)).percent


def _steps(scenes: Sequence[Scene]) -> Iterator[Step]:
    """What to do next: the open question of each session, or its review; then the work that is due first."""
    for scene in scenes:
        session = scene.session
        if session.state is SessionState.REVIEW:
            yield Step(Note("digest.step.review", {"title": scene.plan.flow.title}), "review", session.id)
        elif session.state is not SessionState.DONE:
            yield Step(Note("digest.step.answer", {"title": scene.plan.flow.title}), "continue", session.id)
    for action, _ in _by_day(scenes)[:MOST_STEPS]:
        yield Step(Note("digest.step.action", {"what": _what(action)}), "actions", action.session)
