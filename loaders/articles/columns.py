"""Which columns of a table hold the fields of an article: as told, else by obvious names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from pydantic import RootModel, field_validator

from detente.graph.ids import fold
from detente.loaders.articles.records import FIELDS, Hints
from detente.loaders.reading.tables import read_table

__all__ = ["Names", "is_known", "places"]

_NO_LETTER = re.compile(r"[^a-z0-9]+")


class Names(RootModel[dict[str, tuple[str, ...]]], frozen=True):
    """Names that columns have in the wild, by field, the likeliest first.

    >>> Names.model_validate({"text": "text body"}).root
    {'text': ('text', 'body')}
    """

    @field_validator("root", mode="before")
    @classmethod
    def _split(cls, value: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
        return {field: tuple(names.split()) for field, names in value.items()}


def places(header: Sequence[str], hints: Hints) -> dict[str, tuple[int, ...]]:
    """The places of the columns that make up each field; a headline is a text if nothing else is.

    >>> places(["Nr.", "Data publicării", "Titlu", "Conținut"], Hints())
    {'text': (3,), 'title': (2,), 'date': (1,)}
    >>> places(["head", "body"], Hints(columns={"text": "head+body"}))
    {'text': (0, 1)}

    Raises `ValueError` naming a column that is not there.
    """
    names = [_folded(cell) for cell in header]
    found: dict[str, tuple[int, ...]] = {}
    for field in FIELDS:
        if field in hints.columns:
            found[field] = _told(hints.columns[field], header, names)
        else:
            guess = next((name for name in _known().root[field] if name in names), None)
            if guess is not None:
                found[field] = (names.index(guess),)
    if "text" not in found and "title" in found:
        found["text"] = found["title"]
    if "text" not in found:
        raise ValueError(f"has no column of texts: name it with --map text=COLUMN ({_all(header)})")
    return found


def is_known(name: str) -> bool:
    """Whether a column of this name is obviously a field.

    >>> is_known("Published at"), is_known("votes")
    (True, False)
    """
    return any(_folded(name) in names for names in _known().root.values())


@cache
def _known() -> Names:
    return read_table(Path(__file__).with_name("columns.yaml"), Names)


def _told(column: str, header: Sequence[str], names: Sequence[str]) -> tuple[int, ...]:
    whole = [column] if column in header or "+" not in column else column.split("+")
    return tuple(_place(name, header, names) for name in whole)


def _place(name: str, header: Sequence[str], names: Sequence[str]) -> int:
    if name in header:
        return header.index(name)
    if _folded(name) not in names or _folded(name) == "":
        raise ValueError(f"has no column '{name}': its columns are {_all(header)}")
    return names.index(_folded(name))


def _folded(name: str) -> str:
    return _NO_LETTER.sub("", fold(name))


def _all(header: Sequence[str]) -> str:
    shown = ", ".join(cell.strip()[:30] for cell in header[:12])
    return shown + (", …" if len(header) > 12 else "")  # noqa: PLR2004  a message of one line
