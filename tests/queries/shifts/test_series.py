"""Expected values are counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from detente.queries.shifts.series import Block, events_of
from tests.queries.shifts.worlds import acts, calm_world, day

MEETING = [
    ("s2", "AAA", "BBB", day(3), 1, 1.0, 0.9, "040"),
    ("s1", "BBB", "AAA", day(3), 1, 1.0, 0.9, "040"),
    ("s3", "AAA", "BBB", day(3), 1, 1.0, 0.5, "040"),
]


def test_one_event_a_day_and_relation_whoever_is_named_first() -> None:
    events = events_of(acts([*MEETING, ("s4", "AAA", "BBB", day(3), 3, -2.0, 1.0, "112")]))
    assert len(events.day) == 2
    assert events.rows.tolist() == [3, 1]
    assert events.pair(0) == ("AAA", "BBB")
    assert events.first == day(3)


def test_the_statement_of_most_weight_stands_for_the_event_then_the_lowest_id() -> None:
    events = events_of(acts(MEETING))
    assert events.best(0) == "s1"
    assert events.told(0) == ("s1", "s2", "s3")


def test_without_a_relation_quad_class_and_intensity_tell_events_apart() -> None:
    other = ("s9", "AAA", "BBB", day(3), 1, 7.0, 1.0, "057")
    events = events_of(acts([*MEETING, other]).drop("relation"))
    assert sorted(events.rows.tolist()) == [1, 3]


def test_what_has_no_day_or_no_other_side_is_no_event() -> None:
    frame = acts([*MEETING, ("s5", "AAA", "AAA", day(4), 1, 1.0, 1.0, "040")])
    nowhere = frame.head(1).with_columns(pl.lit(None, dtype=pl.String).alias("target"))
    undated = frame.head(1).with_columns(pl.lit(None, dtype=pl.Date).alias("day"))
    assert len(events_of(pl.concat([frame, nowhere, undated])).day) == 1


def test_nothing_told_is_no_error() -> None:
    events = events_of(acts([]), until=date(2030, 5, 1))
    assert len(events) == 0
    assert events.first == date(2030, 5, 1)


def test_counts_around_a_day() -> None:
    rows = [
        (f"s{number}", "AAA", "BBB", day(number), quad, 1.0, 1.0, f"0{quad}")
        for number, quad in ((0, 1), (4, 1), (5, 3), (9, 4), (10, 2))
    ]
    block = Block(events_of(acts(rows)), np.array([0]))
    row, at = np.array([0]), np.array([5])
    assert block.before("cooperation", row, at, 3)[0].tolist() == [1.0]
    assert block.before("cooperation", row, at, 30)[0].tolist() == [2.0]
    assert block.after("conflict", row, at, 4)[0].tolist() == [1.0]
    assert block.after("conflict", row, at, 5)[0].tolist() == [2.0]
    assert block.after("material cooperation", row, at, 30)[0].tolist() == [1.0]


def test_exposure_grows_faster_where_more_is_told_of_everybody() -> None:
    busy = [
        (f"x{number}", f"E{number}", f"F{number}", day(100), 1, 1.0, 1.0, "040")
        for number in range(400)
    ]
    exposure = np.diff(events_of(acts([*calm_world(), *busy])).exposure[False])
    assert exposure[100] > 5 * np.median(exposure)
    assert abs(float(exposure.mean()) - 1.0) < 1e-9


def test_blocks_part_the_dyads_and_lose_none() -> None:
    events = events_of(acts(calm_world(3000)))
    blocks = list(events.blocks(np.arange(len(events))))
    assert np.concatenate([block.dyads for block in blocks]).tolist() == list(range(len(events)))
    whole = sum(float(block.total("cooperation").sum()) for block in blocks)
    assert whole == float((events.quad <= 2).sum())
    assert len(blocks) == 1 or max(len(block.dyads) for block in blocks) < len(events)
