"""Commands that read articles: load into the graph, read without one."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.opening import opened
from detente.cli.options import Columns, Format, FormatOption, Language, Paths, read_columns
from detente.cli.output import complain, emit, emit_claims, emit_rows, terminal
from detente.graph.errors import LoadError
from detente.plain import plain

if TYPE_CHECKING:
    from detente.loaders.reading.reader import Outcome, Reading
    from detente.session import Watch

__all__ = ["load", "read", "watching"]


def load(
    context: typer.Context,
    paths: Paths,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first bad article.")
    ] = False,
    lang: Language = None,
    map_: Columns = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Load articles into the graph.

    Each is read, and what it says is stored as a whole; loading it again changes nothing. An
    article that cannot be read is named and skipped, and the exit status is then 1.
    """
    columns = read_columns(map_)
    gc.enable()
    with opened(context) as graph, watching() as watch:
        report = graph.load(paths, lang=lang, columns=columns, strict=strict, watch=watch)
    for problem in (*report.rejected, *report.warnings):
        complain(problem)
    if format_ is Format.TABLE:
        typer.echo(report)
    else:
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
    paths: Paths,
    *,
    outcomes: Annotated[
        bool, typer.Option("--outcomes", help="One line a sentence, with what became of it.")
    ] = False,
    report: Annotated[
        bool,
        typer.Option("--report", help="What kept sentences from telling an event, ranked."),
    ] = False,
    lang: Language = None,
    map_: Columns = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what articles say, without a graph.

    With --format jsonl this prints the statement lines; no store is started.
    """
    from detente import seeds
    from detente.loaders.reading.gaps import gaps
    from detente.queries.ends import names_of
    from detente.queries.findings import claims_of
    from detente.reading import read as read_all

    columns = read_columns(map_)
    gc.enable()
    roster = seeds.roster()
    rejected = []

    def found() -> Iterator[Reading]:
        for reading in read_all(paths, roster, lang=lang, columns=columns):
            if isinstance(reading, LoadError):
                complain(reading)
                rejected.append(reading)
            else:
                yield reading

    readings = found()
    if report:
        found_gaps = gaps(one for reading in readings for one in reading.outcomes)
        emit_rows((gap._asdict() for gap in found_gaps), format_)
    elif outcomes:
        emit_rows((_accounted(one) for reading in readings for one in reading.outcomes), format_)
    elif format_ is Format.TABLE:
        emit_claims(
            claims_of((one for reading in readings for one in reading.statements), names_of(roster))
        )
    else:
        emit_rows((one.line() for reading in readings for one in reading.statements), format_)
    if len(rejected) > 0:
        raise typer.Exit(1)


def _accounted(outcome: Outcome) -> dict[str, Any]:
    """A sentence's outcome as a row: its reason names what `lacks` holds."""
    row = outcome._asdict()
    del row["lacks"]
    return row
