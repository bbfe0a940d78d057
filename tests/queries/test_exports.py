"""Exports: what stands in the files, read back with the programs that people use."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

import networkx
import polars as pl
import pytest
import typer

from detente.cli.exporting import export
from detente.graph.asof import as_of
from detente.graph.columns import columns
from detente.graph.errors import GraphError
from detente.graph.graph import Graph
from detente.graph.registry import REGISTRY
from detente.queries import exports
from detente.queries.dyads import dyads
from tests.graph.statements import article, at, said, statement

ODD = article(
    'odd, "paper"',
    'Warsaw; "said"\nthat\x0b it, 𝒫oland, met Belarus — în Kîiv.',
    publisher='Știri, "azi"; 1',
    url="https://odd.example/?a=1&b=<2>",
)


@pytest.fixture
def odd(told: Graph) -> Graph:
    """The small graph and an article whose texts are hard on every format."""
    meeting = said(ODD, ODD.text, "POL", "MET_WITH", "BLR", said_by=("POL", "BLR:OPP"))
    told.add_article(ODD, [meeting], recorded_at=at("2025-12-22"))
    told.add_statements([statement("s1", "POL", "VISITED", "USA")])
    return told


@pytest.fixture
def relations(odd: Graph, tmp_path: Path) -> pl.DataFrame:
    """The relations as a frame."""
    return columns(odd.store, folder=tmp_path / "cache").relations


def save(write: Callable[[Any], None], file: Path) -> Path:
    with exports.written(file) as target:
        write(target)
    return file


# ------------------------------------------------------------ networks


def test_a_network_has_the_relations_as_edges(odd: Graph, relations: pl.DataFrame) -> None:
    network = exports.multigraph(relations, odd.actors())
    expected = {one.relation_id: one for one in odd.relations()}
    assert {key for *_, key in network.edges(keys=True)} == set(expected)
    for source, target, key, edge in network.edges(keys=True, data=True):
        one = expected[key]
        assert (source, target, edge["relation"]) == (one.subject, one.object, one.relation)
        assert edge.get("valid_from") == one.valid_from
        assert edge.get("valid_to") == one.valid_to
        assert edge.get("said_by", []) == list(one.said_by)
        assert None not in edge.values()
    assert network.nodes["POL"] == {"name": "Poland", "label": "Country"}


def test_a_network_of_a_day_has_what_stood_then(odd: Graph, relations: pl.DataFrame) -> None:
    days = [date(1990, 1, 1), date(2022, 2, 10), date(2025, 12, 14), date(2025, 12, 20)]
    sizes = set()
    for day in days:
        network = exports.multigraph(relations, odd.actors(), as_of=day)
        standing = {one.relation_id for one in as_of(odd.relations(), day)}
        assert {key for *_, key in network.edges(keys=True)} == standing
        sizes.add(len(standing))
    assert len(sizes) == len(days)


def test_graphml_is_read_back(odd: Graph, relations: pl.DataFrame, tmp_path: Path) -> None:
    network = exports.multigraph(relations, odd.actors())
    file = save(lambda to: exports.write_network(network, to, form="graphml"), tmp_path / "a")
    back: Any = networkx.read_graphml(file, edge_key_type=str, force_multigraph=True)
    assert list(back.nodes(data=True)) == list(network.nodes(data=True))
    edges = {key: (s, t, edge) for s, t, key, edge in network.edges(keys=True, data=True)}
    found = {key: (s, t, edge) for s, t, key, edge in back.edges(keys=True, data=True)}
    assert found.keys() == edges.keys()
    for key, (source, target, edge) in edges.items():
        assert found[key] == (source, target, {name: plain(value) for name, value in edge.items()})


def plain(value: Any) -> Any:
    """A value as a file of a network has it: ISO texts, JSON texts, nothing that XML cannot."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return value.replace("\x0b", "") if isinstance(value, str) else value


