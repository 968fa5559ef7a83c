"""The command line. Says what went wrong in a sentence and how to mend it; imports each command's needs only when it runs.

Bolt, pydantic, lark and the rest take longer to import than most commands take to run, so nothing heavy stands at the top.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from flows.model.errors import RingfenceError

FAILED = 1


class Commands(click.Group):
    """A group whose errors of ours end with a sentence and exit code 1, never with a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except RingfenceError as error:
            click.echo(f"ringfence: {error}", err=True)
            ctx.exit(FAILED)
        except KeyboardInterrupt:
            ctx.exit(130)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ringfence")
def main() -> None:
    """Ringfence guides a team, in its Slack channel, through protecting its IP when it outsources."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows another, and nothing falls over


@main.command()
def run() -> None:
    """Run the bot in your workspace, by the settings of the environment."""
    from bot.app import run_bot
    from bot.config import load_settings

    sys.exit(run_bot(load_settings()))


@main.command()
@click.option("--empty", is_flag=True, help="Start with one person and one channel instead of the sample company.")
@click.option(
    "--port",
    default=8787,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Where the page is served; 0 picks a free one.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where progress is kept; a temporary folder if left out.",
)
@click.option("--sample", is_flag=True, help="Start with a half-finished programme, to see a living one.")
@click.option("--no-browser", is_flag=True, help="Do not open the page.")
def demo(empty: bool, port: int, data: Path | None, sample: bool, no_browser: bool) -> None:
    """Start a small local workspace with the bot in it, and open its page. Nothing leaves this machine."""
    from bot.demo import run_demo

    if sample and empty:
        raise click.UsageError("--sample is played by the sample company, which --empty leaves out.")
    sys.exit(run_demo(empty=empty, port=port, data=data, browser=not no_browser, sample=sample))


@main.command()
@click.option(
    "--port",
    default=8787,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Where to listen; 0 picks a free one.",
)
@click.option("--empty", is_flag=True, help="One person and one channel.")
@click.option(
    "--deliver-to", metavar="URL", help="Deliver events by signed HTTP to this address instead of Socket Mode."
)
@click.option(
    "--retry-after",
    "retries",
    metavar="SECONDS",
    multiple=True,
    type=click.FloatRange(0, 3600),
    help="Wait so long before an event that was not acknowledged is told again; once for each try."
    "  [default: 0, 60, 300, as Slack does]",
)
def playground(port: int, empty: bool, deliver_to: str | None, retries: tuple[float, ...]) -> None:
    """Run the local workspace alone; point a bot at it with RINGFENCE_SLACK_API_URL."""
    from bot.demo import run_playground

    sys.exit(run_playground(port=port, empty=empty, deliver_to=deliver_to, retries=retries or None))


@main.command()
def migrate() -> None:
    """Bring the database to this version's shape. Keeps a copy of the file as it was."""
    from bot.config import database_path
    from bot.migration import migrate_store

    click.echo(migrate_store(database_path()))


@main.command()
def status() -> None:
    """Say what the database holds and what waits to be sent. Reads only; a bot may run beside it."""
    from datetime import UTC, datetime

    from bot.config import load_stored
    from bot.status import show_status

    show_status(load_stored(), datetime.now(UTC))


@main.command()
def doctor() -> None:
    """Look at settings, database, content, tokens, scopes and clock: what is wrong, and how to mend it."""
    from bot.doctor import run_doctor

    sys.exit(run_doctor())


@main.command()
def parked() -> None:
    """List the postings that were given up, each with its reason and what to do."""
    from bot.config import database_path
    from bot.status import show_parked

    show_parked(database_path())


@main.command()
@click.argument("number", type=click.IntRange(1))
def replay(number: int) -> None:
    """Put a parked posting back, to be sent again. NUMBER is the one that `ringfence parked` shows."""
    from bot.config import database_path
    from bot.status import replay_posting

    sys.exit(replay_posting(database_path(), number))


