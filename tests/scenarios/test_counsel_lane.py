"""Legal conclusions stay in the counsel lane: a whole conversation is held, and every message in the channel is searched for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest

from bot.app import Running
from bot.playground.driver import ATLAS, MARIA, PRIYA, Playground, Someone
from bot.service.reminders import remind
from flows.authoring.library import load_library
from flows.model.ids import FlowId
from tests.scenarios import ways
from tests.scenarios.talk import direct_channel, letter, started

FINISHED = "Finish"
WEDNESDAY = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)


@pytest.fixture
async def there(tmp_path: Path) -> AsyncGenerator[tuple[Playground, Running, ways.SetClock]]:
    async with ways.at(tmp_path, WEDNESDAY) as house:
        yield house


async def next_morning(bot: Running, clock: ways.SetClock) -> None:
    """It is nine in London, where Priya is, on the day after."""
    clock.set(WEDNESDAY + dt.timedelta(hours=23))
    while await remind(bot.desk):
        pass
    await ways.delivered(bot)


def counsel_texts() -> Iterator[str]:
    """The longest stretch without a blank of every counsel text of the shipped flow: what would be found however blanks are filled."""
    flow = load_library().flows[FlowId("ip_strategy")]
    for section in flow.sections:
        for question in section.questions:
            for rule in question.findings:
                for text in (rule.counsel.default, *rule.counsel.by_profile.values()):
                    yield max(text.replace("}", "{").split("{")[::2], key=len).strip()


TALK: tuple[tuple[str, str], ...] = (
    ("I read", "yes"),
    ("What are you about", "software"),
    ("Who has the last word", f"<@{MARIA}>"),
    ("Who is your lawyer", f"<@{PRIYA}>"),
    ("In which countries", "India and Poland"),
    ("What will leave", "our own code and open source"),
    ("Who or what may do", "freelancers"),
    ("new and technical", "yes"),
    ("a name or a logo", "no"),
    ("agreement (NDA)", "not yet"),
    ("Which of these rules", "none"),
    ("Which of your assets", "Engine, App"),
    ("hurt you most", "Engine"),
    ("only while they stay secret", "Engine"),
    ("not on your payroll", "Engine and App"),
    ("already seen or received", "App"),
    ("are public already", "none"),
    ("hold an invention", "Engine"),
    ("belongs to somebody else", "none"),
    ("outside your company has seen", "Kodex, in a sales call"),
    ("first shown?", "12 March 2026"),
    ("Was an NDA signed", "no"),
    ("Who took part in making", "a freelancer"),
    ("What is decided about", "not sure"),
    ("reply yes or no", "no"),
    ("reply with the names", "Poland"),
    ("reply with a name", f"<@{MARIA}>"),
    ("", "not sure"),
)
"""Words of a question, and a bad answer to it: one that raises what there is to raise."""


async def whole(maria: Someone, root: str, lawyer: str) -> None:
    """Answer by reply whatever is asked until the review is there."""
    priya = Someone(maria.playground, PRIYA)
    for _ in range(90):
        question = await _open(maria, root)
        if question is None:
            return
        reply = next(reply for words, reply in TALK if words in question)
        if "Do you have a lawyer" in question:
            reply = lawyer
        count = len(maria.sees(ATLAS, root))
        await (priya if "For counsel" in question else maria).says(ATLAS, reply, root)
        await maria.until(lambda: len(maria.sees(ATLAS, root)) > count + 1, "what came of it")  # noqa: B023
    raise AssertionError("the conversation does not end")


async def _open(maria: Someone, root: str) -> str | None:
    """The open question's words; None once the review offers to finish."""

    def find() -> str | None:
        bot = maria.playground.workspace.app.bot_id
        texts = [maria.text(m) for m in maria.sees(ATLAS, root) if m.get("bot_id") == bot]
        if f"[{FINISHED}]" in texts[-1]:
            return FINISHED
        return texts[-1] if "Not sure]" in texts[-1] or "[Yes]" in texts[-1] else None

    found: str = await maria.until(find, "a question or the review")
    return None if found == FINISHED else found


@pytest.mark.parametrize(("lawyer", "reader"), [("yes, in our company", PRIYA), ("not yet", MARIA)])
async def test_no_legal_conclusion_reaches_the_channel(
    there: tuple[Playground, Running, ways.SetClock], lawyer: str, reader: str
) -> None:
    here, bot, clock = there
    maria, root = await started(here)
    await whole(maria, root, lawyer)
    review = await maria.sees_text(ATLAS, "[Finish]", root)
    await maria.presses(ATLAS, review, FINISHED)
    await maria.sees_text(ATLAS, "Summary: ", root)
    await next_morning(bot, clock)
    told = await letter(Someone(here, reader), "For counsel: #atlas-plan")
    await Someone(here, reader).presses(direct_channel(Someone(here, reader)), told, "Show all that is open")
    conclusions = sorted({text for text in counsel_texts() if text})
    assert len(conclusions) > 20
    assert min(map(len, conclusions)) > 10
    told = {channel.id: "\n".join(map(maria.text, channel.messages)) for channel in here.workspace.channels.values()}
    notes = "\n".join(maria.text(m) for m in here.workspace.ephemerals)
    reading = next(
        c.id for c in here.workspace.channels.values() if set(c.members) == {reader, here.workspace.app.user}
    )
    assert sum(text in told[reading] for text in conclusions) > 3, "counsel reads them"
    elsewhere = "\n".join(text for channel, text in told.items() if channel != reading) + notes
    assert [text for text in conclusions if text in elsewhere] == []
