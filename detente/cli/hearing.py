"""Who is heard when many acts are counted: the options that such commands share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.opening import opened
from detente.cli.options import read_day

if TYPE_CHECKING:
    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["SaidBy", "Until", "WithoutClaims", "WithoutPublisher", "analysed", "scope_of"]

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


@contextmanager
def analysed(context: typer.Context) -> Iterator[Graph]:
    """The graph; the command line leaves garbage where it is, too much for so many acts."""
    gc.enable()
    with opened(context) as graph:
        yield graph


def scope_of(
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
