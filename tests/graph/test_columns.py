"""Frames of all relations and statements: what they hold, and when they are read again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from detente.graph import columns as module
from detente.graph.bolt import Login
from detente.graph.columns import Columns, columns
from detente.graph.errors import GraphError
from detente.graph.graph import Graph
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.servers.arcadedb import ensure_server
from detente.graph.statements import Statement
from detente.graph.store import Store
from tests.graph.statements import ROSTER, article, at, said, statement
from tests.stores import empty, open_embedded

ANA: Any = {"because": "tested", "judged_by": "ana"}

COURIER = article(
    "courier",
    "Washington eased sanctions on Belarus. Minsk freed prisoners. Poland met Belarus, Warsaw "
    "said, citing NATO.",
    publisher='Curierul "Știri", 1\nMinsk',
    url="https://courier.example/1",
)
READ = [
    said(COURIER, "Washington eased sanctions on Belarus.", "USA", "EASED_SANCTIONS_ON", "BLR"),
    said(COURIER, "Minsk freed prisoners.", "BLR", "RELEASED_PRISONERS_OF", None),
    said(COURIER, "Poland met Belarus", "POL", "MET_WITH", "BLR", said_by=("POL", "NATO")),
]
CODED = [
    statement("s1", "RUS", "ALLIED_WITH", "BLR", event_date="1999", event_end="2020-01"),
    statement("s2", "RUS", "ALLIED_WITH", "BLR", event_date="2019", dataset="atop"),
    statement("sfff0", "USA", "ATTACKED", "RUS", event_date="2022-02", intensity=-9.5, cameo="190"),
    statement(
        "sz", "RUS", "MET_WITH", "USA", event_date="2025-12-13", recorded_at=at("2025-12-14")
    ),
    statement("ü", "USA", "STATED", "POL", published_at="2025-12-01", confidence=0.25),
    statement("A", "POL", "DEMANDED_FROM", "RUS", modality="planned", place="BLR"),
    statement("B", None, "ATTACKED", "HAMAS", modality="denied", exchange_id="x"),
]


@pytest.fixture
def graph(store: Store) -> Graph:
    """Articles, coded rows and facts, in every modality and with every kind of date."""
    graph = Graph(store, ROSTER)
    graph.add_statements(CODED)
    graph.add_article(COURIER, READ, recorded_at=at("2025-12-19"))
    return graph


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where frames are kept."""
    return tmp_path / "kept"


def relation_rows(relations: list[Relation]) -> list[dict[str, Any]]:
    """What a frame of these relations holds."""
    rows = []
    for one in relations:
        row = one.model_dump() | {"source": one.subject, "target": one.object}
        row |= {name: list(value) for name, value in row.items() if isinstance(value, tuple)}
        row["modality"] = one.modality.value
        row["kind"] = REGISTRY[one.relation].kind
        row["plover_mode"] = REGISTRY[one.relation].plover_mode
        row["publisher_count"] = len(one.publishers)
        rows.append({name: row[name] for name in row if name not in ("subject", "object")})
    return rows


def statement_rows(statements: list[Statement], columns: list[str]) -> list[dict[str, Any]]:
    """What those columns of a frame of these statements hold that a statement has itself."""
    rows = []
    for one in statements:
        row = one.model_dump() | {"modality": one.modality.value, "said_by": list(one.said_by)}
        rows.append({name: row[name] for name in columns if name in row})
    return rows


def found(frame: pl.DataFrame) -> list[dict[str, Any]]:
    return frame.to_dicts()


def test_relations_are_those_of_the_graph(graph: Graph, folder: Path) -> None:
    frame = columns(graph.store, folder=folder).relations
    expected = relation_rows(graph.relations())
    assert len(expected) > 5
    assert [{name: row[name] for name in expected[0]} for row in found(frame)] == expected
    assert set(frame.columns) == set(expected[0])


