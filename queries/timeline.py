"""What happened to an actor, in order of time."""

# An entry stands where it began; one that nobody dates stands at its earliest report, and says so.

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from detente.graph.relations import Relation
from detente.graph.statements import Statement
from detente.queries.answers import Answer, in_order, kinds, read_day
from detente.queries.between import began
from detente.queries.captions import Named, the
from detente.queries.ends import End, end_of, names_of
from detente.queries.findings import Fact, articles_of, fact_of
from detente.queries.wording import is_fact

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Timeline", "order", "timeline"]

#: Facts from tables that last for years: too many to stand among what happened.
_STANDING = frozenset({"HOLDS_OFFICE", "MEMBER_OF"})


class Timeline(Answer, frozen=True):
    """The relations of one actor, the oldest first.

    `left_out` counts the offices and memberships, and the plans and threats, that are not listed.
    """

    actor: End
    since: date | None = None
    complete: bool = False
    entries: tuple[Fact, ...] = ()
    left_out: int = 0

    def title(self) -> str:
        """Whose timeline."""
        since = "" if self.since is None else f" since {self.since}"
        return f"Timeline of {the(self.actor.name)}{since}"

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
    complete: bool = False,
) -> Timeline:
    """Everything that an actor, or a side of it, did or had done to it.

    >>> timeline(graph, "BLR").entries[0].when  # doctest: +SKIP
    'since 1994'

    `since` leaves out what began, or was reported, earlier; `as_of` what came later; `known_on`
    asks by what the graph had learnt by that day. Offices, memberships, and what is only planned or
    threatened are counted and not listed, unless the timeline is to be `complete`.
    """
    first = read_day(since, option="since")
    day, known = read_day(as_of, option="as_of"), read_day(known_on, option="known_on")
    in_order(first, day)
    end = end_of(graph, actor, on=day or datetime.now(UTC).date())
    answer = Timeline(actor=end, since=first, as_of=day, known_on=known, complete=complete)
    found = graph.relations(actor=end.actor_id, as_of=day, known_on=known, sides=True)
    told = graph.statements(actor=end.actor_id, known_on=known, sides=True, coded_facts=False)
    return order(answer, found, told, names=names_of(graph.roster))


def order(
    answer: Timeline,
    relations: Iterable[Relation],
    told: Iterable[Statement] = (),
    *,
    names: Named,
) -> Timeline:
    """Fill `answer` with what holds or happened, in order of time.

    `told` are the statements that they rest on; those of articles suffice.
    """
    first = answer.since or date.min
    by_id = {one.statement_id: one for one in told}
    found = sorted((one for one in relations if began(one)[0] >= first), key=began)
    shown = [one for one in found if answer.complete or _happened(one)]
    entries = tuple(
        fact_of(
            one,
            names,
            articles=articles_of(by_id[key] for key in one.statement_ids if key in by_id),
        )
        for one in shown
    )
    filled = answer.model_copy(update={"entries": entries, "left_out": len(found) - len(shown)})
    return filled.model_copy(update={"note": _note(filled)})


def _happened(relation: Relation) -> bool:
    return is_fact(relation.relation, relation.modality) and relation.relation not in _STANDING


def _note(answer: Timeline) -> str | None:
    more = f"{answer.left_out} more (offices, memberships, plans, threats): --all shows them"
    if len(answer.entries) > 0:
        return more if answer.left_out > 0 else None
    days = (("since", answer.since), ("by", answer.as_of))
    when = "".join(f" {word} {day}" for word, day in days if day is not None)
    empty = f"not enough evidence: nothing is recorded about {the(answer.actor.name)}{when}"
    return f"{empty}; {more}" if answer.left_out > 0 else empty
