"""Words that end in a full stop without ending a sentence (abbreviations.yaml)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, model_validator

from detente.loaders.reading.tables import keys_of, read_table
from detente.loaders.reading.text import fold_letters

__all__ = ["Abbreviations", "abbreviations"]


class Abbreviations(BaseModel, frozen=True, extra="forbid"):
    """What is known about the abbreviations of one language.

    >>> abbreviations("en").kind("Gen"), abbreviations("en").kind("gen")
    ('before_name', None)
    """

    written: Literal["exact", "any"]
    before_name: frozenset[str]
    before_number: frozenset[str]
    inside: frozenset[str]
    closing: frozenset[str]
    starters: frozenset[str]
    not_after: dict[str, frozenset[str]]
    speech: frozenset[str]

    @model_validator(mode="before")
    @classmethod
    def _folded(cls, entry: dict[str, Any]) -> dict[str, Any]:
        if entry.get("written") != "any":
            return entry
        return {
            name: value if name in _AS_WRITTEN else _fold(value) for name, value in entry.items()
        }

    def kind(self, word: str) -> str | None:
        """Which list `word`, given without its last full stop, stands in."""
        key = self.key(word)
        for name in ("inside", "closing", "before_name", "before_number"):
            if key in getattr(self, name):
                return name
        return None

    def takes_number(self, word: str) -> bool:
        """Whether a number may follow `word`.

        >>> abbreviations("ro").takes_number("nr")
        True
        """
        return self.key(word) in self.before_number

    def key(self, word: str) -> str:
        """`word` as the lists hold it."""
        return word if self.written == "exact" else fold_letters(word)


_AS_WRITTEN = {"starters", "written"}


def _fold(value: list[str] | dict[str, list[str]]) -> list[str] | dict[str, list[str]]:
    if isinstance(value, dict):
        return {fold_letters(word): [*map(fold_letters, others)] for word, others in value.items()}
    return [fold_letters(word) for word in value]


@cache
def abbreviations(lang: str) -> Abbreviations:
    """The lists of `lang`; for a language without any, the English ones.

    >>> "Gen" in abbreviations("xx").before_name
    True
    """
    source = Path(__file__).with_name("abbreviations.yaml")
    return read_table(source, Abbreviations, key=lang if lang in keys_of(source) else "en")
