"""An open graph: what `detente.open` gives, with loading on top of `detente.graph.graph.Graph`."""

# A load goes article by article, each in one transaction: whatever stops it, what was loaded stays
# loaded and no article is stored by halves.

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Self

from detente import seeds
from detente.graph import graph
from detente.graph.articles import Article
from detente.graph.errors import ForbiddenError, LoadError
from detente.graph.plans import Added
from detente.graph.registry import kin_of
from detente.graph.settings import OWN_NAMES, home_folder
from detente.graph.store import Store, open_store
from detente.reading import reading_of
from detente.report import LoadReport, Rejected
from detente.seeding import plant

if TYPE_CHECKING:
    from datetime import date
    from types import TracebackType

    import networkx

    from detente.data import DataFile, Progress
    from detente.graph.roster import Roster
    from detente.loaders.articles.files import Ignored as IgnoredFiles
    from detente.loaders.events.own_names import OwnName
    from detente.loaders.events.rollup import RollUp
    from detente.loaders.reading.models.extractor import Extractor

__all__ = ["Graph", "graph_in", "open"]

#: Called after each input with its name and what came of it.
Watch = Callable[[str, LoadReport], None]


class Graph(graph.Graph):
    """A graph that loads articles and data and closes its store.

    >>> with open() as graph:  # doctest: +SKIP
    ...     print(graph.load("articles/"))
    2 articles added: 31 new statements, 14 new relations, 9 known relations changed
    """

    def __init__(self, store: Store, roster: Roster, own_names: Iterable[OwnName] = ()) -> None:
        super().__init__(store, roster)
        self._own_names = tuple(own_names)

    def load(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        lang: str | None = None,
        columns: Mapping[str, str] | None = None,
        strict: bool = False,
        model: Extractor | None = None,
        watch: Watch | None = None,
        layout: str | None = None,
        min_confidence: float | None = None,
        rejects: Path | None = None,
        progress: Progress | None = None,
    ) -> LoadReport:
        """Read and store the articles and data of files and folders; "-" is the standard input.

        An input that cannot be read is counted with its reason and skipped; with `strict` it
        raises its `LoadError`, and what was loaded before it stays. `lang` is the language of texts
        that do not name theirs, `columns` says which column of a table each field is taken from.
        A `model` is asked about each article after the rules; what it gave that could not be used
        is among the warnings. Loading the same again changes nothing.

        Coded event data, treaties and memberships are recognised by their headers; `layout` says
        that every file is of that one ("icews", "atop", …), and `columns` that name a source and a
        target make a table of events. Of events with a confidence those below `min_confidence` are
        left out. Rows that cannot be read go into the file `rejects`; `progress` is called as rows
        are read and stored.
        """
        from detente.loaders.articles.files import Ignored, read_paths

        given = [paths] if isinstance(paths, str | Path) else list(paths)
        data, report = self._data_in(given, layout, columns, strict=strict)
        if len(data) > 0:
            from detente.data import load_data
            from detente.rejects import Rejects

            with Rejects(rejects, strict=strict) as refused:
                report += load_data(
                    self,
                    data.values(),
                    self._rollup(),
                    rejects=refused,
                    min_confidence=min_confidence,
                    watch=progress,
                )
            columns = None
        refused_too = {one.source for one in report.rejected}
        given = [path for path in given if str(path) not in data.keys() | refused_too]
        for item in read_paths(given, lang=lang, columns=columns):
            if isinstance(item, Article):
                source, done = (
                    item.article_id,
                    self._load_or_reject(item, strict=strict, model=model),
                )
            elif isinstance(item, Ignored):
                source, done = item.source, LoadReport(warnings=(_ignored(item),))
            elif strict:
                raise item
            else:
                source, done = item.source, _rejected(item)
            report += done
            if watch is not None:
                watch(source, done)
        return report

    def _data_in(
        self,
        paths: Iterable[str | Path],
        layout: str | None,
        columns: Mapping[str, str] | None,
        *,
        strict: bool,
    ) -> tuple[dict[str, DataFile], LoadReport]:
        """Those of the paths that are files of data, and those that are not what they should be."""
        from detente.data import data_file

        named = columns or {}
        events = named if {"source", "target"} <= named.keys() else None
        found: dict[str, DataFile] = {}
        report = LoadReport()
        if len(named) > 0 and events is None:
            return found, report
        for path in map(str, paths):
            try:
                file = data_file(Path(path), layout=layout, columns=events)
            except LoadError as error:
                if strict:
                    raise
                rejected = Rejected(source=path, reason="; ".join(error.problems))
                report += LoadReport(rejected=(rejected,))
            else:
                if file is not None:
                    found[path] = file
        return found, report

    def networkx(self, *, as_of: date | None = None) -> networkx.MultiDiGraph[str]:
        """A network with one edge for each relation: those of a day, or all.

        >>> network = open().networkx(as_of=date(2018, 6, 1))  # doctest: +SKIP
        >>> network["USA"]["RUS"]  # doctest: +SKIP
        """
        from detente.queries.exports import multigraph

        return multigraph(self.columns().relations, self.actors(), as_of=as_of)

    def place_again(self) -> LoadReport:
        """Resolve the actors of stored rows again by the names that the user added; reads no file.

        Statements keep their ids; the edges move to the actors that the names stand for.
        """
        from detente.data import place_again

        return place_again(self, self._rollup())

    def _rollup(self) -> RollUp:
        from detente.loaders.events.rollup import RollUp

        # Names hold for their time only: as names of the roster they would hold always.
        return RollUp(seeds.roster(), (one.known() for one in self._own_names))

    def _load_or_reject(
        self, article: Article, *, strict: bool, model: Extractor | None
    ) -> LoadReport:
        try:
            return self.load_article(article, model=model)
        except LoadError as error:
            if strict:
                raise
            return _rejected(error)

    def load_article(self, article: Article, *, model: Extractor | None = None) -> LoadReport:
        """Read and store one article, with what a model adds where one is given.

        Raises `LoadError` for one that cannot be read.
        """
        from detente.loaders.reading.events import same_event_links

        reading = reading_of(article, self.roster, model=model)
        pairs = {one.pair for one in reading.statements if one.pair is not None}
        relations = {kin for one in reading.statements for kin in kin_of(one.relation)}
        known = (one for one in self.told(pairs, relations) if one.article_id != article.article_id)
        links = same_event_links(reading.statements, known=known)
        before = self.stores(article.article_id)
        added = self.add_article(article, reading.statements, links=links)
        return _report(added, before=before) + LoadReport(warnings=reading.remarks)

    def close(self) -> None:
        """Give the connections back; a local server stops by itself when nobody uses it."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open(  # noqa: A001  users write detente.open(), as they write open() for files
    uri: str | None = None,
    *,
    home: str | Path | None = None,
    store: str | None = None,
    user: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> Graph:
    """Open a graph: the embedded one, or that of the Neo4j server at `uri`.

    >>> with open("neo4j://localhost:7687") as graph:  # doctest: +SKIP
    ...     graph.revision
    0

    What is not given comes from `NEO4J_URI`, `NEO4J_USERNAME`, `NEO4J_PASSWORD`, `NEO4J_DATABASE`,
    `DETENTE_HOME` and `DETENTE_STORE`. A graph that does not have the seeds yet gets them now.
    Raises `ConfigError` for settings that make no sense and `StoreError` for a server that refuses.
    """
    return graph_in(
        open_store(uri=uri, home=home, kind=store, user=user, password=password, database=database),
        home=home_folder(home),
    )


def graph_in(opened: Store, *, home: Path | None = None) -> Graph:
    """The graph of an open store, with the seeds; closes the store where that fails.

    The names that a user added in `home` are known to it.
    """
    try:
        found = _graph(opened, home)
        _plant(found)
    except BaseException:
        opened.close()
        raise
    return found


def _graph(opened: Store, home: Path | None) -> Graph:
    roster = seeds.roster()
    if home is None or not (home / OWN_NAMES).exists():
        return Graph(opened, roster)
    from detente.loaders.events.own_names import kept_own_names, with_own_names

    own = kept_own_names(home, roster)
    return Graph(opened, with_own_names(roster, own), own)


def _plant(found: Graph) -> None:
    try:
        plant(found)
    except ForbiddenError:
        # Who may only read sees the graph with the seeds that it has.
        if found.revision == 0:
            raise


def _ignored(item: IgnoredFiles) -> str:
    kinds = ", ".join(f"{number} {suffix}" for suffix, number in item.suffixes)
    return f"{item.source}: files of other kinds are left out ({kinds})"


def _rejected(error: LoadError) -> LoadReport:
    reason = "; ".join(error.problems)
    return LoadReport(rejected=(Rejected(source=error.source, reason=reason),))


def _report(added: Added, *, before: bool) -> LoadReport:
    changed = added.new + added.changed + added.retired + added.links > 0
    return LoadReport(
        added=int(not before),
        updated=int(before and changed),
        unchanged=int(before and not changed),
        statements=added.new,
        retired=added.retired,
        relations=added.new_relations,
        merged=added.changed_relations,
    )
