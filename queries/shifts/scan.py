"""The evidence that a dyad turned on a day: a Bayes factor at several scales, and its peaks."""

# Two models are compared for the days before and after a day: one rate and one share of conflict
# throughout, or another rate and another share from that day on. Rates are Gamma-Poisson, tempered
# by how much a dyad's weeks vary by themselves; shares are Beta-binomial. Kass, Raftery 1995.

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.shifts.series import Block, Floats, Ints

__all__ = [
    "SCALES",
    "Around",
    "Evidence",
    "Usual",
    "around",
    "combined",
    "day_profile",
    "evidence",
    "peaks",
    "rate_factor",
    "share_factor",
    "split",
    "turning_days",
    "usual",
]

#: Days before and after that are compared.
SCALES: tuple[tuple[int, int], ...] = ((90, 14), (60, 14), (30, 30), (90, 42))
#: How many events the usual share of conflict of the dyad weighs.
SHARE_PRIOR = 4.0
_SHAPE = 1.0
#: What less of the other kind of act can add, or more of it take away, and what a fall can cost.
_OTHER, _MOST_OTHER, _MOST_FALLEN = 0.5, 2.0, 1.0
#: No peak so near to either end of the data.
_FROM_START, _FROM_END = 5, 6


class Evidence(NamedTuple):
    """Log Bayes factors that the dyads turned colder and warmer, and the scale that gives them."""

    colder: Floats
    warmer: Floats
    colder_scale: Ints
    warmer_scale: Ints

    def of(self, *, colder: bool) -> tuple[Floats, Ints]:
        """The evidence for one direction, with its scales."""
        if colder:
            return self.colder, self.colder_scale
        return self.warmer, self.warmer_scale


def evidence(block: Block, row: Ints, day: Ints) -> Evidence:
    """The evidence that the dyads of these rows turned on these days, at the best scale."""
    each = [_at_scale(block, row, day, scale) for scale in range(len(SCALES))]
    colder, warmer = (np.stack([one[kind] for one in each]) for kind in (0, 1))
    return Evidence(
        colder.max(axis=0), warmer.max(axis=0), colder.argmax(axis=0), warmer.argmax(axis=0)
    )


class Usual(NamedTuple):
    """What is usual in a dyad: events of conflict and of cooperation a day, share of conflict.

    `dispersion` says how much more its weeks vary than chance alone would have it.
    """

    conflict: Floats
    cooperation: Floats
    share: Floats
    dispersion: Floats


class Around(NamedTuple):
    """Events and exposure of conflict and of cooperation before and after a day."""

    hostile_before: Floats
    hostile_after: Floats
    friendly_before: Floats
    friendly_after: Floats
    hostile_days_before: Floats
    hostile_days_after: Floats
    friendly_days_before: Floats
    friendly_days_after: Floats


def usual(block: Block, row: Ints) -> Usual:
    """What is usual in the dyads of these rows."""
    hostile, friendly = block.total("conflict")[row], block.total("cooperation")[row]
    return Usual(
        hostile / block.days,
        friendly / block.days,
        (hostile + 1.0) / (hostile + friendly + SHARE_PRIOR),
        block.dispersion[row],
    )


def around(block: Block, row: Ints, day: Ints, scale: int) -> Around:
    """What lies before and after these days, as far as the scale looks."""
    before, after = SCALES[scale]
    low, high = np.maximum(day - before, 0), np.minimum(day + after, block.days)
    return split(block, row, low, day, high)


def split(block: Block, row: Ints, low: Ints, day: Ints, high: Ints) -> Around:
    """What lies from `low` to before the day, and from the day to before `high`."""
    old, old_days = block.between("conflict", row, low, day)
    new, new_days = block.between("conflict", row, day, high)
    old_friendly, old_friendly_days = block.between("cooperation", row, low, day)
    new_friendly, new_friendly_days = block.between("cooperation", row, day, high)
    return Around(
        *(old, new, old_friendly, new_friendly),
        *(old_days, new_days, old_friendly_days, new_friendly_days),
    )


def _at_scale(block: Block, row: Ints, day: Ints, scale: int) -> tuple[Floats, Floats]:
    return combined(around(block, row, day, scale), usual(block, row))


def combined(near: Around, often: Usual) -> tuple[Floats, Floats]:
    """Evidence for colder and for warmer: rates of both kinds and the share of conflict."""
    hostile = rate_factor(
        *(near.hostile_before, near.hostile_after),
        *(near.hostile_days_before, near.hostile_days_after),
        often.conflict,
    )
    friendly = rate_factor(
        *(near.friendly_before, near.friendly_after),
        *(near.friendly_days_before, near.friendly_days_after),
        often.cooperation,
    )
    share = share_factor(near, often.share) / np.sqrt(often.dispersion)
    hostile, friendly = hostile / often.dispersion, friendly / often.dispersion
    return share + _for_rise(hostile, friendly), _for_rise(friendly, hostile) - share


