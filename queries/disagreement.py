"""Where the tellings of one thing differ: on when, where, and how many."""

# Nothing is settled here: the edge shows the surest date, and this says that others give another.

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from detente.graph.dates import PartialDate, overlap
from detente.graph.registry import REGISTRY
from detente.graph.statements import Statement
from detente.queries.captions import Named

__all__ = ["disagreements"]

#: So many first letters make two words one: "person" and "persons", "mort" and "morți".
_ROOT = 4


def disagreements(statements: Iterable[Statement], names: Named) -> tuple[str, ...]:
    """What statements of one event say differently, a line each; how many say so in brackets.

    >>> about = {"event_id": "e", "article_id": "a", "subject": "RUS", "object": "UKR"}
    >>> told = [Statement(statement_id=day, relation="BOMBED", event_date=day, **about)
    ...     for day in ("2026-08-19", "2026-08-20", "2026-08")]
    >>> disagreements(told, str)
    ('when: 2026-08-19 (1), 2026-08-20 (1)',)

    A month does not differ from its days, nor a report without a place from one with it.
    """
    told = list(statements)
    events = [one for one in told if REGISTRY[one.relation].kind == "event"]
    lines = (
        ("when", _dates(events)),
        ("where", [names(one.place) for one in events if one.place is not None]),
        ("how many", [str(one.quantity) for one in events if one.quantity is not None]),
        *_counted(events),
    )
    return tuple(f"{what}: {_listed(given)}" for what, given in lines if len(set(given)) > 1)


def _dates(events: Sequence[Statement]) -> list[str]:
    given = [one.event_date for one in events if one.event_date is not None]
    differing = {
        day
        for one, other in combinations(sorted(set(given), key=str), 2)
        if not overlap(one, other)
        for day in (one, other)
    }
    return [str(day) for day in given if day in differing and not _holds(day, given)]


def _holds(day: PartialDate, given: Sequence[PartialDate]) -> bool:
    """Whether a date holds a more exact one that is given too."""
    return any(
        other != day and overlap(day, other) and len(str(other)) > len(str(day)) for other in given
    )


def _counted(events: Iterable[Statement]) -> Iterator[tuple[str, list[str]]]:
    """The numbers before one word, where the quotes have them: "killed 15 people"."""
    found: dict[str, list[str]] = {}
    for one in events:
        for number, word in pairwise(one.wording):
            if number[0].isdigit() and word.islower() and number in one.quote:
                found.setdefault(word[:_ROOT], []).append(f"{number} {word}")
    for given in found.values():
        if len({each.split()[0] for each in given}) > 1:
            yield "how many", given


def _listed(given: Iterable[str]) -> str:
    return ", ".join(f"{value} ({number})" for value, number in sorted(Counter(given).items()))
