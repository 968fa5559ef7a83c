"""What is open with somebody, in words: the morning's reminder, the list of all of it, and the forms that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

import msgspec

from flows.engine.erasing import others
from flows.engine.neighbours import Stored
from flows.engine.own import found as own_found
from flows.engine.own import is_own
from flows.engine.phases import Phases
from flows.engine.renewing import shown_at
from flows.engine.requests import asked_note, open_requests
from flows.engine.screens.done import MINE, carried
from flows.engine.screens.forms import DUE, TO
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, phrase, piece, plain, said_alone, shortened, text, unstopped
from flows.engine.speaking import to_speak
from flows.engine.work import by_answer, what
from flows.model.effects import Mention, On
from flows.model.errors import NotHere
from flows.model.flow import Library
from flows.model.ids import PersonId, SessionId
from flows.model.people import Role
from flows.model.programme import Action, ActionState, ActionWhy, Programme, Reach, Snapshot
from flows.model.reminders import Due, Habits, Matter, Way
from flows.model.screens import (
    Button,
    Buttons,
    Entry,
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
from flows.model.session import SessionState, Spot, spot_of
from flows.model.values import Day
from flows.rules.reminders import HOURS

MOST_TOLD, MOST_LISTED = 4, 20
"""How much fits a phone's screen, and a message."""
TOLD_SHORT, LINE_SHORT, ALOUD = 90, 140, 75
"""Characters of the first thing in a notification, of one thing in a list, and of what a screen reader says for its button."""
DAY = dt.timedelta(days=1)
UNTIL, WAY, HOUR, AWAY, OFF = "until", "way", "hour", "away", "off"

DOES: dict[Matter, tuple[str, ...]] = {
    Matter.ACTION: ("done", "move", "give"),
    Matter.QUESTION: ("open", "move", "give"),
    Matter.APPROVAL: ("open",),
    Matter.EVIDENCE: ("form",),
    Matter.NOTICE: ("form",),
}
"""What can be done about each matter, from the message."""
ERASURE, REQUEST = ("erase_confirm", "erase_drop"), ("gates",)
"""What can be done about what stands in no session: an erasure of the programme, and a request for somebody's word, whose id is its name."""


class Told(msgspec.Struct, frozen=True):
    """A piece of open work in words: what it asks for, and the name of the programme that it belongs to. ``asks``: where the question stands
    whose answer is what an action is about; ``found``: it came of a finding, and only that answer ends it. ``shown``: where it is told what was
    shown, of a day on which a proof is due and of work that came of one. ``vacant``: the part whose work it is and that nobody plays."""

    due: Due
    what: Line
    name: str
    asks: Spot | None = None
    found: bool = False
    shown: Spot | None = None
    vacant: Role | None = None


def told(snapshot: Snapshot, dues: Sequence[Due], library: Library, now: dt.datetime) -> tuple[Told, ...]:
    """The work of one programme in words; what is settled by now, or can't be worked on there, is left out."""
    programme = snapshot.programme
    if programme is None or programme.reach is not Reach.OPEN:
        return ()
    scenes: dict[SessionId, Scene | None] = {}
    found: list[Told] = []
    for due in dues:
        if due.session is not None and due.session not in scenes:
            scenes[due.session] = _scene(snapshot, due.session, library, now)
        scene = scenes.get(due.session) if due.session is not None else None
        line = _asked(scene, due) if scene is not None else _of_programme(snapshot, library, programme, due, now)
        if line is not None:
            asked = _asks(scene, due) if scene is not None else None
            spot, of_finding = (asked.spot, asked.why is ActionWhy.FINDING) if asked is not None else (None, False)
            words = unstopped(line) if scene is None else about_row(scene, unstopped(line))
            shown = _shown(scene, due) if scene is not None else None
            vacant = _vacant(scene, due) if scene is not None else None
            found.append(Told(due, _brief(words), programme.name, spot, of_finding, shown, vacant))
    return tuple(found)


def _brief(line: Line) -> Line:
    """A line that leaves room for others; a long one is cut at a word."""
    whole = plain(line)
    return line if len(whole) <= LINE_SHORT else (shortened(whole, LINE_SHORT),)


def _scene(snapshot: Snapshot, session: SessionId, library: Library, now: dt.datetime) -> Scene | None:
    try:
        return Scene(snapshot, session, library, now)
    except NotHere:
        return None


