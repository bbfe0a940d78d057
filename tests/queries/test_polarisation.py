"""How far all falls into two blocs."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.camps import CAMP_HALF_LIFE
from detente.queries.friendliness import friendliness
from detente.queries.polarisation import (
    Polarisation,
    _packing,
    _solve,
    frustration,
    polarisation,
)
from tests.queries.blocs import (
    DAY,
    EAST,
    FRIENDLY,
    HOSTILE,
    MEDIATOR,
    WEST,
    Act,
    acts_of,
    between,
    two_blocs,
)


def found(acts: list[Act], *, time_limit: float = 30.0) -> Polarisation:
    seen = friendliness(acts_of(acts), as_of=DAY, half_life=CAMP_HALF_LIFE)
    return polarisation(seen, time_limit=time_limit)


def blocs_alone() -> list[Act]:
    return [act for act in two_blocs(range(1, 15)) if MEDIATOR not in act[:2]]


def graph(size: int, values: list[float]) -> np.ndarray:
    weights = np.zeros((size, size))
    weights[np.triu_indices(size, 1)] = values
    return weights + weights.T


def least(weights: np.ndarray) -> float:
    """The frustration by trying every split."""
    size = len(weights)
    splits = np.array([(1, *rest) for rest in product((1, -1), repeat=size - 1)])
    cross = splits[:, :, None] * splits[:, None, :]
    out = (np.abs(weights) * (np.sign(weights) == -cross)).sum(axis=(1, 2)) / 2
    return float(out.min())


weighted = st.lists(st.integers(-4, 4).map(float), min_size=28, max_size=28)


@given(weighted)
def test_the_solver_finds_and_proves_the_best_split(values: list[float]) -> None:
    weights = graph(8, values)
    best = frustration(weights, np.random.default_rng(0), time_limit=30)
    assert best.exact
    assert best.found == best.bound == pytest.approx(least(weights))
    sides = np.array(best.sides)
    across = np.sign(weights) == -np.outer(sides, sides)
    assert float((np.abs(weights) * across).sum() / 2) == pytest.approx(best.found)


@given(weighted)
def test_without_time_the_truth_lies_between_the_bound_and_the_split_found(
    values: list[float],
) -> None:
    weights = graph(8, values)
    best = frustration(weights, np.random.default_rng(0), time_limit=0)
    assert best.bound - 1e-9 <= least(weights) <= best.found + 1e-9


@given(weighted)
def test_the_bound_of_triads_and_that_of_the_solver_are_bounds(values: list[float]) -> None:
    weights = graph(8, values)
    assert _packing(weights) <= least(weights) + 1e-9
    proved, cost, sides = _solve(weights, 30.0)
    assert proved == pytest.approx(least(weights), abs=1e-6)
    assert cost == pytest.approx(least(weights), abs=1e-6)
    assert sides is not None


def test_two_blocs_alone_are_wholly_polarised() -> None:
    answer = found(blocs_alone())
    assert (answer.value, answer.frustrated, answer.bound, answer.exact) == (1.0, 0.0, 0.0, True)
    assert (answer.balanced, answer.out_of_line) == (1.0, ())
    assert {frozenset(side) for side in answer.sides} == {frozenset(WEST), frozenset(EAST)}
    assert answer.verdict == "supported"


def test_a_friendship_across_is_what_is_out_of_line() -> None:
    acts = [act for act in blocs_alone() if set(act[:2]) != {"W1", "E1"}]
    answer = found([*acts, *between(["W1"], ["E1"], FRIENDLY, range(1, 15))])
    assert answer.value is not None
    assert answer.low is not None
    assert answer.high is not None
    assert answer.low <= answer.value < 1
    assert [(dyad.a, dyad.b) for dyad in answer.out_of_line] == [("E1", "W1")]
    assert len(answer.out_of_line[0].drivers) == 5


def test_who_has_no_sure_sign_is_on_neither_side() -> None:
    answer = found([*blocs_alone(), ("W1", "LONE", FRIENDLY, 1)])
    assert "LONE" not in {actor for side in answer.sides for actor in side}


def test_few_sure_signs_are_not_enough() -> None:
    answer = found([("A", "B", HOSTILE, ago) for ago in range(9)])
    assert (answer.value, answer.bound, answer.verdict) == (None, None, "not enough evidence")
    assert answer.sides == ((), ())


def test_a_day_knows_nothing_of_later_ones() -> None:
    earlier = DAY - timedelta(days=1)
    one, other = (
        polarisation(friendliness(acts_of(acts), as_of=earlier), time_limit=0)
        for acts in (
            blocs_alone(),
            [*blocs_alone(), *between(["W1"], EAST, FRIENDLY, range(1))],
        )
    )
    assert one == other
    assert one.as_of == earlier
