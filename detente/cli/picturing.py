"""Commands that draw pictures: a timeline of two actors, the map of camps, the table of colours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.hearing import Heard, Until, analysed, hearing
from detente.cli.options import AsOf, Since

if TYPE_CHECKING:
    from detente.pictures.picture import Picture
    from detente.session import Graph

__all__ = ["HeatBy", "camps", "heat", "timeline"]

Out = Annotated[
    Path, typer.Option("--out", metavar="FILE", help="Where to; .svg or .png, as its name ends.")
]


class HeatBy(StrEnum):
    """What the columns of the table of colours are."""

    ACTORS = "actors"
    MONTHS = "months"


@hearing
def timeline(
    heard: Heard,
    left: Annotated[str, typer.Argument(metavar="LEFT", help="An actor: its code or a name.")],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="The other one.")],
    *,
    out: Out,
    since: Since = None,
    until: Until = None,
) -> None:
    """Draw how two actors got on: level with its interval, events, and when they turned."""
    with _drawing(heard.context, out) as graph:
        from detente.pictures.timeline import dyad_timeline

        scope = heard.scope(graph)
        _save(dyad_timeline(graph, left, right, since=since, until=until, scope=scope), out)


@hearing
def camps(
    heard: Heard,
    *,
    out: Out,
    as_of: AsOf = None,
    most: Annotated[int, typer.Option("--top", min=2, help="As many actors.")] = 40,
) -> None:
    """Draw the camps on a day, with the ties for and against.

    Without --as-of it is the last day of which anything is told.
    """
    with _drawing(heard.context, out) as graph:
        from detente.pictures.camps import camp_map

        scope = heard.scope(graph)
        _save(camp_map(graph, as_of=as_of, scope=scope, most=most), out)


@hearing
def heat(
    heard: Heard,
    actors: Annotated[
        list[str] | None,
        typer.Argument(metavar="ACTORS", help="Two or more; else those of whom most is told."),
    ] = None,
    *,
    out: Out,
    by: Annotated[
        HeatBy, typer.Option("--by", help="actors: every two on a day; months: dyads by months.")
    ] = HeatBy.ACTORS,
    as_of: AsOf = None,
    since: Since = None,
    most: Annotated[int, typer.Option("--top", min=2, help="As many actors, or dyads.")] = 30,
) -> None:
    """Draw who is friendlier or colder to whom than is to be expected, as a table of colours.

    Without --as-of it is the last day of which anything is told; --since is for months.
    """
    if since is not None and by is HeatBy.ACTORS:
        raise typer.BadParameter("--since is for months: write --by months --since …")
    with _drawing(heard.context, out) as graph:
        from detente.pictures.heat import heat_map

        scope = heard.scope(graph)
        named = actors if actors is not None and len(actors) > 0 else None
        _save(
            heat_map(
                graph, as_of=as_of, actors=named, by=by.value, since=since, scope=scope, most=most
            ),
            out,
        )


@contextmanager
def _drawing(context: typer.Context, out: Path) -> Iterator[Graph]:
    """The graph, once it is sure that a picture of it could be drawn and saved."""
    from detente.pictures.picture import SUFFIXES
    from detente.pictures.style import need_matplotlib

    if out.suffix.lower() not in SUFFIXES:
        raise typer.BadParameter(f"--out {out}: name a file that ends in {' or '.join(SUFFIXES)}")
    if out.is_dir():
        raise typer.BadParameter(f"--out {out} is a folder: name a file")
    if not out.parent.is_dir():
        raise typer.BadParameter(f"--out {out}: there is no folder {out.parent}")
    need_matplotlib()
    with analysed(context) as graph:
        yield graph


def _save(picture: Picture, out: Path) -> None:
    picture.save(out)
    typer.echo(f"{out}: {picture.title}; {picture.caption}")
