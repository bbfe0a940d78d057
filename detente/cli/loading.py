"""Commands that read articles: load into the graph, read without one."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.opening import opened
from detente.cli.options import Format, FormatOption, Language
from detente.cli.output import complain, emit, emit_rows, terminal
from detente.graph.errors import LoadError
from detente.plain import plain

if TYPE_CHECKING:
    from detente.session import Watch

__all__ = ["load", "read", "watching"]


def load(
    context: typer.Context,
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATHS…", help="Texts, JSON lines, folders, or - for stdin."),
    ],
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first bad article.")
    ] = False,
    lang: Language = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Read articles and put what they say into the graph.

    An article that cannot be read is named and skipped, and the exit status is then 1.
    """
    gc.enable()
    with opened(context) as graph, watching() as watch:
        report = graph.load(paths, lang=lang, strict=strict, watch=watch)
    for problem in (*report.rejected, *report.warnings):
        complain(problem)
    emit(report, format_)
    if len(report.rejected) > 0:
        raise typer.Exit(1)


@contextmanager
def watching() -> Iterator[Watch]:
    """Something to call after each input: on a terminal it shows how many there were."""
    console = terminal()
    if console is None:
        yield lambda _source, _report: None
        return
    count = itertools.count(1)
    with console.status("loading …") as status:
        yield lambda source, _report: status.update(f"loading … {next(count)}: {plain(source)}")


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

    gc.enable()
    rejected = []

    def said() -> Iterator[dict[str, Any]]:
        for found in lines(paths, seeds.roster(), lang=lang, outcomes=outcomes):
            if isinstance(found, LoadError):
                complain(found)
                rejected.append(found)
            else:
                yield found

    emit_rows(said(), format_)
    if len(rejected) > 0:
        raise typer.Exit(1)
