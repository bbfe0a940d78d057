"""Where the days and the labels of turns stand on a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from detente.pictures.style import number_of, width_of
from detente.pictures.timeline_seen import Seen
from detente.queries.shifts import Shift

__all__ = [
    "MARGIN",
    "RIGHT",
    "SMALL",
    "WIDTH",
    "Label",
    "label_of",
    "lane_height",
    "lanes_of",
    "place_of",
    "track_height",
]

#: The width of the page, and how far the panels are from its left and right edge.
WIDTH, MARGIN, RIGHT = 1000.0, 76.0, 26.0
#: The size of small letters.
SMALL = 9.5
_LANE = 19.0
#: How high the strip below the lanes is, where marks stand that found no room for a label.
_STRIP = 13.0
#: How many turns are labelled, and lanes of labels there are.
_LABELLED, _LANES = 8, 3


class Label(NamedTuple):
    """The label of a turn: its lane, counted from below, and where it begins, in pixels."""

    turn: Shift
    lane: int
    left: float


def lanes_of(seen: Seen) -> tuple[Label, ...]:
    """A place for the labels of the likeliest turns that find one, none over another."""
    found: list[Label] = []
    taken: list[tuple[int, float, float]] = []
    for turn in seen.turns[:_LABELLED]:
        wide = width_of(label_of(turn), SMALL) + 14.0
        at = place_of(seen, turn.date)
        # To the right of its mark, or where the page ends to the left of it.
        left = at + 7.0 if at + wide < WIDTH - 6.0 else at - wide
        lane = _free(taken, min(left, at) - 4.0, max(left + wide, at) + 4.0)
        if lane is not None:
            found.append(Label(turn, lane, left))
    return tuple(found)


def _free(taken: list[tuple[int, float, float]], low: float, high: float) -> int | None:
    for lane in range(_LANES):
        if not any(where == lane and low < end and begin < high for where, begin, end in taken):
            taken.append((lane, low, high))
            return lane
    return None


def label_of(turn: Shift) -> str:
    """What is written beside the mark of a turn."""
    # Most turns have too little evidence: a small mark says so.
    verdict = "" if turn.verdict == "not enough evidence" else f", {turn.verdict}"
    return f"{turn.direction} {turn.date}, p {turn.probability:.2f}{verdict}"


def place_of(seen: Seen, day: date) -> float:
    """Where a day lies on the page, in pixels from the left."""
    span = number_of(seen.end) - number_of(seen.begin) + 1.0
    across = (number_of(day) - number_of(seen.begin) + 0.5) / span
    return MARGIN + across * (WIDTH - MARGIN - RIGHT)


def track_height(labels: Sequence[Label]) -> float:
    """How high the panel of turns is."""
    lanes = max((one.lane for one in labels), default=0) + 1
    return _STRIP + lanes * _LANE


def lane_height(lane: int | None) -> float:
    """How far up in the panel a mark stands: in its lane, or below all lanes."""
    return _STRIP / 2.0 if lane is None else _STRIP + lane * _LANE + _LANE / 2.0
