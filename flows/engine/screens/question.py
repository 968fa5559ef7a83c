"""A question as it is put, and as it looks once settled. What is shown while a reading or a change waits for a yes is in `pending`."""

from __future__ import annotations

from typing import assert_never

from flows.engine.own import asks_counsel
from flows.engine.placing import wants_proof
from flows.engine.pressing import NONE
from flows.engine.proposing import ticked
from flows.engine.renewing import often_at, put_forward
from flows.engine.screens import held, on_file, prompts, proposed, unsure
from flows.engine.screens.noted import noted
from flows.engine.screens.pending import confirming, quiet_posting
from flows.engine.screens.place import place_line
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import (
    answer_line,
    phrase,
    plain,
    text,
)
from flows.model.effects import Mention, Note, On
from flows.model.flow import Apart, Question
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.screens import (
    Button,
    Buttons,
    Entry,
    Line,
    Menu,
    Part,
    PickDay,
    PickMany,
    PickPerson,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
)
from flows.model.session import (
    CONFIRMING,
    Answer,
    Assignment,
    Rethink,
    SessionState,
    Spot,
    Standing,
)
from flows.model.values import Kind

MOST_BUTTONS = 5


def asked(scene: Scene, spot: Spot, notes: tuple[Note, ...] = ()) -> Screen:
    """The question at ``spot``, ready to be answered, below what came of the answer before."""
    question = scene.question(spot)
    words = phrase(scene, question.text, spot)
    parts = noted(scene, notes)
    parts += held.moved(scene, spot)
    parts += [Prose(((Strong(plain(words)),),)), Quiet((phrase(scene, question.why, spot),))]
    parts += [*held.shown(scene, question, spot), *held.weighed(scene, question)]
    parts += prompts.shown(scene, question)
    wanted = question.role if question.role and scene.programme.holder(question.role) is None else None
    parts += _ask_role(scene, wanted) if wanted else _inputs(scene, question, spot)
    parts += [Quiet((*_notice(scene, question), *_foot(scene, question, spot)))]
    return Screen(tuple(parts), plain(words))


def settled(scene: Scene, spot: Spot, number: int) -> Screen:
    """The posting ``number`` of a question as it stands now: answered, waiting for a colleague, put again further down, or still open."""
    session = scene.session
    if spot.question not in scene.plan.questions:
        line = text(scene.texts, "settled.gone")
        return Screen((Quiet((line,)),), plain(line))
    question = scene.question(spot)
    answer = session.answer_at(spot)
    if session.postings.get(CONFIRMING) == number:
        return _confirmed(scene, spot)
    if session.postings.get(spot.key) != number:
        return quiet_posting(scene, spot, "settled.again")
    waiting = session.pending
    if isinstance(waiting, Rethink) and waiting.spot == spot:
        return asked(scene, spot)
    if answer is not None and not scene.facts.void(spot):
        return _answered(scene, question, answer)
    if session.state is SessionState.PAUSED:
        return quiet_posting(scene, spot, "settled.paused")
    if not scene.facts.applies(spot):
        return quiet_posting(scene, spot, "settled.gone")
    if isinstance(waiting, Rethink) and spot == session.spot:
        return quiet_posting(scene, spot, "settled.later")
    return asked(scene, spot)


def _confirmed(scene: Scene, spot: Spot) -> Screen:
    """The latest question for a yes, as it stands now: still open, laid by for a pause, or decided."""
    waiting = scene.session.pending
    if waiting is None or isinstance(waiting, Rethink) or waiting.spot != spot:
        return quiet_posting(scene, spot, _let_go(scene, spot))
    if scene.session.state is SessionState.PAUSED:
        return quiet_posting(scene, spot, "settled.paused")
    return confirming(scene, spot)


def _let_go(scene: Scene, spot: Spot) -> str:
    """What is said where a question for a yes stood that waits for none any more: answered, put again, or behind an answer that is changed first."""
    waiting = scene.session.pending
    if isinstance(waiting, Rethink):
        behind = waiting.spot != spot
        return (
            "settled.again" if not behind else "settled.decided" if scene.session.answer_at(spot) else "settled.later"
        )
    return "settled.decided" if scene.session.answer_at(spot) else "settled.again"


