"""The living card of a programme, the root of a session's thread, and both as an outsider may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import assert_never

from flows.engine.lifecycle import has_several, stage_state
from flows.engine.phases import Phases
from flows.engine.screens.gate import card_lines
from flows.engine.screens.known import known_line
from flows.engine.screens.overdue import past_days, work_line
from flows.engine.screens.question import progress
from flows.engine.screens.review import open_actions, scores, session_readiness
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, finding_words, phrase, plain, shortened, text
from flows.engine.versions import due, newer
from flows.model.effects import Mention
from flows.model.flow import Library, Severity, Stage
from flows.model.ids import StageId
from flows.model.phasing import PHASES
from flows.model.programme import Programme, StageState
from flows.model.screens import Button, Buttons, Heading, Line, Part, Prose, Quiet, Ref, Screen, Strong
from flows.model.session import Rethink, Session, SessionState, Spot

SHOWN_QUESTION = 60
MOST_CRITICAL = 5
MOST_RUNS = 8
"""Runs of one stage on the card, besides those that are done."""
LABEL = 75
"""Characters of a button's label."""


def card(library: Library, programme: Programme, scenes: Sequence[Scene], today: dt.date) -> Screen:
    """The card: each stage and how far it is, what is open, and the next step. ``scenes``: the programme's sessions, oldest first."""
    texts = library.texts
    # By stage, of the version that a session runs on: the content may have moved on since it began.
    running: dict[StageId, list[Scene]] = {}
    for scene in scenes:
        running.setdefault(scene.plan.flow.stage, []).append(scene)
    known = {stage.id for stage in library.stages}
    steps = [stage for stage in library.stages if stage.starts_on is None or stage.id in running]
    built = [stage for stage in steps if stage.flow is not None or stage.id in running]
    leaks = [scene for scene in scenes if scene.in_leak]
    grave = tuple(_critical(scenes))
    built = [stage for stage in built if not leaks or stage != library.response]
    lines = (
        *(line for stage in built for line in _stage_lines(library, programme, stage, running.get(stage.id, []))),
        *(_flow_line(found[-1]) for stage, found in running.items() if stage not in known),
    )
    later = ", ".join(stage.title for stage in steps if stage.flow is None and stage.id not in running)
    title = plain(text(texts, "card.title", name=programme.name))
    lawyer = () if programme.lawyer else (text(texts, "notice.no_lawyer"),)
    parts = (
        Heading(title),
        *((Prose(tuple(_leak_line(scene) for scene in leaks)),) if leaks else ()),
        *((Prose(((Strong(texts["card.critical"]),), *grave)),) if grave else ()),
        Prose(lines),
        *((Quiet((text(texts, "stage.later", stages=later),)),) if later else ()),
        *_phases(scenes),
        Prose((_counts(library, scenes, today),)),
        *_newer(library, scenes, today),
        _card_buttons(library, programme, scenes),
        Quiet((text(texts, "notice"), *lawyer)),
    )
    first = [_leak_line(scene) for scene in leaks] + list(lines)
    return Screen(parts, f"{title}. {plain(first[0])}" if first else title)


def _leak_line(scene: Scene) -> Line:
    """A leak that is being dealt with, and how far that is."""
    return (Strong(scene.texts["card.leak"]), " ", *session_line(scene))


def _critical(scenes: Sequence[Scene]) -> Iterator[Line]:
    """What is critical, of all sessions; of much, how much more there is, which is one press away."""
    found = [(scene, one) for scene in scenes for one in scene.session.unsettled if one.severity is Severity.CRITICAL]
    for scene, finding in found[:MOST_CRITICAL]:
        yield ("• ", *about_row(scene, finding_words(scene, finding)))
    if len(found) > MOST_CRITICAL:
        yield ("• ", *text(scenes[-1].texts, "card.critical.more", count=len(found) - MOST_CRITICAL))


def _phases(scenes: Sequence[Scene]) -> Iterator[Prose]:
    """The phases of the work and why each is open or not."""
    ground = scenes[-1].others.ground if scenes else None
    if ground is not None and ground.library.ladder is not None and ground.rows(PHASES):
        phases = Phases(ground)
        yield Prose(((Strong(ground.library.texts["gate.title"]),), *card_lines(phases)))


