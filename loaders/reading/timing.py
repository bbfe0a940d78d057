"""When an event happened: its own words first, else an event it is tied to, else null.

A date belongs to the nearest predicate above it: "On Thursday X said that Y left in May" dates the
saying with Thursday and the leaving with May.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from detente.graph.dates import PartialDate
from detente.loaders.reading.arguments import is_verb
from detente.loaders.reading.dates import DateMention
from detente.loaders.reading.modality import clause_of
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.words import Words

__all__ = ["BACKGROUND_DAYS", "Dating", "When", "is_ahead", "is_background", "share"]

#: An event that was over this many days before publication is history, not news.
BACKGROUND_DAYS = 45


# "The war of 1640" does not last since then, whatever the preposition.
_LIFETIME_DAYS = 110 * 365
_DAYS = frozenset({"weekday", "day", "relative"})
# How far before "when" its date may stand.
_NEAR = 3
_INSIDE = frozenset({"xcomp", "obj", "obl", "nsubj", "nmod"})


class When(NamedTuple):
    """The date of an event, its end where a range is given, the words and what they count from.

    `later` is the date where the event is still to come: "would visit in April".
    """

    start: PartialDate
    end: PartialDate | None
    words: str
    anchor: str
    since: bool = False
    later: PartialDate | None = None


class _Placed(NamedTuple):
    mention: DateMention
    word: int
    predicate: int


class Dating:
    """The dates of one sentence and the predicates that they belong to."""

    def __init__(
        self, parse: Parse, triggers: list[int], dates: list[DateMention], words: Words
    ) -> None:
        self._parse = parse
        self._triggers = triggers
        self._words = words
        self._placed = [
            _Placed(mention, word, self._predicate(word))
            for mention in dates
            if (word := _word_at(parse, mention)) is not None
        ]

    def times(self, spoken: date | None, states: frozenset[int] = frozenset()) -> dict[int, When]:
        """When each trigger happened; `spoken` is the day of speech, `states` call up states."""
        found: dict[int, When] = {}
        for trigger in self._triggers:
            own = self._own(trigger)
            if own is not None:
                since = trigger in states and self._from_then(own)
                found[trigger] = own._replace(since=own.since or since)
        self._from_offsets(spoken, found)
        self._from_clauses(found)
        self._from_nouns(found)
        return found

    def speech_day(self, verbs: list[int]) -> date | None:
        """The day that a reporting verb of the sentence names for itself."""
        for one in self._placed:
            value = one.mention.value
            whole = value is not None and value.precision == "day"
            if value is not None and whole and one.mention.kind in _DAYS and one.predicate in verbs:
                return value.start
        return None

    def _predicate(self, index: int) -> int:
        for above in self._parse.ancestors(index):
            if above in self._triggers:
                return above
            if is_verb(self._parse, above) and not self._is_start(above):
                return above
        return index

    def _is_start(self, index: int) -> bool:
        # "deployed, starting on Wednesday", „începând de miercuri”: part of the date.
        word = self._parse.words[index]
        return word.lemma in self._words.occur and word.features.get("VerbForm") in {"Ger", "Part"}

    def _own(self, trigger: int) -> When | None:
        clause = clause_of(self._parse, trigger, self._words)
        for one in sorted(self._fitting(trigger, clause), key=lambda one: abs(one.word - trigger)):
            mention = one.mention
            if mention.value is not None and mention.kind != "offset":
                # "has been scheduled for December"
                ahead = mention.later if self._is_ahead(trigger, clause) else None
                since = mention.kind == "since" or self._since(one, clause)
                since = since or self._since_between(clause, one.word)
                return When(
                    ahead or mention.value,
                    mention.until,
                    mention.words,
                    mention.anchor,
                    since,
                    mention.later,
                )
        return None

    def _is_ahead(self, trigger: int, clause: int) -> bool:
        head = self._parse.words[self._parse.words[trigger].head]
        near = {self._parse.words[trigger].lemma, self._parse.words[clause].lemma}
        near |= {head.lemma} if self._parse.words[trigger].label == "nsubj" else set()
        return len(near & self._words.scheduled) > 0

    def _fitting(self, trigger: int, clause: int) -> list[_Placed]:
        fitting = [one for one in self._placed if one.predicate in {trigger, clause}]
        fitting += [one for one in self._placed if one not in fitting and self._since(one, clause)]
        if len(fitting) == 0 and len(self._triggers) == 1:
            # One event and no saying: a date anywhere in the sentence can only be its own.
            fitting = [
                one
                for one in self._placed
                if self._parse.words[one.predicate].lemma not in self._words.report
                and self._same_clause(one.predicate, clause)
            ]
        return fitting or [one for one in self._placed if self._starts(one, trigger)]

    def _starts(self, one: _Placed, trigger: int) -> bool:
        # "…, starting on Tuesday" dates the event before it, wherever the parser hangs it.
        signs = (one.word, self._parse.words[one.word].head)
        before = [other for other in self._triggers if other < one.word]
        return any(self._is_start(sign) for sign in signs) and before[-1:] == [trigger]

    def _same_clause(self, predicate: int, clause: int) -> bool:
        if predicate == clause:
            return True
        if predicate in self._parse.ancestors(clause):
            return self._parse.words[clause].label in _INSIDE
        participle = self._parse.words[predicate].features.get("VerbForm") in {"Ger", "Part"}
        return participle and clause in self._parse.ancestors(predicate)

    def _since(self, one: _Placed, clause: int) -> bool:
        # A "since" clause dates the state above it: "close ties since X took power in 1994".
        parse, verb = self._parse, one.predicate
        if parse.words[verb].label not in {"advcl", "acl"} or clause not in parse.ancestors(verb):
            return False
        marks = [child for child in parse.under(verb, "mark", "advmod", "case") if child < verb]
        first = min([*marks, verb])
        forms = [parse.words[index].form for index in (max(first - 1, 0), *marks)]
        return self._says_since(" ".join(forms))

    def _since_between(self, clause: int, word: int) -> bool:
        # The parser may hang the date of a "since" clause on the verb above it.
        first = clause if clause < word else 0
        return self._says_since(" ".join(one.form for one in self._parse.words[first:word]))

    def _says_since(self, text: str) -> bool:
        clear = [sign for sign in self._words.since if " " in sign or sign == "since"]
        return any(f" {sign} " in f" {text} " for sign in clear if sign != "de la")

    def _from_then(self, when: When) -> bool:
        # „legături strânse din 1994”: with a state, "from" a year means since.
        same = [one.word for one in self._placed if one.mention.words == when.words]
        return any(self._parse.case(word) in self._words.since for word in same)

    def _from_offsets(self, spoken: date | None, found: dict[int, When]) -> None:
        # "Speaking five days after the release": the release lies five days before the speech.
        for one in self._placed:
            days = one.mention.offset_days
            later = [trigger for trigger in self._triggers if trigger > one.word]
            if one.mention.kind != "offset" or days is None or len(later) == 0:
                continue
            event = later[0]
            # The parser may hang the phrase on the event itself: what it dates stands above.
            up = (one.predicate, *self._parse.ancestors(event))
            above = next((t for t in up if t in self._triggers and t != event), None)
            if above is None and event not in found and spoken is not None:
                found[event] = _moved(spoken, -days, one)
            elif above is not None:
                if event in found and found[event].start.precision == "day":
                    found.setdefault(above, _moved(found[event].start.start, days, one))
                elif above in found and event not in found:
                    found[event] = _moved(found[above].start.start, -days, one)

    def _from_clauses(self, found: dict[int, When]) -> None:
        # "closed immediately after Russia invaded in February 2022" shares that month.
        for trigger in self._triggers:
            for child in self._parse.under(trigger, "advcl"):
                if trigger not in found and child in found and self._at_once(child, trigger):
                    found[trigger] = found[child]._replace(anchor="event")

    def _from_nouns(self, found: dict[int, When]) -> None:
        # "cheaper than in June, when X attacked": the clause of a date tells what happened then.
        for trigger in self._triggers:
            label = self._parse.words[trigger].label
            if trigger in found or label not in {"acl", "advcl"}:
                continue
            first = min([*self._parse.children[trigger], trigger])
            opened = {one.form for one in self._parse.words[first : first + 2]}
            for day, word, _ in self._placed if opened & {"when", "cand"} else ():
                near = day.kind != "offset" and 0 < first - word <= _NEAR
                if near and day.value is not None:
                    found[trigger] = When(day.value, day.until, day.words, day.anchor)

    def _at_once(self, clause: int, trigger: int) -> bool:
        parse = self._parse
        first = min([*(child for child in parse.children[clause] if child < clause), clause])
        window = {parse.words[index].form for index in range(max(0, first - 3), clause)}
        window |= {parse.words[child].form for child in parse.under(trigger, "advmod")}
        return bool(window & (self._words.immediate | {"when", "cand"}))


def _word_at(parse: Parse, mention: DateMention) -> int | None:
    return next((word.index for word in parse.words if word.end > mention.start), None)


def _moved(day: date, days: int, one: _Placed) -> When:
    return When(PartialDate.of(day + timedelta(days=days)), None, one.mention.words, "event")


def is_background(when: When | None, published: date | None) -> bool:
    """Whether a dated event was over well before publication."""
    if when is None or published is None:
        return False
    if when.since and (published - when.start.end).days < _LIFETIME_DAYS:
        return False
    past = (published - when.start.end).days
    return past > BACKGROUND_DAYS and not is_ahead(when, published)


def is_ahead(when: When | None, published: date | None) -> bool:
    """Whether a day without a year is nearer ahead: "ordered a truce on 9 May", told in April."""
    later = None if when is None else when.later
    if when is None or published is None or later is None or later.precision != "day":
        return False
    past = (published - when.start.end).days
    return past > BACKGROUND_DAYS and (later.start - published).days < past


def share(deals: list[list[int]], found: dict[int, When]) -> None:
    """The legs of one exchange happened together: a dated leg dates the others."""
    for legs in deals:
        dated = [found[leg] for leg in legs if leg in found]
        for leg in legs:
            if leg not in found and len(dated) > 0:
                found[leg] = dated[0]._replace(anchor="event")
