"""What is shown while a reading or a change waits for a yes: what was understood, what would follow, and the ways on."""

from __future__ import annotations

from collections.abc import Sequence

from flows.engine.changing import Consequence, What, consequences
from flows.engine.readers import between, tells_of_what_comes
from flows.engine.screens import on_file
from flows.engine.screens.scene import Scene
from flows.engine.screens.wording import (
    answer_line,
    phrase,
    plain,
    rule_named,
    rule_phrase,
    shortened,
    text,
    value_line,
)
from flows.model.effects import Mention
from flows.model.flow import Option, Question
from flows.model.screens import Button, Buttons, Line, Prose, Quiet, Ref, Screen
from flows.model.session import Change, Draft, Reading, Spot
from flows.model.values import Kind, YesNo

YES_ALONE, NO_ALONE = "meant_so", "meant_not"
"""What is pressed where what was said to the bot alone is asked back."""
MOST_QUOTED = 80
"""Characters of what was said, where it is asked back."""
MOST_SHOWN = 6
"""Consequences of a change that are told one by one."""


def confirming(scene: Scene, spot: Spot) -> Screen:
    """The reading or the change that waits; the plain question where it no longer does."""
    waiting = scene.session.pending
    match waiting:
        case Reading():
            return _reading(scene, waiting)
        case Change():
            return _change(scene, waiting.draft)
        case _:
            return quiet_posting(scene, spot, "settled.again")


def doubted(scene: Scene, waiting: Reading, told: Sequence[Line]) -> Screen:
    """A reading of what was said to the bot alone, asked back there: below what is told of it, and above the question that it is about."""
    back, question = _reading(scene, waiting, YES_ALONE, NO_ALONE), scene.question(waiting.spot)
    above = (Prose(tuple(told)),) if told else ()
    below = Quiet((text(scene.texts, "reading.alone.about", question=phrase(scene, question.text, waiting.spot)),))
    return Screen((*above, *back.parts[:-1], below, *back.parts[-1:]), " ".join([*map(plain, told), back.text]))


def _reading(scene: Scene, waiting: Reading, yes_word: str = "confirm", no_word: str = "drop") -> Screen:
    question = scene.question(waiting.spot)
    session, spot = scene.session.id, waiting.spot
    values = [value for value in (waiting.draft.given, *waiting.others) if value is not None]
    shown = [on_file.value(scene, question, value) for value in values]
    no = Button(Ref(no_word, session, spot), _ask_again(scene, shown))
    raw = waiting.draft.raw
    comes = _comes(scene, question, waiting)
    if len(values) == 1:
        key = "reading.to_come.sure" if comes else "reading.sure" if raw else "reading.sure_picked"
        line = text(scene.texts, key, raw=shortened(raw, MOST_QUOTED), value=shown[0])
        yes = Button(Ref(yes_word, session, spot, arg="0"), scene.texts["answer.yes"], "primary")
        return Screen((Prose((line,)), Buttons((yes, no))), plain(line))
    bounded = any(isinstance(value, YesNo) and value.condition for value in values)
    conditional = "reading.reasoned" if values[0] == YesNo(True) else "reading.conditional"
    picked = "reading.which_one" if raw else "reading.which_kept"
    which = conditional if bounded else "reading.to_come.which" if comes else picked
    stands = between(question, raw) if which == "reading.which_one" else None
    line = (
        text(scene.texts, which, raw=shortened(raw, MOST_QUOTED))
        if stands is None
        else _between(scene, question, *stands)
    )
    lines = tuple((f"{n}. ", *value) for n, value in enumerate(shown, 1))
    picks = tuple(_pick(Ref(yes_word, session, spot, arg=str(n)), n + 1, value) for n, value in enumerate(shown))
    several = (
        question.kind is Kind.ONE_OF and question.help is not None
    )  # a reply that names more than one: how to choose is said once more
    helped = (Quiet((phrase(scene, question.help, spot),)),) if several and question.help is not None else ()
    return Screen((Prose((line, *lines)), *helped, Buttons((*picks, no))), plain(line))


def _pick(ref: Ref, number: int, value: Line) -> Button:
    """The press of one of several readings: by what it says; one with people in it by their names, else by its number."""
    if any(isinstance(span, Mention) for span in value):
        return Button(ref, str(number), named=value)
    return Button(ref, shortened(plain(value), 75))


def _ask_again(scene: Scene, shown: Sequence[Line]) -> str:
    """What the press of none of the readings is called: beside a reading that is a no it does not begin with one too."""
    said_no = any(plain(value).split(" ")[0].rstrip(".,:;") == scene.texts["answer.no"] for value in shown)
    return scene.texts["button.no_reading.of_no" if said_no else "button.no_reading"]


def _between(scene: Scene, question: Question, word: str, options: tuple[Option, ...]) -> Line:
    """What is asked of a word that stands between several options."""
    *most, last = (f"“{option.label}”" for option in options)
    key = "reading.between" if question.kind is Kind.ONE_OF else "reading.between.all"
    return text(scene.texts, key, word=word, most=", ".join(most), last=last)


def _comes(scene: Scene, question: Question, waiting: Reading) -> bool:
    """Whether what waits was said of a day that lies ahead, where the question is about today."""
    of_today = question.kind is Kind.ONE_OF or (
        question.kind is Kind.YES_NO and question.role is None and bool(waiting.others)
    )
    return of_today and tells_of_what_comes(waiting.draft.raw, scene.today, scene.programme.settings.locale)


def _change(scene: Scene, draft: Draft) -> Screen:
    """What would follow if the new answer counted; nothing has changed yet."""
    question = scene.question(draft.spot)
    new = (
        value_line(scene, question, draft.given) if draft.given is not None else (scene.texts[f"answer.{draft.state}"],)
    )
    head = text(scene.texts, "change.preview", question=phrase(scene, question.text, draft.spot), answer=new)
    found = consequences(scene.facts, draft, scene.others)
    lines = [_consequence(scene, one) for one in found[:MOST_SHOWN]]
    if len(found) > MOST_SHOWN:
        lines.append(text(scene.texts, "change.more", count=len(found) - MOST_SHOWN))
    buttons = (
        Button(Ref("confirm", scene.session.id, draft.spot, arg="0"), scene.texts["button.change_it"], "primary"),
        Button(Ref("drop", scene.session.id, draft.spot), scene.texts["button.leave_it"]),
    )
    return Screen((Prose((head, *(("• ", *line) for line in lines))), Buttons(buttons)), plain(head))


def _consequence(scene: Scene, one: Consequence) -> Line:
    """One consequence as a sentence: a finding by its neutral words, a question by its text, another run by its title."""
    if one.title:
        return text(scene.texts, f"consequence.{one.what}", title=one.title)
    question = scene.question(one.spot)
    about = _about(scene, question, one)
    return text(scene.texts, f"consequence.{one.what}", about=about)


def _about(scene: Scene, question: Question, one: Consequence) -> Line:
    """What a consequence is about, in words."""
    if one.what in (What.WITHDRAWN, What.RAISED, What.WORSE, What.EASED):
        rule = rule_named(question, one.rule)
        return rule_phrase(scene, rule, rule.say, one.spot)
    if one.what is What.UNBOUND:
        return answer_line(scene, scene.session.answer_at(one.spot))
    return phrase(scene, question.text, one.spot)


def quiet_posting(scene: Scene, spot: Spot, key: str) -> Screen:
    words = phrase(scene, scene.question(spot).text, spot)
    return Screen((Prose((words,)), Quiet((text(scene.texts, key),))), plain(words))
