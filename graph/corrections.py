"""Judgements in the database."""

# A person's judgement is a node labelled Judgement, linked to what it judges; the reader's links
# between statements are relationships alone, as there are many. Neither is ever removed.

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, LiteralString

from detente.graph.judgements import READER, Judgement, JudgementKind
from detente.graph.transaction import Run, run_rows

__all__ = [
    "latest_judgement",
    "linked_statements",
    "read_judgements",
    "read_made",
    "read_reader_links",
    "revoke_judgement",
    "write_judgement",
    "write_reader_links",
]

_READ = "MATCH (j:Judgement) RETURN properties(j) AS judgement"

_READ_MADE = """
MATCH (j:Judgement) RETURN properties(j) AS judgement, j.revision AS revision
"""

_LATEST = """
MATCH (j:Judgement) WHERE j.revoked_at IS NULL
RETURN properties(j) AS judgement ORDER BY j.revision DESC LIMIT 1
"""

_WRITE = """
CREATE (j:Judgement {judgement_id: $judgement.judgement_id})
SET j += $judgement
SET j.judged_at = datetime($judged_at), j.revision = $revision
"""

_REVOKE = """
MATCH (j:Judgement {judgement_id: $judgement_id}) SET j.revoked_at = datetime($revoked_at)
"""

# How the judgement hangs in the picture: an arrow to what it judges.
_LINK: dict[JudgementKind, LiteralString] = {
    "accept": """
MATCH (j:Judgement {judgement_id: $judgement_id})
MATCH (s:Statement {statement_id: $target})
CREATE (j)-[:ACCEPTED]->(s)
""",
    "reject": """
MATCH (j:Judgement {judgement_id: $judgement_id})
MATCH (s:Statement {statement_id: $target})
CREATE (j)-[:REJECTED]->(s)
""",
    "retract": """
MATCH (j:Judgement {judgement_id: $judgement_id})
MATCH (a:Article {article_id: $target})
CREATE (j)-[:RETRACTED]->(a)
SET a.retracted_at = j.judged_at
""",
    "merge": """
MATCH (keep:Actor {actor_id: $target})
MATCH (gone:Actor {actor_id: $other})
CREATE (gone)-[l:SAME_AS {judgement_id: $judgement_id, judged_by: $judged_by}]->(keep)
SET l.because = $because, l.judged_at = datetime($judged_at)
""",
    "same_event": """
MATCH (s:Statement {statement_id: $target})
MATCH (t:Statement {statement_id: $other})
CREATE (s)-[l:SAME_EVENT {judgement_id: $judgement_id, judged_by: $judged_by}]->(t)
SET l.because = $because, l.judged_at = datetime($judged_at)
""",
    "distinct_event": """
MATCH (s:Statement {statement_id: $target})
MATCH (t:Statement {statement_id: $other})
CREATE (s)-[l:DISTINCT_EVENT {judgement_id: $judgement_id, judged_by: $judged_by}]->(t)
SET l.because = $because, l.judged_at = datetime($judged_at)
""",
}

_UNLINK: dict[JudgementKind, LiteralString] = {
    "retract": """
MATCH (a:Article {article_id: $target}) SET a.retracted_at = null
""",
    "merge": """
MATCH (:Actor {actor_id: $other})-[l:SAME_AS]->(:Actor {actor_id: $target})
WHERE l.judgement_id = $judgement_id SET l.revoked_at = datetime($revoked_at)
""",
    "same_event": """
MATCH (:Statement {statement_id: $target})-[l:SAME_EVENT]->(:Statement {statement_id: $other})
WHERE l.judgement_id = $judgement_id SET l.revoked_at = datetime($revoked_at)
""",
    "distinct_event": """
MATCH (:Statement {statement_id: $target})-[l:DISTINCT_EVENT]->(:Statement {statement_id: $other})
WHERE l.judgement_id = $judgement_id SET l.revoked_at = datetime($revoked_at)
""",
}

