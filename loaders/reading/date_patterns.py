"""The expressions that the rules for dates make, compiled once a language."""

# Expressions run over folded text. In a rule's pattern a slot like {month} becomes any form of the
# list of that name, and a blank any short stretch of white space.

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import NamedTuple

from detente.loaders.reading.date_rules import DateRules, Prefix, date_rules
from detente.loaders.reading.text import fold_letters

__all__ = ["Lead", "Patterns", "patterns"]

_SLOT = re.compile(r"\{([a-z_]+)(\d?)(?::([a-z_]+\d?))?\}")
_NUMBERS = {
    "count": r"\d{1,3}(?!\d)",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?!\d)",
    "decade": r"(?:1[5-9]|20)\d0(?!\d)",
    "figure": r"[1-4](?!\d)",
    "first": r"\d{1,2}(?!\d)",
    "month_number": r"(?:1[0-2]|0?[1-9])(?!\d)",
    "second": r"\d{1,2}(?!\d)",
    "short_decade": r"[1-9]0(?!\d)",
    "short_year": r"\d\d(?!\d)",
    "year": r"(?:1[6-9]|20)\d\d(?!\d|[.,]\d|%)",
}
# Words that make no date alone.
_NO_TRIGGERS = {"current", "first_day", "number", "quarter", "this", "which"}


class Lead(NamedTuple):
    """A prefix ready for matching: the words themselves, what must and what must not precede."""

    prefix: Prefix
    words: re.Pattern[str]
    after: re.Pattern[str] | None
    not_after: re.Pattern[str] | None


class Patterns:
    """The compiled rules of one language.

    >>> patterns("en").any_rule.search("left on 5 may")[0]
    '5 may'
    """

    def __init__(self, rules: DateRules) -> None:
        self.rules = rules
        self._forms: dict[str, dict[str, int | str]] = {
            name: {fold_letters(form): value for value, forms in lists.items() for form in forms}
            for name, lists in rules.words.items()
        }

    @cached_property
    def triggers(self) -> frozenset[str]:
        """The words without one of which a text without digits holds no date."""
        return frozenset(
            re.findall(r"\w+", form)[-1]
            for name, forms in self._forms.items()
            for form in forms
            if name not in _NO_TRIGGERS
        )

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that a date may begin with, and some more."""
        expanded = " ".join(self._expand(rule.pattern, named=False) for rule in self.rules.rules)
        return self.triggers.union(re.findall(r"[^\W\d_]+", expanded))

    @cached_property
    def any_rule(self) -> re.Pattern[str]:
        """One expression for all rules; the last group to match is `r` and the rule's number."""
        inner = (self._expand(rule.pattern, named=False) for rule in self.rules.rules)
        numbered = "|".join(f"(?P<r{number}>{pattern})" for number, pattern in enumerate(inner))
        return re.compile(rf"(?<![\w])(?:{numbered})(?![\w])")

    @cached_property
    def single(self) -> tuple[re.Pattern[str], ...]:
        """One expression a rule, with a group for each slot: its name, "__" and a number."""
        return tuple(
            re.compile(rf"(?<![\w])(?:{self._expand(rule.pattern, named=True)})(?![\w])")
            for rule in self.rules.rules
        )

    @cached_property
    def contexts(self) -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str] | None], ...]:
        """The expressions `after` and `not_after` of each rule."""
        return tuple((_ending(rule.after), _ending(rule.not_after)) for rule in self.rules.rules)

    @cached_property
    def leads(self) -> tuple[Lead, ...]:
        """Each prefix with its expressions."""
        return tuple(
            Lead(
                prefix,
                re.compile(rf"(?<!\w)(?:{_spaced(prefix.pattern)})[\s-]+$"),
                _ending(prefix.after),
                _ending(prefix.not_after),
            )
            for prefix in self.rules.prefixes
        )

    @cached_property
    def going_on(self) -> re.Pattern[str]:
        """What stands after a date from which something goes on."""
        return re.compile(rf"\s+(?:{_spaced(self.rules.onwards)})(?!\w)")

    @cached_property
    def joints(self) -> tuple[tuple[re.Pattern[str] | None, re.Pattern[str]], ...]:
        """The expressions of each span."""
        return tuple(
            (_ending(span.before), re.compile(_spaced(span.join))) for span in self.rules.spans
        )

    @cached_property
    def _values(self) -> dict[str, dict[str, int | str]]:
        values: dict[str, dict[str, int | str]] = {}
        for rule in self.rules.rules:
            for name, number, field in _SLOT.findall(rule.pattern):
                known = values.setdefault((field or name + number).rstrip("2"), {})
                known.update(self._forms.get(name, {}))
        return values

    def value(self, field: str, words: str) -> int | str:
        """What the words in a slot stand for.

        >>> patterns("en").value("month", "feb."), patterns("en").value("year", "1994")
        (2, 1994)
        """
        if words.isdigit():
            return int(words)
        return self._values[field.rstrip("2")][" ".join(words.split())]

    def _expand(self, pattern: str, *, named: bool) -> str:
        seen: list[str] = []

        def slot(match: re.Match[str]) -> str:
            name, number, field = match.groups()
            inner = _NUMBERS.get(name) or _alternatives(self._forms[name])
            seen.append(field or name + number)
            return f"(?P<{seen[-1]}__{len(seen)}>{inner})" if named else f"(?:{inner})"

        return _spaced(_SLOT.sub(slot, pattern))


def _alternatives(forms: dict[str, int | str]) -> str:
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return "(?:" + "|".join(re.escape(form).replace("\\ ", " ") for form in ordered) + r")(?!\w)"


def _spaced(pattern: str) -> str:
    return pattern.replace(" ?", r"(?:\s{1,3})?").replace(" ", r"\s{1,3}")


def _ending(pattern: str | None) -> re.Pattern[str] | None:
    return None if pattern is None else re.compile(rf"(?<!\w)(?:{_spaced(pattern)})\s*$")


@cache
def patterns(lang: str) -> Patterns | None:
    """The expressions of `lang`, None for a language without rules.

    >>> patterns("xx") is None
    True
    """
    rules = date_rules(lang)
    return None if rules is None else Patterns(rules)
