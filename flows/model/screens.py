"""What a person sees, before any messenger's markup: screens made of a few kinds of parts, and forms made of fields.

`flows.engine.screens` composes them purely; `bot.slack.blocks` turns them into Block Kit, the terminal player into text. Plain strings in
a line are plain text (never markup, never trusted): whoever renders escapes them.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from flows.model.effects import Mention, On
from flows.model.ids import ChannelId, ProgrammeId, SessionId
from flows.model.session import Spot


class Strong(msgspec.Struct, frozen=True):
    """Text with weight."""

    text: str


class Place(msgspec.Struct, frozen=True):
    """A channel, as the way there. ``name`` is what it is called where it cannot be shown as one."""

    channel: ChannelId
    name: str


Span = str | Mention | On | Strong | Place
"""A run of a line."""

Line = tuple[Span, ...]
"""One line of text."""


class Ref(msgspec.Struct, frozen=True, omit_defaults=True):
    """What pressing something means. ``do`` is a word of the closed table :data:`DOES`; ``arg`` an option id, an index, a stage…

    ``revision`` is the question's when it was shown: a late press is known as late.
    """

    do: str
    session: SessionId | None = None
    spot: Spot | None = None
    revision: int = 0
    arg: str = ""


DOES: dict[str, str] = {
    "answer": "give the option in arg (button, menu) or the picked values as the answer",
    "meant": "take the reply in arg (by whom, its message, its words) for the question at spot",
    "meant_so": "yes to the reading (arg: its index) of what was said to the bot alone",
    "meant_not": "no to it",
    "help": "show what can be asked of the bot, to the one who asked",
    "form": "open the form of the question",
    "ask_it": "answer the question in arg from our sources, to the one who asked",
    "ask_words": "show words by which the other side is asked for what is due on the day at spot, to the one who asked",
    "not_sure": "answer not sure",
    "skip": "skip the question",
    "why": "show why the question matters, only to the one who asked",
    "back": "put the question before once more",
    "role": "give the role in arg to the person picked",
    "hand": "open the form that hands the question to a colleague",
    "hand_on": "hand the question at spot to whoever holds the role that alone may answer it",
    "pause": "pause the session",
    "resume": "resume the session",
    "review": "show the review",
    "change": "ask the question at spot again, to change it (a menu's picked value is a spot key)",
    "change_told": "the same for the answer that told what was put right in the ledger",
    "undo": "take the answer at spot back",
    "verify": "confirm the answer at spot as whoever holds its role",
    "certain": "take the doubt off the answer at spot",
    "proves": "take files that came unasked (arg: their message) as the proof of the answer in arg; of none where there is none",
    "confirm": "yes to the waiting reading (arg: its index) or change",
    "drop": "no to it",
    "finish": "finish the session",
    "deeper": "go on past the core path",
    "start": "start the flow in arg (and, after a stroke, for that row), or resume it; asks for the row where one is needed",
    "apart": "open the form of the scenarios that two people answer apart; filled in, one person's answers to them",
    "vendor_read": "open the form of what the vendor ticked on its sheet of scenarios; filled in, enter it",
    "new_round": "start a new round of a run that is closed for good",
    "start_new": "open the form that names a new row to start the flow in arg for",
    "leak": "start the flow for a leak, or lead to it",
    "continue": "lead to the open question of the open session (a link, or a picker where several are open)",
    "findings": "show findings, neutral, open ones and settled ones, to the one who asked",
    "settle": "open the form that asks why the finding in arg (how grave it was shown, dot, rule) at spot is settled; filled in, settle it",
    "own_put": "open the form in which counsel puts a question of their own; filled in, put it",
    "own_answer": "open the form in which whoever has the question of counsel's at spot answers it; filled in, answer it",
    "own_unknown": "say that the answer to it is not known",
    "own_give": "open the form that hands it to a colleague",
    "own_withdraw": "withdraw the question of counsel's at spot",
    "own_list": "show counsel what they asked in the session, and what was answered",
    "own_none": "say, as counsel, that no question of theirs is left",
    "take_up": "take the settled finding in arg at spot up again",
    "status": "show the card to the one who asked",
    "actions": "show open actions to the one who asked",
    "done": "mark the action in arg as done (after strokes: the list that it was pressed on, which is then shown anew)",
    "undone": "open the action in arg again, which was marked as done (after strokes: as above, or the message it was done from)",
    "open": "put the question at spot to the one who asked, to be answered where they are",
    "move": "open the form that gives the action in arg, or the question at spot, another day",
    "give": "open the form that gives it to another person",
    "counsel_open": "show what is open and what it means to whoever is the counsel, from the page in arg on",
    "mine": "show what is open with the one who asked, over all programmes",
    "remind_snooze": "open the form that lets reminders rest until a day",
    "remind_settings": "open the form of how somebody is reminded",
    "settings": "open the settings form",
    "export": "ask for the export",
    "hide": "let all that was said in the channel tell nothing any more",
    "make_channel": "make a private channel for the programme",
    "summary": "show the summary again to the one who asked",
    "read_review": "show all answers so far to the one who asked",
    "digest": "show the digest as it would be now to the one who asked",
    "digest_settings": "open the form of the digest's preferences",
    "digest_snooze": "no digest for so many weeks (arg)",
    "digest_now": "post the digest now",
    "portfolio_on": "send the portfolio every week to the one who pressed",
    "portfolio_off": "send it no more",
    "erase": "ask for the erasure of the programme",
    "erase_confirm": "agree to its erasure, as the second person",
    "erase_drop": "end the erasure that was asked for",
    "hold_on": "lay a legal hold on the programme",
    "hold_off": "lift it",
    "take_over": "take over a programme that nobody owns",
    "weights": "settle the weights of the scorecard in arg: its own, or those of a form",
    "weights_form": "open the form in which the weights of the scorecard in arg are chosen",
    "score_how": "show how the scores of the rows in arg are counted (scorecard, stroke, rows)",
    "questions": "send the questions that are open about the row in arg as a file",
    "country_set": "keep a figure of the team's own for the country in arg (a form)",
    "ask": "show what our own content says on the topic in arg, to the one who asked",
    "ask_own": "show where the programme in arg (behind what it is about) shows what was asked about it",
    "playbook": "show counsel's playbook to counsel or the owner: the clause whose number is in arg (or picked), else all of them",
    "ask_means": "send counsel what the passages in arg mean, by direct message",
    "upgrade": "show what a newer version of the session's flow would bring, to the one who asked",
    "upgrade_do": "let the session run on the version whose hash is in arg",
    "upgrade_later": "do not offer it for a while",
    "share": "open the form that asks whether something may be shared (arg: what is known of it), or ask what the form holds",
    "share_add": "put what was asked about into the lists (arg: what, to whom), and answer whether it may be shared",
    "share_all": "show every reason why something may not be shared yet (arg: what, to whom)",
    "share_now": "enter in the ledger that it goes out now (arg: what, to whom)",
    "ledger": "show the ledger of what went out to the one who asked",
    "ledger_correct": "open the form of the entry of the ledger in arg; filled in, correct it",
    "gates": "show phases and their gates to the one who asked",
    "gate_show": "show all evidence of the phase in arg to the one who asked",
    "gate_spared": "show what of it is not needed for a vendor (arg: phase, stroke, vendor), and why, to the one who asked",
    "gate_ask": "ask that the phase in arg opens as it is planned now",
    "gate_yes": "say yes to the request in arg",
    "gate_yes_if": "open the form of a yes to it on a condition; filled in, say so",
    "gate_no": "say not yet to it",
    "gate_close": "take the phase in arg back",
    "gate_record": "record that evidence of the phase in arg was seen (a form)",
    "gate_report": "report of a vendor that the evidence in arg is gone (a form)",
    "gate_except": "except from evidence of the phase in arg (a form)",
    "gate_class": "set the class of an asset by name (a form)",
    "gate_lift": "ask that a country's caps are lifted (a form)",
    "country_figure": "open the form of a figure of the team's own (arg: country and field, none where it is still to be chosen)",
    "register": "show the register in arg to the one who asked (after strokes: the page, and the words looked for); none: all registers",
    "row_add": "open the form that names a new row of the register in arg",
    "row_edit": "open the form of the row in arg (register, stroke, row), or bring its answer up for a change",
    "row_out": "take the row in arg out of its register",
    "row_back": "bring the row in arg back",
    "register_import": "open the form that takes rows of the register in arg from a CSV file",
    "register_export": "ask for the register in arg as a CSV file",
    "retry": "try the start again in this channel",
    "home_page": "show the page in arg of one's Home",
}


class Button(msgspec.Struct, frozen=True, omit_defaults=True):
    """A press. ``style``: "", "primary" or "danger". ``aloud``: a fuller label for a screen reader. ``confirm``: asked before it counts, with
    ``deny`` as the way out.

    ``url``: the press opens that address, and means nothing else. ``named``: the label as a line with people in it; it is shown by their names
    where all of them are known, and ``label`` stands for it where they are not.
    """

    ref: Ref
    label: str
    style: str = ""
    aloud: str = ""
    confirm: str = ""
    deny: str = ""
    url: str = ""
    named: Line = ()


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of a menu."""

    value: str
    label: str
    description: str = ""


