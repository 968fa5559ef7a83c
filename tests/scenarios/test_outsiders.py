"""Who is looking: outsiders, guests and look-ups that fail. What the channel shows, and what only the owner reads."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, GENERAL, JON, MARIA, PRIYA, NotSeen, Playground, Someone
from bot.playground.faults import Fault
from bot.playground.telling import user_json
from bot.playground.workspace import Person
from tests.scenarios import ways
from tests.scenarios.talk import (
    FIRST,
    SECOND,
    SOFTWARE,
    THIRD,
    direct_channel,
    letter,
    name_counsel,
    note,
    quiet,
    said_by_bot,
    soon,
    started,
)

FOR_THE_TEAM = "This is for members of the team"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


def guest(playground: Playground, **kind: bool) -> Someone:
    """A guest of the company's own workspace."""
    workspace = playground.workspace
    workspace.people["U0GUEST001"] = Person(
        "U0GUEST001", "gus", "Gus Guest", workspace.team, "Contractor", "888888", "UTC", **kind
    )
    return Someone(playground, "U0GUEST001")


async def test_a_setting_allows_programmes_in_public_channels(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.allow_public_channels = True
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            await started(playground, GENERAL)


@pytest.mark.parametrize("kind", ["restricted", "ultra", "stranger"])
async def test_a_channel_with_a_guest_is_no_place_to_start(here: Playground, kind: str) -> None:
    gus = guest(here, **{kind: True})
    here.workspace.join(here.workspace.channel(ATLAS), gus.user, MARIA)
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "start")
    await note(maria, ATLAS, "outside your company can read this channel")
    assert not any("Know what you own" in maria.text(m) for m in maria.sees(ATLAS))


NEUTRAL = "The team is planning its work here."


async def test_the_owner_has_what_was_said_hidden_from_those_who_came_in_from_outside(here: Playground) -> None:
    maria, root = await started(here)
    await maria.says(ATLAS, "software", root)
    await maria.says(ATLAS, "why", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, "review", root)
    await maria.command(ATLAS, "digest")
    await note(maria, ATLAS, "The week of")
    await maria.presses(ATLAS, maria.private_notes(ATLAS)[-1], "Send it now")
    await maria.sees_text(ATLAS, "The week of")
    dev, jon = Someone(here, DEV), Someone(here, JON)
    await maria.act(do="join", channel=ATLAS, user=DEV)
    told = await letter(maria, "What I said there before still stands")
    assert "cannot be undone, not even once nobody from outside is there" in json.dumps(told), "asked before it counts"
    assert "I can make all of it say nothing, for good." in maria.text(told)
    await maria.presses(direct_channel(maria), told, "Hide what I said there")

    def told_to_dev() -> list[str]:
        said = [m for m in (*dev.sees(ATLAS), *dev.sees(ATLAS, root)) if m.get("bot_id")]
        return [text for m in said if NEUTRAL not in (text := dev.text(m))]

    await maria.until(lambda: not told_to_dev(), "nothing of it is left")
    assert not any("software" in dev.text(m).lower() for m in dev.sees(ATLAS, root) if m.get("bot_id"))
    # What is stored stays, and is shown again where nobody from outside is.
    await maria.act(do="leave", channel=ATLAS, user=DEV)
    await letter(maria, "Nobody from outside is in")
    await jon.command(ATLAS, "review")
    await note(jon, ATLAS, "Software")


async def test_a_message_that_slack_fails_at_keeps_no_other_from_being_hidden(here: Playground) -> None:
    maria, root = await started(here)
    stuck = await maria.sees_text(ATLAS, FIRST, root)
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, "review", root)
    await maria.sees_text(ATLAS, "Review", root)
    dev = Someone(here, DEV)
    await maria.act(do="join", channel=ATLAS, user=DEV)
    told = await letter(maria, "What I said there before still stands")
    here.faults.add(Fault("chat.update", "fatal_error", times=1000, ts=stuck["ts"]))
    await maria.presses(direct_channel(maria), told, "Hide what I said there")

    def told_to_dev() -> list[str]:
        said = [m for m in (*dev.sees(ATLAS), *dev.sees(ATLAS, root)) if m.get("bot_id")]
        return [m["ts"] for m in said if NEUTRAL not in dev.text(m)]

    await maria.until(lambda: told_to_dev() == [stuck["ts"]], "all but what Slack fails at is hidden")
    here.faults.clear()
    await maria.until(lambda: not told_to_dev(), "and that too, once Slack takes it")


