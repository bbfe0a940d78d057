"""The database behind the graph, reached over Bolt, whichever server it is."""

# Invariants. The database is always named. What the driver raises leaves here as a StoreError of
# one line. Rows hold plain Python values.

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, LiteralString, Self, TypeVar

import neo4j
from neo4j.exceptions import ConstraintError, DriverError, Neo4jError

from detente.graph import schema
from detente.graph.bolt import Login, open_driver, told
from detente.graph.errors import StoreError
from detente.graph.interrupts import answered
from detente.graph.outcome import Outcome, outcome_of
from detente.graph.readonly import check_harmless, check_reads_only, shows, without_profile
from detente.graph.servers.arcadedb import Server, ensure_server, find_server
from detente.graph.servers.neo4j import DATABASE, USER, ensure_neo4j
from detente.graph.settings import Settings, read_settings
from detente.graph.values import native

__all__ = ["Store", "connect", "open_store"]

T = TypeVar("T")

# After losing once, a writer finds the key that beat it; more pauses are for more keys.
_PAUSES = (0.02, 0.04, 0.08, 0.16)
# How long a local server that no longer answers may take to be gone.
_ENDING_SECONDS = 10.0
# Neo4j itself gives its version and nothing else; those that imitate it say so after it.
_NEO4J = re.compile(r"Neo4j/[\w.+-]+")
_VERSION = re.compile(r"Neo4j/(\d+)\.(\d+)")
# Before it, `CALL (x) { … }` and unique properties of relationships are not known.
_OLDEST = (5, 26)


