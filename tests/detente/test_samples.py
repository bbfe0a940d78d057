"""The Belarus samples, told in Romanian and in English: one relation with two statements each.

Expected values by hand from seeds/articles/2025-12-18-belarus-*.txt.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import detente
from detente.graph.relations import Relation
from detente.seeds import articles_folder, roster
from detente.session import Graph
from tests.stores import empty, open_embedded

# subject, relation, object, modality, when it is said to have happened
SHARED = [
    ("USA", "EASED_SANCTIONS_ON", "BLR", "actual", "2025-12-13"),
    ("BLR", "RELEASED_PRISONERS_OF", "BLR:OPP", "actual", "2025-12-13"),
    ("BLR", "DISCUSSED_REOPENING_EMBASSY_WITH", "USA", "ongoing", ""),
    ("RUS", "DEPLOYED_MISSILES_IN", "BLR", "actual", "2025-12-17"),
    ("USA", "CLOSED_EMBASSY_IN", "BLR", "past_background", "2022-02"),
    ("RUS", "INVADED", "UKR", "past_background", ""),
    ("BLR", "CLOSE_TIES_WITH", "RUS", "ongoing", "1994"),
    ("BLR", "DEPENDS_ON", "RUS", "ongoing", ""),
]
LANGUAGES = ("ro", "en")


def article(lang: str) -> Path:
    return articles_folder() / f"2025-12-18-belarus-{lang}.txt"


def as_row(relation: Relation) -> tuple[str, str, str, str, str]:
    when = "" if relation.event_date is None else str(relation.event_date)
    return (relation.subject, relation.relation, relation.object, relation.modality.value, when)


@pytest.mark.parametrize("order", [LANGUAGES, LANGUAGES[::-1]], ids=["ro-en", "en-ro"])
def test_two_tellings_are_one_relation(tmp_path: Path, order: tuple[str, ...]) -> None:
    with detente.open(home=tmp_path, store="embedded") as graph:
        for lang in order:
            graph.load(article(lang))
        found = {as_row(relation): relation for relation in graph.relations(actor="BLR")}
        found |= {
            as_row(relation): relation for relation in graph.relations(between=("RUS", "UKR"))
        }
        assert [row for row in SHARED if row not in found] == []
        assert {row: found[row].support for row in SHARED} == dict.fromkeys(SHARED, 2)
        before = (graph.revision, graph.digest())
        assert graph.load([article(lang) for lang in order]).unchanged == len(order)
        assert (graph.revision, graph.digest()) == before
        assert graph.check() == []


def test_no_later_knowledge(tmp_path: Path) -> None:
    with detente.open(home=tmp_path, store="embedded") as graph:
        graph.load(article("en"))
        assert detente.between(graph, "USA", "BLR", as_of=date(2025, 12, 1)).relations != ()
        early = detente.between(graph, "USA", "BLR", known_on=date(2025, 12, 15))
        assert (early.relations, early.claims) == ((), ())


def test_the_order_of_loading_does_not_matter(embedded_home: Path) -> None:
    paths = sorted(articles_folder().glob("*.txt"))
    digests = set()
    for order in (paths, paths[::-1], [*paths[1::2], *paths[::2]]):
        with open_embedded(embedded_home) as store:
            empty(store)
            graph = Graph(store, roster())
            graph.load(order)
            assert graph.check() == []
            digests.add(graph.digest())
    assert len(digests) == 1
