"""Copying between stores: what arrives answers as the source does, for every day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from detente.graph.copying import Watch, copy
from detente.graph.errors import GraphError
from detente.graph.graph import Graph
from detente.graph.pacts import Party, Treaty
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from tests.graph.statements import ROSTER, article, at, said, statement
from tests.stores import empty, open_embedded, open_neo4j

ANA: Any = {"because": "tested", "judged_by": "ana"}

COURIER = article(
    "courier",
    "Washington eased sanctions on Belarus. Minsk freed prisoners, the US envoy said. "
    "Poland denied that it met Belarus.",
)
EASED = said(
    COURIER,
    "Washington eased sanctions on Belarus.",
    "USA",
    "EASED_SANCTIONS_ON",
    "BLR",
    exchange_id="x1",
    said_by=("USA",),
)
FREED = said(
    COURIER,
    "Minsk freed prisoners, the US envoy said.",
    "BLR",
    "RELEASED_PRISONERS_OF",
    "BLR:OPP",
    exchange_id="x1",
    said_by=("A_LEADER", "USA"),
    place="BLR",
)
DENIED = said(
    COURIER, "Poland denied that it met Belarus.", "POL", "MET_WITH", "BLR", modality="denied"
)
GAZETTE = article(
    "gazette", "America lifted sanctions. Poland met Belarus.", published_at="2025-12-19"
)
AGAIN = said(GAZETTE, "America lifted sanctions.", "USA", "EASED_SANCTIONS_ON", "BLR")
MET = said(GAZETTE, "Poland met Belarus.", "POL", "MET_WITH", "BLR")
PACT = Treaty(treaty_id="T1", name="Pact", obligation="defence", since="1992", source="test")


@pytest.fixture(params=["to neo4j", "to embedded"])
def graphs(request: pytest.FixtureRequest) -> Iterator[tuple[Graph, Graph]]:
    """A source and a target on the two stores, both empty; the target knows no actors."""
    stores = [
        open_embedded(request.getfixturevalue("embedded_home")),
        open_neo4j(request.getfixturevalue("neo4j_server")),
    ]
    if request.param == "to embedded":
        stores.reverse()
    with stores[0] as left, stores[1] as right:
        empty(left)
        empty(right)
        yield Graph(left, ROSTER), Graph(right, Roster(actors=[], names=[], persons=[], offices=[]))


def fill(graph: Graph) -> None:
    """A bit of everything: told, linked, exchanged, denied, retired, corrected, undone."""
    graph.add_actors(ROSTER.actors)
    parties = [Party(treaty_id="T1", actor_id=one, since="1993") for one in ("BLR", "RUS")]
    graph.add_treaties([PACT], parties)
    facts = [statement(f"f{n}", "RUS", "ALLIED_WITH", "BLR", event_date="1999") for n in range(2)]
    graph.add_statements(facts, facts_digest="facts-1")
    graph.add_article(COURIER, [EASED, FREED, DENIED], recorded_at=at("2025-12-18"))
    link = (EASED.statement_id, AGAIN.statement_id)
    graph.add_article(GAZETTE, [AGAIN, MET], links=[link], recorded_at=at("2025-12-20"))
    told = [statement("s1", object_=None), statement("s2", "UNHEARD", "ATTACKED", "POL")]
    moment = {"recorded_at": at("2025-12-21")}
    graph.add_statements(one.model_copy(update=moment) for one in told)
    graph.retract("courier", **ANA, judged_at=at("2025-12-22"))
    graph.undo(revoked_at=at("2025-12-23"))
    graph.reject(AGAIN.statement_id, **ANA, judged_at=at("2025-12-24"))
    graph.merge("HAMAS", "UNHEARD", **ANA, judged_at=at("2025-12-25"))
    graph.judge("distinct_event", "f0", "f1", **ANA, judged_at=at("2025-12-25"))
    graph.retract("gazette", **ANA, judged_at=at("2025-12-26"))
    graph.add_article(COURIER, [EASED, DENIED], recorded_at=at("2025-12-27"))


def answers(graph: Graph) -> list[object]:
    """What may be asked: everything, each day of the story by itself."""
    days = [date(2025, 12, 16) + timedelta(days=n) for n in range(14)]
    return [
        graph.digest(),
        graph.check(),
        graph.actors(),
        graph.articles(),
        graph.statements(standing=False),
        graph.relations(),
        graph.judgements(),
        graph.treaties(actor="BLR"),
        graph.facts_digest,
        [graph.relations(known_on=day) for day in days],
        [graph.statements(known_on=day) for day in days],
        [graph.judgements(known_on=day) for day in days],
        [graph.denials(one.relation_id) for one in graph.relations()],
    ]


def links(graph: Graph) -> list[str]:
    """Every relationship, with its ends and what it says: also those that no answer needs."""
    rows = graph.store.read(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS f, labels(b) AS t, type(r) AS type, "
        "coalesce(a.actor_id, a.statement_id, a.article_id, a.judgement_id) AS a, "
        "coalesce(b.actor_id, b.statement_id, b.article_id, b.treaty_id, b.name) AS b, "
        "properties(r) AS r"
    )
    return sorted(
        repr((sorted(row["f"]), sorted(row["t"]), row["type"], row["a"], row["b"], plain(row["r"])))
        for row in rows
    )


def plain(properties: dict[str, Any]) -> list[tuple[str, str]]:
    return sorted((key, str(value)) for key, value in properties.items() if value is not None)


def test_a_copy_answers_as_the_source_does(graphs: tuple[Graph, Graph]) -> None:
    source, target = graphs
    fill(source)
    before = source.revision
    seen: list[tuple[int, int]] = []
    copied = copy(source, target, watch=lambda done, total: seen.append((done, total)))
    assert (copied.same, copied.changed) == (True, True)
    assert answers(target) == answers(source)
    assert links(target) == links(source)
    assert copied.source == copied.target
    # 8 actors (two named by statements alone); 3 + 2 statements of articles, 2 + 2 without.
    assert copied.source.model_dump() == {
        "actors": 9,
        "articles": 2,
        "statements": 9,
        "exchanges": 1,
        "links": 1,
        "judgements": 5,
        "treaties": 1,
        "parties": 2,
        "relations": len(source.relations()),
    }
    assert seen[0] == (0, copied.source.evidence)
    assert seen[-1] == (copied.source.evidence, copied.source.evidence)
    assert source.revision == before
    assert str(copied) == "copied 9 statements: both graphs are the same"


def test_copying_again_changes_nothing_and_brings_what_is_new(graphs: tuple[Graph, Graph]) -> None:
    source, target = graphs
    fill(source)
    copy(source, target)
    revision = target.revision
    again = copy(source, target)
    assert (again.same, again.changed, target.revision) == (True, False, revision)
    assert str(again) == "nothing to copy: both graphs are the same"
    later = statement("s3", "USA", "THREATENED", "RUS")
    source.add_statements([later.model_copy(update={"recorded_at": at("2026-01-01")})])
    source.add_actors([ROSTER.actors[0].model_copy(update={"name_ro": None, "name": "Belorus"})])
    source.undo(revoked_at=at("2026-01-02"))
    assert copy(source, target).same
    assert answers(target) == answers(source)


def test_the_next_correction_to_undo_is_the_same(graphs: tuple[Graph, Graph]) -> None:
    source, target = graphs
    fill(source)
    copy(source, target)
    moment = at("2026-01-01")
    while len(source.judgements()) > 0:
        assert target.undo(revoked_at=moment) == source.undo(revoked_at=moment)
        assert answers(target) == answers(source)
    # What is judged in the target comes after all that was copied.
    made = target.reject(EASED.statement_id, **ANA)
    assert target.undo().judgement_id == made.judgement_id


def test_a_copy_that_was_cut_short_is_sound_and_is_completed(
    graphs: tuple[Graph, Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut after each of its transactions in turn, with pages of two statements."""
    source, target = graphs
    fill(source)
    for module in ("evidence", "article_nodes", "copying"):
        monkeypatch.setattr(f"detente.graph.{module}._PAGE", 2)
    calls = 0

    def stop_after(number: int) -> Watch:
        def watch(_done: int, _all: int) -> None:
            nonlocal calls
            calls += 1
            if calls > number:
                raise KeyboardInterrupt

        return watch

    steps = 0
    complete = False
    while not complete:
        steps += 1
        calls = 0
        try:
            complete = copy(source, target, watch=stop_after(steps)).same
        except KeyboardInterrupt:
            assert target.check() == []
    assert steps > 15
    assert answers(target) == answers(source)


