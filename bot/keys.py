"""The keys of the store, by the settings; and what `ringfence rekey` and `ringfence reseal` do. Needs no Slack."""

from __future__ import annotations

from pathlib import Path

import structlog

from bot.config import PREFIX, ConfigError, Stored
from state.keys import add_key, key_beside, make_keys, read_keys
from state.resealing import Resealed, reseal
from state.seal import PLAIN, Seal, parse_keys
from state.sqlite_seals import refuse_sealed

log = structlog.get_logger(__name__)


def seal_of(settings: Stored) -> Seal:
    """The seal that the store is to be opened with. Blocks.

    Where neither a key nor a key file is named, the key file lies beside the store. It is made where nothing was sealed
    yet; where it is lost, none is made, for a new key would open nothing.

    Raises KeyFault for a key that cannot be used, StoreSealed where the key file of a sealed store is gone.
    """
    path = key_beside(settings.database)
    if not settings.key.get_secret_value() and settings.key_file is None and not path.exists():
        refuse_sealed(settings.database)
        make_keys(path)
        log.warning("key_made", path=str(path), next="keep a copy of it, apart from the copies of the database")
    return _given(settings)


def _given(settings: Stored) -> Seal:
    """The seal of the keys that are there."""
    words = settings.key.get_secret_value()
    if words:
        return Seal(parse_keys(words.split(","), f"{PREFIX}KEY"))
    return read_keys(settings.key_file or key_beside(settings.database))


def seal_to_look(settings: Stored) -> Seal:
    """The seal of the keys that are there, without one where there are none. Makes nothing."""
    named = settings.key.get_secret_value() or settings.key_file
    return _given(settings) if named or key_beside(settings.database).exists() else PLAIN


def add_newest(settings: Stored) -> str:
    """Put a new key into the key file, and say what is to be done next."""
    if settings.key.get_secret_value():
        raise ConfigError(
            f"The keys are in {PREFIX}KEY, so put the new one there, before the others and a comma"
            " (`openssl rand -base64 32` makes one)."
        )
    path = settings.key_file or key_beside(settings.database)
    add_key(path)
    return (
        f"{path} begins with a new key now. Keep a copy of it, apart from the copies of the database. Start the bot anew,"
        " so that it seals with the new key; then run `ringfence reseal`."
    )


def reseal_store(settings: Stored) -> tuple[str, bool]:
    """Seal the store anew. What was done, and whether all of it was."""
    done = reseal(settings.database, _given(settings))
    return _told(settings.database, done), done.swept and not done.damaged


def _told(path: Path, done: Resealed) -> str:
    lines = [f"{path}: {done.documents} documents were sealed anew with the newest key."]
    if done.damaged:
        lines.append("These do not open, and were left as they are: " + "; ".join(done.damaged) + ".")
        lines.append("Mend: put the latest backup in place. Let no key go before.")
    if done.retired:
        lines.append(
            f"Nothing in it needs these keys any more: {', '.join(done.retired)}. Older backups do: keep the keys with them."
        )
    if not done.swept:
        lines.append("Somebody held the file, so its free space may still hold what was there before. Run this again.")
    return "\n".join(lines)
