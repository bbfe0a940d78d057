"""A made-up year in coded rows: two blocs, a bridge, a turncoat, a follower. No row is real."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

from detente.seeds import roster
from detente.session import Graph
from tests.detente.test_data import icews
from tests.stores import empty, open_embedded

__all__ = ["EAST", "LAST", "TURN", "WEST", "Row", "loaded", "rows_of", "two_blocs", "written"]

#: Source, CAMEO code, target, day.
Row = tuple[str, str, str, date]

WEST = {"POL": "Poland", "DEU": "Germany", "FRA": "France", "ITA": "Italy", "ESP": "Spain"}
EAST = {"RUS": "Russia", "BLR": "Belarus", "IRN": "Iran", "SYR": "Syria", "CUB": "Cuba"}
TURN, LAST = date(2018, 6, 1), date(2018, 10, 29)
_FIRST = date(2018, 1, 1)
#: Economic cooperation and an embargo: deeds, which fade slowly.
_FRIENDLY, _HOSTILE = "061", "163"
_WEEKS = (LAST - _FIRST).days // 7 + 1
#: The weeks in which the leader quarrels with each of its targets.
_QUARRELS = {
    "Norway": (1, 2, 6, 11, 17, 18, 24, 29, 33, 38),
    "Chile": (0, 4, 9, 10, 15, 21, 22, 30, 35, 36),
    "Kenya": (3, 5, 8, 14, 19, 20, 26, 27, 34, 39),
}
_LATER = 2


def rows_of(
    ones: Iterable[str], others: Iterable[str], code: str, days: Iterable[date]
) -> Iterator[Row]:
    """The same act between every one and every other on each of the days."""
    kept, behind = list(days), list(others)
    for one in ones:
        for other in behind:
            yield from ((one, code, other, day) for day in kept)


def _every(days: int, since: date = _FIRST, until: date = LAST) -> list[date]:
    return [since + timedelta(days=at) for at in range(0, (until - since).days + 1, days)]


def two_blocs() -> list[Row]:
    """Friends within each of two blocs and foes across.

    Italy and Iran are friends all the same, India is everybody's friend, and Serbia stands with the
    east until it turns. Egypt and Ghana fall silent, Oman and Peru meet for the first time. Mexico
    quarrels with three others, and Cyprus with the same two weeks later.
    """
    west, east, days = list(WEST.values()), list(EAST.values()), _every(30)
    found: list[Row] = []
    for bloc in (west, east):
        for one, other in combinations(bloc, 2):
            found += rows_of([one], [other], _FRIENDLY, days)
    for one in west:
        for other in east:
            friends = {one, other} == {"Italy", "Iran"}
            found += rows_of([one], [other], _FRIENDLY if friends else _HOSTILE, days)
    found += rows_of(["India"], [*west, *east], _FRIENDLY, days)
    before, after = _every(14, until=TURN), _every(14, since=TURN + timedelta(days=1))
    for bloc, codes in ((west, (_HOSTILE, _FRIENDLY)), (east, (_FRIENDLY, _HOSTILE))):
        found += rows_of(["Serbia"], bloc, codes[0], before)
        found += rows_of(["Serbia"], bloc, codes[1], after)
    found += rows_of(["Serbia"], ["India"], _FRIENDLY, [*before, *after])
    found += rows_of(["Egypt"], ["Ghana"], _FRIENDLY, before)
    found += rows_of(["Oman"], ["Peru"], _FRIENDLY, after)
    for who, later in (("Mexico", 0), ("Cyprus", _LATER)):
        for target, weeks in _QUARRELS.items():
            for week in range(_WEEKS):
                code = "112" if week - later in weeks else "040"
                found.append((who, code, target, _FIRST + timedelta(days=7 * week)))
    return found


def written(rows: Iterable[Row], file: Path) -> Path:
    """Write the rows in the layout of ICEWS."""
    text = icews(
        *(
            (str(number), str(day), source, code, target)
            for number, (source, code, target, day) in enumerate(rows)
        )
    )
    file.write_text(text, encoding="utf8")
    return file


@contextmanager
def loaded(home: Path, rows: Iterable[Row], file: Path) -> Iterator[Graph]:
    """The rows as the only content of the embedded graph in `home`."""
    with open_embedded(home) as store:
        empty(store)
        graph = Graph(store, roster())
        graph.load(written(rows, file))
        yield graph
