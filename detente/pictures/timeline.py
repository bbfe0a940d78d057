"""How two actors got on: level with its interval, acts of each period, turns, intense events."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.graph.errors import GraphError
from detente.pictures.acts import events_in, told
from detente.pictures.picture import Picture, in_words
from detente.pictures.style import need_matplotlib
from detente.pictures.timeline_drawing import draw, height_of
from detente.pictures.timeline_lanes import WIDTH, lanes_of
from detente.pictures.timeline_seen import seen_of
from detente.queries.acts import among
from detente.queries.answers import read_day
from detente.queries.captions import the

if TYPE_CHECKING:
    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["dyad_timeline"]

#: Under so many events there is no level to draw.
_ENOUGH = 3


def dyad_timeline(
    graph: Graph,
    left: str,
    right: str,
    *,
    since: date | str | None = None,
    until: date | str | None = None,
    scope: Scope | None = None,
) -> Picture:
    """How two actors got on: the share of cooperation, what happened, and when they turned.

    >>> dyad_timeline(graph, "Russia", "Turkey").save("timeline.svg")  # doctest: +SKIP

    `since` and `until` are the first and the last day shown; acts before `since` still count for
    the level. The level is the posterior share of cooperation, old acts fading by their half-life,
    with its 90 % interval, beside what the two's dealings with everybody else let one expect.
    """
    need_matplotlib()
    begin, end = read_day(since, option="since"), read_day(until, option="until")
    if begin is not None and end is not None and begin > end:
        raise GraphError(f"since: {begin} is later than until, {end}")
    a, b = _ends(graph, left, right)
    heard = told(graph, scope, until=end, actors=_beyond_states(graph, a, b))
    names = the(heard.names(a)), the(heard.names(b))
    of_pair = among(heard.acts, (a, b))
    shown = of_pair if begin is None else of_pair.filter(of_pair["day"] >= begin)
    title = f"How {names[0]} and {names[1]} got on"
    caption = heard.caption(shown, begin)
    events = events_in(shown)
    if events.height < _ENOUGH:
        few = f"Too little is told of {names[0]} and {names[1]} to draw"
        text = f"{few}: {_how_many(events.height)} in this time, {_ENOUGH} are needed."
        return in_words(title, caption, text, width=WIDTH)
    first = begin or min(events["day"])
    last = heard.until or max(events["day"])
    seen = seen_of(graph, heard, (a, b), events, (first, last))
    lanes = lanes_of(seen)
    height = height_of(title, caption, lanes, len(seen.marked))
    return Picture(title, caption, WIDTH, height, lambda page, top: draw(page, top, seen, lanes))


def _how_many(events: int) -> str:
    return "no event" if events == 0 else "one event" if events == 1 else f"{events} events"


def _ends(graph: Graph, left: str, right: str) -> tuple[str, str]:
    a, b = (graph.roster.resolve(one) for one in (left, right))
    if a == b:
        raise GraphError(f"'{left}' and '{right}' are the same actor: name two")
    return a, b


def _beyond_states(graph: Graph, a: str, b: str) -> set[str] | None:
    """The two where one of them is no state or body: these are not asked about otherwise."""
    known = (graph.roster.actor(one) for one in (a, b))
    states = all(one is not None and one.label in {"Country", "Bloc"} for one in known)
    return None if states else {a, b}
