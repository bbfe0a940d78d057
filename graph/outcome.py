"""What a query of the user's own gave: its rows, and what else the database tells about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import neo4j

from detente.graph.values import plain

__all__ = ["Outcome", "outcome_of"]

_COUNTED = (
    *("nodes_created", "nodes_deleted", "relationships_created", "relationships_deleted"),
    *("properties_set", "labels_added", "labels_removed", "indexes_added", "indexes_removed"),
    *("constraints_added", "constraints_removed"),
)


class Outcome(NamedTuple):
    """The columns and rows of a query, what it changed, and its plan when it was asked for one.

    >>> Outcome(("n",), [{"n": 1}]).changes
    {}
    """

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]
    changes: Mapping[str, int] = {}
    plan: str | None = None


def outcome_of(result: neo4j.Result) -> Outcome:
    """Take all that a query gives; values as `plain` writes them."""
    columns = tuple(result.keys())
    rows = [plain(dict(record)) for record in result]
    summary = result.consume()
    counts = {name: int(getattr(summary.counters, name)) for name in _COUNTED}
    plan = summary.profile or summary.plan or {}
    return Outcome(
        columns,
        rows,
        {name.replace("_", " "): count for name, count in counts.items() if count > 0},
        plan.get("args", {}).get("string-representation"),
    )
