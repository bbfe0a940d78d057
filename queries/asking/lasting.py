"""The last day that anything is known of, for dates that are counted from it."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

from detente.graph.registry import REGISTRY

__all__ = ["last_day"]

# The day of an act, as `acts_of` counts it: that of the event if it is known, else of its report.
_LAST = """
MATCH (s:Statement)
WHERE s.retracted_at IS NULL AND s.relation IN $events
WITH CASE WHEN size(s.event_date) = 10 THEN toString(s.event_from)
     ELSE toString(s.published_at) END AS day
WHERE day <= $today
RETURN max(day) AS day
"""
_EVENTS = sorted(name for name, kind in REGISTRY.items() if kind.kind == "event")


class _Asked(Protocol):
    """What answers a query."""

    def cypher(
        self, query: str, parameters: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]: ...


def last_day(graph: _Asked, *, today: date) -> date | None:
    """The last day on which anybody did anything; None where nothing is told.

    >>> last_day(graph, today=date(2026, 11, 1))  # doctest: +SKIP
    datetime.date(2018, 10, 31)

    Offices, memberships and what is dated later than `today` do not count.
    """
    rows = graph.cypher(_LAST, {"events": _EVENTS, "today": today.isoformat()})
    return None if rows[0]["day"] is None else date.fromisoformat(rows[0]["day"])
