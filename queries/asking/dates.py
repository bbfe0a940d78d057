"""The dates of a question: a day, a span, "since", "last month"."""

# A date is as precise as the text; what a month means on a day is settled by whoever asks for one.
# Relative dates are counted from a day that is handed in: this module knows no clock.

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from detente.graph.dates import PartialDate
from detente.graph.ids import fold
from detente.queries.asking.grammar import Calendar, Part
from detente.queries.asking.parts import begins, within
from detente.queries.asking.words import Word

__all__ = ["Days", "NoSuchDayError", "find_days"]

_ISO = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_FIGURES = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_ONE = timedelta(days=1)
_MONTHS = 12

Unit = Literal["day", "week", "month", "year"]


class NoSuchDayError(ValueError):
    """A date that no calendar has, or that may be read in two ways."""


class Days(NamedTuple):
    """What a question says about time, and which of its words say it.

    "in June 2018" is within the first and last day of June, "since 2015" has no last day.
    `relative` is true where it was counted from the day that was handed in.
    """

    role: Literal["in", "since", "until", "range"]
    first: date | None
    last: date | None
    relative: bool
    start: int
    end: int


class _Date(NamedTuple):
    year: int | None
    month: int | None
    day: int | None
    end: int
    part: Part | None = None


class _Span(NamedTuple):
    first: date
    last: date
    relative: bool
    end: int


def find_days(words: Sequence[Word], words_of_dates: Calendar, *, today: date) -> list[Days]:
    """The dates of a question, in its order; `today` is what relative dates are counted from.

    >>> from detente.queries.asking.grammar import grammar
    >>> from detente.queries.asking.words import words_of
    >>> english = grammar().languages["en"].calendar
    >>> (days,) = find_days(words_of("since last month"), english, today=date(2018, 10, 31))
    >>> days.role, days.first.isoformat()
    ('since', '2018-09-01')

    Raises `NoSuchDayError` for 31 February.
    """
    reader = _Reader(words, words_of_dates, today)
    found: list[Days] = []
    at = 0
    while at < len(words):
        days = reader.days_at(at)
        if days is None:
            at += 1
        else:
            found.append(days)
            at = days.end
    return found


