"""A small web server for the pages of Neo4j Browser, on the loopback address."""

# The embedded store speaks Bolt and serves no Browser. These are files that anybody may read: who
# wants to see the graph still needs the password.

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from os import PathLike
from pathlib import Path

__all__ = ["serve_pages"]


class _Handler(SimpleHTTPRequestHandler):
    """Serves files, and lists no folders."""

    def list_directory(self, path: str | PathLike[str]) -> BytesIO | None:
        """Say that there is nothing: a folder is no page."""
        del path
        self.send_error(404)
        return None

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Keep quiet."""


def serve_pages(folder: Path) -> int:
    """Serve the files of a folder for as long as this process lives, and return the port.

    The folder need not exist yet.

    >>> serve_pages(Path("no such folder")) > 0
    True
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port
