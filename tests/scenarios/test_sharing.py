"""May I share this: stopped before the NDA is there, entered after it; what went out too soon becomes a line and a finding. By words and shortcut."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.playground.driver import ATLAS, DEV, GENERAL, JON, KODEX, MARIA, PRIYA, Someone
from bot.playground.records import SlackError
from tests.scenarios import ways
from tests.scenarios.gated import a_programme, filled
from tests.scenarios.talk import name_counsel, note


async def test_what_would_go_out_too_soon_is_stopped_and_what_may_go_is_entered_in_the_ledger(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, maria, root):
        jon = Someone(playground, JON)
        await name_counsel(maria)
        await jon.command(ATLAS, "can I send the pricing engine to Acme?")
        told = await note(jon, ATLAS, "Not yet. *Pricing engine* stays here")
        assert "The NDA with *Acme* is not signed." in jon.text(told)
        assert f"Get the NDA signed by Acme. With <@{PRIYA}>" in jon.text(told)
        assert not any("Not yet" in maria.text(m) for m in maria.sees(ATLAS)), "only who asked sees the answer"
        assert "I share it now" not in str(told["blocks"])
        await maria.command(ATLAS, "ledger")
        await note(maria, ATLAS, "Nothing is entered yet")

        await maria.command(ATLAS, "review")
        await maria.picks(ATLAS, await note(maria, ATLAS, "Review"), "Is the NDA signed?")
        await maria.sees_text(ATLAS, "Is the NDA signed", root)
        await maria.says(ATLAS, "yes", root)
        await jon.command(ATLAS, "share pricing engin with acme")
        told = await note(jon, ATLAS, "Yes. *Pricing engine* is public, so it may go to *Acme*.")
        assert "I read “pricing engin” as that" in jon.text(told)
        await jon.presses(ATLAS, told, "I share it now")
        await jon.presses(
            ATLAS, await note(jon, ATLAS, "Entered: Pricing engine, to Acme, 23 November"), "Show the ledger"
        )
        ledger = jon.text(await note(jon, ATLAS, "Disclosure ledger (1)"))
        for words in (
            "*Pricing engine* · Acme · 23 November 2026 · under an NDA",
            "filing not decided",
            f"entered by <@{JON}>",
        ):
            assert words in ledger
        assert "before its gate" not in ledger


async def test_what_went_out_already_is_a_line_with_its_day_and_a_finding_for_counsel(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, maria, root):
        jon = Someone(playground, JON)
        await jon.command(ATLAS, "we sent the pricing engine to Acme on 3 November")
        view = await jon.until(jon.view, "the form")
        assert "2026-11-03" in str(view) and "It is out already" in str(view)
        wrong = await jon.submits(filled(asset="asset-2", vendor="vendor-3", when="done", day=""), view)
        assert wrong["errors"] == {"day": "Say on which day, as well as you know it."}
        wrong = await jon.submits(filled(asset="asset-2", vendor="vendor-3", when="done", day="2026-12-03"), view)
        assert "That day is still to come" in wrong["errors"]["day"]
        await jon.submits(filled(asset="asset-2", vendor="vendor-3", when="done", day="2026-11-03"), view)
        await note(jon, ATLAS, "Entered: Pricing engine, to Acme, 3 November 2026, before its gate was open")
        await maria.sees_text(ATLAS, "A line of the ledger is to be settled: *Pricing engine (Acme)*.", root)
        await maria.command(ATLAS, "brief")
        await note(maria, ATLAS, "It went out without cover.")
        await jon.command(ATLAS, "ledger")
        assert "before its gate was open" in jon.text(await note(jon, ATLAS, "Disclosure ledger (1)"))


async def test_of_several_that_are_named_at_once_each_gets_an_answer_of_its_own(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (_, maria, _):
        await maria.command(ATLAS, "share the mobile app with Globex")
        await maria.presses(ATLAS, await note(maria, ATLAS, "Not in your lists yet"), "Choose or add it")
        view = await maria.until(maria.view, "the form")
        await maria.submits(filled(when="now", asset_new="mobile app", vendor_new="Globex"), view)
        await maria.presses(ATLAS, await note(maria, ATLAS, "stand in no list here"), "Add it")
        await note(maria, ATLAS, "Not yet. *mobile app* stays here for now")
        await maria.command(ATLAS, "may I share the pricing engine with Acme and Globex?")
        which = await note(maria, ATLAS, "Each of these has an answer of its own. Which one first?")
        assert "Pricing engine → Acme" in str(which["blocks"]) and "Not in your lists" not in maria.text(which)
        await maria.presses(ATLAS, which, "Pricing engine → Globex")
        await note(maria, ATLAS, "Not yet. *Pricing engine* stays here for now; this is missing for *Globex*")
        assert maria.view() is None, "both sides are known: nothing is asked again"

        await maria.command(ATLAS, "can I send the pricing engine to Acme and to Newco?")
        half = await note(maria, ATLAS, "Not in your lists yet: “Newco”. Ask about that by itself.")
        assert "Pricing engine → Acme" in str(half["blocks"])
        await maria.command(ATLAS, "we sent the pricing engine to Acme and Globex on 3 November")
        sent = await note(maria, ATLAS, "Each of these is an entry of its own in the ledger.")
        await maria.presses(ATLAS, sent, "Pricing engine → Acme")
        view = await maria.until(maria.view, "the form")
        assert "2026-11-03" in str(view)


async def test_what_is_told_to_have_gone_out_by_name_leads_to_its_entry_and_what_is_said_beside_it_is_no_name(
    tmp_path: Path,
) -> None:
    async with a_programme(tmp_path) as (here, maria, _):
        bot = here.workspace.app.user
        told = (
            "we sent the pricing engine to acme on 3 November",
            "Pricing engine went to Acme on 3 November",
            "I sent the pricing engine to Acme on 3 November, is that a problem?",
        )
        for words in told:
            before = len(maria.private_notes(ATLAS))
            await maria.says(ATLAS, f"<@{bot}> {words}")
            await maria.until(lambda before=before: len(maria.private_notes(ATLAS)) > before, words)
            sent = maria.private_notes(ATLAS)[before]
            assert "So it went out already. Look it over" in maria.text(sent), words
        await maria.presses(ATLAS, maria.private_notes(ATLAS)[-1], "Pricing engine → Acme")
        view = await maria.until(maria.view, "the form")
        assert "2026-11-03" in str(view)
        await maria.says(ATLAS, f"<@{bot}> may we share the pricing engine with Acme but only a screenshot?")
        await note(maria, ATLAS, "*Pricing engine* stays here for now; this is missing for *Acme*")


async def test_what_is_not_in_the_lists_is_added_and_asked_about(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (_, maria, root):
        await maria.command(ATLAS, "share the mobile app with Globex")
        told = await note(maria, ATLAS, "Not in your lists yet: “mobile app”, “Globex”")
        await maria.presses(ATLAS, told, "Choose or add it")
        view = await maria.until(maria.view, "the form")
        assert "mobile app" in str(view) and "Globex" in str(view)
        wrong = await maria.submits(filled(when="now", asset_new="", vendor_new="Globex"), view)
        assert wrong["errors"] == {"asset_new": "Choose one, or write a name."}
        await maria.submits(filled(when="now", asset_new="mobile app", vendor_new="Globex"), view)
        new = await note(
            maria, ATLAS, "Not yet. *mobile app, Globex* stand in no list here, so nothing is known of them."
        )
        assert "Your question added nothing." in maria.text(new)
        await maria.command(ATLAS, "registers")
        assert "*Assets*: 1" in maria.text(await note(maria, ATLAS, "*Assets*")), "asking alone adds nothing"
        await maria.presses(ATLAS, new, "Add it")
        told = await note(maria, ATLAS, "Not yet. *mobile app* stays here for now; this is missing for *Globex*")
        assert "Added, as you said. To take it out again, type /ringfence registers." in maria.text(told)
        await maria.says(ATLAS, "Poland", root)
        await maria.sees_text(ATLAS, "Where is Globex", root)


async def test_a_form_that_names_two_things_for_one_side_is_refused_and_none_is_dropped(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (_, maria, _):
        await maria.command(ATLAS, "can I send Acme the firmware?")
        await maria.presses(ATLAS, await note(maria, ATLAS, "Not in your lists yet: “firmware”"), "Choose or add it")
        view = await maria.until(maria.view, "the form")
        both = filled(when="now", asset="asset-2", asset_new="firmware", vendor="vendor-3", vendor_new="Globex")
        refused = await maria.submits(both, view)
        assert list(refused["errors"]) == ["asset_new", "vendor_new"]
        assert refused["errors"]["asset_new"].startswith("Keep one, please, this name or the one chosen above.")
        refused = await maria.submits(filled(when="now", asset_new="f", vendor="vendor-3"), view)
        assert "A name has between 2" in str(refused["errors"]), "what is no name is not offered to be added"
        await maria.submits(filled(when="now", asset_new="firmware", vendor="vendor-3"), view)
        await note(maria, ATLAS, "Not yet. *firmware* stands in no list here, so nothing is known of it.")
        await maria.command(ATLAS, "can I send Acme the firmware?")
        await maria.until(
            lambda: "Not in your lists yet" in maria.text(maria.private_notes(ATLAS)[-1]), "still in none"
        )


async def test_the_shortcut_on_a_message_asks_about_what_it_says_and_answers_nobody_from_outside(
    tmp_path: Path,
) -> None:
    async with a_programme(tmp_path) as (playground, maria, _):
        jon, dev = Someone(playground, JON), Someone(playground, DEV)
        ts = await maria.says(GENERAL, "Can I send the pricing engine to Acme?")
        await jon.act(do="shortcut", channel=GENERAL, ts=ts, callback_id="share")
        view = await jon.until(jon.view, "the form, of the only programme that he is in")
        assert [
            b["element"].get("initial_option", {}).get("value") for b in view["blocks"] if b["block_id"] == "asset"
        ] == ["asset-2"]
        await jon.submits(filled(asset="asset-2", vendor="vendor-3", when="now"), view)
        await note(jon, ATLAS, "Not yet. *Pricing engine* stays here")

        shared = await maria.says(KODEX, "Can I send the pricing engine to Acme?")
        await dev.act(do="shortcut", channel=KODEX, ts=shared, callback_id="share")
        await note(dev, KODEX, "This is for members of the team")
        assert dev.view() is None
        with pytest.raises(SlackError, match="shortcut_not_found"):
            await jon.act(do="shortcut", channel=GENERAL, ts=ts, callback_id="other")


async def test_the_shortcut_fills_in_each_kind_that_is_named_and_the_vendor_whose_channel_it_is(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, maria, _):
        await maria.command(ATLAS, "share the mobile app with Kodex")
        await maria.presses(ATLAS, await note(maria, ATLAS, "Not in your lists yet"), "Choose or add it")
        await maria.submits(
            filled(when="now", asset_new="Mobile app", vendor_new="Kodex"), await maria.until(maria.view, "the form")
        )
        await maria.presses(ATLAS, await note(maria, ATLAS, "stand in no list here"), "Add it")
        await note(maria, ATLAS, "this is missing for *Kodex*")
        for who, channel, words, chosen in (
            (
                MARIA,
                GENERAL,
                "Acme wants the pricing engine for the Trial, shall I send it over?",
                ["Pricing engine", "Acme"],
            ),
            (JON, KODEX, "Shall I send the pricing engine over?", ["Pricing engine", "Kodex"]),
            (PRIYA, ATLAS, "Shall I send the pricing engine over?", ["Pricing engine"]),
        ):
            person = Someone(playground, who)
            ts = await maria.says(channel, words)
            await person.act(do="shortcut", channel=channel, ts=ts, callback_id="share")
            view = await person.until(person.view, words)
            picked = (
                block["element"].get("initial_option")
                for block in view["blocks"]
                if block.get("block_id") in ("asset", "vendor")
            )
            assert [one["text"]["text"] for one in picked if one] == chosen, words


async def test_where_no_programme_is_meant_the_shortcut_says_where_to_ask(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, maria, _):
        other = (await maria.act(do="create_channel", name="other", private=True))["channel"]
        await maria.act(do="join", channel=other, user=playground.workspace.app.user)
        await maria.command(other, "start")
        await maria.sees_text(other, "A small flow")
        ts = await maria.says(GENERAL, "Can I send this?")
        await maria.act(do="shortcut", channel=GENERAL, ts=ts, callback_id="share")
        await note(maria, GENERAL, "Ask in the channel of the programme")


async def test_what_is_asked_of_our_sources_and_is_for_the_gates_to_say_is_answered_by_them(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, _, _):
        jon = Someone(playground, JON)
        await jon.command(ATLAS, "ask can Acme see the pricing engine?")
        told = jon.text(await note(jon, ATLAS, "Not yet. *Pricing engine* stays here"))
        assert "The NDA with *Acme* is not signed." in told and "From: " not in told
        await jon.command(ATLAS, "ask may I show the mobile app to Globex?")
        told = await note(jon, ATLAS, "Not in your lists yet: “mobile app”, “Globex”")
        await jon.presses(ATLAS, told, "Choose or add it")
        assert "Globex" in str(await jon.until(jon.view, "the form"))
        await jon.command(ATLAS, "ask should we disclose an invention before it is filed?")
        await note(jon, ATLAS, "I did not find this in our sources")
        await jon.says(ATLAS, f"<@{playground.workspace.app.user}> may Acme have access to the pricing engine?")
        await jon.until(lambda: len(jon.private_notes(ATLAS)) == 4, "the fourth answer")
        assert "stays here" in jon.text(jon.private_notes(ATLAS)[-1])


async def test_who_gets_something_may_be_named_before_it_and_slips_are_forgiven(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (_, maria, _):
        for count, words in enumerate(
            (
                "can I show Acme the pricing engine?",
                "can I give acme access to the pricing engin",
                "may Acme have the pricing engine?",
                "can I demo the pricing engine to Acme on a call?",
                "would it be a problem if I showed the pricing engine to Acme",
                "ok to push the pricing engine to acme's repo?",
            ),
            start=1,
        ):
            await maria.command(ATLAS, words)
            await maria.until(lambda wanted=count: len(maria.private_notes(ATLAS)) == wanted, words)
            assert "Not yet. *Pricing engine* stays here" in maria.text(maria.private_notes(ATLAS)[-1]), words


async def test_a_question_about_the_programme_itself_is_led_to_where_it_stands(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (_, maria, _):
        await maria.command(ATLAS, "what's blocking us")
        told = await note(maria, ATLAS, "What presses, and what holds you up, stands here:")
        await maria.presses(ATLAS, told, "Findings")
        await note(maria, ATLAS, "Nothing is open.")
        await maria.command(ATLAS, "ask what may we send to Acme today?")
        told = await note(maria, ATLAS, "Ask about one thing and one vendor at a time")
        await maria.presses(ATLAS, told, "May I share this?")
        await maria.until(maria.view, "the form")
        await maria.command(ATLAS, "what's our deadline for the Acme insurance?")
        told = await note(maria, ATLAS, "That is about your own programme.")
        assert "Phases and gates" in str(told["blocks"]) and "From: " not in maria.text(told)


async def test_without_a_programme_no_gate_can_answer(tmp_path: Path) -> None:
    async with ways.socket(tmp_path) as playground:
        maria = Someone(playground, MARIA)
        await maria.command(ATLAS, "ask can Kodex see the source code?")
        told = await note(maria, ATLAS, "There is no programme in this channel yet, so no gate can answer.")
        assert "Start" in str(told["blocks"])
        await maria.command(ATLAS, "ask will our patent have the same term in India?")
        await maria.command(ATLAS, "can a freelancer see our code?")
        await maria.until(lambda: len(maria.private_notes(ATLAS)) == 3, "both answers")
        assert not any("no gate" in maria.text(one) for one in maria.private_notes(ATLAS)[1:])


@pytest.mark.parametrize(
    "asked",
    [
        "will the vendor have the copyright in the code?",
        "should the contract have the same law as the NDA?",
        "can a freelancer see our code?",
    ],
)
async def test_a_question_of_law_is_answered_from_our_sources_and_offers_nobody_to_add(
    tmp_path: Path, asked: str
) -> None:
    async with a_programme(tmp_path) as (playground, _, _):
        jon = Someone(playground, JON)
        direct = playground.workspace.direct(JON, playground.workspace.app.user).id
        for words in (asked, f"ask {asked}"):
            await jon.command(ATLAS, words)
        await jon.says(direct, asked)
        await jon.until(lambda: len(jon.private_notes(ATLAS)) == 2 and jon.private_notes(direct), "the answers")
        shown = [jon.text(one) for one in (*jon.private_notes(ATLAS), *jon.private_notes(direct))]
        assert not any("Not in your lists" in one for one in shown) and len(set(shown)) == 1
