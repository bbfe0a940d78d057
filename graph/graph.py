"""The graph: evidence with its judgements, and the relations that follow from them."""

# Every method that writes is one transaction: it happens as a whole or not at all, raises the
# revision by one if it changes anything, and leaves the edges equal to what all evidence gives.
# Thousands of statements are several such transactions: a load that was cut short is a smaller one.

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import closing, suppress
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from detente.graph import revision
from detente.graph.actor_nodes import read_actors, write_actors
from detente.graph.actors import Actor
from detente.graph.article_nodes import known_articles, read_articles
from detente.graph.articles import Article
from detente.graph.check import check
from detente.graph.columns import Columns, columns
from detente.graph.contradictions import read_denials
from detente.graph.corrections import read_judgements
from detente.graph.digest import digest
from detente.graph.edges import read_edge
from detente.graph.errors import ForbiddenError, GraphError
from detente.graph.evidence import read_statements, read_surfaces, read_told
from detente.graph.judgements import Judgement, JudgementKind, Verdicts, in_force
from detente.graph.judging import judge, undo
from detente.graph.loaded_files import LoadedFile, note_file, noted_file
from detente.graph.loading import load_all, load_one
from detente.graph.loads import ArticleLoad, statement_loads
from detente.graph.lookups import Conditions, find_relations, find_statements
from detente.graph.outcome import Outcome, outcome_of
from detente.graph.pacts import Party, Treaty
from detente.graph.plans import Added
from detente.graph.relations import Relation
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.graph.store import Store
from detente.graph.transaction import Run, inside
from detente.graph.treaties import SharedTreaty, TreatyUpdate, read_shared_treaties
from detente.graph.updates import project_everything

if TYPE_CHECKING:
    import neo4j

__all__ = ["Added", "Graph"]

T = TypeVar("T")


