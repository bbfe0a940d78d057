"""One event in several papers: what is stored, counted and shown, in any order of loading."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import detente
from detente.graph.articles import Article
from detente.queries.saved import saved
from detente.seeds import roster
from detente.session import Graph
from tests.stores import empty, open_embedded

WIRE = "Poland expelled four Belarusian diplomats on Monday after a sabotage case at a railway."
PAPERS = {
    "Courier": WIRE,
    "Gazette": f"{WIRE} More follows.",
    "Herald": "Warsaw expelled Belarusian diplomats on Tuesday over a case of railway sabotage.",
}


def papers() -> list[Article]:
    """The three papers of 13 January 2026, a Tuesday."""
    return [
        Article.of(
            text,
            article_id=f"{name.lower()}-1",
            publisher=name,
            published_at=date(2026, 1, 13),
            lang="en",
        )
        for name, text in PAPERS.items()
    ]


def test_copies_count_once_and_differing_days_are_shown(embedded_home: Path) -> None:
    digests = set()
    for order in (papers(), papers()[::-1], [*papers()[1:], *papers()[:1]]):
        with open_embedded(embedded_home) as store:
            empty(store)
            graph = Graph(store, roster())
            for article in order:
                graph.load_article(article)
            (expelled,) = (
                one
                for one in graph.relations(between=("POL", "BLR"))
                if one.relation == "EXPELLED_DIPLOMATS_OF"
            )
            assert (expelled.support, expelled.publishers) == (3, ("Courier", "Herald"))
            assert detente.why(graph, expelled.relation_id).disagreements == (
                "when: 2026-01-12 (2), 2026-01-13 (1)",
            )
            assert graph.check() == []
            digests.add(graph.digest())
    assert len(digests) == 1


def test_two_copies_are_a_single_source(embedded_home: Path) -> None:
    (question,) = (one for one in saved() if one.name.endswith("single_source"))
    with open_embedded(embedded_home) as store:
        empty(store)
        graph = Graph(store, roster())
        counted = []
        for article in papers():
            graph.load_article(article)
            counted.append(len(graph.cypher(question.cypher, question.bind({}, roster()))))
    assert counted == [1, 1, 0]
