"""The process that runs the embedded database: `python -m detente.graph.servers.embedded FOLDER`.

It owns the folder while it lives. It writes `server.json` when it answers, and stops when that
file is taken away or replaced, when the folder disappears, or when nobody has used it for ten
minutes. No other module imports ArcadeDB.
"""

# Invariants. One living server a folder, by the operating system's lock on `server.lock`.
# Everything listens on the loopback address only, behind passwords that live as long as the server.

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import sys
import time
from pathlib import Path
from typing import Any

from detente.graph.servers.arcadedb import LOCK, Server, read_server, remove_server, write_server
from detente.graph.servers.browser import browser_root
from detente.graph.servers.locks import holding
from detente.graph.servers.pages import serve_pages
from detente.graph.settings import heap_size, idle_seconds

__all__ = ["main"]

_DATABASE = "detente"
_OWNER = "root"
_READER = "reader"
_POLL_SECONDS = 0.25
_OWNERSHIP_SECONDS = 10.0
_QUERY_MINUTES = 30
_log = logging.getLogger("detente.embedded")

# ArcadeDB reads these when its classes load, so they go to the Java machine itself.
_JAVA_OPTIONS = (
    # A committed transaction is on the disk before its answer goes out.
    "-Darcadedb.txWalFlush=1",
    "-Darcadedb.maxPageRAM=256",
    "-Darcadedb.opencypher.loadCsv.allowFileUrls=false",
    "-Darcadedb.opencypher.loadCsv.allowRemoteUrls=false",
    "-Darcadedb.polyglotEngineEnabled=false",
    "-Darcadedb.serverMetrics=false",
    # Nobody tells the server that who asked is gone: a query that would run for hours ends itself.
    f"-Darcadedb.command.timeout={_QUERY_MINUTES * 60_000}",
    # The passwords are 24 random bytes: stretching them would only slow each connection.
    "-Darcadedb.server.saltIterations=1000",
    # SIGTERM is ours: when Java takes it, it ends under the feet of the Python that runs in it.
    "-Xrs",
    # A load makes much that is soon forgotten: with half of the heap for it, and both processors to
    # look through it, collecting takes a seventh of the time of a load instead of a third.
    "-XX:+UseParallelGC",
    "-XX:NewRatio=1",
    # Queries are many small steps that call each other deep down. Inlined as far as Java would, the
    # same code is compiled twice as long, on a processor that a client on this machine could use.
    "-XX:MaxInlineLevel=7",
    "-XX:FreqInlineSize=120",
    "-XX:InlineSmallCode=1000",
)

# What the user `reader` may do: user queries that must not write run as this user, because
# ArcadeDB lets a READ session write.
_READER_GROUP = {
    "resultSetLimit": -1,
    "readTimeout": -1,
    "access": [],
    "types": {"*": {"access": ["readRecord"]}},
}


def main(folder: Path) -> None:
    """Serve `folder` until nobody needs it."""
    with holding(folder / LOCK, timeout=_OWNERSHIP_SECONDS):
        allowed = idle_seconds()
        engine, server = _start(folder)
        try:
            write_server(folder, server)
            _log.info("serving %s on %s", folder, server.uri)
            _watch(folder, engine, server, allowed=allowed)
        finally:
            engine.stop()
            _log.info("stopped")


def _start(folder: Path) -> tuple[Any, Server]:
    """Start ArcadeDB on a free port, with a fresh password for each of its two users."""
    # Imported here so that a wrong setting or a taken folder is told without loading Java.
    from arcadedb_embedded.server import ArcadeDBServer

    password = secrets.token_urlsafe(24)
    reader_password = secrets.token_urlsafe(24)
    # The users of the last run are void: their passwords died with it.
    (folder / "config" / "server-users.jsonl").unlink(missing_ok=True)
    engine = ArcadeDBServer(
        str(folder),
        password,
        {
            "host": "127.0.0.1",
            # Production mode answers every mistake in a query with "The request failed".
            "mode": "development",
            "http_port": 0,
            "bolt_port": 0,
            "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        },
        jvm_kwargs={"heap_size": heap_size(), "jvm_args": _JAVA_OPTIONS},
    )
    engine.start()
    engine.create_database(_DATABASE)
    _add_reader(engine, reader_password)
    server = Server(
        pid=os.getpid(),
        http=f"http://127.0.0.1:{serve_pages(browser_root(folder.parent))}",
        uri=f"bolt://127.0.0.1:{_bolt_plugin(engine).getPort()}",
        database=_DATABASE,
        user=_OWNER,
        password=password,
        reader=_READER,
        reader_password=reader_password,
    )
    return engine, server


def _add_reader(engine: Any, password: str) -> None:
    """Add the user that may read and nothing else."""
    import jpype

    to_json = jpype.JClass("com.arcadedb.serializer.json.JSONObject")
    security = engine._java_server.getSecurity()
    security.saveGroup(_DATABASE, _READER, to_json(json.dumps(_READER_GROUP)))
    user = {
        "name": _READER,
        "password": str(security.encodePassword(password)),
        "databases": {_DATABASE: [_READER]},
    }
    security.createUser(to_json(json.dumps(user)))


def _watch(folder: Path, engine: Any, server: Server, *, allowed: float) -> None:
    """Return when the server is told to stop or nobody was connected for `allowed` seconds."""
    connections = _bolt_connections(engine)
    last_used = time.monotonic()
    while read_server(folder) == server:
        if connections.size() > 0:
            last_used = time.monotonic()
        if time.monotonic() - last_used >= allowed:
            # First nobody can find it any more; whoever found it just before keeps it.
            remove_server(folder)
            if connections.size() == 0:
                _log.info("nobody connected for %g s", allowed)
                return
            write_server(folder, server)
        time.sleep(_POLL_SECONDS)


def _bolt_plugin(engine: Any) -> Any:
    """Return the Java object that listens for Bolt."""
    plugins = engine._java_server.getPlugins()
    return next(plugin for plugin in plugins if "Bolt" in str(plugin.getName()))


def _bolt_connections(engine: Any) -> Any:
    """Return the live Java set of open Bolt connections; ArcadeDB has no public count of them."""
    return _private_field(_private_field(_bolt_plugin(engine), "listener"), "activeConnections")


def _private_field(instance: Any, name: str) -> Any:
    """Read a private field of a Java object."""
    field = instance.getClass().getDeclaredField(name)
    field.setAccessible(True)
    return field.get(instance)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="\n%(asctime)s %(message)s")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    status = 1
    try:
        main(Path(sys.argv[1]))
        status = 0
    except SystemExit:
        status = 0
    except Exception:  # noqa: BLE001 - whatever ends this process belongs in its log
        _log.exception("the server failed")
    sys.stderr.flush()
    # Java threads of a stopped engine can keep the interpreter from ending; all data is closed.
    os._exit(status)