@main.command()
@click.option("--channel", metavar="ID", help="A channel, by its id (C…, G…).")
@click.option("--workspace", metavar="ID", help="A whole workspace, by its id (T…).")
@click.option("--person", metavar="ID", help="A person, by their id (U…, W…); with --workspace, only there.")
@click.option(
    "--name", "names", metavar="NAME", multiple=True, help="How people write of the person; several may be given."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(channel: str | None, workspace: str | None, person: str | None, names: tuple[str, ...], yes: bool) -> None:
    """Erase all that is kept of a channel or of a workspace; or forget a person: a made-up name stands in their place, and what was decided stays.
    What is under a legal hold stays as it is."""
    from bot.config import load_stored
    from bot.erasure import erase_channel, erase_workspace
    from bot.forgetting import forget
    from flows.model.ids import ChannelId, PersonId, TeamId

    def sure(question: str) -> bool:
        return yes or click.confirm(question)

    if bool(channel) + bool(workspace and not person) + bool(person) != 1:
        raise click.UsageError(
            "name a channel, a workspace or a person, and only one of them (a person may be in a workspace)"
        )
    if names and not person:
        raise click.UsageError("a name is a person's: give --person too")
    if person:
        click.echo(forget(load_stored(), PersonId(person), TeamId(workspace or ""), names, sure))
    elif channel:
        click.echo(erase_channel(load_stored(), ChannelId(channel), sure))
    elif workspace:
        click.echo(erase_workspace(load_stored(), TeamId(workspace), sure))


@main.command()
def rekey() -> None:
    """Put a new key before those of the key file. Start the bot anew, then run `reseal`."""
    from bot.config import load_stored
    from bot.keys import add_newest

    click.echo(add_newest(load_stored()))


@main.command()
def reseal() -> None:
    """Seal all that is kept with the newest key. Works beside a running bot, and goes on where it was ended."""
    from bot.config import load_stored
    from bot.keys import reseal_store

    told, whole = reseal_store(load_stored())
    click.echo(told, err=not whole)
    sys.exit(0 if whole else FAILED)


@main.command()
@click.argument("path", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print problems as JSON.")
def check(path: Path | None, as_json: bool) -> None:
    """Check flows and play their cases. PATH is a content folder or a flow; the content that ships if left out."""
    from bot.authors import check_content

    sys.exit(check_content(path, as_json=as_json))


@main.command()
@click.argument("flow")
@click.option(
    "--content", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A content folder of your own."
)
def play(flow: str, content: Path | None) -> None:
    """Run a flow in this terminal, as its author. FLOW is a name, or the path of a flow that you are writing."""
    from bot.authors import play_flow

    sys.exit(play_flow(flow, content))


@main.command()
@click.argument("flow", required=False)
@click.option("--all", "everything", is_flag=True, help="A page for each flow, into the folder --out.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder that the pages go to.")
@click.option(
    "--content", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A content folder of your own."
)
def draw(flow: str | None, everything: bool, out: Path | None, content: Path | None) -> None:
    """Draw a flow as Mermaid diagrams, on a page of Markdown. FLOW is a name, or the path of a flow that you are writing."""
    from bot.authors import draw_all, draw_flow

    if everything and flow is None and out is not None:
        sys.exit(draw_all(out, content))
    if flow is None or everything or out is not None:
        raise click.UsageError("name one flow, or give --all with --out")
    sys.exit(draw_flow(flow, content))


@main.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="The folder to write to.")
def schema(out: Path) -> None:
    """Write the JSON Schemas of flows, their cases and the country files, for an editor."""
    from bot.authors import write_editor_schemas

    write_editor_schemas(out)


@main.command()
@click.argument("names", nargs=-1, required=True)
@click.option(
    "--for",
    "kinds",
    multiple=True,
    type=click.Choice(["patents", "marks", "copyright", "trade_secrets"]),
    help="Compare by what such rights need; all four if left out.",
)
def country(names: tuple[str, ...], kinds: tuple[str, ...]) -> None:
    """Show what our sources hold of a country, or of up to four side by side. NAMES are names or ISO codes."""
    from datetime import UTC, datetime

    from bot.countries import show_countries

    sys.exit(show_countries(" ".join(names), kinds, datetime.now(UTC)))


if __name__ == "__main__":
    main()
