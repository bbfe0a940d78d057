"""Values from the database as plain Python values."""

from __future__ import annotations

from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.time import Date, DateTime, Duration, Time

__all__ = ["native", "plain"]


#: What is as it is; most values of a row are of these.
_SIMPLE = frozenset({str, int, float, bool, type(None)})


def native(value: Any) -> Any:
    """Turn temporal values into those of `datetime` and nodes into their properties, at any depth.

    Durations become ISO 8601 texts, as `timedelta` knows no months.

    >>> native({"day": Date(2025, 12, 13), "n": [1, Duration(months=2)]})
    {'day': datetime.date(2025, 12, 13), 'n': [1, 'P2M']}
    """
    match value:
        case dict():
            return {
                key: each if type(each) in _SIMPLE else native(each) for key, each in value.items()
            }
        case list():
            is_simple = _SIMPLE.issuperset(map(type, value))
            return value if is_simple else [native(each) for each in value]
        case Date() | DateTime() | Time():
            return value.to_native()
        case Duration():
            return value.iso_format()
        case Node():
            return native(dict(value))
    return value


def plain(value: Any) -> Any:
    """Do as `native` does, and write out nodes, relationships and paths as dictionaries.

    For people's own queries, whose rows hold anything: the result is fit for JSON except for dates.

    >>> plain([Date(2025, 12, 13)])
    [datetime.date(2025, 12, 13)]
    """
    match value:
        case Node():
            return {"labels": sorted(value.labels), "properties": native(dict(value))}
        case Relationship():
            return _relationship(value)
        case Path():
            nodes = [plain(node) for node in value.nodes]
            return {"nodes": nodes, "relationships": [_relationship(r) for r in value]}
        case dict():
            return {key: plain(each) for key, each in value.items()}
        case list():
            return [plain(each) for each in value]
    return native(value)


def _relationship(value: Relationship) -> dict[str, Any]:
    """Write out a relationship; its ends by actor id or whatever key their label has."""
    return {
        "type": value.type,
        "start": _key(value.start_node),
        "end": _key(value.end_node),
        "properties": native(dict(value)),
    }


def _key(node: Node | None) -> Any:
    """Return the first property of `node` that is a key; None when the node came without any."""
    keys = ("actor_id", "statement_id", "article_id", "treaty_id", "judgement_id", "name")
    if node is None:
        return None
    return next((node[key] for key in keys if key in node), None)
