"""Turns put into an invented world are found; what goes on as it did is not called a turn."""

from __future__ import annotations

import pickle

import polars as pl
import pytest

from detente.queries.shifts import Shift, Shifts, shifts
from tests.queries.shifts.worlds import acts, calm_world, day, spread

QUARREL, THAW = ("AAA", "BBB"), ("MMM", "NNN")
TURNED = 180


def world() -> pl.DataFrame:
    rows = calm_world()
    rows += spread(QUARREL, "040", range(300), 0.2, 1)
    rows += spread(QUARREL, "112", range(TURNED), 0.02, 2)
    rows += spread(QUARREL, "112", range(TURNED, 300), 0.6, 3)
    rows += spread(QUARREL, "190", range(TURNED, 300), 0.4, 4)
    rows += spread(THAW, "112", range(TURNED), 0.3, 5)
    rows += spread(THAW, "040", range(TURNED, 300), 0.8, 6)
    rows += spread(THAW, "070", range(TURNED, 300), 0.3, 7)
    return acts(rows)


@pytest.fixture(scope="module")
def found() -> Shifts:
    return shifts(world())


def of(found: Shifts, pair: tuple[str, str]) -> list[Shift]:
    return [one for one in found.shifts if (one.a, one.b) == pair]


def test_a_quarrel_and_a_thaw_are_found_with_their_direction_and_day(found: Shifts) -> None:
    for pair, direction in ((QUARREL, "colder"), (THAW, "warmer")):
        best = of(found, pair)[0]
        assert best.direction == direction
        assert abs((best.date - day(TURNED)).days) <= 7
        assert best.date_low <= day(TURNED) <= best.date_high
        assert best.probability >= 0.5
        assert best.size > 2
        assert best.verdict == "supported"


def test_pairs_that_go_on_as_they_did_are_not_called_turned(found: Shifts) -> None:
    calm = [one for one in found.shifts if one.a.startswith("C")]
    assert [one for one in calm if one.verdict == "supported"] == []
    turned = min(of(found, pair)[0].probability for pair in (QUARREL, THAW))
    assert max((one.probability for one in calm), default=0.0) < turned - 0.2


def test_all_that_is_not_negligible_is_shown_the_likeliest_first(found: Shifts) -> None:
    probabilities = [one.probability for one in found.shifts]
    assert probabilities == sorted(probabilities, reverse=True)
    assert min(probabilities) >= 0.05
    assert any(one.verdict == "not enough evidence" for one in found.shifts)


def test_counts_are_those_of_sixty_days_on_either_side(found: Shifts) -> None:
    best = of(found, QUARREL)[0]
    frame = world().filter(pl.col("source") == "AAA")
    gap = (pl.col("day") - best.date).dt.total_days()
    assert best.n_before == frame.filter(gap >= -60, gap < 0).height
    assert best.n_after == frame.filter(gap >= 0, gap < 60).height


def test_drivers_are_deeds_of_the_quarrel_near_its_day(found: Shifts) -> None:
    best = of(found, QUARREL)[0]
    assert len(best.drivers) == 10
    assert best.drivers[0].statement_id.startswith("AAABBB-190-")
    shares = [one.share for one in best.drivers]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.001
    assert best.carried_by >= 10


def test_the_order_of_the_rows_and_who_is_named_first_do_not_matter(found: Shifts) -> None:
    turned = world().sample(fraction=1.0, shuffle=True, seed=5)
    swapped = turned.rename({"source": "target", "target": "source"}).select(turned.columns)
    assert pickle.dumps(shifts(turned)) == pickle.dumps(found)
    assert pickle.dumps(shifts(swapped)) == pickle.dumps(found)


def test_what_comes_later_does_not_change_what_was_known() -> None:
    whole = world()
    then = shifts(whole, until=day(220))
    assert then.until == day(220)
    assert then.shifts == shifts(whole.filter(pl.col("day") <= day(220))).shifts


def test_one_dyad_is_judged_as_among_all(found: Shifts) -> None:
    asked = shifts(world(), between=("BBB", "AAA"))
    assert list(asked.shifts) == of(found, QUARREL)
    assert shifts(world(), between=QUARREL, passed=found.passed) == asked


def test_a_window_shows_only_what_lies_in_it(found: Shifts) -> None:
    part = shifts(world(), since=day(100), until=day(299))
    assert part.shifts == tuple(one for one in found.shifts if one.date >= day(100))


def test_silent_and_sparse_pairs_are_named() -> None:
    rows = [
        *calm_world(),
        ("old", "OLD", "PAL", day(3), 1, 1.0, 1.0, "040"),
        ("few", "RAR", "TIM", day(250), 1, 1.0, 1.0, "040"),
    ]
    found = shifts(acts(rows), since=day(100))
    assert found.silent == (("OLD", "PAL"),)
    assert found.sparse == (("RAR", "TIM"),)
    assert shifts(acts(rows), between=("XXX", "PAL")).silent == (("PAL", "XXX"),)


def test_few_statements_are_never_called_a_turn() -> None:
    rows = [
        *calm_world(),
        *((f"q{n}", "FEW", "TIM", day(180 + n), 4, -10.0, 1.0, "190") for n in range(10)),
    ]
    found = of(shifts(acts(rows)), ("FEW", "TIM"))
    assert all(one.verdict == "not enough evidence" for one in found)


def test_nothing_told_gives_no_turn_and_no_error() -> None:
    nothing = shifts(acts([]), since=day(0), until=day(10))
    assert nothing.shifts == ()
    assert nothing.silent == nothing.sparse == ()
    assert shifts(acts([]), between=("BBB", "AAA"), until=day(9)).silent == (("AAA", "BBB"),)


def test_a_single_report_gives_no_turn() -> None:
    found = shifts(acts([("s", "AAA", "BBB", day(0), 4, -10.0, 1.0, "190")]))
    assert found.shifts == ()
    assert found.sparse == (("AAA", "BBB"),)
