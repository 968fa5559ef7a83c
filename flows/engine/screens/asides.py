"""Small screens: what is said in a thread, to one person, and the lists that somebody asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows.engine.reasons import reasons
from flows.engine.screens.pending import doubted
from flows.engine.screens.question import asked
from flows.engine.screens.registers import Look
from flows.engine.screens.review import action_line, open_actions
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import about_row, phrase, plain, said, said_alone, shortened, text
from flows.model.effects import Mention, Note, Which, Whispered, Words
from flows.model.ids import PersonId, SessionId
from flows.model.programme import Programme
from flows.model.registers import ACTIONS
from flows.model.screens import Button, Buttons, Heading, Line, Part, Prose, Quiet, Ref, Screen, Strong
from flows.model.session import Spot

MOST_LISTED = 20
MOST_CARRIED = 700
"""Characters of a reply that a button can carry beside what it means."""
LONGEST_SAID = 60
"""Characters of what somebody typed that are said back."""


def notes(scene: Scene, told: Sequence[Note], buttons: Sequence[str] = (), spot: Spot | None = None) -> Screen:
    """Sentences, with buttons of the fixed set below them."""
    lines = [said(scene, note) for note in told]
    return lines_screen(scene.texts, lines, buttons, scene.session.id, spot, scene, _carried(told))


def handed(scene: Scene, spot: Spot, told: Sequence[Note], buttons: Sequence[str] = ()) -> Screen:
    """A question put in a direct message, below who wants it answered and by when: its words stand there once, and in the notification."""
    first = [Note("hand.put", note.values) if note.key == "hand.told" else note for note in told]
    above, below = notes(scene, first, buttons), asked(scene, spot)
    return Screen((*above.parts, *below.parts), f"{above.text} {below.text}")


def whispered(scene: Scene, reply: Whispered) -> Screen:
    """What the one who acted is told at once; what they said to the bot alone is asked back."""
    if reply.reading is not None:
        return doubted(scene, reply.reading, [said(scene, note) for note in reply.notes])
    return notes(scene, reply.notes, reply.buttons, reply.spot)


def _carried(told: Sequence[Note]) -> Mapping[str, str]:
    """What the buttons carry, by their words: whom the sentences offer to ask."""
    offered = (note.values["to"] for note in told if note.key == "hand.offer")
    person = next((to.person for to in offered if isinstance(to, Mention)), None)
    return {"hand": person} if person is not None else {}


def _reply(by: PersonId, message: str, said: str) -> str:
    return f"{by} {message} {said}"


def spoken_of(notes: Sequence[Note], programme: Programme | None) -> SessionId | None:
    """In whose words sentences are said that lead to no run: those of the run that they tell of, else of the newest; None where there is none."""
    told = (value.session for note in notes for value in note.values.values() if isinstance(value, Words))
    newest = programme.sessions[-1].id if programme is not None and programme.sessions else None
    return next(told, newest)


def which(scene: Scene, asked: Which) -> Screen:
    """Which of two questions a reply is for: each with a button that carries the reply, for whoever wrote it."""
    long = len(asked.said) > MOST_CARRIED
    lines = [text(scene.texts, "which.long" if long else "which.ask", who=Mention(asked.by))]
    spots = {"own": asked.own, "other": asked.other}
    for name, spot in spots.items():
        lines.append(text(scene.texts, f"which.{name}", question=phrase(scene, scene.question(spot).text, spot)))
    said_so = _reply(asked.by, asked.message, asked.said)
    buttons = tuple(
        Button(Ref("meant", asked.session, spot, arg=said_so), scene.texts[f"button.meant.{name}"])
        for name, spot in spots.items()
    )
    return Screen((Prose(tuple(lines)), *(() if long else (Buttons(buttons),))), plain(lines[0]))


def which_of(
    texts: Mapping[str, str], by: PersonId, said: str, among: Sequence[tuple[SessionId, Spot, Line]]
) -> Screen:
    """Which of the questions that wait for somebody a reply of theirs is for: each with its words, and a button that carries the reply."""
    line = text(texts, "hand.which", said=shortened(said, LONGEST_SAID))
    lines = [(f"{number}. ", *words) for number, (_, _, words) in enumerate(among, 1)]
    reply = _reply(by, "", said)
    buttons = (
        Button(Ref("meant", session, spot, arg=reply), str(number))
        for number, (session, spot, _) in enumerate(among, 1)
    )
    return Screen((Prose((line, *lines)), Buttons(tuple(buttons))), plain(line))


def to_add(texts: Mapping[str, str], by: PersonId, said: str, among: Sequence[tuple[SessionId, Spot, Line]]) -> Screen:
    """Whether words that are nothing else go to counsel too, with an answer that was given: to which, where there are several. What is too long for a
    button is written in the form."""
    line = text(texts, "own.more", said=shortened(said, LONGEST_SAID))
    one, reply = len(among) == 1, _reply(by, "", said)
    lines = [words if one else (f"{number}. ", *words) for number, (_, _, words) in enumerate(among, 1)]
    buttons = (
        Button(
            Ref("meant", session, spot, arg=reply) if len(said) <= MOST_CARRIED else Ref("own_answer", session, spot),
            texts["button.own_add"] if one else str(number),
        )
        for number, (session, spot, _) in enumerate(among, 1)
    )
    help_ = Button(Ref("help"), texts["button.help"])
    return Screen((Prose((line, *lines)), Buttons((*buttons, help_))), plain(line))


def lines_screen(
    texts: Mapping[str, str],
    lines: Sequence[Line],
    buttons: Sequence[str],
    session: SessionId | None,
    spot: Spot | None,
    scene: Scene | None,
    carried: Mapping[str, str] | None = None,
) -> Screen:
    """Finished lines with buttons below. Each button leads to ``session`` and ``spot``, and may carry something by its word."""
    revision = scene.session.revision(spot) if scene and spot else 0
    pressed = tuple(
        Button(
            Ref(do, session, spot, revision, (carried or {}).get(do, "")),
            texts[f"button.{do}"],
            confirm=texts.get(f"{do}.confirm", ""),
            deny=texts["button.leave_it"],
        )
        for do in buttons
    )
    parts: tuple[Part, ...] = (Prose(tuple(lines)), *((Buttons(pressed),) if pressed else ()))
    return Screen(parts, " ".join(plain(line) for line in lines))


def short_help(texts: Mapping[str, str], unknown: str = "", word: str = "") -> Screen:
    """A line and the way to the help. ``unknown``: what was said that the bot does not know, empty for a greeting or thanks; ``word``: the
    nearest word of a command that it knows."""
    line = text(texts, "help.here")
    if unknown:
        line = text(texts, "help.meant" if word else "help.unknown", said=shortened(unknown, LONGEST_SAID), word=word)
    return Screen((Prose((line,)), Buttons((Button(Ref("help"), texts["button.help"]),))), plain(line))


def help_screen(texts: Mapping[str, str]) -> Screen:
    """What can be asked of the bot, by what one wants to do."""
    parts: list[Part] = [Heading(texts["help.title"])]
    for group in ("way", "send", "know", "open", "set"):
        title, *lines = texts[f"help.commands.{group}"].splitlines()
        parts.append(Prose(((Strong(title),), *((line,) for line in lines))))
    parts += [Prose((text(texts, "help.thread"),)), Quiet((text(texts, "notice"),))]
    return Screen(tuple(parts), texts["help.title"])


def actions(scenes: Sequence[Scene], texts: Mapping[str, str], requests: Sequence[Note] = ()) -> Screen:
    """All open actions, soonest first; above them the requests that wait for somebody's word."""
    found = sorted(((scene, a) for scene in scenes for a in open_actions(scene)), key=lambda one: one[1].due)
    waiting: list[Line] = [("• ", *said_alone(texts, note)) for note in requests]
    lines = [*waiting, *(("• ", *about_row(scene, action_line(scene, action))) for scene, action in found)]
    vacant = any(scene.programme.vacant(action) is not None for scene, action in found)
    return _list(texts, "list.actions", lines, (Button(Ref("settings"), texts["button.name"]),) if vacant else ())


