"""What a load comes to, worked out before anything is written."""

# Invariant: whoever writes a plan leaves the edges equal to what all evidence gives, if the graph
# is still as it was when the plan was made.

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, Self

from pydantic import BaseModel

from detente.graph.actor_nodes import create_actors, missing_actors
from detente.graph.actors import Actor
from detente.graph.article_nodes import ArticleRecord, write_records
from detente.graph.corrections import write_reader_links
from detente.graph.evidence import read_statements
from detente.graph.judgements import Judgement, Verdicts
from detente.graph.roster import Roster
from detente.graph.statement_nodes import StatementWrite, retire_statements
from detente.graph.transaction import Run
from detente.graph.updates import Change, Update, read_scope

__all__ = ["Added", "Plan"]


class Added(BaseModel, frozen=True):
    """What a load changed: statements new, changed and retired, and the relations that follow.

    All counts are 0 when everything was there already; then the revision did not rise either.
    """

    revision: int
    new: int = 0
    changed: int = 0
    retired: int = 0
    links: int = 0
    new_relations: int = 0
    changed_relations: int = 0
    gone_relations: int = 0

    def __add__(self, later: Self) -> Added:
        """Both together.

        >>> Added(revision=1, new=2) + Added(revision=2, new=3) == Added(revision=2, new=5)
        True
        """
        mine, theirs = self.model_dump(), later.model_dump()
        sums = {name: mine[name] + theirs[name] for name in mine}
        return Added(**sums | {"revision": later.revision})


class Plan(NamedTuple):
    """What a load comes to: what has to be written, and which edges follow from it."""

    update: Update = Update()
    statements: StatementWrite = StatementWrite()
    links: Sequence[Judgement] = ()
    actors: Sequence[Actor] = ()
    articles: Sequence[ArticleRecord] = ()
    change: Change | None = None
    pairs: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        run: Run,
        update: Update,
        judgements: Collection[Judgement],
        roster: Roster,
        *,
        links: Sequence[Judgement] = (),
        articles: Sequence[ArticleRecord] = (),
    ) -> Plan:
        """Read what an update and new links of the reader bear on, and derive what follows."""
        ends = {one for link in links for one in (link.target, link.other) if one is not None}
        linked = (one.pair for one in read_statements(run, ends))
        pairs = update.pairs | {pair for pair in linked if pair is not None}
        scope = read_scope(run, pairs, Verdicts(judgements))
        change = Change.of(
            scope, before=judgements, after=[*judgements, *links], written=update.written
        )
        actors = missing_actors(run, _named(update), roster)
        written = StatementWrite.of(new=update.new, changed=update.changed)
        return cls(update, written, links, actors, articles, change, scope.pairs)

    def bears_on(self, later: Plan) -> bool:
        """Whether a later plan would be another one once this one is written."""
        told = {one.statement_id for one in self.update.written}
        return not self.pairs.isdisjoint(later.pairs) or any(
            one.statement_id in told for one in later.update.written
        )

    def write(self, run: Run, *, number: int) -> Added:
        """Write it all, in the revision `number`."""
        create_actors(run, self.actors)
        write_records(run, self.articles)
        self.statements.write(run)
        retire_statements(run, self.update.retired)
        write_reader_links(run, self.links)
        change = None if self.change is None else self.change.write(run)
        return Added(
            revision=number,
            new=len(self.update.new),
            changed=len(self.update.changed),
            retired=len(self.update.retired),
            links=len(self.links),
            new_relations=0 if change is None else change.new,
            changed_relations=0 if change is None else change.changed,
            gone_relations=0 if change is None else change.gone,
        )


def _named(update: Update) -> set[str]:
    """The actors that the statements to write name."""
    told = (*update.new, *update.changed)
    ends = ((one.subject, one.object, one.place, *one.said_by) for one in told)
    return {actor_id for named in ends for actor_id in named if actor_id is not None}
