"""Versions of the database schema."""
from __future__ import annotations
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from detente.graph.store import Store
__all__ = ["apply"]
def apply(store: Store) -> None:
    """Bring the schema of `store` up to date."""
