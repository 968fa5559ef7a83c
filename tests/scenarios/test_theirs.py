"""A question about one's own programme, put to the bot alone: of the only one, of the one that knows the name, else of the one that is picked."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, JON, MARIA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.talk import note, quiet

FLOW = """\
flow: sample
version: 1
title: A sample
stage: first
reviewed: 2026-11-20
intro: We begin.
registers:
  vendor: {one: vendor, many: vendors}
sources:
  method: {title: The method, publisher: Its publisher, as_of: 2026-11-01}
sections:
  - section: who
    title: Who
    questions:
      - ask: vendors
        kind: item
        register: vendor
        adds: true
        many: true
        text: Which vendors are there?
        why: Each of them is asked about.
        source: method
      - ask: rules
        kind: yes_no
        text: Do they know the rules?
        why: A rule that nobody knows binds nobody.
        source: method
"""


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = ways.content(tmp_path, FLOW)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            yield playground


async def programme(maria: Someone, vendor: str, name: str = "") -> str:
    """A programme of Maria's with one vendor, in a private channel of that name; in her first one without a name. The channel."""
    channel = ATLAS
    if name:
        channel = str((await maria.act(do="create_channel", name=name, private=True))["channel"])
        workspace = maria.playground.workspace
        workspace.join(workspace.channel(channel), workspace.app.user, MARIA)
    await maria.command(channel, "start")
    root = str((await maria.sees_text(channel, "We begin"))["ts"])
    await maria.sees_text(channel, "Which vendors", root)
    await maria.says(channel, vendor, root)
    await maria.sees_text(channel, "Do they know the rules?", root)
    return channel


def alone(someone: Someone) -> str:
    """Their conversation with the bot alone."""
    workspace = someone.playground.workspace
    return workspace.direct(someone.user, workspace.app.user).id


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what is open?", "What presses, and what holds you up, stands here"),
        ("What's left to do?", "What presses, and what holds you up, stands here"),
        ("what's next", "What presses, and what holds you up, stands here"),
        ("where do we stand?", "How it stands is shown here"),
        ("When does our NDA with Kodex end?", "How it stands is shown here"),
        ("who approves Kodex?", "How it stands is shown here"),
    ],
)
async def test_of_ones_only_programme_it_is_answered_and_said_which_that_is(
    here: Playground, question: str, told: str
) -> None:
    maria = Someone(here, MARIA)
    await programme(maria, "Kodex")
    await maria.says(alone(maria), question)
    answer = await note(maria, alone(maria), told)
    assert f"This is about <#{ATLAS}>." in maria.text(answer)
    await maria.presses(alone(maria), answer, "Findings")
    await note(maria, alone(maria), "findings")


async def test_where_several_may_be_meant_it_is_asked_which_and_a_name_tells_them_apart(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await programme(maria, "Kodex")
    other = await programme(maria, "Brightline", "borealis")
    await maria.says(alone(maria), "what is open?")
    which = await note(maria, alone(maria), "You are in more than one programme")
    await maria.presses(alone(maria), which, "#borealis")
    await note(maria, alone(maria), f"This is about <#{other}>.")
    await maria.says(alone(maria), "who approves Kodex?")
    await note(maria, alone(maria), f"This is about <#{ATLAS}>.")


async def test_whoever_is_in_no_programme_is_answered_from_our_sources_and_hears_no_name(here: Playground) -> None:
    maria, jon = Someone(here, MARIA), Someone(here, JON)
    channel = await programme(maria, "Kodex", "borealis")
    await jon.says(alone(jon), "who approves Kodex?")
    await note(jon, alone(jon), "our sources")
    assert not any(channel in jon.text(one) for one in jon.private_notes(alone(jon)))


async def test_whoever_left_the_channel_before_they_pressed_is_told_nothing(here: Playground) -> None:
    maria, jon, workspace = Someone(here, MARIA), Someone(here, JON), here.workspace
    await programme(maria, "Kodex")
    other = await programme(maria, "Brightline", "borealis")
    workspace.join(workspace.channel(other), JON, MARIA)
    await jon.says(alone(jon), "what is open?")
    which = await note(jon, alone(jon), "You are in more than one programme")
    workspace.leave(workspace.channel(other), JON)
    await quiet(maria)
    await jon.presses(alone(jon), which, "#borealis")
    await jon.until(lambda: len(jon.private_notes(alone(jon))) == 2, "a second note")
    assert other not in jon.text(jon.private_notes(alone(jon))[-1])
