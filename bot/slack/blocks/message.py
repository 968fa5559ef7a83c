"""A screen as a message: its parts as blocks, in rows of three buttons, long texts split, and never more than fifty blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from bot.slack import limits, refs
from bot.slack.blocks.markup import Names, cut, mrkdwn, pieces
from bot.slack.blocks.shapes import Block, mrkdwn_text, option, plain_text
from flows.engine.screens.wording import plain
from flows.model.effects import Mention
from flows.model.ids import ProgrammeId
from flows.model.screens import (
    Button,
    Buttons,
    Chart,
    Divide,
    Entry,
    Heading,
    Line,
    Listed,
    Menu,
    Part,
    PickDay,
    PickMany,
    PickPerson,
    Prose,
    Quiet,
    Ref,
    Row,
    Screen,
    Table,
)

IN_A_ROW = 3
ROW_WIDTH, BUTTON_EDGES = 44, 4
"""Characters that fit side by side, and what a button's edges take of them."""
FOLDED = "… the rest is in the review."


class Renderer:
    """Renders one screen. Numbers its blocks, so that every block_id and action_id is its own."""

    def __init__(self, programme: ProgrammeId, locale: str, names: Names) -> None:
        self._programme = programme
        self._locale = locale
        self._names = names
        self._count = 0

    def parts(self, parts: tuple[Part, ...]) -> list[Block]:
        """All blocks of a screen's parts."""
        return [block for part in parts for block in self.part(part)]

    def shelf(self, programme: ProgrammeId, parts: tuple[Part, ...]) -> list[Block]:
        """All blocks of parts that are about that programme."""
        self._programme = programme
        return self.parts(parts)

    def part(self, part: Part) -> list[Block]:
        match part:
            case Heading(text=text):
                return [{"type": "header", "text": plain_text(text, limits.HEADER)}]
            case Prose(lines=lines):
                return [self._section(text) for text in pieces(self._lines(lines), limits.SECTION)]
            case Quiet(lines=lines):
                return self._quiet(lines)
            case Divide():
                return [{"type": "divider"}]
            case Table(rows=rows):
                return self._table(rows)
            case Row(lines=lines, button=button):
                return self._row(lines, button)
            case Chart():
                return [_chart(part)]
            case Buttons(buttons=buttons, more=more):
                return self._buttons(buttons, more)
            case Listed(lines=lines, more=more, of=of):
                return self._listed("\n".join(self._lines(lines)), more, of)
            case Menu() | PickMany() | PickDay() | PickPerson():
                return self._picker(part)
            case _:
                assert_never(part)

    def _lines(self, lines: tuple[Line, ...]) -> list[str]:
        return [mrkdwn(line, self._locale, self._names) for line in lines]

    def _section(self, text: str) -> Block:
        return {"type": "section", "text": mrkdwn_text(text)}

    def _quiet(self, lines: tuple[Line, ...]) -> list[Block]:
        texts = pieces(self._lines(lines), limits.CONTEXT_TEXT)
        return [{"type": "context", "elements": [mrkdwn_text(text)]} for text in texts]

    def _table(self, rows: tuple[tuple[Line, Line], ...]) -> list[Block]:
        lines = [text for term, said in rows for text in self._lines((term, said))]
        return [self._section(text) for text in pieces(lines, limits.SECTION)]

    def _listed(self, told: str, more: tuple[Button, ...], of: ProgrammeId | None) -> list[Block]:
        """What it is, and below it the press by its name; whatever else can be done is in a menu beside that."""
        first, *others = more
        press = self._button(first, of)
        if not others:
            return [self._section(told) | {"accessory": press}]
        return [self._section(told), {"type": "actions", "elements": [press, self._overflow(tuple(others), of)]}]

    def _row(self, lines: tuple[Line, ...], button: Button) -> list[Block]:
        """Lines with the button beside the first piece of them."""
        first, *rest = [self._section(text) for text in pieces(self._lines(lines), limits.SECTION)]
        return [first | {"accessory": self._button(button)}, *rest]

    # ── what can be pressed ──

    def _id(self, do: str) -> str:
        self._count += 1
        return f"{do}:{self._count}"

    def _buttons(self, buttons: tuple[Button, ...], more: tuple[Button, ...]) -> list[Block]:
        made = [[self._button(button) for button in row] for row in _rows(buttons)] or [[]]
        if more:
            made[-1].append(self._overflow(more))
        return [{"type": "actions", "elements": row} for row in made if row]

    def _button(self, button: Button, of: ProgrammeId | None = None) -> Block:
        made: Block = {
            "type": "button",
            "action_id": self._id(button.ref.do),
            "text": plain_text(self._label(button), limits.BUTTON_TEXT),
            "value": refs.write(of or self._programme, button.ref),
        }
        if button.style:
            made["style"] = button.style
        if button.aloud:
            made["accessibility_label"] = cut(button.aloud, limits.BUTTON_TEXT)
        if button.url:
            made["url"] = button.url
        if button.confirm:
            made["confirm"] = {
                "title": plain_text(button.label, limits.CONFIRM_TITLE),
                "text": plain_text(button.confirm, limits.CONFIRM_TEXT),
                "confirm": plain_text(button.label, limits.CONFIRM_BUTTON),
                "deny": plain_text(button.deny, limits.CONFIRM_BUTTON),
            }
        return made

    def _label(self, button: Button) -> str:
        """By the names of the people in it, where each of them is known: a button shows no mention."""
        people = {span.person for span in button.named if isinstance(span, Mention)}
        names = {str(who): self._names[who] for who in people if who in self._names}
        return plain(button.named, names) if people and len(names) == len(people) else button.label

    def _overflow(self, more: tuple[Button, ...], of: ProgrammeId | None = None) -> Block:
        """Ways out: each option's value is its word; what it is about stands in the block's own reference."""
        ref = more[0].ref
        options = [option(_spoken(button.ref), button.label) for button in more[: limits.OVERFLOW]]
        return {"type": "overflow", "action_id": self._bound("more", ref, of), "options": options}

    def _bound(self, do: str, ref: Ref, of: ProgrammeId | None = None) -> str:
        """An action_id that carries its reference, for elements whose options are too short for one."""
        self._count += 1
        return refs.bind(do, self._count, of or self._programme, ref)

    def _picker(self, part: Menu | PickMany | PickDay | PickPerson) -> list[Block]:
        action = self._bound("pick", part.ref)
        label = plain_text(part.label, limits.PLACEHOLDER)
        match part:
            case Menu(entries=entries):
                return [_row({"type": "static_select", "action_id": action, "placeholder": label, **_choices(entries)})]
            case PickDay(initial=initial):
                made: Block = {"type": "datepicker", "action_id": action, "placeholder": label}
                return [_row(made | ({"initial_date": initial.isoformat()} if initial else {}))]
            case PickPerson(many=False):
                return [_row({"type": "users_select", "action_id": action, "placeholder": label})]
            case PickPerson():
                many: Block = {"type": "multi_users_select", "action_id": refs.HOLD, "placeholder": label}
                return [self._saved(many, part.ref, part.save, label)]
            case PickMany(entries=entries, picked=picked):
                return [self._saved(_many(entries, picked, label), part.ref, part.save, label)]
            case _:
                assert_never(part)

    def _saved(self, element: Block, ref: Ref, save: str, label: Block) -> Block:
        """Something that is picked first and then saved by a press beside it; the pick travels with the press."""
        press = self._button(Button(ref, save, "primary"))
        return {"type": "actions", "elements": [element, press]}


