"""One hash for all that a graph says, to compare graphs by."""

# Left out: when things were recorded, judged or retired. Two graphs that were loaded on different
# days, or in another order, have the same digest when they hold the same evidence and edges.

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from detente.graph.actor_nodes import read_actors
from detente.graph.article_nodes import read_articles
from detente.graph.contradictions import read_contradictions
from detente.graph.corrections import read_judgements, read_reader_links
from detente.graph.edges import read_edges
from detente.graph.evidence import read_statements
from detente.graph.judgements import in_force
from detente.graph.transaction import Run
from detente.graph.treaties import read_parties, read_treaties

__all__ = ["digest"]

_CLOCKS = {"recorded_at", "retracted_at"}
_JUDGED = {"kind", "target", "other", "because", "judged_by"}


def digest(run: Run) -> str:
    """Hash actors, articles, statements, judgements in force, treaties and relations."""
    lines = sorted(json.dumps(one, sort_keys=True, ensure_ascii=False) for one in _contents(run))
    return hashlib.sha256("\n".join(lines).encode("utf8")).hexdigest()


def _contents(run: Run) -> Iterator[tuple[str, dict[str, Any]]]:
    for actor in read_actors(run):
        yield "actor", actor.model_dump(mode="json")
    for article in read_articles(run):
        yield "article", article.model_dump(mode="json")
    for statement in read_statements(run):
        retired = {"retired": statement.retracted_at is not None}
        yield "statement", statement.model_dump(mode="json", exclude=_CLOCKS) | retired
    for judgement in in_force([*read_judgements(run), *read_reader_links(run)]):
        yield "judgement", judgement.model_dump(mode="json", include=_JUDGED)
    for treaty in read_treaties(run):
        yield "treaty", treaty.model_dump(mode="json")
    for party in read_parties(run):
        yield "party", party.model_dump(mode="json")
    for relation in read_edges(run):
        yield "relation", relation.model_dump(mode="json")
    for contradiction in read_contradictions(run):
        yield "contradiction", contradiction._asdict()
