"""Commands by which people correct the graph: retract, reject, accept, merge, undo."""

# Corrections are judgements: they survive reloads, nothing is deleted, and the last can be undone.

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.opening import opened
from detente.cli.options import Because

if TYPE_CHECKING:
    from detente.graph.judgements import Judgement

__all__ = ["accept", "merge", "reject", "retract", "undo"]

Who = Annotated[
    str | None,
    typer.Option(
        "--by", metavar="NAME", envvar="DETENTE_USER", help="Who decides this; else your user name."
    ),
]
StatementId = Annotated[
    str, typer.Argument(metavar="STATEMENT", help="The id of a statement, as 'why' shows it.")
]


def retract(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The id of an article.")],
    *,
    because: Because = "retracted by hand",
    by: Who = None,
) -> None:
    """Take an article's support away."""
    with opened(context) as graph:
        _report(graph.retract(article, because=because, judged_by=by or _user()))


def reject(
    context: typer.Context, statement: StatementId, *, because: Because, by: Who = None
) -> None:
    """Say that a statement was read wrongly.

    Its support is taken away, also when its article is read again.
    """
    with opened(context) as graph:
        _report(graph.reject(statement, because=because, judged_by=by or _user()))


def accept(
    context: typer.Context, statement: StatementId, *, because: Because, by: Who = None
) -> None:
    """Say that a statement was read rightly.

    It becomes certain, and stays though a later reader may not find it.
    """
    with opened(context) as graph:
        _report(graph.accept(statement, because=because, judged_by=by or _user()))


def merge(
    context: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The actor that stays.")],
    gone: Annotated[str, typer.Argument(metavar="GONE", help="The actor that counts as it.")],
    *,
    because: Because = "one actor",
    by: Who = None,
) -> None:
    """Count two actors as one."""
    with opened(context) as graph:
        ends = [graph.roster.resolve(name) for name in (keep, gone)]
        _report(graph.merge(ends[0], ends[1], because=because, judged_by=by or _user()))


def undo(context: typer.Context) -> None:
    """Take back the last correction."""
    with opened(context) as graph:
        _report(graph.undo(), undone=True)


def _report(judgement: Judgement, *, undone: bool = False) -> None:
    other = "" if judgement.other is None else f" {judgement.other}"
    done = "undone: " if undone else ""
    typer.echo(f"{done}{judgement.kind} {judgement.target}{other} ({judgement.because})")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a user id that has no name.
        return f"user {os.getuid()}"
