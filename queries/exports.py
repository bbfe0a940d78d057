"""What the graph holds as files: tables for statistics, and networks for network analysis."""

# Invariants. The same graph gives the same bytes. A file has its name only when all of it is
# written: an export that fails, or is interrupted, leaves nothing, and a file that was there
# before stays as it was.

from __future__ import annotations

import gc
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal
from uuid import uuid4

from detente.graph.errors import GraphError
from detente.graph.registry import REGISTRY
from detente.graph.statements import Statement

if TYPE_CHECKING:
    import networkx
    import polars

    from detente.graph.actors import Actor
    from detente.graph.graph import Graph

__all__ = [
    "FORMATS",
    "NetworkForm",
    "TableForm",
    "multigraph",
    "standing_on",
    "statement_lines",
    "write_lines",
    "write_network",
    "write_table",
    "written",
]

TableForm = Literal["jsonl", "csv", "parquet"]
NetworkForm = Literal["graphml", "gexf"]

#: The formats that each part of the graph can be written in.
FORMATS: Mapping[str, tuple[str, ...]] = {
    "statements": ("jsonl", "csv", "parquet"),
    "relations": ("jsonl", "csv", "parquet", "graphml", "gexf"),
    "dyads": ("jsonl", "csv", "parquet"),
}

#: Rows that are turned into text, and statements that are fetched, at once.
_ROWS, _FETCHED = 50_000, 5_000
#: Keys of the statement line that hold no text.
_WHOLE = ("sentence", "start", "end", "quantity")
_LISTED = ("said_by", "via")
#: What XML cannot hold, in whatever way it is written.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: One for all: to make one costs more than to encode a short list.
_ENCODER = json.JSONEncoder(ensure_ascii=False)
#: Names that GEXF keeps for itself, and what the attributes of actors are called there instead.
_IN_GEXF = {"label": "actor_label", "name": "label"}


# ------------------------------------------------------------ networks


def standing_on(relations: polars.DataFrame, day: date) -> polars.DataFrame:
    """Of a frame of relations, those that `Graph.relations(as_of=day)` gives.

    States that hold on that day, and events that happened, or were reported, on or before it.
    """
    import polars as pl

    begun = pl.coalesce("valid_from", "reported_on") <= day
    lasts = pl.col("valid_to").is_null() | (pl.col("valid_to") > day)
    return relations.filter(begun & ((pl.col("kind") == "event") | lasts))


def multigraph(
    relations: polars.DataFrame, actors: Iterable[Actor], *, as_of: date | None = None
) -> networkx.MultiDiGraph[str]:
    """A network of all actors that have a relation, with one edge for each relation.

    The key of an edge is its `relation_id`; its attributes are the columns of `relations`, without
    those that are null or empty: an open state has no `valid_to`. Dates are `date` objects and
    lists are lists. A node has the `name` and the `label` (Country, Person, …) of its actor. A
    symmetric relation (`MET_WITH`) is one edge, from the lower id.

    >>> import polars
    >>> one = {"relation_id": "MET_WITH:BLR:USA:1", "relation": "MET_WITH", "source": "BLR",
    ...     "target": "USA", "valid_from": date(2025, 12, 13), "valid_to": None}
    >>> list(multigraph(polars.DataFrame([one]), []).edges(keys=True, data="valid_from"))
    [('BLR', 'USA', 'MET_WITH:BLR:USA:1', datetime.date(2025, 12, 13))]
    """
    import networkx

    kept = (relations if as_of is None else standing_on(relations, as_of)).sort("relation_id")
    known = {actor.actor_id: actor for actor in actors}
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for actor_id in sorted(set(kept["source"]) | set(kept["target"])):
        actor = known.get(actor_id)
        told = {} if actor is None else {"name": actor.name, "label": actor.label}
        graph.add_node(actor_id, **told)
    with _no_collection():
        for row in kept.iter_rows(named=True):
            edge = {name: value for name, value in row.items() if value or value == 0}
            source, target, key = edge.pop("source"), edge.pop("target"), edge.pop("relation_id")
            graph.add_edge(source, target, key=key, **edge)
    return graph


