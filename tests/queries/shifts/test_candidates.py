"""Which peaks are candidates for a turn, and which of two directions can be called one."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from detente.queries.shifts import shifts
from detente.queries.shifts.candidates import TURNS_APART, Peaks, apart, leading
from tests.queries.shifts.worlds import acts, calm_world, spread

QUARREL = ("AAA", "BBB")
TURNED = 180


def peaks(*given: tuple[int, int, bool, float]) -> Peaks:
    """Peaks of dyad, day, whether colder, and score."""
    dyad, day, colder, score = zip(*given, strict=True)
    none = np.zeros(len(given), dtype=np.int64)
    return Peaks(
        dyad=np.array(dyad),
        day=np.array(day),
        colder=np.array(colder, dtype=np.int64),
        scale=none,
        evidence=np.zeros(len(given)),
        traits=np.zeros((len(given), 1)),
        score=np.array(score),
    )


def test_only_peaks_of_one_dyad_and_direction_compete() -> None:
    found = peaks(
        (0, 100, True, 2.0),
        (0, 110, True, 1.0),
        (0, 110, False, 1.5),
        (0, 115, True, 0.5),
        (1, 100, True, 0.1),
    )
    assert apart(found, 14).tolist() == [0, 2, 3, 4]


def test_of_two_directions_within_days_the_likelier_leads() -> None:
    found = peaks(
        (0, 100, True, 2.0), (0, 110, False, 1.5), (0, 130, False, 1.0), (1, 110, False, 0.1)
    )
    assert leading(found, 14).tolist() == [True, False, True, True]
    same = peaks((0, 100, False, 1.0), (0, 100, True, 1.0))
    assert leading(same, 14).tolist() == [False, True]


def test_nothing_found_leads_nothing() -> None:
    none = peaks((0, 100, True, 2.0)).take(np.zeros(0, dtype=np.int64))
    assert (apart(none, 14).tolist(), leading(none, 14).tolist()) == ([], [])


def test_a_quarrel_with_talks_about_it_is_shown_both_ways_and_supported_one_way() -> None:
    rows = calm_world()
    rows += spread(QUARREL, "040", range(300), 0.1, 1)
    rows += spread(QUARREL, "112", range(TURNED, 300), 0.6, 3)
    rows += spread(QUARREL, "190", range(TURNED, 300), 0.4, 4)
    rows += spread(QUARREL, "040", range(TURNED, TURNED + 20), 0.3, 5)
    found = [one for one in shifts(acts(rows)).shifts if (one.a, one.b) == QUARREL]
    near = [
        (one, other)
        for one, other in combinations(found, 2)
        if abs((one.date - other.date).days) <= TURNS_APART
    ]
    assert len(near) > 0
    for one, other in near:
        assert one.direction != other.direction
        assert [one.verdict, other.verdict].count("supported") <= 1
    assert found[0].verdict == "supported"
