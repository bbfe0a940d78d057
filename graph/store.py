"""The database behind the graph, reached over Bolt, whichever server it is."""

# Invariants. The database is always named. What the driver raises leaves here as a StoreError of
# one line, which never shows a password. Rows hold plain Python values.

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, LiteralString, NamedTuple, TypeVar, cast

import neo4j
from neo4j.exceptions import (
    AuthError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
    TransientError,
)

from detente.graph import schema
from detente.graph.errors import ConfigError, StoreError
from detente.graph.readonly import check_reads_only
from detente.graph.server import ensure_server
from detente.graph.settings import read_settings
from detente.graph.values import native, plain

__all__ = ["Login", "Store", "open_store"]

T = TypeVar("T")

_CONNECT_SECONDS = 5.0
_RETRY_SECONDS = 10.0
_WRITE_ATTEMPTS = 8
# Real Neo4j gives its version and nothing else; those that imitate it say so after it.
_NEO4J = re.compile(r"Neo4j/[\w.+-]+")

# The driver logs notifications; without a handler Python would print them on stderr.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Login(NamedTuple):
    """Whom the database lets in; `password` stays out of every message."""

    user: str
    password: str


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
        self._reader = reader
        self._reading_driver: neo4j.Driver | None = None
        self._driver = _driver(uri, login)
        self._agent = self._ask(lambda: self._driver.get_server_info().agent)

    def read(self, query: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run one reading query; dates come as Python dates, nodes as dicts of their properties."""
        result = self._ask(
            lambda: self._driver.execute_query(
                query,
                parameters,
                database_=self.database,
                routing_=neo4j.RoutingControl.READ,
            )
        )
        return [native(record.data()) for record in result.records]

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run `work` in one transaction, all or nothing. It may run several times.

        Two writers that MERGE the same key at the same moment collide on ArcadeDB, where Neo4j
        lets one wait: the loser runs again and then finds the key.
        """
        for pause in (0.01 * 2**attempt for attempt in range(_WRITE_ATTEMPTS - 1)):
            try:
                return self._write_once(work)
            except (ConstraintError, TransientError):
                time.sleep(pause)
            except (DriverError, Neo4jError) as error:
                raise self._told(error) from error
        return self._ask(lambda: self._write_once(work))

    def read_only(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run a query that a person typed; refuse it when it would write.

        Neo4j is asked by EXPLAIN what the query would do, and runs it in a READ session. Others
        do not tell, so its words decide, and the login that can only read runs it where there is
        one. In either case the transaction is rolled back. Nodes come as `{"labels", "properties"}`,
        relationships as `{"type", "start", "end", "properties"}`, paths as lists of both.
        """
        typed = cast("LiteralString", query)  # typed by a person, and never joined to our own
        if not self.is_neo4j:
            check_reads_only(query)
        with self._reading().session(
            database=self.database, default_access_mode=neo4j.READ_ACCESS
        ) as session:
            return self._ask(lambda: self._roll_back(session, typed, parameters))

    @property
    def is_neo4j(self) -> bool:
        """Whether this is Neo4j itself, and not a database that speaks like it."""
        return _NEO4J.fullmatch(self._agent) is not None

    def close(self) -> None:
        """Give the connections back; a local server stops by itself when nobody uses it."""
        self._driver.close()
        if self._reading_driver is not None:
            self._reading_driver.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write_once(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        # The same bookmarks as execute_query: on a cluster, reads then see what was written.
        bookmarks = self._driver.execute_query_bookmark_manager
        with self._driver.session(database=self.database, bookmark_manager=bookmarks) as session:
            return session.execute_write(work)

    def _roll_back(
        self, session: neo4j.Session, query: LiteralString, parameters: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        with session.begin_transaction() as transaction:
            if self.is_neo4j:
                kind = transaction.run("EXPLAIN " + query, parameters).consume().query_type
                if kind != "r":
                    raise StoreError("the query would write: only reading is allowed here")
            rows = [plain(dict(record)) for record in transaction.run(query, parameters)]
            transaction.rollback()
        return rows

    def _reading(self) -> neo4j.Driver:
        if self._reader is None:
            return self._driver
        if self._reading_driver is None:
            self._reading_driver = _driver(self.uri, self._reader)
        return self._reading_driver

    def _ask(self, request: Callable[[], T]) -> T:
        try:
            return request()
        except (DriverError, Neo4jError) as error:
            raise self._told(error) from error

    def _told(self, error: DriverError | Neo4jError) -> StoreError:
        """Say in one line what the driver found, and the way out."""
        match error:
            case AuthError():
                return StoreError(_not_let_in(self.uri, self._login))
            case ServiceUnavailable():
                return StoreError(f"nothing answers at {self.uri}: check NEO4J_URI and the server")
            case Neo4jError(code="Neo.ClientError.Database.DatabaseNotFound"):
                return StoreError(
                    f"{self.uri} has no database '{self.database}': set NEO4J_DATABASE"
                )
            case Neo4jError(message=str(message)):
                return StoreError(f"the database refused the query: {_first_line(message)}")
        return StoreError(f"the database at {self.uri} failed: {_first_line(str(error))}")


def open_store(
    *,
    uri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    home: str | Path | None = None,
    kind: str | None = None,
) -> Store:
    """Connect to the chosen store, starting the embedded server if need be; apply the schema.

    Arguments beat environment variables, see `read_settings`.

    >>> open_store(uri="localhost")
    Traceback (most recent call last):
    detente.graph.errors.ConfigError: 'localhost' is no database address: write neo4j://HOST:PORT
    """
    settings = read_settings(
        uri=uri, user=user, password=password, database=database, home=home, kind=kind
    )
    if settings.uri is None:
        store = _embedded(settings.home)
    else:
        login = None
        if settings.user is not None or settings.password is not None:
            login = Login(settings.user or "neo4j", settings.password or "")
        store = Store(settings.uri, login=login, database=settings.database)
    try:
        schema.apply(store)
    except BaseException:
        store.close()
        raise
    return store


def _embedded(home: Path) -> Store:
    server = ensure_server(home)
    return Store(
        server.uri,
        login=Login(server.user, server.password),
        database=server.database,
        reader=Login(server.reader, server.reader_password),
    )


def _driver(uri: str, login: Login | None) -> neo4j.Driver:
    try:
        return neo4j.GraphDatabase.driver(
            uri,
            auth=login,
            connection_timeout=_CONNECT_SECONDS,
            max_transaction_retry_time=_RETRY_SECONDS,
            # A label that no article has brought yet is nothing to report.
            notifications_disabled_classifications=["UNRECOGNIZED"],
        )
    except (DriverError, ValueError) as error:
        raise ConfigError(f"'{uri}' is no database address: {_first_line(str(error))}") from error


def _not_let_in(uri: str, login: Login | None) -> str:
    if login is None:
        return f"{uri} asks for a user and a password: set NEO4J_USERNAME and NEO4J_PASSWORD"
    return f"{uri} does not let '{login.user}' in: check NEO4J_USERNAME and NEO4J_PASSWORD"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