def _stage_lines(library: Library, programme: Programme, stage: Stage, scenes: Sequence[Scene]) -> Iterator[Line]:
    """How far a stage is; of one with several runs how many of them are done, and how far each of the others is."""
    if not scenes or not has_several(library, stage):
        last = scenes[-1] if scenes else None
        yield (Strong(stage.title), ": ", *_stage_state(library, programme, stage, last))
        return
    runs = [scene for scene in scenes if not scene.away]
    left = [scene for scene in runs if scene.session.state is not SessionState.DONE]
    begun = bool(left) or stage_state(programme, stage) is StageState.DONE
    key = "stage.runs" if begun else "stage.runs_left"
    yield (Strong(stage.title), ": ", *text(library.texts, key, done=len(runs) - len(left), total=len(runs)))
    for scene in left[:MOST_RUNS]:
        yield ("• ", Strong(scene.title), ": ", *session_line(scene))
    if len(left) > MOST_RUNS:
        yield ("• ", *text(library.texts, "stage.more_runs", count=len(left) - MOST_RUNS))


def _flow_line(scene: Scene) -> Line:
    """A session of a stage that the content no longer has."""
    return (Strong(scene.title), ": ", *session_line(scene))


def _stage_state(library: Library, programme: Programme, stage: Stage, scene: Scene | None) -> Line:
    texts = library.texts
    if scene is not None:
        return session_line(scene)
    if stage_state(programme, stage) is StageState.LOCKED:
        return (stage.closed or texts["stage.locked"],)
    return text(texts, "stage.not_started")


def session_line(scene: Scene) -> Line:
    """How far a session is, and whom it waits for."""
    texts, session = scene.texts, scene.session
    done, total = progress(scene)
    match session.state:
        case SessionState.DONE:
            # What the evidence is worth is the scorecard's to say: a readiness beside it, of the answers, would read as a second score.
            verdicts = [texts[f"score.verdict.{score.verdict}"] for _, score in scores(scene) if score is not None]
            scored = text(texts, "stage.scored", verdict=", ".join(verdicts)) if verdicts else ()
            line = scored or known_line(texts, session_readiness(scene))
            return text(texts, "stage.known", known=line) if line else text(texts, "stage.done")
        case SessionState.PAUSED:
            return text(texts, "stage.paused", done=done, total=total)
        case SessionState.REVIEW:
            return text(texts, "stage.review", done=done, total=total)
        case SessionState.ASKING:
            spot = open_spot(session)
            if spot is None:
                return text(texts, "stage.asking", done=done, total=total)
            question = scene.question(spot)
            asked = shortened(plain(phrase(scene, question.text, spot)), SHOWN_QUESTION)
            holder = scene.programme.holder(question.role) if question.role else None
            if holder is not None:
                return text(texts, "stage.waiting", done=done, total=total, who=Mention(holder), question=asked)
            return text(texts, "stage.next", done=done, total=total, question=asked)
        case _:
            assert_never(session.state)


def open_spot(session: Session) -> Spot | None:
    """The question that a session waits at: the one that is being changed, else the open one."""
    return session.pending.spot if isinstance(session.pending, Rethink) else session.spot


def _counts(library: Library, scenes: Sequence[Scene], today: dt.date) -> Line:
    findings = [finding for scene in scenes for finding in scene.session.unsettled]
    actions = [action for scene in scenes for action in open_actions(scene)]
    critical, high = (
        sum(finding.severity is level for finding in findings) for level in (Severity.CRITICAL, Severity.HIGH)
    )
    late, passed = sum(1 for action in actions if action.due < today), sum(past_days(scene) for scene in scenes)
    opened = text(library.texts, "card.findings", count=len(findings), critical=critical, high=high)
    return (*opened, " · ", *work_line(library.texts, len(actions), late, passed))