def test_a_target_with_evidence_of_its_own_is_refused_or_merged(
    graphs: tuple[Graph, Graph],
) -> None:
    source, target = graphs
    fill(source)
    older = article("courier", "Washington may ease sanctions.", published_at="2025-12-17")
    hoped = said(older, "Washington may ease sanctions.", "USA", "EASED_SANCTIONS_ON", "BLR")
    target.add_article(older, [hoped], recorded_at=at("2025-12-17"))
    own = statement("own", "POL", "PRAISED", "USA", recorded_at=at("2025-12-17"))
    target.add_statements([own])
    message = "the target holds 2 statements that the source has not: --merge keeps them"
    with pytest.raises(GraphError, match=message):
        copy(source, target)
    merged = copy(source, target, merge=True)
    assert (merged.same, str(merged)) == (
        False,
        "copied 9 statements: the target holds 2 statements more, and all that the source holds",
    )
    assert target.check() == []
    # The source's text of the article stands, and what was read in the other is retired.
    assert target.article("courier") == COURIER
    kept = {one.statement_id: one.retracted_at for one in target.statements(standing=False)}
    stored = {one.statement_id: one.retracted_at for one in source.statements(standing=False)}
    retired = kept.pop(hoped.statement_id)
    assert retired is not None
    assert kept == stored | {"own": None}
    extra = {one.relation_id for one in target.relations()}
    extra -= {one.relation_id for one in source.relations()}
    assert {one.partition(":")[0] for one in extra} == {"PRAISED"}
    assert not copy(source, target, merge=True).changed


