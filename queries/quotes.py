"""The sentence that a quote stands in, cut out of the article without reading it again."""

from __future__ import annotations

import re

__all__ = ["sentence_around"]

# A sentence ends with its line; or at a mark, with what closes it, before a space and no small
# letter, unless the mark follows an initial or a title: "U.S. President", "Gen. Belov".
_END = re.compile(
    r"(?<!\b\w)(?<!\bMr|\bDr|\bSt|\bdl|\bnr)(?<!\bMrs|\bGen|\bSen|\bart)"
    r"[.!?…]+[”\"»’')\]]*(?=\s+[^\sa-zăâîșț])|(?=\s*[\r\n])"
)
#: No sentence is looked for farther away than this.
_FAR = 2_000


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    r"""Where the sentence, or sentences, that hold `text[start:end]` begin and end.

    >>> text = "Talks in Minsk\nGen. Belov met U.S. envoys. He left."
    >>> first, last = sentence_around(text, text.index("met"), text.index("envoys"))
    >>> text[first:last]
    'Gen. Belov met U.S. envoys.'
    """
    floor, ceiling = max(0, start - _FAR), min(len(text), end + _FAR)
    stops = [stop.end() for stop in _END.finditer(text, floor, ceiling)]
    first = max((stop for stop in stops if stop <= start), default=floor)
    last = min((stop for stop in stops if stop >= end), default=ceiling)
    lead = len(text[first:start]) - len(text[first:start].lstrip())
    return first + lead, max(last, end)
