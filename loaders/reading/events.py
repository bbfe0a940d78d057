"""Which statements tell the same event.

Judged pair by pair and from the two statements alone, so that the order of loading cannot matter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations

from detente.graph.dates import overlap
from detente.graph.registry import REGISTRY
from detente.graph.statements import LIVE, Statement

__all__ = ["same_event", "same_event_links"]

#: Undated reports this many days apart tell of one event.
UNDATED_DAYS = 3
#: A report without a date may tell of an event dated up to this many days before it.
LATE_DAYS = 10


def same_event_links(statements: Iterable[Statement]) -> list[tuple[str, str]]:
    """Pairs of statement ids, lower id first, that tell the same event.

    Statements of coded data sets, and those that lack an actor, are never linked.
    """
    groups: defaultdict[tuple[str, str | None, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.pair is not None and statement.dataset is None:
            live = "live" if statement.modality in LIVE else statement.modality.value
            symmetric = REGISTRY[statement.relation].symmetric
            ends = statement.pair if symmetric else f"{statement.subject}>{statement.object}"
            groups[(statement.relation, ends, live)].append(statement)
    return sorted(
        (min(one.statement_id, other.statement_id), max(one.statement_id, other.statement_id))
        for same in groups.values()
        for one, other in combinations(same, 2)
        if same_event(one, other)
    )


def same_event(one: Statement, other: Statement) -> bool:
    """Whether two statements of one relation between the same actors tell one event.

    Dated ones must be able to mean the same day; an undated report must come out soon after the
    other's date, or near its publication.
    """
    if one.quantity is not None and other.quantity is not None and one.quantity != other.quantity:
        return False
    if one.event_date is not None and other.event_date is not None:
        return overlap(one.event_date, other.event_date)
    if one.article_id == other.article_id:
        return True
    for dated, undated in ((one, other), (other, one)):
        if dated.event_date is not None:
            return _soon_after(dated.event_date.start, undated.published_at)
    return _near(one.published_at, other.published_at)


def _soon_after(happened: date, published: date | None) -> bool:
    return published is not None and 0 <= (published - happened).days <= LATE_DAYS


def _near(left: date | None, right: date | None) -> bool:
    return left is not None and right is not None and abs((left - right).days) <= UNDATED_DAYS
