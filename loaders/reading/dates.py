"""Words that say when, and what they mean on the day of publication.

Every value is as precise as its words; a mention whose words settle nothing has the value None,
which still tells that something did not happen on the day of publication.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, NamedTuple

from detente.graph.dates import PartialDate
from detente.loaders.reading.date_calendar import (
    DAYS,
    NOTHING,
    Clock,
    Window,
    coarse,
    resolve_weekday,
)
from detente.loaders.reading.date_patterns import patterns
from detente.loaders.reading.date_pieces import DateKind, Piece, pieces
from detente.loaders.reading.date_relative import number
from detente.loaders.reading.date_values import joined, value_of

__all__ = ["DateKind", "DateMention", "Tense", "find_dates", "resolve_weekday"]

Tense = Literal["past", "future", "any"]


class DateMention(NamedTuple):
    """One date in a text: where, which words, what they mean.

    `until` is the last date of a range; "since 1994" has the value 1994 and no end, "until 2030"
    only an end. `later` is what the words mean instead in a clause that speaks of the future (the
    value; of kind "until" the end). `offset_days` of kind "offset" count from another event
    (`anchor`), which the reader looks for; None where the words give no number of days.
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


def find_dates(
    text: str, lang: str, *, published: date | None, future: bool = False
) -> list[DateMention]:
    """All dates of a sentence, from left to right; none in a language without rules.

    With `future`, dates that leave it open are looked for after publication.

    >>> found = find_dates("since Wednesday, as in 2022", "en", published=date(2025, 12, 18))
    >>> [(mention.words, str(mention.value), mention.kind) for mention in found]
    [('since Wednesday', '2025-12-17', 'since'), ('2022', '2022', 'year')]
    """
    known = patterns(lang)
    if known is None:
        return []
    return [_mention(piece, text, published, future=future) for piece in pieces(text, known)]


def _mention(piece: Piece, text: str, published: date | None, *, future: bool) -> DateMention:
    past, ahead = (_window(piece, published, future=way) for way in (False, True))
    window = ahead if future else past
    return DateMention(
        start=piece.start,
        end=piece.end,
        words=text[piece.start : piece.end],
        value=window.value,
        until=window.until,
        kind=_kind(piece, window),
        offset_days=_offset(piece),
        anchor="event" if piece.rule.read == "offset" else "published",
        tense=piece.rule.tense or ("any" if past != ahead else _tense(past, published)),
        later=(ahead.value or ahead.until) if past != ahead else None,
        rule=piece.rule.id,
    )


def _kind(piece: Piece, window: Window) -> DateKind:
    # 02/03/2022 may be two days, so that only its year is known.
    year_alone = window.value is not None and window.value.precision == "year"
    return "year" if piece.kind == "day" and year_alone else piece.kind


def _window(piece: Piece, published: date | None, *, future: bool) -> Window:
    clock = None if published is None else Clock(published, future)
    window = value_of(piece.rule.read, piece.fields, clock)
    if piece.other is not None:
        window = _spanned(piece, piece.other, window, clock)
    if piece.kind == "since":
        return Window(coarse(window))
    if piece.kind == "until":
        return Window(None, window.until or window.value)
    return window


def _spanned(piece: Piece, other: Piece, window: Window, clock: Clock | None) -> Window:
    if piece.rule.read == other.rule.read == "date":
        return joined(piece.fields, other.fields, clock)
    last = value_of(other.rule.read, other.fields, clock)
    first, end = window.value, last.until or last.value
    if first is None or end is None or first.start <= end.start:
        return Window(first, end)
    if {piece.rule.read, other.rule.read} != {"weekday"} or clock is None:
        return NOTHING
    # "From Friday to Sunday", told on a Saturday: both days of the week before, or of this one.
    if clock.future:
        return Window(first, PartialDate.of(end.start + timedelta(days=7)))
    return Window(PartialDate.of(first.start - timedelta(days=7)), end)


def _tense(window: Window, published: date | None) -> Tense:
    first, last = window.value or window.until, window.until or window.value
    if first is None or last is None or published is None:
        return "any"
    if first.start > published:
        return "future"
    return "past" if last.end <= published and window.value is not None else "any"


def _offset(piece: Piece) -> int | None:
    fields = piece.fields
    if piece.rule.read != "offset" or fields.get("unit") not in DAYS:
        return None
    if "value" in fields:
        return int(fields["value"])
    if fields["sign"] == 0:
        return None
    return int(fields["sign"]) * number(fields) * DAYS[str(fields["unit"])]