def _answered(scene: Scene, question: Question, answer: Answer) -> Screen:
    words = phrase(scene, question.text, answer.spot)
    if not scene.facts.applies(answer.spot):
        return quiet_posting(scene, answer.spot, "settled.gone")
    shown = answer_line(scene, answer)
    line = text(
        scene.texts,
        "settled.answer",
        answer=(Strong(plain(shown)),) if _is_plain(shown) else shown,
        who=Mention(answer.by),
    )
    stands = [f"standing.{answer.standing}"] if wants_proof(question, scene.session, answer) else []
    stands = ["standing.unsure", *stands] if answer.unsure else stands
    standing = (Quiet(tuple(text(scene.texts, key) for key in stands)),) if stands else ()
    # Papers on the table: whoever holds the role may confirm them; before that there is nothing to confirm by.
    waits = answer.standing is Standing.EVIDENCED or (
        answer.standing is Standing.VERIFIED and _wants_more(question, answer)
    )
    does = ("change", "verify") if waits else ("change",)
    buttons = tuple(
        Button(Ref(do, scene.session.id, answer.spot, answer.revision), scene.texts[f"button.{do}"]) for do in does
    )
    buttons += unsure.press(scene, answer)
    graded = tuple(Quiet((one,)) for one in _notice(scene, question))
    return Screen((Prose((words, line)), *standing, *graded, Buttons(buttons)), f"{plain(words)} {plain(shown)}")


def _wants_more(question: Question, answer: Answer) -> bool:
    """Whether an answer that was confirmed may still be so by a lawyer, or by another than whoever answered, on which more may hang."""
    return bool(question.confirms) and not (answer.lawyer and answer.by_another)


def _notice(scene: Scene, question: Question) -> tuple[Line, ...]:
    """What stands under each clause that is graded."""
    return (text(scene.texts, "notice.clause"),) if question.clause is not None else ()


def _is_plain(line: Line) -> bool:
    return all(isinstance(span, str) for span in line)


# ── inputs, by answer kind ───────────────────────────────────────────────────


def _inputs(scene: Scene, question: Question, spot: Spot) -> list[Part]:
    """What can be pressed for a question, with the ways out beside it."""
    revision = scene.session.revision(spot)
    ref = Ref("answer", scene.session.id, spot, revision)
    if scene.plan.sections[question.section].apart:
        return _apart(scene, question, ref)
    parts, beside = _kind_inputs(scene, question, ref)
    out = Button(_do(ref, "not_sure"), scene.texts["button.not_sure"])
    more = tuple(Button(_do(ref, do), scene.texts[f"button.{do}"]) for do in ("why", "skip", "hand", "back", "pause"))
    return [*parts, Buttons((*beside, out, *_playbook(scene, question), *_own(scene, question, ref)), more)]


def _own(scene: Scene, question: Question, ref: Ref) -> tuple[Button, ...]:
    """The way for counsel to put a question of their own, where they are asked whether they have any and beside the rest of their decision, where one
    comes to mind; it says nothing, so all may see it."""
    beside = any(asks_counsel(one) for one in scene.plan.sections[question.section].questions)
    own = beside and question.role is Role.COUNSEL
    return (Button(_do(ref, "own_put"), scene.texts["button.own_put"]),) if own else ()


def _playbook(scene: Scene, question: Question) -> tuple[Button, ...]:
    """The way to what the playbook says of a clause that is graded; to whom it is shown is seen to when it is pressed."""
    if question.clause is None:
        return ()
    return (Button(Ref("playbook", arg=str(question.clause)), scene.texts["button.playbook"]),)


