"""What a text says about itself before it begins: "date 2025-12-18" and the like."""

# The header stays part of the text as given; only `body_start` says where reading begins.

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["Header", "split"]

_LEAD = re.compile(r"[\s\ufeff]*")
# The text itself may follow the date on the same line.
_DATE = re.compile(
    r"date:?[^\S\r\n]+(\d{1,4}[-./]\d{1,2}[-./]\d{1,4})(?:T[\d:.+Z-]*)?(?=\s|$)", re.I
)
_LINE = re.compile(r"(date|source|url|lang|id):?[^\S\r\n]+(\S[^\r\n]*)(?:\r\n?|\n|$)")
_BLANK = re.compile(r"[^\S\r\n]*(?:\r\n?|\n|$)\s*")
_SPACE = re.compile(r"\s*")


class Header(NamedTuple):
    """The header of one text; `problems` name the line and the value that make no sense."""

    date: date | None
    fields: Mapping[str, str]
    body_start: int
    problems: tuple[str, ...]


def split(text: str) -> Header:
    r"""Find the header of a text, which most texts do not have.

    >>> split("\n date 2025-12-18 Belarus freed prisoners.").body_start
    18
    >>> header = split("date 2025-12-18\nsource Reuters\n\nBelarus freed prisoners.")
    >>> header.date, dict(header.fields), header.body_start
    (datetime.date(2025, 12, 18), {'source': 'Reuters'}, 32)
    >>> split("date 2025-02-30 Belarus").problems
    ("line 1: date '2025-02-30' does not exist: write YYYY-MM-DD",)
    >>> split("Date noi despre sancțiuni").body_start
    0
    """
    start = _end(_LEAD, text, 0)
    block = _block(text, start)
    if block is not None:
        return block
    found = _DATE.match(text, start)
    if found is None:
        return Header(None, MappingProxyType({}), start, ())
    day, problems = _day(found[1], _line_number(text, start))
    return Header(day, MappingProxyType({}), _end(_SPACE, text, found.end()), problems)


def _block(text: str, start: int) -> Header | None:
    fields: dict[str, str] = {}
    problems: list[str] = []
    position = start
    while (found := _LINE.match(text, position)) is not None:
        if found[1] in fields:
            problems.append(f"line {_line_number(text, position)}: second '{found[1]}'")
        if len(problems) > len(fields):
            return None
        fields[found[1]] = found[2].rstrip()
        position = found.end()
    if len(fields) == 0 or not _is_header(fields) or _BLANK.match(text, position) is None:
        return None
    day = None
    if "date" in fields:
        line = _line_number(text, text.find("date", start))
        day, wrong = _day(fields.pop("date").split("T")[0], line)
        problems.extend(wrong)
    body_start = _end(_SPACE, text, position)
    return Header(day, MappingProxyType(fields), body_start, tuple(problems))


def _is_header(fields: Mapping[str, str]) -> bool:
    if "date" in fields:
        return _DATE.fullmatch(f"date {fields['date']}") is not None
    # "source code leaked" is a headline: without a date every value must be a single word.
    return all(" " not in value for value in fields.values())


def _day(value: str, line: int) -> tuple[date | None, tuple[str, ...]]:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is None:
        return None, (f"line {line}: '{value}' is no date: write YYYY-MM-DD",)
    try:
        return date.fromisoformat(value), ()
    except ValueError:
        return None, (f"line {line}: date '{value}' does not exist: write YYYY-MM-DD",)


def _line_number(text: str, position: int) -> int:
    return len(re.findall(r"\r\n?|\n", text[:position])) + 1


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return position if found is None else found.end()
