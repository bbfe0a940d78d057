"""The camps on a day as a map: who stands together, and the ties for and against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from detente.pictures.acts import heaviest, told
from detente.pictures.camps_drawing import draw, height_of
from detente.pictures.camps_map import LEAST_WIDTH, map_of
from detente.pictures.picture import Picture, in_words
from detente.pictures.style import count, need_matplotlib
from detente.queries.analyses.ground import ground_of
from detente.queries.answers import read_day
from detente.queries.camps import Camps
from detente.queries.friendliness import ENOUGH_DYADS

if TYPE_CHECKING:
    from detente.queries.friendliness import Dyad
    from detente.queries.scope import Scope
    from detente.session import Graph

__all__ = ["camp_map"]

#: As many actors are shown, and so many ties each way of every actor.
MOST, TIES = 40, 2


def camp_map(
    graph: Graph,
    *,
    as_of: date | str | None = None,
    scope: Scope | None = None,
    most: int = MOST,
    ties_each: int = TIES,
) -> Picture:
    """The camps on a day (without one: the last of which anything is told), with their ties.

    >>> camp_map(graph, as_of="2018-10-31").save("camps.png")  # doctest: +SKIP

    Shown are the `most` actors of whom most is told; of the ties that are sure, the strongest
    `ties_each` each way of every actor. With under 20 dyads there are ties only, and no camps.
    """
    need_matplotlib()
    heard = told(graph, scope, until=read_day(as_of, option="as_of"))
    title = "Camps" if heard.until is None else f"Camps as of {heard.until}"
    if heard.until is None or heard.acts.height == 0:
        return in_words(title, heard.caption(heard.acts, None), _NOTHING, width=LEAST_WIDTH)
    found = ground_of(graph, scope, until=heard.until).camps(heard.until)
    shown = heaviest(found.friendliness, most)
    sure = _sure(found)
    drawn = _strongest(sure, shown, found.actors, ties_each)
    page = map_of(found, shown, drawn, heard.names)
    left_out = (
        f"{len(shown)} of {count(len(found.actors), 'actor')}, {len(drawn)} of "
        f"{count(len(sure), 'sure tie')}"
    )
    caption = f"{heard.caption(heard.acts, None)}; shown: {left_out}"
    notes = _notes(found)
    height = height_of(title, caption, page, notes)
    return Picture(
        title, caption, page.width, height, lambda figure, top: draw(figure, top, page, notes)
    )


_NOTHING = "Nothing is told up to this day of any two states: there are no camps to draw."


def _sure(found: Camps) -> list[Dyad]:
    """The dyads whose sign is supported."""
    seen = found.friendliness
    sure = (seen.friendlier > _SURE) | (seen.friendlier < 1.0 - _SURE)
    dyads = (seen.dyad_at(int(at), top=0) for at in np.flatnonzero(sure))
    return [one for one in dyads if one.verdict == "supported"]


_SURE = 0.9


def _strongest(
    dyads: Iterable[Dyad], shown: Sequence[int], actors: Sequence[str], most: int
) -> list[Dyad]:
    """Those ties that are among the strongest of their sign of either end."""
    named = {actors[at] for at in shown}
    used: dict[tuple[str, bool], int] = {}
    found = []
    within = (one for one in dyads if one.a in named and one.b in named)
    for one in sorted(within, key=lambda dyad: (-abs(dyad.weight), dyad.a, dyad.b)):
        ends = [(end, one.weight > 0) for end in (one.a, one.b)]
        if min(used.get(end, 0) for end in ends) < most:
            found.append(one)
            for end in ends:
                used[end] = used.get(end, 0) + 1
    return found


def _notes(found: Camps) -> tuple[str, ...]:
    if len(found.camps) == 0 and len(found.friendliness.left) < ENOUGH_DYADS:
        few = len(found.friendliness.left)
        return (
            f"Too little is told to speak of camps: acts of {few} dyads, {ENOUGH_DYADS} are "
            "needed. Ties only.",
        )
    if len(found.camps) == 0:
        return ("No two actors stand together in four runs of five: there are no camps.",)
    return (
        f"Frames: every two members were in one cluster in at least 80 % of {len(found.labels)} "
        f"runs (share: mean of all pairs). Clusters in a run: {found.value:.0f} "
        f"({found.low:.0f} to {found.high:.0f}). Dotted frame: weak. Grey: in no camp, "
        "which is not neutral. Marks grow with what is told of an actor.",
    )
