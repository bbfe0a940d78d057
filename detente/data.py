"""Loading coded event data and treaties into a graph."""

# Many transactions make one load. Whatever stops it, what is stored is sound, and the same load
# again completes it.

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from detente import graph as graph_package
from detente import seeds
from detente.graph.errors import ConfigError, LoadError
from detente.graph.loaded_files import LoadedFile
from detente.loaders import events
from detente.loaders.events.coding import moved
from detente.loaders.events.files import EventFile, event_file, read_statements
from detente.loaders.events.layouts import LAYOUTS
from detente.loaders.events.mentions import mentions_of
from detente.loaders.events.rollup import RollUp
from detente.loaders.events.rows import Reject
from detente.loaders.treaties.facts import read_pacts, read_treaty_table, treaty_layout
from detente.loaders.treaties.layouts import layouts
from detente.loaders.treaties.pacts import Pact
from detente.report import LoadReport

if TYPE_CHECKING:
    from detente.graph.graph import Graph
    from detente.graph.statements import Statement
    from detente.loaders.treaties.layouts import Layout
    from detente.rejects import Rejects

__all__ = ["DataFile", "Progress", "data_file", "load_data", "place_again"]

T = TypeVar("T")

_MEMBERSHIPS = "memberships"
_RULES = frozenset({".py", ".csv", ".yaml"})
#: Thresholds of the garbage collector while data is loaded.
_RARELY = (200_000, 50, 100)

#: Called with a word for the step ("reading", "storing"), what is done, and of how much if known.
Progress = Callable[[str, int, int | None], None]

#: Names of files that may hold data; of others nobody looks at the content.
_ARCHIVE = ".zip"
_SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".txt", ".gz", _ARCHIVE, ".parquet"})


class DataFile(NamedTuple):
    """A file of data: of coded events, or of treaties or memberships in one of their layouts."""

    path: Path
    events: EventFile | None = None
    treaties: Layout | None = None


def data_file(
    path: Path, *, layout: str | None = None, columns: Mapping[str, str] | None = None
) -> DataFile | None:
    """What a file of data is, or None for one that has the look of no data set.

    >>> data_file(Path("article.html")) is None
    True

    Raises `LoadError` for a file that is not what `layout` says, and `ConfigError` for a layout
    that does not exist.
    """
    if layout is not None and layout in layouts():
        return DataFile(path, treaties=treaty_layout(path, layout))
    if layout is not None and layout not in LAYOUTS:
        raise ConfigError(f"no layout '{layout}': {', '.join((*LAYOUTS, *layouts()))}")
    if layout is not None or columns is not None:
        return DataFile(path, event_file(path, layout=layout, columns=columns))
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return None
    with suppress(LoadError):
        return DataFile(path, event_file(path))
    try:
        return DataFile(path, treaties=treaty_layout(path))
    except LoadError:
        # No article comes in a ZIP archive: what is wrong with its table is what there is to say.
        if path.suffix.lower() == _ARCHIVE:
            raise
        return None


def load_data(
    graph: Graph,
    files: Iterable[DataFile],
    rollup: RollUp,
    *,
    rejects: Rejects,
    min_confidence: float | None = None,
    watch: Progress | None = None,
) -> LoadReport:
    """Store what files of data say; the same again changes nothing."""
    given = list(files)
    report = LoadReport()
    with _collecting_rarely():
        for file in given:
            if file.treaties is not None:
                report += _load_treaties(graph, file.path, file.treaties, rejects)
        coded = [file.events for file in given if file.events is not None]
        if len(coded) > 0:
            report += _load_events(
                graph, coded, rollup, rejects, min_confidence=min_confidence, watch=watch
            )
    return report + LoadReport(
        rejected_rows=rejects.number,
        examples=rejects.first,
        rejects=rejects.files,
        warnings=rejects.notices,
    )


