"""What all answers share: the days asked about, rows, data frames, text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from detente.graph.errors import GraphError
from detente.queries.frames import frame_of
from detente.queries.notebook import Sheet, page

if TYPE_CHECKING:
    import polars

__all__ = ["Answer", "in_order", "kinds", "read_day"]


class Answer(BaseModel, frozen=True):
    """The base of all answers: what was asked, and how to print and tabulate what was found.

    `note` says in one line what limits the answer; an answer without evidence always has one.
    """

    as_of: date | None = None
    known_on: date | None = None
    note: str | None = None

    def title(self) -> str:
        """One line that says what is answered."""
        raise NotImplementedError

    def rows(self) -> list[dict[str, Any]]:
        """One flat row for each finding, with the same keys in every row."""
        raise NotImplementedError

    def columns(self) -> Mapping[str, Any]:
        """The keys of the rows with the types of their values."""
        raise NotImplementedError

    def to_frame(self) -> polars.DataFrame:
        """The rows as a data frame; its columns are the same whatever was found."""
        return frame_of(self.rows(), self.columns())

    def table(self) -> list[dict[str, Any]]:
        """The rows as people read them: few columns."""
        rows = self.rows()
        # A sentence holds its quote.
        shown = [
            name
            for name in _READ
            if any(row.get(name) not in (None, "") for row in rows)
            and not (name == "quote" and "sentence" in rows[0])
        ]
        return [{name: row[name] for name in shown} for row in rows]

    def days(self) -> list[str]:
        """The days asked about, in words: "as of 2018-06-01", "known on 2018-06-30"."""
        asked = (("as of", self.as_of), ("known on", self.known_on))
        return [f"{word} {day}" for word, day in asked if day is not None]

    def said(self) -> Iterable[str]:
        """What is to be read before the table, in sentences."""
        if len(self.days()) > 0:
            yield ", ".join(self.days())

    def sheets(self) -> Iterable[Sheet]:
        """The tables of the answer, each with what it lists."""
        yield Sheet("what is told", self.table())

    def _repr_html_(self) -> str:
        return page(self.title(), self.sheets(), said=self.said(), note=self.note)

    def __str__(self) -> str:
        lines = [self.title(), *(f"  {line}" for line in self.lines())]
        return "\n".join(lines if self.note is None else [*lines, f"  {self.note}"])

    def lines(self) -> Iterable[str]:
        """The findings as plain lines of text."""
        raise NotImplementedError


#: Of the columns of rows, those that a person reads, in this order.
_READ = (
    *("when", "against", "mode", "text", "sentence", "quote", "says", "how_sure", "relation_id"),
    "statement_id",
)


def kinds(model: type[BaseModel]) -> dict[str, Any]:
    """The fields of a model with their types.

    >>> kinds(Answer)["note"]
    str | None
    """
    return {name: field.annotation for name, field in model.model_fields.items()}


def read_day(value: date | str | None, *, option: str) -> date | None:
    """A day given as a date or as ISO text; `option` is what the error calls it.

    >>> read_day("2025-12-18", option="as_of")
    datetime.date(2025, 12, 18)
    >>> read_day("2025-02-30", option="as_of")
    Traceback (most recent call last):
    detente.graph.errors.GraphError: as_of: '2025-02-30' is no day: write YYYY-MM-DD
    """
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value if _DAY.fullmatch(value) is not None else "")
    except ValueError:
        raise GraphError(f"{option}: '{value}' is no day: write YYYY-MM-DD") from None


def in_order(first: date | None, last: date | None) -> None:
    """Refuse a first day that is after the last.

    >>> in_order(date(2018, 9, 1), date(2018, 1, 1))
    Traceback (most recent call last):
    detente.graph.errors.GraphError: the first day, 2018-09-01, is after the last, 2018-01-01
    """
    if first is not None and last is not None and first > last:
        raise GraphError(f"the first day, {first}, is after the last, {last}")


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
