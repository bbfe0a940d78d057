"""The managed Neo4j of a home folder: find it, start it, stop it, remove it."""

# Invariants. Whether the server runs is asked of the kernel: its process holds a lock on
# `server.lock` from before it is Java to its end, whatever becomes of whoever started it. What is
# needed to reach it is in `server.json`, readable by its owner alone, before it starts. Whoever
# starts or stops it holds `start.lock`. It listens on the loopback address only.

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from detente.graph.errors import ConfigError, StoreError
from detente.graph.servers.browser import browser_root, unpack_browser
from detente.graph.servers.fetching import Watch, fetch, fetched, jars_of
from detente.graph.servers.java import java_command
from detente.graph.servers.locks import holding, is_held, try_lock
from detente.graph.servers.processes import last_words, write_private
from detente.graph.servers.releases import Release, find_release, order_of
from detente.graph.settings import heap_size

__all__ = [
    "DATABASE",
    "USER",
    "Neo4jServer",
    "ensure_neo4j",
    "find_neo4j",
    "free_port",
    "log_of",
    "neo4j_folder",
    "pid_of",
    "read_neo4j",
    "remove_neo4j",
    "start_neo4j",
    "stop_neo4j",
]

USER = "neo4j"
DATABASE = "neo4j"
_STATE = "server.json"
_LOCK = "server.lock"
_START_LOCK = "start.lock"
_START_SECONDS = 180.0
_STOP_SECONDS = 90.0
_POLL_SECONDS = 0.05
_ADMIN_SECONDS = 120.0

# Java packages that Neo4j reaches into, by its own start script.
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
# Writes its own pid, which stays that of Java: so it is known even when the starter is killed.
_LAUNCHER = 'echo $$ > "$0" && exec "$@"'


@dataclass(frozen=True, kw_only=True)
class Neo4jServer:
    """A managed Neo4j: its release, its ports on the loopback address, its password.

    >>> server = Neo4jServer(version="5.26.29", bolt_port=7687, http_port=7474, password="x")
    >>> server
    Neo4jServer(version='5.26.29', bolt_port=7687, http_port=7474)
    >>> server.uri
    'bolt://127.0.0.1:7687'
    """

    version: str
    bolt_port: int
    http_port: int
    password: str = field(repr=False)

    @property
    def uri(self) -> str:
        """Where it speaks Bolt."""
        return f"bolt://127.0.0.1:{self.bolt_port}"

    @property
    def http(self) -> str:
        """Where it serves Neo4j Browser."""
        return f"http://127.0.0.1:{self.http_port}"


def neo4j_folder(home: Path) -> Path:
    """Where the managed Neo4j of a home keeps its data, settings and logs.

    >>> neo4j_folder(Path("h")).as_posix()
    'h/neo4j'
    """
    return home / "neo4j"


def log_of(home: Path) -> Path:
    """The log of the managed Neo4j."""
    return neo4j_folder(home) / "logs" / "console.log"


def read_neo4j(home: Path) -> Neo4jServer | None:
    """What is known of the managed Neo4j of `home`, running or not; None when there is none.

    >>> read_neo4j(Path("no such home")) is None
    True
    """
    try:
        return Neo4jServer(**json.loads((neo4j_folder(home) / _STATE).read_text("utf8")))
    except (OSError, ValueError, TypeError):
        return None


def find_neo4j(home: Path) -> Neo4jServer | None:
    """Return the running Neo4j of `home`, None when none runs.

    >>> find_neo4j(Path("no such home")) is None
    True
    """
    server = read_neo4j(home)
    return server if is_held(neo4j_folder(home) / _LOCK) else None


def pid_of(home: Path) -> int | None:
    """The process of the running Neo4j, None when none runs: a pid left by a dead one is none."""
    folder = neo4j_folder(home)
    try:
        return int((folder / "run" / "pid").read_text()) if is_held(folder / _LOCK) else None
    except (OSError, ValueError):
        return None


def ensure_neo4j(home: Path) -> Neo4jServer:
    """Return the running Neo4j of `home`, starting it when it is here and does not run.

    Nothing is fetched: raises `ConfigError` when there is none yet.
    """
    running = find_neo4j(home)
    if running is not None and _answers(running):
        return running
    known = read_neo4j(home)
    release = find_release(None if known is None else known.version)
    if not fetched(release):
        raise ConfigError(
            "there is no Neo4j here yet: 'detente neo4j start' fetches and starts one "
            "(or set NEO4J_URI to a server of your own)"
        )
    return start_neo4j(home, version=release.version)


