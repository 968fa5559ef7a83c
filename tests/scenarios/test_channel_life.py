"""Where the bot may speak and who is looking: channels, outsiders, lost threads, removal and return. Through the front door."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, DEV, GENERAL, JON, KODEX, MARIA, PRIYA, Playground, Someone
from bot.playground.faults import Fault
from bot.playground.workspace import Person
from tests.scenarios import ways
from tests.scenarios.talk import letter, note, started


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_where_the_bot_is_no_member_it_says_how_to_invite_it_and_try_again_works(here: Playground) -> None:
    maria = Someone(here, MARIA)
    here.workspace.leave(here.workspace.channel(ATLAS), here.workspace.app.user)
    await maria.command(ATLAS, "start")
    hint = await note(maria, ATLAS, "/invite @Ringfence")
    here.workspace.join(here.workspace.channel(ATLAS), here.workspace.app.user, MARIA)
    await maria.presses(ATLAS, hint, "Try again")
    await maria.sees_text(ATLAS, "Know what you own")


@pytest.mark.parametrize(("channel", "why"), [(GENERAL, "Everybody in your company"), (KODEX, "outside your company")])
async def test_elsewhere_it_offers_to_make_a_private_channel(here: Playground, channel: str, why: str) -> None:
    maria = Someone(here, MARIA)
    await maria.command(channel, "start")
    offer = await note(maria, channel, why)
    await maria.presses(channel, offer, "Make a private channel")
    await note(maria, channel, "the programme starts in")
    made = here.workspace.channel(f"{here.workspace.channel(channel).name}-ip")
    assert made.kind == "private"
    assert MARIA in made.members
    await maria.sees_text(made.id, "Know what you own")
    assert all("Know what you own" not in maria.text(m) for m in maria.sees(channel))


async def test_when_an_outsider_comes_the_channel_turns_neutral_and_the_owner_goes_on_in_private(
    here: Playground,
) -> None:
    maria, root = await started(here)
    await maria.sees_text(ATLAS, "Outsourcing programme")
    here.workspace.join(here.workspace.channel(ATLAS), DEV, JON)
    await letter(maria, "Someone from outside your company")
    dev = Someone(here, DEV)
    await dev.until(
        lambda: all("What are you about" not in dev.text(m) for m in dev.sees(ATLAS, root)), "a neutral question"
    )
    await dev.until(lambda: all("Outsourcing programme" not in dev.text(m) for m in dev.sees(ATLAS)), "a neutral card")
    await maria.command(ATLAS, "next")
    again = await note(maria, ATLAS, "What are you about to outsource")
    await maria.presses(ATLAS, again, "Put it again")
    question = await letter(maria, "so I answer you here")
    direct = next(c.id for c in here.workspace.channels.values() if question in c.messages)
    await maria.presses(direct, question, "Software: code, apps, data work")
    await letter(maria, "Who has the last word")
    seen = json.dumps([dev.text(m) for m in [*dev.sees(ATLAS), *dev.sees(ATLAS, root)]])
    assert "Software" not in seen
    assert "last word" not in seen


async def test_a_deleted_root_gets_a_new_thread_with_the_same_question(here: Playground) -> None:
    maria, root = await started(here)
    await maria.deletes(ATLAS, root)
    fresh = await maria.until(
        lambda: next((m for m in maria.sees(ATLAS) if "Know what you own" in maria.text(m) and m["ts"] != root), None),
        "a new root",
    )
    await maria.sees_text(ATLAS, "What are you about to outsource", fresh["ts"])
    await maria.says(ATLAS, "software", fresh["ts"])
    await maria.sees_text(ATLAS, "Who has the last word", fresh["ts"])


async def test_a_deleted_reply_keeps_its_answer_and_an_edited_one_changes_it(here: Playground) -> None:
    maria, root = await started(here)
    said = await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, "Who has the last word", root)
    await maria.edits(ATLAS, said, "manufacturing")
    await maria.sees_text(ATLAS, "Manufacturing: parts", root)
    await maria.deletes(ATLAS, said)
    await maria.command(ATLAS, "review")
    await note(maria, ATLAS, "Manufacturing: parts")


async def test_two_clickers_at_once_the_first_counts_and_the_second_is_told(here: Playground) -> None:
    maria, root = await started(here)
    jon = Someone(here, JON)
    question = await maria.sees_text(ATLAS, "What are you about to outsource", root)
    stale = json.loads(json.dumps(question))
    await maria.presses(ATLAS, question, "Software: code, apps, data work")
    await maria.sees_text(ATLAS, "Who has the last word", root)
    question.update(stale)
    await jon.presses(ATLAS, question, "Services: support, back office, creative")
    told = await note(jon, ATLAS, "has just answered that")
    await jon.presses(ATLAS, told, "Change")
    await maria.sees_text(ATLAS, "What should it be?", root)


async def test_a_removed_bot_that_comes_back_puts_the_open_question_again(here: Playground) -> None:
    maria, root = await started(here)
    channel = here.workspace.channel(ATLAS)
    here.workspace.leave(channel, here.workspace.app.user)
    await letter(maria, "no longer a member")
    here.workspace.join(channel, here.workspace.app.user, MARIA)
    again = await maria.sees_text(ATLAS, "This is where we were", root)
    assert "What are you about to outsource" in maria.text(again)


async def test_an_archived_channel_is_told_once_and_unarchived_goes_on(here: Playground) -> None:
    maria, root = await started(here)
    await maria.act(do="archive", channel=ATLAS)
    await letter(maria, "was archived")
    await maria.act(do="unarchive", channel=ATLAS)
    await maria.sees_text(ATLAS, "This is where we were", root)
    assert sum("was archived" in maria.text(m) for m in maria.direct()) == 1


async def test_a_renamed_channel_renames_its_programme(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.act(do="rename", channel=ATLAS, name="atlas-build")
    await maria.sees_text(ATLAS, "Outsourcing programme: #atlas-build")


async def test_an_uninstalled_app_falls_silent_without_a_fault(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.act(do="uninstall")
    before = len(here.calls)
    await maria.says(ATLAS, "hello")
    assert here.calls[before:] == []


async def test_talk_bots_and_joins_are_left_alone(here: Playground) -> None:
    maria, root = await started(here)
    count = len(maria.sees(ATLAS, root))
    await maria.says(ATLAS, f"<@{JON}> shall we meet at ten", root)
    await maria.says(ATLAS, "&gt; as he wrote", root)
    channel = here.workspace.channel(ATLAS)
    here.workspace.post(
        channel, {"user": "UBOT", "bot_id": "BOTHER", "text": "software", "thread_ts": root, "subtype": "bot_message"}
    )
    here.workspace.leave(channel, JON)
    here.workspace.join(channel, JON, MARIA)
    await maria.command(ATLAS, "help")
    await note(maria, ATLAS, "What you can ask of me")
    said = [m for m in maria.sees(ATLAS, root) if m.get("bot_id") == here.workspace.app.bot_id]
    assert len(said) == 2, "the root and the question"
    assert len(maria.sees(ATLAS, root)) == count + 3


async def test_settings_export_and_a_question_handed_over(here: Playground) -> None:
    maria, root = await started(here)
    await maria.command(ATLAS, "settings")
    view = await maria.until(maria.view, "the settings")
    filled = {"owner": {"selected_user": MARIA}, "counsel": {"selected_user": PRIYA}, "zone": {"value": "Mars/Olympus"}}
    locale = {"locale": {"selected_option": {"value": "en_GB"}}}
    refused = await maria.submits({**filled, **locale}, view)
    assert "Mars/Olympus" in refused["errors"]["zone"]
    await maria.submits({**filled, **locale, "zone": {"value": "Europe/Warsaw"}}, view)
    await letter(Someone(here, PRIYA), "made you counsel")
    await maria.command(ATLAS, f"assign <@{JON}|jon>")
    asked = await letter(Someone(here, JON), "asks you to answer")
    jon = Someone(here, JON)
    direct = next(c.id for c in here.workspace.channels.values() if asked in c.messages)
    await jon.presses(direct, asked, "Software: code, apps, data work")
    await maria.sees_text(ATLAS, "Jon Reyes", root)
    await jon.command(ATLAS, "export")
    sure = await note(jon, ATLAS, "as one file to you")
    await jon.presses(ATLAS, sure, "Export")
    await note(jon, ATLAS, "or counsel can export it")
    await maria.command(ATLAS, "export")
    sure = await note(maria, ATLAS, "as one file to you")
    await maria.presses(ATLAS, sure, "Export")
    sent = await letter(maria, "as you asked")
    content = here.workspace.blobs[sent["files"][0]["id"]]
    exported = json.loads(content)
    assert exported["programme"]["name"] == "#atlas-plan"
    assert any(line["what"] == "answered" for line in exported["history"])
    assert all("files" not in m for m in maria.sees(ATLAS))


@pytest.mark.parametrize("error", ["ratelimited", "http_500", "half", "badjson", "internal_error"])
async def test_a_fault_of_slacks_costs_at_most_one_duplicate(here: Playground, error: str) -> None:
    maria, root = await started(here)
    for after in (False, True):
        await maria.act(do="open_home")
        here.faults.add(_fault(error, after))
        reply = "Services: support, back office, creative" if after else "Software: code, apps, data work"
        question = next(m for m in reversed(maria.sees(ATLAS, root)) if "What are you about" in maria.text(m))
        await maria.presses(ATLAS, question, reply if not after else "Change")
        wanted = "Who has the last word" if not after else "What should it be?"
        await maria.sees_text(ATLAS, wanted, root)
        assert sum(wanted in maria.text(m) for m in maria.sees(ATLAS, root)) <= (2 if after else 1)


def _fault(error: str, after: bool) -> Fault:
    return Fault("chat.postMessage", error, after_accept=after)


DOORS = (
    "@status",
    "@what's next?",
    "@can Kodex see the source code?",
    "/status",
    "/actions",
    "/share the engine with Kodex",
    "/country India set wages",
    "/start",
    "/start everything",
    "/it leaked",
    "shortcut",
)
"""Ways to come to the bot: by its name, by a command, from the menu of a message."""


@pytest.mark.parametrize(
    ("channel", "told"),
    [(KODEX, "Somebody from outside your company can read"), (GENERAL, "Everybody in your company can read")],
)
@pytest.mark.parametrize("door", DOORS)
async def test_where_no_programme_may_start_every_door_says_so_at_once_and_offers_a_channel_for_it(
    here: Playground, door: str, channel: str, told: str
) -> None:
    maria = Someone(here, MARIA)
    here.workspace.join(here.workspace.channel(channel), here.workspace.app.user, MARIA)
    if door.startswith("/"):
        await maria.command(channel, door[1:])
    elif door.startswith("@"):
        await maria.says(channel, f"<@{here.workspace.app.user}> {door[1:]}")
    else:
        ts = await maria.says(channel, "Can I send this?")
        await maria.act(do="shortcut", channel=channel, ts=ts, callback_id="share")
    offer = await note(maria, channel, told)
    assert "[Start]" not in maria.text(offer)
    await maria.presses(channel, offer, "Make a private channel")
    await note(maria, channel, "Done: the programme starts in")


async def test_who_is_to_get_something_in_a_channel_without_a_programme_is_no_question_to_our_sources(
    here: Playground,
) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "can i send kodex the larch engine")
    await note(maria, ATLAS, "There is no programme in this channel yet, so no gate can answer")


async def test_a_guest_is_offered_no_start_by_any_word(here: Playground) -> None:
    team = here.workspace.team
    guest = Person("U0GUEST001", "gus", "Gus Guest", team, "Contractor", "888888", "UTC", restricted=True)
    here.workspace.people[guest.id] = guest
    here.workspace.join(here.workspace.channel(ATLAS), guest.id, MARIA)
    gus = Someone(here, guest.id)
    for word in ("actions", "status", "start"):
        await gus.command(ATLAS, word)
    await gus.until(lambda: len(gus.private_notes(ATLAS)) == 3, "three refusals")
    assert {gus.text(m) for m in gus.private_notes(ATLAS)} == {"This is for members of the team."}
