"""Alliances made, ended and broken as sources tell of it, whatever treaties say."""

# Told of is no treaty: each line stands on the ground of who says so, and one source makes none.

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from detente.graph.dates import PartialDate
from detente.queries.analysis import equal_drivers
from detente.queries.backing import is_one_article, verdict_of
from detente.queries.bonds import Bond, pairs_bound
from detente.queries.captions import caption
from detente.queries.standing import ALLIANCES, WARS
from detente.queries.treaty_changes import Change, TreatyChange
from detente.queries.wording import is_fact

if TYPE_CHECKING:
    from detente.graph.graph import Graph
    from detente.graph.statements import Statement
    from detente.queries.captions import Named

__all__ = ["told_changes"]


def told_changes(graph: Graph, known: Sequence[Bond], names: Named) -> Iterator[TreatyChange]:
    """Alliances that sources tell of, and wars that break what two promised each other.

    `known` are those who are bound by treaties.
    """
    import polars as pl

    edges = graph.columns().relations.filter(pl.col("relation").is_in(sorted(ALLIANCES | WARS)))
    ids = sorted({one for told in edges["statement_ids"].to_list() for one in told})
    if len(ids) == 0:
        return
    statements = {one.statement_id: one for one in graph.statements(ids=ids)}
    for edge in edges.iter_rows(named=True):
        told = [statements[one] for one in edge["statement_ids"] if one in statements]
        # A table of alliances is heard as treaties.
        told = [one for one in told if one.dataset is None or one.relation not in ALLIANCES]
        if len(told) == 0 or not is_fact(edge["relation"], told[0].modality):
            continue
        yield from _edge(edge, told, known, names)


def _edge(
    edge: Mapping[str, Any], told: Sequence[Statement], known: Sequence[Bond], names: Named
) -> Iterator[TreatyChange]:
    begun = edge["event_date"]
    if edge["relation"] not in WARS:
        if begun is not None:
            yield from _Told("made", begun, "an alliance").lines(edge, told, names)
        if edge["valid_to"] is not None:
            yield from _Told("ended", str(edge["valid_to"]), "an alliance").lines(edge, told, names)
        return
    # A war that is told of without its beginning dates no breach: reported is not begun.
    if begun is None:
        return
    low, high = sorted((edge["source"], edge["target"]))
    mine = [one for one in known if one.actor_id in (low, high)]
    war = caption(edge["relation"], edge["source"], edge["target"], names)
    for treaty in pairs_bound(mine, PartialDate(begun).start).get((low, high), ()):
        broken = _Told("broken", begun, f"{treaty.name}: {war}", treaty.obligation)
        yield from broken.lines(edge, told, names)


class _Told(NamedTuple):
    """A change that sources tell of."""

    change: Change
    when: str
    words: str
    obligation: str | None = None

    def lines(
        self, edge: Mapping[str, Any], told: Sequence[Statement], names: Named
    ) -> Iterator[TreatyChange]:
        """A line for each of the two, on the ground of who says so."""
        sources = sorted({one.publisher or one.dataset or one.article_id for one in told})
        by = ", ".join(sources)
        for actor_id, partner in (
            (edge["source"], edge["target"]),
            (edge["target"], edge["source"]),
        ):
            ground: Literal["act", "claim", "own claim"] = "act"
            if all(len(one.said_by) > 0 for one in told):
                own = all(one.said_by[0] == actor_id for one in told)
                ground = "own claim" if own else "claim"
            yield TreatyChange(
                when=self.when,
                day=PartialDate(self.when).start,
                change=self.change,
                actor_id=actor_id,
                name=names(actor_id),
                obligation=self.obligation,
                treaty=self.words,
                partners=(names(partner),),
                ground=ground,
                source=f"one source says: {by}" if is_one_article(told) else by,
                verdict=verdict_of(told),
                drivers=equal_drivers([one.statement_id for one in told]),
            )
