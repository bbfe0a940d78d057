"""The statements in the database, with the links that make them evidence."""

# Evidence is append-only: statements are retired, never removed. A statement's node repeats the
# actors that its links name, so that it is read in one piece; `check` compares the two.

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Literal, LiteralString

from detente.graph.statements import Statement
from detente.graph.transaction import Run, by_dyad, pages, run_dated, run_rows

__all__ = [
    "Keys",
    "link_exchanges",
    "read_checksums",
    "read_exchanges",
    "read_facts",
    "read_statements",
    "read_surfaces",
    "read_told",
    "retire_statements",
    "statement_pages",
    "write_exchanges",
    "write_statements",
]

#: Dates travel as texts, both ways: as values of the driver they cost ten times as much.
_MOMENTS = ("recorded_at", "retracted_at")
_DATED = ("published_at", *_MOMENTS)
_DAYS = ("published_at", "event_from", "event_to")

#: Statements that are read at once where all are wanted.
_PAGE = 5_000

_NODE: LiteralString = ", ".join(
    [f"{name}: row.{name}" for name in Statement.model_fields if name not in _DATED]
    + ["pair: row.pair", "date_precision: row.date_precision", "checksum: row.checksum"]
    + [f"{name}: $days[row.{name}]" for name in _DAYS]
    # As a parameter a moment would lose its zone on ArcadeDB.
    + [f"{name}: datetime(row.{name})" for name in _MOMENTS]
)

_CREATE: LiteralString = f"""
UNWIND $rows AS row
CREATE (s:Statement {{{_NODE}}})
"""

# By far the most have both ends, and come with others of the same two: those are looked up once.
_CREATE_BETWEEN: LiteralString = f"""
UNWIND $rows AS dyad
MATCH (a:Actor {{actor_id: dyad.subject}})
MATCH (b:Actor {{actor_id: dyad.object}})
UNWIND dyad.rows AS row
WITH a, b, row
CREATE (s:Statement {{{_NODE}}})
CREATE (s)-[:SUBJECT {{surface: row.subject_surface}}]->(a)
CREATE (s)-[:OBJECT {{surface: row.object_surface}}]->(b)
"""

_UPDATE: LiteralString = f"""
UNWIND $rows AS row
MATCH (s:Statement {{statement_id: row.statement_id}})
SET s = {{{_NODE}}}
"""

_CUT_LINKS = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row})-[l:STATED_IN|SUBJECT|OBJECT|SAID_BY|LOCATED_IN]->()
DELETE l
"""

_CUT_EXCHANGES = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row})-[l:EXCHANGED_FOR]-() DELETE l
"""

_LINK_ARTICLE = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
MATCH (a:Article {article_id: row.article_id})
CREATE (s)-[:STATED_IN {start: row.start, end: row.end}]->(a)
"""

_LINK_SUBJECT = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
MATCH (a:Actor {actor_id: row.subject})
CREATE (s)-[l:SUBJECT]->(a) SET l.surface = row.subject_surface
"""

_LINK_OBJECT = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
MATCH (a:Actor {actor_id: row.object})
CREATE (s)-[l:OBJECT]->(a) SET l.surface = row.object_surface
"""

_LINK_PLACE = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
MATCH (a:Actor {actor_id: row.place})
CREATE (s)-[:LOCATED_IN]->(a)
"""

_LINK_SPEAKER = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
MATCH (a:Actor {actor_id: row.speaker})
CREATE (s)-[:SAID_BY {order: row.order}]->(a)
"""

# The lower id points at the higher: an exchange has no direction.
_LINK_EXCHANGE = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
MATCH (t:Statement {statement_id: row.other})
MERGE (s)-[:EXCHANGED_FOR]->(t)
"""

_EXCHANGES = """
MATCH (s:Statement)-[:EXCHANGED_FOR]->(t:Statement)
RETURN s.statement_id AS statement_id, t.statement_id AS other
"""

_RETIRE = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
SET s.retracted_at = datetime(row.retracted_at), s.checksum = null
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

