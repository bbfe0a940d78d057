"""Who stands between the camps: actors with friends on more than one side."""

# A bridge has much of its positive weight outside its own camp, and lies on the shortest friendly
# ways between others. The first is measured in every run of the camps, so that the doubt about who
# belongs where is part of the interval. Whoever is friendly to all alike is no friendlier to any
# than its habits let one expect, and yet the best bridge: so here a friend is who has less conflict
# than the two actors' habits let one expect, or than is usual in the world.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.betweenness import betweenness
from detente.queries.camps import Camps
from detente.queries.friendliness import ENOUGH_DAYS, SURE, Dyad, Friendliness
from detente.queries.weighing import Verdict

__all__ = ["Bridge", "Bridges", "bridges"]

Floats = NDArray[np.float64]
#: From so many sure friends on, an actor's share of friends outside is called supported.
ENOUGH_FRIENDS = 3


class Bridge(NamedTuple):
    """An actor with the share of its positive weight that lies outside its camp.

    `value` is the mean over the runs, with the 90 % interval; `between` the share of the shortest
    friendly ways between two others that lead through it. `n` counts the statements of its sure
    friendly dyads; `edges` are those that most often lead outside, heaviest first.
    """

    actor: str
    value: float
    low: float
    high: float
    between: float
    n: int
    effective_n: float
    verdict: Verdict
    edges: tuple[Dyad, ...]


@dataclass(frozen=True)
class Bridges:
    """The actors with sure friends: the supported first, then by the weight outside their camps."""

    as_of: date
    found: tuple[Bridge, ...]
    verdict: Verdict
    parameters: Mapping[str, Any]


def bridges(found: Camps, *, top: int = 20) -> Bridges:
    """Who stands between the camps: the `top` actors by weight outside their own camp.

    Only dyads that are friendly with a probability over 0.9, on at least three distinct days,
    count, and only actors with at least two of them. Such a dyad weighs
    (max(p, usual) - pi) ln(1 + n).
    """
    seen = found.friendliness
    weight = _friendship(seen)
    if len(found.camps) == 0 or not weight.any():
        return Bridges(found.as_of, (), "not enough evidence", found.parameters)
    outside = _outside(found, weight > 0)
    between = _between(seen, weight)
    friends = (seen.matrix(weight) > 0).sum(axis=1)
    able = [at for at in range(len(seen.actors)) if friends[at] >= _FEWEST]
    able.sort(key=lambda at: (-float(outside[:, at].mean()), -between[at], at))
    verdicts = {at: _verdict(outside[:, at], int(friends[at])) for at in able}
    ranked = sorted(able, key=lambda at: _RANKS.index(verdicts[at]))[:top]
    rated = tuple(
        _bridge(found, weight, outside[:, at], at, between=between[at], verdict=verdicts[at])
        for at in ranked
    )
    verdict = rated[0].verdict if len(rated) > 0 else "not enough evidence"
    return Bridges(found.as_of, rated, verdict, found.parameters)


_FEWEST = 2
_RANKS: tuple[Verdict, ...] = ("supported", "weak", "not enough evidence")


def _friendship(seen: Friendliness) -> Floats:
    """The weight of the dyads that are friendly for sure, 0 for the others."""
    from scipy.special import betainc

    usual = _bar(seen)
    sure = betainc(seen.alpha, seen.beta, usual) > SURE
    weight = (usual - seen.conflict) * np.log1p(seen.effective_n)
    return np.where(sure & (seen.days >= ENOUGH_DAYS), np.maximum(weight, 0.0), 0.0)


def _bar(seen: Friendliness) -> Floats:
    return np.maximum(seen.expected, seen.usual)


def _outside(found: Camps, friendly: NDArray[np.bool_]) -> Floats:
    """Runs by actors: the share of positive weight that leaves the cluster of that run."""
    seen, labels = found.friendliness, found.labels
    random = np.random.default_rng(found.parameters["random_seed"])
    shares = random.beta(seen.alpha, seen.beta, size=(len(labels), len(seen.left)))
    drawn = np.maximum(_bar(seen) - shares, 0.0) * np.log1p(seen.effective_n) * friendly
    apart = labels[:, seen.left] != labels[:, seen.right]
    whole, out = (_at_nodes(seen, weight) for weight in (drawn, drawn * apart))
    return np.divide(out, whole, out=np.zeros_like(out), where=whole > 0)


def _at_nodes(seen: Friendliness, weight: Floats) -> Floats:
    held = np.zeros((len(weight), len(seen.actors)))
    for end in (seen.left, seen.right):
        np.add.at(held.T, end, weight.T)
    return held


def _between(seen: Friendliness, weight: Floats) -> Floats:
    """Betweenness on the friendly dyads, where a heavier one is shorter."""
    mine = np.flatnonzero(weight)
    lengths = np.round(1.0 / weight[mine], 6)
    return betweenness(seen.left[mine], seen.right[mine], lengths, nodes=len(seen.actors))


def _verdict(outside: Floats, friends: int) -> Verdict:
    if outside.mean() <= 0:
        return "not enough evidence"
    return "supported" if friends >= ENOUGH_FRIENDS and np.quantile(outside, 0.05) > 0 else "weak"


def _bridge(
    found: Camps, weight: Floats, outside: Floats, at: int, *, between: float, verdict: Verdict
) -> Bridge:
    seen = found.friendliness
    mine = np.flatnonzero((weight > 0) & ((seen.left == at) | (seen.right == at)))
    leaving = weight[mine] * (1.0 - found.together[seen.left[mine], seen.right[mine]])
    order = mine[np.argsort(-leaving, kind="stable")]
    low, high = np.quantile(outside, [0.05, 0.95])
    return Bridge(
        actor=seen.actors[at],
        value=round(float(outside.mean()), 4),
        low=round(float(low), 4),
        high=round(float(high), 4),
        between=round(float(between), 4),
        n=int(seen.n[mine].sum()),
        effective_n=round(float(seen.effective_n[mine].sum()), 3),
        verdict=verdict,
        edges=tuple(seen.dyad_at(int(one)) for one in order[:5]),
    )
