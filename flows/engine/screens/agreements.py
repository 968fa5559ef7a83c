"""The agreement register as it is shown to the one who asks: a list under its notice dates, one agreement whole, and who has signed what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from flows.engine.agreements import DUTY, Filed
from flows.engine.playbook import called
from flows.engine.renewing import often_at, shown_at
from flows.engine.screens import closed
from flows.engine.screens.scene import Scene
from flows.engine.screens.sheet import scenario, vendor_line
from flows.engine.screens.sign_off import SHOWN_HASH, lawyer_read, sign_off_lines, state_key
from flows.engine.screens.wording import answer_line, item_name, plain, shortened, text, value_line
from flows.model.effects import Mention, On
from flows.model.programme import Programme
from flows.model.screens import Button, Buttons, Heading, Line, Listed, Part, Prose, Quiet, Ref, Screen, Strong, Table
from flows.model.session import Answer, Shown, Standing
from flows.model.values import Choice, Document, YesNo

MOST = 12
"""Agreements shown at once; a search shows the others."""
Texts = Mapping[str, str]


def register(texts: Texts, programme: Programme, agreements: Sequence[Filed], looked_for: str) -> Screen:
    """The agreements that were found: one alone is shown whole, several as a list."""
    title = plain(text(texts, "agreements.title", name=programme.name))
    if not agreements:
        key = "agreements.nothing" if looked_for else "agreements.none"
        line = text(texts, key, words=shortened(looked_for, 80))
        return Screen((Prose((line,)), Quiet((text(texts, "agreements.foot"),))), plain(line))
    one = agreements[0] if len(agreements) == 1 else None
    parts: list[Part] = [
        Heading(title),
        *(Prose(tuple(_lines(texts, found, whole=one is not None))) for found in agreements[:MOST]),
    ]
    if len(agreements) > MOST:
        parts.append(Prose((text(texts, "agreements.more", count=len(agreements) - MOST),)))
    if one is not None:
        parts += _whole(texts, one)
    return Screen((*parts, _foot(texts, programme, agreements)), title)


def _lines(texts: Texts, one: Filed, *, whole: bool) -> Iterator[Line]:
    """One agreement: by when to act first, then what it is and how it stands. ``whole``: it is looked at alone, so that its exact file matters."""
    notice, ends = one.day("notice_on"), one.day("ends_on")
    day, key = (notice, "agreements.notice") if notice else (ends, "agreements.ends")
    headline = text(texts, key, day=On(day)) if day else text(texts, "agreements.notice.none")
    yield (Strong(one.row.name), ": ", *headline)
    if one.scene is None:
        yield text(texts, "agreements.unread")
        return
    yield _joined(
        _shown(one, "kind"),
        _shown(one, "party"),
        _shown(one, "our_company"),
        _shown(one, "parent"),
        _labelled(texts, one, "law", "governing_law"),
    )
    signed, signing = one.day("signed_on"), one.sign_off
    yield _joined(
        text(texts, "agreements.signed", day=On(signed)) if signed else text(texts, "agreements.unsigned"),
        text(texts, "agreements.waits") if _waits(one) else (),
        text(texts, "agreements.ends", day=On(ends)) if ends and notice else (),
        text(texts, state_key(signing)),
        _labelled(texts, one, "keeper", "keeper"),
    )
    if signing is not None:
        yield from sign_off_lines(texts, signing, whole=whole)
    for document in one.documents():
        if signing is None or document not in signing.files:
            yield _file(texts, document) if whole else text(texts, "agreements.file", name=document.name)


def _joined(*pieces: Line) -> Line:
    """Pieces with a dot between them, those that are empty left out."""
    line: list[Line] = [piece for piece in pieces if piece]
    return tuple(span for at, piece in enumerate(line) for span in ((" · ",) if at else ()) + piece)


def _shown(one: Filed, name: str) -> Line:
    answer = one.answer(name)
    return answer_line(one.scene, answer) if answer is not None and one.scene is not None else ()


def _labelled(texts: Texts, one: Filed, label: str, name: str) -> Line:
    """An answer that says little by itself, with what it is."""
    shown = _shown(one, name)
    return text(texts, f"agreements.{label}", what=shown) if shown else ()


def _waits(one: Filed) -> Answer | None:
    """That both sides signed it, where its copy is there and nobody who may has confirmed it."""
    answer = one.answer("executed")
    return answer if answer is not None and answer.standing is Standing.EVIDENCED else None


def _to_confirm(one: Filed) -> Answer | None:
    """The same, also where nobody but whoever answered has confirmed it: more hangs on another's word."""
    answer = one.answer("executed")
    return answer if answer is not None and answer.by_oneself else _waits(one)


