"""Commands that answer from many acts: when relations turned, who stands with whom, who moves."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.hearing import SaidBy, Until, WithoutClaims, WithoutPublisher, analysed, scope_of
from detente.cli.options import AsOf, Format, FormatOption, KnownOn, Since, read_day
from detente.cli.output import emit
from detente.graph.errors import GraphError

if TYPE_CHECKING:
    from detente.queries.analyses.camps import CampsAnswer

__all__ = [
    "bridges",
    "camps",
    "changed",
    "closer",
    "follows",
    "outlook",
    "polarisation",
    "shifts",
    "switched",
    "triads",
]

_NAME = "A code or a name in any language; a person stands for his state."


class _Step(StrEnum):
    """The step of a series."""

    MONTH = "month"
    QUARTER = "quarter"


FirstDay = Annotated[
    date,
    typer.Option("--since", parser=read_day, metavar="DAY", help="Compare what came after it."),
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

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, between=between, since=since, until=until, scope=scope)
    emit(answer, format_)


def changed(
    context: typer.Context,
    *,
    since: FirstDay,
    until: Until = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what changed since a day: who gets on better or worse, and of whom nothing is told.

    False discoveries are controlled over all pairs; that sets the verdict and hides nothing.
    """
    from detente.queries.analyses.changed import changed as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, since=since, until=until, scope=scope)
    emit(answer, format_)


def camps(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs",
            metavar="FILE",
            help="Write a CSV of every two actors with the probability that they stand together.",
        ),
    ] = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show who stands with whom, and how sure that is.

    Of a camp every two members stand together in at least four of five runs; who belongs to none is
    counted and not forced into one.
    """
    from detente.queries.analyses.camps import camps as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, as_of=as_of, scope=scope)
    if pairs is not None:
        _write_pairs(answer, pairs)
    emit(answer, format_)


def switched(
    context: typer.Context,
    *,
    since: Annotated[
        date, typer.Option("--from", parser=read_day, metavar="DAY", help="The first day.")
    ],
    until: Annotated[
        date | None,
        typer.Option(
            "--to", parser=read_day, metavar="DAY", help="The last day; without it, the last known."
        ),
    ] = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show who stood with one camp on the first day and with another on the last."""
    from detente.queries.analyses.switched import switched as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, since=since, until=until, scope=scope)
    emit(answer, format_)


def closer(
    context: typer.Context,
    *,
    to: Annotated[str, typer.Option("--to", metavar="ACTOR", help=_NAME)],
    without_leaving: Annotated[
        str | None,
        typer.Option(
            "--without-leaving", metavar="ACTOR", help="Only who did not turn away from this actor."
        ),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option(
            "--since",
            parser=read_day,
            metavar="DAY",
            help="Compare what came after it; without it, the middle of what is known, at most "
            "half a year ago.",
        ),
    ] = None,
    until: Until = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show who moved closer to a power, and with --without-leaving who hedges between two."""
    from detente.queries.analyses.closer import closer as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(
            graph, to=to, without_leaving=without_leaving, since=since, until=until, scope=scope
        )
    emit(answer, format_)


def triads(
    context: typer.Context,
    *,
    under_pressure: Annotated[
        bool, typer.Option("--under-pressure", help="List the relations that others speak against.")
    ] = False,
    as_of: AsOf = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show relations that do not fit together: friends of foes, three foes.

    Only relations whose sign is sure take part.
    """
    from detente.queries.analyses.triads import triads as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, as_of=as_of, under_pressure=under_pressure, scope=scope)
    emit(answer, format_)


def polarisation(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    since: Annotated[
        date | None,
        typer.Option("--since", parser=read_day, metavar="DAY", help="A series from this day on."),
    ] = None,
    until: Annotated[
        date | None,
        typer.Option("--until", parser=read_day, metavar="DAY", help="A series up to this day."),
    ] = None,
    by: Annotated[_Step, typer.Option("--by", help="The step of the series.")] = _Step.MONTH,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show how far two blocs explain who is friend and who is foe, on a day or as a series."""
    from detente.queries.analyses.polarisation import polarisation as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, as_of=as_of, since=since, until=until, by=by.value, scope=scope)
    emit(answer, format_)


def bridges(
    context: typer.Context,
    *,
    as_of: AsOf = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show who stands between the camps, with friends on more than one side."""
    from detente.queries.analyses.bridges import bridges as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, as_of=as_of, scope=scope)
    emit(answer, format_)


def follows(
    context: typer.Context,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help=_NAME)],
    *,
    as_of: AsOf = None,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show whose quarrels with third parties come some weeks after those of an actor.

    That one comes after the other in time does not say why.
    """
    from detente.queries.analyses.follows import follows as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, actor, as_of=as_of, scope=scope)
    emit(answer, format_)


def outlook(
    context: typer.Context,
    left: Annotated[str, typer.Argument(metavar="LEFT", help=_NAME)],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help=_NAME)],
    *,
    as_of: AsOf = None,
    horizon: Annotated[
        int, typer.Option("--horizon", min=1, metavar="DAYS", help="How many days ahead.")
    ] = 30,
    said_by: SaidBy = None,
    without_publisher: WithoutPublisher = None,
    without_claims: WithoutClaims = False,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what is likely next between two actors, by what was repeated: a base rate."""
    from detente.queries.analyses.outlook import outlook as ask

    with analysed(context) as graph:
        scope = scope_of(graph, said_by, without_publisher, without_claims, known_on)
        answer = ask(graph, left, right, as_of=as_of, horizon=horizon, scope=scope)
    emit(answer, format_)


def _write_pairs(answer: CampsAnswer, path: Path) -> None:
    """Write every two actors with the probability that they are in the same camp."""
    try:
        with path.open("wb") as file:
            answer.pairs().write_csv(file)
    except OSError as error:
        raise GraphError(f"{path}: {error.strerror or error}") from error