def _card_buttons(library: Library, programme: Programme, scenes: Sequence[Scene]) -> Buttons:
    texts = library.texts
    live = [scene for scene in scenes if scene.session.state is not SessionState.DONE and not scene.away]
    last = (live or list(scenes))[-1:] if scenes else []
    go = Button(Ref("continue"), texts["button.continue"], "primary")
    leak = next((scene for scene in live if scene.in_leak), None)
    if leak is not None:
        go = Button(Ref("continue", leak.session.id), texts["button.continue_leak"], "primary")
    elif scenes and not live:
        go = Button(Ref("summary", scenes[-1].session.id), texts["button.summary"], "primary")
    review = tuple(Button(Ref("review", scene.session.id), texts["button.review"]) for scene in last)
    more = (*review, *(Button(Ref(do), texts[f"button.{do}"]) for do in ("actions", "digest", "settings", "export")))
    ways = (Button(Ref("findings"), texts["button.findings"]), *_gates(scenes))
    on = (Button(Ref("continue"), texts["button.continue"]),) if leak is not None and len(live) > 1 else ()
    return Buttons((go, *on, *ways, *_starts(library, programme)), more)


def _gates(scenes: Sequence[Scene]) -> Iterator[Button]:
    """The way to the phases and their gates, once there are any."""
    ground = scenes[-1].others.ground if scenes else None
    if ground is not None and ground.library.ladder is not None and ground.rows(PHASES):
        yield Button(Ref("gates"), ground.library.texts["button.gates"])


def _newer(library: Library, scenes: Sequence[Scene], today: dt.date) -> tuple[Part, ...]:
    """The newer version of a flow that a session may go on to, in one line with its presses; that of the oldest session, where several may."""
    for scene in scenes:
        done = scene.session.state is SessionState.DONE
        found = scene.grown if done else newer(library, scene.session, scene.plan.flow)
        if found is not None and due(scene.session, found, today):
            line = text(library.texts, "upgrade.card.done" if done else "upgrade.card", title=scene.title)
            does = ("upgrade", "upgrade_later")
            presses = tuple(Button(Ref(do, scene.session.id), library.texts[f"button.{do}"]) for do in does)
            return Prose((line,)), Buttons(presses)
    return ()


def _starts(library: Library, programme: Programme) -> Iterator[Button]:
    """Flows that run once for each row can be started whenever their stage is open: the press asks for which row."""
    for stage in library.stages:
        if has_several(library, stage) and stage_state(programme, stage) is not StageState.LOCKED:
            for flow in (library.flows[name] for name in stage.flows if name in library.flows):
                begun = flow.per is None and any(ref.flow == flow.id for ref in programme.sessions)
                if not begun:
                    label = plain(text(library.texts, "run.begin", title=flow.title))
                    aloud = plain(text(library.texts, "run.begin_aloud", title=flow.title))
                    yield Button(Ref("start", arg=flow.id), label[:LABEL], aloud=aloud)


def ahead(library: Library, programme: Programme) -> Iterator[Button]:
    """The parts that may begin now: those that run once and have not begun, and those that run once for each row."""
    begun = {ref.flow for ref in programme.sessions}
    for stage in library.stages:
        if stage.starts_on is None and stage_state(programme, stage) is not StageState.LOCKED:
            for flow in (library.flows[name] for name in stage.flows if name in library.flows):
                if flow.per is not None or flow.id not in begun:
                    label = plain(text(library.texts, "run.begin", title=flow.title))
                    yield Button(Ref("start", arg=flow.id), label[:LABEL])


def root(scene: Scene) -> Screen:
    """The message that a session's thread hangs from."""
    texts, session = scene.texts, scene.session
    title = scene.title
    intro = phrase(scene, scene.plan.flow.intro, None)
    how = () if session.state is SessionState.DONE else (text(texts, "root.how"),)
    buttons: list[Button] = []
    if session.state is SessionState.PAUSED:
        buttons.append(Button(Ref("resume", session.id), texts["button.resume"], "primary"))
    if session.state in (SessionState.REVIEW, SessionState.DONE):
        buttons.append(Button(Ref("review", session.id), texts["button.review"]))
    status = text(texts, f"root.{session.state}", who=Mention(session.started_by))
    parts = (
        Heading(title),
        Prose((intro,)),
        Quiet((status, *how, text(texts, "notice"))),
        *((Buttons(tuple(buttons)),) if buttons else ()),
    )
    return Screen(parts, f"{title}. {plain(intro)}")


def neutral(library: Library, programme: Programme) -> Screen:
    """What stands in a channel where somebody from outside is: that there is a programme, and nothing of it."""
    line = text(library.texts, "neutral")
    return Screen((Prose((line,)),), plain(line))
