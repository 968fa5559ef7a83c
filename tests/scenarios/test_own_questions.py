"""Counsel's own questions through the front door: put in words to one person each, answered in private, and read by nobody else."""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
from collections.abc import AsyncGenerator
from pathlib import Path

from bot.app import Running, running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, JON, MARIA, PRIYA, Playground, Someone
from bot.service.exporting import export_json
from flows.model.ids import ChannelId, TeamId, programme_id
from tests.scenarios import ways
from tests.scenarios.talk import Json, direct_channel, letter, name_counsel, note, opened
from tests.scenarios.test_erasure import operator

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
FLOW = """\
flow: reading
version: 1
title: Reading
stage: first
per: agreement
closes: true
reviewed: 2026-11-20
intro: One decision.
registers:
  agreement: {one: agreement, many: agreements}
sources:
  method: {title: The method, publisher: P, as_of: 2026-11-01}
sections:
  - section: sign_off
    title: Counsel's decision
    questions:
      - ask: own_questions
        kind: yes_no
        role: counsel
        text: "Do you, as counsel, have open questions on {agreement}?"
        why: W.
        source: method
        findings:
          - when: yes or not_sure or skipped
            id: counsel_asks
            severity: medium
            say: "Counsel's questions on {agreement} are open."
            counsel: C.
            do: "Get counsel's questions on {agreement} answered"
            owner: counsel
            due: 14 days
            source: method
      - ask: signed_off
        kind: yes_no
        role: counsel
        withdraws: true
        text: "Do you sign off {agreement}?"
        why: W.
        source: method
        decides: [{when: yes, say: "{agreement} is signed off"}]
"""
FIRST = "Who wrote the 2019 mobile module?"
SECOND = "Has Kodex ever held our signing keys?"
ANSWER = "Anna Nowak did, before she joined us"


@contextlib.asynccontextmanager
async def reviewed(folder: Path) -> AsyncGenerator[tuple[Someone, Someone, str, Running]]:
    """A review of the Kodex NDA at counsel's decision: Maria owns the programme, Priya is counsel."""
    async with Playground().serving() as playground:
        settings = demo_settings(playground, folder)
        settings.content = ways.content(folder, FLOW)
        async with running(settings, ways.SetClock(playground, NOW), card_every=ways.OFTEN, pace=ways.FREE) as bot:
            maria, priya = Someone(playground, MARIA), Someone(playground, PRIYA)
            await maria.command(ATLAS, "start reading Kodex NDA")
            root = str((await maria.sees_text(ATLAS, "Reading: Kodex NDA"))["ts"])
            await name_counsel(maria)
            await maria.sees_text(ATLAS, "[Put a question]", root)
            await priya.command(ATLAS, "agreements brief kodex")
            await letter(priya, "How the clauses read")
            await ways.delivered(bot)
            yield maria, priya, root, bot


async def puts(priya: Someone, text: str, to: str = MARIA, root: str = "") -> Json:
    """Priya puts a question by the button below her brief, or in the thread."""
    if root:
        await priya.presses(ATLAS, await priya.sees_text(ATLAS, "[Put a question]", root), "Put a question")
    else:
        brief = await letter(priya, "How the clauses read")
        await priya.presses(direct_channel(priya), brief, "Put a question")
    view = await opened(priya, "Put a question")
    await priya.submits({"text": {"value": text}, "to": {"selected_user": to}}, view)
    return await letter(Someone(priya.playground, to), text)


async def below_brief(priya: Someone, text: str) -> None:
    """Priya writes below her brief."""
    brief = await letter(priya, "How the clauses read")
    await priya.says(direct_channel(priya), text, str(brief["ts"]))


def elsewhere(playground: Playground, *who: str) -> str:
    """All that anybody but these people could read: every other conversation, and every private note to somebody else."""
    channels = (c for c in playground.workspace.channels.values() if c.kind != "im" or not set(c.members) & set(who))
    someone = Someone(playground, MARIA)
    read = [someone.text(message) for channel in channels for message in channel.messages]
    return "\n".join([*read, *(someone.text(m) for m in playground.workspace.ephemerals if m["_to"] not in who)])


