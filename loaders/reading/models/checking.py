"""A model's proposals held against the article, the roster and the registry.

Nothing that the model wrote enters a statement: quote and date words are cut from the article, the
rest is looked up. A proposal that fails any check is left out with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from detente.graph.actors import state_of
from detente.graph.articles import Article
from detente.graph.dates import PartialDate
from detente.graph.errors import ResolutionError
from detente.graph.ids import make_id
from detente.graph.registry import REGISTRY
from detente.graph.roster import Roster
from detente.graph.statements import LIVE, Modality, Statement, read_statement_id
from detente.loaders.articles import header
from detente.loaders.reading.draft import is_internal
from detente.loaders.reading.gazetteer import gazetteer
from detente.loaders.reading.models.proposals import Proposal
from detente.loaders.reading.models.server import printable
from detente.loaders.reading.reader import Reading, language_of, reader_version
from detente.loaders.reading.text import clean

__all__ = ["CAP", "Checker"]

#: No statement of a model is surer than this: below what rules read, even where they guess a side.
CAP = 0.5
#: A longer quote is no quote.
_LONGEST_QUOTE = 600
_SHOWN = 60


class _LeftOutError(Exception):
    """Why a proposal is left out."""


class Checker:
    """Checks the proposals of one model about one article that the rules have read."""

    def __init__(self, article: Article, reading: Reading, roster: Roster, model: str) -> None:
        self._article = article
        self._reading = reading
        self._roster = roster
        self._model = model
        self._start = header.split(article.text).body_start
        self._cleaned = clean(article.text, self._start)
        self._lang = language_of(article, self._cleaned)
        self._told = list(reading.statements)
        #: The states and bodies that the article names.
        self.named = frozenset(self._names())

    def check(self, proposal: Proposal) -> Statement | str:
        """The statement that a proposal becomes, or why it is left out."""
        try:
            statement = self._statement(proposal)
        except _LeftOutError as reason:
            return f"{reason} (“{_short(proposal.quote)}”)"
        self._told.append(statement)
        return statement

    def _statement(self, proposal: Proposal) -> Statement:
        start, end = self._place(proposal.quote)
        kind = REGISTRY.get(proposal.relation)
        if kind is None:
            raise _LeftOutError(f"'{_short(proposal.relation)}' is no relation type")
        subject, person = self._actor(proposal.subject)
        object_, other = self._actor(proposal.object)
        if is_internal(subject, object_) or subject == object_:
            raise _LeftOutError(f"{subject} and {object_} are no two actors")
        for actor, allowed in ((subject, kind.subjects), (object_, kind.objects)):
            if self._roster.actor(actor).label not in allowed:  # type: ignore[union-attr]
                raise _LeftOutError(f"{actor} cannot stand in {kind.type}")
        modality = self._modality(proposal.modality)
        day, words = self._date(proposal, modality)
        speakers = tuple(self._actor(speaker)[0] for speaker in proposal.said_by or ())
        sentences = self._sentences(start, end)
        statement = Statement(
            statement_id=read_statement_id(
                self._article.revision, (start, end), (subject, object_), kind.type, modality
            ),
            event_id=make_id("e", self._article.revision, start, kind.type, subject, object_),
            article_id=self._article.article_id,
            revision=self._article.revision,
            sentence=next(iter(sentences), None),
            lang=self._lang,
            subject=subject,
            subject_person=person,
            relation=kind.type,
            object=object_,
            object_person=other,
            modality=modality,
            said_by=speakers,
            event_date=day,
            date_words=words,
            published_at=self._article.published_at,
            quote=self._article.text[start:end],
            start=start,
            end=end,
            confidence=_sure(proposal.confidence),
            rule=f"model:{self._model}",
            reader_version=reader_version(),
            publisher=self._article.publisher,
            url=self._article.url,
        )
        self._refuse_known(statement, sentences)
        return statement

    def _place(self, quote: str) -> tuple[int, int]:
        """Where the quote stands, letter by letter, or but for spaces and quotation marks."""
        sought = quote.strip()
        if len(sought) > _LONGEST_QUOTE:
            raise _LeftOutError(f"its quote has more than {_LONGEST_QUOTE} letters")
        if len(sought.split()) < 2:  # noqa: PLR2004  one word says nothing of two actors
            raise _LeftOutError("its quote is too short")
        exact = _whole(sought).search(self._article.text, self._start)
        if exact is not None:
            return exact.span()
        near = _whole(clean(sought).text.strip(), spaced=True).search(self._cleaned.text)
        if near is None or near.start() == near.end():
            raise _LeftOutError("its quote is not in the article")
        return self._cleaned.original_span(*near.span())

    def _actor(self, name: str) -> tuple[str, str | None]:
        """The actor that a code or name means, and the person by whom it acts."""
        try:
            found = self._roster.resolve(name)
        except ResolutionError as error:
            raise _LeftOutError(f"'{_short(name)}' is {_trouble(error)}") from None
        actor = self._roster.actor(found)
        person = None
        if actor is not None and actor.label == "Person":
            offices = self._roster.offices(found, self._article.published_at)
            if len(offices) == 0:
                raise _LeftOutError(f"{found} has no known office on that day")
            person, found = found, offices[-1].actor_id
        if state_of(found) not in self.named:
            raise _LeftOutError(f"the article does not name {found}")
        return found, person

    def _names(self) -> Iterator[str]:
        for hit in gazetteer(self._roster, self._lang).find(self._cleaned.text):
            for entry in hit.entries:
                if entry.kind == "person":
                    offices = self._roster.offices(entry.target, self._article.published_at)
                    yield from (state_of(office.actor_id) for office in offices)
                else:
                    yield state_of(entry.target)

    def _modality(self, name: str) -> Modality:
        try:
            return Modality(name)
        except ValueError:
            raise _LeftOutError(f"'{_short(name)}' is no modality") from None

    def _date(
        self, proposal: Proposal, modality: Modality
    ) -> tuple[PartialDate | None, str | None]:
        """The date with its words; none is taken without words of the article."""
        if proposal.event_date is None:
            return None, None
        try:
            day = PartialDate(proposal.event_date)
        except ValidationError:
            raise _LeftOutError(f"'{_short(proposal.event_date)}' is no date") from None
        words = (proposal.date_words or "").strip()
        found = None if words == "" else _whole(words).search(self._article.text, self._start)
        if found is None:
            raise _LeftOutError("the words of its date are not in the article")
        published = self._article.published_at
        if modality in LIVE and published is not None and day.start > published:
            raise _LeftOutError(f"{modality}, but dated {day}, after publication")
        return day, found[0]

    def _sentences(self, start: int, end: int) -> list[int]:
        return [
            outcome.sentence
            for outcome in self._reading.outcomes
            if outcome.start < end and start < outcome.end
        ]

    def _refuse_known(self, new: Statement, sentences: Iterable[int]) -> None:
        """What is read already, of the same two, in these sentences: it stays as it is."""
        near = set(sentences)
        for known in self._told:
            if known.sentence not in near and not (known.start < new.end and new.start < known.end):
                continue
            if _sort(known) == _sort(new) and _states(known) == _states(new):
                same = (known.subject, known.object) == (new.subject, new.object)
                how = "already" if same or REGISTRY[new.relation].symmetric else "the other way"
                raise _LeftOutError(f"{known.rule} reads it {how}")


def _whole(words: str, *, spaced: bool = False) -> re.Pattern[str]:
    """These very words, not the inside of longer ones; `spaced` if spaces may differ."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    pieces = [re.escape(piece) for piece in words.split()] if spaced else [re.escape(words)]
    return re.compile(before + r"\s+".join(pieces) + after)


def _sort(statement: Statement) -> str:
    """What two reports of one act share: sub-types of an event are told apart by degree only."""
    return REGISTRY[statement.relation].plover or statement.relation


def _states(statement: Statement) -> set[str]:
    return {state_of(actor) for actor in (statement.subject, statement.object) if actor is not None}


def _sure(confidence: float | None) -> float:
    # Written so that what is no number counts as nothing said.
    return round(confidence, 3) if confidence is not None and 0 <= confidence < CAP else CAP


def _trouble(error: ResolutionError) -> str:
    if len(error.candidates) == 0:
        return "no known actor"
    return f"unclear: {' or '.join(error.candidates[:3])}"


def _short(text: str) -> str:
    return printable(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
