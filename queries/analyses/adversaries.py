"""Q2: who an actor's adversaries are, and on what grounds."""

# Grounds are never mixed: a state of war is one, sanctions in force are another, acts a third, and
# what somebody claims is a ground of its own that supports nobody by itself. One source makes no
# adversary.

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from math import log1p
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from detente.graph.actors import state_of
from detente.queries.acts import first_day
from detente.queries.analysis import Analysis, Driver, Finding, equal_drivers
from detente.queries.answers import read_day
from detente.queries.backing import (
    Backing,
    backings,
    day_asked,
    heard,
    named_actors,
    one_source_says,
    verdict_of,
)
from detente.queries.captions import the
from detente.queries.ends import end_of, names_of
from detente.queries.friendliness import SURE, Dyad, friendliness
from detente.queries.sanctions import sanctions_in_force
from detente.queries.scope import Scope, acts_in, sources_of
from detente.queries.standing import WARS, states_on
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

    from detente.graph.graph import Graph
    from detente.queries.captions import Named

__all__ = ["AdversariesAnswer", "Adversary", "adversaries"]

#: From here on an adversary is named, with weak grounds.
_LIKELY = 0.7
#: Whom everybody fights is fought no more than expected: most of it conflict is enough.
_MOSTLY = 0.5
_NAMED = 5
_ORDER: Mapping[Verdict, int] = {"supported": 0, "weak": 1, "not enough evidence": 2}
#: Statements that a reader may look at.
_DRIVERS = 20
_GROUNDS = ("state", "sanctions", "acts", "claims", "own claims")


class Adversary(Finding, frozen=True):
    """One actor on one ground: a state of war, sanctions, what was done, or what is claimed.

    `probability` says how likely the share of conflict `conflict` lies above what is `expected` of
    the two, `mostly` how likely it lies above one half; a state and sanctions have neither.
    `weight` is how far it lies above what is expected, or usual, times ln(1 + effective n). `n`
    counts statements.
    """

    actor_id: str
    name: str
    ground: Literal["state", "sanctions", "acts", "claims", "own claims"]
    verdict: Verdict
    because: str
    probability: float | None = None
    mostly: float | None = None
    conflict: float | None = None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    n: int = 0
    effective_n: float | None = None
    weight: float | None = None
    last_day: date | None = None
    quote: str | None = None


class AdversariesAnswer(Analysis, frozen=True):
    """The adversaries of an actor: supported ones first, each ground on a line of its own."""

    actor_id: str

    finding: ClassVar[type[Finding]] = Adversary

    def table(self) -> list[dict[str, Any]]:
        """A line a ground: who, how sure, and why."""
        return [
            {
                "adversary": one.name,
                "ground": one.ground,
                "verdict": one.verdict,
                "conflict": "-" if one.conflict is None else f"{one.conflict:.2f}",
                "because": one.because,
            }
            for one in self.found
            if isinstance(one, Adversary)
        ]


def adversaries(
    graph: Graph,
    actor: str,
    *,
    as_of: date | str | None = None,
    scope: Scope | None = None,
) -> AdversariesAnswer:
    """Who the adversaries of an actor are on a day.

    >>> adversaries(graph, "USA").found[0].name  # doctest: +SKIP
    'Iran'

    An adversary is who is at war with the actor, or has sanctions in force against it or is under
    its sanctions, or with whom the share of conflict lies above what is expected of the two (and
    above what is usual), or above one half, with a probability of more than 0.9; sanctions and acts
    told in three statements or more by two publishers (of three days, where tables name none). From
    0.7 on, or told by fewer, it is named with weak grounds; what one source tells is shown and
    supports nothing. `as_of` is the last day that anything is told of if not given.
    """
    who = scope or Scope()
    day = read_day(as_of, option="as_of")
    own = end_of(graph, actor, on=day_asked(day, who.known_on)).actor_id
    named = named_actors(graph.roster, own, labels=("Organization",))
    acts = acts_in(graph, who, until=day, actors=named)
    on = day_asked(day, who.known_on, acts)
    acts = acts.filter(acts["day"] <= on)
    statements = graph.columns().statements
    asserted, claimed = heard(acts, statements)
    mine = claimed["said_by"].list.first() == own
    names = names_of(graph.roster)
    told: tuple[tuple[Literal["acts", "claims", "own claims"], polars.DataFrame], ...] = (
        ("acts", asserted),
        ("claims", claimed.filter(~mine)),
        ("own claims", claimed.filter(mine)),
    )
    found: list[Adversary] = [
        *_enemies(graph, own, who, on, names),
        *_sanctioned(graph, own, who, on=on, names=names, actors=named),
    ]
    for ground, heard_of in told:
        found += _hostile(heard_of, statements, own, on=on, ground=ground, names=names)
    found.sort(key=_rank)
    touching = acts.filter((acts["source"] == own) | (acts["target"] == own))
    verdict: Verdict = found[0].verdict if len(found) > 0 else "not enough evidence"
    return AdversariesAnswer(
        as_of=on,
        known_on=who.known_on,
        actor_id=own,
        question=f"adversaries of {the(names(own))}",
        verdict=verdict,
        summary=_summary(found, the(names(own)), touching.height),
        n=touching.height,
        until=on,
        since=first_day(touching),
        sources=sources_of(touching),
        parameters={"surer_than": SURE, "named_from": _LIKELY, **who.parameters()},
        found=tuple(found),
    )


