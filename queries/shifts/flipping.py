"""The fewest drivers without which a turn would be judged otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from detente.queries.shifts.answer import LEAST_STATEMENTS, Shift, lost_without, verdict_of
from detente.queries.shifts.calibration import Calibration, calibration
from detente.queries.shifts.candidates import TURNS_APART, Peaks, apart, leading, peaks_of
from detente.queries.shifts.drivers import carriers
from detente.queries.shifts.measures import statements_near
from detente.queries.shifts.series import Events, events_of
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    from datetime import date

    import polars

__all__ = ["flipping"]


def flipping(
    acts: polars.DataFrame | Events,
    shift: Shift,
    *,
    passed: float,
    until: date | None = None,
    fitted: Calibration | None = None,
) -> tuple[tuple[str, ...], ...]:
    """The fewest of the strongest drivers without which the verdict on a turn changes.

    One entry for each event, with all the statements that tell it: without the best one another
    would stand in. Empty where the verdict stays whatever is left out. `acts`, `until` and `passed`
    are those of the answer that the turn comes from.
    """
    fitted = fitted or calibration()
    events = acts if isinstance(acts, Events) else events_of(acts, until=until)
    dyad = next(one for one in range(len(events)) if events.pair(one) == (shift.a, shift.b))
    found = _candidates(events, dyad, fitted)
    day = (shift.date - events.first).days
    own = np.flatnonzero((found.day == day) & (found.colder == int(shift.direction == "colder")))
    some = found.take(own)
    block = next(events.blocks(some.dyad))
    lost = lost_without(block, np.zeros(1, dtype=np.int64), some)
    order, _ = carriers(events, dyad, day, int(some.scale[0]), lost[:, 0])

    def judged(count: int) -> Verdict:
        return _judged(events.without(order[:count]), dyad, shift, passed, fitted)

    count = _fewest(judged, shift.verdict, len(order))
    return tuple(events.told(int(one)) for one in order[:count])


def _candidates(events: Events, dyad: int, fitted: Calibration) -> Peaks:
    found = peaks_of(events, np.array([dyad]), fitted=fitted)
    return found.take(apart(found, TURNS_APART))


def _judged(events: Events, dyad: int, shift: Shift, passed: float, fitted: Calibration) -> Verdict:
    """The verdict on the best candidate of the same direction near the day."""
    if events.statements[dyad] < LEAST_STATEMENTS:
        return "not enough evidence"
    found = _candidates(events, dyad, fitted)
    far = np.abs(found.day - (shift.date - events.first).days)
    near = np.flatnonzero((far < TURNS_APART) & (found.colder == int(shift.direction == "colder")))
    if len(near) == 0:
        return "not enough evidence"
    at = near[[int(np.argmax(found.score[near]))]]
    best = found.take(at)
    return verdict_of(
        float(fitted.probabilities(best.score)[0]),
        int(statements_near(events, best)[0]),
        passes=bool(leading(found, TURNS_APART)[at[0]] and fitted.chances(best.score)[0] <= passed),
    )


def _fewest(judged: Callable[[int], Verdict], verdict: Verdict, most: int) -> int:
    """The smallest count found whose verdict differs; 0 if none does."""
    high = 1
    while high < most and judged(high) == verdict:
        high *= 2
    high = min(high, most)
    if most == 0 or judged(high) == verdict:
        return 0
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if judged(middle) == verdict else (low, middle)
    return high
