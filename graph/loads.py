"""Loading as one unit of work: an article with what was read in it, or statements by themselves."""

# What a load comes to is worked out from what is stored, before anything is written: nobody waits
# while a load is thinking. It may be worked out again, and then gives what it has to be by then.

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from detente.graph import revision
from detente.graph.article_nodes import ArticleRecord, read_records
from detente.graph.articles import Article
from detente.graph.corrections import read_judgements, read_reader_links
from detente.graph.errors import GraphError
from detente.graph.evidence import (
    read_checksums,
    read_facts,
    read_statements,
)
from detente.graph.judgements import READER, Judgement, Verdicts
from detente.graph.plans import Added, Plan
from detente.graph.registry import REGISTRY
from detente.graph.roster import Roster
from detente.graph.statement_nodes import link_exchanges
from detente.graph.statements import Statement
from detente.graph.transaction import Run
from detente.graph.updates import Update, compare

__all__ = ["ArticleLoad", "StatementLoad", "statement_loads"]

#: Statements that are in memory at once: some 250 MB.
_WINDOW = 100_000
#: Statements that one transaction holds: with their edges some 20 MB in the server.
_BATCH = 5_000
#: At most this many, so that one pair of actors is written at once if it can be.
_MOST = 20_000


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

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """What has to be written, or None when all is there already."""
        judgements = read_judgements(run)
        update = self._update(run, Verdicts(judgements))
        links = self._links(run)
        record = self._record(run)
        articles = [] if record is None else [record]
        if update.empty and len(links) + len(articles) == 0:
            return None
        return Plan.of(run, update, judgements, roster, links=links, articles=articles)

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Write what was planned, and which statements speak of an exchange."""
        added = plan.write(run, number=number)
        link_exchanges(run, self.statements.values())
        return added

    def _record(self, run: Run) -> ArticleRecord | None:
        """The article as it shall be stored, or None when it is stored like that."""
        known = next(iter(read_records(run, [self.article.article_id])), None)
        given = self.article.model_dump(exclude={"source"})
        if known is None:
            return ArticleRecord(**given, recorded_at=self.recorded_at)
        # It keeps the moment when it was first recorded.
        record = known.model_copy(update=given)
        return None if record == known else record

    def _update(self, run: Run, verdicts: Verdicts) -> Update:
        article = self.article
        mine = read_statements(run, [article.article_id], by="articles")
        stored = {one.statement_id: one for one in mine}
        stored |= {
            one.statement_id: one
            for one in read_statements(run, self.statements.keys() - stored.keys())
        }
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
    """Statements that belong to no article: facts from the seeds, rows of coded data.

    With `facts_digest` they are the last of all facts, whose ids are `facts`: others are retired.
    """

    statements: Mapping[str, Statement]
    recorded_at: datetime
    facts_digest: str | None = None
    facts: frozenset[str] = frozenset()

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """What has to be written, or None when all is there already."""
        # Most often all is new, or all is there: only what differs is read.
        stood = read_checksums(run, self.statements)
        given = {
            key: one
            for key, one in self.statements.items()
            if key not in stood or stood[key] != one.checksum
        }
        stored = {one.statement_id: one for one in read_statements(run, given.keys() & stood)}
        if self.facts_digest is not None:
            known = {one.statement_id: one for one in read_facts(run)}
            stored |= {key: one for key, one in known.items() if key not in self.facts}
        update = compare(given, stored, retired_at=self.recorded_at, retires=lambda _: True)
        if update.empty:
            return None if self.facts_digest is None else Plan()
        return Plan.of(run, update, read_judgements(run), roster)

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Write what was planned, and note which facts the graph now holds."""
        if self.facts_digest is not None:
            revision.set_facts_digest(run, self.facts_digest)
        return plan.write(run, number=number)


def statement_loads(
    statements: Iterable[Statement], *, facts_digest: str | None, recorded_at: datetime
) -> Iterator[StatementLoad]:
    """Divide statements into loads of one transaction each; after any of them the graph is sound.

    A load has all that is given about a pair of actors, unless that is very much: each pair is then
    projected once. Raises `GraphError` for an unknown relation type, or one id for two different
    statements.
    """
    if facts_digest is None:
        given = iter(statements)
        while len(window := _by_id(islice(given, _WINDOW))) > 0:
            yield from (StatementLoad(batch, recorded_at) for batch in _batches(window))
        return
    facts = _by_id(statements)
    # The digest comes last: facts of which only a part was loaded are loaded again.
    *first, last = list(_batches(facts)) or [{}]
    yield from (StatementLoad(batch, recorded_at) for batch in first)
    yield StatementLoad(last, recorded_at, facts_digest, frozenset(facts))


def _batches(told: Mapping[str, Statement]) -> Iterator[dict[str, Statement]]:
    batch: dict[str, Statement] = {}
    last: str | None = None
    for one in sorted(told.values(), key=_by_pair):
        if len(batch) >= _MOST or (len(batch) >= _BATCH and one.pair != last):
            yield batch
            batch = {}
        batch[one.statement_id] = one
        last = one.pair
    if len(batch) > 0:
        yield batch


def _by_pair(statement: Statement) -> tuple[str, str]:
    return statement.pair or "", statement.statement_id


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
