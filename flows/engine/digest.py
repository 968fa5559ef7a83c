"""A week of a programme as a digest: what was decided, what is stuck, what comes due, what is next. Pure; keys and values, no words.

It tells decisions and not activity. No name stands beside a day that is past, and no work stands in two lists.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.deciding import decided, now_at
from flows.engine.facts import Asked
from flows.engine.log import Log
from flows.engine.neighbours import Stored
from flows.engine.offering import NEWER
from flows.engine.phase_lines import phase_lines
from flows.engine.reopening import became
from flows.engine.screens.review import open_actions, session_readiness
from flows.engine.screens.scene import Scene
from flows.engine.speaking import with_whom
from flows.engine.work import by_answer, what
from flows.model.effects import Digest, Mention, Note, On, Piece, Step, Term, Words
from flows.model.flow import Library, Severity
from flows.model.ids import ActionId, SessionId
from flows.model.programme import Action, ActionWhy, Programme, Reached, Snapshot
from flows.model.session import Finding, SessionState, Spot
from flows.rules.readiness import GRAVE, Readiness

MOST_LINES = 4
MOST_CRITICAL = 20
"""A leak and critical findings that are told beyond that, so that none hides behind what is left out."""
MOST_STEPS = 3
AHEAD = dt.timedelta(days=14)
"""How far ahead the digest looks."""
MOST_WEEKS = 12
"""Of how many weeks the readiness is remembered."""

BESIDE = frozenset(
    {"digest", "digest_settings", "settings", "looked", "exported", "renamed", "moved", "reach", "thread_lost"}
)
"""Lines of the log that tell nothing new of the work itself."""
WITHDRAWN = "finding_withdrawn"
FINDINGS = frozenset({"finding_raised", WITHDRAWN})
"""Those that tell of risks."""

Work = list[tuple[Action, Scene]]
"""Open work of all sessions, soonest first."""

LEAK, CRITICAL, WAITS, HIGH = range(4)
"""What comes first of what is stuck: a leak that is being dealt with, what is critical, what waits for somebody, what is high."""
RANKS = {Severity.CRITICAL: CRITICAL, Severity.HIGH: HIGH}
"""Where grave findings stand among it."""


class Stuck(msgspec.Struct, frozen=True):
    """Something that holds a programme up: what says it in words, the work on it where there is any, and how near the top it stands.
    Most of it is only counted, so that its words are put together when they are told."""

    tell: Callable[[], Note]
    action: ActionId | None = None
    rank: int = WAITS


def compose(
    snapshot: Snapshot,
    programme: Programme,
    library: Library,
    now: dt.datetime,
    *,
    late: bool = False,
    asked: bool = False,
) -> Digest:
    """The digest of the time since the last one: of ``programme``, beside the rows of its snapshot. ``asked``: somebody wants to see all
    that stands, whether or not it is new."""
    mark = programme.digest
    since = mark.at if mark else programme.started
    here = now.astimezone(ZoneInfo(programme.settings.zone))
    scenes = tuple(Scene(snapshot, ref.id, library, now) for ref in programme.sessions)
    log = Log(snapshot, since)
    work = _by_day(scenes)
    steps = tuple(islice(_steps(scenes, work), MOST_STEPS))
    shut, closing = phase_lines(Stored(snapshot, library, programme, here.date()), here.date() + AHEAD)
    held = sorted(
        (*_blocked(scenes, work, {step.action for step in steps}), *(_in_words(note) for note in shut)), key=_gravest
    )
    lists, counts = _lists(held, work, steps, here.date())
    named = tuple(_named_days(scenes, here.date()))
    soon = sorted((*named, *lists["coming"]), key=_day)
    lists["decided"], lists["coming"] = tuple(decided(scenes, log, library)), (*closing, *soon)
    counts["coming"] += len(closing) + len(named)
    first = max(min(counts["leak"] + counts["critical"], MOST_CRITICAL), MOST_LINES)
    left = {"blocked": len(held) - first} | {name: len(lines) - MOST_LINES for name, lines in lists.items()}
    ready = readiness_of(scenes)
    percent = ready.percent
    begun = since.astimezone(here.tzinfo).date()
    return Digest(
        at=now,
        since=since,
        week=here.isocalendar().week,
        decided=lists["decided"][:MOST_LINES],
        blocked=tuple(one.tell() for one in held[:first]),
        overdue=lists["overdue"][:MOST_LINES],
        coming=lists["coming"][:MOST_LINES],
        opened=_opened(scenes, since),
        closed=_closed(scenes, log),
        before=mark.percent if mark else None,
        percent=percent,
        steps=steps,
        more={name: count for name, count in left.items() if count > 0},
        late=late,
        history=_history(programme, here.date(), percent),
        answered=tuple(_answered(scenes, since)),
        counts=counts | {"decided": len(lists["decided"])},
        still=not asked and not closing and not named and not _is_news(log, work, begun, here.date()),
        known=ready.known,
        total=ready.total,
    )


def _lists(
    held: Sequence[Stuck], work: Work, steps: Sequence[Step], today: dt.date
) -> tuple[dict[str, tuple[Note, ...]], dict[str, int]]:
    """What is overdue and coming, and how much there is in all of that and of what is stuck. Work that is a next step, or that is said to
    be stuck, is not listed again."""
    told = {step.action for step in steps} | {one.action for one in held}
    days = [action.due for action, _ in work]
    late, soon = bisect_left(days, today), bisect_right(days, today + AHEAD)
    lists = {
        "overdue": tuple(_was_due(action) for action, _ in work[:late] if action.id not in told),
        "coming": tuple(_due(action, scene) for action, scene in work[late:soon] if action.id not in told),
    }
    ranks = [one.rank for one in held]
    counts = {
        "blocked": len(held),
        "leak": ranks.count(LEAK),
        "critical": ranks.count(CRITICAL),
        "overdue": late,
        "coming": soon - late,
    }
    return lists, counts


def _is_news(log: Log, work: Work, begun: dt.date, today: dt.date) -> bool:
    """Whether something happened since, or came due, or comes due soon."""
    return bool(log.kinds - BESIDE) or any(begun <= action.due <= today + AHEAD for action, _ in work)


# ── what is stuck, and what is due ───────────────────────────────────────────


def stuck(scenes: Sequence[Scene]) -> list[tuple[Scene, Stuck]]:
    """What holds the sessions up, worst first."""
    on_findings = _on_findings(_by_day(scenes))
    held = [(scene, one) for scene in scenes for one in _held(scene, on_findings, set())]
    return sorted(held, key=lambda pair: _gravest(pair[1]))


def _gravest(one: Stuck) -> int:
    return one.rank


def _in_words(note: Note) -> Stuck:
    return Stuck(lambda: note)


OnFindings = Mapping[tuple[SessionId, Spot, str], Action]
"""The open work on each finding that has any: by session, spot and rule."""


def _on_findings(work: Work) -> OnFindings:
    why = ActionWhy.FINDING
    return {(action.session, action.spot, action.rule): action for action, _ in work if action.why is why}


def _blocked(scenes: Sequence[Scene], work: Work, stepped: set[ActionId | None]) -> Iterator[Stuck]:
    """What holds any session up."""
    on_findings = _on_findings(work)
    return (one for scene in scenes for one in _held(scene, on_findings, stepped))


def _held(scene: Scene, on_findings: OnFindings, stepped: set[ActionId | None]) -> Iterator[Stuck]:
    """What holds a session up, and who can move it: a leak that is being dealt with, questions in other hands, an empty part, grave findings
    with the work on them."""
    session = scene.session
    if scene.in_leak:
        yield Stuck(partial(Note, "digest.leak"), rank=LEAK)
    for handed in session.assignments:
        if scene.facts.applies(handed.spot):
            question = Words(session.id, handed.spot, "text")
            yield _in_words(Note("digest.handed", {"question": question, "who": Mention(handed.to)}))
    if session.state is SessionState.ASKING and session.spot is not None:
        role = scene.question(session.spot).role
        if role is not None:
            holder = scene.programme.holder(role)
            who: Piece = Mention(holder) if holder else Term(f"digest.vacant.{role}")
            yield _in_words(Note("digest.waits", {"question": Words(session.id, session.spot, "text"), "who": who}))
    yield from (_in_words(note) for note in _reopened(scene))
    for finding in session.unsettled:
        rank = RANKS.get(finding.severity)
        if rank is not None:
            action = on_findings.get((session.id, finding.spot, finding.rule))
            yield Stuck(partial(_grave, finding, action, scene, stepped), action.id if action else None, rank)


def _reopened(scene: Scene) -> Iterator[Note]:
    """Decisions that do not count any more because of what they leaned on, each with a value that moved."""
    for answer in [one for one in scene.session.answers.values() if one.leaned]:
        pairs = scene.facts.moved(answer.spot)
        if pairs and scene.question(answer.spot).decides and scene.facts.applies(answer.spot):
            question = Words(scene.session.id, answer.spot, "text")
            yield Note("digest.reopened", {"question": question, **became(scene.texts, *pairs[0])})


def _grave(finding: Finding, action: Action | None, scene: Scene, stepped: set[ActionId | None]) -> Note:
    """A grave finding with whose it is, and by when unless a next step tells that."""
    say = Words(scene.session.id, finding.spot, "say", finding.rule)
    whose: dict[str, Piece] = {"say": say, "who": _whose(action, scene.programme)}
    if action is None or action.id in stepped:
        return Note("digest.finding", whose)
    if action.due < scene.today:
        return Note("digest.finding.was_due", {"say": say, "due": On(action.due)})
    return Note("digest.finding.due", {**whose, "due": On(action.due)})


def _whose(action: Action | None, programme: Programme) -> Piece:
    return Mention(programme.owner) if action is None else with_whom(programme, action)


def _due(action: Action, scene: Scene) -> Note:
    return Note("digest.due", {"what": what(action), "who": with_whom(scene.programme, action), "due": On(action.due)})


def _was_due(action: Action) -> Note:
    """Without a name."""
    return Note("digest.was_due", {"what": what(action), "due": On(action.due)})


def _named_days(scenes: Sequence[Scene], today: dt.date) -> Iterator[Note]:
    """The days ahead that answers name: a paper that lapses, a day to act by."""
    for scene in scenes:
        for one in scene.session.deadlines if not scene.away else ():
            if today <= one.day <= today + AHEAD:
                what = Words(scene.session.id, one.spot, "reminds")
                yield Note("digest.due", {"what": what, "who": Mention(one.to), "due": On(one.day)})


def _day(note: Note) -> dt.date:
    """The day of a line of what comes due."""
    due = note.values["due"]
    assert isinstance(due, On)  # noqa: S101  (each such line has one)
    return due.day


def _by_day(scenes: Sequence[Scene]) -> Work:
    found = ((action, scene) for scene in scenes for action in open_actions(scene))
    return sorted(found, key=lambda one: one[0].due)


# ── how far it is ────────────────────────────────────────────────────────────


def _opened(scenes: Sequence[Scene], since: dt.datetime) -> int:
    return sum(finding.opened >= since for scene in scenes for finding in scene.session.findings)


def _closed(scenes: Sequence[Scene], log: Log) -> int:
    """Findings that were open when the time told of began, and are not any more."""
    if WITHDRAWN not in log.kinds:
        return 0
    now = {(scene.session.id, finding.spot, finding.rule) for scene in scenes for finding in scene.session.findings}
    first: dict[tuple[object, ...], str] = {}
    for entry in log.lines(FINDINGS):
        first.setdefault((entry.session, now_at(scenes, entry), entry.about), entry.what)
    return sum(what == WITHDRAWN and key not in now for key, what in first.items())


def readiness_of(scenes: Sequence[Scene]) -> Readiness:
    """The readiness of all sessions together."""
    found = [session_readiness(scene) for scene in scenes]
    points = sum((one.points for one in found), start=Decimal(0))
    known, lost = sum(one.known for one in found), sum(one.lost for one in found)
    return Readiness(points, known, sum(one.total for one in found), lost)


def _history(programme: Programme, today: dt.date, percent: int | None) -> tuple[Reached, ...]:
    """The readiness of the last weeks, one figure a week, with today's."""
    past = programme.digest.history if programme.digest else ()
    oldest, week = today - dt.timedelta(weeks=MOST_WEEKS), today.isocalendar()[:2]
    kept = [one for one in past if one.day > oldest and one.day.isocalendar()[:2] != week]
    return (*kept, *((Reached(today, percent),) if percent is not None else ()))[-MOST_WEEKS:]


