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
from detente.queries.acts import Told, told
from detente.queries.balance import HALF_LIFE, PRIOR_WEIGHT
from detente.queries.habits import (
    ENOUGH_DYADS,
    RIDGE,
    expected_conflict,
    sums,
    usual_conflict,
)
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

__all__ = [
    "ENOUGH_DYADS",
    "Driver",
    "Dyad",
    "Friendliness",
    "Weighed",
    "friendliness",
    "verdict_of",
    "weighed",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

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

    @cached_property
    def weight(self) -> Floats:
        """Positive for friends, negative for foes, larger the more is known of the dyad.

        (expected - conflict) ln(1 + n), with the effective n.
        """
        return np.asarray((self.expected - self.conflict) * np.log1p(self.effective_n))

    @property
    def usual(self) -> float:
        """The share of conflict among all dyads, shrunk to that between states at large."""
        return usual_conflict(self.effective_n, self.hostile, float(self.parameters["prior"]))

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
        # One by one: a handful of values, for which a frame's own machinery is slow.
        ids = self.acts.statement_ids
        told = zip(mine[order].tolist(), speaks[order].tolist(), strict=True)
        return tuple(Driver(ids.item(at), round(part / whole, 4)) for at, part in told)


def friendliness(
    acts: polars.DataFrame | Told,
    *,
    as_of: date,
    half_life: Mapping[str, float | None] = MappingProxyType(HALF_LIFE),
    since: date | None = None,
    prior: float = PRIOR_WEIGHT,
    ridge: float = RIDGE,
) -> Friendliness:
    """How friendly every two actors are on a day, from the acts up to that day (after `since`).

    The share of conflict of a dyad is Beta(k p + C, k (1 - p) + N - C), where N sums the acts faded
    with their half-life in days (`verbal`, `material`; None: they do not fade), C those that are
    hostile, k is `prior`, and p is expected from the two actors' dealings with everybody else:
    logit p = mu + alpha_a + alpha_b with a ridge on the alphas. Under 20 dyads p is the share of
    conflict among all.
    """
    from scipy.special import betainc

    seen = weighed(acts, as_of=as_of, half_life=half_life, since=since)
    size = len(seen.pairs)
    total = sums(seen.pair, seen.weight, size)
    hostile = sums(seen.pair, seen.weight * seen.hostile, size)
    expected = expected_conflict(
        seen.left, seen.right, total, hostile, actors=len(seen.actors), prior=prior, ridge=ridge
    )
    alpha = prior * expected + hostile
    beta = prior * (1.0 - expected) + np.maximum(total - hostile, 0.0)
    # The acts of a pair stand together, the latest first.
    new = np.append(True, seen.pair[1:] != seen.pair[:-1])[: len(seen.pair)]
    another = new.copy()
    another[1:] |= seen.days[1:] != seen.days[:-1]
    return Friendliness(
        as_of=as_of,
        actors=seen.actors,
        left=seen.left,
        right=seen.right,
        n=np.bincount(seen.pair, minlength=size),
        days=np.bincount(seen.pair[another], minlength=size),
        effective_n=total,
        hostile=hostile,
        last_day=seen.days[new],
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
    acts: polars.DataFrame | Told,
    *,
    as_of: date,
    half_life: Mapping[str, float | None] = MappingProxyType(HALF_LIFE),
    since: date | None = None,
) -> Weighed:
    """The events up to a day (or after `since`), with what is left of their weight on that day."""
    found = acts if isinstance(acts, Told) else told(acts)
    rows = {
        one: found.acts[one].to_numpy() for one in ("pair", "source", "target", "quad", "weight")
    }
    every = found.acts["day"].to_numpy().astype("datetime64[D]")
    heard = every[found.first] <= np.datetime64(as_of, "D")
    if since is not None:
        heard &= every[found.first] > np.datetime64(since, "D")
    kept = found.first[heard]
    # The latest first; of one day in the order of their codes.
    age = (np.datetime64(as_of, "D") - every).astype(np.int64)
    kept = kept[np.lexsort((age[kept], rows["pair"][kept]))]
    source, target = rows["source"][kept], rows["target"][kept]
    met = np.zeros(len(found.actors), dtype=np.bool_)
    met[source] = met[target] = True
    place = np.cumsum(met) - 1
    source, target = place[source], place[target]
    pair = np.minimum(source, target) * int(met.sum()) + np.maximum(source, target)
    new = np.append(True, pair[1:] != pair[:-1])[: len(pair)]
    quad = rows["quad"][kept]
    fading = np.where(
        np.isin(quad, _VERBAL), _rate(half_life["verbal"]), _rate(half_life["material"])
    )
    return Weighed(
        actors=tuple(found.actors[one] for one in np.flatnonzero(met).tolist()),
        statement_ids=found.acts["statement_id"].gather(kept),
        source=source,
        target=target,
        days=every[kept],
        hostile=np.isin(quad, sorted(CONFLICT)),
        weight=rows["weight"][kept] * np.exp2(-age[kept] * fading),
        pair=np.cumsum(new) - 1,
        pairs=pair[new],
    )


def _rate(half_life: float | None) -> float:
    return 0.0 if half_life is None else 1.0 / half_life
