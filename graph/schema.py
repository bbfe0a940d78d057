"""The versions of the database's constraints and indexes, and what brings a store up to date."""

# Invariants. A version that was once released is never edited: a later file changes what it made.
# Applying is idempotent, so two processes may do it at once. A current store costs one read.

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import resources
from typing import TYPE_CHECKING, Literal, LiteralString, NamedTuple, cast

from detente.graph.errors import ForbiddenError, StoreError

if TYPE_CHECKING:
    import neo4j

    from detente.graph.store import Store
    from detente.graph.transaction import Run

__all__ = [
    "Applied",
    "EntityKind",
    "Rule",
    "Version",
    "apply",
    "bring_up",
    "read_applied",
    "rules",
    "versions",
]

_FILE = re.compile(r"V(\d{3})__(\w+)\.cypher")
_END = re.compile(r";\s*$", re.MULTILINE)
_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)
_RULE = re.compile(
    r"CREATE (?:CONSTRAINT|INDEX) (\w+) IF NOT EXISTS FOR (?:\(\w:(\w+)\)|\(\)-\[\w:(\w+)\]-\(\))"
    r"\s+(?:REQUIRE (\w\.\w+) (IS UNIQUE)|ON \((.+)\))"
)

_APPLIED = """
MATCH (v:SchemaVersion)
RETURN v.version AS version, v.checksum AS checksum, v.applied_at AS applied_at
"""
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


#: What a constraint or an index is on.
EntityKind = Literal["label", "type"]


class Rule(NamedTuple):
    """A constraint or an index: its name, which label or type it is on, and the properties."""

    name: str
    kind: EntityKind
    on: str
    properties: tuple[str, ...]
    unique: bool

    @classmethod
    def of(cls, statement: str) -> Rule:
        """Read the statement that makes it.

        >>> Rule.of("CREATE INDEX a_idx IF NOT EXISTS FOR (n:Actor) ON (n.name)")
        Rule(name='a_idx', kind='label', on='Actor', properties=('name',), unique=False)
        """
        found = _RULE.fullmatch(statement)
        if found is None:
            raise ValueError(f"makes no constraint and no index: {statement}")
        name, label, kind, key, unique, listed = found.groups()
        properties = tuple(one.strip().partition(".")[2] for one in (key or listed).split(","))
        if label is not None:
            return cls(name, "label", label, properties, unique is not None)
        return cls(name, "type", kind, properties, unique is not None)


class Applied(NamedTuple):
    """What a database notes about a version that was applied to it."""

    version: int
    checksum: str
    applied_at: datetime


def versions() -> list[Version]:
    """Read the files of the schema in order.

    >>> [version.name for version in versions()]
    ['V001__evidence.cypher', 'V002__relations.cypher', 'V003__indexes.cypher']
    """
    folder = resources.files("detente.graph").joinpath("schema")
    found = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        named = _FILE.fullmatch(file.name)
        if named is not None:
            statements = _statements(file.read_text("utf8"))
            found.append(Version(int(named.group(1)), file.name, statements))
    return found


def rules() -> list[Rule]:
    """Every constraint and index of the schema, in the order in which they are made.

    >>> [rule.name for rule in rules() if rule.on == "Article"]
    ['article_id_unique', 'article_published_at_idx']
    """
    return [Rule.of(statement) for version in versions() for statement in version.statements]


def read_applied(run: Run) -> list[Applied]:
    """The versions that were applied to a database, in order."""
    return sorted(Applied(**row) for row in run(_APPLIED))


def bring_up(store: Store) -> None:
    """Do as `apply` does, but leave a graph as it is where this login may only read.

    Constraints and indexes are for those who write, and for speed.
    """
    try:
        apply(store)
    except ForbiddenError as error:
        if len(read_applied(store.read)) == 0:
            raise ForbiddenError(f"there is no graph at {store.uri}: {error}") from error


def apply(store: Store) -> list[Version]:
    """Apply to `store` the versions that it lacks, and return them.

    Raises `StoreError` when a newer detente made it, or one with another text of a version, and
    `ForbiddenError` when the login may not change it.
    """
    known = versions()
    applied = {one.version: one.checksum for one in read_applied(store.read)}
    _check(store.uri, known, applied)
    missing = [version for version in known if version.number not in applied]
    for version in missing:
        _apply(store, version)
    return missing


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
