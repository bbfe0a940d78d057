"""The managed Neo4j: a real one, started, killed and started again."""

from __future__ import annotations

import json
import os
import pty
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente.graph.errors import ConfigError, GraphError, StoreError
from detente.graph.servers.neo4j import (
    Neo4jServer,
    ensure_neo4j,
    find_neo4j,
    free_port,
    log_of,
    neo4j_folder,
    pid_of,
    read_neo4j,
    start_neo4j,
    stop_neo4j,
)
from detente.graph.servers.releases import order_of
from detente.graph.store import open_store
from tests.conftest import ROOT
from tests.neo4j_server import QUICK_JAVA, Neo4jUnavailableError, running

COMMAND = Path(sys.executable).with_name("detente")
STARTING = (
    "import sys; from pathlib import Path; from detente.graph.servers.neo4j import start_neo4j; "
    "print(start_neo4j(Path(sys.argv[1])).bolt_port)"
)


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command on this home, with its output in a pipe."""
    return subprocess.run(
        [COMMAND, "--home", home, *words],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf8",
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with blanks and letters of its own in its name, whose Neo4j runs."""
    folder = tmp_path_factory.mktemp("a home für Știri")
    try:
        with pytest.MonkeyPatch.context() as patch, running(folder):
            # For every later start of it too.
            patch.setenv("JAVA_TOOL_OPTIONS", QUICK_JAVA)
            yield folder
    except Neo4jUnavailableError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"Neo4j {error}", pytrace=False)
        pytest.skip(str(error))


def known(home: Path) -> Neo4jServer:
    """What the home says about its Neo4j."""
    found = read_neo4j(home)
    assert found is not None
    return found


