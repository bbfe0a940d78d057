"""The reader against golden sentences (tests/golden/statements.csv, judged by hand)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.registry import REGISTRY
from detente.graph.statements import Statement
from detente.loaders.reading.gaps import gaps
from detente.loaders.reading.reader import Reading, read_article
from detente.seeds import roster

GOLDEN = Path(__file__).parents[2] / "golden" / "statements.csv"


def rows() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf8", newline="") as table:
        return list(csv.DictReader(table))


def read(text: str, lang: str | None, published: str = "2025-12-18") -> Reading:
    day = date.fromisoformat(published)
    return read_article(Article.of(text, lang=lang, published_at=day), roster())


def fits(statement: Statement, expected: str) -> bool:
    """Whether a statement is as a golden cell says: "SUBJECT RELATION OBJECT modality [k=v …]"."""
    subject, relation, object_, modality, *more = expected.split()
    wanted = dict(one.split("=") for one in more if "=" in one)
    ends = [(subject, object_)]
    if REGISTRY[relation].symmetric:
        ends.append((object_, subject))
    return (
        statement.relation == relation
        and (statement.subject, statement.object) in ends
        and statement.modality == modality
        and statement.said_by == tuple(filter(None, wanted.get("said", "").split(",")))
        and statement.via == tuple(filter(None, wanted.get("via", "").split(",")))
        and str(statement.event_date or "") == wanted.get("date", "")
        and (statement.exchange_id is not None) == ("deal" in more)
    )


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_golden_sentence(row: dict[str, str]) -> None:
    statements = read(row["text"], row["lang"], row["published"]).statements
    for expected in row["expects"].split(" ; "):
        found = [statement for statement in statements if fits(statement, expected)]
        assert len(found) == 1, (expected, [show(statement) for statement in statements])


def show(statement: Statement) -> str:
    return (
        f"{statement.subject} {statement.relation} {statement.object} {statement.modality.value} "
        f"said={','.join(statement.said_by)} via={','.join(statement.via)} "
        f"date={statement.event_date} deal={statement.exchange_id}"
    )


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_quotes_and_outcomes(row: dict[str, str]) -> None:
    reading = read(row["text"], row["lang"], row["published"])
    for statement in reading.statements:
        assert row["text"][statement.start : statement.end] == statement.quote != ""
    assert [outcome.sentence for outcome in reading.outcomes] == list(range(len(reading.outcomes)))
    assert all(outcome.reason != "" for outcome in reading.outcomes)


TRAPS = [
    ("en", "The Ukraine international beat Poland in the final and attacked the referee."),
    ("en", "Shares in Frankfurt fell after China cut its growth forecast."),
    ("en", "Wildfires swept across Greece on Monday."),
    ("ro", "România a învins Belgia cu 2-1 în preliminarii."),
    ("ro", "Un cutremur a lovit Turcia în noaptea de luni spre marți."),
]


@pytest.mark.parametrize(("lang", "text"), TRAPS)
def test_traps_give_no_edge(lang: str, text: str) -> None:
    edges = [s for s in read(text, lang).statements if s.pair is not None]
    assert edges == []


def test_every_sentence_has_a_reason() -> None:
    text = "It rained. France slept. Estonia washed the dishes."
    assert [(o.outcome, o.reason) for o in read(text, "en").outcomes] == [
        ("no actor", "no actor of the roster is named"),
        ("no trigger", "no word of the lexicon; verbs: sleep"),
        ("no trigger", "no word of the lexicon; verbs: wash"),
    ]


def test_what_is_lacking_is_counted_where_two_could_have_acted() -> None:
    text = "Chile befuddled Peru. Peru befuddled Chile. France slept. Guests accused Ahmed Doe."
    assert [gap[:3] for gap in gaps(read(text, "en").outcomes)] == [
        ("verb", "befuddle", 2),
        ("name", "Ahmed Doe", 1),
    ]


def test_reading_twice_gives_the_same_bytes() -> None:
    text = "The US eased sanctions on Belarus. Minsk thanked Washington on Monday."
    assert read(text, "en") == read(text, "en")


def test_an_unknown_language_is_rejected() -> None:
    text = "Die Regierung in Berlin hat die Sanktionen gegen Russland nicht aufgehoben."
    with pytest.raises(LoadError, match="it is in 'de': detente reads en, ro, ru"):
        read(text, None)


SHORT = [
    ("Russia attacked Ukraine on Monday.", "en"),
    ("Israel strikes Iran", "en"),
    ("China sancționează Japonia", "ro"),
]


@pytest.mark.parametrize(("text", "lang"), SHORT)
def test_a_headline_is_enough_to_tell_the_language(text: str, lang: str) -> None:
    assert {statement.lang for statement in read(text, None).statements} == {lang}


def test_an_empty_article_is_rejected() -> None:
    with pytest.raises(LoadError, match="the article is empty"):
        read(" \n ", "en")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(
                [
                    "Russia",
                    "SUA",
                    "Putin",
                    "attacked",
                    "sancțiuni",
                    "„",
                    "”",
                    "said",
                    "a declarat",
                    "in exchange for",
                    "five days after",
                    "which",
                    "care",
                    "nu",
                    ",",
                    ".",
                    "\n",
                ]
            ),
        ),
        max_size=25,
    ),
    st.sampled_from(["en", "ro"]),
)
def test_no_text_raises_but_load_errors(pieces: list[str], lang: str) -> None:
    text = " ".join(pieces)
    try:
        reading = read(text, lang)
    except LoadError:
        return
    for statement in reading.statements:
        assert text[statement.start : statement.end] == statement.quote