def _for_rise(mine: Floats, other: Floats) -> Floats:
    return np.maximum(mine, -_MOST_FALLEN) - _OTHER * np.clip(other, -_MOST_OTHER, _MOST_OTHER)


def rate_factor(
    before: Floats, after: Floats, days_before: Floats, days_after: Floats, usual: Floats
) -> Floats:
    """Log Bayes factor of two rates against one; negative where the rate fell.

    The prior of a rate is Gamma with shape 1 and the mean `usual`, events a day.
    """
    from scipy.special import gammaln

    scale = _SHAPE / (usual + _LEAST)
    both, exposure = before + after, days_before + days_after
    factor = (
        gammaln(_SHAPE + before) + gammaln(_SHAPE + after) - gammaln(_SHAPE + both)
        + _SHAPE * np.log(scale) - gammaln(_SHAPE)
        - (_SHAPE + before) * np.log(scale + days_before)
        - (_SHAPE + after) * np.log(scale + days_after)
        + (_SHAPE + both) * np.log(scale + exposure)
    )  # fmt: skip
    rose = after * days_before >= before * days_after
    return np.asarray(np.where(rose, factor, -factor))


_LEAST = 1e-3


def share_factor(near: Around, usual: Floats) -> Floats:
    """Log Bayes factor of two shares of conflict against one; negative where the share fell.

    Where one share throughout is likelier, the factor is 0.
    """
    from scipy.special import betaln

    hostile_before, hostile_after, friendly_before, friendly_after = near[:4]
    alpha, beta = SHARE_PRIOR * usual, SHARE_PRIOR * (1.0 - usual)
    factor = (
        betaln(hostile_before + alpha, friendly_before + beta)
        + betaln(hostile_after + alpha, friendly_after + beta)
        - betaln(hostile_before + hostile_after + alpha, friendly_before + friendly_after + beta)
        - betaln(alpha, beta)
    )
    share_before = (hostile_before + alpha) / (hostile_before + friendly_before + SHARE_PRIOR)
    share_after = (hostile_after + alpha) / (hostile_after + friendly_after + SHARE_PRIOR)
    sign = np.where(share_after >= share_before, 1.0, -1.0)
    return np.asarray(sign * np.maximum(factor, 0.0))


def day_profile(
    block: Block, row: Ints, day: Ints, scale: Ints, *, colder: Ints, reach: int
) -> Floats:
    """The evidence for each day from `reach` before to `reach` after, all from the same events.

    The events around a peak, as far as its scale looks and at least `reach` and a week more, are
    parted at each day in turn. One line for each peak; -inf outside the data.
    """
    widths = np.array(SCALES)[scale]
    tried = day[:, None] + np.arange(-reach, reach + 1)
    inside = (tried >= 0) & (tried < block.days)
    low, high = (
        np.broadcast_to(np.clip(day + end, 0, block.days)[:, None], tried.shape)
        for end in (-np.maximum(widths[:, 0], reach + 7), np.maximum(widths[:, 1], reach + 7))
    )
    rows = np.broadcast_to(row[:, None], tried.shape)[inside]
    found = combined(
        split(block, rows, low[inside], tried[inside], high[inside]), usual(block, rows)
    )
    profile = np.full(tried.shape, -np.inf)
    which = np.broadcast_to(colder[:, None], tried.shape)[inside]
    profile[inside] = np.where(which == 1, found[0], found[1])
    return profile


def peaks(values: Floats, *, apart: int, least: float) -> tuple[Ints, Ints]:
    """Rows and days whose value is above `least` and the highest within `apart` days, both sides.

    Of equal values the first counts.

    >>> peaks(np.array([[0.0, 2.0, 1.0, 0.0, 0.0, 3.0, 3.0]]), apart=2, least=0.5)
    (array([0, 0]), array([1, 5]))
    """
    from scipy.ndimage import maximum_filter1d

    highest = maximum_filter1d(values, 2 * apart + 1, axis=1, mode="constant", cval=-np.inf)
    row, day = np.nonzero((values >= highest) & (values > least))
    first = np.ones(len(row), dtype=np.bool_)
    first[1:] = (row[1:] != row[:-1]) | (day[1:] - day[:-1] > apart)
    return row[first], day[first]


def turning_days(block: Block) -> NDArray[np.bool_]:
    """On which days each dyad can turn: those of an event and the day after one.

    Between them the counts before and after only change by what leaves the windows.
    """
    possible = np.zeros((len(block.dyads), block.days), dtype=np.bool_)
    possible[block.row, block.day] = True
    possible[:, 1:] |= possible[:, :-1].copy()
    possible[:, :_FROM_START] = False
    possible[:, max(block.days - _FROM_END, 0) :] = False
    return possible
