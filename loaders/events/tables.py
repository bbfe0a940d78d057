"""Rows of delimited text and Parquet, plain or packed, in one pass and in bounded memory."""

# Lines and cells are cut here and not by polars or the csv module: every line keeps its number, and
# a broken one does not spoil the next. polars cuts faster, but holds a whole gzip file in memory,
# and making the rows of it costs more than the cutting. Only lines with quotation marks go
# through the csv module.

from __future__ import annotations

import csv
import re
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeAlias
from zipfile import BadZipFile, ZipFile

from detente.graph.errors import LoadError

if TYPE_CHECKING:
    import polars

__all__ = ["SEPARATORS", "Line", "ParquetTable", "Table", "TextTable", "tables"]

#: What may stand between two cells; a tab first, for commas stand within its cells.
SEPARATORS = ("\t", ",", ";", "|")

#: The number of a line and its cells, or what is wrong with it.
Line: TypeAlias = tuple[int, Sequence[str] | str]

# Bytes of a file, or what is wrong with it from here on.
_Chunks: TypeAlias = Iterator[bytes | str]

_CHUNK = 1 << 20
_PACKED_CHUNK = 1 << 16
_GZIP_BITS = 31
_HEAD = 1 << 16
_HEAD_LINES = 2000
_LONGEST_LINE = 1 << 23
_LINES_OF_A_ROW = 200
_PARQUET_ROWS = 50_000
_GZIP, _ZIP, _PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
_EMPTY_ZIP = b"PK\x05\x06"
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
# Half a character, which no decoding gives: behind it a problem travels as a line of its own.
_SAID = "\ud800"
_STRAY = re.compile("[\udc80-\udcff]")
# Bytes that Windows-1252 leaves open are control characters in ISO-8859-1.
_OPEN_IN_1252 = {0xDC00 + byte: byte for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_BROKEN_PACK = "is damaged: it cannot be unpacked beyond this line; fetch the file again"
_OPEN_QUOTE = "a quotation mark opens and does not close: double it, or close it"
_NOT_DOUBLED = "a quotation mark inside a quoted cell is not doubled"


class Table(Protocol):
    """A table of a file: text, or Parquet."""

    source: str

    def head(self, separator: str) -> list[Sequence[str]]:
        """The cells of its first lines, cut at a separator."""

    def lines(self, separator: str, width: int, *, header: bool) -> Iterator[Line]:
        """Its rows, once: each has `width` cells or comes as what is wrong with it."""


def tables(path: Path, *, encoding: str | None = None) -> Iterator[Table]:
    """The tables of a file: one, or one for each member of a ZIP archive.

    Each must be read before the next is asked for. Content decides, not the suffix.

    >>> next(tables(Path("no/such.tsv")))
    Traceback (most recent call last):
        ...
    detente.graph.errors.LoadError: no/such.tsv: does not exist

    Raises `LoadError` for a file that cannot be opened.
    """
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise LoadError(str(path), "does not exist") from error
    except IsADirectoryError as error:
        raise LoadError(str(path), "is a folder: name its files") from error
    except OSError as error:
        raise LoadError(str(path), f"cannot be read: {error.strerror}") from error
    with stream:
        if stream.peek(len(_PARQUET)).startswith(_PARQUET):
            yield ParquetTable(path)
        else:
            for source, chunks in _members(stream, str(path)):
                yield TextTable(source, chunks, encoding=encoding)


def _members(stream: BinaryIO, source: str) -> Iterator[tuple[str, _Chunks]]:
    start: bytes = stream.peek(4)[:4]  # type: ignore[attr-defined]  # files and members have it
    if start in (_ZIP, _EMPTY_ZIP):
        yield from _archive(stream, source)
    elif start.startswith(_GZIP):
        yield source, _unpacked(stream)
    elif start == _PARQUET:
        yield source, iter(["is Parquet inside an archive: unpack it"])
    else:
        yield source, _plain(stream)


def _archive(stream: BinaryIO, source: str) -> Iterator[tuple[str, _Chunks]]:
    try:
        archive = ZipFile(stream)
    except BadZipFile:
        yield source, iter(["is a damaged ZIP archive: fetch the file again"])
        return
    with archive:
        for info in archive.infolist():
            if info.is_dir() or info.filename.startswith("__MACOSX/"):
                continue
            inner = f"{source}/{info.filename}"
            try:
                member = archive.open(info)
            except (BadZipFile, NotImplementedError, RuntimeError) as error:
                yield inner, iter([f"cannot be unpacked ({error}): unpack it yourself"])
                continue
            with member:
                yield from _members(member, inner)  # type: ignore[arg-type]  # it is a binary file


def _plain(stream: BinaryIO, size: int = _CHUNK) -> _Chunks:
    try:
        while len(chunk := stream.read1(size)) > 0:  # type: ignore[attr-defined]  # as above
            yield chunk
    except (BadZipFile, EOFError, OSError, zlib.error):
        yield _BROKEN_PACK


def _unpacked(stream: BinaryIO) -> _Chunks:
    """The content of a gzip file, to the very byte at which it breaks off."""
    unpacker = zlib.decompressobj(wbits=_GZIP_BITS)
    for packed in _plain(stream, _PACKED_CHUNK):
        # A file may be several packed ones in a row, and be filled up with zeros.
        while isinstance(packed, bytes) and len(packed.lstrip(b"\0" * unpacker.eof)) > 0:
            before = zlib.decompressobj(wbits=_GZIP_BITS) if unpacker.eof else unpacker
            unpacker = before.copy()
            try:
                content = unpacker.decompress(packed)
            except zlib.error:
                yield from _salvaged(before, packed)
                yield _BROKEN_PACK
                return
            yield content
            packed = unpacker.unused_data  # noqa: PLW2901  what follows the end of one
    if not unpacker.eof:
        yield _BROKEN_PACK


def _salvaged(unpacker: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    """What can still be unpacked before the byte that is wrong."""
    for at in range(len(packed)):
        try:
            content = unpacker.decompress(packed[at : at + 1])
        except zlib.error:
            return
        if len(content) > 0:
            yield content


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

    def __init__(self, source: str, chunks: _Chunks, *, encoding: str | None = None) -> None:
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
        numbered = _numbered(iter([text]), "text")
        rows = _rows(islice(numbered, _HEAD_LINES), separator, None)
        return [cells for _, cells in rows if not isinstance(cells, str)]

    def lines(self, separator: str, width: int, *, header: bool) -> Iterator[Line]:
        """Its rows, once; blank lines are none."""
        rows = _rows(_numbered(self._texts(), self._encoding or "UTF-8"), separator, width)
        if header:
            next(rows, None)
        return rows

    def _texts(self) -> Iterator[str]:
        rest = b""
        for chunk in self._chunks:
            if isinstance(chunk, str):
                yield _said(chunk)
                return
            whole, found, rest = (rest + chunk).rpartition(b"\n")
            if found:
                yield self._text(whole)
            elif len(rest) > _LONGEST_LINE:
                yield _said(f"is longer than {_LONGEST_LINE >> 20} MB: this is no table")
                return
        if len(rest) > 0:
            yield self._text(rest)

    def _text(self, content: bytes) -> str:
        if self._encoding is None:
            self._encoding = _guess(content)
        return _decoded(content, self._encoding or "ascii")


def _said(problem: str) -> str:
    return f"{_SAID}{problem}"


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
    is_western = encoding == "cp1252" and _STRAY.search(text) is not None
    return text.translate(_OPEN_IN_1252) if is_western else text


def _numbered(texts: Iterator[str], encoding: str) -> Iterator[tuple[int, str]]:
    """Every line with its number; one that cannot be text as what is wrong with it, marked."""
    number = 0
    for text in texts:
        suspect = "\0" in text or (not text.isascii() and _STRAY.search(text) is not None)
        for line in text.split("\n"):
            number += 1
            yield number, _checked(line, encoding) if suspect else line


def _checked(line: str, encoding: str) -> str:
    stray = _STRAY.search(line)
    if stray is not None:
        byte = ord(stray[0]) - 0xDC00
        return _said(f"character {stray.start() + 1} is byte 0x{byte:02X}, which is no {encoding}")
    if "\0" in line:
        return _said(f"character {line.index(chr(0)) + 1} is NUL: no text has it")
    return line


def _rows(lines: Iterator[tuple[int, str]], separator: str, width: int | None) -> Iterator[Line]:
    cut = _by_tabs if separator == "\t" else _by_marks
    for number, cells in cut(lines, separator, width):
        if width is None or len(cells) == width or isinstance(cells, str):
            yield number, cells
        elif len(cells) > width and not any(cells[width:]):
            yield number, cells[:width]
        else:
            yield number, _counted(len(cells), width)


def _counted(many: int, width: int) -> str:
    return f"has {many} {'cell' if many == 1 else 'cells'}, a row has {width}"


def _by_tabs(lines: Iterator[tuple[int, str]], separator: str, _: int | None) -> Iterator[Line]:
    for number, line in lines:
        if '"' in line and line[0] != _SAID:
            yield number, [_bare(cell) for cell in line.split(separator)]
        elif line[:1] == _SAID:
            yield number, line[1:]
        elif line != "" and not line.isspace():
            yield number, line.split(separator)


def _bare(cell: str) -> str:
    """A cell without the quotation marks around it; some sets quote a quoted name again."""
    while len(cell) > 1 and cell[0] == cell[-1] == '"':
        inner = cell[1:-1].replace('""', "\0")
        if '"' in inner:
            break
        cell = inner.replace("\0", '"')
    return cell


def _by_marks(
    lines: Iterator[tuple[int, str]], separator: str, width: int | None
) -> Iterator[Line]:
    """Cells between commas and the like; a quoted cell may hold line breaks.

    A mark that stays open, or closes so late that the cells are no row, spoils its own line only.
    """
    again: deque[tuple[int, str]] = deque()
    while (item := again.popleft() if again else next(lines, None)) is not None:
        number, line = item
        if line[:1] == _SAID:
            yield number, line[1:]
        elif '"' not in line:
            if line != "" and not line.isspace():
                yield number, line.split(separator)
        else:
            taken = [item]
            cells = _quoted(line, separator)
            while cells == _OPEN_QUOTE and len(taken) < _LINES_OF_A_ROW:
                following = again.popleft() if again else next(lines, None)
                if following is None:
                    break
                taken.append(following)
                if '"' in following[1]:
                    cells = _quoted("\n".join(line for _, line in taken), separator)
            if len(taken) > 1 and (isinstance(cells, str) or width not in {None, len(cells)}):
                again.extendleft(reversed(taken[1:]))
                cells = _OPEN_QUOTE
            yield number, cells


def _quoted(line: str, separator: str) -> list[str] | str:
    reader = csv.reader([line], delimiter=separator, strict=True)
    try:
        return next(reader)
    except csv.Error as error:
        return _NOT_DOUBLED if "expected after" in str(error) else _OPEN_QUOTE


class ParquetTable:
    """The rows of a Parquet file, numbered from 1; every value is taken as text."""

    def __init__(self, path: Path) -> None:
        self.source = str(path)
        self._path = path

    def head(self, separator: str) -> list[Sequence[str]]:
        """Its names of columns and its first rows; it has no separators, so only tabs give them."""
        if separator != "\t":
            return []
        return [self._names(), *self._texts(0, _HEAD_LINES)]

    def lines(self, separator: str, width: int, *, header: bool) -> Iterator[Line]:
        """Its rows, once."""
        del separator, width, header
        start = 0
        while True:
            try:
                rows = self._texts(start, _PARQUET_ROWS)
            except LoadError as error:
                yield start + 1, "; ".join(error.problems)
                return
            if len(rows) == 0:
                return
            yield from enumerate(rows, start=start + 1)
            start += len(rows)

    def _names(self) -> list[str]:
        return self._frame().collect_schema().names()

    def _frame(self) -> polars.LazyFrame:
        import polars

        frame = polars.scan_parquet(self._path)
        try:
            schema = frame.collect_schema()
        except (polars.exceptions.PolarsError, OSError) as error:
            raise LoadError(self.source, f"is no readable Parquet: {error}") from error
        return frame.select(
            polars.lit("").alias(name)
            if kind.is_nested() or kind == polars.Binary
            else polars.col(name).cast(polars.String).fill_null("")
            for name, kind in schema.items()
        )

    def _texts(self, start: int, many: int) -> list[Sequence[str]]:
        import polars

        try:
            rows = self._frame().slice(start, many).collect()
        except (polars.exceptions.PolarsError, OSError) as error:
            raise LoadError(self.source, f"is no readable Parquet: {error}") from error
        return list(rows.rows())
