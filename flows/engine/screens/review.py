"""The review of all answers, and the summary with its arithmetic: composed from the flow and the state alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from operator import attrgetter

from flows.engine.ledger import ledger_of
from flows.engine.losing import by_spot, weighing
from flows.engine.screens import proposed, unsure
from flows.engine.screens.closed import buttons as closed_buttons
from flows.engine.screens.closed import is_closed
from flows.engine.screens.in_order import in_order
from flows.engine.screens.ledger import said_of
from flows.engine.screens.looks import folded_looks
from flows.engine.screens.noted import noted
from flows.engine.screens.response import about_leak, happened, is_response
from flows.engine.screens.scene import Scene
from flows.engine.screens.scores import panel
from flows.engine.screens.sign_off import lawyer_read, sign_off_panel
from flows.engine.screens.wording import (
    alone,
    answer_line,
    asked_line,
    beside_line,
    finding_line,
    phrase,
    plain,
    rule_named,
    rule_phrase,
    text,
    unstopped,
)
from flows.engine.speaking import with_whom
from flows.engine.weights import scored
from flows.model.effects import Mention, Note, On
from flows.model.flow import Section
from flows.model.ledger import ASSETS, LEDGER, VENDORS
from flows.model.programme import AT_NO_QUESTION, Action, ActionState, ActionWhy
from flows.model.scorecard import Scorecard
from flows.model.screens import (
    Button,
    Buttons,
    Divide,
    Entry,
    Heading,
    Line,
    Menu,
    Part,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
    Table,
)
from flows.model.session import REVIEWED, AnswerState, SessionState, Spot
from flows.rules.readiness import GRAVE, Readiness, Weighed, by_severity, readiness
from flows.rules.scorecard import Score

MOST_FINDINGS = MOST_ACTIONS = 6
"""What a summary lists before it counts the rest; a press shows all. More fill a phone's screen twice."""
MOST_SHOWN = 3
"""First rows of the ledger."""


def review(scene: Scene, notes: tuple[Note, ...] = ()) -> Screen:
    """All that was answered, section by section, with a menu to change any of it, and the way to the end. Below what came of the last answer."""
    texts, session = scene.texts, scene.session
    parts = [*noted(scene, notes), Heading(text_of(scene, "review.title", title=scene.title))]
    for section in scene.plan.flow.sections:
        rows = _section_rows(scene, section)
        if rows:
            parts += [Prose(((Strong(section.title),),)), Table(rows)]
    parts += unsure.to_confirm(scene)
    handed = {spot.key for spot in scene.facts.handed()}
    entries = tuple(
        Entry(spot.key, plain(asked_line(scene, spot)))
        for spot in scene.facts.spots()
        if (spot.key in session.answers or spot.key in handed)
        and (not is_closed(scene) or (scene.question(spot).lives and not session.superseded))
    )
    if entries:
        parts.append(Menu(Ref("change", session.id), texts["review.change"], entries))
    parts += _review_end(scene)
    return Screen(tuple(parts), text_of(scene, "review.title", title=scene.title))


def settled(scene: Scene, number: int) -> Screen:
    """The review ``number`` as it stands now; where a newer one stands further down, only that."""
    if scene.session.postings.get(REVIEWED) == number:
        return review(scene)
    line = text(scene.texts, "review.newer")
    return Screen((Quiet((line,)),), plain(line))


def _section_rows(scene: Scene, section: Section) -> tuple[tuple[Line, Line], ...]:
    rows: list[tuple[Line, Line]] = []
    for item in scene.facts.rounds(section):
        for question in section.questions:
            spot = Spot(question.id, item)
            told = scene.session.answer_at(spot) is not None or not (section.taken or question.unasked)
            if scene.facts.applies(spot) and told:
                rows.append((asked_line(scene, spot), _state_line(scene, spot)))
    return tuple(rows)