def _answered(scenes: Sequence[Scene], since: dt.datetime) -> Iterator[str]:
    """The titles of sections whose last open question was answered since."""
    for scene in scenes:
        for asked in scene.facts.tally:
            if _is_done_since(asked, since):
                title = asked.section.title
                yield f"{title} ({scene.subject.name})" if scene.subject is not None else title


def _is_done_since(asked: Asked, since: dt.datetime) -> bool:
    """Whether all of a section is known, and the last of it since then."""
    return all(asked.known) and any(answer is not None and answer.at >= since for answer in asked.answers)


# ── what is next ─────────────────────────────────────────────────────────────


def _steps(scenes: Sequence[Scene], work: Work) -> Iterator[Step]:
    """What to do next: a leak that is being dealt with, the first critical work, the open question of each session or its review, what finished ones
    are asked by a newer version, then the work on grave findings and what is due first."""
    ranked = _gravest_first(scenes, work)
    urgent = [one for grave, one in ranked[:1] if grave == GRAVE.index(Severity.CRITICAL)]
    leaks = [scene for scene in scenes if scene.in_leak]
    yield from _goings_on(leaks)
    yield from (_step(action, scene) for action, scene in urgent)
    yield from _goings_on([scene for scene in scenes if scene not in leaks])
    yield from _grown(scenes)
    yield from (_step(action, scene) for _, (action, scene) in ranked[len(urgent) :])