def start_neo4j(
    home: Path,
    *,
    version: str | None = None,
    bolt_port: int | None = None,
    http_port: int | None = None,
    watch: Watch | None = None,
) -> Neo4jServer:
    """Return the running Neo4j of `home`, fetching and starting it as needed.

    Of several callers at once one starts it and the others wait for that one. Without `version` the
    newest release runs; data of an older one is backed up beside it and taken over. Ports not given
    are those of the last time, or free ones. Raises `ConfigError` and `StoreError`.
    """
    if sys.platform == "win32":
        raise ConfigError(
            "a managed Neo4j was never tried on Windows: install Neo4j and set NEO4J_URI, or use "
            "--store embedded"
        )
    release = find_release(version)
    running = find_neo4j(home)
    if running is None:
        java_command(release)
        fetch(release, watch=watch)
    folder = neo4j_folder(home)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with holding(folder / _START_LOCK, timeout=_START_SECONDS):
            found = _running(home, release, named=version is not None)
            return found or _start(home, release, bolt_port=bolt_port, http_port=http_port)
    except TimeoutError:
        raise StoreError(
            f"another process has been starting Neo4j in {folder} for {_START_SECONDS:g} s: "
            f"see {log_of(home)}"
        ) from None
    except OSError as error:
        raise ConfigError(
            f"cannot keep Neo4j in {folder} ({error.strerror}): "
            "set DETENTE_HOME to a folder that you may write"
        ) from error


def stop_neo4j(home: Path) -> bool:
    """Stop the managed Neo4j and wait until it has gone; False when none was running.

    >>> stop_neo4j(Path("no such home"))
    False
    """
    folder = neo4j_folder(home)
    if not is_held(folder / _LOCK):
        return False
    deadline = time.monotonic() + _STOP_SECONDS
    told = None
    while is_held(folder / _LOCK):
        pid = pid_of(home)
        if pid is not None and pid != told:
            told = pid
            os.kill(pid, signal.SIGTERM)
        if time.monotonic() >= deadline:
            raise StoreError(
                f"Neo4j (process {pid}) does not stop: see {log_of(home)}, then end it"
            )
        time.sleep(_POLL_SECONDS)
    return True


def remove_neo4j(home: Path) -> None:
    """Stop the managed Neo4j and delete it: its data, its settings, and every fetched release."""
    from detente.graph.servers.releases import releases

    stop_neo4j(home)
    for folder in (neo4j_folder(home), browser_root(home), *(jars_of(one) for one in releases())):
        shutil.rmtree(folder, ignore_errors=True)


def _running(home: Path, release: Release, *, named: bool) -> Neo4jServer | None:
    """The server that somebody else has started, once it answers; None when none runs.

    One that was killed a moment ago may still hold the lock: then it is waited for.
    """
    deadline = time.monotonic() + _START_SECONDS
    while is_held(neo4j_folder(home) / _LOCK):
        server = read_neo4j(home)
        if server is not None and _answers(server):
            if named and server.version != release.version:
                raise ConfigError(
                    f"Neo4j {server.version} is running: 'detente neo4j stop' first, to start "
                    f"{release.version}"
                )
            return server
        if time.monotonic() >= deadline:
            raise StoreError(
                f"a Neo4j runs in {neo4j_folder(home)} and does not answer: end process "
                f"{pid_of(home)} and start again, see {log_of(home)}"
            )
        time.sleep(_POLL_SECONDS)
    return None


def _start(
    home: Path, release: Release, *, bolt_port: int | None, http_port: int | None
) -> Neo4jServer:
    folder = neo4j_folder(home)
    last = read_neo4j(home)
    if last is not None:
        _take_over(folder, last, release)
    bolt = _port(bolt_port, None if last is None else last.bolt_port, option="--bolt-port")
    http = _port(http_port, None if last is None else last.http_port, option="--http-port")
    password = secrets.token_hex(16) if last is None else last.password
    server = Neo4jServer(version=release.version, bolt_port=bolt, http_port=http, password=password)
    unpack_browser(release, home)
    _write_settings(folder, server)
    java = java_command(release)
    if last is None:
        # A first start that was cut short may have left a password that nobody knows.
        shutil.rmtree(folder / "data", ignore_errors=True)
        _set_password(java, release, folder, password)
    write_private(folder / _STATE, json.dumps(asdict(server)))
    process = _spawn(_command(java, release, home), folder)
    _wait_until_it_answers(home, server)
    # Waits for the child so that it leaves no zombie in a long-lived parent.
    threading.Thread(target=process.wait, daemon=True).start()
    return server


def _take_over(folder: Path, last: Neo4jServer, release: Release) -> None:
    """Keep a copy of the data before a newer release changes its form; refuse an older one."""
    if last.version == release.version:
        return
    if order_of(last.version) > order_of(release.version):
        raise ConfigError(
            f"the data in {folder} is of Neo4j {last.version}, which {release.version} cannot "
            "read: start without --release, or copy the graph ('detente copy') to another home"
        )
    backup = folder / f"data-{last.version}"
    if not backup.exists():
        work = folder / f"copying-{last.version}"
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(folder / "data", work)
        work.rename(backup)


