"""What the words of a date mean on the day the text was published."""

# Nothing is made more exact than its words: where they settle no day, month or year, there is None.

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from detente.graph.dates import PartialDate

__all__ = ["NOTHING", "Window", "resolve_weekday", "value_of"]

_Fields = Mapping[str, int | str]

_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11)}
_DAYS = {"day": 1, "week": 7}


class Window(NamedTuple):
    """A date, or the first and the last of several (the last is included)."""

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


def value_of(read: str, fields: _Fields, published: date | None, *, future: bool) -> Window:
    """The value of what a rule has read; nothing where the calendar has no such date."""
    try:
        return _READERS[read](fields, published, future)
    except (ValueError, OverflowError):
        return NOTHING


def _date(fields: _Fields, published: date | None, future: bool) -> Window:
    if "first" in fields:
        return Window(_figures(int(fields["first"]), int(fields["second"]), int(fields["year"])))
    year = _year(fields, published)
    month = fields.get("month", fields.get("month_number"))
    day = fields.get("day")
    if month is None:
        return NOTHING if year is None else Window(_partial(year))
    if day is None:
        if year is None and published is not None:
            return Window(_month_near(int(month), published, fields, future))
        return NOTHING if year is None else Window(_partial(year, int(month)))
    if year is not None:
        return Window(_partial(year, int(month), int(day)))
    if published is None:
        return NOTHING
    weekday = fields.get("weekday")
    return Window(_day_near(int(day), int(month), weekday, published, future))


def _year(fields: _Fields, published: date | None) -> int | None:
    if "year" in fields:
        year = int(fields["year"])
        return year + 2000 if year < 70 else year + 1900 if year < 100 else year
    if "which_year" in fields and published is not None:
        return published.year + int(fields["which_year"])
    return None


def _figures(first: int, second: int, year: int) -> PartialDate:
    if second > 12 or first == second:
        return _partial(year, first, second)
    return _partial(year, second, first) if first > 12 else _partial(year)


def _month_near(month: int, published: date, fields: _Fields, future: bool) -> PartialDate:
    which = fields.get("which")
    if which == 0:
        return _partial(published.year, month)
    year = published.year
    if which == 1 or (which is None and future):
        earliest = published.month + (1 if which == 1 else 0)
        return _partial(year if month >= earliest else year + 1, month)
    latest = published.month - (1 if which == -1 else 0)
    return _partial(year if month <= latest else year - 1, month)


def _day_near(
    day: int, month: int, weekday: int | str | None, published: date, future: bool
) -> PartialDate | None:
    """The last such day, or the next one; only a year in which it fell on `weekday`, if given."""
    past = [_exists(published.year - back, month, day) for back in range(9)]
    ahead = [_exists(published.year + on, month, day) for on in range(9)]
    before = [found for found in past if found is not None and found <= published][:1]
    after = [found for found in ahead if found is not None and found >= published][:1]
    for found in [*after, *before] if future else [*before, *after]:
        if weekday is None or found.weekday() == weekday:
            return PartialDate.of(found)
    return None


