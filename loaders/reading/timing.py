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

__all__ = ["BACKGROUND_DAYS", "When", "is_background", "share", "speech_day", "times"]

#: An event that was over this many days before publication is history, not news.
BACKGROUND_DAYS = 45


class When(NamedTuple):
    """The date of an event, its end where a range is given, the words and what they count from."""

    start: PartialDate
    end: PartialDate | None
    words: str
    anchor: str
    since: bool = False


class _Placed(NamedTuple):
    mention: DateMention
    word: int
    predicate: int


def times(
    parse: Parse,
    triggers: list[int],
    dates: list[DateMention],
    spoken: date | None,
    words: Words,
    states: frozenset[int] = frozenset(),
) -> dict[int, When]:
    """Dates for the triggers of one sentence; `spoken` is the day on which it was said."""
    placed = [
        _Placed(mention, word, _predicate(parse, word, triggers, words))
        for mention in dates
        if (word := _word_at(parse, mention)) is not None
    ]
    found: dict[int, When] = {}
    for trigger in triggers:
        own = _own(parse, trigger, triggers, placed, words)
        if own is not None:
            since = trigger in states and _from_then(parse, own, placed, words)
            found[trigger] = own._replace(since=own.since or since)
    _from_offsets(parse, triggers, placed, spoken, found)
    _from_clauses(parse, triggers, found, words)
    return found


def _from_then(parse: Parse, when: When, placed: list[_Placed], words: Words) -> bool:
    # „legături strânse din 1994”: with a state, "from" a year means since.
    return any(
        one.mention.words == when.words and parse.case(one.word) in words.since for one in placed
    )


def _word_at(parse: Parse, mention: DateMention) -> int | None:
    return next((word.index for word in parse.words if word.end > mention.start), None)


def _predicate(parse: Parse, index: int, triggers: list[int], words: Words) -> int:
    for above in parse.ancestors(index):
        if above in triggers or (is_verb(parse, above) and not _starting(parse, above, words)):
            return above
    return index


def _starting(parse: Parse, index: int, words: Words) -> bool:
    # "deployed, starting on Wednesday", „începând de miercuri”: part of the date.
    word = parse.words[index]
    return word.lemma in words.occur and word.features.get("VerbForm") in {"Ger", "Part"}


def _own(
    parse: Parse, trigger: int, triggers: list[int], placed: list[_Placed], words: Words
) -> When | None:
    clause = clause_of(parse, trigger, words)
    fitting = [one for one in placed if one.predicate in {trigger, clause}]
    fitting += [one for one in placed if one not in fitting and _since(parse, one, clause, words)]
    if len(fitting) == 0 and len(triggers) == 1:
        # One event and no saying: a date anywhere in the sentence can only be its own.
        saying = [one for one in placed if parse.words[one.predicate].lemma in words.report]
        fitting = [one for one in placed if one not in saying and one.predicate not in triggers]
        fitting = [one for one in fitting if _same_clause(parse, one.predicate, clause)]
    if len(fitting) == 0:
        fitting = [one for one in placed if _starts(parse, one, trigger, triggers, words)]
    for one in sorted(fitting, key=lambda one: abs(one.word - trigger)):
        if one.mention.value is not None and one.mention.kind != "offset":
            since = one.mention.kind == "since" or _since(parse, one, clause, words)
            since = since or _since_between(parse, clause, one.word, words)
            return When(
                one.mention.value, one.mention.until, one.mention.words, one.mention.anchor, since
            )
    return None


def _starts(
    parse: Parse, one: _Placed, trigger: int, triggers: list[int], words: Words
) -> bool:
    """Case: "…, starting on Tuesday" dates the event before it, wherever the parser hangs it."""
    signs = (one.word, parse.words[one.word].head)
    if not any(_starting(parse, sign, words) for sign in signs):
        return False
    before = [other for other in triggers if other < one.word]
    return len(before) > 0 and before[-1] == trigger


def _same_clause(parse: Parse, predicate: int, clause: int) -> bool:
    return predicate == clause or predicate in parse.ancestors(clause) and (
        parse.words[clause].label in {"xcomp", "obj", "obl", "nsubj", "nmod"}
    ) or parse.words[predicate].features.get("VerbForm") in {"Ger", "Part"} and (
        clause in parse.ancestors(predicate)
    )