@pytest.mark.parametrize("method", ["conversations.info", "conversations.members", "users.info"])
@pytest.mark.parametrize("error", ["fatal_error", "http_500", "badjson", "ratelimited"])
async def test_where_nobody_can_say_who_is_there_nothing_starts(here: Playground, method: str, error: str) -> None:
    maria = Someone(here, MARIA)
    here.faults.add(Fault(method, error, times=50))
    await maria.command(ATLAS, "start")
    await note(maria, ATLAS, "nothing was saved")
    assert not any("Know what you own" in maria.text(m) for m in maria.sees(ATLAS))
    here.faults.clear()
    await started(here)


@pytest.mark.parametrize("way_in", ["button", "form"])
async def test_a_vendors_and_a_guests_presses_and_forms_change_nothing(here: Playground, way_in: str) -> None:
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    gus = guest(here, restricted=True)
    stale = json.loads(json.dumps(question))
    channel = here.workspace.channel(ATLAS)
    for someone in (Someone(here, DEV), gus):
        channel.members.append(someone.user)
        question.update(json.loads(json.dumps(stale)))
        if way_in == "button":
            await someone.presses(ATLAS, question, SOFTWARE)
            assert FIRST not in someone.text(await note(someone, ATLAS, FOR_THE_TEAM))
        else:
            # A form that was opened by a colleague, sent by the outsider: nothing of it may count.
            await maria.presses(ATLAS, question, "Ask a colleague")
            view = await maria.until(maria.view, "the form")
            here.workspace.views[someone.user] = [view]
            refused = await someone.submits({"to": {"selected_user": someone.user}}, view)
            assert refused is not None and FOR_THE_TEAM in refused["errors"]["to"]
            here.workspace.views[MARIA] = []
        channel.members.remove(someone.user)
    await quiet(maria)
    assert not any(SECOND in text for text in said_by_bot(maria, root))


async def test_a_press_that_slack_marks_as_of_another_company_counts_as_outside(here: Playground) -> None:
    """Whatever the look at the person says: here Slack still tells of a member, but the press comes from elsewhere."""
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    send = here.delivery.send

    async def from_elsewhere(
        kind: str, body: dict[str, object], attempt: int = 0, reason: str = ""
    ) -> dict[str, object]:
        if isinstance(person := body.get("user"), dict):
            person["team_id"] = "T0ELSEWHERE"
        return await send(kind, body, attempt, reason)

    here.delivery.send = from_elsewhere
    await maria.presses(ATLAS, question, SOFTWARE)
    await note(maria, ATLAS, FOR_THE_TEAM)
    assert len(said_by_bot(maria, root)) == 2


async def test_an_outsiders_reply_is_left_alone(here: Playground) -> None:
    maria, root = await started(here)
    here.workspace.channel(ATLAS).members.append(DEV)
    dev = Someone(here, DEV)
    said = await dev.says(ATLAS, "software", root)
    await dev.edits(ATLAS, said, "services")
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == 2


