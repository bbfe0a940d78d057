"""The versions of the database's constraints and indexes, and what brings a store up to date."""

# Invariants. A version that was once released is never edited: a later file changes what it made.
# Applying is idempotent, so two processes may do it at once. A current store costs one read.

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, LiteralString, NamedTuple, cast

from detente.graph.errors import StoreError

if TYPE_CHECKING:
    import neo4j

    from detente.graph.store import Store

__all__ = ["Version", "apply", "versions"]

_FILE = re.compile(r"V(\d{3})__(\w+)\.cypher")
_END = re.compile(r";\s*$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)

_APPLIED = "MATCH (v:SchemaVersion) RETURN v.version AS version, v.checksum AS checksum"
_RECORD = """
MERGE (v:SchemaVersion {version: $version})
ON CREATE SET v.applied_at = datetime($applied_at), v.checksum = $checksum
"""


class Version(NamedTuple):
    """One file of the schema: its number, its name and its statements in order."""

    number: int
    name: str
    statements: tuple[LiteralString, ...]

    @property
    def checksum(self) -> str:
        """A digest of the statements; comments and white space at their ends do not count."""
        return hashlib.sha256(";\n".join(self.statements).encode("utf8")).hexdigest()


def versions() -> list[Version]:
    """Read the files of the schema in order.

    >>> [version.name for version in versions()]
    ['V001__evidence.cypher', 'V002__relations.cypher']
    """
    folder = resources.files("detente.graph").joinpath("schema")
    found = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        named = _FILE.fullmatch(file.name)
        if named is not None:
            statements = _statements(file.read_text("utf8"))
            found.append(Version(int(named.group(1)), file.name, statements))
    return found


def apply(store: Store) -> None:
    """Apply to `store` the versions that it lacks.

    Raises `StoreError` when a newer detente made it, or one with another text of a version.
    """
    known = versions()
    applied = {int(row["version"]): str(row["checksum"]) for row in store.read(_APPLIED)}
    _check(store.uri, known, applied)
    for version in known:
        if version.number not in applied:
            _apply(store, version)


def _check(uri: str, known: list[Version], applied: Mapping[int, str]) -> None:
    """Refuse a store whose history is not the beginning of ours."""
    newest = known[-1].number
    if max(applied, default=0) > newest:
        raise StoreError(
            f"a newer detente made the graph at {uri} (schema version {max(applied)}, this one "
            f"knows {newest}): upgrade detente"
        )
    for version in known:
        if applied.get(version.number, version.checksum) != version.checksum:
            raise StoreError(
                f"{version.name} is not the one that made the graph at {uri}: restore the file "
                "and put the change in a new version, or load into a new database"
            )


def _apply(store: Store, version: Version) -> None:
    """Apply one version. Schema and data cannot change in one transaction on Neo4j."""

    def change_schema(transaction: neo4j.ManagedTransaction) -> None:
        for statement in version.statements:
            transaction.run(statement).consume()

    def record(transaction: neo4j.ManagedTransaction) -> None:
        now = datetime.now(UTC).isoformat()
        transaction.run(
            _RECORD, version=version.number, applied_at=now, checksum=version.checksum
        ).consume()

    store.write(change_schema)
    store.write(record)


def _statements(text: str) -> tuple[LiteralString, ...]:
    """Split the text of a schema file at the semicolons that end its lines."""
    parts = (part.strip() for part in _END.split(_COMMENT.sub("", text)))
    # The text is ours, shipped with the package, as a literal would be.
    return tuple(cast("LiteralString", part) for part in parts if part != "")
