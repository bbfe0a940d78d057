"""Which statements tell one event; expected values by hand from the rule in the docstrings.

The pairs of tests/golden/merges.csv were judged before they were first tried; `missed` marks those
that the program still judges otherwise.
"""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from benchmarks.pairs import Pair, golden_pairs
from detente.graph.dates import PartialDate
from detente.graph.statements import Modality, Statement
from detente.loaders.reading.events import same_event_links


def statement(name: str, article: str, published: int, **fields: object) -> Statement:
    base: dict[str, object] = {
        "statement_id": name,
        "event_id": f"e{name}",
        "article_id": article,
        "subject": "USA",
        "object": "BLR",
        "relation": "EASED_SANCTIONS_ON",
        "published_at": date(2025, 12, published),
    }
    return Statement.model_validate(base | fields)


DATED = statement("a", "one", 18, event_date=PartialDate("2025-12-13"))


def test_dates_that_may_be_one_day_are_one_event() -> None:
    month = statement("b", "two", 30, event_date=PartialDate("2025-12"))
    other_day = statement("c", "three", 18, event_date=PartialDate("2025-12-14"))
    assert same_event_links([DATED, month, other_day]) == [("a", "b"), ("b", "c")]


def test_an_undated_report_joins_a_date_shortly_before_it() -> None:
    soon = statement("b", "two", 20)
    late = statement("c", "three", 30)
    before = statement("d", "four", 10)
    assert same_event_links([DATED, soon, late, before]) == [("a", "b")]


def test_undated_reports_join_when_published_together() -> None:
    first, near, far = (statement(n, n, day) for n, day in (("a", 10), ("b", 13), ("c", 20)))
    assert same_event_links([first, near, far]) == [("a", "b")]


def test_a_plan_is_not_the_deed() -> None:
    plan = statement("b", "two", 18, modality=Modality.PLANNED)
    assert same_event_links([DATED, plan]) == []


def test_the_other_direction_is_another_event_unless_symmetric() -> None:
    reverse = statement("b", "two", 18, subject="BLR", object="USA")
    assert same_event_links([statement("a", "one", 18), reverse]) == []
    met = statement("c", "one", 18, relation="MET_WITH")
    met_reverse = statement("d", "two", 18, relation="MET_WITH", subject="BLR", object="USA")
    assert same_event_links([met, met_reverse]) == [("c", "d")]


def test_different_quantities_and_coded_rows_are_never_linked() -> None:
    ten = statement("a", "one", 18, quantity=10)
    eleven = statement("b", "two", 18, quantity=11)
    coded = statement("c", "set", 18, dataset="icews")
    assert same_event_links([ten, eleven, coded]) == []


def test_order_does_not_matter() -> None:
    some = [DATED, statement("b", "two", 20), statement("c", "three", 21)]
    assert {tuple(same_event_links(order)) for order in permutations(some)} == {
        (("a", "b"), ("a", "c"), ("b", "c"))
    }


def words(name: str, published: int, *wording: str, **fields: object) -> Statement:
    """A strike of one day, told in these words."""
    base = {"subject": "RUS", "object": "UKR", "relation": "ATTACKED", "lang": "en"}
    return statement(name, name, published, **base | {"wording": wording} | fields)


def test_of_what_happens_daily_the_more_must_be_in_common_the_more_days_lie_between() -> None:
    first = words("a", 10, "hospital", "odesa", "killed", quote="attacked a hospital")
    same_day = words("b", 10, "odesa", "ruins", quote="attacked in Odesa")
    next_day = words("c", 11, "odesa", "mourns", quote="the attack in Odesa")
    in_detail = words("d", 11, "hospital", "odesa", quote="the attack on the hospital")
    assert same_event_links([first, same_day]) == [("a", "b")]
    assert same_event_links([first, next_day]) == []
    assert same_event_links([first, in_detail]) == [("a", "d")]


def test_what_seldom_happens_needs_no_words_on_one_day() -> None:
    one = words("a", 10, "summit", relation="MET_WITH", quote="met")
    other = words("b", 10, "snow", relation="MET_WITH", quote="met")
    assert same_event_links([one, other]) == [("a", "b")]
    assert (
        same_event_links([one, other.model_copy(update={"published_at": date(2025, 12, 12)})]) == []
    )


