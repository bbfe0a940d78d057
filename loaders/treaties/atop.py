"""Dyad-years of ATOP: a row for two states and a year, with the obligations in force in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import MAXYEAR, date
from typing import get_args

from detente.graph.dates import PartialDate
from detente.graph.pacts import Obligation
from detente.graph.roster import Roster
from detente.loaders.events.rows import Reject
from detente.loaders.treaties.cells import FIRST_YEAR, as_mark, as_number
from detente.loaders.treaties.layouts import Layout
from detente.loaders.treaties.left_out import LeftOut, OutsideError
from detente.loaders.treaties.pacts import Pact
from detente.loaders.treaties.states import States
from detente.loaders.treaties.tables import Table

__all__ = ["read_dyad_years"]

_OBLIGATIONS: tuple[Obligation, ...] = get_args(Obligation)
_Key = tuple[str, str, Obligation]


def read_dyad_years(table: Table, layout: Layout, roster: Roster) -> Iterator[Pact | Reject]:
    """The rejected rows, in their order, what is left out, and every pact: lower ids, years first.

    Years that follow one another are one pact. In directed dyad-years what one of the two promises
    counts for both. A pact of the first or last year of the table is open at that end.
    """
    reading = _Years(table, layout, roster)
    yield from reading.rejects()
    for (left, right, obligation), years in sorted(reading.years.items()):
        for first, last in _spans(years):
            yield Pact(
                layout.layout,
                left,
                right,
                obligation,
                PartialDate(str(first)),
                PartialDate(str(last)),
                source=layout.source,
                open_start=first == reading.first,
                open_end=last == reading.last,
            )


class _Years:
    """The years of each pair and obligation, once `rejects` has been read to its end."""

    def __init__(self, table: Table, layout: Layout, roster: Roster) -> None:
        self.years: defaultdict[_Key, set[int]] = defaultdict(set)
        self.first: int | None = None
        self.last: int | None = None
        self._table = table
        self._states = States(roster)
        places = layout.places(table.header)
        self._ends = places["left"], places["right"], places["year"]
        self._marks = [(one, places[one]) for one in _OBLIGATIONS if one in places]
        # A few hundred numbers and two hundred years in hundreds of thousands of cells.
        self._known: dict[tuple[str, str], str] = {}

    def rejects(self) -> Iterator[Reject]:
        left_out = LeftOut()
        for line, cells in self._table:
            try:
                self._take(cells)
            except OutsideError as error:
                left_out(line, str(error))
            except ValueError as error:
                yield Reject(self._table.name, line, str(error))
        yield from left_out.notices(self._table.name)

    def _take(self, cells: list[str]) -> None:
        self._table.check(cells)
        left, right, written = (cells[place] for place in self._ends)
        marked = [one for one, place in self._marks if as_mark(one, cells[place])]
        year = _year(written)
        self._bound(year)
        ends = self._actor(left, written), self._actor(right, written)
        if len(marked) == 0:
            raise OutsideError("marks none of the five obligations")
        if ends[0] == ends[1]:
            raise ValueError(f"both numbers stand for {ends[0]}: {left}, {right}")
        low, high = min(ends), max(ends)
        for obligation in marked:
            self.years[low, high, obligation].add(year)

    def _bound(self, year: int) -> None:
        self.first = year if self.first is None else min(self.first, year)
        self.last = year if self.last is None else max(self.last, year)

    def _actor(self, number: str, written: str) -> str:
        known = self._known.get((number, written))
        if known is None:
            code, year = as_number("state", number), _year(written)
            terms = self._states.terms(code, date(year, 1, 1), date(year + 1, 1, 1))
            known = self._known[number, written] = terms[0].actor_id
        return known


def _year(cell: str) -> int:
    year = as_number("year", cell)
    if not FIRST_YEAR <= year < MAXYEAR:
        raise ValueError(f"year: {cell!r} is no year")
    return year


def _spans(years: set[int]) -> Iterator[tuple[int, int]]:
    """First and last year of each run of years.

    >>> list(_spans({1942, 1943, 1950}))
    [(1942, 1943), (1950, 1950)]
    """
    for first in sorted(year for year in years if year - 1 not in years):
        last = first
        while last + 1 in years:
            last += 1
        yield first, last
