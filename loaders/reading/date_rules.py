"""The words and patterns that dates are written with (dates_en.yaml, dates_ro.yaml)."""

# A rule's pattern is a regular expression over folded text in which {month}, {number2} and the like
# stand for any form in the list of that name; a trailing digit tells two of a kind apart, and
# {sure_month:month} takes its forms from one list and is read as another.

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, model_validator

from detente.loaders.reading.tables import read_table

__all__ = ["DateRules", "Prefix", "Reading", "Rule", "Span", "date_rules"]

Reading = Literal[
    "date", "fixed", "span", "weekday", "named", "period", "ago", "window", "offset", "vague",
    "weekend", "season", "decade", "quarter",
]  # fmt: skip


class Rule(BaseModel, frozen=True, extra="forbid"):
    """One way of writing a date.

    `after` and `not_after` are tried on what stands just before the match; `capital` asks for an
    upper-case first letter, which tells May from may.
    """

    id: str
    read: Reading
    pattern: str
    sign: int = 0
    value: int | str | None = None
    unit: str | None = None
    tense: Literal["past", "future", "any"] | None = None
    after: str | None = None
    not_after: str | None = None
    capital: bool = False
    note: str | None = None


class Prefix(BaseModel, frozen=True, extra="forbid"):
    """Words before a date that make it the start or the end of something, or part of it."""

    id: str
    kind: Literal["since", "until", "part"]
    pattern: str
    after: str | None = None
    not_after: str | None = None
    not_before: str | None = None
    note: str | None = None
    only: tuple[str, ...] = ()


class Span(BaseModel, frozen=True, extra="forbid"):
    """What stands before and between the two dates of a range; `before` None if nothing must."""

    before: str | None
    join: str


class DateRules(BaseModel, frozen=True, extra="forbid"):
    """All that is known about the dates of one language.

    >>> date_rules("ro").words["weekday"][3]
    ('joi',)
    """

    words: dict[str, dict[int | str, tuple[str, ...]]]
    rules: tuple[Rule, ...]
    prefixes: tuple[Prefix, ...]
    spans: tuple[Span, ...]
    onwards: str

    @model_validator(mode="after")
    def _rules_are_told_apart(self) -> DateRules:
        ids = [*(rule.id for rule in self.rules), *(prefix.id for prefix in self.prefixes)]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if len(twice) > 0:
            raise ValueError(f"ids given twice: {', '.join(twice)}")
        return self


@cache
def date_rules(lang: str) -> DateRules | None:
    """The rules of `lang`, None for a language without any.

    >>> date_rules("xx") is None
    True
    """
    source = Path(__file__).parent / f"dates_{lang}.yaml"
    return read_table(source, DateRules) if lang.isalpha() and source.is_file() else None
