"""How two actors get on: the share of conflict in what happened between them, with its doubt."""

# An event counts once, however often it is told, and an article counts once, however many events
# it tells: ten sentences of one article are not ten observations.

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel

from detente.graph.registry import CONFLICT

__all__ = ["USUAL", "Balance", "Observation", "balance", "beta_cdf"]

#: Share of conflict among all events between states, measured over the ICEWS and GDELT sets.
USUAL = 0.137
#: How many observations the usual share weighs.
PRIOR_WEIGHT = 10.0
#: After so many days words, and deeds, count half.
HALF_LIFE = {"verbal": 30.0, "material": 180.0}

_VERBAL = frozenset({1, 3})
_EXACT = 1e-12


class Observation(NamedTuple):
    """One event between the two: its story (the first article), quad class, day and confidence.

    `day` is None for a state that still holds: it does not fade.
    """

    story: str
    quad: int
    day: date | None
    confidence: float


class Balance(BaseModel, frozen=True):
    """The posterior share of conflict: mean, 90 % interval, and the probability of friendliness.

    `n` counts stories, faded by age; `friendlier` is the probability that the share of conflict is
    below the usual one.
    """

    n: float
    conflict: float
    mean: float
    low: float
    high: float
    friendlier: float


def balance(observations: Iterable[Observation], *, on: date) -> Balance:
    """Weigh what happened up to the day `on`.

    >>> nothing = balance([], on=date(2025, 12, 18))
    >>> nothing.n, round(nothing.friendlier, 2), round(nothing.low, 3), round(nothing.high, 3)
    (0.0, 0.59, 0.015, 0.342)

    The share is Beta(k p + C, k (1 - p) + N - C) with k = 10 and p = 0.137, where N sums over
    stories and C is the part of them that tells of conflict; each story weighs its surest event,
    faded with a half-life of 30 days for words and 180 for deeds.
    """
    stories: dict[str, list[tuple[float, bool]]] = {}
    for seen in observations:
        told = stories.setdefault(seen.story, [])
        told.append((_weight(seen, on), seen.quad in CONFLICT))
    total = sum(max(weight for weight, _ in told) for _, told in sorted(stories.items()))
    conflict = sum(_conflict(told) for _, told in sorted(stories.items()))
    return _posterior(total, conflict)


def _weight(seen: Observation, on: date) -> float:
    if seen.day is None:
        return seen.confidence
    half_life = HALF_LIFE["verbal" if seen.quad in _VERBAL else "material"]
    return float(seen.confidence * 0.5 ** (max((on - seen.day).days, 0) / half_life))


def _conflict(told: list[tuple[float, bool]]) -> float:
    weights = math.fsum(weight for weight, _ in told)
    if weights == 0:
        return 0.0
    share = math.fsum(weight for weight, hostile in told if hostile) / weights
    return share * max(weight for weight, _ in told)


def _posterior(total: float, conflict: float) -> Balance:
    a = PRIOR_WEIGHT * USUAL + conflict
    b = PRIOR_WEIGHT * (1.0 - USUAL) + total - conflict

    def below(share: float) -> float:
        return beta_cdf(share, a, b)

    return Balance(
        n=round(total, 3),
        conflict=round(conflict, 3),
        mean=round(a / (a + b), 4),
        low=round(_quantile(below, 0.05), 4),
        high=round(_quantile(below, 0.95), 4),
        friendlier=round(below(USUAL), 4),
    )


def _quantile(below: Callable[[float], float], wanted: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < wanted else (low, middle)
    return (low + high) / 2


def beta_cdf(x: float, a: float, b: float) -> float:
    """The probability that a Beta(a, b) variable is at most `x`.

    >>> round(beta_cdf(0.5, 2, 2), 6), round(beta_cdf(0.25, 1, 1), 6)
    (0.5, 0.25)

    By the continued fraction of the NIST Digital Library of Mathematical Functions, 8.17.22,
    evaluated by Lentz's method.
    """
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1.0) / (a + b + 2.0):
        return 1.0 - beta_cdf(1.0 - x, b, a)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(scale + a * math.log(x) + b * math.log1p(-x)) / a
    return front / _fraction(x, a, b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 + d1/(1 + d2/(1 + …)), the denominator of 8.17.22."""
    tiny = 1e-300
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, 400):
        m = step // 2
        if step % 2 == 0:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1.0 / ((1.0 + term * d) or tiny)
        c = (1.0 + term / c) or tiny
        value *= c * d
        if abs(c * d - 1.0) < _EXACT:
            break
    return value
