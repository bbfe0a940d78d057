"""What is likely next between two actors: what came before, counted. A base rate, no more."""

# The rule that neural forecasters have to beat and often do not (Gastinger et al. 2024): what was
# repeated lately will be repeated, and common relations are common. It knows no causes and foresees
# no turn; it is called a base rate wherever it is shown.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.queries.friendliness import Driver
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

__all__ = ["Likely", "Outlook", "outlook"]

#: After so many days a repeated act counts half.
HALF_LIFE = 90.0
#: How many acts the frequency of relations among all actors weighs. Both were chosen on two weeks
#: of 150 pairs of ICEWS18, by how likely what came next was called.
PRIOR = 30.0
#: The variance of counts is m + d m^2 with this d.
BURSTS = 0.5
_ENOUGH_ACTS, _SOME_ACTS = 10.0, 3.0


class Likely(NamedTuple):
    """One relation in one direction, with the probability that the next act is of it.

    `probability` has a 90 % interval; `within` is the probability that there is at least one within
    the horizon. `n` counts its earlier acts, `drivers` are those that count most.
    """

    source: str
    target: str
    relation: str
    probability: float
    low: float
    high: float
    within: float
    n: int
    effective_n: float
    last_day: date | None
    drivers: tuple[Driver, ...]


@dataclass(frozen=True)
class Outlook:
    """The relations, likeliest first; `expected_acts` is how many acts the horizon may hold."""

    a: str
    b: str
    as_of: date
    horizon: int
    expected_acts: float
    found: tuple[Likely, ...]
    n: int
    effective_n: float
    verdict: Verdict
    note: str
    parameters: Mapping[str, Any]


def outlook(
    acts: polars.DataFrame,
    a: str,
    b: str,
    *,
    as_of: date,
    horizon: int = 30,
    half_life: float = HALF_LIFE,
    prior: float = PRIOR,
    top: int = 10,
) -> Outlook:
    """The `top` relations that are likely next between two actors, in both directions.

    Relation r has the probability (s_r + k f_r) / (S + k), where s_r sums the acts of that relation
    and direction faded by their age, f_r is how common the relation is among all, and k is `prior`.
    Acts come at the rate S ln 2 / half-life, but in bursts: with m = rate p_r horizon to come, at
    least one within the horizon has the probability 1 - (1 + d m)^(-1/d) (negative binomial).
    """
    import polars as pl

    known = acts.filter(pl.col("day") <= as_of, pl.col("weight") > 0)
    mine = _faded(known, a, b, as_of=as_of, half_life=half_life)
    total = float(mine["left"].sum())
    rate = total * float(np.log(2.0)) / half_life
    repeated = _repeated(mine)
    common = known.group_by("relation").agg(pl.col("weight").sum()).sort("relation")
    whole = float(common["weight"].sum())
    found = [
        _likely(
            (source, target, relation),
            repeated.get((source, relation), _Repeated()),
            prior * weight / whole / 2.0,
            total + prior,
            rate * horizon,
        )
        for relation, weight in common.iter_rows()
        for source, target in ((a, b), (b, a))
    ]
    found.sort(key=lambda one: (-one.probability, one.source, one.relation))
    return Outlook(
        a=a,
        b=b,
        as_of=as_of,
        horizon=horizon,
        expected_acts=round(rate * horizon, 3),
        found=tuple(found[:top]),
        n=mine.height,
        effective_n=round(total, 3),
        verdict=_verdict(total),
        note="a base rate: what was repeated lately, and how common each relation is",
        parameters={"half_life": half_life, "prior": prior, "horizon": horizon},
    )


class _Repeated(NamedTuple):
    """Earlier acts of one relation in one direction: what is left of them, and the best of them."""

    left: float = 0.0
    n: int = 0
    last_day: date | None = None
    best: tuple[tuple[str, float], ...] = ()


def _faded(
    known: polars.DataFrame, a: str, b: str, *, as_of: date, half_life: float
) -> polars.DataFrame:
    """The acts between the two in either direction, with what is left of them, most first.

    What is told several times of one day, direction and relation is one act.
    """
    import polars as pl

    forth = (pl.col("source") == a) & (pl.col("target") == b)
    back = (pl.col("source") == b) & (pl.col("target") == a)
    age = (pl.lit(as_of) - pl.col("day")).dt.total_days()
    return (
        known.filter(forth | back)
        .with_columns((pl.col("weight") * 0.5 ** (age / half_life)).alias("left"))
        .sort(["left", "statement_id"], descending=[True, False])
        .unique(["source", "relation", "day"], keep="first", maintain_order=True)
    )


def _repeated(mine: polars.DataFrame) -> dict[tuple[str, str], _Repeated]:
    import polars as pl

    rows = mine.group_by("source", "relation", maintain_order=True).agg(
        pl.col("left").sum(),
        pl.len(),
        pl.col("day").max(),
        pl.col("statement_id").head(5).alias("ids"),
        pl.col("left").head(5).alias("parts"),
    )
    return {
        (source, relation): _Repeated(left, n, day, tuple(zip(ids, parts, strict=True)))
        for source, relation, left, n, day, ids, parts in rows.iter_rows()
    }


def _likely(
    act: tuple[str, str, str], repeated: _Repeated, usual: float, whole: float, expected: float
) -> Likely:
    from scipy.special import betaincinv

    source, target, relation = act
    part = repeated.left + usual
    low, high = (float(betaincinv(part, whole - part, end)) for end in (0.05, 0.95))
    return Likely(
        source=source,
        target=target,
        relation=relation,
        probability=round(part / whole, 4),
        low=round(low, 4),
        high=round(high, 4),
        within=round(1.0 - (1.0 + BURSTS * expected * part / whole) ** (-1.0 / BURSTS), 4),
        n=repeated.n,
        effective_n=round(repeated.left, 3),
        last_day=repeated.last_day,
        drivers=tuple(Driver(name, round(left / repeated.left, 4)) for name, left in repeated.best),
    )


def _verdict(total: float) -> Verdict:
    if total < _SOME_ACTS:
        return "not enough evidence"
    return "supported" if total >= _ENOUGH_ACTS else "weak"
