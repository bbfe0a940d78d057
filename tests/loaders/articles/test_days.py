"""Days as feeds, pages and tables write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.loaders.articles.days import day_of, is_month_first

THURSDAY = date(2025, 12, 18)


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-18",
        "2025-12-18T23:30:00-05:00",
        "2025/12/18 10:00",
        "20251218",
        "20251218T103000Z",
        "18.12.2025",
        "18.12.2025.",
        "18/12/2025",
        "12/18/2025",
        "Thu, 18 Dec 2025 23:30:00 -0500",
        "Thu, 18 Dec 25 10:00:00 GMT",
        "Thu Dec 18 10:00:00 +0000 2025",
        "December 18th, 2025",
        "18-Dec-2025",
        "Joi, 18 Dec 2025 10:30:00 +0200",
        "JOI, 18 DECEMBRIE 2025",
        "joi, 18 decembrie 2025, ora 14:30",
        "Publicat: 18 dec. 2025",
    ],
)
def test_a_day(text: str) -> None:
    assert day_of(text) == THURSDAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Luni, 3 Noi 2025 08:00:00 EET", date(2025, 11, 3)),
        ("Duminică, 1 Iunie 2025", date(2025, 6, 1)),
        ("Sâm, 5 Iul 2025 00:05:00 +0300", date(2025, 7, 5)),
        ("Sep 3, 2025", date(2025, 9, 3)),
    ],
)
def test_other_months(text: str, day: date) -> None:
    assert day_of(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "joi",
        "acum două ore",
        "2025-12",
        "2025-02-30",
        "31 februarie 2025",
        "2025-12-18 to 2025-12-20",
        "05/12/2025",
        "18 December",
        "1234567890",
        "x" * 300 + " 2025-12-18",
    ],
)
def test_no_day_or_more_than_one(text: str) -> None:
    assert day_of(text) is None


def test_other_dates_of_a_table_tell_which_part_is_the_month() -> None:
    dates = ["05/12/2025", "12/18/2025"]
    assert day_of(dates[0], month_first=is_month_first(dates)) == date(2025, 5, 12)
    dates = ["05/12/2025", "18/12/2025"]
    assert day_of(dates[0], month_first=is_month_first(dates)) == date(2025, 12, 5)
    assert is_month_first(["12/18/2025", "18/12/2025"]) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_iso_day_is_itself(day: date) -> None:
    assert day_of(day.isoformat()) == day


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_none(text: str) -> None:
    assert isinstance(day_of(text), date | None)
