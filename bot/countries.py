"""`ringfence country`: what our sources hold of a country, or of several side by side, at a terminal. Decides nothing."""

from __future__ import annotations

import datetime as dt
import shutil
import textwrap
from collections.abc import Sequence

import click

from flows.authoring.library import load_reference
from flows.authoring.paper import lines_of
from flows.engine.countries import misunderstood
from flows.engine.readers.countries import asked_countries
from flows.engine.registers import country_name
from flows.engine.screens.country import Atlas, card, limited, rows
from flows.model.country import Right
from flows.model.screens import Screen

WIDEST = 100
"""Columns of a card at most; a longer line is hard to read."""


def show_countries(words: str, kinds: Sequence[str], now: dt.datetime) -> int:
    """Print what was asked for; 1 where it was not understood. ``kinds``: rights to compare by, all where there is none."""
    book, texts = load_reference()
    atlas = Atlas(book, texts, now.date())
    asked = asked_countries(words)
    wrong = misunderstood(atlas, asked)
    if wrong:
        click.echo("\n".join(f"ringfence: {line}" for line in wrong), err=True)
        return 1
    names = [country_name(code) for code in asked.codes]
    if len(names) == 1:
        _print(card(atlas, asked.codes[0], names[0]))
    else:
        _side_by_side(atlas, asked.codes, names, [Right(kind) for kind in kinds] or list(Right))
    return 0


def _print(screen: Screen) -> None:
    width = min(shutil.get_terminal_size().columns, WIDEST)
    for number, line in enumerate(lines_of(screen, {})):
        listed = line.startswith("• ")
        if number and not listed and not line.startswith("="):
            click.echo()
        click.echo(textwrap.fill(line, width, subsequent_indent="  " if listed else "", break_on_hyphens=False))


def _side_by_side(atlas: Atlas, codes: Sequence[str], names: Sequence[str], rights: Sequence[Right]) -> None:
    from rich.console import Console  # late: only this command prints a table
    from rich.table import Table

    table = Table("", *(atlas.name(code, name) for code, name in zip(codes, names, strict=True)), show_lines=True)
    for label, cells in rows(atlas, codes, rights):
        table.add_row(label, *cells)
    console = Console(markup=False, highlight=False, emoji=False)
    console.print(limited(atlas, rights))
    console.print(table)
    console.print(atlas.words("country.notice.compared"))