def _file(texts: Texts, document: Document) -> Line:
    known = document.sha256[:SHOWN_HASH]
    return text(texts, "agreements.file.known" if known else "agreements.file.unknown", name=document.name, hash=known)


# ── one agreement whole ──────────────────────────────────────────────────────


def _whole(texts: Texts, one: Filed) -> Iterator[Part]:
    """Its clauses as they were read, its duties, its people, and the ways on."""
    scene = one.scene
    if scene is None:
        return
    read = sorted(one.clauses(), key=lambda pair: pair[0].clause or 0)  # the page asks what weighs most first
    clauses = [((f"{question.clause}. ", called(question)), answer_line(scene, answer)) for question, answer in read]
    if clauses:
        yield Prose(((Strong(texts["agreements.clauses"]),),))
        yield Table(tuple(clauses))
        yield Quiet((text(texts, "notice.clause"),))
    if scene.session.vendor is not None:
        yield Prose((vendor_line(scene, scene.session.vendor),))
    duties = list(_duties(texts, one, scene, whole=True))
    if duties:
        yield Prose(((Strong(texts["agreements.duties"]),),))
        yield from duties
    people = _people(texts, one)
    if people:
        yield Prose(((Strong(texts["agreements.people"]),),))
        yield Table(people)
    waits = _to_confirm(one)
    confirms = (
        (Button(Ref("verify", scene.session.id, waits.spot, waits.revision), texts["button.verify"]),) if waits else ()
    )
    entry = (Button(Ref("vendor_read", scene.session.id), texts["button.vendor_read"]),) if _wants_vendor(scene) else ()
    review = Button(Ref("review", scene.session.id), texts["button.review"])
    yield Buttons((*confirms, review, *entry, *closed.buttons(scene)))


def _wants_vendor(scene: Scene) -> bool:
    """Whether what the vendor ticked on its sheet of scenarios can still be entered."""
    first = scenario(scene)
    return first is not None and scene.facts.applies(first) and scene.session.vendor is None


def _duties(texts: Texts, one: Filed, scene: Scene, *, whole: bool) -> Iterator[Part]:
    """Each duty, with the way to show its proof where a day for it is known and that may still be told. ``whole``: its agreement is looked at
    alone, so that what was shown earlier is told too."""
    for item, told in one.about(DUTY).items():
        line, due = _duty(texts, one, item_name(scene, item), told), told.get("due_on")
        shown = shown_at(scene.plan.questions, due.spot) if due is not None and not scene.session.superseded else None
        show = Button(Ref("form", scene.session.id, shown), texts["remind.do.show"])
        before = tuple(_before(texts, scene, told["shown"])) if whole and "shown" in told else ()
        lines = (line, *before)
        yield Listed(lines, (show,)) if shown is not None else Prose(lines)


def duties(texts: Texts, programme: Programme, agreements: Sequence[Filed]) -> Screen:
    """The duties of every agreement that was found, each with what was shown last and the way to show the next proof."""
    title = plain(text(texts, "duties.title", name=programme.name))
    parts: list[Part] = [Heading(title)]
    for one in agreements[:MOST]:
        found = list(_duties(texts, one, one.scene, whole=len(agreements) == 1)) if one.scene is not None else []
        if found:
            parts += [Prose(((Strong(one.row.name),),)), *found]
    if len(parts) == 1:
        parts.append(Prose((text(texts, "duties.none"),)))
    parts.append(Quiet((text(texts, "duties.foot"),)))
    return Screen(tuple(parts), title)


