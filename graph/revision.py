"""The revision of a graph, and which facts it started from: the one node labelled Meta."""

# The revision rises once in every write transaction that changes something, and first thing in it:
# the lock on the node makes writers wait for each other.

from __future__ import annotations

from detente.graph.transaction import Run

__all__ = [
    "PROJECTION",
    "facts_digest",
    "lift_revision",
    "projection_version",
    "raise_revision",
    "revision",
    "set_facts_digest",
    "set_projection_version",
]

#: Rises when the same evidence comes to give other edges: those stored are then derived anew.
PROJECTION = 3

_READ = "MATCH (m:Meta {key: 'graph'}) RETURN properties(m) AS meta"

_RAISE = """
MERGE (m:Meta {key: 'graph'})
ON CREATE SET m.revision = 1, m.projection = $projection
ON MATCH SET m.revision = m.revision + 1
RETURN m.revision AS revision
"""

_LIFT = """
MATCH (m:Meta {key: 'graph'}) WHERE m.revision < $least SET m.revision = $least
"""

_SET_FACTS = "MATCH (m:Meta {key: 'graph'}) SET m.facts_digest = $digest"
_SET_PROJECTION = "MATCH (m:Meta {key: 'graph'}) SET m.projection = $projection"


def revision(run: Run) -> int:
    """How many times the graph was changed; 0 for an empty one."""
    return int(_meta(run).get("revision", 0))


def raise_revision(run: Run) -> int:
    """Count one change and hold other writers back until it is done."""
    (row,) = run(_RAISE, projection=PROJECTION)
    return int(row["revision"])


def lift_revision(run: Run, least: int) -> None:
    """Go on counting from `least`: what was judged elsewhere was judged before."""
    run(_LIFT, least=least)


def facts_digest(run: Run) -> str | None:
    """The digest that came with the facts loaded last."""
    digest = _meta(run).get("facts_digest")
    return None if digest is None else str(digest)


def set_facts_digest(run: Run, digest: str) -> None:
    """Note which facts the graph now holds."""
    run(_SET_FACTS, digest=digest)


def projection_version(run: Run) -> int:
    """Which projection made the stored edges; the present one where there are none."""
    return int(_meta(run).get("projection", PROJECTION))


def set_projection_version(run: Run) -> None:
    """Note that the stored edges come from the present projection."""
    run(_SET_PROJECTION, projection=PROJECTION)


def _meta(run: Run) -> dict[str, str | int]:
    rows = run(_READ)
    return rows[0]["meta"] if len(rows) > 0 else {}
