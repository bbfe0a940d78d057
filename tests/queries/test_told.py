"""Which acts tell the same event, and which of them stands for it. All are made up."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.acts import told
from tests.queries.blocs import FRIENDLY, HOSTILE, Act, acts_of

#: Two of the same day and code, one of another code, one of another day, one of another pair.
ACTS: list[Act] = [
    ("A", "B", FRIENDLY, 3),
    ("B", "A", FRIENDLY, 3),
    ("A", "B", HOSTILE, 3),
    ("A", "B", FRIENDLY, 2),
    ("C", "B", FRIENDLY, 3),
]


def events(acts: pl.DataFrame) -> list[list[str]]:
    """The ids of the acts that tell each event, the best first."""
    found = told(acts)
    ids = found.acts["statement_id"].to_list()
    return [ids[begin:end] for begin, end in pairwise([*found.first.tolist(), len(ids)])]


def test_one_pair_day_and_code_is_one_event_whoever_is_named_first() -> None:
    # ACCUSED comes before MET.
    assert events(acts_of(ACTS)) == [
        ["A>B:3@3#2"],
        ["A>B:1@3#0", "B>A:1@3#1"],
        ["A>B:1@2#3"],
        ["C>B:1@3#4"],
    ]
    assert told(acts_of(ACTS)).actors == ("A", "B", "C")


def test_the_act_of_most_weight_stands_for_the_event() -> None:
    heavier = pl.when(pl.col("source") == "B").then(2.0).otherwise(1.0)
    found = events(acts_of(ACTS).with_columns(heavier.alias("weight")))
    assert ["B>A:1@3#1", "A>B:1@3#0"] in found


def test_without_codes_quad_class_and_intensity_tell_events_apart() -> None:
    acts = acts_of(ACTS).drop("relation")
    assert sorted(events(acts)) == sorted(events(acts_of(ACTS)))
    other = pl.when(pl.col("source") == "B").then(0.5).otherwise("intensity")
    apart = events(acts.with_columns(other.alias("intensity")))
    assert sorted(map(len, apart)) == [1] * len(ACTS)


def test_what_has_no_day_no_other_end_or_no_weight_is_no_event() -> None:
    acts = acts_of(ACTS)
    for nothing in (
        acts.with_columns(pl.lit(None, dtype=pl.Date).alias("day")),
        acts.with_columns(pl.col("source").alias("target")),
        acts.with_columns(pl.lit(0.0).alias("weight")),
        acts.head(0),
    ):
        assert events(nothing) == []


@given(st.permutations(range(len(ACTS))))
def test_the_order_of_acts_does_not_matter(order: list[int]) -> None:
    acts = acts_of(ACTS)
    assert events(acts[order]) == events(acts)