def test_statements_are_those_of_the_graph(graph: Graph, folder: Path) -> None:
    frame = columns(graph.store, folder=folder).statements
    told = graph.statements(standing=False)
    expected = statement_rows(told, frame.columns)
    assert [one["statement_id"] for one in expected] == frame["statement_id"].to_list()
    assert frame.select(list(expected[0])).to_dicts() == expected
    windows = frame.select("statement_id", "event_from", "event_to", "quad").rows()
    assert windows == [
        (
            one.statement_id,
            None if one.event_date is None else one.event_date.start,
            None
            if one.event_date is None
            else max(one.event_date.end, (one.event_end or one.event_date).end),
            REGISTRY[one.relation].quad,
        )
        for one in told
    ]


def test_columns_have_types_whatever_was_found(graph: Graph, folder: Path) -> None:
    full = columns(graph.store, folder=folder)
    schemas = full.relations.schema, full.statements.schema
    empty(graph.store)
    bare = columns(graph.store, folder=folder)
    assert bare.relations.height == bare.statements.height == 0
    assert (bare.relations.schema, bare.statements.schema) == schemas
    assert schemas[0]["valid_from"] == schemas[1]["event_to"] == pl.Date
    assert schemas[1]["recorded_at"] == pl.Datetime("us", "UTC")
    assert schemas[0]["publishers"] == schemas[1]["said_by"] == pl.List(pl.String)


