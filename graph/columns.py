"""All relations and all statements as data frames, read once and kept until the graph changes."""

# A page of rows travels as one row of long lists, one list a column: a row of its own for each
# relation costs the driver five times as much. Nulls would drop out of such lists, so that each
# column has something else to stand for them; lists within them are slow at both ends and travel as
# texts.
#
# Invariant: a frame is never of another graph, nor of another state of it. What the files on disk
# belong to is written in the graph itself (a random stamp beside the revision that it was made
# for), so that neither a graph that was restored from a copy nor one that was emptied and filled
# again finds those of another. A file has its name only when all of it is written.

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, LiteralString, NamedTuple, TypeVar
from uuid import uuid4

from detente.graph.corrections import read_judgements
from detente.graph.errors import ForbiddenError, GraphError
from detente.graph.judgements import Verdicts
from detente.graph.registry import REGISTRY
from detente.graph.servers.fetching import cache_folder
from detente.graph.store import Store
from detente.graph.transaction import Run, inside, pages

if TYPE_CHECKING:
    import neo4j
    import polars

__all__ = ["Columns", "State", "columns", "read_relation_frame", "read_statement_frame"]

T = TypeVar("T")

#: Rises when the frames come to have other columns: files of another form are not looked at.
_FORM = 1
#: Rows that travel at once, and pages that are asked for at the same time.
_PAGE, _AT_ONCE = 20_000, 2
#: Seconds after which a file that nobody finished was left behind by a process that died.
_ABANDONED = 3_600.0
#: Stands for the number that a statement does not have.
_NO_NUMBER = 1e9
#: Before each part of a list; a control character that stands in no name and no id.
_SEPARATOR = "\x1f"

_Kind = Literal["text", "word", "day", "moment", "number", "count", "list"]

#: What stands for null, as Cypher.
_ABSENT: dict[_Kind, LiteralString] = {
    "text": "''",
    "word": "''",
    "day": "''",
    "moment": "''",
    "number": "1e9",
    "count": "0",
    "list": "''",
}


class _Column(NamedTuple):
    """A column that is read from the graph: "text" is never null, an absent "word" is."""

    name: str
    kind: _Kind
    source: LiteralString


_RELATION_COLUMNS = (
    _Column("relation_id", "word", "r.relation_id"),
    _Column("relation", "word", "type(r)"),
    _Column("source", "word", "a.actor_id"),
    _Column("target", "word", "b.actor_id"),
    _Column("modality", "word", "r.modality"),
    _Column("valid_from", "day", "toString(r.valid_from)"),
    _Column("valid_to", "day", "toString(r.valid_to)"),
    _Column("date_precision", "word", "r.date_precision"),
    _Column("event_date", "word", "r.event_date"),
    _Column("reported_on", "day", "toString(r.reported_on)"),
    _Column("intensity", "number", "r.intensity"),
    _Column("confidence", "number", "r.confidence"),
    _Column("support", "count", "r.support"),
    _Column("publishers", "list", "r.publishers"),
    _Column("datasets", "list", "r.datasets"),
    _Column("said_by", "list", "r.said_by"),
    _Column("quote", "text", "r.quote"),
    _Column("url", "word", "r.url"),
    _Column("statement_ids", "list", "r.statement_ids"),
    _Column("exchange_id", "word", "r.exchange_id"),
)
_STATEMENT_COLUMNS = (
    _Column("statement_id", "word", "s.statement_id"),
    _Column("event_id", "word", "s.event_id"),
    _Column("article_id", "word", "s.article_id"),
    _Column("subject", "word", "s.subject"),
    _Column("object", "word", "s.object"),
    _Column("relation", "word", "s.relation"),
    _Column("modality", "word", "s.modality"),
    _Column("event_date", "word", "s.event_date"),
    _Column("event_end", "word", "s.event_end"),
    _Column("event_from", "day", "toString(s.event_from)"),
    _Column("event_to", "day", "toString(s.event_to)"),
    _Column("published_at", "day", "toString(s.published_at)"),
    _Column("recorded_at", "moment", "toString(s.recorded_at)"),
    _Column("retracted_at", "moment", "toString(s.retracted_at)"),
    _Column("confidence", "number", "s.confidence"),
    _Column("intensity", "number", "s.intensity"),
    _Column("dataset", "word", "s.dataset"),
    _Column("record_id", "word", "s.record_id"),
    _Column("publisher", "word", "s.publisher"),
    _Column("cameo", "word", "s.cameo"),
    _Column("said_by", "list", "s.said_by"),
    _Column("place", "word", "s.place"),
    _Column("exchange_id", "word", "s.exchange_id"),
    _Column("quote", "text", "s.quote"),
    _Column("url", "word", "s.url"),
)
#: What the registry says of a type of relation; these columns come after that of the type.
_OF_THE_TYPE = ("plover", "plover_mode", "quad", "kind")


