"""The schema's versions, on every database. Expected values: the files in graph/schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, LiteralString, TypeVar

import neo4j
import pytest

from detente.graph import schema
from detente.graph.bolt import Login
from detente.graph.catalogue import Entry, read_catalogue
from detente.graph.errors import ForbiddenError, StoreError
from detente.graph.registry import REGISTRY
from detente.graph.servers.arcadedb import find_server
from detente.graph.store import Store
from tests.stores import open_embedded

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
    change(store, "MATCH (v:SchemaVersion) DELETE v")
    assert schema.apply(store) == schema.versions()
    assert schema.apply(store) == []
    assert names(store) == before
    test_every_version_is_recorded_once(store)


def test_only_what_is_missing_is_applied(store: Store) -> None:
    """As when a newer detente opens a graph: it makes the index of the last version."""
    newest = schema.versions()[-1]
    change(store, f"MATCH (v:SchemaVersion {{version: {newest.number}}}) DELETE v")
    change(store, "DROP INDEX actor_name_idx")
    assert [entry.missing for entry in read_catalogue(store.read) if entry.missing != ()] == [
        ("actor_name_idx",)
    ]
    assert schema.apply(store) == [newest]
    assert [entry.name for entry in read_catalogue(store.read) if entry.missing != ()] == []


def test_the_catalogue_is_the_same_on_every_store(store: Store) -> None:
    change(
        store,
        "CREATE (a:Actor:Country {actor_id: 'A'})-[:MET_WITH {relation_id: 'r'}]->"
        "(:Actor:Bloc {actor_id: 'B'}) CREATE (:Publisher {name: 'P'})-[:OF]->(a)",
    )
    entries = read_catalogue(store.read)
    assert entries == sorted(entries)
    assert {(entry.kind, entry.name): entry.number for entry in entries if entry.number > 0} == {
        ("label", "Actor"): 2,
        ("label", "Bloc"): 1,
        ("label", "Country"): 1,
        ("label", "Publisher"): 1,
        ("label", "SchemaVersion"): len(schema.versions()),
        ("type", "MET_WITH"): 1,
        ("type", "OF"): 1,
    }
    by_name = {entry.name: entry for entry in entries}
    assert by_name["Actor"] == Entry("label", "Actor", 2, ("actor_id",), ("name",))
    assert by_name["Statement"].indexed == ("article_id", "event_id", "pair")
    assert by_name["MET_WITH"] == Entry("type", "MET_WITH", 1, ("relation_id",))
    assert by_name["OF"] == Entry("type", "OF", 1)
    assert REGISTRY.keys() <= by_name.keys()


@pytest.fixture
def reader(home: Path) -> Iterator[Store]:
    """The embedded store as its reader sees it: a login without the right to change anything."""
    server = find_server(home)
    assert server is not None
    login = Login(server.reader, server.reader_password)
    with Store(server.uri, login=login, database=server.database) as opened:
        yield opened


def test_a_reader_opens_a_graph_of_an_earlier_schema(home: Path, reader: Store) -> None:
    newest = schema.versions()[-1]
    with open_embedded(home) as owner:
        change(owner, f"MATCH (v:SchemaVersion {{version: {newest.number}}}) DELETE v")
    schema.bring_up(reader)
    assert len(schema.read_applied(reader.read)) == newest.number - 1
    with pytest.raises(ForbiddenError, match=r"^the database does not allow it: .*'reader'"):
        schema.apply(reader)


def test_a_reader_is_told_where_there_is_no_graph(home: Path, reader: Store) -> None:
    with open_embedded(home) as owner:
        change(owner, "MATCH (v:SchemaVersion) DELETE v")
    with pytest.raises(ForbiddenError, match=r"^there is no graph at bolt://.*: the database does"):
        schema.bring_up(reader)


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
