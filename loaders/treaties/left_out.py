"""Rows of a treaty table that are as they should be and tell of nobody whom a graph knows."""

# Nobody would mend such a row, so it is no rejected one: a published table has thousands of them.

from __future__ import annotations

from collections.abc import Iterator

from detente.loaders.events.rows import Reject

__all__ = ["LeftOut", "OutsideError"]


class OutsideError(ValueError):
    """A sound row that tells of nothing that a graph holds: of a state that is no longer, say."""


class LeftOut:
    """Counts rows that are left out, by their reason.

    >>> left_out = LeftOut()
    >>> for line in (7, 8, 12):
    ...     left_out(line, "Hanover is no longer a state")
    >>> [notice.reason for notice in left_out.notices("atop.csv")]
    ['3 rows are left out, the first in line 7: Hanover is no longer a state']
    """

    def __init__(self) -> None:
        self._lines: dict[str, tuple[int, int]] = {}

    def __call__(self, line: int, reason: str) -> None:
        """Note one."""
        first, number = self._lines.get(reason, (line, 0))
        self._lines[reason] = first, number + 1

    def notices(self, file: str) -> Iterator[Reject]:
        """A word about the whole file for each reason, that of the most rows first."""
        for reason, (line, number) in sorted(
            self._lines.items(), key=lambda told: (-told[1][1], told[1][0])
        ):
            rows = "1 row is" if number == 1 else f"{number:,} rows are"
            first = f"in line {line}" if number == 1 else f"the first in line {line}"
            yield Reject(file, 0, f"{rows} left out, {first}: {reason}")
