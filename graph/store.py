"""The database behind the graph, reached over Bolt, whichever server it is."""

# Invariants. The database is always named. What the driver raises leaves here as a StoreError of
# one line. Rows hold plain Python values.

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, LiteralString, Self, TypeVar

import neo4j
from neo4j.exceptions import ConstraintError, DriverError, Neo4jError

from detente.graph import schema
from detente.graph.bolt import Login, open_driver, told
from detente.graph.errors import StoreError
from detente.graph.readonly import check_loads_nothing, check_reads_only
from detente.graph.server import Server, ensure_server, find_server
from detente.graph.settings import Settings, read_settings
from detente.graph.values import native, plain

__all__ = ["Store", "open_store"]

T = TypeVar("T")

# After losing once, a writer finds the key that beat it; more pauses are for more keys.
_PAUSES = (0.02, 0.04, 0.08, 0.16)
# Neo4j itself gives its version and nothing else; those that imitate it say so after it.
_NEO4J = re.compile(r"Neo4j/[\w.+-]+")


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
        return self._ask(lambda: self._write_once(work))

    def read_only(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run a query that a person typed; refuse it when it would write.

        Neo4j is asked by EXPLAIN what the query would do, and runs it in a READ session. Others
        do not tell, so its words decide, and the login that can only read runs it where there is
        one. In either case the transaction is rolled back. Nodes, relationships and paths are
        written out as dictionaries, see `plain`.
        """
        check_loads_nothing(query)
        if not self.is_neo4j:
            check_reads_only(query)
        return self._ask(lambda: self._roll_back(query, parameters))

    @property
    def is_neo4j(self) -> bool:
        """Whether this is Neo4j itself, and not a database that speaks like it."""
        if self._agent == "":
            self.check_connection()
        return _NEO4J.fullmatch(self._agent) is not None

    def check_connection(self) -> None:
        """Raise `StoreError` unless the database answers and lets us in; never retries."""
        self._agent = self._ask(self._driver.get_server_info).agent

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
        # The bookmarks of execute_query: on a cluster, what is read next was written before.
        bookmarks = self._driver.execute_query_bookmark_manager
        with self._driver.session(database=self.database, bookmark_manager=bookmarks) as session:
            return session.execute_write(work)

    def _roll_back(self, query: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        # The query is a person's text: it stands alone, and only EXPLAIN ever goes before it.
        with (
            self._reader.session(
                database=self.database, default_access_mode=neo4j.READ_ACCESS
            ) as session,
            session.begin_transaction() as transaction,
        ):
            if self.is_neo4j:
                plan = transaction.run("EXPLAIN " + query, parameters).consume()
                if plan.query_type != "r":
                    raise StoreError("the query would write: only reading is allowed here")
            rows = [plain(dict(record)) for record in transaction.run(query, parameters)]
            transaction.rollback()
        return rows

    def _ask(self, request: Callable[[], T]) -> T:
        try:
            return request()
        except (DriverError, Neo4jError) as error:
            raise self._told(error) from error

    def _told(self, error: DriverError | Neo4jError) -> StoreError:
        return told(error, uri=self.uri, login=self._login, database=self.database)


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

    Arguments beat environment variables, see `read_settings`. Raises `ConfigError` or
    `StoreError`.

    >>> open_store(uri="localhost")
    Traceback (most recent call last):
    detente.graph.errors.ConfigError: 'localhost' is no database address: write neo4j://HOST:PORT
    """
    settings = read_settings(
        uri=uri, user=user, password=password, database=database, home=home, kind=kind
    )
    store = _embedded(settings.home) if settings.uri is None else _remote(settings.uri, settings)
    try:
        schema.apply(store)
    except BaseException:
        store.close()
        raise
    return store


def _embedded(home: Path) -> Store:
    server = ensure_server(home)
    try:
        return _connected(_of(server))
    except StoreError:
        if find_server(home) == server:
            raise
    # It was about to stop when we found it: the next one answers.
    return _connected(_of(ensure_server(home)))


def _of(server: Server) -> Store:
    return Store(
        server.uri,
        login=Login(server.user, server.password),
        database=server.database,
        reader=Login(server.reader, server.reader_password),
    )


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
