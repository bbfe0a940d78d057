"""One row of a coded event data set, before it is known who its actors are."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

__all__ = ["CodedRow", "Party", "Reject"]


class Party(NamedTuple):
    """One end of a coded event, as its data set describes it.

    >>> Party("Foreign Affairs (Iran)", "Iran", ("Executive", "Foreign Ministry")).country
    'Iran'

    `country` is a name or a code, whichever the set has; `sectors` are its own words or codes.
    """

    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()


class CodedRow(NamedTuple):
    """One event as coded: who did what to whom on which day.

    `record_id` is unique within the data set. `code` is of the layout's scheme: a CAMEO code
    ("0871"), a PLOVER event with or without its mode ("COERCE-seize"), or an ACLED sub-event type.
    `intensity` is on the Goldstein scale, -10 to 10. `line` counts from 1 and is the place in the
    file.
    """

    record_id: str
    day: date
    source: Party
    target: Party
    code: str
    intensity: float | None = None
    publisher: str | None = None
    url: str | None = None
    confidence: float | None = None
    line: int = 0


class Reject(NamedTuple):
    """A line that could not be read: where, which value, and what would be right."""

    file: str
    line: int
    reason: str
