"""Where the graph is kept: arguments beat environment variables, those beat the embedded store."""

# Invariant: this module reads the environment and nothing else; it opens and creates nothing.

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente.graph.errors import ConfigError

__all__ = ["OWN_NAMES", "Settings", "heap_size", "home_folder", "idle_seconds", "read_settings"]

_IDLE_SECONDS = 600.0
_HEAP = "1g"
_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


#: The file of a home in which the names are that a user added.
OWN_NAMES = "actors.csv"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Which store to open: a server at `uri`, or a local one of `home` when `uri` is None.

    `managed` tells which local one: Neo4j, or else the embedded store.

    >>> Settings(uri=None, home=Path("h")).database
    'neo4j'
    >>> "secret" in repr(Settings(uri="bolt://h:1", password="secret", home=Path("h")))
    False
    """

    uri: str | None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    database: str = "neo4j"
    managed: bool = False
    home: Path


def read_settings(
    *,
    uri: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
    home: str | Path | None = None,
    kind: str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Settle each option: the argument if given, else its variable, else the default.

    `kind` is "embedded" or "neo4j" (the managed one); a URI wins over both. The variables are
    `NEO4J_URI`, `NEO4J_USERNAME` (or `NEO4J_USER`), `NEO4J_PASSWORD`, `NEO4J_DATABASE`,
    `DETENTE_STORE` and `DETENTE_HOME`; an empty variable counts as unset. Raises `ConfigError`.

    >>> read_settings(environ={"NEO4J_URI": "bolt://h:7687", "NEO4J_USER": "ann"}).user
    'ann'
    >>> read_settings(uri="bolt://flag:1", environ={"NEO4J_URI": "bolt://h:7687"}).uri
    'bolt://flag:1'
    >>> read_settings(kind="embedded", environ={"DETENTE_HOME": "/tmp/d"}).uri is None
    True
    """

    def settle(given: str | None, *names: str) -> str | None:
        found = [given, *(environ.get(name) for name in names)]
        return next((value for value in found if value is not None and value != ""), None)

    address = settle(uri, "NEO4J_URI")
    local = settle(kind, "DETENTE_STORE") or "embedded"
    if local not in ("embedded", "neo4j"):
        raise ConfigError(f"unknown store '{local}': use embedded or neo4j, or set NEO4J_URI")
    return Settings(
        uri=None if address is None else _check_uri(address),
        user=settle(user, "NEO4J_USERNAME", "NEO4J_USER"),
        password=settle(password, "NEO4J_PASSWORD"),
        database=settle(database, "NEO4J_DATABASE") or "neo4j",
        managed=address is None and local == "neo4j",
        home=home_folder(home, environ=environ),
    )


def _check_uri(uri: str) -> str:
    """Return `uri` if its scheme is one that the driver speaks and it holds no password."""
    if "@" in uri:
        raise ConfigError(
            "a database address holds no user and no password: put them in NEO4J_USERNAME and "
            "NEO4J_PASSWORD"
        )
    scheme, separator, address = uri.partition("://")
    if separator == "" or scheme not in _SCHEMES or address.strip("/") == "":
        raise ConfigError(f"'{uri}' is no database address: write neo4j://HOST:PORT")
    return uri


def home_folder(home: str | Path | None = None, *, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of the local data: `home`, else `DETENTE_HOME`, else the platform's.

    >>> home_folder(environ={"DETENTE_HOME": "/tmp/d"}).name
    'd'
    """
    given = home if home is not None else environ.get("DETENTE_HOME")
    if given is not None and str(given) != "":
        return Path(given).expanduser().absolute()
    # Imported here: most runs name a home or a URI, and the import costs 8 ms.
    from platformdirs import user_data_path

    return user_data_path("detente", appauthor=False)


def idle_seconds(environ: Mapping[str, str] = os.environ) -> float:
    """Return after how many idle seconds an embedded server stops (`DETENTE_IDLE_SECONDS`).

    >>> idle_seconds({}), idle_seconds({"DETENTE_IDLE_SECONDS": "2.5"})
    (600.0, 2.5)
    """
    text = environ.get("DETENTE_IDLE_SECONDS", "")
    if text == "":
        return _IDLE_SECONDS
    if not text.replace(".", "", 1).isdecimal():
        raise ConfigError(f"DETENTE_IDLE_SECONDS is '{text}': give a number of seconds")
    return float(text)


def heap_size(environ: Mapping[str, str] = os.environ) -> str:
    """Return the most memory that an embedded server's heap may take (`DETENTE_HEAP`).

    >>> heap_size({}), heap_size({"DETENTE_HEAP": "4g"})
    ('1g', '4g')
    """
    text = environ.get("DETENTE_HEAP", "") or _HEAP
    if re.fullmatch(r"\d+[mg]", text) is None:
        raise ConfigError(f"DETENTE_HEAP is '{text}': give megabytes or gigabytes, as 512m or 4g")
    return text