# ── parts ────────────────────────────────────────────────────────────────────


class Heading(msgspec.Struct, frozen=True, tag=True):
    text: str


class Prose(msgspec.Struct, frozen=True, tag=True):
    """Lines of normal text. Long prose is split by the renderer at line ends."""

    lines: tuple[Line, ...]


class Quiet(msgspec.Struct, frozen=True, tag=True):
    """Fine print below."""

    lines: tuple[Line, ...]


class Divide(msgspec.Struct, frozen=True, tag=True):
    pass


class Table(msgspec.Struct, frozen=True, tag=True):
    """Two columns: a term and what there is to say of it (stages of the card, answers of a review)."""

    rows: tuple[tuple[Line, Line], ...]


class Row(msgspec.Struct, frozen=True, tag=True):
    """Lines with one press beside them."""

    lines: tuple[Line, ...]
    button: Button


class Chart(msgspec.Struct, frozen=True, tag=True):
    """Figures one after the other as a small picture. ``points``: a label and its figure each, oldest first, at most twenty; every label
    stands once. ``name``: what the figures are; ``across`` and ``up``: what the axes show. ``alt``: all of it in words."""

    title: str
    name: str
    points: tuple[tuple[str, int], ...]
    across: str
    up: str
    alt: str


class Buttons(msgspec.Struct, frozen=True, tag=True):
    """Presses side by side; the renderer breaks rows after three. ``more`` goes into one overflow menu at the end (at most five)."""

    buttons: tuple[Button, ...]
    more: tuple[Button, ...] = ()


