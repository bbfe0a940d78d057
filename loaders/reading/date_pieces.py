"""Dates as they stand in a text, before anything is worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from detente.loaders.reading.date_patterns import Lead, Patterns
from detente.loaders.reading.date_relative import Fields
from detente.loaders.reading.date_rules import Rule
from detente.loaders.reading.text import fold_letters

__all__ = ["DateKind", "Piece", "pieces"]

DateKind = Literal[
    "day", "weekday", "relative", "range", "month", "year", "since", "until", "offset"
]

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
# How far before a date its context is looked for.
_BEFORE = 60
# How many words, itself included, a date may begin before the word that shows it to be one.
_REACH = 9
_KINDS: dict[str, DateKind] = {
    "fixed": "day",
    "span": "range",
    "weekday": "weekday",
    "season": "range",
    "decade": "range",
    "quarter": "range",
    "weekend": "range",
    "window": "range",
    "offset": "offset",
}
_LEADS: dict[str, Literal["since", "until"]] = {"since": "since", "until": "until"}
# What may be the end of a range, and what takes no "since" or "until".
_ENDS = {"date", "weekday", "named", "period"}
_UNLED = {"fixed", "span", "offset", "vague", "window"}


class Piece(NamedTuple):
    """One date: the rule that read it and what stood in its slots.

    `lead` is the "since" or "until" before it, `other` the date up to which it reaches.
    """

    start: int
    end: int
    rule: Rule
    fields: Fields
    lead: Literal["since", "until"] | None = None
    other: Piece | None = None

    @property
    def kind(self) -> DateKind:
        """What sort of date it is."""
        if self.lead is not None:
            return self.lead
        if self.other is not None:
            return "range"
        if self.rule.read == "date":
            if "day" in self.fields or "first" in self.fields:
                return "day"
            month = "month" in self.fields or "month_number" in self.fields
            return "month" if month else "year"
        return _KINDS.get(self.rule.read, "relative")


def pieces(text: str, known: Patterns) -> list[Piece]:
    """All dates of a text, from left to right.

    >>> from detente.loaders.reading.date_patterns import patterns
    >>> [(piece.kind, piece.rule.id) for piece in pieces("until Friday", patterns("en"))]
    [('until', 'en-weekday')]
    """
    folded = fold_letters(text)
    if _DIGIT.search(text) is None and known.triggers.isdisjoint(_WORD.findall(folded)):
        return []
    found = _spanned(list(_found(text, folded, known)), folded, known)
    return [
        piece
        if piece.rule.read in _UNLED or piece.other is not None
        else _led(piece, folded, known)
        for piece in found
    ]


def _found(text: str, folded: str, known: Patterns) -> Iterator[Piece]:
    position = 0
    for start in _starts(folded, known):
        if start < position:
            continue
        found = known.any_rule.match(folded, start)
        piece = None if found is None else _piece(text, folded, known, found)
        if piece is not None:
            yield piece
            position = piece.end


def _starts(folded: str, known: Patterns) -> list[int]:
    """Where a date may begin: at a word of some rule, and shortly before one that only dates have.

    Trying all rules is the costly part; this leaves out four places in five.
    """
    starts: list[int] = []
    reach = 0
    for match in reversed(list(_WORD.finditer(folded))):
        word = match[0]
        figures = _DIGIT.search(word) is not None
        reach = _REACH if figures or word in known.triggers else reach - 1
        if reach > 0 and (figures or word in known.vocabulary):
            starts.append(match.start())
    return starts[::-1]


def _piece(text: str, folded: str, known: Patterns, found: re.Match[str]) -> Piece | None:
    start = found.start()
    before = folded[max(0, start - _BEFORE) : start]
    for index in range(int((found.lastgroup or "r0")[1:]), len(known.rules.rules)):
        match = known.single[index].match(folded, start)
        if match is not None and _fits(text, before, known, index, match):
            rule = known.rules.rules[index]
            return Piece(start, match.end(), rule, _fields(rule, match, known))
    return None


def _fits(text: str, before: str, known: Patterns, index: int, match: re.Match[str]) -> bool:
    rule = known.rules.rules[index]
    after, not_after = known.contexts[index]
    if rule.capital and not text[_month_start(match)].isupper():
        return False
    if after is not None and after.search(before) is None:
        return False
    return not_after is None or not_after.search(before) is None


def _month_start(match: re.Match[str]) -> int:
    starts = [match.start(name) for name in match.groupdict() if name.startswith("month__")]
    return max([*starts, match.start()])


def _fields(rule: Rule, match: re.Match[str], known: Patterns) -> dict[str, int | str]:
    own = (("sign", rule.sign), ("value", rule.value), ("unit", rule.unit))
    fields: dict[str, int | str] = {name: value for name, value in own if value is not None}
    for name, words in match.groupdict().items():
        if words is not None:
            field = name.partition("__")[0]
            fields[field] = known.value(field, words)
    return fields


def _spanned(pieces: list[Piece], folded: str, known: Patterns) -> list[Piece]:
    """Two dates with "from" and "to" become one."""
    spanned: list[Piece] = []
    for piece in pieces:
        start = _span_start(spanned[-1], piece, folded, known) if len(spanned) > 0 else None
        if start is None:
            spanned.append(piece)
        else:
            first = spanned.pop()
            spanned.append(first._replace(start=start, end=piece.end, other=piece))
    return spanned


def _span_start(first: Piece, last: Piece, folded: str, known: Patterns) -> int | None:
    if first.other is not None or not {first.rule.read, last.rule.read} <= _ENDS:
        return None
    between = folded[first.end : last.start]
    before = folded[max(0, first.start - _BEFORE) : first.start]
    for opening, joint in known.joints:
        if joint.fullmatch(between) is None:
            continue
        found = None if opening is None else opening.search(before)
        if found is not None:
            return first.start - len(before) + found.start()
        if opening is None and first.rule.read == last.rule.read:
            return first.start
    return None


def _led(piece: Piece, folded: str, known: Patterns) -> Piece:
    """The piece with "early" and the like, then with the "since" or "until" before it."""
    for kinds in ({"part"}, {"since", "until"}):
        before = folded[max(0, piece.start - _BEFORE) : piece.start]
        for lead in known.leads:
            if lead.prefix.kind not in kinds or not _allowed(lead, piece, folded):
                continue
            found = lead.words.search(before)
            if found is not None and _in_context(lead, before[: found.start()]):
                start = piece.start - len(before) + found.start()
                piece = piece._replace(start=start, lead=_LEADS.get(lead.prefix.kind))
                break
    onwards = known.going_on.match(folded, piece.end)
    if onwards is not None and piece.lead is None:
        return piece._replace(end=onwards.end(), lead="since")
    return piece


def _allowed(lead: Lead, piece: Piece, folded: str) -> bool:
    only, not_before = lead.prefix.only, lead.prefix.not_before
    if len(only) > 0 and piece.kind not in only:
        return False
    return not_before is None or not folded.startswith(not_before, piece.end)


def _in_context(lead: Lead, before: str) -> bool:
    if lead.after is not None and lead.after.search(before) is None:
        return False
    return lead.not_after is None or lead.not_after.search(before) is None
