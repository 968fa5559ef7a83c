"""One reply to one question: what was meant. The order in which a reply is taken for this or that; each kind is read in its own file."""

from __future__ import annotations

import datetime as dt
import re
from typing import assert_never

from flows.engine.readers import asides, choices, files, granting, items, manners, numbers, yes_no
from flows.engine.readers.coming import is_to_come
from flows.engine.readers.correcting import corrects, corrects_perhaps, denies
from flows.engine.readers.countries import read_countries
from flows.engine.readers.dates import day_inside, read_date
from flows.engine.readers.doubt import doubts_a_part, without_doubt, without_filler
from flows.engine.readers.heard import (
    Amend,
    Aside,
    Command,
    Context,
    Heard,
    Nobody,
    Nonsense,
    Pass,
    Read,
    Talk,
    Unclear,
    Word,
    one_of_these,
)
from flows.engine.readers.listing import by_sentence
from flows.engine.readers.money import read_money
from flows.engine.readers.numbers import read_number, read_scale
from flows.engine.readers.patterns import Pattern
from flows.engine.readers.people import read_people
from flows.engine.readers.piecemeal import doubted_in_part, doubts_anywhere, told_apart
from flows.engine.readers.querying import asks_back
from flows.engine.readers.texts import read_text
from flows.engine.readers.wording import Said, again, hear, key
from flows.engine.readers.yes_no import conditional, not_yet, read_yes_no
from flows.model.flow import Question
from flows.model.values import Choices, Given, Items, Kind

_CLOSED = (Kind.ONE_OF, Kind.MANY_OF, Kind.DATE)
"""Kinds whose answer may hold words like "leaked" or "sent": they are read first, and only what is no answer is an aside."""


_IN_FULL = (Kind.YES_NO, Kind.SCALE)
"""Kinds with phrases of doubt of their own ("I think so"), read as a whole first."""


_PICKED = (Kind.ONE_OF, Kind.MANY_OF, Kind.ITEM, Kind.COUNTRY, Kind.PERSON)
"""Kinds whose answer is picked from what is known: words of a question may name one by chance."""


_ASKING = ("what ", "which ", "who ", "whose ", "when ", "where ", "why ", "how ")
"""Words with which an option may begin as a question does."""


_LISTS = (Kind.MANY_OF, Kind.ITEM, Kind.COUNTRY, Kind.PERSON)
"""Kinds that may hold several things, of which some may be in doubt."""


def read(question: Question, text: str, context: Context) -> Heard:
    """What a reply to ``question`` means. Never raises; the same reply in the same context always means the same."""
    said = hear(text)
    if said.whole.startswith((">", "&gt;")) or not said.whole:
        return Talk()
    exact = _exactly(question, said, context)
    if exact is not None:
        return Unclear((exact.value,), exact.hedged) if _is_decision_asked(question, said) else exact
    granted = granting.grants(manners.bare(said.key)) if question.withdraws else None
    return granted or _around(question, said, context) or _answered(question, said, context)


def grants(text: str) -> bool:
    """Whether a message says of a decision that it is taken, in words that may be a command elsewhere: "go ahead"."""
    return granting.grants(manners.bare(hear(text).key)) is not None


def read_word(text: str) -> Command | None:
    """The command that a reply is, whatever is asked; None for anything else."""
    said = hear(text)
    return manners.command(said.key, said.text)


def asks_nobody(text: str) -> bool:
    """Whether a message asks something and names nobody whom it asks."""
    said = hear(text)
    return not asides.mentioned(said.text) and not manners.called(said.text) and manners.wonders(said.text)


def asks(text: str, context: Context) -> bool:
    """Whether a message asks something, of whomever."""
    said = asides.unnamed(asides.MENTION.sub("@somebody", hear(text).text), context)
    return manners.wonders(said) or manners.muses(said)


def greets(text: str) -> bool:
    """Whether a message is small talk: a greeting, or thanks."""
    return manners.chats(hear(text).key)


def asks_to_change(text: str) -> Amend | None:
    """Whether a message that answers nothing asks that an earlier answer be changed: "change the assets", "fix answer 3"."""
    return asides.asks_to_change(hear(text), strictly=False) or corrects(hear(text), strictly=True)


def is_talk(text: str, context: Context) -> bool:
    """Whether a message that answers nothing is people talking to each other: a quote, a colleague addressed, thanks, an emoji."""
    said = hear(text)
    quoted = said.whole.startswith((">", "&gt;")) or not said.key
    return quoted or asides.addressed(said, context) is not None or manners.chats(said.key)


def tells_of_leak(text: str, *, strictly: bool) -> bool:
    """Whether a message that answers nothing says that something leaked. ``strictly``: only where it says nothing else."""
    return asides.tells_of_leak(hear(text), strictly) is not None


def calls_off(text: str) -> bool:
    """Whether a message says that a leak was a false alarm."""
    return asides.calls_off(hear(text))