def _enemies(graph: Graph, own: str, who: Scope, on: date, names: Named) -> Iterator[Adversary]:
    """Who is in a state of conflict with the actor on the day, by what those say who are heard."""
    for state in states_on(graph, own, WARS, scope=who, on=on):
        relation = state.relation
        partner = relation.object if relation.subject == own else relation.subject
        if state_of(partner) == state_of(own):
            continue
        yield Adversary(
            actor_id=partner,
            name=names(partner),
            ground="state",
            verdict=verdict_of(state.told),
            because=state.words(names),
            n=len(state.told),
            quote=relation.quote or None,
            drivers=equal_drivers([one.statement_id for one in state.told])[:_DRIVERS],
        )


def _sanctioned(
    graph: Graph, own: str, who: Scope, *, on: date, names: Named, actors: Collection[str]
) -> Iterator[Adversary]:
    """Who has sanctions in force against the actor on the day, or is under the actor's."""
    for one in sanctions_in_force(graph, who, on=on, actors=actors):
        partner = one.against if one.by == own else one.by
        if own not in (one.by, one.against) or state_of(partner) == state_of(own):
            continue
        yield Adversary(
            actor_id=partner,
            name=names(partner),
            ground="sanctions",
            verdict=one.verdict,
            because=one.words(names),
            n=len(one.statement_ids),
            last_day=one.last_day,
            quote=one.quote or None,
            drivers=equal_drivers(one.statement_ids)[:_DRIVERS],
        )


def _hostile(
    acts: polars.DataFrame,
    statements: polars.DataFrame,
    own: str,
    *,
    on: date,
    ground: Literal["acts", "claims", "own claims"],
    names: Named,
) -> Iterator[Adversary]:
    """The actors with whom one ground shows more conflict than is expected, or mostly conflict."""
    from scipy.special import betaincc

    found = friendliness(acts, as_of=on)
    if own not in found.actors:
        return
    code = found.actors.index(own)
    told = backings(acts, statements)
    for at in ((found.left == code) | (found.right == code)).nonzero()[0].tolist():
        low, high = found.actors[found.left[at]], found.actors[found.right[at]]
        partner = high if low == own else low
        colder = 1.0 - float(found.friendlier[at])
        mostly = float(betaincc(found.alpha[at], found.beta[at], _MOSTLY))
        backing = told[low, high]
        if state_of(partner) == state_of(own) or found.hostile[at] <= 0.0:
            continue
        if max(colder, mostly) < _LIKELY and not backing.single:
            continue
        enmity = _Enmity(found.dyad_at(at), backing, colder, mostly, found.usual)
        first = enmity.dyad.drivers[0].statement_id
        row = statements.row(int(statements["statement_id"].search_sorted(first)), named=True)
        yield enmity.finding(partner, ground, row, names)


class _Enmity(NamedTuple):
    """How likely there is more conflict than expected, and more than cooperation."""

    dyad: Dyad
    backing: Backing
    colder: float
    mostly: float
    usual: float

    def finding(
        self,
        partner: str,
        ground: Literal["acts", "claims", "own claims"],
        statement: Mapping[str, Any],
        names: Named,
    ) -> Adversary:
        """The line about the partner; `statement` is the one that carries most."""
        dyad = self.dyad
        verdict: Verdict = "weak"
        because = f"{self._because()}; {self.backing}"
        if self.backing.single:
            verdict, because = "not enough evidence", one_source_says(statement, names)
        elif ground == "acts" and self._sure() and self.backing.enough:
            verdict = "supported"
        above = dyad.conflict - min(dyad.expected, self.usual)
        return Adversary(
            actor_id=partner,
            name=names(partner),
            ground=ground,
            verdict=verdict,
            because=because,
            probability=round(self.colder, 4),
            mostly=round(self.mostly, 4),
            conflict=dyad.conflict,
            low=dyad.low,
            high=dyad.high,
            expected=dyad.expected,
            n=self.backing.statements,
            effective_n=dyad.effective_n,
            weight=round(above * log1p(dyad.effective_n), 4),
            last_day=dyad.last_day,
            quote=statement["quote"] or None,
            drivers=tuple(Driver(**one._asdict()) for one in dyad.drivers),
        )

    def _because(self) -> str:
        """The surer of the two in words."""
        if self.mostly > SURE >= self.colder or self.mostly > self.colder:
            return f"mostly conflict: {self.mostly:.2f}"
        less = "" if self.dyad.conflict > self.usual else ", yet less than is usual among all"
        return f"more than the {self.dyad.expected:.2f} expected: {self.colder:.2f}{less}"

    def _sure(self) -> bool:
        """Whether it takes only enough sources to say so."""
        return self.mostly > SURE or (self.colder > SURE and self.dyad.conflict > self.usual)


def _rank(one: Adversary) -> tuple[int, int, float, str]:
    """Surer verdicts first, then the grounds in order, then what weighs most or is told most."""
    return (
        _ORDER[one.verdict],
        _GROUNDS.index(one.ground),
        -(one.n if one.weight is None else one.weight),
        one.actor_id,
    )


def _summary(found: list[Adversary], name: str, acts: int) -> str:
    supported = list(dict.fromkeys(one.name for one in found if one.verdict == "supported"))
    weak = {one.name for one in found if one.verdict == "weak"} - {*supported}
    if len(supported) > 0:
        more = f" and {len(supported) - _NAMED} more" if len(supported) > _NAMED else ""
        others = f"; {len(weak)} more on weak grounds" if len(weak) > 0 else ""
        verb = "stands" if len(supported) == 1 else "stand"
        return f"{', '.join(supported[:_NAMED])}{more} {verb} against {name}{others}"
    if len(weak) > 0:
        return f"nobody for sure; on weak grounds {', '.join(sorted(weak)[:_NAMED])}"
    if len(found) > 0:
        return "what single sources tell makes nobody an adversary"
    if acts == 0:
        return f"nothing is told of what others and {name} do to each other"
    return f"nobody deals with {name} worse than is expected of the two"
