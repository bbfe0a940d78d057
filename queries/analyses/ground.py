"""What an analysis stands on: the acts up to a day, whom it is about, and how to name them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from detente.graph.errors import GraphError
from detente.graph.judgements import Verdicts
from detente.queries.acts import Told, told
from detente.queries.answers import read_day
from detente.queries.backing import named_actors
from detente.queries.balance import HALF_LIFE
from detente.queries.camps import CAMP_HALF_LIFE, Camps, camps_among
from detente.queries.captions import Named, the
from detente.queries.ends import end_of, names_of
from detente.queries.friendliness import Friendliness, friendliness, weighed
from detente.queries.kept import LARGE, kept
from detente.queries.scope import Scope, acts_from, sources_of
from detente.queries.turns import ToldTurn, turns_told

if TYPE_CHECKING:
    import polars

    from detente.graph.columns import Columns
    from detente.graph.graph import Graph

__all__ = [
    "LIMIT",
    "Ground",
    "before_after",
    "ground_of",
    "ties_of",
]

T = TypeVar("T")

_TREATIES = """
MATCH (a:Actor)-[p:PARTY_TO]->(t:Treaty)
RETURN a.actor_id AS actor_id, t.treaty_id AS treaty_id, t.obligation AS obligation,
    p.valid_from AS valid_from, p.valid_to AS valid_to
ORDER BY treaty_id, actor_id, valid_from
"""
#: What limits every answer that is computed from acts.
LIMIT = "acts tell what is reported, not what is agreed in silence"


@dataclass(frozen=True, eq=False)
class Ground:
    """The acts that are heard up to a day, and what is computed from them.

    `day` is the day asked about, else that of the last act, or None where there are no acts at all;
    `first` and `last` are the days of all acts, whatever day was asked about. `ends` are the actors
    that were named, in order, `acting` says for whom persons among them act.
    """

    acts: polars.DataFrame
    day: date | None
    first: date | None
    last: date | None
    ends: tuple[str, ...]
    acting: tuple[str, ...]
    names: Named
    scope: Scope
    graph: Graph = field(repr=False)
    columns: Columns = field(repr=False)
    among: frozenset[str] = field(repr=False)

    def name(self, actor_id: str) -> str:
        """The name as it stands within a sentence."""
        return the(self.names(actor_id))

    def pair(self, a: str, b: str) -> str:
        """Two names joined by a dash."""
        return f"{self.names(a)} – {self.names(b)}"

    def nothing(self) -> str | None:
        """Why nothing can be said, where there are no acts."""
        if self.first is None and self.scope != Scope():
            return "no acts are heard of: ask again without --known-on, --said-by and --without-…"
        if self.first is None:
            return "no acts between states or bodies are known: load articles or event data first"
        if self.acts.height == 0:
            return f"no acts are known up to {self.day}: the first is of {self.first}"
        return None

    def stale(self) -> str | None:
        """A warning where the day asked about lies after all acts."""
        if self.day is None or self.last is None or self.day <= self.last:
            return None
        return f"the last act known is of {self.last}: what came since is not in it"

    def told(self) -> Told:
        """The acts of all days, sorted into events."""
        key = self.scope, self.among
        return kept(self.columns, "told", key, lambda: told(self._every()), most=LARGE)

    def friendliness(
        self,
        as_of: date,
        *,
        since: date | None = None,
        half_life: Mapping[str, float | None] = MappingProxyType(HALF_LIFE),
    ) -> Friendliness:
        """How friendly every two actors are on a day, from the acts up to then (after `since`)."""
        return self._kept(
            "friendliness",
            (as_of, since, *sorted(half_life.items())),
            lambda: friendliness(self.told(), as_of=as_of, since=since, half_life=half_life),
        )

    def camps(self, as_of: date) -> Camps:
        """The camps on a day, from the acts up to then and the treaties in force."""
        return self._kept(
            "camps",
            as_of,
            lambda: camps_among(
                self.friendliness(as_of, half_life=CAMP_HALF_LIFE),
                self._kept("ties", None, lambda: ties_of(self.graph, self._every())),
            ),
        )

    def left(self, half_life: Mapping[str, float | None], *, since: date | None = None) -> float:
        """How many acts (after `since`) are left once repeats count once and old ones fade."""
        if self.day is None:
            return 0.0
        seen = weighed(self.told(), as_of=self.day, half_life=half_life, since=since)
        return round(float(seen.weight.sum()), 3)

    def turns(
        self,
        *,
        between: tuple[str, str] | None = None,
        touching: Collection[str] = (),
        since: date | None = None,
    ) -> tuple[ToldTurn, ...]:
        """What articles say of a turn up to the day; see `detente.queries.turns`."""
        return turns_told(
            self.graph,
            self.scope,
            names=self.names,
            between=between,
            touching=touching,
            since=since,
            until=self.day,
        )

    def _every(self) -> polars.DataFrame:
        return acts_from(self.columns, self.scope, self.among)

    def _kept(self, kind: str, key: Hashable, make: Callable[[], T]) -> T:
        return kept(self.columns, kind, (self.scope, self.among, key), make)

    def fields(
        self,
        parameters: Mapping[str, Any],
        *,
        note: str | None = None,
        acts: polars.DataFrame | None = None,
        n: int | None = None,
    ) -> dict[str, Any]:
        """The fields of an analysis that say what it was computed from: `acts`, or all of them.

        `n` says how many were counted where that is fewer.
        """
        counted = self.acts if acts is None else acts
        return {
            "known_on": self.scope.known_on,
            "n": counted.height if n is None else n,
            "since": self.first,
            "until": self.day,
            "sources": sources_of(counted),
            "half_life": _half_life(parameters),
            "parameters": {**parameters, **self.scope.parameters()},
            "note": "; ".join(filter(None, (*self.acting, self.stale(), note))) or None,
        }

    def refusal(
        self, summary: str, *, parameters: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The fields of an analysis that finds nothing, with the reason."""
        return {
            **self.fields(parameters or {}, note=LIMIT),
            "verdict": "not enough evidence",
            "summary": summary,
        }


