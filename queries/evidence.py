"""Why the graph says something: the sentences, who said them, what read them, what contradicts."""

# Every quote is shown inside the sentence that it was taken from, as the article has it.

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from detente.graph.articles import Article
from detente.graph.asof import told_by
from detente.graph.episodes import age
from detente.graph.errors import GraphError
from detente.graph.judgements import Judgement
from detente.graph.relations import Relation
from detente.graph.statements import Modality, Statement
from detente.queries.answers import Answer, kinds, read_day
from detente.queries.captions import Named, caption, midway
from detente.queries.disagreement import disagreements
from detente.queries.ends import names_of
from detente.queries.findings import Fact, articles_of, fact_of
from detente.queries.quotes import sentence_around
from detente.queries.wording import MODES, headline, how_sure, says, when_told

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Evidence", "Why", "evidence_of", "why"]


class Evidence(BaseModel, frozen=True):
    """One statement with all that a reader needs to judge it.

    `sentence` is the sentence of the article around the quote, `sentence[start:end]` the quote;
    without an article, as for facts that came as tables, it is the quote alone.
    """

    statement_id: str
    relation: str
    text: str
    sentence: str
    start: int
    end: int
    quote: str
    article_id: str
    title: str | None
    publisher: str | None
    published_at: date | None
    url: str | None
    when: str
    date_words: str | None
    mode: str
    modality: Modality
    says: str
    said_by: tuple[str, ...]
    via: tuple[str, ...]
    subject_person: str | None
    object_person: str | None
    confidence: float
    how_sure: str
    rule: str
    trigger: str
    reader_version: str | None

    def __str__(self) -> str:
        told = midway(self.text)
        head = f"{self.mode}: {told} ({self.when}; {self.how_sure}; {midway(self.says)})"
        source = ", ".join(part for part in (self.publisher, self.title, self.article_id) if part)
        return f"{head}\n    “{self.sentence}”\n    {source}; rule {self.rule}: {self.trigger}"

    @property
    def headline(self) -> str:
        """What it says, with what it is where that is no fact: "hoped for: A to meet B"."""
        return headline(self.relation, self.modality, self.text)


