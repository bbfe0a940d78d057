"""Treaties in the graph: who is bound to whom, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from detente.graph.dates import PartialDate
from detente.graph.transaction import Run, run_rows

__all__ = ["Party", "SharedTreaty", "Treaty", "read_treaties", "write_treaties"]

_READ = "MATCH (t:Treaty) RETURN properties(t) AS treaty"

_READ_PARTIES = """
MATCH (a:Actor)-[p:PARTY_TO]->(t:Treaty)
RETURN a.actor_id AS actor_id, t.treaty_id AS treaty_id, p.from AS since, p.to AS until
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
CREATE (a)-[p:PARTY_TO {from: row.since}]->(t) SET p.to = row.until
"""

_SHARED = """
MATCH (a:Actor)-[mine:PARTY_TO]->(t:Treaty)<-[theirs:PARTY_TO]-(b:Actor)
WHERE a.actor_id IN $actors AND NOT b.actor_id IN $actors
RETURN properties(t) AS treaty, b.actor_id AS partner, mine.from AS since, mine.to AS until,
    theirs.from AS joined, theirs.to AS left
"""


class Treaty(BaseModel, frozen=True):
    """A treaty with its strongest obligation: "the North Atlantic Treaty, a defence pact of 1949"."""

    model_config = ConfigDict(from_attributes=True)

    treaty_id: str
    name: str
    obligation: str
    since: PartialDate
    until: PartialDate | None = None
    source: str


class Party(BaseModel, frozen=True):
    """A state bound by a treaty for a time: "France is party to the North Atlantic Treaty"."""

    model_config = ConfigDict(from_attributes=True)

    treaty_id: str
    actor_id: str
    since: PartialDate
    until: PartialDate | None = None


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
        return self.since.start <= day and (self.until is None or day < _over(self.until))


def _over(until: PartialDate) -> date:
    return until.start if until.precision == "day" else until.end


def write_treaties(run: Run, treaties: Iterable[object], parties: Iterable[object]) -> int:
    """Store treaties and their parties, or what has changed; return how many rows that were.

    Rows are `Treaty` and `Party`, or anything with the same attributes. The parties are stored
    actors. A treaty or party that is no longer given stays.
    """
    stored = {row["treaty"]["treaty_id"]: row["treaty"] for row in run(_READ)}
    given = {row["treaty_id"]: row for row in (_row(Treaty, treaty) for treaty in treaties)}
    new = [row for key, row in given.items() if key not in stored]
    changed = [row for key, row in given.items() if key in stored and stored[key] != row]
    run_rows(run, _CREATE, new)
    run_rows(run, _UPDATE, changed)
    known = {_party_key(row): row for row in run(_READ_PARTIES)}
    bound = {_party_key(row): row for row in (_row(Party, party) for party in parties)}
    fresh = [row for key, row in bound.items() if known.get(key) != _NO_END | row]
    run_rows(run, _CUT, [row for row in fresh if _party_key(row) in known])
    run_rows(run, _LINK, fresh)
    return len(new) + len(changed) + len(fresh)


_NO_END = {"until": None}


def _row(model: type[Treaty | Party], row: object) -> dict[str, Any]:
    return model.model_validate(row).model_dump(mode="json", exclude_none=True)


def _party_key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["actor_id"], row["treaty_id"], row["since"]


def read_treaties(run: Run, actors: Iterable[str]) -> list[SharedTreaty]:
    """The treaties that bound one of `actors` and another state at the same time, oldest first."""
    shared = (_shared(row) for row in run(_SHARED, actors=list(actors)))
    found = (treaty for treaty in shared if treaty is not None)
    return sorted(found, key=lambda one: (str(one.since), one.treaty_id, one.partner))


def _shared(row: dict[str, Any]) -> SharedTreaty | None:
    bounds = (row["since"], row["joined"], row["treaty"]["since"])
    since = max(map(PartialDate, bounds), key=lambda day: day.start)
    ends = (row["until"], row["left"], row["treaty"].get("until"))
    until = min((PartialDate(end) for end in ends if end is not None), key=_over, default=None)
    if until is not None and _over(until) <= since.start:
        return None
    return SharedTreaty.model_validate(
        row["treaty"] | {"partner": row["partner"], "since": since, "until": until}
    )
