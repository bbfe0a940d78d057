"""The process that runs the embedded database: `python -m detente.graph.embedded FOLDER`.

It owns the folder while it lives. It writes `server.json` when it answers, and stops when that
file is taken away or replaced, when the folder disappears, or when nobody has used it for ten
minutes. No other module imports ArcadeDB.
"""

# Invariant: one living server a folder, by the operating system's lock on `server.lock`.

from __future__ import annotations

import logging
import os
import secrets
import socket
import sys
import time
from pathlib import Path
from typing import Any

from detente.graph.locks import holding
from detente.graph.server import LOCK, Server, read_server, write_server
from detente.graph.settings import idle_seconds

__all__ = ["main"]

DATABASE = "detente"
USER = "root"
HEAP = "1g"
POLL_SECONDS = 0.25
log = logging.getLogger(__name__)

# ArcadeDB reads these when its classes load, so they are given to the Java machine itself.
# txWalFlush 1: a committed transaction is on the disk before the answer goes out.
JAVA_OPTIONS = (
    "-Darcadedb.txWalFlush=1",
    "-Darcadedb.maxPageRAM=256",
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
    "-Darcadedb.polyglotEngineEnabled=false",
    "-Darcadedb.serverMetrics=false",
    "-Xms64m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=4",
    "-Xshare:auto",
)


def main(folder: Path) -> int:
    """Serve `folder` until nobody needs it; the exit status."""
    with holding(folder / LOCK, timeout=10):
        engine, server = start(folder)
        try:
            write_server(folder, server)
            log.info("serving %s on %s", folder, server.uri)
            watch(folder, engine, server)
        finally:
            engine.stop()
            log.info("stopped")
    return 0


def start(folder: Path) -> tuple[Any, Server]:
    """Start ArcadeDB on free loopback ports with a fresh password."""
    # Imported here so that the client side, which reads the constants above, loads no Java.
    from arcadedb_embedded.server import ArcadeDBServer

    # The password lives as long as the server; the users' file of the last run is void.
    (folder / "config" / "server-users.jsonl").unlink(missing_ok=True)
    bolt_port, http_port = free_ports(2)
    password = secrets.token_urlsafe(24)
    engine = ArcadeDBServer(
        str(folder),
        password,
        {
            "host": "127.0.0.1",
            "mode": "production",
            "http_port": http_port,
            "bolt_port": bolt_port,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        },
        jvm_kwargs={"heap_size": HEAP, "jvm_args": JAVA_OPTIONS},
    )
    engine.start()
    engine.create_database(DATABASE)
    server = Server(
        pid=os.getpid(),
        uri=f"bolt://127.0.0.1:{bolt_port}",
        user=USER,
        password=password,
        database=DATABASE,
    )
    return engine, server


def free_ports(count: int) -> list[int]:
    """Ask the operating system for `count` distinct free loopback ports."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def watch(folder: Path, engine: Any, server: Server) -> None:
    """Return when the server is told to stop or has been idle long enough."""
    allowed = idle_seconds()
    connections = bolt_connections(engine)
    last_used = time.monotonic()
    while read_server(folder) == server:
        if connections.size() > 0:
            last_used = time.monotonic()
        if time.monotonic() - last_used >= allowed:
            log.info("idle for %g s", allowed)
            (folder / "server.json").unlink(missing_ok=True)
            return
        time.sleep(POLL_SECONDS)


def bolt_connections(engine: Any) -> Any:
    """Return the live Java set of open Bolt connections; ArcadeDB offers no public count."""
    plugins = engine._java_server.getPlugins()
    plugin = next(each for each in plugins if "Bolt" in str(each.getName()))
    return private_field(private_field(plugin, "listener"), "activeConnections")


def private_field(instance: Any, name: str) -> Any:
    """Read a private field of a Java object."""
    field = instance.getClass().getDeclaredField(name)
    field.setAccessible(True)
    return field.get(instance)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    sys.exit(main(Path(sys.argv[1])))
