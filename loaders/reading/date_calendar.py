"""Days, weeks, months and years seen from the day of publication."""

# Weeks run from Monday to Sunday. A window's last date is part of it.

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from detente.graph.dates import PartialDate

__all__ = [
    "DAYS",
    "NOTHING",
    "Clock",
    "Window",
    "coarse",
    "days",
    "monday",
    "partial",
    "resolve_weekday",
    "shifted",
]

#: Units that are a whole number of days.
DAYS = {"day": 1, "week": 7}


class Clock(NamedTuple):
    """The day of publication, and which way words are read that leave it open."""

    published: date
    future: bool


class Window(NamedTuple):
    """A date, or the first and the last of several."""

    value: PartialDate | None
    until: PartialDate | None = None


NOTHING = Window(None)


def resolve_weekday(weekday: int, published: date, *, future: bool = False) -> date:
    """The latest such day up to the day of publication, or the next one from it on; Monday is 0.

    >>> resolve_weekday(3, date(2025, 12, 18)), resolve_weekday(2, date(2025, 12, 18))
    (datetime.date(2025, 12, 18), datetime.date(2025, 12, 17))
    >>> resolve_weekday(2, date(2025, 12, 18), future=True)
    datetime.date(2025, 12, 24)
    """
    if future:
        return published + timedelta(days=(weekday - published.weekday()) % 7)
    return published - timedelta(days=(published.weekday() - weekday) % 7)


def partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """A date with what is known of it.

    >>> partial(2022, 2)
    PartialDate(root='2022-02')
    """
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return PartialDate("-".join(parts))


def monday(day: date, weeks: int = 0) -> date:
    """The Monday of the week of `day`, or of the week so many later.

    >>> monday(date(2025, 12, 18), -1)
    datetime.date(2025, 12, 8)
    """
    return day + timedelta(days=7 * weeks - day.weekday())


def days(first: date, last: date) -> Window:
    """The window from one day to another.

    >>> days(date(2025, 12, 17), date(2025, 12, 17))
    Window(value=PartialDate(root='2025-12-17'), until=None)
    """
    if first == last:
        return Window(PartialDate.of(first))
    return Window(PartialDate.of(first), PartialDate.of(last))


def shifted(published: date, unit: str, steps: int) -> Window:
    """The day, week, month or year so many steps from that of publication.

    >>> shifted(date(2025, 12, 18), "month", 1)
    Window(value=PartialDate(root='2026-01'), until=None)
    """
    if unit == "day":
        return Window(PartialDate.of(published + timedelta(days=steps)))
    if unit == "week":
        first = monday(published, steps)
        return days(first, first + timedelta(days=6))
    if unit == "month":
        months = published.year * 12 + published.month - 1 + steps
        return Window(partial(months // 12, months % 12 + 1))
    return Window(partial(published.year + steps))


def coarse(window: Window) -> PartialDate | None:
    """The one date, less precise, that holds a whole window; None if it crosses a year.

    >>> coarse(shifted(date(2025, 12, 18), "week", -1))
    PartialDate(root='2025-12')
    """
    if window.value is None or window.until is None:
        return window.value
    first, last = str(window.value), str(window.until)
    return next((PartialDate(first[:end]) for end in (7, 4) if first[:end] == last[:end]), None)
