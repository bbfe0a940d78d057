"""Golden rows: a sentence, what it tells, and how well a reading of it fits.

A row of `tests/golden/coverage.csv` was written and judged by hand before any reader saw it. Its
cell `expects` holds events joined by " ; ", each "SUBJECT RELATION OBJECT modality [k=v …]":

* `A|B` in a field means that either is right, " or " between whole events too; the first is meant;
* `said=` names the speakers, the innermost first, `said=-` nobody; without it nothing is asked;
* `via=` and `date=` are asked for only where they stand.

`also` holds what may be read on top. A row with a `trap` tells no event that is live.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from detente.graph.articles import Article
from detente.graph.dates import PartialDate
from detente.graph.registry import REGISTRY
from detente.graph.statements import Modality, Statement
from detente.loaders.reading.reader import read_article
from detente.seeds import roster

__all__ = ["GOLDEN", "LIVE_EDGES", "VOICES", "Event", "Judgement", "Row", "golden_rows"]

GOLDEN = Path(__file__).resolve().parent.parent / "tests" / "golden" / "coverage.csv"
VOICES = ("active", "passive", "nominal", "relative", "participle", "headline")
#: What a trap must not give: an edge that counts today.
LIVE_EDGES = frozenset(
    {Modality.ACTUAL, Modality.ONGOING, Modality.PLANNED, Modality.THREATENED},
)


def base(actor: str | None) -> str:
    """The state behind one of its sides.

    >>> base("VEN:OPP"), base(None)
    ('VEN', '')
    """
    return (actor or "").split(":")[0]


def _names(cell: str | None) -> tuple[str, ...] | None:
    return None if cell is None else tuple(one for one in cell.split(",") if one != "-")


class Event(NamedTuple):
    """One event that a row tells: "USA MET_WITH|AGREED_TO_MEET BRA planned said=BRA"."""

    subject: str
    relations: tuple[str, ...]
    object: str
    modalities: tuple[str, ...]
    said_by: tuple[str, ...] | None
    via: tuple[str, ...] | None
    date: PartialDate | None

    @classmethod
    def of(cls, text: str) -> Event:
        """Read one event of a cell.

        >>> Event.of("FRA VISITED CHN actual said=- date=2025-11-10").said_by
        ()
        """
        subject, relations, object_, modalities, *more = text.split()
        asked = dict(one.split("=") for one in more)
        return cls(
            subject,
            tuple(relations.split("|")),
            object_,
            tuple(modalities.split("|")),
            _names(asked.get("said")),
            _names(asked.get("via")),
            PartialDate(asked["date"]) if "date" in asked else None,
        )

    @property
    def kind(self) -> str | None:
        """The PLOVER event of the type that stands first."""
        return REGISTRY[self.relations[0]].plover

    @property
    def symmetric(self) -> bool:
        """Whether either side may stand first."""
        return REGISTRY[self.relations[0]].symmetric

    def turned(self, one: Statement) -> bool:
        """Whether a statement has the two sides the wrong way round."""
        return (
            not self.symmetric
            and base(one.subject) == base(self.object) != base(self.subject)
            and base(one.object) == base(self.subject)
        )

    def has_pair(self, one: Statement) -> bool:
        """Whether a statement has the two sides, the right way round; a side of a state is it."""
        ends = (base(self.subject), base(self.object))
        found = (base(one.subject), base(one.object))
        return found == ends or (REGISTRY[one.relation].symmetric and found == ends[::-1])

    def has_kind(self, one: Statement) -> bool:
        """Whether a statement is of the same PLOVER event."""
        return REGISTRY[one.relation].plover in {REGISTRY[name].plover for name in self.relations}


class Judgement(NamedTuple):
    """What of an event the best statement has; the last three are None where not asked for."""

    event: Event
    pair: bool
    kind: bool
    relation: bool
    modality: bool
    speaker: bool | None
    via: bool | None
    date: bool | None
    turned: bool

    @property
    def full(self) -> bool:
        """Whether all that was asked for is right."""
        asked = (self.speaker, self.via, self.date)
        return self.relation and self.modality and all(one is not False for one in asked)


class Row:
    """One line of the table, and what the reader makes of it."""

    def __init__(self, cells: dict[str, str]) -> None:
        self.cells = cells
        self.id, self.lang, self.text = cells["id"], cells["lang"], cells["text"]
        self.voice, self.modality, self.trap = cells["voice"], cells["modality"], cells["trap"]
        #: What is told: for each event the ways to say it, of which the first is meant.
        self.expects = [
            [Event.of(way) for way in one.split(" or ")]
            for one in cells["expects"].split(" ; ")
            if one != ""
        ]
        self.also = [Event.of(f"{one} actual") for one in cells["also"].split(" ; ") if one != ""]

    @cached_property
    def article(self) -> Article:
        """The row as an article of its own."""
        published = date.fromisoformat(self.cells["published"])
        return Article.of(self.text, article_id=self.id, lang=self.lang, published_at=published)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """What the reader makes of it."""
        return read_article(self.article, roster()).statements

    @property
    def live(self) -> list[Statement]:
        """The statements that are live edges."""
        return [
            one
            for one in self.statements
            if one.pair is not None
            and one.modality in LIVE_EDGES
            and REGISTRY[one.relation].plover is not None
        ]

    @property
    def surplus(self) -> list[Statement]:
        """The edges that the row tells nothing of, neither asked for nor allowed."""
        allowed = [*chain.from_iterable(self.expects), *self.also]
        return [
            one
            for one in self.statements
            if one.pair is not None
            and REGISTRY[one.relation].plover is not None
            and not any(event.has_pair(one) and event.has_kind(one) for event in allowed)
        ]

    def judged(self) -> list[Judgement]:
        """How each event of the row was read, by the statement that fits it best."""
        return [_best(ways, self.statements) for ways in self.expects]


def _best(ways: list[Event], statements: Iterable[Statement]) -> Judgement:
    event = ways[0]
    judged = [_judge(way, one) for way in ways for one in statements if way.has_pair(one)]
    if any(one.kind for one in judged):
        best = max(judged, key=lambda one: (one.kind, one.relation, one.modality, *_asked(one)))
        return best._replace(event=event)
    turned = any(event.turned(one) and event.has_kind(one) for one in statements)
    return Judgement(
        event,
        pair=len(judged) > 0,
        kind=False,
        relation=False,
        modality=False,
        speaker=None if event.said_by is None else False,
        via=None if event.via is None else False,
        date=None if event.date is None else False,
        turned=turned,
    )


def _judge(event: Event, one: Statement) -> Judgement:
    kind = event.has_kind(one)
    said = tuple(base(actor) for actor in one.said_by)
    return Judgement(
        event,
        pair=True,
        kind=kind,
        relation=one.relation in event.relations,
        modality=kind and one.modality in event.modalities,
        speaker=None if event.said_by is None else said == tuple(map(base, event.said_by)),
        via=None if event.via is None else one.via == event.via,
        date=None if event.date is None else one.event_date == event.date,
        turned=False,
    )


def _asked(one: Judgement) -> tuple[bool, bool, bool]:
    return (one.speaker is not False, one.via is not False, one.date is not False)


def golden_rows() -> list[Row]:
    """All rows of the table, in its order."""
    with GOLDEN.open(encoding="utf8", newline="") as table:
        return [Row(cells) for cells in csv.DictReader(table)]
