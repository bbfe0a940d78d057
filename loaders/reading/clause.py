"""One sentence to statements, with what the article has said so far in mind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from spacy.tokens import Doc

from detente.graph.actors import state_of
from detente.graph.articles import Article
from detente.graph.ids import make_id
from detente.graph.roster import Roster
from detente.graph.statements import Modality, Statement, read_statement_id
from detente.loaders.reading import timing
from detente.loaders.reading.arguments import is_relative, is_verb
from detente.loaders.reading.context import Context
from detente.loaders.reading.dates import find_dates
from detente.loaders.reading.drafts import Draft, complete, drafts, pairs
from detente.loaders.reading.exchange import Exchange, exchanges, signs
from detente.loaders.reading.frames import frames
from detente.loaders.reading.gazetteer import Hit
from detente.loaders.reading.lemmas import lemmas
from detente.loaders.reading.mentions import Mention, mentions
from detente.loaders.reading.modality import Verdict, clause_of, modality
from detente.loaders.reading.parse import Parse, parse_of
from detente.loaders.reading.repairs import repair
from detente.loaders.reading.roles import Cast, Party
from detente.loaders.reading.sentences import Sentence
from detente.loaders.reading.speakers import Report, Speakers, reports, speakers_of
from detente.loaders.reading.text import CleanText
from detente.loaders.reading.words import words

__all__ = ["ClauseReader", "Sought"]

_LATER = "reported"


class Sought(NamedTuple):
    """A sentence, its text and the names found in it."""

    sentence: Sentence
    text: str
    hits: tuple[Hit, ...]


class _Event(NamedTuple):
    draft: Draft
    verdict: Verdict
    speakers: Speakers
    when: timing.When | None
    exchange_id: str | None


class ClauseReader:
    """Reads the sentences of one article in order."""

    def __init__(
        self, article: Article, lang: str, roster: Roster, cleaned: CleanText, version: str
    ) -> None:
        self._article = article
        self._lang = lang
        self._roster = roster
        self._cleaned = cleaned
        self._version = version
        self._words = words(lang)
        self._lexicon = frames(lang)
        self._context = Context()
        self._spoken: date | None = article.published_at
        self._quotations: dict[tuple[int, int], Party] = {}
        self._open: list[tuple[str, int, int]] = []

    def read(self, sought: Sought, doc: Doc | None) -> tuple[list[Statement], str, str]:
        """The statements of a sentence, its outcome and the reason of it."""
        if doc is None:
            return [], "no actor", "no actor of the roster is named"
        parse = parse_of(doc, lemmas(self._lang))
        repair(parse, self._words)
        found = mentions(parse, sought.hits, 0, self._roster, self._article.published_at)
        cast = Cast(parse, found, self._words, self._context)
        said = reports(parse, cast, self._words)
        self._hear(sought, parse, said)
        events = self._events(sought, parse, cast, said)
        statements = [one for event in events for one in self._statements(sought, parse, event)]
        self._remember(parse, found, said)
        if len(statements) > 0:
            return statements, "statements", f"{len(statements)} found"
        return [], *self._silence(parse, found)

    def finished(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The statements with what only the whole article tells: who said an unmarked quotation."""
        for statement in statements:
            speaker = self._quoted_by(statement)
            if len(statement.said_by) == 0 and speaker is not None:
                yield statement.model_copy(update={"said_by": (speaker,)})
            else:
                yield statement

    def _hear(self, sought: Sought, parse: Parse, said: list[Report]) -> None:
        for report in said:
            for party in report.who:
                if not self._is_media(party):
                    self._context.speak(party.actor, party.person)
                    self._note_quotation(sought, party)
                    break

    def _note_quotation(self, sought: Sought, party: Party) -> None:
        start, end = sought.sentence.start, sought.sentence.end
        for span in self._cleaned.quoted:
            if span[0] < end and span[1] > start:
                self._quotations.setdefault(span, party)

    def _quoted_by(self, statement: Statement) -> str | None:
        for (first, last), party in self._quotations.items():
            start, end = self._cleaned.original_span(first, last)
            if start <= statement.start and statement.end <= end:
                return party.actor
        return None

    def _is_media(self, party: Party) -> bool:
        return party.how == "media" or party.actor.endswith(":MED")

    def _events(
        self, sought: Sought, parse: Parse, cast: Cast, said: list[Report]
    ) -> list[_Event]:
        found = drafts(parse, cast, self._lexicon, self._words, self._context)
        marks = {i for first, last in signs(parse, self._words) for i in range(first, last + 1)}
        found = [draft for draft in found if draft.word not in marks]
        order = sorted({draft.word for draft in found})
        dates = find_dates(sought.text, self._lang, published=self._article.published_at)
        spoken = timing.speech_day(parse, dates, [report.verb for report in said], order, self._words)
        self._spoken = spoken or self._spoken
        deals = exchanges(parse, order, self._words)
        ids = self._deal(sought, parse, found, deals, cast)
        states = frozenset(draft.word for draft in found if draft.kind.kind == "state")
        when = timing.times(parse, order, dates, self._spoken, self._words, states)
        timing.share([[deal.given, deal.returned] for deal in deals], when)
        return [
            self._event(parse, draft, said, when, ids.get(draft.word))
            for draft in found
            if len(draft.source) + len(draft.target) > 0
        ]

    def _deal(
        self,
        sought: Sought,
        parse: Parse,
        found: list[Draft],
        deals: list[Exchange],
        cast: Cast,
    ) -> dict[int, str]:
        ids: dict[int, str] = {}
        by_word = {draft.word: draft for draft in reversed(found)}
        for number, deal in enumerate(deals):
            given, returned = by_word[deal.given], by_word[deal.returned]
            complete(given, returned, self._other_party(parse, cast, (given, returned)))
            name = make_id("x", self._article.revision, sought.sentence.index, number)
            ids |= {deal.given: name, deal.returned: name}
        return ids

    def _other_party(self, parse: Parse, cast: Cast, legs: tuple[Draft, Draft]) -> str | None:
        """Who else a deal may be with: the sentence's subject, else the article's other state."""
        acting = {state_of(party.actor) for leg in legs for party in leg.source}
        subjects = [
            party.actor
            for word in parse.words
            if word.label == "nsubj" and is_verb(parse, word.head)
            for party in cast.parties(word.index)
        ]
        for actor in (*subjects, *self._context.pair()):
            if state_of(actor) not in acting:
                return state_of(actor)
        return None

    def _event(
        self,
        parse: Parse,
        draft: Draft,
        said: list[Report],
        dated: dict[int, timing.When],
        exchange_id: str | None,
    ) -> _Event:
        when = dated.get(draft.word)
        if draft.frame.modality is not None:
            verdict = modality(parse, draft.word, draft.theme, draft.kind, self._words)
            if verdict.modality in {Modality.ACTUAL, Modality.ONGOING}:
                verdict = Verdict(draft.frame.modality, f"frame {draft.frame.id}")
        else:
            verdict = modality(parse, draft.word, draft.theme, draft.kind, self._words)
        if verdict.modality in {Modality.ACTUAL, Modality.ONGOING}:
            if timing.is_background(when, self._article.published_at):
                verdict = Verdict(Modality.PAST_BACKGROUND, f"dated {when.words}" if when else "")
            elif self._pluperfect(parse, draft.word):
                verdict = Verdict(Modality.PAST_BACKGROUND, "pluperfect")
            elif any(
                timing.is_background(dated.get(above), self._article.published_at)
                for above in parse.ancestors(draft.word)
            ):
                verdict = Verdict(Modality.PAST_BACKGROUND, "tied to a past event")
        speakers = speakers_of(parse, draft.word, said, self._is_media, self._words)
        if verdict.modality is Modality.PAST_BACKGROUND and self._aside(parse, draft.word):
            speakers = Speakers((), speakers.via)
        return _Event(draft, verdict, speakers, when, exchange_id)

    def _aside(self, parse: Parse, word: int) -> bool:
        # History in a relative clause is told by the outlet, not by whom it quotes.
        return any(
            parse.words[index].label == "acl" and is_relative(parse, index)
            for index in (word, *parse.ancestors(word))
        )

    def _pluperfect(self, parse: Parse, word: int) -> bool:
        clause = clause_of(parse, word, self._words)
        auxiliaries = {parse.words[child].form for child in parse.under(clause, "aux")}
        return bool(auxiliaries & {"had", "fusese", "fusesera"}) or (
            parse.words[clause].features.get("Tense") == "Pqp"
        )

    def _statements(self, sought: Sought, parse: Parse, event: _Event) -> Iterator[Statement]:
        for source, target in pairs(event.draft):
            yield self._statement(sought, parse, event, source, target)

    def _statement(
        self,
        sought: Sought,
        parse: Parse,
        event: _Event,
        source: Party | None,
        target: Party | None,
    ) -> Statement:
        draft, when = event.draft, event.when
        start, end = self._span(sought, parse, draft, (source, target))
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
            event_id=make_id(
                "e", self._article.revision, start, draft.frame.relation, draft.word
            ),
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
            exchange_id=event.exchange_id,
            confidence=round(confidence, 3),
            rule=f"{self._lang}.{draft.frame.id}",
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

    def _remember(self, parse: Parse, found: list[Mention], said: list[Report]) -> None:
        for mention in found:
            if mention.actor is None or mention.kind == "media":
                continue
            word = parse.words[mention.head]
            subject = word.label == "nsubj" or parse.words[word.head].label == "nsubj"
            self._context.see(mention.actor, mention.person, subject=subject)

    def _silence(self, parse: Parse, found: list[Mention]) -> tuple[str, str]:
        if all(mention.actor is None for mention in found):
            people = ", ".join(sorted({str(mention.person) for mention in found}))
            return "no actor", f"no known office on that day: {people}"
        known = [
            word.text
            for word in parse.words
            if word.lemma in self._lexicon.by_verb or word.lemma in self._lexicon.by_noun
        ]
        if len(known) == 0:
            verbs = [word.lemma for word in parse.words if is_verb(parse, word.index)]
            return "no trigger", f"no word of the lexicon; verbs: {', '.join(verbs) or 'none'}"
        return "no roles", f"no actor in a role of: {', '.join(known)}"


def _least(source: Party | None, target: Party | None) -> float:
    return min((party.confidence for party in (source, target) if party is not None), default=0.5)


_EDGE = frozenset({"det", "case", "amod", "nummod", "aux", "advmod", "mark", "flat", "compound", "expl", "fixed", "cop"})


def _left_edge(parse: Parse, index: int) -> int:
    below = [child for child in parse.children[index] if child < index]
    edge = [child for child in below if parse.words[child].label in _EDGE]
    contiguous = [child for child in edge if index - child <= 6]
    return min([index, *(_left_edge(parse, child) for child in contiguous)])


def _right_edge(parse: Parse, index: int) -> int:
    below = [child for child in parse.children[index] if child > index]
    edge = [child for child in below if parse.words[child].label in _EDGE and child - index <= 4]
    return max([index, *(_right_edge(parse, child) for child in edge)])
