"""`--model` on the command line and in the graph, with a server on the loopback."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.loaders.reading.models.checking import CAP
from detente.loaders.reading.models.extractor import Extractor
from detente.loaders.reading.models.settings import read_server
from tests.detente.conftest import Cli
from tests.model_server import ModelServer, model_server, plainly, saying

TEXT = (
    "date 2025-12-18\n\nHungary accused Serbia of espionage.\nChad gave Niger the cold shoulder.\n"
)
SHOULDER: dict[str, Any] = {
    "quote": "Chad gave Niger the cold shoulder",
    "subject": "TCD",
    "relation": "REFUSED",
    "object": "NER",
}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with model_server() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{TEXT}It was {name}.", encoding="utf8")
    return tmp_path


def lines(out: str) -> list[tuple[str, str, str]]:
    read = [json.loads(line) for line in out.splitlines()]
    return [(line["rule"], line["subject"], line["quote"]) for line in read]


def test_nothing_is_sent_unasked(
    cli: Cli, folder: Path, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_MODEL_URL", server.url)
    monkeypatch.setenv("DETENTE_MODEL", "tiny")
    server.write = saying(SHOULDER)
    plain = cli("read", folder, "--format", "jsonl")
    assert (plain.status, server.asked) == (0, [])
    asked = cli("read", folder, "--format", "jsonl", "--model", "env")
    assert (asked.status, asked.err, len(server.asked)) == (0, "", 2)
    ruled = [line for line in asked.out.splitlines(keepends=True) if '"model:tiny"' not in line]
    assert [line for line in plain.out.splitlines(keepends=True) if "TCD" not in line] == [
        line for line in ruled if "TCD" not in line
    ]


def test_rejected_proposals_are_named_and_the_rest_is_read(
    cli: Cli, folder: Path, server: ModelServer
) -> None:
    server.write = saying(SHOULDER | {"subject": "NARNIA"}, SHOULDER | {"quote": "\x1b[31mgone on"})
    ran = cli("read", folder, "--model", server.named)
    assert ran.status == 0
    assert ran.err.splitlines() == [
        f"detente: {folder / name}: model tiny left out: {reason}"
        for name in ("a.txt", "b.txt")
        for reason in (
            "'NARNIA' is no known actor (“Chad gave Niger the cold shoulder”)",
            "its quote is not in the article (“[31mgone on”)",
        )
    ]


def test_a_failing_server_fails_the_command_but_not_the_reading(
    cli: Cli, folder: Path, server: ModelServer
) -> None:
    server.write = plainly(b"{}", status=503)
    ran = cli("read", folder, "--model", server.named, "--format", "jsonl")
    assert ran.status == 1
    assert ran.err.splitlines() == [
        f"detente: {folder / name}: model tiny answers with status 503"
        for name in ("a.txt", "b.txt")
    ]
    assert [line for line in lines(ran.out) if line[1] == "HUN"] == [
        ("en.accuse", "HUN", "Hungary accused Serbia")
    ] * 2


def test_no_server_and_no_sense(cli: Cli, folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    ran = cli("read", folder / "a.txt", "--model", f"http://127.0.0.1:{port}#tiny")
    assert ran.status == 1
    where = f"http://127.0.0.1:{port}/v1/chat/completions"
    assert ran.err == f"detente: {folder / 'a.txt'}: model tiny cannot be reached at {where}\n"
    ran = cli("read", folder, "--model", "http://models.example#tiny")
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("detente: articles would go to models.example in the clear")


def test_in_the_graph_a_model_is_told_from_the_rules(
    cli: Cli, folder: Path, server: ModelServer, home: Path
) -> None:
    server.write = saying(SHOULDER, SHOULDER | {"object": "KEN"})
    model = Extractor(read_server(server.named, environ={}))
    with detente.open(home=home) as graph:
        first = graph.load(folder / "a.txt", model=model)
        (warning,) = first.warnings
        assert warning.endswith(
            "model tiny left out: the article does not name KEN (“Chad gave Niger the cold "
            "shoulder”)"
        )
        assert graph.store.read(
            "MATCH (s:Statement) WHERE s.rule STARTS WITH 'model:' "
            "RETURN s.rule AS rule, s.quote AS quote, s.confidence AS confidence"
        ) == [{"rule": "model:tiny", "quote": SHOULDER["quote"], "confidence": CAP}]
        (told,) = detente.between(graph, "TCD", "NER").relations
        assert told.relation == "REFUSED"
        assert graph.load(folder / "a.txt", model=model).unchanged == 1
        assert graph.check() == []
        alone = graph.load(folder / "a.txt")
        assert (alone.updated, alone.retired) == (1, 1)
        assert detente.between(graph, "TCD", "NER").relations == ()
    server.write = plainly(b"{}", status=503)
    ran = cli("load", folder / "b.txt", "--model", server.named)
    assert ran.status == 1
    assert ran.out.startswith("1 article added: ")
    assert ran.err == f"detente: {folder / 'b.txt'}: model tiny answers with status 503\n"