def _since(parse: Parse, one: _Placed, clause: int, words: Words) -> bool:
    """A "since" clause dates the state above it: "close ties since X took power in 1994"."""
    if parse.words[one.predicate].label not in {"advcl", "acl"}:
        return False
    marks = [
        child
        for child in parse.children[one.predicate]
        if parse.words[child].label in {"mark", "advmod", "case"} and child < one.predicate
    ]
    text = " ".join(parse.words[mark].form for mark in marks)
    before = min([*marks, one.predicate])
    text = f"{parse.words[before - 1].form} {text}" if before > 0 else text
    if not any(f" {sign} " in f" {text} " for sign in words.since if sign not in {"din", "de la"}):
        return False
    return clause in parse.ancestors(one.predicate)


def _since_between(parse: Parse, clause: int, word: int, words: Words) -> bool:
    # The parser may hang the date of a "since" clause on the verb above it.
    forms = " ".join(other.form for other in parse.words[clause:word])
    return any(f" {sign} " in f" {forms} " for sign in words.since if " " in sign or sign == "since")


def _from_offsets(
    parse: Parse,
    triggers: list[int],
    placed: list[_Placed],
    spoken: date | None,
    found: dict[int, When],
) -> None:
    """Case: "Speaking five days after the release": the release lies five days before the speech."""
    for one in placed:
        days = one.mention.offset_days
        if one.mention.kind != "offset" or days is None:
            continue
        later = [trigger for trigger in triggers if trigger > one.word]
        if len(later) == 0:
            continue
        event = later[0]
        above = next((t for t in triggers if t == one.predicate and t != event), None)
        if above is not None and event in found and found[event].start.precision == "day":
            found.setdefault(above, _shifted(found[event], days, one))
        elif event not in found:
            base = found[above].start.start if above in found else spoken
            if base is not None and (above is None or above in found):
                day = PartialDate.of(base - timedelta(days=days))
                found[event] = When(day, None, one.mention.words, "event")


def _shifted(when: When, days: int, one: _Placed) -> When:
    day = PartialDate.of(when.start.start + timedelta(days=days))
    return When(day, None, one.mention.words, "event")


def _from_clauses(
    parse: Parse, triggers: list[int], found: dict[int, When], words: Words
) -> None:
    """Case: "closed immediately after Russia invaded in February 2022" shares that month."""
    for trigger in triggers:
        if trigger in found:
            continue
        for child in parse.under(trigger, "advcl"):
            if child in found and _at_once(parse, child, trigger, words):
                other = found[child]
                found[trigger] = other._replace(anchor="event")


def _at_once(parse: Parse, clause: int, trigger: int, words: Words) -> bool:
    marks = [child for child in parse.children[clause] if child < clause]
    first = min(marks, default=clause)
    window = {parse.words[index].form for index in range(max(0, first - 3), clause)}
    window |= {parse.words[child].form for child in parse.under(trigger, "advmod")}
    return bool(window & words.immediate) or bool(window & {"when", "cand"})


def speech_day(
    parse: Parse, dates: list[DateMention], verbs: list[int], triggers: list[int], words: Words
) -> date | None:
    """The day that a reporting verb of the sentence names for itself."""
    for mention in dates:
        word = _word_at(parse, mention)
        if word is None or mention.value is None or mention.value.precision != "day":
            continue
        if mention.kind in {"weekday", "day", "relative"}:
            if _predicate(parse, word, triggers, words) in verbs:
                return mention.value.start
    return None


def is_background(when: When | None, published: date | None) -> bool:
    """Whether a dated event was over well before publication."""
    if when is None or published is None or when.since:
        return False
    return (published - when.start.end).days > BACKGROUND_DAYS


def share(deals: list[list[int]], found: dict[int, When]) -> None:
    """The legs of one exchange happened together: a dated leg dates the others."""
    for legs in deals:
        dated = [found[leg] for leg in legs if leg in found]
        for leg in legs:
            if leg not in found and len(dated) > 0:
                found[leg] = dated[0]._replace(anchor="event")
