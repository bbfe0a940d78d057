"""Commands about treaties and conduct: how two get on, who is against whom, what is strained."""

from __future__ import annotations

import re
from typing import Annotated

import typer

from detente.cli.hearing import Hearing, analysed, hearing
from detente.cli.options import AsOf, Format, FormatOption, Since, read_day
from detente.cli.output import emit

__all__ = ["adversaries", "level", "strained", "treaties"]

_NAME = "A code or a name in any language; a person stands for his state."
Name = Annotated[str, typer.Argument(metavar="ACTOR", help=_NAME)]
_YEAR = re.compile(r"\d{4}", re.ASCII)


def _read_year_or_day(text: str) -> str:
    """A year or a day as it is written; anything else is refused here."""
    if _YEAR.fullmatch(text) is None:
        read_day(text)
    return text


@hearing
def level(
    heard: Hearing,
    left: Annotated[str, typer.Argument(metavar="LEFT", help=_NAME)],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help=_NAME)],
    *,
    since: Since = None,
    as_of: AsOf = None,
) -> None:
    """Show how two actors are getting on.

    The share of conflict with its 90 % interval, beside what is expected of the two; words and
    deeds, both directions apart, and how it went by month. Without --as-of on the last day that
    anything is told of.
    """
    from detente.queries.analyses.level import level as ask

    heard.answer(ask, left, right, since=since, as_of=as_of)


@hearing
def adversaries(
    heard: Hearing,
    actor: Name,
    *,
    as_of: AsOf = None,
) -> None:
    """Show an actor's adversaries, and the grounds.

    Wars and sanctions in force, acts and claims are kept apart. What one source tells is shown and
    makes no adversary. Without --as-of on the last day that anything is told of.
    """
    from detente.queries.analyses.adversaries import adversaries as ask

    heard.answer(ask, actor, as_of=as_of)


@hearing
def strained(
    heard: Hearing,
    *,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="ACTOR", help="Only pairs with this actor.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Show where treaties and conduct disagree.

    Allies by treaty who get on worse than is expected of them, and states that work together
    without a treaty. Without --as-of on the last day that anything is told of.
    """
    from detente.queries.analyses.strained import strained as ask

    heard.answer(ask, actor=actor, as_of=as_of)


def treaties(
    context: typer.Context,
    *,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            parser=_read_year_or_day,
            metavar="YEAR|DAY",
            help="Leave out what is older.",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--until",
            parser=_read_year_or_day,
            metavar="YEAR|DAY",
            help="Leave out what is later (default: today).",
        ),
    ] = None,
    actor: Annotated[
        str | None, typer.Option("--actor", metavar="ACTOR", help="Only this party.")
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show which alliances were made, joined, left, ended or broken.

    One line for each obligation of each party, the latest first, with its source. Where sources
    differ on the day, each keeps its line.
    """
    from detente.queries.analyses.treaties import treaties as ask

    with analysed(context) as graph:
        answer = ask(graph, changed_since=changed_since, until=until, actor=actor)
    emit(answer, format_)
