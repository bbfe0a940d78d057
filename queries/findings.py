"""Facts and claims in words."""

# A fact is a relation that holds or happened; a claim is what somebody says of something that the
# graph does not take for a fact. Both carry their sentence and who answers for it.

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel

from detente.graph.dates import PartialDate
from detente.graph.relations import Relation
from detente.graph.statements import Modality, Statement
from detente.queries.captions import Named, caption, midway
from detente.queries.wording import MODES, goes_on, headline, how_sure, says, when_held, when_told

__all__ = ["Claim", "Fact", "articles_of", "claims_of", "fact_of"]


class Claim(BaseModel, frozen=True):
    """What sources say without the graph taking it for a fact: "hoped for: A to meet with B".

    Statements that say the same are one claim; quote and confidence are those of the surest.
    `relation_id` is set where the claim has an edge of its own, as plans and threats have.
    """

    statement_ids: tuple[str, ...]
    relation_id: str | None = None
    relation: str
    subject: str | None
    object: str | None
    text: str
    mode: str
    modality: Modality
    when: str
    event_date: PartialDate | None
    published_at: date | None
    confidence: float
    how_sure: str
    said_by: tuple[str, ...]
    says: str
    publishers: tuple[str, ...]
    support: int
    articles: int | None = None
    quote: str
    url: str | None

    def __str__(self) -> str:
        about = f"{self.when}; {self.how_sure}; {midway(self.says)}"
        return f"{self.mode}: {midway(self.text)} ({about}): “{self.quote}”"


class Fact(BaseModel, frozen=True):
    """A relation as an analyst reads it: "2025-12-13: A eased sanctions on B".

    `exchange` holds the other side of a deal, `contradicted_by` the statements that deny it.
    `articles` says in how many articles it stands, where that was asked for.
    """

    relation_id: str
    relation: str
    subject: str
    object: str
    text: str
    when: str
    event_date: PartialDate | None
    valid_from: date | None
    valid_to: date | None
    reported_on: date | None
    modality: Modality
    mode: str
    plover: str | None
    quad: int | None
    intensity: float
    confidence: float
    how_sure: str
    said_by: tuple[str, ...]
    says: str
    publishers: tuple[str, ...]
    support: int
    articles: int | None = None
    quote: str
    url: str | None
    statement_ids: tuple[str, ...]
    exchange: tuple[Claim, ...] = ()
    contradicted_by: tuple[Claim, ...] = ()

    def __str__(self) -> str:
        about = f"({self.how_sure}; {midway(self.says)})"
        quote = "" if self.quote == "" else f": “{self.quote}”"
        return f"{self.when}: {self.headline} {about}{quote}"

    @property
    def headline(self) -> str:
        """What it says, with what it is where that is no fact: "planned: A to visit B"."""
        return headline(self.relation, self.modality, self.text)


def fact_of(
    relation: Relation,
    names: Named,
    *,
    exchange: Sequence[Claim] = (),
    contradicted_by: Sequence[Claim] = (),
    articles: int | None = None,
) -> Fact:
    """Put a relation into words; `names` gives the name of an actor."""
    over = not goes_on(relation)
    return Fact(
        **{name: getattr(relation, name) for name in _SHARED},
        text=caption(
            *(relation.relation, relation.subject, relation.object, names),
            modality=relation.modality,
            over=over,
        ),
        when=when_held(relation),
        mode=MODES[relation.modality],
        how_sure=how_sure(relation.confidence),
        says=says(
            relation.said_by,
            relation.publishers,
            names,
            articles=articles,
            datasets=relation.datasets,
        ),
        articles=articles,
        exchange=tuple(exchange),
        contradicted_by=tuple(contradicted_by),
    )


_SHARED = sorted(set(Relation.model_fields) & set(Fact.model_fields))


def claims_of(
    statements: Iterable[Statement],
    names: Named,
    *,
    edges: Iterable[Relation] = (),
) -> tuple[Claim, ...]:
    """Put statements into words, those that say the same as one claim, oldest first.

    The same are: relation, ends, modality, speakers and date. An end that the text leaves
    open reads "(not named)".
    """
    edge_of = {one: edge.relation_id for edge in edges for one in edge.statement_ids}
    groups: dict[tuple[object, ...], list[Statement]] = {}
    for statement in sorted(statements, key=_age):
        groups.setdefault(_content(statement), []).append(statement)
    return tuple(_claim(told, names, edge_of) for told in groups.values())


def articles_of(statements: Iterable[Statement]) -> int:
    """In how many articles the statements stand; rows of tables stand in none."""
    return len({one.article_id for one in statements if one.dataset is None})


def _age(statement: Statement) -> tuple[date, date, str]:
    told = statement.published_at or date.max
    begun = told if statement.event_date is None else statement.event_date.start
    return begun, told, statement.statement_id


def _content(statement: Statement) -> tuple[object, ...]:
    return (
        statement.relation,
        statement.subject,
        statement.object,
        statement.modality,
        statement.said_by,
        statement.event_date,
    )


def _claim(told: Sequence[Statement], names: Named, edge_of: dict[str, str]) -> Claim:
    best = min(told, key=lambda one: (-one.confidence, one.statement_id))
    publishers = tuple(sorted({one.publisher for one in told if one.publisher is not None}))
    days = (one.published_at for one in told if one.published_at is not None)
    published = min(days, default=None)
    articles = articles_of(told)
    edges = sorted({edge_of[one.statement_id] for one in told if one.statement_id in edge_of})
    return Claim(
        statement_ids=tuple(one.statement_id for one in told),
        relation_id=edges[0] if len(edges) > 0 else None,
        relation=best.relation,
        subject=best.subject,
        object=best.object,
        text=caption(best.relation, best.subject, best.object, names, modality=best.modality),
        mode=MODES[best.modality],
        modality=best.modality,
        when=when_told(best.event_date, published, modality=best.modality),
        event_date=best.event_date,
        published_at=published,
        confidence=best.confidence,
        how_sure=how_sure(best.confidence),
        said_by=best.said_by,
        says=says(best.said_by, publishers, names, articles=articles),
        publishers=publishers,
        support=len(told),
        articles=articles,
        quote=best.quote,
        url=best.url,
    )
