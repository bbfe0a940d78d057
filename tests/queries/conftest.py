"""A small graph with something for every question, on every store."""

from __future__ import annotations

import pytest

from detente import seeds
from detente.graph.graph import Graph
from detente.graph.store import Store
from tests.graph.statements import article, at, said, statement

__all__ = ["COURIER", "GAZETTE", "told"]

COURIER = article(
    "courier",
    "Washington eased sanctions on Belarus on Saturday. In exchange Minsk freed prisoners. "
    "Poland met Belarus. Poland shut its embassy in Minsk. Russia put missiles into Belarus. "
    "The opposition says that Minsk depends on Moscow. Minsk hopes to meet Washington. "
    "Washington aids Ukraine. Russia attacked Ukraine. Belarus sent aid to Ukraine.",
    title="A deal in Minsk",
    url="https://courier.example/1",
)
GAZETTE = article(
    "gazette",
    "Poland denied that it met Belarus. Washington lifted part of its sanctions.",
    publisher="Gazette",
    published_at="2025-12-20",
)
IN_COURIER = [
    said(
        COURIER,
        "Washington eased sanctions on Belarus on Saturday.",
        "USA",
        "EASED_SANCTIONS_ON",
        "BLR",
        event_date="2025-12-13",
        exchange_id="x1",
    ),
    said(
        COURIER,
        "In exchange Minsk freed prisoners.",
        "BLR",
        "RELEASED_PRISONERS_OF",
        None,
        event_date="2025-12-13",
        exchange_id="x1",
    ),
    said(COURIER, "Poland met Belarus.", "POL", "MET_WITH", "BLR"),
    said(
        COURIER,
        "Poland shut its embassy in Minsk.",
        "POL",
        "CLOSED_EMBASSY_IN",
        "BLR",
        event_date="2022-02",
        modality="past_background",
    ),
    said(
        COURIER,
        "Russia put missiles into Belarus.",
        "RUS",
        "DEPLOYED_MISSILES_IN",
        "BLR",
        event_date="2025-12-17",
        modality="ongoing",
        said_by=("BLR",),
    ),
    said(
        COURIER,
        "The opposition says that Minsk depends on Moscow.",
        "BLR",
        "DEPENDS_ON",
        "RUS",
        said_by=("BLR:OPP",),
    ),
    said(
        COURIER,
        "Minsk hopes to meet Washington.",
        "BLR",
        "MET_WITH",
        "USA",
        modality="hoped",
        said_by=("BLR",),
    ),
    said(COURIER, "Washington aids Ukraine.", "USA", "GAVE_AID_TO", "UKR"),
    said(COURIER, "Russia attacked Ukraine.", "RUS", "ATTACKED", "UKR"),
    said(COURIER, "Belarus sent aid to Ukraine.", "BLR", "GAVE_AID_TO", "UKR"),
]
IN_GAZETTE = [
    said(
        GAZETTE,
        "Poland denied that it met Belarus.",
        "POL",
        "MET_WITH",
        "BLR",
        modality="denied",
        said_by=("POL",),
    ),
    said(
        GAZETTE,
        "Washington lifted part of its sanctions.",
        "USA",
        "EASED_SANCTIONS_ON",
        "BLR",
    ),
]
SAME = (IN_COURIER[0].statement_id, IN_GAZETTE[1].statement_id)


@pytest.fixture
def told(store: Store) -> Graph:
    """Two articles, learnt on 19 and 21 December, two memberships and the treaties of Belarus."""
    graph = Graph(store, seeds.roster())
    graph.add_actors(actor for actor in seeds.actors() if actor.actor_id in _KNOWN)
    pacts = {party.treaty_id for party in seeds.parties() if party.actor_id == "BLR"}
    graph.add_treaties(
        [treaty for treaty in seeds.treaties() if treaty.treaty_id in pacts],
        [party for party in seeds.parties() if party.treaty_id in pacts],
    )
    graph.add_statements(
        statement(f"m{actor}", actor, "MEMBER_OF", "CSTO", event_date="1994", dataset="seeds")
        for actor in ("BLR", "RUS")
    )
    graph.add_article(COURIER, IN_COURIER, recorded_at=at("2025-12-19"))
    graph.add_article(GAZETTE, IN_GAZETTE, links=[SAME], recorded_at=at("2025-12-21"))
    assert graph.check() == []
    return graph


_KNOWN = frozenset({"BLR", "CSTO", "POL", "RUS", "UKR", "USA"})
