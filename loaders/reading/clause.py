"""One sentence to statements, with what the article has said so far in mind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from detente.graph.actors import state_of
from detente.graph.articles import Article
from detente.graph.ids import make_id
from detente.graph.roster import Roster
from detente.graph.statements import Modality, Statement
from detente.loaders.reading import timing
from detente.loaders.reading.arguments import is_relative, is_verb
from detente.loaders.reading.attitudes import Verdict
from detente.loaders.reading.cases import settle_cases
from detente.loaders.reading.context import Context
from detente.loaders.reading.dates import find_dates
from detente.loaders.reading.deals import complete
from detente.loaders.reading.draft import Draft, pairs
from detente.loaders.reading.drafts import drafts
from detente.loaders.reading.exchange import Exchange, exchanges, signs
from detente.loaders.reading.frames import frames
from detente.loaders.reading.gaps import Silence, lacking, names
from detente.loaders.reading.headlines import restore_verbs
from detente.loaders.reading.language import small_words
from detente.loaders.reading.lemmas import lemmas
from detente.loaders.reading.mentions import Mention, mentions
from detente.loaders.reading.modality import clause_of, modality
from detente.loaders.reading.parse import Parse, parse_of
from detente.loaders.reading.phases import is_begun, is_present
from detente.loaders.reading.ranking import Ranker
from detente.loaders.reading.repairs import repair
from detente.loaders.reading.roles import Cast, Party
from detente.loaders.reading.scene import scene_of
from detente.loaders.reading.speakers import Report, Speakers, reports, speakers_of
from detente.loaders.reading.text import CleanText
from detente.loaders.reading.triggers import on_field, triggers
from detente.loaders.reading.words import words
from detente.loaders.reading.writing import Event, Sought, Writer

if TYPE_CHECKING:
    from detente.loaders.reading.explanation import Trace

__all__ = ["ClauseReader"]


_TO_COME = frozenset({Modality.PLANNED, Modality.HOPED, Modality.THREATENED})
_PRESENT = frozenset({Modality.ACTUAL, Modality.ONGOING})


class ClauseReader:
    """Reads the sentences of one article in order."""

    def __init__(
        self,
        article: Article,
        lang: str,
        roster: Roster,
        cleaned: CleanText,
        version: str,
        *,
        ranker: Ranker,
        trace: Trace | None = None,
    ) -> None:
        self._trace = trace
        self._article = article
        self._lang = lang
        self._roster = roster
        self._cleaned = cleaned
        self._words = words(lang)
        self._lexicon = frames(lang)
        self._lemmas = lemmas(lang)
        self._context = Context()
        self._spoken: date | None = article.published_at
        self._quotations: dict[tuple[int, int], Party] = {}
        self._ranker = ranker
        self._writer = Writer(article, lang, cleaned, version)

    def read(self, sought: Sought, doc: Doc | None) -> tuple[list[Statement], Silence]:
        """The statements of a sentence, and its outcome with the reason of it."""
        if doc is None:
            acts = any(self._lemmas.verb(form) is not None for form in sought.text.split())
            unknown = names(sought.text, self._is_common) if acts else ()
            return [], Silence("no actor", "no actor of the roster is named", unknown)
        parse = parse_of(doc, self._lemmas, self._words)
        if self._trace is not None:
            self._trace.begin(parse)
        if len(parse.cases) == 0:
            # Where cases tell subject from object, a name beside a word makes no verb of it.
            restore_verbs(parse, self._lemmas)
        settle_cases(parse, sought.hits, self._words, self._lemmas)
        repair(parse, self._words)
        found = mentions(parse, sought.hits, self._roster, self._article.published_at)
        cast = Cast(parse, found, self._words, self._context)
        said = reports(parse, cast, self._words)
        self._hear(sought, said)
        events = self._events(sought, parse, cast, found, said)
        statements: list[Statement] = []
        for event in events:
            written = list(self._writer.write(sought, parse, event))
            statements += written
            if self._trace is not None:
                self._trace.write(event, written)
        self._remember(parse, found)
        if len(statements) > 0:
            return statements, Silence("statements", f"{len(statements)} found")
        return [], self._silence(parse, found)

    def finished(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """The statements with what only the whole article tells: who said an unmarked quotation."""
        for statement in statements:
            speaker = self._quoted_by(statement)
            if len(statement.said_by) == 0 and speaker is not None:
                yield statement.model_copy(update={"said_by": (speaker,)})
            else:
                yield statement

    def _hear(self, sought: Sought, said: list[Report]) -> None:
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
        self,
        sought: Sought,
        parse: Parse,
        cast: Cast,
        named: list[Mention],
        said: list[Report],
    ) -> list[Event]:
        called = triggers(parse, self._lexicon, self._words)
        found = drafts(
            parse, cast, self._lexicon, self._words, self._context, called=called, trace=self._trace
        )
        marks = {i for first, last in signs(parse, self._words) for i in range(first, last + 1)}
        if self._trace is not None:
            for draft in found:
                if draft.word in marks:
                    self._trace.drop(draft, "says that something is an exchange")
                elif len(pairs(draft)) == 0:
                    self._trace.drop(draft, "between one state and itself or its own organs")
        found = [draft for draft in found if draft.word not in marks and len(pairs(draft)) > 0]
        order = sorted({draft.word for draft in found})
        if len(exchanges(parse, order, self._words)) == 0 and not on_field(parse, self._words):
            # The legs of a deal complete each other; the ranker sees them one by one.
            sentence = sought.sentence
            scene = scene_of(
                parse,
                cast,
                named,
                lang=self._lang,
                called=called,
                drafts=found,
                span=self._cleaned.original_span(sentence.start, sentence.end),
            )
            found = self._ranker.revise(scene, trace=self._trace)
        order = sorted({draft.word for draft in found})
        dates = find_dates(sought.text, self._lang, published=self._article.published_at)
        dating = timing.Dating(parse, order, dates, self._words)
        self._spoken = dating.speech_day([report.verb for report in said]) or self._spoken
        deals = exchanges(parse, order, self._words)
        ids = self._deal(sought, parse, found, deals, cast)
        states = frozenset(draft.word for draft in found if draft.kind.kind == "state")
        when = dating.times(self._spoken, states)
        timing.share([[deal.given, deal.returned] for deal in deals], when)
        if self._trace is not None:
            for draft in found:
                if len(draft.source) + len(draft.target) == 0:
                    self._trace.drop(draft, "no actor in its roles")
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
    ) -> Event:
        when = dated.get(draft.word)
        verdict = modality(
            parse, draft.word, draft.theme, draft.kind, self._words, unnamed=draft.unnamed
        )
        if verdict.modality in _PRESENT:
            begun = is_begun(parse, draft.word, self._words)
            if draft.frame.modality is not None and not begun:
                verdict = Verdict(draft.frame.modality, f"frame {draft.frame.id}")
            verdict = self._background(parse, draft.word, dated) or verdict
            if self._is_of_content(parse, draft.word, when):
                when = None
        if when is not None and when.later is not None and verdict.modality in _TO_COME:
            when = when._replace(start=when.later)
        speakers = speakers_of(parse, draft.word, said, self._is_media)
        if verdict.modality is Modality.PAST_BACKGROUND and self._aside(parse, draft.word):
            speakers = Speakers((), speakers.via)
        return Event(draft, verdict, speakers, when, exchange_id)

    def _background(self, parse: Parse, word: int, dated: dict[int, timing.When]) -> Verdict | None:
        """History: dated long ago, in the pluperfect, or tied to an event that is."""
        published, when = self._article.published_at, dated.get(word)
        if is_present(parse, word):
            return None
        if when is not None and timing.is_background(when, published):
            return Verdict(Modality.PAST_BACKGROUND, when.words)
        recent = when is not None and when.start.precision == "day"
        if self._pluperfect(parse, word) and not recent:
            return Verdict(Modality.PAST_BACKGROUND, "pluperfect")
        tied = (*parse.ancestors(word), *parse.under(word, "advcl"))
        if when is None and any(timing.is_background(dated.get(up), published) for up in tied):
            return Verdict(Modality.PAST_BACKGROUND, "tied to a past event")
        return None

    def _is_of_content(self, parse: Parse, word: int, when: timing.When | None) -> bool:
        # "accuses China of meddling in 2020", "ordered a truce on 9 May", told in April.
        published = self._article.published_at
        past = is_present(parse, word) and timing.is_background(when, published)
        return past or timing.is_ahead(when, published)

    def _aside(self, parse: Parse, word: int) -> bool:
        # History in a relative clause is told by the outlet, not by whom it quotes.
        return any(
            parse.words[index].label == "acl" and is_relative(parse, index)
            for index in (word, *parse.ancestors(word))
        )

    def _pluperfect(self, parse: Parse, word: int) -> bool:
        clause = clause_of(parse, word, self._words)
        above = parse.words[parse.words[clause].head]
        if parse.words[clause].label == "ccomp" and above.lemma in self._words.report:
            # "said it had killed a general": the past as told in the past.
            return False
        auxiliaries = {parse.words[child].form for child in parse.under(clause, "aux")}
        return bool(auxiliaries & {"had", "fusese", "fusesera"}) or (
            parse.words[clause].features.get("Tense") == "Pqp"
        )

    def _remember(self, parse: Parse, found: list[Mention]) -> None:
        for mention in found:
            if mention.actor is None or mention.kind == "media":
                continue
            word = parse.words[mention.head]
            titled = word.label in {"nmod", "flat", "appos"}
            subject = word.label == "nsubj" or (titled and parse.words[word.head].label == "nsubj")
            self._context.see(mention.actor, mention.person, subject=subject)

    def _is_common(self, form: str) -> bool:
        small = form in self._words.weekdays or form in small_words(self._lang)
        return small or self._lemmas.knows(form)

    def _silence(self, parse: Parse, found: list[Mention]) -> Silence:
        if all(mention.actor is None for mention in found):
            people = sorted({str(mention.person) for mention in found})
            reason = f"no known office on that day: {', '.join(people)}"
            return Silence("no actor", reason, lacking("office", people))
        # One actor alone does nothing to another: no event is missed.
        meet = len({mention.actor for mention in found} - {None}) > 1
        called = [
            word
            for word in parse.words
            if word.lemma in self._lexicon.by_verb or word.lemma in self._lexicon.by_noun
        ]
        if len(called) == 0:
            verbs = [word.lemma for word in parse.words if is_verb(parse, word.index)]
            reason = f"no word of the lexicon; verbs: {', '.join(verbs) or 'none'}"
            doing = [
                word.lemma
                for word in parse.words
                if word.pos == "VERB" and word.lemma not in self._words.report
            ]
            return Silence("no trigger", reason, lacking("verb", doing if meet else ()))
        reason = f"no actor in a role of: {', '.join(word.text for word in called)}"
        lemmas_called = [word.lemma for word in called]
        return Silence("no roles", reason, lacking("roles", lemmas_called if meet else ()))