def test_what_was_undone_in_one_of_them_stays_undone(graphs: tuple[Graph, Graph]) -> None:
    source, target = graphs
    source.add_article(COURIER, [EASED, FREED, DENIED], recorded_at=at("2025-12-18"))
    source.reject(EASED.statement_id, **ANA, judged_at=at("2025-12-19"))
    source.reject(FREED.statement_id, **ANA, judged_at=at("2025-12-20"))
    copy(source, target)
    target.undo(revoked_at=at("2025-12-21"))
    copied = copy(source, target)
    assert (copied.same, copied.changed) == (False, False)
    assert [one.target for one in target.judgements()] == [EASED.statement_id]
    assert copy(target, source).same
    assert [one.target for one in source.judgements()] == [EASED.statement_id]


def test_a_graph_is_not_copied_into_itself(graphs: tuple[Graph, Graph]) -> None:
    source, _ = graphs
    with pytest.raises(GraphError, match="source and target are the same graph"):
        copy(source, source)


def test_many_statements_are_copied_page_by_page(
    graphs: tuple[Graph, Graph], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = graphs
    monkeypatch.setattr("detente.graph.evidence._PAGE", 10)
    told: list[Statement] = [
        statement(f"s{n:03}", *("USA", "MET_WITH", ("BLR", "POL", "RUS", None)[n % 4]))
        for n in range(50)
    ]
    source.add_statements(told)
    assert copy(source, target).same
    # Two pages of 13 and 12 or 13 for the pairs by themselves, two of ten and two for the rest.
    assert target.statements() == told
