"""Triads out of balance, and the relations that they put under pressure."""

# A triad is balanced when the product of its signs is positive: friends of friends are friends,
# foes of foes are friends. Only edges whose sign is sure take part; a triad with any other edge is
# open, and counted apart. That unbalanced triads tend to balance is not claimed.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.friendliness import ENOUGH_DAYS, SURE, Dyad, Friendliness
from detente.queries.weighing import Verdict

__all__ = ["Pressure", "Triad", "Triads", "signs_of", "triads", "triangles"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Triad(NamedTuple):
    """Three actors whose relations do not fit together, with the evidence for each side.

    `weight` is that of the weakest of the three, `verdict` is "supported" where all three are.
    """

    actors: tuple[str, str, str]
    weight: float
    dyads: tuple[Dyad, Dyad, Dyad]
    verdict: Verdict


class Pressure(NamedTuple):
    """A relation that other relations speak against: the sum over its triads.

    `value` is the sum of -s_e s_f s_g min|w| with its 90 % interval over draws of the weights;
    `unbalanced` and `balanced` count the triads.
    """

    dyad: Dyad
    value: float
    low: float
    high: float
    unbalanced: int
    balanced: int
    verdict: Verdict


@dataclass(frozen=True)
class Triads:
    """How many triads are balanced, unbalanced and open, and the relations that they press on.

    `value` is the share of unbalanced triads among those with three sure signs, with a 90 %
    interval over draws of the signs; it is None where there are none. `triads` are the heaviest of
    the unbalanced ones, `n` counts statements.
    """

    as_of: date
    value: float | None
    low: float | None
    high: float | None
    balanced: int
    unbalanced: int
    open: int
    n: int
    effective_n: float
    verdict: Verdict
    triads: tuple[Triad, ...]
    pressures: tuple[Pressure, ...]
    parameters: Mapping[str, Any]


def triads(seen: Friendliness, *, draws: int = 100, top: int = 20, random_seed: int = 0) -> Triads:
    """The triads on a day, and the `top` unbalanced ones and relations under pressure."""
    signs, sure = signs_of(seen)
    balanced, unbalanced = _census(signs)
    known = seen.matrix(np.ones(len(seen.left)))
    every = round(float(np.trace(known @ known @ known)) / 6.0)
    random = np.random.default_rng(random_seed)
    drawn = np.where(sure, seen.draw(random, draws), 0.0)
    shares = _shares(seen, signs, np.sign(drawn)) if unbalanced + balanced > 0 else []
    presses = _pressures(seen, signs, sure, drawn, top)
    return Triads(
        as_of=seen.as_of,
        value=_share(balanced, unbalanced) if len(shares) > 0 else None,
        low=round(float(np.quantile(shares, 0.05)), 4) if len(shares) > 0 else None,
        high=round(float(np.quantile(shares, 0.95)), 4) if len(shares) > 0 else None,
        balanced=balanced,
        unbalanced=unbalanced,
        open=every - balanced - unbalanced,
        n=int(seen.n[sure].sum()),
        effective_n=round(float(seen.effective_n[sure].sum()), 3),
        verdict=_verdict_of(balanced + unbalanced),
        triads=_worst(seen, signs, top),
        pressures=presses,
        parameters={**seen.parameters, "sure": SURE, "draws": draws, "random_seed": random_seed},
    )


_ENOUGH_TRIADS = 10


def _verdict_of(count: int) -> Verdict:
    if count == 0:
        return "not enough evidence"
    return "supported" if count >= _ENOUGH_TRIADS else "weak"


def signs_of(seen: Friendliness) -> tuple[Floats, NDArray[np.bool_]]:
    """The matrix of sure signs, 0 where open, and which dyads these are.

    A sign is sure where its probability is over 0.9 and it rests on at least three distinct days.
    """
    certain = np.maximum(seen.friendlier, 1.0 - seen.friendlier) > SURE
    sure = certain & (seen.days >= ENOUGH_DAYS)
    return seen.matrix(np.where(sure, np.sign(seen.friendlier - 0.5), 0.0)), sure


def _census(signs: Floats) -> tuple[int, int]:
    """Balanced and unbalanced triads: their sum is tr|A|^3 / 6, their difference tr A^3 / 6."""
    size = np.abs(signs)
    both = round(float(np.einsum("ij,ji->", size @ size, size)) / 6.0)
    gap = round(float(np.einsum("ij,ji->", signs @ signs, signs)) / 6.0)
    return (both + gap) // 2, (both - gap) // 2


def _share(balanced: int, unbalanced: int) -> float:
    return round(unbalanced / max(balanced + unbalanced, 1), 4)


def _shares(seen: Friendliness, signs: Floats, drawn: Floats) -> list[float]:
    """The share of unbalanced triads in each draw, which has signs where `signs` has."""
    place = np.zeros(signs.shape, dtype=np.int64)
    place[seen.left, seen.right] = np.arange(len(seen.left))
    one, other, third = triangles(signs != 0).T
    products = (
        drawn[:, place[one, other]] * drawn[:, place[one, third]] * drawn[:, place[other, third]]
    )
    counts = ((products > 0).sum(axis=1).tolist(), (products < 0).sum(axis=1).tolist())
    return [_share(*each) for each in zip(*counts, strict=True)]


def triangles(linked: NDArray[np.bool_]) -> Ints:
    """Every three nodes of which each two are linked, one row for each, in order.

    >>> triangles(np.ones((3, 3), dtype=bool)).tolist()
    [[0, 1, 2]]
    """
    later = np.triu(linked, 1)
    one, other = np.nonzero(later)
    edge, third = np.nonzero(later[one] & later[other])
    return np.stack([one[edge], other[edge], third], axis=1)


def _worst(seen: Friendliness, signs: Floats, top: int) -> tuple[Triad, ...]:
    strong = np.abs(seen.matrix(seen.weight))
    found: list[tuple[float, int, int, int]] = []
    for one, other in np.argwhere(np.triu(signs) != 0).tolist():
        product = signs[one, other] * signs[one, other + 1 :] * signs[other, other + 1 :]
        for third in (np.flatnonzero(product < 0) + other + 1).tolist():
            weakest = min(strong[one, other], strong[one, third], strong[other, third])
            found.append((-float(weakest), one, other, third))
    place = {
        pair: at
        for at, pair in enumerate(zip(seen.left.tolist(), seen.right.tolist(), strict=True))
    }
    return tuple(_triad(seen, place, *one) for one in sorted(found)[:top])


def _triad(
    seen: Friendliness, place: Mapping[tuple[int, int], int], weight: float, *at: int
) -> Triad:
    one, other, third = at
    first, second, last = (
        seen.dyad_at(place[pair]) for pair in ((one, other), (one, third), (other, third))
    )
    sides = (first, second, last)
    supported = all(side.verdict == "supported" for side in sides)
    return Triad(
        (seen.actors[one], seen.actors[other], seen.actors[third]),
        round(-weight, 4),
        sides,
        "supported" if supported else "weak",
    )


def _pressures(
    seen: Friendliness, signs: Floats, sure: NDArray[np.bool_], drawn: Floats, top: int
) -> tuple[Pressure, ...]:
    edges = np.flatnonzero(sure)
    left, right = seen.left[edges], seen.right[edges]
    weights = seen.matrix(np.where(sure, seen.weight, 0.0))
    pressure = _press(np.abs(weights), signs, left, right)
    products = signs[left, right, None] * signs[left] * signs[right]
    order = np.argsort(-pressure, kind="stable")[:top]
    chosen = [at for at in order.tolist() if pressure[at] > 0]
    if len(chosen) == 0:
        return ()
    ends = left[chosen], right[chosen]
    spread = np.array(
        [_press(np.abs(matrix), np.sign(matrix), *ends) for matrix in map(seen.matrix, drawn)]
    )
    found = []
    for number, at in enumerate(chosen):
        low, high = np.quantile(spread[:, number], [0.05, 0.95])
        dyad = seen.dyad_at(int(edges[at]))
        found.append(
            Pressure(
                dyad=dyad,
                value=round(float(pressure[at]), 4),
                low=round(float(low), 4),
                high=round(float(high), 4),
                unbalanced=int((products[at] < 0).sum()),
                balanced=int((products[at] > 0).sum()),
                verdict="supported" if low > 0 and dyad.verdict == "supported" else "weak",
            )
        )
    return tuple(found)


def _press(
    strong: Floats, signs: Floats, left: NDArray[np.int64], right: NDArray[np.int64]
) -> Floats:
    """The pressure on each edge: the sum over triads of -s_e s_f s_g min|w|."""
    products = signs[left, right, None] * signs[left] * signs[right]
    weakest = np.minimum(strong[left, right, None], np.minimum(strong[left], strong[right]))
    return np.asarray(-(products * weakest).sum(axis=1))
