"""The Bolt driver: how it is opened, and how what it raises is told in one line."""

# Invariant: no message shows a password.

from __future__ import annotations

import logging
from typing import NamedTuple

import neo4j
from neo4j.exceptions import AuthError, DriverError, Neo4jError, ServiceUnavailable

from detente.graph.errors import ConfigError, ForbiddenError, StoreError

__all__ = ["Login", "open_driver", "told"]

_CONNECT_SECONDS = 5.0
_RETRY_SECONDS = 10.0
# A login without the right, and a database that is read-only for everybody.
_FORBIDDEN = (
    "Neo.ClientError.Security.Forbidden",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
    "Neo.ClientError.General.WriteOnReadOnlyAccessDatabase",
)

# The driver logs what a server notes about a query; with no handler Python prints that on stderr.
logging.getLogger("neo4j").addHandler(logging.NullHandler())


class Login(NamedTuple):
    """Whom a database lets in.

    >>> Login("ann", "secret")
    Login('ann')
    """

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Login({self.user!r})"


def open_driver(uri: str, login: Login | None) -> neo4j.Driver:
    """Return a driver for `uri`; nothing is sent yet. Raises `ConfigError`.

    >>> open_driver("bolt://localhost:7687?x=1", None)
    Traceback (most recent call last):
    detente.graph.errors.ConfigError: 'bolt://localhost:7687?x=1' is no database address: ...
    """
    try:
        return neo4j.GraphDatabase.driver(
            uri,
            auth=None if login is None else (login.user, login.password),
            connection_timeout=_CONNECT_SECONDS,
            max_transaction_retry_time=_RETRY_SECONDS,
            # A label that no article has brought yet is nothing to report.
            notifications_disabled_classifications=["UNRECOGNIZED"],
        )
    except (DriverError, ValueError) as error:
        raise ConfigError(f"'{uri}' is no database address: {_first_line(str(error))}") from error


def told(
    error: DriverError | Neo4jError, *, uri: str, login: Login | None, database: str
) -> StoreError:
    """Say in one line what the driver met at `uri`, and the way out.

    >>> print(told(ServiceUnavailable(), uri="bolt://h:1", login=None, database="d"))
    nothing answers at bolt://h:1: start the server, or correct NEO4J_URI
    """
    match error:
        case AuthError():
            return StoreError(f"{uri} {_not_let_in(login)}")
        case ServiceUnavailable():
            return StoreError(f"nothing answers at {uri}: start the server, or correct NEO4J_URI")
        case Neo4jError(code="Neo.ClientError.Database.DatabaseNotFound"):
            return StoreError(f"{uri} has no database '{database}': set NEO4J_DATABASE")
        case Neo4jError(code=code, message=str(message)) if code in _FORBIDDEN:
            return ForbiddenError(f"the database does not allow it: {_first_line(message)}")
        case Neo4jError(message=str(message)):
            return StoreError(f"the database refused the query: {_first_line(message)}")
    return StoreError(f"the database at {uri} failed: {_first_line(str(error))}")


def _not_let_in(login: Login | None) -> str:
    if login is None:
        return "asks for a user and a password: set NEO4J_USERNAME and NEO4J_PASSWORD"
    return f"does not let user '{login.user}' in: check NEO4J_USERNAME and NEO4J_PASSWORD"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
