"""Actor mentions of a parsed sentence: gazetteer hits tied to words, one reading chosen for each.

A person stands for a state or body only while in office on the day of publication.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from detente.graph.roster import Roster
from detente.loaders.reading.gazetteer import Entry, Hit
from detente.loaders.reading.parse import Parse

__all__ = ["Mention", "mentions"]

_ORDER = ("media", "name", "acronym", "person", "capital", "seat", "adjective", "demonym")
_MODIFYING = frozenset({"amod", "compound", "nmod", "det", "nummod"})


class Mention(NamedTuple):
    """Words `first` to `last` (inclusive) name an actor; `head` ties them to the sentence.

    `actor` is None for a person without a known office on that day.
    """

    first: int
    last: int
    head: int
    actor: str | None
    person: str | None
    kind: str


def mentions(
    parse: Parse, hits: Iterable[Hit], offset: int, roster: Roster, day: date | None
) -> list[Mention]:
    """Tie hits to words; `offset` is where the parsed sentence starts in the searched text."""
    found = []
    for hit in hits:
        span = [
            word.index
            for word in parse.words
            if word.start < hit.end - offset and word.end > hit.start - offset
        ]
        if len(span) == 0:
            continue
        head = next((i for i in span if parse.words[i].head not in span), span[0])
        if parse.words[head].head in span and parse.words[head].head != head:
            head = span[0]
        found.append(_chosen(parse, hit, (span[0], span[-1], head), roster, day))
    return found


def _chosen(
    parse: Parse, hit: Hit, place: tuple[int, int, int], roster: Roster, day: date | None
) -> Mention:
    first, last, head = place
    entry = min(hit.entries, key=lambda entry: _rank(entry, roster, day))
    if entry.kind == "person":
        offices = roster.offices(entry.target, day)
        actor = offices[-1].actor_id if len(offices) > 0 else None
        return Mention(first, last, head, actor, entry.target, "person")
    kind = entry.kind
    if kind in {"adjective", "demonym"}:
        kind = "adjective" if _modifies(parse, head) else "demonym"
    return Mention(first, last, head, entry.target, None, kind)


def _rank(entry: Entry, roster: Roster, day: date | None) -> tuple[int, int, str]:
    serving = entry.kind == "person" and len(roster.offices(entry.target, day)) > 0
    return (_ORDER.index(entry.kind), 0 if serving else 1, entry.target)


def _modifies(parse: Parse, head: int) -> bool:
    word = parse.words[head]
    return word.label in _MODIFYING and parse.case(head) == "" and word.head != head
