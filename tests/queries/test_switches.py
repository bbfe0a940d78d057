"""Who changed camps between two days."""

from __future__ import annotations

from datetime import timedelta

from detente.queries.camps import camps
from detente.queries.switches import LEAST, Switches, switches
from tests.queries.blocs import (
    DAY,
    EAST,
    FRIENDLY,
    HOSTILE,
    WEST,
    Act,
    acts_of,
    between,
    two_blocs,
)

EARLIER = 300
BEFORE, SINCE = [300, 302, 304, 306, 308, 310, 312, 314], [1, 3, 5, 7, 9, 11, 13, 15]


def world(*, early: int, late: int) -> list[Act]:
    """Two blocs on both days, and S, which is friends with `early` of the West first and with the
    East later, hostile to the other side each time."""
    acts = [*two_blocs(BEFORE), *two_blocs(SINCE)]
    for days, friends, foes in ((BEFORE[:early], WEST, EAST), (SINCE[:late], EAST, WEST)):
        acts += between(["S"], friends, FRIENDLY, days)
        acts += between(["S"], foes, HOSTILE, days)
    return acts


def found(acts: list[Act]) -> Switches:
    before, after = (
        camps(acts_of(acts), as_of=day, half_life={"verbal": 60.0, "material": 60.0}, seeds=20)
        for day in (DAY - timedelta(days=EARLIER), DAY)
    )
    return switches(before, after)


def test_the_actor_that_changed_sides_is_found_with_the_dyads_that_drove_it() -> None:
    answer = found(world(early=8, late=8))
    assert {frozenset(anchors) for anchors in answer.anchors} == {frozenset(EAST), frozenset(WEST)}
    first = answer.found[0]
    assert (first.actor, set(first.left), set(first.joined)) == ("S", {*WEST}, {*EAST})
    assert first.verdict == answer.verdict == "supported"
    assert first.low < first.value <= first.high
    assert first.value == round(first.before * first.after, 4)
    assert {drift.other for drift in first.drivers} <= {*WEST, *EAST}
    for drift in first.drivers:
        warmer = drift.after > drift.before
        assert warmer == (drift.other in EAST)
        assert all(driver.statement_id.startswith("S>") for driver in drift.drivers)


def test_nobody_else_switched() -> None:
    answer = found(world(early=8, late=8))
    assert [one.actor for one in answer.found if one.verdict != "not enough evidence"] == ["S"]


def test_nothing_is_claimed_of_who_stood_nowhere_first() -> None:
    # One act with each of the West is not enough to say that S stood there.
    acts = [*two_blocs(BEFORE), *two_blocs(SINCE), ("S", "W1", FRIENDLY, 301)]
    acts += [*between(["S"], EAST, FRIENDLY, SINCE), *between(["S"], WEST, HOSTILE, SINCE)]
    claimed = [one for one in found(acts).found if one.verdict != "not enough evidence"]
    assert claimed == []


def test_every_claim_stands_on_both_days() -> None:
    for early in (1, 3, 8):
        for one in found(world(early=early, late=8)).found:
            if one.verdict != "not enough evidence":
                assert min(one.before, one.after) >= LEAST


def test_two_still_blocs_hold_no_switch() -> None:
    answer = found([*two_blocs(BEFORE), *two_blocs(SINCE)])
    assert answer.verdict == "not enough evidence"
    assert len(answer.anchors) == 2


def test_without_camps_nobody_switches() -> None:
    answer = found([("A", "B", FRIENDLY, 310), ("A", "B", HOSTILE, 5)])
    assert (answer.found, answer.anchors, answer.verdict) == ((), (), "not enough evidence")
