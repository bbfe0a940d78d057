"""Printing: answers on standard output in the format asked for, errors in one line."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import StringIO
from typing import TYPE_CHECKING, Any, Protocol

from detente.cli.options import Format
from detente.plain import plain

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from detente.graph.outcome import Outcome
    from detente.queries.findings import Claim

__all__ = ["complain", "emit", "emit_claims", "emit_outcome", "emit_parts", "emit_rows", "terminal"]

#: Columns of a table that goes into a pipe, and the most that are used on a wide screen.
_PIPED, _WIDEST = 100, 120
#: What is left of a word of an error that nobody would read to its end.
_TOO_LONG = re.compile(r"(\S{200})\S{200,}")


class _Emitted(Protocol):
    """What can be printed in every format."""

    def rows(self) -> list[dict[str, Any]]: ...
    def model_dump_json(self, *, indent: int | None = None) -> str: ...


def emit(answer: _Emitted, format_: Format) -> None:
    """Print an answer: a table, the whole answer as JSON, or its rows."""
    if format_ is Format.TABLE:
        from detente.render import render

        _show(render(answer))
    elif format_ is Format.JSON:
        sys.stdout.write(answer.model_dump_json(indent=2) + "\n")
    else:
        _write_rows(answer.rows(), format_)


def emit_rows(
    rows: Iterable[Mapping[str, Any]],
    format_: Format,
    *,
    note: str | None = None,
    columns: Sequence[str] = (),
) -> None:
    """Print rows that have the same keys; as lines and as CSV they are printed as they come.

    A table is followed by the note, which says what it leaves out. `columns` head a CSV that has no
    rows.
    """
    if format_ is Format.TABLE:
        from detente.tables import table_of

        found = list(rows)
        table: list[RenderableType] = [table_of(found)] if len(found) > 0 else ["nothing found"]
        _show(table if note is None else [*table, note])
    elif format_ is Format.JSON:
        sys.stdout.write(_json(list(rows), indent=2) + "\n")
    else:
        _write_rows(rows, format_, columns=columns)


def emit_outcome(outcome: Outcome, format_: Format, *, wrote: bool) -> None:
    """Print what a query of the user's own gave; for people also its plan and what it changed."""
    explained = outcome.plan is not None and len(outcome.rows) == 0
    if format_ is not Format.TABLE:
        rows = [{"plan": outcome.plan}] if explained else outcome.rows
        emit_rows(rows, format_, columns=outcome.columns)
        return
    if len(outcome.rows) > 0 or not (explained or wrote):
        emit_rows(outcome.rows, format_)
        sys.stdout.write("" if outcome.plan is None else "\n")
    if outcome.plan is not None:
        sys.stdout.write(f"{outcome.plan.strip()}\n")
    if wrote:
        changes = ", ".join(f"{what}: {count}" for what, count in outcome.changes.items())
        sys.stdout.write(f"{changes or 'nothing changed'}\n")


def emit_claims(claims: Sequence[Claim]) -> None:
    """Print what was read as a table."""
    from detente.render import claims_table

    _show([claims_table(claims, "what")] if len(claims) > 0 else ["nothing found"])


def emit_parts(parts: Iterable[RenderableType]) -> None:
    """Print parts one below the other, each as soon as it is there."""
    nothing = True
    for part in parts:
        sys.stdout.write("" if nothing else "\n")
        _show([part])
        nothing = False
    if nothing:
        _show(["nothing found"])


def _write_rows(
    rows: Iterable[Mapping[str, Any]], format_: Format, *, columns: Sequence[str] = ()
) -> None:
    if format_ is Format.JSONL:
        for row in rows:
            sys.stdout.write(_json(row) + "\n")
        return
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(sys.stdout, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({key: _cell(value) for key, value in row.items()})
    if writer is None and len(columns) > 0:
        csv.writer(sys.stdout, lineterminator="\n").writerow(columns)


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple) and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return _json(value) if isinstance(value, list | tuple | dict) else value


def _json(value: Any, *, indent: int | None = None) -> str:
    def write(content: Any) -> str:
        return json.dumps(
            content, ensure_ascii=False, indent=indent, default=_plain, allow_nan=False
        )

    try:
        return write(value)
    except ValueError:
        # JSON has no word for infinity and for what is no number.
        spoken = json.dumps(value, default=_plain)
        return write(json.loads(spoken, parse_constant=lambda _: None))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)


def _show(parts: Iterable[RenderableType]) -> None:
    from rich.console import Console

    if sys.stdout.isatty():
        console = Console()
        _print(Console(width=min(console.width, _WIDEST)), parts)
        return
    asked = os.environ.get("COLUMNS", "")
    text = StringIO()
    width = int(asked) if asked.isdecimal() else _PIPED
    _print(Console(file=text, width=width, no_color=True, force_terminal=False), parts)
    for line in text.getvalue().splitlines():
        sys.stdout.write(f"{line.rstrip()}\n")


def _print(console: Console, parts: Iterable[RenderableType]) -> None:
    for number, part in enumerate(parts):
        if number > 0:
            console.print()
        # Ids may be longer than the page is wide: they are not cut.
        console.print(part, markup=False, highlight=False, crop=False)


def terminal() -> Console | None:
    """Where progress is shown: the standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        return None
    from rich.console import Console

    return Console(stderr=True)


def complain(problem: object) -> None:
    """Print one line about a problem on standard error; a word that is far too long is cut."""
    line = _TOO_LONG.sub(r"\1…", plain(problem))
    sys.stderr.write(f"detente: {line}\n")
