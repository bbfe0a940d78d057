"""Who is known under a name, and how much the graph has about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.graph.roster import Found
from detente.queries.ends import names_of
from detente.queries.wording import Named

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["find"]

_COUNT = """
MATCH (a:Actor)<-[:SUBJECT|OBJECT]-(s:Statement)
WHERE a.actor_id IN $ids AND s.retracted_at IS NULL
RETURN a.actor_id AS actor_id, count(DISTINCT s) AS statements
"""


def find(graph: Graph, text: str, *, limit: int = 20) -> list[dict[str, Any]]:
    """Actors with a name that contains `text`, best first, with their offices and statements.

    >>> find(graph, "lukas")[0]["actor_id"]  # doctest: +SKIP
    'ALEKSANDR_LUKASHENKO'
    """
    hits = graph.roster.find(text)[:limit]
    rows = graph.cypher(_COUNT, {"ids": [hit.actor.actor_id for hit in hits]})
    counts = {row["actor_id"]: row["statements"] for row in rows}
    names = names_of(graph.roster)
    return [
        {
            "actor_id": hit.actor.actor_id,
            "name": hit.actor.name,
            "label": hit.actor.label,
            "matched": hit.matched,
            "offices": _offices(hit, names),
            "statements": counts.get(hit.actor.actor_id, 0),
        }
        for hit in hits
    ]


def _offices(hit: Found, names: Named) -> list[str]:
    return [
        f"{office.office.replace('_', ' ')}, {names(office.actor_id)}, "
        + (f"since {office.since}" if office.until is None else f"{office.since} to {office.until}")
        for office in hit.offices
    ]