def asks_to_share(text: str) -> bool:
    """Whether a message that answers nothing asks whether something may be shared: "can I send X to Y?"."""
    return asides.asks_to_share(hear(text)) is not None


def tells_of_sharing(text: str) -> bool:
    """Whether a message that answers nothing says that something was shared: "we sent it to Y last week"."""
    return asides.tells_of_sharing(hear(text), strictly=False, anybody=True) is not None


def tells_of_what_comes(text: str, today: dt.date, locale: str) -> bool:
    """Whether a reply says of something that it will be so on some day after ``today``."""
    now = dt.datetime.combine(today, dt.time(12), dt.UTC)
    return is_to_come(hear(without_doubt(text)[0]), Context(now, "UTC", locale))


def _exactly(question: Question, said: Said, context: Context) -> Read | None:
    """A label, or the name of a row or a file, word for word, counts before anything else that it might mean."""
    if question.kind is Kind.ITEM:
        return items.exactly(question, said, context)
    if question.kind is Kind.FILE:
        return files.exactly(said, context)
    return choices.exactly(question, said)


def _around(question: Question, said: Said, context: Context) -> Heard | None:
    """What is said around the question rather than in answer to it."""
    if question.kind is not Kind.PERSON:
        colleague = asides.addressed(said, context)
        unknown = manners.another_knows(key(without_filler(said.text))) if colleague is None else None
        if unknown is not None:
            colleague = asides.addressed(again(said, unknown), context) or Nobody()
        if colleague is not None:
            return colleague
    plain = again(said, without_filler(said.text))
    word = manners.command(plain.key, plain.text)
    if word is not None:
        return Word(word)
    strictly = question.kind is Kind.TEXT
    amend = asides.asks_to_change(plain, strictly) or corrects(said, strictly)
    if amend is None and question.kind not in (Kind.TEXT, Kind.YES_NO):
        amend = denies(said)
    if amend is not None:
        return amend
    if manners.knows_not(plain.key, said.signs) or (question.kind is Kind.YES_NO and manners.knows_not_what(plain.key)):
        return Nobody()
    if asides.asks_to_share(said) is None and asks_back(question, said):
        return Aside("meaning")
    if manners.passes(plain.key):
        return Pass()
    if not said.key and not said.signs:
        return Talk()  # "!!!" and the like
    if said.signs and not said.key and not _answers_by_sign(question, said):
        return Talk()  # an emoji is a reaction
    aside = asides.asks_to_share(said) or (None if question.kind in _CLOSED else _news(question, said))
    if aside is not None:
        return aside
    if manners.not_applicable(plain.key):
        return _not_applicable(question)
    own = (question.kind is Kind.YES_NO and plain.key in ("+1", "agreed")) or question.kind is Kind.SCALE
    return Talk() if manners.chats(plain.key) and not own else None


def _answers_by_sign(question: Question, said: Said) -> bool:
    """A thumb answers yes or no, stars a scale; other emoji answer nothing."""
    match question.kind:
        case Kind.YES_NO:
            return yes_no.are_signs(said)
        case Kind.SCALE:
            return numbers.are_stars(said)
        case _:
            return False


def _news(question: Question, said: Said) -> Heard | None:
    strictly = question.kind is Kind.TEXT
    return asides.tells_of_leak(said, strictly) or asides.tells_of_sharing(said, strictly)


def _not_applicable(question: Question) -> Heard:
    """ "N/a" is "none of them" where that can be said, once confirmed; else it is not known."""
    if question.kind is Kind.MANY_OF:
        return Unclear((Choices(()),))
    if question.kind is Kind.ITEM and question.many:
        return Unclear((Items(()),))
    return Nobody()


def _answered(question: Question, said: Said, context: Context) -> Heard:
    """The answer by its kind, with doubt taken off and remembered."""
    if question.kind is Kind.TEXT:
        # Whole: doubt is a part of what is said.
        wonders, unsure = manners.wonders(said.text), manners.begins_unsure(without_filler(said.text))
        if unsure and question.findings and not wonders:
            return Nobody()  # a finding hangs on what is known: what is only guessed at must not settle it
        return Talk() if wonders else _by_kind(question, said, context, unsure or without_doubt(said.text)[1])
    if question.adds and manners.wonders(said.text):
        return Talk()
    if question.kind is Kind.MANY_OF:
        said = again(said, by_sentence(said.text))
    if question.kind in _LISTS and (in_part := _in_part(question, said, context)) is not None:
        return in_part
    core, doubted = without_doubt(said.text)
    heard = _by_kind(question, said, context, False) if question.kind in _IN_FULL else None
    if not isinstance(heard, Read) and (core or question.kind is Kind.YES_NO):
        inner = _by_kind(question, again(said, core), context, doubted)
        heard = heard if isinstance(heard, Unclear) and not isinstance(inner, Read) else inner
    heard = heard or Nobody()  # nothing but doubt: "probably"
    if question.kind is Kind.YES_NO and _leaves_open(said, heard):
        return Nobody()
    if isinstance(heard, Read) and question.kind in _LISTS and _wavers(question, core, context):
        heard = Unclear((heard.value,), heard.hedged)
    if isinstance(heard, Read | Unclear):
        asked = _asks(question, said, context) or corrects_perhaps(said)
        heard = Unclear((heard.value,), heard.hedged) if isinstance(heard, Read) and asked else heard
        return _doubted(heard, doubted or heard.hedged)
    if isinstance(heard, Nonsense):
        aside = _news(question, said) if question.kind in _CLOSED else None
        if aside is None and question.kind is Kind.DATE and not manners.wonders(said.text):
            heard = day_inside(question, said, context) or heard
        return aside or (Talk() if manners.wonders(said.text) or manners.chats(said.key) else heard)
    return heard


