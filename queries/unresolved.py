"""Names of coded data that stand for nobody known, by the rows that they cost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["unresolved"]

_SOURCES = """
MATCH (s:Statement)
WHERE s.dataset IS NOT NULL AND s.subject IS NULL AND s.subject_surface IS NOT NULL
RETURN s.subject_surface AS name, s.dataset AS dataset, s.rule AS rule, count(s) AS rows
"""

_TARGETS = """
MATCH (s:Statement)
WHERE s.dataset IS NOT NULL AND s.object IS NULL AND s.object_surface IS NOT NULL
RETURN s.object_surface AS name, s.dataset AS dataset, s.rule AS rule, count(s) AS rows
"""


def unresolved(graph: Graph, *, top: int | None = 50) -> list[dict[str, Any]]:
    """The names that could not be placed, those with the most rows first.

    >>> unresolved(graph, top=1)  # doctest: +SKIP
    [{'name': 'Middle East', 'rows': 367, 'why': 'ambiguous', 'datasets': ['tkg']}]

    `why` says what stood in the way: unknown name, ambiguous, no state, no office.
    """
    rows: Counter[str] = Counter()
    why: dict[str, str] = {}
    datasets: dict[str, set[str]] = {}
    for query, place in ((_SOURCES, 1), (_TARGETS, 2)):
        for found in graph.cypher(query):
            name = found["name"]
            rows[name] += found["rows"]
            why.setdefault(name, found["rule"].split("/")[place])
            datasets.setdefault(name, set()).add(found["dataset"])
    ordered = sorted(rows, key=lambda name: (-rows[name], name))[:top]
    return [
        {"name": name, "rows": rows[name], "why": why[name], "datasets": sorted(datasets[name])}
        for name in ordered
    ]