def _apart(scene: Scene, question: Question, ref: Ref) -> list[Part]:
    """A scenario that two people answer apart: the way to one's own form; and once it is a difference, how it is settled."""
    answer = scene.session.answer_at(ref.spot) if ref.spot is not None else None
    if answer is not None and answer.value is not None:
        settles = [o for o in question.options if o.id in (Apart.WORDED, Apart.SCHEDULED)]
        return [Buttons(tuple(Button(_do(ref, "answer", o.id), o.label, aloud=o.description) for o in settles))]
    own = Button(_do(ref, "apart"), scene.texts["button.apart"], "primary")
    more = tuple(Button(_do(ref, do), scene.texts[f"button.{do}"]) for do in ("why", "skip", "back", "pause"))
    told = [text(scene.texts, "apart.what")]
    told += [text(scene.texts, "apart.first", who=Mention(person)) for person in scene.session.apart]
    return [Prose(tuple(told)), Buttons((own,), more)]


def _do(ref: Ref, do: str, arg: str = "") -> Ref:
    return Ref(do, ref.session, ref.spot, ref.revision, arg)


def _kind_inputs(scene: Scene, question: Question, ref: Ref) -> tuple[list[Part], tuple[Button, ...]]:
    texts = scene.texts
    form = (Button(_do(ref, "form"), texts.get(f"button.form.{question.kind}", texts["button.form"]), "primary"),)
    match question.kind:
        case Kind.YES_NO:
            return [], tuple(Button(_do(ref, "answer", word), texts[f"answer.{word}"]) for word in ("yes", "no"))
        case Kind.ONE_OF:
            return _choice(scene, question, ref)
        case Kind.MANY_OF:
            entries = tuple(Entry(o.id, o.label, o.description) for o in question.options)
            none = () if any(o.id == NONE for o in question.options) else (_none(scene, ref),)
            return [PickMany(ref, texts["pick.many"], entries, texts["button.save"])], none
        case Kind.SCALE:
            low, high = question.ends or ("", "")
            ends = {1: low, 5: high}
            entries = tuple(Entry(str(n), " · ".join(filter(None, (str(n), ends.get(n, ""))))) for n in range(1, 6))
            return [Menu(ref, texts["pick.scale"], entries)], ()
        case Kind.DATE:
            return _day(scene, ref)
        case Kind.PERSON:
            return [PickPerson(ref, texts["pick.person"], question.many, texts["button.save"])], ()
        case Kind.ITEM:
            return _rows(scene, question, ref, form)
        case Kind.FILE:
            parts, kept = on_file.inputs(scene, question, ref, MOST_BUTTONS)
            return parts, (*kept, *form)
        case Kind.TEXT | Kind.NUMBER | Kind.MONEY | Kind.COUNTRY:
            return [], form
        case _:
            assert_never(question.kind)


def _day(scene: Scene, ref: Ref) -> tuple[list[Part], tuple[Button, ...]]:
    """A day to pick; where it comes round, the next one is put forward, and counts once it is confirmed."""
    pick, spot = PickDay(ref, scene.texts["pick.day"]), ref.spot
    day = put_forward(scene.facts, spot) if spot is not None else None
    if spot is None or day is None:
        return [pick], ()
    told = text(scene.texts, "pick.next", count=often_at(scene.facts, spot) or 0, day=On(day.day))
    label = plain(text(scene.texts, "pick.next.yes", day=On(day.day)))
    return [Prose((told,)), pick], (Button(_do(ref, "answer", day.day.isoformat()), label, "primary"),)


def _choice(scene: Scene, question: Question, ref: Ref) -> tuple[list[Part], tuple[Button, ...]]:
    """Few options are buttons, one tap each; more are a menu, with the options readable above it so that a reply by number works."""
    options = question.options
    if len(options) <= MOST_BUTTONS:
        return [], tuple(Button(_do(ref, "answer", o.id), o.label, aloud=o.description) for o in options)
    lines = tuple((f"{number}. {o.label}",) for number, o in enumerate(options, 1))
    entries = tuple(Entry(o.id, o.label, o.description) for o in options)
    return [Prose(lines), Menu(ref, scene.texts["pick.one"], entries)], ()


def _none(scene: Scene, ref: Ref) -> Button:
    return Button(_do(ref, "answer", NONE), scene.texts["button.none"])


