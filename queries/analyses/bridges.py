"""Q12: who stands between the camps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from detente.queries.analyses.ground import LIMIT, Ground, ground_of
from detente.queries.analysis import Analysis, Finding, combined
from detente.queries.bridges import Bridge, Bridges
from detente.queries.bridges import bridges as bridges_of
from detente.queries.scope import Scope
from detente.queries.weighing import Verdict
from detente.queries.wording import listed

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["BridgeFinding", "BridgesAnswer", "bridges"]

_NAMED, _IN_TABLE = 3, 2


class BridgeFinding(Finding, frozen=True):
    """An actor with friends outside its camp; see `detente.queries.bridges.Bridge`.

    `value` is the share of its friendship that leads outside, `to` the friends that do so most.
    """

    actor: str
    value: float
    low: float
    high: float
    between: float
    to: tuple[str, ...]
    n: int
    effective_n: float
    verdict: Verdict


class BridgesAnswer(Analysis, frozen=True):
    """The actors with friends outside their camps, the supported first."""

    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = BridgeFinding

    def table(self) -> list[dict[str, Any]]:
        """A line an actor: how much of its friendship leads outside, and to whom."""
        return [
            {
                "who": self._name(one.actor),
                "outside": f"{one.value:.0%}",
                "at 90 %": f"{one.low:.0%} to {one.high:.0%}",
                "friends outside": listed(one.to, self._name, most=_IN_TABLE),
                "between others": f"{one.between:.0%}",
                "acts": f"{one.n:,}",
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, BridgeFinding)
        ]

    def _name(self, actor_id: str) -> str:
        return self.named.get(actor_id, actor_id)


def bridges(
    graph: Graph, *, as_of: date | str | None = None, scope: Scope | None = None
) -> BridgesAnswer:
    """Who has friends on more than one side on a day.

    >>> bridges(graph, as_of="2018-10-31").found[0].verdict  # doctest: +SKIP
    'supported'
    """
    ground = ground_of(graph, scope, until=as_of)
    question = "who stands between the camps"
    nothing = ground.nothing()
    if ground.day is None or nothing is not None:
        return BridgesAnswer(question=question, as_of=ground.day, **ground.refusal(nothing or ""))
    found = bridges_of(ground.camps(ground.day))
    lines = tuple(map(_finding, found.found))
    met = {end for one in lines for end in (one.actor, *one.to)}
    best = lines[0] if len(lines) > 0 else None
    return BridgesAnswer(
        question=question,
        as_of=ground.day,
        verdict=found.verdict,
        summary=_summary(found, ground),
        value=None if best is None else best.value,
        low=None if best is None else best.low,
        high=None if best is None else best.high,
        effective_n=ground.left(found.parameters["half_life"]),
        found=lines,
        named={one: ground.names(one) for one in sorted(met)},
        **ground.fields(
            found.parameters, note=f"the share depends on the camps, which are never sure; {LIMIT}"
        ),
    )


def _finding(one: Bridge) -> BridgeFinding:
    return BridgeFinding(
        actor=one.actor,
        value=one.value,
        low=one.low,
        high=one.high,
        between=one.between,
        to=tuple(dyad.b if dyad.a == one.actor else dyad.a for dyad in one.edges),
        n=one.n,
        effective_n=one.effective_n,
        verdict=one.verdict,
        drivers=combined((dyad.weight, dyad.drivers) for dyad in one.edges),
    )


def _summary(found: Bridges, ground: Ground) -> str:
    sure = [one for one in found.found if one.verdict == "supported"]
    shown = sure or [one for one in found.found if one.verdict == "weak"]
    if len(shown) == 0:
        return "nobody is known with sure friends outside its own camp"
    one = shown[0]
    most = listed([two.actor for two in shown], ground.name, most=_NAMED)
    return (
        f"{most} have friends outside their camps"
        if len(shown) > 1
        else f"{most} has friends outside its camp"
    ) + f"; of the friendship of {ground.name(one.actor)} {one.value:.0%} leads there"
