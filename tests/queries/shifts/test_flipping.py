"""Without the drivers that it names a turn is judged otherwise, and with one more it is not."""

from __future__ import annotations

import polars as pl

from detente.queries.shifts import Shift, Shifts, flipping, shifts
from tests.queries.shifts.test_answer import QUARREL, THAW, world


def near(found: Shifts, shift: Shift) -> list[str]:
    """The verdicts on the turn after some statements were left out."""
    return [
        one.verdict
        for one in found.shifts
        if one.direction == shift.direction and abs((one.date - shift.date).days) < 14
    ]


def test_leaving_out_the_flipping_drivers_changes_the_verdict() -> None:
    whole = world()
    all_pairs = shifts(whole)
    for pair in (QUARREL, THAW):
        shift = next(one for one in all_pairs.shifts if (one.a, one.b) == pair)
        fewest = flipping(whole, shift, passed=all_pairs.passed)
        assert 0 < len(fewest) <= shift.carried_by
        assert [names[0] for names in fewest][:10] == [
            driver.statement_id for driver in shift.drivers
        ][: len(fewest)]
        gone = [name for names in fewest for name in names]
        rest = whole.filter(~pl.col("statement_id").is_in(gone))
        assert shift.verdict not in near(shifts(rest, between=pair), shift)


def test_one_driver_fewer_leaves_the_verdict() -> None:
    whole = world()
    found = shifts(whole, between=QUARREL)
    shift = found.shifts[0]
    fewest = flipping(whole, shift, passed=found.passed)[:-1]
    rest = whole.filter(~pl.col("statement_id").is_in([n for names in fewest for n in names]))
    again = shifts(rest, between=QUARREL, passed=found.passed)
    assert shift.verdict in near(again, shift)


def test_every_statement_that_tells_an_event_is_named() -> None:
    whole = world()
    twins = whole.with_columns(
        pl.format("{}-again", "statement_id").alias("statement_id"),
        pl.col("target").alias("source"),
        pl.col("source").alias("target"),
    )
    told = pl.concat([whole, twins])
    found = shifts(told, between=QUARREL)
    fewest = flipping(told, found.shifts[0], passed=found.passed)
    assert len(fewest) > 0
    assert all(len(names) == 2 for names in fewest)
