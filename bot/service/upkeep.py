"""Housekeeping while the bot runs: claims older than a week are forgotten, and what is to be erased is."""

from __future__ import annotations

import asyncio
import datetime as dt

import structlog

from bot.service.desk import Desk
from bot.service.erasing import sweep
from state.errors import StoreError

log = structlog.get_logger(__name__)

EVERY = dt.timedelta(hours=6)
CLAIMS_KEPT = dt.timedelta(days=7)


async def keep_up(desk: Desk) -> None:
    """Until cancelled. A store that fails is tried again next time."""
    while True:
        try:
            pruned = await desk.store.prune(desk.clock.now() - CLAIMS_KEPT)
            log.debug("pruned", claims=pruned)
            await sweep(desk.store, desk.clock.now(), desk.erase_after)
        except StoreError as error:
            desk.meter.failed(type(error).__name__)
            log.error("upkeep_store", error=type(error).__name__)
        await asyncio.sleep(EVERY.total_seconds())
