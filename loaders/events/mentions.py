"""Files of GDELT Mentions, which say how sure an event is and who reported it."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path
from typing import TypeAlias

from detente.loaders.events.rows import Reject
from detente.loaders.events.tables import tables

__all__ = ["Mentions", "mentions_of", "read_mentions", "stem_of"]

#: The confidence and the publisher of every event.
Mentions: TypeAlias = dict[str, tuple[float, str]]

_EXPORT = re.compile(r"(?i)(?:\.export)?(\.csv|\.tsv|\.txt)?(\.gz|\.zip)?$")
_WIDTH = 16
_ID, _SOURCE, _CONFIDENCE = 0, 4, 11
_PER_CENT = 100


def mentions_of(path: Path) -> Path | None:
    """The file of GDELT Mentions that lies beside a file of GDELT events, if there is one.

    >>> mentions_of(Path("no/such/20170701.export.CSV"))
    """
    wanted = f"{stem_of(path)}.mentions.csv".casefold()
    names = (wanted, f"{wanted}.gz", f"{wanted}.zip")
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return None
    return next((other for other in beside if other.name.casefold() in names), None)


def stem_of(path: Path) -> str:
    """The name of a file of GDELT events without its suffixes.

    >>> stem_of(Path("20170701.export.CSV.zip"))
    '20170701'
    """
    return _EXPORT.sub("", path.name)


def read_mentions(path: Path) -> Generator[Reject, None, Mentions | None]:
    """The confidence and publisher of every event that the Mentions file beside a file names."""
    beside = mentions_of(path)
    if beside is None:
        return None
    found: Mentions = {}
    for table in tables(beside):
        for line, cells in table.lines("\t", _WIDTH, header=False):
            if isinstance(cells, str):
                yield Reject(table.source, line, cells)
                continue
            try:
                confidence = float(cells[_CONFIDENCE]) / _PER_CENT
            except ValueError:
                wrong = cells[_CONFIDENCE]
                yield Reject(table.source, line, f"confidence '{wrong}' is no number of per cent")
                continue
            event = cells[_ID]
            if event not in found or confidence > found[event][0]:
                found[event] = (confidence, cells[_SOURCE].strip())
    return found