def _of_programme(
    snapshot: Snapshot, library: Library, programme: Programme, due: Due, now: dt.datetime
) -> Line | None:
    """What stands in no session: an erasure that waits for a second person, or a request for somebody's word."""
    if due.session is not None or due.name:
        return _request(snapshot, library, programme, due, now)
    erasure = programme.erasure
    waits = erasure is not None and erasure.due is None and not programme.settings.hold
    if erasure is None or not waits or due.person not in others(programme, erasure.by):
        return None
    return text(library.texts, "remind.erasure", who=Mention(erasure.by))


def _request(snapshot: Snapshot, library: Library, programme: Programme, due: Due, now: dt.datetime) -> Line | None:
    """What a request asks of somebody; None where their word on it is not wanted any more."""
    if library.ladder is None:
        return None
    phases = Phases(Stored(snapshot, library, programme, now.astimezone(ZoneInfo(programme.settings.zone)).date()))
    one = next((one for one in open_requests(phases) if one.id == due.name), None)
    if one is None or due.person not in to_speak(phases.ladder, programme, one):
        return None
    note = asked_note(phases, one, due.person)
    return said_alone(library.texts, note) if note is not None else None


def _asked(scene: Scene, due: Due) -> Line | None:
    """What is asked of somebody; None where it is not open with them any more."""
    match due.matter:
        case Matter.ACTION:
            action = next((action for action in scene.actions if action.id == due.name), None)
            still = action is not None and action.state is ActionState.OPEN and action.owner == due.person
            return piece(scene, what(action)) if action is not None and still else None
        case Matter.QUESTION if is_own(spot_of(due.name)):
            one = own_found(scene.session, scene.actions, spot_of(due.name))
            return piece(scene, what(one.work)) if one is not None and one.open and one.to == due.person else None
        case Matter.QUESTION:
            waits = any(one.spot.key == due.name and one.to == due.person for one in scene.session.assignments)
            return _question(scene, due) if waits else None
        case Matter.APPROVAL:
            session, awaited = scene.session, scene.session.awaits
            waits = session.state is SessionState.ASKING and awaited is not None and awaited.spot == session.spot
            return _question(scene, due) if waits and awaited is not None and awaited.to == due.person else None
        case _:
            return _day(scene, due)


def _action(scene: Scene, due: Due) -> Action | None:
    return next((one for one in scene.actions if due.matter is Matter.ACTION and one.id == due.name), None)


def _vacant(scene: Scene, due: Due) -> Role | None:
    """The part whose work it is, where nobody plays that."""
    action = _action(scene, due)
    return scene.programme.vacant(action) if action is not None else None


def _asks(scene: Scene, due: Due) -> Action | None:
    """The action, where an answer is what it is about."""
    action = _action(scene, due)
    return action if action is not None and by_answer(scene, action) else None


def _shown(scene: Scene, due: Due) -> Spot | None:
    """Where it is told what was shown, of what is due on a day that comes round, and of work that came of it."""
    if due.matter is Matter.EVIDENCE:
        return shown_at(scene.plan.questions, spot_of(due.name))
    found = (one for one in scene.actions if due.matter is Matter.ACTION and one.id == due.name)
    action = next((one for one in found if one.why is ActionWhy.FINDING), None)
    answer = scene.session.answer_at(action.spot) if action is not None else None
    dated = answer is not None and isinstance(answer.value, Day)
    return shown_at(scene.plan.questions, action.spot) if action is not None and dated else None


def _question(scene: Scene, due: Due) -> Line | None:
    spot = spot_of(due.name)
    known = spot.question in scene.plan.questions
    if not known or not (spot in scene.facts.handed() or spot == scene.session.spot):
        return None
    return text(scene.texts, "action.answer", question=phrase(scene, scene.question(spot).text, spot))


def _day(scene: Scene, due: Due) -> Line | None:
    """What a day is remembered for, in its author's words."""
    spot = spot_of(due.name)
    question = scene.plan.questions.get(spot.question)
    named = any(one.spot == spot and (one.to, one.day) == (due.person, due.day) for one in scene.session.deadlines)
    if question is None or question.reminds is None or not named:
        return None
    return phrase(scene, question.reminds.of, spot)


# ── the message, and the list ────────────────────────────────────────────────


def batch(texts: Mapping[str, str], found: Sequence[Told], today: dt.date, habits: Habits) -> Screen:
    """The morning's reminder by direct message: what comes first, how much more there is, and the way to all of it."""
    if not found:
        return _settled(texts)
    title = plain(text(texts, "remind.title", count=len(found)))
    left = len(found) - MOST_TOLD
    parts: list[Part] = [Heading(title), *_grouped(texts, found[:MOST_TOLD], today)]
    parts += [Prose((text(texts, "remind.more", count=left),))] if left > 0 else []
    parts.append(Quiet((text(texts, "remind.when", hour=f"{habits.hour}:00"),)))
    parts.append(_below(texts, left > 0))
    return Screen(tuple(parts), f"{title}: {_short(found)}")