class _Reader:
    """Reads dates at given places of one question."""

    def __init__(self, words: Sequence[Word], known: Calendar, today: date) -> None:
        self._written = words
        self._words = [word.folded for word in words]
        self._known = known
        self._today = today
        self._months = {
            fold(name): number
            for number, names in enumerate(known.months, start=1)
            for name in names.split("|")
        }
        self._units: dict[str, Unit] = {
            fold(name): unit for unit, names in known.units.items() for name in names.split("|")
        }
        self._numbers = {fold(name): number for name, number in known.numbers.items()}
        self._of = frozenset(fold(known.of).split("|"))
        self._part_of = frozenset(fold(known.part_of).split("|"))

    def days_at(self, at: int) -> Days | None:
        """The date expression that begins here, the longest kind first."""
        return self._range(at) or self._recent(at) or self._with_word(at) or self._bare(at)

    def _range(self, at: int) -> Days | None:
        for opening, closing in self._known.ranges:
            middle = (
                self._date_after(opening, at)
                or self._day_after(opening, at)
                or self._part_after(opening, at)
            )
            if middle is None:
                continue
            then = self._date_after(closing, middle.end)
            if then is not None:
                return self._joined(middle, then, at)
        left = self._date(at)
        if left is None or left.year is None or not self._written[left.end - 1].hyphen:
            return None
        right = self._date(left.end)
        return None if right is None or right.year is None else self._joined(left, right, at)

    def _day_after(self, opening: str, at: int) -> _Date | None:
        """A day whose month is told by the other end, as in "between 1 and 15 April"."""
        after = self._literal(opening, at)
        day = (
            None
            if after is None or after >= len(self._words)
            else _DAY.fullmatch(self._words[after])
        )
        return None if day is None or after is None else _Date(None, None, int(day[1]), after + 1)

    def _part_after(self, opening: str, at: int) -> _Date | None:
        """A part whose year is told by the other end, as in "from Q1 to Q3 2018"."""
        after = self._literal(opening, at)
        if after is not None and after < len(self._words) and self._words[after] in self._of:
            after += 1
        found = () if after is None else self._parts(after)
        return next((_Date(None, None, None, end, part) for part, end in found), None)

    def _joined(self, left: _Date, right: _Date, at: int) -> Days:
        end = self._span(right)
        if left.month is None and left.day is not None:
            left = left._replace(month=end.first.month)
        elif left.month is None and left.year is None and left.part is not None and left.part.days:
            left = left._replace(month=right.month)
        if left.year is None:
            turn = left.month is not None and left.month > end.first.month
            left = left._replace(year=end.first.year - turn)
        begin = self._span(left)
        return Days("range", begin.first, end.last, begin.relative or end.relative, at, end.end)

    def _recent(self, at: int) -> Days | None:
        for pattern in self._known.recent:
            found = self._pattern(pattern, at)
            if found is not None:
                number, unit, end = found
                first = _back(self._today, unit, number) + _ONE
                return Days("since", first, None, relative=True, start=at, end=end)
        return None

    def _with_word(self, at: int) -> Days | None:
        known = self._known
        for group, role in (
            # "Since the end of" is after it, and no "since" with an end.
            (known.after, "after"),
            (known.since, "since"),
            (known.before, "before"),
            (known.until, "until"),
            (known.on, "in"),
        ):
            for word in group:
                after = self._literal(word, at)
                span = None if after is None else self._moment(after, bare_month=True)
                if span is not None:
                    return _placed(role, span, at)
        return None

    def _bare(self, at: int) -> Days | None:
        span = self._moment(at, bare_month=False)
        return None if span is None else _placed("in", span, at)

    def _moment(self, at: int, *, bare_month: bool) -> _Span | None:
        """A date or a relative one; a month alone may be another word, such as "may"."""
        relative = self._relative(at)
        if relative is not None:
            return relative
        read = self._date(at)
        if read is None:
            return None
        if (
            read.year is None
            and read.day is None
            # "Early May" is a month wherever it stands.
            and (read.part is None or read.month is None)
            and (not bare_month or self._is_no_month(read.end))
        ):
            return None
        return self._span(read)

    def _is_no_month(self, at: int) -> bool:
        """Whether what stands before this word looks like a month and is none."""
        return at < len(self._words) and _fits(fold(self._known.not_before), self._words[at])

    def _relative(self, at: int) -> _Span | None:
        today = self._today
        for pattern in self._known.last:
            found = self._pattern(pattern, at)
            if found is not None:
                first, last = _period(_back(today, found[1], 1), found[1])
                return _Span(first, last, relative=True, end=found[2])
        for pattern in self._known.this:
            found = self._pattern(pattern, at)
            if found is not None:
                return _Span(_period(today, found[1])[0], today, relative=True, end=found[2])
        for pattern in self._known.ago:
            found = self._pattern(pattern, at)
            if found is not None:
                day = _back(today, found[1], found[0])
                return _Span(day, day, relative=True, end=found[2])
        return None

    def _pattern(self, text: str, at: int) -> tuple[int, Unit, int] | None:
        """Number, unit and end of a pattern such as "last U" or "N U ago"; without N it is 1."""
        number, unit = 1, None
        for piece in text.split():
            if at >= len(self._words):
                return None
            word = self._words[at]
            if piece in {"N", "N?"}:
                value = int(word) if word.isdecimal() else self._numbers.get(word)
                if value is None and piece == "N":
                    return None
                if value is None:
                    continue
                number = value
            elif piece == "U":
                unit = self._units.get(word)
                if unit is None:
                    return None
            elif not _fits(fold(piece), word):
                return None
            at += 1
        return None if unit is None else (number, unit, at)

    def _date_after(self, opening: str, at: int) -> _Date | None:
        after = self._literal(opening, at)
        return None if after is None else self._date(after)

    def _literal(self, text: str, at: int) -> int | None:
        """Where the words `text` end, if they stand here."""
        pieces = fold(text).split()
        here = self._words[at : at + len(pieces)]
        if len(here) < len(pieces) or not all(map(_fits, pieces, here)):
            return None
        return at + len(pieces)

    def _date(self, at: int) -> _Date | None:
        """The date whose words begin here."""
        then = at + (at < len(self._words) - 1 and self._words[at] in self._of)
        return self._part(at) or self._part(then) or self._in_words(then)

    def _in_words(self, at: int) -> _Date | None:
        """A day, a month or a year, in words or figures."""
        if at >= len(self._words):
            return None
        word = self._words[at]
        if _ISO.fullmatch(word):
            parts = [int(part) for part in word.split("-")]
            return _Date(parts[0], parts[1], parts[2] if len(parts) > 2 else None, at + 1)  # noqa: PLR2004  year, month, day
        figures = _FIGURES.fullmatch(word)
        if figures is not None:
            return self._in_figures(figures, at)
        if _YEAR.fullmatch(word):
            return _Date(int(word), None, None, at + 1)
        day = _DAY.fullmatch(word)
        if day is not None or word in self._numbers:
            number = int(day[1]) if day is not None else self._numbers[word]
            after = at + 1 + (at + 1 < len(self._words) and self._words[at + 1] in self._of)
            return self._month(after, day=number)
        return self._month(at, day=None)

    def _part(self, at: int) -> _Date | None:
        """A part of a year or a month that is named here, such as "the summer of 2018"."""
        for part, after in self._parts(at):
            then = after
            while then < len(self._words) and self._words[then] in self._part_of:
                then += 1
            whole = self._whole(then)
            if whole is not None and (whole.month is None or part.days is not None):
                return whole._replace(part=part)
            if part.alone:
                return _Date(None, None, None, after, part)
        return None

    def _parts(self, at: int) -> Iterator[tuple[Part, int]]:
        """The parts whose words begin here, and where these end."""
        for part in self._known.parts:
            for words in part.words:
                after = self._literal(words, at)
                if after is not None:
                    yield part, after

    def _whole(self, at: int) -> _Date | None:
        """A year, or a month with or without one."""
        if at < len(self._words) and _YEAR.fullmatch(self._words[at]):
            return _Date(int(self._words[at]), None, None, at + 1)
        month = self._month(at, day=None)
        return month if month is not None and month.day is None else None

    def _month(self, at: int, *, day: int | None) -> _Date | None:
        month = self._months.get(self._words[at]) if at < len(self._words) else None
        if month is None:
            return None
        at += 1
        following = _DAY.fullmatch(self._words[at]) if at < len(self._words) else None
        if day is None and following is not None:
            day, at = int(following[1]), at + 1
        then = at
        while then < len(self._words) and self._words[then] in self._of:
            then += 1
        if then < len(self._words) and _YEAR.fullmatch(self._words[then]):
            return _Date(int(self._words[then]), month, day, then + 1)
        return _Date(None, month, day, at)

    def _in_figures(self, figures: re.Match[str], at: int) -> _Date:
        day, month, year = int(figures[1]), int(figures[3]), int(figures[4])
        if figures[2] == "/" and day != month and day <= _MONTHS and month <= _MONTHS:
            raise NoSuchDayError(
                f"{figures[0]} may be {year}-{month:02}-{day:02} or {year}-{day:02}-{month:02}"
            )
        if figures[2] == "/" and month > _MONTHS:
            day, month = month, day
        return _Date(year, month, day, at + 1)

    def _span(self, read: _Date) -> _Span:
        """First and last day; a date without a year is the latest that has begun."""
        relative = read.year is None
        year = self._today.year if read.year is None else read.year
        if read.year is None and (read.month or 1, read.day or 1) > (
            self._today.month,
            self._today.day,
        ):
            year -= 1
        if read.part is not None:
            return self._span_of_part(read, read.part, year, relative=relative)
        parts = [f"{year:04}", *(f"{part:02}" for part in (read.month, read.day) if part)]
        written = "-".join(parts)
        try:
            partial = PartialDate(written)
        except ValueError:
            raise NoSuchDayError(f"there is no day {written}") from None
        return _Span(partial.start, partial.end - _ONE, relative, read.end)

    def _span_of_part(self, read: _Date, part: Part, year: int, *, relative: bool) -> _Span:
        if read.year is None and read.month is None:
            year = begins(part, self._today)
        days = within(part, year, read.month)
        if days is None or days[0] > days[1]:
            raise NoSuchDayError(f"the {part.words[0]} of {year} is of two years: name its months")
        return _Span(*days, relative, read.end)


def _placed(role: str, span: _Span, at: int) -> Days:
    places: dict[str, tuple[Literal["in", "since", "until"], date | None, date | None]] = {
        "in": ("in", span.first, span.last),
        "since": ("since", span.first, None),
        "after": ("since", span.last + _ONE, None),
        "until": ("until", None, span.last),
        "before": ("until", None, span.first - _ONE),
    }
    return Days(*places[role], relative=span.relative, start=at, end=span.end)


def _fits(piece: str, word: str) -> bool:
    return any(
        word.startswith(one[:-1]) if one.endswith("*") else word == one for one in _either(piece)
    )


def _either(piece: str) -> Iterator[str]:
    yield from piece.split("|")


def _back(day: date, unit: Unit, number: int) -> date:
    """The same day so many units earlier; a month that is too short gives its last day."""
    if unit in {"day", "week"}:
        return day - timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * _MONTHS + day.month - 1 - number * (_MONTHS if unit == "year" else 1)
    year, month = divmod(months, _MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _period(day: date, unit: Unit) -> tuple[date, date]:
    """First and last day of the unit that a day lies in; weeks begin on Monday."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    partial = PartialDate(day.isoformat()[: 7 if unit == "month" else 4])
    return partial.start, partial.end - _ONE