class Listed(msgspec.Struct, frozen=True, tag=True):
    """One thing of a list, with what can be done about it: the first is a button, the others an overflow menu beside that (at most five).

    ``of``: the programme that it belongs to, where a list is about several. All of ``more`` are about the same thing.
    """

    lines: tuple[Line, ...]
    more: tuple[Button, ...]
    of: ProgrammeId | None = None


class Menu(msgspec.Struct, frozen=True, tag=True):
    """A closed choice too long for buttons: choosing is pressing ``ref`` with the entry's value as arg. More than 100 entries are grouped."""

    ref: Ref
    label: str
    entries: tuple[Entry, ...]


class PickMany(msgspec.Struct, frozen=True, tag=True):
    """Several of a list, then a press on ``save``; the picked values travel with the press."""

    ref: Ref
    label: str
    entries: tuple[Entry, ...]
    save: str
    picked: tuple[str, ...] = ()


class PickDay(msgspec.Struct, frozen=True, tag=True):
    ref: Ref
    label: str
    initial: dt.date | None = None


class PickPerson(msgspec.Struct, frozen=True, tag=True):
    """A person of the workspace; ``many``: several, then a press on ``save``."""

    ref: Ref
    label: str
    many: bool = False
    save: str = ""


Part = (
    Heading | Prose | Quiet | Divide | Table | Row | Chart | Buttons | Listed | Menu | PickMany | PickDay | PickPerson
)


class Screen(msgspec.Struct, frozen=True):
    """A message: its parts, and the plain text that stands alone in a notification or for a screen reader."""

    parts: tuple[Part, ...]
    text: str


class Shelf(msgspec.Struct, frozen=True):
    """Parts whose presses are about one programme ("" where they are about none)."""

    programme: ProgrammeId
    parts: tuple[Part, ...]


class Home(msgspec.Struct, frozen=True):
    """A person's page in the messenger, over all their programmes."""

    shelves: tuple[Shelf, ...]


# ── forms ────────────────────────────────────────────────────────────────────


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One input of a form. ``kind``: text, long_text, number, day, one, many, person, people, country, countries, file, files.

    ``low``/``high`` bound a number or a text's length. ``initial``: for one/many/country the value ids, else the text as it would be typed.
    """

    name: str
    kind: str
    label: str
    hint: str = ""
    entries: tuple[Entry, ...] = ()
    initial: tuple[str, ...] = ()
    required: bool = True
    low: int | None = None
    high: int | None = None
    placeholder: str = ""


class Form(msgspec.Struct, frozen=True):
    """A modal. Submitting it presses ``ref`` with the fields' values. ``intro`` stands above the fields."""

    ref: Ref
    title: str
    submit: str
    close: str
    fields: tuple[Field, ...]
    intro: tuple[Line, ...] = ()


class Filled(msgspec.Struct, frozen=True):
    """What a form's submission, or the pickers of a message, held: field name -> values (option ids, ISO day, user ids, file ids, text)."""

    values: dict[str, tuple[str, ...]] = {}

    def one(self, name: str) -> str:
        """What stands in a field, without what is blank around it; "" where nothing does."""
        return "".join(self.values.get(name, ())).strip()

    def day(self, name: str) -> dt.date | None:
        """The day that was picked in a field; None where none was."""
        picked = self.one(name)
        return dt.date.fromisoformat(picked) if picked else None
