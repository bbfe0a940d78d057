"""What is likely next: a base rate."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.outlook import Likely, Outlook, outlook
from tests.queries.blocs import DAY, Act, acts_of

MET, AIDED, ACCUSED, ATTACKED = 1, 2, 3, 4


def found(acts: list[Act], **options: int) -> Outlook:
    return outlook(acts_of(acts), "A", "B", as_of=DAY, top=options.pop("top", 99), **options)


def likely(answer: Outlook, source: str, relation: str) -> Likely:
    return next(one for one in answer.found if (one.source, one.relation) == (source, relation))


def test_probabilities_by_hand() -> None:
    # Two accusations of A, today and a half-life ago, and one meeting of others: 1.5 repeats, and
    # two thirds of all acts are accusations, half of them from each side.
    acts = [("A", "B", ACCUSED, 0), ("A", "B", ACCUSED, 30), ("X", "Y", MET, 4)]
    answer = outlook(acts_of(acts), "A", "B", as_of=DAY, half_life=30, prior=5)
    first = answer.found[0]
    assert (first.source, first.target, first.relation) == ("A", "B", "ACCUSED")
    assert first.probability == pytest.approx((1.5 + 5 * (2 / 3) / 2) / 6.5, abs=1e-4)
    assert (first.n, first.effective_n, first.last_day) == (2, 1.5, DAY)
    assert [driver.share for driver in first.drivers] == pytest.approx(
        [1 / 1.5, 0.5 / 1.5], abs=1e-4
    )
    back = likely(answer, "B", "ACCUSED")
    assert back.probability == pytest.approx(5 * (2 / 3) / 2 / 6.5, abs=1e-4)
    assert (back.n, back.last_day, back.drivers) == (0, None, ())
    # 1.5 ln 2 / 30 acts a day for 30 days, of which the first relation has its part.
    expected = 1.5 * 0.693147
    assert answer.expected_acts == pytest.approx(expected, abs=1e-3)
    part = expected * (1.5 + 5 / 3) / 6.5
    assert first.within == pytest.approx(1 - (1 + part / 2) ** -2, abs=1e-4)


def test_what_is_told_twice_of_one_day_is_one_act() -> None:
    answer = found(
        [("A", "B", MET, 3), ("A", "B", MET, 3), ("B", "A", MET, 3), ("A", "B", AIDED, 3)]
    )
    assert (answer.n, likely(answer, "A", "MET").n, likely(answer, "B", "MET").n) == (3, 1, 1)


def test_two_strangers_get_the_base_rate() -> None:
    answer = found([("X", "Y", MET, 4), ("X", "Y", MET, 5), ("Y", "Z", ATTACKED, 400)])
    assert answer.verdict == "not enough evidence"
    assert (answer.n, answer.expected_acts) == (0, 0.0)
    assert [one.probability for one in answer.found] == pytest.approx(
        [1 / 3, 1 / 3, 1 / 6, 1 / 6], abs=1e-4
    )
    assert all(one.within == 0.0 for one in answer.found)
    assert "base rate" in answer.note
    assert found([]).found == ()


def test_what_was_repeated_lately_beats_what_was_repeated_long_ago() -> None:
    acts = [("A", "B", AIDED, ago) for ago in range(300, 305)]
    acts += [("A", "B", ATTACKED, ago) for ago in range(5)]
    answer = found(acts)
    assert answer.found[0].relation == "ATTACKED"
    assert answer.verdict == "weak"


def test_each_direction_counts_for_itself_and_both_for_the_number() -> None:
    answer = found([("B", "A", AIDED, 0), ("B", "A", AIDED, 1), ("A", "B", MET, 2)])
    assert (
        answer.n,
        likely(answer, "B", "GAVE_AID_TO").n,
        likely(answer, "A", "GAVE_AID_TO").n,
    ) == (
        3,
        2,
        0,
    )
    assert answer.found[0].source == "B"


def test_a_longer_horizon_is_likelier_to_hold_one() -> None:
    acts = [("A", "B", MET, ago) for ago in range(0, 60, 6)]
    week, year = found(acts, horizon=7), found(acts, horizon=365)
    assert week.found[0].within < year.found[0].within <= 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from("ABX"), st.sampled_from("ABY"), st.integers(1, 4), st.integers(-5, 90)
        ),
        max_size=30,
    )
)
def test_probabilities_add_up_to_one_and_lie_in_their_intervals(acts: list[Act]) -> None:
    answer = found(acts)
    if len(answer.found) > 0:
        assert sum(one.probability for one in answer.found) == pytest.approx(1, abs=0.002)
    ranks = [one.probability for one in answer.found]
    assert ranks == sorted(ranks, reverse=True)
    for one in answer.found:
        assert 0 <= one.low <= one.high <= 1
        assert one.last_day is None or date(2018, 1, 1) < one.last_day <= DAY
