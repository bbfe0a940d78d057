"""Rows of coded event data as statements."""

# A coded row is a lower-trust statement: it names its data set, never a text. Its id rests on the
# data set and the key of its record, so that placing its actors better moves edges and loses
# nothing.

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from detente.graph.ids import make_id
from detente.graph.registry import REGISTRY
from detente.graph.statements import Statement
from detente.loaders.events.codes import relation_of, scheme_of
from detente.loaders.events.layouts import Layout
from detente.loaders.events.rollup import Placed, RollUp
from detente.loaders.events.rows import CodedRow

__all__ = ["event_of", "statements_of"]

class _Ends(NamedTuple):
    source: Placed
    target: Placed


def statements_of(
    rollup: RollUp, *, dataset: str, layout: Layout, recorded_at: datetime
) -> Callable[[CodedRow], Statement]:
    """What turns the rows of one data set into statements.

    >>> from datetime import UTC, date
    >>> from detente.loaders.events.layouts import layout_of
    >>> from detente.loaders.events.rows import Party
    >>> from detente.seeds import roster
    >>> day = date(2018, 6, 1)
    >>> coded = statements_of(RollUp(roster()), dataset="icews", layout=layout_of("icews"),
    ...     recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    >>> ends = Party("Foreign Affairs (Iran)"), Party("China")
    >>> told = coded(CodedRow("7@2018-06-01", day, *ends, "036"))
    >>> told.subject, told.relation, told.object, told.event_date.root, told.cameo
    ('IRN', 'AGREED_TO_MEET', 'CHN', '2018-06-01', '036')

    An actor that cannot be placed leaves its end open: the row is kept as evidence and makes no
    edge. Its confidence is what its set is trusted with, times what the set says of the row. Raises
    `KeyError` for a code that the scheme does not have.
    """
    scheme = layout.scheme
    relation = lru_cache(maxsize=None)(lambda code: relation_of(scheme, code))

    def coded(row: CodedRow) -> Statement:
        source, target = rollup.place(row.source, row.day), rollup.place(row.target, row.day)
        name, day = relation(row.code), row.day.isoformat()
        sure = 1.0 if row.confidence is None else row.confidence
        is_cameo = (scheme_of(row.code) if scheme == "any" else scheme) == "cameo"
        return Statement(
            statement_id=make_id("s", dataset, row.record_id),
            event_id=event_of(row, dataset, name, _Ends(source, target)),
            article_id=f"{dataset}:{day}",
            subject=source.actor_id,
            subject_surface=row.source.name or None,
            subject_person=source.person,
            relation=name,
            object=target.actor_id,
            object_surface=row.target.name or None,
            object_person=target.person,
            event_date=day,
            published_at=row.day,
            confidence=round(layout.trust * sure, 4),
            rule=f"coded/{source.rule}/{target.rule}",
            trigger=row.code,
            intensity=row.intensity,
            publisher=row.publisher,
            url=row.url,
            dataset=dataset,
            record_id=row.record_id,
            cameo=row.code if is_cameo else None,
            recorded_at=recorded_at,
        )

    return coded


def event_of(row: CodedRow, dataset: str, relation: str, ends: _Ends) -> str:
    """The event that a row tells.

    Of what does not recur within a day (a visit, sanctions imposed) all rows of one day and pair
    tell the same event, in whatever set. Of what does (accusations, attacks) each row is an event
    of its own, but for the two directions in which sets code what is mutual.
    """
    kind, day = REGISTRY[relation], row.day.isoformat()
    both = ends.source.actor_id, ends.target.actor_id
    if None not in both and not kind.recurs:
        pair = sorted(map(str, both)) if kind.symmetric else both
        return make_id("e", day, relation, *pair)
    if kind.symmetric:
        return make_id("e", dataset, day, row.code, *sorted((row.source.name, row.target.name)))
    return make_id("e", dataset, row.record_id)