def _gravest_first(scenes: Sequence[Scene], work: Work) -> list[tuple[int, tuple[Action, Scene]]]:
    """Work with the place that its finding has among the grave ones, that on the gravest first, else as it was: soonest first."""
    places = {
        (scene.session.id, finding.spot, finding.rule): GRAVE.index(finding.severity)
        for scene in scenes
        for finding in scene.session.findings
        if finding.severity in GRAVE
    }
    ranked = [(places.get((one[0].session, one[0].spot, one[0].rule), len(GRAVE)), one) for one in work]
    return sorted(ranked, key=lambda pair: pair[0])


def _goings_on(scenes: Sequence[Scene]) -> Iterator[Step]:
    """The open question of each session, or its review."""
    for scene in scenes:
        session, title = scene.session, {"title": scene.title}
        if scene.away:
            continue
        if session.state is SessionState.REVIEW:
            yield Step(Note("digest.step.review", {**title}), "review", session.id)
        elif session.state is not SessionState.DONE:
            yield Step(Note("digest.step.answer", {**title}), "continue", session.id)


def _grown(scenes: Sequence[Scene]) -> Iterator[Step]:
    """The newer version of a finished session that asks more, until a digest offered it or somebody put it off."""
    for scene in scenes:
        before = scene.session.offered
        if scene.grown is not None and (before is None or before.flow_hash != scene.grown.hash):
            yield Step(Note("digest.step.newer", {"title": scene.title}), NEWER, scene.session.id)


def _step(action: Action, scene: Scene) -> Step:
    """Work, with the press that ends it: done, or the question, put once more, where an answer is what it is about."""
    due: dict[str, Piece] = {"what": what(action), "due": On(action.due)}
    if action.due < scene.today:
        note = Note("digest.step.was_due", due)
    else:
        note = Note("digest.step.due", {**due, "who": with_whom(scene.programme, action)})
    do = "change" if by_answer(scene, action) else "done"
    return Step(note, do, action.session, action.spot, action.id)
