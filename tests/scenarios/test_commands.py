"""Every word of `/ringfence`, by the slash and by mention: what a person types and what they are shown."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, KODEX, MARIA, PRIYA, Playground, Someone
from bot.playground.workspace import Person, SlackError
from tests.scenarios import ways
from tests.scenarios.talk import FIRST, SECOND, SOFTWARE, letter, name_counsel, note, quiet, said_by_bot, started


@pytest.fixture
async def here(tmp_path: Path) -> AsyncGenerator[Playground]:
    async with ways.socket(tmp_path) as playground:
        yield playground


async def test_the_bare_command_starts_and_then_shows_the_card(here: Playground) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, "")
    root = await maria.sees_text(ATLAS, "Know what you own")
    await maria.sees_text(ATLAS, "Outsourcing programme: #atlas-plan")
    await maria.command(ATLAS, "")
    await note(maria, ATLAS, "Outsourcing programme: #atlas-plan")
    cards = [m for m in maria.sees(ATLAS) if "Outsourcing programme" in maria.text(m) and not m.get("ephemeral")]
    assert len(cards) == 1, "the card is edited in place, never posted again"
    assert sum("Know what you own" in maria.text(m) for m in maria.sees(ATLAS)) == 1
    assert root["ts"]


@pytest.mark.parametrize("word", ["help", "Help", "what can you do?"])
async def test_help_shows_what_can_be_asked(here: Playground, word: str) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, word)
    told = maria.text(await note(maria, ATLAS, "What you can ask of me"))
    for known in ("status", "next", "review", "summary", "change", "assign", "pause", "settings", "export"):
        assert f"/ringfence {known}" in told


@pytest.mark.parametrize(
    "word",
    ["status", "next", "review", "summary", "change", "assign", "pause", "settings", "export", "actions", "findings"],
)
async def test_before_a_start_each_word_says_that_nothing_is_here_and_offers_to_start(
    here: Playground, word: str
) -> None:
    maria = Someone(here, MARIA)
    await maria.command(ATLAS, word)
    told = await note(maria, ATLAS, "There is no programme in this channel yet")
    await maria.presses(ATLAS, told, "Start")
    await maria.sees_text(ATLAS, "Know what you own")


async def test_a_start_where_it_runs_leads_to_the_thread_and_an_unknown_part_is_said(here: Playground) -> None:
    maria, root = await started(here)
    await maria.command(ATLAS, "start")
    running_now = await note(maria, ATLAS, "already running")
    await maria.presses(ATLAS, running_now, "Continue")
    await note(maria, ATLAS, FIRST)
    await maria.command(ATLAS, "start world domination")
    parts = await note(maria, ATLAS, "I do not know the part")
    assert "Contract review" in maria.text(parts)
    await maria.command(ATLAS, "start IP strategy")
    await quiet(maria)
    assert len(said_by_bot(maria, root)) == 2


async def test_status_next_and_a_link_into_the_thread(here: Playground) -> None:
    _, root = await started(here)
    jon = Someone(here, JON)
    await jon.command(ATLAS, "status")
    await note(jon, ATLAS, "0 of")
    await jon.command(ATLAS, "next")
    way = await note(jon, ATLAS, "Put it again")
    link = next(e["url"] for b in way["blocks"] for e in b.get("elements", []) if e.get("url"))
    assert f"thread_ts={root}" in link
    await jon.presses(ATLAS, way, "Open the thread")
    await jon.presses(ATLAS, way, "Put it again")
    await jon.until(lambda: sum(FIRST in text for text in said_by_bot(jon, root)) == 2, "the question once more")


async def test_pause_stops_and_next_goes_on(here: Playground) -> None:
    maria, root = await started(here)
    await maria.command(ATLAS, "pause")
    await maria.sees_text(ATLAS, "Nothing is lost", root)
    await maria.command(ATLAS, "pause")
    await note(maria, ATLAS, "no open question to pause")
    await maria.command(ATLAS, "status")
    await note(maria, ATLAS, "paused")
    await maria.command(ATLAS, "next")
    await maria.until(lambda: sum(FIRST in text for text in said_by_bot(maria, root)) == 2, "the question again")


async def test_review_and_change_show_the_answers_and_lead_to_a_change(here: Playground) -> None:
    maria, root = await started(here)
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.command(ATLAS, "change")
    review = await note(maria, ATLAS, "Review: ")
    assert SOFTWARE in maria.text(review)
    await maria.picks(ATLAS, review, FIRST + "?")
    await maria.sees_text(ATLAS, "What should it be?", root)
    await maria.says(ATLAS, "services", root)
    await maria.sees_text(ATLAS, "Changed to Services", root)


async def test_the_summary_is_shown_to_the_one_who_asks_while_its_part_is_under_way(here: Playground) -> None:
    maria, root = await started(here)
    await maria.says(ATLAS, "software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    jon = Someone(here, JON)
    await jon.command(ATLAS, "summary")
    told = await note(jon, ATLAS, "Summary: ")
    assert "Show the least that works, first" in jon.text(told) or "Know what you own" in jon.text(told)
    assert not any("Summary: " in text for text in said_by_bot(maria, root))


async def test_assign_opens_a_form_or_hands_over_at_once(here: Playground) -> None:
    maria, root = await started(here)
    jon = Someone(here, JON)
    await maria.command(ATLAS, "assign")
    view = await maria.until(maria.view, "the form")
    refused = await maria.submits({"to": {"selected_user": JON}, "due": {"selected_date": "2020-01-01"}}, view)
    assert "is past" in str(refused["errors"])
    await maria.command(ATLAS, f"assign <@{JON}|jon>")
    await letter(jon, "asks you to answer")
    await maria.sees_text(ATLAS, SECOND, root)


async def test_where_several_parts_have_an_open_question_it_is_asked_which_is_handed_over_and_a_leak_comes_first(
    here: Playground,
) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "it leaked")
    await maria.sees_text(ATLAS, "First response to a leak")
    await maria.command(ATLAS, "next")
    pick = await note(maria, ATLAS, "Which one?")
    labels = [one["text"]["text"] for block in pick["blocks"] for one in block.get("elements", ()) if "text" in one]
    assert labels[0].startswith("First response")
    await maria.command(ATLAS, f"assign <@{JON}|jon>")
    which = await note(maria, ATLAS, FIRST)
    assert "Which one?" in maria.text(which)
    await maria.presses(ATLAS, which, "Know what you own before you share it")
    view = await maria.until(maria.view, "the form")
    assert FIRST in str(view["blocks"]) and JON in str(view["blocks"])


async def test_lists_of_actions_and_findings_and_closing_an_action(here: Playground) -> None:
    maria, root = await started(here)
    await maria.command(ATLAS, "actions")
    await note(maria, ATLAS, "Nothing is open")
    await maria.says(ATLAS, "not sure", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.command(ATLAS, "actions")
    mine = await note(maria, ATLAS, "2 things are open with you")  # the action, and a question for the owner alone
    await maria.presses(ATLAS, mine, "All of this channel")
    await note(maria, ATLAS, "Open actions (1)")
    await maria.command(ATLAS, "findings")
    await note(maria, ATLAS, "Open findings (0)")
    card = await maria.sees_text(ATLAS, "Outsourcing programme")
    for label in ("Findings", "Actions", "Settings"):
        await maria.presses(ATLAS, card, label)
    await maria.until(maria.view, "the settings")


async def test_a_mention_is_a_command_in_the_channel_and_a_word_in_the_thread(here: Playground) -> None:
    maria, bot = Someone(here, MARIA), here.workspace.app.user
    await maria.says(ATLAS, f"<@{bot}> start")
    root = (await maria.sees_text(ATLAS, "Know what you own"))["ts"]
    await maria.sees_text(ATLAS, FIRST, root)
    await maria.says(ATLAS, f"<@{bot}> software", root)
    await maria.sees_text(ATLAS, SECOND, root)
    await maria.says(ATLAS, f"<@{bot}> dance", str(await maria.says(ATLAS, "A thread of ours")))
    await note(maria, ATLAS, "I do not know “dance”")
    assert sum(SECOND in text for text in said_by_bot(maria, root)) == 1, "told twice by Slack, taken once"
    await maria.says(ATLAS, f"<@{bot}> settings")
    await note(maria, ATLAS, "a form opens only from a command or a button")


async def test_the_bot_never_answers_itself_nor_talk_that_is_not_for_it(here: Playground) -> None:
    maria, root = await started(here)
    workspace, bot = here.workspace, here.workspace.app
    channel = workspace.channel(ATLAS)
    for thread in (root, ""):
        own = {"user": bot.user, "bot_id": bot.bot_id, "text": f"<@{bot.user}> software", "thread_ts": thread or None}
        workspace.post(channel, {key: value for key, value in own.items() if value})
    workspace.post(channel, {"user": bot.user, "text": "software", "thread_ts": root})
    await maria.says(ATLAS, "Lunch?")
    await quiet(maria)
    assert not any(SECOND in text for text in said_by_bot(maria, root))
    assert not [m for m in workspace.ephemerals if m["_to"] == bot.user]


async def test_a_message_to_the_bot_alone_gets_a_line_and_the_way_to_the_help(here: Playground) -> None:
    maria = Someone(here, MARIA)
    direct = here.workspace.direct(MARIA, here.workspace.app.user).id
    await maria.says(direct, "hello")
    short = await note(maria, direct, "I am here")
    assert "/ringfence" not in maria.text(short)
    await maria.presses(direct, short, "What you can ask of me")
    await note(maria, direct, "/ringfence")
    await maria.command(direct, "start")
    offer = await note(maria, direct, "needs a channel of its own")
    await maria.presses(direct, offer, "Make a private channel")
    await note(maria, direct, "the programme starts in")


async def test_an_outsider_and_a_guest_get_no_command(here: Playground) -> None:
    await started(here)
    guest = Person(
        "U0GUEST001", "gus", "Gus Guest", here.workspace.team, "Contractor", "888888", "UTC", restricted=True
    )
    here.workspace.people[guest.id] = guest
    here.workspace.join(here.workspace.channel(ATLAS), guest.id, MARIA)
    gus = Someone(here, guest.id)
    for word in ("status", "start", "export", ""):
        await gus.command(ATLAS, word)
    await gus.until(lambda: len(gus.private_notes(ATLAS)) == 4, "four refusals")
    assert {gus.text(m) for m in gus.private_notes(ATLAS)} == {"This is for members of the team."}
    with pytest.raises(SlackError, match="channel_not_found"):
        await Someone(here, DEV).command(ATLAS, "status")


async def test_a_word_that_is_none_is_said_back_with_the_one_that_may_be_meant(here: Playground) -> None:
    maria, _ = await started(here)
    await maria.command(ATLAS, "vendor")
    await note(maria, ATLAS, "I do not know “vendor”. Did you mean /ringfence vendors?")
    await maria.command(ATLAS, "dance")
    told = await note(maria, ATLAS, "I do not know “dance”.")
    assert "/ringfence findings" not in maria.text(told)
    await maria.presses(ATLAS, told, "What you can ask of me")
    assert "/ringfence findings" in maria.text(await note(maria, ATLAS, "Before anything goes out"))


async def test_where_there_is_no_programme_it_is_said_where_ones_own_are(here: Playground) -> None:
    maria, _ = await started(here)
    direct = here.workspace.direct(MARIA, here.workspace.app.user).id
    for where, words in ((direct, "status"), (KODEX, "it leaked"), (KODEX, "gates")):
        await maria.command(where, words)
        await note(maria, where, "Please say it there.")
        assert "Yours: <#C0ATLASPLN>" in maria.text(maria.private_notes(where)[-1])
    for number, words in enumerate(("can I send the pricing engine to Kodex?", "we sent the mobile app to Kodex"), 3):
        await maria.command(KODEX, words)
        await maria.until(lambda: len(maria.private_notes(KODEX)) == number, "the same where it is about sharing")  # noqa: B023
        assert "Yours: <#C0ATLASPLN>" in maria.text(maria.private_notes(KODEX)[-1])


# ── a leak ──


@pytest.mark.parametrize("words", ["it leaked", "start first_response", "start leak"])
async def test_word_of_a_leak_starts_the_first_response_also_where_nothing_runs_yet(
    here: Playground, words: str
) -> None:
    jon = Someone(here, JON)
    await jon.command(ATLAS, words)
    root = await jon.sees_text(ATLAS, "First response to a leak")
    await jon.sees_text(ATLAS, "Have you told your lawyer", root["ts"])


async def test_a_guess_at_why_it_was_a_false_alarm_takes_nobody_off_the_call_to_counsel(here: Playground) -> None:
    jon = Someone(here, JON)
    await jon.command(ATLAS, "it leaked")
    root = str((await jon.sees_text(ATLAS, "First response to a leak"))["ts"])
    for words, reply in (
        ("Have you told your lawyer", "no"),
        ("Is it still getting out", "false alarm"),
        ("which role checked it?", "hmm not sure, jon saw our rate table in a pitch deck"),
    ):
        await jon.sees_text(ATLAS, words, root)
        await jon.says(ATLAS, reply, root)
    await jon.sees_text(ATLAS, "Left open.", root)
    told = "\n".join(said_by_bot(jon, root))
    assert "No longer so: Counsel is to be called" not in told and "Noted: hmm" not in told


async def test_owner_and_counsel_are_told_of_a_leak_that_somebody_else_reports(here: Playground) -> None:
    maria, _ = await started(here)
    await name_counsel(maria)
    jon, priya = Someone(here, JON), Someone(here, PRIYA)
    await jon.command(ATLAS, "it leaked")
    for who in (maria, priya):
        told = who.text(await letter(who, "something got out, or may have"))
        assert "Jon Reyes says in #atlas-plan" in told and "call now" in told
    assert not any("something got out" in jon.text(message) for message in jon.direct()), "who says it knows it"


async def test_word_of_a_leak_in_a_thread_offers_the_first_response_beside_what_runs(here: Playground) -> None:
    maria, root = await started(here)
    await maria.says(ATLAS, "it leaked", root)
    told = await maria.sees_text(ATLAS, "If something leaked", root)
    await maria.presses(ATLAS, told, "Start the first response")
    await note(maria, ATLAS, "has begun, in a thread of its own")
    response = await maria.sees_text(ATLAS, "First response to a leak")
    await maria.sees_text(ATLAS, "Have you told your lawyer", response["ts"])
    await maria.says(ATLAS, f"<@{here.workspace.app.user}> it leaked")
    await note(maria, ATLAS, "already running")


async def test_a_question_about_leaks_is_answered_and_starts_nothing_by_itself(here: Playground) -> None:
    jon = Someone(here, JON)
    await jon.command(ATLAS, "what is a leak?")
    told = await note(jon, ATLAS, "that was not to get out got out")
    assert not here.workspace.channel(ATLAS).messages, "nobody else is alarmed"
    await jon.presses(ATLAS, told, "Start the first response")
    root = await jon.sees_text(ATLAS, "First response to a leak")
    await jon.sees_text(ATLAS, "Have you told your lawyer", root["ts"])


async def test_word_of_a_leak_to_the_bot_alone_says_what_to_do_now_and_where_the_first_response_starts(
    here: Playground,
) -> None:
    maria = Someone(here, MARIA)
    direct = here.workspace.direct(MARIA, here.workspace.app.user).id
    await maria.says(direct, "oh no, it leaked")
    told = await note(maria, direct, "stop the access")
    assert "Type /ringfence it leaked in the channel of your programme" in maria.text(told)
    await maria.presses(direct, told, "Make a private channel")
    await note(maria, direct, "the programme starts in")


# ── several flows ──


def two_flows(folder: Path) -> Path:
    """The shipped content with its second stage open from the start."""
    content = folder / "content"
    shutil.copytree(ways.SHIPPED, content)
    stages = (content / "stages.yaml").read_text()
    shut = "  opens_when: stage.ip_strategy is done\n  closed: Opens when the IP strategy is done.\n"
    head, tail = stages.split("  flow: phased_scope\n")
    (content / "stages.yaml").write_text(head + "  flow: phased_scope\n" + tail.removeprefix(shut))
    return content


async def test_several_open_sessions_offer_a_picker(tmp_path: Path) -> None:
    async with Playground().serving() as playground:
        settings = demo_settings(playground, tmp_path)
        settings.content = two_flows(tmp_path)
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria, root = await started(playground)
            await maria.command(ATLAS, "start phased scope")
            other = (await maria.sees_text(ATLAS, "A phase is a piece of work"))["ts"]
            await maria.sees_text(ATLAS, "Into which phases", other)
            await maria.command(ATLAS, "summaries")
            await maria.presses(ATLAS, await note(maria, ATLAS, "Which one?"), "Show the least that works, first")
            await note(maria, ATLAS, "Summary: Show the least that works, first")
            for word in ("next", "review", "change", "pause"):
                before = len(maria.private_notes(ATLAS))
                await maria.command(ATLAS, word)
                await maria.until(lambda: len(maria.private_notes(ATLAS)) > before, "a picker")  # noqa: B023
                picker = maria.private_notes(ATLAS)[-1]
                assert "Which one?" in maria.text(picker), word
                if word != "pause":
                    await maria.presses(ATLAS, picker, "Show the least that works, first")
                    await maria.until(lambda: len(maria.private_notes(ATLAS)) > before + 1, "what was picked")  # noqa: B023
                    assert "Into which phases" in maria.text(maria.private_notes(ATLAS)[-1])
            await maria.presses(ATLAS, picker, "Show the least that works, first")
            await maria.sees_text(ATLAS, "Nothing is lost", other)
            assert not any("Nothing is lost" in text for text in said_by_bot(maria, root))
            assert json.dumps(picker["blocks"]).count('"button"') == 2