def _load_events(
    graph: Graph,
    files: list[EventFile],
    rollup: RollUp,
    rejects: Rejects,
    *,
    min_confidence: float | None,
    watch: Progress | None,
) -> LoadReport:
    show = watch or _silent
    digest = _digest(files, rollup, min_confidence)
    known = graph.noted_file(digest)
    if known is not None:
        return LoadReport(read=known.rows, unplaced=known.unplaced)
    read = _Counted()

    def seen(number: int) -> None:
        read.known = number
        show("reading", number, None)

    told = read_statements(
        files,
        rollup,
        recorded_at=datetime.now(UTC),
        reject=rejects,
        seen=seen,
        min_confidence=min_confidence,
    )
    added = graph.add_statements(read(told), watch=lambda done: show("storing", done, read.known))
    if rejects.number == 0:
        graph.note_file(digest, LoadedFile(read.rows, read.unplaced))
    return LoadReport(
        read=read.rows,
        unplaced=read.unplaced,
        statements=added.new,
        changed=added.changed,
        relations=added.new_relations,
        merged=added.changed_relations,
    )


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Look for cyclic garbage less often: rows make none, and looking is a third of the work."""
    usual = gc.get_threshold()
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def place_again(graph: Graph, rollup: RollUp) -> LoadReport:
    """Resolve the actors of stored rows again that the user's own names stand for.

    No file is read; the ids of the statements stay.
    """

    def again(statement: Statement) -> Statement:
        day = date.fromisoformat(str(statement.event_date))
        return moved(
            statement,
            rollup.own(statement.subject_surface or "", day),
            rollup.own(statement.object_surface or "", day),
        )

    told = graph.coded(rollup.owns)
    added = graph.add_statements(again(one) for one in told if one.event_date is not None)
    return LoadReport(
        changed=added.changed, relations=added.new_relations, merged=added.changed_relations
    )


def _digest(files: list[EventFile], rollup: RollUp, min_confidence: float | None) -> str:
    """The content of files, and all that decides what their rows become."""
    found = hashlib.blake2b(digest_size=16)
    told = [(one.layout.name, one.dataset, sorted((one.columns or {}).items())) for one in files]
    found.update(repr((told, min_confidence, rollup.own_names)).encode())
    read = [path for one in files for path in (one.path, mentions_of(one.path)) if path is not None]
    for path in (*read, *_rules()):
        with path.open("rb") as content:
            found.update(hashlib.file_digest(content, "blake2b").digest())
    return found.hexdigest()


def _rules() -> Iterator[Path]:
    """The code and the tables by which rows are read, and their actors and codes resolved."""
    for package in (events, graph_package, seeds):
        folder = Path(str(package.__file__)).parent
        yield from sorted(one for one in folder.iterdir() if one.suffix in _RULES)


def _silent(_step: str, _done: int, _of: int | None) -> None:
    """Show nothing."""


class _Counted:
    """Counts statements that pass, those with an actor not placed, and the rows known to come."""

    def __init__(self) -> None:
        self.rows = self.unplaced = self.known = 0

    def __call__(self, told: Iterable[Statement]) -> Iterator[Statement]:
        for one in told:
            self.rows += 1
            self.unplaced += one.subject is None or one.object is None
            yield one


def _load_treaties(graph: Graph, path: Path, layout: Layout, rejects: Rejects) -> LoadReport:
    """A pact is a treaty, one of defence or offence a statement too; a membership is this alone."""
    told: list[Statement] = []
    pacts: list[Pact] = []
    if layout.layout == _MEMBERSHIPS:
        told = list(_kept(read_treaty_table(path, graph.roster, layout=layout), rejects))
    else:
        pacts = list(_kept(read_pacts(path, graph.roster, layout=layout), rejects))
        told = [one for pact in pacts if (one := pact.statement()) is not None]
        graph.add_treaties(
            [pact.treaty() for pact in pacts], [party for pact in pacts for party in pact.parties()]
        )
    added = graph.add_statements(told)
    return LoadReport(
        read=len(told) if layout.layout == _MEMBERSHIPS else 0,
        pacts=len(pacts),
        statements=added.new,
        changed=added.changed,
        relations=added.new_relations,
        merged=added.changed_relations,
    )


def _kept(found: Iterable[T | Reject], rejects: Rejects) -> Iterator[T]:
    for one in found:
        if isinstance(one, Reject):
            rejects(one)
        else:
            yield one
