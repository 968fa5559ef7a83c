"""The authors' commands: check content, play a flow, draw it, write the schemas. Reads files and prints; decides nothing."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from pathlib import Path

import click

from flows.authoring.checks import Report, check_tree
from flows.authoring.problems import as_json
from flows.authoring.schema import BANK
from flows.model.ids import FlowId

CODE = ("flows/engine", "bot")
"""Where the bot's sentences are used: texts that nothing there names are reported."""


def check_content(path: Path | None, *, as_json: bool) -> int:
    """Check a content folder or one flow; print what is wrong, or what the cases prove. Exit code 1 where anything is wrong."""
    report = check_tree(path, dt.datetime.now(dt.UTC).date(), _code() if path is None else ())
    if as_json:
        click.echo(_report_json(report))
    else:
        _print(report)
    return 0 if report.ok else 1


def _code() -> tuple[Path, ...]:
    roots = {name: Path(str(resources.files(name))) for name in ("flows", "bot")}
    return tuple(roots[package] / rest for package, _, rest in (one.partition("/") for one in CODE))


def _report_json(report: Report) -> str:
    coverage = {one.statement: {"text": one.text, "case": one.case} for one in report.coverage}
    aged = {one.field.value: {"old": one.old, "of": one.of} for one in report.aged}
    document = {"ok": report.ok, "flows": report.flows, "cases": report.cases, "coverage": coverage}
    document |= {"economies": report.economies, "aged": aged, "traced": sorted(report.traced)}
    return json.dumps({**document, "problems": json.loads(as_json(report.problems))}, ensure_ascii=False, indent=2)


def _print(report: Report) -> None:
    for problem in report.problems:
        click.echo(str(problem))
    covered = [one for one in report.coverage if one.case]
    open_ones = [one for one in report.coverage if not one.case]
    cases = _counted(report.cases, "case")
    if report.problems:
        click.echo("")
        countries = f" and {_counted(report.economies, 'country file')}" if report.economies else ""
        click.echo(f"{len(report.problems)} to mend in {_counted(report.flows, 'flow')}{countries}; {cases} played.")
        return
    if report.flows or not report.economies:
        click.echo(f"{_counted(report.flows, 'flow')} checked, nothing to mend; {cases} played, every branch walked.")
    _print_economies(report)
    if report.traced:
        click.echo(f"  {len(report.traced)} of the {BANK} questions of the bank traced.")
    for one in covered:
        click.echo(f"  {one.statement:<4} covered: {one.case}")
    if open_ones:
        click.echo(f"  not covered yet: {', '.join(one.statement for one in open_ones)}")


def _print_economies(report: Report) -> None:
    """How many there are, and how many of their values are old: that is marked where they are shown, and fails nothing."""
    if report.economies:
        click.echo(f"{_counted(report.economies, 'country file')} checked, nothing to mend.")
    if report.aged:
        old, of = sum(one.old for one in report.aged), sum(one.of for one in report.aged)
        click.echo(f"  {old} of {of} values are older than 18 months or undated, and are shown so; --json lists them.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def write_editor_schemas(out: Path) -> None:
    """Write the JSON Schemas for editors."""
    from flows.authoring.editors import write_schemas

    for file in write_schemas(out):
        click.echo(str(file))


def play_flow(flow: str, content: Path | None) -> int:
    """Run a flow in this terminal: one of the content by its name, or else what lies at that path."""
    from flows.authoring.library import load_library
    from flows.authoring.places import flow_at
    from flows.authoring.play import play

    library, name = load_library(content), FlowId(flow)
    if name not in library.flows and Path(flow).exists():
        library, name = flow_at(Path(flow))
    return play(library, name, input, click.echo, dt.datetime.now(dt.UTC))


def draw_flow(flow: str, content: Path | None) -> int:
    """Print a flow as a page with its diagrams: one of the content by its name, or else what lies at that path."""
    from flows.authoring.diagrams import page
    from flows.authoring.library import load_library
    from flows.authoring.places import flow_at
    from flows.authoring.problems import did_you_mean

    library, name = load_library(content), FlowId(flow)
    if name not in library.flows and Path(flow).exists():
        library, name = flow_at(Path(flow))
    if name not in library.flows:
        click.echo(f"ringfence: there is no flow `{flow}`. {did_you_mean(flow, library.flows)}", err=True)
        return 1
    click.echo(page(library.flows[name]), nl=False)
    return 0


def draw_all(out: Path, content: Path | None) -> int:
    """Write a page for each flow of the content into a folder."""
    from flows.authoring.diagrams import page
    from flows.authoring.library import load_library

    out.mkdir(parents=True, exist_ok=True)
    for name, flow in load_library(content).flows.items():
        file = out / f"{name}.md"
        file.write_text(page(flow), encoding="utf-8")
        click.echo(str(file))
    return 0
