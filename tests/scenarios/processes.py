"""The bot in a process of its own, as an operator runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bot.playground.driver import Playground

ROOT = Path(__file__).parents[2]


def environment(playground: Playground, folder: Path, **more: str) -> dict[str, str]:
    """A bot's environment, for a process of its own."""
    app = playground.workspace.app
    settings = {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": playground.api_url,
        "DATABASE": str(folder / "ringfence.sqlite3"),
        "HTTP_PORT": "0",
        **more,
    }
    return {**_clean(), **{f"RINGFENCE_{name}": value for name, value in settings.items()}}


def ringfence(*words: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of `ringfence`, run to its end in a folder, with nothing of ours in the environment but what is given."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *words],
        env={**_clean(), **{f"RINGFENCE_{name}": value for name, value in variables.items()}},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _clean() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("RINGFENCE_")}
    return kept | {"PYTHONPATH": str(ROOT)}


def start_bot(playground: Playground, folder: Path, **more: str) -> subprocess.Popen[bytes]:
    """`ringfence run`, its error output kept in a file beside its database."""
    with (folder / "stderr.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "run"],
            env=environment(playground, folder, **more),
            cwd=folder,
            stdout=log,
            stderr=log,
        )
