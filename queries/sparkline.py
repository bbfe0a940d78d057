"""A row of numbers as one line of blocks, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["sparkline"]

_BLOCKS = "▁▂▃▄▅▆▇█"
_ZERO, _NOTHING = "·", "-"


def sparkline(values: Sequence[float | None], *, top: float | None = None) -> str:
    """The values as blocks, the highest full; a dot for zero, a dash where there is none.

    >>> sparkline([1, 4, 0, 8, None, 2])
    '▁▄·█-▂'
    >>> sparkline([0.1, 0.5], top=1.0)
    '▁▄'

    `top` is the value of a full block; the highest of the values if not given.
    """
    highest = top if top is not None else max((one for one in values if one is not None), default=0)
    return "".join(_block(one, highest) for one in values)


def _block(value: float | None, highest: float) -> str:
    if value is None:
        return _NOTHING
    if value <= 0 or highest <= 0:
        return _ZERO
    step = -(-value * len(_BLOCKS) // highest)
    return _BLOCKS[int(min(max(step, 1), len(_BLOCKS))) - 1]
