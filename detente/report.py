"""What a load did, in numbers and reasons."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel

__all__ = ["LoadReport", "Rejected"]


class Rejected(BaseModel, frozen=True):
    """An input that was not loaded, and why: "notes.txt: is empty"."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class LoadReport(BaseModel, frozen=True):
    """How many articles were added, updated, unchanged and rejected, and what follows from them.

    >>> print(LoadReport(added=2, statements=9, relations=5, merged=3))
    2 articles added: 9 new statements, 5 new relations, 3 known relations changed

    `statements` and `relations` are new ones, `retired` statements that are no longer read in an
    article that changed, `merged` relations that were known and rest on more, or other, statements.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    statements: int = 0
    retired: int = 0
    relations: int = 0
    merged: int = 0
    rejected: tuple[Rejected, ...] = ()
    warnings: tuple[str, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """The report as one row."""
        return [self.model_dump()]

    def __add__(self, other: Self) -> LoadReport:
        mine, theirs = self.model_dump(round_trip=True), other.model_dump(round_trip=True)
        return LoadReport(**{field: mine[field] + theirs[field] for field in mine})

    def __str__(self) -> str:
        counts = (
            (self.updated, "updated"),
            (self.unchanged, "unchanged"),
            (len(self.rejected), "rejected"),
        )
        head = [f"{_many(self.added, 'article')} added"]
        head += [f"{number} {word}" for number, word in counts if number > 0]
        follows = [
            _many(self.statements, "new statement"),
            _many(self.relations, "new relation"),
            f"{_many(self.merged, 'known relation')} changed",
        ]
        if self.retired > 0:
            follows.append(f"{_many(self.retired, 'statement')} retired")
        return f"{', '.join(head)}: {', '.join(follows)}"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
