"""Who is bound by which treaty, and the pairs that a treaty binds on a day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from detente.graph.dates import PartialDate
from detente.graph.judgements import Verdicts
from detente.graph.treaties import SharedTreaty
from detente.queries.weighing import obligations_once

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Bond", "bonds", "pairs_bound"]

# All in one row of lists: a row for each costs ten times as much. Nulls drop out of such lists.
_BONDS = """
MATCH (a:Actor)-[p:PARTY_TO]->(t:Treaty)
RETURN collect(t.treaty_id) AS treaty_id, collect(t.name) AS name,
    collect(t.obligation) AS obligation, collect(t.source) AS source,
    collect(a.actor_id) AS actor_id, collect(p.from) AS since, collect(coalesce(p.to, '')) AS until,
    collect(t.since) AS begun, collect(coalesce(t.until, '')) AS over
"""

# A table that stops says nothing of later days; its rows say so in words (see `docs/treaties.md`).
_AT_LEAST = re.compile(r"(^|: ).* to at least \S+$")
_OR_EARLIER = re.compile(r"(^|: )\S+ or earlier to ")


class Bond(NamedTuple):
    """One actor bound by one treaty: "France by the North Atlantic Treaty, since 1949-08-24".

    `since` and `until` are those of the actor, `begun` and `over` those of the treaty.
    """

    treaty_id: str
    name: str
    obligation: str
    source: str
    actor_id: str
    since: PartialDate
    until: PartialDate | None
    begun: PartialDate
    over: PartialDate | None

    @property
    def table(self) -> str | None:
        """The table whose row it is; None for a treaty with a name of its own.

        A table has a row for each obligation of two states.
        """
        head, colon, _ = self.treaty_id.partition(":")
        return head if colon == ":" else None

    @property
    def first(self) -> PartialDate:
        """The first day on which the actor is bound."""
        return max(self.since, self.begun, key=lambda day: day.start)

    @property
    def last(self) -> PartialDate | None:
        """The first day on which the actor is no longer bound; None while it is."""
        ends = [one for one in (self.until, self.over) if one is not None]
        return min(ends, key=lambda day: day.over, default=None)

    @property
    def open_start(self) -> bool:
        """Whether it may have begun earlier: the table begins there."""
        return self.table is not None and _OR_EARLIER.search(self.source) is not None

    @property
    def open_end(self) -> bool:
        """Whether it may have lasted longer: the table ends there."""
        return self.table is not None and _AT_LEAST.search(self.source) is not None

    def binds(self, day: date) -> bool:
        """Whether the actor is bound on `day`."""
        last = self.last
        return self.first.start <= day and (last is None or day < last.over)


def bonds(graph: Graph) -> list[Bond]:
    """Every party to every treaty, merged actors as one, in order of treaties and actors."""
    actor = Verdicts(graph.judgements()).actor
    (columns,) = graph.store.read(_BONDS)
    days = {day: PartialDate(day) for name in _DAYS for day in set(columns[name]) - {""}}
    rows = zip(*(columns[name] for name in Bond._fields), strict=True)
    found = (
        Bond(
            *(treaty_id, name, obligation, source, actor(actor_id)),
            days[since],
            days.get(until),
            days[begun],
            days.get(over),
        )
        for treaty_id, name, obligation, source, actor_id, since, until, begun, over in rows
    )
    return sorted(found, key=lambda one: (one.treaty_id, one.actor_id, str(one.since)))


_DAYS = ("since", "until", "begun", "over")


def pairs_bound(
    found: Iterable[Bond], on: date
) -> Mapping[tuple[str, str], tuple[SharedTreaty, ...]]:
    """The treaties that bind two actors on a day, lower id first, each obligation once."""
    parties: defaultdict[str, dict[str, Bond]] = defaultdict(dict)
    for bond in found:
        if bond.binds(on):
            parties[bond.treaty_id][bond.actor_id] = bond
    shared: defaultdict[tuple[str, str], list[SharedTreaty]] = defaultdict(list)
    for bound in parties.values():
        for low, high in combinations(sorted(bound), 2):
            shared[low, high].append(_shared(bound[low], bound[high]))
    return {pair: obligations_once(treaties) for pair, treaties in sorted(shared.items())}


def _shared(low: Bond, high: Bond) -> SharedTreaty:
    ends = [one for one in (low.last, high.last) if one is not None]
    return SharedTreaty.model_construct(
        treaty_id=low.treaty_id,
        name=low.name,
        obligation=low.obligation,
        partner=high.actor_id,
        since=max(low.first, high.first, key=lambda day: day.start),
        until=min(ends, key=lambda day: day.over, default=None),
        source=low.source,
    )