def ground_of(
    graph: Graph,
    scope: Scope | None,
    *,
    until: date | str | None = None,
    option: str = "as_of",
    ends: Sequence[str] = (),
) -> Ground:
    """Read the acts up to a day; `ends` are names of actors, a person standing for his state.

    `option` is what an error calls the day. Raises `ResolutionError` for a name that fits none or
    several actors.
    """
    import polars as pl

    heard = scope or Scope()
    asked = read_day(until, option=option)
    columns, among = graph.columns(), named_actors(graph.roster)
    acts = acts_from(columns, heard, among)
    first, last = _span(acts)
    day = asked or last
    found = [end_of(graph, text, on=day or date.max) for text in ends]
    named = tuple(one.actor_id for one in found)
    met = {*acts["source"].unique(), *acts["target"].unique()}
    if not met.issuperset(named):
        # Who is neither a state nor a body counts only where it is asked about.
        among = frozenset(met.union(named))
        acts = acts_from(columns, heard, among)
        first, last = _span(acts)
        day = asked or last
    return Ground(
        acts=acts if day is None else acts.filter(pl.col("day") <= day),
        day=day,
        first=first,
        last=last,
        ends=named,
        acting=tuple(one.acts_for for one in found if one.acts_for is not None),
        names=names_of(graph.roster),
        scope=heard,
        graph=graph,
        columns=columns,
        among=among,
    )


def _span(acts: polars.DataFrame) -> tuple[date | None, date | None]:
    first, last = acts["day"].min(), acts["day"].max()
    return (first if isinstance(first, date) else None), (last if isinstance(last, date) else None)


def _half_life(parameters: Mapping[str, Any]) -> dict[str, float | None]:
    given = parameters.get("half_life", {})
    return dict(given) if isinstance(given, Mapping) else {"all": given}


def ties_of(graph: Graph, acts: polars.DataFrame) -> polars.DataFrame:
    """The treaties between actors of some acts: a, b, obligation, valid_from, valid_to.

    Each two parties are bound from when the later of them joined until one of them left.
    """
    import polars as pl

    met = {*acts["source"].unique(), *acts["target"].unique()}
    merged = Verdicts(graph.judgements()).actor
    parties: dict[tuple[str, str], list[tuple[str, date | None, date | None]]] = {}
    for row in graph.cypher(_TREATIES):
        actor = merged(row["actor_id"])
        if actor in met:
            bound = parties.setdefault((row["treaty_id"], row["obligation"]), [])
            bound.append((actor, row["valid_from"], row["valid_to"]))
    rows = []
    for (_, obligation), bound in parties.items():
        for (a, joined, left), (b, entered, quit_) in combinations(bound, 2):
            since = max((one for one in (joined, entered) if one is not None), default=None)
            until = min((one for one in (left, quit_) if one is not None), default=None)
            if a != b and (since is None or until is None or since < until):
                rows.append((*sorted((a, b)), obligation, since, until))
    schema = {
        "a": pl.String,
        "b": pl.String,
        "obligation": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)


def before_after(since: date, until: date) -> None:
    """Refuse a first day that is not before the last.

    Raises `GraphError`.
    """
    if since >= until:
        last = f"the last that is asked about or told of, {until}"
        raise GraphError(f"the first day, {since}, is not before {last}")
