"""Commands about the store: where it is, whether it runs, stopping and rebuilding it."""

from __future__ import annotations

from typing import Any

import typer

from detente.cli.managing import neo4j_status
from detente.cli.opening import opened, settings_of
from detente.cli.options import Format, FormatOption
from detente.cli.output import emit_rows

__all__ = ["rebuild", "status", "stop"]


def status(context: typer.Context, *, format_: FormatOption = Format.TABLE) -> None:
    """Say which store it is and whether it runs.

    Nothing is started.
    """
    from detente.graph.servers.arcadedb import find_server
    from detente.graph.settings import read_settings

    given = settings_of(context)
    settings = read_settings(
        uri=given.uri, user=given.user, database=given.database, home=given.home, kind=given.store
    )
    row: dict[str, Any]
    if settings.uri is not None:
        row = {"store": "neo4j", "uri": settings.uri, "user": settings.user}
        row |= {"database": settings.database}
    elif settings.managed:
        row = neo4j_status(settings.home)
    else:
        server = find_server(settings.home)
        row = {"store": "embedded", "home": str(settings.home), "running": server is not None}
        row |= {
            "uri": None if server is None else server.uri,
            "pid": None if server is None else server.pid,
        }
    emit_rows([row], format_)


def stop(context: typer.Context) -> None:
    """Stop the local server of this home: the embedded store, or Neo4j with --store neo4j.

    The next command that needs it starts it again.
    """
    from detente.graph.servers.arcadedb import stop_server
    from detente.graph.servers.neo4j import stop_neo4j
    from detente.graph.settings import read_settings

    given = settings_of(context)
    settings = read_settings(home=given.home, kind=given.store)
    home = settings.home
    stopped = stop_neo4j(home) if settings.managed else stop_server(home)
    typer.echo(f"stopped the store in {home}" if stopped else f"no store runs in {home}")


def rebuild(context: typer.Context) -> None:
    """Derive every relation anew from the evidence, which stays as it is.

    A new version of detente does so by itself where it derives otherwise; by hand it mends what
    'detente check' finds wrong with relations.
    """
    with opened(context) as graph:
        graph.rebuild()
    typer.echo("rebuilt: every relation is derived anew from its evidence")
