"""What is said of a candidate: its window of days, its size, and how much is told around it."""

from __future__ import annotations

import numpy as np

from detente.queries.shifts.calibration import Calibration
from detente.queries.shifts.candidates import Peaks
from detente.queries.shifts.scan import day_profile
from detente.queries.shifts.series import Block, Channel, Events, Floats, Ints

__all__ = ["NEAR", "counts_near", "sizes", "statements_near", "windows"]

#: Days on either side in which is counted what is told.
NEAR = 60
#: Days that the window may reach from the candidate, and with what probability it holds the day.
_REACH, _SURE = 21, 0.9
#: Days after a turn in which its size is measured, and what is added to either count.
_AFTER, _HALF = 30, 0.5


def windows(block: Block, row: Ints, some: Peaks, fitted: Calibration) -> tuple[Ints, Ints]:
    """The credible windows: the evidence for each day around, tempered, made a distribution."""
    profile = day_profile(block, row, some.day, some.scale, colder=some.colder, reach=_REACH)
    distance = np.abs(np.arange(-_REACH, _REACH + 1))
    tempered = fitted.sharpness * (profile - profile.max(axis=1, keepdims=True))
    likely = np.exp(tempered - distance / fitted.nearness)
    summed = np.cumsum(likely / likely.sum(axis=1, keepdims=True), axis=1)
    tail = (1.0 - _SURE) / 2.0
    first = (summed <= tail).sum(axis=1)
    last = np.minimum((summed < 1.0 - tail).sum(axis=1), 2 * _REACH)
    low, high = some.day - _REACH + first, some.day - _REACH + last
    return np.minimum(low, some.day), np.maximum(high, some.day)


def sizes(block: Block, row: Ints, some: Peaks) -> Floats:
    """How many times as frequent the acts for the direction became, or those against it rarer."""
    size = np.zeros(len(row))
    kinds: tuple[tuple[Channel, Channel], ...] = (
        ("cooperation", "conflict"),
        ("conflict", "cooperation"),
    )
    for colder, (mine, other) in enumerate(kinds):
        here = some.colder == colder
        rise = _ratio(block, mine, row[here], some.day[here])
        size[here] = np.maximum(rise, 1.0 / _ratio(block, other, row[here], some.day[here]))
    return size


def _ratio(block: Block, channel: Channel, row: Ints, day: Ints) -> Floats:
    old, old_days = block.before(channel, row, day, NEAR)
    new, new_days = block.after(channel, row, day, _AFTER)
    return ((new + _HALF) / (new_days + 1.0)) / ((old + _HALF) / (old_days + 1.0))


def counts_near(block: Block, row: Ints, day: Ints) -> tuple[Floats, Floats]:
    """Events of the 60 days before and of the 60 days from the day on."""
    kinds: tuple[Channel, Channel] = ("cooperation", "conflict")
    before = sum((block.before(kind, row, day, NEAR)[0] for kind in kinds), np.zeros(len(row)))
    after = sum((block.after(kind, row, day, NEAR)[0] for kind in kinds), np.zeros(len(row)))
    return np.round(before), np.round(after)


def statements_near(events: Events, some: Peaks) -> Ints:
    """Statements within 60 days of each candidate."""
    place = events.dyad * _FAR + events.day
    summed = np.concatenate([[0], np.cumsum(events.rows)])
    low = np.searchsorted(place, some.dyad * _FAR + np.maximum(some.day - NEAR, 0), side="left")
    high = np.searchsorted(place, some.dyad * _FAR + some.day + NEAR, side="right")
    return np.asarray(summed[high] - summed[low])


_FAR = 1 << 32