def _collected(columns: Sequence[_Column]) -> LiteralString:
    return ", ".join(
        f"collect(coalesce({_sent(one)}, {_ABSENT[one.kind]})) AS {one.name}" for one in columns
    )


def _sent(column: _Column) -> LiteralString:
    if column.kind != "list":
        return column.source
    return f"reduce(all = '', one IN {column.source} | all + $separator + one)"


_ANY: LiteralString = "|".join(REGISTRY)

_COUNTED: LiteralString = f"""
MATCH (a:Actor)-[r:{_ANY}]->(:Actor)
WITH a.actor_id AS actor_id, count(r) AS edges
RETURN collect(actor_id) AS actors, collect(edges) AS edges
"""

_RELATIONS: LiteralString = f"""
UNWIND $actors AS actor
MATCH (a:Actor {{actor_id: actor}})-[r:{_ANY}]->(b:Actor)
RETURN {_collected(_RELATION_COLUMNS)}
"""

_COUNT_STATEMENTS = "MATCH (s:Statement) RETURN count(s) AS statements"

# Bounded on both sides, so that the index of the ids is used.
_STATEMENTS: LiteralString = f"""
MATCH (s:Statement) WHERE s.statement_id >= $least AND s.statement_id < $bound
RETURN {_collected(_STATEMENT_COLUMNS)}
"""

_META = "MATCH (m:Meta {key: 'graph'}) RETURN properties(m) AS meta"

# Only where this revision has no stamp yet: of two processes the second takes that of the first.
_STAMP = """
MATCH (m:Meta {key: 'graph'})
WHERE m.revision = $revision AND (m.stamped IS NULL OR m.stamped <> $revision)
SET m.graph_id = coalesce(m.graph_id, $graph_id), m.stamp = $stamp, m.stamped = $revision
"""


class State(NamedTuple):
    """A state of a graph: files are kept only of one that has a stamp."""

    revision: int
    graph_id: str | None = None
    stamp: str | None = None


class Columns:
    """All relations and all statements of a graph as polars frames, as of one revision.

    >>> graph = detente.open()  # doctest: +SKIP
    >>> graph.columns().relations.filter(pl.col("source") == "USA")  # doctest: +SKIP

    Each is read when it is first asked for. Relations are ordered by `relation_id` and statements
    by `statement_id`. `statements` are all of them, with the actors that they name; `standing` is
    false for those that support nothing: retired, rejected, or of a retracted article.
    """

    def __init__(self, store: Store, state: State, folder: Path) -> None:
        self.revision = state.revision
        self._store = store
        self._state = state
        self._folder = folder

    def is_of(self, store: Store, state: State, folder: Path) -> bool:
        """Whether these are the columns of this state of the graph in this store."""
        return (self._store, self._state, self._folder) == (store, state, folder)

    @cached_property
    def relations(self) -> polars.DataFrame:
        """One row a relation. Raises `GraphError` when the graph has changed meanwhile."""
        return self._kept("relations", read_relation_frame)

    @cached_property
    def statements(self) -> polars.DataFrame:
        """One row a statement. Raises `GraphError` when the graph has changed meanwhile."""
        return self._kept("statements", read_statement_frame)

    def _kept(self, name: str, read: Callable[[Run], polars.DataFrame]) -> polars.DataFrame:
        file = self._file(name)
        found = None if file is None else _read_file(file)
        if found is not None:
            return found
        self._check_unchanged()
        frame = read(self._store.read)
        self._check_unchanged()
        if file is not None:
            _write_file(frame, file)
        return frame

    def _file(self, name: str) -> Path | None:
        if self._state.graph_id is None or self._state.stamp is None:
            return None
        return self._folder / self._state.graph_id / f"{self._state.stamp}-{_FORM}.{name}.parquet"

    def _check_unchanged(self) -> None:
        now = _state(self._store.read)
        # A graph that was read without a stamp may have got one meanwhile.
        if now.revision != self.revision or self._state.stamp not in (None, now.stamp):
            raise GraphError("the graph has changed since its columns were asked for: ask again")


