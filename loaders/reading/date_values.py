"""What a date means that a rule has read, given the day of publication."""

# Nothing is made more exact than its words: where they settle no day, month or year, there is None.

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from detente.graph.dates import PartialDate
from detente.loaders.reading.date_calendar import NOTHING, Clock, Window, partial
from detente.loaders.reading.date_relative import RELATIVE, Fields

__all__ = ["joined", "value_of"]

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
_DECEMBER = 12
_CENTURY = 100
_MILLENNIUM = 2000
# Two figures up to this one are a year of this century.
_LATEST_SHORT_YEAR = 69


def value_of(read: str, fields: Fields, clock: Clock | None) -> Window:
    """What the words mean; nothing where the calendar has no such date.

    >>> clock = Clock(date(2025, 12, 18), future=False)
    >>> value_of("date", {"day": 24, "month": 2}, clock).value
    PartialDate(root='2025-02-24')
    >>> value_of("date", {"day": 30, "month": 2, "year": 2025}, clock).value is None
    True
    """
    try:
        return _value(read, fields, clock)
    except (ValueError, OverflowError):
        return NOTHING


def _value(read: str, fields: Fields, clock: Clock | None) -> Window:
    if read in _ABSOLUTE:
        return _ABSOLUTE[read](fields)
    if read in _EITHER:
        return _EITHER[read](fields, clock)
    return NOTHING if clock is None or read not in RELATIVE else RELATIVE[read](fields, clock)


def joined(first: Fields, last: Fields, clock: Clock | None) -> Window:
    """From one date to another; what the first leaves out it has from the last.

    >>> joined({"month": 2}, {"month": 4, "year": 2022}, None)
    Window(value=PartialDate(root='2022-02'), until=PartialDate(root='2022-04'))
    """
    end = value_of("date", last, clock).value
    if end is None:
        return NOTHING
    start = value_of("date", {"year": end.start.year, **first}, clock).value
    if start is not None and start.start > end.start and "year" not in first:
        start = value_of("date", {"year": end.start.year - 1, **first}, clock).value
    return NOTHING if start is None or start.start > end.start else Window(start, end)


def _date(fields: Fields, clock: Clock | None) -> Window:
    if "first" in fields:
        return Window(_figures(int(fields["first"]), int(fields["second"]), int(fields["year"])))
    year = _year(fields, clock)
    month = int(fields.get("month", fields.get("month_number", 0))) or None
    day = int(fields["day"]) if "day" in fields else None
    if year is not None:
        return Window(partial(year, month, day))
    if month is None or clock is None:
        return NOTHING
    if day is None:
        return Window(_month_near(month, fields.get("which"), clock))
    return Window(_day_near(day, month, fields.get("weekday"), clock))


def _year(fields: Fields, clock: Clock | None) -> int | None:
    if "year" in fields:
        year = int(fields["year"])
        if year < _CENTURY:
            return year + (2000 if year <= _LATEST_SHORT_YEAR else 1900)
        return year
    if "which_year" in fields and clock is not None:
        return clock.published.year + int(fields["which_year"])
    return None


def _figures(first: int, second: int, year: int) -> PartialDate:
    """Month and day as Americans write them, or the other way round: only a day above 12 tells."""
    if second > _DECEMBER or first == second:
        return partial(year, first, second)
    return partial(year, second, first) if first > _DECEMBER else partial(year)


def _month_near(month: int, which: int | str | None, clock: Clock) -> PartialDate:
    year, current = clock.published.year, clock.published.month
    if which == 0:
        return partial(year, month)
    if which == 1 or (which is None and clock.future):
        earliest = current + 1 if which == 1 else current
        return partial(year if month >= earliest else year + 1, month)
    latest = current - 1 if which == -1 else current
    return partial(year if month <= latest else year - 1, month)


def _day_near(day: int, month: int, weekday: int | str | None, clock: Clock) -> PartialDate | None:
    """The last such day, or the next one; only one that fell on `weekday`, if that is given."""
    published = clock.published
    around = [_existing(published.year + step, month, day) for step in range(-8, 9)]
    before = [found for found in around if found is not None and found <= published][-1:]
    ahead = [found for found in around if found is not None and found >= published][:1]
    for found in ahead + before if clock.future else before + ahead:
        if weekday is None or found.weekday() == weekday:
            return PartialDate.of(found)
    return None


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _span(fields: Fields, clock: Clock | None) -> Window:
    first = {name: value for name, value in fields.items() if not name.endswith("2")}
    last = first | {name[:-1]: value for name, value in fields.items() if name.endswith("2")}
    if "year2" in fields and int(fields["year2"]) < _CENTURY:
        last["year"] = int(first["year"]) // _CENTURY * _CENTURY + int(fields["year2"])
    return joined(first, last, clock)


def _season(fields: Fields, clock: Clock | None) -> Window:
    if fields["season"] not in _SEASONS:
        # A winter lies in two years, and its words do not say in which.
        return NOTHING
    first, last = _SEASONS[str(fields["season"])]
    year = _year(fields, clock)
    if year is None and clock is not None:
        which, month = int(fields.get("which", 0)), clock.published.month
        year = clock.published.year
        if which == -1 and month <= last:
            year -= 1
        elif which == 1 and month >= first:
            year += 1
    return NOTHING if year is None else Window(partial(year, first), partial(year, last))


def _fixed(fields: Fields) -> Window:
    return Window(PartialDate(str(fields["value"])))


def _quarter(fields: Fields) -> Window:
    quarter, year = int(fields["quarter"]), int(fields["year"])
    return Window(partial(year, 3 * quarter - 2), partial(year, 3 * quarter))


def _decade(fields: Fields) -> Window:
    first = int(fields["decade"]) if "decade" in fields else 1900 + int(fields["short_decade"])
    # "The 1800s" are a century, "the 2000s" ten years.
    years = _CENTURY if first % _CENTURY == 0 and first < _MILLENNIUM else 10
    return Window(partial(first), partial(first + years - 1))


_ABSOLUTE: dict[str, Callable[[Fields], Window]] = {
    "decade": _decade,
    "fixed": _fixed,
    "quarter": _quarter,
}
_EITHER: dict[str, Callable[[Fields, Clock | None], Window]] = {
    "date": _date,
    "season": _season,
    "span": _span,
}
