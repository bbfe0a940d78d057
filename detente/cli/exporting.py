"""The command that writes statements, relations and dyads as files for other programs."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, cast

import typer

from detente.cli.opening import opened
from detente.cli.options import AsOf, read_day

if TYPE_CHECKING:
    import polars

    from detente.queries.exports import NetworkForm, TableForm
    from detente.session import Graph

__all__ = ["By", "FileFormat", "What", "export"]


class What(StrEnum):
    """What is exported."""

    STATEMENTS = "statements"
    RELATIONS = "relations"
    DYADS = "dyads"


class FileFormat(StrEnum):
    """The formats of files."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    GRAPHML = "graphml"
    GEXF = "gexf"


class By(StrEnum):
    """The periods of dyads."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


#: Those that can be shown on a terminal and go through a pipe.
_TEXT = (FileFormat.JSONL, FileFormat.CSV)


def export(
    context: typer.Context,
    what: Annotated[What, typer.Argument(metavar="WHAT", help="statements, relations or dyads.")],
    *,
    form: Annotated[
        FileFormat,
        typer.Option("--format", help="jsonl, csv, parquet; relations also graphml and gexf."),
    ] = FileFormat.JSONL,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to; jsonl and csv else go to stdout."),
    ] = None,
    as_of: AsOf = None,
    by: Annotated[By | None, typer.Option("--by", help="The period of dyads; else week.")] = None,
    states: Annotated[
        bool, typer.Option("--states", help="Dyads of two states only, without their sides.")
    ] = False,
    undirected: Annotated[
        bool, typer.Option("--undirected", help="Count both directions of a dyad together.")
    ] = False,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=read_day, metavar="DAY", help="Dyads from this day on."),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option("--until", parser=read_day, metavar="DAY", help="Dyads before this day."),
    ] = None,
) -> None:
    """Write the graph, or a part of it, as a file.

    Statements are those that stand, as the lines that 'detente read' prints. Relations can be
    tables, or a network for Gephi and networkx, where --as-of keeps those of a day. Dyads count
    what one actor did to another in each week (--by day, week, month, year): cooperation and
    conflict, in words and in deeds.

    The file gets its name when it is complete: an export that fails leaves none.
    """
    from detente.queries import exports

    asked = {"--by": by, "--states": states, "--undirected": undirected, "--since": since}
    _check(what, form, out=out, as_of=as_of, of_dyads=asked | {"--until": until})
    # The command line leaves garbage where it is, which is too much of it for a large graph.
    gc.enable()
    with opened(context) as graph, _target(out) as file:
        if what is What.STATEMENTS:
            lines = exports.statement_lines(graph, graph.columns().statements)
            exports.write_lines(lines, file, form=_table(form))
        elif what is What.DYADS:
            table = _dyads(
                graph, by or By.WEEK, states=states, undirected=undirected, span=(since, until)
            )
            exports.write_table(table, file, form=_table(form))
        else:
            _relations(graph, form, file, as_of=as_of)


def _check(
    what: What,
    form: FileFormat,
    *,
    out: Path | None,
    as_of: date | None,
    of_dyads: dict[str, Any],
) -> None:
    """Refuse what does not go together before a server is started for it."""
    from detente.queries.exports import FORMATS

    if form.value not in FORMATS[what]:
        raise typer.BadParameter(
            f"{what} cannot be written as {form}: use {', '.join(FORMATS[what])}"
        )
    if out is None and form not in _TEXT:
        raise typer.BadParameter(f"{form} goes into a file: name it with --out FILE")
    if out is not None and out.is_dir():
        raise typer.BadParameter(f"--out {out} is a folder: name a file")
    if out is not None and not out.parent.is_dir():
        raise typer.BadParameter(f"--out {out}: there is no folder {out.parent}")
    if as_of is not None and what is not What.RELATIONS:
        raise typer.BadParameter("--as-of is for relations: they alone hold on a day")
    for name, value in of_dyads.items():
        if value not in (None, False) and what is not What.DYADS:
            raise typer.BadParameter(f"{name} is for dyads: write detente export dyads {name} …")


@contextmanager
def _target(out: Path | None) -> Iterator[IO[bytes]]:
    from detente.queries.exports import written

    if out is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with written(out) as file:
        yield file


def _table(form: FileFormat) -> TableForm:
    """The format as that of a table: `_check` has refused the others."""
    return cast("TableForm", form.value)


def _dyads(
    graph: Graph,
    by: By,
    *,
    states: bool,
    undirected: bool,
    span: tuple[date | None, date | None],
) -> polars.DataFrame:
    from detente.queries.dyads import dyads

    named = {one.actor_id for one in graph.actors() if one.label == "Country"} if states else None
    since, until = span
    return dyads(
        graph.columns().relations,
        by=by.value,
        directed=not undirected,
        between=named,
        since=since,
        until=until,
    )


def _relations(graph: Graph, form: FileFormat, file: IO[bytes], *, as_of: date | None) -> None:
    from detente.queries import exports

    found = graph.columns().relations
    if form.value in ("graphml", "gexf"):
        network = exports.multigraph(found, graph.actors(), as_of=as_of)
        exports.write_network(network, file, form=cast("NetworkForm", form.value))
        return
    kept = found if as_of is None else exports.standing_on(found, as_of)
    exports.write_table(kept, file, form=_table(form))
