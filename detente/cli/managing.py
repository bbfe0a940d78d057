"""Commands about a Neo4j of one's own: `detente neo4j start|status|stop|password|remove`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.opening import settings_of
from detente.cli.options import Format, FormatOption
from detente.cli.output import complain, emit_rows, terminal
from detente.graph.errors import ConfigError

if TYPE_CHECKING:
    from detente.graph.servers.fetching import Watch

__all__ = ["fetching", "neo4j_status", "password", "remove", "start", "status", "stop"]


def start(
    context: typer.Context,
    *,
    release: Annotated[
        str | None,
        typer.Option("--release", metavar="VERSION", help="Which Neo4j; else the newest known."),
    ] = None,
    bolt_port: Annotated[
        int | None,
        typer.Option("--bolt-port", min=1, max=65535, help="Else the last one, or a free one."),
    ] = None,
    http_port: Annotated[
        int | None,
        typer.Option("--http-port", min=1, max=65535, help="Else the last one, or a free one."),
    ] = None,
) -> None:
    """Start a Neo4j server of this home, with the seeds in it.

    The first time this fetches it, about 190 MB, from Maven Central or the mirror in DETENTE_MAVEN;
    an interrupted fetch goes on where it was. It listens on this machine only, and runs until
    'detente neo4j stop'. Neo4j is licensed under GPLv3 and runs as a program of its own.
    """
    from detente import session
    from detente.graph.servers.neo4j import DATABASE, USER, pid_of, start_neo4j

    home = _home(context)
    with fetching("Neo4j") as watch:
        server = start_neo4j(
            home, version=release, bolt_port=bolt_port, http_port=http_port, watch=watch
        )
    console = terminal()
    with nullcontext() if console is None else console.status("opening the graph …"):
        session.open(server.uri, user=USER, password=server.password, database=DATABASE).close()
    typer.echo(f"Neo4j {server.version} runs as process {pid_of(home)}")
    typer.echo(f"  Browser   {server.http}/browser/ (user {USER}); 'detente --store neo4j browse'")
    typer.echo(f"  Bolt      {server.uri}")
    typer.echo("  password  'detente neo4j password' shows it")
    typer.echo("  articles  'detente --store neo4j load PATHS'")


def status(context: typer.Context, *, format_: FormatOption = Format.TABLE) -> None:
    """Say whether the Neo4j server of this home runs, and where everything is.

    Nothing is started.
    """
    emit_rows([neo4j_status(_home(context))], format_)


def neo4j_status(home: Path) -> dict[str, Any]:
    """The managed Neo4j of a home in one row."""
    from detente.graph.servers.fetching import fetched
    from detente.graph.servers.neo4j import find_neo4j, log_of, neo4j_folder, pid_of, read_neo4j
    from detente.graph.servers.releases import find_release

    known, running = read_neo4j(home), find_neo4j(home)
    release = find_release(None if known is None else known.version)
    return {
        "store": "neo4j",
        "version": release.version,
        "fetched": fetched(release),
        "running": running is not None,
        "pid": pid_of(home),
        "uri": None if running is None else running.uri,
        "browser": None if running is None else f"{running.http}/browser/",
        "data": str(neo4j_folder(home)),
        "log": str(log_of(home)),
    }


def stop(context: typer.Context) -> None:
    """Stop the Neo4j server of this home; its data stays."""
    from detente.graph.servers.neo4j import stop_neo4j

    home = _home(context)
    typer.echo(f"stopped Neo4j in {home}" if stop_neo4j(home) else f"no Neo4j runs in {home}")


def password(context: typer.Context) -> None:
    """Show the password of the local database, on a terminal and nowhere else.

    That of Neo4j's user 'neo4j'; with 'detente --store embedded neo4j password' that of the
    embedded store's user 'reader', who cannot write, which is new at each start.
    """
    from detente.graph.servers.arcadedb import find_server
    from detente.graph.servers.neo4j import neo4j_folder, read_neo4j

    home = _home(context)
    if settings_of(context).store == "embedded":
        embedded = find_server(home)
        if embedded is None:
            raise ConfigError(f"no embedded store runs in {home}: 'detente browse' starts it")
        secret, kept = embedded.reader_password, home / "embedded"
    else:
        server = read_neo4j(home)
        if server is None:
            raise ConfigError(f"there is no Neo4j in {home}: 'detente neo4j start' makes one")
        secret, kept = server.password, neo4j_folder(home)
    if not sys.stdout.isatty():
        raise ConfigError(
            f"a password is shown on a terminal only; it is kept in {kept / 'server.json'}"
        )
    typer.echo(secret)


def remove(
    context: typer.Context,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete the Neo4j of this home: server, data and what was fetched."""
    from detente.graph.servers.fetching import cache_folder
    from detente.graph.servers.neo4j import neo4j_folder, remove_neo4j

    home = _home(context)
    folder = neo4j_folder(home)
    if not yes:
        if not sys.stdin.isatty():
            raise ConfigError(f"this deletes the graph in {folder}: say --yes")
        typer.confirm(f"Delete the graph in {folder} and Neo4j in {cache_folder()}?", abort=True)
    remove_neo4j(home)
    typer.echo(f"removed {folder}, and Neo4j from {cache_folder()}")


@contextmanager
def fetching(what: str) -> Iterator[Watch]:
    """Something to call while files are fetched: a bar on a terminal, else one line."""
    console = terminal()
    if console is None:
        said: list[str] = []

        def say(here: int, total: int) -> None:
            if here < total and len(said) == 0:
                said.append(what)
                complain(f"fetching {what}: {(total - here) / 1_000_000:.0f} MB")

        yield say
        return
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    columns = (f"fetching {what}", BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(what)
        yield lambda here, total: progress.update(task, completed=here, total=total)


def _home(context: typer.Context) -> Path:
    from detente.graph.settings import home_folder

    return home_folder(settings_of(context).home)
