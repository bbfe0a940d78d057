"""What a load could not read: the first of it to show, all of it in a file."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from detente.graph.errors import LoadError
from detente.report import Rejected

if TYPE_CHECKING:
    from detente.loaders.events.rows import Reject

__all__ = ["Rejects"]

#: As many are named in the report.
_SHOWN = 10


class Rejects:
    """Collects rejected lines; with a path they go into that CSV file, which is made when needed.

    >>> from detente.loaders.events.rows import Reject
    >>> with Rejects() as rejects:
    ...     rejects(Reject("events.tab", 7, "'2018-13-01' is no day"))
    >>> rejects.number, str(rejects.first[0])
    (1, "events.tab: line 7: '2018-13-01' is no day")

    With `strict` the first one raises its `LoadError`. A line of 0 is a word about a whole file,
    such as that it has no confidence to choose by; it is among `notices` and stops nothing.
    """

    def __init__(self, path: Path | None = None, *, strict: bool = False) -> None:
        self.path = path
        self.number = 0
        self.first: tuple[Rejected, ...] = ()
        self.notices: tuple[str, ...] = ()
        self._strict = strict
        self._open = ExitStack()
        self._writer: Any = None

    def __call__(self, reject: Reject) -> None:
        """Note one."""
        if reject.line == 0:
            self.notices = (*self.notices, f"{reject.file}: {reject.reason}")
            return
        if self._strict:
            raise LoadError(reject.file, f"line {reject.line}: {reject.reason}")
        self.number += 1
        if self.number <= _SHOWN:
            named = Rejected(source=reject.file, reason=f"line {reject.line}: {reject.reason}")
            self.first = (*self.first, named)
        if self.path is None:
            return
        if self._writer is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            stream = self._open.enter_context(self.path.open("w", encoding="utf8", newline=""))
            self._writer = csv.writer(stream, lineterminator="\n")
            self._writer.writerow(reject._fields)
        self._writer.writerow(reject)

    @property
    def files(self) -> tuple[str, ...]:
        """The file that was written, if any was."""
        return () if self._writer is None else (str(self.path),)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()
