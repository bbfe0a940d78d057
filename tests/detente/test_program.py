"""The command as it is installed: its start, its end, and what can cut it short."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

import detente
from detente.cli import main
from detente.graph.errors import StoreError
from tests.detente.conftest import Cli

COMMAND = str(Path(sys.executable).with_name("detente"))
COMMANDS = (
    *("load", "read", "between", "allies", "timeline", "why", "saved", "cypher", "check"),
    *("browse", "retract", "reject", "accept", "merge", "undo", "copy"),
    *("shifts", "changed", "camps", "switched", "closer", "triads", "polarisation", "bridges"),
    *("follows", "outlook", "level", "adversaries", "strained", "treaties", "ask", "export"),
    *("picture", "actors", "store", "neo4j", "schema"),
)


def test_help_names_every_command(cli: Cli) -> None:
    ran = cli("--help")
    assert ran.status == 0
    listed = ran.out.partition("Commands:")[2].splitlines()
    assert tuple(line.split()[0] for line in listed if line.startswith("  ")) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(cli: Cli, command: str) -> None:
    ran = cli(command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: detente {command}")


def test_version(cli: Cli) -> None:
    assert cli("--version") == (0, f"detente {version('detente')}\n", "")


def test_the_package_runs_as_a_module() -> None:
    asked = [sys.executable, "-m", "detente", "--version"]
    ran = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == (f"detente {version('detente')}\n", "")


def test_reading_needs_no_store(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("date 2025-12-18\n\nThe US eased sanctions on Belarus.\n", encoding="utf8")
    line = json.loads(cli("read", path, "--format", "jsonl").out)
    assert (line["subject"], line["relation"], line["object"], line["quote"][:2]) == (
        "USA",
        "EASED_SANCTIONS_ON",
        "BLR",
        "Th",
    )
    outcome = json.loads(cli("read", path, "--outcomes", "--format", "jsonl").out)
    assert list(outcome) == ["article_id", "sentence", "start", "end", "outcome", "reason"]
    page = cli("read", path).out
    assert "United States eased sanctions on Belarus" in page
    assert "reported 2025-12-18" in page
    assert cli("store", "status", "--format", "csv").out.splitlines()[1].endswith(",False,,")


def test_a_report_ranks_what_was_not_understood(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "The government of Peru befuddled Chile. And then it was Chile that befuddled Peru.\n",
        encoding="utf8",
    )
    (gap,) = map(json.loads, cli("read", path, "--report", "--format", "jsonl").out.splitlines())
    assert (gap["kind"], gap["word"], gap["sentences"]) == ("verb", "befuddle", 2)


def test_the_store_is_seen_and_stopped(cli: Cli, tmp_path: Path) -> None:
    home = ("--home", tmp_path / "home")
    assert cli(*home, "store", "stop").out == f"no store runs in {tmp_path / 'home'}\n"
    assert cli(*home, "cypher", "RETURN 1 AS one", "--format", "csv").out == "one\n1\n"
    status = json.loads(cli(*home, "store", "status", "--format", "jsonl").out)
    assert (status["store"], status["home"], status["running"]) == (
        "embedded",
        str(tmp_path / "home"),
        True,
    )
    assert cli(*home, "store", "stop").out == f"stopped the store in {tmp_path / 'home'}\n"
    named = cli("--uri", "bolt://h:1", "--user", "ann", "store", "status", "--format", "jsonl")
    assert json.loads(named.out) == {
        "store": "neo4j",
        "uri": "bolt://h:1",
        "user": "ann",
        "database": "neo4j",
    }


def test_standard_input_and_output_of_the_installed_command() -> None:
    text = "date 2025-12-18\n\nRusia a atacat Ucraina, a spus președintele.\n"
    ran = subprocess.run(
        [COMMAND, "read", "-", "--lang", "ro", "--format", "jsonl"],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf8",
        check=True,
    )
    assert ran.stderr == ""
    assert json.loads(ran.stdout.splitlines()[0])["relation"] == "ATTACKED"


def test_a_reader_that_has_enough_is_no_failure(samples: Path) -> None:
    shown = subprocess.Popen(
        [COMMAND, "--home", samples, "cypher", "MATCH (a:Actor) RETURN a", "--format", "jsonl"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf8",
    )
    with shown:
        assert shown.stdout is not None
        assert shown.stderr is not None
        shown.stdout.readline()
        shown.stdout.close()
        assert shown.stderr.read() == ""
    assert shown.returncode == 0


def test_an_interrupt_keeps_what_was_loaded_and_says_so(home: Path, tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"{number:03}.txt").write_text(
            f"date 2025-12-18\n\nArticle {number}. The US eased sanctions on Belarus.\n",
            encoding="utf8",
        )
    loading = subprocess.Popen(
        [COMMAND, "--home", home, "load", tmp_path], stderr=subprocess.PIPE, text=True
    )
    with loading, detente.open(home=home) as graph:
        deadline = time.monotonic() + 60
        while len(graph.articles()) == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
        loading.send_signal(signal.SIGINT)
        _, error = loading.communicate(timeout=30)
        assert (loading.returncode, error) == (130, "detente: interrupted\n"), error
        kept = graph.articles()
        assert 0 < len(kept) < 400
        assert graph.check() == []
        assert graph.cypher("MATCH (s:Statement) WHERE s.dataset IS NULL RETURN count(s) AS n") == [
            {"n": len(kept)}
        ]


def test_an_interrupt_while_starting_shows_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("detente.cli.program.run", interrupted)
    assert main() == 130
    assert capsys.readouterr().err == "detente: interrupted\n"


def test_an_interrupt_within_a_finalizer_is_not_lost(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Finalized:
        def __del__(self) -> None:
            signal.raise_signal(signal.SIGINT)

    def opened(*_: object, **__: object) -> None:
        Finalized()
        time.sleep(60)

    monkeypatch.setattr("detente.session.open", opened)
    assert cli("check") == (130, "", "detente: interrupted\n")


@pytest.mark.parametrize("fault", [StoreError("the connection is lost"), ValueError("TX_READY")])
def test_an_interrupt_that_the_driver_hides_is_one_too(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def cut_short(*_: object, **__: object) -> None:
        # As a driver does that tidies up after an interrupt and fails.
        fault.__context__ = KeyboardInterrupt()
        raise fault

    monkeypatch.setattr("detente.session.open", cut_short)
    assert cli("check") == (130, "", "detente: interrupted\n")


def test_a_fault_of_our_own_is_one_line_too(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("detente.session.open", broken)
    ran = cli("check")
    assert (ran.status, ran.err) == (
        1,
        "detente: ZeroDivisionError: by zero (a fault of detente itself: DETENTE_DEBUG=1 shows "
        "where)\n",
    )
    monkeypatch.setenv("DETENTE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        cli("check")
