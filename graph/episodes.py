"""Which statements of one pair speak of the same thing, and when that was.

For events an episode is one event; for states it is one unbroken span.
"""

# Every interval is half-open and not empty. A bound that nobody states is None, never a guess.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from detente.graph.components import components
from detente.graph.dates import PartialDate, Precision, overlap
from detente.graph.judgements import Verdicts
from detente.graph.registry import REGISTRY, is_kind_of
from detente.graph.statements import LIVE, Modality, Statement

__all__ = [
    "BEARING",
    "Episode",
    "Key",
    "age",
    "ends_of",
    "event_episodes",
    "same_ends",
    "state_episodes",
]

#: Modalities that make an edge, the most real first; `hoped`, `hypothetical`, `denied` make none.
BEARING: tuple[Modality, ...] = (
    Modality.ACTUAL,
    Modality.ONGOING,
    Modality.PAST_BACKGROUND,
    Modality.PLANNED,
    Modality.THREATENED,
)

_FINEST: tuple[Precision, ...] = ("day", "month", "year")
_DAY = timedelta(days=1)

#: Relation type, subject, object: the lower id first where the type is symmetric.
Key = tuple[str, str, str]


class Episode(NamedTuple):
    """One event, or one span of a state, between two actors.

    `bearing` are the statements that it rests on and `others` those told of the same event that
    bear nothing (hopes, denials, plans of what came true); both oldest first.
    """

    key: Key
    bearing: tuple[Statement, ...]
    others: tuple[Statement, ...] = ()
    stated: PartialDate | None = None
    valid_from: date | None = None
    valid_to: date | None = None


def age(statement: Statement) -> tuple[date, str]:
    """Sort key: earliest published first; facts without a day of publication before all."""
    return statement.published_at or date.min, statement.statement_id


def ends_of(statement: Statement) -> Key | None:
    """Relation type, subject and object, or None where an end is missing.

    >>> talks = {"statement_id": "s", "event_id": "e", "article_id": "a", "relation": "MET_WITH"}
    >>> ends_of(Statement(subject="USA", object="BLR", **talks))
    ('MET_WITH', 'BLR', 'USA')
    """
    subject, object_ = statement.subject, statement.object
    if subject is None or object_ is None or subject == object_:
        return None
    if REGISTRY[statement.relation].symmetric:
        subject, object_ = sorted((subject, object_))
    return statement.relation, subject, object_


def event_episodes(statements: Iterable[Statement], verdicts: Verdicts) -> Iterator[Episode]:
    """The events of one pair.

    An event told with two relation types gives an episode for each, unless one is a kind of the
    other: then the narrower one has both.
    """
    events = [one for one in statements if REGISTRY[one.relation].kind == "event"]
    for component in components(sorted(events, key=age), verdicts):
        for key, told in _narrowed(_by_key(component)).items():
            episode = _event(key, told)
            if episode is not None:
                yield episode


def _by_key(statements: Iterable[Statement]) -> dict[Key, list[Statement]]:
    groups: defaultdict[Key, list[Statement]] = defaultdict(list)
    for statement in statements:
        key = ends_of(statement)
        if key is not None:
            groups[key].append(statement)
    return groups


def _narrowed(groups: dict[Key, list[Statement]]) -> dict[Key, list[Statement]]:
    """The tellings of one event, those of a wider type under the narrower one that is as real."""
    if len(groups) == 1:
        return groups
    told = {key: list(statements) for key, statements in groups.items()}
    for wide in sorted(groups):
        kinds = [key for key in groups if is_kind_of(key[0], wide[0]) and same_ends(key, wide)]
        real = _realness(groups[wide])
        narrow = [key for key in kinds if real <= _realness(groups[key])]
        if real > 0 and len(narrow) > 0:
            best = min(narrow, key=lambda key: (-len(groups[key]), key))
            told[best] += told.pop(wide)
        elif real > 0:
            # What is only denied or hoped for in particular bears on what happened in general.
            for key in kinds:
                told[wide] += told.pop(key) if _realness(groups[key]) == 0 else []
    return {key: sorted(statements, key=age) for key, statements in told.items()}


def _realness(told: Iterable[Statement]) -> int:
    modalities = {one.modality for one in told}
    return 2 if len(modalities & LIVE) > 0 else int(len(modalities & set(BEARING)) > 0)


def same_ends(one: Key, other: Key) -> bool:
    """Whether two keys name the same acting and suffering sides, as far as both tell them apart.

    >>> freed, swapped = ("RELEASED_PRISONERS_OF", "EXCHANGED_PRISONERS_WITH")
    >>> same_ends((freed, "USA", "RUS"), (swapped, "RUS", "USA"))
    True
    >>> same_ends((freed, "USA", "RUS"), (freed, "RUS", "USA"))
    False
    """
    if REGISTRY[one[0]].symmetric == REGISTRY[other[0]].symmetric:
        return one[1:] == other[1:]
    return set(one[1:]) == set(other[1:])


