"""What happened to an actor, in order of time."""

# An entry stands where it began; one that nobody dates stands at its earliest report, and says so.

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from detente.graph.relations import Relation
from detente.graph.statements import LIVE
from detente.queries.answers import Answer, kinds, read_day
from detente.queries.between import began
from detente.queries.ends import End, end_of, names_of
from detente.queries.findings import Fact, fact_of
from detente.queries.wording import Named

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Timeline", "order", "timeline"]


class Timeline(Answer, frozen=True):
    """The relations of one actor, the oldest first."""

    actor: End
    since: date | None = None
    entries: tuple[Fact, ...] = ()

    def title(self) -> str:
        """Whose timeline."""
        return f"Timeline of {self.actor.name}"

    def lines(self) -> Iterable[str]:
        """A line for each entry."""
        return map(str, self.entries)

    def rows(self) -> list[dict[str, Any]]:
        """A row for each entry."""
        return [entry.model_dump(include=set(self.columns())) for entry in self.entries]

    def columns(self) -> Mapping[str, Any]:
        """The fields of a fact, without the claims in it."""
        nested = {"exchange", "contradicted_by"}
        return {name: kind for name, kind in kinds(Fact).items() if name not in nested}


def timeline(
    graph: Graph,
    actor: str,
    *,
    since: date | str | None = None,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
) -> Timeline:
    """Everything that an actor, or a side of it, did or had done to it.

    >>> timeline(graph, "BLR").entries[0].when  # doctest: +SKIP
    'since 1994'

    `since` leaves out what began, or was reported, earlier; `as_of` what came later; `known_on`
    asks by what the graph had learnt by that day.
    """
    first = read_day(since, option="since")
    day, known = read_day(as_of, option="as_of"), read_day(known_on, option="known_on")
    end = end_of(graph, actor, on=day or datetime.now(UTC).date())
    answer = Timeline(actor=end, since=first, as_of=day, known_on=known)
    relations = graph.relations(actor=end.actor_id, as_of=day, known_on=known)
    return order(answer, relations, names=names_of(graph.roster))


def order(answer: Timeline, relations: Iterable[Relation], *, names: Named) -> Timeline:
    """Fill `answer` with what holds or happened, in order of time."""
    first = answer.since or date.min
    real = [one for one in relations if one.modality in LIVE and began(one)[0] >= first]
    entries = tuple(fact_of(relation, names) for relation in sorted(real, key=began))
    empty = f"not enough evidence: nothing is recorded about {answer.actor.name}"
    note = empty if len(entries) == 0 else None
    return answer.model_copy(update={"entries": entries, "note": note})
