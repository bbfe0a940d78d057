"""What is told of two actors: together, in each direction, by claims, and month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from detente.queries.acts import first_day
from detente.queries.analysis import Driver, Finding
from detente.queries.balance import PRIOR_WEIGHT
from detente.queries.friendliness import Friendliness, weighed
from detente.queries.sparkline import sparkline

if TYPE_CHECKING:
    import polars

__all__ = ["LevelFinding", "months_of", "parts_of", "share_of", "table_of"]

#: Months that a picture shows one by one; a longer time is summed by quarters, then by years.
_MOST = 24
_MEASURES = (
    ("cooperation, words", "cooperation_words"),
    ("cooperation, deeds", "cooperation_deeds"),
    ("conflict, words", "conflict_words"),
    ("conflict, deeds", "conflict_deeds"),
)


class LevelFinding(Finding, frozen=True):
    """What is told of two actors, in both directions, in one, or in a month.

    An event that is told from both sides counts once together, and once in each direction.
    `conflict` is the posterior share of conflict with its 90 % interval; months have none.
    """

    part: Literal["together", "direction", "claims", "month"]
    source: str
    target: str
    month: str | None = None
    cooperation_words: int = 0
    cooperation_deeds: int = 0
    conflict_words: int = 0
    conflict_deeds: int = 0
    conflict: float | None = None
    low: float | None = None
    high: float | None = None
    effective_n: float | None = None

    @property
    def acts(self) -> int:
        """All four together."""
        return sum(getattr(self, field) for _, field in _MEASURES)


def share_of(alpha: float, beta: float) -> tuple[float, float, float]:
    """Mean and 90 % interval of a Beta.

    >>> share_of(1.0, 1.0)
    (0.5, 0.05, 0.95)
    """
    from scipy.special import betaincinv

    low, high = (float(betaincinv(alpha, beta, at)) for at in (0.05, 0.95))
    return round(alpha / (alpha + beta), 4), round(low, 4), round(high, 4)


def parts_of(
    pair: tuple[str, str],
    found: Friendliness,
    acts: polars.DataFrame,
    *,
    expected: float,
    claims: polars.DataFrame | None,
) -> tuple[LevelFinding, ...]:
    """The acts of a pair together, then those of each direction, then what is only claimed.

    `found` weighs the same acts among those of all; `expected` is the share of conflict that the
    two start from.
    """
    import polars as pl

    a, b = pair
    dyad = found.dyad(a, b)
    weighed_together: dict[str, Any] = (
        {}
        if dyad is None
        else {
            "conflict": dyad.conflict,
            "low": dyad.low,
            "high": dyad.high,
            "effective_n": dyad.effective_n,
            "drivers": tuple(Driver(**one._asdict()) for one in dyad.drivers),
        }
    )
    counts = _counts(_events(acts))
    parts = [LevelFinding(part="together", source=a, target=b, **counts, **weighed_together)]
    for source, target in ((a, b), (b, a)):
        told = acts.filter(pl.col("source") == source)
        parts.append(_part(told, found, expected, part="direction", source=source, target=target))
    if claims is not None and claims.height > 0:
        parts.append(_part(claims, found, expected, part="claims", source=a, target=b))
    return tuple(parts)


def _part(
    acts: polars.DataFrame,
    found: Friendliness,
    p: float,
    *,
    part: Literal["direction", "claims"],
    source: str,
    target: str,
) -> LevelFinding:
    seen = weighed(acts, as_of=found.as_of, half_life=found.parameters["half_life"])
    total, hostile = float(seen.weight.sum()), float((seen.weight * seen.hostile).sum())
    share, low, high = share_of(
        PRIOR_WEIGHT * p + hostile, PRIOR_WEIGHT * (1.0 - p) + max(total - hostile, 0.0)
    )
    return LevelFinding(
        part=part,
        source=source,
        target=target,
        **_counts(_events(acts)),
        conflict=share,
        low=low,
        high=high,
        effective_n=round(total, 3),
    )


def _events(acts: polars.DataFrame) -> polars.DataFrame:
    """One act for each event: what is told of a day in the same relation is one."""
    return acts.unique(["day", "relation"], keep="first", maintain_order=True)


def _counts(events: polars.DataFrame) -> dict[str, int]:
    by_quad = dict(events["quad"].value_counts().iter_rows())
    fields = [field for _, field in _MEASURES]
    return {field: by_quad.get(quad, 0) for field, quad in zip(fields, (1, 2, 3, 4), strict=True)}


def months_of(
    pair: tuple[str, str], acts: polars.DataFrame, begin: date | None, on: date
) -> tuple[LevelFinding, ...]:
    """Every month from the first to the day, also those of which nothing is told."""
    import polars as pl

    first = begin or first_day(acts) or on
    events = _events(acts).with_columns(pl.col("day").dt.strftime("%Y-%m").alias("month"))
    by_month = events.partition_by("month", as_dict=True)
    spanned = range(first.year * 12 + first.month - 1, on.year * 12 + on.month)
    months = (f"{number // 12:04}-{number % 12 + 1:02}" for number in spanned)
    return tuple(
        LevelFinding(
            part="month",
            source=pair[0],
            target=pair[1],
            month=month,
            **_counts(by_month.get((month,), events.clear())),
        )
        for month in months
    )


def table_of(parts: Sequence[LevelFinding], months: Sequence[LevelFinding]) -> list[dict[str, Any]]:
    """A line a measure: how often in each part, and by month; last the shares of conflict."""
    if len(parts) == 0:
        return []
    when, spans = _spans_of(months)
    lines = [
        {
            "acts": name,
            **{_heading(one): f"{getattr(one, field):,}" for one in parts},
            when: sparkline([sum(getattr(one, field) for one in span) for span in spans]),
        }
        for name, field in _MEASURES
    ]
    shares = {
        _heading(one): "-" if one.conflict is None else f"{one.conflict:.2f}" for one in parts
    }
    return [*lines, {"acts": "share of conflict", **shares, when: _share_line(spans)}]


def _spans_of(months: Sequence[LevelFinding]) -> tuple[str, list[list[LevelFinding]]]:
    """Months in as many spans as a line can show, and what to call the line."""
    if len(months) == 0:
        return "by month", []
    for word, size in (("month", 1), ("quarter", 3), ("year", 12)):
        keys = [_span(str(one.month), size) for one in months]
        spans = sorted(set(keys))
        if len(spans) <= _MOST or word == "year":
            break
    grouped = [
        [one for one, key in zip(months, keys, strict=True) if key == span] for span in spans
    ]
    return f"by {word}, {months[0].month} to {months[-1].month}", grouped


def _span(month: str, size: int) -> int:
    year, number = month.split("-")
    return (int(year) * 12 + int(number) - 1) // size


def _share_line(spans: Sequence[Sequence[LevelFinding]]) -> str:
    """The share of conflict, span by span; a gap where nothing is told."""
    shares = []
    for span in spans:
        acts = sum(one.acts for one in span)
        hostile = sum(one.conflict_words + one.conflict_deeds for one in span)
        shares.append(None if acts == 0 else hostile / acts)
    return sparkline(shares, top=1.0)


def _heading(one: LevelFinding) -> str:
    match one.part:
        case "together":
            return "together"
        case "claims":
            return "claimed"
        case _:
            return f"{one.source} → {one.target}"
