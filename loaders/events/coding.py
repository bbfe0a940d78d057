"""Rows of coded event data as statements."""

# A coded row is a lower-trust statement: it names its data set, never a text. Its id rests on the
# data set and the key of its record, so that placing its actors better moves edges and loses
# nothing.

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from detente.graph.dates import PartialDate
from detente.graph.ids import make_id
from detente.graph.registry import REGISTRY, RelationType
from detente.graph.statements import Statement
from detente.loaders.events.codes import relation_of, scheme_of
from detente.loaders.events.layouts import Layout
from detente.loaders.events.rollup import Placed
from detente.loaders.events.rows import CodedRow

__all__ = ["Key", "moved", "statements_of"]


class Key(NamedTuple):
    """What a row is within its data set."""

    dataset: str
    record_id: str
    day: str
    code: str


class _Code(NamedTuple):
    """What a code of the data set leads to, and the code itself where it is one of CAMEO."""

    kind: RelationType
    cameo: str | None


class _Day(NamedTuple):
    """A day as a statement has it."""

    iso: str
    date: PartialDate
    article_id: str


def statements_of(
    *, dataset: str, layout: Layout, recorded_at: datetime
) -> Callable[[CodedRow, Placed, Placed], Statement]:
    """What turns the rows of one data set, each with its source and target placed, into statements.

    >>> from datetime import UTC, date
    >>> from detente.loaders.events.layouts import layout_of
    >>> from detente.loaders.events.rows import Party
    >>> coded = statements_of(dataset="icews", layout=layout_of("icews"),
    ...     recorded_at=datetime(2026, 1, 1, tzinfo=UTC))
    >>> ends = Party("Foreign Affairs (Iran)"), Party("China")
    >>> row = CodedRow("7@2018-06-01", date(2018, 6, 1), *ends, "036")
    >>> told = coded(row, Placed("IRN", rule="role"), Placed("CHN", rule="state"))
    >>> told.subject, told.relation, told.object, told.event_date.root, told.cameo
    ('IRN', 'AGREED_TO_MEET', 'CHN', '2018-06-01', '036')

    An actor that could not be placed leaves its end open: the row is kept as evidence and makes no
    edge. Its confidence is what its set is trusted with, times what the set says of the row. Raises
    `KeyError` for a code that the scheme does not have.
    """

    # A data set has few codes and days, and many rows.
    @cache
    def meaning(code: str) -> _Code:
        scheme = scheme_of(code) if layout.scheme == "any" else layout.scheme
        kind = REGISTRY[relation_of(layout.scheme, code)]
        return _Code(kind, code if scheme == "cameo" else None)

    @cache
    def told_on(day: date) -> _Day:
        iso = day.isoformat()
        return _Day(iso, PartialDate(iso), f"{dataset}:{iso}")

    def coded(row: CodedRow, source: Placed, target: Placed) -> Statement:
        code, day = meaning(row.code), told_on(row.day)
        sure = 1.0 if row.confidence is None else row.confidence
        return Statement(
            statement_id=make_id("s", dataset, row.record_id),
            event_id=_event(
                Key(dataset, row.record_id, day.iso, row.code),
                code.kind,
                (row.source.name, row.target.name),
                (source.actor_id, target.actor_id),
            ),
            article_id=day.article_id,
            subject=source.actor_id,
            subject_surface=row.source.name or None,
            subject_person=source.person,
            relation=code.kind.type,
            object=target.actor_id,
            object_surface=row.target.name or None,
            object_person=target.person,
            event_date=day.date,
            published_at=row.day,
            confidence=round(layout.trust * sure, 4),
            rule=f"coded/{source.rule}/{target.rule}",
            trigger=row.code,
            intensity=row.intensity,
            publisher=row.publisher,
            url=row.url,
            dataset=dataset,
            record_id=row.record_id,
            cameo=code.cameo,
            recorded_at=recorded_at,
        )

    return coded


def moved(statement: Statement, source: Placed | None, target: Placed | None) -> Statement:
    """A coded statement whose source or target turned out to be another actor.

    Its id and its words stay; the event that it tells may be another one.
    """
    subject, object_ = statement.subject, statement.object
    rule = statement.rule.split("/")
    if source is not None:
        subject, rule[1] = source.actor_id, source.rule
    if target is not None:
        object_, rule[2] = target.actor_id, target.rule
    event_id = _event(
        Key(
            statement.dataset or "",
            statement.record_id or "",
            str(statement.event_date),
            statement.trigger,
        ),
        REGISTRY[statement.relation],
        (statement.subject_surface or "", statement.object_surface or ""),
        (subject, object_),
    )
    return statement.model_copy(
        update={
            "event_id": event_id,
            "subject": subject,
            "subject_person": statement.subject_person if source is None else source.person,
            "object": object_,
            "object_person": statement.object_person if target is None else target.person,
            "rule": "/".join(rule),
        }
    )


def _event(
    key: Key, kind: RelationType, names: tuple[str, str], ends: tuple[str | None, str | None]
) -> str:
    """The event that a row tells.

    Of what does not recur within a day (a visit, sanctions imposed) all rows of one day and pair
    tell the same event, in whatever set. Of what does (accusations, attacks) each row is an event
    of its own, but for the two directions in which sets code what is mutual.
    """
    if None not in ends and not kind.recurs:
        pair = sorted(map(str, ends)) if kind.symmetric else ends
        return make_id("e", key.day, kind.type, *pair)
    if kind.symmetric:
        return make_id("e", key.dataset, key.day, key.code, *sorted(names))
    return make_id("e", key.dataset, key.record_id)
