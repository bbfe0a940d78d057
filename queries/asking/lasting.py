"""The last day that anything is known of, for dates that are counted from it."""

from __future__ import annotations

from datetime import date

from detente.queries.scope import Asked, Scope, acts_in

__all__ = ["last_day"]


def last_day(graph: Asked, *, today: date) -> date | None:
    """The last day on which anybody did anything; None where nothing is told.

    >>> last_day(graph, today=date(2026, 11, 1))  # doctest: +SKIP
    datetime.date(2018, 10, 31)

    Offices, memberships and what is dated later than `today` do not count.
    """
    day = acts_in(graph, Scope(), until=today)["day"].max()
    return day if isinstance(day, date) else None
