"""The weekly digest as a message, and the form of its preferences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import filled, plain, plural, said, shortened, text
from flows.model.effects import Digest, Mention, Note, On, Step, Term, Words
from flows.model.ids import SessionId
from flows.model.programme import DigestForm, Programme
from flows.model.screens import (
    Button,
    Buttons,
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

MOST_LABEL = 60
DAYS = tuple(str(day) for day in range(7))
SNOOZES = ("0", "1", "2", "4", "8")
DAY, HOUR, ZONE, FORM, NOTHING, SNOOZE, MUTE = "day", "hour", "zone", "form", "nothing", "snooze", "mute"


def digest(
    texts: Mapping[str, str], programme: Programme, scenes: Sequence[Scene], told: Digest, *, preview: bool = False
) -> Screen:
    """A digest in words. ``preview``: shown to one person before its time, without its buttons."""
    title = plain(text(texts, "digest.title", name=programme.name))
    head = _headline(texts, told)
    by_session = {scene.session.id: scene for scene in scenes}
    parts: list[Part] = [Heading(title), Prose((head,))]
    parts += [Quiet((text(texts, "digest.late"),))] if told.late else []
    full = programme.settings.digest.form is DigestForm.FULL
    lists = (("decided", told.decided),) if full else ()
    for name, notes in (*lists, ("blocked", told.blocked), ("overdue", told.overdue), ("coming", told.coming)):
        if notes:
            lines = [("• ", *_said(texts, by_session, note)) for note in notes]
            left = told.more.get(name, 0)
            lines += [text(texts, "digest.more", count=left)] if left else []
            parts.append(Prose(((Strong(texts[f"digest.{name}"]),), *lines)))
    if full:
        moved = _moved(texts, told)
        parts += [Prose(((Strong(texts["digest.readiness"]), *(" ",), *moved),))] if moved else []
    if told.steps:
        parts += _steps(texts, by_session, told.steps, preview)
    parts.append(Quiet((_when(texts, programme),)))
    if not preview:
        parts.append(Buttons((_button(texts, "digest_settings"), _button(texts, "digest_snooze"))))
    return Screen(tuple(parts), f"{title}: {plain(head)}")


def _button(texts: Mapping[str, str], do: str) -> Button:
    return Button(Ref(do), texts[f"button.{do}"])


def _headline(texts: Mapping[str, str], told: Digest) -> Line:
    """How the week went in a line: counts, in the order that matters."""
    if told.quiet:
        return (texts["digest.nothing"],)
    week = plain(text(texts, "digest.week", week=told.week))
    counts = {
        "decisions": len(told.decided) + told.more.get("decided", 0),
        "blockers": len(told.blocked) + told.more.get("blocked", 0),
        "overdue": len(told.overdue) + told.more.get("overdue", 0),
        "due": len(told.coming) + told.more.get("coming", 0),
        "opened": told.opened,
        "closed": told.closed,
    }
    shown = [plain(text(texts, f"digest.count.{name}", count=count)) for name, count in counts.items() if count]
    return (f"{week} {', '.join(shown)}.",)


def _moved(texts: Mapping[str, str], told: Digest) -> Line:
    if told.percent is None:
        return ()
    if told.before is None or told.before == told.percent:
        return text(texts, "digest.readiness.now", percent=told.percent)
    return text(texts, "digest.readiness.moved", before=told.before, percent=told.percent)


def _steps(
    texts: Mapping[str, str], scenes: Mapping[SessionId, Scene], steps: Sequence[Step], preview: bool
) -> list[Part]:
    lines = tuple((f"{number}. ", *_said(texts, scenes, step.note)) for number, step in enumerate(steps, 1))
    parts: list[Part] = [Prose(((Strong(texts["digest.next"]),), *lines))]
    if not preview:
        numbers: dict[tuple[str, SessionId | None], list[int]] = {}
        for number, step in enumerate(steps, 1):
            numbers.setdefault((step.do, step.session), []).append(number)
        buttons = tuple(
            Button(
                Ref(do, session),
                f"{', '.join(map(str, found))} {texts[f'digest.do.{do}']}",
                "primary" if 1 in found else "",
                aloud=shortened(plain(_said(texts, scenes, steps[found[0] - 1].note)), 75),
            )
            for (do, session), found in numbers.items()
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
        return said(scene, note)

    def fill(name: str) -> Line:
        match note.values.get(name):
            case Mention() | On() as span:
                return (span,)
            case Term(key=key):
                return (texts[key],)
            case str() | int() as word:
                return (str(word),)
            case _:
                return ("…",)

    return filled(texts[plural(texts, note.key, note.values.get("count"))], fill)


def preferences(texts: Mapping[str, str], programme: Programme) -> Form:
    """When the digest comes, and how."""
    chosen = programme.settings.digest
    days = tuple(Entry(day, texts[f"day.{day}"]) for day in DAYS)
    hours = tuple(Entry(str(hour), f"{hour}:00") for hour in range(24))
    forms = tuple(Entry(form, texts[f"digest.form.{form}"]) for form in DigestForm)
    nothing = tuple(Entry(word, texts[f"digest.form.{word}"]) for word in ("line", "silence"))
    snoozes = tuple(Entry(weeks, texts[f"digest.snooze.{weeks}"]) for weeks in SNOOZES)
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
        Field(SNOOZE, "one", texts["digest.form.snooze"], entries=snoozes, initial=("0",), required=False),
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
