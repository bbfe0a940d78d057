"""The command that opens Neo4j Browser."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.managing import fetching
from detente.cli.opening import opened, settings_of

__all__ = ["browse"]


def browse(
    context: typer.Context,
    *,
    print_url: Annotated[
        bool, typer.Option("--print-url", help="Print the address and open nothing.")
    ] = False,
) -> None:
    """Open Neo4j Browser on the graph, with the saved questions among its favourites.

    Server and user are filled in; the password is asked for there. Of the embedded store it shows
    all and can change nothing.
    """
    from detente import browsing
    from detente.graph.settings import read_settings

    given = settings_of(context)
    settings = read_settings(
        uri=given.uri, user=given.user, database=given.database, home=given.home, kind=given.store
    )
    if settings.uri is None:
        # A new graph gets the seeds: nobody wants to look at an empty one.
        with opened(context):
            pass
    with fetching("Neo4j Browser") as watch:
        page = browsing.browse(settings, watch=watch)
    if print_url:
        typer.echo(page.url)
        return
    typer.echo(f"{page.url}\n  user      {page.user}\n  password  {page.password}")
    typer.launch(page.url)
