"""Dates, confidence, modality and speakers in the words that answers use."""

# Words say no more than the values: an event without a date of its own is "reported", never dated
# by its report, and what is hoped, planned or denied is named as such.

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Protocol

from detente.graph.dates import PartialDate
from detente.graph.registry import REGISTRY
from detente.graph.statements import Modality

__all__ = ["MODES", "Named", "caption", "how_sure", "says", "when_held", "when_told"]

#: Turns an actor's id into the name to show.
Named = Callable[[str], str]

#: What each modality is called before a claim that is no fact, or beside one that is.
MODES: dict[Modality, str] = {
    Modality.ACTUAL: "fact",
    Modality.ONGOING: "under way",
    Modality.PLANNED: "planned",
    Modality.HOPED: "hoped for",
    Modality.THREATENED: "threatened",
    Modality.DENIED: "denied",
    Modality.HYPOTHETICAL: "supposed",
    Modality.PAST_BACKGROUND: "background",
}

# Lower bounds of the words of estimative probability in Intelligence Community Directive 203.
_SURE: tuple[tuple[float, str], ...] = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.55, "likely"),
    (0.45, "even chance"),
    (0.20, "unlikely"),
    (0.05, "very unlikely"),
    (0.0, "hardly"),
)
_DAY = timedelta(days=1)


class _Held(Protocol):
    """What `when_held` needs to know of a relation."""

    @property
    def relation(self) -> str: ...
    @property
    def modality(self) -> Modality: ...
    @property
    def event_date(self) -> PartialDate | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def reported_on(self) -> date | None: ...


def how_sure(confidence: float) -> str:
    """Word and number: the number is the confidence, the words are those of ICD 203.

    >>> how_sure(0.82), how_sure(0.5), how_sure(1.0)
    ('very likely 0.82', 'even chance 0.50', 'almost certain 1.00')
    """
    word = next(word for bound, word in _SURE if confidence >= bound)
    return f"{word} {confidence:.2f}"


def caption(relation: str, subject: str | None, object_: str | None, names: Named) -> str:
    """Who did what to whom; an end that the text leaves open reads "(not named)".

    >>> caption("EASED_SANCTIONS_ON", "USA", None, str.title)
    'Usa eased sanctions on (not named)'
    """
    ends = ["(not named)" if end is None else names(end) for end in (subject, object_)]
    return f"{ends[0]} {REGISTRY[relation].caption} {ends[1]}"


def when_held(relation: _Held) -> str:
    """When a relation happened or held, as precisely as it is known.

    An event: its day, month or year, or two days for a longer one. A state, and an event that is
    under way: "since" its beginning. Without a date: the day of the earliest report, named so.
    """
    began, over = relation.event_date, relation.valid_to
    if REGISTRY[relation.relation].kind == "state":
        return _span(began, over, relation.reported_on)
    if began is None:
        return _reported(relation.reported_on)
    if over is not None and over > began.end:
        return f"{began} to {over - _DAY}"
    return f"since {began}" if relation.modality is Modality.ONGOING else str(began)


def _span(began: PartialDate | None, over: date | None, reported_on: date | None) -> str:
    if began is None and over is None:
        return _reported(reported_on)
    if over is None:
        return f"since {began}"
    return f"until {over}" if began is None else f"{began} until {over}"


def when_told(event_date: PartialDate | None, published_at: date | None) -> str:
    """When a single statement says that something was, else when it was published.

    >>> when_told(PartialDate("2022-02"), date(2025, 12, 18)), when_told(None, date(2025, 12, 18))
    ('2022-02', 'reported 2025-12-18')
    """
    return _reported(published_at) if event_date is None else str(event_date)


def _reported(day: date | None) -> str:
    return "undated" if day is None else f"reported {day}"


def says(speakers: Iterable[str], publishers: Iterable[str], names: Named) -> str:
    """Who answers for a statement: its speakers from the innermost outwards, else who printed it.

    >>> says(["BLR"], ["Agency"], str.lower), says([], ["Agency", "Post"], str.lower)
    ('says blr', 'source: Agency, Post')
    """
    chain = [names(speaker) for speaker in speakers]
    if len(chain) > 0:
        return ", quoted by ".join([f"says {chain[0]}", *chain[1:]])
    printed = ", ".join(publishers)
    return "the article" if printed == "" else f"source: {printed}"