def test_gexf_keeps_when_each_edge_holds(
    odd: Graph, relations: pl.DataFrame, tmp_path: Path
) -> None:
    network = exports.multigraph(relations, odd.actors())
    file = save(lambda to: exports.write_network(network, to, form="gexf"), tmp_path / "a")
    back = networkx.read_gexf(file)
    found = {edge["id"]: edge for *_, edge in back.edges(data=True)}
    assert b'mode="dynamic"' in file.read_bytes()
    expected = {one.relation_id: one for one in odd.relations()}
    assert found.keys() == expected.keys()
    kinds = set()
    for key, one in expected.items():
        edge = found[key]
        assert edge["label"] == one.relation
        assert edge.get("valid_from") == (one.valid_from and one.valid_from.isoformat())
        kinds.add((REGISTRY[one.relation].kind, one.valid_from is None, "end" in edge))
        if one.valid_from is not None:
            assert edge["start"] == one.valid_from.isoformat()
            assert edge.get("end") == (one.valid_to and one.valid_to.isoformat())
        elif one.reported_on is not None:
            assert edge["start"] == one.reported_on.isoformat()
        else:
            assert "start" not in edge
    # Open states, dated events and events that were only reported are all among them.
    assert {("state", False, False), ("event", False, True), ("event", True, True)} <= kinds
    assert back.nodes["POL"]["label"] == "Poland"


# ------------------------------------------------------------ tables


def test_statement_lines_are_those_of_the_statements(odd: Graph, tmp_path: Path) -> None:
    expected = [one.line() for one in odd.statements()]
    assert "s1" in {line["statement_id"] for line in expected}
    odd.reject("s1", because="tested", judged_by="ana")
    expected = [one.line() for one in odd.statements()]
    frame = columns(odd.store, folder=tmp_path / "cache").statements
    found = list(exports.statement_lines(odd, frame))
    assert found == expected
    file = save(lambda to: exports.write_lines(found, to, form="jsonl"), tmp_path / "a.jsonl")
    text = file.read_text(encoding="utf8")
    assert [json.loads(line) for line in text.split("\n")[:-1]] == expected
    assert list(json.loads(text.split("\n")[0])) == list(expected[0])
    assert "s1" not in {line["statement_id"] for line in found}


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_statement_tables_have_the_keys_of_the_line(
    odd: Graph, tmp_path: Path, form: Literal["csv", "parquet"]
) -> None:
    lines = [one.line() for one in odd.statements()]
    file = save(lambda to: exports.write_lines(lines, to, form=form), tmp_path / "a")
    if form == "csv":
        assert read_csv(file) == [spelled(line) for line in lines]
    else:
        days = [date.fromisoformat(one["published_at"]) for one in lines if one["published_at"]]
        found = pl.read_parquet(file)
        assert found["published_at"].drop_nulls().to_list() == days
        rest = found.drop("published_at")
        assert rest.to_dicts() == [
            {name: value for name, value in line.items() if name != "published_at"}
            for line in lines
        ]


def read_csv(file: Path) -> list[dict[str, str]]:
    """The rows as the standard library reads them, which keeps RFC 4180."""
    with file.open(encoding="utf8", newline="") as opened:
        return list(csv.DictReader(opened, strict=True))


def spelled(row: dict[str, Any]) -> dict[str, str]:
    """A row as CSV has it."""
    return {
        name: "" if value is None else value if isinstance(value, str) else json_of(value)
        for name, value in row.items()
    }