async def test_a_question_behind_counsels_yes_is_no_condition_and_is_led_to_whoever_knows(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (_, priya, root, _bot):
        told = "yes, two: is the term ok under Indian law and who signs for them"
        await priya.says(ATLAS, told, root)
        asked = await priya.sees_text(ATLAS, "as Yes", root)
        assert "condition" not in priya.text(asked)
        assert "[Put a question]" in priya.text(
            await note(priya, ATLAS, "What you wrote behind the yes went to nobody")
        )
        await priya.presses(ATLAS, asked, "Yes")
        await priya.sees_text(ATLAS, "Counsel's questions on *Kodex NDA* are open", root)
        await priya.says(ATLAS, "yes", root)
        await priya.sees_text(ATLAS, "none was put to anybody through me", root)


async def test_counsel_asks_two_is_answered_hands_on_withdraws_and_signs(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, root, bot):
        playground = maria.playground
        jon = Someone(playground, JON)
        first = await puts(priya, FIRST, root=root)
        assert "as counsel, asks you about Kodex NDA, by 30 November 2026" in maria.text(first)
        await maria.sees_text(ATLAS, "Counsel's questions on *Kodex NDA* are open", root)
        await maria.sees_text(ATLAS, "Do you sign off", root)
        await below_brief(priya, SECOND)
        second = await letter(maria, SECOND)
        await note(priya, direct_channel(priya), f"Put to <@{MARIA}> by direct message")

        await jon.command(ATLAS, "actions")
        await jon.presses(ATLAS, await note(jon, ATLAS, "Nothing is open with you"), "All of this channel")
        listed = jon.text(await note(jon, ATLAS, "Counsel has a question on Kodex NDA"))
        assert f"it stands in the direct message with me – <@{MARIA}>, due 30 November 2026" in listed

        await priya.says(ATLAS, "yes", root)
        await priya.sees_text(ATLAS, "2 questions of counsel's own are open still", root)

        await maria.says(direct_channel(maria), ANSWER, str(first["ts"]))
        await note(maria, direct_channel(maria), f"It went to <@{PRIYA}>, who alone reads it")
        told = priya.text(await letter(priya, ANSWER))
        assert FIRST in told and "One question of yours is open still" in told

        await maria.presses(direct_channel(maria), second, "Hand it over")
        await maria.submits({"to": {"selected_user": JON}}, await opened(maria, "Hand it over"))
        on = await letter(jon, SECOND)
        assert "Priya Nair, as counsel, asks you" in jon.text(on)
        await maria.presses(direct_channel(maria), second, "Answer")
        await note(maria, direct_channel(maria), "That question is not open any more")

        await priya.command(ATLAS, "agreements brief kodex")
        brief = await letter(priya, "What you asked, and what came of it")
        assert all(
            words in priya.text(brief) for words in (FIRST, ANSWER, SECOND, "on 23 November 2026, due 30 November 2026")
        )
        await priya.presses(direct_channel(priya), brief, "What you asked")
        mine = await note(priya, direct_channel(priya), "What you asked: Reading: Kodex NDA")
        await priya.presses(direct_channel(priya), mine, "Withdraw")
        gone = await note(priya, direct_channel(priya), "No question of yours is open any more")
        await letter(jon, f"does not need an answer any more to the question on Kodex NDA: “{SECOND}”")
        await priya.presses(direct_channel(priya), gone, "No more questions")
        await note(priya, direct_channel(priya), "Noted that you have no more questions")
        await maria.sees_text(ATLAS, "No longer so: Counsel's questions", root)
        await priya.says(ATLAS, "yes", root)
        await priya.sees_text(ATLAS, "Finish", root)
        await ways.delivered(bot)

        rest = elsewhere(playground, PRIYA, MARIA, JON)
        assert not any(words in rest for words in (FIRST, ANSWER, SECOND))
        assert ANSWER not in elsewhere(playground, PRIYA, MARIA), "Jon was asked the other one"
        channel = "\n".join(jon.text(m) for m in playground.workspace.channels[ATLAS].messages)
        assert "sign off" in channel and not any(words in channel for words in (FIRST, ANSWER, SECOND))


async def test_the_last_answer_tells_counsel_that_they_can_go_on_also_where_nobody_knows(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, root, _):
        first = await puts(priya, FIRST)
        stale = copy.deepcopy(first)
        await maria.presses(direct_channel(maria), first, "I do not know")
        told = await letter(priya, "does not know the answer to your question")
        assert "stays unanswered until you put it to somebody else" in priya.text(told)
        await letter(maria, "Answered by")
        first.update(stale)  # as it stood on her screen
        await maria.presses(direct_channel(maria), first, "I do not know")
        await note(maria, direct_channel(maria), "That question is answered already")
        await priya.presses(direct_channel(priya), told, "No more questions")
        await maria.sees_text(ATLAS, "No longer so: Counsel's questions", root)


async def test_words_to_the_bot_alone_answer_the_only_one_and_a_form_does_and_a_file_does_not(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        first = await puts(priya, FIRST)
        mine = direct_channel(maria)
        await maria.uploads(mine, "note.pdf", b"%PDF-1.4 x", str(first["ts"]))
        await note(maria, mine, "I pass on words, and no files")
        await maria.says(mine, "what is a trade secret?")
        await note(maria, mine, "trade secret")
        await maria.says(mine, "thanks!")
        await note(maria, mine, "What you can ask of me")
        await maria.says(mine, ANSWER)
        await letter(priya, ANSWER)

        await below_brief(priya, f"<@{JON}> has Kodex ever held our signing keys?")
        jon = Someone(maria.playground, JON)
        second = await letter(jon, "has Kodex ever held our signing keys?")
        assert f"<@{JON}> has" not in jon.text(second)
        await jon.presses(direct_channel(jon), second, "Answer")
        await jon.submits({"text": {"value": "Never, we sign here"}}, await opened(jon, "Answer counsel"))
        await letter(priya, "Never, we sign here")


async def test_where_two_wait_the_one_who_answers_is_asked_which_and_nothing_goes_to_the_channel(
    tmp_path: Path,
) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        await puts(priya, FIRST)
        await puts(priya, SECOND)
        mine = direct_channel(maria)
        await maria.says(mine, ANSWER)
        which = await note(maria, mine, "Which one does")
        lines = {
            words: number for number, _, words in (line.partition(". ") for line in maria.text(which).splitlines())
        }
        await maria.presses(mine, which, lines[FIRST])
        assert FIRST in priya.text(await letter(priya, ANSWER))
        thanked = await note(maria, mine, "It went to")
        assert "[" not in maria.text(thanked), "nothing is left to press"
        notes = [maria.text(one) for one in maria.playground.workspace.ephemerals if one["_to"] == MARIA]
        assert not any("Which one does" in text for text in notes), "it stands in the place of the choice"


def _waits(someone: Someone) -> list[Json]:
    return [one for one in someone.playground.workspace.ephemerals if "nothing is sent yet" in someone.text(one)]


async def test_what_puts_it_off_leaves_it_open_and_what_comes_after_the_answer_is_added(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        first = await puts(priya, FIRST)
        mine, below = direct_channel(maria), str(first["ts"])
        for count, said in enumerate(("tomorrow", "ill check with legal at kodex", "later"), 1):
            await maria.says(mine, said, below)
            await maria.until(lambda count=count: len(_waits(maria)) == count or None, "nothing is sent yet")
        await maria.says(mine, "which module do you mean?", below)
        await note(maria, mine, "I pass on answers, and no questions")
        await maria.says(mine, "actions")
        await note(maria, mine, "Counsel has a question on Kodex NDA")
        assert len([one for one in priya.direct() if "answered your question" in priya.text(one)]) == 0
        await maria.says(mine, ANSWER, below)
        await letter(priya, ANSWER)
        answered = await letter(maria, "Answered by")
        assert FIRST in maria.text(answered) and answered["ts"] == first["ts"]
        await maria.says(mine, "oh sorry, the icons are bought", below)
        assert "added to the answer" in priya.text(await letter(priya, "the icons are bought"))
        await maria.presses(mine, answered, "Add to it")
        await maria.submits({"text": {"value": "and so is the font"}}, await opened(maria, "Answer counsel"))
        await letter(priya, "and so is the font")
        where = [one["_channel"] for one in maria.playground.workspace.ephemerals if "It went to" in maria.text(one)]
        assert set(where) == {mine}, "said where the form was opened"


async def test_the_owners_file_of_everything_holds_no_words_of_counsels_and_counsels_own_does(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _bot):
        jon = Someone(maria.playground, JON)
        await puts(priya, FIRST, JON)
        await jon.says(direct_channel(jon), ANSWER)
        await letter(priya, ANSWER)
        for who, holds in ((maria, False), (priya, True)):
            await who.command(ATLAS, "export")
            await who.presses(ATLAS, await note(who, ATLAS, "as one file to you"), "Export")
            sent = await letter(who, "as you asked")
            content = maria.playground.workspace.blobs[sent["files"][0]["id"]].decode()
            assert (FIRST in content) is holds and (ANSWER in content) is holds


async def test_below_a_brief_a_name_is_found_and_what_is_for_the_bot_goes_to_nobody(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        await below_brief(priya, "@jon has Kodex ever held our signing keys?")
        await letter(Someone(maria.playground, JON), "has Kodex ever held our signing keys?")
        await below_brief(priya, "@ana has Kodex ever held our signing keys?")
        await note(priya, direct_channel(priya), "I do not know whom you mean by that name")
        old = await letter(priya, "How the clauses read")
        await below_brief(priya, "may I share the pricing engine with Kodex?")
        await priya.command(ATLAS, "agreements brief kodex")
        await priya.until(
            lambda: len([m for m in priya.direct() if "How the clauses read" in priya.text(m)]) > 1 or None
        )
        await priya.says(direct_channel(priya), FIRST, str(old["ts"]))
        await letter(maria, FIRST)
        assert not any("pricing engine" in maria.text(one) for one in maria.direct())


async def test_nobody_but_counsel_puts_one_and_none_goes_to_somebody_from_outside(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, root, _):
        asked = await maria.sees_text(ATLAS, "have open questions on", root)
        await maria.presses(ATLAS, asked, "Put a question")
        await note(maria, ATLAS, "Counsel puts questions of their own here")
        await below_brief(priya, f"<@{DEV}> who wrote it?")
        await note(priya, direct_channel(priya), "is not a full member of your company")
        brief = await letter(priya, "How the clauses read")
        await priya.presses(direct_channel(priya), brief, "Put a question")
        filled = {"text": {"value": FIRST}, "to": {"selected_user": DEV}}
        refused = await priya.submits(filled, await opened(priya, "Put a question"))
        assert "is not a full member of your company" in refused["errors"]["to"]
        await priya.submits(filled | {"to": {"selected_user": PRIYA}}, priya.view())
        assert Someone(maria.playground, DEV).direct() == []
        await below_brief(priya, "thanks")
        await note(priya, direct_channel(priya), "What you can ask of me")


async def test_it_is_open_work_and_is_answered_from_the_list_of_what_is_open_with_somebody(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        await puts(priya, FIRST)
        await maria.command(ATLAS, "actions")
        listed = await note(maria, ATLAS, "Counsel has a question on Kodex NDA")
        assert FIRST not in maria.text(listed)
        await maria.presses(ATLAS, listed, "Answer it")
        shown = await note(maria, ATLAS, FIRST)
        await maria.presses(ATLAS, shown, "Answer")
        await maria.submits({"text": {"value": ANSWER}}, await opened(maria, "Answer counsel"))
        await letter(priya, ANSWER)


async def test_whoever_is_forgotten_stands_in_no_question_and_no_answer(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, bot):
        await puts(priya, "Did Jon Reyes write it?", JON)
        jon = Someone(maria.playground, JON)
        await jon.says(direct_channel(jon), "Jon Reyes wrote all of it")
        await letter(priya, "wrote all of it")
        await ways.delivered(bot)
        done = await operator(tmp_path, "--person", JON, "--name", "Jon Reyes", said="y\n")
        assert done.exit_code == 0, done.output
        kept = await bot.desk.store.everything(programme_id(TeamId(maria.playground.workspace.team), ChannelId(ATLAS)))
        assert kept is not None
        whole = export_json(kept, counsels=True).decode()
        assert JON not in whole and "Jon Reyes" not in whole and "wrote all of it" in whole


async def test_counsel_who_says_that_somebody_is_to_be_asked_is_led_to_the_form_with_their_words(
    tmp_path: Path,
) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        mine = direct_channel(priya)
        for said in ("can you ask jon whether Kodex signs with our keys?", f"<@{JON}> does Kodex sign with our keys?"):
            await priya.says(mine, said)
            led = await note(priya, mine, f"I can put that to <@{JON}> for you")
            await priya.presses(mine, led, "About Reading: Kodex NDA")
            view = await opened(priya, "Put a question")
            assert f"'initial_user': '{JON}'" in str(view) and "sign" in str(view)
            priya.playground.workspace.ephemerals.clear()
        await maria.says(direct_channel(maria), "can you ask jon whether Kodex signs with our keys?")
        await maria.until(lambda: maria.private_notes(direct_channel(maria)), "an answer")
        assert not any("I can put that" in maria.text(one) for one in maria.private_notes(direct_channel(maria)))
        await priya.says(mine, "ask nobody-here whether Kodex signs")
        await note(priya, mine, "What you can ask of me")


async def test_where_two_wait_i_do_not_know_is_passed_on_as_that(tmp_path: Path) -> None:
    async with reviewed(tmp_path) as (maria, priya, _root, _):
        await puts(priya, FIRST)
        await puts(priya, SECOND)
        mine = direct_channel(maria)
        await maria.says(mine, "tomorrow")
        await maria.presses(mine, await note(maria, mine, "Which one does"), "1")
        await note(maria, mine, "nothing is sent yet")
        await maria.says(mine, "I don't know")
        await maria.presses(mine, await note(maria, mine, "Which one does"), "1")
        await letter(priya, "does not know the answer to your question")
