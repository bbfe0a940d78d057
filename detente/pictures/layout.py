"""Where things stand on a page so that none covers another."""

# Nothing here is left to chance: the same boxes and distances give the same places.

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Box", "Floats", "flat", "rounds", "spread"]

Floats: TypeAlias = NDArray[np.float64]


class Box(NamedTuple):
    """How much room something takes."""

    width: float
    height: float


def flat(distances: Floats) -> Floats:
    """Places in the plane whose distances are close to those given (classical scaling).

    >>> flat(np.array([[0.0, 2.0], [2.0, 0.0]]))[:, 0].tolist()
    [1.0, -1.0]
    """
    size = len(distances)
    if size == 0:
        return np.zeros((0, 2))
    centre = np.eye(size) - 1.0 / size
    values, vectors = np.linalg.eigh(-0.5 * centre @ distances**2 @ centre)
    places = np.zeros((size, 2))
    for at, axis in enumerate(np.argsort(-values, kind="stable")[: min(2, size)]):
        vector = vectors[:, axis] * np.sqrt(max(float(values[axis]), 0.0))
        # An axis may point either way: the largest entry is made positive.
        largest = int(np.argmax(np.round(np.abs(vector), 6)))
        places[:, at] = vector if vector[largest] >= 0 else -vector
    return np.round(places, 6)


def rounds(boxes: Sequence[Box], *, gap: float) -> Floats:
    """Places around a middle, the first in it, the others in a spiral, none over another."""
    order = np.arange(len(boxes))
    reach = np.sqrt(order + (0.0 if len(boxes) == 1 else 0.35))
    turn = order * np.pi * (3.0 - np.sqrt(5.0))
    wide = max((one.width for one in boxes), default=0.0) * 0.62
    high = max((one.height for one in boxes), default=0.0) * 0.62
    places = np.stack([reach * np.cos(turn) * wide, reach * np.sin(turn) * high], axis=1)
    return spread(places, boxes, gap=gap)


def spread(places: Floats, boxes: Sequence[Box], *, gap: float) -> Floats:
    """The same places, moved as little as it takes that no box covers another.

    >>> spread(np.array([[0.0, 0.0], [1.0, 0.0]]), [Box(4, 6), Box(4, 6)], gap=1.0).tolist()
    [[-2.0, 0.0], [3.0, 0.0]]
    """
    found = places.astype(np.float64).copy()
    half = np.array([[one.width + gap, one.height + gap] for one in boxes]).reshape(-1, 2) / 2.0
    reach = half[:, None] + half[None]
    for _ in range(_ROUNDS):
        apart = found[:, None] - found[None]
        over = reach - np.abs(apart)
        hidden = np.triu((over > _SMALL).all(axis=2), 1)
        if not hidden.any():
            break
        for one, other in np.argwhere(hidden).tolist():
            _part(found, one, other, reach[one, other])
    return np.round(found, 3)


_ROUNDS, _SMALL = 600, 1e-6


def _part(places: Floats, one: int, other: int, reach: Floats) -> None:
    """Push two apart along the axis on which that takes least."""
    apart = places[one] - places[other]
    over = reach - np.abs(apart)
    if not (over > 0).all():
        return
    axis = int(np.argmin(over))
    away = over[axis] / 2.0 if apart[axis] > 0 else -over[axis] / 2.0
    places[one, axis] += away
    places[other, axis] -= away
