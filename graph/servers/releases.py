"""Which Neo4j releases detente can run, and every file that they consist of."""

# Invariant: nothing is fetched that a lock beside this module does not name with its SHA-256.

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from detente.graph.errors import ConfigError

__all__ = ["Jar", "Release", "find_release", "order_of", "releases"]

_FOLDER = Path(__file__).parent
_BROWSER = "org.neo4j.client:neo4j-browser:"


class Jar(NamedTuple):
    """A file of a release, as a Maven repository names it.

    >>> Jar("org.neo4j:neo4j:5.26.29", "ab12", 7).path
    'org/neo4j/neo4j/5.26.29/neo4j-5.26.29.jar'
    """

    coordinates: str
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """The name of the file: artifact, version and, if it has one, classifier."""
        _, *rest = self.coordinates.split(":")
        return "-".join(rest) + ".jar"

    @property
    def path(self) -> str:
        """Where it lies in a Maven repository."""
        group, artifact, version, *_ = self.coordinates.split(":")
        return "/".join([*group.split("."), artifact, version, self.name])


class Release(NamedTuple):
    """A Neo4j release: what to fetch, and how to run it.

    `java` is the oldest and the newest feature version of Java that it runs on.
    """

    version: str
    main_class: str
    java: tuple[int, int]
    options: tuple[str, ...]
    jars: tuple[Jar, ...]

    @property
    def size(self) -> int:
        """How many bytes there are to fetch."""
        return sum(jar.size for jar in self.jars)

    @property
    def browser(self) -> Jar:
        """The file with the pages of Neo4j Browser."""
        return next(jar for jar in self.jars if jar.coordinates.startswith(_BROWSER))


@cache
def releases() -> tuple[Release, ...]:
    """All releases, the newest first.

    >>> [release.version for release in releases()]
    ['2026.08.1', '5.26.29']
    """
    entries = yaml.safe_load((_FOLDER / "releases.yaml").read_text("utf8"))
    return tuple(_release(entry) for entry in entries)


def order_of(version: str) -> tuple[int, ...]:
    """What tells an older version from a newer one.

    >>> order_of("5.26.29") < order_of("2026.08.1")
    True
    """
    return tuple(int(part) for part in version.split("."))


def find_release(version: str | None = None) -> Release:
    """The release of this version; without one the newest. Raises `ConfigError`.

    >>> find_release("3.5.0")
    Traceback (most recent call last):
    detente.graph.errors.ConfigError: no Neo4j 3.5.0 is known here: choose 2026.08.1, 5.26.29
    """
    known = {release.version: release for release in releases()}
    if version is None:
        return releases()[0]
    if version not in known:
        raise ConfigError(f"no Neo4j {version} is known here: choose {', '.join(known)}")
    return known[version]


def _release(entry: dict[str, Any]) -> Release:
    oldest, newest = entry["java"]
    lock = (_FOLDER / f"{entry['version']}.lock").read_text("utf8")
    return Release(
        version=entry["version"],
        main_class=entry["main_class"],
        java=(oldest, newest),
        options=tuple(entry["options"]),
        jars=tuple(_jar(line) for line in lock.splitlines()),
    )


def _jar(line: str) -> Jar:
    sha256, size, coordinates = line.split()
    return Jar(coordinates, sha256, int(size))
