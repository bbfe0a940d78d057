"""`detente schema show` and `detente schema apply`, and what a login that may only read can do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.graph import schema
from detente.graph.servers.arcadedb import find_server
from detente.graph.store import Store
from tests.detente.conftest import Cli
from tests.stores import open_embedded

NEWEST = schema.versions()[-1]


def change(store: Store, query: str) -> None:
    store.write(lambda transaction: transaction.run(query).consume())


@pytest.fixture
def outdated(home: Path) -> Iterator[Path]:
    """A home whose graph lacks the newest version of the schema."""
    with open_embedded(home) as store:
        change(store, f"MATCH (v:SchemaVersion {{version: {NEWEST.number}}}) DELETE v")
        change(store, "DROP INDEX actor_name_idx")
        yield home


def test_what_the_graph_has_is_shown(cli: Cli, samples: Path) -> None:
    home = ("--home", samples)
    rows = [
        json.loads(row)
        for row in cli(*home, "schema", "show", "--format", "jsonl").out.split("\n")[:-1]
    ]
    versions = [row["name"] for row in rows if row["kind"] == "version"]
    assert versions == [version.name for version in schema.versions()]
    by_name = {row["name"]: row for row in rows}
    assert by_name["Statement"]["unique"] == ["statement_id"]
    assert by_name["Statement"]["indexed"] == ["article_id", "event_id", "pair"]
    assert (
        by_name["EASED_SANCTIONS_ON"] | {"kind": "type", "number": 1, "state": None}
        == (by_name["EASED_SANCTIONS_ON"])
    )
    assert {row["state"] for row in rows if row["kind"] != "version"} == {None}
    assert "BLOCKADED" not in by_name
    page = cli(*home, "schema", "show").out
    assert f"schema version {NEWEST.number}; this detente knows {NEWEST.number}" in page
    assert "BLOCKADED" in cli(*home, "schema", "show", "--all").out


def test_what_is_missing_is_shown_and_applied(cli: Cli, outdated: Path) -> None:
    shown = cli("schema", "show", "--format", "jsonl").out.splitlines()
    states = {row["name"]: row["state"] for row in map(json.loads, shown)}
    assert states[NEWEST.name] == "not applied: 'detente schema apply'"
    assert states["Actor"] == "lacks actor_name_idx"
    number = len(NEWEST.statements)
    assert cli("schema", "apply") == (
        0,
        f"applied {NEWEST.name}: {number} constraints and indexes\n",
        "",
    )
    assert cli("schema", "apply").out == (
        f"nothing to do: the graph has schema version {NEWEST.number}\n"
    )
    with open_embedded(outdated) as store:
        assert [one.version for one in schema.read_applied(store.read)][-1] == NEWEST.number


@pytest.mark.parametrize(
    ("changes", "state", "told"),
    [
        (
            (
                "MATCH (v:SchemaVersion {version: 1}) SET v.checksum = 'x' + v.checksum",
                "MATCH (v:SchemaVersion {version: 1}) SET v.checksum = substring(v.checksum, 1)",
            ),
            "applied with another text",
            "detente: V001__evidence.cypher is not the one that made the graph at bolt://",
        ),
        (
            (
                "CREATE (:SchemaVersion {version: 999, checksum: 'x'})",
                "MATCH (v:SchemaVersion {version: 999}) DELETE v",
            ),
            "applied by a newer detente",
            "detente: a newer detente made the graph at bolt://",
        ),
    ],
)
def test_another_history_is_shown_and_not_touched(
    cli: Cli, home: Path, changes: tuple[str, str], state: str, told: str
) -> None:
    broken, mended = changes
    with open_embedded(home) as store:
        change(store, broken)
        try:
            shown = cli("schema", "show", "--format", "csv")
            refused = cli("schema", "apply")
        finally:
            change(store, mended)
    assert (shown.status, shown.err) == (0, "")
    assert state in shown.out
    assert (refused.status, refused.out, refused.err.count("\n")) == (1, "", 1)
    assert refused.err.startswith(told)


@pytest.fixture
def reading(samples: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The samples, named by an address and a login that may only read; gives the owner's store."""
    with open_embedded(samples) as owner:
        server = find_server(samples)
        assert server is not None
        monkeypatch.setenv("NEO4J_URI", server.uri)
        monkeypatch.setenv("NEO4J_DATABASE", server.database)
        monkeypatch.setenv("NEO4J_USERNAME", server.reader)
        monkeypatch.setenv("NEO4J_PASSWORD", server.reader_password)
        yield owner


def test_a_reader_reads_what_others_wrote(cli: Cli, reading: Store) -> None:
    """Also a graph with an earlier schema, other seeds and an earlier projection."""
    expected = cli("between", "USA", "BLR").out
    assert "The United States eased sanctions on Belarus" in expected
    (meta,) = reading.read("MATCH (m:Meta) RETURN m.facts_digest AS digest, m.projection AS number")
    try:
        change(reading, "MATCH (m:Meta) SET m.facts_digest = 'other', m.projection = 0")
        change(reading, f"MATCH (v:SchemaVersion {{version: {NEWEST.number}}}) DELETE v")
        assert cli("between", "USA", "BLR") == (0, expected, "")
        refused = cli("schema", "apply")
    finally:
        reading.write(
            lambda transaction: transaction.run(
                "MATCH (m:Meta) SET m.facts_digest = $digest, m.projection = $number", meta
            ).consume()
        )
        schema.apply(reading)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("detente: the database does not allow it: User 'reader' is not")


@pytest.mark.usefixtures("reading")
def test_a_reader_is_told_in_one_line_what_it_may_not(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("date 2025-12-18\n\nThe US imposed sanctions on Mali.\n", encoding="utf8")
    for command in (
        ("load", path),
        ("cypher", "CREATE (:Note)", "--write"),
    ):
        ran = cli(*command)
        assert (ran.status, ran.err.count("\n")) == (1, 1), ran.err
        assert "not allow" in ran.err
