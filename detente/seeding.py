"""What a new graph starts from, put into the store: actors, offices, memberships, treaties."""

# The facts go in once for each version of the seed files; opening again compares one digest.

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from detente import seeds
from detente.graph.actors import Membership, Office
from detente.graph.graph import Graph
from detente.graph.ids import make_id
from detente.graph.statements import Statement

__all__ = ["facts", "plant", "seeds_digest"]

#: Rises when the same files come to give other facts or treaties.
_VERSION = 2


def plant(graph: Graph) -> bool:
    """Put the seeds into a graph that does not have this version of them; say whether it did so."""
    digest = seeds_digest()
    if graph.facts_digest == digest:
        return False
    graph.add_actors(seeds.actors())
    graph.add_treaties(seeds.treaties(), seeds.parties())
    # The digest comes last: an interrupted start is made good by the next one.
    graph.add_statements(facts(), facts_digest=digest)
    return True


def seeds_digest() -> str:
    """One hash for the content of all seed files.

    >>> len(seeds_digest())
    64
    """
    digest = hashlib.sha256(str(_VERSION).encode())
    for path in sorted(Path(seeds.__file__).parent.glob("*.csv")):
        digest.update(path.name.encode("utf8"))
        digest.update(path.read_bytes())
    return digest.hexdigest()


def facts() -> Iterator[Statement]:
    """Offices and memberships as statements, known since ever."""
    yield from (_office(office) for office in seeds.offices())
    yield from (_membership(membership) for membership in seeds.memberships())


def _office(office: Office) -> Statement:
    return _fact(
        "offices",
        f"{office.person}/{office.actor_id}/{office.office}/{office.since}",
        office,
        subject=office.person,
        relation="HOLDS_OFFICE",
        object=office.actor_id,
        trigger=office.office,
    )


def _membership(membership: Membership) -> Statement:
    return _fact(
        "memberships",
        f"{membership.actor_id}/{membership.bloc}/{membership.since}",
        membership,
        subject=membership.actor_id,
        relation="MEMBER_OF",
        object=membership.bloc,
        trigger=membership.obligation or "member",
    )


def _fact(table: str, key: str, term: Office | Membership, **said: str) -> Statement:
    """A row of seeds/<table>.csv as a statement; `key` tells it from the other rows."""
    return Statement(
        statement_id=make_id("s", table, key),
        event_id=make_id("e", table, key),
        article_id=f"seeds:{table}",
        event_date=term.since,
        event_end=term.until,
        rule=f"seeds/{table}.csv",
        publisher=term.source,
        dataset="seeds",
        record_id=key,
        **said,
    )
