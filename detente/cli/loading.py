"""Commands that read articles: load into the graph, read without one."""

from __future__ import annotations

import gc
import itertools
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.opening import opened
from detente.cli.options import (
    Columns,
    Format,
    FormatOption,
    Language,
    Model,
    Paths,
    read_columns,
    read_model,
)
from detente.cli.output import complain, emit, emit_claims, emit_parts, emit_rows, terminal
from detente.graph.errors import LoadError
from detente.graph.settings import home_folder
from detente.plain import plain

if TYPE_CHECKING:
    from detente.data import Progress
    from detente.loaders.reading.reader import Outcome, Reading
    from detente.queries.captions import Named
    from detente.session import Watch

__all__ = ["load", "progress", "read", "watching"]


def load(
    context: typer.Context,
    paths: Paths,
    *,
    as_: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="LAYOUT",
            help="What the files of data are: icews, gdelt, polecat, acled, tkg, atop, cow or "
            "memberships; else their headers tell.",
        ),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            metavar="N",
            help="Leave out coded events below it: a share, or above 1 in per cent.",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first bad article or row.")
    ] = False,
    lang: Language = None,
    map_: Columns = None,
    model: Model = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Load articles, coded event data, treaties or memberships into the graph.

    An article is stored with all that it says, rows of data some thousands at a time. Loading the
    same again changes nothing, and completes a load that was cut short. What cannot be read is
    named and skipped, rejected rows go into a file, and the exit status is then 1, as it is where a
    model gives no answer.
    """
    columns = read_columns(map_)
    asked = read_model(model)
    gc.enable()
    with opened(context) as graph, watching() as watch, progress() as shown:
        report = graph.load(
            paths,
            lang=lang,
            columns=columns,
            strict=strict,
            model=asked,
            watch=watch,
            layout=as_,
            min_confidence=min_confidence,
            rejects=_rejects_file(context, paths),
            progress=shown,
        )
    for problem in (*report.rejected, *report.examples, *report.warnings):
        complain(problem)
    for file in report.rejects:
        rows = "1 row was" if report.rejected_rows == 1 else f"{report.rejected_rows:,} rows were"
        complain(f"{rows} rejected: {file}")
    if format_ is Format.TABLE:
        typer.echo(report)
    else:
        emit(report, format_)
    refused = len(report.rejected) + report.rejected_rows
    if refused > 0 or (asked is not None and asked.failures > 0):
        raise typer.Exit(1)


def _rejects_file(context: typer.Context, paths: Sequence[str]) -> Path:
    """Where rejected rows go: a file of the home that is named like what was loaded."""
    loaded = Path(paths[0])
    packed = loaded.suffix.lower() in {".gz", ".zip"}
    name = Path(loaded.stem).stem if packed else loaded.stem
    return home_folder(context.obj.home) / "rejects" / f"{name.strip('-') or 'stdin'}.csv"


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Something to call as rows are read and stored: on a terminal it shows rate and time left."""
    console = terminal()
    if console is None:
        yield None
        return
    from rich import progress as bars_of
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    tasks: dict[str, TaskID] = {}
    with bars_of.Progress(*columns, console=console, transient=True) as bars:

        def show(step: str, done: int, of: int | None) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=of, rate="")
            speed = bars.tasks[tasks[step]].speed
            rate = "" if speed is None else f"{speed:,.0f} rows/s"
            bars.update(tasks[step], completed=done, total=of, rate=rate)

        yield show


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
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Why each sentence was read so, and what was left out, and why."
        ),
    ] = False,
    lang: Language = None,
    map_: Columns = None,
    model: Model = None,
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
    asked = read_model(model)
    gc.enable()
    roster = seeds.roster()
    rejected = []

    def found() -> Iterator[Reading]:
        for reading in read_all(
            paths, roster, lang=lang, columns=columns, explain=explain, model=asked
        ):
            if isinstance(reading, LoadError):
                complain(reading)
                rejected.append(reading)
            else:
                for remark in reading.remarks:
                    complain(remark)
                yield reading

    readings = found()
    if report:
        found_gaps = gaps(one for reading in readings for one in reading.outcomes)
        emit_rows((gap._asdict() for gap in found_gaps), format_)
    elif explain:
        _emit_explained(readings, names_of(roster), format_)
    elif outcomes:
        emit_rows((_accounted(one) for reading in readings for one in reading.outcomes), format_)
    elif format_ is Format.TABLE:
        emit_claims(
            claims_of((one for reading in readings for one in reading.statements), names_of(roster))
        )
    else:
        emit_rows((one.line() for reading in readings for one in reading.statements), format_)
    if len(rejected) > 0 or (asked is not None and asked.failures > 0):
        raise typer.Exit(1)


def _emit_explained(readings: Iterable[Reading], names: Named, format_: Format) -> None:
    """One block a sentence for people; else one row: its outcome, the explanation as a field."""
    both = (pair for one in readings for pair in zip(one.outcomes, one.explanations, strict=True))
    if format_ is Format.TABLE:
        from detente.explained import explained_parts

        emit_parts(explained_parts(both, names))
    else:
        emit_rows(
            (_accounted(outcome) | {"explanation": why.model_dump()} for outcome, why in both),
            format_,
        )


def _accounted(outcome: Outcome) -> dict[str, Any]:
    """A sentence's outcome as a row: its reason names what `lacks` holds."""
    row = outcome._asdict()
    del row["lacks"]
    return row