def _exists(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _partial(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    parts = [f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)]
    return PartialDate("-".join(parts))


def _fixed(fields: _Fields, published: date | None, future: bool) -> Window:
    return Window(PartialDate(str(fields["value"])))


def _span(fields: _Fields, published: date | None, future: bool) -> Window:
    first = {name: value for name, value in fields.items() if not name.endswith("2")}
    last = first | {name[:-1]: value for name, value in fields.items() if name.endswith("2")}
    if "year2" in fields and int(fields["year2"]) < 100:
        last["year"] = int(first["year"]) // 100 * 100 + int(fields["year2"])
    return joined(first, last, published, future=future)


def joined(
    first: _Fields, last: _Fields, published: date | None, *, future: bool
) -> Window:
    """From one date to another; what the first leaves out it has from the last."""
    end = value_of("date", last, published, future=future).value
    if end is None:
        return NOTHING
    start = value_of("date", {"year": end.start.year, **first}, published, future=future).value
    if start is not None and start.start > end.start and "year" not in first:
        start = value_of("date", {"year": end.start.year - 1, **first}, None, future=future).value
    return NOTHING if start is None or start.start > end.start else Window(start, end)


def _weekday(fields: _Fields, published: date | None, future: bool) -> Window:
    if published is None:
        return NOTHING
    weekday = int(fields["weekday"])
    which = fields.get("which", fields.get("value"))
    if which is None:
        return Window(PartialDate.of(resolve_weekday(weekday, published, future=future)))
    if which == -1 and fields.get("unit") != "week":
        yesterday = published - timedelta(days=1)
        return Window(PartialDate.of(resolve_weekday(weekday, yesterday)))
    return Window(PartialDate.of(_monday(published, int(which)) + timedelta(days=weekday)))


def _monday(day: date, weeks: int = 0) -> date:
    return day + timedelta(days=7 * weeks - day.weekday())


def _days(first: date, last: date) -> Window:
    if first == last:
        return Window(PartialDate.of(first))
    return Window(PartialDate.of(first), PartialDate.of(last))


def _named(fields: _Fields, published: date | None, future: bool) -> Window:
    if published is None:
        return NOTHING
    return Window(PartialDate.of(published + timedelta(days=int(fields["named"]))))


def _period(fields: _Fields, published: date | None, future: bool) -> Window:
    which = int(fields.get("which", fields.get("value", 0)))
    return NOTHING if published is None else _shifted(published, str(fields["unit"]), which)


def _shifted(published: date, unit: str, steps: int) -> Window:
    """The day, week, month or year so many steps from that of publication."""
    if unit == "day":
        return Window(PartialDate.of(published + timedelta(days=steps)))
    if unit == "week":
        monday = _monday(published, steps)
        return _days(monday, monday + timedelta(days=6))
    if unit == "month":
        return Window(_month_shifted(published, steps))
    return Window(_partial(published.year + steps))


def _month_shifted(published: date, steps: int) -> PartialDate:
    months = published.year * 12 + published.month - 1 + steps
    return _partial(months // 12, months % 12 + 1)


def _ago(fields: _Fields, published: date | None, future: bool) -> Window:
    if published is None:
        return NOTHING
    return _shifted(published, str(fields["unit"]), int(fields["sign"]) * number(fields))


def number(fields: _Fields) -> int:
    """How many, in words or in figures."""
    return int(fields.get("number", fields.get("count", fields.get("value", 1))))


def _window(fields: _Fields, published: date | None, future: bool) -> Window:
    if published is None:
        return NOTHING
    unit, sign = str(fields["unit"]), int(fields["sign"])
    if unit in _DAYS:
        there = published + timedelta(days=sign * number(fields) * _DAYS[unit])
        return _days(*sorted((there, published)))
    far = _shifted(published, unit, sign * number(fields)).value
    near = _shifted(published, unit, 0).value
    return Window(far, near) if sign < 0 else Window(near, far)


def _weekend(fields: _Fields, published: date | None, future: bool) -> Window:
    if published is None:
        return NOTHING
    which = fields.get("which")
    saturday = _monday(published) + timedelta(days=5)
    if which == 1:
        saturday += timedelta(days=7)
    elif which == -1 or (which is None and not future and published < saturday):
        saturday -= timedelta(days=7)
    return _days(saturday, saturday + timedelta(days=1))


def _season(fields: _Fields, published: date | None, future: bool) -> Window:
    if fields["season"] not in _SEASONS:
        return NOTHING
    first, last = _SEASONS[str(fields["season"])]
    year = _year(fields, published)
    if year is None and published is not None:
        which = int(fields.get("which", 0))
        over = which == -1 and published.month <= last
        begun = which == 1 and published.month >= first
        year = published.year - over + begun
    return NOTHING if year is None else Window(_partial(year, first), _partial(year, last))


def _quarter(fields: _Fields, published: date | None, future: bool) -> Window:
    quarter, year = int(fields["quarter"]), int(fields["year"])
    return Window(_partial(year, 3 * quarter - 2), _partial(year, 3 * quarter))


def _decade(fields: _Fields, published: date | None, future: bool) -> Window:
    first = int(fields["decade"]) if "decade" in fields else 1900 + int(fields["short_decade"])
    return Window(_partial(first), _partial(first + 9))


def _unknown(fields: _Fields, published: date | None, future: bool) -> Window:
    return NOTHING


_READERS: dict[str, Callable[[_Fields, date | None, bool], Window]] = {
    "ago": _ago,
    "date": _date,
    "decade": _decade,
    "fixed": _fixed,
    "named": _named,
    "offset": _unknown,
    "period": _period,
    "quarter": _quarter,
    "season": _season,
    "span": _span,
    "vague": _unknown,
    "weekday": _weekday,
    "weekend": _weekend,
    "window": _window,
}