class Store:
    """An open database: `read` rows, `write` units of work, `close` it.

    >>> with open_store() as store:  # doctest: +SKIP
    ...     store.read("RETURN date($day) AS day", day="2025-12-13")
    [{'day': datetime.date(2025, 12, 13)}]

    `reader` is a login that may only read, where the database has one: `read_only` uses it.
    """

    def __init__(
        self,
        uri: str,
        *,
        login: Login | None,
        database: str,
        reader: Login | None = None,
    ) -> None:
        self.uri = uri
        self.database = database
        self._login = login
        self._driver = open_driver(uri, login)
        self._reader = self._driver if reader is None else open_driver(uri, reader)
        self._agent = ""

    def read(self, query: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run one reading query; dates come as Python dates, nodes as dicts of their properties."""
        result = self._request(
            lambda: self._driver.execute_query(
                query,
                parameters,
                database_=self.database,
                routing_=neo4j.RoutingControl.READ,
            )
        )
        return [native(dict(record)) for record in result.records]

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run `work` in one transaction, all or nothing. It may run several times.

        Two writers that MERGE the same key at the same moment collide on ArcadeDB, where Neo4j
        lets one wait: the loser runs again and then finds the key. (The driver itself runs again
        what failed for a passing reason.)
        """
        for pause in _PAUSES:
            try:
                return self._write_once(work)
            except ConstraintError:
                time.sleep(pause)
            except (DriverError, Neo4jError) as error:
                raise self._told(error) from error
        return self._request(lambda: self._write_once(work))

    def read_only(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run a query that a person typed; refuse it when it would write.

        Neo4j is asked by EXPLAIN what the query would do, and runs it in a READ session. Others
        do not tell, so its words decide, and the login that can only read runs it where there is
        one. In either case the transaction is rolled back. Nodes, relationships and paths are
        written out as dictionaries, see `plain`.
        """
        return self.ask(query, parameters).rows

    def ask(self, query: str, parameters: dict[str, Any]) -> Outcome:
        """Do as `read_only` does, and tell the columns and the plan too."""
        check_harmless(query)
        if not self.is_neo4j:
            check_reads_only(query)
        return self._request(lambda: self._roll_back(query, parameters))

    @property
    def is_neo4j(self) -> bool:
        """Whether this is Neo4j itself, and not a database that speaks like it."""
        if self._agent == "":
            self.check_connection()
        return _NEO4J.fullmatch(self._agent) is not None

    def check_connection(self) -> None:
        """Raise `StoreError` unless the database answers and lets us in; never retries."""
        self._agent = self._request(self._driver.get_server_info).agent
        _check_age(self._agent, uri=self.uri)

    def close(self) -> None:
        """Give the connections back; a local server stops by itself when nobody uses it."""
        self._driver.close()
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write_once(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        with answered(), self._session(self._driver) as session:
            return session.execute_write(work)

    def _session(self, driver: neo4j.Driver, *, access: str = neo4j.WRITE_ACCESS) -> neo4j.Session:
        # All share the bookmarks of execute_query: on a cluster, what was written is read next.
        return driver.session(
            database=self.database,
            default_access_mode=access,
            bookmark_manager=self._driver.execute_query_bookmark_manager,
        )

    def _roll_back(self, query: str, parameters: dict[str, Any]) -> Outcome:
        # The query is a person's text: it stands alone, and only EXPLAIN ever goes before it.
        with (
            self._session(self._reader, access=neo4j.READ_ACCESS) as session,
            session.begin_transaction() as transaction,
        ):
            if self.is_neo4j and not shows(query):
                plan = transaction.run("EXPLAIN " + without_profile(query), parameters).consume()
                if plan.query_type != "r":
                    raise StoreError("the query would write: only reading is allowed here")
            outcome = outcome_of(transaction.run(query, parameters))
            transaction.rollback()
        return outcome

    def _request(self, request: Callable[[], T]) -> T:
        try:
            with answered():
                return request()
        except (DriverError, Neo4jError) as error:
            raise self._told(error) from error

    def _told(self, error: DriverError | Neo4jError) -> StoreError:
        return told(error, uri=self.uri, login=self._login, database=self.database)


def _check_age(agent: str, *, uri: str) -> None:
    """Refuse a Neo4j that is too old.

    >>> _check_age("Neo4j/4.4.12", uri="bolt://h:1")
    Traceback (most recent call last):
    detente.graph.errors.StoreError: bolt://h:1 is Neo4j/4.4.12, which is too old: ...
    """
    found = _VERSION.match(agent)
    if found is not None and (int(found[1]), int(found[2])) < _OLDEST:
        oldest = ".".join(map(str, _OLDEST))
        raise StoreError(f"{uri} is {agent}, which is too old: detente needs {oldest} or newer")


def open_store(
    *,
    uri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    home: str | Path | None = None,
    kind: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Store:
    """Do as `connect` does, and apply the schema.

    A login that may only read opens the graph as it is.

    >>> open_store(uri="localhost")
    Traceback (most recent call last):
    detente.graph.errors.ConfigError: 'localhost' is no database address: write neo4j://HOST:PORT
    """
    store = connect(
        uri=uri,
        user=user,
        password=password,
        database=database,
        home=home,
        kind=kind,
        environ=environ,
    )
    try:
        schema.bring_up(store)
    except BaseException:
        store.close()
        raise
    return store


def connect(
    *,
    uri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    home: str | Path | None = None,
    kind: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Store:
    """Connect to the chosen store as it is, starting a local server if need be.

    Arguments beat environment variables, see `read_settings`. Raises `ConfigError` or
    `StoreError`.
    """
    settings = read_settings(
        uri=uri,
        user=user,
        password=password,
        database=database,
        home=home,
        kind=kind,
        environ=environ,
    )
    if settings.uri is not None:
        return _remote(settings.uri, settings)
    return _managed(settings.home) if settings.managed else _embedded(settings.home)


def _embedded(home: Path) -> Store:
    deadline = time.monotonic() + _ENDING_SECONDS
    while True:
        server = ensure_server(home)
        try:
            return _connected(_of(server))
        except StoreError:
            # It was about to stop, or was killed, when we found it: the next one answers.
            while find_server(home) == server:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_PAUSES[0])


def _of(server: Server) -> Store:
    return Store(
        server.uri,
        login=Login(server.user, server.password),
        database=server.database,
        reader=Login(server.reader, server.reader_password),
    )


def _managed(home: Path) -> Store:
    server = ensure_neo4j(home)
    return _connected(Store(server.uri, login=Login(USER, server.password), database=DATABASE))


def _remote(uri: str, settings: Settings) -> Store:
    login = None
    if settings.user is not None or settings.password is not None:
        login = Login(settings.user or "neo4j", settings.password or "")
    return _connected(Store(uri, login=login, database=settings.database))


def _connected(store: Store) -> Store:
    """Return `store` once it has answered; unlike a query, this does not try again and again."""
    try:
        store.check_connection()
    except StoreError:
        store.close()
        raise
    return store
