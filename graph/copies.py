"""Parts of a graph that go into another one, each a load of one transaction."""

# Invariants. Planned against what the target holds, so that the same part again changes nothing.
# Where both hold a thing and differ, what is copied stands; but what was revoked stays revoked.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from detente.graph import revision
from detente.graph.actor_nodes import read_actors, write_actors
from detente.graph.actors import Actor
from detente.graph.article_nodes import ArticleRecord, read_records
from detente.graph.corrections import (
    read_judgements,
    read_reader_links,
    revoke_judgement,
    write_judgement,
)
from detente.graph.evidence import read_statements
from detente.graph.judgements import Judgement
from detente.graph.judging import touched_by
from detente.graph.pacts import Party, Treaty
from detente.graph.plans import Added, Plan
from detente.graph.roster import Roster
from detente.graph.statement_nodes import write_exchanges
from detente.graph.statements import Statement
from detente.graph.transaction import Run
from detente.graph.treaties import TreatyUpdate
from detente.graph.updates import Change, Update

__all__ = [
    "ActorCopy",
    "ArticleCopy",
    "ExchangeCopy",
    "FactsCopy",
    "JudgementCopy",
    "LinkCopy",
    "StatementCopy",
    "TreatyCopy",
]


class ActorCopy(NamedTuple):
    """Actors, as they are named and labelled."""

    actors: Sequence[Actor]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.actors)

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """None when all are there; a label stays as it is, as ArcadeDB cannot change one."""
        del roster
        stored = read_actors(run, [actor.actor_id for actor in self.actors])
        labels = {actor.actor_id: actor.label for actor in stored}
        given = [one.model_copy(update={"label": labels.get(one.actor_id)}) for one in self.actors]
        return None if set(given) == set(stored) else Plan()

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Store those that differ."""
        write_actors(run, self.actors)
        return plan.write(run, number=number)


class TreatyCopy(NamedTuple):
    """Treaties with their parties."""

    treaties: Sequence[Treaty]
    parties: Sequence[Party]
    roster: Roster

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.treaties) + len(self.parties)

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """None when all are there."""
        del roster
        return None if TreatyUpdate.of(run, self.treaties, self.parties).size == 0 else Plan()

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Store those that differ."""
        TreatyUpdate.of(run, self.treaties, self.parties).write(run, self.roster)
        return plan.write(run, number=number)


class ArticleCopy(NamedTuple):
    """Articles with when they were recorded."""

    records: Sequence[ArticleRecord]
    copied_at: datetime

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.records)

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """The articles that differ; what was read in another text of theirs is retired."""
        known = {one.article_id: one for one in read_records(run, self._ids())}
        wanted = [_as_retracted(one, known.get(one.article_id)) for one in self.records]
        articles = [one for one in wanted if known.get(one.article_id) != one]
        if len(articles) == 0:
            return None
        texts = {one.article_id: one.revision for one in articles if one.article_id in known}
        retired = [
            one.model_copy(update={"retracted_at": self.copied_at})
            for one in read_statements(run, texts, by="articles")
            if one.retracted_at is None and one.revision != texts[one.article_id]
        ]
        update = Update(retired=retired)
        return Plan.of(run, update, read_judgements(run), roster, articles=articles)

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Store the articles that differ."""
        return plan.write(run, number=number)

    def _ids(self) -> list[str]:
        return [record.article_id for record in self.records]


def _as_retracted(given: ArticleRecord, known: ArticleRecord | None) -> ArticleRecord:
    """The article as it is retracted in the target: that is for the judgements to say."""
    retracted_at = None if known is None else known.retracted_at
    return given.model_copy(update={"retracted_at": retracted_at})


class StatementCopy(NamedTuple):
    """Statements with when they were recorded and retired; their articles come first."""

    statements: Mapping[str, Statement]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.statements)

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """The statements that differ, and the edges that follow."""
        stored = {one.statement_id: one for one in read_statements(run, self.statements)}
        changed = [
            (known, one)
            for key, one in self.statements.items()
            if (known := stored.get(key)) is not None and known != one
        ]
        update = Update(
            new=[one for key, one in self.statements.items() if key not in stored],
            changed=[one for _, one in changed],
            replaced=[known for known, _ in changed],
        )
        return None if update.empty else Plan.of(run, update, read_judgements(run), roster)

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Store the statements that differ."""
        return plan.write(run, number=number)


class ExchangeCopy(NamedTuple):
    """Which statements tell the two sides of an exchange, where the target does not know it."""

    exchanges: Sequence[tuple[str, str]]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.exchanges)

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """Nothing follows from them."""
        del run, roster
        return Plan()

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Link the statements."""
        write_exchanges(run, self.exchanges)
        return plan.write(run, number=number)


class LinkCopy(NamedTuple):
    """Links of the reader between tellings of one event."""

    links: Sequence[Judgement]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.links)

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """The links that are missing, and the edges that follow."""
        stored = read_reader_links(run, {link.target for link in self.links})
        made = {link.judgement_id for link in stored}
        links = [link for link in self.links if link.judgement_id not in made]
        if len(links) == 0:
            return None
        return Plan.of(run, Update(), read_judgements(run), roster, links=links)

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Link the statements."""
        return plan.write(run, number=number)


class JudgementCopy(NamedTuple):
    """A judgement of a person, with the revision in which it was made."""

    judgement: Judgement
    made_in: int

    @property
    def size(self) -> int:
        """It is one."""
        return 1

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """The edges that follow, or None when it is there and stands as little."""
        del roster
        before = read_judgements(run)
        known = self._known(before)
        if known is not None and (
            self.judgement.revoked_at is None or known.revoked_at is not None
        ):
            return None
        if known is None and self.judgement.revoked_at is not None:
            return Plan()
        others = (one for one in before if one.judgement_id != self.judgement.judgement_id)
        after = [*others, self.judgement]
        scope = touched_by(run, [self.judgement], before, after)
        return Plan(change=Change.of(scope, before=before, after=after), pairs=scope.pairs)

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Store it, and that it was revoked; what is judged later counts on from it."""
        made = self.judgement
        if self._known(read_judgements(run)) is None:
            standing = made.model_copy(update={"revoked_at": None})
            write_judgement(run, standing, revision=self.made_in)
        if made.revoked_at is not None:
            revoke_judgement(run, made, revoked_at=made.revoked_at)
        revision.lift_revision(run, self.made_in)
        return plan.write(run, number=number)

    def _known(self, judgements: Iterable[Judgement]) -> Judgement | None:
        same = (one for one in judgements if one.judgement_id == self.judgement.judgement_id)
        return next(same, None)


class FactsCopy(NamedTuple):
    """Which facts the graph started from: the last that is copied."""

    digest: str

    @property
    def size(self) -> int:
        """It is no thing by itself."""
        return 0

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """None when it is known."""
        del roster
        return None if revision.facts_digest(run) == self.digest else Plan()

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Note it."""
        revision.set_facts_digest(run, self.digest)
        return plan.write(run, number=number)