_FOUND: LiteralString = """
WHERE l.judged_by = $reader
RETURN s.statement_id AS target, t.statement_id AS other,
    l {.*, judged_at: toString(l.judged_at), revoked_at: toString(l.revoked_at)} AS link
"""

_READ_READER: LiteralString = f"""
UNWIND $ids AS id
MATCH (s:Statement {{statement_id: id}})-[l:SAME_EVENT]->(t:Statement) {_FOUND}
"""

_READ_ALL_READER: LiteralString = f"""
MATCH (s:Statement)-[l:SAME_EVENT]->(t:Statement) {_FOUND}
"""

_LINKED = """
MATCH (s:Statement)-[l:SAME_EVENT]->(:Statement) WHERE l.judged_by = $reader
RETURN DISTINCT s.statement_id AS statement_id
"""

_WRITE_READER = """
UNWIND $rows AS row
MATCH (s:Statement {statement_id: row.target})
MATCH (t:Statement {statement_id: row.other})
CREATE (s)-[l:SAME_EVENT {judgement_id: row.judgement_id, judged_by: row.judged_by}]->(t)
SET l.because = row.because, l.judged_at = datetime(row.judged_at)
"""


def read_judgements(run: Run) -> list[Judgement]:
    """What people judged, revoked ones included, in order of their ids."""
    found = [Judgement.model_validate(row["judgement"]) for row in run(_READ)]
    return sorted(found, key=lambda judgement: judgement.judgement_id)


def read_made(run: Run) -> list[tuple[int, Judgement]]:
    """The judgements of people with the revisions of the graph in which they were made, in order.

    The last that stands is the one that is undone next.
    """
    found = [
        (row["revision"], Judgement.model_validate(row["judgement"])) for row in run(_READ_MADE)
    ]
    return sorted(found, key=lambda made: (made[0], made[1].judgement_id))


def latest_judgement(run: Run) -> Judgement | None:
    """The last judgement of a person that still stands."""
    rows = run(_LATEST)
    return Judgement.model_validate(rows[0]["judgement"]) if len(rows) > 0 else None


def write_judgement(run: Run, judgement: Judgement, *, revision: int) -> None:
    """Store a person's judgement, made in this revision of the graph."""
    node = judgement.model_dump(mode="json", exclude_none=True)
    judged_at = node.pop("judged_at")
    run(_WRITE, judgement=node, judged_at=judged_at, revision=revision)
    run(_LINK[judgement.kind], **_link(judgement))


def revoke_judgement(run: Run, judgement: Judgement, *, revoked_at: datetime) -> None:
    """Note that a judgement no longer stands."""
    moment = revoked_at.isoformat()
    run(_REVOKE, judgement_id=judgement.judgement_id, revoked_at=moment)
    if judgement.kind in _UNLINK:
        run(_UNLINK[judgement.kind], **_link(judgement), revoked_at=moment)


def _link(judgement: Judgement) -> dict[str, Any]:
    return judgement.model_dump(mode="json", exclude={"kind", "revoked_at"})


def read_reader_links(run: Run, statement_ids: Collection[str] | None = None) -> list[Judgement]:
    """What the reader takes for the same event, from one of these statements to any, or all."""
    rows = (
        run(_READ_ALL_READER, reader=READER)
        if statement_ids is None
        else run(_READ_READER, reader=READER, ids=list(statement_ids))
    )
    found = [_reader_link(row) for row in rows]
    return sorted(found, key=lambda judgement: judgement.judgement_id)


def linked_statements(run: Run) -> list[str]:
    """The ids of the statements from which links of the reader lead to others, sorted."""
    return sorted(row["statement_id"] for row in run(_LINKED, reader=READER))


def _reader_link(row: dict[str, Any]) -> Judgement:
    ends = {"kind": "same_event", "target": row["target"], "other": row["other"]}
    return Judgement.model_validate(row["link"] | ends)


def write_reader_links(run: Run, links: Iterable[Judgement]) -> None:
    """Store links that the reader made between statements."""
    run_rows(run, _WRITE_READER, [link.model_dump(mode="json") for link in links])
