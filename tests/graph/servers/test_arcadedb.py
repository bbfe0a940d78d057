"""The life of an embedded server, with real processes.

Expected values: the promises in architecture.md ("starts detached on first need, is shared by
later commands, and stops after ten idle minutes").
"""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from detente.graph.errors import ConfigError, StoreError
from detente.graph.servers.arcadedb import LOCK, Server, ensure_server, find_server, stop_server
from detente.graph.servers.locks import is_held, try_lock
from detente.graph.store import open_store

WAIT_SECONDS = 20.0


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Path]:
    """A home without a server, and without one afterwards."""
    yield tmp_path / "fresh"
    stop_server(tmp_path / "fresh")


def eventually(true: Callable[[], bool]) -> bool:
    """Wait for something to become true."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def remember(home: Path) -> None:
    with open_store(home=home) as store:
        store.write(lambda transaction: transaction.run("CREATE (:Meta {key: 'kept'})").consume())


def remembered(home: Path) -> list[dict[str, object]]:
    with open_store(home=home) as store:
        return store.read("MATCH (m:Meta) RETURN m.key AS key")


def test_a_second_command_shares_the_server(home: Path) -> None:
    first = find_server(home)
    with open_store(home=home) as store:
        rows = store.read("RETURN 1 AS one")
    assert rows == [{"one": 1}]
    assert first is not None
    assert find_server(home) == first


def test_what_lets_one_in_is_readable_by_its_owner_alone(home: Path) -> None:
    folder = home / "embedded"
    assert stat.S_IMODE((folder / "server.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_parallel_starts_give_one_server(fresh: Path) -> None:
    """The whole way, schema included, by three commands at once."""
    opening = (
        "import sys; from detente.graph.store import open_store; "
        "store = open_store(home=sys.argv[1]); print(store.uri); store.close()"
    )
    command = [sys.executable, "-W", "error", "-c", opening]
    starters = [
        subprocess.Popen([*command, str(fresh)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    addresses = [starter.communicate(timeout=60)[0].strip() for starter in starters]
    server = find_server(fresh)
    assert server is not None
    assert addresses == [server.uri] * 3


def test_it_outlives_its_starter_and_keeps_data_when_killed(fresh: Path) -> None:
    command = (
        "import sys; from pathlib import Path; "
        "from detente.graph.servers.arcadedb import ensure_server; "
        "ensure_server(Path(sys.argv[1])); print('up', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", command, str(fresh)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as starter:
        assert starter.stdout is not None
        assert starter.stdout.readline().strip() == b"up"
        os.killpg(starter.pid, signal.SIGKILL)
    first = find_server(fresh)
    assert first is not None
    remember(fresh)

    os.kill(first.pid, signal.SIGKILL)
    assert eventually(lambda: find_server(fresh) is None)
    assert remembered(fresh) == [{"key": "kept"}]
    second = find_server(fresh)
    assert second is not None
    assert second.pid != first.pid


def test_it_stops_when_idle_and_not_before(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETENTE_IDLE_SECONDS", "1")
    with open_store(home=fresh) as store:
        time.sleep(2.5)
        assert store.read("RETURN 1 AS one") == [{"one": 1}]
    assert eventually(lambda: not is_held(fresh / "embedded" / LOCK))
    assert find_server(fresh) is None


def test_it_stops_when_told_and_keeps_what_it_held(fresh: Path) -> None:
    remember(fresh)
    assert stop_server(fresh) is True
    assert find_server(fresh) is None
    assert stop_server(fresh) is False
    assert remembered(fresh) == [{"key": "kept"}]


def test_it_ends_in_order_when_the_machine_does(fresh: Path) -> None:
    server = ensure_server(fresh)
    os.kill(server.pid, signal.SIGTERM)
    assert eventually(lambda: not is_held(fresh / "embedded" / LOCK))
    assert (fresh / "embedded" / "server.log").read_text("utf8").endswith(" stopped\n")
    assert list(fresh.rglob("hs_err_*")) == []


def test_it_stops_when_its_home_is_taken_away(fresh: Path) -> None:
    server = ensure_server(fresh)
    shutil.rmtree(fresh, ignore_errors=True)
    assert eventually(lambda: not alive(server))


def test_a_store_in_use_tells_when_its_server_has_gone(fresh: Path) -> None:
    with open_store(home=fresh) as store:
        stop_server(fresh)
        with pytest.raises(StoreError) as caught:
            store.check_connection()
    assert str(caught.value) == (
        f"nothing answers at {store.uri}: start the server, or correct NEO4J_URI"
    )


def test_a_server_that_cannot_start_says_why(fresh: Path) -> None:
    (fresh / "embedded").mkdir(parents=True)
    (fresh / "embedded" / "databases").write_text("a file where a folder should be")
    with pytest.raises(StoreError) as caught:
        ensure_server(fresh)
    assert str(caught.value).startswith("the embedded store did not start: ")
    assert str(caught.value).endswith(f"(see {fresh / 'embedded' / 'server.log'})")


def test_a_setting_of_the_server_that_makes_no_sense_is_told(
    fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_HEAP", "lots")
    with pytest.raises(StoreError, match="DETENTE_HEAP is 'lots': give megabytes or gigabytes"):
        ensure_server(fresh)


def test_a_home_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError) as caught:
        ensure_server(tmp_path / "file")
    assert str(caught.value) == (
        f"cannot keep the graph in {tmp_path / 'file'} (Not a directory): "
        "set DETENTE_HOME to a folder that you may write"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_home_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ConfigError, match=r"cannot keep the graph in .* \(Permission denied\)"):
        ensure_server(tmp_path / "home")


def test_a_platform_without_the_wheel_is_told(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.graph.servers.arcadedb.find_spec", lambda _: None)
    monkeypatch.setattr("platform.system", lambda: "Plan9")
    monkeypatch.setattr("platform.machine", lambda: "mips")
    with pytest.raises(ConfigError) as caught:
        ensure_server(fresh)
    assert str(caught.value) == (
        "there is no embedded store for Plan9 on mips: set NEO4J_URI to a Neo4j server"
    )


def test_files_of_the_machine_cannot_be_read_by_a_query(home: Path) -> None:
    """Past the words that `read_only` refuses: the server itself was told so."""
    with (
        open_store(home=home) as store,
        pytest.raises(StoreError, match="does not allow it: LOAD CSV file"),
    ):
        store.read("LOAD CSV FROM 'file:///etc/hosts' AS line RETURN line")


def test_a_lock_is_held_by_one_and_let_go_at_its_end(tmp_path: Path) -> None:
    first = try_lock(tmp_path / "lock")
    assert first is not None
    assert is_held(tmp_path / "lock")
    assert try_lock(tmp_path / "lock") is None
    first.close()
    assert not is_held(tmp_path / "lock")


def alive(server: Server) -> bool:
    """Whether the process of a server still runs."""
    try:
        os.kill(server.pid, 0)
    except ProcessLookupError:
        return False
    return True
