"""The command that copies a graph from one store into another."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.opening import settings_of
from detente.cli.options import Format, FormatOption, Settings
from detente.cli.output import complain, emit_rows, terminal

if TYPE_CHECKING:
    from detente.graph.copying import Watch
    from detente.session import Graph

__all__ = ["copy"]

_STORE = "embedded, neo4j (the one of 'detente neo4j'), or the address of a Neo4j server."


def copy(
    context: typer.Context,
    *,
    source: Annotated[str, typer.Option("--from", metavar="STORE", help=f"From where: {_STORE}")],
    target: Annotated[str, typer.Option("--to", metavar="STORE", help=f"Into which: {_STORE}")],
    merge: Annotated[
        bool, typer.Option("--merge", help="Keep what only the target holds, and add the rest.")
    ] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Copy the graph from one store into another.

    Articles, statements, treaties and corrections are copied with the days on which they became
    known; the relations follow from them again. In the end both graphs are compared by counts and
    by digests, and the exit status is 1 if they differ. An interrupted copy is completed by the
    same command, and a complete one is left as it is.

    A target that holds articles, statements or corrections which the source has not is refused.
    With --merge they stay, and all of the source comes in: where both hold the same thing and
    differ, the source's version stands, and what was undone in one of them stays undone.

    Servers at an address are entered with NEO4J_USERNAME and NEO4J_PASSWORD, or --user.
    """
    from detente.graph.copying import copy as copy_graph

    gc.enable()
    settings = settings_of(context)
    with ExitStack() as stack:
        left, right = (stack.enter_context(_opened(name, settings)) for name in (source, target))
        with _watching() as watch:
            copied = copy_graph(left, right, merge=merge, watch=watch)
    emit_rows(copied.rows(), format_, note=str(copied))
    if not copied.same and not merge:
        complain(copied)
        raise typer.Exit(1)


def _opened(name: str, settings: Settings) -> Graph:
    from detente import session
    from detente.graph.settings import home_folder
    from detente.graph.store import open_store

    console = terminal()
    with nullcontext() if console is None else console.status(f"opening {name} …"):
        if name in ("embedded", "neo4j"):
            # What is named here is meant, whatever the environment says of other servers.
            home = home_folder(settings.home)
            return session.graph_in(open_store(kind=name, home=home, environ={}))
        return session.graph_in(
            open_store(uri=name, user=settings.user, database=settings.database)
        )


@contextmanager
def _watching() -> Iterator[Watch]:
    """Something to call after each part: a bar on a terminal."""
    console = terminal()
    if console is None:
        yield lambda _done, _all: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = ("copying", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("copying")
        yield lambda done, total: progress.update(task, completed=done, total=total)
