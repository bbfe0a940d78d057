"""Dates, confidence and speakers in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from detente.graph.dates import PartialDate
from detente.graph.projection import project
from detente.graph.relations import Relation
from detente.graph.statements import Modality
from detente.queries.wording import counted, how_sure, says, when_held, when_told
from tests.graph.statements import statement


def relation(**fields: Any) -> Relation:
    (found,) = project([statement("s1", **fields)], [])
    return found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"event_date": "2025-12-13"}, "2025-12-13"),
        ({"event_date": "2022-02"}, "2022-02"),
        ({"event_date": "1994"}, "1994"),
        # Half-open: the last of three days is named.
        ({"event_date": "2025-12-13", "event_end": "2025-12-15"}, "2025-12-13 to 2025-12-15"),
        ({"event_date": "2025-12-17", "modality": "ongoing"}, "since 2025-12-17"),
        # Never dated by its report.
        ({"published_at": "2025-12-18"}, "reported 2025-12-18"),
        ({}, "undated"),
        ({"relation": "CLOSE_TIES_WITH", "event_date": "1994"}, "since 1994"),
        ({"relation": "CLOSE_TIES_WITH", "published_at": "2025-12-18"}, "reported 2025-12-18"),
        (
            {"relation": "CLOSE_TIES_WITH", "event_date": "1994", "event_end": "2003-05-01"},
            "1994 until 2003-05-01",
        ),
        ({"relation": "CLOSE_TIES_WITH", "event_end": "2003-05-01"}, "until 2003-05-01"),
        # A data set that stops does not tell of an end; a report that gives one does.
        (
            {"relation": "ALLIED_WITH", "event_date": "1951", "event_end": "2018"}
            | {"modality": "ongoing", "dataset": "atop"},
            "1951 to 2018-12-31 at least",
        ),
        (
            {"relation": "ALLIED_WITH", "event_date": "1951", "event_end": "2018"}
            | {"modality": "ongoing"},
            "1951 until 2019-01-01",
        ),
    ],
)
def test_when_a_relation_held(fields: dict[str, Any], words: str) -> None:
    assert when_held(relation(**fields)) == words


def test_when_a_statement_says_that_it_was() -> None:
    assert when_told(PartialDate("2022-02"), None) == "2022-02"
    assert when_told(None, None) == "undated"


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        # The bounds of Intelligence Community Directive 203 and their nearest neighbours.
        (1.0, "almost certain 1.00"),
        (0.95, "almost certain 0.95"),
        (0.94, "very likely 0.94"),
        (0.80, "very likely 0.80"),
        (0.79, "likely 0.79"),
        (0.55, "likely 0.55"),
        (0.54, "even chance 0.54"),
        (0.45, "even chance 0.45"),
        (0.44, "unlikely 0.44"),
        (0.20, "unlikely 0.20"),
        (0.19, "very unlikely 0.19"),
        (0.05, "very unlikely 0.05"),
        (0.04, "hardly 0.04"),
        (0.0, "hardly 0.00"),
    ],
)
def test_how_sure_in_word_and_number(confidence: float, words: str) -> None:
    assert how_sure(confidence) == words


def test_the_chain_of_speakers_runs_from_the_innermost_outwards() -> None:
    assert says(["A", "B", "C"], ["Post"], str.lower) == (
        "a says so, according to b, according to c"
    )
    assert says(["US"], [], {"US": "United States"}.__getitem__) == "The United States says so"


@pytest.mark.parametrize(
    ("publishers", "articles", "words"),
    [
        ([], None, "the article"),
        ([], 0, "the article"),
        ([], 1, "one article"),
        (["Post"], 1, "one article (Post)"),
        (["Courier", "Post"], 3, "3 articles (Courier, Post)"),
        # A table has a source and stands in no article.
        (["Charter"], 0, "source: Charter"),
    ],
)
def test_without_a_speaker_the_articles_answer_for_it(
    publishers: list[str], articles: int | None, words: str
) -> None:
    assert says([], publishers, str.lower, articles=articles) == words


def test_statements_are_counted_apart_from_articles() -> None:
    assert counted(5, 1) == "5 statements in one article"
    assert counted(1, None) is None


@pytest.mark.parametrize(
    ("day", "published", "modality", "words"),
    [
        ("2026-01", date(2025, 12, 18), Modality.PLANNED, "for 2026-01"),
        ("2025-12", date(2025, 12, 18), Modality.HOPED, "for 2025-12"),
        # Planned before, and told of later.
        ("2025-10", date(2025, 12, 18), Modality.PLANNED, "2025-10"),
        ("2026-01", date(2025, 12, 18), Modality.DENIED, "2026-01"),
    ],
)
def test_what_is_to_be_has_a_day_that_it_is_for(
    day: str, published: date, modality: Modality, words: str
) -> None:
    assert when_told(PartialDate(day), published, modality=modality) == words
