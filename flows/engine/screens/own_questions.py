"""Counsel's own questions on their screens: as they reach whoever is asked, in counsel's list and brief, and the forms of question and answer.

All of it is for one person alone: the words of a question are shown to counsel and to whoever has it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flows.engine.own import Standing, adds, asks_at, found, standing
from flows.engine.own_asking import TEXT, TO
from flows.engine.readers.texts import MOST_TEXT
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import own_line, plain, shortened, text
from flows.model.effects import Mention, On
from flows.model.ids import PersonId
from flows.model.people import Role
from flows.model.screens import (
    Button,
    Buttons,
    Field,
    Form,
    Heading,
    Line,
    Listed,
    Part,
    Prose,
    Quiet,
    Ref,
    Screen,
    Strong,
)
from flows.model.session import SessionState, Spot

NOBODY = PersonId("")
ADDED_WITHIN = dt.timedelta(days=7)
"""How long after an answer, or what was added to it, words that are nothing else may be more of it."""
MOST_LISTED = 20
"""Questions in counsel's list, those that are open first."""
MOST_BRIEFED, SHORT = 8, 300
"""Questions in a brief, the newest, and characters of each and of its answer."""


def letter(scene: Scene, spot: Spot, to: PersonId) -> Screen | None:
    """A question as it reaches whoever has it; None where it is open with them no more."""
    one = found(scene.session, scene.actions, spot)
    return _put_to(scene, one) if one is not None and one.open and one.to == to else None


def _put_to(scene: Scene, one: Standing) -> Screen:
    texts, spot = scene.texts, one.work.spot
    head = text(texts, "own.letter", who=Mention(one.asked.by), about=one.work.about, due=On(one.work.due))
    answer = Button(Ref("own_answer", scene.session.id, spot), texts["button.own_answer"], "primary")
    beside = (Button(Ref(do, scene.session.id, spot), texts[f"button.{do}"]) for do in ("own_unknown", "own_give"))
    foot = Quiet((text(texts, "own.letter.foot"),))
    return Screen((Prose((head, own_line(scene, spot))), foot, Buttons((answer, *beside))), plain(head))


def settled_letter(scene: Scene, one: Standing, to: PersonId) -> Screen:
    """The same once it waits for them no more; whoever answered can add to that."""
    spot, asked, texts = one.work.spot, one.asked, scene.texts
    if one.open and one.to == to:
        return _put_to(scene, one)
    if one.open:
        how = text(texts, "letter.with", who=Mention(one.to))
    elif asked.answer is None:
        how = text(texts, "own.letter.withdrawn", who=Mention(asked.by))
    else:
        how = text(texts, "letter.answered", who=Mention(asked.answer.by))
    words = own_line(scene, spot)
    mine = asked.answer is not None and asked.answer.by == to
    add = (Buttons((Button(Ref("own_answer", scene.session.id, spot), texts["button.own_add"]),)),) if mine else ()
    return Screen((Prose((words,)), Quiet((how,)), *add), plain(words))


# ── counsel's list, and their brief ──────────────────────────────────────────


def own_list(scene: Scene) -> Screen:
    """All that counsel asked in a run, what is open first and then the newest, with the way to withdraw it and to ask more."""
    texts = scene.texts
    title = plain(text(texts, "own.title", title=scene.title))
    asked = _newest(scene)
    asked.sort(key=lambda one: not one.open)
    parts: list[Part] = [Heading(title), *(_listed(scene, one) for one in asked[:MOST_LISTED])]
    parts += [] if asked else [Prose((text(texts, "own.none"),))]
    if len(asked) > MOST_LISTED:
        parts.append(Prose((text(texts, "summary.more", count=len(asked) - MOST_LISTED),)))
    return Screen((*parts, Buttons((_put(scene),)), Quiet((text(texts, "own.foot"),))), title)


def _listed(scene: Scene, one: Standing) -> Part:
    lines = _lines(scene, one)
    if not one.open:
        return Prose(lines)
    press = Button(Ref("own_withdraw", scene.session.id, one.work.spot), scene.texts["button.own_withdraw"])
    return Listed(lines, (press,))


