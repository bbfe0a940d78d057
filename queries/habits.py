"""What share of conflict the habits of two actors let one expect between them."""

# Great powers quarrel more than small states do, with friends too. What a dyad does is not expected
# of it for that: each is measured against what its two actors do with everybody else.

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.balance import PRIOR_WEIGHT, USUAL

__all__ = ["ENOUGH_DYADS", "RIDGE", "expected_conflict", "sums", "usual_conflict"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Under so many dyads the habits of actors cannot be told from the dyads themselves.
ENOUGH_DYADS = 20
#: How strongly the habit of an actor is held back towards the usual one.
RIDGE = 1.0


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
    share = usual_conflict(total, hostile, prior)
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


def usual_conflict(total: Floats, hostile: Floats, prior: float) -> float:
    """The share of conflict among all dyads, shrunk to that between states at large."""
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
        return sums(self.left, values, actors) + sums(self.right, values, actors)

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


def sums(places: Ints, values: Floats, size: int) -> Floats:
    """The sum of the values at each of so many places.

    >>> sums(np.array([0, 2, 0]), np.array([1.0, 2.0, 3.0]), 3).tolist()
    [4.0, 0.0, 2.0]
    """
    return np.asarray(np.bincount(places, weights=values, minlength=size), dtype=np.float64)