def columns(store: Store, *, before: Columns | None = None, folder: Path | None = None) -> Columns:
    """The frames of a graph as it now is; `before` again, if nothing has changed since.

    The next process finds the frames in a file of `folder` (default: `columns` in the cache folder
    of detente). A login that may only read finds files only where somebody else has left them.
    """
    folder = cache_folder() / "columns" if folder is None else folder
    state = _stamped(store)
    if before is not None and before.is_of(store, state, folder):
        return before
    return Columns(store, state, folder)


def _state(run: Run) -> State:
    rows = run(_META)
    meta: dict[str, Any] = rows[0]["meta"] if len(rows) > 0 else {}
    revision = int(meta.get("revision", 0))
    if meta.get("stamped") != revision:
        return State(revision)
    return State(revision, meta["graph_id"], meta["stamp"])


def _stamped(store: Store) -> State:
    found = _state(store.read)
    if found.stamp is None and found.revision > 0:
        fresh = {"revision": found.revision, "graph_id": uuid4().hex, "stamp": uuid4().hex}
        with suppress(ForbiddenError):
            store.write(lambda transaction: _stamp(transaction, fresh))
        found = _state(store.read)
    return found


def _stamp(transaction: neo4j.ManagedTransaction, fresh: dict[str, Any]) -> None:
    inside(transaction)(_STAMP, **fresh)


# ------------------------------------------------------------ reading


def read_relation_frame(run: Run) -> polars.DataFrame:
    """All relations from the graph, in order of their ids."""
    (found,) = run(_COUNTED)
    counted = dict(zip(found["actors"], found["edges"], strict=True))

    def page(actors: list[str]) -> polars.DataFrame:
        (row,) = run(_RELATIONS, actors=actors, separator=_SEPARATOR)
        return _frame(row, _RELATION_COLUMNS)

    import polars as pl

    frame = _together(pages(counted, _PAGE), page, _RELATION_COLUMNS, key="relation_id")
    count = pl.col("publishers").list.len().cast(pl.Int32).alias("publisher_count")
    frame = _with_type(frame).with_columns(count)
    return frame.select(_after(frame.columns[:-1], "publishers", ["publisher_count"]))


def read_statement_frame(run: Run) -> polars.DataFrame:
    """All statements from the graph, in order of their ids."""
    (counted,) = run(_COUNT_STATEMENTS)

    def page(bounds: tuple[str, str]) -> polars.DataFrame:
        least, bound = bounds
        (row,) = run(_STATEMENTS, least=least, bound=bound, separator=_SEPARATOR)
        return _frame(row, _STATEMENT_COLUMNS)

    bounds = _bounds(counted["statements"])
    found = _with_type(_together(bounds, page, _STATEMENT_COLUMNS, key="statement_id"))
    found = found.with_columns(_standing(run))
    return found.select(_after(found.columns[:-1], "retracted_at", ["standing"]))


