"""A lock on a file that the operating system lets go of when its owner dies, however it dies."""

# Invariant: nobody has to clean up. Whether a lock is held is asked of the kernel, never read from
# the file's content, so a killed owner leaves nothing that could be mistaken for a living one.

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

__all__ = ["holding", "is_held", "try_lock"]

if sys.platform == "win32":
    import msvcrt

    def _seize(file: BinaryIO, *, shared: bool) -> None:  # noqa: ARG001 - see below
        # Windows has no shared lock here; a probe holds it for an instant only.
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(file: BinaryIO, *, shared: bool) -> None:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)


def try_lock(path: Path, *, shared: bool = False) -> BinaryIO | None:
    """Lock `path` and return the open file that keeps it locked; None when another holds it.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     first = try_lock(Path(folder) / "l")
    ...     second = try_lock(Path(folder) / "l")
    ...     first.close()
    >>> second is None
    True
    """
    # Looking needs no right to write; only an owner makes the file.
    file = path.open("rb" if shared else "ab")
    try:
        _seize(file, shared=shared)
    except OSError:
        file.close()
        return None
    return file


def is_held(path: Path) -> bool:
    """Say whether a living process holds the lock on `path`.

    >>> is_held(Path("no such file"))
    False
    """
    if not path.exists():
        return False
    file = try_lock(path, shared=True)
    if file is None:
        return True
    file.close()
    return False


@contextmanager
def holding(path: Path, *, timeout: float, every: float = 0.02) -> Iterator[BinaryIO]:
    """Hold the lock on `path` for the block; `TimeoutError` when it stays taken for `timeout` s.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, holding(Path(folder) / "l", timeout=1):
    ...     is_held(Path(folder) / "l")
    True
    """
    deadline = time.monotonic() + timeout
    file = try_lock(path)
    while file is None:
        if time.monotonic() >= deadline:
            raise TimeoutError(f"{path} stays locked by another process")
        time.sleep(every)
        file = try_lock(path)
    with file:
        yield file
