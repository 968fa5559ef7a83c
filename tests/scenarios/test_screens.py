"""The sample's screens as a newcomer reads them: what is known beside every figure, what decides first, no button that cannot work."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import ATLAS, MARIA, Playground, Someone
from bot.playground.sample import play_sample
from tests.scenarios import ways
from tests.scenarios.talk import Json, note
from tests.scenarios.test_programme import NOW

GRAVITY = ("• *Critical*", "• *High*", "• *Medium*", "• *Low*")


async def asked(someone: Someone, words: str, shows: str) -> str:
    """What a command shows to the one who gave it."""
    return someone.text(await shown(someone, words, shows))


async def shown(someone: Someone, words: str, shows: str) -> Json:
    before = len(someone.private_notes(ATLAS))
    await someone.command(ATLAS, words)

    def new() -> Json | None:
        return next((m for m in someone.private_notes(ATLAS)[before:] if shows in someone.text(m)), None)

    found: Json = await someone.until(new, shows)
    return found


async def test_the_samples_screens_say_what_decides_first_and_offer_only_what_can_be_done(tmp_path: Path) -> None:
    async with ways.at(tmp_path, NOW) as (playground, _, _):
        await play_sample(playground, NOW.date())
        maria = Someone(playground, MARIA)
        await _readiness(maria)
        await _findings(maria)
        await _gates(maria)
        await _sharing(maria)
        await _registers(maria)
        await _a_leak(playground, maria)


async def _readiness(maria: Someone) -> None:
    """One wording on the card, in the digest and beside vendors: never a percentage without how much of it is known."""
    card = await asked(maria, "status", "Outsourcing programme")
    assert "All questions answered" not in card and "points known" in card
    home = maria.text(await maria.opens_home("scorecard: "))
    scored = [line for line in home.splitlines() if "scorecard: " in line]
    assert scored and not any("%" in line or "points known" in line for line in scored), (
        "a score in place of a readiness"
    )
    assert "points known" in await asked(maria, "digest", "The week of")
    vendors = await asked(maria, "vendors", "Side by side")
    for words in (
        "points known",
        "Good enough: ",
        "Not known: ",
        "Next: ",
        "Ends soon: The insurance of *Kodex*, 2 December 2026",
    ):
        assert words in vendors
    assert "weigh" not in vendors.split("Vendor scorecard")[0] and "E2" not in vendors


async def _findings(maria: Someone) -> None:
    told = await asked(maria, "findings", "Open findings")
    lines = [line for line in told.splitlines() if line.startswith(GRAVITY)]
    ranks = [next(rank for rank, word in enumerate(GRAVITY) if line.startswith(word)) for line in lines]
    assert lines and ranks == sorted(ranks)
    assert all(" · with " in line and ", due " in line for line in lines)


async def _gates(maria: Someone) -> None:
    card = await shown(maria, "status", "Outsourcing programme")
    await maria.presses(ATLAS, card, "Phases and gates")
    seen = await note(maria, ATLAS, "Phases and gates\n")
    told = maria.text(seen)
    assert "*Screens*: closed\n" in told and "Search → Evaluate → Pilot → Build → Core" in told
    assert "Lift a country's caps" not in str(seen["blocks"])
    presses = [one for block in seen["blocks"] for one in block.get("elements", ()) if "text" in one]
    labels = [one["text"]["text"] for one in presses if one.get("style") == "primary"]
    assert labels and all(label.startswith(("Next: ", "+ ", "Change that answer")) for label in labels), (
        "much is missing in each that is not open"
    )
    assert "Ask to open it" not in str(presses)
    await maria.presses(ATLAS, seen, "All evidence")
    evidence = await note(maria, ATLAS, "Evidence for Trial")
    assert "Done: Decide on *" not in maria.text(evidence) and "✓ Done: Decide on India" in maria.text(evidence)
    assert "Record evidence" not in str(evidence["blocks"]), "nothing of this phase is recorded by hand"
    assert "are not needed here." in maria.text(evidence) and "because" not in maria.text(evidence).replace(
        "answers", ""
    )
    await maria.presses(ATLAS, evidence, "Why not")
    assert "– Not needed here, because" in maria.text(await note(maria, ATLAS, "Not needed here: Kodex"))


async def _sharing(maria: Someone) -> None:
    told = await shown(maria, "share Larch engine with Kodex", "*Larch engine* does not go to *Kodex*")
    words = maria.text(told)
    assert words.index("No phase that is planned shows *Larch engine* to *Kodex*.") < words.index("→")
    assert words.count("→") == 3
    label = next(line for line in words.replace("] [", "]\n[").splitlines() if line.startswith("[All "))
    await maria.presses(ATLAS, told, label.strip("[]"))
    whole = await note(maria, ATLAS, "→ Keep it here, or plan a phase that shows it")
    assert maria.text(whole)


async def _registers(maria: Someone) -> None:
    told = await asked(maria, "registers", "Registers")
    assert "*Assets*: 8\nWhat you own and may show" in told and told.count("[Open]") <= 8, "a phone shows it well"
    assert (
        "Also here: " in told and "Obligations (" in told and "that hold nothing yet" in told and "Duties" not in told
    )
    await maria.presses(ATLAS, await note(maria, ATLAS, "Also here: "), "All registers")
    told = maria.text(await note(maria, ATLAS, "*Obligations*: "))
    assert "*Duties" not in told and "its next day" in told and "*Groups*: " in told and "Also here" not in told
    assert "*Larch engine*" in await asked(maria, "register assets jewel", "Rows with “jewel”")
    obligations = await asked(maria, "register duties", "Obligations (")
    assert "Watched by: " in obligations and "Proof: " in obligations


async def _a_leak(playground: Playground, maria: Someone) -> None:
    """The work of a part that nobody plays is the owner's; card and digest begin with the leak."""
    await maria.command(ATLAS, "it leaked")
    root = (await maria.sees_text(ATLAS, "First response to a leak"))["ts"]
    for question in ("by phone", "still getting out"):
        await maria.sees_text(ATLAS, question, root)
        await maria.says(ATLAS, "not sure", root)
    await maria.sees_text(ATLAS, "Nobody is named as security yet, so the work of that part is with", root)
    card = await asked(maria, "status", "A leak is being dealt with")
    assert card.splitlines()[1].startswith("*A leak is being dealt with") and "Go on with the leak" in card
    digest = await asked(maria, "digest", "a leak is being dealt with")
    stuck = digest.split("*Stuck*\n")[1].splitlines()
    assert stuck[0].startswith("• A leak is being dealt with")
    await maria.says(ATLAS, "not sure", root)
    await maria.sees_text(ATLAS, "Access of the leak's recipient is to be closed now. With", root)
    assert "Close accounts, links, keys and badges" in await asked(maria, "actions", "open with you")
