"""A text made fit for parsing that knows where each letter stood.

Articles come decomposed, with cedillas for commas, with remains of HTML and with quotation marks
that break a parser's clauses. The text itself is never changed: a quote is cut from it by offsets.
"""

# clean() repeats its steps until none changes anything, so cleaning twice changes nothing.

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

from detente.loaders.reading.offsets import Change, Offsets, apply
from detente.loaders.reading.paragraphs import breaks
from detente.loaders.reading.quotations import Mark, marks, pairs

__all__ = ["CleanText", "clean", "fold_letters"]

_ROUNDS = 8
_SPACES = "\t\x1f\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_CONTROLS = "".join(
    map(chr, [*range(9), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0)])
)
_LINES = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_APOSTROPHES = "’‘‛ʼʹ′`´"
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys(_SPACES + _CONTROLS, " "),
        **dict.fromkeys(_LINES, "\n"),
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict(zip("şţŞŢ", "șțȘȚ", strict=True)),
    }
)
_ODD = re.compile("[" + re.escape("".join(map(chr, _SAME_LENGTH))) + "]")
_INVISIBLE = re.compile("[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
# "#39;" is what is left of "&#39;" when a feed drops its ampersands.
_ENTITY = re.compile(
    r"&(?:amp;)*(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});|(#(?:34|38|39|160|82\d\d));"
)
_NON_ASCII = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS_IN_A_ROW = 32


class CleanText(NamedTuple):
    r"""A cleaned text, its quotations, and the way back to the text as given.

    >>> given = "Zis\u0326: „Na\u00adto”."
    >>> cleaned = clean(given)
    >>> cleaned.text, cleaned.quoted
    ('Ziș: Nato.', [(5, 9)])
    >>> start, end = cleaned.original_span(5, 9)
    >>> given[start:end] == "Na\u00adto"
    True
    """

    text: str
    quoted: list[tuple[int, int]]
    start: int
    layers: tuple[Offsets, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets into the text as given of `self.text[start:end]`, as tight as they can be."""
        for layer in reversed(self.layers):
            start, end = layer.old_span(start, end)
        return self.start + start, self.start + end

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether all of `self.text[start:end]` stood inside quotation marks.

        >>> clean("He said: 'we agree'.").is_quoted(9, 11)
        True
        """
        return any(left <= start and end <= right for left, right in self.quoted)


def clean(text: str, start: int = 0, end: int | None = None) -> CleanText:
    r"""Clean `text[start:end]`: composed, plain quotes and spaces, one line a paragraph.

    A line break stays where a paragraph ends (two where a blank line stood) and becomes a space
    where it only wraps a line. Takes time linear in the text.

    >>> clean('Iran#39;s  "red\u00a0line"').text
    "Iran's red line"
    """
    current = text[start:end]
    layers: list[Offsets] = []
    quoted: list[tuple[int, int]] = []
    for _ in range(_ROUNDS):
        before = current
        for step in _STEPS:
            current, quoted = _step(current, step, layers, quoted)
        found = marks(current)
        if len(found) > 0:
            spans = pairs(current, found)
            current, layer = apply(current, _unquoted(current, found))
            quoted = _moved(quoted, layer) + _moved(spans, layer)
            layers.append(layer)
        if current == before:
            break
    return CleanText(current, _outermost(quoted), start, tuple(layers))


def fold_letters(text: str) -> str:
    """Lower-case without diacritics, letter by letter, so that offsets stay.

    >>> fold_letters("ȘTIRI: İzmir")
    'stiri: izmir'
    """
    if text.isascii():
        return text.lower()
    # Faster than translating every letter: few letters of a Romanian sentence are beyond ASCII.
    return _BEYOND_ASCII.sub(_folded, text).lower()


def _folded(match: re.Match[str]) -> str:
    return _FOLDS[ord(match[0])]


class _Folds(dict[int, str]):
    """Folds of single letters, worked out when first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = unicodedata.normalize("NFD", letter)[0].lower()[:1] or letter
        self[code] = _PLAIN.get(folded, folded)
        return self[code]


_PLAIN = {"ł": "l", "ø": "o", "đ": "d", "ı": "i"}
_FOLDS = _Folds()


def _step(
    text: str,
    step: Callable[[str], Iterator[Change]],
    layers: list[Offsets],
    quoted: list[tuple[int, int]],
) -> tuple[str, list[tuple[int, int]]]:
    if _ODD.search(text) is not None:
        text = text.translate(_SAME_LENGTH)
    changes = list(step(text))
    if len(changes) == 0:
        return text, quoted
    text, layer = apply(text, changes)
    layers.append(layer)
    return text, _moved(quoted, layer)


def _moved(spans: list[tuple[int, int]], layer: Offsets) -> list[tuple[int, int]]:
    return [(layer.new_position(start), layer.new_position(end)) for start, end in spans]


def _outermost(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > start and (len(kept) == 0 or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


def _compositions(text: str) -> Iterator[Change]:
    if unicodedata.is_normalized("NFC", text):
        return
    for run in _NON_ASCII.finditer(text):
        if not unicodedata.is_normalized("NFC", run[0]):
            yield from _clusters(text, run.start(), run.end())


def _clusters(text: str, start: int, end: int) -> Iterator[Change]:
    first = start
    for position in range(start + 1, end + 1):
        if position < end and _continues(text[position]) and position - first < _MARKS_IN_A_ROW:
            continue
        cluster = text[first:position]
        composed = unicodedata.normalize("NFC", cluster)
        if composed != cluster:
            yield Change(first, position, composed)
        first = position


def _continues(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M" or "\u1160" <= letter <= "\u11ff"


def _invisible(text: str) -> Iterator[Change]:
    for match in _INVISIBLE.finditer(text):
        yield Change(match.start(), match.end(), "")


def _entities(text: str) -> Iterator[Change]:
    if ";" not in text:
        return
    for match in _ENTITY.finditer(text):
        entity = f"&{match[1] or match[2]};"
        letters = html.unescape(entity).replace("\ufffd", entity)
        if letters != entity and (letters.isprintable() or letters.isspace()):
            yield Change(match.start(), match.end(), letters)


def _unquoted(text: str, found: list[Mark]) -> Iterator[Change]:
    for mark in found:
        before = text[mark.start - 1 : mark.start]
        after = text[mark.end : mark.end + 1]
        glued = after.isalnum() and (before.isalnum() or before in set(".,;:!?…)"))
        yield Change(mark.start, mark.end, " " if glued else "")


_STEPS = (_compositions, _invisible, _entities, breaks)
