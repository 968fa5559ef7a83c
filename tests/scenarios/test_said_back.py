"""Somebody from outside is in the channel: whoever of the team writes is answered by direct message, and nobody in their place."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, DEV, JON, MARIA, Playground, Someone
from bot.playground.faults import Fault
from bot.playground.telling import user_json
from tests.scenarios import ways
from tests.scenarios.talk import THIRD, TRIAGE, direct_channel, letter, quiet, said_by_bot, soon, started, through

COUNTRIES = "In which countries"
SAID_ASIDE = "so I answer you here"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def watched(here: Playground) -> tuple[Someone, str, Someone]:
    """Maria's programme, its thread, and Jon, while Dev, of the vendor, is in the channel. Maria has been told of him. It asks for their lawyer."""
    maria, root = await started(here)
    await through(maria, root, TRIAGE[:2])
    await maria.sees_text(ATLAS, THIRD, root)
    here.workspace.join(here.workspace.channel(ATLAS), DEV, MARIA)
    await letter(maria, "Someone from outside your company")
    return maria, root, Someone(here, JON)


def told(someone: Someone) -> list[str]:
    """What somebody read in private in place of the thread."""
    return [text for m in someone.direct() if SAID_ASIDE in (text := someone.text(m))]


async def test_whoever_writes_is_answered_and_the_owner_is_not_in_their_place(here: Playground) -> None:
    maria, root, jon = await watched(here)
    await jon.says(ATLAS, "not yet", root)
    question = await letter(jon, COUNTRIES)
    assert SAID_ASIDE in jon.text(question) and "Noted: Not yet" in jon.text(question)
    await jon.presses(direct_channel(jon), question, "Undo")
    await letter(jon, "Taken back")
    assert len(told(jon)) == 2 and told(maria) == []
    assert not any(COUNTRIES in text for text in said_by_bot(Someone(here, DEV), root))


async def test_what_is_asked_back_comes_to_whoever_said_it_with_its_presses(here: Playground) -> None:
    maria, root, jon = await watched(here)
    await jon.says(ATLAS, "we are still waiting for their answer", root)
    back = await letter(jon, "I read “we are still waiting for their answer”")
    await jon.presses(direct_channel(jon), back, "Yes")
    await letter(jon, "Who is your lawyer")
    await jon.says(ATLAS, "review", root)
    await letter(jon, "Review: ")
    await jon.says(ATLAS, "help", root)
    await letter(jon, "In the thread: reply to answer")
    assert told(maria) == []


async def test_the_owner_is_answered_when_they_write_and_nobody_else_is(here: Playground) -> None:
    maria, root, jon = await watched(here)
    await maria.says(ATLAS, "not yet", root)
    await letter(maria, COUNTRIES)
    assert told(jon) == [] and jon.direct() == []


@pytest.mark.parametrize("who", ["vendor", "guest"])
async def test_what_somebody_from_outside_writes_is_answered_to_nobody(here: Playground, who: str) -> None:
    maria, root, jon = await watched(here)
    if who == "guest":
        here.workspace.people[DEV].team, here.workspace.people[DEV].restricted = here.workspace.team, True
    dev = Someone(here, DEV)
    for words in ("not yet", "review", "why", "what do they want to know?"):
        await dev.says(ATLAS, words, root)
    await quiet(maria)
    assert dev.direct() == [] and told(maria) == [] and told(jon) == []
    assert not any(THIRD in dev.text(m) for m in (*dev.sees(ATLAS, root), *dev.private_notes(ATLAS)))


@pytest.mark.parametrize("meanwhile", ["left", "became_a_guest"])
async def test_an_answer_on_its_way_to_somebody_who_may_not_have_it_any_more_is_the_owners(
    here: Playground, meanwhile: str
) -> None:
    maria, root, jon = await watched(here)
    here.faults.add(Fault("conversations.open", "ratelimited", retry_after=2))
    before = len(here.calls)
    await jon.says(ATLAS, "not yet", root)
    await soon(lambda: any(method == "conversations.open" for method, _ in here.calls[before:]), "the refused call")
    if meanwhile == "left":
        here.workspace.leave(here.workspace.channel(ATLAS), JON)
    else:
        person = here.workspace.people[JON]
        person.restricted = True
        here.workspace.tell({"type": "user_change", "user": user_json(here.workspace, person)}, None)
    await letter(maria, COUNTRIES)
    assert len(told(maria)) == 1 and told(jon) == []
