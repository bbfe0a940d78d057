"""Treaties in the graph: who is bound to whom, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from pydantic import BaseModel

from detente.graph.actor_nodes import ensure_actors
from detente.graph.dates import PartialDate
from detente.graph.pacts import Party, Treaty
from detente.graph.roster import Roster
from detente.graph.transaction import Run, run_rows

__all__ = [
    "SharedTreaty",
    "TreatyUpdate",
    "read_parties",
    "read_shared_treaties",
    "read_treaties",
]

_READ = "MATCH (t:Treaty) RETURN properties(t) AS treaty"

_READ_PARTIES = """
MATCH (a:Actor)-[p:PARTY_TO]->(t:Treaty)
RETURN a.actor_id AS actor_id, t.treaty_id AS treaty_id, p.from AS since, p.to AS until,
    p.valid_from AS valid_from, p.valid_to AS valid_to
"""

_CREATE = """
UNWIND $rows AS row
CREATE (t:Treaty {treaty_id: row.treaty_id}) SET t += row
"""

_UPDATE = """
UNWIND $rows AS row
MATCH (t:Treaty {treaty_id: row.treaty_id}) SET t = row
"""

_CUT = """
UNWIND $rows AS row
MATCH (a:Actor {actor_id: row.actor_id})-[p:PARTY_TO]->(t:Treaty {treaty_id: row.treaty_id})
WHERE p.from = row.since DELETE p
"""

_LINK = """
UNWIND $rows AS row
MATCH (a:Actor {actor_id: row.actor_id})
MATCH (t:Treaty {treaty_id: row.treaty_id})
CREATE (a)-[p:PARTY_TO {from: row.since}]->(t)
SET p.to = row.until, p.valid_from = row.valid_from, p.valid_to = row.valid_to
"""

_SHARED = """
MATCH (a:Actor)-[mine:PARTY_TO]->(t:Treaty)<-[theirs:PARTY_TO]-(b:Actor)
WHERE a.actor_id IN $actors AND NOT b.actor_id IN $actors
RETURN properties(t) AS treaty, b.actor_id AS partner, mine.from AS since, mine.to AS until,
    theirs.from AS joined, theirs.to AS left
"""


class SharedTreaty(BaseModel, frozen=True):
    """A treaty that binds an actor and a partner: "a defence pact with Poland since 1999".

    `since` and `until` bound the time in which it bound both: half-open, `until` is the first day
    without it, and a bare month or year stands for its end.
    """

    treaty_id: str
    name: str
    obligation: str
    partner: str
    since: PartialDate
    until: PartialDate | None = None
    source: str

    def binds(self, day: date) -> bool:
        """Whether it is in force for both on `day`.

        >>> pact = SharedTreaty(treaty_id="T", name="Pact", obligation="defence", partner="POL",
        ...     since=PartialDate("1999-03-12"), until=PartialDate("2004"), source="x")
        >>> [pact.binds(date(year, 3, 12)) for year in (1998, 1999, 2004, 2005)]
        [False, True, True, False]
        """
        return self.since.start <= day and (self.until is None or day < self.until.over)


class TreatyUpdate(NamedTuple):
    """What must be written so that the treaties given stand; each row as it is stored."""

    new: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    replaced: list[dict[str, Any]]

    @classmethod
    def of(cls, run: Run, treaties: Iterable[Treaty], parties: Iterable[Party]) -> TreatyUpdate:
        """Compare treaties and parties with what is stored.

        A treaty or party that is no longer given stays.
        """
        stored = {row["treaty"]["treaty_id"]: row["treaty"] for row in run(_READ)}
        given = {row["treaty_id"]: row for row in (_row(treaty) for treaty in treaties)}
        known = {_party_key(row): _present(row) for row in run(_READ_PARTIES)}
        bound = {_party_key(row): row for row in (_row(party) for party in parties)}
        return cls(
            new=[row for key, row in given.items() if key not in stored],
            changed=[row for key, row in given.items() if stored.get(key, row) != row],
            parties=[row for key, row in bound.items() if known.get(key) != row],
            replaced=[row for key, row in bound.items() if known.get(key, row) != row],
        )

    @property
    def size(self) -> int:
        """How many rows differ."""
        return len(self.new) + len(self.changed) + len(self.parties)

    def write(self, run: Run, roster: Roster) -> None:
        """Store the rows that differ."""
        ensure_actors(run, {row["actor_id"] for row in self.parties}, roster)
        run_rows(run, _CREATE, self.new)
        run_rows(run, _UPDATE, self.changed)
        run_rows(run, _CUT, self.replaced)
        run_rows(run, _LINK, self.parties)


def _row(fact: Treaty | Party) -> dict[str, Any]:
    """A fact as it is stored: the dates as written, and as days to compare with, half-open."""
    days = {
        "valid_from": fact.since.start,
        "valid_to": None if fact.until is None else fact.until.over,
    }
    return _present(fact.model_dump(mode="json") | days)


def _present(row: dict[str, Any]) -> dict[str, Any]:
    # A property that is null is not stored.
    return {key: value for key, value in row.items() if value is not None}


def _party_key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["actor_id"], row["treaty_id"], row["since"]


def read_treaties(run: Run) -> list[Treaty]:
    """Every stored treaty, in order of the ids."""
    found = [Treaty.model_validate(row["treaty"]) for row in run(_READ)]
    return sorted(found, key=lambda treaty: treaty.treaty_id)


def read_parties(run: Run) -> list[Party]:
    """Who is bound by which treaty, in order of the ids."""
    found = [Party.model_validate(row) for row in run(_READ_PARTIES)]
    return sorted(found, key=lambda party: (party.treaty_id, party.actor_id, str(party.since)))


def read_shared_treaties(run: Run, actors: Iterable[str]) -> list[SharedTreaty]:
    """The treaties that bound one of `actors` and another state at the same time, oldest first."""
    shared = (_shared(row) for row in run(_SHARED, actors=list(actors)))
    found = (treaty for treaty in shared if treaty is not None)
    return sorted(found, key=lambda one: (str(one.since), one.treaty_id, one.partner))


def _shared(row: dict[str, Any]) -> SharedTreaty | None:
    bounds = (row["since"], row["joined"], row["treaty"]["since"])
    since = max(map(PartialDate, bounds), key=lambda day: day.start)
    ends = (row["until"], row["left"], row["treaty"].get("until"))
    until = min(
        (PartialDate(end) for end in ends if end is not None),
        key=lambda end: end.over,
        default=None,
    )
    if until is not None and until.over <= since.start:
        return None
    return SharedTreaty.model_validate(
        row["treaty"] | {"partner": row["partner"], "since": since, "until": until}
    )
