"""`ringfence migrate`. Apart from the composition root, so that it starts without Slack's libraries."""

from __future__ import annotations

from pathlib import Path

from state import migrations


def migrate_store(path: Path) -> str:
    """Bring the store to this version's shape, and say what was done."""
    done = migrations.migrate(path)
    if done.before == done.after:
        return f"{path} is at version {done.after}; nothing to do."
    kept = f" A copy of it as it was lies at {done.backup}." if done.backup else ""
    return f"{path} is at version {done.after} now.{kept}"
