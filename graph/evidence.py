"""Reading the statements in the database, which are evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Literal, LiteralString

from detente.graph.statements import LIVE, Statement
from detente.graph.transaction import Run, pages, run_rows

__all__ = [
    "Keys",
    "read_checksums",
    "read_exchanges",
    "read_facts",
    "read_statements",
    "read_surfaces",
    "read_told",
    "statement_pages",
]

#: Dates come back as texts: as values of the driver they cost ten times as much.
_DATED = ("published_at", "recorded_at", "retracted_at")

_LIVE = sorted(LIVE)

#: Statements that are read at once where all are wanted.
_PAGE = 5_000

_EXCHANGES = """
MATCH (s:Statement)-[:EXCHANGED_FOR]->(t:Statement)
RETURN s.statement_id AS statement_id, t.statement_id AS other
"""

_CHECKSUMS: LiteralString = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row})
RETURN collect(s.statement_id) AS ids, collect(coalesce(s.checksum, '')) AS checksums
"""

Keys = Literal["statements", "pairs", "articles", "actors", "mentions", "surfaces"]

_FOUND: LiteralString = (
    "s {.*, subject: s.subject, object: s.object, event_from: null, event_to: null, "
    + ", ".join(f"{name}: toString(s.{name})" for name in _DATED)
    + "} AS statement"
)

# A data set has many rows to a relation, and most say no more than the relation does.
_NO_CODED_FACT = "s.dataset IS NULL OR NOT s.modality IN $live"

_BY: dict[str, LiteralString] = {
    "pairs": f"""
UNWIND $keys AS key
MATCH (s:Statement {{pair: key}}) WHERE $coded_facts OR {_NO_CODED_FACT} RETURN {_FOUND}
""",
    "articles": f"""
UNWIND $keys AS key
MATCH (s:Statement {{article_id: key}}) RETURN {_FOUND}
""",
    "actors": f"""
UNWIND $keys AS key
MATCH (a:Actor {{actor_id: key}})<-[:SUBJECT|OBJECT]-(s:Statement)
WHERE $coded_facts OR {_NO_CODED_FACT}
RETURN {_FOUND}
""",
    "surfaces": f"""
MATCH (s:Statement)
WHERE s.dataset IS NOT NULL AND (s.subject_surface IN $keys OR s.object_surface IN $keys)
RETURN {_FOUND}
""",
    "mentions": f"""
UNWIND $keys AS key
MATCH (a:Actor {{actor_id: key}})<-[:SUBJECT|OBJECT|SAID_BY|LOCATED_IN]-(s:Statement)
RETURN {_FOUND}
""",
}

# In one row, as each row costs the driver more than what is in it; of pairs there may be too many.
_BY_ID: LiteralString = f"""
UNWIND $rows AS row
MATCH (s:Statement {{statement_id: row}})
WITH {_FOUND} RETURN collect(statement) AS statements
"""

_ALL: LiteralString = f"MATCH (s:Statement) RETURN {_FOUND}"

_FACTS: LiteralString = f"MATCH (s:Statement) WHERE s.recorded_at IS NULL RETURN {_FOUND}"

_TOLD: LiteralString = f"""
UNWIND $keys AS key
MATCH (s:Statement {{pair: key}})
WHERE s.dataset IS NULL AND s.relation IN $relations
RETURN {_FOUND}
"""

_SURFACES = """
MATCH (s:Statement) WHERE s.dataset IS NOT NULL
UNWIND [s.subject_surface, s.object_surface] AS name
RETURN DISTINCT name
"""

_PAIRS = """
MATCH (s:Statement) WHERE s.pair IS NOT NULL RETURN s.pair AS pair, count(*) AS statements
"""

_UNPAIRED = "MATCH (s:Statement) WHERE s.pair IS NULL RETURN s.statement_id AS statement_id"


def read_exchanges(run: Run) -> set[tuple[str, str]]:
    """The pairs of statements that tell the two sides of an exchange, the lower id first."""
    return {(row["statement_id"], row["other"]) for row in run(_EXCHANGES)}


def read_statements(
    run: Run,
    keys: Collection[str] | None = None,
    *,
    by: Keys = "statements",
    coded_facts: bool = True,
) -> list[Statement]:
    """The statements with these keys, or all of them, in order of their ids.

    `by` says what the keys are: "statements", "pairs", "articles", "actors" (at either end),
    "mentions" (actors as speakers and places too), or "surfaces" (names of actors in data sets).
    Of pairs and actors, `coded_facts` can leave out what a data set tells as having happened.
    """
    if keys is None:
        return _statements(row["statement"] for row in run(_ALL))
    if len(keys) == 0:
        return []
    if by == "statements":
        found = run_rows(run, _BY_ID, list(keys))
        return _statements(one for row in found for one in row["statements"])
    found = run(_BY[by], keys=list(keys), coded_facts=coded_facts, live=_LIVE)
    return _statements(row["statement"] for row in found)


def read_checksums(run: Run, ids: Iterable[str]) -> dict[str, str]:
    """The checksums of the stored ones among some statements; empty for those that have none.

    Only what came as data and still stands has one.
    """
    found = run_rows(run, _CHECKSUMS, list(ids))
    return {
        key: checksum
        for row in found
        for key, checksum in zip(row["ids"], row["checksums"], strict=True)
    }


def read_facts(run: Run) -> list[Statement]:
    """The statements that were never learnt but known from the start: those of the seeds."""
    return _statements(row["statement"] for row in run(_FACTS))


def read_surfaces(run: Run) -> set[str]:
    """The names of actors as data sets have them."""
    return {row["name"] for row in run(_SURFACES) if row["name"] is not None}


def read_told(run: Run, pairs: Collection[str], relations: Collection[str]) -> list[Statement]:
    """What was read of these types between these pairs of actors; not what came as data."""
    found = run(_TOLD, keys=list(pairs), relations=list(relations))
    return _statements(row["statement"] for row in found)


def statement_pages(run: Run) -> Iterator[list[Statement]]:
    """All statements, some thousands at a time, all about one pair of actors together."""
    counted = {row["pair"]: row["statements"] for row in run(_PAIRS)}
    for page in pages(counted, _PAGE):
        yield read_statements(run, page, by="pairs")
    # An end of theirs is unknown: they speak of no pair.
    unpaired = sorted(row["statement_id"] for row in run(_UNPAIRED))
    for first in range(0, len(unpaired), _PAGE):
        yield read_statements(run, unpaired[first : first + _PAGE])


def _statements(found: Iterable[dict[str, Any]]) -> list[Statement]:
    # One that is found by both its ends comes twice.
    told = {one["statement_id"]: one for one in found}
    return [Statement.model_validate(told[key]) for key in sorted(told)]
