"""What drove a turn: the events without which the evidence for it would be lower."""

# One event a day and relation stands for a story. Events of the same kind on the same side of the
# day weigh the same in the evidence; among them deeds come before words, the more intense before
# the less, and those near the day before those far from it.

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from detente.queries.shifts.scan import SCALES, Around, Usual, combined
from detente.queries.shifts.series import Events, Floats, Ints

__all__ = ["Driver", "carriers", "losses"]


class Driver(NamedTuple):
    """An event that carries a turn: the statement that tells it best, and its share.

    The share is that of the evidence lost without it among all that events lose one by one.
    """

    statement_id: str
    share: float


def losses(near: Around, often: Usual, *, colder: bool) -> Floats:
    """How much evidence is lost without one event of each kind; one column a candidate.

    Kinds: conflict before and after, cooperation before and after.
    """
    which = 0 if colder else 1
    whole = combined(near, often)[which]
    return np.stack(
        [whole - combined(_without(near, kind), often)[which] for kind in range(_SIDES)]
    )


_SIDES = 4


def _without(near: Around, kind: int) -> Around:
    counts = [np.maximum(count - (place == kind), 0.0) for place, count in enumerate(near[:_SIDES])]
    return Around(*counts, *near[_SIDES:])


def carriers(events: Events, dyad: int, day: int, scale: int, lost: Floats) -> tuple[Ints, Floats]:
    """The events that carry a turn, the strongest first, with their shares.

    `lost` is the column of `losses` for this turn.
    """
    before, after = SCALES[scale]
    begin, end = int(events.begin[dyad]), int(events.begin[dyad + 1])
    low, high = np.searchsorted(events.day[begin:end], (day - before, day + after)) + begin
    distance = events.day[low:high] - day
    kind = np.where(events.quad[low:high] >= _FIRST_HOSTILE, 0, 2) + (distance >= 0)
    speaks = np.maximum(lost[kind] * events.weight[low:high], 0.0)
    far = np.where(distance >= 0, distance, -distance - 1)
    order = np.lexsort((far, events.standing[low:high], -speaks))
    order = order[: int(np.count_nonzero(speaks))]
    return order + low, speaks[order] / max(float(speaks.sum()), _TINY)


_TINY = 1e-12
_FIRST_HOSTILE = 3
