"""The content of files, plain, gzipped or in a ZIP archive, in bounded memory."""

# What is damaged gives all that lies before the damage.

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO, TypeAlias
from zipfile import BadZipFile, ZipFile

__all__ = ["PARQUET", "Chunks", "members"]

#: Bytes of a file, or what is wrong with it from here on.
Chunks: TypeAlias = Iterator[bytes | str]

#: The first bytes of a Parquet file.
PARQUET = b"PAR1"
_CHUNK = 1 << 20
_PACKED_CHUNK = 1 << 16
_GZIP_BITS = 31
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_BROKEN_PACK = "is damaged: it cannot be unpacked beyond this line; fetch the file again"


def members(stream: BinaryIO, source: str) -> Iterator[tuple[str, Chunks]]:
    """The name and content of each file within: one, or one for each member of a ZIP archive.

    >>> from io import BufferedReader, BytesIO
    >>> [(name, list(chunks)) for name, chunks in members(BufferedReader(BytesIO(b"a,b")), "a.csv")]
    [('a.csv', [b'a,b'])]

    Each must be read before the next is asked for.
    """
    start: bytes = stream.peek(4)[:4]  # type: ignore[attr-defined]  # files and members have it
    if start in (_ZIP, _EMPTY_ZIP):
        yield from _archive(stream, source)
    elif start.startswith(_GZIP):
        yield source, _unpacked(stream)
    elif start == PARQUET:
        yield source, iter(["is Parquet inside an archive: unpack it"])
    else:
        yield source, _plain(stream)


def _archive(stream: BinaryIO, source: str) -> Iterator[tuple[str, Chunks]]:
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
                yield from members(member, inner)  # type: ignore[arg-type]  # it is a binary file


def _plain(stream: BinaryIO, size: int = _CHUNK) -> Chunks:
    try:
        while len(chunk := stream.read1(size)) > 0:  # type: ignore[attr-defined]  # as above
            yield chunk
    except (BadZipFile, EOFError, OSError, zlib.error):
        yield _BROKEN_PACK


def _unpacked(stream: BinaryIO) -> Chunks:
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
