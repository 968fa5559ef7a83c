"""A conversation of two people: Maria answers by hand, Jon in his own words. What each question says, who answers, and how."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """``question``: words that the open question must hold. ``how``: press, tick, pick, form (Maria's hands), or say (Jon's reply)."""

    question: str
    how: str
    values: tuple[str, ...]
    opener: str = ""


def press(question: str, label: str) -> Line:
    return Line(question, "press", (label,))


def say(question: str, text: str) -> Line:
    return Line(question, "say", (text,))


def tick(question: str, *labels: str) -> Line:
    return Line(question, "tick", labels)


def pick(question: str, label: str) -> Line:
    return Line(question, "pick", (label,))


def form(question: str, opener: str, *values: str) -> Line:
    return Line(question, "form", values, opener)


IP_STRATEGY: tuple[Line, ...] = (
    press("What are you about to outsource?", "Software: code, apps, data work"),
    pick("Who has the last word", "Maria Kowalska"),
    say("Do you have a lawyer", "yes, in our company"),
    pick("Who is your lawyer", "Priya Nair"),
    say("In which countries", "India, and some remote staff in Poland"),
    tick("What will leave your company", "Our own code, drawings, texts or know-how", "Open source software"),
    say("Who or what may do the work", "freelancers"),
    press("new and technical", "Yes"),
    say("a name or a logo", "nope"),
    press("confidentiality agreement (NDA)", "Not yet"),
    say("Which of these rules", "none of them"),
    form("Which of your assets", "Name them", "Pricing engine", "Mobile app", "Help pages"),
    say("would hurt you most", "the pricing engine"),
    tick("worth something only while they stay secret", "Pricing engine"),
    say("not on your payroll", "pricing engine and mobile app"),
    tick("already seen or received", "Mobile app"),
    say("are public already", "help pages"),
    tick("hold an invention", "Pricing engine"),
    say("belongs to somebody else", "none"),
    form("Who outside your company has seen", "Write an answer", "Kodex, in a sales call"),
    say("first shown?", "12 March 2026"),
    press("Was an NDA signed", "No"),
)
"""The core path up to the first look and the ledger. What comes after is answered by :func:`by_hand` and :func:`by_word`."""


def by_hand(words: str) -> Line | None:
    """How Maria answers whatever comes: the first thing that can be pressed."""
    for mark, line in _HANDS:
        if mark in words:
            return line
    return None


_HANDS: tuple[tuple[str, Line], ...] = (
    ("Who took part in making", tick("Who took part", "A freelancer or an agency")),
    ("What is decided about the invention", press("What is decided", "We file before anyone outside sees it")),
    ("In which country is the company", form("In which country", "Choose countries", "Poland")),
    ("Which duties do the open source", tick("Which duties", "Keep names and licence texts with it")),
    ("have a right filed or registered", tick("have a right", "Pricing engine")),
    ("is protected in", press("protected", "Some of it")),
    ("Is what you share protected", press("protected", "Some of it")),
    ("Pick a day", say("", "30 November 2026")),
    ("Yes\n", press("", "Yes")),
)


def by_word(words: str) -> str:
    """What Jon replies to whatever comes."""
    for mark, reply in _WORDS:
        if mark in words:
            return reply
    return "1"


_WORDS: tuple[tuple[str, str], ...] = (
    ("Who took part in making", "a freelancer"),
    ("signed paper", "hm, not sure"),
    ("reply yes or no", "I think so"),
    ("for example 12 March", "30 November 2026"),
    ("reply with the names", "Poland"),
    ("just reply here", "Our own words, kept short."),
    ("reply with a name", "<@U0MARIA001>"),
)