def _event(key: Key, told: Sequence[Statement]) -> Episode | None:
    wanted = LIVE if any(one.modality in LIVE for one in told) else frozenset(BEARING)
    bearing = tuple(one for one in told if one.modality in wanted)
    others = tuple(one for one in told if one.modality not in wanted)
    if len(bearing) == 0:
        return None
    dated = [(one.event_date, one) for one in bearing if one.event_date is not None]
    if len(dated) == 0:
        return Episode(key, bearing, others)
    day, best = min(dated, key=lambda it: (_coarseness(it[0]), -it[1].confidence, age(it[1])))
    until = day.end if best.event_end is None else max(day.end, best.event_end.end)
    return Episode(key, bearing, others, day, day.start, until)


def _coarseness(day: PartialDate) -> int:
    return _FINEST.index(day.precision)


def state_episodes(statements: Sequence[Statement]) -> Iterator[Episode]:
    """The spans of the states of one pair: touching or overlapping ones are merged.

    A state without a stated end lasts until the first live relation, dated after its beginning,
    that the registry says terminates it, or until the first end that another statement of the same
    state gives for a day after this one was published. Where a data set stops, what it has under
    way ends for itself alone: nobody says that the state ended then.
    """
    states = [one for one in statements if REGISTRY[one.relation].kind == "state"]
    for key, told in _by_key(sorted(states, key=age)).items():
        broken_by = _terminators(key[0], statements)
        live = [one for one in told if one.modality in LIVE]
        yield from _merged(key, live, broken_by)
        for modality in (Modality.PLANNED, Modality.THREATENED):
            yield from _merged(key, [one for one in told if one.modality is modality], broken_by)


def _terminators(state: str, statements: Iterable[Statement]) -> list[PartialDate]:
    return [
        one.event_date
        for one in statements
        if one.event_date is not None
        and one.modality in LIVE
        and state in REGISTRY[one.relation].terminates
    ]


class _Span(NamedTuple):
    begin: date
    until: date | None
    statement: Statement

    def has(self, end: date) -> bool:
        """Whether the state is known to have lasted at `end` or up to it."""
        return self.until is not None and self.begin <= end <= self.until


def _merged(
    key: Key, told: Sequence[Statement], broken_by: Sequence[PartialDate]
) -> Iterator[Episode]:
    ends = _ends(told)
    spans = sorted(
        (_span(one, broken_by, ends) for one in told),
        key=lambda span: (span.begin, span.statement.event_date is None, age(span.statement)),
    )
    run: list[_Span] = []
    until: date | None = None
    for span in spans:
        if len(run) > 0 and until is not None and span.begin > until:
            yield _state(key, run, until)
            run = []
        until = span.until if len(run) == 0 else _later(until, span.until)
        run.append(span)
    if len(run) > 0:
        yield _state(key, run, until)


def _ends(told: Sequence[Statement]) -> list[PartialDate]:
    """The ends that are given for a state, but none in or at the end of what went on beyond.

    What a data set has under way has the last day of the set as its end.
    """
    beyond = [
        _span(one, (), ())
        for one in told
        if one.dataset is not None and one.modality is Modality.ONGOING
    ]
    return [
        one.event_end
        for one in told
        if one.event_end is not None
        and not any(span.has(_over(one.event_end, one.event_date)) for span in beyond)
    ]


def _later(left: date | None, right: date | None) -> date | None:
    return None if left is None or right is None else max(left, right)


def _span(
    statement: Statement, broken_by: Sequence[PartialDate], ends: Sequence[PartialDate]
) -> _Span:
    since, until = statement.event_date, statement.event_end
    said = statement.published_at or date.min
    if until is not None:
        over = _over(until, since)
        return _Span(since.start if since is not None else over - _DAY, over, statement)
    begin = since.start if since is not None else said
    closed = [_over(end, since) for end in broken_by if end.start > begin]
    closed += [_over(end, since) for end in ends if end.start > max(begin, said)]
    return _Span(begin, min(closed, default=None), statement)


def _over(until: PartialDate, since: PartialDate | None) -> date:
    """The first day after a state: `until` if it is a day, else the end of its month or year.

    An end that does not come after the beginning says nothing: the state then held in `since`.
    """
    if since is None or until.over > since.start:
        return until.over
    return until.end if until.end > since.start else since.end


def _state(key: Key, run: Sequence[_Span], until: date | None) -> Episode:
    bearing = tuple(sorted((span.statement for span in run), key=age))
    first = run[0].statement.event_date
    if first is None:
        return Episode(key, bearing, valid_to=until)
    fitting = (one.event_date for one in bearing if one.event_date is not None)
    stated = min(
        (day for day in fitting if overlap(day, first) and (until is None or day.start < until)),
        key=lambda day: (_coarseness(day), day.start),
    )
    return Episode(key, bearing, (), stated, stated.start, until)
