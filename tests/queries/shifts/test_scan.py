"""Bayes factors against their integrals, worked out numerically by scipy."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import beta, binom, gamma, poisson

from detente.queries.shifts.scan import Around, peaks, rate_factor, share_factor

USUAL = 0.2


def told(count: int, days: float) -> float:
    """The probability of a count when its rate is drawn from the prior."""
    prior = gamma(1.0, scale=USUAL + 1e-3)
    return float(quad(lambda rate: poisson.pmf(count, rate * days) * prior.pdf(rate), 0, 5)[0])


@pytest.mark.parametrize(("before", "after"), [(3, 9), (9, 3), (0, 4), (6, 6)])
def test_a_rate_factor_is_the_ratio_of_two_integrals(before: int, after: int) -> None:
    days = (30.0, 14.0)
    # Given one rate, the whole count falls on either side as its days are.
    together = told(before + after, sum(days)) * binom.pmf(after, before + after, days[1] / 44.0)
    expected = math.log(told(before, days[0]) * told(after, days[1]) / together)
    counts = (np.array([1.0 * before]), np.array([1.0 * after]))
    exposures = (np.array([days[0]]), np.array([days[1]]))
    (found,) = rate_factor(*counts, *exposures, np.array([USUAL]))
    sign = 1.0 if after * days[0] >= before * days[1] else -1.0
    assert found == pytest.approx(sign * expected, abs=1e-6)


def test_a_share_factor_is_the_ratio_of_two_integrals() -> None:
    def told_of(hostile: int, friendly: int) -> float:
        prior = beta(4 * USUAL, 4 * (1 - USUAL))
        return float(
            quad(lambda one: one**hostile * (1 - one) ** friendly * prior.pdf(one), 0, 1)[0]
        )

    near = around(hostile=(1, 8), friendly=(9, 2))
    expected = math.log(told_of(1, 9) * told_of(8, 2) / told_of(9, 11))
    (found,) = share_factor(near, np.array([USUAL]))
    assert found == pytest.approx(expected, abs=1e-6)
    assert share_factor(around(hostile=(8, 1), friendly=(2, 9)), np.array([USUAL]))[0] < 0


def test_a_share_that_stays_is_no_evidence() -> None:
    assert share_factor(around(hostile=(2, 2), friendly=(8, 8)), np.array([USUAL]))[0] == 0


def around(*, hostile: tuple[int, int], friendly: tuple[int, int]) -> Around:
    counts = [np.array([float(one)]) for one in (*hostile, *friendly)]
    return Around._make(counts + [np.array([30.0])] * 4)


def test_peaks_are_apart_and_the_first_of_equals_counts() -> None:
    values = np.array([[1.0, 5.0, 5.0, 0.0, 0.0, 4.0, 0.0], [-np.inf] * 7])
    row, day = peaks(values, apart=2, least=0.5)
    assert (row.tolist(), day.tolist()) == ([0, 0], [1, 5])
