"""Whatever is wrong is one line that names it and the way out, and nothing is stored by halves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import detente
from detente.graph.servers.arcadedb import find_server
from tests.detente.conftest import Cli

FRENCH = (
    "Les États-Unis ont levé une partie des sanctions contre la Biélorussie. Le président a "
    "rencontré son homologue à Paris, et les deux pays ont signé un accord sur l'énergie."
)
# A generator fixed by hand: bytes that are no text in any encoding.
BINARY = bytes((number * 37 + 11) % 256 for number in range(4_000))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", "{path}: is empty: give the text of an article"),
        (b"date 2025-12-18\n\n", "{path}: holds a date and no text: give the text of an article"),
        (BINARY, "{path}: is no text"),
        (
            b"date 2025-02-30\n\nThe US eased sanctions on Belarus.",
            "{path}: line 1: date '2025-02-30' does not exist: write YYYY-MM-DD",
        ),
        (FRENCH.encode(), "{path}: it is in 'fr': detente reads en, ro, ru; name one with --lang"),
        (b"x" * 5_000_000, "{path}: has 5,000,000 characters, more than the 400,000 of an article"),
        (None, "{path}: does not exist"),
    ],
    ids=[
        "empty",
        "date only",
        "binary",
        "impossible date",
        "French",
        "5 MB line",
        "missing",
    ],
)
def test_an_article_that_cannot_be_read(
    cli: Cli, samples: Path, tmp_path: Path, content: bytes | None, error: str
) -> None:
    path = tmp_path / "a.txt"
    if content is not None:
        path.write_bytes(content)
    with detente.open(home=samples) as graph:
        before = graph.revision
    for command in (("load",), ("load", "--strict"), ("read",)):
        ran = cli("--home", samples, *command, path)
        assert ran.status == 1
        assert ran.err.startswith("detente: ")
        assert error.format(path=path) in ran.err
        assert ran.err.count("\n") == 1
    with detente.open(home=samples) as graph:
        assert graph.revision == before


@pytest.mark.parametrize("command", ["load", "read"])
def test_a_path_that_is_empty_is_not_the_folder_one_stands_in(cli: Cli, command: str) -> None:
    ran = cli(command, "")
    assert (ran.status, ran.out) == (2, "")
    assert "a path is empty: name a file or a folder" in ran.err


def test_an_error_repeats_no_long_input(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "between", "a" * 100_000, "USA")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("detente: 'aaa")
    assert "a… is no known actor: try 'detente actors find aaa" in ran.err
    assert len(ran.err) < 600


def test_a_file_that_may_not_be_read(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The US eased sanctions on Belarus.", encoding="utf8")
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("the administrator may read every file")
    ran = cli("read", path)
    assert (ran.status, ran.err) == (1, f"detente: {path}: may not be read: no permission\n")


def test_a_bad_line_among_good_ones(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "1", "text": "The US eased sanctions on Belarus.", "date": "2025-12-18"}\n'
        '{"id": "2"}\n'
        "nonsense\n",
        encoding="utf8",
    )
    ran = cli("read", path, "--format", "jsonl")
    assert ran.status == 1
    assert [line.split('"article_id": ')[1][:3] for line in ran.out.splitlines()] == ['"1"']
    assert ran.err.splitlines() == [
        f"detente: {path}, line 2: has no 'text'",
        f"detente: {path}, line 3: is no JSON: Expecting value at character 1",
    ]


def test_a_data_folder_that_cannot_be_written(cli: Cli, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf8")
    ran = cli("--home", blocked / "home", "check")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        f"detente: cannot keep the graph in {blocked / 'home'} (Not a directory): "
        "set DETENTE_HOME to a folder that you may write\n"
    )


def test_a_read_only_data_folder(cli: Cli, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("the administrator may write every folder")
    ran = cli("--home", tmp_path / "home", "check")
    assert ran.status == 1
    assert "(Permission denied): set DETENTE_HOME to a folder that you may write" in ran.err


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("localhost", "'localhost' is no database address: write neo4j://HOST:PORT"),
        ("http://localhost:7474", "is no database address: write neo4j://HOST:PORT"),
        ("bolt://127.0.0.1:1", "bolt://127.0.0.1:1"),
    ],
)
def test_a_server_that_is_not_there(cli: Cli, uri: str, words: str) -> None:
    ran = cli("--uri", uri, "check")
    assert (ran.status, ran.out) == (1, "")
    assert words in ran.err
    assert ran.err.count("\n") == 1


def test_a_wrong_password(cli: Cli, samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with detente.open(home=samples):
        server = find_server(samples)
    assert server is not None
    monkeypatch.setenv("NEO4J_PASSWORD", "not-the-password")
    ran = cli("--uri", server.uri, "--user", server.user, "check")
    assert (ran.status, ran.out) == (1, "")
    assert server.uri in ran.err
    assert "check NEO4J_USERNAME and NEO4J_PASSWORD" in ran.err
    assert "not-the-password" not in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("between", "USA"), "Missing argument 'RIGHT' (see 'detente between --help')"),
        (("nonsense",), "No such command 'nonsense' (see 'detente --help')"),
        (
            ("between", "USA", "BLR", "--as-of", "2025-02-30"),
            "Invalid value for '--as-of': '2025-02-30' is no day: write YYYY-MM-DD",
        ),
        (("timeline", "BLR", "--since", "1994"), "Invalid value for '--since': '1994' is no day"),
        (("allies", "BLR", "--known-on", "now"), "Invalid value for '--known-on': 'now' is no day"),
        (("check", "--home", "x"), "No such option: --home here: it goes before the command"),
        (("saved", "pair", "--param", "left"), "'left' is no parameter: write --param NAME=VALUE"),
        (("allies", "BLR", "--format", "xml"), "Invalid value for '--format': 'xml'"),
    ],
)
def test_wrong_usage_is_status_2(
    cli: Cli, samples: Path, arguments: tuple[str, ...], error: str
) -> None:
    ran = cli("--home", samples, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith(f"detente: {error}")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("between", "Narnia", "USA"), "'Narnia' is no known actor: try 'detente actors find"),
        (("between", "BLR", "Minsk"), "'BLR' and 'Minsk' are both Belarus (BLR): name two actors"),
        (("allies", "Lukașenko", "--as-of", "1980-01-01"), "Aleksandr Lukashenko holds no office"),
        (("why", "MET_WITH:A:B:0"), "no such relation: MET_WITH:A:B:0"),
        (("why", "nonsense"), "no such relation or statement: nonsense"),
        (("saved", "nonsense"), "no saved question 'nonsense': 'detente saved' lists them"),
        (("saved", "pair", "--param", "x=1"), "pair has no parameter 'x': it has left, right"),
        (("--store", "oracle", "check"), "unknown store 'oracle'"),
    ],
)
def test_what_does_not_exist_is_status_1(
    cli: Cli, samples: Path, arguments: tuple[str, ...], error: str
) -> None:
    ran = cli("--home", samples, *arguments)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"detente: {error}")
    assert ran.err.count("\n") == 1


def test_nonsense_in_cypher_is_one_line(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "cypher", "MATCH MATCH")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("detente: ")
    assert ran.err.count("\n") == 1