def _settled(texts: Mapping[str, str]) -> Screen:
    """A reminder of which nothing is left."""
    line = texts["remind.settled"]
    return Screen((Prose(((line,),)), Buttons((_button(texts, "mine"), _button(texts, "remind_settings")))), line)


def in_thread(texts: Mapping[str, str], found: Sequence[Told], today: dt.date, person: PersonId) -> Screen:
    """The same where the work stands, with a mention of whose it is."""
    left = len(found) - MOST_TOLD
    parts: list[Part] = [Prose((text(texts, "remind.thread", who=Mention(person, call=True), count=len(found)),))]
    parts += _grouped(texts, found[:MOST_TOLD], today)
    parts += [Prose((text(texts, "remind.more", count=left),))] if left > 0 else []
    parts.append(_below(texts, left > 0))
    return Screen(tuple(parts), f"{plain(text(texts, 'remind.title', count=len(found)))}: {_short(found)}")


def mine(texts: Mapping[str, str], found: Sequence[Told], today: dt.date, *, here: bool) -> Screen:
    """All that is open with somebody. ``here``: there is a programme where they ask, whose whole list is a press away."""
    title = plain(text(texts, "mine.title", count=len(found)))
    left = len(found) - MOST_LISTED
    parts: list[Part] = [Heading(title), *_grouped(texts, found[:MOST_LISTED], today, MINE)]
    parts += [] if found else [Prose((text(texts, "mine.none"),))]
    parts += [Prose((text(texts, "remind.more", count=left),))] if left > 0 else []
    others_too = (Button(Ref("actions"), texts["mine.here"]),) if here else ()
    parts.append(Buttons((*others_too, _button(texts, "remind_settings"))))
    return Screen(tuple(parts), title)


def _short(found: Sequence[Told]) -> str:
    return shortened(plain(found[0].what), TOLD_SHORT)


def _below(texts: Mapping[str, str], more: bool) -> Buttons:
    buttons = ("mine", "remind_snooze", "remind_settings") if more else ("remind_snooze", "remind_settings")
    return Buttons(tuple(_button(texts, do) for do in buttons))


def _button(texts: Mapping[str, str], do: str) -> Button:
    return Button(Ref(do), texts[f"button.{do}"])


def _grouped(texts: Mapping[str, str], found: Sequence[Told], today: dt.date, where: str = "") -> Iterator[Part]:
    """What was due, what is due today, what comes up: each under its word, soonest first. ``where``: the list that its presses stand on."""
    groups: dict[str, list[Told]] = {"past": [], "today": [], "ahead": []}
    for one in found:
        groups["past" if one.due.day < today else "today" if one.due.day == today else "ahead"].append(one)
    for name, listed in groups.items():
        if listed:
            yield Prose(((Strong(texts[f"remind.{name}"]),),))
            yield from (_listed(texts, one, today, where) for one in listed)


def _listed(texts: Mapping[str, str], one: Told, today: dt.date, stands: str) -> Listed:
    """One piece of work: what, then when and where, with what can be done about it. ``stands``: the list on which it does."""
    due = one.due
    days = (due.day - today).days
    when: Line = (On(due.day),)
    if days == 1:
        when = (texts["remind.tomorrow"],)
    elif days > 1:
        when = text(texts, "remind.in_days", day=On(due.day), count=days)
    where: Line = (one.name,) if days == 0 else (*when, " · ", one.name)
    presses = presses_of(texts, due, stands)
    if one.vacant is not None:
        where = (*where, " · ", texts[f"meanwhile.{one.vacant}"])
        presses.append(Button(_ref("settings", due, stands), texts["button.name"]))
    if one.asks is not None:
        answer = Button(Ref("form", due.session, one.asks), texts["remind.do.open"])
        presses = [answer, *(press for press in presses if not (one.found and press.ref.do == "done"))]
    if one.shown is not None:
        presses = [*shown_presses(texts, due, one.shown), *presses]
    first = msgspec.structs.replace(presses[0], aloud=shortened(f"{presses[0].label}: {plain(one.what)}", ALOUD))
    return Listed((one.what, where), (first, *presses[1:]), due.programme)


def shown_presses(texts: Mapping[str, str], due: Due, shown: Spot) -> tuple[Button, ...]:
    """What leads to what was shown for a day; beside the day itself also to words by which it is asked for. What folds into one menu has one
    reference, so those words go by the day, as the press beside them does."""
    show = Button(Ref("form", due.session, shown), texts["remind.do.show"])
    if due.matter is not Matter.EVIDENCE:
        return (show,)
    return (show, Button(Ref("ask_words", due.session, spot_of(due.name)), texts["remind.do.ask_words"]))