def listening(pid: int) -> set[tuple[str, int]]:
    """The addresses on which a process listens."""
    shown = subprocess.run(
        ["ss", "-Hltnp"], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    own = (line.split()[3] for line in shown if f"pid={pid}," in line)
    pairs = (address.rpartition(":") for address in own)
    return {(host.strip("[]").removeprefix("::ffff:"), int(port)) for host, _, port in pairs}


def test_it_is_found_by_who_comes_later(home: Path) -> None:
    assert find_neo4j(home) == known(home) == start_neo4j(home) == ensure_neo4j(home)


@pytest.mark.skipif(sys.platform != "linux", reason="asks ss")
def test_it_listens_on_this_machine_only(home: Path) -> None:
    server, pid = known(home), pid_of(home)
    assert pid is not None
    assert listening(pid) == {("127.0.0.1", server.bolt_port), ("127.0.0.1", server.http_port)}


def test_the_password_is_nowhere_but_in_a_private_file(home: Path) -> None:
    folder, secret = neo4j_folder(home), known(home).password
    assert len(secret) == 32
    assert stat.S_IMODE((folder / "server.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    holding = [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and secret.encode() in path.read_bytes()
    ]
    assert holding == ["server.json"]
    commands = (run(home, "neo4j", "status"), run(home, "neo4j", "start"))
    shown = "".join(each.stdout + each.stderr for each in commands)
    processes = subprocess.run(["ps", "axww"], check=True, capture_output=True, text=True).stdout
    assert secret not in shown + processes + repr(known(home))


def test_the_password_is_shown_to_a_terminal_alone(home: Path) -> None:
    piped = run(home, "neo4j", "password")
    assert (piped.returncode, piped.stdout) == (1, "")
    assert piped.stderr == (
        "detente: a password is shown on a terminal only; it is kept in "
        f"{neo4j_folder(home) / 'server.json'}\n"
    )
    ours, theirs = pty.openpty()
    with subprocess.Popen([COMMAND, "--home", home, "neo4j", "password"], stdout=theirs) as showing:
        os.close(theirs)
        showing.wait(timeout=30)
    assert os.read(ours, 1000).decode().strip() == known(home).password
    os.close(ours)


def test_a_wrong_password_is_told_and_not_repeated(home: Path) -> None:
    server = known(home)
    with pytest.raises(StoreError) as caught:
        open_store(uri=server.uri, user="neo4j", password="x")  # noqa: S106 - wrong on purpose
    assert str(caught.value) == (
        f"{server.uri} does not let user 'neo4j' in: check NEO4J_USERNAME and NEO4J_PASSWORD"
    )


def test_commands_use_it_and_keep_the_embedded_store_apart(home: Path) -> None:
    with detente.open(home=home, store="neo4j") as graph:
        assert graph.store.is_neo4j
        before = graph.revision
    status = run(home, "--store", "neo4j", "store", "status", "--format", "json")
    row = json.loads(status.stdout)[0]
    assert (row["running"], row["uri"], row["pid"]) == (True, known(home).uri, pid_of(home))
    assert before > 0
    assert not (home / "embedded").exists()


def test_another_release_is_refused_while_it_runs(home: Path) -> None:
    with pytest.raises(ConfigError, match="is running: 'detente neo4j stop' first, to start 5"):
        start_neo4j(home, version="5.26.29")
    with pytest.raises(ConfigError, match=r"no Neo4j 1\.0 is known here: choose 2026"):
        start_neo4j(home, version="1.0")


def test_a_killed_server_is_seen_and_the_next_start_has_its_data(home: Path) -> None:
    """The pid of the dead one then belongs to another process: this test."""
    server, pid = known(home), pid_of(home)
    assert pid is not None
    with detente.open(home=home, store="neo4j") as graph:
        digest = graph.digest()
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: find_neo4j(home) is None)
    (neo4j_folder(home) / "run" / "pid").write_text(str(os.getpid()), "utf8")
    assert pid_of(home) is None
    assert (
        json.loads(run(home, "neo4j", "status", "--format", "json").stdout)[0]["running"] is False
    )
    assert stop_neo4j(home) is False
    # Its port is taken meanwhile: another one is chosen and told.
    with socket.create_server(("127.0.0.1", server.bolt_port)):
        with pytest.raises(ConfigError, match=rf"--bolt-port: port {server.bolt_port} is taken"):
            start_neo4j(home, bolt_port=server.bolt_port)
        with detente.open(home=home, store="neo4j") as graph:
            assert graph.digest() == digest
            assert graph.check() == []
    assert known(home).bolt_port != server.bolt_port
    assert known(home).password == server.password


def test_a_killed_starter_and_a_second_one_make_one_server(home: Path) -> None:
    assert stop_neo4j(home)
    assert find_neo4j(home) is None
    starters = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", STARTING, home], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    wait_until(lambda: pid_of(home) is not None)
    starters[0].kill()
    told = {starter.communicate(timeout=120)[0].strip() for starter in starters[1:]}
    starters[0].communicate()
    assert told == {str(known(home).bolt_port)}
    servers = subprocess.run(
        ["pgrep", "-f", "--", f"--home-dir={neo4j_folder(home)}"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert servers == [str(pid_of(home))]


def test_removing_it_asks_first(home: Path) -> None:
    asked = run(home, "neo4j", "remove")
    assert asked.returncode == 1
    assert asked.stderr == (f"detente: this deletes the graph in {neo4j_folder(home)}: say --yes\n")
    assert find_neo4j(home) is not None


def test_without_a_neo4j_a_command_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "empty"))
    done = run(tmp_path / "new", "--store", "neo4j", "between", "USA", "BLR")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "detente: there is no Neo4j here yet: 'detente neo4j start' fetches and starts one "
        "(or set NEO4J_URI to a server of your own)\n"
    )
    monkeypatch.setenv("DETENTE_MAVEN", f"http://127.0.0.1:{free_port()}")
    done = run(tmp_path / "new", "neo4j", "start")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("detente: http://127.0.0.1:")
    assert "cannot be reached: connect this machine once" in done.stderr
    assert run(tmp_path / "new", "neo4j", "remove", "--yes").returncode == 0


@pytest.fixture
def own_home(tmp_path: Path) -> Iterator[Path]:
    """A home of one test, whose server ends with it."""
    yield tmp_path
    stop_neo4j(tmp_path)


@pytest.mark.long
def test_data_of_an_older_release_is_backed_up_and_taken_over(own_home: Path) -> None:
    try:
        start_neo4j(own_home, version="5.26.29")
    except GraphError as error:
        pytest.skip(str(error))
    with detente.open(home=own_home, store="neo4j") as graph:
        graph.load(ROOT / "seeds" / "articles")
        digest = graph.digest()
    stop_neo4j(own_home)
    server = start_neo4j(own_home)
    with detente.open(home=own_home, store="neo4j") as graph:
        assert graph.digest() == digest
        assert graph.check() == []
    assert order_of(server.version) > order_of("5.26.29")
    assert (neo4j_folder(own_home) / "data-5.26.29" / "databases").is_dir()
    stop_neo4j(own_home)
    with pytest.raises(ConfigError, match=r"which 5\.26\.29 cannot read"):
        start_neo4j(own_home, version="5.26.29")
    assert "Started" in log_of(own_home).read_text("utf8")


def wait_until(holds: object, *, seconds: float = 60) -> None:
    """Wait until a condition holds."""
    assert callable(holds)
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