class Graph:
    """A graph in a store.

    >>> from detente.graph.store import open_store
    >>> graph = Graph(open_store(), Roster())  # doctest: +SKIP
    >>> graph.add_article(article, statements)  # doctest: +SKIP
    Added(revision=1, new=2, …)
    >>> graph.relations(between=("USA", "BLR"))  # doctest: +SKIP
    [Relation(relation_id='EASED_SANCTIONS_ON:USA:BLR:…', …)]

    `roster` says who an actor id is when a statement first names it. The clock is an argument
    everywhere (`recorded_at`, `judged_at`, `revoked_at`) and defaults to now.
    """

    def __init__(self, store: Store, roster: Roster) -> None:
        self.store = store
        self.roster = roster
        self._columns: Columns | None = None
        if revision.projection_version(store.read) != revision.PROJECTION:
            # Who may only read sees the relations as they stand.
            with suppress(ForbiddenError):
                self.rebuild()

    @property
    def revision(self) -> int:
        """How many times the graph was changed."""
        return revision.revision(self.store.read)

    @property
    def facts_digest(self) -> str | None:
        """The digest given with the facts loaded last, or None."""
        return revision.facts_digest(self.store.read)

    def _write(self, work: Callable[[Run], T]) -> T:
        return self.store.write(lambda transaction: work(inside(transaction)))

    # Loading

    def add_article(
        self,
        article: Article,
        statements: Iterable[Statement],
        *,
        links: Iterable[tuple[str, str]] = (),
        recorded_at: datetime | None = None,
    ) -> Added:
        """Store an article with what was read in it.

        The same article with the same statements changes nothing. Statements of the article that
        are not given again are retired, unless a person accepted them in this very text. `links`
        are pairs of ids of statements, here or stored, that the reader takes for one event.

        Raises `GraphError` for a statement that does not fit the article or the registry.
        """
        load = ArticleLoad.of(article, statements, links, recorded_at=recorded_at or _now())
        return load_one(self.store, self.roster, load)

    def add_statements(
        self,
        statements: Iterable[Statement],
        *,
        facts_digest: str | None = None,
        recorded_at: datetime | None = None,
        watch: Callable[[int], None] | None = None,
    ) -> Added:
        """Store statements that belong to no stored article, with `recorded_at` as they give it.

        Many are stored in several transactions of some thousands, and `watch` is called after each
        with how many are done: whatever stops a load, the graph is sound, and the same load again
        completes it. More than 100,000 load fastest when all about a pair of actors come together.

        With `facts_digest` they are all the facts that the graph starts from: the same digest again
        does nothing, and facts stored before (those without `recorded_at`) that are not among them
        are retired, at the moment `recorded_at`.
        """
        total = Added(revision=self.revision)
        if facts_digest is not None and facts_digest == self.facts_digest:
            return total
        done = 0
        loads = statement_loads(
            statements, facts_digest=facts_digest, recorded_at=recorded_at or _now()
        )
        with closing(load_all(self.store, self.roster, loads)) as running:
            for load, added in running:
                total += added
                done += len(load.statements)
                if watch is not None:
                    watch(done)
        return total

    def noted_file(self, digest: str) -> LoadedFile | None:
        """What is known of a file of data that was loaded as a whole; None for any other."""
        return noted_file(self.store.read, digest)

    def note_file(self, digest: str, file: LoadedFile) -> None:
        """Note that a file of data was loaded as a whole; this is no change of the graph."""
        self._write(lambda run: note_file(run, digest, file))

    def add_actors(self, actors: Iterable[Actor]) -> int:
        """Store actors, or what has changed about them; return how many that were."""
        given = list(actors)
        stored = {actor.actor_id: actor for actor in read_actors(self.store.read)}
        fresh = [actor for actor in given if stored.get(actor.actor_id) != actor]
        return self._write(lambda run: _write_actors(run, fresh)) if len(fresh) > 0 else 0

    def add_treaties(self, treaties: Iterable[Treaty], parties: Iterable[Party]) -> int:
        """Store treaties and their parties, or what has changed; return how many rows that were."""
        rows, bound = list(treaties), list(parties)
        if TreatyUpdate.of(self.store.read, rows, bound).size == 0:
            return 0
        return self._write(lambda run: _write_treaties(run, rows, bound, self.roster))

    # Reading

    def statements(
        self,
        *,
        between: tuple[str, str] | None = None,
        actor: str | None = None,
        article_id: str | None = None,
        ids: Collection[str] | None = None,
        known_on: date | None = None,
        standing: bool = True,
        sides: bool = False,
        coded_facts: bool = True,
    ) -> list[Statement]:
        """The statements that fit every condition given, in order of their ids.

        `between` two states includes their sides (`BLR:OPP`); `actor` takes one actor as it is, or
        with its `sides`; in both, merged actors count as one. `known_on` goes back to the end of
        that day. Statements that were retired, rejected or whose article was retracted come with
        `standing=False` only; without `coded_facts` those of data sets that tell what happened stay
        out, of which there are many and whose relations say as much.
        """
        conditions = Conditions(between, actor, article_id, ids, sides, coded_facts)
        return find_statements(self.store.read, conditions, known_on=known_on, standing=standing)

    def told(self, pairs: Collection[str], relations: Collection[str]) -> list[Statement]:
        """What was read in articles of these types between these pairs (`BLR|USA`), and stands.

        The pairs are taken as they are named: no sides, no merged actors.
        """
        verdicts = Verdicts(read_judgements(self.store.read))
        found = read_told(self.store.read, pairs, relations)
        return [one for one in found if verdicts.apply(one) is not None]

    def coded(self, names: Callable[[str], bool]) -> list[Statement]:
        """The statements of data sets with an actor under one of the `names`, as the set has it."""
        surfaces = [one for one in read_surfaces(self.store.read) if names(one)]
        return read_statements(self.store.read, sorted(surfaces), by="surfaces")

    def relations(
        self,
        *,
        between: tuple[str, str] | None = None,
        actor: str | None = None,
        as_of: date | None = None,
        known_on: date | None = None,
        sides: bool = False,
    ) -> list[Relation]:
        """The relations of a pair, of an actor (with its `sides`), or all, in order of their ids.

        `as_of` keeps states that hold on that day and events that happened on or before it;
        `known_on` answers from what was recorded and judged by the end of that day.
        """
        conditions = Conditions(between, actor, sides=sides)
        return find_relations(self.store.read, conditions, day=as_of, known_on=known_on)

    def columns(self) -> Columns:
        """All relations and all statements as polars frames, read once for each revision.

        >>> graph.columns().relations.filter(pl.col("source") == "USA")  # doctest: +SKIP
        """
        self._columns = columns(self.store, before=self._columns)
        return self._columns

    def relation(self, relation_id: str) -> Relation:
        """The relation of this id; `GraphError` when there is none."""
        return read_edge(self.store.read, relation_id)

    def denials(self, relation_id: str) -> list[Statement]:
        """The statements that deny one of those that a relation rests on."""
        relation = self.relation(relation_id)
        denials = read_denials(self.store.read, relation.statement_ids)
        return read_statements(self.store.read, denials)

    def treaties(self, *, actor: str, as_of: date | None = None) -> list[SharedTreaty]:
        """The treaties that bind an actor and another state, oldest first: on a day, or ever."""
        verdicts = Verdicts(read_judgements(self.store.read))
        shared = read_shared_treaties(self.store.read, verdicts.aliases(actor))
        return [treaty for treaty in shared if as_of is None or treaty.binds(as_of)]

    def actors(self) -> list[Actor]:
        """Every stored actor, in order of the ids."""
        return sorted(read_actors(self.store.read), key=lambda actor: actor.actor_id)

    def articles(self) -> list[Article]:
        """Every stored article, retracted ones included, in order of the ids."""
        return read_articles(self.store.read)

    def article(self, article_id: str) -> Article:
        """The article of this id; `GraphError` when there is none."""
        found = read_articles(self.store.read, [article_id])
        if len(found) == 0:
            raise GraphError(f"no such article: {article_id}")
        return found[0]

    def stores(self, article_id: str) -> bool:
        """Whether an article of this id is in the graph."""
        return len(known_articles(self.store.read, [article_id])) > 0

    # Judging

    def judgements(self, *, known_on: date | None = None) -> list[Judgement]:
        """What people judged and did not take back, the weakest first."""
        return list(in_force(read_judgements(self.store.read), known_on=known_on))

    def judge(
        self,
        kind: JudgementKind,
        target: str,
        other: str | None = None,
        *,
        because: str,
        judged_by: str,
        judged_at: datetime | None = None,
    ) -> Judgement:
        """Store a person's judgement and project again what it touches.

        Raises `GraphError` naming what does not exist or is already so.
        """
        judgement = Judgement.of(
            kind, target, other, because=because, judged_by=judged_by, judged_at=judged_at or _now()
        )
        return self._write(lambda run: judge(run, judgement, self.roster))

    def retract(
        self, article_id: str, *, because: str, judged_by: str, judged_at: datetime | None = None
    ) -> Judgement:
        """Take all support of an article away."""
        return self.judge(
            "retract", article_id, because=because, judged_by=judged_by, judged_at=judged_at
        )

    def reject(
        self, statement_id: str, *, because: str, judged_by: str, judged_at: datetime | None = None
    ) -> Judgement:
        """Take the support of a statement away."""
        return self.judge(
            "reject", statement_id, because=because, judged_by=judged_by, judged_at=judged_at
        )

    def accept(
        self, statement_id: str, *, because: str, judged_by: str, judged_at: datetime | None = None
    ) -> Judgement:
        """Make a statement certain, and keep it though a later reader may not find it."""
        return self.judge(
            "accept", statement_id, because=because, judged_by=judged_by, judged_at=judged_at
        )

    def merge(
        self,
        keep: str,
        gone: str,
        *,
        because: str,
        judged_by: str,
        judged_at: datetime | None = None,
    ) -> Judgement:
        """Count two actors as one; statements keep the actor that they name."""
        return self.judge(
            "merge", keep, gone, because=because, judged_by=judged_by, judged_at=judged_at
        )

    def undo(self, *, revoked_at: datetime | None = None) -> Judgement:
        """Take back the last judgement that stands and return it; `GraphError` if there is none."""
        moment = revoked_at or _now()
        return self._write(lambda run: undo(run, revoked_at=moment))

    # The whole

    def rebuild(self) -> None:
        """Derive every relation anew; needed only when a new version projects differently."""
        self._write(_rebuild)

    def check(self) -> list[str]:
        """The invariants that are broken, a line each; empty for a sound graph."""
        return check(self.store.read)

    def digest(self) -> str:
        """A hash of all evidence, judgements and relations, whatever the order of loading."""
        return digest(self.store.read)

    def cypher(
        self, query: str, parameters: dict[str, Any] | None = None, *, write: bool = False
    ) -> list[dict[str, Any]]:
        """Run a query of the user's own; it may change the graph only with `write=True`.

        Nodes, relationships and paths come as dictionaries.
        """
        return self.query(query, parameters, write=write).rows

    def query(
        self, query: str, parameters: dict[str, Any] | None = None, *, write: bool = False
    ) -> Outcome:
        """Do as `cypher` does; tell the columns, the plan and what was changed, too."""
        given = parameters or {}
        if not write:
            return self.store.ask(query, given)
        return self.store.write(lambda transaction: _write_cypher(transaction, query, given))


def _now() -> datetime:
    return datetime.now(UTC)


def _write_actors(run: Run, actors: list[Actor]) -> int:
    revision.raise_revision(run)
    return write_actors(run, actors)


def _write_treaties(run: Run, treaties: list[Treaty], parties: list[Party], roster: Roster) -> int:
    revision.raise_revision(run)
    update = TreatyUpdate.of(run, treaties, parties)
    update.write(run, roster)
    return update.size


def _rebuild(run: Run) -> None:
    revision.raise_revision(run)
    project_everything(run)
    revision.set_projection_version(run)


def _write_cypher(
    transaction: neo4j.ManagedTransaction, query: str, parameters: dict[str, Any]
) -> Outcome:
    revision.raise_revision(inside(transaction))
    return outcome_of(transaction.run(query, parameters))
