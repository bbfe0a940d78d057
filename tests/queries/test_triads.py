"""Triads out of balance, and what they press on."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.camps import CAMP_HALF_LIFE
from detente.queries.friendliness import friendliness
from detente.queries.triads import Triads, _census, _share, _shares, signs_of, triads, triangles
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
    within,
)

SURE = "supported"


def found(acts: list[Act]) -> Triads:
    return triads(friendliness(acts_of(acts), as_of=DAY, half_life=CAMP_HALF_LIFE))


def without(acts: list[Act], *actors: str) -> list[Act]:
    return [act for act in acts if not set(actors) & set(act[:2])]


def test_two_blocs_are_balanced() -> None:
    # By hand: 10 + 10 triads within, and 2 * 10 * 5 of two friends and a foe of both.
    answer = found(without(two_blocs(range(1, 15)), MEDIATOR))
    assert (answer.balanced, answer.unbalanced, answer.open) == (10 + 10 + 100, 0, 0)
    assert (answer.value, answer.verdict) == (0.0, "supported")
    assert (answer.triads, answer.pressures) == ((), ())


def test_who_is_friendly_to_all_alike_has_no_sure_signs() -> None:
    # It is as friendly to each as its habits let one expect: its 45 triads are open.
    answer = found(two_blocs(range(1, 15)))
    assert (answer.balanced, answer.unbalanced, answer.open) == (120, 0, 45)


def test_the_quarrel_of_two_friends_of_many_is_under_pressure() -> None:
    acts = without(two_blocs(range(1, 15)), MEDIATOR)
    quarrel = between(["W1"], ["W2"], HOSTILE, range(1, 60))
    answer = found([*[act for act in acts if set(act[:2]) != {"W1", "W2"}], *quarrel])
    # W1 and W2 have three friends and five foes in common: all eight triads are out of balance.
    assert answer.unbalanced == 8
    first = answer.pressures[0]
    assert (first.dyad.a, first.dyad.b) == ("W1", "W2")
    assert (first.unbalanced, first.balanced, first.verdict) == (8, 0, "supported")
    assert 0 < first.low <= first.value
    heaviest = answer.triads[0]
    assert {"W1", "W2"} < set(heaviest.actors)
    assert [(side.a, side.b) for side in heaviest.dyads] == [*combinations(heaviest.actors, 2)]
    assert all(len(side.drivers) > 0 for side in heaviest.dyads)
    assert heaviest.weight == min(abs(side.weight) for side in heaviest.dyads)


def test_pressure_is_the_sum_over_triads_of_the_weakest_weight() -> None:
    acts = without(two_blocs(range(1, 15)), MEDIATOR)
    acts += between(["W1", "E3"], ["W2", "E4"], HOSTILE, range(1, 60))
    answer = found(acts)
    seen = friendliness(acts_of(acts), as_of=DAY, half_life=CAMP_HALF_LIFE)
    assert len(answer.pressures) >= 2
    for pressure in answer.pressures:
        a, b = pressure.dyad.a, pressure.dyad.b
        total = 0.0
        for other in sorted({*WEST, *EAST} - {a, b}):
            sides = [seen.dyad(*pair) for pair in ((a, b), (a, other), (b, other))]
            weights = [side.weight for side in sides if side is not None and side.verdict == SURE]
            if len(weights) < 3:
                continue
            total -= float(np.prod(np.sign(weights))) * min(map(abs, weights))
        assert pressure.value == pytest.approx(total, abs=0.01)


def test_an_unsure_sign_leaves_its_triads_open() -> None:
    acts = without(two_blocs(range(1, 15)), MEDIATOR)
    kept = [act for act in acts if set(act[:2]) != {"W1", "W2"}]
    answer = found([*kept, ("W1", "W2", FRIENDLY, 1), ("W1", "W2", HOSTILE, 2)])
    assert (answer.balanced, answer.unbalanced, answer.open) == (112, 0, 8)


def test_many_acts_of_one_day_make_no_sure_sign() -> None:
    days = {1: (1, 1), 2: (1, 2), 3: (1, 2, 3)}
    for distinct, agos in days.items():
        acts = [("A", "B", quad, ago) for quad in (3, 4) for ago in agos]
        frame = acts_of([*acts, *within([*WEST, *EAST], FRIENDLY, [1])], weight=9.0)
        seen = friendliness(frame, as_of=DAY)
        signs, sure = signs_of(seen)
        at = seen.index("A", "B")
        assert at is not None
        assert seen.friendlier[at] < 0.1
        assert sure.tolist() == [distinct == 3 and one == at for one in range(len(sure))]
        assert signs.sum() == (-2 if distinct == 3 else 0)


def test_without_sure_triads_there_is_no_share() -> None:
    answer = found([("A", "B", FRIENDLY, 1), ("B", "C", HOSTILE, 1), ("A", "C", FRIENDLY, 1)])
    assert (answer.value, answer.low, answer.verdict) == (None, None, "not enough evidence")
    assert answer.open == 1
    assert found([]).open == 0


@given(st.lists(st.sampled_from([-1, 0, 1]), min_size=21, max_size=21))
def test_the_census_agrees_with_counting(values: list[int]) -> None:
    signs = np.zeros((7, 7))
    signs[np.triu_indices(7, 1)] = values
    signs += signs.T
    products = [
        signs[one, other] * signs[one, third] * signs[other, third]
        for one, other, third in combinations(range(7), 3)
    ]
    assert _census(signs) == (products.count(1), products.count(-1))


@given(st.lists(st.booleans(), min_size=21, max_size=21))
def test_triangles_are_all_threes_that_are_linked(links: list[bool]) -> None:
    linked = np.zeros((7, 7), dtype=bool)
    linked[np.triu_indices(7, 1)] = links
    linked |= linked.T
    expected = [
        [one, other, third]
        for one, other, third in combinations(range(7), 3)
        if linked[one, other] and linked[one, third] and linked[other, third]
    ]
    assert triangles(linked).tolist() == expected


@given(st.integers(0, 99))
def test_shares_of_draws_are_those_of_the_census(seed: int) -> None:
    seen = friendliness(acts_of(two_blocs()), as_of=DAY)
    signs, sure = signs_of(seen)
    drawn = np.random.default_rng(seed).integers(-1, 2, (3, len(sure))).astype(float)
    drawn[:, ~sure] = 0.0
    expected = [_share(*_census(seen.matrix(one))) for one in drawn]
    assert _shares(seen, signs, drawn) == expected
