"""Why the graph says something: the sentences, who said them, what read them, what contradicts."""

# Every quote is shown inside the sentence that it was taken from, as the article has it.

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from detente.graph.articles import Article
from detente.graph.errors import GraphError
from detente.graph.judgements import Judgement
from detente.graph.statements import Modality, Statement
from detente.queries.answers import Answer, Fact, fact_of, read_day
from detente.queries.ends import names_of
from detente.queries.wording import MODES, Named, caption, how_sure, says, when_told

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Evidence", "Why", "evidence_of", "sentence_around", "why"]

# A sentence ends with its line; or at a mark, with what closes it, before a space and no small
# letter, unless the mark follows an initial or a title: "U.S. President", "Gen. Belov".
_END = re.compile(
    r"(?<!\b\w)(?<!\bMr|\bDr|\bSt|\bdl|\bnr)(?<!\bMrs|\bGen|\bSen|\bart)"
    r"[.!?…]+[”\"»’')\]]*(?=\s+[^\sa-zăâîșț])|(?=\s*[\r\n])"
)
#: No sentence is looked for farther away than this.
_FAR = 2_000


class Evidence(BaseModel, frozen=True):
    """One statement with all that a reader needs to judge it.

    `sentence` is the sentence of the article around the quote, `sentence[start:end]` the quote;
    without an article, as for facts that came as tables, it is the quote alone.
    """

    statement_id: str
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
        head = f"{self.mode}: {self.text} ({self.when}; {self.how_sure}; {self.says})"
        source = ", ".join(part for part in (self.publisher, self.title, self.article_id) if part)
        return f"{head}\n    “{self.sentence}”\n    {source}; rule {self.rule}: {self.trigger}"


class Why(Answer, frozen=True):
    """What one relation, or one statement, rests on, what contradicts it and how it was judged."""

    asked: str
    fact: Fact | None = None
    evidence: tuple[Evidence, ...] = ()
    contradictions: tuple[Evidence, ...] = ()
    judgements: tuple[Judgement, ...] = ()

    def title(self) -> str:
        """What is explained."""
        if self.fact is None:
            return self.evidence[0].text
        return f"{self.fact.text}, {self.fact.when} ({self.fact.how_sure})"

    def lines(self) -> Iterable[str]:
        """Evidence, then contradictions, then judgements."""
        yield from map(str, self.evidence)
        yield from (f"against: {one}" for one in self.contradictions)
        for judgement in self.judgements:
            yield f"{judgement.kind} {judgement.target} by {judgement.judged_by}: {judgement.because}"

    def rows(self) -> list[dict[str, Any]]:
        """A row for each statement; `against` tells contradictions apart."""
        bearing = [{"against": False} | one.model_dump() for one in self.evidence]
        return bearing + [{"against": True} | one.model_dump() for one in self.contradictions]


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
    if ":" in asked:
        relation = graph.relation(asked)
