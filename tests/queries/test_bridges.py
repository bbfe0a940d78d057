"""Who stands between the camps."""

from __future__ import annotations

import pytest

from detente.queries.bridges import Bridges, bridges
from detente.queries.camps import camps
from tests.queries.blocs import (
    DAY,
    EAST,
    FRIENDLY,
    HOSTILE,
    MEDIATOR,
    WEST,
    Act,
    acts_of,
    between,
    two_blocs,
)

DAYS = range(1, 15)


def found(acts: list[Act]) -> Bridges:
    return bridges(camps(acts_of(acts), as_of=DAY, seeds=20))


def test_the_common_friend_stands_between() -> None:
    answer = found(two_blocs(DAYS))
    first = answer.found[0]
    assert (first.actor, first.verdict, answer.verdict) == (MEDIATOR, "supported", "supported")
    # Whichever side it is put on, half of its friends are on the other, give or take the draws.
    assert first.value == pytest.approx(0.5, abs=0.1)
    assert first.low < first.value < first.high
    # All 25 ways from West to East lead through it, of the 45 pairs of others.
    assert first.between == pytest.approx(25 / 45, abs=1e-4)
    assert len(first.edges) == 5
    assert all(MEDIATOR in (edge.a, edge.b) for edge in first.edges)


def test_members_have_only_the_common_friend_outside() -> None:
    others = found(two_blocs(DAYS)).found[1:]
    assert {one.actor for one in others} == {*WEST, *EAST}
    assert all(one.value < 0.25 and one.between == 0.0 for one in others)


def test_two_blocs_without_a_common_friend_have_no_bridge() -> None:
    answer = found([act for act in two_blocs(DAYS) if MEDIATOR not in act[:2]])
    assert {one.verdict for one in answer.found} == {"not enough evidence"}
    assert all(one.value == 0.0 for one in answer.found)


def test_a_member_with_a_friend_across_comes_next() -> None:
    acts = [act for act in two_blocs(DAYS) if set(act[:2]) not in ({"W1", "E1"}, {"W1", MEDIATOR})]
    crossing = between(["W1"], ["E1"], FRIENDLY, DAYS)
    first = found([act for act in [*acts, *crossing] if MEDIATOR not in act[:2]]).found[0]
    assert first.actor in {"W1", "E1"}
    assert (first.edges[0].a, first.edges[0].b) == ("E1", "W1")


def test_without_camps_there_are_no_bridges() -> None:
    answer = found([("A", "B", FRIENDLY, 1), ("A", "C", HOSTILE, 1)])
    assert (answer.found, answer.verdict) == ((), "not enough evidence")
