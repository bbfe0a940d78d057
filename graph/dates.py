"""Dates as precise as the text, never more.

A `PartialDate` is a day, a month or a year; as an interval it is half-open, `[start, end)`.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from pydantic import RootModel, field_validator

__all__ = ["PartialDate", "Precision", "overlap"]

Precision = Literal["day", "month", "year"]

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class PartialDate(RootModel[str], frozen=True):
    """An ISO date cut at its precision.

    >>> PartialDate("2022-02").start, PartialDate("2022-02").end
    (datetime.date(2022, 2, 1), datetime.date(2022, 3, 1))
    >>> PartialDate("1994").precision
    'year'
    >>> str(PartialDate("2025-12-13"))
    '2025-12-13'

    Raises `ValueError` (as pydantic's `ValidationError`) for anything else, "2025-02-30" included.
    """

    @field_validator("root")
    @classmethod
    def _exists(cls, value: str) -> str:
        if _SHAPE.fullmatch(value) is None:
            raise ValueError(f"{value!r} is no date: write YYYY-MM-DD, YYYY-MM or YYYY")
        _start(value)
        return value

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The whole day.

        >>> PartialDate.of(date(2025, 12, 13))
        PartialDate(root='2025-12-13')
        """
        return cls(day.isoformat())

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return _PRECISIONS[len(self.root)]

    @property
    def start(self) -> date:
        """The first day that it may be."""
        return _start(self.root)

    @property
    def end(self) -> date:
        """The first day that it can no longer be."""
        return _end(self.root)

    @property
    def over(self) -> date:
        """The first day after what lasts until then: a day is itself the first without it.

        >>> str(PartialDate("2020-01-01").over), str(PartialDate("2020").over)
        ('2020-01-01', '2021-01-01')
        """
        return self.start if self.precision == "day" else self.end

    # As pydantic has them, for any model, they cost ten times as much.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.root == other.root

    def __hash__(self) -> int:
        return hash(self.root)

    def __repr__(self) -> str:
        return f"PartialDate(root={self.root!r})"

    def __str__(self) -> str:
        return self.root


_FIRST_DAY: dict[Precision, str] = {"day": "", "month": "-01", "year": "-01-01"}
_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}


# Cached: a data set has few days and many rows.
@lru_cache(maxsize=20_000)
def _start(written: str) -> date:
    return date.fromisoformat(written + _FIRST_DAY[_PRECISIONS[len(written)]])


@lru_cache(maxsize=20_000)
def _end(written: str) -> date:
    first, precision = _start(written), _PRECISIONS[len(written)]
    if precision == "day":
        return first + timedelta(days=1)
    if precision == "year":
        return date(first.year + 1, 1, 1)
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def overlap(left: PartialDate, right: PartialDate) -> bool:
    """Whether two dates may be the same day.

    >>> overlap(PartialDate("2022-02"), PartialDate("2022-02-24"))
    True
    >>> overlap(PartialDate("2022-02"), PartialDate("2022-03"))
    False
    """
    return left.start < right.end and right.start < left.end
