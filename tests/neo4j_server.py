"""A real Neo4j Community server for tests, from Python packages alone.

jgo fetches Neo4j's jars, once, into `DETENTE_TEST_CACHE` (default: the platform's cache folder);
they are checked against `neo4j.sha256`. The Java runtime is the one inside arcadedb-embedded.
Neo4j is GPLv3: it is fetched and run as a process of its own, never shipped with this project.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import neo4j
import platformdirs
from neo4j.exceptions import DriverError, Neo4jError

from detente.graph.locks import holding

__all__ = ["QUICK_JAVA", "VERSION", "Neo4jServer", "Neo4jUnavailableError", "fetch", "running"]

VERSION = "2026.08.1"
CHECKSUMS = Path(__file__).with_name("neo4j.sha256")
FETCH_SECONDS = 600.0
START_SECONDS = 120.0

ENDPOINT = "+".join(
    f"{artifact}:{VERSION}"
    for artifact in (
        "org.neo4j:neo4j",
        "org.neo4j.app:neo4j-server",
        "org.neo4j:neo4j-command-line",
    )
)
# Servers of tests live for minutes: the quick compiler alone halves their start.
QUICK_JAVA = "-XX:TieredStopAtLevel=1"
OPENED_TO_NEO4J = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class Neo4jUnavailableError(Exception):
    """Neo4j could not be fetched or started here; the message says why."""


class Neo4jServer(NamedTuple):
    """Where the server answers and who may enter."""

    uri: str
    user: str
    password: str


def cache_folder() -> Path:
    """Where what tests fetch is kept from run to run."""
    named = os.environ.get("DETENTE_TEST_CACHE", "")
    if named != "":
        return Path(named).expanduser().absolute()
    return platformdirs.user_cache_path("detente", appauthor=False) / "tests"


def fetch(cache: Path) -> Path:
    """Return the folder with Neo4j's jars (`modules`, `jars`), fetching them the first time."""
    target = cache / f"neo4j-{VERSION}"
    cache.mkdir(parents=True, exist_ok=True)
    with holding(cache / "neo4j.lock", timeout=FETCH_SECONDS):
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=cache, prefix="fetching-") as work:
                fetched = resolve(Path(work))
                verify(fetched)
                fetched.rename(target)
    return target


def resolve(work: Path) -> Path:
    """Download Neo4j and all that it needs, in pure Python."""
    from jgo.env import EnvironmentBuilder
    from jgo.maven import MavenContext, PythonResolver

    context = MavenContext(repo_cache=work / "repository", resolver=PythonResolver())
    builder = EnvironmentBuilder(context=context, cache_dir=work / "environments")
    try:
        environment = builder.from_endpoint(f"{ENDPOINT}@org.neo4j.server.Neo4jCommunity")
    except (OSError, RuntimeError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise Neo4jUnavailableError(f"could not be fetched: {reason}") from error
    return Path(environment.path)


def checksums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every jar below `folder`, by its path."""
    return {
        jar.relative_to(folder).as_posix(): hashlib.sha256(jar.read_bytes()).hexdigest()
        for jar in folder.rglob("*.jar")
    }


def verify(folder: Path) -> None:
    """Refuse jars that are not those of `neo4j.sha256`."""
    lines = CHECKSUMS.read_text("utf8").splitlines()
    expected = {path: digest for digest, path in (line.split() for line in lines)}
    found = checksums(folder)
    if found != expected:
        wrong = sorted(
            path for path in {*found, *expected} if found.get(path) != expected.get(path)
        )
        raise Neo4jUnavailableError(
            f"{len(wrong)} fetched files differ from {CHECKSUMS.name}: {wrong[0]} first"
        )


@contextmanager
def running(folder: Path) -> Iterator[Neo4jServer]:
    """Run a new, empty Neo4j with its data in `folder` for the block."""
    jars = fetch(cache_folder())
    port, password = free_port(), secrets.token_urlsafe(16)
    home = make_home(folder, port)
    set_password(jars, home, password)
    server = Neo4jServer(f"bolt://127.0.0.1:{port}", "neo4j", password)
    command = [
        *java(jars, "-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", QUICK_JAVA),
        "org.neo4j.server.Neo4jCommunity",
        f"--home-dir={home}",
        f"--config-dir={home / 'conf'}",
        "--console-mode",
    ]
    log_path = home / "logs" / "console.log"
    with log_path.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
    try:
        wait_until_it_answers(server, process, log_path)
        yield server
    finally:
        # Its data is thrown away: an orderly end would only take ten seconds more.
        process.kill()
        process.wait()


def java(jars: Path, *options: str) -> list[str]:
    """The beginning of a command line that runs a class of Neo4j."""
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is None or found.origin is None:
        raise Neo4jUnavailableError("there is no Java here: arcadedb-embedded is not installed")
    # The folder is named rather than imported: that would load the whole package.
    runtime = Path(found.origin).parent / "jre" / "bin"
    binary = shutil.which("java", path=str(runtime))
    if binary is None:
        raise Neo4jUnavailableError(f"there is no java in {runtime}")
    opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED_TO_NEO4J]
    class_path = os.pathsep.join([str(jars / "modules" / "*"), str(jars / "jars" / "*")])
    return [binary, *options, "--enable-native-access=ALL-UNNAMED", *opened, "-cp", class_path]


def make_home(folder: Path, port: int) -> Path:
    """Lay out a Neo4j home that listens for Bolt on one loopback port."""
    for name in ("conf", "data", "logs", "import", "plugins", "run"):
        (folder / name).mkdir(parents=True)
    settings = {
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.default_listen_address": "127.0.0.1",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "server.memory.pagecache.size": "64m",
        # Tests keep nothing: 256 MB of preallocated log would only cost time and disk.
        "db.tx_log.preallocate": "false",
        "dbms.security.allow_csv_import_from_file_urls": "false",
    }
    text = "".join(f"{key}={value}\n" for key, value in settings.items())
    (folder / "conf" / "neo4j.conf").write_text(text, "utf8")
    return folder


def set_password(jars: Path, home: Path, password: str) -> None:
    """Give the user neo4j a password before the first start."""
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    command = [
        *java(jars, QUICK_JAVA),
        "org.neo4j.cli.AdminTool",
        "dbms",
        "set-initial-password",
        password,
    ]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Neo4jUnavailableError(f"its password could not be set: {done.stderr.strip()}")


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_it_answers(server: Neo4jServer, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the first Bolt answer."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Neo4jUnavailableError(f"it ended with status {process.returncode}: {tail(log)}")
        try:
            with neo4j.GraphDatabase.driver(
                server.uri, auth=(server.user, server.password)
            ) as driver:
                driver.verify_connectivity()
        except (DriverError, Neo4jError):
            time.sleep(0.1)
        else:
            return
    raise Neo4jUnavailableError(f"it did not answer in {START_SECONDS:g} s: {tail(log)}")


def tail(log: Path) -> str:
    """The last line of a log."""
    lines = log.read_text("utf8", "replace").strip().splitlines()
    return lines[-1] if len(lines) > 0 else "it said nothing"
