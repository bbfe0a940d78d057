"""Whose quarrels come after another's."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from detente.queries.follows import ENOUGH_WEEKS, Follow, Follows, follows
from tests.queries.blocs import DAY, FRIENDLY, HOSTILE, Act, acts_of

WEEKS, LAG = 60, 2
TARGETS = ("T1", "T2", "T3", "T4")


def quarrels(actor: str, target: str, weeks: set[int]) -> list[Act]:
    """A friendly act every week, and three hostile ones in the weeks named."""
    acts = [(actor, target, FRIENDLY, 7 * (WEEKS - 1 - week) + 3) for week in range(WEEKS)]
    hostile = [7 * (WEEKS - 1 - week) + day for week in sorted(weeks) for day in (1, 2, 4)]
    return [*acts, *[(actor, target, HOSTILE, ago) for ago in hostile]]


def some_weeks(seed: int) -> set[int]:
    return set(np.random.default_rng(seed).choice(WEEKS - LAG, 12, replace=False).tolist())


def world() -> list[Act]:
    """C quarrels with each target two weeks after A did; I does when it likes."""
    acts: list[Act] = [("A", "T1", FRIENDLY, 7 * WEEKS - 1)]
    for number, target in enumerate(TARGETS):
        led = some_weeks(number)
        acts += quarrels("A", target, led)
        acts += quarrels("C", target, {week + LAG for week in led})
        acts += quarrels("I", target, some_weeks(100 + number))
    return acts


def found(acts: list[Act], leader: str = "A", **options: int) -> Follows:
    return follows(acts_of(acts), leader=leader, as_of=DAY, **options)


def follower(answer: Follows, actor: str) -> Follow:
    return next(one for one in answer.found if one.follower == actor)


def test_the_follower_is_found_with_its_lag() -> None:
    answer = found(world())
    first = answer.found[0]
    assert (first.leader, first.follower, first.lag) == ("A", "C", LAG)
    assert (first.weeks, answer.weeks, first.verdict) == (WEEKS, WEEKS, "supported")
    assert first.value > 0.8
    assert first.low < first.value < first.high
    assert first.p == pytest.approx(1 / 1000)
    assert first.p <= first.adjusted
    assert {target for target, _ in first.targets} == {*TARGETS}
    assert {driver.statement_id[:3] for driver in first.drivers} <= {
        f"C>{one[0]}" for one in TARGETS
    }
    led = {(act[1], act[3] // 7) for act in world() if act[0] == "A" and act[2] == HOSTILE}
    for driver in first.drivers:
        target, ago = driver.statement_id[2:4], int(driver.statement_id[7:].split("#")[0])
        assert driver.statement_id[4:7] == ":3@"
        assert (target, ago // 7 + LAG) in led
        # Three hostile acts in each of twelve weeks against four third parties weigh alike.
        assert driver.share == pytest.approx(-1 / 144, abs=1e-4)


def test_who_quarrels_when_it_likes_does_not_follow() -> None:
    assert follower(found(world()), "I").verdict == "not enough evidence"


def test_the_leader_does_not_follow_its_follower() -> None:
    back = follower(found(world(), leader="C"), "A")
    assert (back.verdict, back.p > 0.05) == ("not enough evidence", True)


def test_chance_alone_is_called_significant_about_as_often_as_it_should() -> None:
    # Forty actors that quarrel when they like: two are expected at p <= 0.05, eight are not.
    acts = [act for act in world() if act[0] == "A"]
    for number in range(40):
        for at, target in enumerate(TARGETS):
            acts += quarrels(f"I{number}", target, some_weeks(1000 + 10 * number + at))
    answer = found(acts, turns=199)
    assert len(answer.found) == 40
    assert sum(one.p <= 0.05 for one in answer.found) <= 7
    assert sum(one.p <= 0.5 for one in answer.found) >= 10
    assert all(one.verdict != "supported" for one in answer.found)


def test_fewer_than_thirty_weeks_are_refused() -> None:
    young = [act for act in world() if act[3] < 7 * ENOUGH_WEEKS - 1]
    answer = found(young)
    assert (answer.found, answer.weeks, answer.verdict) == ((), 29, "not enough evidence")
    assert answer.note == "only 29 weeks in common: at least 30 are needed"
    assert found(world(), weeks=29).note == answer.note
    assert found(world(), weeks=30).note is None


def test_one_third_party_alone_says_nothing() -> None:
    answer = found([act for act in world() if act[1] == "T1"])
    assert answer.found == ()
    assert answer.note is not None


def test_of_a_stranger_nothing_is_known() -> None:
    assert found(world(), leader="NOBODY").note == "nothing is known of NOBODY"
    assert found([]).verdict == "not enough evidence"


def test_others_and_what_comes_later_change_nothing_but_the_adjustment() -> None:
    frame = acts_of(world())
    later = acts_of([("A", "T1", HOSTILE, -9)])
    alone = follows(frame.filter(frame["source"] != "I"), leader="A", as_of=DAY)
    both = follows(later.vstack(frame), leader="A", as_of=DAY)
    one, other = follower(alone, "C"), follower(both, "C")
    assert one._replace(adjusted=0.0) == other._replace(adjusted=0.0)
    assert follows(frame, leader="A", as_of=DAY - timedelta(days=70)).weeks == WEEKS - 10
