"""Commands that ask: between, allies, timeline, why, saved, cypher, actors find, check."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.opening import opened
from detente.cli.options import (
    AsOf,
    Format,
    FormatOption,
    KnownOn,
    Parameters,
    Since,
    read_parameters,
)
from detente.cli.output import complain, emit, emit_outcome, emit_rows

if TYPE_CHECKING:
    from detente.session import Graph

__all__ = ["allies", "between", "check", "cypher", "find_actors", "saved", "timeline", "why"]

_NAME = "A code or a name in any language; a person stands for his state."
Name = Annotated[str, typer.Argument(metavar="ACTOR", help=_NAME)]


def between(
    context: typer.Context,
    left: Annotated[str, typer.Argument(metavar="LEFT", help=_NAME)],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help=_NAME)],
    *,
    since: Since = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what there is between two actors.

    Relations come first, then what is only hoped for, planned, threatened or denied. With --since
    the answer begins with how the two got on in that time, as 'detente level' has it.
    """
    from detente.queries.between import between as ask

    with opened(context) as graph:
        answer = ask(graph, left, right, since=since, as_of=as_of, known_on=known_on)
        if since is not None and format_ is Format.TABLE:
            _emit_level(graph, left, right, since=since, as_of=as_of, known_on=known_on)
    emit(answer, format_)


def _emit_level(
    graph: Graph,
    left: str,
    right: str,
    *,
    since: date,
    as_of: date | None,
    known_on: date | None,
) -> None:
    """Print how the two got on in that time, above the list of what there was."""
    from detente.queries.analyses.level import level
    from detente.queries.scope import Scope

    scope = Scope(known_on=known_on)
    emit(level(graph, left, right, since=since, as_of=as_of, scope=scope), Format.TABLE)
    typer.echo()


def allies(
    context: typer.Context,
    actor: Name,
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show an actor's allies, and the grounds.

    Treaties in force, acts, claims of others and own claims are kept apart. What one article tells
    is shown and never ranked. A state is asked about alone: for a side of it name the side, such as
    BLR:OPP.
    """
    from detente.queries.allies import allies as ask

    with opened(context) as graph:
        answer = ask(graph, actor, as_of=as_of, known_on=known_on)
    emit(answer, format_)


def timeline(
    context: typer.Context,
    actor: Name,
    *,
    since: Since = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    complete: Annotated[
        bool, typer.Option("--all", help="Also offices, memberships, plans and threats.")
    ] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show what happened to an actor and its sides, in order.

    Offices, memberships, plans and threats are counted and not listed.
    """
    from detente.queries.timeline import timeline as ask

    with opened(context) as graph:
        answer = ask(graph, actor, since=since, as_of=as_of, known_on=known_on, complete=complete)
    emit(answer, format_)


def why(
    context: typer.Context,
    asked: Annotated[
        str, typer.Argument(metavar="ID", help="A relation, as 'between' shows it, or a statement.")
    ],
    *,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Show the sentences behind a relation.

    With them: who said them, the article, the rule that read them, what contradicts them, and how
    people judged them.
    """
    from detente.queries.evidence import why as ask

    with opened(context) as graph:
        answer = ask(graph, asked, as_of=as_of, known_on=known_on)
    emit(answer, format_)


def saved(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(help="The question to ask; without it, a list.")
    ] = None,
    *,
    parameters: Parameters = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Ask a saved question, or list them."""
    from detente.queries.saved import find_saved
    from detente.queries.saved import saved as all_saved

    given = read_parameters(parameters)
    if name is None:
        emit_rows([one.summary() for one in all_saved()], format_)
        return
    question = find_saved(name)
    with opened(context) as graph:
        bound = question.bind(given, graph.roster)
        rows = graph.cypher(question.cypher, bound)
    limit = bound.get("limit", 0)
    full = 0 < limit <= len(rows)
    note = f"the first {limit}; for more: --param limit={10 * limit}" if full else None
    emit_rows(rows, format_, note=note)


def cypher(
    context: typer.Context,
    text: Annotated[
        str,
        typer.Argument(
            metavar="QUERY",
            help="The query, or - for standard input; parameters are written $name.",
        ),
    ],
    *,
    parameters: Parameters = None,
    write: Annotated[bool, typer.Option("--write", help="Let the query change the graph.")] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Run a Cypher query.

    Without --write it may only read. Before the query there may be ':param name => value' lines, as
    in Neo4j Browser, or the heading of a saved question. EXPLAIN and PROFILE show the plan.
    """
    from detente.queries.scripts import read_script

    given = read_parameters(parameters)
    script = read_script(sys.stdin.read() if text == "-" else text)
    with opened(context) as graph:
        bound = script.bind(given, roster=graph.roster, run=graph.cypher)
        outcome = graph.query(script.query, bound, write=write)
    emit_outcome(outcome, format_, wrote=write)


def find_actors(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="A part of a name, in any language.")],
    *,
    everybody: Annotated[
        bool, typer.Option("--all", help="All that fit, not the best 20.")
    ] = False,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Find actors by a part of their name."""
    from detente.queries.asking.names import alike
    from detente.queries.directory import find

    with opened(context) as graph:
        found = find(graph, name, limit=None) if everybody else find(graph, name)
        like = alike(name, graph.roster) if len(found.rows) == 0 else ()
        names = [f"{actor.name} ({one})" for one in like if (actor := graph.roster.actor(one))]
    note = f"{found.more} more: --all shows them" if found.more > 0 else None
    if len(names) > 0:
        note = f"much like it: {', '.join(names)}"
    emit_rows(found.rows, format_, note=note)


def check(context: typer.Context) -> None:
    """Check the invariants of the graph.

    The exit status is 1 when one is broken.
    """
    with opened(context) as graph:
        problems = graph.check()
    for problem in problems:
        complain(problem)
    if len(problems) > 0:
        raise typer.Exit(1)
    typer.echo("sound: every invariant of the graph holds")