def _bounds(statements: int) -> list[tuple[str, str]]:
    r"""Ranges of ids that hold about a page each; what is no hash goes to the outer ones.

    >>> _bounds(40_000)
    [('', 's0'), ('s0', 's8000'), ('s8000', 't'), ('t', '\U0010ffff')]
    """
    parts = max(1, statements // _PAGE)
    inner = [f"s{part * 0x10000 // parts:04x}" for part in range(1, parts)]
    edges = ["", "s0", *inner, "t", "\U0010ffff"]
    return list(pairwise(edges))


def _together(
    asked: Iterable[T],
    page: Callable[[T], polars.DataFrame],
    kinds: Sequence[_Column],
    *,
    key: str,
) -> polars.DataFrame:
    """All pages in one frame, sorted by their key."""
    import polars as pl

    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        parts = list(pool.map(page, asked))
    finally:
        # After Ctrl-C nobody waits for pages that were not begun.
        pool.shutdown(cancel_futures=True)
    empty = _frame({one.name: [] for one in kinds}, kinds)
    return pl.concat([empty, *parts]).unique(key, keep="first").sort(key).rechunk()


def _frame(row: dict[str, list[Any]], kinds: Sequence[_Column]) -> polars.DataFrame:
    import polars as pl

    return pl.DataFrame([_series(one, row[one.name]) for one in kinds])


def _series(column: _Column, values: list[Any]) -> polars.Series:
    import polars as pl

    match column.kind:
        case "number":
            found = pl.Series(column.name, values, dtype=pl.Float64, strict=False)
            return found.set(found == _NO_NUMBER, None)
        case "count":
            return pl.Series(column.name, values, dtype=pl.Int32)
        case "list":
            return _lists(column.name, values)
        case "text":
            return pl.Series(column.name, values, dtype=pl.String)
        case "moment":
            return _moments(column.name, values)
    found = pl.Series(column.name, values, dtype=pl.String)
    found = found.set(found == "", None)
    return found.str.to_date("%Y-%m-%d") if column.kind == "day" else found


def _lists(name: str, values: list[str]) -> polars.Series:
    import polars as pl

    joined = pl.DataFrame({name: values}, schema={name: pl.String})
    parts = pl.col(name).str.strip_prefix(_SEPARATOR).str.split(_SEPARATOR)
    none = pl.lit([], dtype=pl.List(pl.String))
    return joined.select(pl.when(pl.col(name) == "").then(none).otherwise(parts).alias(name))[name]


def _moments(name: str, values: list[str]) -> polars.Series:
    import polars as pl

    # The databases write them in several ways; a load has few of them.
    told = {one: datetime.fromisoformat(one) for one in set(values) if one != ""}
    return pl.Series(name, [told.get(one) for one in values], dtype=pl.Datetime("us", "UTC"))


def _with_type(frame: polars.DataFrame) -> polars.DataFrame:
    """Add what the registry says of each type."""
    import polars as pl

    known = pl.DataFrame(
        [[name, *(getattr(kind, one) for one in _OF_THE_TYPE)] for name, kind in REGISTRY.items()],
        schema={"relation": pl.String, **dict.fromkeys(_OF_THE_TYPE, pl.String), "quad": pl.Int8},
        orient="row",
    )
    joined = frame.join(known, on="relation", how="left", maintain_order="left")
    return joined.select(_after(frame.columns, "relation", _OF_THE_TYPE))


def _after(names: Sequence[str], name: str, others: Sequence[str]) -> Iterator[str]:
    for one in names:
        yield one
        if one == name:
            yield from others


def _standing(run: Run) -> polars.Expr:
    import polars as pl

    judgements = read_judgements(run)
    verdicts = Verdicts(judgements)
    targets = sorted({one.target for one in judgements})
    rejected = [one for one in targets if verdicts.verdict(one) == "reject"]
    retracted = [one for one in targets if verdicts.retracts(one)]
    return (
        pl.col("retracted_at").is_null()
        & ~pl.col("statement_id").is_in(rejected)
        & ~pl.col("article_id").is_in(retracted)
    ).alias("standing")


# ------------------------------------------------------------ files


def _read_file(file: Path) -> polars.DataFrame | None:
    """The frame of a file, or None where there is none that can be read."""
    import polars as pl

    try:
        return pl.read_parquet(file)
    except (OSError, pl.exceptions.PolarsError):
        return None


def _write_file(frame: polars.DataFrame, file: Path) -> None:
    """Keep a frame, and nothing else of its graph; where that cannot be, it is read again."""
    import polars as pl

    part = file.with_name(f"{uuid4().hex}.part")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        frame.write_parquet(part, compression="zstd", compression_level=1)
        part.replace(file)
        _tidy(file)
    except (OSError, pl.exceptions.PolarsError):
        with suppress(OSError):
            part.unlink()


def _tidy(kept: Path) -> None:
    """Remove the files of other states of the graph, and what died processes left behind."""
    same = kept.name.partition(".")[0]
    for entry in os.scandir(kept.parent):
        abandoned = time.time() - entry.stat().st_mtime > _ABANDONED
        if abandoned if entry.name.endswith(".part") else not entry.name.startswith(f"{same}."):
            with suppress(OSError):
                Path(entry).unlink()
