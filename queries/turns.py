"""What sources say of a turn: "one source says that Serbia distanced itself from Russia"."""

# "A turns away from B" is how somebody sums up what happened, and no act: it makes no level, no
# shift and no camp. It is shown apart, with its sentence and who answers for it.

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel

from detente.graph.dates import PartialDate
from detente.graph.statements import Modality
from detente.queries.acts import TURNS, day_told, is_heard, is_turn
from detente.queries.analysis import Analysis
from detente.queries.captions import caption, midway
from detente.queries.notebook import Sheet
from detente.queries.wording import says, when_told

if TYPE_CHECKING:
    from detente.queries.captions import Named
    from detente.queries.scope import Asked, Scope

__all__ = ["BesideTurns", "ToldTurn", "told_in_words", "turns_told"]

#: How a list of what is said of turns is headed.
_CAPTION = "only said of a turn, and counted nowhere"


class ToldTurn(BaseModel, frozen=True):
    """One sentence of an article that tells of a turn.

    "The Courier of 12 June 2018: Serbia turns away from Russia."

    `source` is who is said to have turned. `day` is that of the event where the article names one,
    else that of its publication; an article without a date has none. `said_by` are those on whose
    word the article tells it.
    """

    statement_id: str
    article_id: str
    source: str
    target: str
    direction: Literal["warmer", "colder"]
    text: str
    day: date | None
    when: str
    publisher: str | None
    said_by: tuple[str, ...]
    says: str
    quote: str

    def shown(self) -> dict[str, Any]:
        """What a table shows of it."""
        return {
            "when": self.when,
            "what": self.text,
            "who says so": self.says,
            "quote": f"“{self.quote}”",
            "statement": self.statement_id,
        }

    def __str__(self) -> str:
        by = self.publisher or self.article_id
        return f"{midway(self.text)} ({'; '.join((by, self.when, *self._word()))}: “{self.quote}”)"

    def _word(self) -> tuple[str, ...]:
        return (midway(self.says),) if len(self.said_by) > 0 else ()


class BesideTurns(Analysis, frozen=True):
    """An answer beside which stands what articles say of a turn; that has no part in it."""

    told: tuple[ToldTurn, ...] = ()

    def apart(self) -> Sheet:
        """What articles tell of a turn."""
        return Sheet(_CAPTION, [one.shown() for one in self.told])


def turns_told(
    graph: Asked,
    scope: Scope,
    *,
    names: Named,
    between: tuple[str, str] | None = None,
    touching: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> tuple[ToldTurn, ...]:
    """What articles tell of a turn of one actor to or from another, oldest first.

    Of two actors with `between`, of those `touching` one of some, else of all. What has no day is
    there too, unless `since` leaves out what is older.
    """
    import polars as pl

    ends = pl.col("subject"), pl.col("object")
    found = (
        graph.columns()
        .statements.lazy()
        .filter(is_turn())
        .filter(is_heard(**scope.model_dump()) & (ends[0] != ends[1]))
        .with_columns(day_told().alias("day"))
    )
    if between is not None:
        found = found.filter(ends[0].is_in(between) & ends[1].is_in(between))
    if len(touching) > 0:
        named = sorted(touching)
        found = found.filter(ends[0].is_in(named) | ends[1].is_in(named))
    if until is not None:
        found = found.filter(pl.col("day").is_null() | (pl.col("day") <= until))
    if since is not None:
        found = found.filter(pl.col("day") >= since)
    rows = found.sort("day", "statement_id", nulls_last=True).collect().iter_rows(named=True)
    return tuple(_told(row, names) for row in rows)


def told_in_words(turns: Sequence[ToldTurn]) -> str:
    """Who says what, the latest that has a day: "one source says: …".

    Nothing is to be said where there are none.
    """
    dated = [one for one in turns if one.day is not None]
    last = (dated or turns)[-1]
    articles = len({one.article_id for one in turns})
    if articles == 1:
        return f"one source says: {last}"
    return f"{articles} articles tell of a turn, the last: {last}"


def _told(row: dict[str, Any], names: Named) -> ToldTurn:
    happened = None if row["event_date"] is None else PartialDate(row["event_date"])
    printed = () if row["publisher"] is None else (row["publisher"],)
    return ToldTurn(
        statement_id=row["statement_id"],
        article_id=row["article_id"],
        source=row["subject"],
        target=row["object"],
        direction=TURNS[row["relation"]],
        text=caption(
            *(row["relation"], row["subject"], row["object"], names),
            modality=Modality(row["modality"]),
        ),
        day=row["day"],
        when=when_told(happened, row["published_at"]),
        publisher=row["publisher"],
        said_by=tuple(row["said_by"]),
        says=says(row["said_by"], printed, names, articles=1),
        quote=row["quote"],
    )
