"""Parts of a year or a month: spring, the first half, the end."""

from __future__ import annotations

import calendar
from datetime import date

from detente.queries.asking.grammar import Part

__all__ = ["begins", "within"]


def within(part: Part, year: int, month: int | None) -> tuple[date, date] | None:
    """First and last day of a part of a year or a month; None where the month has no such part.

    >>> summer = Part(words=("summer",), months=(6, 8), alone=True)
    >>> [day.isoformat() for day in within(summer, 2018, None)]
    ['2018-06-01', '2018-08-31']
    >>> within(summer, 2018, 6) is None
    True

    Of a winter the first day would come after the last: it is of two years.
    """
    if month is None:
        begin, end = part.months
        return date(year, begin, 1), date(year, end, calendar.monthrange(year, end)[1])
    if part.days is None:
        return None
    longest = calendar.monthrange(year, month)[1]
    return date(year, month, part.days[0]), date(year, month, min(part.days[1], longest))


def begins(part: Part, today: date) -> int:
    """The year in which the latest one began that needs no year to be named.

    >>> autumn = Part(words=("autumn",), months=(9, 11), alone=True)
    >>> begins(autumn, date(2018, 10, 31)), begins(autumn, date(2018, 8, 31))
    (2018, 2017)
    """
    return today.year - (part.months[0] > today.month)
