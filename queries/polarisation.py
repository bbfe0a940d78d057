"""How far the system falls into two blocs: what would have to change for it to do so wholly."""

# The frustration of a split is the weight of friends across it and of foes within its sides; that
# of the system is the least of any split. What is stated lies between a proved bound and a split
# that was found; they are equal where the solver finished.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.friendliness import ENOUGH_DYADS, Dyad, Friendliness
from detente.queries.triads import signs_of, triangles
from detente.queries.weighing import Verdict

__all__ = ["Frustration", "Polarisation", "frustration", "polarisation"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Seconds that the exact solver may take.
TIME_LIMIT = 1.0
_STARTS, _HALF, _SHAKEN = 40, 0.5, (0.2, 0.1, 0.1, 0.05)


@dataclass(frozen=True)
class Frustration:
    """The least weight out of line in any split into two: a proved bound and a split found.

    `sides` has 1 or -1 for each node.
    """

    bound: float
    found: float
    exact: bool
    sides: tuple[int, ...]


@dataclass(frozen=True)
class Polarisation:
    """How polarised the system is on a day.

    `value` is 1 - L/m: 1 where two blocs explain every sure sign, and the 90 % interval over draws
    of the weights; `frustrated` is L/m as found and `bound` its proved lower bound, `exact` whether
    they are the same. `hostile` is the share of weight that is hostile: without foes there are no
    two blocs, whatever the value. `balanced` is the share of balanced triads.
    """

    as_of: date
    value: float | None
    low: float | None
    high: float | None
    frustrated: float | None
    bound: float | None
    exact: bool
    hostile: float
    balanced: float | None
    n: int
    effective_n: float
    verdict: Verdict
    sides: tuple[tuple[str, ...], tuple[str, ...]]
    out_of_line: tuple[Dyad, ...]
    parameters: Mapping[str, Any]


def polarisation(
    seen: Friendliness,
    *,
    time_limit: float = TIME_LIMIT,
    draws: int = 50,
    top: int = 10,
    random_seed: int = 0,
) -> Polarisation:
    """How polarised the system is on a day, by the sure signs among its dyads.

    Within `time_limit` seconds the split is proved to be the best, or else a bound is given; the
    split found does not depend on the time it took. With 0 seconds nothing is solved.
    """
    signs, sure = signs_of(seen)
    weights = np.where(sure, seen.weight, 0.0)
    whole = float(np.abs(weights).sum())
    parameters = {
        **seen.parameters,
        "time_limit": time_limit,
        "draws": draws,
        "random_seed": random_seed,
    }
    counts: dict[str, Any] = {
        "as_of": seen.as_of,
        "n": int(seen.n[sure].sum()),
        "effective_n": round(float(seen.effective_n[sure].sum()), 3),
        "parameters": parameters,
    }
    if int(sure.sum()) < ENOUGH_DYADS or whole == 0.0:
        return _nothing(counts)
    random = np.random.default_rng(random_seed)
    best = frustration(seen.matrix(weights), random, time_limit=time_limit)
    sides = np.array(best.sides)
    drawn = np.where(sure, seen.draw(random, draws), 0.0)
    spread = 1.0 - _least(seen.matrix(drawn), np.tile(sides, (draws, 1))) / np.abs(drawn).sum(
        axis=1
    )
    out = np.flatnonzero(weights * sides[seen.left] * sides[seen.right] < 0)
    out = out[np.argsort(-np.abs(weights[out]), kind="stable")][:top]
    size = np.abs(signs)
    closed = float(np.einsum("ij,ji->", size @ size, size))
    gap = float(np.einsum("ij,ji->", signs @ signs, signs))
    met = np.zeros(len(seen.actors), dtype=bool)
    met[seen.left[sure]] = met[seen.right[sure]] = True
    return Polarisation(
        **counts,
        value=round(1.0 - best.found / whole, 4),
        low=round(float(np.quantile(spread, 0.05)), 4),
        high=round(float(np.quantile(spread, 0.95)), 4),
        frustrated=round(best.found / whole, 4),
        bound=round(best.bound / whole, 4),
        exact=best.exact,
        hostile=round(float(-weights[weights < 0].sum()) / whole, 4),
        balanced=round((closed + gap) / (2.0 * closed), 4) if closed > 0 else None,
        verdict="supported",
        sides=_blocs(seen.actors, sides, met),
        out_of_line=tuple(seen.dyad_at(int(at)) for at in out),
    )


def _nothing(counts: Mapping[str, Any]) -> Polarisation:
    return Polarisation(
        **counts,
        value=None,
        low=None,
        high=None,
        frustrated=None,
        bound=None,
        exact=False,
        hostile=0.0,
        balanced=None,
        verdict="not enough evidence",
        sides=((), ()),
        out_of_line=(),
    )


def _blocs(
    actors: tuple[str, ...], sides: NDArray[np.int64], met: NDArray[np.bool_]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two sides, the larger first; who has no sure sign belongs to neither."""
    one, other = (
        tuple(
            actor
            for actor, at, known in zip(actors, sides, met, strict=True)
            if known and at == side
        )
        for side in (1, -1)
    )
    return (one, other) if (-len(one), one) <= (-len(other), other) else (other, one)


def frustration(
    weights: Floats, random: np.random.Generator, *, time_limit: float = TIME_LIMIT
) -> Frustration:
    """The split of a signed graph into two that leaves least weight out of line.

    >>> triad = np.array([[0, 1, 1], [1, 0, -2], [1, -2, 0]], dtype=float)
    >>> best = frustration(triad, np.random.default_rng(0))
    >>> best.found, best.bound, best.exact
    (1.0, 1.0, True)

    A search that turns single nodes gives the split; triads that share no weight give a bound, and
    the solver HiGHS a better one (Aref, Mason and Wilson 2020).
    """
    size = len(weights)
    stack = np.broadcast_to(weights, (_STARTS, size, size))
    best = np.ones(size, dtype=np.int64)
    cost = np.inf
    # First from anywhere, then from the best so far with some nodes turned.
    for turned in (_HALF, *_SHAKEN):
        tried = np.where(random.random((_STARTS, size)) < turned, -best, best)
        costs = _least(stack, tried)
        at = int(costs.argmin())
        if costs[at] < cost - _CLOSE:
            best, cost = tried[at], float(costs[at])
    sides, found = best, cost
    bound = _packing(weights)
    if found - bound > _CLOSE and time_limit > 0:
        proved, better, split = _solve(weights, time_limit)
        bound = max(bound, proved)
        # A split from an unfinished solver depends on the machine: it counts only once proved.
        if split is not None and better - bound <= _CLOSE and better < found - _CLOSE:
            sides, found = split, better
    exact = found - bound <= _CLOSE
    sides = sides * sides[0]
    return Frustration(
        bound=found if exact else min(bound, found),
        found=found,
        exact=exact,
        sides=tuple(sides.tolist()),
    )


_CLOSE = 1e-6


def _least(weights: Floats, sides: NDArray[np.int64]) -> Floats:
    """Turn single nodes while that lowers the cost, which is returned; `sides` is changed."""
    runs = np.arange(len(sides))
    pull = sides * np.einsum("rij,rj->ri", weights, sides)
    while True:
        worst = pull.argmin(axis=1)
        going = runs[pull[runs, worst] < -_CLOSE]
        if len(going) == 0:
            break
        node = worst[going]
        change = weights[going, node] * (2.0 * sides[going, node])[:, None]
        pull[going] -= sides[going] * change
        pull[going, node] *= -1.0
        sides[going, node] *= -1
    # The pull of all nodes together counts each edge twice: agreement less frustration.
    whole = np.abs(weights).sum(axis=(1, 2)) / 2.0
    return np.asarray((whole - pull.sum(axis=1) / 2.0) / 2.0)


def _packing(weights: Floats) -> float:
    """A lower bound: every unbalanced triad costs its weakest edge, if no weight is used twice."""
    left = np.abs(weights)
    signs = np.sign(weights)
    bound = 0.0
    edges = np.argwhere(np.triu(signs) < 0)
    order = np.argsort(-left[edges[:, 0], edges[:, 1]], kind="stable")
    for one, other in edges[order].tolist():
        third = np.flatnonzero(signs[one] * signs[other] > 0)
        rest = np.minimum(left[one, third], left[other, third])
        for at in np.argsort(-rest, kind="stable").tolist():
            node = third[at]
            cost = min(left[one, other], left[one, node], left[other, node])
            for a, b in ((one, other), (one, node), (other, node)):
                left[a, b] -= cost
                left[b, a] -= cost
            bound += float(cost)
            if left[one, other] <= 0:
                break
    return bound


def _solve(weights: Floats, time_limit: float) -> tuple[float, float, NDArray[np.int64] | None]:
    """The proved bound, the cost and split found by HiGHS within the time."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    nodes = len(weights)
    one, other = np.nonzero(np.triu(weights))
    cost = weights[one, other]
    edges = len(one)
    column, value, most = (
        np.concatenate(part)
        for part in zip(*_each_edge(weights), *_each_triad(weights), strict=True)
    )
    row = np.repeat(np.arange(len(most)), column.shape[1])
    solved = milp(
        np.concatenate([np.zeros(nodes), np.abs(cost)]),
        integrality=np.concatenate([np.ones(nodes), np.zeros(edges)]),
        bounds=Bounds(np.zeros(nodes + edges), _upper(np.abs(weights), edges)),
        constraints=LinearConstraint(
            csr_array((value.ravel(), (row, column.ravel())), shape=(len(most), nodes + edges)),
            -np.inf,
            most,
        ),
        options={"time_limit": time_limit},
    )
    proved = 0.0 if solved.mip_dual_bound is None else float(solved.mip_dual_bound)
    if solved.x is None:
        return proved, np.inf, None
    split = np.where(solved.x[:nodes] > 0.5, 1, -1)  # noqa: PLR2004
    return proved, float(np.abs(cost)[cost * split[one] * split[other] < 0].sum()), split


class _Rules(NamedTuple):
    """Constraints on three variables each: their columns, their values, and the most of the sum.

    The variables are the sides of the nodes, then for each edge whether it is out of line.
    """

    columns: Ints
    values: Floats
    most: Floats


def _each_edge(weights: Floats) -> list[_Rules]:
    """An edge is out of line where friends differ (x - y) or foes agree (x + y - 1), either way."""
    one, other = np.nonzero(np.triu(weights))
    negative = weights[one, other] < 0
    columns = np.stack([one, other, len(weights) + np.arange(len(one))], axis=1)
    turn, both = np.where(negative, 1.0, -1.0), np.ones(len(one))
    most = np.where(negative, 1.0, 0.0)
    return [
        _Rules(columns, np.stack([sign * both, sign * turn, -both], axis=1), sign * most)
        for sign in (1.0, -1.0)
    ]


def _each_triad(weights: Floats) -> list[_Rules]:
    """Of an unbalanced triad one edge at least is out of line, of a balanced one never just one.

    The whole numbers do not need these, but the solver finds its bound by them.
    """
    one, other = np.nonzero(np.triu(weights))
    out = np.zeros(weights.shape, dtype=np.int64)
    out[one, other] = len(weights) + np.arange(len(one))
    a, b, c = triangles(weights != 0).T
    columns = np.stack([out[a, b], out[a, c], out[b, c]], axis=1)
    balanced = weights[a, b] * weights[a, c] * weights[b, c] > 0
    alone = [_rules(columns[balanced], 2.0 * row - 1.0, 0.0) for row in np.eye(3)]
    return [_rules(columns[~balanced], np.full(3, -1.0), -1.0), *alone]


def _rules(columns: Ints, values: Floats, most: float) -> _Rules:
    return _Rules(columns, np.tile(values, (len(columns), 1)), np.full(len(columns), most))


def _upper(strong: Floats, edges: int) -> Floats:
    """One for all, but the node of most weight is on side nought: the mirror image is no other."""
    upper = np.ones(len(strong) + edges)
    upper[int(strong.sum(axis=1).argmax())] = 0.0
    return upper
