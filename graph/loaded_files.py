"""Which files of data were loaded as a whole: what is there already need not be looked at again."""

# A note is about the content of a file and all that decides what its rows become. It is written
# when a load is complete, after its last transaction, so that a load cut short has none.

from __future__ import annotations

from typing import NamedTuple

from detente.graph.transaction import Run

__all__ = ["LoadedFile", "note_file", "noted_file"]

_READ = "MATCH (m:Meta {key: $key}) RETURN m.rows AS rows, m.unplaced AS unplaced"

_NOTE = """
MERGE (m:Meta {key: $key}) SET m.rows = $rows, m.unplaced = $unplaced
"""


class LoadedFile(NamedTuple):
    """How many rows a file had, and in how many an actor was not placed."""

    rows: int
    unplaced: int


def noted_file(run: Run, digest: str) -> LoadedFile | None:
    """What is known of a file by its digest; None for one that was not loaded as a whole."""
    rows = run(_READ, key=f"file:{digest}")
    return LoadedFile(rows[0]["rows"], rows[0]["unplaced"]) if len(rows) > 0 else None


def note_file(run: Run, digest: str, file: LoadedFile) -> None:
    """Note that a file was loaded as a whole."""
    run(_NOTE, key=f"file:{digest}", rows=file.rows, unplaced=file.unplaced)
