"""How friendly two actors are, measured against what their own habits let one expect."""

# A dyad is friendly when it holds less conflict than the two actors' ways with everybody else let
# one expect, and cold when it holds more: great powers quarrel more than small states do, with
# friends too. Words fade sooner than deeds, and one event reported twice on a day counts once.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.graph.registry import CONFLICT
from detente.queries.balance import HALF_LIFE, PRIOR_WEIGHT, USUAL
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

__all__ = [
    "Driver",
    "Dyad",
    "Friendliness",
    "Weighed",
    "expected_conflict",
    "friendliness",
    "verdict_of",
    "weighed",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Under so many dyads the habits of actors cannot be told from the dyads themselves.
ENOUGH_DYADS = 20
#: How strongly the habit of an actor is held back towards the usual one.
RIDGE = 1.0
#: What it takes to call a sign supported.
SURE, ENOUGH_DAYS = 0.9, 3
_LIKELY = 0.7
_VERBAL = (1, 3)


class Driver(NamedTuple):
    """One statement that carries an answer, with its share of the whole evidence.

    The share is positive where the statement speaks for friendliness, negative where against.
    """

    statement_id: str
    share: float


@dataclass(frozen=True)
class Dyad:
    """Two actors, lower id first, and how they get on.

    `conflict` is the posterior mean of the share of conflict with its 90 % interval, `expected`
    what the habits of the two let one expect, `friendlier` the probability that the share lies
    below that. `n` counts statements, `effective_n` events, faded by age.
    """

    a: str
    b: str
    conflict: float
    low: float
    high: float
    expected: float
    friendlier: float
    weight: float
    n: int
    days: int
    effective_n: float
    last_day: date
    verdict: Verdict
    drivers: tuple[Driver, ...] = ()


@dataclass(frozen=True, eq=False)
class Weighed:
    """Acts up to a day, each event once, with what is left of its weight on that day.

    All columns have one entry for each event, sorted by pair, the latest first; `source` and
    `target` are indices into `actors`, `pair` is an index into the sorted distinct `pairs`.
    """

    actors: tuple[str, ...]
    statement_ids: polars.Series
    source: Ints
    target: Ints
    days: NDArray[np.datetime64]
    hostile: NDArray[np.bool_]
    weight: Floats
    pair: Ints
    pairs: Ints

    @property
    def left(self) -> Ints:
        """The lower actor of each pair."""
        return self.pairs // len(self.actors)

    @property
    def right(self) -> Ints:
        """The higher actor of each pair."""
        return self.pairs % len(self.actors)

    def of(self, at: int) -> Ints:
        """The places of the acts of one pair, the latest first."""
        first, last = np.searchsorted(self.pair, [at, at + 1])
        return np.arange(first, last)


@dataclass(frozen=True, eq=False)
class Friendliness:
    """All dyads known on a day, as columns of equal length, sorted by their actors.

    `alpha` and `beta` are the parameters of the posterior Beta of the share of conflict, `left` and
    `right` indices into `actors`.
    """

    as_of: date
    actors: tuple[str, ...]
    left: Ints
    right: Ints
    n: Ints
    days: Ints
    effective_n: Floats
    hostile: Floats
    last_day: NDArray[np.datetime64]
    expected: Floats
    alpha: Floats
    beta: Floats
    friendlier: Floats
    acts: Weighed = field(repr=False)
    parameters: Mapping[str, Any]

    @property
    def conflict(self) -> Floats:
        """The posterior mean of the share of conflict."""
        return self.alpha / (self.alpha + self.beta)

    @property
    def weight(self) -> Floats:
        """Positive for friends, negative for foes, larger the more is known of the dyad.

        (expected - conflict) ln(1 + n), with the effective n.
        """
        return np.asarray((self.expected - self.conflict) * np.log1p(self.effective_n))

    @property
    def usual(self) -> float:
        """The share of conflict among all dyads, shrunk to that between states at large."""
        return _usual(self.effective_n, self.hostile, float(self.parameters["prior"]))

    def frame(self) -> polars.DataFrame:
        """One row a dyad: a, b and the values of `Dyad`, without drivers and verdict."""
        import polars as pl
        from scipy.special import betaincinv

        names = np.array(self.actors, dtype=np.object_)
        return pl.DataFrame(
            {
                "a": pl.Series(list(names[self.left]), dtype=pl.String),
                "b": pl.Series(list(names[self.right]), dtype=pl.String),
                "conflict": self.conflict,
                "low": betaincinv(self.alpha, self.beta, 0.05),
                "high": betaincinv(self.alpha, self.beta, 0.95),
                "expected": self.expected,
                "friendlier": self.friendlier,
                "weight": self.weight,
                "n": self.n,
                "days": self.days,
                "effective_n": self.effective_n,
                "last_day": self.last_day,
            }
        )

    def draw(self, random: np.random.Generator, times: int) -> Floats:
        """Signed weights drawn from the posterior, one row for each draw."""
        shares = random.beta(self.alpha, self.beta, size=(times, len(self.left)))
        return np.asarray((self.expected - shares) * np.log1p(self.effective_n))

    def matrix(self, values: Floats) -> Floats:
        """Values of the dyads as symmetric matrices of actors; the last axis becomes two."""
        size = len(self.actors)
        square = np.zeros((*values.shape[:-1], size, size))
        square[..., self.left, self.right] = values
        square[..., self.right, self.left] = values
        return square

    def index(self, a: str, b: str) -> int | None:
        """Where the dyad stands, or None where nothing is known of it."""
        return self._index.get((a, b) if a < b else (b, a))

    @cached_property
    def _index(self) -> dict[tuple[str, str], int]:
        ends = zip(self.left.tolist(), self.right.tolist(), strict=True)
        return {(self.actors[a], self.actors[b]): at for at, (a, b) in enumerate(ends)}

    def dyad(self, a: str, b: str, *, top: int = 5) -> Dyad | None:
        """One dyad with the statements that carry it, or None where nothing is known of it."""
        at = self.index(a, b)
        return None if at is None else self.dyad_at(at, top=top)

    def dyad_at(self, at: int, *, top: int = 5) -> Dyad:
        """The dyad at a place of the columns, with the `top` statements that carry it."""
        from scipy.special import betaincinv

        alpha, beta = float(self.alpha[at]), float(self.beta[at])
        friendlier = float(self.friendlier[at])
        return Dyad(
            a=self.actors[self.left[at]],
            b=self.actors[self.right[at]],
            conflict=round(alpha / (alpha + beta), 4),
            low=round(float(betaincinv(alpha, beta, 0.05)), 4),
            high=round(float(betaincinv(alpha, beta, 0.95)), 4),
            expected=round(float(self.expected[at]), 4),
            friendlier=round(friendlier, 4),
            weight=round(float(self.weight[at]), 4),
            n=int(self.n[at]),
            days=int(self.days[at]),
            effective_n=round(float(self.effective_n[at]), 3),
            last_day=self.last_day[at].astype(date),
            verdict=verdict_of(max(friendlier, 1.0 - friendlier), days=int(self.days[at])),
            drivers=self.drivers_at(at, top=top),
        )

    def drivers_at(self, at: int, *, top: int = 5) -> tuple[Driver, ...]:
        """The statements of a dyad that speak most for its sign, then those against it.

        A friendly act counts for p, a hostile one against 1 - p, each times what is left of its
        weight, where p is the expected share of conflict.
        """
        mine = self.acts.of(at)
        expected = self.expected[at]
        speaks = np.where(self.acts.hostile[mine], expected - 1.0, expected)
        speaks = speaks * self.acts.weight[mine]
        whole = float(np.abs(speaks).sum())
        if whole == 0.0 or top == 0:
            return ()
        sign = 1.0 if self.weight[at] >= 0 else -1.0
        order = np.argsort(-sign * speaks, kind="stable")[:top]
        return tuple(
            Driver(self.acts.statement_ids[int(mine[one])], round(float(speaks[one]) / whole, 4))
            for one in order
        )


def friendliness(
    acts: polars.DataFrame,
    *,
    as_of: date,
    half_life: Mapping[str, float | None] = MappingProxyType(HALF_LIFE),
    prior: float = PRIOR_WEIGHT,
    ridge: float = RIDGE,
) -> Friendliness:
    """How friendly every two actors are on a day, from the acts up to that day.

    The share of conflict of a dyad is Beta(k p + C, k (1 - p) + N - C), where N sums the acts faded
    with their half-life in days (`verbal`, `material`; None: they do not fade), C those that are
    hostile, k is `prior`, and p is expected from the two actors' dealings with everybody else:
    logit p = mu + alpha_a + alpha_b with a ridge on the alphas. Under 20 dyads p is the share of
    conflict among all.
    """
    from scipy.special import betainc

    seen = weighed(acts, as_of=as_of, half_life=half_life)
    size = len(seen.pairs)
    total = _sums(seen.pair, seen.weight, size)
    hostile = _sums(seen.pair, seen.weight * seen.hostile, size)
    expected = expected_conflict(
        seen.left, seen.right, total, hostile, actors=len(seen.actors), prior=prior, ridge=ridge
    )
    alpha = prior * expected + hostile
    beta = prior * (1.0 - expected) + np.maximum(total - hostile, 0.0)
    numbers = seen.days.astype(np.int64)
    first = int(numbers.min(initial=0))
    span = int(numbers.max(initial=0)) - first + 1
    day_pairs = np.unique(seen.pair * span + (numbers - first)) // span
    last = np.zeros(size, dtype="datetime64[D]")
    np.maximum.at(last, seen.pair, seen.days)
    return Friendliness(
        as_of=as_of,
        actors=seen.actors,
        left=seen.left,
        right=seen.right,
        n=np.bincount(seen.pair, minlength=size),
        days=np.bincount(day_pairs, minlength=size),
        effective_n=total,
        hostile=hostile,
        last_day=last,
        expected=expected,
        alpha=alpha,
        beta=beta,
        friendlier=np.asarray(betainc(alpha, beta, expected)),
        acts=seen,
        parameters={"half_life": dict(half_life), "prior": prior, "ridge": ridge},
    )


def verdict_of(probability: float, *, days: int) -> Verdict:
    """What a probability is worth that rests on statements of so many distinct days.

    >>> verdict_of(0.95, days=8), verdict_of(0.95, days=1), verdict_of(0.6, days=8)
    ('supported', 'weak', 'not enough evidence')
    """
    if probability < _LIKELY:
        return "not enough evidence"
    return "supported" if probability > SURE and days >= ENOUGH_DAYS else "weak"


def weighed(
    acts: polars.DataFrame,
    *,
    as_of: date,
    half_life: Mapping[str, float | None] = MappingProxyType(HALF_LIFE),
) -> Weighed:
    """The acts up to a day, one for each event, with what is left of their weight on that day.

    What is told of the same two on the same day in the same relation is one event, whoever of the
    two is named first; the statement of most weight stands for it.
    """
    import polars as pl

    told = acts.filter(
        pl.col("day") <= as_of, pl.col("source") != pl.col("target"), pl.col("weight") > 0
    )
    actors = tuple(sorted({*told["source"].unique(), *told["target"].unique()}))
    source, target = (_codes(told[end], actors) for end in ("source", "target"))
    relation = _codes(told["relation"], tuple(sorted(told["relation"].unique())))
    days = told["day"].to_numpy().astype("datetime64[D]")
    age = (np.datetime64(as_of, "D") - days).astype(np.int64)
    pair = np.minimum(source, target) * len(actors) + np.maximum(source, target)
    ranks = np.empty(told.height, dtype=np.int64)
    ranks[told["statement_id"].arg_sort().to_numpy()] = np.arange(told.height)
    order = np.lexsort((ranks, -told["weight"].to_numpy(), relation, age, pair))
    events = np.stack([pair[order], age[order], relation[order]])
    kept = order[np.append(True, (events[:, 1:] != events[:, :-1]).any(axis=0))[: len(order)]]
    pairs, places = np.unique(pair[kept], return_inverse=True)
    quad = told["quad"].to_numpy()[kept]
    fading = np.where(
        np.isin(quad, _VERBAL), _rate(half_life["verbal"]), _rate(half_life["material"])
    )
    return Weighed(
        actors=actors,
        statement_ids=told["statement_id"].gather(kept),
        source=source[kept],
        target=target[kept],
        days=days[kept],
        hostile=np.isin(quad, sorted(CONFLICT)),
        weight=told["weight"].to_numpy()[kept] * np.exp2(-age[kept] * fading),
        pair=places.astype(np.int64),
        pairs=pairs,
    )


def _codes(names: polars.Series, known: tuple[str, ...]) -> Ints:
    import polars as pl

    return names.cast(pl.Enum(known)).to_physical().to_numpy().astype(np.int64)


def _rate(half_life: float | None) -> float:
    return 0.0 if half_life is None else 1.0 / half_life


def expected_conflict(
    left: Ints,
    right: Ints,
    total: Floats,
    hostile: Floats,
    *,
    actors: int,
    prior: float = PRIOR_WEIGHT,
    ridge: float = RIDGE,
) -> Floats:
    """The share of conflict to expect in each dyad from what the two do with everybody else.

    `left` and `right` are indices of actors, `total` and `hostile` the weighed acts of the dyads.
    """
    share = _usual(total, hostile, prior)
    if len(left) < ENOUGH_DYADS:
        return np.full(len(left), share)
    # A dyad of thousands of acts tells little more of the habits of the two than one of fifty does,
    # because dyads differ among themselves: the weight of a Beta-binomial, bounded by prior + 1.
    sizes = total * (prior + 1.0) / (total + prior)
    shares = np.divide(hostile, total, out=np.full(len(total), share), where=total > 0)
    habits = _Habits(left, right, sizes, shares, ridge)
    effects = np.zeros(actors + 1)
    effects[-1] = np.log(share / (1.0 - share))
    for _ in range(_STEPS):
        step = habits.step(effects)
        effects = effects + step
        if float(np.abs(step).max()) < _SMALL:
            break
    # Where little is known at all, the usual share stays: expectations of 0 or 1 leave no doubt.
    known = float(total.sum())
    return (habits.without_itself(effects) * known + USUAL * prior) / (known + prior)


def _usual(total: Floats, hostile: Floats, prior: float) -> float:
    return (float(hostile.sum()) + prior * USUAL) / (float(total.sum()) + prior)


_STEPS, _LONGEST, _SMALL = 50, 2.0, 1e-9
_MOST_HELD, _HOLD = 0.9, 1e-6


class _Habits(NamedTuple):
    """The ridge regression logit p = mu + alpha_a + alpha_b; the last effect is mu."""

    left: Ints
    right: Ints
    sizes: Floats
    shares: Floats
    ridge: float

    def step(self, effects: Floats) -> Floats:
        """The step of Newton's method, held short."""
        fitted = _logistic(self._scores(effects))
        gap = self.sizes * (self.shares - fitted)
        slope = np.append(self._at_actors(gap, effects) - self.ridge * effects[:-1], gap.sum())
        whole = np.linalg.solve(self._curvature(fitted, effects), slope)
        return np.clip(whole, -_LONGEST, _LONGEST)

    def without_itself(self, effects: Floats) -> Floats:
        """Expectations without the dyad's own acts, by one step of Newton away from the fit."""
        left, right, scores = self.left, self.right, self._scores(effects)
        fitted = _logistic(scores)
        inverse = np.linalg.inv(self._curvature(fitted, effects))
        own, mean = np.diag(inverse), inverse[-1]
        reach = own[left] + own[right] + own[-1]
        reach = reach + 2.0 * (inverse[left, right] + mean[left] + mean[right])
        held = np.minimum(self.sizes * fitted * (1.0 - fitted) * reach, _MOST_HELD)
        away = self.sizes * (self.shares - fitted) * reach / (1.0 - held)
        return _logistic(scores - np.clip(away, -_LONGEST, _LONGEST))

    def _scores(self, effects: Floats) -> Floats:
        return np.asarray(effects[-1] + effects[self.left] + effects[self.right])

    def _at_actors(self, values: Floats, effects: Floats) -> Floats:
        actors = len(effects) - 1
        return _sums(self.left, values, actors) + _sums(self.right, values, actors)

    def _curvature(self, fitted: Floats, effects: Floats) -> Floats:
        spread = self.sizes * fitted * (1.0 - fitted)
        square = np.zeros((len(effects), len(effects)))
        square[self.left, self.right] = spread
        square += square.T
        each = self._at_actors(spread, effects)
        square[np.arange(len(each)), np.arange(len(each))] = each + self.ridge
        square[-1, :-1] = square[:-1, -1] = each
        square[-1, -1] = spread.sum() + _HOLD
        return square


def _logistic(scores: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-scores)))


def _sums(places: Ints, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(places, weights=values, minlength=size), dtype=np.float64)
