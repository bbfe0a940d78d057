"""The statements in the database, with the links that make them evidence."""

# Evidence is append-only: statements are retired, never removed. A statement's node repeats the
# actors that its links name, so that it is read in one piece; `check` compares the two.

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Literal, LiteralString

from detente.graph.statements import Statement
from detente.graph.transaction import Run, run_rows

__all__ = [
    "Keys",
    "link_exchanges",
    "read_facts",
    "read_statements",
    "retire_statements",
    "write_statements",
]

_CREATE_STATEMENTS = """
UNWIND $rows AS row
CREATE (s:Statement {statement_id: row.node.statement_id})
SET s += row.node
SET s.event_from = date(row.event_from), s.event_to = date(row.event_to),
    s.published_at = date(row.published_at),
    s.recorded_at = datetime(row.recorded_at), s.retracted_at = datetime(row.retracted_at)
"""

_UPDATE_STATEMENTS = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.node.statement_id})
SET s = row.node
SET s.event_from = date(row.event_from), s.event_to = date(row.event_to),
    s.published_at = date(row.published_at),
    s.recorded_at = datetime(row.recorded_at), s.retracted_at = datetime(row.retracted_at)
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

_RETIRE = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
SET s.retracted_at = datetime(row.retracted_at)
"""

Keys = Literal["statements", "pairs", "articles", "actors", "mentions"]

_BY: dict[Keys, LiteralString] = {
    "statements": """
MATCH (s:Statement) WHERE s.statement_id IN $keys RETURN properties(s) AS statement
""",
    "pairs": """
MATCH (s:Statement) WHERE s.pair IN $keys RETURN properties(s) AS statement
""",
    "articles": """
MATCH (s:Statement) WHERE s.article_id IN $keys RETURN properties(s) AS statement
""",
    "actors": """
MATCH (a:Actor)<-[:SUBJECT|OBJECT]-(s:Statement) WHERE a.actor_id IN $keys
RETURN DISTINCT s.statement_id AS statement_id, properties(s) AS statement
""",
    "mentions": """
MATCH (a:Actor)<-[:SUBJECT|OBJECT|SAID_BY|LOCATED_IN]-(s:Statement) WHERE a.actor_id IN $keys
RETURN DISTINCT s.statement_id AS statement_id, properties(s) AS statement
""",
}

_ALL = "MATCH (s:Statement) RETURN properties(s) AS statement"

_FACTS = "MATCH (s:Statement) WHERE s.recorded_at IS NULL RETURN properties(s) AS statement"

# A property that is null is not stored.
_ENDLESS = {"subject": None, "object": None}
_DATED = ("published_at", "recorded_at", "retracted_at")
_ROLES: dict[str, LiteralString] = {
    "subject": _LINK_SUBJECT,
    "object": _LINK_OBJECT,
    "place": _LINK_PLACE,
}
_LINKED = {
    "statement_id",
    "article_id",
    "revision",
    "start",
    "end",
    "subject_surface",
    "object_surface",
}


def write_statements(run: Run, *, new: Sequence[Statement], changed: Sequence[Statement]) -> None:
    """Store statements with their links; the actors and articles that they name come first."""
    run_rows(run, _CREATE_STATEMENTS, [_row(one) for one in new])
    run_rows(run, _UPDATE_STATEMENTS, [_row(one) for one in changed])
    run_rows(run, _CUT_LINKS, [one.statement_id for one in changed])
    run_rows(run, _CUT_EXCHANGES, [one.statement_id for one in changed])
    written = [*new, *changed]
    rows = [one.model_dump(include=_LINKED | set(_ROLES)) for one in written]
    # Facts and coded rows stand in no text, and so in no revision of one.
    run_rows(run, _LINK_ARTICLE, [row for row in rows if row["revision"] is not None])
    for role, query in _ROLES.items():
        run_rows(run, query, [row for row in rows if row[role] is not None])
    run_rows(run, _LINK_SPEAKER, [row for one in written for row in _speakers(one)])


def _row(statement: Statement) -> dict[str, Any]:
    node = statement.model_dump(mode="json", exclude_none=True)
    row: dict[str, Any] = {name: node.pop(name, None) for name in _DATED}
    day, until = statement.event_date, statement.event_end
    if day is not None:
        node["date_precision"] = day.precision
        row["event_from"] = day.start.isoformat()
        row["event_to"] = (day.end if until is None else max(day.end, until.end)).isoformat()
    if statement.pair is not None:
        node["pair"] = statement.pair
    return row | {"node": {key: value for key, value in node.items() if value != []}}


def _speakers(statement: Statement) -> list[dict[str, Any]]:
    return [
        {"statement_id": statement.statement_id, "speaker": speaker, "order": order}
        for order, speaker in enumerate(statement.said_by)
    ]


def link_exchanges(run: Run, statements: Iterable[Statement]) -> None:
    """Link the two sides of each exchange among the statements of one article."""
    told = [one for one in statements if one.exchange_id is not None]
    rows = [
        {"statement_id": one.statement_id, "other": other.statement_id}
        for one in told
        for other in told
        if one.exchange_id == other.exchange_id
        and one.event_id != other.event_id
        and one.statement_id < other.statement_id
    ]
    run_rows(run, _LINK_EXCHANGE, rows)


def retire_statements(run: Run, ids: Iterable[str], *, retracted_at: datetime) -> None:
    """Note that the reader no longer finds these."""
    moment = retracted_at.isoformat()
    run_rows(run, _RETIRE, [{"statement_id": one, "retracted_at": moment} for one in ids])


def read_statements(
    run: Run, keys: Collection[str] | None = None, *, by: Keys = "statements"
) -> list[Statement]:
    """The statements with these keys, or all of them, in order of their ids.

    `by` says what the keys are: "statements", "pairs", "articles", "actors" (at either end), or
    "mentions" (actors as speakers and places too).
    """
    if keys is not None and len(keys) == 0:
        return []
    return _statements(run(_ALL) if keys is None else run(_BY[by], keys=list(keys)))


def read_facts(run: Run) -> list[Statement]:
    """The statements that were never learnt but known from the start: those of the seeds."""
    return _statements(run(_FACTS))


def _statements(rows: Iterable[dict[str, Any]]) -> list[Statement]:
    told = [Statement.model_validate(_ENDLESS | row["statement"]) for row in rows]
    return sorted(told, key=lambda statement: statement.statement_id)
