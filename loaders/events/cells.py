"""Cells of a coded row as days, intensities, shares and hosts."""

# Each raises `ValueError` that names the cell and says what would be right.

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from urllib.parse import urlsplit

__all__ = ["as_day", "as_day_month_first", "as_score", "as_share", "host_of"]

_REMEMBERED = 100_000
_BOTTOM, _TOP = -10.0, 10.0
_PER_CENT = 100
_COMPACT = re.compile(r"\d{8}")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d\d:.*)?")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# Years of two digits: from here on those of the twentieth century, as POSIX has it.
_LAST_CENTURY = 69


@lru_cache(maxsize=_REMEMBERED)
def as_day(cell: str) -> tuple[date, str]:
    """The day that a cell names, also in ISO: 2018-06-01, 20180601, 1 June 2018, or 1-Jun-18.

    >>> as_day("1 June 2018"), as_day("01-Jun-97")[1]
    ((datetime.date(2018, 6, 1), '2018-06-01'), '1997-06-01')
    """
    text = cell.strip()
    words, numbers = _WORDS.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    try:
        if words is not None:
            month = _MONTHS.index(words[2].lower()) + 1
            day = date(_year(words[3]), month, int(words[1]))
        elif _COMPACT.fullmatch(text):
            day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        elif numbers is not None:
            day = date(int(numbers[1]), int(numbers[3]), int(numbers[4]))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(_no_day(cell)) from None
    return day, day.isoformat()


@lru_cache(maxsize=_REMEMBERED)
def as_day_month_first(cell: str) -> tuple[date, str]:
    """As `as_day`, where a day may also be written as in the United States.

    >>> as_day_month_first("6/1/2018")
    (datetime.date(2018, 6, 1), '2018-06-01')
    """
    parts = _MONTH_FIRST.fullmatch(cell.strip())
    if parts is None:
        return as_day(cell)
    try:
        return as_day(f"{parts[3]}-{parts[1]}-{parts[2]}")
    except ValueError:
        raise ValueError(_no_day(cell)) from None


def _year(written: str) -> int:
    if len(written) > 2:  # noqa: PLR2004  the century is told
        return int(written)
    return int(written) + (1900 if int(written) >= _LAST_CENTURY else 2000)


def _no_day(cell: str) -> str:
    return f"date '{cell}' is no day: write 2018-06-01, 20180601 or 1 June 2018"


@lru_cache(maxsize=_REMEMBERED)
def as_score(cell: str) -> float | None:
    """An intensity on the Goldstein scale; None for an empty cell.

    >>> as_score("-2.5"), as_score("NA")
    (-2.5, None)
    """
    text = cell.strip()
    if text in {"", "NA", "NULL", "None"}:
        return None
    try:
        score = float(text)
    except ValueError:
        score = _TOP + 1
    if score != score:  # noqa: PLR0124  not a number
        return None
    if not _BOTTOM <= score <= _TOP:
        raise ValueError(f"intensity '{cell}' is no number from -10 to 10")
    return score


def as_share(value: float | str) -> float:
    """A confidence as a share: what is above 1 is in per cent.

    >>> as_share(0.4), as_share("40")
    (0.4, 0.4)
    """
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    share = number / _PER_CENT if number > 1 else number
    if not 0 <= share <= 1:
        raise ValueError(f"confidence '{value}' is no number from 0 to 100")
    return share


@lru_cache(maxsize=1024)
def host_of(url: str) -> str | None:
    """The host of a web address; None for what is none.

    >>> host_of("https://www.example.org/a"), host_of("Daily Herald")
    ('example.org', None)
    """
    try:
        host = urlsplit(url).hostname if url.startswith(("http://", "https://")) else None
    except ValueError:
        return None
    return None if host is None else host.removeprefix("www.")
