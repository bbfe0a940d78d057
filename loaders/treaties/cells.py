"""What the cells of a treaty table hold: numbers, marks and dates."""

# Whatever is none of them is a `ValueError` that names the field and the cell.

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from detente.graph.dates import PartialDate

__all__ = ["FIRST_YEAR", "as_date", "as_mark", "as_number", "is_empty"]

#: Years have four digits.
FIRST_YEAR = 1000

_MISSING = frozenset({"", "NA", "."})
#: How the projects write that a part of a date is not known.
_UNKNOWN = frozenset({"0", "-9"})
_MARKS = {"0": False, "1": True, "0.0": False, "1.0": True}


def is_empty(cell: str) -> bool:
    """Whether a cell holds nothing, as the statistics packages write it.

    >>> is_empty("NA"), is_empty(" "), is_empty("0")
    (True, True, False)
    """
    return cell.strip() in _MISSING


def as_number(field: str, cell: str) -> int:
    """A whole number, also where it is written with a fraction of nothing.

    >>> as_number("state", "365"), as_number("state", " 365.0")
    (365, 365)

    Raises `ValueError` for anything else.
    """
    digits = cell.strip().removesuffix(".0")
    if not (digits.isascii() and digits.isdecimal()):
        raise ValueError(f"{field}: {cell!r} is no number")
    return int(digits)


def as_mark(field: str, cell: str) -> bool:
    """Whether something is marked.

    >>> as_mark("defence", "1"), as_mark("defence", "0.0")
    (True, False)

    Raises `ValueError` for anything but 0 and 1.
    """
    mark = _MARKS.get(cell)
    if mark is None:
        mark = _MARKS.get(cell.strip())
    if mark is None:
        raise ValueError(f"{field}: {cell!r} is neither 0 nor 1")
    return mark


def as_date(field: str, cells: Iterable[str]) -> PartialDate | None:
    """The date of a year, a month and a day, as precise as they tell; None where none tells.

    A year is written with four digits.

    >>> as_date("since", ["1949", "4", "NA"]), as_date("since", ["1949", "-9", "-9"])
    (PartialDate(root='1949-04'), PartialDate(root='1949'))

    Raises `ValueError` for a day that does not exist, or that has no year.
    """
    parts = [cell.strip().removesuffix(".0") for cell in cells]
    if not any(_tells(part) for part in parts):
        return None
    told = list(takewhile(_tells, parts))
    written = "-".join(told or parts)
    try:
        found = PartialDate("-".join(part.rjust(2, "0") for part in told))
    except ValueError:
        raise ValueError(f"{field}: {written} is no date") from None
    if found.start.year < FIRST_YEAR:
        raise ValueError(f"{field}: {written} is no date")
    return found


def _tells(part: str) -> bool:
    return not is_empty(part) and part not in _UNKNOWN
