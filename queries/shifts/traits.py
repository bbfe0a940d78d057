"""What is measured at a day on which a dyad may have turned."""

# Every trait is told from the direction in question: "for" is conflict where the dyad would have
# turned colder and cooperation where warmer, "against" is the other. So one set of weights serves
# both directions.

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.queries.shifts.series import Block, Channel, Floats, Ints

__all__ = ["TRAITS", "traits"]

#: Days before and after between which rises are measured.
_RISES = ((14, 7), (60, 7), (60, 14), (30, 30), (90, 42))
_SHARES = ((60, 14), (30, 30), (90, 42))
_KINDS = ("material", "verbal")
_NEAR = (60, 14)
#: How many usual days are added to those before; added to a count before its root is taken.
_USUAL_DAYS, _ROOT = 3.0, 0.375
_SHARE_PRIOR = 4.0

#: The names of the traits, in the order of the columns of `traits`.
TRAITS: tuple[str, ...] = (
    *(f"{side} {before}/{after}" for before, after in _RISES for side in ("for", "against")),
    *(f"share {before}/{after}" for before, after in _SHARES),
    *(f"{kind} {side}" for kind in _KINDS for side in ("for", "against")),
    "dispersion",
    "events",
    "events before",
    "events after",
    "usual share of conflict",
    "usual share for",
    "share for before",
    "share for after",
    "evidence",
    "larger peaks",
    "evidence beyond the next",
    "colder",
)


def traits(
    block: Block, row: Ints, day: Ints, strength: Floats, *, colder: bool
) -> NDArray[np.float64]:
    """One line of traits for each peak; `row` and `day` are in ascending order.

    `strength` is the evidence of the peaks for this direction.
    """
    mine: Channel = "conflict" if colder else "cooperation"
    other: Channel = "cooperation" if colder else "conflict"
    spread = np.sqrt(block.dispersion[row])
    columns = [
        _rise(block, channel, row, day, scale) / spread
        for scale in _RISES
        for channel in (mine, other)
    ]
    columns += [_share_change(block, (mine, other), row, day, scale) for scale in _SHARES]
    kinds: tuple[tuple[Channel, Channel], ...] = (
        ("material conflict", "material cooperation"),
        ("verbal conflict", "verbal cooperation"),
    )
    for kind in kinds:
        pair = kind if colder else kind[::-1]
        columns += [_rise(block, channel, row, day, _NEAR) / spread for channel in pair]
    columns += _levels(block, mine, other, row, day, colder=colder)
    columns += _standing(row, strength)
    columns.append(np.full(len(row), 1.0 if colder else 0.0))
    return np.stack(columns, axis=1)


def _rise(block: Block, channel: Channel, row: Ints, day: Ints, scale: tuple[int, int]) -> Floats:
    """By how many standard deviations the count after a day exceeds what those before promise."""
    width = scale[1]
    old, old_days = block.before(channel, row, day, scale[0])
    new, new_days = block.after(channel, row, day, width)
    usual = block.total(channel)[row] / block.days
    promised = (old + _USUAL_DAYS * usual) / (old_days + _USUAL_DAYS) * width
    found = new * width / np.maximum(new_days, 1.0)
    doubt = np.sqrt(1.0 + width / np.maximum(old_days, 1.0))
    return 2.0 * (np.sqrt(found + _ROOT) - np.sqrt(promised + _ROOT)) / doubt


def _share_change(
    block: Block, kinds: tuple[Channel, Channel], row: Ints, day: Ints, scale: tuple[int, int]
) -> Floats:
    """How much larger the share of the acts that speak for the direction became."""
    mine, other = kinds
    own, rest = block.total(mine)[row], block.total(other)[row]
    prior = _SHARE_PRIOR * (own + 1.0) / (own + rest + 2.0)
    old, _ = block.before(mine, row, day, scale[0])
    new, _ = block.after(mine, row, day, scale[1])
    old_rest, _ = block.before(other, row, day, scale[0])
    new_rest, _ = block.after(other, row, day, scale[1])
    return (new + prior) / (new + new_rest + _SHARE_PRIOR) - (old + prior) / (
        old + old_rest + _SHARE_PRIOR
    )


def _levels(
    block: Block, mine: Channel, other: Channel, row: Ints, day: Ints, *, colder: bool
) -> list[Floats]:
    own, rest = block.total(mine)[row], block.total(other)[row]
    conflict = (block.total("conflict")[row] + 1.0) / (own + rest + 5.0)
    old, _ = block.before(mine, row, day, _NEAR[0])
    new, _ = block.after(mine, row, day, _NEAR[1])
    old_rest, _ = block.before(other, row, day, _NEAR[0])
    new_rest, _ = block.after(other, row, day, _NEAR[1])
    return [
        np.log(block.dispersion[row]),
        np.log(own + rest + 1.0),
        np.log1p(old + old_rest),
        np.log1p(new + new_rest),
        conflict,
        conflict if colder else -conflict,
        (old + 0.5) / (old + old_rest + 2.0),
        (new + 0.5) / (new + new_rest + 2.0),
    ]


def _standing(row: Ints, strength: Floats) -> list[Floats]:
    """How a peak stands among those of its dyad: itself, larger ones, lead over the next best."""
    order = np.lexsort((-strength, row))
    sorted_rows = row[order]
    starts = np.concatenate([[True], sorted_rows[1:] != sorted_rows[:-1]])
    begin = np.maximum.accumulate(np.where(starts, np.arange(len(row)), 0))
    place = np.arange(len(row)) - begin
    second = np.minimum(begin + 1, len(row) - 1)
    highest = strength[order]
    runner_up = np.where(sorted_rows[second] == sorted_rows, highest[second], 0.0)
    next_best = np.where(place == 0, np.where(second == begin, 0.0, runner_up), highest[begin])
    larger, beyond = np.zeros(len(row)), np.zeros(len(row))
    larger[order] = np.log1p(place)
    beyond[order] = _root(highest) - _root(next_best)
    return [_root(strength), larger, beyond]


def _root(values: Floats) -> Floats:
    return np.asarray(np.sign(values) * np.sqrt(np.abs(values)))
