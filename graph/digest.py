"""One hash for all that a graph says, to compare graphs by, and one for when it learnt that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from detente.graph.actor_nodes import read_actors
from detente.graph.article_nodes import record_pages
from detente.graph.contradictions import read_contradictions
from detente.graph.corrections import read_judgements, read_reader_links
from detente.graph.edges import edge_pages
from detente.graph.evidence import statement_pages
from detente.graph.transaction import Run
from detente.graph.treaties import read_parties, read_treaties

__all__ = ["Digests", "digest", "digests"]

_CLOCKS = {"recorded_at", "retracted_at"}
_JUDGED = {"kind", "target", "other", "because", "judged_by"}


class Digests(NamedTuple):
    """By which two graphs are compared.

    `content` leaves out when things were recorded, judged or retired, and what was revoked. Graphs
    that were loaded on different days, or in another order, have the same when they hold the same
    evidence and edges; if they also answer alike for every earlier day, they have one `history`.
    """

    content: str
    history: str


class _Part(NamedTuple):
    """Something that a graph says (None if it no longer does), and when it learnt it."""

    kind: str
    content: Mapping[str, Any] | None
    history: tuple[str | None, ...] = ()


def digest(run: Run) -> str:
    """Hash actors, articles, statements, judgements in force, treaties and relations."""
    return digests(run).content


def digests(run: Run) -> Digests:
    """Hash what the graph says, and when it learnt it."""
    content: list[bytes] = []
    history: list[bytes] = []
    # Of each part only its hashes are kept: a graph may be larger than the memory.
    for part in _parts(run):
        if part.content is not None:
            content.append(_hash([part.kind, part.content]))
        if len(part.history) > 0:
            history.append(_hash([part.kind, part.history]))
    return Digests(_joined(content), _joined(history))


def _hash(part: object) -> bytes:
    written = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode("utf8")).digest()


def _joined(hashes: Iterable[bytes]) -> str:
    return hashlib.sha256(b"".join(sorted(hashes))).hexdigest()


def _parts(run: Run) -> Iterator[_Part]:
    for actor in read_actors(run):
        yield _Part("actor", actor.model_dump(mode="json"))
    for records in record_pages(run):
        for one in records:
            clocks = _written(one.recorded_at), _written(one.retracted_at)
            content = one.model_dump(mode="json", exclude=_CLOCKS)
            yield _Part("article", content, (one.article_id, *clocks))
    for statements in statement_pages(run):
        for told in statements:
            clocks = _written(told.recorded_at), _written(told.retracted_at)
            content = told.model_dump(mode="json", exclude=_CLOCKS)
            content["retired"] = told.retracted_at is not None
            yield _Part("statement", content, (told.statement_id, *clocks))
    yield from _judged(run)


def _judged(run: Run) -> Iterator[_Part]:
    for judgement in (*read_judgements(run), *read_reader_links(run)):
        clocks = _written(judgement.judged_at), _written(judgement.revoked_at)
        content = judgement.model_dump(mode="json", include=_JUDGED)
        standing = content if judgement.revoked_at is None else None
        yield _Part("judgement", standing, (judgement.judgement_id, *clocks))
    for treaty in read_treaties(run):
        yield _Part("treaty", treaty.model_dump(mode="json"))
    for party in read_parties(run):
        yield _Part("party", party.model_dump(mode="json"))
    for relations in edge_pages(run):
        for relation in relations:
            yield _Part("relation", relation.model_dump(mode="json"))
    for contradiction in read_contradictions(run):
        yield _Part("contradiction", contradiction._asdict())


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
