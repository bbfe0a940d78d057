"""Commands that answer from many acts: when relations turned, who stands with whom, who moves."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.hearing import Hearing, Until, hearing
from detente.cli.options import AsOf, Since, read_day
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


@hearing
def shifts(
    heard: Hearing,
    *,
    between: Annotated[
        tuple[str, str] | None,
        typer.Option("--between", metavar="LEFT RIGHT", help="Only these two actors."),
    ] = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Show when relations turned, which way, how sure, and what drove it.

    Every candidate with a probability of 0.05 or more is shown. False discoveries are controlled
    over all dyads; that sets the verdict and hides nothing.
    """
    from detente.queries.analyses.shifts import shifts as ask

    heard.answer(ask, between=between, since=since, until=until)


@hearing
def changed(
    heard: Hearing,
    *,
    since: FirstDay,
    until: Until = None,
) -> None:
    """Show what changed since a day: who gets on better or worse, and of whom nothing is told.

    False discoveries are controlled over all pairs; that sets the verdict and hides nothing.
    """
    from detente.queries.analyses.changed import changed as ask

    heard.answer(ask, since=since, until=until)


@hearing
def camps(
    heard: Hearing,
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
) -> None:
    """Show who stands with whom, and how sure that is.

    Of a camp every two members stand together in at least four of five runs; who belongs to none is
    counted and not forced into one.
    """
    from detente.queries.analyses.camps import camps as ask

    answer = heard.answer(ask, as_of=as_of)
    if pairs is not None:
        _write_pairs(answer, pairs)


@hearing
def switched(
    heard: Hearing,
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
) -> None:
    """Show who stood with one camp on the first day and with another on the last."""
    from detente.queries.analyses.switched import switched as ask

    heard.answer(ask, since=since, until=until)


@hearing
def closer(
    heard: Hearing,
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
) -> None:
    """Show who moved closer to a power, and with --without-leaving who hedges between two."""
    from detente.queries.analyses.closer import closer as ask

    heard.answer(ask, to=to, without_leaving=without_leaving, since=since, until=until)


@hearing
def triads(
    heard: Hearing,
    *,
    under_pressure: Annotated[
        bool, typer.Option("--under-pressure", help="List the relations that others speak against.")
    ] = False,
    as_of: AsOf = None,
) -> None:
    """Show relations that do not fit together: friends of foes, three foes.

    Only relations whose sign is sure take part.
    """
    from detente.queries.analyses.triads import triads as ask

    heard.answer(ask, as_of=as_of, under_pressure=under_pressure)


@hearing
def polarisation(
    heard: Hearing,
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
    by: Annotated[
        _Step | None,
        typer.Option("--by", help="The step of the series; a month if not given."),
    ] = None,
) -> None:
    """Show how far two blocs explain who is friend and who is foe, on a day or as a series."""
    from detente.queries.analyses.polarisation import polarisation as ask

    heard.answer(ask, as_of=as_of, since=since, until=until, by=None if by is None else by.value)


@hearing
def bridges(
    heard: Hearing,
    *,
    as_of: AsOf = None,
) -> None:
    """Show who stands between the camps, with friends on more than one side."""
    from detente.queries.analyses.bridges import bridges as ask

    heard.answer(ask, as_of=as_of)


@hearing
def follows(
    heard: Hearing,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help=_NAME)],
    *,
    as_of: AsOf = None,
) -> None:
    """Show whose quarrels with third parties come some weeks after those of an actor.

    That one comes after the other in time does not say why.
    """
    from detente.queries.analyses.follows import follows as ask

    heard.answer(ask, actor, as_of=as_of)


@hearing
def outlook(
    heard: Hearing,
    left: Annotated[str, typer.Argument(metavar="LEFT", help=_NAME)],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help=_NAME)],
    *,
    as_of: AsOf = None,
    horizon: Annotated[
        int, typer.Option("--horizon", min=1, metavar="DAYS", help="How many days ahead.")
    ] = 30,
) -> None:
    """Show what is likely next between two actors, by what was repeated: a base rate."""
    from detente.queries.analyses.outlook import outlook as ask

    heard.answer(ask, left, right, as_of=as_of, horizon=horizon)


def _write_pairs(answer: CampsAnswer, path: Path) -> None:
    """Write every two actors with the probability that they are in the same camp."""
    try:
        with path.open("wb") as file:
            answer.pairs().write_csv(file)
    except OSError as error:
        raise GraphError(f"{path}: {error.strerror or error}") from error
