"""CSV files of the seeds: comment lines with the source, a header, rows."""

# A row that is wrong is never skipped: the error names the file, the line and the value.

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from pydantic import ValidationError

from detente.graph.dates import PartialDate
from detente.graph.errors import LoadError

__all__ = ["Row", "forms", "in_order", "optional", "read_rows", "read_table"]

T = TypeVar("T")

_ID = re.compile(r"[A-Z][A-Z0-9_]*(:[A-Z]+)?")


@dataclass(frozen=True)
class Row:
    """One row and the line where it stands, for error messages.

    >>> Row("actors.csv", 7, {"actor_id": "BLR"})["actor_id"]
    'BLR'
    """

    file: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def id_at(self, column: str) -> str:
        """The id in a column, once it is one: upper-case ASCII, `BLR`, `BLR:OPP`, `JOHN_DOE`.

        >>> Row("actors.csv", 7, {"bloc": "NATO"}).id_at("bloc")
        'NATO'

        Raises `LoadError` naming file, line and value otherwise.
        """
        if _ID.fullmatch(self[column]) is None:
            raise self.error(f"{column}: no id (upper-case ASCII): {self[column]!r}")
        return self[column]

    def error(self, problem: str) -> LoadError:
        """The problem, with the place of this row.

        >>> str(Row("actors.csv", 7, {}).error("no actor 'BLX'"))
        "actors.csv: line 7: no actor 'BLX'"
        """
        return LoadError(self.file, f"line {self.line}: {problem}")


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the rows of a seed file that has exactly these columns.

    Raises `LoadError` naming file and line for another header or a row of another length.
    """
    with path.open(encoding="utf8", newline="") as text:
        lines = csv.reader(text)
        header: list[str] | None = None
        for cells in lines:
            if header is None:
                if cells == [] or cells[0].startswith("#"):
                    continue
                header = _header(path, lines.line_num, cells, columns)
            elif len(cells) != len(header):
                problem = f"{len(cells)} columns, not {len(header)}: {','.join(cells)!r}"
                raise LoadError(path.name, f"line {lines.line_num}: {problem}")
            else:
                yield Row(path.name, lines.line_num, dict(zip(header, cells, strict=True)))


def _header(path: Path, line: int, cells: list[str], columns: tuple[str, ...]) -> list[str]:
    if tuple(cells) != columns:
        wanted = ",".join(columns)
        raise LoadError(path.name, f"line {line}: header is {','.join(cells)!r}, not {wanted!r}")
    return cells


def read_table(path: Path, columns: tuple[str, ...], build: Callable[[Row], T]) -> tuple[T, ...]:
    """Every row of a file, built into its type.

    Raises `LoadError` naming file, line and value for what `build` does not accept.
    """
    return tuple(_built(row, build) for row in read_rows(path, columns))


def _built(row: Row, build: Callable[[Row], T]) -> T:
    try:
        return build(row)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise row.error(f"{where}: {first['msg']}: {first['input']!r}") from error


class _Term(Protocol):
    """What lasts from one date to another."""

    @property
    def since(self) -> PartialDate: ...
    @property
    def until(self) -> PartialDate | None: ...


Lasting = TypeVar("Lasting", bound=_Term)


def in_order(row: Row, term: Lasting) -> Lasting:
    """The term that a row holds, once it ends after it begins.

    Raises `LoadError` naming file, line and value otherwise.
    """
    if term.until is not None and term.until.end <= term.since.start:
        raise row.error(f"until: {term.until} is before {term.since}")
    return term


def optional(cell: str) -> str | None:
    """An empty cell is None.

    >>> optional(""), optional("Q184")
    (None, 'Q184')
    """
    return None if cell == "" else cell


def forms(cell: str) -> tuple[str, ...]:
    """The `|`-separated forms of a cell; an empty cell has none.

    >>> forms("Rusia|Rusiei"), forms("")
    (('Rusia', 'Rusiei'), ())
    """
    return () if cell == "" else tuple(cell.split("|"))