def _state_line(scene: Scene, spot: Spot) -> Line:
    answer = scene.session.answer_at(spot)
    handed = next((a for a in scene.session.assignments if a.spot == spot), None)
    if answer is None and handed is not None:
        return text(scene.texts, "review.handed", to=Mention(handed.to), due=On(handed.due))
    if answer is None:
        return (scene.texts["answer.open"],)
    shown = answer_line(scene, answer)
    shown = (*shown, *text(scene.texts, "answer.passed")) if answer.passed is not None else shown
    strong: Line = (Strong(plain(shown)),) if all(isinstance(span, str) for span in shown) else shown
    said = () if answer.private else beside_line(scene, answer)
    return (*strong, " · ", Mention(answer.by), *said, *unsure.mark(scene, answer))


def _review_end(scene: Scene) -> list[Part]:
    texts, session = scene.texts, scene.session
    if is_closed(scene) and session.state is SessionState.DONE:
        key = "closed.superseded" if session.superseded else "closed.stands"
        offered = closed_buttons(scene)
        return [Quiet((text(texts, key),)), *([Buttons(offered)] if offered else [])]
    if session.state is SessionState.DONE:
        return [Quiet((text(texts, "review.done"),))]
    if session.spot is not None:
        line = text(texts, "review.still_open")
        return [Quiet((line,)), Buttons((Button(Ref("resume", session.id), texts["button.continue"], "primary"),))]
    if handed := scene.facts.handed():
        lines = [text(texts, "review.handed_open", count=len(handed)), *(_handed_line(scene, spot) for spot in handed)]
        return [Prose(tuple(lines))]
    buttons = [Button(Ref("finish", session.id), texts["button.finish"], "primary")]
    if _has_more(scene):
        buttons.append(Button(Ref("deeper", session.id), texts["button.deeper"]))
    ready = "review.ready_closes" if scene.plan.flow.closes else "review.ready"
    return [Quiet((text(texts, ready),)), Buttons(tuple(buttons))]


def _handed_line(scene: Scene, spot: Spot) -> Line:
    """A question in other hands: whose, and until when."""
    held = next(one for one in scene.session.assignments if one.spot == spot)
    words = phrase(scene, scene.question(spot).text, spot)
    return ("• ", *text(scene.texts, "review.handed_to", who=Mention(held.to), due=On(held.due), question=words))


def _has_more(scene: Scene) -> bool:
    return (
        not is_closed(scene)
        and not scene.session.deeper
        and any(section.deeper for section in scene.plan.flow.sections)
    )


def text_of(scene: Scene, key: str, **values: str | int) -> str:
    """A sentence of the bot as plain text."""
    return plain(text(scene.texts, key, **values))


# ── summary ──────────────────────────────────────────────────────────────────


def session_readiness(scene: Scene) -> Readiness:
    """The readiness of one session."""
    return readiness(_weighed(scene))


def _weighed(scene: Scene) -> Iterator[Weighed]:
    """What applies, by its weight: one by one where findings were raised, all else together, for that is most of it."""
    tally, applies = scene.facts.tally, scene.facts.applies
    good = sum(sum(compress(asked.weights, asked.known)) for asked in tally)
    unknown = sum(sum(asked.weights) for asked in tally) - good
    for spot, severity in by_spot(weighing(scene.facts)).items():
        weight, answer = scene.question(spot).weight, scene.session.answers[spot.key]
        if applies(spot) and answer.state is AnswerState.VALUE:
            good -= weight
            yield Weighed(weight, known=True, worst=severity)
        else:
            unknown -= (
                weight if applies(spot) else 0
            )  # what is not asked any more, since something is not known, comes on top
            yield Weighed(weight, known=False, worst=severity, lost=True)
    yield Weighed(good, known=True)
    yield Weighed(unknown, known=False)


