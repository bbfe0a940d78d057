"""The typed edge between two actors, derived from statements. Only `project()` makes one."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel

from detente.graph.dates import PartialDate
from detente.graph.statements import Modality

__all__ = ["Relation"]


class Relation(BaseModel, frozen=True):
    """One episode between two actors: "the US eased sanctions on Belarus, 13 December 2025".

    For an event, `valid_from` and `valid_to` bound the window in which it happened (half-open),
    both null when nobody dates it: then `reported_on`, the earliest publication, is all that is
    known. For a state they are its span and a null `valid_to` means still open. `quote`, `url` and
    `said_by` come from the best statement, and so does `intensity` where a coder gave one.
    `datasets` are those that its statements come from; one of articles alone has none.
    """

    relation_id: str
    relation: str
    subject: str
    object: str
    plover: str | None
    quad: int | None
    modality: Modality
    valid_from: date | None = None
    valid_to: date | None = None
    date_precision: str | None = None
    event_date: PartialDate | None = None
    reported_on: date | None = None
    intensity: float
    confidence: float
    support: int
    publishers: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    quote: str = ""
    url: str | None = None
    said_by: tuple[str, ...] = ()
    statement_ids: tuple[str, ...] = ()
    exchange_id: str | None = None
