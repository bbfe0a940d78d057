"""Text made safe to print: articles and file names may hold anything."""

from __future__ import annotations

import re

__all__ = ["plain"]

# Control characters, and marks that turn the direction of writing.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_SPACE = re.compile(r"\s+")


def plain(text: object) -> str:
    r"""One line of text without control characters: it can neither move the cursor nor colour it.

    >>> plain("two\nlines \x1b[31mred")
    'two lines [31mred'
    """
    return _CONTROL.sub("", _SPACE.sub(" ", str(text))).strip()
