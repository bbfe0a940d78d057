"""The day that a feed, a page or a table gives, however it is written."""

# The day as it was written down: no clock is moved to another time zone. Words that leave the day
# open, or name two, name none.

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from detente.loaders.reading.date_rules import date_rules
from detente.loaders.reading.text import fold_letters

__all__ = ["day_of", "is_month_first"]

_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(?<!\d[.])(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?!\.?\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?")
_LONGEST = 200
_MONTHS_IN_A_YEAR = 12
# Years of two digits stand in old mail headers: "18 Dec 25 10:00".
_CENTURY, _LAST_SHORT_YEAR = 2000, 69


def day_of(text: str, *, month_first: bool | None = None) -> date | None:
    """The day in a text, None if it names none or more than one.

    >>> day_of("Joi, 18 Dec 2025 10:30:00 +0200"), day_of("2025-12-18T23:30:00-05:00")
    (datetime.date(2025, 12, 18), datetime.date(2025, 12, 18))
    >>> day_of("18 decembrie 2025, ora 10"), day_of("Dec. 18, 2025"), day_of("18.12.2025")
    (datetime.date(2025, 12, 18), datetime.date(2025, 12, 18), datetime.date(2025, 12, 18))
    >>> day_of("05/12/2025") is None, day_of("05/12/2025", month_first=False)
    (True, datetime.date(2025, 12, 5))
    >>> day_of("30 februarie 2025") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip()
    readings = list(_in_digits(text, month_first=month_first)) or list(_in_words(text))
    days = {_date(*parts) for parts in readings}
    return days.pop() if len(days) == 1 else None


def is_month_first(texts: Iterable[str]) -> bool | None:
    """Whether dates such as 12/31/2025 begin with the month; None if they do not tell.

    >>> is_month_first(["05/12/2025", "12/31/2025"]), is_month_first(["05/12/2025"])
    (True, None)
    """
    found = [match for text in texts for match in _YEAR_LAST.finditer(text[:_LONGEST])]
    day_first = any(int(match[1]) > _MONTHS_IN_A_YEAR for match in found)
    month_first = any(int(match[3]) > _MONTHS_IN_A_YEAR for match in found)
    return month_first if day_first != month_first else None


def _in_digits(text: str, *, month_first: bool | None) -> Iterator[tuple[int, int, int]]:
    if (match := _COMPACT.fullmatch(text)) is not None:
        yield int(match[1]), int(match[2]), int(match[3])
    for match in _YEAR_FIRST.finditer(text):
        yield int(match[1]), int(match[3]), int(match[4])
    for match in _YEAR_LAST.finditer(text):
        yield from _year_last(match, month_first=month_first)


def _year_last(match: re.Match[str], *, month_first: bool | None) -> Iterator[tuple[int, int, int]]:
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    # Only slashes and hyphens are also written between an American month and its day.
    if match[2] == "." or first > _MONTHS_IN_A_YEAR:
        month_first = False
    elif second > _MONTHS_IN_A_YEAR:
        month_first = True
    if month_first is not True:
        yield year, second, first
    if month_first is not False:
        yield year, first, second


def _in_words(text: str) -> Iterator[tuple[int, int, int]]:
    folded = fold_letters(text)
    months, (day_before, day_after) = _months(), _patterns()
    for match in day_before.finditer(folded):
        yield _year(match[3]), months[match[2]], int(match[1])
    for match in day_after.finditer(folded):
        yield int(match[3]), months[match[1]], int(match[2])


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004  a year of two digits has two
        return year
    return year + _CENTURY - (100 if year > _LAST_SHORT_YEAR else 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Month names and their short forms, folded, in every language that is read."""
    from detente.loaders.reading.pipelines import LANGUAGES

    known = [rules.words for lang in LANGUAGES if (rules := date_rules(lang)) is not None]
    return {
        fold_letters(form.rstrip(".")): int(number)
        for words in known
        for list_ in ("short_month", "month")
        for number, forms in words.get(list_, {}).items()
        for form in forms
    }


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    clock = r"(?:\d{1,2}:\d{2}(?::\d{2})?\s+(?:[+-]\d{4}\s+|[a-z]{1,4}\s+)?)?"
    return (
        re.compile(
            rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\.?[\s/-]+(?:of\s+|de\s+)?({month})\.?,?[\s/-]+"
            r"(\d{4}(?!\d)|\d{2}(?=\s+\d{1,2}:))"
        ),
        re.compile(
            rf"(?<![^\W\d_])({month})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+{clock}(\d{{4}})(?!\d)"
        ),
    )