def test_a_wider_and_a_narrower_type_may_tell_one_event_two_narrow_ones_do_not() -> None:
    wide = statement("a", "one", 10, relation="HELD_TALKS_WITH")
    met = statement("b", "two", 10, relation="MET_WITH")
    phoned = statement("c", "three", 10, relation="PHONED")
    assert same_event_links([wide, met, phoned]) == [("a", "b"), ("a", "c")]


def test_a_denial_is_linked_with_what_it_denies_and_a_hope_with_nothing() -> None:
    said = statement("a", "one", 10)
    denied = statement("b", "two", 11, modality=Modality.DENIED)
    hoped = statement("c", "three", 10, modality=Modality.HOPED)
    assert same_event_links([said, denied, hoped]) == [("a", "b")]


def test_a_denial_without_particulars_is_of_what_was_said_in_these_days() -> None:
    said = words("a", 10, "hospital", "odesa", quote="attacked a hospital")
    denial = {"modality": Modality.DENIED, "quote": "has attacked"}
    near, late = (words(name, day, "kremlin", **denial) for name, day in (("b", 12), ("c", 14)))
    other = words("d", 12, "school", **denial | {"quote": "has attacked a school"})
    assert same_event_links([said, near]) == [("a", "b")]
    assert same_event_links([said, late]) == []
    assert same_event_links([said, other]) == []


def test_those_known_are_not_compared_again() -> None:
    known = [statement(name, name, 10) for name in "ab"]
    fresh = statement("c", "c", 10)
    assert same_event_links([fresh], known=known) == [("a", "c"), ("b", "c")]
    assert same_event_links([*known, fresh]) == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_plan_without_a_date_is_compared_by_its_news() -> None:
    plan = {"modality": Modality.PLANNED, "relation": "VISITED"}
    dated = statement("a", "one", 10, event_date=PartialDate("2025-12-24"), **plan)
    assert same_event_links([dated, statement("b", "two", 12, **plan)]) == [("a", "b")]
    assert same_event_links([dated, statement("b", "two", 24, **plan)]) == []


def test_a_headline_is_told_again_in_its_text() -> None:
    told = {"article_id": "one", "quote": "an attack", "trigger": "attack"}
    headline = words("a", 10, "odesa", **told, sentence=0)
    text = words("b", 10, "hospital", **told | {"trigger": "attacked"}, sentence=1)
    later = words("c", 10, "school", **told, sentence=4)
    assert same_event_links([headline, text, later]) == [("a", "b"), ("a", "c")]


def test_a_state_is_no_event() -> None:
    war = [statement(name, name, 10, relation="AT_WAR_WITH") for name in "ab"]
    assert same_event_links(war) == []


def test_a_year_is_no_day_of_it() -> None:
    """What happened "this year", by a report of February, is not what December reports."""
    year = statement("a", "one", 1, event_date=PartialDate("2025"), published_at=date(2025, 2, 1))
    assert same_event_links([year, statement("b", "two", 20)]) == []


def test_contrary_dates_need_three_words_in_common() -> None:
    told = ("hospital", "odesa", "nurses")
    first = words("a", 20, *told, event_date=PartialDate("2025-12-18"))
    for known, expected in ((3, [("a", "b")]), (2, [])):
        other = words("b", 20, *told[:known], event_date=PartialDate("2025-12-19"))
        assert same_event_links([first, other]) == expected


PAIRS = [
    pytest.param(pair, id=f"{number}: {pair.notes}") for number, pair in enumerate(golden_pairs())
]


@pytest.mark.parametrize("pair", PAIRS)
def test_golden_pairs(pair: Pair) -> None:
    assert pair.joined == (pair.same is not pair.missed)


def test_the_table_of_pairs_is_large_enough_and_balanced() -> None:
    pairs = golden_pairs()
    assert len(pairs) >= 40
    assert min(sum(pair.same is same for pair in pairs) for same in (True, False)) >= 20
    assert {one.lang for pair in pairs for one in pair[:2]} == {"en", "ro"}
    assert sum(pair.missed for pair in pairs) <= 3
