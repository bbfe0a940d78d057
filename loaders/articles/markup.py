"""Fragments of HTML, as summaries in feeds hold them, as plain paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

__all__ = ["paragraphs", "undeclared"]

_BLOCKS = re.compile(
    "address|article|aside|blockquote|br|d[dlt]|div|fig(caption|ure)|footer|h[1-6r]|header|li|main|"
    "[ou]l|p|pre|section|t(able|body|d|h|r)"
)
_SILENT = frozenset({"script", "style", "template", "iframe", "object", "svg", "noscript"})
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>", re.I)
_SPACE = re.compile(r"\s+")
_MARKS = re.compile("[<&]")
_BLOCK = "\0"
_EVENTS = ("start", "end")


def paragraphs(fragment: str) -> str:
    r"""The text of a fragment, with a blank line between its blocks.

    >>> paragraphs("<p>The envoys&nbsp;met.</p><img src='a.png'>They <b>left</b>.<br>&#8222;Da")
    'The envoys met.\n\nThey left.\n\n„Da'
    >>> paragraphs("5 < 6 & so on")
    '5 < 6 & so on'
    """
    if _MARKS.search(fragment) is None:
        return _SPACE.sub(" ", fragment).strip()
    from lxml import etree

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
    # The text before the first tag would be lost without one around it.
    parts = _parts(etree.iterwalk(etree.fromstring(f"<div>{fragment}</div>", parser), _EVENTS))
    blocks = (_SPACE.sub(" ", block).strip() for block in "".join(parts).split(_BLOCK))
    return "\n\n".join(block for block in blocks if block != "")


def undeclared(text: str) -> str:
    """A decoded document without the encoding that it declared for its bytes.

    >>> undeclared('<?xml version="1.0" encoding="iso-8859-2"?><rss/>')
    '<rss/>'
    """
    return _DECLARATION.sub("", text, count=1) if _DECLARATION.match(text) else text


def _parts(walk: Any) -> Iterator[str]:
    """Texts in their order, and a mark where a block begins or ends."""
    for event, element in walk:
        if event == "start":
            if _BLOCKS.fullmatch(element.tag) is not None:
                yield _BLOCK
            if element.tag in _SILENT:
                walk.skip_subtree()
            else:
                yield element.text or ""
        else:
            if _BLOCKS.fullmatch(element.tag) is not None:
                yield _BLOCK
            yield element.tail or ""
