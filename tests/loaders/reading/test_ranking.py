"""What the ranker adds to the rules, and where it keeps still."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.graph.articles import Article
from detente.graph.statements import Statement
from detente.loaders.reading import weights
from detente.loaders.reading.ranking import Ranker
from detente.loaders.reading.reader import read_article
from detente.loaders.reading.training.passages import Record
from detente.loaders.reading.training.ranker import examples, fit
from detente.seeds import roster

LARGEST = 5_000_000


def read(text: str, lang: str, ranker: Ranker | None = None) -> tuple[Statement, ...]:
    return read_article(Article.of(text, lang=lang), roster(), ranker=ranker).statements


@pytest.mark.parametrize(
    ("lang", "text", "dyad"),
    [
        ("en", "Turkish gunboats shadowed a Greek survey ship for three days.", ("TUR", "GRC")),
        ("ro", "Danemarca a torpilat un cargou sârbesc.", ("DNK", "SRB")),
    ],
)
def test_a_verb_that_no_frame_has_still_gives_a_type(
    lang: str, text: str, dyad: tuple[str, str]
) -> None:
    assert read(text, lang, Ranker(None)) == ()
    (statement,) = read(text, lang)
    assert (statement.subject, statement.object) == dyad
    assert ".ranker." in statement.rule
    assert statement.confidence < 0.9
    assert text[statement.start : statement.end] == statement.quote


def test_what_the_rules_are_sure_of_stays() -> None:
    text = "Hungary accused Serbia of espionage."
    assert read(text, "en") == read(text, "en", Ranker(None)) != ()


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "An earthquake in Chile was felt as far as Argentina and killed nine."),
        ("ro", "Un cutremur din Chile a lovit și Argentina și a ucis nouă oameni."),
    ],
)
def test_beside_a_word_of_sports_or_weather_it_adds_nothing(lang: str, text: str) -> None:
    assert [one for one in read(text, lang) if ".ranker." in one.rule] == []


def test_the_shipped_weights_are_small_and_written_as_they_were_read(tmp_path: Path) -> None:
    assert weights.PATH.stat().st_size < LARGEST
    weights.write(weights.read(), tmp_path / "again.weights")
    assert (tmp_path / "again.weights").read_bytes() == weights.PATH.read_bytes()


def passages() -> list[Record]:
    """Small annotated news of our own: every third tells of nothing."""
    states = [("Peru", "PER"), ("Chile", "CHL"), ("Kenya", "KEN"), ("Togo", "TGO"), ("Cuba", "CUB")]
    acts = [("hexed", "ASSAULT"), ("wooed", "SUPPORT"), ("bordered", None)]
    found = []
    for first, source in states:
        for second, target in states:
            for verb, kind in acts:
                if source == target:
                    continue
                text = f"{first} {verb} {second} on Monday."
                event = {
                    "type": kind,
                    "accept_types": [],
                    "optional": False,
                    "symmetric": False,
                    "source": [source],
                    "target": [target],
                    "accept_sources": [],
                    "accept_targets": [],
                    "evidence_span": [0, len(text)],
                }
                found.append(
                    {
                        "id": f"{source}-{verb}-{target}",
                        "lang": "en",
                        "date": "2025-11-12",
                        "text": text,
                        "events": [] if kind is None else [event],
                    }
                )
    return found


def test_training_learns_a_word_and_gives_the_same_bytes_again(tmp_path: Path) -> None:
    given = list(examples(passages()))
    trained = [fit(given), fit(given)]
    for number, one in enumerate(trained):
        weights.write(one, tmp_path / f"{number}.weights")
    assert (tmp_path / "0.weights").read_bytes() == (tmp_path / "1.weights").read_bytes()
    found = read("Ghana hexed Mali on Monday.", "en", Ranker(trained[0]))
    assert [(one.subject, one.object, one.relation) for one in found] == [
        ("GHA", "MLI", "ATTACKED")
    ]
    assert read("Ghana bordered Mali on Monday.", "en", Ranker(trained[0])) == ()
