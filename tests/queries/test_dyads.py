"""Dyads by period, counted again by hand and by a plain loop over the same relations."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.graph.errors import GraphError
from detente.graph.statements import LIVE, Modality
from detente.queries.dyads import PERIODS, Period, dyads

_TYPES = {
    "source": pl.String,
    "target": pl.String,
    "kind": pl.String,
    "modality": pl.String,
    "quad": pl.Int8,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "reported_on": pl.Date,
    "intensity": pl.Float64,
}


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=_TYPES)


def act(source: str, target: str, day: str | None, quad: int | None = 1, **more: Any) -> Any:
    """An event of a day, or one that nobody dates."""
    row = {
        "source": source,
        "target": target,
        "kind": "event",
        "modality": "actual",
        "quad": quad,
        "valid_from": None if day is None else date.fromisoformat(day),
        "valid_to": None if day is None else date.fromisoformat(day) + timedelta(days=1),
        "reported_on": None,
        "intensity": 1.0,
    }
    return row | more


def counts(found: pl.DataFrame) -> list[tuple[Any, ...]]:
    return found.select("a", "b", "period", "events").rows()


def test_each_quad_class_is_counted_by_itself() -> None:
    rows = [act("USA", "BLR", "2025-12-13", quad, intensity=float(n)) for n, quad in
            enumerate((1, 1, 2, 3, 3, 3, 4, None))]  # fmt: skip
    (row,) = dyads(frame(rows), by="year").to_dicts()
    assert row == {
        "a": "USA",
        "b": "BLR",
        "period": date(2025, 1, 1),
        "events": 8,
        "verbal_cooperation": 2,
        "material_cooperation": 1,
        "verbal_conflict": 3,
        "material_conflict": 1,
        "approximate": 0,
        "mean_intensity": 3.5,
        "sum_intensity": 28.0,
        "first_event": date(2025, 12, 13),
        "last_event": date(2025, 12, 13),
    }


def test_periods_begin_where_the_calendar_says() -> None:
    # A Sunday, the Monday after it, and the first day of a year.
    rows = [act("USA", "BLR", day) for day in ("2025-12-28", "2025-12-29", "2026-01-01")]
    periods: dict[Period, list[tuple[date, int]]] = {
        "day": [(date(2025, 12, 28), 1), (date(2025, 12, 29), 1), (date(2026, 1, 1), 1)],
        "week": [(date(2025, 12, 22), 1), (date(2025, 12, 29), 2)],
        "month": [(date(2025, 12, 1), 2), (date(2026, 1, 1), 1)],
        "year": [(date(2025, 1, 1), 2), (date(2026, 1, 1), 1)],
    }
    for by, expected in periods.items():
        assert dyads(frame(rows), by=by).select("period", "events").rows() == expected


def test_states_plans_and_what_has_no_day_are_left_out() -> None:
    rows = [
        act("USA", "BLR", "2025-12-13", kind="state"),
        act("USA", "BLR", None),
        *(act("USA", "BLR", "2025-12-13", modality=one.value) for one in Modality),
    ]
    (row,) = dyads(frame(rows)).to_dicts()
    assert row["events"] == len(LIVE) < len(Modality)


def test_what_nobody_dates_stands_where_it_was_first_reported() -> None:
    rows = [
        act("USA", "BLR", None, reported_on=date(2025, 12, 18)),
        act("USA", "BLR", "2025-12-02", reported_on=date(2026, 1, 5)),
    ]
    (row,) = dyads(frame(rows), by="month").to_dicts()
    assert (row["events"], row["approximate"]) == (2, 1)
    assert (row["first_event"], row["last_event"]) == (date(2025, 12, 2), date(2025, 12, 18))


def test_a_window_that_is_longer_than_the_period_is_approximate() -> None:
    # February 2022, and a weekend that ends with its week.
    rows = [
        act("USA", "BLR", "2022-02-01", valid_to=date(2022, 3, 1)),
        act("USA", "BLR", "2022-02-05", valid_to=date(2022, 2, 7)),
    ]
    approximate = {by: dyads(frame(rows), by=by)["approximate"].sum() for by in PERIODS}
    assert approximate == {"day": 2, "week": 1, "month": 0, "year": 0}


def test_both_directions_are_two_dyads_unless_asked_otherwise() -> None:
    rows = [act("USA", "BLR", "2025-12-13"), act("BLR", "USA", "2025-12-14")]
    week = date(2025, 12, 8)
    assert counts(dyads(frame(rows))) == [("BLR", "USA", week, 1), ("USA", "BLR", week, 1)]
    assert counts(dyads(frame(rows), directed=False)) == [("BLR", "USA", week, 2)]


def test_both_ends_are_among_those_named() -> None:
    rows = [act("USA", one, "2025-12-13") for one in ("BLR", "BLR:OPP", "NATO")]
    found = dyads(frame(rows), between={"USA", "BLR"})
    assert found["b"].to_list() == ["BLR"]


def test_days_are_bounded_by_since_and_until() -> None:
    rows = [act("USA", "BLR", f"2025-12-{day}") for day in (10, 11, 12, 13)]
    (row,) = dyads(
        frame(rows), by="year", since=date(2025, 12, 11), until=date(2025, 12, 13)
    ).to_dicts()
    assert (row["first_event"], row["last_event"]) == (date(2025, 12, 11), date(2025, 12, 12))


def test_an_unknown_period_is_named() -> None:
    by: Any = "quarter"
    with pytest.raises(GraphError, match="'quarter' is no period: use day, week, month or year"):
        dyads(frame([]), by=by)


def test_nothing_gives_the_same_columns() -> None:
    full = dyads(frame([act("USA", "BLR", "2025-12-13")]))
    assert dyads(frame([])).schema == full.schema


_DAYS = st.dates(date(2024, 12, 20), date(2025, 3, 10))
_ROWS = st.lists(
    st.builds(
        act,
        st.sampled_from(["BLR", "USA", "RUS"]),
        st.sampled_from(["POL", "USA", "CHN"]),
        st.none(),
        st.sampled_from([1, 2, 3, 4, None]),
        kind=st.sampled_from(["event", "event", "state"]),
        modality=st.sampled_from([one.value for one in Modality]),
        valid_from=st.none() | _DAYS,
        reported_on=st.none() | _DAYS,
        intensity=st.sampled_from([-10.0, -0.1, 0.0, 0.2, 0.3, 7.0]),
    ),
    max_size=30,
)


@given(_ROWS, st.sampled_from(PERIODS), st.randoms(use_true_random=False))
def test_a_plain_loop_counts_the_same(rows: list[dict[str, Any]], by: Period, chance: Any) -> None:
    expected: defaultdict[tuple[str, str, date], int] = defaultdict(int)
    for row in rows:
        day = row["valid_from"] or row["reported_on"]
        if row["kind"] == "event" and Modality(row["modality"]) in LIVE and day is not None:
            expected[row["source"], row["target"], first_day(day, by)] += 1
    found = dyads(frame(rows), by=by)
    assert counts(found) == [(*key, expected[key]) for key in sorted(expected)]
    chance.shuffle(rows)
    assert dyads(frame(rows), by=by).equals(found)


def first_day(day: date, by: Period) -> date:
    """The first day of the period that a day lies in."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(month=1 if by == "year" else day.month, day=day.day if by == "day" else 1)
