"""What stands between quotation marks, however they are typed."""

# A mark is read by what stands beside it, because the same sign opens in one language, closes in
# another, and is often simply the wrong one (”va lovi”).

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Mark", "marks", "pairs"]

_COMBINING = "\u0300-\u036f"
_DOUBLE = re.compile(rf"(?:[\"„“”«»‟‹›″‚]|''|(?<!,),,(?=\w))(?![{_COMBINING}])")
# ‘like this’; an apostrophe inside a word does not close it.
_SINGLE = re.compile(
    r"(?<![\w'])'(?=[^\W\d])(?:[^'\n]|(?<=\w)'(?=\w))++(?<!\s)'(?![\w'\u0300-\u036f])"
)
_LEFT = frozenset(" \n([{–—-/")
_RIGHT = frozenset(" \n.,;:!?)]}…–—-/'")
_SIGNS = frozenset("\"„“”«»‟‹›″‚'")
# A quotation may go on over this many line breaks before a lone closing mark counts as a slip.
_BREAKS = 6


class Mark(NamedTuple):
    """One quotation mark: where it stands and what its neighbours allow it to be."""

    start: int
    end: int
    opens: bool
    closes: bool


def marks(text: str) -> list[Mark]:
    """All quotation marks of a text whose apostrophes are plain.

    >>> [(mark.start, mark.opens, mark.closes) for mark in marks("„da”, 'nu'")]
    [(0, True, False), (3, False, True), (6, True, False), (9, False, True)]
    """
    found = [_mark(text, match.start(), match.end()) for match in _DOUBLE.finditer(text)]
    single = list(_singles(text))
    return sorted(found + single) if len(single) > 0 else found


def _singles(text: str) -> Iterator[Mark]:
    if "'" not in text:
        return
    for match in _SINGLE.finditer(text):
        yield Mark(match.start(), match.start() + 1, opens=True, closes=False)
        yield Mark(match.end() - 1, match.end(), opens=False, closes=True)


def _mark(text: str, start: int, end: int) -> Mark:
    if text[start] in "„,‚":
        return Mark(start, end, opens=True, closes=False)
    before = text[start - 1] if start > 0 else " "
    after = text[end] if end < len(text) else " "
    free_left = before in _LEFT or before in _SIGNS
    free_right = after in _RIGHT or after in _SIGNS
    return Mark(
        start,
        end,
        opens=free_left and after not in " \n",
        closes=free_right and before not in " \n",
    )


def pairs(text: str, found: list[Mark]) -> list[tuple[int, int]]:
    """The stretches between marks, outermost only; one left open ends with its paragraph.

    >>> text = 'He said: "We came. We saw." Then "he left'
    >>> [text[start:end] for start, end in pairs(text, marks(text))]
    ['We came. We saw.', 'he left']
    """
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    last = 0
    for mark in found:
        if len(opened) > 0 and _broken(text, last, mark):
            spans.append((opened[0], text.find("\n", last, mark.start)))
            opened.clear()
        if len(opened) == 0:
            if mark.opens or not mark.closes:
                opened.append(mark.end)
        elif mark.closes or not mark.opens:
            first = opened[0]
            opened.pop()
            if len(opened) == 0:
                spans.append((first, mark.start))
        else:
            opened.append(mark.end)
        last = mark.end
    if len(opened) > 0:
        end = text.find("\n", last)
        spans.append((opened[0], len(text) if end < 0 else end))
    return spans


def _broken(text: str, last: int, mark: Mark) -> bool:
    # Each paragraph of a long quotation may have an opening mark of its own.
    breaks = text.count("\n", last, mark.start)
    return breaks > 0 and (breaks > _BREAKS or not mark.closes)