@contextmanager
def _no_collection() -> Iterator[None]:
    """Leave Python's garbage alone: looking for it takes half the time, and there is none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def write_network(graph: networkx.MultiDiGraph[str], file: IO[bytes], *, form: NetworkForm) -> None:
    """Write what `multigraph` gives as GraphML or as dynamic GEXF.

    Dates become ISO texts and lists JSON texts. In GEXF an edge lasts from `start` to `end`, which
    is not in it any more: the span of a state, the window of an event. What nobody dates starts on
    the day of the earliest report, and such an event ends on the day after; it has no `valid_from`.
    """
    import networkx

    if form == "graphml":
        networkx.write_graphml(_spelled(graph), file)
        return
    from networkx.readwrite.gexf import GEXFWriter

    writer = GEXFWriter(encoding="utf-8", prettyprint=False, version="1.2draft")
    writer.add_graph(_dynamic(graph))
    # The day of writing would make every file another one.
    for meta in writer.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)
    writer.write(file)


def _spelled(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    """The same network with attributes that XML can hold."""
    import networkx

    found: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
    for node, told in graph.nodes(data=True):
        found.add_node(node, **_texts(told))
    for source, target, key, told in graph.edges(keys=True, data=True):
        found.add_edge(source, target, key=key, **_texts(told))
    return found


def _dynamic(graph: networkx.MultiDiGraph[str]) -> networkx.MultiDiGraph[str]:
    import networkx

    found: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(mode="dynamic")
    for node, told in graph.nodes(data=True):
        found.add_node(node, **{_IN_GEXF.get(k, k): v for k, v in _texts(told).items()})
    for source, target, key, told in graph.edges(keys=True, data=True):
        attributes = {"id": key, "label": told.get("relation", ""), **_span(told), **told}
        found.add_edge(source, target, key=key, **_texts(attributes))
    return found


def _span(told: Mapping[str, Any]) -> dict[str, date]:
    """When an edge begins and when it is over, as far as anything is known of it."""
    if "valid_from" in told:
        start, end = told["valid_from"], told.get("valid_to")
    else:
        start, end = told.get("reported_on"), told.get("valid_to")
        if end is None and start is not None and told.get("kind") == "event":
            end = start + timedelta(days=1)
    return {name: day for name, day in (("start", start), ("end", end)) if day is not None}


def _texts(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _text(value) for name, value in told.items() if value is not None}


def _text(value: Any) -> Any:
    r"""A value as XML can hold it.

    >>> _text(date(2025, 12, 13)), _text(["a", "ș"]), _text("a\x00b")
    ('2025-12-13', '["a", "ș"]', 'ab')
    """
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        value = _json(value)
    return _NOT_XML.sub("", value) if isinstance(value, str) else value


# ------------------------------------------------------------ statements


def statement_lines(graph: Graph, statements: polars.DataFrame) -> Iterator[dict[str, Any]]:
    """The statement lines of `detente read`, of all statements that stand, in order of their ids.

    `statements` are those of `Columns`. The lines are fetched some thousands at a time, so that
    memory does not grow with the graph. Merged actors are named as the one that they count as.
    """
    ids = statements.filter(statements["standing"])["statement_id"].to_list()
    for first in range(0, len(ids), _FETCHED):
        for statement in graph.statements(ids=ids[first : first + _FETCHED]):
            yield statement.line()


def write_lines(lines: Iterable[Mapping[str, Any]], file: IO[bytes], *, form: TableForm) -> None:
    """Write statement lines: as they are, or as a table with their keys as columns."""
    if form == "jsonl":
        for line in lines:
            file.write(f"{_json(line)}\n".encode())
        return
    import polars as pl

    frames = _line_frames(lines)
    if form == "parquet":
        write_table(pl.concat(frames), file, form=form)
        return
    for number, frame in enumerate(frames):
        _write_csv(frame, file, header=number == 0)


def _line_frames(lines: Iterable[Mapping[str, Any]]) -> Iterator[polars.DataFrame]:
    """The lines as frames of some thousands of rows, at least one."""
    import polars as pl

    types = dict.fromkeys(_WHOLE, pl.Int64) | dict.fromkeys(_LISTED, pl.List(pl.String))
    schema = {name: types.get(name, pl.String) for name in _keys()} | {"confidence": pl.Float64}
    given = iter(lines)
    rows = [dict(line) for line in islice(given, _FETCHED)]
    while True:
        yield pl.DataFrame(rows, schema=schema).with_columns(
            pl.col("published_at").str.to_date("%Y-%m-%d")
        )
        rows = [dict(line) for line in islice(given, _FETCHED)]
        if len(rows) == 0:
            return


def _keys() -> tuple[str, ...]:
    """The keys of every statement line."""
    bare = {"statement_id": "", "event_id": "", "article_id": "", "subject": None, "object": None}
    return tuple(Statement(relation=next(iter(REGISTRY)), **bare).line())


# ------------------------------------------------------------ tables


def write_table(frame: polars.DataFrame, file: IO[bytes], *, form: TableForm) -> None:
    """Write a frame as it is ordered; in CSV lists are JSON texts and null is nothing."""
    if form == "parquet":
        frame.write_parquet(file, compression="zstd")
        return
    if form == "csv":
        _write_csv(frame.clear(), file, header=True)
    for part in frame.iter_slices(_ROWS):
        if form == "csv":
            _write_csv(part, file, header=False)
        else:
            # By way of memory, so that a pipe that was closed is told as what it is.
            text = BytesIO()
            part.write_ndjson(text)
            file.write(text.getvalue())


def _write_csv(frame: polars.DataFrame, file: IO[bytes], *, header: bool) -> None:
    import polars as pl

    lists = [name for name, kind in frame.schema.items() if kind == pl.List(pl.String)]
    flat = frame.with_columns(
        pl.Series(name, [_listed(one) for one in frame[name].to_list()], dtype=pl.String)
        for name in lists
    )
    text = BytesIO()
    flat.write_csv(text, include_header=header)
    file.write(text.getvalue())


def _listed(value: list[str] | None) -> str | None:
    # Most lists are empty, and there are four in each row.
    return "[]" if value == [] else None if value is None else _json(value)


def _json(value: Any) -> str:
    return _ENCODER.encode(value)


# ------------------------------------------------------------ files


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that becomes `path` when the block ends well, and else is removed.

    Raises `GraphError` where it cannot be written.
    """
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise GraphError(f"cannot write {path}: {os.strerror(error.errno or 0)}") from error
    finally:
        with suppress(OSError):
            part.unlink()
