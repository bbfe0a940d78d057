"""How many days lie between two statements, as far as anybody can tell."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from detente.graph.statements import LIVE, Statement

__all__ = ["Gap", "gap"]

#: Undated reports of one event come out within this many days.
_NEWS_DAYS = 3
#: A report without a date may tell of an event dated up to this many days before it.
_LATE_DAYS = 10
#: Where it may have been on any day of a month, more days make no difference.
_MONTH = 30
#: Sources may differ by this many days on when it was: a night has two.
_DATES_DIFFER = 1

_DAY = timedelta(days=1)


class Gap(NamedTuple):
    """How many days lie between what two statements tell of, and at most may for one event.

    `contrary` says that both name days, and not the same.
    """

    days: int
    most: int
    contrary: bool = False

    @property
    def bridged(self) -> bool:
        """Whether they may tell one event."""
        return self.days <= self.most


def gap(one: Statement, other: Statement) -> Gap | None:
    """The days between two statements of an event; None where nobody can tell.

    >>> told = {"event_id": "e", "subject": "USA", "relation": "MET_WITH", "object": "BLR"}
    >>> dated = Statement(statement_id="s", article_id="a", event_date="2025-12-13", **told)
    >>> later = Statement(statement_id="t", article_id="b", published_at="2025-12-18", **told)
    >>> gap(dated, later)
    Gap(days=5, most=10, contrary=False)

    Dated ones are as far apart as their dates, or as those are vague; a report without a date tells
    of its day, or of what happened some days before, and a plan without one is as old as its news.
    What one article tells without a date is of the same days.
    """
    left, right = _window_of(one), _window_of(other)
    if left is not None and right is not None:
        apart = _between(left, right)
        if apart > 0:
            return Gap(apart, _DATES_DIFFER, contrary=True)
        return Gap(_vague(left, right), _MONTH)
    if one.article_id == other.article_id:
        return Gap(0, 0)
    news = None
    if one.published_at is not None and other.published_at is not None:
        news = abs((one.published_at - other.published_at).days)
    for window, undated in ((left, other), (right, one)):
        if window is not None and undated.modality in LIVE:
            return _reported(window, undated.published_at, news)
    return None if news is None else Gap(news, _NEWS_DAYS)


def _window_of(statement: Statement) -> tuple[date, date] | None:
    if statement.event_date is None:
        return None
    day, until, said = statement.event_date, statement.event_end, statement.published_at
    end = day.end if until is None else max(day.end, until.end)
    if said is not None and statement.modality in LIVE and day.start <= said:
        # "This year" ends for what has happened with the day of the report.
        end = min(end, said + _DAY)
    return day.start, end


def _between(left: tuple[date, date], right: tuple[date, date]) -> int:
    return max(0, (max(left[0], right[0]) - min(left[1], right[1])).days + 1)


def _reported(window: tuple[date, date], published: date | None, news: int | None) -> Gap | None:
    if published is None:
        return None
    if published < window[0]:
        return Gap((window[0] - published).days, 0)
    late = _between(window, (published, published + _DAY))
    if late > _LATE_DAYS:
        return Gap(late, _LATE_DAYS)
    near = late if news is None else min(late, news)
    return Gap(max(near, min(_vague(window), _LATE_DAYS)), _LATE_DAYS)


def _vague(*windows: tuple[date, date]) -> int:
    """In how many further days than its first it may have been, by the least exact of them."""
    return min(max((until - since).days for since, until in windows) - 1, _MONTH)
