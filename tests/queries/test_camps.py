"""Camps, their doubt, and what runs against them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.camps import Camps, camps, tie_weights
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
    within,
)

TIES = {
    "a": pl.String,
    "b": pl.String,
    "obligation": pl.String,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
}


def treaty(a: str, b: str, obligation: str, since: date, until: date | None = None) -> pl.DataFrame:
    return pl.DataFrame([(a, b, obligation, since, until)], schema=TIES, orient="row")


def found(acts: list[Act], ties: pl.DataFrame | None = None) -> Camps:
    return camps(acts_of(acts), ties, as_of=DAY, seeds=20)


def probability(answer: Camps, a: str, b: str) -> float:
    return float(answer.same[answer.actors.index(a), answer.actors.index(b)])


def test_two_blocs_are_two_camps_and_the_mediator_is_in_neither() -> None:
    answer = found(two_blocs())
    assert [set(camp.members) for camp in answer.camps] == [set(EAST), set(WEST)]
    assert answer.unassigned == (MEDIATOR,)
    assert answer.verdict == "supported"
    assert all(camp.verdict == "supported" and camp.ties == 10 for camp in answer.camps)
    assert answer.out_of_line == ()
    assert answer.low <= answer.value <= answer.high


def test_pairs_hold_every_two_actors_once() -> None:
    answer = found(two_blocs())
    pairs = answer.pairs()
    assert pairs.columns == ["a", "b", "probability_same"]
    assert pairs.height == 11 * 10 // 2
    assert (pairs["a"] < pairs["b"]).all()
    table = {(a, b): share for a, b, share in pairs.iter_rows()}
    assert min(table[pair] for pair in table if {*pair} <= {*WEST} or {*pair} <= {*EAST}) > 0.9
    assert max(table[f"E{east}", f"W{west}"] for east in "12345" for west in "12345") < 0.1


def test_a_quarrel_within_a_camp_is_out_of_line_and_does_not_split_it() -> None:
    acts = [act for act in two_blocs() if set(act[:2]) != {"W1", "W2"}]
    answer = found([*acts, *between(["W1"], ["W2"], HOSTILE, range(1, 30))])
    assert set(WEST) in [set(camp.members) for camp in answer.camps]
    first = answer.out_of_line[0]
    assert (first.dyad.a, first.dyad.b, first.within) == ("W1", "W2", True)
    assert {driver.statement_id[:7] for driver in first.dyad.drivers} == {"W1>W2:3"}
    assert 0.5 < probability(answer, "W1", "W2") < probability(answer, "W1", "W3")


def test_a_friendship_across_is_out_of_line() -> None:
    acts = [act for act in two_blocs() if set(act[:2]) != {"W1", "E1"}]
    answer = found([*acts, *between(["W1"], ["E1"], FRIENDLY, range(1, 15))])
    across = [(one.dyad.a, one.dyad.b) for one in answer.out_of_line if not one.within]
    assert across == [("E1", "W1")]


def test_one_article_makes_no_camp() -> None:
    answer = found([("A", "B", FRIENDLY, 0), ("A", "C", HOSTILE, 0), ("B", "C", HOSTILE, 0)])
    assert (answer.camps, answer.verdict) == ((), "not enough evidence")
    assert [(edge.a, edge.b) for edge in answer.edges] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert probability(answer, "A", "B") > 0.5 > probability(answer, "A", "C")
    assert found([]).pairs().height == 0


def test_a_promise_of_help_brings_strangers_together_while_it_is_in_force() -> None:
    # S is friends with the mediator alone: nothing but a treaty says where it stands.
    acts = [*two_blocs(), *between(["S"], [MEDIATOR], FRIENDLY, (1, 2, 3))]
    since = date(2000, 1, 1)
    allied = pl.concat([treaty("S", west, "defence", since) for west in WEST])
    without, with_ = (probability(found(acts, ties), "S", "W3") for ties in (None, allied))
    assert with_ > 0.6
    assert without < 0.5
    assert with_ > probability(found(acts, allied), "S", "E3")


@pytest.mark.parametrize(
    ("obligation", "since", "until", "weight"),
    [
        ("defence", DAY, None, 0.1),
        ("defence", DAY + timedelta(days=1), None, 0.0),
        ("consultation", date(1990, 1, 1), DAY + timedelta(days=1), 0.1),
        ("consultation", date(1990, 1, 1), DAY, 0.0),
        ("non-aggression", date(1990, 1, 1), None, 0.0),
    ],
)
def test_treaties_weigh_from_their_first_day_to_the_day_before_their_end(
    obligation: str, since: date, until: date | None, weight: float
) -> None:
    ties = treaty("B", "A", obligation, since, until)
    assert tie_weights(ties, ("A", "B"), as_of=DAY).tolist() == [[0, weight], [weight, 0]]


def test_the_same_camps_whatever_the_order_and_what_came_later() -> None:
    frame = acts_of(two_blocs())
    later = acts_of(between(WEST, EAST, FRIENDLY, range(-9, 0)))
    first = camps(frame, as_of=DAY, seeds=5)
    again = camps(frame.reverse(), as_of=DAY, seeds=5)
    with_later = camps(pl.concat([later, frame]), as_of=DAY, seeds=5)
    for other in (again, with_later):
        assert other.camps == first.camps
        assert other.same.tolist() == first.same.tolist()


@given(st.lists(st.sampled_from([FRIENDLY, HOSTILE]), min_size=28, max_size=28))
def test_every_two_members_of_a_camp_stand_together(signs: list[int]) -> None:
    names = [f"A{number}" for number in range(8)]
    pairs = combinations(names, 2)
    acts = [(*pair, sign, ago) for pair, sign in zip(pairs, signs, strict=True) for ago in (0, 9)]
    answer = camps(acts_of(acts), as_of=DAY, seeds=10)
    for camp in answer.camps:
        at = [answer.actors.index(member) for member in camp.members]
        among = answer.together[np.ix_(at, at)]
        assert among.min() >= 0.8 - 1e-9
        assert camp.low == pytest.approx(among.min(), abs=1e-4)
        assert camp.low <= camp.together <= 1
    members = [member for camp in answer.camps for member in camp.members]
    assert sorted([*members, *answer.unassigned]) == names


def test_more_evidence_leaves_less_doubt() -> None:
    one = found([*within(WEST, FRIENDLY, [1]), *within(EAST, FRIENDLY, [1]),
                 *between(WEST, EAST, HOSTILE, [1])])  # fmt: skip
    many = found(two_blocs(range(1, 20)))
    assert probability(one, "W1", "W2") < probability(many, "W1", "W2")
    assert probability(one, "W1", "E2") > probability(many, "W1", "E2")
