"""Q16: what is likely next between two actors: a base rate, and no forecast of turns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from detente.graph.errors import GraphError
from detente.graph.registry import REGISTRY, by_cameo
from detente.queries.acts import among
from detente.queries.analyses.ground import Ground, ground_of
from detente.queries.analysis import Finding, combined
from detente.queries.captions import caption
from detente.queries.outlook import Likely, Outlook
from detente.queries.outlook import outlook as outlook_of
from detente.queries.scope import Scope
from detente.queries.turns import BesideTurns
from detente.queries.weighing import Verdict
from detente.queries.wording import many

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["LikelyFinding", "OutlookAnswer", "outlook"]


class LikelyFinding(Finding, frozen=True):
    """One act that may be next; see `detente.queries.outlook.Likely`.

    `relation` is a CAMEO code or a type of relation, `text` says it in words.
    """

    source: str
    target: str
    relation: str
    text: str
    probability: float
    low: float
    high: float
    within: float
    n: int
    effective_n: float
    last_day: date | None
    verdict: Verdict


class OutlookAnswer(BesideTurns, frozen=True):
    """What is likely next, the likeliest first; `expected_acts` may come within `horizon` days."""

    a: str = ""
    b: str = ""
    horizon: int = 0
    expected_acts: float = 0.0
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = LikelyFinding

    def table(self) -> list[dict[str, Any]]:
        """A line an act: how often it is the next one, and how likely it is within the horizon."""
        return [
            {
                "next may be": one.text,
                "probability": f"{one.probability:.2f}",
                "at 90 %": f"{one.low:.2f} to {one.high:.2f}",
                f"in {self.horizon} days": f"{one.within:.2f}",
                "before": one.n,
                "last": one.last_day or "never",
            }
            for one in self.found
            if isinstance(one, LikelyFinding)
        ]


def outlook(
    graph: Graph,
    left: str,
    right: str,
    *,
    as_of: date | str | None = None,
    horizon: int = 30,
    scope: Scope | None = None,
) -> OutlookAnswer:
    """What is likely next between two actors, by what was repeated lately and what is common.

    >>> outlook(graph, "USA", "Belarus").found[0].text  # doctest: +SKIP
    'The United States made a statement about Belarus'
    """
    if horizon < 1:
        raise GraphError(f"horizon: {horizon} is no number of days")
    ground = ground_of(graph, scope, until=as_of, ends=[left, right])
    a, b = ground.ends
    if a == b:
        raise GraphError(f"{ground.names(a)} is named twice: name two different actors")
    question = f"what is likely next between {ground.name(a)} and {ground.name(b)}"
    nothing = ground.nothing()
    if ground.day is None or nothing is not None:
        return OutlookAnswer(
            question=question,
            as_of=ground.day,
            a=a,
            b=b,
            horizon=horizon,
            told=ground.turns(between=(a, b)),
            **ground.refusal(nothing or ""),
        )
    found = outlook_of(ground.acts, a, b, as_of=ground.day, horizon=horizon)
    best = found.found[0] if len(found.found) > 0 and found.n > 0 else None
    mine = among(ground.acts, (a, b))
    return OutlookAnswer(
        question=question,
        as_of=ground.day,
        verdict=found.verdict,
        summary=_summary(found, ground),
        value=None if best is None else best.probability,
        low=None if best is None else best.low,
        high=None if best is None else best.high,
        effective_n=found.effective_n,
        found=tuple(_finding(one, found, ground) for one in found.found) if best else (),
        a=a,
        b=b,
        horizon=horizon,
        expected_acts=found.expected_acts,
        named={one: ground.names(one) for one in (a, b)},
        told=ground.turns(between=(a, b)),
        **ground.fields(found.parameters, note=f"{found.note}; it foresees no turn", acts=mine),
    )


def _finding(one: Likely, found: Outlook, ground: Ground) -> LikelyFinding:
    return LikelyFinding(
        source=one.source,
        target=one.target,
        relation=one.relation,
        text=_words(one, ground),
        probability=one.probability,
        low=one.low,
        high=one.high,
        within=one.within,
        n=one.n,
        effective_n=one.effective_n,
        last_day=one.last_day,
        verdict=found.verdict,
        drivers=combined([(1.0, one.drivers)]),
    )


def _words(one: Likely, ground: Ground) -> str:
    kind = one.relation if one.relation in REGISTRY else by_cameo(one.relation).type
    return caption(kind, one.source, one.target, ground.names)


def _summary(found: Outlook, ground: Ground) -> str:
    between = f"{ground.name(found.a)} and {ground.name(found.b)}"
    if found.n == 0:
        return f"no acts between {between} are known, so nothing is repeated"
    one = found.found[0]
    told = (
        f"about {found.expected_acts:.0f} acts between {between} may come within "
        f"{many(found.horizon, 'day')}"
        if found.expected_acts >= 1
        else f"acts between {between} are rare"
    )
    again = f"seen {many(one.n, 'time')} before" if one.n > 0 else "common among others"
    return (
        f"{told}; the next is likeliest to be “{_words(one, ground)}” (probability "
        f"{one.probability:.2f}, {again})"
    )