def _chart(chart: Chart) -> Block:
    """A picture that Slack itself draws. It has no words of its own for who cannot see it: they stand in the message's ``text``."""
    labels = [cut(label, limits.CHART_LABEL) for label, _ in chart.points]
    data = [{"label": label, "value": figure} for label, (_, figure) in zip(labels, chart.points, strict=True)]
    across, up = cut(chart.across, limits.CHART_TITLE), cut(chart.up, limits.CHART_TITLE)
    drawn: Block = {
        "type": "line",
        "series": [{"name": cut(chart.name, limits.CHART_LABEL), "data": data}],
        "axis_config": {"categories": labels, "x_label": across, "y_label": up},
    }
    return {"type": "data_visualization", "title": cut(chart.title, limits.CHART_TITLE), "chart": drawn}


def without_pictures(screen: Screen) -> Screen:
    """The same screen with its pictures in words."""
    parts = (Quiet(((part.alt,),)) if isinstance(part, Chart) else part for part in screen.parts)
    return Screen(tuple(parts), screen.text)


def _rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """At most three side by side, and no more than fit a phone's width or a thread's."""
    rows: list[list[Button]] = []
    width = 0
    for button in buttons:
        width += len(button.label) + BUTTON_EDGES
        if not rows or len(rows[-1]) == IN_A_ROW or width > ROW_WIDTH:
            rows.append([])
            width = len(button.label) + BUTTON_EDGES
        rows[-1].append(button)
    return rows


def _row(element: Block) -> Block:
    return {"type": "actions", "elements": [element]}


def _spoken(ref: Ref) -> str:
    """An overflow option's value: the word, and the session where it needs one."""
    return "|".join(filter(None, (ref.do, ref.session or "")))[: limits.OPTION_VALUE]


def _choices(entries: tuple[Entry, ...]) -> Block:
    options = [option(entry.value, entry.label, entry.description) for entry in entries]
    if len(options) <= limits.OPTIONS:
        return {"options": options}
    groups = [options[at : at + limits.OPTIONS] for at in range(0, len(options), limits.OPTIONS)]
    return {"option_groups": [{"label": plain_text(_span_of(group), 75), "options": group} for group in groups]}


def _span_of(group: list[Block]) -> str:
    first, last = group[0]["text"]["text"], group[-1]["text"]["text"]
    return f"{first} – {last}"


def _many(entries: tuple[Entry, ...], picked: tuple[str, ...], label: Block) -> Block:
    """Up to ten are boxes to tick; more are a menu."""
    kept = [option(entry.value, entry.label, entry.description) for entry in entries if entry.value in picked]
    initial: Block = {"initial_options": kept} if kept else {}
    if len(entries) <= limits.FEW_OPTIONS:
        return {"type": "checkboxes", "action_id": refs.HOLD, **_choices(entries), **initial}
    return {"type": "multi_static_select", "action_id": refs.HOLD, "placeholder": label, **_choices(entries), **initial}


def message(screen: Screen, programme: ProgrammeId, locale: str = "en_GB", names: Names = {}) -> Block:  # noqa: B006
    """``text`` and ``blocks`` of a message. Where there are more than fifty blocks the middle is folded and the buttons at the end are kept."""
    blocks = Renderer(programme, locale, names).parts(screen.parts)
    if len(blocks) > limits.BLOCKS_MESSAGE:
        tail = blocks[-3:]
        blocks = [*blocks[: limits.BLOCKS_MESSAGE - 4], {"type": "context", "elements": [mrkdwn_text(FOLDED)]}, *tail]
    return {
        "text": cut(screen.text, 3000).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
        "blocks": blocks,
    }


Render = Callable[[Screen, ProgrammeId, str], Block]
