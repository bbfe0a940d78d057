"""Writing statements: their nodes, and the links that make them evidence."""

# Evidence is append-only: statements are retired, never removed. A statement's node repeats the
# actors that its links name, so that it is read in one piece; `check` compares the two.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, LiteralString, NamedTuple

from detente.graph.packing import Batch, Packing, send
from detente.graph.statements import Statement
from detente.graph.transaction import Run, run_rows

__all__ = ["StatementWrite", "link_exchanges", "retire_statements", "write_exchanges"]


def _event_from(statement: Statement) -> date | None:
    return None if statement.event_date is None else statement.event_date.start


def _event_to(statement: Statement) -> date | None:
    day, until = statement.event_date, statement.event_end
    if day is None:
        return None
    return day.end if until is None else max(day.end, until.end)


_PACKING = Packing(
    Statement,
    derived={
        "pair": lambda one: one.pair,
        "date_precision": lambda one: None if one.event_date is None else one.event_date.precision,
        "checksum": lambda one: None if one.dataset is None else one.checksum,
    },
    days={"event_from": _event_from, "event_to": _event_to},
)

_NODE = _PACKING.properties

_CREATE: LiteralString = f"""
{Packing.MOMENTS}
UNWIND $batch.rows AS row
CREATE (s:Statement {{{_NODE}}})
"""

# By far the most have both ends, and come with others of the same two: those are looked up once.
_CREATE_BETWEEN: LiteralString = f"""
{Packing.MOMENTS}
UNWIND $batch.rows AS dyad
MATCH (a:Actor {{actor_id: dyad.subject}})
MATCH (b:Actor {{actor_id: dyad.object}})
UNWIND dyad.rows AS row
WITH moments, a, b, row
CREATE (s:Statement {{{_NODE}}})
CREATE (s)-[:SUBJECT {{surface: {_PACKING.value("subject_surface")}}}]->(a)
CREATE (s)-[:OBJECT {{surface: {_PACKING.value("object_surface")}}}]->(b)
"""

_UPDATE: LiteralString = f"""
{Packing.MOMENTS}
UNWIND $batch.rows AS row
MATCH (s:Statement {{statement_id: {_PACKING.value("statement_id")}}})
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

_RETIRE = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.statement_id})
SET s.retracted_at = datetime(row.retracted_at), s.checksum = null
"""


#: A query that begins with `UNWIND $rows AS row`, and its rows.
Rows = tuple[LiteralString, Sequence[dict[str, Any]]]


class StatementWrite(NamedTuple):
    """Statements to store with their links, ready to be sent; nothing if not given."""

    between: Sequence[Batch] = ()
    others: Sequence[Batch] = ()
    altered: Sequence[Batch] = ()
    cut: Sequence[str] = ()
    links: Sequence[Rows] = ()

    @classmethod
    def of(cls, *, new: Sequence[Statement], changed: Sequence[Statement]) -> StatementWrite:
        """Pack new statements, and the changed ones as they will stand."""
        between = [one for one in new if None not in (one.subject, one.object)]
        others = [one for one in new if None in (one.subject, one.object)]
        unlinked = [*others, *changed]
        written = [*between, *unlinked]
        # Facts and coded rows stand in no text, and so in no revision of one.
        read = [one for one in written if one.revision is not None]
        return cls(
            between=_PACKING.batches_by_dyad(between),
            others=_PACKING.batches(others),
            altered=_PACKING.batches(changed),
            cut=[one.statement_id for one in changed],
            links=(
                (_LINK_ARTICLE, _ends(read, "article_id", "start", "end")),
                (_LINK_SUBJECT, _ends(unlinked, "subject", "subject_surface")),
                (_LINK_OBJECT, _ends(unlinked, "object", "object_surface")),
                (_LINK_PLACE, _ends(written, "place")),
                (_LINK_SPEAKER, [row for one in written for row in _speakers(one)]),
            ),
        )

    def write(self, run: Run) -> None:
        """Send it all; the actors and articles that they name are there already."""
        send(run, _CREATE_BETWEEN, self.between)
        send(run, _CREATE, self.others)
        send(run, _UPDATE, self.altered)
        run_rows(run, _CUT_LINKS, self.cut)
        run_rows(run, _CUT_EXCHANGES, self.cut)
        for query, rows in self.links:
            run_rows(run, query, rows)


def _ends(statements: Iterable[Statement], end: str, *others: str) -> list[dict[str, Any]]:
    """What links each statement to one end, where it has that."""
    names = ("statement_id", end, *others)
    return [
        {name: getattr(one, name) for name in names}
        for one in statements
        if getattr(one, end) is not None
    ]


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


def retire_statements(run: Run, retired: Iterable[Statement]) -> None:
    """Note that the reader no longer finds these, each since its moment `retracted_at`."""
    rows = [
        {"statement_id": one.statement_id, "retracted_at": one.retracted_at.isoformat()}
        for one in retired
        if one.retracted_at is not None
    ]
    run_rows(run, _RETIRE, rows)
