"""The share of conflict between two actors."""

from __future__ import annotations

from datetime import date, timedelta
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.balance import Observation, balance, beta_cdf

DAY = date(2025, 12, 18)


def stories(cooperation: int, conflict: int, *, day: date | None = None) -> list[Observation]:
    quads = [2] * cooperation + [4] * conflict
    return [Observation(f"a{number}", quad, day, 1.0) for number, quad in enumerate(quads)]


@pytest.mark.parametrize(
    ("n", "conflict", "share", "hostile"),
    [
        # From scipy.stats.beta, with the prior Beta(1.37, 8.63).
        (0, 0, (0.137, 0.015, 0.342), 0.41),
        (1, 0, (0.125, 0.014, 0.313), 0.36),
        (1, 1, (0.215, 0.054, 0.438), 0.71),
        (3, 3, (0.336, 0.144, 0.558), 0.96),
        (10, 1, (0.119, 0.028, 0.253), 0.34),
        (10, 5, (0.318, 0.162, 0.496), 0.98),
        (50, 10, (0.190, 0.113, 0.278), 0.85),
    ],
)
def test_posterior_of_the_share(
    n: int, conflict: int, share: tuple[float, ...], hostile: float
) -> None:
    found = balance(stories(n - conflict, conflict), on=DAY)
    assert (found.n, found.conflict) == (n, conflict)
    assert (found.mean, found.low, found.high) == pytest.approx(share, abs=0.0006)
    assert 1 - found.friendlier == pytest.approx(hostile, abs=0.006)


def test_an_article_counts_once_however_much_it_tells() -> None:
    told = [Observation("a1", 2, None, 1.0)] * 9 + [Observation("a1", 4, None, 1.0)] * 3
    found = balance(told, on=DAY)
    assert (found.n, found.conflict) == (1.0, 0.25)


@pytest.mark.parametrize(("quad", "half_life"), [(1, 30), (3, 30), (2, 180), (4, 180)])
def test_words_fade_faster_than_deeds(quad: int, half_life: int) -> None:
    day = DAY - timedelta(days=half_life)
    assert balance([Observation("a1", quad, day, 0.8)], on=DAY).n == 0.4


def test_a_lasting_state_does_not_fade() -> None:
    assert balance([Observation("a1", 2, None, 0.8)], on=DAY).n == 0.8


@given(a=st.integers(1, 20), b=st.integers(1, 20), x=st.floats(0, 1))
def test_beta_of_whole_numbers_is_a_binomial_sum(a: int, b: int, x: float) -> None:
    n = a + b - 1
    exact = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert beta_cdf(x, a, b) == pytest.approx(exact, abs=1e-9)


@given(a=st.floats(0.5, 60), b=st.floats(0.5, 60), x=st.floats(0, 1), y=st.floats(0, 1))
def test_beta_rises_from_nought_to_one(a: float, b: float, x: float, y: float) -> None:
    low, high = sorted((beta_cdf(min(x, y), a, b), beta_cdf(max(x, y), a, b)))
    assert beta_cdf(min(x, y), a, b) <= beta_cdf(max(x, y), a, b) + 1e-9
    assert -1e-9 <= low <= high <= 1 + 1e-9
    assert (beta_cdf(0.0, a, b), beta_cdf(1.0, a, b)) == (0.0, 1.0)
