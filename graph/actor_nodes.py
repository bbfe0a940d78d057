"""The actors in the database."""

# An actor carries the label Actor and exactly one further label, from birth: ArcadeDB cannot change
# the labels of a node, and finds actors by the label Actor alone.

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, LiteralString, get_args

from detente.graph.actors import Actor, ActorLabel
from detente.graph.roster import Roster
from detente.graph.transaction import Run, run_rows

__all__ = ["create_actors", "ensure_actors", "missing_actors", "read_actors", "write_actors"]

_CREATE_ACTORS: dict[ActorLabel, LiteralString] = {
    label: f"""
UNWIND $rows AS row
OPTIONAL MATCH (known:Actor {{actor_id: row.actor_id}})
WITH row, known WHERE known IS NULL
CREATE (a:Actor:{label} {{actor_id: row.actor_id}}) SET a += row
"""
    for label in get_args(ActorLabel)
}

_UPDATE_ACTORS = """
UNWIND $rows AS row
MATCH (a:Actor {actor_id: row.actor_id}) SET a += row
"""

_READ_ACTORS = """
UNWIND $ids AS id
MATCH (a:Actor {actor_id: id})
RETURN properties(a) AS actor, labels(a) AS labels
"""

_KNOWN = "UNWIND $ids AS id MATCH (a:Actor {actor_id: id}) RETURN collect(id) AS known"

_READ_ALL_ACTORS = "MATCH (a:Actor) RETURN properties(a) AS actor, labels(a) AS labels"


def write_actors(run: Run, actors: Iterable[Actor]) -> int:
    """Store actors, or what has changed about them; return how many that were."""
    wanted = {actor.actor_id: actor for actor in actors}
    stored = {actor.actor_id: actor for actor in read_actors(run, wanted)}
    new = [actor for actor_id, actor in wanted.items() if actor_id not in stored]
    create_actors(run, new)
    changed = [
        actor
        for actor_id, actor in wanted.items()
        if actor_id in stored and stored[actor_id] != actor
    ]
    # What is null here is taken away.
    run_rows(run, _UPDATE_ACTORS, [actor.model_dump(exclude={"label"}) for actor in changed])
    return len(new) + len(changed)


def create_actors(run: Run, actors: Sequence[Actor]) -> None:
    """Store actors that are not stored; others are left as they are."""
    for label, query in _CREATE_ACTORS.items():
        run_rows(run, query, [_actor_row(actor) for actor in actors if actor.label == label])


def _actor_row(actor: Actor) -> dict[str, Any]:
    return actor.model_dump(exclude={"label"}, exclude_none=True)


def read_actors(run: Run, ids: Collection[str] | None = None) -> list[Actor]:
    """The stored actors among `ids`, or all of them."""
    rows = run(_READ_ALL_ACTORS) if ids is None else run(_READ_ACTORS, ids=list(ids))
    return [_actor(row) for row in rows]


def _actor(row: dict[str, Any]) -> Actor:
    (label,) = (label for label in row["labels"] if label != "Actor")
    return Actor.model_validate(row["actor"] | {"label": label})


def ensure_actors(run: Run, ids: Collection[str], roster: Roster) -> None:
    """Store those of `ids` that are not stored yet, as the roster has them.

    One that the roster does not know becomes an organization named by its id.
    """
    create_actors(run, missing_actors(run, ids, roster))


def missing_actors(run: Run, ids: Collection[str], roster: Roster) -> list[Actor]:
    """The actors that `ensure_actors` would store."""
    (row,) = run(_KNOWN, ids=sorted(ids))
    missing = sorted(set(ids) - set(row["known"]))
    unnamed = {one: Actor(actor_id=one, label="Organization", name=one) for one in missing}
    return [roster.actor(one) or unnamed[one] for one in missing]
