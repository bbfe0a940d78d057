"""Which acts a question is answered from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from detente.queries.acts import acts_of
from detente.queries.backing import named_actors
from detente.queries.kept import LARGE, kept

if TYPE_CHECKING:
    import polars

    from detente.graph.columns import Columns
    from detente.graph.roster import Roster
    from detente.graph.statements import Statement

__all__ = ["Asked", "Scope", "acts_from", "acts_in", "sources_of"]


class Asked(Protocol):
    """What a question needs of a graph."""

    roster: Roster

    def columns(self) -> Columns:
        """All statements and relations as frames."""


class Scope(BaseModel, frozen=True):
    """Who is heard, and what was known.

    >>> Scope(without_publisher=("Daily",)).parameters()
    {'without_publisher': ('Daily',)}

    `said_by` keeps what one actor said, `without_publisher` and `without_dataset` leave out
    publishers and data sets, `without_claims` what is somebody's word; `known_on` goes back to what
    was recorded by the end of that day.
    """

    said_by: str | None = None
    without_publisher: tuple[str, ...] = ()
    without_dataset: tuple[str, ...] = ()
    without_claims: bool = False
    known_on: date | None = None

    def hears(self, statement: Statement) -> bool:
        """Whether who says a statement is heard; what was known when is not looked at."""
        return (
            (self.said_by is None or self.said_by in statement.said_by)
            and statement.publisher not in self.without_publisher
            and statement.dataset not in self.without_dataset
            and not (self.without_claims and len(statement.said_by) > 0)
        )

    def parameters(self) -> dict[str, Any]:
        """What was set."""
        return self.model_dump(exclude_defaults=True)


def acts_in(
    graph: Asked,
    scope: Scope,
    *,
    until: date | None = None,
    actors: Collection[str] | None = None,
) -> polars.DataFrame:
    """The acts among states and bodies (or only `actors`) that a question may count."""
    import polars as pl

    acts = acts_from(graph.columns(), scope, frozenset(actors or named_actors(graph.roster)))
    return acts if until is None else acts.filter(pl.col("day") <= until)


def acts_from(columns: Columns, scope: Scope, actors: frozenset[str]) -> polars.DataFrame:
    """The acts among some actors; the same frame again for as long as the graph is the same."""
    return kept(
        columns,
        "acts",
        (scope, actors),
        lambda: acts_of(columns.statements, actors, **scope.model_dump()),
        most=LARGE,
    )


def sources_of(acts: polars.DataFrame) -> tuple[str, ...]:
    """The data sets and publishers behind some acts, those of most acts first."""
    import polars as pl

    named = pl.concat([acts["dataset"], acts["publisher"]]).drop_nulls().rename("source")
    ranked = named.value_counts(name="acts").sort("acts", "source", descending=[True, False])
    return tuple(ranked["source"].to_list())
