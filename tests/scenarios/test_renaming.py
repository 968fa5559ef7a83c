"""A row that was renamed, through the front door: whoever still uses its old name finds it, and no second one comes of it."""

from __future__ import annotations

from pathlib import Path

from bot.playground.driver import ATLAS, JON, Someone
from tests.scenarios.gated import a_programme
from tests.scenarios.talk import Json, note
from tests.scenarios.test_registers import asked, form, typed


async def rename(someone: Someone, register: str, before: str, name: str) -> None:
    """Another name for a row, by its form."""
    shown = await asked(someone, f"register {register} {before}", f"*{before}*")
    view = await form(someone, shown, "Edit", "Edit")
    await someone.submits({"name": typed(name)}, view)
    await note(someone, ATLAS, f"“{before}” is called “{name}” now.")


async def test_a_vendor_that_was_renamed_is_found_by_its_old_name_wherever_people_write_it(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (playground, maria, root):
        await rename(maria, "vendor", "Acme", "Nordwind Ltd")
        await rename(maria, "asset", "Pricing engine", "Rate core")
        await maria.sees_text(ATLAS, "Where is Nordwind Ltd", root)

        await maria.command(ATLAS, "share pricing engine with Acme")
        told = maria.text(await note(maria, ATLAS, "Not yet. *Rate core* stays here"))
        assert "The NDA with *Nordwind Ltd* is not signed." in told
        assert "I read “pricing engine” as that" in told and "I read “Acme” as that" in told

        found = maria.text(await asked(maria, "register vendor acme", "Rows with “acme”"))
        assert "*Nordwind Ltd*, formerly Acme" in found

        # An answer that names it as it was called means the row that is there.
        await maria.command(ATLAS, "review")
        await maria.picks(ATLAS, await note(maria, ATLAS, "Review"), "Which vendors?")
        await maria.sees_text(ATLAS, "Which vendors", root)
        await maria.says(ATLAS, "acme, Brightline", root)
        await maria.sees_text(ATLAS, "Changed to Nordwind Ltd, Brightline.", root)

        # Neither a row by hand nor a file makes a second one; the same file again changes nothing.
        shown = await asked(maria, "register vendor", "*Brightline*")
        view = await form(maria, shown, "Add", "A new row")
        wrong = await maria.submits({"name": typed("acme")}, view)
        assert "“acme” is what “Nordwind Ltd” was called before" in str(wrong["errors"])
        for lines, known in (("Acme\nBrightline", 2), ("Acme", 1)):
            view = await form(maria, shown, "Import", "Import rows")
            await maria.submits({"pasted": typed(f"Name\n{lines}\n")}, view)
            await note(maria, ATLAS, f"Added: 0. In the register already: {known}. Not taken: 0.")
        jon = Someone(playground, JON)
        told = jon.text(await asked(jon, "register vendor", "*Brightline*"))
        assert "*Brightline*" in told and "Acme" not in told


async def test_a_slip_in_a_name_is_taken_out_and_names_a_new_row_from_then_on(tmp_path: Path) -> None:
    async with a_programme(tmp_path) as (_, maria, _root):
        await rename(maria, "vendor", "Acme", "Nordwind")
        every = await asked(maria, "register vendor", "*Nordwind*")
        view = await form(maria, every, "Edit", "Edit")
        assert "Former names to take out" in str(view) and "formerly Acme" in str(view)
        ticked: Json = {"type": "checkboxes", "selected_options": [{"value": "Acme"}]}
        await maria.submits({"name": typed("Nordwind"), "former": ticked}, view)
        await note(maria, ATLAS, "“Acme” does not mean “Nordwind” any more")

        shown = await asked(maria, "register vendor nordwind", "Rows with “nordwind”")
        view = await form(maria, shown, "Edit", "Edit")
        assert "Former names" not in str(view) and "Acme" not in str(view)
        view = await form(maria, every, "Add", "A new row")
        await maria.submits({"name": typed("Acme")}, view)
        await note(maria, ATLAS, "“Acme” is in the register.")
