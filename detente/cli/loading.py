"""Commands that read articles: load into the graph, read without one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.opening import opened
from detente.cli.options import Format, FormatOption, Language
from detente.cli.output import complain, emit, emit_rows, terminal

__all__ = ["load", "read"]


def load(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATHS…", help="Texts, JSON lines, folders, or - for stdin."),
    ],
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Stop at the first bad article.")] = False,
    lang: Language = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Read articles and put what they say into the graph.

    An article that cannot be read is named and skipped, and the exit status is then 1.
    """
    with opened(context) as graph:
        console = terminal()
        if console is None:
            report = graph.load(paths, lang=lang, strict=strict)
        else:
            with console.status("loading …") as status:
                count = 0

                def watch(source: str, _: object) -> None:
                    nonlocal count
                    count += 1
                    status.update(f"loading … {count}: {source}")

                report = graph.load(paths, lang=lang, strict=strict, watch=watch)
    for rejected in report.rejected:
        complain(rejected)
    emit(report, format_)
    if len(report.rejected) > 0:
        raise typer.Exit(1)


def read(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="FILES…", help="Texts, JSON lines, folders, or - for stdin."),
    ],
    *,
    outcomes: Annotated[
        bool, typer.Option("--outcomes", help="One line a sentence, with what became of it.")
    ] = False,
    lang: Language = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what articles say, one statement a line, without a graph."""
    from detente import seeds
    from detente.reading import lines

    rejected = 0
    rows = []
    for found in lines([Path(path) if path != "-" else path for path in paths], seeds.roster(), lang=lang, outcomes=outcomes):
        if isinstance(found, Exception):
            rejected += 1
            complain(found)
        else:
            rows.append(found)
    emit_rows(rows, format_)
    if rejected > 0:
        raise typer.Exit(1)
