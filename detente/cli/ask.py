"""The command that takes a question in words, says how it understood it, and runs the command."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.opening import opened
from detente.cli.options import Format, FormatOption
from detente.cli.output import complain

if TYPE_CHECKING:
    from detente.queries.asking.question import Refusal, Understood
    from detente.session import Graph

__all__ = ["ask"]


def ask(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="QUESTION", help="A question in English or Romanian."),
    ],
    *,
    show_only: Annotated[
        bool, typer.Option("--show-only", help="Show how it is understood, and stop.")
    ] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Answer a question asked in words.

    First it is shown how the question is understood, and the command that answers it; then the
    command is run. Where no command answers it, the reason and the nearest questions are shown and
    the exit status is 1.
    """
    with opened(context) as graph:
        asked, counted_from = _understood(" ".join(words), graph)
    if asked.kind == "refused":
        _refuse(asked)
        raise typer.Exit(1)
    # Whoever reads JSON or a table by machine wants the answer alone on standard output.
    page = sys.stdout if format_ is Format.TABLE or show_only else sys.stderr
    page.write(f"understood as: {asked.says}; the same as: {asked.command}\n")
    if counted_from is not None:
        page.write(f"counted from: {counted_from}, the last day that acts are known of\n")
    if len(asked.left_out) > 0:
        page.write(f"left out: {', '.join(asked.left_out)}\n")
    if show_only:
        page.write(f"in Python: {asked.python}\n")
        return
    page.write("\n")
    page.flush()
    _run(context, asked, format_)


def _understood(question: str, graph: Graph) -> tuple[Understood | Refusal, date | None]:
    """The question, and the last day of the data where a date in it was counted from that."""
    from detente.queries.asking.lasting import last_day
    from detente.queries.asking.understanding import understand

    today = datetime.now(UTC).date()
    asked = understand(question, graph.roster, today=today)
    if asked.kind == "refused" or not asked.relative:
        return asked, None
    last = last_day(graph, today=today)
    if last is None or last >= today:
        return asked, None
    return understand(question, graph.roster, today=last), last


def _refuse(refusal: Refusal) -> None:
    complain(f"cannot answer that: {refusal.because}")
    if len(refusal.nearest) > 0:
        sys.stderr.write("what can be asked, for example:\n")
    for one in refusal.nearest:
        sys.stderr.write(f"  {one.question}  ({one.command})\n")


def _run(context: typer.Context, asked: Understood, format_: Format) -> None:
    """Run the command below the same settings, as if it had been typed."""
    program = context.find_root()
    group = program.command
    if not isinstance(group, typer.core.TyperGroup):
        raise TypeError("ask is a command of a program that has others")
    arguments = [*asked.arguments, "--format", format_.value]
    name, command, rest = group.resolve_command(program, arguments)
    if command is None:
        raise TypeError(f"the program has no command {asked.arguments[0]!r}")
    with command.make_context(name, rest, parent=program) as inner:
        command.invoke(inner)
