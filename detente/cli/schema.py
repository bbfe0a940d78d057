"""Commands about the schema: `detente schema show`, `detente schema apply`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.opening import settings_of
from detente.cli.options import Format, FormatOption
from detente.cli.output import emit_rows

if TYPE_CHECKING:
    from detente.graph.catalogue import Entry
    from detente.graph.schema import Applied, Version
    from detente.graph.store import Store

__all__ = ["apply", "show"]


def show(
    context: typer.Context,
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also types of which the graph has no edge.")
    ] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what the graph has: versions of the schema, labels, types, constraints, indexes.

    Nothing is changed. A graph of any version can be looked at.
    """
    from detente.graph.catalogue import read_catalogue
    from detente.graph.schema import read_applied, versions

    with _connected(context) as store:
        applied = read_applied(store.read)
        entries = read_catalogue(store.read)
    known = versions()
    shown = [one for one in entries if everything or one.number > 0 or one.kind == "label"]
    unused = len(entries) - len(shown)
    note = _summary(known, applied)
    if unused > 0:
        note += f"; {unused} types without edges: --all shows them"
    emit_rows([*_versions(known, applied), *map(_entry, shown)], format_, note=note)


def apply(context: typer.Context) -> None:
    """Bring the schema of the graph up to date, and say what was done.

    Opening a graph does the same; this is for whoever may change the schema where others may not.
    """
    from detente.graph import schema

    with _connected(context) as store:
        done = schema.apply(store)
    for version in done:
        typer.echo(f"applied {version.name}: {len(version.statements)} constraints and indexes")
    if len(done) == 0:
        newest = schema.versions()[-1].number
        typer.echo(f"nothing to do: the graph has schema version {newest}")


def _connected(context: typer.Context) -> Store:
    from detente.graph.store import connect

    given = settings_of(context)
    return connect(
        uri=given.uri, user=given.user, database=given.database, home=given.home, kind=given.store
    )


def _versions(known: list[Version], applied: list[Applied]) -> Iterator[dict[str, Any]]:
    found = {one.version: one for one in applied}
    for version in known:
        one = found.pop(version.number, None)
        if one is None:
            state = "not applied: 'detente schema apply'"
        elif one.checksum != version.checksum:
            state = "applied with another text"
        else:
            state = f"applied {one.applied_at.date()}"
        yield _row("version", version.name, state=state)
    for one in found.values():
        yield _row("version", f"V{one.version:03}", state="applied by a newer detente")


def _entry(entry: Entry) -> dict[str, Any]:
    lacks = f"lacks {', '.join(entry.missing)}" if len(entry.missing) > 0 else None
    return _row(
        *(entry.kind, entry.name, entry.number),
        unique=entry.unique,
        indexed=entry.indexed,
        state=lacks,
    )


def _row(
    kind: str,
    name: str,
    number: int | None = None,
    *,
    unique: Iterable[str] = (),
    indexed: Iterable[str] = (),
    state: str | None = None,
) -> dict[str, Any]:
    row = {"kind": kind, "name": name, "number": number}
    return row | {"unique": list(unique), "indexed": list(indexed), "state": state}


def _summary(known: list[Version], applied: list[Applied]) -> str:
    newest = max((one.version for one in applied), default=0)
    return f"schema version {newest}; this detente knows {known[-1].number}"
