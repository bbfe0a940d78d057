"""Rows as a data frame whose columns and types do not depend on what was found."""

# polars is imported only when somebody asks for a frame.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin

if TYPE_CHECKING:
    import polars

__all__ = ["frame_of"]


def frame_of(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, Any]) -> polars.DataFrame:
    """The rows as a frame with one column for each of `kinds`, which gives their Python types.

    >>> frame_of([], {"when": str, "said_by": tuple[str, ...]}).columns
    ['when', 'said_by']
    """
    import polars

    types = {bool: polars.Boolean, int: polars.Int64, float: polars.Float64, date: polars.Date}
    schema: dict[str, Any] = {}
    for name, kind in kinds.items():
        one = _present(kind)
        listed = get_origin(one) is tuple
        schema[name] = polars.List(polars.String) if listed else types.get(one, polars.String)
    return polars.DataFrame([dict(row) for row in rows], schema=schema)


def _present(kind: Any) -> Any:
    """The type without None."""
    if not isinstance(kind, UnionType):
        return kind
    return next(one for one in get_args(kind) if one is not NoneType)