def summary(scene: Scene) -> Screen:
    """What came of it: findings by severity (neutral), each with its action, and other actions first; then, a line for each, what was sorted
    and where nothing is open; the first rows of the ledger, and readiness with its arithmetic."""
    title = text_of(scene, "summary.title", title=scene.title)
    verdict = _verdict(scene)
    parts: list[Part] = [
        Heading(title),
        Prose(verdict),
    ]
    if scene.session.findings or open_actions(scene):
        parts += [Divide(), Prose(_finding_lines(scene)), *_action_lines(scene)]
    more = _all_of_it(scene)
    parts += [Buttons(more)] if more else []
    parts += happened(scene)
    parts += unsure.to_confirm(scene)
    folded = (*folded_looks(scene), *proposed.lines(scene), *in_order(scene))
    parts += [Divide(), Prose(folded)] if folded else []
    parts += sign_off_panel(scene)
    scored = _scorecard(scene)
    parts += scored
    ledger = _ledger_lines(scene)
    if ledger:
        parts += [Divide(), Prose(ledger)]
    # One figure for one vendor: where the scorecard counts, its score, which is another thing than how far the answers speak for going on.
    # And of a leak none: what counts there is what was done, and when.
    readiness_lines = () if scored or is_response(scene) else _readiness_lines(scene)
    if readiness_lines:
        parts += [Divide(), Prose(readiness_lines[:1]), Quiet(readiness_lines[1:])]
    notices = [text(scene.texts, "notice")] + ([] if lawyer_read(scene) else [text(scene.texts, "notice.no_lawyer")])
    parts.append(Quiet(tuple(notices)))
    buttons = [Button(Ref("review", scene.session.id), scene.texts["button.review"])]
    if _has_more(scene):
        buttons.insert(0, Button(Ref("deeper", scene.session.id), scene.texts["button.deeper"], "primary"))
    parts.append(Buttons((*buttons, *closed_buttons(scene))))
    return Screen(tuple(parts), f"{title}. {plain(verdict[0])}")


def _all_of_it(scene: Scene) -> tuple[Button, ...]:
    """The way to all findings and actions, where the summary holds only the first."""
    counts = {"findings": len(scene.session.unsettled), "actions": len(_other_actions(scene))}
    mosts = {"findings": MOST_FINDINGS, "actions": MOST_ACTIONS}
    return tuple(Button(Ref(do), scene.texts[f"button.{do}"]) for do, count in counts.items() if count > mosts[do])


def scores(scene: Scene) -> list[tuple[Scorecard, Score | None]]:
    """The scorecards that a run counts for, each with how it stands there; None while its weights are not settled."""
    cards = (card for card in scene.library.scorecards.values() if card.flow == scene.plan.flow.id)
    return [(card, scored(card, scene.facts, scene.weights)) for card in cards]


def _scorecard(scene: Scene) -> list[Part]:
    """How the row that the session is for stands on its scorecard, where the weights are settled."""
    found = scores(scene)
    name = scene.subject.name if scene.subject is not None else ""
    if not found:
        return []
    later: list[Part] = [Divide(), Prose((text(scene.texts, "score.later", name=name),))]
    return [
        part for card, score in found if score is not None for part in panel(scene.texts, card, name, score)
    ] or later


def _verdict(scene: Scene) -> tuple[Line, ...]:
    """How it stands in a line: what needs care first, and how much is not known."""
    found, findings = session_readiness(scene), scene.session.unsettled
    if not found.known and not scene.session.findings:
        return (text(scene.texts, "readiness.none"),)
    unknown = found.total - found.known
    grave = sum(finding.severity in GRAVE for finding in findings)
    if grave:
        first = text_of(scene, "summary.verdict.grave", count=grave)
    elif findings:
        first = text_of(scene, "summary.verdict.lesser", count=len(findings))
    else:
        first = scene.texts["summary.verdict.no_finding" if unknown or open_actions(scene) else "summary.verdict.none"]
    more = (text(scene.texts, "summary.unknown", count=unknown, total=found.total),) if unknown else ()
    return ((Strong(first),), *more)


def _readiness_lines(scene: Scene) -> tuple[Line, ...]:
    found = session_readiness(scene)
    if found.percent is None:
        return ()
    unknown = found.total - found.known
    if found.told is None:
        lines: list[Line] = [(Strong(scene.texts["readiness.few"]),)]
    else:
        points = f"{found.points.normalize():f}"
        how = text(scene.texts, "readiness.how", points=points, known=found.known + found.lost)
        lines = [(Strong(text_of(scene, "readiness", percent=found.told)),), how]
        lines += [text(scene.texts, "readiness.lost", count=found.lost)] if found.lost else []
    if unknown:
        lines.append(
            text(scene.texts, "readiness.unknown", count=unknown, total=found.total, coverage=found.coverage or 0)
        )
    return tuple(lines)


