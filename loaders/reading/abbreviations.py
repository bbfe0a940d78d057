"""Words that end in a full stop without ending a sentence (abbreviations.yaml)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel

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


@cache
def abbreviations(lang: str) -> Abbreviations:
    """The lists of `lang`; for a language without any, the English ones.

    >>> "Gen" in abbreviations("xx").before_name
    True
    """
    languages = yaml.safe_load(
        files("detente.loaders.reading").joinpath("abbreviations.yaml").read_text("utf8")
    )
    entry = languages.get(lang, languages["en"])
    if entry["written"] == "any":
        entry = {
            name: _folded(value) if name != "starters" else value for name, value in entry.items()
        }
    return Abbreviations.model_validate(entry)


def _folded(value: object) -> object:
    if isinstance(value, list):
        return [fold_letters(item) for item in value]
    if isinstance(value, dict):
        return {fold_letters(key): _folded(items) for key, items in value.items()}
    return value
