"""Dates that count from the day of publication: weekdays, "last month", "five days ago"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeAlias

from detente.graph.dates import PartialDate
from detente.loaders.reading.date_calendar import (
    DAYS,
    Clock,
    Window,
    days,
    monday,
    resolve_weekday,
    shifted,
)

__all__ = ["RELATIVE", "Fields", "number"]

#: What stood in the slots of a rule's pattern, and the rule's own sign, value and unit.
Fields: TypeAlias = Mapping[str, int | str]


def number(fields: Fields) -> int:
    """How many, in words or in figures.

    >>> number({"count": 5})
    5
    """
    return int(fields.get("number", fields.get("count", fields.get("value", 1))))


def _weekday(fields: Fields, clock: Clock) -> Window:
    weekday = int(fields["weekday"])
    which = fields.get("which", fields.get("value"))
    if which is None:
        return Window(
            PartialDate.of(resolve_weekday(weekday, clock.published, future=clock.future))
        )
    if which == -1 and fields.get("unit") != "week":
        yesterday = clock.published - timedelta(days=1)
        return Window(PartialDate.of(resolve_weekday(weekday, yesterday)))
    first = monday(clock.published, int(which))
    return Window(PartialDate.of(first + timedelta(days=weekday)))


def _named(fields: Fields, clock: Clock) -> Window:
    return shifted(clock.published, "day", int(fields["named"]))


def _period(fields: Fields, clock: Clock) -> Window:
    which = int(fields.get("which", fields.get("value", 0)))
    return shifted(clock.published, str(fields["unit"]), which)


def _ago(fields: Fields, clock: Clock) -> Window:
    return shifted(clock.published, str(fields["unit"]), int(fields["sign"]) * number(fields))


def _window(fields: Fields, clock: Clock) -> Window:
    """So many units up to publication, or from it on."""
    unit, steps = str(fields["unit"]), int(fields["sign"]) * number(fields)
    if unit in DAYS:
        there = clock.published + timedelta(days=steps * DAYS[unit])
        return days(*sorted((there, clock.published)))
    far, near = (shifted(clock.published, unit, step).value for step in (steps, 0))
    return Window(far, near) if steps < 0 else Window(near, far)


def _weekend(fields: Fields, clock: Clock) -> Window:
    which = fields.get("which")
    saturday = monday(clock.published) + timedelta(days=5)
    if which == 1:
        saturday += timedelta(days=7)
    elif which == -1 or (not clock.future and clock.published < saturday):
        # "This weekend" may also be the one just over.
        saturday -= timedelta(days=7)
    return days(saturday, saturday + timedelta(days=1))


#: How each such way of writing a date is read.
RELATIVE: dict[str, Callable[[Fields, Clock], Window]] = {
    "ago": _ago,
    "named": _named,
    "period": _period,
    "weekday": _weekday,
    "weekend": _weekend,
    "window": _window,
}