def _duty(texts: Texts, one: Filed, name: str, told: Mapping[str, Answer]) -> Line:
    """A duty: whose it is, who sees to it, what proves it, when the next proof is due, and what was shown last."""
    scene = one.scene
    said = [answer_line(scene, told[key]) for key in ("whose", "watcher", "proof") if key in told and scene]
    due = _next_day(texts, scene, told) if scene is not None else ()
    often = often_at(scene.facts, told["due_on"].spot) if scene is not None and "due_on" in told else None
    rounds = text(texts, "agreements.every", count=often) if often is not None else ()
    shown = _shown_last(texts, scene, told["shown"]) if "shown" in told and scene else ()
    pieces = _joined(*said, rounds, due, shown)
    return ("• ", Strong(name), " · ", *pieces) if pieces else ("• ", Strong(name))


def _next_day(texts: Texts, scene: Scene, told: Mapping[str, Answer]) -> Line:
    """The day of the next proof; said so where something was shown and that day is still to be named, or no further proof is due."""
    again, due = told.get("again"), told.get("due_on")
    if again is not None and again.value == YesNo(yes=False) and not scene.facts.void(again.spot):
        return text(texts, "agreements.due.none")
    if due is not None and scene.facts.void(due.spot):
        return text(texts, "agreements.due.open")
    return text(texts, "agreements.due", day=answer_line(scene, due)) if due is not None else ()


def _shown_last(texts: Texts, scene: Scene, answer: Answer) -> Line:
    """What was shown last, in words and by which files, by whom and on which day; said so where no file stands behind it."""
    return _proof(texts, scene, answer_line(scene, answer), answer)


def _before(texts: Texts, scene: Scene, answer: Answer) -> Iterator[Line]:
    """What was shown for the days before, the latest first."""
    for one in answer.earlier:
        what = value_line(scene, scene.question(answer.spot), one.value)
        yield ("◦ ", *text(texts, "agreements.shown.before", shown=_proof(texts, scene, what, one)))


def _proof(texts: Texts, scene: Scene, what: Line, one: Answer | Shown) -> Line:
    key = "agreements.shown" if one.evidence else "agreements.shown.words"
    on = one.at.astimezone(ZoneInfo(scene.programme.settings.zone)).date()
    files = ", ".join(document.name for document in one.evidence)
    return text(texts, key, what=what, files=files, who=Mention(one.by), day=On(on))


# ── who has signed what ──────────────────────────────────────────────────────


def contributors(texts: Texts, programme: Programme, agreements: Sequence[Filed]) -> Screen:
    """Every contributor by code, under the agreement that they work for: who employs them, and how far their paper is."""
    title = plain(text(texts, "contributors.title", name=programme.name))
    told = [(one, _people(texts, one)) for one in agreements]
    parts: list[Part] = [Heading(title)]
    for one, people in told:
        if people:
            done = sum(_papered(answers) for answers in one.everybody().values())
            head = text(texts, "contributors.of", agreement=one.row.name, done=done, total=len(people))
            parts += [Prose((head,)), Table(people)]
    if not any(people for _, people in told):
        parts.append(Prose((text(texts, "contributors.none"),)))
    parts.append(Quiet((text(texts, "contributors.foot"), text(texts, "notice"))))
    return Screen(tuple(parts), title)


def _people(texts: Texts, one: Filed) -> tuple[tuple[Line, Line], ...]:
    scene = one.scene
    if scene is None:
        return ()
    rows: list[tuple[Line, Line]] = []
    for item, told in one.everybody().items():
        said = [answer_line(scene, told[key]) for key in ("employer", "paper") if key in told]
        rows.append(((item_name(scene, item),), _joined(*said) or text(texts, "answer.open")))
    return tuple(rows)


def _papered(told: Mapping[str, Answer]) -> bool:
    """Whether somebody has signed."""
    return "paper" in told and told["paper"].value in (Choice("before"), Choice("later"))


def _foot(texts: Texts, programme: Programme, agreements: Sequence[Filed]) -> Quiet:
    lines = [text(texts, "agreements.foot"), text(texts, "notice")]
    read = programme.lawyer is not None or all(one.scene is not None and lawyer_read(one.scene) for one in agreements)
    return Quiet(tuple(lines if read else [*lines, text(texts, "notice.no_lawyer")]))
