"""Why a sentence was read as it was: what made each statement, what was thought of and left out.

A `Trace` is handed through the stages only where explanations are asked for, and changes nothing
that they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from pydantic import BaseModel

from detente.graph.articles import Article
from detente.graph.registry import REGISTRY, by_plover
from detente.graph.statements import Statement
from detente.loaders.reading.draft import Draft, pairs
from detente.loaders.reading.hypotheses import Hypothesis
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Party
from detente.loaders.reading.scene import Dyad, Scene, dyads_of, ways_of
from detente.loaders.reading.text import CleanText
from detente.loaders.reading.weighing import Weighing, Weight
from detente.loaders.reading.weights import Floats, Weights
from detente.loaders.reading.writing import Event, Sought

__all__ = ["Explanation", "Rejected", "Span", "Told", "Trace"]

#: A pair and its PLOVER type, as the ranker weighs them; a reason may be such a one that was taken.
_Key: TypeAlias = tuple[Dyad, str]
_Rival: TypeAlias = tuple[float, Dyad, str]

#: A pair that the ranker takes for less likely is not listed.
_WORTH = 0.1


class Span(BaseModel, frozen=True):
    """Words of the article as they stand there: `article.text[start:end]`."""

    text: str
    start: int
    end: int


class Told(BaseModel, frozen=True):
    """A statement and what made it.

    `subject_by` and `object_by` say how each side was found ("name", "pronoun", "only other
    actor"); `modality_by` names the words behind the modality; `likelihood` is the ranker's.
    """

    statement_id: str
    subject: str | None
    relation: str
    object: str | None
    rule: str
    confidence: float
    trigger: tuple[Span, ...]
    subject_by: str | None
    object_by: str | None
    modality: str
    modality_by: str
    likelihood: float | None = None
    weighed: tuple[Weight, ...] = ()


class Rejected(BaseModel, frozen=True):
    """What a rule or the ranker thought of, and why it is no statement.

    `subjects` and `objects` are whom it would have named; a side may be empty.
    """

    subjects: tuple[str, ...]
    relation: str
    objects: tuple[str, ...]
    rule: str
    reason: str
    trigger: tuple[Span, ...] = ()
    likelihood: float | None = None
    weighed: tuple[Weight, ...] = ()


class Explanation(BaseModel, frozen=True):
    """All that was told and rejected in one sentence; of the rejected those of the rules first."""

    text: str
    statements: tuple[Told, ...] = ()
    rejected: tuple[Rejected, ...] = ()


class Trace:
    """Takes notes while one article is read.

    >>> from detente.loaders.reading.reader import read_article
    >>> from detente.seeds import roster
    >>> article = Article.of("Hungary accused Serbia of espionage.", lang="en")
    >>> (found,) = read_article(article, roster(), explain=True).explanations
    >>> [(told.rule, told.trigger[0].text, told.subject_by) for told in found.statements]
    [('en.accuse', 'accused', 'name')]
    """

    def __init__(self, article: Article, cleaned: CleanText, lang: str) -> None:
        self._article = article
        self._cleaned = cleaned
        self._lang = lang
        self._clear()
        #: One explanation a sentence, in order.
        self.explanations: list[Explanation] = []

    def _clear(self) -> None:
        self._parse: Parse | None = None
        self._weighing: Weighing | None = None
        self._chances: dict[_Key, float] = {}
        self._refused: dict[_Key, str | _Rival] = {}
        self._dropped: list[tuple[Draft, str | Draft | None]] = []
        self._written: list[tuple[Event, list[Statement]]] = []

    def begin(self, parse: Parse) -> None:
        """The words of the sentence at hand."""
        self._parse = parse

    def drop(self, draft: Draft, reason: str | Draft | None = None) -> None:
        """A draft comes to nothing, for a reason or for a better one; else it is the ranker's."""
        self._dropped.append((draft, reason))

    def weigh(
        self,
        scene: Scene,
        layers: tuple[Weights, Mapping[int, int]],
        tried: Iterable[Hypothesis],
        sure: Floats,
    ) -> None:
        """What the ranker thinks of the pairs of a sentence; `layers` are its weights and rows."""
        self._weighing = Weighing(*layers, scene)
        for one, chance in zip(tried, map(float, sure), strict=True):
            self._chances[one.dyad, one.kind] = chance

    def refuse(self, dyad: Dyad, kind: str, reason: str | _Rival) -> None:
        """The ranker does not take a pair, for a reason or for another one."""
        self._refused[dyad, kind] = reason

    def write(self, event: Event, statements: list[Statement]) -> None:
        """An event became these statements."""
        self._written.append((event, statements))

    def end(self, sought: Sought, known: Mapping[str, Statement]) -> None:
        """The sentence is read; `known` are the statements before it."""
        start, end = self._cleaned.original_span(sought.sentence.start, sought.sentence.end)
        told, rejected = [], [self._left_out(sought, *one) for one in self._dropped]
        seen = set(known)
        for event, statements in self._written:
            for statement, parties in zip(statements, pairs(event.draft), strict=True):
                one = self._told(sought, event, statement, parties)
                if statement.statement_id in seen:
                    rejected.append(_again(one))
                else:
                    told.append(one)
                seen.add(statement.statement_id)
        rejected += self._unlikely()
        rejected.sort(key=lambda one: (len(one.trigger) == 0, -(one.likelihood or 0)))
        self.explanations.append(
            Explanation(
                text=self._article.text[start:end],
                statements=tuple(told),
                rejected=tuple(rejected),
            )
        )
        self._clear()

    def _told(
        self,
        sought: Sought,
        event: Event,
        statement: Statement,
        parties: tuple[Party | None, Party | None],
    ) -> Told:
        subject_by, object_by = (None if one is None else one.how for one in parties)
        key = self._likeliest(event.draft)
        return Told(
            statement_id=statement.statement_id,
            subject=statement.subject,
            relation=statement.relation,
            object=statement.object,
            rule=statement.rule,
            confidence=statement.confidence,
            trigger=self._trigger(sought, event.draft),
            subject_by=subject_by,
            object_by=object_by,
            modality=event.verdict.modality.value,
            modality_by=event.verdict.because,
            likelihood=self._chance(key),
            weighed=self._because(key),
        )

    def _left_out(self, sought: Sought, draft: Draft, reason: str | Draft | None) -> Rejected:
        if isinstance(reason, Draft):
            reason = f"{self._lang}.{reason.frame.id} fits the same words better"
        key = None if reason is not None else self._likeliest(draft)
        return Rejected(
            subjects=tuple(party.actor for party in draft.source),
            relation=draft.frame.relation,
            objects=tuple(party.actor for party in draft.target),
            rule=f"{self._lang}.{draft.frame.id}",
            reason=reason or self._reason(key),
            trigger=self._trigger(sought, draft),
            likelihood=self._chance(key),
            weighed=self._because(key),
        )

    def _unlikely(self) -> list[Rejected]:
        """The pairs of the ranker alone that it did not take, where it thinks anything of them."""
        told = [event.draft for event, _ in self._written]
        ruled = {
            (dyad, draft.kind.plover)
            for draft in (*told, *(one for one, reason in self._dropped if reason is None))
            for dyad in ways_of(draft)
        }
        return [
            Rejected(
                subjects=_named(key[0][0]),
                relation=by_plover(key[1]).type,
                objects=_named(key[0][1]),
                rule=f"{self._lang}.ranker",
                reason=self._reason(key),
                likelihood=self._chance(key),
                weighed=self._because(key),
            )
            for key in self._refused
            if key not in ruled and self._chances[key] >= _WORTH
        ]

    def _reason(self, key: _Key | None) -> str:
        why = None if key is None else self._refused.get(key)
        if why is None:
            return "no actor in its roles"
        if isinstance(why, str):
            return why
        chance, (source, target), kind = why
        ends = f"{source or 'somebody'} {by_plover(kind).caption} {target or 'somebody'}"
        return f"taken instead: {ends} ({chance:.2f})"

    def _likeliest(self, draft: Draft) -> _Key | None:
        """The pair of a draft that the ranker thinks likeliest."""
        kind = REGISTRY[draft.frame.relation].plover or ""
        keys = [(dyad, kind) for dyad in dyads_of(draft) if (dyad, kind) in self._chances]
        return max(keys, key=lambda key: self._chances[key], default=None)

    def _chance(self, key: _Key | None) -> float | None:
        return None if key is None else round(self._chances[key], 3)

    def _because(self, key: _Key | None) -> tuple[Weight, ...]:
        return () if key is None or self._weighing is None else self._weighing.of(*key)

    def _trigger(self, sought: Sought, draft: Draft) -> tuple[Span, ...]:
        """The words that called up a frame, in text order."""
        if self._parse is None:
            return ()
        base, words = sought.sentence.start, self._parse.words
        found = []
        for index in sorted({draft.word, draft.word if draft.theme is None else draft.theme}):
            word = words[index]
            start, end = self._cleaned.original_span(base + word.start, base + word.end)
            found.append(Span(text=self._article.text[start:end], start=start, end=end))
        return tuple(found)


def _named(actor: str | None) -> tuple[str, ...]:
    return () if actor is None else (actor,)


def _again(told: Told) -> Rejected:
    return Rejected(
        subjects=_named(told.subject),
        relation=told.relation,
        objects=_named(told.object),
        rule=told.rule,
        reason="the same words say it already",
        trigger=told.trigger,
        likelihood=told.likelihood,
        weighed=told.weighed,
    )
