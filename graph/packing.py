"""Models as the rows of a query: values in a fixed order, days and moments once a query."""

# A load sends millions of values. Named in every row, or temporal in every row, they would cost
# several times as much at both ends.

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, LiteralString, NamedTuple, TypeVar, get_args

from pydantic import BaseModel

from detente.graph.dates import PartialDate
from detente.graph.transaction import Run, batched

__all__ = ["Batch", "Packing", "send"]

M = TypeVar("M", bound=BaseModel)
V = TypeVar("V")


class _Rows(list[Any]):
    """A list that nobody writes out: the driver does for its log, even if there is no log."""

    def __repr__(self) -> str:
        return f"<{len(self)} rows>"


class _Numbers(dict[V, int]):
    """Numbers values by their first appearance."""

    def __missing__(self, value: V) -> int:
        number = self[value] = len(self)
        return number


class Batch(NamedTuple):
    """What one query carries: rows, and the days and moments that they name by number."""

    rows: list[Any]
    days: list[date]
    moments: list[str]


class Packing(Generic[M]):
    """How models of one kind become rows.

    >>> from detente.graph.articles import Article
    >>> packing = Packing(Article, leaving=set(Article.model_fields) - {"url", "published_at"})
    >>> packing.properties
    'published_at: $batch.days[row[0]], url: row[1]'
    >>> packing.batches([Article.of("…", published_at=date(2025, 12, 13))])
    [Batch(rows=<1 rows>, days=[datetime.date(2025, 12, 13)], moments=[])]

    A row has all fields but those `leaving`, then what is `derived` from a model, with `days` last.
    Null values and empty lists are null, which stores nothing. A query that has moments begins with
    `MOMENTS`: as parameters they would lose their zone on ArcadeDB.
    """

    MOMENTS: LiteralString = "WITH [moment IN $batch.moments | datetime(moment)] AS moments\n"

    def __init__(
        self,
        model: type[M],
        *,
        leaving: Collection[str] = (),
        derived: Mapping[str, Callable[[M], Any]] | None = None,
        days: Mapping[str, Callable[[M], date | None]] | None = None,
    ) -> None:
        kinds = {
            name: {field.annotation, *get_args(field.annotation)}
            for name, field in model.model_fields.items()
            if name not in leaving
        }
        own, more, dated = list(kinds), dict(derived or {}), dict(days or {})
        self._own = attrgetter(*own)
        self._more = (*more.values(), *dated.values())
        self._names = (*own, *more, *dated)

        def having(kind: Any) -> list[int]:
            return [place for place, found in enumerate(kinds.values()) if kind in found]

        self._texts = [
            place for place, found in enumerate(kinds.values()) if any(map(_is_text, found))
        ]
        self._lists = having(...)
        self._moments = having(datetime)
        self._days = having(date) + [self._names.index(name) for name in dated]

    @property
    def properties(self) -> LiteralString:
        """What a node or a relationship is created with, from `row`."""
        return ", ".join(f"{one}: {self.value(one)}" for one in self._names)

    def value(self, name: str) -> LiteralString:
        """The value of one property, from `row`."""
        number = self._names.index(name)
        value = f"row[{number}]"
        if number in self._days:
            value = f"$batch.days[{value}]"
        elif number in self._moments:
            value = f"moments[{value}]"
        return value

    def batches(self, models: Sequence[M]) -> list[Batch]:
        """Rows of models, as many a batch as one query carries."""
        return [self._batch(some, self._packed) for some in batched(models)]

    def batches_by_dyad(self, models: Sequence[M]) -> list[Batch]:
        """The same as maps, in which `rows` are those of one `subject` and `object`."""
        return [self._batch(some, self._packed_by_dyad) for some in batched(models)]

    def _batch(
        self,
        models: Sequence[M],
        packed: Callable[[Sequence[M], _Numbers[date], _Numbers[datetime]], Iterable[Any]],
    ) -> Batch:
        days: _Numbers[date] = _Numbers()
        moments: _Numbers[datetime] = _Numbers()
        rows = _Rows(packed(models, days, moments))
        return Batch(rows, list(days), [one.isoformat() for one in moments])

    def _packed(
        self, models: Sequence[M], days: _Numbers[date], moments: _Numbers[datetime]
    ) -> Iterable[list[Any]]:
        for model in models:
            row = list(self._own(model))
            row += [derive(model) for derive in self._more]
            for place in self._texts:
                row[place] = None if row[place] is None else str(row[place])
            for place in self._lists:
                row[place] = list(row[place]) or None
            for place in self._days:
                row[place] = None if row[place] is None else days[row[place]]
            for place in self._moments:
                row[place] = None if row[place] is None else moments[row[place]]
            yield row

    def _packed_by_dyad(
        self, models: Sequence[M], days: _Numbers[date], moments: _Numbers[datetime]
    ) -> Iterable[dict[str, Any]]:
        found: dict[tuple[str, str], list[M]] = {}
        for model in models:
            found.setdefault(_ends(model), []).append(model)
        for (subject, object_), mine in found.items():
            rows = list(self._packed(mine, days, moments))
            yield {"subject": subject, "object": object_, "rows": rows}


_ends = attrgetter("subject", "object")


def _is_text(kind: Any) -> bool:
    """Whether the values of a type are stored as the texts that they print as."""
    return isinstance(kind, type) and issubclass(kind, (StrEnum, PartialDate))


def send(run: Run, query: LiteralString, batches: Iterable[Batch]) -> None:
    """Run a query that begins with `UNWIND $batch.rows` for each batch."""
    # In one map: of lists, Neo4j plans a query anew for each order of magnitude of their lengths.
    for batch in batches:
        run(query, batch=batch._asdict())