def json_of(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def test_relation_tables_are_read_back(relations: pl.DataFrame, tmp_path: Path) -> None:
    write = exports.write_table
    table = save(lambda to: write(relations, to, form="csv"), tmp_path / "a.csv")
    assert read_csv(table) == [spelled(row) for row in relations.to_dicts()]
    lines = save(lambda to: write(relations, to, form="jsonl"), tmp_path / "a.jsonl")
    found = [json.loads(line) for line in lines.read_text(encoding="utf8").split("\n")[:-1]]
    assert found == json.loads(json.dumps(relations.to_dicts(), default=json_of))
    stored = save(lambda to: write(relations, to, form="parquet"), tmp_path / "a.parquet")
    assert pl.read_parquet(stored).equals(relations)


def test_large_tables_are_written_in_parts(
    relations: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = save(lambda to: exports.write_table(relations, to, form="csv"), tmp_path / "a")
    monkeypatch.setattr(exports, "_ROWS", 2)
    parts = save(lambda to: exports.write_table(relations, to, form="csv"), tmp_path / "b")
    assert parts.read_bytes() == whole.read_bytes()


def test_nothing_gives_a_table_with_its_head(relations: pl.DataFrame, tmp_path: Path) -> None:
    bare = save(lambda to: exports.write_table(relations.clear(), to, form="csv"), tmp_path / "a")
    assert bare.read_text() == ",".join(relations.columns) + "\n"
    lines = save(lambda to: exports.write_lines([], to, form="csv"), tmp_path / "b")
    assert lines.read_text() == ",".join(statement("s").line()) + "\n"


def test_the_same_graph_gives_the_same_bytes(
    odd: Graph, relations: pl.DataFrame, tmp_path: Path
) -> None:
    lines = [one.line() for one in odd.statements()]
    shuffled = relations.sample(fraction=1.0, shuffle=True, seed=3)
    network = [exports.multigraph(one, odd.actors()) for one in (relations, shuffled)]
    tables = [dyads(one) for one in (relations, shuffled)]
    for number in (0, 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        for form in get_args(exports.NetworkForm):
            with exports.written(folder / form) as file:
                exports.write_network(network[number], file, form=form)
        for kind in get_args(exports.TableForm):
            with exports.written(folder / f"d.{kind}") as file:
                exports.write_table(tables[number], file, form=kind)
            with exports.written(folder / f"s.{kind}") as file:
                exports.write_lines(lines, file, form=kind)
    names = sorted(path.name for path in (tmp_path / "0").iterdir())
    assert len(names) == 8
    for name in names:
        assert (tmp_path / "0" / name).read_bytes() == (tmp_path / "1" / name).read_bytes(), name
    assert b"lastmodified" not in (tmp_path / "0" / "gexf").read_bytes()


# ------------------------------------------------------------ files


def test_a_write_that_fails_leaves_nothing_new(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("before")

    def half() -> Iterator[dict[str, Any]]:
        yield statement("s").line()
        raise ZeroDivisionError

    for file in (old, tmp_path / "new"):
        with pytest.raises(ZeroDivisionError):
            save(lambda to: exports.write_lines(half(), to, form="jsonl"), file)
    assert [path.name for path in tmp_path.iterdir()] == ["old"]
    assert old.read_text() == "before"


def test_a_place_that_cannot_be_written_is_told_in_one_line(tmp_path: Path) -> None:
    missing = tmp_path / "no" / "file"
    with (
        pytest.raises(GraphError, match=r"cannot write .*file: No such file"),
        exports.written(missing),
    ):
        pass


# ------------------------------------------------------------ the command


@pytest.fixture
def command(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The command alone, on the embedded graph."""
    monkeypatch.setenv("DETENTE_HOME", str(home))
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    app = typer.Typer()
    app.command()(export)

    def call(*arguments: str | Path) -> None:
        app([str(one) for one in arguments], standalone_mode=False)

    return call


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("statements", "--format", "graphml", "--out", "a"), "statements cannot be written as"),
        (("dyads", "--format", "gexf", "--out", "a"), "use jsonl, csv, parquet"),
        (("relations", "--format", "gexf"), "gexf goes into a file: name it with --out FILE"),
        (("dyads", "--format", "parquet"), "parquet goes into a file"),
        (("relations", "--by", "week"), "--by is for dyads"),
        (("statements", "--states"), "--states is for dyads"),
        (("dyads", "--as-of", "2025-12-18"), "--as-of is for relations"),
        (("relations", "--out", "no/such/file"), "there is no folder"),
        (("relations", "--out", "."), "is a folder"),
    ],
)
def test_what_does_not_go_together_is_refused(
    command: Callable[..., None],
    arguments: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(typer.BadParameter, match=message):
        command(*arguments)
    assert list(tmp_path.glob("a*")) == []


def test_the_command_prints_lines_and_writes_files(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    command("relations")
    printed = capsys.readouterr()
    ids = [json.loads(line)["relation_id"] for line in printed.out.splitlines()]
    assert (ids, printed.err) == (sorted(ids), "")
    command("relations", "--format", "parquet", "--out", tmp_path / "a.parquet")
    assert pl.read_parquet(tmp_path / "a.parquet")["relation_id"].to_list() == ids
    command("relations", "--format", "gexf", "--out", tmp_path / "a.gexf", "--as-of", "2020-01-01")
    assert 0 < networkx.read_gexf(tmp_path / "a.gexf").number_of_edges() < len(ids)
    command("statements", "--format", "csv")
    statements = capsys.readouterr().out.splitlines()
    assert statements[0].startswith("statement_id,event_id,")
    assert len(statements) > 100
    command("dyads", "--by", "month", "--states", "--format", "csv", "--out", tmp_path / "d.csv")
    assert (tmp_path / "d.csv").read_text().startswith("a,b,period,events,verbal_cooperation,")
