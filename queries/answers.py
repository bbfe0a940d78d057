"""What all answers share: the days asked about, rows, data frames, text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from detente.graph.errors import GraphError
from detente.queries.frames import frame_of

if TYPE_CHECKING:
    import polars

__all__ = ["Answer", "kinds", "read_day"]


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

    def __str__(self) -> str:
        lines = [self.title(), *(f"  {line}" for line in self.lines())]
        return "\n".join(lines if self.note is None else [*lines, f"  {self.note}"])

    def lines(self) -> Iterable[str]:
        """The findings as plain lines of text."""
        raise NotImplementedError


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


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