_BY: dict[str, LiteralString] = {
    "pairs": f"""
UNWIND $keys AS key
MATCH (s:Statement {{pair: key}}) RETURN {_FOUND}
""",
    "articles": f"""
UNWIND $keys AS key
MATCH (s:Statement {{article_id: key}}) RETURN {_FOUND}
""",
    "actors": f"""
UNWIND $keys AS key
MATCH (a:Actor {{actor_id: key}})<-[:SUBJECT|OBJECT]-(s:Statement) RETURN {_FOUND}
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


def write_statements(run: Run, *, new: Sequence[Statement], changed: Sequence[Statement]) -> None:
    """Store statements with their links; the actors and articles that they name come first."""
    fresh, altered = [_row(one) for one in new], [_row(one) for one in changed]
    between = [row for row in fresh if "subject" in row and "object" in row]
    others = [row for row in fresh if "subject" not in row or "object" not in row]
    run_dated(run, _CREATE_BETWEEN, between, _DAYS, shape=by_dyad)
    run_dated(run, _CREATE, others, _DAYS)
    run_dated(run, _UPDATE, altered, _DAYS)
    run_rows(run, _CUT_LINKS, [row["statement_id"] for row in altered])
    run_rows(run, _CUT_EXCHANGES, [row["statement_id"] for row in altered])
    # Facts and coded rows stand in no text, and so in no revision of one.
    written = [*between, *others, *altered]
    run_rows(run, _LINK_ARTICLE, [row for row in written if "revision" in row])
    unlinked = [*others, *altered]
    run_rows(run, _LINK_SUBJECT, [row for row in unlinked if "subject" in row])
    run_rows(run, _LINK_OBJECT, [row for row in unlinked if "object" in row])
    run_rows(run, _LINK_PLACE, [row for row in written if "place" in row])
    run_rows(run, _LINK_SPEAKER, [row for one in (*new, *changed) for row in _speakers(one)])


def _row(statement: Statement) -> dict[str, Any]:
    """A statement as it is stored; what is null, or an empty list, is not."""
    content = statement.model_dump(mode="json", exclude_none=True)
    row = {key: value for key, value in content.items() if value != []}
    day, until = statement.event_date, statement.event_end
    if day is not None:
        row["date_precision"] = day.precision
        row["event_from"] = day.start.isoformat()
        row["event_to"] = (day.end if until is None else max(day.end, until.end)).isoformat()
    if statement.pair is not None:
        row["pair"] = statement.pair
    if statement.dataset is not None:
        row["checksum"] = statement.checksum
    return row


def _speakers(statement: Statement) -> list[dict[str, Any]]:
    return [
        {"statement_id": statement.statement_id, "speaker": speaker, "order": order}
        for order, speaker in enumerate(statement.said_by)
    ]


def link_exchanges(run: Run, statements: Iterable[Statement]) -> None:
    """Link the two sides of each exchange among the statements of one article."""
    told = [one for one in statements if one.exchange_id is not None]
    exchanges = [
        (one.statement_id, other.statement_id)
        for one in told
        for other in told
        if one.exchange_id == other.exchange_id
        and one.event_id != other.event_id
        and one.statement_id < other.statement_id
    ]
    write_exchanges(run, exchanges)


def write_exchanges(run: Run, exchanges: Iterable[tuple[str, str]]) -> None:
    """Link pairs of statements that tell the two sides of an exchange, the lower id first."""
    rows = [{"statement_id": one, "other": other} for one, other in exchanges]
    run_rows(run, _LINK_EXCHANGE, rows)


def read_exchanges(run: Run) -> set[tuple[str, str]]:
    """The pairs of statements that tell the two sides of an exchange, the lower id first."""
    return {(row["statement_id"], row["other"]) for row in run(_EXCHANGES)}


def retire_statements(run: Run, ids: Iterable[str], *, retracted_at: datetime) -> None:
    """Note that the reader no longer finds these."""
    moment = retracted_at.isoformat()
    run_rows(run, _RETIRE, [{"statement_id": one, "retracted_at": moment} for one in ids])


def read_statements(
    run: Run, keys: Collection[str] | None = None, *, by: Keys = "statements"
) -> list[Statement]:
    """The statements with these keys, or all of them, in order of their ids.

    `by` says what the keys are: "statements", "pairs", "articles", "actors" (at either end),
    "mentions" (actors as speakers and places too), or "surfaces" (names of actors in data sets).
    """
    if keys is None:
        return _statements(row["statement"] for row in run(_ALL))
    if len(keys) == 0:
        return []
    if by == "statements":
        found = run_rows(run, _BY_ID, list(keys))
        return _statements(one for row in found for one in row["statements"])
    return _statements(row["statement"] for row in run(_BY[by], keys=list(keys)))


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