def _rows(
    scene: Scene, question: Question, ref: Ref, form: tuple[Button, ...]
) -> tuple[list[Part], tuple[Button, ...]]:
    """The rows of a register to pick from; a form to name new ones; and "none of them"."""
    rows = scene.offered(question)
    spot = ref.spot or Spot(question.id)
    parts: list[Part] = []
    if rows and question.many:
        told = proposed.whence(scene, spot)
        entries = tuple(Entry(row.id, row.name, told.get(row.name.casefold(), "")) for row in rows)
        kept = ticked(scene.facts, spot, rows)
        parts += proposed.above(scene, spot)
        parts.append(PickMany(ref, scene.texts["pick.rows"], entries, scene.texts["button.save"], kept))
    elif rows:
        parts.append(Menu(ref, scene.texts["pick.row"], tuple(Entry(row.id, row.name) for row in rows)))
    none = (_none(scene, ref),) if question.many else ()
    return parts, (*(form if question.adds else ()), *none)


def _ask_role(scene: Scene, role: Role) -> list[Part]:
    """The question waits for a role that nobody holds: the owner is asked who it is."""
    ref = Ref("role", scene.session.id, scene.session.spot, 0, role.value)
    word = (scene.texts[f"role.{role}"],)
    key = "role.who.counsel" if role is Role.COUNSEL else "role.who"
    line = text(scene.texts, key, role=word, owner=_called(scene, scene.programme.owner))
    more = tuple(
        Button(Ref(do, scene.session.id, scene.session.spot, 0), scene.texts[f"button.{do}"])
        for do in ("why", "skip", "pause")
    )
    return [Prose((line,)), PickPerson(ref, scene.texts["pick.person"]), Buttons((), more)]


def _foot(scene: Scene, question: Question, spot: Spot) -> tuple[Line, ...]:
    """Whose it is, how far we are, and that a reply will do."""
    lines: list[Line] = []
    assignment = next((a for a in scene.session.assignments if a.spot == spot), None)
    if assignment is not None:
        lines.append(_waiting(scene, assignment))
    elif question.role is not None and (holder := scene.programme.holder(question.role)) is not None:
        lines.append(
            text(
                scene.texts, "question.for_role", role=scene.texts[f"role.{question.role}"], who=_called(scene, holder)
            )
        )
    apart = scene.plan.sections[question.section].apart
    kept = question.kind is Kind.FILE and scene.files
    hint = scene.texts["hint.apart" if apart else "hint.file.kept" if kept else f"hint.{question.kind}"]
    lines.append(text(scene.texts, "question.foot", place=place_line(scene, spot), hint=hint))
    return tuple(lines)


def _called(scene: Scene, person: PersonId) -> Mention:
    """Somebody whose turn it is; notified unless they are the one who answered last."""
    last = scene.session.trail[-1:]
    answer = scene.session.answer_at(last[0]) if last else None
    acted = answer.by if answer else scene.session.started_by
    return Mention(person, call=person != acted)


def _waiting(scene: Scene, assignment: Assignment) -> Line:
    return text(scene.texts, "question.handed", to=Mention(assignment.to), due=On(assignment.due))


def progress(scene: Scene) -> tuple[int, int]:
    """Questions answered, and questions that apply now. What is asked again, since its answer is not enough any more, is not answered."""
    facts, tally = scene.facts, scene.facts.tally
    total = sum(len(asked.answers) for asked in tally)
    spots = (answer.spot for answer in scene.session.answers.values())
    asked_for = (spot for spot in spots if facts.applies(spot) and not scene.question(spot).unasked)
    again = sum(1 for spot in asked_for if facts.outdated(spot))
    return total - sum(asked.answers.count(None) for asked in tally) - again, total


def where(scene: Scene, spot: Spot | None, link: str) -> Screen:
    """Where a session stands, for one person: the open question, a link to it, and the way to have it put again."""
    texts, session = scene.texts, scene.session
    words = phrase(scene, scene.question(spot).text, spot) if spot else text(texts, "where.review")
    line = text(texts, "where", title=scene.title, question=words)
    buttons = (Button(Ref("resume", session.id), texts["button.again"]),)
    if link:
        buttons = (
            Button(Ref("continue", session.id, arg="link"), texts["button.open_thread"], "primary", url=link),
            *buttons,
        )
    return Screen((Prose((line,)), Buttons(buttons)), plain(line))
