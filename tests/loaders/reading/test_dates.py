"""Dates of sentences. Expected values in tests/golden/dates.csv are worked out by hand with a
calendar; a sentence with several dates has a row for each, one without any a row with no words."""

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
from detente.loaders.reading.date_patterns import patterns
from detente.loaders.reading.date_rules import DateRules
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


def test_the_table_is_large_enough_and_bilingual() -> None:
    table = rows()
    assert len(table) >= 150
    assert {row["lang"] for row in table} == {"en", "ro"}


@pytest.mark.parametrize("lang", ["en", "ro"])
def test_every_way_of_reading_a_date_has_a_sentence(lang: str) -> None:
    known = patterns(lang)
    assert known is not None
    shown_by = {
        piece.rule.read
        for row in rows()
        if row["lang"] == lang
        for piece in date_pieces.pieces(row["sentence"], known)
    }
    assert shown_by == {rule.read for rule in known.rules.rules}


@pytest.mark.parametrize(
    ("words", "past", "future"),
    [
        ("joi", "2025-12-18", "2025-12-18"),
        ("miercuri", "2025-12-17", "2025-12-24"),
        ("la 24 februarie", "2025-02-24", "2026-02-24"),
        ("în februarie", "2025-02", "2026-02"),
        ("săptămâna viitoare", "2025-12-22", "2025-12-22"),
    ],
)
def test_the_future_is_read_on_demand(words: str, past: str, future: str) -> None:
    for expected, way in ((past, False), (future, True)):
        (mention,) = find_dates(words, "ro", published=THURSDAY, future=way)
        assert str(mention.value) == expected


def test_a_language_without_rules_has_no_dates() -> None:
    assert find_dates("le 24 février 2022", "fr", published=THURSDAY) == []
    assert find_dates("24.02.2022", "../reading/dates_en", published=THURSDAY) == []


@pytest.mark.parametrize("lang", ["en", "ro"])
def test_skipping_ahead_misses_nothing(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The places that _starts leaves out are those where no rule fits.
    known = patterns(lang)
    assert known is not None
    text = " ".join(row["sentence"] for row in rows() if row["lang"] == lang)
    quick = date_pieces.pieces(text, known)
    monkeypatch.setattr(
        date_pieces,
        "_starts",
        lambda folded, _: [word.start() for word in re.finditer(r"\w+", folded)],
    )
    assert quick == date_pieces.pieces(text, known)


def test_a_wrong_rule_is_named_with_file_and_line(tmp_path: Path) -> None:
    source = tmp_path / "dates_xx.yaml"
    source.write_text("words: {}\nspans: []\nonwards: on\nprefixes: []\nrules:\n  - id: a\n")
    with pytest.raises(ConfigError, match=r"dates_xx.yaml: line 6: rules.0.read: Field required"):
        read_table(source, DateRules)


def test_broken_yaml_is_named_with_file_and_line(tmp_path: Path) -> None:
    source = tmp_path / "dates_xx.yaml"
    source.write_text("words: {}\nrules: [\n")
    with pytest.raises(ConfigError, match=r"dates_xx.yaml: line 3: "):
        read_table(source, DateRules)


DAYS = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
WORDS = st.lists(
    st.sampled_from(
        [word for row in rows() for word in row["sentence"].split()]
        + ["30", "999", "1600", "2099", "ago", "acum", "ani", "years", "in", "din", "-", "\xa0"]
    ),
    max_size=12,
).map(" ".join)


@given(text=st.one_of(st.text(max_size=60), WORDS), lang=st.sampled_from(["en", "ro"]), day=DAYS)
def test_no_text_and_no_day_of_publication_raises(text: str, lang: str, day: date) -> None:
    mentions = find_dates(text, lang, published=day)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.words
        if mention.value is not None and mention.until is not None:
            assert mention.value.start < mention.until.end
        end = mention.end


@given(weekday=st.integers(0, 6), day=DAYS.filter(lambda day: 7 < day.toordinal() < 3652050))
def test_a_weekday_is_the_latest_or_the_next(weekday: int, day: date) -> None:
    past, future = (resolve_weekday(weekday, day, future=way) for way in (False, True))
    assert past.weekday() == future.weekday() == weekday
    assert timedelta(0) <= day - past < timedelta(7)
    assert timedelta(0) <= future - day < timedelta(7)
