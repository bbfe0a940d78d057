"""Bytes to text, exactly: no line break is translated and nothing is replaced."""

# UTF-8 if it is that without exception, or but for a few stray bytes; UTF-16 by its mark or by its
# zero bytes; else one of the single-byte tables that news was saved in, chosen by the letters that
# it gives. What a page or feed declares is not asked: it may be wrong, and the letters are enough.

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from detente.loaders.reading.language import detect

__all__ = ["decode", "whole"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LARGEST = 256_000_000
_ROMANIAN = ("cp1250", "iso8859_16", "iso8859_2")
_WESTERN = ("cp1252", "iso8859_15")
_CYRILLIC = ("cp1251", "koi8_r", "iso8859_5", "cp866")
_HIGH = re.compile(b"[\x80-\xff]")
_HIGH_WORD = re.compile(b"[\x80-\xff]{3,}")
_SCRIPT = re.compile(r"<(?:script|style)\b", re.I)
_SCRIPT_END = re.compile(r"</(?:script|style)\b", re.I)
_TAG = re.compile("<[^<>]*>")
_FREQUENT = frozenset("оеаинтсрвлкмдпуяыі")
# Stray bytes that a text in UTF-8 may hold, for each of its letters that take more than one byte.
_STRAY = 0.2
_EXPECTED = frozenset("ăâîșțşţĂÂÎȘȚŞŢ„”“«»’‘–—…€§°é\xa0")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02
_MARKS_IN_A_ROW = re.compile("[\u0300-\u036f]{64}")
_STRAYS = re.compile("[\udc80-\udcff]")
_KNOWN_FILES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office file"),
    (b"{\\rtf", "an RTF file"),
)


def decode(content: bytes) -> str:
    """The text of a file, without its byte order mark.

    >>> decode("Știri".encode("utf-16"))
    'Știri'
    >>> decode("Preşedintele a spus că „ţara” luptă".encode("cp1250"))
    'Preşedintele a spus că „ţara” luptă'

    Raises `ValueError` saying what the bytes are instead of text.
    """
    for start, named in _KNOWN_FILES:
        if content.startswith(start):
            raise ValueError(f"is {named}: give its text, in UTF-8")
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _checked(_strict(content[len(mark) :], encoding))
    if (zero := content.find(0)) >= 0:
        text = _unmarked(content)
        if text is None:
            raise ValueError(f"is no text (a zero byte at {zero}): give UTF-8 text")
        return _checked(text)
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_mostly_utf8(content) or _single_byte(content))


def whole(stream: BinaryIO) -> bytes:
    """All bytes of a stream.

    >>> from io import BytesIO
    >>> whole(BytesIO(b"They met."))
    b'They met.'

    Raises `ValueError` for more than a machine should hold at once.
    """
    content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(f"has more than {_LARGEST // 1_000_000} MB: split it, or give JSON lines")
    return content


def _strict(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        problem = f"is damaged: byte {error.start} is no {encoding.upper()}"
        raise ValueError(f"{problem}: save it again as UTF-8") from error


def _checked(text: str) -> str:
    if len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise ValueError("is no text (control characters): give UTF-8 text")
    if _MARKS_IN_A_ROW.search(text) is not None:
        raise ValueError("is no text (dozens of accents on one letter): give plain UTF-8 text")
    return text


def _unmarked(content: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of most letters is zero."""
    evens, odds = content[::2].count(0), content[1::2].count(0)
    if len(content) % 2 == 1 or 4 * max(evens, odds) < len(content) or min(evens, odds) > 0:
        return None
    return _decoded(content, "utf-16-le" if odds > evens else "utf-16-be")


def _mostly_utf8(content: bytes) -> str | None:
    """Text in UTF-8 with a few bytes from elsewhere, as pasted and cut texts have them."""
    text = content.decode("utf-8", "surrogateescape")
    stray = len(_STRAYS.findall(text))
    whole_letters = sum(letter > "\x7f" for letter in text) - stray
    if stray > _STRAY * whole_letters:
        return None
    return _STRAYS.sub(lambda match: _western(ord(match[0]) - 0xDC00), text)


def _western(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


def _single_byte(content: bytes) -> str:
    # Only in Cyrillic do letters beyond ASCII stand beside each other.
    inside = sum(len(word) for word in _HIGH_WORD.findall(content))
    if 2 * inside > len(_HIGH.findall(content)):
        readings = [_decoded(content, encoding) for encoding in _CYRILLIC]
        return max((text for text in readings if text is not None), key=_frequency)
    western = detect(_shown(content.decode("latin-1"))) == "en"
    readings = [_decoded(content, name) for name in (_WESTERN if western else _ROMANIAN + _WESTERN)]
    return max((text for text in readings if text is not None), key=_likeness)


def _shown(text: str) -> str:
    """A text without tags and scripts, whose words are English in every language."""
    first, *pieces = _SCRIPT.split(text)
    return _TAG.sub(" ", first + " ".join(_SCRIPT_END.split(piece)[-1] for piece in pieces))


def _frequency(text: str) -> int:
    return sum(letter in _FREQUENT for letter in text)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> int:
    # C1 controls and unusual letters speak against a table, expected ones for it.
    odd = [letter for letter in text if letter > "\x7f"]
    return sum(1 if letter in _EXPECTED else -1 for letter in odd)
