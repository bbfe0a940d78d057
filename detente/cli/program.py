"""The application: which commands there are, and how it ends."""

# Exit status: 0 done, 1 failed, 2 wrong usage, 130 interrupted. Whatever goes wrong is one line on
# standard error that begins with "detente:".

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from detente.cli import (
    analysing,
    ask,
    asking,
    browsing,
    copying,
    correcting,
    exporting,
    loading,
    managing,
    naming,
    pacts,
    picturing,
    schema,
    storing,
)
from detente.cli.options import Settings
from detente.cli.output import complain
from detente.graph.errors import GraphError

__all__ = ["app", "run"]

_INTERRUPTED = 130
#: Seconds until an interrupt that got lost comes again.
_AGAIN = 0.02
#: Options that stand before the command.
_MISPLACED = re.compile(r"No such option: (--\w+)")
_BEFORE = ("--store", "--uri", "--user", "--database", "--home")

app = typer.Typer(
    name="detente",
    help="A knowledge graph of geopolitical relations, read from news.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
actors = typer.Typer(help="Who is known.", no_args_is_help=True)
store = typer.Typer(help="The database behind the graph.", no_args_is_help=True)

for command in (
    loading.load,
    loading.read,
    asking.between,
    asking.allies,
    asking.timeline,
    asking.why,
    asking.saved,
    asking.cypher,
    asking.check,
    browsing.browse,
    correcting.retract,
    correcting.reject,
    correcting.accept,
    correcting.merge,
    correcting.undo,
    copying.copy,
    analysing.shifts,
    analysing.changed,
    analysing.camps,
    analysing.switched,
    analysing.closer,
    analysing.triads,
    analysing.polarisation,
    analysing.bridges,
    analysing.follows,
    analysing.outlook,
    pacts.level,
    pacts.adversaries,
    pacts.strained,
    pacts.treaties,
    ask.ask,
    exporting.export,
):
    app.command()(command)
actors.command("find")(asking.find_actors)
actors.command()(naming.unresolved)
actors.command()(naming.add)
store.command()(storing.status)
store.command()(storing.stop)
store.command()(storing.rebuild)
neo4j = typer.Typer(help="A Neo4j server on this machine.", no_args_is_help=True)
for command in (
    managing.start,
    managing.status,
    managing.stop,
    managing.password,
    managing.remove,
):
    neo4j.command()(command)
schemas = typer.Typer(help="Constraints and indexes of the graph.", no_args_is_help=True)
schemas.command()(schema.show)
schemas.command()(schema.apply)
pictures = typer.Typer(help="Pictures of answers, as SVG or PNG.", no_args_is_help=True)
for picture in (picturing.timeline, picturing.camps, picturing.heat):
    pictures.command()(picture)
app.add_typer(pictures, name="picture")
app.add_typer(actors, name="actors")
app.add_typer(store, name="store")
app.add_typer(neo4j, name="neo4j")
app.add_typer(schemas, name="schema")


def _show_version(wanted: bool) -> None:  # noqa: FBT001  typer calls it with the value alone
    if wanted:
        from importlib.metadata import version

        typer.echo(f"detente {version('detente')}")
        raise typer.Exit


@app.callback()
def _settings(
    context: typer.Context,
    *,
    store: Annotated[
        str | None,
        typer.Option("--store", metavar="KIND", help="embedded or neo4j (DETENTE_STORE)."),
    ] = None,
    uri: Annotated[
        str | None,
        typer.Option("--uri", metavar="URI", help="A Neo4j server; wins over --store (NEO4J_URI)."),
    ] = None,
    user: Annotated[
        str | None,
        typer.Option("--user", metavar="NAME", help="Its user (NEO4J_USERNAME, NEO4J_PASSWORD)."),
    ] = None,
    database: Annotated[
        str | None,
        typer.Option("--database", metavar="NAME", help="Its database (NEO4J_DATABASE)."),
    ] = None,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="FOLDER", help="Where the graph is kept (DETENTE_HOME)."),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_show_version, help="Print the version and stop."
        ),
    ] = False,
) -> None:
    """A knowledge graph of geopolitical relations, read from news."""
    del version
    context.obj = Settings(store=store, uri=uri, user=user, database=database, home=home)


def run(arguments: Sequence[str]) -> int:
    """Run the command line with these arguments and return its exit status."""
    _speak_unicode()
    with _noting_interrupts() as pressed:
        try:
            status = app(list(arguments), prog_name="detente", standalone_mode=False)
        except typer.TyperException as error:
            # A group without a command is answered with its help, which has many lines.
            if type(error).__name__ == "NoArgsIsHelpError":
                sys.stderr.write(f"{error.format_message()}\n")
            else:
                complain(_usage(error))
            return int(error.exit_code)
        except typer.Abort:
            complain("interrupted")
            return _INTERRUPTED
        except SystemExit:
            # Typer leaves this way, and only this way, when whoever reads has had enough.
            return 0
        except Exception as error:  # noqa: BLE001  whatever goes wrong is one line
            return _failed(error, interrupted=len(pressed) > 0)
    if status == _INTERRUPTED:
        complain("interrupted")
    return int(status or 0)


@contextmanager
def _noting_interrupts() -> Iterator[list[int]]:
    """A list that is longer after each Ctrl-C: what fails after one fails because of it."""
    pressed: list[int] = []
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if not ours or threading.current_thread() is not threading.main_thread():
        yield pressed
        return

    def note(number: int, frame: FrameType | None) -> None:
        pressed.append(number)
        signal.default_int_handler(number, frame)

    def lost(unraisable: sys.UnraisableHookArgs) -> None:
        # Python drops what is raised within a finalizer: such a Ctrl-C is pressed once more.
        if unraisable.exc_type is KeyboardInterrupt:
            threading.Timer(_AGAIN, signal.pthread_kill, [main, signal.SIGINT]).start()
        else:
            hook(unraisable)

    hook, main = sys.unraisablehook, threading.main_thread().ident
    signal.signal(signal.SIGINT, note)
    sys.unraisablehook = lost
    try:
        yield pressed
    finally:
        sys.unraisablehook = hook
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _failed(error: Exception, *, interrupted: bool) -> int:
    """Say in one line what went wrong; the exit status."""
    if interrupted or _is_interrupt(error):
        complain("interrupted")
        return _INTERRUPTED
    if isinstance(error, GraphError):
        complain(error)
        return 1
    # A traceback tells a user nothing; one line does.
    if os.environ.get("DETENTE_DEBUG"):
        raise error
    fault = f"{type(error).__name__}: {error}"
    complain(f"{fault} (a fault of detente itself: DETENTE_DEBUG=1 shows where)")
    return 1


def _is_interrupt(error: BaseException) -> bool:
    """Whether Ctrl-C is behind it: a transaction that it cuts short may end with another error."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, KeyboardInterrupt):
        seen = seen.__cause__ or seen.__context__
    return seen is not None


def _usage(error: typer.TyperException) -> str:
    """What was wrong with the arguments, and where to read on."""
    message = error.format_message().removeprefix("Invalid value: ").rstrip(".")
    message = message.replace(": Value error, ", ": ")
    misplaced = _MISPLACED.match(message)
    if misplaced is not None and misplaced[1] in _BEFORE:
        return f"{misplaced[0]} here: it goes before the command, as in 'detente --home DIR check'"
    context = getattr(error, "ctx", None)
    return message if context is None else f"{message} (see '{context.command_path} --help')"


def _speak_unicode() -> None:
    """Names and quotes hold letters that an old code page cannot write: then write escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
