"""The links CONTRADICTS in the database: which statement denies which."""

# Like edges they follow from the evidence and are written from what `derive` gives.

from __future__ import annotations

from collections.abc import Collection, Sequence

from detente.graph.projection import Contradiction
from detente.graph.transaction import Run, run_rows

__all__ = ["read_contradictions", "read_denials", "replace_contradictions"]

_READ_CONTRADICTIONS = """
MATCH (s:Statement)-[:CONTRADICTS]->(t:Statement)
RETURN s.statement_id AS denial, t.statement_id AS claim
"""

_READ_DENIALS = """
MATCH (s:Statement)-[:CONTRADICTS]->(t:Statement) WHERE t.statement_id IN $claims
RETURN DISTINCT s.statement_id AS denial
"""

_DELETE_CONTRADICTION = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.denial})-[l:CONTRADICTS]->(t:Statement)
WHERE t.statement_id = row.claim DELETE l
"""

_CREATE_CONTRADICTION = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.denial})
MATCH (t:Statement {statement_id: row.claim})
CREATE (s)-[:CONTRADICTS]->(t)
"""


def read_contradictions(run: Run) -> list[Contradiction]:
    """Who denies whom."""
    return sorted({Contradiction(**row) for row in run(_READ_CONTRADICTIONS)})


def read_denials(run: Run, claims: Collection[str]) -> list[str]:
    """The ids of the statements that deny one of these."""
    return sorted(row["denial"] for row in run(_READ_DENIALS, claims=list(claims)))


def replace_contradictions(
    run: Run, before: Sequence[Contradiction], after: Sequence[Contradiction]
) -> None:
    """Make the links `after` stand where `before` stood."""
    stale, fresh = set(before) - set(after), set(after) - set(before)
    run_rows(run, _DELETE_CONTRADICTION, [one._asdict() for one in sorted(stale)])
    run_rows(run, _CREATE_CONTRADICTION, [one._asdict() for one in sorted(fresh)])
