"""Commands that answer from many acts: when relations turned, who stands with whom, who moves."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.opening import opened
from detente.cli.options import Format, FormatOption, KnownOn, Since, read_day
from detente.cli.output import emit

if TYPE_CHECKING:
    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["shifts"]

Until = Annotated[
    date | None,
    typer.Option("--until", parser=read_day, metavar="DAY", help="Leave out what is later."),
]
SaidBy = Annotated[
    str | None, typer.Option("--said-by", metavar="ACTOR", help="Count only what this actor said.")
]
WithoutPublisher = Annotated[
    list[str] | None,
    typer.Option(
        "--without-publisher", metavar="NAME", help="Leave out a publisher; may be repeated."
    ),
]
WithoutClaims = Annotated[
    bool, typer.Option("--without-claims", help="Leave out what is somebody's word.")
]


def shifts(
    context: typer.Context,
    *,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option("--between", metavar="LEFT RIGHT", help="Only these two actors."),
    ] = None,
    since: Since = None,
    until: Until = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show when relations turned, which way, how sure, and what drove it.

    Every candidate with a probability of 0.05 or more is shown. False discoveries are controlled
    over all dyads; that sets the verdict and hides nothing.
    """
    from detente.queries.analyses.shifts import shifts as ask

    with _analysed(context) as graph:
        scope = _scope(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, between=between, since=since, until=until, scope=scope)
    emit(answer, format_)


@contextmanager
def _analysed(context: typer.Context) -> Iterator[Graph]:
    """The graph; the command line leaves garbage where it is, too much for so many acts."""
    gc.enable()
    with opened(context) as graph:
        yield graph


def _scope(
    graph: Graph,
    said_by: str | None,
    without_publisher: list[str] | None,
    without_claims: bool,  # noqa: FBT001  it stands in the order of the options
    known_on: date | None,
) -> Scope:
    """Who is heard, and what was known."""
    from detente.queries.scope import Scope

    return Scope(
        said_by=None if said_by is None else graph.roster.resolve(said_by),
        without_publisher=tuple(without_publisher or ()),
        without_claims=without_claims,
        known_on=known_on,
    )
