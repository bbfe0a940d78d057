"""Neo4j Browser on the graph: which address to open, whom to log in as."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from detente.graph.servers.arcadedb import ensure_server
from detente.graph.servers.browser import unpack_browser
from detente.graph.servers.fetching import Watch, fetch
from detente.graph.servers.neo4j import USER, ensure_neo4j
from detente.graph.servers.releases import find_release
from detente.graph.settings import Settings
from detente.queries.browser_files import write_browser_files

__all__ = ["Page", "browse"]

#: Our own page beside Neo4j Browser's: it brings the saved questions along and goes on to it.
_START = "browser/detente.html"
#: Where a server that people run themselves usually serves the Browser.
_USUAL_PORT = 7474


class Page(NamedTuple):
    """An address to open, the user to log in as, and how to find the password."""

    url: str
    user: str
    password: str


def browse(settings: Settings, *, watch: Watch | None = None) -> Page:
    """Make Neo4j Browser ready for the store that the settings name, and say where it is.

    A local store is started if need be. For the embedded store the pages are fetched the first
    time, and the user is one that cannot write.

    >>> browse(Settings(uri="neo4j://db.example.org:7687", user="ann", home=Path("h"))).url
    'http://db.example.org:7474/browser/?connectURL=neo4j%3A%2F%2Fann%40db.example.org%3A7687'
    """
    if settings.uri is not None:
        return _theirs(settings.uri, settings.user or USER)
    return _managed(settings.home) if settings.managed else _embedded(settings.home, watch)


def _theirs(uri: str, user: str) -> Page:
    parts = urlsplit(uri)
    page = f"http://{parts.hostname}:{_USUAL_PORT}/browser/"
    return Page(_connecting(page, uri, user), user, "the one in NEO4J_PASSWORD")


def _managed(home: Path) -> Page:
    server = ensure_neo4j(home)
    write_browser_files(unpack_browser(find_release(server.version), home))
    url = _connecting(_start(server.http), server.uri, USER)
    return Page(url, USER, "'detente neo4j password' shows it")


def _embedded(home: Path, watch: Watch | None) -> Page:
    release = find_release()
    fetch(release, only=[release.browser], watch=watch)
    write_browser_files(unpack_browser(release, home))
    server = ensure_server(home)
    url = _connecting(_start(server.http), server.uri, server.reader)
    return Page(url, server.reader, "'detente --store embedded neo4j password' shows it")


def _start(http: str) -> str:
    # By this name, as Neo4j Browser shows guides of `localhost` and of no other address.
    return f"{http.replace('127.0.0.1', 'localhost')}/{_START}"


def _connecting(page: str, uri: str, user: str) -> str:
    scheme, _, address = uri.partition("://")
    return f"{page}?connectURL={quote(f'{scheme}://{user}@{address}', safe='')}"
