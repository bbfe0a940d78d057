"""What one source says about two actors: the evidence that everything else rests on."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from pydantic import BaseModel

from detente.graph.dates import PartialDate
from detente.graph.ids import make_id
from detente.graph.registry import REGISTRY

__all__ = ["LIVE", "Modality", "Statement", "ends_of_pair", "pair_of", "read_statement_id"]


class Modality(StrEnum):
    """How real the content is, as the source has it.

    >>> Modality("hoped") in LIVE
    False
    """

    ACTUAL = "actual"
    ONGOING = "ongoing"
    PLANNED = "planned"
    HOPED = "hoped"
    THREATENED = "threatened"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"
    PAST_BACKGROUND = "past_background"


#: Modalities whose content holds or held.
LIVE = frozenset({Modality.ACTUAL, Modality.ONGOING, Modality.PAST_BACKGROUND})


class Statement(BaseModel, frozen=True):
    """One claim made by one source about two actors.

    "Article A says that the US eased sanctions on Belarus on 13 December 2025."

    `quote` is `article.text[start:end]`. A missing `subject` or `object` is kept as evidence and
    makes no edge. `said_by` runs from the innermost speaker outwards; agencies stand in `via`.
    `event_date` is when it happened or, for a state, when it began; `event_end` when it was over.
    `intensity` is the coder's own, -10 to 10, where a data set gives one.
    `wording` are the telling words of the sentence around the quote, folded, and the actors in it.
    """

    statement_id: str
    event_id: str
    article_id: str
    revision: str | None = None
    sentence: int | None = None
    lang: str | None = None
    subject: str | None
    subject_surface: str | None = None
    subject_person: str | None = None
    relation: str
    object: str | None
    object_surface: str | None = None
    object_person: str | None = None
    place: str | None = None
    modality: Modality = Modality.ACTUAL
    said_by: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    event_date: PartialDate | None = None
    event_end: PartialDate | None = None
    date_words: str | None = None
    date_anchor: str | None = None
    published_at: date | None = None
    quote: str = ""
    start: int = 0
    end: int = 0
    wording: tuple[str, ...] = ()
    quantity: int | None = None
    exchange_id: str | None = None
    confidence: float = 1.0
    intensity: float | None = None
    rule: str = ""
    trigger: str = ""
    reader_version: str | None = None
    publisher: str | None = None
    url: str | None = None
    dataset: str | None = None
    record_id: str | None = None
    cameo: str | None = None
    recorded_at: datetime | None = None
    retracted_at: datetime | None = None

    @property
    def pair(self) -> str | None:
        """The unordered pair that this statement is projected under, or None without an edge."""
        return pair_of(self.subject, self.object)

    @property
    def checksum(self) -> str:
        """A hash of all that it says, whenever it was recorded."""
        told = dict(self.__dict__)
        del told["recorded_at"]
        return blake2b(repr(list(told.values())).encode(), digest_size=8).hexdigest()

    def line(self) -> dict[str, Any]:
        """The statement line of `detente read --format jsonl`; its keys are a public contract."""
        kind = REGISTRY[self.relation]
        content = self.model_dump(mode="json", include=set(_LINE))
        content |= {
            "plover": kind.plover,
            "plover_mode": kind.plover_mode,
            "cameo": self.cameo or kind.cameo_default,
        }
        return {key: content[key] for key in _LINE}


_LINE = [
    "statement_id",
    "event_id",
    "article_id",
    "sentence",
    "lang",
    "subject",
    "subject_surface",
    "subject_person",
    "relation",
    "object",
    "object_surface",
    "object_person",
    "place",
    "plover",
    "plover_mode",
    "cameo",
    "modality",
    "said_by",
    "via",
    "event_date",
    "event_end",
    "date_words",
    "published_at",
    "quote",
    "start",
    "end",
    "quantity",
    "exchange_id",
    "confidence",
    "rule",
    "trigger",
]


def pair_of(subject: str | None, object_: str | None) -> str | None:
    """Name the unordered pair of two actors.

    >>> pair_of("USA", "BLR"), pair_of("USA", None)
    ('BLR|USA', None)
    """
    if subject is None or object_ is None or subject == object_:
        return None
    return f"{subject}|{object_}" if subject < object_ else f"{object_}|{subject}"


def ends_of_pair(pair: str) -> tuple[str, str]:
    """The two actors of a pair, the lower id first.

    >>> ends_of_pair("BLR|USA")
    ('BLR', 'USA')
    """
    left, _, right = pair.partition("|")
    return left, right


def read_statement_id(
    revision: str,
    span: tuple[int, int],
    surfaces: tuple[str | None, str | None],
    relation: str,
    modality: Modality,
) -> str:
    """The id of a statement read from text.

    Left out on purpose: the resolved actors (re-resolution moves edges and loses nothing), the
    dates, the confidence and the reader's version.
    """
    return make_id("s", revision, *span, *surfaces, relation, modality.value)
