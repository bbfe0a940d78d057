"""Values from the database as plain Python values."""

from __future__ import annotations

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration, Time

__all__ = ["native", "plain"]


def native(value: Any) -> Any:
    """Turn temporal values into those of `datetime`, at any depth; leave the rest alone.

    >>> native({"day": Date(2025, 12, 13), "n": [1]})
    {'day': datetime.date(2025, 12, 13), 'n': [1]}
    """
    if isinstance(value, Date | DateTime | Time):
        return value.to_native()
    if isinstance(value, Duration):
        return value.iso_format()
    if isinstance(value, dict):
        return {key: native(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [native(each) for each in value]
    return value


def plain(value: Any) -> Any:
    """Like `native`, and nodes, relationships and paths become dictionaries that say what they are."""
    if isinstance(value, Node):
        return {"labels": sorted(value.labels), "properties": native(dict(value))}
    if isinstance(value, Relationship):
        return relationship(value)
    if isinstance(value, Path):
        return {
            "nodes": [plain(node) for node in value.nodes],
            "relationships": [relationship(each) for each in value.relationships],
        }
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return native(value)


def relationship(value: Relationship) -> dict[str, Any]:
    return {"type": value.type, "properties": native(dict(value))}