class Why(Answer, frozen=True):
    """What one relation, or one statement, rests on, what contradicts it and how it was judged.

    `disagreements` says where the tellings of one event differ: on when, where and how many.
    """

    asked: str
    fact: Fact | None = None
    evidence: tuple[Evidence, ...] = ()
    disagreements: tuple[str, ...] = ()
    contradictions: tuple[Evidence, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    def title(self) -> str:
        """What is explained."""
        if self.fact is not None:
            return f"{self.fact.headline}, {self.fact.when} ({self.fact.how_sure})"
        return self.evidence[0].headline if len(self.evidence) > 0 else self.asked

    def lines(self) -> Iterable[str]:
        """Evidence, then where it differs, then contradictions, then judgements."""
        yield from map(str, self.evidence)
        yield from (f"sources differ on {one}" for one in self.disagreements)
        yield from (f"against: {one}" for one in self.contradictions)
        for judgement in self.judgements:
            because = f"{judgement.judged_by}: {judgement.because}"
            yield f"{judgement.kind} {judgement.target} by {because}"

    def rows(self) -> list[dict[str, Any]]:
        """A row for each statement; `against` tells contradictions apart."""
        bearing = [{"against": False} | one.model_dump() for one in self.evidence]
        return bearing + [{"against": True} | one.model_dump() for one in self.contradictions]

    def columns(self) -> Mapping[str, Any]:
        """The fields of evidence, and `against`."""
        return {"against": bool} | kinds(Evidence)


def why(
    graph: Graph,
    asked: str,
    *,
    as_of: date | str | None = None,
    known_on: date | str | None = None,
) -> Why:
    """The evidence of a relation, or one statement; `asked` is the id of either.

    >>> why(graph, "EASED_SANCTIONS_ON:USA:BLR:…").evidence[0].sentence  # doctest: +SKIP
    'He spoke five days after …'

    Raises `GraphError` for an unknown id.
    """
    day, known = read_day(as_of, option="as_of"), read_day(known_on, option="known_on")
    answer = Why(asked=asked, as_of=day, known_on=known)
    if ":" not in asked:
        return _of_statement(graph, answer)
    relation = _relation(graph, answer)
    if relation is None:
        return answer.model_copy(update={"note": f"not enough evidence: {_then(answer)}"})
    names = names_of(graph.roster)
    bearing = graph.statements(ids=relation.statement_ids, known_on=known)
    denying = {one.statement_id for one in graph.denials(asked)}
    against = graph.statements(ids=denying, known_on=known) if len(denying) > 0 else []
    shown = len(relation.statement_ids)
    note = f"{shown} of {relation.support} statements shown" if relation.support > shown else None
    return _explain(graph, answer, bearing, against).model_copy(
        update={"fact": fact_of(relation, names, articles=articles_of(bearing)), "note": note}
    )


def _then(answer: Why) -> str:
    """Why nothing is shown of a relation that is there now."""
    known = "" if answer.known_on is None else f"was not known on {answer.known_on}"
    so = "" if answer.as_of is None else f"did not hold, or had not happened, by {answer.as_of}"
    return f"this {' or '.join(part for part in (known, so) if part != '')}"


def _relation(graph: Graph, answer: Why) -> Relation | None:
    """The relation asked about, as it stood on the days of the answer."""
    relation = graph.relation(answer.asked)
    if answer.as_of is None and answer.known_on is None:
        return relation
    then = graph.relations(
        between=(relation.subject, relation.object), as_of=answer.as_of, known_on=answer.known_on
    )
    return next((one for one in then if one.relation_id == relation.relation_id), None)


def _of_statement(graph: Graph, answer: Why) -> Why:
    found = graph.statements(ids=[answer.asked], known_on=answer.known_on, standing=False)
    if len(found) == 0:
        raise GraphError(
            f"no such relation or statement: {answer.asked} (see 'detente between' for ids)"
        )
    return _explain(graph, answer, found, [])


def _explain(
    graph: Graph, answer: Why, bearing: Iterable[Statement], against: Iterable[Statement]
) -> Why:
    told = [[one for one in side if told_by(one, answer.as_of)] for side in (bearing, against)]
    articles = _articles(graph, (one for side in told for one in side))
    names = names_of(graph.roster)
    shown = [
        tuple(
            evidence_of(one, articles.get(one.article_id), names=names)
            for one in sorted(side, key=age)
        )
        for side in told
    ]
    named = {part for side in told for one in side for part in _judged(one)}
    judged = graph.judgements(known_on=answer.known_on)
    heard = tuple(one for one in judged if one.target in named or one.other in named)
    return answer.model_copy(
        update={
            "evidence": shown[0],
            "disagreements": disagreements(told[0], names),
            "contradictions": shown[1],
            "judgements": heard,
        }
    )


def _judged(statement: Statement) -> set[str | None]:
    """What a judgement about a statement may name."""
    ends = {statement.subject, statement.object}
    return {statement.statement_id, statement.article_id, *ends} - {None}


def _articles(graph: Graph, statements: Iterable[Statement]) -> dict[str, Article]:
    # Facts and coded rows name a table, not an article.
    ids = sorted({one.article_id for one in statements if one.dataset is None})
    return {article_id: graph.article(article_id) for article_id in ids}


def evidence_of(statement: Statement, article: Article | None, *, names: Named) -> Evidence:
    """Put one statement beside its sentence, and into words."""
    start, end = (0, len(statement.quote))
    sentence = statement.quote
    if article is not None and article.text[statement.start : statement.end] == statement.quote:
        first, last = sentence_around(article.text, statement.start, statement.end)
        sentence = article.text[first:last]
        start, end = statement.start - first, statement.end - first
    publishers = () if statement.publisher is None else (statement.publisher,)
    return Evidence(
        **statement.model_dump(include=_SHARED, round_trip=True),
        text=caption(
            *(statement.relation, statement.subject, statement.object, names),
            modality=statement.modality,
        ),
        sentence=sentence,
        start=start,
        end=end,
        title=None if article is None else article.title,
        when=when_told(statement.event_date, statement.published_at, modality=statement.modality),
        mode=MODES[statement.modality],
        says=says(
            statement.said_by,
            publishers,
            names,
            datasets=() if statement.dataset is None else (statement.dataset,),
        ),
        how_sure=how_sure(statement.confidence),
    )


_SHARED = set(Statement.model_fields) & set(Evidence.model_fields) - {"sentence", "start", "end"}
