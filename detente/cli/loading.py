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
    from detente.loaders.reading.reader import Reading
    from detente.session import Watch

__all__ = ["load", "outcome_rows", "read", "statement_rows", "watching"]


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
    from detente.reading import read as read_all

    gc.enable()
    rejected = []

    def found() -> Iterator[Reading]:
        for reading in read_all(paths, seeds.roster(), lang=lang):
            if isinstance(reading, LoadError):
                complain(reading)
                rejected.append(reading)
            else:
                yield reading

    as_rows = outcome_rows if outcomes else statement_rows
    emit_rows((row for reading in found() for row in as_rows(reading, format_)), format_)
    if len(rejected) > 0:
        raise typer.Exit(1)


def outcome_rows(reading: Reading, _: Format) -> Iterator[dict[str, Any]]:
    return (outcome._asdict() for outcome in reading.outcomes)


def statement_rows(reading: Reading, format_: Format) -> Iterator[dict[str, Any]]:
    """The statement lines; for people, the few fields that fit a page."""
    from detente import seeds
    from detente.queries.ends import names_of
    from detente.reading import briefly

    if format_ is not Format.TABLE:
        return (statement.line() for statement in reading.statements)
    names = names_of(seeds.roster())
    return (briefly(statement, names) for statement in reading.statements)
