"""Forms: the question as a modal, handing it to a colleague, the settings. And what a filled form says, read back into values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

import msgspec

from flows.engine.proposing import ticked
from flows.engine.registers import country_name
from flows.engine.renewing import put_forward
from flows.engine.screens import on_file, proposed
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import answer_line, phrase, plain, text
from flows.model.flow import Apart, Question
from flows.model.ids import PersonId
from flows.model.people import Capacity, Role
from flows.model.programme import Programme
from flows.model.screens import Button, Buttons, Entry, Field, Form, Prose, Ref, Screen, Strong
from flows.model.session import Answer, Spot
from flows.model.values import (
    Choice,
    Choices,
    Countries,
    Day,
    Document,
    Items,
    Kind,
    Money,
    Number,
    People,
    Scale,
    Text,
    YesNo,
)

ANSWER, PAPERS, KEPT = "answer", "papers", "kept"
TO, DUE = "to", "due"
VENDOR_DAY = "day"
ZONE, LOCALE, FOUR_EYES, CAPACITY = "zone", "locale", "four_eyes", "capacity"
LOCALES: tuple[str, ...] = ("en_GB", "en_US")


def question_form(scene: Scene, spot: Spot) -> Form:
    """The question as a modal: the one input of its kind."""
    question = scene.question(spot)
    ref = Ref("answer", scene.session.id, spot, scene.session.revision(spot))
    label = plain(phrase(scene, question.text, spot))
    texts = scene.texts
    current = scene.session.answer_at(spot)
    field = _field(scene, question, label, current)
    next_day = put_forward(scene.facts, spot)
    if next_day is not None:
        field = msgspec.structs.replace(field, initial=(next_day.day.isoformat(),))
    why = phrase(scene, question.why, spot)
    bounded = current is not None and isinstance(current.value, YesNo) and bool(current.value.condition)
    stands = (text(texts, "form.bounded", answer=answer_line(scene, current)),) if bounded else ()
    proofs = tuple(_proofs(scene)) if question.unasked and question.evidence else ()
    if proofs:
        field = msgspec.structs.replace(field, hint=texts["hint.form.shown"], initial=(), required=False)
    return Form(ref, texts["form.title"], texts["form.submit"], texts["form.close"], (field, *proofs), (*stands, why))


def _proofs(scene: Scene) -> Iterator[Field]:
    """The files that show it: new ones, and any of those that are kept."""
    yield Field(PAPERS, "files", scene.texts["form.papers"], scene.texts["hint.form.file"], required=False)
    entries = on_file.kept(scene)
    if entries:
        yield Field(KEPT, "many", scene.texts["form.kept"], entries=entries, required=False)


def papers_in(
    scene: Scene, question: Question, filled: Mapping[str, tuple[str, ...]], documents: Sequence[Document]
) -> tuple[Document, ...]:
    """The files of such a form: those that came with it, and those that were picked."""
    if not question.unasked:
        return ()
    picked = filled.get(KEPT, ())
    return (*documents, *(one.document for one in scene.files if one.document.file in picked))


def _field(scene: Scene, question: Question, label: str, current: Answer | None) -> Field:
    kind, entries = _input(scene, question)
    hint = scene.texts[f"hint.form.{question.kind}"]
    initial = _names(scene, question, current) if question.adds else _initial(current)
    return Field(ANSWER, kind, label, hint, entries, initial, low=question.low, high=question.high)


def _names(scene: Scene, question: Question, current: Answer | None) -> tuple[str, ...]:
    """The rows that are picked, by their names, one a line: what is sent takes their place."""
    rows, spot = scene.offered(question), current.spot if current is not None else Spot(question.id)
    picked = ticked(scene.facts, spot, rows)
    return ("\n".join(proposed.written(scene, spot, row) for row in rows if row.id in picked),) if picked else ()


def _input(scene: Scene, question: Question) -> tuple[str, tuple[Entry, ...]]:
    """The input kind of a form field, and what it offers."""
    texts = scene.texts
    match question.kind:
        case Kind.YES_NO:
            return "one", tuple(Entry(word, texts[f"answer.{word}"]) for word in ("yes", "no"))
        case Kind.ONE_OF | Kind.MANY_OF:
            entries = tuple(Entry(o.id, o.label, o.description) for o in question.options)
            return ("one" if question.kind is Kind.ONE_OF else "many"), entries
        case Kind.SCALE:
            return "one", tuple(Entry(str(point), str(point)) for point in range(1, 6))
        case Kind.TEXT | Kind.MONEY:
            return ("long_text" if question.kind is Kind.TEXT else "text"), ()
        case Kind.NUMBER:
            return "number", ()
        case Kind.DATE:
            return "day", ()
        case Kind.PERSON:
            return ("people" if question.many else "person"), ()
        case Kind.COUNTRY:
            return ("countries" if question.many else "country"), ()
        case Kind.FILE:
            return ("files" if question.many else "file"), ()
        case Kind.ITEM:
            rows = scene.rows.get(question.register, ()) if question.register else ()
            if question.adds:
                return "long_text", ()
            return ("many" if question.many else "one"), tuple(Entry(row.id, row.name) for row in rows)
        case _:
            assert_never(question.kind)


def _initial(current: Answer | None) -> tuple[str, ...]:
    """What stands now, as the field would hold it."""
    match current.value if current else None:
        case YesNo(yes=yes, condition=condition):
            return () if condition else ("yes" if yes else "no",)  # a form that is only sent drops no condition
        case Choice(option=option):
            return (option,)
        case Choices(options=options):
            return options
        case Text(text=words):
            return (words,)
        case Number(number=number):
            return (str(number),)
        case Money(amount=amount, currency=currency):
            return (f"{amount} {currency}",)
        case Day(day=day):
            return (day.isoformat(),)
        case People(people=people):
            return tuple(people)
        case Countries(codes=codes):
            return codes
        case Items(items=items):
            return tuple(items)
        case Scale(point=point):
            return (str(point),)
        case _:
            return ()


def apart_form(scene: Scene, spot: Spot) -> Form:
    """The scenarios of a section that two people answer apart, with the readings to choose from: nobody else sees what is chosen here."""
    texts, section = scene.texts, scene.plan.sections[scene.question(spot).section]
    fields = tuple(
        Field(
            question.id,
            "one",
            plain(phrase(scene, question.text, Spot(question.id))),
            entries=tuple(Entry(o.id, o.label, o.description) for o in question.options if o.id not in set(Apart)),
        )
        for question in section.questions
    )
    ref = Ref("apart", scene.session.id, spot)
    intro = ((texts["apart.form.intro"],),)
    return Form(ref, texts["apart.form.title"], texts["form.submit"], texts["form.close"], fields, intro)


def vendor_form(scene: Scene, spot: Spot) -> Form:
    """The same scenarios with what the vendor ticked on its sheet, and the day on which that came back; what it left open is left open."""
    texts, own = scene.texts, apart_form(scene, spot)
    day = Field(VENDOR_DAY, "day", texts["apart.vendor.form.day"], initial=(scene.today.isoformat(),))
    fields = (day, *(msgspec.structs.replace(one, required=False) for one in own.fields))
    ref = Ref("vendor_read", scene.session.id, spot)
    intro = (text(texts, "apart.vendor.form.intro"),)
    return Form(ref, texts["apart.vendor.form.title"], texts["form.submit"], texts["form.close"], fields, intro)


def hand_form(scene: Scene, spot: Spot, to: str = "") -> Form:
    """Who is asked, and until when. ``to``: who is chosen already, where the offer named somebody."""
    texts = scene.texts
    fields = (
        Field(TO, "person", texts["hand.form.to"], initial=(to,) if to else ()),
        Field(DUE, "day", texts["hand.form.due"], texts["hand.form.due_hint"], required=False),
    )
    ref = Ref("hand", scene.session.id, spot, scene.session.revision(spot))
    words = phrase(scene, scene.question(spot).text, spot)
    return Form(ref, texts["hand.form.title"], texts["hand.form.submit"], texts["form.close"], fields, (words,))


def which_to_hand(scenes: Sequence[Scene], to: str) -> Screen:
    """Several parts have an open question: which of them is handed over. ``to``: to whom, where that was said."""
    line = scenes[0].texts["pick.session"]
    open_ = [(scene, spot) for scene in scenes for spot in (scene.session.spot,) if spot is not None]
    told = (("• ", Strong(scene.title), ": ", *phrase(scene, scene.question(at).text, at)) for scene, at in open_)
    refs = ((scene, Ref("hand", scene.session.id, at, scene.session.revision(at), arg=to)) for scene, at in open_)
    buttons = tuple(Button(ref, scene.title[:75]) for scene, ref in refs)
    return Screen((Prose(((line,), *told)), Buttons(buttons)), line)


def settings_form(texts: Mapping[str, str], programme: Programme, reader: PersonId) -> Form:
    """Who plays which part, the zone and the manner of dates, four eyes; and what the ``reader`` is, which nobody else says of them."""
    roles = tuple(
        Field(
            role.value,
            "person",
            texts[f"settings.role.{role}"],
            initial=_held(programme, role),
            required=role is Role.OWNER,
        )
        for role in Role
    )
    locales = tuple(Entry(name, texts[f"settings.locale.{name}"]) for name in LOCALES)
    chosen = programme.settings
    eyes = (Entry("yes", texts["settings.four_eyes.yes"]),)
    fields = (
        *roles,
        Field(ZONE, "text", texts["settings.zone"], texts["settings.zone_hint"], initial=(chosen.zone,)),
        Field(LOCALE, "one", texts["settings.locale"], entries=locales, initial=(chosen.locale,)),
        Field(
            FOUR_EYES,
            "many",
            texts["settings.four_eyes"],
            entries=eyes,
            initial=("yes",) if chosen.four_eyes else (),
            required=False,
        ),
        _capacity(texts, programme.capacities.get(reader)),
    )
    return Form(Ref("settings"), texts["settings.title"], texts["form.save"], texts["form.close"], fields)


def _capacity(texts: Mapping[str, str], said: Capacity | None) -> Field:
    entries = tuple(Entry(one.value, texts[f"settings.capacity.{one}"]) for one in Capacity)
    label, hint = texts["settings.capacity"], texts["settings.capacity_hint"]
    return Field(CAPACITY, "one", label, hint, entries, (said.value,) if said is not None else (), required=False)


def _held(programme: Programme, role: Role) -> tuple[str, ...]:
    holder = programme.holder(role)
    return (holder,) if holder else ()


def countries() -> tuple[Entry, ...]:
    """Every country of ISO 3166-1, by its English name."""
    from iso3166 import countries as known  # only forms with countries need the table

    return tuple(sorted((Entry(c.alpha2, country_name(c.alpha2)) for c in known), key=lambda entry: entry.label))
