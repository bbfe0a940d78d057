"""Actor mentions of a parsed sentence: gazetteer hits tied to words, one reading chosen for each.

A person stands for a state or body only while in office on the day of publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from detente.graph.actors import state_of
from detente.graph.roster import Roster
from detente.loaders.reading.gazetteer import Entry, Hit
from detente.loaders.reading.parse import Parse

__all__ = ["Mention", "MentionIndex", "mentions"]

_ORDER = ("media", "name", "acronym", "person", "capital", "seat", "adjective", "demonym")
_STATES = frozenset({"name", "acronym", "capital", "seat"})
_PHRASE = frozenset({"amod", "nmod", "compound", "flat", "appos", "det"})
_NAMING = ("flat", "appos", "nmod", "compound", "list", "nsubj")
_OF = frozenset({"", "of", "'s", "by", "de", "de catre", "al", "a", "ai", "ale"})
_FROM = frozenset({"from", "in", "din", "la", "for", "to", "pentru", "de la"})
_GENITIVE = frozenset({"lui", "al", "a", "ai", "ale"})
_WHERE = frozenset({"in", "at", "la", "from", "din", "near"})
_DEPTH = 3
# States and capitals that people are named after, folded.
_GIVEN = frozenset({"paris", "jordan", "georgia", "chad", "sydney", "london", "kenya", "vienna"})
# Headlines that write every word large tell nothing.
_FEW = 3
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


def mentions(parse: Parse, hits: Iterable[Hit], roster: Roster, day: date | None) -> list[Mention]:
    """Tie the hits of a sentence to its words."""
    found = []
    for hit in hits:
        span = [word.index for word in parse.words if word.start < hit.end and word.end > hit.start]
        if len(span) == 0:
            continue
        if _is_given_name(parse, span[-1]):
            continue
        head = next((i for i in span if parse.words[i].head not in span), span[0])
        if parse.words[head].head in span and parse.words[head].head != head:
            head = span[0]
        found.append(_chosen(parse, hit, (span[0], span[-1], head), roster, day))
    return found


def _is_given_name(parse: Parse, last: int) -> bool:
    """Whether a name of a state or capital is that of a person or street: "Paris Holloway"."""
    word = parse.words[last]
    before = parse.words[last - 1].text if last > 0 else ""
    if len(before) == len("M.") and before[0].isupper() and before.endswith("."):
        # "Michael M. Santiago": an initial stands before a family name.
        return True
    if word.form not in _GIVEN or last + 1 >= len(parse.words):
        return False
    after = parse.words[last + 1]
    named = after.pos == "PROPN" and after.text[:1].isupper() and not after.text.isupper()
    capitals = sum(other.text[:1].isupper() for other in parse.words)
    return named and capitals * 2 < len(parse.words) + _FEW


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


class MentionIndex:
    """The mentions of one sentence, looked up by word."""

    def __init__(self, parse: Parse, found: list[Mention]) -> None:
        self._parse = parse
        self._by_head = {mention.head: mention for mention in found}
        self._inside = {
            index: mention for mention in found for index in range(mention.first, mention.last + 1)
        }

    def at_head(self, index: int) -> Mention | None:
        """The mention whose head a word is."""
        return self._by_head.get(index)

    def at(self, index: int) -> Mention | None:
        """The mention that a word heads or belongs to."""
        return self._by_head.get(index) or self._inside.get(index)

    def near(self, index: int, *, owners_only: bool = False) -> Iterator[Mention]:
        """Mentions in a noun's own phrase, nearest first, not inside a clause.

        With `owners_only`, not behind a preposition of place or purpose either.
        """
        level = [index]
        for _ in range(_DEPTH):
            below = [
                child
                for parent in level
                for child in self._parse.children[parent]
                if self._belongs(child, owners_only=owners_only)
            ]
            for child in sorted(below, key=lambda child: abs(child - index)):
                if child in self._by_head:
                    yield self._by_head[child]
            level = [child for child in below if child not in self._by_head]

    def _belongs(self, child: int, *, owners_only: bool) -> bool:
        word = self._parse.words[child]
        if word.label not in _PHRASE or word.pos == "VERB":
            return False
        case = self._parse.case(child)
        return case in _OF or (not owners_only and case in _FROM)

    def persons(self, title: int) -> Iterator[Mention]:
        """The persons whom a title names: "președintele Aleksandr Lukașenko"."""
        for child in self._parse.under(title, *_NAMING):
            mention = self.at(child)
            if mention is None or mention.kind != "person" or self._parse.case(child) != "":
                continue
            forms = {self._parse.words[below].form for below in self._parse.children[child]}
            if self._parse.words[child].label != "nmod" or not forms & _GENITIVE:
                yield mention

    def states(self, *, before: int) -> list[str]:
        """The states and bodies named before a word, the latest first."""
        named = [
            state_of(mention.actor)
            for mention in self._by_head.values()
            if mention.head < before and mention.actor is not None and mention.kind != "media"
        ]
        return list(dict.fromkeys(reversed(named)))

    def others(self, state: str) -> list[Mention]:
        """The mentions of anyone but one state, without places ("in", "at") and media."""
        return [
            mention
            for mention in self._by_head.values()
            if mention.actor is not None
            and state_of(mention.actor) != state
            and mention.kind != "media"
            and self._parse.case(mention.head) not in _WHERE
        ]

    def within(self, words: set[int], state: str) -> list[Mention]:
        """The mentions of anyone but one state inside a part of the sentence, places too."""
        return [
            mention
            for mention in self._by_head.values()
            if mention.head in words
            and mention.actor is not None
            and state_of(mention.actor) != state
            and mention.kind != "media"
        ]

    def state_before(self, index: int) -> Mention | None:
        """The nearest state or body before: "its", „sale”."""
        before = [
            mention
            for mention in self._by_head.values()
            if mention.last < index and mention.actor is not None and mention.kind in _STATES
        ]
        return max(before, key=lambda mention: mention.last, default=None)