def _finding_lines(scene: Scene) -> tuple[Line, ...]:
    findings = by_severity(scene.session.unsettled)
    settled = len(scene.session.findings) - len(findings)
    more = (text(scene.texts, "summary.settled", count=settled),) if settled else ()
    if not findings:
        return (text(scene.texts, "summary.no_findings"), *more)
    lines: list[Line] = [(Strong(text_of(scene, "summary.findings", count=len(findings))),)]
    steps = _steps(scene)
    for finding in findings[:MOST_FINDINGS]:
        lines.append(("• ", *finding_line(scene, finding)))
        step = steps.get((finding.rule, finding.spot))
        if step is not None:
            lines.append(("→ ", *action_line(scene, step)))
    if len(findings) > MOST_FINDINGS:
        lines.append(text(scene.texts, "summary.more", count=len(findings) - MOST_FINDINGS))
    return (*lines, *more)


def action_line(scene: Scene, action: Action) -> Line:
    """What is to be done, by whom, by when."""
    if action.why in AT_NO_QUESTION:
        return _line_of(scene, action, text(scene.texts, f"work.{action.why}", about=action.about))
    question = scene.question(action.spot)
    if action.why is ActionWhy.FINDING:
        rule = rule_named(question, action.rule)
        what = rule_phrase(scene, rule, rule.do, action.spot)
    elif question.not_sure is not None and action.why is ActionWhy.NOT_SURE:
        what = phrase(scene, question.not_sure, action.spot)
    else:
        what = text(scene.texts, "action.answer", question=phrase(scene, question.text, action.spot))
    return _line_of(scene, action, what)


def _line_of(scene: Scene, action: Action, what: Line) -> Line:
    who = alone(scene.texts, with_whom(scene.programme, action))
    return text(scene.texts, "action.line", what=unstopped(what), who=who, due=On(action.due))


def open_actions(scene: Scene) -> list[Action]:
    """Open actions, soonest first; of one day, the oldest first."""
    is_open = ActionState.OPEN
    return sorted((action for action in scene.actions if action.state is is_open), key=attrgetter("due"))


def _steps(scene: Scene) -> dict[tuple[str, Spot], Action]:
    """The open work on each finding, by the finding's rule and spot."""
    of_findings = (action for action in open_actions(scene) if action.why is ActionWhy.FINDING)
    return {(action.rule, action.spot): action for action in of_findings}


def _other_actions(scene: Scene) -> list[Action]:
    """Open actions that stand below no open finding."""
    found = {(finding.rule, finding.spot) for finding in scene.session.unsettled}
    told = {action.id for about, action in _steps(scene).items() if about in found}
    return [action for action in open_actions(scene) if action.id not in told]


def _action_lines(scene: Scene) -> tuple[Prose, ...]:
    """What is to be done besides; nothing where each piece of work stands below its finding."""
    actions = _other_actions(scene)
    if not actions:
        return ()
    lines: list[Line] = [(Strong(text_of(scene, "summary.actions", count=len(actions))),)]
    lines += [("• ", *action_line(scene, action)) for action in actions[:MOST_ACTIONS]]
    if len(actions) > MOST_ACTIONS:
        lines.append(text(scene.texts, "summary.more", count=len(actions) - MOST_ACTIONS))
    return (Prose(tuple(lines)),)


def _ledger_lines(scene: Scene) -> tuple[Line, ...]:
    """The disclosure ledger so far: the first that went out, and what was said of it."""
    names = {row.id: row.name for register in (ASSETS, VENDORS) for row in scene.rows.get(register, ())}
    entries = ledger_of(scene.rows.get(LEDGER, ()), names)[::-1]
    if is_response(scene):
        leaked = about_leak(scene)
        entries = tuple(entry for entry in entries if entry.asset in leaked)
    if not entries:
        return ()
    lines: list[Line] = [(Strong(scene.texts["summary.ledger"]),)]
    for entry in entries[:MOST_SHOWN]:
        told = said_of(scene.texts, entry, {}, whole=False)
        lines.append(("• ", Strong(entry.what), *(span for field in told for span in (" · ", *field))))
    if len(entries) > MOST_SHOWN:
        lines.append(text(scene.texts, "summary.more", count=len(entries) - MOST_SHOWN))
    return tuple(lines)
