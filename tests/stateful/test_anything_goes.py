"""People do whatever they like, for fifty steps, in the shipped flow and in flows that no author wrote, on both stores at once."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from flows.model.flow import Library
from flows.model.ids import FlowId
from tests.builders import shipped
from tests.stateful.authors import compiled, write_flow
from tests.stateful.deeds import Doer
from tests.stateful.dice import Dice
from tests.stateful.going_on import go_to_the_end
from tests.stateful.replaying import check_replay
from tests.stateful.world import World

STEPS = 50
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Where nothing waits for a disk: what survives a crash is shown elsewhere."""
LOOK_CLOSELY_EVERY = 10
CHANCE = st.randoms(use_true_random=False)
AT_LENGTH = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def written(dice: Dice) -> tuple[str, ...]:
    """One flow, or two that share their registers."""
    return tuple(write_flow(dice, name) for name in (("one", "two") if dice.once_in(3) else ("one",)))


async def play(dice: Dice, library: Library, others: tuple[Library, ...]) -> None:
    """One programme, from its start through fifty steps. ``others``: content that the bot may be started with again on the way."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        world = await World.open(Path(folder), library, cold=dice.once_in(2))
        try:
            for step in range(1, STEPS + 1):
                await one_step(dice, world, others)
                if step % LOOK_CLOSELY_EVERY == 0:
                    await look_closely(world)
            await world.agree_in_all()
        finally:
            await world.close()


async def one_step(dice: Dice, world: World, others: tuple[Library, ...]) -> None:
    if dice.once_in(40):
        world.now += dt.timedelta(days=dice.one((1, 8)))
    if others and dice.once_in(60):
        await world.upgrade(dice.one(others))
        note("started again with other content")
    if dice.once_in(25):
        await world.again()
    deed = Doer(dice, world.held, world.kept, tuple(map(FlowId, world.library.flows))).deed()
    note(f"{deed.by}: {deed.event}")
    outcome = await world.happen(deed)
    note(f"   refused {outcome.reply}" if outcome.refused else f"   {len(outcome.saves)} saved")


async def look_closely(world: World) -> None:
    """From here every session comes to its end; it is what its answers make of it; and all that there is to say of it can be said."""
    await world.put_in_words()
    for session in world.held.sessions:
        go_to_the_end(world.aside(), session)
        check_replay(world.held, world.aside(), session)


@pytest.mark.slow
@settings(AT_LENGTH, max_examples=240)
@given(chance=CHANCE)
def test_in_flows_that_no_author_wrote_anything_goes(chance: random.Random) -> None:
    dice = Dice(chance)
    files = written(dice)
    note("\n".join(files))
    others = (compiled(write_flow(dice, "one", 2)),) if dice.once_in(4) else ()
    asyncio.run(play(dice, compiled(*files), others))


@pytest.mark.slow
@settings(AT_LENGTH, max_examples=60)
@given(chance=CHANCE)
def test_in_the_shipped_flow_anything_goes(chance: random.Random) -> None:
    asyncio.run(play(Dice(chance), shipped(), ()))
