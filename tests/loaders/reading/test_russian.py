"""Russian, the language added to prove that one is data (docs/new-language.md).

The sentences (tests/golden/russian.csv) and the article were written, and judged by hand, before
any rule for Russian, those called "later" and "last" after the rules; cells as in statements.csv,
"A|B" where either type is right. The article carries the facts of the first real input in words of
its own.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

import detente
from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.registry import REGISTRY
from detente.graph.statements import Statement
from detente.loaders.reading.language import detect
from detente.loaders.reading.pipelines import LANGUAGES
from detente.loaders.reading.reader import read_article
from detente.seeds import roster

GOLDEN = Path(__file__).parents[2] / "golden"


def rows() -> list[dict[str, str]]:
    with (GOLDEN / "russian.csv").open(encoding="utf8", newline="") as table:
        return list(csv.DictReader(table))


def fits(statement: Statement, expected: str) -> bool:
    subject, relations, object_, modality, *more = expected.split()
    wanted = dict(one.split("=") for one in more if "=" in one)
    ends = [(subject, object_)]
    if REGISTRY[statement.relation].symmetric:
        ends.append((object_, subject))
    return (
        statement.relation in relations.split("|")
        and (statement.subject, statement.object) in ends
        and statement.modality == modality
        and statement.said_by == tuple(filter(None, wanted.get("said", "").split(",")))
        and statement.via == tuple(filter(None, wanted.get("via", "").split(",")))
        and str(statement.event_date or "") == wanted.get("date", "")
        and (statement.exchange_id is not None) == ("deal" in more)
    )


def cases() -> list[object]:
    """Rows with a reason under `known_miss` have to fail: one that is read needs no reason."""
    return [
        pytest.param(
            row,
            id=row["id"],
            marks=[pytest.mark.xfail(strict=True, reason=row["known_miss"])]
            if row["known_miss"] != ""
            else [],
        )
        for row in rows()
    ]


@pytest.mark.parametrize("row", cases())
def test_golden_sentence(row: dict[str, str]) -> None:
    article = Article.of(row["text"], lang="ru", published_at=date.fromisoformat(row["published"]))
    statements = read_article(article, roster()).statements
    for statement in statements:
        assert row["text"][statement.start : statement.end] == statement.quote != ""
    if row["expects"] == "-":
        assert [statement for statement in statements if statement.pair is not None] == []
        return
    for expected in row["expects"].split(" ; "):
        assert sum(fits(statement, expected) for statement in statements) == 1, expected


def test_the_table_is_what_the_page_says() -> None:
    table = rows()
    assert len(table) >= 50
    assert len({row["text"] for row in table}) == len(table)
    said = (GOLDEN.parents[1] / "docs" / "new-language.md").read_text(encoding="utf8")
    read = sum(row["known_miss"] == "" for row in table)
    assert f"{read} of {len(table)} golden sentences" in said


# subject, relation, object, modality, speaker, date: by hand, as for the first real input.
ARTICLE = [
    ("BLR", "RELEASED_PRISONERS_OF", "BLR:OPP", "actual", "", "2025-12-13"),
    ("USA", "EASED_SANCTIONS_ON", "BLR", "actual", "", "2025-12-13"),
    ("BLR", "AGREED_WITH", "USA", "planned", "BLR", ""),
    ("BLR", "MET_WITH", "USA", "hoped", "BLR", ""),
    ("BLR", "DISCUSSED_REOPENING_EMBASSY_WITH", "USA", "ongoing", "BLR", ""),
    ("USA", "CLOSED_EMBASSY_IN", "BLR", "past_background", "", "2022-02"),
    ("RUS", "INVADED", "UKR", "past_background", "", "2022-02"),
    ("USA", "COURTED", "BLR", "hoped", "USA", ""),
    ("BLR", "DEPENDS_ON", "RUS", "ongoing", "BLR:OPP", ""),
    ("BLR", "CLOSE_TIES_WITH", "RUS", "ongoing", "", "1994"),
    ("RUS", "DEPLOYED_MISSILES_IN", "BLR", "actual", "BLR", "2025-12-17"),
]
#: Read without the date, that of the closing "right after"; without the speaker, "by his words".
MISSED = {"INVADED", "MET_WITH"}


def told(statement: Statement) -> tuple[str, ...]:
    return (
        str(statement.subject),
        statement.relation,
        str(statement.object),
        statement.modality.value,
        ",".join(statement.said_by),
        str(statement.event_date or ""),
    )


def test_an_article_from_its_file_to_the_graph(home: Path) -> None:
    with detente.open(home=home) as graph:
        report = graph.load(GOLDEN / "russian-article.txt", strict=True)
        stored = [one for one in graph.statements() if one.lang == "ru"]
        relations = {(one.subject, one.relation, one.object) for one in graph.relations()}
    assert report.added == 1
    found = {told(statement) for statement in stored}
    assert {fact[1] for fact in ARTICLE if fact not in found} == MISSED
    assert len({one.exchange_id for one in stored if str(one.event_date) == "2025-12-13"}) == 1
    assert ("USA", "EASED_SANCTIONS_ON", "BLR") in relations
    assert ("RUS", "DEPLOYED_MISSILES_IN", "BLR") in relations


NEIGHBOURS = [
    ("ru", "Россия нанесла удар по Украине"),
    ("ru", "США ввели новые санкции против Ирана"),
    ("uk", "Росія завдала удару по Україні"),
    ("uk", "США запровадили нові санкції проти Ірану"),
    ("be", "Расія нанесла ўдар па Украіне"),
    ("be", "ЗША ўвялі новыя санкцыі супраць Ірана"),
    ("bg", "Русия нанесе удар по Украйна"),
    ("bg", "САЩ наложиха нови санкции на Иран"),
    ("sr", "Русија је напала Украјину"),
    ("mk", "Претседателот се сретна со премиерот на Грција и рече дека ќе има договор."),
    ("kk", "Қазақстан президенті екі ел арасындағы келіссөздер туралы айтты."),
]


@pytest.mark.parametrize(("lang", "text"), NEIGHBOURS)
def test_neighbours_are_told_apart(lang: str, text: str) -> None:
    assert detect(text) == lang
    if lang != "ru":
        with pytest.raises(LoadError, match=f"it is in '{lang}'"):
            read_article(Article.of(text), roster())


def test_a_short_line_is_told_by_the_lexicon() -> None:
    statements = read_article(Article.of("Путин посетил Китай"), roster()).statements
    assert [statement.lang for statement in statements] == ["ru"]


def test_every_language_has_its_files() -> None:
    reading = Path(__file__).parents[3] / "loaders" / "reading"
    for lang in LANGUAGES:
        assert (reading / "lexicon" / f"words_{lang}.yaml").is_file()
        assert (reading / "lexicon" / f"frames_{lang}.yaml").is_file()
        assert (reading / f"dates_{lang}.yaml").is_file()
        assert any(name.lang == lang for name in roster().names)
