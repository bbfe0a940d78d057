"""Who is known under a name, and how much the graph has about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from detente.graph.errors import GraphError
from detente.graph.roster import Found
from detente.queries.captions import Named
from detente.queries.ends import names_of

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Directory", "find"]

_COUNT = """
MATCH (a:Actor)<-[:SUBJECT|OBJECT]-(s:Statement)
WHERE a.actor_id IN $ids AND s.retracted_at IS NULL AND coalesce(s.dataset, '') <> 'seeds'
RETURN a.actor_id AS actor_id, count(DISTINCT s) AS statements
"""


class Directory(NamedTuple):
    """The actors found, one row each, and how many more there are."""

    rows: list[dict[str, Any]]
    more: int


def find(graph: Graph, text: str, *, limit: int | None = 20) -> Directory:
    """Actors with a name that contains `text`, best first, with their offices and statements.

    >>> find(graph, "lukas").rows[0]["actor_id"]  # doctest: +SKIP
    'ALEKSANDR_LUKASHENKO'

    The statements are those of articles and data sets; offices and memberships are not counted.
    Raises `GraphError` for a text without a letter or a digit.
    """
    if not any(one.isalnum() for one in text):
        raise GraphError(f"'{text}' holds no letter: give a part of a name, such as 'lukas'")
    found = graph.roster.find(text)
    hits = found[:limit]
    rows = graph.cypher(_COUNT, {"ids": [hit.actor.actor_id for hit in hits]})
    counts = {row["actor_id"]: row["statements"] for row in rows}
    names = names_of(graph.roster)
    shown = [
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
    return Directory(shown, len(found) - len(hits))


def _offices(hit: Found, names: Named) -> list[str]:
    return [
        f"{office.office.replace('_', ' ')}, {names(office.actor_id)}, "
        + (f"since {office.since}" if office.until is None else f"{office.since} to {office.until}")
        for office in hit.offices
    ]