def _list(texts: Mapping[str, str], key: str, lines: Sequence[Line], presses: tuple[Button, ...]) -> Screen:
    title = plain(text(texts, key, count=len(lines)))
    shown: list[Line] = list(lines[:MOST_LISTED])
    if len(lines) > MOST_LISTED:
        shown.append(text(texts, "summary.more", count=len(lines) - MOST_LISTED))
    paged = Button(Ref("register", arg=Look(ACTIONS).arg), texts["button.actions_paged"])
    buttons = (paged, *presses) if len(lines) > MOST_LISTED else presses
    ways = (Buttons(buttons),) if buttons else ()
    told = Prose(tuple(shown)) if shown else Prose((text(texts, f"{key}.none"),))
    return Screen((Heading(title), told, *ways), title)


def bare(texts: Mapping[str, str], told: Sequence[Note], buttons: Sequence[str]) -> Screen:
    """Sentences that need no session: their fillings are plain words, people and days."""
    lines = [said_alone(texts, note) for note in told]
    return lines_screen(texts, lines, buttons, None, None, None)


def why(scene: Scene, spot: Spot) -> Screen:
    """Why a question matters beyond the hint below it, and on whose word."""
    flow, question, statements = scene.plan.flow, scene.question(spot), scene.library.statements
    *lines, foot = (
        said(scene, note) for note in reasons(flow, question, spot, scene.session.id, statements, hint=False)
    )
    return Screen((Prose(tuple(lines)), Quiet((foot,))), " ".join(plain(line) for line in lines))
