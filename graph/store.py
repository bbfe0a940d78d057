"""The database behind the graph, reached over Bolt, whichever server it is."""

# Invariants. The database is always named. Whatever the driver raises leaves here as a StoreError
# (or a ConfigError before the first answer). Rows hold plain Python values only.

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    ConfigurationError,
    ConstraintError,
    DriverError,
    Neo4jError,
    ServiceUnavailable,
)

from detente.graph import schema
from detente.graph.errors import ConfigError, StoreError
from detente.graph.server import ensure_server
from detente.graph.settings import Settings, read_settings
from detente.graph.values import native, plain

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Store", "open_store"]

T = TypeVar("T")
CONNECT_SECONDS = 5.0
WRITE_ATTEMPTS = 6


class Store:
    """An open database: `read` rows, `write` units of work, `close` it.

    >>> with open_store() as store:  # doctest: +SKIP
    ...     store.read("RETURN 1 AS one")
    [{'one': 1}]
    """

    def __init__(self, driver: neo4j.Driver, *, uri: str, database: str) -> None:
        self.uri = uri
        self.database = database
        self._driver = driver

    def read(self, query: LiteralString, /, **parameters: Any) -> list[dict[str, Any]]:
        """Run one reading query and return its rows, dates as Python dates, nodes as dicts."""
        try:
            records, _, _ = self._driver.execute_query(
                query,
                parameters,
                database_=self.database,
                routing_=neo4j.RoutingControl.READ,
            )
        except (DriverError, Neo4jError) as error:
            raise refused(error, self.uri) from error
        return [native(record.data()) for record in records]

    def write(self, work: Callable[[neo4j.ManagedTransaction], T]) -> T:
        """Run `work` in one transaction, all or nothing; it may run several times.

        Two loads that MERGE the same key at the same moment may collide with a constraint on
        ArcadeDB where Neo4j would wait; the loser runs again and finds the key.
        """
        for attempt in range(1, WRITE_ATTEMPTS + 1):
            try:
                with self._driver.session(database=self.database) as session:
                    return session.execute_write(work)
            except ConstraintError as error:
                if attempt == WRITE_ATTEMPTS:
                    raise refused(error, self.uri) from error
                time.sleep(0.01 * 2**attempt)
            except (DriverError, Neo4jError) as error:
                raise refused(error, self.uri) from error
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Give the connections back; a local server stops by itself when nobody uses it."""
        self._driver.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


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

    >>> open_store(uri="localhost")
    Traceback (most recent call last):
    detente.graph.errors.ConfigError: 'localhost' is no database address: write neo4j://HOST:PORT (NEO4J_URI)
    """
    settings = read_settings(
        uri=uri, user=user, password=password, database=database, home=home, kind=kind
    )
    store = embedded(settings.home) if settings.uri is None else connect(settings.uri, settings)
    schema.apply(store)
    return store


def embedded(home: Path) -> Store:
    server = ensure_server(home)
    return connect(
        server.uri,
        Settings(
            uri=server.uri,
            user=server.user,
            password=server.password,
            database=server.database,
            home=home,
        ),
    )


def connect(uri: str, settings: Settings) -> Store:
    """Open a driver and make sure that something answers and lets us in."""
    auth = None
    if settings.user is not None or settings.password is not None:
        auth = (settings.user or "neo4j", settings.password or "")
    try:
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=auth,
            connection_timeout=CONNECT_SECONDS,
        )
        driver.verify_connectivity(database=settings.database)
    except (DriverError, Neo4jError, ValueError) as error:
        raise refused(error, uri) from error
    return Store(driver, uri=uri, database=settings.database)


def refused(error: Exception, uri: str) -> StoreError:
    return StoreError(f"the database at {uri} refused: {error}")
