"""Bytes to text, exactly: no line break is translated and nothing is replaced."""

# UTF-8 if it is that without exception, UTF-16 only by its mark, else one of the single-byte tables
# that Romanian and English texts were saved in. A table is chosen by the letters that it gives.

from __future__ import annotations

import codecs
import re

from detente.loaders.reading.language import detect

__all__ = ["decode", "mark_length"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ROMANIAN = ("cp1250", "iso8859_16", "iso8859_2")
_WESTERN = ("cp1252", "iso8859_15")
_EXPECTED = frozenset("ăâîșțşţĂÂÎȘȚŞŢ„”“«»’‘–—…€§°é\xa0")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS = 0.02
_MARKS_IN_A_ROW = re.compile("[\u0300-\u036f]{64}")
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
        raise ValueError(f"is no text (a zero byte at {zero}): give UTF-8 text")
    try:
        return _checked(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _checked(_single_byte(content))


def mark_length(content: bytes) -> int:
    """How many bytes a UTF-8 byte order mark takes at the start.

    >>> mark_length(b"date"), mark_length("date".encode("utf-8-sig"))
    (0, 3)
    """
    return len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0


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


def _single_byte(content: bytes) -> str:
    western = detect(content.decode("latin-1")) == "en"
    readings = [
        text
        for encoding in (_WESTERN if western else _ROMANIAN + _WESTERN)
        if (text := _decoded(content, encoding)) is not None
    ]
    return max(readings, key=_likeness)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _likeness(text: str) -> int:
    # C1 controls and unusual letters speak against a table, expected ones for it.
    odd = [letter for letter in text if letter > "\x7f"]
    return sum(1 if letter in _EXPECTED else -1 for letter in odd)
