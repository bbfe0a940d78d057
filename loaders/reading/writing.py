"""Events of a sentence written down as statements, with quotes cut from the text as given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detente.graph.articles import Article
from detente.graph.ids import make_id
from detente.graph.statements import Statement, read_statement_id
from detente.loaders.reading.attitudes import Verdict
from detente.loaders.reading.draft import Draft, pairs
from detente.loaders.reading.gazetteer import Hit
from detente.loaders.reading.modality import clause_of
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Party
from detente.loaders.reading.sentences import Sentence
from detente.loaders.reading.speakers import Speakers
from detente.loaders.reading.text import CleanText
from detente.loaders.reading.timing import When
from detente.loaders.reading.wording import wording
from detente.loaders.reading.words import words

__all__ = ["Event", "Sought", "Writer"]

_REACH = 5


class Sought(NamedTuple):
    """A sentence, its text and the names found in it."""

    sentence: Sentence
    text: str
    hits: tuple[Hit, ...]


class Event(NamedTuple):
    """An event with everything that is known about it."""

    draft: Draft
    verdict: Verdict
    speakers: Speakers
    when: When | None
    exchange_id: str | None


class Writer:
    """Writes the statements of one article."""

    def __init__(self, article: Article, lang: str, cleaned: CleanText, version: str) -> None:
        self._article = article
        self._lang = lang
        self._cleaned = cleaned
        self._version = version
        self._words = words(lang)

    def write(self, sought: Sought, parse: Parse, event: Event) -> Iterator[Statement]:
        """One statement for each dyad of an event, all with one event id."""
        for parties in pairs(event.draft):
            yield self._statement(sought, parse, event, parties)

    def _statement(
        self,
        sought: Sought,
        parse: Parse,
        event: Event,
        parties: tuple[Party | None, Party | None],
    ) -> Statement:
        draft, when = event.draft, event.when
        source, target = parties
        start, end = self._span(sought, parse, draft, parties)
        surfaces = (self._surface(sought, parse, source), self._surface(sought, parse, target))
        trigger = self._written(sought, parse.words[draft.word].start, parse.words[draft.word].end)
        confidence = draft.confidence * _least(source, target)
        state = draft.kind.kind == "state"
        return Statement(
            statement_id=read_statement_id(
                self._article.revision,
                (start, end),
                surfaces,
                draft.frame.relation,
                event.verdict.modality,
            ),
            event_id=make_id("e", self._article.revision, start, draft.frame.relation, draft.word),
            article_id=self._article.article_id,
            revision=self._article.revision,
            sentence=sought.sentence.index,
            lang=self._lang,
            subject=None if source is None else source.actor,
            subject_surface=surfaces[0],
            subject_person=None if source is None else source.person,
            relation=draft.frame.relation,
            object=None if target is None else target.actor,
            object_surface=surfaces[1],
            object_person=None if target is None else target.person,
            place=draft.place,
            modality=event.verdict.modality,
            said_by=tuple(party.actor for party in event.speakers.said_by),
            via=tuple(party.actor for party in event.speakers.via),
            event_date=None if when is None else when.start,
            event_end=None if when is None or (state and when.since) else when.end,
            date_words=None if when is None else when.words,
            date_anchor=None if when is None else when.anchor,
            published_at=self._article.published_at,
            quote=self._article.text[start:end],
            start=start,
            end=end,
            wording=wording(sought.text, sought.hits, self._lang),
            exchange_id=event.exchange_id,
            confidence=round(confidence, 3),
            rule=f"{self._lang}.{'ranker.' if draft.ranked else ''}{draft.frame.id}",
            trigger=trigger,
            reader_version=self._version,
            publisher=self._article.publisher,
            url=self._article.url,
        )

    def _span(
        self,
        sought: Sought,
        parse: Parse,
        draft: Draft,
        parties: tuple[Party | None, Party | None],
    ) -> tuple[int, int]:
        """The quote: from the first to the last word that carries the claim, whole phrases."""
        carrying = {draft.word, clause_of(parse, draft.word, self._words)}
        carrying |= {draft.theme} if draft.theme is not None else set()
        for party in parties:
            if party is not None and party.words is not None and party.how != "inherited":
                carrying |= set(party.words)
        first = min(_left_edge(parse, word) for word in carrying)
        last = max(_right_edge(parse, word) for word in carrying)
        base = sought.sentence.start
        return self._cleaned.original_span(
            base + parse.words[first].start, base + parse.words[last].end
        )

    def _surface(self, sought: Sought, parse: Parse, party: Party | None) -> str | None:
        if party is None or party.words is None:
            return None
        first, last = party.words
        return self._written(sought, parse.words[first].start, parse.words[last].end)

    def _written(self, sought: Sought, start: int, end: int) -> str:
        base = sought.sentence.start
        first, last = self._cleaned.original_span(base + start, base + end)
        return self._article.text[first:last]


def _least(source: Party | None, target: Party | None) -> float:
    return min((party.confidence for party in (source, target) if party is not None), default=0.5)


_EDGE = frozenset(
    {
        "det",
        "case",
        "amod",
        "nummod",
        "aux",
        "advmod",
        "mark",
        "flat",
        "compound",
        "expl",
        "fixed",
        "cop",
    }
)


def _left_edge(parse: Parse, index: int) -> int:
    below = [child for child in parse.children[index] if child < index]
    edge = [child for child in below if parse.words[child].label in _EDGE]
    contiguous = [child for child in edge if index - child <= _REACH]
    return min([index, *(_left_edge(parse, child) for child in contiguous)])


def _right_edge(parse: Parse, index: int) -> int:
    below = [child for child in parse.children[index] if child > index]
    edge = [
        child for child in below if parse.words[child].label in _EDGE and child - index <= _REACH
    ]
    return max([index, *(_right_edge(parse, child) for child in edge)])
