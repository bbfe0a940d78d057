"""Commands about the store: where it is, whether it runs, and stopping it."""

from __future__ import annotations

from typing import Any

import typer

from detente.cli.opening import settings_of
from detente.cli.options import Format, FormatOption
from detente.cli.output import emit_rows

__all__ = ["status", "stop"]


def status(context: typer.Context, *, format_: FormatOption = Format.TABLE) -> None:
    """Say which store it is and whether it runs.

    Nothing is started.
    """
    from detente.graph.server import find_server
    from detente.graph.settings import read_settings

    given = settings_of(context)
    settings = read_settings(
        uri=given.uri, user=given.user, database=given.database, home=given.home, kind=given.store
    )
    row: dict[str, Any]
    if settings.uri is not None:
        row = {"store": "neo4j", "uri": settings.uri, "user": settings.user}
        row |= {"database": settings.database}
    else:
        server = find_server(settings.home)
        row = {"store": "embedded", "home": str(settings.home), "running": server is not None}
        row |= {
            "uri": None if server is None else server.uri,
            "pid": None if server is None else server.pid,
        }
    emit_rows([row], format_)


def stop(context: typer.Context) -> None:
    """Stop the embedded server of this home.

    The next command that needs it starts it again.
    """
    from detente.graph.server import stop_server
    from detente.graph.settings import home_folder

    home = home_folder(settings_of(context).home)
    typer.echo(f"stopped the store in {home}" if stop_server(home) else f"no store runs in {home}")
