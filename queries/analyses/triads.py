"""Q10: triads whose relations do not fit together, and the relations that they press on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from detente.queries.analyses.ground import LIMIT, Ground, ground_of
from detente.queries.analysis import Analysis, Finding, combined
from detente.queries.camps import CAMP_HALF_LIFE
from detente.queries.friendliness import Dyad
from detente.queries.scope import Scope
from detente.queries.triads import Pressure, Triad, Triads
from detente.queries.triads import triads as triads_of
from detente.queries.weighing import Verdict
from detente.queries.wording import many, rounded

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["PressureFinding", "PressuresAnswer", "TriadFinding", "TriadsAnswer", "triads"]


class TriadFinding(Finding, frozen=True):
    """Three actors whose relations do not fit together; see `detente.queries.triads.Triad`.

    `friends` and `foes` are the pairs among them, "IRN TUR"; `weight` is that of the weakest.
    """

    actors: tuple[str, ...]
    friends: tuple[str, ...]
    foes: tuple[str, ...]
    weight: float
    n: int
    effective_n: float
    verdict: Verdict


class PressureFinding(Finding, frozen=True):
    """A relation that other relations speak against; see `detente.queries.triads.Pressure`."""

    a: str
    b: str
    stand: str
    pressure: float
    low: float
    high: float
    unbalanced: int
    balanced: int
    n: int
    effective_n: float
    verdict: Verdict


class TriadsAnswer(Analysis, frozen=True):
    """The heaviest triads out of balance.

    `value` is the share of unbalanced triads among those with three sure signs, with its 90 %
    interval; `open` triads have a relation whose sign is not sure.
    """

    balanced: int = 0
    unbalanced: int = 0
    open: int = 0
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = TriadFinding

    def table(self) -> list[dict[str, Any]]:
        """A line a triad: who is whose friend, and whose foe."""
        return [
            {
                "friends": ", ".join(map(self._pair, one.friends)) or "none",
                "foes": ", ".join(map(self._pair, one.foes)),
                "acts": f"{one.n:,}",
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, TriadFinding)
        ]

    def _pair(self, ids: str) -> str:
        return " – ".join(self.named.get(one, one) for one in ids.split(" "))


class PressuresAnswer(TriadsAnswer, frozen=True):
    """The relations under most pressure, the strongest first."""

    finding: ClassVar[type[Finding]] = PressureFinding

    def table(self) -> list[dict[str, Any]]:
        """A line a relation: what it is, and how many triads speak against it and for it."""
        return [
            {
                "relation": self._pair(f"{one.a} {one.b}"),
                "now": one.stand,
                "pressure": rounded(one.pressure, 1),
                "at 90 %": f"{rounded(one.low, 1)} to {rounded(one.high, 1)}",
                "against": one.unbalanced,
                "for": one.balanced,
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, PressureFinding)
        ]


def triads(
    graph: Graph,
    *,
    as_of: date | str | None = None,
    under_pressure: bool = False,
    scope: Scope | None = None,
) -> TriadsAnswer:
    """The triads out of balance on a day, or with `under_pressure` the relations they press on.

    >>> triads(graph, as_of="2018-10-31").found[0].foes  # doctest: +SKIP
    ('ISR RUS',)

    Only relations whose sign is sure take part: probability over 0.9, on at least three days.
    """
    ground = ground_of(graph, scope, until=as_of)
    kind = PressuresAnswer if under_pressure else TriadsAnswer
    question = (
        "which relations are under pressure from others"
        if under_pressure
        else "whose relations do not fit together"
    )
    nothing = ground.nothing()
    if ground.day is None or nothing is not None:
        return kind(question=question, as_of=ground.day, **ground.refusal(nothing or ""))
    found = triads_of(ground.friendliness(ground.day, half_life=CAMP_HALF_LIFE))
    pressed = tuple(map(_pressure, found.pressures)) if under_pressure else ()
    met = {one for triad in found.triads for one in triad.actors}
    met |= {end for one in found.pressures for end in (one.dyad.a, one.dyad.b)}
    return kind(
        question=question,
        as_of=ground.day,
        verdict=_verdict(found, under_pressure=under_pressure),
        summary=_summary(found, ground, under_pressure=under_pressure),
        value=found.value,
        low=found.low,
        high=found.high,
        effective_n=found.effective_n,
        found=pressed if under_pressure else tuple(map(_triad, found.triads)),
        balanced=found.balanced,
        unbalanced=found.unbalanced,
        open=found.open,
        named={one: ground.names(one) for one in sorted(met)},
        **ground.fields(found.parameters, note=_note(found), n=found.n),
    )


def _triad(one: Triad) -> TriadFinding:
    return TriadFinding(
        actors=one.actors,
        friends=tuple(f"{dyad.a} {dyad.b}" for dyad in one.dyads if dyad.weight > 0),
        foes=tuple(f"{dyad.a} {dyad.b}" for dyad in one.dyads if dyad.weight <= 0),
        weight=one.weight,
        n=sum(dyad.n for dyad in one.dyads),
        effective_n=round(sum(dyad.effective_n for dyad in one.dyads), 3),
        verdict=one.verdict,
        drivers=combined((dyad.weight, dyad.drivers) for dyad in one.dyads),
    )


def _pressure(one: Pressure) -> PressureFinding:
    dyad = one.dyad
    return PressureFinding(
        a=dyad.a,
        b=dyad.b,
        stand=_stand(dyad),
        pressure=one.value,
        low=one.low,
        high=one.high,
        unbalanced=one.unbalanced,
        balanced=one.balanced,
        n=dyad.n,
        effective_n=dyad.effective_n,
        verdict=one.verdict,
        drivers=combined([(1.0, dyad.drivers)]),
    )


def _stand(dyad: Dyad) -> str:
    return "friendly" if dyad.weight > 0 else "hostile"


def _verdict(found: Triads, *, under_pressure: bool) -> Verdict:
    if not under_pressure:
        return found.verdict
    verdicts = {one.verdict for one in found.pressures}
    if "supported" in verdicts:
        return "supported"
    return "weak" if len(verdicts) > 0 else "not enough evidence"


def _summary(found: Triads, ground: Ground, *, under_pressure: bool) -> str:
    if found.value is None:
        return f"no three actors are known whose relations are all sure; {found.open:,} are open"
    whole = found.balanced + found.unbalanced
    share = f"{found.unbalanced:,} of {many(whole, 'triad')} with sure relations are out of balance"
    if found.low is not None and found.high is not None:
        share += f" ({found.value:.0%}, at 90 % {found.low:.0%} to {found.high:.0%})"
    if under_pressure:
        if len(found.pressures) == 0:
            return f"no relation is under pressure: {share}"
        one = found.pressures[0]
        return (
            f"most pressed is the {_stand(one.dyad)} relation of {ground.name(one.dyad.a)} and "
            f"{ground.name(one.dyad.b)}: {many(one.unbalanced, 'triad')} against it, "
            f"{one.balanced:,} for it. {share}"
        )
    if len(found.triads) == 0:
        return share
    a, b, c = map(ground.name, found.triads[0].actors)
    return f"{share}; the heaviest is that of {a}, {b} and {c}"


def _note(found: Triads) -> str:
    parts = [f"{many(found.open, 'triad')} are open, with a relation that is not sure"]
    parts += ["that such triads tend to balance is not claimed", LIMIT]
    return "; ".join(parts if found.open > 0 else parts[1:])
