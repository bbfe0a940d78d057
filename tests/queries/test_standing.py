"""What is in force between two actors on a day, from made-up articles and the treaties of seeds."""

from __future__ import annotations

from datetime import date

import pytest

from detente import seeds
from detente.graph.graph import Graph
from detente.graph.store import Store
from detente.queries.analyses.level import level
from detente.queries.scope import Scope
from detente.queries.standing import in_force
from tests.graph.statements import article, at, said


@pytest.fixture
def graph(store: Store) -> Graph:
    return Graph(store, seeds.roster())


def tell(graph: Graph, *told: tuple[str, str]) -> None:
    """An article for each, by two papers in turn: a day, and how Chile stands to Peru."""
    for number, (day, relation) in enumerate(told):
        text = f"Sentence {number} on Chile and Peru."
        source = article(f"a{number}", text, published_at=day, publisher=f"Paper {number % 2}")
        graph.add_article(source, [said(source, text, "CHL", relation, "PER")], recorded_at=at(day))


def words(graph: Graph, day: str, scope: Scope | None = None) -> tuple[str, ...]:
    return in_force(graph, "PER", "CHL", on=date.fromisoformat(day), scope=scope)


def test_a_war_and_sanctions_hold_until_they_end(graph: Graph) -> None:
    """A ceasefire of 5 March ends the war, nothing the sanctions."""
    tell(
        graph,
        ("2025-01-10", "AT_WAR_WITH"),
        ("2025-01-11", "AT_WAR_WITH"),
        ("2025-02-01", "IMPOSED_SANCTIONS_ON"),
    )
    ceasefire = article("c", "They ceased fire.", published_at="2025-03-05")
    fields = {"event_date": "2025-03-05"}
    stated = said(ceasefire, ceasefire.text, "CHL", "CEASED_FIRE_WITH", "PER", **fields)
    graph.add_article(ceasefire, [stated], recorded_at=at("2025-03-05"))
    assert words(graph, "2025-01-09") == ()
    war, sanctions = words(graph, "2025-02-15")
    assert war.startswith("Chile is at war with Peru, ")
    assert sanctions.startswith("one source says: Chile imposed sanctions on Peru (reported 2025")
    assert words(graph, "2025-03-06") == (sanctions,)
    (early,) = words(graph, "2025-01-10", Scope(known_on=date(2025, 1, 10)))
    assert early.startswith("one source says: Chile is at war with Peru")
    assert words(graph, "2025-02-15", Scope(without_publisher=("Paper 0", "Paper 1"))) == ()


def test_level_tells_what_is_in_force_and_counts_it_not(graph: Graph) -> None:
    """A state of war is no act; the sanctions are one, and are told as in force besides."""
    tell(graph, ("2025-01-10", "AT_WAR_WITH"), ("2025-01-11", "AT_WAR_WITH"))
    war = level(graph, "Peru", "Chile", as_of="2025-02-15")
    assert (war.n, war.verdict) == (0, "not enough evidence")
    assert war.note is not None
    assert war.note.startswith("Chile is at war with Peru, ")
    assert level(graph, "Peru", "Chile", as_of="2025-01-09").note == (
        "load articles or a table of events that names both"
    )


def test_an_alliance_by_treaty_stands_before_what_is_told_of_it(graph: Graph) -> None:
    """The treaty: seeds/treaties.csv and parties.csv, Poland acceded on 12 March 1999."""
    told = article("ally", "Poland and the United States are allies.", published_at="2025-01-10")
    stated = said(told, told.text, "POL", "ALLIED_WITH", "USA")
    graph.add_article(told, [stated], recorded_at=at("2025-01-10"))
    on = date(2025, 2, 1)
    (single,) = in_force(graph, "USA", "POL", on=on)
    assert single.startswith("one source says: Poland is allied with the United States")
    graph.add_treaties(seeds.treaties(), seeds.parties())
    expected = ("bound by the North Atlantic Treaty (defence) since 1999-03-12",)
    assert in_force(graph, "USA", "POL", on=on) == expected
    assert in_force(graph, "USA", "POL", on=date(1999, 3, 11)) == ()
