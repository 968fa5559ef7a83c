"""The half-finished programme of `ringfence demo --sample`, as a newcomer finds it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from bot.playground.driver import ATLAS, JON, MARIA, PRIYA, Someone
from bot.playground.sample import play_sample
from flows.model.ids import ChannelId, PersonId, RegisterId, TeamId, programme_id
from tests.scenarios import ways
from tests.scenarios.talk import letter, name_counsel, note, opened
from tests.scenarios.test_programme import NOW


async def test_the_sample_is_a_living_programme_half_way(tmp_path: Path) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, _):
        await play_sample(playground, NOW.date())
        maria, jon = Someone(playground, MARIA), Someone(playground, JON)
        assert len(maria.private_notes(ATLAS)) == 1, "the page opens on the card, and nothing else was left lying"
        programme = programme_id(TeamId(playground.workspace.team), ChannelId(ATLAS))
        rows = await bot.desk.store.read(
            programme, lambda held: [len(held.items(RegisterId(name))) for name in ("asset", "vendor", "country")]
        )
        assert rows == [8, 2, 3]
        card = maria.text(await note(maria, ATLAS, "Outsourcing programme"))
        for line in (
            "*Trial*: open (Evaluate)",
            "*Screens*: closed: No executed agreement with Kodex",
            f"waiting for <@{PRIYA}>: Do you, as counsel, have open questions on Kodex NDA?",
            "next: Which of these has Brightline shown",
        ):
            assert line in card
        await maria.command(ATLAS, "findings")
        assert "Ownership papers for *Mobile app* are incomplete · with" in maria.text(
            await note(maria, ATLAS, "Open findings")
        )
        await maria.command(ATLAS, "actions")
        assert "The insurance of *Kodex*\n2 December 2026, in 9 days" in maria.text(
            await note(maria, ATLAS, "open with you")
        )
        await maria.command(ATLAS, "agreements india")  # where its vendor works
        await note(maria, ATLAS, "*Kodex NDA*: counts until")
        await maria.command(ATLAS, "register kodex")
        found = await note(maria, ATLAS, "These hold rows that say it")
        assert "*Vendors*: 1" in maria.text(found) and "Countries" not in maria.text(found)
        await maria.presses(ATLAS, found, "Open")
        whole = await note(maria, ATLAS, "Rows with “kodex”")
        await maria.presses(ATLAS, whole, "All rows")
        await note(maria, ATLAS, "Vendors (2)")
        await maria.command(ATLAS, "register licences")
        await note(maria, ATLAS, "Nothing here yet. Add a row")
        await maria.command(ATLAS, "register own figures")
        await note(maria, ATLAS, "Its rows come by themselves")
        # Work of a part that began early is said in that part's words, not in those of the newest.
        await maria.command(ATLAS, "actions")
        listed = await note(maria, ATLAS, "open with you")
        await maria.presses(ATLAS, listed, "Done")
        done = maria.text(await note(maria, ATLAS, "Marked as done: "))
        assert done.partition("Marked as done: ")[2].splitlines()[0].rstrip(".") in maria.text(listed)
        handed = jon.text(await letter(jon, "asks you to answer this by 30 November 2026."))
        assert handed.count("Has somebody read the Country IPR Toolkit") == 1


async def test_work_of_a_part_that_nobody_plays_is_in_the_owners_lists_with_the_way_to_name_somebody(
    tmp_path: Path,
) -> None:
    async with ways.at(tmp_path, NOW) as (playground, bot, _):
        await play_sample(playground, NOW.date())
        maria = Someone(playground, MARIA)
        await maria.command(ATLAS, "actions")
        mine = await note(maria, ATLAS, "open with you")
        assert "· as nobody is security yet" in maria.text(mine)
        await maria.presses(ATLAS, mine, "All of this channel")
        listed = await note(maria, ATLAS, "Open actions")
        assert f"– <@{MARIA}>, as nobody is security yet, due" in maria.text(listed)
        assert "as nobody is security yet" in maria.text(await maria.opens_home("Name somebody"))
        before = len(await bot.desk.store.dues(TeamId(playground.workspace.team), PersonId(MARIA)))
        await maria.presses(ATLAS, mine, "Name somebody")
        form = await opened(maria, "Settings")
        assert "security" in str(form)
        await name_counsel(maria, PRIYA, security={"selected_user": JON})
        jon = Someone(playground, JON)
        await jon.command(ATLAS, "actions")
        his = jon.text(await note(jon, ATLAS, "open with you"))
        assert "as nobody is security yet" not in his
        assert before > len(await bot.desk.store.dues(TeamId(playground.workspace.team), PersonId(MARIA)))


def test_nobody_is_there_to_play_a_sample_in_an_empty_workspace() -> None:
    told = CliRunner().invoke(main, ["demo", "--sample", "--empty"])
    assert told.exit_code == 2 and "--sample is played by the sample company" in told.output
