"""Who is heard when many acts are counted: the options that such commands share."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_type_hints

import typer

from detente.cli.opening import opened
from detente.cli.options import Format, FormatOption, KnownOn, read_day
from detente.cli.output import complain, emit

if TYPE_CHECKING:
    from detente.queries.analysis import Analysis
    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["Heard", "Hearing", "Until", "analysed", "hearing"]

A = TypeVar("A", bound="Analysis")

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
WithoutDataset = Annotated[
    list[str] | None,
    typer.Option(
        "--without-dataset", metavar="NAME", help="Leave out a data set; may be repeated."
    ),
]
WithoutClaims = Annotated[
    bool, typer.Option("--without-claims", help="Leave out what is somebody's word.")
]

Sensitivity = Annotated[
    bool,
    typer.Option(
        "--sensitivity",
        help="Also ask without each publisher and data set: whether the answer hangs on one.",
    ),
]


@contextmanager
def analysed(context: typer.Context) -> Iterator[Graph]:
    """The graph; the command line leaves garbage where it is, too much for so many acts."""
    gc.enable()
    with opened(context) as graph:
        yield graph


@dataclass(frozen=True, kw_only=True)
class Heard:
    """Who is heard: each field is an option of every command."""

    context: typer.Context
    said_by: SaidBy = None
    without_publisher: WithoutPublisher = None
    without_dataset: WithoutDataset = None
    without_claims: WithoutClaims = False
    known_on: KnownOn = None

    def scope(self, graph: Graph) -> Scope:
        """Who is heard, and what was known."""
        from detente.queries.scope import Scope

        _warn_of_strangers(graph, "publisher", "publisher", self.without_publisher or ())
        _warn_of_strangers(graph, "dataset", "data set", self.without_dataset or ())
        return Scope(
            said_by=None if self.said_by is None else graph.roster.resolve(self.said_by),
            without_publisher=tuple(self.without_publisher or ()),
            without_dataset=tuple(self.without_dataset or ()),
            without_claims=self.without_claims,
            known_on=self.known_on,
        )


def _warn_of_strangers(graph: Graph, column: str, kind: str, names: Collection[str]) -> None:
    """Name those that nothing is from: a misspelt one would leave out nothing in silence."""
    if len(names) == 0:
        return
    known = sorted(graph.columns().statements[column].drop_nulls().unique())
    for name in names:
        if name not in known:
            like = ", ".join(get_close_matches(name, known))
            hint = f"; much like it: {like}" if like != "" else ""
            complain(f"nothing is from a {kind} '{name}', so nothing is left out for it{hint}")


@dataclass(frozen=True, kw_only=True)
class Hearing(Heard):
    """Who is heard, and how the answer is printed."""

    sensitivity: Sensitivity = False
    format_: FormatOption = Format.TABLE

    def answer(self, ask: Callable[..., A], *asked: Any, **options: Any) -> A:
        """Ask the graph, print the answer, and return it."""
        with analysed(self.context) as graph:
            scope = self.scope(graph)
            if self.sensitivity:
                from detente.queries.sensitivity import sensitivity

                tried = sensitivity(ask, graph, *asked, scope=scope, **options)
                shown: Analysis = tried
                answer = cast("A", tried.asked)
            else:
                shown = answer = ask(graph, *asked, scope=scope, **options)
        emit(shown, self.format_)
        return answer


def hearing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `Heard` or `Hearing`, whichever its first argument is."""
    first, *own = signature(command, eval_str=True).parameters.values()
    kind = first.annotation
    types = get_type_hints(kind, include_extras=True)
    context, *shared = (
        Parameter(
            one.name,
            Parameter.KEYWORD_ONLY,
            annotation=types[one.name],
            default=one.default if one.name != "context" else Parameter.empty,
        )
        for one in fields(kind)
    )
    named = [one for one in own if one.kind is not Parameter.KEYWORD_ONLY]
    optional = [one for one in own if one.kind is Parameter.KEYWORD_ONLY]

    @wraps(command)
    def run(**given: Any) -> None:
        heard = kind(**{one.name: given.pop(one.name) for one in (context, *shared)})
        command(heard, **given)

    parameters = [*named, context, *optional, *shared]
    run.__signature__ = Signature(parameters)  # type: ignore[attr-defined]  # typer reads it
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run
