"""Dates of sentences. Expected values in tests/golden/dates.csv are worked out by hand, from the
rules of docs and a calendar; a sentence with several dates has a row for each."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.graph.errors import ConfigError
from detente.loaders.reading import date_pieces
from detente.loaders.reading.date_rules import DateRules, date_rules
from detente.loaders.reading.dates import DateMention, find_dates, resolve_weekday
from detente.loaders.reading.tables import read_table

GOLDEN = Path(__file__).parents[2] / "golden" / "dates.csv"
FIELDS = ("words", "kind", "value", "until", "offset_days", "tense", "later")
THURSDAY = date(2025, 12, 18)


def rows() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf8", newline="") as source:
        return list(csv.DictReader(source))


SENTENCES = [
    (*key, [tuple(row[field] for field in FIELDS) for row in group if row["words"] != ""])
    for key, group in groupby(rows(), lambda row: (row["lang"], row["published"], row["sentence"]))
]


def shown(mention: DateMention) -> tuple[str, ...]:
    values = (getattr(mention, field) for field in FIELDS)
    return tuple("" if value is None else str(value) for value in values)


@pytest.mark.parametrize(
    ("lang", "published", "sentence", "expected"),
    SENTENCES,
    ids=[f"{lang}: {sentence}" for lang, _, sentence, _ in SENTENCES],
)
def test_golden_sentences(
    lang: str, published: str, sentence: str, expected: list[tuple[str, ...]]
) -> None:
    day = date.fromisoformat(published) if published != "" else None
    mentions = find_dates(sentence, lang, published=day)
    assert [shown(mention) for mention in mentions] == expected
    assert all(sentence[one.start : one.end] == one.words for one in mentions)
