"""The disclosure ledger through the front door: what leaked stands in it and in its register, and an entry is put right by whoever may."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import ATLAS, DEV, JON, MARIA, PRIYA, Playground, Someone
from tests.scenarios import ways
from tests.scenarios.gated import a_programme, filled
from tests.scenarios.talk import Json, letter, name_counsel, note, opened, started, through

LEAK: tuple[tuple[str, str], ...] = (
    ("by phone", "yes"),
    ("still getting out", "no"),
    ("still reach more", "never"),
    ("new sharing with this recipient", "yes"),
    ("kept safe", "all"),
    ("Which of your assets got out", "mould drawing"),
    ("What is in it", "none of them"),
    ("On which day", "today"),
    ("Who has it now", "another company"),
    ("Which company or place has", "it's with A tool shop in Brno"),
    ("Does an NDA cover", "yes"),
)


async def entered(playground: Playground) -> tuple[Someone, Json]:
    """Jon enters that the engine went to Acme on 3 November, and looks at the ledger."""
    jon = Someone(playground, JON)
    await jon.command(ATLAS, "we sent the pricing engine to Acme on 3 November")
    view = await opened(jon, "May I share this?")
    await jon.submits(filled(asset="asset-2", vendor="vendor-3", when="done", day="2026-11-03"), view)
    await note(jon, ATLAS, "Entered: Pricing engine, to Acme, 3 November 2026")
    return jon, await ledger(jon, "(1)")


async def ledger(someone: Someone, count: str) -> Json:
    """The ledger as this person sees it now."""
    before = len(someone.private_notes(ATLAS))
    await someone.command(ATLAS, "ledger")
    await someone.until(lambda: len(someone.private_notes(ATLAS)) > before, "the ledger")
    return await note(someone, ATLAS, f"Disclosure ledger {count}")


async def test_whoever_entered_it_puts_an_entry_right_and_the_one_before_stays_readable(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, maria, root):
        jon, shown = await entered(playground)
        await maria.sees_text(ATLAS, "A line of the ledger is to be settled: *Pricing engine (Acme)*.", root)
        await jon.presses(ATLAS, shown, "Correct")
        view = await opened(jon, "Correct an entry")
        assert "2026-11-03" in str(view) and "The entry before stays readable" in str(view)
        stands = {"asset": "asset-2", "vendor": "vendor-3", "nda": "no"}
        wrong = await jon.submits(filled(**stands, day="2026-11-03", why="A slip"), view)
        assert wrong["errors"] == {"asset": "That is what the entry says already, so nothing is corrected."}
        wrong = await jon.submits(filled(**stands, day="2026-12-03", why="A slip"), view)
        assert "still to come" in wrong["errors"]["day"]
        await jon.submits(
            filled(**stands, vendor_new="A consultant in Brno", day="2026-11-05", why="It went to Eva, on the fifth"),
            view,
        )
        told = await note(jon, ATLAS, "Corrected: no.")
        await jon.presses(ATLAS, told, "Show the ledger")
        words = jon.text(await note(jon, ATLAS, "It went to Eva, on the fifth"))
        assert "Disclosure ledger (1)" in words
        assert "• *Pricing engine* · A consultant in Brno · 5 November 2026 · without an NDA" in words
        assert f"corrected by <@{JON}> on 23 November 2026: *Pricing engine* · Acme · 3 November 2026" in words
        # Who is neither is shown no way to it; the owner is.
        priya = Someone(playground, PRIYA)
        assert "Correct" not in buttons(await ledger(priya, "(1)")) and "Correct" in buttons(await ledger(maria, "(1)"))
        # The register is the same, and so is its file.
        await maria.command(ATLAS, "register disclosures")
        words = maria.text(await note(maria, ATLAS, "Disclosures (1, and 1 corrected)"))
        assert "A consultant in Brno" in words and "corrected" in words
        await maria.command(ATLAS, "register disclosures export")
        await maria.presses(ATLAS, await note(maria, ATLAS, "as a CSV file"), "Export")
        sent = await letter(maria, "The register “Disclosures”, as you asked.")
        lines = playground.workspace.blobs[sent["files"][0]["id"]].decode("utf-8-sig").splitlines()
        assert lines[0].startswith("Name,No.,To whom,On,Under an NDA,Corrects no.,Because,") and len(lines) == 3
        assert "A consultant in Brno,2026-11-05,No" in lines[1] and '"It went to Eva, on the fifth"' in lines[1]
        assert "Acme,2026-11-03,No" in lines[2] and lines[2].endswith("corrected,2026-11-23")


def buttons(message: Json) -> str:
    """The labels of what can be pressed."""
    return str([block.get("accessory", {}).get("text", {}).get("text") for block in message["blocks"]])


async def test_who_may_not_correct_an_entry_is_told_whose_it_is_and_an_outsider_nothing(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, maria, _):
        await entered(playground)
        shown = await ledger(maria, "(1)")
        await maria.presses(ATLAS, shown, "Correct")
        view = await opened(maria, "Correct an entry")
        right = filled(asset="asset-2", vendor="vendor-3", nda="unknown", day="2026-11-03", why="Nobody knows")
        dev = Someone(playground, DEV)
        playground.workspace.join(playground.workspace.channel(ATLAS), DEV, MARIA)
        playground.workspace.views[DEV] = [view]
        refused = await dev.submits(right, view)
        assert "This is for members of the team" in str(refused["errors"])
        playground.workspace.leave(playground.workspace.channel(ATLAS), DEV)
        # Whoever gave the programme away meanwhile is told whose word it takes, in the form and before it.
        playground.workspace.views[MARIA] = []
        await name_counsel(maria, owner={"selected_user": PRIYA})
        playground.workspace.views[MARIA] = [view]
        refused = await maria.submits(right, view)
        assert refused["errors"] == {
            "asset": "This entry is Jon Reyes's; only they, or the owner, Priya Nair, can correct it. Please tell one of them what is wrong."
        }
        playground.workspace.views[MARIA] = []
        await maria.presses(ATLAS, shown, "Correct")
        await note(maria, ATLAS, "can correct it. Please tell one of them what is wrong")
        # What was corrected once is not corrected again from an older look at it.
        priya = Someone(playground, PRIYA)
        older = await ledger(priya, "(1)")
        await priya.presses(ATLAS, older, "Correct")
        await priya.submits(right, await opened(priya, "Correct an entry"))
        await note(priya, ATLAS, "Corrected: no.")
        await priya.presses(ATLAS, older, "Correct")
        await note(priya, ATLAS, "That entry was corrected already")


async def test_what_leaked_stands_in_the_register_as_it_does_in_the_ledger(tmp_path: Path) -> None:
    async with ways.socket(tmp_path) as here:
        maria, _ = await started(here)
        await maria.command(ATLAS, "it leaked")
        root = str((await maria.sees_text(ATLAS, "First response to a leak"))["ts"])
        await through(maria, root, LEAK)
        await maria.sees_text(ATLAS, "Who alone speaks about this", root)
        words = maria.text(await ledger(maria, "(1)"))
        assert "*mould drawing* · A tool shop in Brno · day not known, noticed on" in words
        await maria.command(ATLAS, "register disclosures")
        words = maria.text(await note(maria, ATLAS, "Disclosures (1)"))
        assert "*mould drawing*" in words and "To whom: A tool shop in Brno · Under an NDA: Yes" in words
        # What an answer told is put right as well; the answer stays, and that is said.
        await maria.presses(ATLAS, await ledger(maria, "(1)"), "Correct")
        view = await opened(maria, "Correct an entry")
        assert "A tool shop in Brno" in str(view)
        (asset,) = (block["element"]["options"][0]["value"] for block in view["blocks"] if block["block_id"] == "asset")
        await maria.submits(
            filled(asset=asset, vendor_new="A tool shop in Brno", nda="yes", day="2025-11-20", why="The log says so"),
            view,
        )
        told = await note(maria, ATLAS, "What was answered in a conversation stays as it was said there.")
        await maria.presses(ATLAS, told, "Change that answer")
        await maria.sees_text(ATLAS, "Now: it's with A tool shop in Brno. What should it be?", root)


async def test_what_went_out_too_early_is_named_as_it_is_called_now_and_the_ledger_keeps_how_it_was_entered(
    tmp_path: Path,
) -> None:
    async with a_programme(tmp_path) as (playground, maria, root):
        await entered(playground)
        await maria.sees_text(ATLAS, "A line of the ledger is to be settled: *Pricing engine (Acme)*.", root)
        for register, before, now in (("assets", "Pricing engine", "Larch"), ("vendors", "Acme", "Acme Two")):
            await maria.command(ATLAS, f"register {register}")
            await maria.presses(ATLAS, await note(maria, ATLAS, f"*{before}*"), "Edit")
            await maria.submits({"name": {"type": "plain_text_input", "value": now}}, await opened(maria, "Edit"))
            await note(maria, ATLAS, f"“{before}” is called “{now}” now.")
        await maria.command(ATLAS, "findings")
        told = maria.text(await note(maria, ATLAS, "Open findings (1)"))
        assert (
            "A line of the ledger is to be settled: *Larch (Acme Two)* · with" in told and "Pricing engine" not in told
        )
        words = maria.text(await ledger(maria, "(1)"))
        assert "*Larch* · Acme Two · 3 November 2026" in words and "entered as “Pricing engine (Acme)”" in words
