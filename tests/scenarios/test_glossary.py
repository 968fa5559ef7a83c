"""Words that both sides agreed on: each is asked for its meaning, told in the summary, and looked up in its register; one without is work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.app import running
from bot.demo import demo_settings
from bot.playground.driver import ATLAS, DEV, MARIA, Playground, Someone
from bot.playground.player import Talk
from bot.playground.replies import COMMUNICATIONS
from tests.scenarios import ways
from tests.scenarios.talk import letter, note, through
from tests.scenarios.test_each_vendor import shipped

DONE = "Done means tested by us, merged and documented."


async def test_the_agreed_meaning_of_a_word_stands_in_the_summary_and_the_register_and_one_without_is_work(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as here:
        settings = demo_settings(here, tmp_path)
        settings.content = shipped(tmp_path / "content")
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(here, MARIA)
            talk = Talk(ATLAS, maria, {})
            root = await talk.begins("communications", "Agree how both sides talk")
            await talk.answers(root, COMMUNICATIONS, until="agreed_words.wording")
            await through(
                maria,
                root,
                (('What do both sides agree that "done" means?', DONE), ('that "reuse" means?', "not sure")),
            )
            told = await maria.sees_text(ATLAS, "is to be written down where it can be looked up", root)
            assert "reuse" in maria.text(told) and "done" not in maria.text(told).lower().partition("looked up")[0]
            await talk.finishes(root, COMMUNICATIONS)
            summary = maria.text(await maria.sees_text(ATLAS, "Summary", root))
            assert f"*done* – {DONE}" in summary and "*reuse* – not sure" in summary
            await maria.command(ATLAS, "help")
            await note(maria, ATLAS, "/ringfence glossary")
            await maria.command(ATLAS, "glossary")
            looked_up = maria.text(await note(maria, ATLAS, "Contested words"))
            assert f"Agreed meaning: {DONE}" in looked_up
            await maria.command(ATLAS, "actions")
            await note(maria, ATLAS, 'Find where both sides wrote down what "*reuse*" means')


async def test_who_agreed_and_on_which_day_is_asked_further_on_and_stands_beside_the_meaning(tmp_path: Path) -> None:
    async with Playground().serving() as here:
        settings = demo_settings(here, tmp_path)
        settings.content = shipped(tmp_path / "content")
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(here, MARIA)
            talk = Talk(ATLAS, maria, {})
            root = await talk.begins("communications", "Agree how both sides talk")
            words = {**COMMUNICATIONS, "terms.words": "done", "agreed_words.wording": DONE}
            await talk.finishes(root, words)
            await maria.presses(ATLAS, await maria.sees_text(ATLAS, "Summary", root), "Go deeper")
            day = dt.date(2026, 11, 3)
            asked = (("Who agreed to the meaning of", f"<@{MARIA}>"), ("On which day did both sides have", f"{day}"))
            await through(maria, root, asked)
            await maria.sees_text(ATLAS, "Which languages are used with", root)
            await maria.command(ATLAS, "register terms")
            looked_up = maria.text(await note(maria, ATLAS, "Contested words"))
            assert "Agreed by: " in looked_up and "Agreed on: " in looked_up and "3 November 2026" in looked_up
            assert "Agreed with: Acme" in looked_up


async def test_what_a_word_means_is_answered_from_the_teams_own_list_first_and_never_where_outsiders_look_on(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as here:
        settings = demo_settings(here, tmp_path)
        settings.content = shipped(tmp_path / "content")
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(here, MARIA)
            await maria.command(ATLAS, "ask what does done mean?")
            await note(maria, ATLAS, "Ask in a few words")
            talk = Talk(ATLAS, maria, {})
            root = await talk.begins("communications", "Agree how both sides talk")
            words = {**COMMUNICATIONS, "terms.words": "done, escrow", "terms.agreed": "done"}
            await talk.answers(root, words, until="agreed_words.wording")
            await maria.command(ATLAS, "ask what does done mean?")
            assert "its meaning was" not in maria.text(await note(maria, ATLAS, "Your team's own list of words"))
            await maria.says(ATLAS, DONE, root)
            await maria.sees_text(ATLAS, "What hangs on how", root)
            await maria.command(ATLAS, "ask what does done mean?")
            told = maria.text(await note(maria, ATLAS, "Your team's own word, not a source of mine"))
            assert f"Agreed meaning: {DONE}" in told and "Agreed with: Acme" in told
            assert f"entered by <@{MARIA}> on" in told and "/ringfence glossary" in told
            await maria.command(ATLAS, "ask what is escrow?")
            both = maria.text(await note(maria, ATLAS, "a neutral keeper"))
            own, _, sources = both.partition("What our sources say")
            assert "Agreed in writing: No" in own and "a neutral keeper" in sources, "the team's own comes first"
            assert "Agreed with" not in both, "nobody has agreed on that one"
            before = len(maria.private_notes(ATLAS))
            await maria.command(ATLAS, "ask can we use escrow in Poland?")
            await maria.until(lambda: len(maria.private_notes(ATLAS)) > before, "an answer")
            assert "Your team's" not in maria.text(maria.private_notes(ATLAS)[-1]), "no meaning was asked for"
            here.workspace.join(here.workspace.channel(ATLAS), DEV, MARIA)
            await letter(maria, "What I said there before still stands")
            before = len(maria.private_notes(ATLAS))
            await maria.command(ATLAS, "ask what does done mean?")
            await maria.until(lambda: len(maria.private_notes(ATLAS)) > before, "an answer")
            assert DONE not in maria.text(maria.private_notes(ATLAS)[-1])


async def test_with_which_of_several_vendors_a_meaning_was_agreed_is_not_shown_since_nobody_said_it(
    tmp_path: Path,
) -> None:
    async with Playground().serving() as here:
        settings = demo_settings(here, tmp_path)
        settings.content = shipped(tmp_path / "content")
        async with running(settings, card_every=ways.OFTEN, pace=ways.FREE):
            maria = Someone(here, MARIA)
            talk = Talk(ATLAS, maria, {})
            root = await talk.begins("communications", "Agree how both sides talk")
            words = {**COMMUNICATIONS, "partners.with": "Acme, Bolt", "terms.words": "done", "terms.agreed": "done"}
            await talk.answers(root, words, until="agreed_words.wording")
            await maria.says(ATLAS, DONE, root)
            await maria.sees_text(ATLAS, "cannot do something, or will be late", root)
            await maria.command(ATLAS, "glossary")
            looked_up = maria.text(await note(maria, ATLAS, "Contested words"))
            assert f"Agreed meaning: {DONE}" in looked_up and "Agreed with" not in looked_up
