"""What was computed from the columns of a graph, kept until the graph changes."""

# A graph has other columns after every change, and what was kept for the old ones goes with them.

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from detente.graph.columns import Columns

__all__ = ["LARGE", "kept"]

T = TypeVar("T")

#: How many results of one kind are kept: the months of a year, and some days more; of what is as
#: large as the graph, few.
_MOST, LARGE = 16, 4

_KEPT: WeakKeyDictionary[Columns, dict[str, dict[Hashable, Any]]] = WeakKeyDictionary()


def kept(
    columns: Columns, kind: str, key: Hashable, make: Callable[[], T], *, most: int = _MOST
) -> T:
    """What `make` gives, computed once for the columns; the `most` used last of each kind stay.

    >>> kept(graph.columns(), "rows", None, lambda: 3)  # doctest: +SKIP
    3

    `key` holds all that the result depends on beside the graph. Nobody may change the result.
    """
    results = _KEPT.setdefault(columns, {}).setdefault(kind, {})
    found: T = results.pop(key) if key in results else make()
    results[key] = found
    while len(results) > most:
        results.pop(next(iter(results)))
    return found
