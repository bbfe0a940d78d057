"""What turns are found without any fitting: the baselines of `questions.md`, section 7."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln
from shifts_known import TOLERANCE, Found, Year

from detente.queries.shifts.answer import LEAST_STATEMENTS
from detente.queries.shifts.scan import peaks, rate_factor

__all__ = ["bayes_scan", "count_pelt"]

#: From which share of conflict on a burst is a quarrel, which change of it decides, and the days
#: at either end that are left out, as in the scan of `questions.md`.
HOSTILE, CHANGED, EDGES = 0.4, 0.08, (14, 10)


def bayes_scan(year: Year) -> list[Found]:
    """The baseline of `questions.md`: rate and share at 90/14 and 90/42 days, no weights."""
    dyads = np.flatnonzero(year.events.statements >= LEAST_STATEMENTS)
    found = []
    for block in year.events.blocks(dyads):
        row, day = (axis.ravel() for axis in np.indices((len(block.dyads), block.days)))
        spread = block.dispersion[row]
        best, colder = np.full(len(row), -np.inf), np.zeros(len(row), dtype=bool)
        usual = (block.total("conflict") + block.total("cooperation"))[row] / block.days
        for before, after in ((90, 14), (90, 42)):
            low, high = np.maximum(day - before, 0), np.minimum(day + after, block.days)
            counts = [
                count
                for kind in ("conflict", "cooperation")
                for count in (
                    block.before(kind, row, day, before)[0],
                    block.after(kind, row, day, after)[0],
                )
            ]
            old, new = counts[0] + counts[2], counts[1] + counts[3]
            days = ((day - low).astype(np.float64), (high - day).astype(np.float64))
            rate = np.abs(rate_factor(old, new, *days, usual))
            share = (
                betaln(counts[0] + 1, counts[2] + 3) + betaln(counts[1] + 1, counts[3] + 3)
                - betaln(counts[0] + counts[1] + 1, counts[2] + counts[3] + 3) - betaln(1, 3)
            )  # fmt: skip
            value = rate / spread + share / np.sqrt(spread)
            old_share, new_share = (counts[0] + 1) / (old + 4), (counts[1] + 1) / (new + 4)
            change = new_share - old_share
            rises = new * np.maximum(day - low, 1) > old * np.maximum(high - day, 1)
            by_volume = np.where(rises, new_share > HOSTILE, old_share <= HOSTILE)
            turned = np.where(np.abs(change) > CHANGED, change > 0, by_volume)
            better = value > best
            best, colder = np.where(better, value, best), np.where(better, turned, colder)
        best[(day < EDGES[0]) | (day > block.days - EDGES[1])] = -np.inf
        shape = (len(block.dyads), block.days)
        top, at = peaks(best.reshape(shape), apart=TOLERANCE, least=0.0)
        found += [
            Found(
                year.events.pair(int(block.dyads[one])),
                int(two),
                bool(colder.reshape(shape)[one, two]),
                float(best.reshape(shape)[one, two]),
            )
            for one, two in zip(top, at, strict=True)
        ]
    return found


def count_pelt(year: Year) -> list[Found]:
    """Weekly 2 sqrt(count + 3/8) of conflict and of cooperation, PELT, penalties 2 c ln T.

    The strength of a change is the largest of the penalties c = 1, 1.5, 2, … that keep it.
    """
    wanted = {(turn.a, turn.b) for turn in year.turns} | set(year.stable)
    dyads = np.array([one for pair, one in sorted(year.dyads().items()) if pair in wanted])
    found = []
    for block in year.events.blocks(dyads):
        weeks = block.days // 7
        edges = np.arange(weeks + 1) * 7
        for row in range(len(block.dyads)):
            rows = np.full(weeks, row)
            series = np.stack(
                [
                    2 * np.sqrt(block.after(kind, rows, edges[:-1], 7)[0] + 0.375)
                    for kind in ("conflict", "cooperation")
                ],
                axis=1,
            )
            kept: dict[tuple[int, bool], float] = {}
            for factor in (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0):
                changes = [0, *_pelt(series, 2 * factor * np.log(weeks)), weeks]
                for before, at, after in zip(changes, changes[1:], changes[2:], strict=False):
                    step = series[at:after].mean(axis=0) - series[before:at].mean(axis=0)
                    kept[at, bool(step[0] > step[1])] = factor
            pair = year.events.pair(int(block.dyads[row]))
            found += [Found(pair, at * 7, colder, value) for (at, colder), value in kept.items()]
    return found


def _pelt(series: NDArray[np.float64], penalty: float) -> list[int]:
    """Changes of the mean: Killick, Fearnhead, Eckley 2012, squared error."""
    length = len(series)
    ones = np.concatenate([np.zeros((1, series.shape[1])), np.cumsum(series, axis=0)])
    squares = np.concatenate([[0.0], np.cumsum((series**2).sum(axis=1))])
    best, last, live = np.zeros(length + 1), np.zeros(length + 1, dtype=int), [0]
    best[0] = -penalty
    for end in range(1, length + 1):
        starts = np.array(live)
        gap = ones[end] - ones[starts]
        costs = (
            best[starts] + squares[end] - squares[starts] - (gap**2).sum(axis=1) / (end - starts)
        )
        best[end] = costs.min() + penalty
        last[end] = starts[costs.argmin()]
        live = [*starts[costs <= best[end]].tolist(), end]
    changes, end = [], int(last[length])
    while end > 0:
        changes.append(end)
        end = int(last[end])
    return changes[::-1]