async def test_who_looks_is_decided_when_a_message_is_sent_not_when_it_was_written(here: Playground) -> None:
    """The outsider joins while the next question is on its way: held up by Slack, it must not arrive in the channel."""
    maria, root = await started(here)
    await maria.sees_text(ATLAS, "Outsourcing programme")
    here.faults.add(Fault("chat.postMessage", "ratelimited", retry_after=2))
    await maria.says(ATLAS, "software", root)
    await soon(lambda: any(SECOND in str(told) for _, told in here.calls), "the refused call")
    here.workspace.join(here.workspace.channel(ATLAS), DEV, MARIA)
    await letter(maria, SECOND)
    dev = Someone(here, DEV)
    assert all(SECOND not in dev.text(m) for m in dev.sees(ATLAS, root))
    await letter(maria, "What I said there before still stands")
    assert not any(Someone(here, other).direct() for other in (JON, PRIYA)), "the owner alone is told"


async def test_a_file_goes_to_whoever_asked_for_it_while_they_are_of_the_company_and_to_nobody_in_their_place(
    here: Playground,
) -> None:
    maria, _ = await started(here)
    await name_counsel(maria)
    priya = Someone(here, PRIYA)
    await priya.command(ATLAS, "export")
    sure = await note(priya, ATLAS, "as one file to you")
    here.faults.add(Fault("files.getUploadURLExternal", "ratelimited", retry_after=2))
    await priya.presses(ATLAS, sure, "Export")
    await soon(lambda: asked_for_files(here) == 1, "the refused call")
    person = here.workspace.people[PRIYA]
    person.restricted = True
    here.workspace.tell({"type": "user_change", "user": user_json(here.workspace, person)}, None)
    await maria.command(ATLAS, "export")
    await maria.presses(ATLAS, await note(maria, ATLAS, "as one file to you"), "Export")
    await letter(maria, "as you asked")  # of the same workspace, and so sent behind the other
    assert asked_for_files(here) == 2
    assert not any(m.get("files") for m in priya.direct()) and sum(bool(m.get("files")) for m in maria.direct()) == 1


def asked_for_files(playground: Playground) -> int:
    """How often a file was to be uploaded."""
    return sum(method == "files.getUploadURLExternal" for method, _ in playground.calls)


async def test_when_the_outsider_is_gone_details_come_back(here: Playground) -> None:
    maria, root = await started(here)
    channel = here.workspace.channel(ATLAS)
    here.workspace.join(channel, DEV, MARIA)
    await letter(maria, "Someone from outside your company")
    await maria.until(lambda: all(FIRST not in text for text in said_by_bot(maria, root)), "a neutral thread")
    here.workspace.leave(channel, DEV)
    await letter(maria, "Nobody from outside")
    question = await maria.sees_text(ATLAS, FIRST, root)
    await maria.sees_text(ATLAS, "Outsourcing programme")
    await maria.presses(ATLAS, question, SOFTWARE)
    await maria.sees_text(ATLAS, SECOND, root)


@pytest.mark.parametrize(("deed", "undo"), [("share", "unshare")])
async def test_a_channel_shared_with_another_company_turns_neutral_too(here: Playground, deed: str, undo: str) -> None:
    maria, root = await started(here)
    await maria.act(do=deed, channel=ATLAS)
    await letter(maria, "Someone from outside your company")
    await maria.until(lambda: all(FIRST not in text for text in said_by_bot(maria, root)), "a neutral thread")
    await maria.act(do=undo, channel=ATLAS)
    await letter(maria, "Nobody from outside")
    await maria.sees_text(ATLAS, FIRST, root)


async def test_a_private_channel_that_cannot_be_made_is_said(here: Playground) -> None:
    maria = Someone(here, MARIA)
    for error, told in (("restricted_action", "I could not make a private channel"), ("http_500", "I could not make")):
        here.faults.add(Fault("conversations.create", error))
        await maria.command(GENERAL, "start")
        offer = await note(maria, GENERAL, "Everybody in your company")
        await maria.presses(GENERAL, offer, "Make a private channel")
        await note(maria, GENERAL, told)
    here.faults.add(Fault("conversations.create", "name_taken"))
    await maria.presses(GENERAL, offer, "Make a private channel")
    await note(maria, GENERAL, "#general-ip-2")