def own_parts(scene: Scene) -> list[Part]:
    """What counsel asked, in their brief on an agreement; and the way to ask."""
    asked = _newest(scene)
    lines = [line for one in asked[:MOST_BRIEFED] for line in _lines(scene, one)]
    said: list[Part] = [Prose(((Strong(scene.texts["own.asked"]),), *lines))] if lines else []
    if scene.programme.holder(Role.COUNSEL) is None:
        return said
    more = (Button(Ref("own_list", scene.session.id), scene.texts["button.own_list"]),) if asked else ()
    return [*said, Quiet((text(scene.texts, "own.how"),)), Buttons((_put(scene), *more))]


def _newest(scene: Scene) -> list[Standing]:
    return list(standing(scene.session, scene.actions))[::-1]


def _put(scene: Scene) -> Button:
    return Button(Ref("own_put", scene.session.id), scene.texts["button.own_put"])


def _lines(scene: Scene, one: Standing) -> tuple[Line, ...]:
    """A question, how it stands, its answer, and what was added to that."""
    spot, texts, zone = one.work.spot, scene.texts, ZoneInfo(scene.programme.settings.zone)
    day = On(one.asked.at.astimezone(zone).date())
    how = text(texts, f"own.state.{one.state}", to=Mention(one.to), day=day, due=On(one.work.due))
    question = ("• ", shortened(plain(own_line(scene, spot)), SHORT))
    if one.asked.answer is None:
        return (question, how)
    answer = shortened(plain(own_line(scene, spot, "own_answer")), SHORT)
    added = (text(texts, "own.added", answer=shortened(more.text, SHORT)) for more in one.asked.more)
    return (question, how, text(texts, "own.answer", answer=answer), *added)


# ── forms ────────────────────────────────────────────────────────────────────


def may_put(scene: Scene) -> bool:
    """Whether counsel can put a question of their own in a run: it asks for them, and is not finished."""
    return asks_at(scene.plan) is not None and scene.session.state is not SessionState.DONE


def may_add(scene: Scene, one: Standing, person: PersonId, at: dt.datetime) -> bool:
    """Whether somebody may be asked whether what they say is more of their answer: it is theirs, of late, and counsel is there to read it."""
    answered = one.asked.answer
    if answered is None or not adds(one, person) or scene.programme.holder(Role.COUNSEL) is None:
        return False
    return at - (answered, *one.asked.more)[-1].at <= ADDED_WITHIN


def where_to_put(scenes: Sequence[Scene], to: PersonId, asked: str) -> Screen:
    """The way to put what counsel said to the bot alone: in which run it is to be put, where there are several."""
    texts = scenes[0].texts
    line = text(texts, "own.where", to=Mention(to))
    buttons = (
        Button(
            Ref("own_put", one.session.id, arg=f"{to} {asked}"), plain(text(texts, "own.where.one", title=one.title))
        )
        for one in scenes
    )
    return Screen((Prose((line,)), Buttons(tuple(buttons))), plain(line))


def put_form(scene: Scene, to: PersonId = NOBODY, asked: str = "") -> Form:
    """The form in which counsel puts a question; ``to`` and ``asked``: as they said it already."""
    texts = scene.texts
    said = (asked,) if asked else ()
    words = Field(TEXT, "long_text", texts["own.form.text"], texts["own.form.hint"], initial=said, high=MOST_TEXT)
    whom = Field(TO, "person", texts["own.form.to"], initial=(to or scene.programme.owner,))
    ref = Ref("own_put", scene.session.id)
    return Form(ref, texts["own.form.title"], texts["own.form.submit"], texts["form.close"], (words, whom))


def answer_form(scene: Scene, spot: Spot, person: PersonId) -> Form | None:
    """The form in which whoever has a question answers it, or adds to their answer; None for anybody else, and where it was withdrawn."""
    one = found(scene.session, scene.actions, spot)
    if one is None or not (adds(one, person) or (one.open and one.to == person)):
        return None
    texts = scene.texts
    field = Field(
        TEXT,
        "long_text",
        texts["own.form.answer" if one.open else "own.form.more"],
        texts["own.form.answer_hint"],
        high=MOST_TEXT,
    )
    ref, intro = Ref("own_answer", scene.session.id, spot), own_line(scene, spot)
    return Form(ref, texts["own.form.answer_title"], texts["own.form.submit"], texts["form.close"], (field,), (intro,))
