"""Spans of states that a data set has under way when it stops: its last day ends nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from detente.graph.projection import project
from detente.graph.statements import Modality, Statement
from tests.graph.statements import statement


def pact(
    statement_id: str, since: str, until: str, *, stops: bool, dataset: str = "atop"
) -> Statement:
    """A row of a table; with `stops` the alliance was in force when the table ended."""
    return statement(
        statement_id,
        "RUS",
        "ALLIED_WITH",
        "BLR",
        event_date=since,
        event_end=until,
        modality=Modality.ONGOING if stops else Modality.ACTUAL,
        dataset=dataset,
        published_at=None,
    )


def report(statement_id: str, published_at: str, since: str | None = None) -> Statement:
    """An article that calls the two allies."""
    return statement(
        statement_id, "RUS", "ALLIED_WITH", "BLR", event_date=since, published_at=published_at
    )


def spans(*told: Statement) -> list[tuple[date | None, date | None]]:
    """The spans that follow, the earlier first."""
    found = [(one.valid_from, one.valid_to) for one in project(told, [])]
    return sorted(found, key=str)


def test_a_table_that_stops_is_known_until_then() -> None:
    assert spans(pact("s1", "1951", "2018", stops=True)) == [(date(1951, 1, 1), date(2019, 1, 1))]


@pytest.mark.parametrize("since", ["1951", None])
def test_the_end_of_a_table_ends_no_alliance_that_an_article_tells_of(since: str | None) -> None:
    told = report("s2", "2010-05-05", since)
    assert spans(told, pact("s1", "1951", "2018", stops=True)) == [(date(1951, 1, 1), None)]
    ended = date(2019, 1, 1)
    assert spans(told, pact("s1", "1951", "2018", stops=False)) == [(date(1951, 1, 1), ended)]


def test_a_later_table_knows_the_end_where_an_earlier_one_stops() -> None:
    """Until 2012 at least, says the one, until 2015 the other: so that of 2010 ended then."""
    told = (
        pact("s1", "1951", "2012", stops=True, dataset="cow"),
        pact("s2", "1951", "2015", stops=False),
        report("s3", "2010-05-05"),
    )
    assert spans(*told) == [(date(1951, 1, 1), date(2016, 1, 1))]


def test_an_article_that_tells_of_an_end_ends_what_it_tells_of() -> None:
    """Only of a data set is the end of what goes on the end of the data."""
    ended = statement(
        "s1",
        "RUS",
        "ALLIED_WITH",
        "BLR",
        event_date="1951",
        event_end="2018",
        modality=Modality.ONGOING,
        published_at="2020-01-01",
    )
    assert spans(ended, report("s2", "2010-05-05")) == [(date(1951, 1, 1), date(2019, 1, 1))]


def test_one_promise_that_ends_ends_no_alliance_by_another_that_goes_on() -> None:
    """Help in an attack was promised until 1955, in defence on: touching, so nothing ended."""
    told = (
        pact("s1", "1951", "1955", stops=False),
        pact("s2", "1956", "2018", stops=True),
        report("s3", "1953-05-05", "1951"),
    )
    assert spans(*told) == [(date(1951, 1, 1), None)]
