"""Made-up rows of two blocs that quarrel, for the questions about pairs. No row is real."""

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

__all__ = ["EAST", "FRIENDLY", "HOSTILE", "Row", "blocs", "graph_of", "table_of"]

#: Source, CAMEO code, target, day.
Row = tuple[str, str, str, date]

WEST = ("Poland", "Germany", "France", "Italy", "Spain")
#: The ids of the other bloc.
EAST = {"RUS": "Russia", "BLR": "Belarus", "IRN": "Iran", "SYR": "Syria", "CUB": "Cuba"}
#: Economic cooperation and an embargo: deeds, which fade slowly.
FRIENDLY, HOSTILE = "061", "163"


def blocs() -> list[Row]:
    """Eleven acts of each two from January to October: friends within a bloc, foes across.

    India is everybody's friend.
    """
    days = [date(2018, 1, 1) + timedelta(days=30 * at) for at in range(11)]
    pairs = [(one, FRIENDLY, other) for bloc in (WEST, EAST.values()) for one, other in _two(bloc)]
    pairs += [(one, HOSTILE, other) for one in WEST for other in EAST.values()]
    pairs += [("India", FRIENDLY, other) for other in (*WEST, *EAST.values())]
    return [(one, code, other, day) for one, code, other in pairs for day in days]


def _two(bloc: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from combinations(bloc, 2)


def table_of(rows: Iterable[Row], file: Path) -> Path:
    """Write the rows in the layout of ICEWS, without a publisher."""
    numbered = (
        (str(number), str(day), source, code, target)
        for number, (source, code, target, day) in enumerate(rows)
    )
    text = icews(*numbered).replace("\tDaily\t", "\tNA\t")
    file.write_text(text.replace(f"\t{FRIENDLY}\t-2.5\t", f"\t{FRIENDLY}\t6.4\t"), encoding="utf8")
    return file


@contextmanager
def graph_of(home: Path, rows: Iterable[Row], file: Path) -> Iterator[Graph]:
    """The rows as the only content of the embedded graph in `home`."""
    with open_embedded(home) as store:
        empty(store)
        graph = Graph(store, roster())
        graph.load(table_of(rows, file))
        yield graph
