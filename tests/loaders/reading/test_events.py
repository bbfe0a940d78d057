"""Which statements tell one event; expected values by hand from the rule in the docstrings."""

from __future__ import annotations

from datetime import date
from itertools import permutations

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
