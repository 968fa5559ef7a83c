"""A person's Home: what waits for them over all their programmes, and where each of these stands. Composed from snapshots alone.

It tells what the programmes' channels tell, to members of these channels: nothing of the counsel lane stands here, for anybody.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from flows.engine.lifecycle import has_several
from flows.engine.own import is_own
from flows.engine.screens.overdue import past_days, work_line
from flows.engine.screens.overview import open_spot, session_line
from flows.engine.screens.reminder import Told, presses_of, shown_presses
from flows.engine.screens.review import open_actions
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, phrase, plain, shortened, text
from flows.model.effects import Mention, On
from flows.model.flow import Library, Severity
from flows.model.ids import PersonId, ProgrammeId, SessionId
from flows.model.people import Role
from flows.model.programme import Programme, Reach
from flows.model.reminders import Due, Habits, Matter
from flows.model.screens import (
    Button,
    Buttons,
    Divide,
    Heading,
    Home,
    Line,
    Listed,
    Part,
    Place,
    Prose,
    Quiet,
    Ref,
    Row,
    Shelf,
    Strong,
)
from flows.model.session import SessionState, spot_of

MOST_WAITING = 10
A_PAGE = 8
"""Programmes on one page."""
MOST_SAID = 6
"""Parts of what came of the last press, above everything else."""
SHOWN, ALOUD = 150, 75
"""Characters of what waits, and of what a screen reader says for its button."""
NOWHERE = ProgrammeId("")

QUESTIONS = frozenset({Matter.QUESTION, Matter.APPROVAL})
"""What waits for an answer: handed over, or for one person alone."""

_SHUT = {Reach.ARCHIVED: "home.archived", Reach.NOT_A_MEMBER: "home.not_a_member"}

Links = Mapping[tuple[ProgrammeId, SessionId], str]
"""The way to where a session stands in its thread; a thread that is lost has none."""


class HomeProgramme(msgspec.Struct, frozen=True):
    """A programme that the person may see, as it stands. ``scenes``: its sessions, oldest first. ``told``: what is open with them there."""

    programme: Programme
    scenes: tuple[Scene, ...]
    told: tuple[Told, ...] = ()

    @property
    def last(self) -> Scene | None:
        """The session that is in hand: the newest that is not done, else the newest."""
        live = [scene for scene in self.scenes if scene.session.state is not SessionState.DONE and not scene.away]
        return (live or list(self.scenes) or [None])[-1]

    @property
    def moved(self) -> dt.datetime:
        """When anybody last did anything in it."""
        times = [self.programme.started]
        for scene in self.scenes:
            session = scene.session
            times += [session.started, *(answer.at for answer in session.answers.values())]
            times += [when for when in (session.finished, *(action.closed for action in scene.actions)) if when]
        return max(times)


class Wait(msgspec.Struct, frozen=True):
    """Something that waits for one person, in a session (None: it is about the programme itself): ``told``, what is open with them; or else
    ``vacant``, a part that they have to give first, as the owner, for the question that is open; or neither: what is open in a leak."""

    programme: Programme
    scene: Scene | None
    told: Told | None = None
    vacant: Role | None = None

    @property
    def place(self) -> tuple[bool, dt.date, bool, ProgrammeId, str]:
        """What holds up the next question first, then the soonest; of one day, first what is critical."""
        if self.told is None:
            return False, dt.date.min, False, self.programme.id, ""
        return True, self.told.due.day, not self._critical(self.told.due), self.programme.id, self.told.due.name

    def _critical(self, due: Due) -> bool:
        """Whether it is the work that a critical finding asks for."""
        if self.scene is None or due.matter is not Matter.ACTION:
            return False
        rules = {(action.spot, action.rule) for action in self.scene.actions if action.id == due.name}
        found = self.scene.session.unsettled
        return any(one.severity is Severity.CRITICAL and (one.spot, one.rule) in rules for one in found)


class Reader(msgspec.Struct, frozen=True):
    """Who reads a Home: which day it is where they are, and how they want to be reminded."""

    today: dt.date
    habits: Habits = Habits()


class Page(msgspec.Struct, frozen=True):
    """What a Home shows: what waits, in the order of :attr:`Wait.place`, and so many ``more``; the page ``number`` (from 0) of all ``total``
    programmes."""

    waiting: tuple[Wait, ...]
    more: int
    standings: tuple[HomeProgramme, ...]
    number: int
    total: int


def page(person: PersonId, standings: Sequence[HomeProgramme], number: int) -> Page:
    """Sort what a person may see, and pick what is shown: what moved last comes first. A page beyond the last is the last."""
    waiting = sorted(
        (wait for standing in standings for wait in _waits(standing, person)),
        key=lambda wait: wait.place,
    )
    recent = sorted(standings, key=lambda one: (one.moved, one.programme.id), reverse=True)
    number = max(0, min(number, (len(recent) - 1) // A_PAGE))
    shown = tuple(recent[number * A_PAGE : (number + 1) * A_PAGE])
    return Page(tuple(waiting[:MOST_WAITING]), max(0, len(waiting) - MOST_WAITING), shown, number, total=len(recent))


def _waits(standing: HomeProgramme, person: PersonId) -> Iterator[Wait]:
    """What of a programme waits for somebody."""
    programme, scenes = standing.programme, {scene.session.id: scene for scene in standing.scenes}
    for one in standing.told:
        yield Wait(programme, scenes.get(one.due.session) if one.due.session is not None else None, one)
    for scene in standing.scenes:
        spot = open_spot(scene.session)
        role = scene.question(spot).role if spot is not None else None
        asking = scene.session.state is SessionState.ASKING and programme.reach is Reach.OPEN
        if asking and role is not None and programme.holder(role) is None and programme.owner == person:
            yield Wait(programme, scene, vacant=role)
        if asking and role is None and scene.in_leak and programme.owner == person:
            yield Wait(programme, scene)


# ── in words ─────────────────────────────────────────────────────────────────


def home(library: Library, found: Page, links: Links, reader: Reader, said: Shelf | None = None) -> Home:
    """The Home of a member of the company. ``said``: what came of their last press."""
    texts = library.texts
    head = _said(said)
    foot = Shelf(NOWHERE, (Divide(), Quiet((text(texts, "notice"),))))
    if not found.total:
        return Home((*head, _nothing(texts), foot))
    each = [_programme(library, standing, links) for standing in found.standings]
    last = Shelf(NOWHERE, (*_pager(texts, found), Quiet((text(texts, "home.begin"),))))
    title = Shelf(NOWHERE, (Divide(), Heading(texts["home.programmes"])))
    waiting, habits = _waiting(texts, found, reader.today), _habits(texts, reader)
    return Home((*head, *waiting, title, *_divided(each), last, habits, foot))


def _divided(shelves: Sequence[Shelf]) -> Iterator[Shelf]:
    """A line between each two."""
    for number, shelf in enumerate(shelves):
        yield shelf if not number else Shelf(shelf.programme, (Divide(), *shelf.parts))


def _habits(texts: Mapping[str, str], reader: Reader) -> Shelf:
    """How the person is reminded of what waits, and the ways to have it otherwise."""
    habits = reader.habits
    lines: list[Line] = [text(texts, f"home.habits.{habits.way}", hour=f"{habits.hour}:00")]
    if habits.muted:
        lines = [text(texts, "home.habits.muted")]
    elif habits.away is not None and habits.away > reader.today:
        lines.append(text(texts, "home.habits.away", day=On(habits.away)))
    elif habits.snoozed is not None and habits.snoozed > reader.today:
        lines.append(text(texts, "home.habits.snoozed", day=On(habits.snoozed)))
    presses = Buttons(tuple(Button(Ref(do), texts[f"button.{do}"]) for do in ("remind_settings", "remind_snooze")))
    return Shelf(NOWHERE, (Divide(), Heading(texts["habits.title"]), Prose(tuple(lines)), presses))


def stranger(texts: Mapping[str, str]) -> Home:
    """The Home of a guest, or of somebody from another company: it tells nothing of anything."""
    parts = (Heading(texts["home.stranger"]), Prose((text(texts, "home.stranger.what"),)))
    return Home((Shelf(NOWHERE, parts),))


def unknown(texts: Mapping[str, str]) -> Home:
    """The Home while it cannot be looked up who somebody is, or where they are: it hides rather than shows."""
    return Home((Shelf(NOWHERE, (Prose((text(texts, "home.unknown"),)),)),))


def _said(said: Shelf | None) -> tuple[Shelf, ...]:
    return (Shelf(said.programme, (*said.parts[:MOST_SAID], Divide())),) if said is not None else ()


def _nothing(texts: Mapping[str, str]) -> Shelf:
    """What this is, and how to begin."""
    make = Button(Ref("make_channel"), texts["button.make_channel"], "primary")
    parts = (
        Heading(texts["home.none"]),
        Prose((text(texts, "home.none.what"),)),
        Prose((text(texts, "home.none.how"),)),
        Buttons((make,)),
        Quiet((text(texts, "home.none.added"),)),
    )
    return Shelf(NOWHERE, parts)


def _waiting(texts: Mapping[str, str], found: Page, today: dt.date) -> list[Shelf]:
    shelves = [Shelf(NOWHERE, (Heading(texts["home.waiting"]),))]
    shelves += [Shelf(wait.programme.id, (_row(texts, wait, today),)) for wait in found.waiting]
    if not found.waiting:
        shelves.append(Shelf(NOWHERE, (Prose((text(texts, "home.waiting.none"),)),)))
    if found.more:
        shelves.append(Shelf(NOWHERE, (Quiet((text(texts, "home.waiting.more", count=found.more),)),)))
    return shelves


def _row(texts: Mapping[str, str], wait: Wait, today: dt.date) -> Part:
    """What waits, where and until when, and the press that deals with it."""
    line = _what(wait)
    what = shortened(plain(line), SHOWN)
    named = any(isinstance(span, Mention) for span in line)
    lines: tuple[Line, ...] = (line if named else (Strong(what),), _about(texts, wait, today))
    first, *others = _presses(texts, wait)
    first = msgspec.structs.replace(first, aloud=shortened(f"{first.label}: {what}", ALOUD))
    return Listed(lines, (first, *others)) if others else Row(lines, first)


def _what(wait: Wait) -> Line:
    """The question itself where one waits; else what is asked for."""
    scene, one = wait.scene, wait.told
    spot = open_spot(scene.session) if scene is not None else None
    if one is not None:
        if scene is None or one.due.matter not in QUESTIONS:
            return one.what
        spot = spot_of(one.due.name)
        if is_own(spot):
            return one.what
    line = phrase(scene, scene.question(spot).text, spot) if scene is not None and spot is not None else ()
    return about_row(scene, line) if scene is not None else line


def _presses(texts: Mapping[str, str], wait: Wait) -> Sequence[Button]:
    scene, one = wait.scene, wait.told
    if one is None and wait.vacant is None and scene is not None:
        return (Button(Ref("form", scene.session.id, open_spot(scene.session)), texts["button.answer"]),)
    if one is None:
        return (Button(Ref("settings"), texts["button.settings"]),)
    if scene is None:
        return presses_of(texts, one.due)
    session, due = scene.session.id, one.due
    if is_own(spot_of(due.name)):
        return (Button(Ref("own_answer", session, spot_of(due.name)), texts["button.answer"]),)
    shows = shown_presses(texts, due, one.shown) if one.shown is not None else ()
    done = (Button(Ref("done", session, arg=due.name), texts["button.done"]),) if due.matter is Matter.ACTION else ()
    name = (Button(Ref("settings", session, arg=due.name), texts["button.name"]),) if one.vacant is not None else ()
    if done and one.asks is None:
        return (*shows, *done, *name)
    if due.matter in (Matter.EVIDENCE, Matter.NOTICE):
        return (*shows, Button(Ref("form", session, spot_of(due.name)), texts["remind.do.form"]))
    if scene.session.state is SessionState.PAUSED:
        return (Button(Ref("resume", session), texts["button.resume"]),)
    answer = Button(Ref("form", session, one.asks or spot_of(due.name)), texts["button.answer"])
    return (answer, *(() if one.found else done), *name)


def _about(texts: Mapping[str, str], wait: Wait, today: dt.date) -> Line:
    channel: Line = (_place(wait.programme),)
    if wait.told is None and wait.vacant is None:
        return text(texts, "home.leak", channel=channel)
    if wait.told is None:
        return text(texts, "home.vacant", channel=channel, role=texts[f"role.{wait.vacant}"])
    due, scene = wait.told.due, wait.scene
    if scene is None:
        return channel
    late, on = due.day < today, On(due.day)
    if due.matter is Matter.APPROVAL:
        role = texts[f"role.{scene.question(spot_of(due.name)).role}"]
        return text(texts, "home.was_role" if late else "home.role", channel=channel, role=role, due=on)
    key = {Matter.QUESTION: "handed", Matter.EVIDENCE: "again"}.get(due.matter, "due")
    if key == "again" and scene.question(spot_of(due.name)).evidence:
        key = "ends"  # a paper proves it; a decision, a review or a sign-off has none that one could get
    line = text(texts, f"home.was_{key}" if late else f"home.{key}", channel=channel, due=on)
    vacant = wait.told.vacant
    return (*line, " · ", texts[f"meanwhile.{vacant}"]) if vacant is not None else line


def _place(programme: Programme) -> Place:
    return Place(programme.channel, programme.name)


def _programme(library: Library, standing: HomeProgramme, links: Links) -> Shelf:
    """Where a programme stands: each session and how far it is, what is open, with whom it is, and the ways there."""
    texts, programme = library.texts, standing.programme
    # A stage with several runs is told by these.
    stages = {stage.id: stage.title for stage in library.stages if not has_several(library, stage)}
    lines: list[Line] = [(_place(programme),)]
    for scene in (one for one in standing.scenes if not one.away):
        title = stages.get(scene.plan.flow.stage, scene.title)
        lines.append((Strong(title), ": ", *session_line(scene)))
    lines += [open_line(texts, standing.scenes), *_elsewhere(texts, standing)]
    if programme.reach in _SHUT:
        lines.append(text(texts, _SHUT[programme.reach]))
    people = Quiet((_people(texts, programme),))
    return Shelf(programme.id, (Prose(tuple(lines)), people, *_ways(texts, standing, links)))


def open_line(texts: Mapping[str, str], scenes: Sequence[Scene]) -> Line:
    """Findings and actions that are open, and how many of them press, where any do."""
    found = [finding.severity for scene in scenes for finding in scene.session.unsettled]
    work = [action.due < scene.today for scene in scenes for action in open_actions(scene)]
    passed = sum(past_days(scene) for scene in scenes)
    if not found and not work and not passed:
        return text(texts, "home.nothing_open")
    critical, high, overdue = found.count(Severity.CRITICAL), found.count(Severity.HIGH), sum(work)
    grave = {"critical": critical, "high": high}
    findings = text(texts, "card.findings" if critical or high else "home.findings", count=len(found), **grave)
    pressing = overdue or passed
    actions = work_line(texts, len(work), overdue, passed) if pressing else text(texts, "home.actions", count=len(work))
    return (*findings, " · ", *actions)


def _elsewhere(texts: Mapping[str, str], standing: HomeProgramme) -> list[Line]:
    """The questions that are in other hands, and whose these are."""
    handed = (one for scene in standing.scenes for one in scene.session.assignments if scene.facts.applies(one.spot))
    by_person = Counter(one.to for one in handed)
    told = [text(texts, "home.with", count=count, who=Mention(who)) for who, count in sorted(by_person.items())]
    return [(*told[0], *(span for line in told[1:] for span in (" · ", *line)))] if told else []


def _people(texts: Mapping[str, str], programme: Programme) -> Line:
    if programme.ownerless:
        return text(texts, "home.ownerless")
    counsel, owner = programme.holder(Role.COUNSEL), Mention(programme.owner)
    if counsel is None:
        return text(texts, "home.owned_alone", owner=owner)
    return text(texts, "home.owned", owner=owner, counsel=Mention(counsel))


def _ways(texts: Mapping[str, str], standing: HomeProgramme, links: Links) -> list[Part]:
    """To its thread, where that is there; to have its question put again, which makes a thread anew that is lost; to own it."""
    programme, scene = standing.programme, standing.last
    buttons: list[Button] = []
    link = links.get((programme.id, scene.session.id), "") if scene is not None else ""
    if scene is not None and link:
        ref = Ref("continue", scene.session.id, arg="link")
        buttons.append(Button(ref, texts["button.open_thread"], url=link))
    if scene is not None and scene.session.state is not SessionState.DONE and programme.reach is Reach.OPEN:
        buttons.append(Button(Ref("resume", scene.session.id), texts["button.resume"]))
    if programme.ownerless:
        buttons.append(Button(Ref("take_over"), texts["button.take_over"]))
    return [Buttons(tuple(buttons))] if buttons else []


def _pager(texts: Mapping[str, str], found: Page) -> list[Part]:
    """Which of many are shown, and the way to the others."""
    if found.total <= A_PAGE:
        return []
    first = found.number * A_PAGE + 1
    last = first + len(found.standings) - 1
    line = text(texts, "home.pages", first=first, last=last, total=found.total)
    buttons: list[Button] = []
    if found.number:
        buttons.append(Button(Ref("home_page", arg=str(found.number - 1)), texts["button.newer"]))
    if last < found.total:
        buttons.append(Button(Ref("home_page", arg=str(found.number + 1)), texts["button.older"]))
    return [Quiet((line,)), Buttons(tuple(buttons))]
