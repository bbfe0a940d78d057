"""Bytes to text: every encoding that Romanian and English news files were saved in."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.loaders.articles.decoding import decode

CEDILLA = "Preşedintele a spus că „ţara” nu renunţă la înţelegere; aşa rămâne.\r\n"
COMMA = "Președintele a spus că „țara” nu renunță la înțelegere; așa rămâne.\n"
PLAIN_QUOTES = 'Preşedintele a spus că "ţara" nu renunţă la înţelegere; aşa rămâne.\n'
RUSSIAN = "Министр заявил в четверг, что страна не откажется от соглашения.\n"
ENGLISH = "The minister’s envoy met São Paulo’s café owners and paid £5 in the end.\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (COMMA, "utf-8"),
        (COMMA, "utf-8-sig"),
        (COMMA, "utf-16"),
        (COMMA, "utf-32"),
        (CEDILLA, "cp1250"),
        (PLAIN_QUOTES, "iso8859_2"),
        (COMMA, "iso8859_16"),
        (ENGLISH, "cp1252"),
        (COMMA, "utf-16-le"),
        (COMMA, "utf-16-be"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "iso8859_5"),
        (RUSSIAN, "cp866"),
        (ENGLISH, "utf-8"),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_utf_16_of_either_order() -> None:
    assert decode(codecs.BOM_UTF16_BE + COMMA.encode("utf-16-be")) == COMMA
    assert decode(codecs.BOM_UTF16_LE + COMMA.encode("utf-16-le")) == COMMA


def test_words_of_scripts_do_not_tell_the_language_of_a_page() -> None:
    script = "<script>if (this && that) { for (the of and in it) { with (to) } }</script>" * 50
    page = f"<html><head>{script}</head><body class=and-the-of>{CEDILLA}</body></html>"
    assert decode(page.encode("cp1250")) == page
    page = page.replace(CEDILLA, RUSSIAN)
    assert decode(page.encode("cp1251")) == page


def test_a_stray_byte_does_not_spoil_a_text_in_utf_8() -> None:
    assert decode(COMMA.encode() + b"\x96 Da\x85") == COMMA + "– Da…"
    cut = decode(COMMA.encode() + "ș".encode()[:1])
    assert cut[:-1] == COMMA


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"PNG\x00\x01\x02", "is no text (a zero byte at 3): give UTF-8 text"),
        (b"%PDF-1.7 and so on", "is a PDF: give its text, in UTF-8"),
        (b"PK\x03\x04 and so on", "is a ZIP or Office file: give its text, in UTF-8"),
        (b"{\\rtf1 and so on", "is an RTF file: give its text, in UTF-8"),
        (bytes(range(1, 30)) * 9, "is no text (control characters): give UTF-8 text"),
        (
            b"\xff\xfea\x00b",
            "is damaged: byte 2 is no UTF-16-LE: save it again as UTF-8",
        ),
        (
            ("a" + "\u0301" * 64).encode(),
            "is no text (dozens of accents on one letter): give plain UTF-8 text",
        ),
    ],
)
def test_what_is_no_text(content: bytes, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(problem)}$"):
        decode(content)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_reason(content: bytes) -> None:
    with suppress(ValueError):
        text = decode(content)
        assert "\x00" not in text or content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@given(st.text(alphabet=st.characters(exclude_categories=["C", "M"])))
def test_what_was_utf_8_is_the_same_text(text: str) -> None:
    assert decode(b"x" + text.encode()) == "x" + text
