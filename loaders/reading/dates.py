"""Words that say when, and what they mean on the day of publication.

Every value is as precise as its words; a mention whose words settle nothing has the value None,
which still tells that something did not happen on the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from detente.graph.dates import PartialDate
from detente.loaders.reading.date_rules import DateRules, Lead, Rule, date_rules
from detente.loaders.reading.date_values import Window, joined, number, resolve_weekday, value_of
from detente.loaders.reading.text import fold_letters

__all__ = ["DateKind", "DateMention", "find_dates", "resolve_weekday"]

DateKind = Literal[
    "day", "weekday", "relative", "range", "month", "year", "since", "until", "offset"
]
Tense = Literal["past", "future", "any"]

_WORD = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_BEFORE = 60
_DAYS = {"day": 1, "week": 7}
_KINDS: dict[str, DateKind] = {
    "fixed": "day",
    "span": "range",
    "weekday": "weekday",
    "season": "range",
    "decade": "range",
    "quarter": "range",
    "weekend": "range",
    "offset": "offset",
}
_LEADS: dict[str, DateKind] = {"since": "since", "until": "until"}
# What may be the end of a range, and what takes no "since" or "until".
_ENDS = {"date", "weekday", "named", "period"}
_UNLED = {"fixed", "span", "offset", "vague", "window"}


class DateMention(NamedTuple):
    """One date in a text: where, which words, what they mean.

    `until` is the last date of a range; "since 1994" has the value 1994 and no end, "until 2030" has
    only an end. `later` is the value instead of `value` if the clause speaks of the future.
    `offset_days` of kind "offset" count from another event (`anchor`); the reader resolves them.
    """

    start: int
    end: int
    words: str
    value: PartialDate | None
    until: PartialDate | None
    kind: DateKind
    offset_days: int | None
    anchor: Literal["published", "event"]
    tense: Tense
    later: PartialDate | None
    rule: str


class _Piece(NamedTuple):
    """A date as it was read, before anything is worked out."""

    start: int
    end: int
    rule: Rule
    fields: Mapping[str, int | str]
    lead: Lead | None = None
    other: _Piece | None = None


def find_dates(
    text: str, lang: str, *, published: date | None, future: bool = False
) -> list[DateMention]:
    """All dates of a sentence, from left to right; none in a language without rules.

    With `future`, dates that leave it open are looked for after publication.

    >>> found = find_dates("since Wednesday, as in 2022", "en", published=date(2025, 12, 18))
    >>> [(mention.words, str(mention.value), mention.kind) for mention in found]
    [('since Wednesday', '2025-12-17', 'since'), ('2022', '2022', 'year')]
    """
    rules = date_rules(lang)
    if rules is None:
        return []
    folded = fold_letters(text)
    if _DIGIT.search(text) is None and rules.triggers.isdisjoint(_WORD.findall(folded)):
        return []
    pieces = _led(_spanned(list(_pieces(text, folded, rules)), folded, rules), folded, rules)
    return [_mention(piece, text, published, future=future) for piece in pieces]


def _pieces(text: str, folded: str, rules: DateRules) -> Iterator[_Piece]:
    position = 0
    while (found := rules.any_rule.search(folded, position)) is not None:
        piece = _piece(text, folded, rules, found)
        if piece is None:
            position = found.start() + 1
        else:
            yield piece
            position = max(piece.end, found.start() + 1)


def _piece(text: str, folded: str, rules: DateRules, found: re.Match[str]) -> _Piece | None:
    start = found.start()
    before = folded[max(0, start - _BEFORE) : start]
    for index in range(int((found.lastgroup or "r0")[1:]), len(rules.rules)):
        match = rules.single[index].match(folded, start)
        if match is not None and _fits(text, before, rules, index, match):
            rule = rules.rules[index]
            return _Piece(start, match.end(), rule, _fields(rule, match, rules))
    return None


def _fits(text: str, before: str, rules: DateRules, index: int, match: re.Match[str]) -> bool:
    rule = rules.rules[index]
    after, not_after = rules.contexts[index]
    if rule.capital and not text[_month_start(match)].isupper():
        return False
    if after is not None and after.search(before) is None:
        return False
    return not_after is None or not_after.search(before) is None


def _month_start(match: re.Match[str]) -> int:
    starts = [match.start(name) for name in match.groupdict() if name.startswith("month__")]
    return max([*starts, match.start()])


def _fields(rule: Rule, match: re.Match[str], rules: DateRules) -> dict[str, int | str]:
    fields: dict[str, int | str] = {}
    for name, value in (("sign", rule.sign), ("value", rule.value), ("unit", rule.unit)):
        if value is not None:
            fields[name] = value
    for name, words in match.groupdict().items():
        if words is not None:
            field = name.partition("__")[0]
            fields[field] = rules.value(field, words)
    return fields


def _spanned(pieces: list[_Piece], folded: str, rules: DateRules) -> list[_Piece]:
    """Two dates with "from" and "to" become one."""
    spanned: list[_Piece] = []
    for piece in pieces:
        start = _span_start(spanned[-1], piece, folded, rules) if len(spanned) > 0 else None
        if start is None:
            spanned.append(piece)
        else:
            first = spanned.pop()
            spanned.append(first._replace(start=start, end=piece.end, other=piece))
    return spanned


def _span_start(first: _Piece, last: _Piece, folded: str, rules: DateRules) -> int | None:
    if first.other is not None or not {first.rule.read, last.rule.read} <= _ENDS:
        return None
    between = folded[first.end : last.start]
    before = folded[max(0, first.start - _BEFORE) : first.start]
    for opening, joint in rules.joints:
        if joint.fullmatch(between) is None:
            continue
        found = None if opening is None else opening.search(before)
        if found is not None:
            return first.start - len(before) + found.start()
        if opening is None and first.rule.read == last.rule.read:
            return first.start
    return None


def _led(pieces: list[_Piece], folded: str, rules: DateRules) -> list[_Piece]:
    """Give each date the words before it that make it a beginning or an end."""
    return [
        piece if piece.rule.read in _UNLED or piece.other is not None else _lead(piece, folded, rules)
        for piece in pieces
    ]


def _lead(piece: _Piece, folded: str, rules: DateRules) -> _Piece:
    for part in (True, False):
        before = folded[max(0, piece.start - _BEFORE) : piece.start]
        for lead in rules.leads:
            if (lead.prefix.kind == "part") is not part:
                continue
            found = _leads(lead, piece, before, folded[piece.end : piece.end + 3])
            if found is not None:
                start = piece.start - len(before) + found.start()
                piece = piece._replace(start=start, lead=None if part else lead)
                break
    return piece


def _leads(lead: Lead, piece: _Piece, before: str, following: str) -> re.Match[str] | None:
    prefix = lead.prefix
    if len(prefix.only) > 0 and _kind(piece) not in prefix.only:
        return None
    if prefix.not_before is not None and following.startswith(prefix.not_before):
        return None
    found = lead.words.search(before)
    if found is None:
        return None
    earlier = before[: found.start()]
    if lead.after is not None and lead.after.search(earlier) is None:
        return None
    return None if lead.not_after is not None and lead.not_after.search(earlier) else found


def _kind(piece: _Piece) -> DateKind:
    if piece.other is not None:
        return "range"
    if piece.rule.read == "date":
        fields = piece.fields
        if "day" in fields or "first" in fields:
            return "day"
        return "month" if "month" in fields or "month_number" in fields else "year"
    return _KINDS.get(piece.rule.read, "relative")


def _mention(piece: _Piece, text: str, published: date | None, *, future: bool) -> DateMention:
    past = _led_window(piece, _window(piece, published, future=False))
    ahead = _led_window(piece, _window(piece, published, future=True))
    window = ahead if future else past
    tense = piece.rule.tense or ("any" if past != ahead else _tense(past, published))
    return DateMention(
        start=piece.start,
        end=piece.end,
        words=text[piece.start : piece.end],
        value=window.value,
        until=window.until,
        kind=_kind(piece) if piece.lead is None else _LEADS[piece.lead.prefix.kind],
        offset_days=_offset(piece),
        anchor="event" if piece.rule.read == "offset" else "published",
        tense=tense,
        later=(ahead.value or ahead.until) if past != ahead else None,
        rule=piece.rule.id,
    )


def _window(piece: _Piece, published: date | None, *, future: bool) -> Window:
    first, last = piece.fields, piece.other
    if last is None:
        return value_of(piece.rule.read, first, published, future=future)
    if piece.rule.read == last.rule.read == "date":
        return joined(first, last.fields, published, future=future)
    end = value_of(last.rule.read, last.fields, published, future=future)
    start = value_of(piece.rule.read, first, published, future=future)
    return Window(start.value, end.until or end.value)


def _led_window(piece: _Piece, window: Window) -> Window:
    if piece.lead is None:
        return window
    if piece.lead.prefix.kind == "since":
        return Window(window.value)
    return Window(None, window.until or window.value)


def _tense(window: Window, published: date | None) -> Tense:
    first, last = window.value or window.until, window.until or window.value
    if first is None or last is None or published is None:
        return "any"
    if first.start > published:
        return "future"
    return "past" if last.end <= published and window.value is not None else "any"


def _offset(piece: _Piece) -> int | None:
    fields = piece.fields
    if piece.rule.read != "offset" or fields.get("unit") not in _DAYS:
        return None
    if "value" in fields:
        return int(fields["value"])
    if fields["sign"] == 0:
        return None
    return int(fields["sign"]) * number(fields) * _DAYS[str(fields["unit"])]
