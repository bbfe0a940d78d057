"""What the local servers have in common: a private state file, and a log with last words."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["last_words", "write_private"]


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner alone from the first moment.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "secret"
    ...     write_private(path, "x")
    ...     oct(path.stat().st_mode & 0o777)
    '0o600'
    """
    # mkstemp creates the file with mode 0600.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "w", encoding="utf8") as file:
        file.write(text)
    Path(name).replace(path)


def last_words(log: Path) -> str:
    """The last line of a server's log that says something, and where to read on.

    >>> last_words(Path("no such log"))
    'it said nothing (see no such log)'
    """
    text = log.read_text("utf8", "replace") if log.exists() else ""
    said = [line.strip() for line in text.splitlines() if line.strip() != ""]
    return f"{said[-1] if len(said) > 0 else 'it said nothing'} (see {log})"
