"""What a picture is drawn from: acts with the names of who acts, and how that is told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from detente.pictures.style import count
from detente.queries.acts import told as sorted_into_events
from detente.queries.ends import names_of
from detente.queries.scope import Scope, acts_in, sources_of

if TYPE_CHECKING:
    import polars

    from detente.pictures.layout import Floats
    from detente.queries.captions import Named
    from detente.queries.friendliness import Friendliness
    from detente.queries.scope import Asked

__all__ = ["Told", "events_in", "heaviest", "told", "weight_of"]


class Told(NamedTuple):
    """The acts up to a day, who is called how, and the last day of which anything is told."""

    acts: polars.DataFrame
    names: Named
    until: date | None
    scope: Scope

    def caption(self, shown: polars.DataFrame, since: date | None) -> str:
        """The days and how much is counted in a picture that shows these acts."""
        first = since or min(shown["day"], default=None)
        end = self.until or "today"
        days = f"{first} to {end}" if first is not None else f"up to {end}"
        n = f"n = {count(shown.height, 'statement')} of {count(events_in(shown).height, 'event')}"
        return "; ".join((days, n, *self._heard(shown)))

    def _heard(self, shown: polars.DataFrame) -> list[str]:
        sources, scope = sources_of(shown), self.scope
        more = f" and {len(sources) - _NAMED} more" if len(sources) > _NAMED else ""
        found = [f"from {', '.join(sources[:_NAMED])}{more}"] if len(sources) > 0 else []
        if scope.said_by is not None:
            found.append(f"as {self.names(scope.said_by)} says")
        if len(scope.without_publisher) > 0:
            found.append(f"without {', '.join(scope.without_publisher)}")
        if len(scope.without_dataset) > 0:
            found.append(f"without the data sets {', '.join(scope.without_dataset)}")
        if scope.without_claims:
            found.append("without claims")
        if scope.known_on is not None:
            found.append(f"as known on {scope.known_on}")
        return found


_NAMED = 4


def told(
    graph: Asked,
    scope: Scope | None,
    *,
    until: date | None,
    actors: Collection[str] | None = None,
) -> Told:
    """What is told up to a day; without one, up to the last of which anything is told."""
    heard = scope or Scope()
    acts = acts_in(graph, heard, until=until, actors=actors)
    last = until or max(acts["day"], default=None)
    return Told(acts, names_of(graph.roster), last, heard)


def events_in(acts: polars.DataFrame) -> polars.DataFrame:
    """One act for each event: of the same two, day and relation, whoever of them is named first."""
    import polars as pl

    found = sorted_into_events(acts)
    firsts = found.acts["statement_id"].gather(found.first)
    return acts.filter(pl.col("statement_id").is_in(firsts.implode()))


def weight_of(seen: Friendliness) -> Floats:
    """How much is told of each actor, faded by age."""
    weight = np.zeros(len(seen.actors))
    np.add.at(weight, seen.left, seen.effective_n)
    np.add.at(weight, seen.right, seen.effective_n)
    return weight


def heaviest(seen: Friendliness, most: int) -> list[int]:
    """The places of the actors of whom most is told, in order."""
    order = np.argsort(-np.round(weight_of(seen), 6), kind="stable")
    return sorted(order[:most].tolist())
