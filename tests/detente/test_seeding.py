"""What a new graph starts from."""

from __future__ import annotations

from detente import seeds
from detente.graph.dates import PartialDate
from detente.graph.graph import Graph
from detente.graph.store import Store
from detente.seeding import facts, plant


def test_every_office_and_membership_is_one_fact() -> None:
    found = list(facts())
    assert len({one.statement_id for one in found}) == len(found)
    assert len(found) == len(seeds.offices()) + len(seeds.memberships())
    assert {one.recorded_at for one in found} == {None}


def test_an_office_becomes_a_dated_state() -> None:
    """From seeds/offices.csv."""
    (office,) = (
        one for one in facts() if one.subject == "ALEKSANDR_LUKASHENKO" and one.object == "BLR"
    )
    assert (office.relation, office.event_date, office.event_end, office.trigger) == (
        "HOLDS_OFFICE",
        PartialDate("1994-07-20"),
        None,
        "head_of_state",
    )


def test_seeds_are_put_in_once_and_on_every_store(store: Store) -> None:
    graph = Graph(store, seeds.roster())
    assert plant(graph)
    revision = graph.revision
    assert not plant(graph)
    assert graph.revision == revision
    assert graph.check() == []
    (member,) = graph.relations(between=("BLR", "CSTO"))
    assert (member.relation, member.valid_to) == ("MEMBER_OF", None)
    assert "RUS" in {treaty.partner for treaty in graph.treaties(actor="BLR")}
