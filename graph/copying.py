"""Copying a graph from one store into another: the evidence, from which the edges follow again."""

# Invariants. The source is only read. The target is sound after every transaction: whatever stops a
# copy, the same copy again completes it. Edges are not copied, they follow from what was.

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import BaseModel

from detente.graph import copies, revision
from detente.graph.actor_nodes import read_actors
from detente.graph.article_nodes import record_pages
from detente.graph.contents import Contents, Own, count_contents, own_of
from detente.graph.corrections import linked_statements, read_made, read_reader_links
from detente.graph.digest import Digests, digests
from detente.graph.errors import GraphError
from detente.graph.evidence import read_exchanges, statement_pages
from detente.graph.loading import Load, load_all, load_one
from detente.graph.treaties import read_parties, read_treaties

if TYPE_CHECKING:
    from detente.graph.graph import Graph
    from detente.graph.transaction import Run

__all__ = ["Copied", "Watch", "copy"]

T = TypeVar("T")

#: Called with how many things of the source were looked at, and how many there are.
Watch = Callable[[int, int], None]

_PAGE = 5_000


class Copied(BaseModel, frozen=True):
    """What two graphs hold after one was copied into the other.

    `changed` says whether anything had to be written; `own` is what only the target holds.
    """

    changed: bool
    source: Contents
    target: Contents
    source_digests: Digests
    target_digests: Digests
    own: Own = Own()

    @property
    def same(self) -> bool:
        """Whether both say the same, for every day on which one may ask."""
        return self.source_digests == self.target_digests

    def rows(self) -> list[dict[str, Any]]:
        """A row for each kind of thing, and one for each digest."""
        left, right = self.source.model_dump(), self.target.model_dump()
        counts = [{"part": name, "source": left[name], "target": right[name]} for name in left]
        hashes = zip(Digests._fields, self.source_digests, self.target_digests, strict=True)
        return counts + [
            {"part": f"digest of the {name}", "source": one, "target": other}
            for name, one, other in hashes
        ]

    def __str__(self) -> str:
        if not self.changed:
            done = "nothing to copy"
        else:
            done = f"copied {self.source.statements:,} statements"
        if self.same:
            return f"{done}: both graphs are the same"
        if self.own != Own():
            return f"{done}: the target holds {self.own} more, and all that the source holds"
        return f"{done}: the graphs differ (was one of them changed meanwhile?): copy again"


class _Copy(Load, Protocol):
    """A part of a graph: a load that knows how much it is."""

    @property
    def size(self) -> int:
        """How many things of the source are in it."""


def copy(
    source: Graph, target: Graph, *, merge: bool = False, watch: Watch | None = None
) -> Copied:
    """Copy all that `source` holds into `target`, and compare the two.

    >>> copy(embedded, neo4j).same  # doctest: +SKIP
    True

    The edges of the target follow from the evidence. An interrupted copy is completed by the same
    copy again, and a complete one is left as it is. A target that holds evidence of its own is
    refused, unless `merge` is given: then it keeps that. Where both hold the same article,
    statement or actor and differ, the source's version stands; a judgement that was revoked in one
    of them stays revoked. Raises `GraphError`.
    """
    if (source.store.uri, source.store.database) == (target.store.uri, target.store.database):
        raise GraphError(f"source and target are the same graph, at {source.store.uri}")
    own = own_of(target.store.read, source.store.read)
    if own != Own() and not merge:
        raise GraphError(
            f"the target holds {own} that the source has not: --merge keeps them, or empty it first"
        )
    begun = target.revision
    total = count_contents(source.store.read).evidence
    _copy(source, target, total=total, watch=watch or (lambda _done, _all: None))
    return Copied(
        changed=target.revision != begun,
        source=count_contents(source.store.read),
        target=count_contents(target.store.read),
        source_digests=digests(source.store.read),
        target_digests=digests(target.store.read),
        own=own,
    )


def _copy(source: Graph, target: Graph, *, total: int, watch: Watch) -> None:
    done = 0

    def note(load: _Copy) -> None:
        nonlocal done
        done += load.size
        watch(done, total)

    watch(done, total)
    # Links are planned from the statements that they join: these must all be there.
    for part in (_evidence(source.store.read, target), _links(source.store.read, target)):
        with closing(load_all(target.store, target.roster, part)) as running:
            for load, _ in running:
                note(load)
    # Each judgement bears on the next.
    for last in _judged(source.store.read):
        load_one(target.store, target.roster, last)
        note(last)


def _evidence(read: Run, target: Graph) -> Iterator[_Copy]:
    for actors in _pages(read_actors(read)):
        yield copies.ActorCopy(actors)
    yield copies.TreatyCopy(read_treaties(read), read_parties(read), target.roster)
    now = datetime.now(UTC)
    for records in record_pages(read):
        yield copies.ArticleCopy(records, copied_at=now)
    for statements in statement_pages(read):
        yield copies.StatementCopy({one.statement_id: one for one in statements})


def _links(read: Run, target: Graph) -> Iterator[_Copy]:
    exchanges = read_exchanges(read)
    stored = read_exchanges(target.store.read)
    yield from map(copies.ExchangeCopy, _pages(sorted(exchanges - stored)))
    for ids in _pages(linked_statements(read)):
        yield copies.LinkCopy(read_reader_links(read, ids))


def _judged(read: Run) -> Iterator[_Copy]:
    for made_in, judgement in read_made(read):
        yield copies.JudgementCopy(judgement, made_in)
    facts = revision.facts_digest(read)
    if facts is not None:
        yield copies.FactsCopy(facts)


def _pages(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(rows), _PAGE):
        yield rows[first : first + _PAGE]
