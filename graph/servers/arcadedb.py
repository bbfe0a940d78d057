"""The embedded server of a home folder as its clients see it: find it, start it, stop it."""

# Invariants. `server.json` is written whole or not at all, readable by its owner alone.
# Taking it away is how a server is told to stop. Whoever starts a server holds `start.lock`.

from __future__ import annotations

import json
import platform
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from pathlib import Path

from detente.graph.errors import ConfigError, StoreError
from detente.graph.servers.locks import holding, is_held
from detente.graph.servers.processes import last_words, write_private

__all__ = [
    "LOCK",
    "Server",
    "ensure_server",
    "find_server",
    "read_server",
    "remove_server",
    "stop_server",
    "write_server",
]

FOLDER = "embedded"
LOCK = "server.lock"
_START_LOCK = "start.lock"
_STATE = "server.json"
_LOG = "server.log"
_START_SECONDS = 90.0
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running embedded server.

    It has two users, one of which cannot write. At `http` it serves the pages of Neo4j Browser.

    >>> Server(
    ...     pid=1,
    ...     uri="bolt://127.0.0.1:7",
    ...     database="detente",
    ...     user="root",
    ...     password="x",
    ...     reader="reader",
    ...     reader_password="y",
    ... )
    Server(pid=1, uri='bolt://127.0.0.1:7', database='detente', user='root', reader='reader')
    """

    pid: int
    uri: str
    database: str
    user: str
    password: str = field(repr=False)
    reader: str
    reader_password: str = field(repr=False)
    http: str = field(default="", repr=False)


def find_server(home: Path) -> Server | None:
    """Return the running server of `home`, None when none runs.

    >>> find_server(Path("no such home")) is None
    True
    """
    folder = home / FOLDER
    server = read_server(folder)
    return server if server is not None and is_held(folder / LOCK) else None


def ensure_server(home: Path) -> Server:
    """Return the running server of `home`, starting it when none runs.

    Of several callers at once one starts it and the others wait for that one.
    """
    folder = home / FOLDER
    try:
        running = find_server(home)
        if running is not None:
            return running
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with holding(folder / _START_LOCK, timeout=_START_SECONDS):
            return find_server(home) or _start(folder)
    except TimeoutError:
        raise StoreError(
            f"another process has been starting the store in {home} for {_START_SECONDS:g} s: "
            f"see {folder / _LOG}"
        ) from None
    except OSError as error:
        raise ConfigError(
            f"cannot keep the graph in {home} ({error.strerror}): "
            "set DETENTE_HOME to a folder that you may write"
        ) from error


def stop_server(home: Path) -> bool:
    """Stop the server of `home` and wait until it has gone; False when none was running.

    >>> stop_server(Path("no such home"))
    False
    """
    folder = home / FOLDER
    if not is_held(folder / LOCK):
        return False
    remove_server(folder)
    deadline = time.monotonic() + _STOP_SECONDS
    while is_held(folder / LOCK):
        if time.monotonic() >= deadline:
            raise StoreError(f"the store in {home} does not stop: see {folder / _LOG}")
        time.sleep(_POLL_SECONDS)
        # Again and again: one that was just starting writes the file when it is ready.
        remove_server(folder)
    return True


def _start(folder: Path) -> Server:
    """Start a detached server in `folder` and wait until it answers."""
    if find_spec("arcadedb_embedded") is None:
        raise ConfigError(
            f"there is no embedded store for {platform.system()} on {platform.machine()}: "
            "set NEO4J_URI to a Neo4j server"
        )
    orphan = _wait_for_orphan(folder)
    if orphan is not None:
        return orphan
    remove_server(folder)
    process = _spawn(folder)
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        server = read_server(folder)
        if server is not None:
            # Waits for the child so that it leaves no zombie in a long-lived parent.
            threading.Thread(target=process.wait, daemon=True).start()
            return server
        if process.poll() is not None:
            raise StoreError(f"the embedded store did not start: {last_words(folder / _LOG)}")
        time.sleep(_POLL_SECONDS)
    process.kill()
    process.wait()
    raise StoreError(
        f"the embedded store did not start in {_START_SECONDS:g} s: see {folder / _LOG}"
    )


def _wait_for_orphan(folder: Path) -> Server | None:
    """Wait while a server that nobody waits for is starting or stopping; return one that started.

    Its starter was killed, or it was told to stop a moment ago.
    """
    deadline = time.monotonic() + _STOP_SECONDS
    while is_held(folder / LOCK):
        server = read_server(folder)
        if server is not None:
            return server
        if time.monotonic() >= deadline:
            raise StoreError(f"a server in {folder} hangs: see {folder / _LOG}, then end it")
        time.sleep(_POLL_SECONDS)
    return None


def _spawn(folder: Path) -> subprocess.Popen[bytes]:
    """Start the server process so that it outlives this one and its terminal."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    with (folder / _LOG).open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - this interpreter and our own module
            [sys.executable, "-P", "-m", "detente.graph.servers.embedded", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            creationflags=flags,
        )


def read_server(folder: Path) -> Server | None:
    """Read what the server of `folder` wrote about itself; None when there is nothing valid."""
    try:
        return Server(**json.loads((folder / _STATE).read_text("utf8")))
    except (OSError, ValueError, TypeError):
        return None


def write_server(folder: Path, server: Server) -> None:
    """Write the state file in one step, with mode 0600 from the start."""
    write_private(folder / _STATE, json.dumps(asdict(server)))


def remove_server(folder: Path) -> None:
    """Take the state file away, which tells its server to stop."""
    (folder / _STATE).unlink(missing_ok=True)
