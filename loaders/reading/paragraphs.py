"""Line breaks: which end a paragraph, and which only wrap a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from detente.loaders.reading.offsets import Change

__all__ = ["breaks"]

_GAP = re.compile(r" [ \r\n]+|[\r\n][ \r\n]*")
_BREAK = re.compile(r"\r\n?|\n")
_FINAL = frozenset(".!?…:;")
# What lines look like that a program filled to a width.
_SHORTEST, _LONGEST, _SPREAD = 45, 120, 30


class _Gap(NamedTuple):
    start: int
    end: int
    lines: int


def breaks(text: str) -> Iterator[Change]:
    r"""One space for many; a line break for a paragraph, two for a blank line, none in a sentence.

    >>> [change.words for change in breaks("a  b\r\n\r\n\r\nHe\nsaid: \n Yes")]
    [' ', '\n\n', ' ', '\n']
    """
    gaps = [_Gap(*match.span(), _lines(match[0])) for match in _GAP.finditer(text)]
    joined = _joined(text, [gap for gap in gaps if gap.lines > 0])
    for gap in gaps:
        words = " "
        if gap.lines > 0 and gap.start not in joined:
            words = "\n" if gap.lines == 1 else "\n\n"
        if text[gap.start : gap.end] != words:
            yield Change(gap.start, gap.end, words)


def _lines(gap: str) -> int:
    return 0 if gap.isspace() and "\n" not in gap and "\r" not in gap else len(_BREAK.findall(gap))


def _joined(text: str, gaps: list[_Gap]) -> set[int]:
    """Where the breaks start that only wrap a line."""
    joined: set[int] = set()
    block: list[_Gap] = []
    start = 0
    for gap in [*gaps, _Gap(len(text), len(text), 2)]:
        block.append(gap)
        if gap.lines > 1:
            joined.update(_wraps(text, start, block))
            block, start = [], gap.end
    return joined


def _wraps(text: str, start: int, block: list[_Gap]) -> Iterator[int]:
    inner = block[:-1]
    low = [gap for gap in inner if text[gap.end : gap.end + 1].islower()]
    if len(inner) > 1 and 3 * len(low) >= len(inner) and _filled(start, inner):
        yield from (gap.start for gap in inner)
        return
    yield from (gap.start for gap in low if text[gap.start - 1 : gap.start] not in _FINAL)


def _filled(start: int, inner: list[_Gap]) -> bool:
    lengths = [inner[0].start - start, *(right.start - left.end for left, right in pairwise(inner))]
    return min(lengths) >= _SHORTEST and max(lengths) <= min(_LONGEST, min(lengths) + _SPREAD)
