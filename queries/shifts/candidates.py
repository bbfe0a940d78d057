"""The days on which dyads may have turned: peaks of the evidence, measured and scored."""

# Peaks of either direction are sought apart, so that a burst of talks in the middle of a quarrel is
# weighed as what it is; of candidates of one direction closer than two weeks only the best stays.
# A quarrel and the talks about it come in the same days: neither takes the other's place. Only the
# better of the two can be called supported, as a dyad did not turn both ways.

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.shifts.calibration import Calibration
from detente.queries.shifts.scan import evidence, peaks, turning_days
from detente.queries.shifts.series import Block, Events, Floats, Ints
from detente.queries.shifts.traits import TRAITS, traits

__all__ = ["TURNS_APART", "Peaks", "apart", "leading", "peaks_of"]

#: Peaks of one direction, and turns of a dyad that way, are so many days apart at least.
_PEAKS_APART, TURNS_APART = 7, 14
_LEAST_EVIDENCE = -3.0


class Peaks(NamedTuple):
    """Days at which the evidence for a direction peaks, as columns of equal length.

    `colder` is 1 or 0, `scale` a place in `SCALES`, `traits` has a line for each peak.
    """

    dyad: Ints
    day: Ints
    colder: Ints
    scale: Ints
    evidence: Floats
    traits: Floats
    score: Floats

    def take(self, which: Ints) -> Peaks:
        """Some of the peaks."""
        return Peaks._make(column[which] for column in self)


def peaks_of(events: Events, dyads: Ints, *, fitted: Calibration | None = None) -> Peaks:
    """Every peak of the evidence in these dyads, measured; scored if `fitted` is given."""
    parts = [part for block in events.blocks(dyads) for part in _peaks_in(block, fitted)]
    if len(parts) == 0:
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        return Peaks(none, none, none, none, nothing, np.zeros((0, len(TRAITS))), nothing)
    return Peaks._make(np.concatenate(column) for column in zip(*parts, strict=True))


def _peaks_in(block: Block, fitted: Calibration | None) -> Iterator[Peaks]:
    row, day = np.nonzero(turning_days(block))
    found = evidence(block, row, day)
    for colder in (False, True):
        strength, scale = found.of(colder=colder)
        values = np.full((len(block.dyads), block.days), -np.inf)
        values[row, day] = strength
        scales = np.zeros(values.shape, dtype=np.int64)
        scales[row, day] = scale
        top, at = peaks(values, apart=_PEAKS_APART, least=_LEAST_EVIDENCE)
        measured = traits(block, top, at, values[top, at], colder=colder)
        yield Peaks(
            dyad=block.dyads[top],
            day=at,
            colder=np.full(len(top), int(colder)),
            scale=scales[top, at],
            evidence=values[top, at],
            traits=measured,
            score=np.zeros(len(top)) if fitted is None else fitted.score(measured),
        )


def apart(found: Peaks, days: int) -> Ints:
    """Which peaks stay when the best is taken and those within so many days of it are left out.

    The same again with what remains, until nothing does. Only peaks of one direction compete.
    """
    return _best(found, 2 * found.dyad + found.colder, days)


def leading(found: Peaks, days: int) -> NDArray[np.bool_]:
    """Whether each peak would stay if those of the other direction competed with it too."""
    leads = np.zeros(len(found.day), dtype=np.bool_)
    leads[_best(found, found.dyad, days)] = True
    return leads


def _best(found: Peaks, series: Ints, days: int) -> Ints:
    if len(found.day) == 0:
        return np.zeros(0, dtype=np.int64)
    rows, row = np.unique(series, return_inverse=True)
    width = int(found.day.max()) + 1
    # Of two directions on one day the better scored stays; of equals, colder.
    order = np.lexsort((found.colder, found.score))
    scores = np.full((len(rows), width), -np.inf)
    index = np.full((len(rows), width), -1, dtype=np.int64)
    scores[row[order], found.day[order]] = found.score[order]
    index[row[order], found.day[order]] = order
    kept = []
    while np.isfinite(scores).any():
        top, at = peaks(scores, apart=days, least=-np.inf)
        kept.append(index[top, at])
        for one in range(-days, days + 1):
            inside = (at + one >= 0) & (at + one < width)
            scores[top[inside], at[inside] + one] = -np.inf
    return np.sort(np.concatenate(kept))