async def test_an_answer_in_the_direct_conversation_moves_the_programme_on(here: Playground) -> None:
    maria, _ = await started(here)
    here.workspace.join(here.workspace.channel(ATLAS), DEV, MARIA)
    await letter(maria, "Someone from outside your company")
    await maria.command(ATLAS, "next")
    await maria.presses(ATLAS, await note(maria, ATLAS, "Put it again"), "Put it again")
    direct = next(c.id for c in here.workspace.channels.values() if c.kind == "im" and MARIA in c.members)
    question = await letter(maria, "so I answer you here")
    await maria.presses(direct, question, SOFTWARE)
    await letter(maria, SECOND)
    await maria.picks_with(direct, maria.direct()[-1], "users_select", selected_user=MARIA)
    await letter(maria, THIRD)
    with pytest.raises(NotSeen):
        await Someone(here, DEV).presses(ATLAS, await maria.sees_text(ATLAS, "planning its work"), SOFTWARE)


async def test_nobody_from_outside_is_handed_a_question_or_given_a_part(here: Playground) -> None:
    maria, root = await started(here)
    question = await maria.sees_text(ATLAS, FIRST, root)
    await maria.presses(ATLAS, question, "Ask a colleague")
    view = await maria.until(maria.view, "the form")
    for who in (DEV, here.workspace.app.user):
        refused = await maria.submits({"to": {"type": "users_select", "selected_user": who}}, view)
        assert "is not a full member of your company" in refused["errors"]["to"]
    await maria.command(ATLAS, f"assign <@{DEV}>")
    await note(maria, ATLAS, "is not a full member of your company")
    await maria.command(ATLAS, "settings")
    form = await maria.until(lambda: (top := maria.view()) and top["id"] != view["id"] and top, "the settings")
    picked = {"counsel": {"type": "users_select", "selected_user": DEV}}
    refused = await maria.submits(picked, form)
    assert "is not a full member of your company" in refused["errors"]["counsel"]
    assert Someone(here, DEV).direct() == []


async def test_a_form_of_somebody_who_left_the_channel_meanwhile_stays_open_and_writes_nothing(
    here: Playground,
) -> None:
    maria, root = await started(here)
    jon = Someone(here, JON)
    await jon.presses(ATLAS, await maria.sees_text(ATLAS, FIRST, root), "Ask a colleague")
    await jon.until(jon.view, "the form")
    here.workspace.leave(here.workspace.channel(ATLAS), JON)
    await quiet(maria)
    refused = await jon.submits({"to": {"type": "users_select", "selected_user": MARIA}})
    assert FOR_THE_TEAM in refused["errors"]["to"]
    assert await maria.sees_text(ATLAS, FIRST, root) and not maria.direct()


async def test_whoever_is_named_counsel_in_a_reply_and_is_from_outside_gets_nothing_in_private(
    here: Playground,
) -> None:
    maria, root = await started(here)
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, f"<@{MARIA}>", root)
    await maria.sees_text(ATLAS, THIRD, root)
    await maria.says(ATLAS, "yes, in our company", root)
    await maria.sees_text(ATLAS, "Who is your lawyer", root)
    await maria.says(ATLAS, f"<@{DEV}>", root)
    await maria.sees_text(ATLAS, "In which countries", root)
    await quiet(maria)
    assert Someone(here, DEV).direct() == []


async def test_a_card_that_was_on_its_way_when_somebody_from_outside_came_is_for_them_too(here: Playground) -> None:
    maria = Someone(here, MARIA)
    here.faults.add(Fault("conversations.history", "slow", after_accept=True))
    await maria.command(ATLAS, "start")
    await soon(lambda: any(method == "conversations.history" for method, _ in here.calls), "a look for the card")
    before = len(here.calls)
    here.workspace.join(here.workspace.channel(ATLAS), DEV, MARIA)
    await maria.sees_text(ATLAS, "The team is planning its work here")
    said = [json.dumps(told, ensure_ascii=False) for method, told in here.calls[before:] if method.startswith("chat.")]
    assert said and not any("answered" in told or FIRST in told for told in said)
