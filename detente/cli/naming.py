"""Commands about the names of actors in data sets: which are not resolved, and adding one's own."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.opening import opened
from detente.cli.options import Format, FormatOption
from detente.cli.output import complain, emit_rows

__all__ = ["add", "unresolved"]


def unresolved(
    context: typer.Context,
    *,
    top: Annotated[int, typer.Option("--top", min=1, help="As many names.")] = 50,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show the names in coded data that could not be placed, by the rows that they cost.

    'detente actors add' says for whom they stand.
    """
    from detente.queries.unresolved import unresolved as find

    with opened(context) as graph:
        emit_rows(find(graph, top=top), format_)


def add(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A CSV file: name,actor and, if wanted, label,since,until,note."
        ),
    ],
) -> None:
    """Say for whom names in coded data stand, always or for a time.

    The names are kept in the home folder, for every later load too. Rows loaded already are
    resolved again: no file is read again and no statement gets another id. A name of an earlier
    file is replaced by the same name with the same beginning. A row that makes no sense is named,
    and the exit status is then 1; the others are added.
    """
    from detente import seeds
    from detente.graph.settings import home_folder
    from detente.loaders.events.own_names import keep_own_names, kept_own_names, read_own_names

    home, roster = home_folder(context.obj.home), seeds.roster()
    added, problems = read_own_names(file, roster)
    for problem in problems:
        complain(str(problem))
    if len(added) == 0 and len(problems) > 0:
        raise typer.Exit(1)
    keep_own_names(home, kept_own_names(home, roster), added)
    gc.enable()
    with opened(context) as graph:
        report = graph.place_again()
    names = "name" if len(added) == 1 else "names"
    typer.echo(
        f"{len(added)} {names} added: {report.changed:,} statements resolved anew, "
        f"{report.relations:,} new relations, {report.merged:,} changed"
    )
    if len(problems) > 0:
        raise typer.Exit(1)