def test_pages_lose_and_double_nothing(
    graph: Graph, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = columns(graph.store, folder=folder)
    monkeypatch.setattr(module, "_PAGE", 1)
    assert_frame_equal(module.read_relation_frame(graph.store.read), whole.relations)
    assert_frame_equal(module.read_statement_frame(graph.store.read), whole.statements)


def test_standing_follows_what_people_judged(graph: Graph, folder: Path) -> None:
    def standing() -> set[str]:
        frame = columns(graph.store, folder=folder).statements
        return set(frame.filter("standing")["statement_id"])

    assert standing() == {one.statement_id for one in graph.statements(standing=False)}
    graph.reject("s1", **ANA)
    graph.retract("courier", **ANA)
    graph.add_article(article("courier", "Nothing is left."), [])
    assert standing() == {one.statement_id for one in graph.statements()}
    assert standing() & {"s1", "s2"} == {"s2"}
    graph.accept("s1", **ANA)
    assert "s1" in standing()


def test_the_same_object_until_the_graph_changes(graph: Graph, folder: Path) -> None:
    first = columns(graph.store, folder=folder)
    assert columns(graph.store, before=first, folder=folder) is first
    assert columns(graph.store, folder=folder) is not first
    assert first.relations is first.relations
    graph.add_statements([statement("s9", "POL", "VISITED", "USA")])
    second = columns(graph.store, before=first, folder=folder)
    assert second.revision == first.revision + 1
    assert set(second.statements["statement_id"]) == {*first_ids(graph), "s9"}


def first_ids(graph: Graph) -> set[str]:
    return {one.statement_id for one in graph.statements() if one.statement_id != "s9"}


def test_frames_that_were_read_stay_and_others_are_refused(graph: Graph, folder: Path) -> None:
    old = columns(graph.store, folder=folder)
    before = old.relations
    graph.add_statements([statement("s9", "POL", "VISITED", "USA")])
    assert old.relations is before
    with pytest.raises(GraphError, match="has changed since its columns were asked for"):
        _ = old.statements


# ------------------------------------------------------------ files


@pytest.fixture
def embedded(embedded_home: Path) -> Iterator[Graph]:
    """The same graph in the embedded store."""
    with open_embedded(embedded_home) as store:
        empty(store)
        graph = Graph(store, ROSTER)
        graph.add_statements(CODED)
        yield graph


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def reopened(home: Path, folder: Path) -> Columns:
    """The columns that the next process gets, with the frames in memory."""
    with open_embedded(home) as store:
        found = columns(store, folder=folder)
        assert found.relations.height + found.statements.height >= 0
    return found


def test_the_next_process_reads_the_file(
    embedded: Graph, embedded_home: Path, folder: Path
) -> None:
    first = columns(embedded.store, folder=folder)
    kept = first.relations.clone(), first.statements.clone()
    relations, statements = files(folder)
    assert (relations.suffixes[-2], statements.suffixes[-2]) == (".relations", ".statements")
    second = reopened(embedded_home, folder)
    assert_frame_equal(second.relations, kept[0])
    assert_frame_equal(second.statements, kept[1])
    # That it is the file which is read shows when another stands in its place.
    kept[0].head(1).write_parquet(relations)
    assert reopened(embedded_home, folder).relations.height == 1


@pytest.mark.parametrize("left", [0, 100, 3_000])
def test_a_file_that_is_cut_off_is_not_used(
    embedded: Graph, embedded_home: Path, folder: Path, left: int
) -> None:
    expected = columns(embedded.store, folder=folder).relations.clone()
    (file,) = files(folder)
    whole = file.read_bytes()
    assert len(whole) > left
    file.write_bytes(whole[:left])
    assert_frame_equal(reopened(embedded_home, folder).relations, expected)
    assert len(file.read_bytes()) == len(whole)


def test_only_the_newest_is_kept(embedded: Graph, folder: Path) -> None:
    assert columns(embedded.store, folder=folder).relations.height > 0
    (old,) = files(folder)
    stale, fresh = old.with_name("a.part"), old.with_name("b.part")
    stale.touch()
    fresh.touch()
    os.utime(stale, times=(time.time() - 7_200, time.time() - 7_200))
    embedded.add_statements([statement("s9", "POL", "VISITED", "USA")])
    assert columns(embedded.store, folder=folder).relations.height > 0
    assert columns(embedded.store, folder=folder).statements.height > 0
    left = {path.suffix if path != fresh else "fresh" for path in files(folder)}
    assert left == {"fresh", ".parquet"}
    assert {old, stale}.isdisjoint(files(folder))
    assert len(files(folder)) == 3


def test_a_graph_that_was_emptied_and_filled_again_is_another(
    embedded: Graph, folder: Path
) -> None:
    first = columns(embedded.store, folder=folder)
    assert first.relations.height > 1
    empty(embedded.store)
    embedded.add_statements([statement("s9", "POL", "VISITED", "USA")])
    second = columns(embedded.store, before=first, folder=folder)
    assert second.revision == first.revision
    assert second.relations["source"].to_list() == ["POL"]


def test_a_folder_that_cannot_be_written_to_does_not_matter(embedded: Graph, folder: Path) -> None:
    folder.write_text("not a folder")
    assert columns(embedded.store, folder=folder).relations.height > 1


def test_who_may_only_read_sees_the_frames_and_leaves_no_file(
    embedded: Graph, embedded_home: Path, folder: Path
) -> None:
    server = ensure_server(embedded_home)
    login = Login(server.reader, server.reader_password)
    embedded.add_statements([statement("s9", "POL", "VISITED", "USA")])
    with Store(server.uri, login=login, database=server.database) as store:
        unstamped = columns(store, folder=folder)
        assert "s9" in unstamped.statements["statement_id"]
        assert files(folder) == []
        # Once somebody else has left a stamp, files are for everybody.
        expected = columns(embedded.store, folder=folder)
        assert unstamped.relations.equals(expected.relations)
        assert columns(store, before=unstamped, folder=folder) is not unstamped
        assert len(files(folder)) == 1


def test_a_graph_that_is_read_and_stamped_is_not_changed(embedded: Graph, folder: Path) -> None:
    before = embedded.revision, embedded.digest()
    assert columns(embedded.store, folder=folder).relations.height > 1
    assert (embedded.revision, embedded.digest()) == before
    assert embedded.check() == []
