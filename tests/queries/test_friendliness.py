"""How friendly two actors are, beside what their habits let one expect."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta

from detente.queries.friendliness import (
    Friendliness,
    friendliness,
    verdict_of,
    weighed,
)
from detente.queries.habits import expected_conflict
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

KEPT = {"verbal": None, "material": None}


def known(acts: list[Act], **options: object) -> Friendliness:
    return friendliness(acts_of(acts), as_of=DAY, **options)  # type: ignore[arg-type]


def columns(found: Friendliness) -> list[list[float]]:
    return [found.expected.tolist(), found.friendlier.tolist(), found.weight.tolist()]


some_acts = st.lists(
    st.tuples(
        *[st.sampled_from([*WEST[:3], *EAST[:3], MEDIATOR])] * 2,
        st.integers(1, 4),
        st.integers(0, 400),
    ),
    max_size=60,
)


def test_two_blocs_have_friends_within_and_foes_across() -> None:
    found = known(two_blocs())
    for bloc in (WEST, EAST):
        for one, other in combinations(bloc, 2):
            dyad = found.dyad(one, other)
            assert dyad is not None
            assert dyad.weight > 0
            assert (dyad.verdict, dyad.n, dyad.days) == ("supported", 6, 6)
    for one in WEST:
        for other in EAST:
            dyad = found.dyad(one, other)
            assert dyad is not None
            assert dyad.friendlier < 0.1
            assert dyad.conflict > dyad.expected


def test_the_same_share_is_friendly_for_the_quarrelsome_and_cold_for_the_meek() -> None:
    # Q quarrels with all, P with nobody else; both have one hostile act in four with T.
    others = ["A", "B", "C", "D", "F", "G", "H"]
    acts = [
        *between(["Q"], others, HOSTILE, range(20)),
        *between(["P"], others, FRIENDLY, range(20)),
        *within([*others, "T"], FRIENDLY, range(10)),
        *between(["Q", "P"], ["T"], FRIENDLY, range(15)),
        *between(["Q", "P"], ["T"], HOSTILE, range(15, 20)),
    ]
    found = known(acts)
    quarrelsome, meek = found.dyad("Q", "T"), found.dyad("P", "T")
    assert quarrelsome is not None
    assert meek is not None
    assert quarrelsome.effective_n == meek.effective_n
    assert quarrelsome.friendlier > 0.9
    assert meek.friendlier < 0.1


def test_what_a_dyad_does_is_not_expected_of_it_for_that() -> None:
    # N knows only W1, and quarrels with it: its habit is unknown, the usual one is friendly.
    friendly = known([*within([*WEST, *EAST], FRIENDLY, range(8))])
    quarrel = known(
        [*within([*WEST, *EAST], FRIENDLY, range(8)), *between(["N"], ["W1"], HOSTILE, range(30))]
    )
    dyad = quarrel.dyad("N", "W1")
    assert dyad is not None
    assert dyad.expected < 0.3
    assert dyad.weight < -1
    other = friendly.dyad("W1", "W2")
    assert other is not None
    assert other.expected < 0.1


@pytest.mark.parametrize("pair", [("N", "W1"), ("W1", "W2"), ("E1", "W1")])
def test_what_is_expected_is_what_a_fit_without_the_dyad_expects(pair: tuple[str, str]) -> None:
    acts = [*two_blocs(), *between(["N"], ["W1", "E1"], HOSTILE, range(40))]
    found = known(acts, half_life=KEPT)
    at = found.index(*pair)
    assert at is not None
    total, hostile = found.effective_n.copy(), found.hostile.copy()
    total[at] = hostile[at] = 0.0
    ends = (found.left, found.right)
    refit = expected_conflict(*ends, total, hostile, actors=len(found.actors))
    assert found.expected[at] == pytest.approx(refit[at], abs=0.01)


def test_few_dyads_are_measured_against_the_share_among_all() -> None:
    # One hostile act of two: p = (1 + 10 * 0.137) / (2 + 10), Beta(10 p + C, 10 (1 - p) + N - C).
    found = known([("A", "B", HOSTILE, 0), ("A", "C", FRIENDLY, 0)])
    p = 2.37 / 12
    assert found.expected == pytest.approx([p, p])
    assert found.usual == pytest.approx(p)
    hostile = found.dyad("B", "A")
    assert hostile is not None
    assert hostile.conflict == pytest.approx((10 * p + 1) / 11, abs=1e-4)
    posterior = beta(10 * p + 1, 10 * (1 - p))
    assert (hostile.low, hostile.high) == pytest.approx(posterior.ppf([0.05, 0.95]), abs=1e-4)
    assert hostile.friendlier == pytest.approx(posterior.cdf(p), abs=1e-4)
    assert hostile.weight == pytest.approx((p - (10 * p + 1) / 11) * np.log(2), abs=1e-4)


def test_words_fade_in_thirty_days_and_deeds_in_half_a_year() -> None:
    found = known([("A", "B", 1, 30), ("A", "C", 2, 180), ("A", "D", 4, 360), ("B", "C", 3, 60)])
    assert found.effective_n == pytest.approx([0.5, 0.5, 0.25, 0.25])
    kept = known([("A", "B", 1, 30), ("A", "C", 4, 3600)], half_life=KEPT)
    assert kept.effective_n == pytest.approx([1.0, 1.0])


def test_one_event_told_from_both_sides_counts_once() -> None:
    both = known([("A", "B", 1, 3), ("B", "A", 1, 3), ("A", "B", 3, 3), ("A", "B", 1, 4)])
    dyad = both.dyad("A", "B")
    assert dyad is not None
    assert (dyad.n, dyad.days) == (3, 2)
    acts = acts_of([("A", "B", 1, 3), ("B", "A", 1, 3)])
    for frame in (acts, acts.reverse()):
        assert weighed(frame, as_of=DAY).statement_ids.to_list() == ["A>B:1@3#0"]
    heavier = acts_of([("A", "B", 1, 3), ("B", "A", 1, 3)]).with_columns(
        weight=pl.Series([0.4, 0.9])
    )
    one = friendliness(heavier, as_of=DAY, half_life=KEPT)
    assert one.acts.statement_ids.to_list() == ["B>A:1@3#1"]
    assert one.effective_n == pytest.approx([0.9])


def test_drivers_speak_for_the_sign_first_and_share_the_evidence() -> None:
    found = known([*two_blocs(), ("W1", "E1", 4, 0), ("W1", "E1", 2, 0), ("W1", "E1", 3, 300)])
    dyad = found.dyad_at(found.index("E1", "W1") or 0, top=20)
    assert dyad.drivers[0].statement_id.startswith("W1>E1:4@0")
    assert dyad.drivers[-1].statement_id.startswith("W1>E1:2@0")
    assert [driver.share < 0 for driver in dyad.drivers] == [True] * 8 + [False]
    assert sum(abs(driver.share) for driver in dyad.drivers) == pytest.approx(1, abs=1e-3)


def test_the_frame_holds_what_each_dyad_says() -> None:
    found = known(two_blocs())
    frame = found.frame()
    assert frame.height == 11 * 10 // 2
    assert frame.schema["last_day"] == pl.Date
    assert known([]).frame().schema == frame.schema
    for at, row in enumerate(frame.iter_rows(named=True)):
        dyad = found.dyad_at(at)
        for name, value in row.items():
            told = getattr(dyad, name)
            assert told == (pytest.approx(value, abs=5e-4) if isinstance(value, float) else value)


def test_nothing_is_known_of_strangers_and_of_an_empty_frame() -> None:
    assert known(two_blocs()).dyad("W1", "NOBODY") is None
    empty = known([])
    assert (empty.actors, len(empty.left)) == ((), 0)
    assert empty.usual == pytest.approx(0.137)


@given(some_acts, st.integers(1, 200))
def test_what_happened_later_changes_nothing(acts: list[Act], ago: int) -> None:
    day = DAY - timedelta(days=ago)
    whole = friendliness(acts_of(acts), as_of=day)
    before = friendliness(acts_of(acts).filter(pl.col("day") <= day), as_of=day)
    assert whole.actors == before.actors
    assert columns(whole) == columns(before)


@given(some_acts, st.randoms(use_true_random=False))
def test_order_and_direction_do_not_matter(acts: list[Act], random: object) -> None:
    frame = acts_of(acts)
    turned = frame.select(
        pl.exclude("source", "target"),
        pl.col("target").alias("source"),
        pl.col("source").alias("target"),
    ).sample(fraction=1.0, shuffle=True, seed=random.randrange(1000))  # type: ignore[attr-defined]
    assert columns(friendliness(frame, as_of=DAY)) == columns(friendliness(turned, as_of=DAY))


@given(some_acts)
def test_all_shares_are_shares(acts: list[Act]) -> None:
    found = known(acts)
    for share in (found.expected, found.conflict, found.friendlier):
        assert ((share > 0) & (share < 1)).all()
    assert (found.effective_n <= found.n + 1e-9).all()
    assert (found.hostile <= found.effective_n + 1e-9).all()
    assert (found.days <= found.n).all()


@pytest.mark.parametrize(
    ("probability", "days", "verdict"),
    [
        (0.91, 3, "supported"),
        (0.91, 2, "weak"),
        (0.90, 9, "weak"),
        (0.70, 9, "weak"),
        (0.69, 9, "not enough evidence"),
    ],
)
def test_a_verdict_needs_probability_and_days(probability: float, days: int, verdict: str) -> None:
    assert verdict_of(probability, days=days) == verdict
