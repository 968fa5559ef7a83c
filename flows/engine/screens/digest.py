"""The weekly digest as a message, and the form of its preferences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, piece, plain, said, said_alone, shortened, text
from flows.model.effects import DIGEST_LISTS, Digest, Note, On, Step, Words
from flows.model.ids import SessionId
from flows.model.programme import DigestForm, Programme
from flows.model.screens import (
    Button,
    Buttons,
    Chart,
    Entry,
    Field,
    Form,
    Heading,
    Line,
    Part,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
)
from flows.rules.readiness import is_enough

MOST_WORDS = 110
"""Characters of a piece of work in a list."""
MOST_SECTIONS = 3
"""Sections named as what moved the readiness."""
FEWEST_WEEKS = 3
"""Of how many weeks the readiness is drawn at least."""
DAYS = tuple(str(day) for day in range(7))
SNOOZES = ("0", "1", "2", "4", "8")
AS_IT_IS = "as_it_is"
"""The choice that leaves a snooze alone."""
DAY, HOUR, ZONE, FORM, NOTHING, SNOOZE, MUTE = "day", "hour", "zone", "form", "nothing", "snooze", "mute"


def digest(
    texts: Mapping[str, str], programme: Programme, scenes: Sequence[Scene], told: Digest, *, preview: bool = False
) -> Screen:
    """A digest in words. ``preview``: shown to one person before its time, without its buttons."""
    title = plain(text(texts, "digest.title", name=programme.name))
    head = _headline(texts, told)
    by_session = {scene.session.id: scene for scene in scenes}
    full = programme.settings.digest.form is DigestForm.FULL
    parts: list[Part] = [Heading(title), Prose((head,))]
    parts += [Quiet((text(texts, "digest.late"),))] if told.late else []
    picture = _picture(texts, told) if full and not (told.still or preview) else None
    if not told.still:
        parts += _lists(texts, by_session, told, full)
        moved = _moved(texts, told) if full else ()
        parts += [Prose(((Strong(texts["digest.readiness"]), *(" ",), *moved),))] if moved else []
    if told.steps:
        parts += _steps(texts, by_session, told.steps, preview)
    parts += [picture] if picture else []
    parts.append(Quiet((_when(texts, programme),)))
    if not preview:
        others = ("actions",) if any(told.in_all(name) for name in ("overdue", "coming")) else ()
        buttons = tuple(_button(texts, do) for do in (*others, "digest_settings", "digest_snooze"))
        parts.append(Buttons(buttons, (_button(texts, "digest_now"),)))
    seen = f" {picture.alt}" if picture else ""
    return Screen(tuple(parts), f"{title}. {plain(head)}{seen}")


def _button(texts: Mapping[str, str], do: str) -> Button:
    return Button(Ref(do), texts[f"button.{do}"])


def _headline(texts: Mapping[str, str], told: Digest) -> Line:
    """How the week went in a line: counts, in the order that matters."""
    if told.quiet:
        return (texts["digest.nothing"],)
    counts = {
        "leak": told.counts.get("leak", 0),
        "critical": told.counts.get("critical", 0),
        "decisions": told.in_all("decided"),
        "blockers": told.in_all("blocked"),
        "overdue": told.in_all("overdue"),
        "due": told.in_all("coming"),
        "opened": told.opened,
        "closed": told.closed,
    }
    shown = [plain(text(texts, f"digest.count.{name}", count=count)) for name, count in counts.items() if count]
    key = "digest.still" if told.still else "digest.week"
    return text(texts, key, week=told.week, counts=", ".join(shown))


def _lists(texts: Mapping[str, str], scenes: Mapping[SessionId, Scene], told: Digest, full: bool) -> list[Part]:
    """What was decided (only in a full digest), what is stuck, what was and what comes due."""
    parts: list[Part] = []
    for name in DIGEST_LISTS if full else DIGEST_LISTS[1:]:
        notes: tuple[Note, ...] = getattr(told, name)
        if notes:
            lines = [("• ", *_said(texts, scenes, _brief(scenes, note))) for note in notes]
            left = told.more.get(name, 0)
            lines += [text(texts, "digest.more", count=left)] if left else []
            elsewhere = told.in_all(name) - len(notes) - left
            lines += [text(texts, "digest.elsewhere", count=elsewhere)] if elsewhere else []
            parts.append(Prose(((Strong(texts[f"digest.{name}"]),), *lines)))
    return parts


def _brief(scenes: Mapping[SessionId, Scene], note: Note) -> Note:
    """The same, with a long piece of work cut at a word: all of it is one press away."""
    what = note.values.get("what")
    scene = scenes.get(what.session) if isinstance(what, Words) and what.part != "decides" else None
    words = plain(piece(scene, what)) if scene is not None and what is not None else ""
    if len(words) <= MOST_WORDS:
        return note
    return msgspec.structs.replace(note, values={**note.values, "what": shortened(words, MOST_WORDS)})


def _moved(texts: Mapping[str, str], told: Digest) -> Line:
    """How far the readiness is and how much of it is known, and what moved it."""
    of = {"known": told.known, "total": told.total}
    if not told.total:
        return ()
    if told.percent is None or not is_enough(told.known, told.total):
        return text(texts, "digest.readiness.few", open=told.total - told.known, **of)
    if told.before is None or told.before == told.percent:
        return text(texts, "digest.readiness.now", percent=told.percent, **of)
    moved = text(texts, "digest.readiness.moved", before=told.before, percent=told.percent, **of)
    if told.percent < told.before:
        return text(texts, "digest.readiness.fell", moved=moved, count=told.opened) if told.opened else moved
    if not told.answered:
        return moved
    return text(texts, "digest.readiness.by", moved=moved, sections=", ".join(told.answered[:MOST_SECTIONS]))


def _picture(texts: Mapping[str, str], told: Digest) -> Chart | None:
    """How the readiness moved from week to week; none where there is little to see: fewer than three weeks, all of them alike, or too
    little known."""
    percents = [one.percent for one in told.history]
    if not is_enough(told.known, told.total):
        return None
    if len(percents) < FEWEST_WEEKS or len(set(percents)) == 1:
        return None
    points = tuple((str(one.day.isocalendar().week), one.percent) for one in told.history)
    listed = ", ".join(plain(text(texts, "digest.chart.point", week=week, percent=found)) for week, found in points)
    return Chart(
        title=texts["digest.chart.title"],
        name=texts["digest.readiness"],
        points=points,
        across=texts["digest.chart.across"],
        up=texts["digest.chart.up"],
        alt=plain(text(texts, "digest.chart.alt", weeks=listed)),
    )


def _steps(
    texts: Mapping[str, str], scenes: Mapping[SessionId, Scene], steps: Sequence[Step], preview: bool
) -> list[Part]:
    """The next steps, numbered, each with its press below."""
    lines = tuple((f"{number}. ", *_said(texts, scenes, step.note)) for number, step in enumerate(steps, 1))
    parts: list[Part] = [Prose(((Strong(texts["digest.next"]),), *lines))]
    if not preview:
        buttons = tuple(
            Button(
                Ref(step.do, step.session, step.spot, arg=step.action or ""),
                f"{number} {texts[f'digest.do.{step.do}']}",
                "primary" if number == 1 else "",
                aloud=shortened(plain(_said(texts, scenes, step.note)), 75),
            )
            for number, step in enumerate(steps, 1)
        )
        parts.append(Buttons(buttons))
    return parts


def _when(texts: Mapping[str, str], programme: Programme) -> Line:
    chosen = programme.settings.digest
    city = programme.settings.zone.rpartition("/")[2].replace("_", " ")
    return text(texts, "digest.when", day=texts[f"day.{chosen.weekday}"], hour=f"{chosen.hour}:00", zone=city)


def _said(texts: Mapping[str, str], scenes: Mapping[SessionId, Scene], note: Note) -> Line:
    """A note in words: by the session it speaks of, or by itself where it speaks of none."""
    session = next((value.session for value in note.values.values() if isinstance(value, Words)), None)
    scene = scenes.get(session) if session is not None else None
    if scene is not None:
        return about_row(scene, said(scene, note))
    return said_alone(texts, note)


def preferences(texts: Mapping[str, str], programme: Programme, today: dt.date) -> Form:
    """When the digest comes, and how. While it is left out, that stays as it is unless something else is chosen."""
    chosen = programme.settings.digest
    days = tuple(Entry(day, texts[f"day.{day}"]) for day in DAYS)
    hours = tuple(Entry(str(hour), f"{hour}:00") for hour in range(24))
    forms = tuple(Entry(form, texts[f"digest.form.{form}"]) for form in DigestForm)
    nothing = tuple(Entry(word, texts[f"digest.form.{word}"]) for word in ("line", "silence"))
    snoozes = tuple(Entry(weeks, texts[f"digest.snooze.{weeks}"]) for weeks in SNOOZES)
    if chosen.snoozed is not None and chosen.snoozed > today:
        until = plain(text(texts, "digest.snooze.until", day=On(chosen.snoozed)))
        snoozes = (Entry(AS_IT_IS, until), *snoozes)
    mute = (Entry("yes", texts["digest.form.mute_yes"]),)
    fields = (
        Field(DAY, "one", texts["digest.form.day"], entries=days, initial=(str(chosen.weekday),)),
        Field(HOUR, "one", texts["digest.form.hour"], entries=hours, initial=(str(chosen.hour),)),
        Field(ZONE, "text", texts["settings.zone"], texts["settings.zone_hint"], initial=(programme.settings.zone,)),
        Field(FORM, "one", texts["digest.form.form"], entries=forms, initial=(chosen.form,)),
        Field(
            NOTHING,
            "one",
            texts["digest.form.nothing"],
            entries=nothing,
            initial=("silence" if chosen.silent else "line",),
        ),
        Field(SNOOZE, "one", texts["digest.form.snooze"], entries=snoozes, initial=(snoozes[0].value,), required=False),
        Field(
            MUTE,
            "many",
            texts["digest.form.mute"],
            entries=mute,
            initial=("yes",) if chosen.muted else (),
            required=False,
        ),
    )
    return Form(Ref("digest_settings"), texts["digest.form.title"], texts["form.save"], texts["form.close"], fields)
