"""The schema's versions, on every database. Expected values: the files in graph/schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, LiteralString, TypeVar

import neo4j
import pytest

from detente.graph import schema
from detente.graph.bolt import Login
from detente.graph.errors import StoreError
from detente.graph.registry import REGISTRY
from detente.graph.store import Store

T = TypeVar("T")
_OF_A_TYPE = re.compile(r"CREATE CONSTRAINT (\w+) IF NOT EXISTS FOR \(\)-\[r:(\w+)\]-\(\) ")


class Recording(Store):
    """A store that notes what it is asked."""

    def __init__(self, store: Store) -> None:
        login = store._login
        assert login is not None
        super().__init__(store.uri, login=Login(*login), database=store.database)
        self.asked: list[str] = []

    def read(self, query: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        self.asked.append("read")
        return super().read(query, **parameters)

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        self.asked.append("write")
        return super().write(work)


def test_every_version_is_recorded_once(store: Store) -> None:
    rows = store.read(
        """
        MATCH (v:SchemaVersion) RETURN v.version AS version, v.checksum AS checksum,
               v.applied_at IS NOT NULL AS dated ORDER BY version
        """
    )
    assert rows == [
        {"version": version.number, "checksum": version.checksum, "dated": True}
        for version in schema.versions()
    ]


def test_a_current_store_costs_one_read(store: Store) -> None:
    with Recording(store) as recording:
        schema.apply(recording)
        assert recording.asked == ["read"]


def test_applying_again_from_nothing_changes_nothing(store: Store) -> None:
    """As after an interruption between the schema and its record."""
    before = names(store)
    store.write(lambda transaction: transaction.run("MATCH (v:SchemaVersion) DELETE v").consume())
    schema.apply(store)
    assert names(store) == before
    test_every_version_is_recorded_once(store)


def test_another_text_of_a_version_is_refused(store: Store) -> None:
    change(store, "MATCH (v:SchemaVersion {version: 1}) SET v.checksum = 'x' + v.checksum")
    try:
        with pytest.raises(StoreError) as caught:
            schema.apply(store)
    finally:
        change(
            store, "MATCH (v:SchemaVersion {version: 1}) SET v.checksum = substring(v.checksum, 1)"
        )
    assert str(caught.value) == (
        f"V001__evidence.cypher is not the one that made the graph at {store.uri}: restore the "
        "file and put the change in a new version, or load into a new database"
    )


def test_a_newer_graph_is_refused(store: Store) -> None:
    change(store, "CREATE (:SchemaVersion {version: 999, checksum: 'x'})")
    try:
        with pytest.raises(StoreError) as caught:
            schema.apply(store)
    finally:
        change(store, "MATCH (v:SchemaVersion {version: 999}) DELETE v")
    assert str(caught.value) == (
        f"a newer detente made the graph at {store.uri} (schema version 999, this one knows "
        f"{len(schema.versions())}): upgrade detente"
    )


def test_versions_are_numbered_without_gaps() -> None:
    numbers = [version.number for version in schema.versions()]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_statement_may_be_run_twice() -> None:
    statements = [each for version in schema.versions() for each in version.statements]
    assert [each for each in statements if " IF NOT EXISTS " not in each] == []


def test_every_relation_type_has_its_constraint() -> None:
    """A new type in relations.yaml needs a new schema file with its constraint."""
    statements = [each for version in schema.versions() for each in version.statements]
    found = {m[1]: m[2] for each in statements if (m := _OF_A_TYPE.match(each)) is not None}
    assert found == {f"{kind.lower()}_relation_id_unique": kind for kind in REGISTRY}


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Actor", "actor_id"),
        ("Publisher", "name"),
        ("Article", "article_id"),
        ("Statement", "statement_id"),
        ("Judgement", "judgement_id"),
        ("Treaty", "treaty_id"),
        ("Meta", "key"),
    ],
)
def test_a_key_belongs_to_one_node(store: Store, label: str, key: str) -> None:
    with pytest.raises(StoreError, match="the database refused the query"):
        change(store, f"CREATE (:{label} {{{key}: 'x'}}) CREATE (:{label} {{{key}: 'x'}})")


def test_a_relation_id_belongs_to_one_edge(store: Store) -> None:
    with pytest.raises(StoreError, match="the database refused the query"):
        change(
            store,
            "CREATE (a:Actor {actor_id: 'a'})-[:MET_WITH {relation_id: 'r'}]->(b:Actor) "
            "CREATE (a)-[:MET_WITH {relation_id: 'r'}]->(b)",
        )


def test_comments_do_not_count() -> None:
    assert schema._statements("// why\nCREATE INDEX a\n  ON b;\n\n // more\nCREATE INDEX c;\n") == (
        "CREATE INDEX a\n  ON b",
        "CREATE INDEX c",
    )


def change(store: Store, query: str) -> None:
    store.write(lambda transaction: transaction.run(query).consume())


def names(store: Store) -> list[str]:
    rows = store.read("SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name")
    return [str(row["name"]) for row in rows]
