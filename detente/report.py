"""What a load did, in numbers and reasons."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel

from detente.queries.notebook import Sheet, page
from detente.queries.wording import many

__all__ = ["LoadReport", "Rejected"]


class Rejected(BaseModel, frozen=True):
    """An input that was not loaded, and why: "notes.txt: is empty"."""

    source: str
    reason: str

    def __str__(self) -> str:
        return f"{self.source}: {self.reason}"


class LoadReport(BaseModel, frozen=True):
    """How many articles and rows of data were loaded and rejected, and what follows from them.

    >>> print(LoadReport(added=2, statements=9, relations=5, merged=3))
    2 articles added: 9 new statements, 5 new relations, 3 known relations changed
    >>> print(LoadReport(read=9, unplaced=1, rejected_rows=2, statements=9))
    9 rows read (2 more rejected, 1 with an actor not placed): 9 new statements, ...
    >>> print(LoadReport(pacts=3, statements=2))
    3 pacts read: 2 new statements, 0 new relations, 0 known relations changed

    `statements` and `relations` are new ones, `changed` statements that say something else now,
    `retired` those that are no longer read in an article that changed, `merged` relations that were
    known and rest on more, or other, statements. `read` are rows of data sets, `pacts` what tables
    of treaties tell of two states in all their rows, `examples` the first of the rows that were
    rejected, and `rejects` the files in which all of them are.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    read: int = 0
    pacts: int = 0
    unplaced: int = 0
    rejected_rows: int = 0
    statements: int = 0
    changed: int = 0
    retired: int = 0
    relations: int = 0
    merged: int = 0
    rejected: tuple[Rejected, ...] = ()
    examples: tuple[Rejected, ...] = ()
    rejects: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def rows(self) -> list[dict[str, Any]]:
        """The report as one row."""
        return [self.model_dump()]

    def _repr_html_(self) -> str:
        said = [f"warning: {one}" for one in self.warnings]
        rejected = [one.model_dump() for one in (*self.rejected, *self.examples)]
        return page(str(self), [Sheet("rejected", rejected)], said=said)

    def __add__(self, other: Self) -> LoadReport:
        mine, theirs = self.model_dump(round_trip=True), other.model_dump(round_trip=True)
        return LoadReport(**{field: mine[field] + theirs[field] for field in mine})

    def __str__(self) -> str:
        heads = [head for head in (self._data(), self._articles()) if head != ""]
        follows = [many(self.statements, "new statement")]
        if self.changed > 0:
            follows.append(f"{self.changed:,} changed")
        follows += [
            many(self.relations, "new relation"),
            f"{many(self.merged, 'known relation')} changed",
        ]
        if self.retired > 0:
            follows.append(f"{many(self.retired, 'statement')} retired")
        return f"{'; '.join(heads)}: {', '.join(follows)}"

    def _articles(self) -> str:
        counts = (
            (self.updated, "updated"),
            (self.unchanged, "unchanged"),
            (len(self.rejected), "rejected"),
        )
        head = [f"{many(self.added, 'article')} added"]
        head += [f"{number:,} {word}" for number, word in counts if number > 0]
        nothing = self.added + sum(number for number, _ in counts) == 0
        return "" if nothing and self._data() != "" else ", ".join(head)

    def _data(self) -> str:
        if self.read + self.pacts + self.rejected_rows == 0:
            return ""
        counts = ((self.read, "row"), (self.pacts, "pact"))
        told = [many(number, noun) for number, noun in counts if number > 0] or ["0 rows"]
        notes = []
        if self.rejected_rows > 0:
            notes.append(f"{self.rejected_rows:,} more rejected")
        if self.unplaced > 0:
            notes.append(f"{self.unplaced:,} with an actor not placed")
        noted = "" if len(notes) == 0 else f" ({', '.join(notes)})"
        return f"{' and '.join(told)} read{noted}"
