"""What answers decide, by the rules that their questions' authors wrote, and what was decided in a week. Pure; the words are put together in
`screens.wording`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from flows.engine.log import Log
from flows.engine.screens.scene import Scene
from flows.model.effects import Entry, Mention, Note, On, Piece, Term, Words
from flows.model.flow import Library, Phrase
from flows.model.ids import SessionId
from flows.model.programme import StageState
from flows.model.session import Answer, AnswerState, Spot
from flows.model.values import People
from flows.rules.conditions import judge


def decision_at(scene: Scene, spot: Spot) -> Phrase | None:
    """What the answer at ``spot`` decides, as its author words it; None where it decides nothing, or does not count now."""
    answer = scene.session.answer_at(spot)
    question = scene.plan.questions.get(spot.question)
    rules = question.decides if question is not None else ()
    if not rules or answer is None or answer.state is not AnswerState.VALUE or not scene.facts.applies(spot):
        return None
    holding = (one.say for one in rules if one.when is None or judge(one.when, scene.facts, spot.item) is True)
    return next(holding, None)


def decisions(scene: Scene) -> Iterator[Spot]:
    """Where something is decided in a session as it stands, in the order of the page."""
    return (spot for spot in scene.facts.spots() if decision_at(scene, spot) is not None)


PHASES = {
    "phase_opened": "digest.phase.opened",
    "phase_closed": "digest.phase.closed",
    "phase_back": "digest.phase.back",
}
"""What the log says of phases that somebody decided on."""
SETTLED = "finding_settled"
FELL = "phase_fell"
"""What it says of one that lapsed by itself: its name, a colon, and why."""
TOLD = frozenset({"stage", *PHASES, FELL, "role_given", "verified", "action_done", "action_undone", SETTLED})
"""The lines of the log that tell of a decision by themselves."""
UNDONE = frozenset({"undone"})
GIVEN = frozenset({"answered"}) | UNDONE
"""The lines that tell what stood at a spot before."""


def decided(scenes: Sequence[Scene], log: Log, library: Library) -> Iterator[Note]:
    """What was decided since, what weighs most first: phases, what answers decide, stages that are done, parts given, answers verified; then how
    much work was done.

    What an answer decided and gave or confirmed is told once.
    """
    titles = {str(stage.id): stage.title for stage in library.stages}
    lines = log.lines(TOLD)
    yield from _moved(scenes, [entry for entry in lines if entry.what in PHASES or entry.what == FELL])
    told: set[object] = set()
    for scene in scenes:
        for spot in _newly_decided(scene, log):
            told |= {(scene.session.id, spot), scene.question(spot).fills}
            answer = scene.session.answers[spot.key]
            what = Words(scene.session.id, spot, "decides")
            if isinstance(answer.value, People) and answer.by in answer.value.people:
                yield Note("digest.decision.own", {"what": what})  # the words name them
            else:
                yield Note("digest.decision", {"what": what, "who": Mention(answer.by)})
    for entry in lines:
        stage, _, state = entry.about.partition(": ")
        if entry.what == "stage" and state == StageState.DONE and stage in titles:
            yield Note("digest.stage_done", {"stage": titles[stage]})
    roles: dict[str, Note] = {}
    for entry in lines:
        if entry.what == "role_given" and entry.role is not None and entry.person is not None:
            roles.pop(entry.role, None)
            if entry.session is None or entry.role not in told:  # a part that an answer gave has its session
                given: dict[str, Piece] = {"role": Term(f"role.{entry.role}"), "who": Mention(entry.person)}
                roles[entry.role] = Note("digest.role", given)
        elif entry.what == "verified" and entry.session is not None and (spot := now_at(scenes, entry)) is not None:
            if (entry.session, spot) not in told and _stands(scenes, entry.session, spot):
                yield Note("digest.verified", {"question": Words(entry.session, spot, "text")})
    yield from roles.values()
    yield from _settled(scenes, lines)
    done = sum((entry.what == "action_done") - (entry.what == "action_undone") for entry in lines)
    if done > 0:
        yield Note("digest.done", {"count": done})


def _moved(scenes: Sequence[Scene], lines: Sequence[Entry]) -> Iterator[Note]:
    """What became of phases, each with its day. Of one that fell it is told where it was opened again since; while it is shut that stands among
    what is stuck."""
    zone = ZoneInfo(next((scene.programme.settings.zone for scene in scenes), "UTC"))
    for at, entry in enumerate(lines):
        day = On(entry.at.astimezone(zone).date())
        if entry.what in PHASES:
            yield Note(PHASES[entry.what], {"phase": entry.about, "day": day})
            continue
        later = (one.about for one in lines[at:] if one.what in PHASES and entry.about.startswith(f"{one.about}: "))
        name = next(later, None)
        if name is not None:
            why = entry.about.removeprefix(f"{name}: ")
            yield Note("digest.phase.fell_then", {"phase": name, "day": day, "why": why})


def _settled(scenes: Sequence[Scene], lines: Sequence[Entry]) -> Iterator[Note]:
    """Findings that somebody settled since and that still are, each once; never why."""
    keys = dict.fromkeys(
        (entry.session, now_at(scenes, entry), entry.about) for entry in lines if entry.what == SETTLED
    )
    still = {
        (scene.session.id, one.spot, one.rule): one.settled
        for scene in (scenes if keys else ())
        for one in scene.session.findings
        if one.settled
    }
    for session, spot, rule in keys:
        word = still.get((session, spot, rule)) if session is not None and spot is not None else None
        if word is not None and session is not None and spot is not None:
            yield Note("digest.settled", {"say": Words(session, spot, "say", rule), "who": Mention(word.by)})


def now_at(scenes: Sequence[Scene], entry: Entry) -> Spot | None:
    """Where that is now which stood at the spot that a line of the log names."""
    scene = next((one for one in scenes if one.session.id == entry.session), None)
    return entry.spot if scene is None or entry.spot is None else scene.session.now_at(entry.spot)


def _stands(scenes: Sequence[Scene], session: SessionId, spot: Spot) -> bool:
    """Whether the version that a session runs on still has the question at a spot."""
    return any(scene.session.id == session and spot.question in scene.plan.questions for scene in scenes)


def _newly_decided(scene: Scene, log: Log) -> Iterator[Spot]:
    """Where an answer decides something that it did not decide when the time told of began."""
    for spot, before in _stood(scene, log).items():
        answer = scene.session.answer_at(spot)
        same = answer is not None and before is not None and answer.value == before.value
        if not same and decision_at(scene, spot) is not None:
            yield spot


def _stood(scene: Scene, log: Log) -> dict[Spot, Answer | None]:
    """What stood, when the time told of began, where an answer that may decide was given or taken back since; in the order of that.

    Where every one of them was the first at its spot and none was taken back, nothing stood, and the log need not be read for it.
    """
    session, deciding = scene.session, scene.plan.deciding
    if not deciding or log.kinds.isdisjoint(GIVEN):
        return {}
    given = [one for one in session.answers.values() if one.at >= log.since and one.spot.question in deciding]
    undone = any(_of(scene, log.lines(UNDONE)))
    if not undone and all(one.revision == 1 for one in given):
        return dict.fromkeys((one.spot for one in sorted(given, key=lambda one: one.at)), None)
    stood: dict[Spot, Answer | None] = {}
    for spot, line in _of(scene, log.lines(GIVEN)):
        stood.setdefault(spot, line.before)
    return stood


def _of(scene: Scene, lines: Sequence[Entry]) -> Iterator[tuple[Spot, Entry]]:
    """The lines about what may decide, each with where that stands now."""
    for line in lines:
        spot = now_at((scene,), line) if line.session == scene.session.id else None
        if spot is not None and spot.question in scene.plan.deciding:
            yield spot, line
