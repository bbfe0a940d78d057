"""A table of delimited text, decoded as it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from detente.graph.errors import LoadError
from detente.loaders.events.lines import STRAY, Line, cut, numbered, said
from detente.loaders.events.packing import Chunks

__all__ = ["HEAD_LINES", "TextTable"]

#: As many lines are the head of a table.
HEAD_LINES = 2000
_HEAD = 1 << 16
_LONGEST_LINE = 1 << 23
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Bytes that Windows-1252 leaves open are control characters in ISO-8859-1.
_OPEN_IN_1252 = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


class TextTable:
    r"""Delimited text.

    >>> table = TextTable("a.csv", iter([b'who,day\n"Iran, Iraq",2018-06-01\nIran\n']))
    >>> table.head(",")[0]
    ['who', 'day']
    >>> list(table.lines(",", 2, header=True))
    [(2, ['Iran, Iraq', '2018-06-01']), (3, 'has 1 cell, a row has 2')]

    `encoding` is found out unless given: UTF-8, or Windows-1252 and with it ISO-8859-1, by the
    first lines that are not ASCII.
    """

    def __init__(self, source: str, chunks: Chunks, *, encoding: str | None = None) -> None:
        self.source = source
        self._encoding = encoding
        first: list[bytes | str] = []
        while sum(map(len, first)) < _HEAD and (chunk := next(chunks, None)) is not None:
            first.append(chunk)
            if isinstance(chunk, str):
                break
        self._start = b"".join(chunk for chunk in first if isinstance(chunk, bytes))
        self._start = self._start.removeprefix(_UTF8_MARK)
        self._damage = next((chunk for chunk in first if isinstance(chunk, str)), None)
        damage = [] if self._damage is None else [self._damage]
        self._chunks = chain([self._start], damage, chunks)

    def head(self, separator: str) -> list[Sequence[str]]:
        """The cells of its first lines that are not blank, as far as they can be cut."""
        if self._start == b"":
            raise LoadError(self.source, self._damage or "is empty")
        if self._start.startswith(_UTF16_MARKS) and self._encoding is None:
            raise LoadError(self.source, "is UTF-16: save it as UTF-8")
        text = _decoded(self._start, self._encoding or _guess(self._start) or "utf-8")
        first = islice(numbered(iter([text]), "text"), HEAD_LINES)
        rows = cut(first, separator, None)
        return [cells for _, cells in rows if not isinstance(cells, str)]

    def lines(self, separator: str, width: int, *, header: bool) -> Iterator[Line]:
        """Its rows, once; blank lines are none."""
        rows = cut(numbered(self._texts(), self._encoding or "UTF-8"), separator, width)
        if header:
            next(rows, None)
        return rows

    def _texts(self) -> Iterator[str]:
        rest = b""
        for chunk in self._chunks:
            if isinstance(chunk, str):
                yield said(chunk)
                return
            whole, found, rest = (rest + chunk).rpartition(b"\n")
            if found:
                yield self._text(whole)
            elif len(rest) > _LONGEST_LINE:
                yield said(f"is longer than {_LONGEST_LINE >> 20} MB: this is no table")
                return
        if len(rest) > 0:
            yield self._text(rest)

    def _text(self, content: bytes) -> str:
        if self._encoding is None:
            self._encoding = _guess(content)
        return _decoded(content, self._encoding or "ascii")


def _guess(content: bytes) -> str | None:
    """UTF-8 or Windows-1252, by what most lines beyond ASCII are; None if there are none."""
    if content.isascii():
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        lines = [line for line in content.split(b"\n") if not line.isascii()]
        good = sum(_is_utf8(line) for line in lines)
        return "utf-8" if 2 * good > len(lines) else "cp1252"
    return "utf-8"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: bytes, encoding: str) -> str:
    text = content.decode(encoding, "surrogateescape").replace("\r\n", "\n").removesuffix("\r")
    is_western = encoding == "cp1252" and STRAY.search(text) is not None
    return text.translate(_OPEN_IN_1252) if is_western else text
