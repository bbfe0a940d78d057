"""Which format a file has: told by its name, else by how it begins."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import BinaryIO, TypeAlias

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles.feeds import read_feed
from detente.loaders.articles.lines import read_document, read_lines
from detente.loaders.articles.pages import read_page
from detente.loaders.articles.plain import read_text
from detente.loaders.articles.records import Hints
from detente.loaders.articles.tables import is_table, read_table

__all__ = ["Read", "by_content", "by_suffix", "is_read"]

#: Reads all that a stream of one format holds; its name is for messages.
Read: TypeAlias = Callable[[BinaryIO, str, Hints], Iterator[Article | LoadError]]

_BY_SUFFIX: MappingProxyType[str, Read] = MappingProxyType(
    {
        ".txt": read_text,
        ".jsonl": read_lines,
        ".ndjson": read_lines,
        ".json": read_document,
        ".csv": read_table,
        ".tsv": read_table,
        ".tab": read_table,
        ".html": read_page,
        ".htm": read_page,
        ".xhtml": read_page,
        ".rss": read_feed,
        ".atom": read_feed,
        ".rdf": read_feed,
        ".xml": read_feed,
    }
)
# Pages and feeds are also saved under each other's names; what is called a feed must be one.
_MIXED = (".html", ".htm", ".xhtml", ".xml")
_WIDE = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FEED = re.compile(r"<(?:rss|feed|\w+:RDF)[\s>]")
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)[\s>]", re.I)
# What a page or feed begins with; "<Reuters>" is the beginning of a text.
_MARKUP = re.compile(
    r"<(?:[!?]|(?:html|head|body|main|article|section|div|p|h[1-6]|rss|feed|\w+:RDF)[\s>])", re.I
)
_JSON = re.compile(r"\{|\[\s*\{")


def is_read(suffix: str) -> bool:
    """Whether files with this suffix are read in a folder.

    >>> is_read(".csv"), is_read(".png")
    (True, False)
    """
    return suffix in _BY_SUFFIX


def by_suffix(suffix: str, start: bytes) -> Read | None:
    """The format of files with this suffix; pages and feeds are told by how they begin.

    >>> by_suffix(".csv", b"") is read_table, by_suffix(".xml", b"<html>") is read_page
    (True, True)
    """
    read = _BY_SUFFIX.get(suffix)
    return _markup(_shown(start), read) if read is not None and suffix in _MIXED else read


def by_content(start: bytes, hints: Hints) -> Read:
    """The format of what begins so.

    >>> by_content(b'{"text": "They met."}', Hints()) is read_document
    True
    >>> by_content(b"They met.", Hints()) is read_text
    True
    """
    shown = _shown(start)
    if _JSON.match(shown) is not None:
        return read_document
    if _MARKUP.match(shown) is not None:
        return _markup(shown, read_page)
    return read_table if len(hints.columns) > 0 or is_table(shown, hints) else read_text


def _markup(shown: str, named: Read) -> Read:
    if _FEED.search(shown) is not None:
        return read_feed
    return read_page if _PAGE.search(shown) is not None else named


def _shown(start: bytes) -> str:
    """The first letters, as far as telling formats apart needs them."""
    for mark, encoding in _WIDE:
        if start.startswith(mark):
            return start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    return start.removeprefix(codecs.BOM_UTF8).decode("latin-1").lstrip()