def words_to_ask(scene: Scene, due: Spot) -> Screen:
    """Words by which the other side is asked for what is due on the day at ``due``, to be copied; none of them is a position of ours."""
    reminder = scene.question(due).reminds
    said = reminder.words if reminder is not None else None
    if said is None or all(one.spot != due for one in scene.session.deadlines):
        line = scene.texts["ask_words.none"]
        return Screen((Prose(((line,),)),), line)
    title, words = scene.texts["ask_words.title"], (plain(phrase(scene, said, due)),)
    return Screen((Heading(title), Prose((words,)), Quiet((text(scene.texts, "ask_words.foot"),))), title)


def presses_of(texts: Mapping[str, str], due: Due, where: str = "") -> list[Button]:
    """What can be done about it, each with what it leads to, and the list ``where`` it stands."""
    does = DOES[due.matter]
    if due.session is None:
        does = REQUEST if due.name else ERASURE
    return [Button(_ref(do, due, where), texts[f"remind.do.{do}"]) for do in does]


def _ref(do: str, due: Due, where: str) -> Ref:
    if due.matter is Matter.ACTION:
        return Ref(do, due.session, arg=carried(due.name, where))
    return Ref(do, due.session, spot_of(due.name) if due.session is not None else None)


# ── forms ────────────────────────────────────────────────────────────────────


def move_form(scene: Scene, ref: Ref) -> Form | None:
    """Another day for a piece of work; None where it is not open any more."""
    found = _work(scene, ref)
    if found is None:
        return None
    line, due = found
    texts = scene.texts
    fields = (Field(DUE, "day", texts["work.form.due"], initial=(max(due, scene.today).isoformat(),)),)
    title = texts["work.form.move"]
    return Form(ref, title, texts["form.save"], texts["form.close"], fields, (line,))


def give_form(scene: Scene, ref: Ref) -> Form | None:
    """Another person for a piece of work; None where it is not open any more."""
    found = _work(scene, ref)
    if found is None:
        return None
    texts = scene.texts
    fields = (Field(TO, "person", texts["work.form.to"]),)
    return Form(ref, texts["work.form.give"], texts["form.save"], texts["form.close"], fields, (found[0],))


def _work(scene: Scene, ref: Ref) -> tuple[Line, dt.date] | None:
    """The open action in ``arg``, or the question at the spot that waits for somebody: in words, and its day."""
    for action in scene.actions:
        if action.id == ref.arg and action.state is ActionState.OPEN:
            return piece(scene, what(action)), action.due
    for one in scene.session.assignments:
        if one.spot == ref.spot:
            return _words(scene, one.spot), one.due
    own = own_found(scene.session, scene.actions, ref.spot)
    return (piece(scene, what(own.work)), own.work.due) if own is not None and own.open else None


def _words(scene: Scene, spot: Spot) -> Line:
    return phrase(scene, scene.question(spot).text, spot)


def snooze_form(texts: Mapping[str, str], until: dt.date) -> Form:
    """Until when somebody wants to hear nothing."""
    fields = (Field(UNTIL, "day", texts["habits.until"], texts["habits.until_hint"], initial=(until.isoformat(),)),)
    return Form(Ref("remind_snooze"), texts["habits.snooze"], texts["form.save"], texts["form.close"], fields)


def habits_form(texts: Mapping[str, str], habits: Habits) -> Form:
    """How somebody is reminded, at which hour, and that they are away or want nothing."""
    ways = tuple(Entry(way, texts[f"habits.way.{way}"]) for way in Way)
    hours = tuple(Entry(str(hour), f"{hour}:00") for hour in HOURS)
    off = (Entry("yes", texts["habits.off_yes"]),)
    away = (habits.away.isoformat(),) if habits.away is not None else ()
    fields = (
        Field(WAY, "one", texts["habits.way"], entries=ways, initial=(habits.way,)),
        Field(HOUR, "one", texts["habits.hour"], texts["habits.hour_hint"], entries=hours, initial=(str(habits.hour),)),
        Field(AWAY, "day", texts["habits.away"], texts["habits.away_hint"], initial=away, required=False),
        Field(OFF, "many", texts["habits.off"], entries=off, initial=("yes",) if habits.muted else (), required=False),
    )
    return Form(Ref("remind_settings"), texts["habits.title"], texts["form.save"], texts["form.close"], fields)