_LEANS = Pattern(r"\b(?:yes|yep|yeah|no|nope)\b", re.IGNORECASE)


def _leaves_open(said: Said, heard: Heard) -> bool:
    """Whether a reply that begins by saying that it is not sure leans to neither: "I'm not sure, the paper says Kodex, the invoices do not"."""
    undecided = isinstance(heard, Nonsense) or (isinstance(heard, Unclear) and len(heard.values) > 1)
    return undecided and manners.begins_unsure(without_filler(said.text)) and _LEANS.search(said.text) is None


def _asks(question: Question, said: Said, context: Context) -> bool:
    """Whether a reply that can be read asks something: "is it the app?" is no answer yet; "who owns new work" is, where an option is called so."""
    if manners.wonders(said.text) or _is_decision_asked(question, said):
        return True
    asking = any(name.startswith(_ASKING) for names in choices.names_of(question) for name in names)
    return question.kind in _PICKED and not asking and manners.muses(asides.unnamed(said.text, context))


def _is_decision_asked(question: Question, said: Said) -> bool:
    """What is one role's to decide is no list of guesses: whatever ends with a question mark is asked back there."""
    return question.role is not None and said.text.rstrip().endswith("?")


_NOTHING: dict[Kind, Given] = {Kind.MANY_OF: Choices(()), Kind.ITEM: Items(())}
"""What a list holds of which nothing is certain."""


def _in_part(question: Question, said: Said, context: Context) -> Heard | None:
    """A list of which a piece is in doubt, asked back: without that piece, then with it. None where no piece is, or where nothing of it is read."""
    plain, names = without_filler(said.text), _names(question, context)
    found = told_apart(plain, names) or doubted_in_part(plain, names)
    if found is None:
        return None
    values: list[Given] = []
    if not found.without and (
        question.kind is Kind.MANY_OF or (question.kind is Kind.ITEM and question.many and not question.adds)
    ):
        values.append(_NOTHING[question.kind])
    readings = [found.without, found.whole, *([said.text] if question.adds else [])]
    hedged = found.unsure
    for core, doubted in map(without_doubt, filter(None, readings)):
        heard = _by_kind(question, again(said, core), context, doubted)
        hedged = hedged or doubted
        values += heard.values if isinstance(heard, Unclear) else [heard.value] if isinstance(heard, Read) else []
    return (
        Unclear(one_of_these(values).values, hedged)
        if any(value not in _NOTHING.values() for value in values)
        else None
    )


def _wavers(question: Question, core: str, context: Context) -> bool:
    """Whether doubt stands inside of a list; what is to come may be part of a new name."""
    return doubts_a_part(core) or (not question.adds and doubts_anywhere(core, _names(question, context)))


def _names(question: Question, context: Context) -> tuple[tuple[str, ...], ...]:
    return items.names_of(context) if question.kind is Kind.ITEM else choices.names_of(question)


def _doubted(heard: Read | Unclear, hedged: bool) -> Heard:
    return Read(heard.value, hedged) if isinstance(heard, Read) else Unclear(heard.values, hedged)


def _by_kind(question: Question, said: Said, context: Context, hedged: bool) -> Heard:
    match question.kind:
        case Kind.YES_NO:
            heard = read_yes_no(said, hedged)
            if question.role is not None:
                return conditional(heard, said, question.text.default)
            return not_yet(heard) if is_to_come(said, context) else heard
        case Kind.ONE_OF:
            return (choices.not_yet if is_to_come(said, context) else choices.read_one_of)(question, said)
        case Kind.MANY_OF:
            return choices.read_many_of(question, said)
        case Kind.NUMBER:
            return read_number(question, said, context)
        case Kind.MONEY:
            return read_money(question, said, context)
        case Kind.DATE:
            return read_date(question, said, context)
        case Kind.PERSON:
            return read_people(question, said, context)
        case Kind.COUNTRY:
            return read_countries(question, said, context)
        case Kind.ITEM:
            return items.read_items(question, said, context)
        case Kind.SCALE:
            return read_scale(question, said, context)
        case Kind.FILE:
            return files.read_files(question, said, context, hedged)
        case Kind.TEXT:
            return read_text(said, hedged)
        case _:
            assert_never(question.kind)
