"""Loading as one unit of work: an article with what was read in it, or statements by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel

from detente.graph import revision
from detente.graph.actor_nodes import ensure_actors
from detente.graph.article_nodes import read_articles, write_article
from detente.graph.articles import Article
from detente.graph.corrections import read_judgements, read_reader_links, write_reader_links
from detente.graph.edges import EdgeChange
from detente.graph.errors import GraphError
from detente.graph.evidence import link_exchanges, read_facts, read_statements
from detente.graph.judgements import READER, Judgement, Verdicts
from detente.graph.registry import REGISTRY
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.graph.transaction import Run
from detente.graph.updates import Update, compare, read_scope, settle, write_update

__all__ = ["Added", "ArticleLoad", "StatementLoad"]


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


class ArticleLoad(NamedTuple):
    """One article with the statements read in it and the links that the reader made."""

    article: Article
    statements: Mapping[str, Statement]
    links: tuple[Judgement, ...]
    recorded_at: datetime

    @classmethod
    def of(
        cls,
        article: Article,
        statements: Iterable[Statement],
        links: Iterable[tuple[str, str]],
        *,
        recorded_at: datetime,
    ) -> ArticleLoad:
        """Check what is given.

        Raises `GraphError` for a statement of another article or revision, a quote that is not the
        text at its offsets, an unknown relation type, or one id for two different statements.
        """
        told = _by_id(statements)
        for statement in told.values():
            _check_quote(article, statement)
        made = (
            Judgement.of(
                "same_event",
                *link,
                because="linked by the reader",
                judged_by=READER,
                judged_at=recorded_at,
            )
            for link in links
        )
        return cls(
            article, told, tuple({one.judgement_id: one for one in made}.values()), recorded_at
        )

    def differs(self, run: Run) -> bool:
        """Whether anything would be written."""
        return not (
            self._stored(run)
            and self._update(run, Verdicts(read_judgements(run))).empty
            and len(self._links(run)) == 0
        )

    def write(self, run: Run, roster: Roster) -> Added:
        """Write everything, and project the touched pairs again."""
        number = revision.raise_revision(run)
        judgements = read_judgements(run)
        verdicts = Verdicts(judgements)
        update, links = self._update(run, verdicts), self._links(run)
        ends = {one for link in links for one in (link.target, link.other) if one is not None}
        linked = (one.pair for one in read_statements(run, ends))
        pairs = update.pairs | {pair for pair in linked if pair is not None}
        scope = read_scope(run, pairs, verdicts)
        ensure_actors(run, _named(update), roster)
        write_article(run, self.article, recorded_at=self.recorded_at)
        write_update(run, update)
        link_exchanges(run, self.statements.values())
        write_reader_links(run, links)
        written = (*update.new, *update.changed, *update.retired)
        change = settle(run, scope, [*judgements, *links], written=written)
        return _added(update, change, links=len(links), number=number)

    def _stored(self, run: Run) -> bool:
        given = self.article.model_copy(update={"source": None})
        return read_articles(run, [given.article_id]) == [given]

    def _update(self, run: Run, verdicts: Verdicts) -> Update:
        article = self.article
        mine = read_statements(run, [article.article_id], by="articles")
        stored = {one.statement_id: one for one in (*mine, *read_statements(run, self.statements))}
        for one in stored.values():
            if one.article_id != article.article_id:
                raise GraphError(
                    f"article {article.article_id}: statement {one.statement_id} was already read"
                    f" in article {one.article_id}"
                )
        return compare(
            {
                key: one.model_copy(update={"recorded_at": self.recorded_at})
                for key, one in self.statements.items()
            },
            stored,
            retired_at=self.recorded_at,
            # What a person accepted in this very text stays, though the reader no longer finds it.
            retires=lambda one: (
                one.revision != article.revision or not verdicts.accepts(one.statement_id)
            ),
        )

    def _links(self, run: Run) -> list[Judgement]:
        ends = {one for link in self.links for one in (link.target, link.other) if one is not None}
        known = {one.statement_id for one in read_statements(run, ends - set(self.statements))}
        for one in sorted(ends - set(self.statements) - known):
            raise GraphError(f"article {self.article.article_id}: links unknown statement {one}")
        made = {link.judgement_id for link in read_reader_links(run, ends)} if ends else set()
        return [link for link in self.links if link.judgement_id not in made]


class StatementLoad(NamedTuple):
    """Statements that belong to no article: facts from the seeds, rows of coded data."""

    statements: Mapping[str, Statement]
    facts_digest: str | None
    recorded_at: datetime

    @classmethod
    def of(
        cls, statements: Iterable[Statement], *, facts_digest: str | None, recorded_at: datetime
    ) -> StatementLoad:
        """Check what is given, as `ArticleLoad.of` does."""
        return cls(_by_id(statements), facts_digest, recorded_at)

    def differs(self, run: Run) -> bool:
        """Whether anything would be written."""
        if self.facts_digest is None:
            return not self._update(run).empty
        return revision.facts_digest(run) != self.facts_digest

    def write(self, run: Run, roster: Roster) -> Added:
        """Write everything, and project the touched pairs again."""
        number = revision.raise_revision(run)
        judgements = read_judgements(run)
        update = self._update(run)
        scope = read_scope(run, update.pairs, Verdicts(judgements))
        ensure_actors(run, _named(update), roster)
        write_update(run, update)
        if self.facts_digest is not None:
            revision.set_facts_digest(run, self.facts_digest)
        written = (*update.new, *update.changed, *update.retired)
        return _added(update, settle(run, scope, judgements, written=written), number=number)

    def _update(self, run: Run) -> Update:
        stored = {one.statement_id: one for one in read_statements(run, self.statements)}
        if self.facts_digest is not None:
            stored |= {one.statement_id: one for one in read_facts(run)}
        return compare(self.statements, stored, retired_at=self.recorded_at, retires=lambda _: True)


def _added(update: Update, change: EdgeChange, *, number: int, links: int = 0) -> Added:
    return Added(
        revision=number,
        new=len(update.new),
        changed=len(update.changed),
        retired=len(update.retired),
        links=links,
        new_relations=change.new,
        changed_relations=change.changed,
        gone_relations=change.gone,
    )


def _by_id(statements: Iterable[Statement]) -> dict[str, Statement]:
    told: dict[str, Statement] = {}
    for statement in statements:
        key = statement.statement_id
        if statement.relation not in REGISTRY:
            raise GraphError(f"statement {key}: {statement.relation!r} is no relation type")
        if told.setdefault(key, statement) != statement:
            raise GraphError(f"statement {key} is given twice, with different content")
    return told


def _check_quote(article: Article, statement: Statement) -> None:
    if statement.article_id != article.article_id:
        raise GraphError(
            f"statement {statement.statement_id}: belongs to article {statement.article_id},"
            f" not to {article.article_id}"
        )
    if statement.revision != article.revision:
        raise GraphError(
            f"statement {statement.statement_id}: was read in revision {statement.revision} of"
            f" article {article.article_id}, not in {article.revision}"
        )
    start, end = statement.start, statement.end
    if article.text[start:end] != statement.quote:
        raise GraphError(
            f"statement {statement.statement_id}: its quote is not the text of article"
            f" {article.article_id} from {start} to {end}"
        )


def _named(update: Update) -> set[str]:
    """The actors that the statements to write name."""
    told = (*update.new, *update.changed)
    ends = ((one.subject, one.object, one.place, *one.said_by) for one in told)
    return {actor_id for named in ends for actor_id in named if actor_id is not None}