def _port(asked: int | None, last: int | None, *, option: str) -> int:
    """A port to listen on: the one asked for, the one of last time if it is free, or any."""
    if asked is not None:
        if not _is_free(asked):
            raise ConfigError(f"{option}: port {asked} is taken: choose another, or leave it out")
        return asked
    if last is not None and _is_free(last):
        return last
    return free_port()


def free_port() -> int:
    """A loopback port that nobody listens on at this moment.

    >>> free_port() > 0
    True
    """
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_free(port: int) -> bool:
    with closing(socket.socket()) as probe:
        # As a server does: what was closed a moment ago is no hindrance.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _write_settings(folder: Path, server: Neo4jServer) -> None:
    """Lay out Neo4j's home; the settings are written anew at every start."""
    for name in ("conf", "data", "logs", "import", "plugins", "run", "web"):
        (folder / name).mkdir(exist_ok=True)
    bolt, http = f"127.0.0.1:{server.bolt_port}", f"127.0.0.1:{server.http_port}"
    settings = {
        "server.http_enabled_modules": "BROWSER",
        "server.default_listen_address": "127.0.0.1",
        "server.default_advertised_address": "127.0.0.1",
        "server.bolt.listen_address": bolt,
        # Else the discovery document names port 7687, and the Browser connects there.
        "server.bolt.advertised_address": bolt,
        "server.http.listen_address": http,
        "server.http.advertised_address": http,
        "server.https.enabled": "false",
        "server.memory.pagecache.size": "128m",
        "dbms.usage_report.enabled": "false",
        "client.allow_telemetry": "false",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        # 256 MB of empty log would be written before the first transaction.
        "db.tx_log.preallocate": "false",
    }
    text = "".join(f"{key}={value}\n" for key, value in settings.items())
    (folder / "conf" / "neo4j.conf").write_text(text, "utf8")


def _set_password(java: list[str], release: Release, folder: Path, password: str) -> None:
    """Give the user neo4j his password before the first start."""
    # In a file, as what stands on a command line is seen by every user of the machine.
    argument = folder / "run" / "password"
    write_private(argument, password)
    try:
        done = subprocess.run(  # noqa: S603 - the bundled Java and fixed arguments
            [
                *java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                str(jars_of(release) / "*"),
                "org.neo4j.cli.AdminTool",
                "dbms",
                "set-initial-password",
                f"@{argument}",
            ],
            env={**os.environ, "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")},
            capture_output=True,
            text=True,
            check=False,
            timeout=_ADMIN_SECONDS,
        )
    finally:
        argument.unlink()
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise StoreError(
            f"Neo4j's password could not be set: {said[-1] if said else 'it said nothing'}"
        )


def _command(java: list[str], release: Release, home: Path) -> list[str]:
    folder, jars = neo4j_folder(home), jars_of(release)
    packed = [str(jars / jar.name) for jar in release.jars if jar != release.browser]
    return [
        *java,
        "-Xms256m",
        f"-Xmx{heap_size()}",
        # Gives memory back when a load is over.
        "-XX:+UseSerialGC",
        # A load makes much that is soon forgotten: with half of the heap for it, it is collected in
        # two thirds of the time.
        "-XX:NewRatio=1",
        *release.options,
        *(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in _OPENED),
        "-cp",
        # The pages lie open in a folder, so that ours can lie beside Neo4j's.
        os.pathsep.join([str(browser_root(home)), *packed]),
        release.main_class,
        f"--home-dir={folder}",
        f"--config-dir={folder / 'conf'}",
        "--console-mode",
    ]


def _spawn(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start the server so that it outlives this process and its terminal, and holds the lock."""
    lock = try_lock(folder / _LOCK)
    if lock is None:
        raise StoreError(f"a Neo4j is already starting in {folder}: try again")
    with lock, (folder / "logs" / "console.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603 - the bundled Java and fixed arguments
            ["/bin/sh", "-c", _LAUNCHER, str(folder / "run" / "pid"), *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
            # The child inherits the open file, and with it the lock.
            pass_fds=(lock.fileno(),),
        )


def _wait_until_it_answers(home: Path, server: Neo4jServer) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if _answers(server):
            return
        if not is_held(neo4j_folder(home) / _LOCK):
            raise StoreError(f"Neo4j did not start: {last_words(log_of(home))}")
        time.sleep(_POLL_SECONDS)
    raise StoreError(f"Neo4j did not answer in {_START_SECONDS:g} s: see {log_of(home)}")


def _answers(server: Neo4jServer) -> bool:
    """Whether the web server, which starts last, names the version."""
    try:
        with urlopen(server.http, timeout=2.0) as answer:  # noqa: S310 - our own address
            return "neo4j_version" in json.load(answer)
    except (URLError, OSError, ValueError):
        return False
