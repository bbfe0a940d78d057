"""Formal alliances of the Correlates of War: a row for two states and an alliance, with days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, get_args

from detente.graph.dates import PartialDate
from detente.graph.pacts import Obligation
from detente.graph.roster import Roster
from detente.loaders.events.rows import Reject
from detente.loaders.treaties.cells import as_date, as_mark, as_number, is_empty
from detente.loaders.treaties.layouts import Layout
from detente.loaders.treaties.left_out import LeftOut, OutsideError
from detente.loaders.treaties.pacts import Pact
from detente.loaders.treaties.states import States, Term
from detente.loaders.treaties.tables import Table

__all__ = ["read_alliances"]

_OBLIGATIONS: tuple[Obligation, ...] = get_args(Obligation)
_PARTS = ("year", "month", "day")


class _Bounds(NamedTuple):
    since: PartialDate
    until: PartialDate
    open_start: bool
    open_end: bool


def read_alliances(table: Table, layout: Layout, roster: Roster) -> Iterator[Pact | Reject]:
    """The rejected rows, in their order, what is left out, and every pact, in order of the table.

    What is told again is given once, with the later end: the other direction of a pair, the other
    years of a yearly table. An alliance without an end is known to last until the last year of the
    data set.
    """
    places, states, left_out = layout.places(table.header), States(roster), LeftOut()
    found: dict[str, Pact] = {}
    for line, cells in table:
        try:
            pacts = _pacts(table, layout, states, cells, places)
        except OutsideError as error:
            left_out(line, str(error))
        except ValueError as error:
            yield Reject(table.name, line, str(error))
        else:
            for pact in pacts:
                known = found.setdefault(pact.record_id, pact)
                if pact.until.over > known.until.over:
                    found[pact.record_id] = pact
    yield from left_out.notices(table.name)
    yield from found.values()


def _pacts(
    table: Table, layout: Layout, states: States, cells: list[str], places: dict[str, int]
) -> list[Pact]:
    table.check(cells)
    row = {field: cells[place].strip() for field, place in places.items()}
    marked = [one for one in _OBLIGATIONS if one in row and _marked(one, row[one])]
    if len(marked) == 0:
        raise OutsideError("marks no obligation")
    bounds = _bounds(row, layout)
    pacts: list[Pact] = []
    for left in _terms(states, row["left"], bounds):
        for right in _terms(states, row["right"], bounds):
            cut = _cut(bounds, left, right)
            if cut is not None and left.actor_id != right.actor_id:
                low, high = sorted((left.actor_id, right.actor_id))
                pacts += (
                    Pact(layout.layout, low, high, one, *cut, row["alliance"], layout.source)
                    for one in marked
                )
    if len(pacts) == 0:
        raise ValueError(f"{row['left']} and {row['right']} were never two states then")
    return pacts


def _bounds(row: dict[str, str], layout: Layout) -> _Bounds:
    since, until = (
        as_date(bound, (row[f"{bound}_{part}"] for part in _PARTS)) for bound in ("since", "until")
    )
    if since is None:
        raise ValueError("has no year of its beginning")
    if _marked("right_censor", row["right_censor"]):
        until = None
    if until is not None and until.end <= since.start:
        raise ValueError(f"ends on {until}, before its beginning on {since}")
    # What is in force at the end of the table is known until then, and no longer.
    last = PartialDate(str(layout.last_year))
    return _Bounds(since, until or last, _marked("left_censor", row["left_censor"]), until is None)


def _marked(field: str, cell: str) -> bool:
    return not is_empty(cell) and as_mark(field, cell)


def _terms(states: States, number: str, bounds: _Bounds) -> list[Term]:
    return states.terms(as_number("state", number), bounds.since.start, bounds.until.end)


def _cut(bounds: _Bounds, *terms: Term) -> _Bounds | None:
    """The bounds within the time for which both numbers stand for their actors, or None."""
    for term in terms:
        if term.since is not None and bounds.since.start < term.since:
            bounds = bounds._replace(since=PartialDate.of(term.since), open_start=False)
        if term.until is not None and bounds.until.over > term.until:
            bounds = bounds._replace(until=PartialDate.of(term.until), open_end=False)
    return bounds if bounds.since.start < bounds.until.end else None
