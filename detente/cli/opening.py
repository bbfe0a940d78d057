"""Opening the graph that the settings name, with a sign of life on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

import typer

from detente.cli.options import Settings
from detente.cli.output import terminal

if TYPE_CHECKING:
    from detente.session import Graph

__all__ = ["opened", "settings_of"]


def settings_of(context: typer.Context) -> Settings:
    """What was said before the command."""
    found = context.find_object(Settings)
    return found if found is not None else Settings()


@contextmanager
def opened(context: typer.Context) -> Iterator[Graph]:
    """Open the graph for one command; the first time this starts a server and puts the seeds in."""
    from detente import session

    settings = settings_of(context)
    console = terminal()
    waiting = nullcontext() if console is None else console.status("opening the graph …")
    with waiting:
        graph = session.open(
            settings.uri,
            home=settings.home,
            store=settings.store,
            user=settings.user,
            database=settings.database,
        )
    with graph:
        yield graph
