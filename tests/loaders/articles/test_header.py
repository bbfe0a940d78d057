"""Headers: what stands before a text, and where the text begins."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.loaders.articles.header import split

DAY = date(2025, 12, 18)


@pytest.mark.parametrize(
    ("text", "day", "body"),
    [
        ("date 2025-12-18 Talks began.", DAY, "Talks began."),
        (" date 2025-12-18 Talks began.", DAY, "Talks began."),
        ("\n\n  date 2025-12-18\nTalks began.", DAY, "Talks began."),
        ("\ufeffdate 2025-12-18\r\n\r\nTalks began.", DAY, "Talks began."),
        ("Date: 2025-12-18T10:30:00Z\nTalks began.", DAY, "Talks began."),
        ("date\t2025-12-18\tTalks began.", DAY, "Talks began."),
        ("date 2025-12-18", DAY, ""),
        ("Talks began.", None, "Talks began."),
        ("Date noi despre sancțiuni.", None, "Date noi despre sancțiuni."),
        ("Date 2024 arată o creștere.", None, "Date 2024 arată o creștere."),
        ("update 2025-12-18 Talks", None, "update 2025-12-18 Talks"),
        ("The date 2025-12-18 is set.", None, "The date 2025-12-18 is set."),
        ("", None, ""),
        ("date 2025-12-18\nsource Reuters\nTalks began.", DAY, "source Reuters\nTalks began."),
        ("source code leaked\n\nTalks began.", None, "source code leaked\n\nTalks began."),
    ],
)
def test_the_date_is_split_off(text: str, day: date | None, body: str) -> None:
    header = split(text)
    assert (header.date, dict(header.fields), header.problems) == (day, {}, ())
    assert text[header.body_start :] == body


def test_a_block_that_ends_with_a_blank_line_is_a_header() -> None:
    text = (
        "date 2025-12-18\nsource Agency Press\nurl https://example.org/1\nlang en\nid 7\n"
        "\n\nTalks began."
    )
    header = split(text)
    assert header.date == DAY
    assert header.fields == {
        "source": "Agency Press",
        "url": "https://example.org/1",
        "lang": "en",
        "id": "7",
    }
    assert header.problems == ()
    assert text[header.body_start :] == "Talks began."


def test_a_block_needs_no_date() -> None:
    header = split("lang: ro\nid: 7\n\nAu început negocierile.")
    assert (header.date, header.fields) == (None, {"lang": "ro", "id": "7"})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("date 2025-02-30 Talks", "line 1: date '2025-02-30' does not exist: write YYYY-MM-DD"),
        (
            "\n\ndate 2025-13-01\nTalks",
            "line 3: date '2025-13-01' does not exist: write YYYY-MM-DD",
        ),
        ("date 18.12.2025\nTalks", "line 1: '18.12.2025' is no date: write YYYY-MM-DD"),
        (
            "lang en\ndate 2025-02-30\n\nTalks",
            "line 2: date '2025-02-30' does not exist: write YYYY-MM-DD",
        ),
        ("id 1\nid 2\n\nTalks", "line 2: second 'id'"),
    ],
)
def test_a_header_that_makes_no_sense(text: str, problem: str) -> None:
    header = split(text)
    assert (header.date, header.problems) == (None, (problem,))


@given(st.one_of(st.text(), st.text(alphabet="date source 2025-1\n:id ").map("date".__add__)))
def test_no_text_raises_and_the_body_is_a_tail(text: str) -> None:
    header = split(text)
    assert 0 <= header.body_start <= len(text)
    assert text[header.body_start :][:1].isspace() is False
