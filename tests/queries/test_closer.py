"""Who moved closer to a pole, and who did so without leaving another."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest

from detente.queries.closer import Closer, Move, closer
from detente.queries.friendliness import Friendliness, friendliness
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

SINCE = 100
BEFORE, AFTER = range(SINCE, SINCE + 24, 2), range(0, 24, 2)
P, Q = "E1", "W1"


def world(movers: list[Act]) -> list[Act]:
    return [*two_blocs([*BEFORE, *AFTER]), *QUARRELS, *movers]


def sides(frame: pl.DataFrame) -> tuple[Friendliness, Friendliness]:
    """Up to the first day, and since."""
    first = DAY - timedelta(days=SINCE)
    return friendliness(frame, as_of=first), friendliness(frame, as_of=DAY, since=first)


def found(acts: list[Act], *, without_leaving: str | None = None) -> Closer:
    return closer(*sides(acts_of(acts)), to=P, without_leaving=without_leaving)


def move_of(answer: Closer, actor: str) -> Move:
    return next(one for one in answer.found if one.actor == actor)


# Both quarrel with third parties, so that friendship is more than their habit; and the hedger falls
# out with an old friend when it makes a new one, so that its habit stays what it was.
QUARRELS = between(
    ["HEDGER", "TURNCOAT"], [f"X{number}" for number in range(8)], HOSTILE, [*BEFORE, *AFTER]
)
# The hedger was a foe of P and a friend of Q, and is a friend of both; the turncoat left Q for P.
HEDGER = [
    *between(["HEDGER"], [P], HOSTILE, BEFORE),
    *between(["HEDGER"], [P], FRIENDLY, AFTER),
    *between(["HEDGER"], [Q], FRIENDLY, [*BEFORE, *AFTER]),
    *between(["HEDGER"], ["OLD"], FRIENDLY, BEFORE),
    *between(["HEDGER"], ["OLD"], HOSTILE, AFTER),
]
TURNCOAT = [
    *between(["TURNCOAT"], [P], HOSTILE, BEFORE),
    *between(["TURNCOAT"], [P], FRIENDLY, AFTER),
    *between(["TURNCOAT"], [Q], FRIENDLY, BEFORE),
    *between(["TURNCOAT"], [Q], HOSTILE, AFTER),
]


def test_both_moved_closer() -> None:
    answer = found(world([*HEDGER, *TURNCOAT]))
    assert {one.actor for one in answer.found if one.verdict == "supported"} == {
        "HEDGER",
        "TURNCOAT",
    }
    assert answer.verdict == "supported"
    first = move_of(answer, "HEDGER")
    assert first.probability > 0.95
    assert 0 < first.low < first.value < first.high
    assert (first.staying, first.hedging, first.lacks) == (None, None, ())


def test_only_the_hedger_did_not_leave() -> None:
    answer = found(world([*HEDGER, *TURNCOAT]), without_leaving=Q)
    hedger, turncoat = move_of(answer, "HEDGER"), move_of(answer, "TURNCOAT")
    assert answer.found[0] == hedger
    assert hedger.probability > 0.7
    assert turncoat.probability < 0.05
    assert hedger.staying is not None
    assert hedger.hedging == min(hedger.to.after, hedger.staying.after)
    assert (turncoat.hedging, turncoat.verdict) == (None, "not enough evidence")


def test_who_was_no_friend_of_the_other_pole_did_not_stay_with_it() -> None:
    foe = [act for act in HEDGER if act[1] != Q]
    acts = world([*foe, *between(["HEDGER"], [Q], HOSTILE, [*BEFORE, *AFTER])])
    assert move_of(found(acts), "HEDGER").probability > 0.9
    assert move_of(found(acts, without_leaving=Q), "HEDGER").probability < 0.2


def test_the_joint_probability_is_no_more_than_that_of_the_move() -> None:
    acts = world([*HEDGER, *TURNCOAT])
    alone, joint = found(acts), found(acts, without_leaving=Q)
    for one in joint.found:
        assert one.probability <= move_of(alone, one.actor).probability + 0.05


def test_what_carries_it_is_named_for_each_side() -> None:
    side = move_of(found(world(HEDGER), without_leaving=Q), "HEDGER").to
    assert side.n == (12, 12)
    assert {one.statement_id[:11] for one in side.drivers_before} == {"HEDGER>E1:3"}
    assert {one.statement_id[:11] for one in side.drivers_after} == {"HEDGER>E1:1"}
    assert side.before < 0 < side.after
    assert side.before_interval[0] < side.before < side.before_interval[1]


def test_the_pole_that_lacks_acts_is_named() -> None:
    fewer = [act for act in HEDGER if act[1] == P or act[3] >= SINCE]
    move = move_of(found(world(fewer), without_leaving=Q), "HEDGER")
    assert move.lacks == (f"{Q} after",)
    assert move.verdict != "supported"
    nothing = move_of(found(world([("NEW", P, FRIENDLY, 3)]), without_leaving=Q), "NEW")
    assert nothing.lacks == (f"{P} before", f"{P} after", f"{Q} before", f"{Q} after")
    assert nothing.verdict == "not enough evidence"


def test_the_day_itself_belongs_to_the_side_before() -> None:
    one = move_of(found(world([("NEW", P, FRIENDLY, SINCE)])), "NEW")
    assert one.to.n == (1, 0)
    other = move_of(found(world([("NEW", P, FRIENDLY, SINCE - 1)])), "NEW")
    assert other.to.n == (0, 1)


def test_others_do_not_change_what_is_found_of_one() -> None:
    few = found(world(HEDGER))
    later = acts_of([("LATER", P, HOSTILE, -5)])
    again = closer(*sides(later.vstack(acts_of(world(HEDGER)))), to=P)
    assert again.found == few.found


def test_nobody_moves_towards_who_is_not_known() -> None:
    answer = closer(*sides(acts_of(two_blocs())), to="NOBODY")
    assert (answer.found, answer.verdict) == ((), "not enough evidence")


@pytest.mark.parametrize("actor", [WEST[2], EAST[2]])
def test_who_stood_still_did_not_move(actor: str) -> None:
    assert move_of(found(world(HEDGER)), actor).verdict == "not enough evidence"
