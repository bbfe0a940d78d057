"""What held or had happened by a day, without later knowledge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import Statement

__all__ = ["as_known_on", "as_of", "told_by"]


def as_of(relations: Iterable[Relation], day: date) -> list[Relation]:
    """States that hold on `day` and events that happened on or before it.

    >>> from detente.graph.projection import project
    >>> ally = Statement(statement_id="s1", event_id="e1", article_id="a1", subject="RUS",
    ...     relation="ALLIED_WITH", object="BLR", event_date="1999", event_end="2020-01-01")
    >>> [len(as_of(project([ally], []), date(year, 1, 1))) for year in (1998, 1999, 2019, 2020)]
    [0, 1, 1, 0]

    Where nobody states the day, or the beginning, the earliest report is the upper bound; without
    a report either, nothing is known of any day and the relation is left out.
    """
    return [relation for relation in relations if _holds(relation, day)]


def _holds(relation: Relation, day: date) -> bool:
    begun = relation.valid_from if relation.valid_from is not None else relation.reported_on
    if begun is None or begun > day:
        return False
    if REGISTRY[relation.relation].kind == "event":
        return True
    return relation.valid_to is None or relation.valid_to > day


def as_known_on(statements: Iterable[Statement], day: date) -> list[Statement]:
    """The statements as they stood at the end of `day`: later ones gone, later retired ones back.

    Facts that the graph started from have no `recorded_at`: they were always known.
    """
    known = (one for one in statements if one.recorded_at is None or one.recorded_at.date() <= day)
    return [
        one.model_copy(update={"retracted_at": None})
        if one.retracted_at is not None and one.retracted_at.date() > day
        else one
        for one in known
    ]


def told_by(statement: Statement, day: date | None) -> bool:
    """Whether a statement was published by `day`; without a day, or a day of publication, it was.

    >>> told = {"statement_id": "s", "event_id": "e", "article_id": "a", "relation": "VISITED"}
    >>> late = Statement(subject="USA", object="CHN", published_at="2025-12-18", **told)
    >>> told_by(late, date(2025, 12, 17)), told_by(late, date(2025, 12, 18)), told_by(late, None)
    (False, True, True)
    """
    return day is None or statement.published_at is None or statement.published_at <= day
