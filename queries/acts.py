"""What actors did to each other, day by day: what the questions about alliances count."""

# Acts are statements, not relations: those of one pair, day and code are taken for one event, so
# that an event counts once, whoever repeats it and whoever of the two is named first.

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from detente.graph.statements import LIVE

if TYPE_CHECKING:
    import polars

__all__ = [
    "COLUMNS",
    "TURNS",
    "Told",
    "acts_of",
    "among",
    "day_told",
    "first_day",
    "is_heard",
    "is_turn",
    "told",
]

Ints = NDArray[np.int64]

#: What an act has.
COLUMNS = (
    *("statement_id", "source", "target", "day", "quad", "intensity", "weight", "relation"),
    *("publisher", "dataset"),
)
#: Types that say no act but a turn, and which way. Data sets have codes for such acts; where one of
#: these was read, it is the word of whoever wrote it.
TURNS: Mapping[str, Literal["warmer", "colder"]] = MappingProxyType(
    {
        "DREW_CLOSER_TO": "warmer",
        "RESTORED_RELATIONS_WITH": "warmer",
        "DISTANCED_FROM": "colder",
    }
)
#: The last CAMEO root code of each quad class: verbal and material cooperation, then conflict
#: (GDELT Event Codebook 2.0, QuadClass).
_LAST_ROOTS = {"05": 1, "08": 2, "13": 3, "20": 4}


def acts_of(
    statements: polars.DataFrame,
    actors: Collection[str],
    *,
    known_on: date | None = None,
    said_by: str | None = None,
    without_publisher: Collection[str] = (),
    without_dataset: Collection[str] = (),
    without_claims: bool = False,
) -> polars.DataFrame:
    """The acts among some actors, in order of their days and ids.

    `statements` are those of `Columns`, in order of their ids. Counted is what is claimed to have
    happened between two of `actors`, on the day that the statement names, else on that of its
    publication. A coded row has the quad class of its CAMEO code, so that mere statements of one
    state about another (01x) count as verbal cooperation, as event data have it; what was read has
    that of its type. `known_on` leaves out what was recorded or published later; `said_by` keeps
    what this actor said; `without_claims` leaves out what is somebody's word.

    Columns: those of `COLUMNS`; `relation` is the CAMEO code where there is one, else the type, and
    every act weighs 1.
    """
    import polars as pl

    named = sorted(actors)
    wanted = (
        is_heard(
            known_on=known_on,
            said_by=said_by,
            without_publisher=without_publisher,
            without_dataset=without_dataset,
            without_claims=without_claims,
        )
        & (pl.col("kind") == "event")
        & ~is_turn()
        & pl.col("subject").is_in(named)
        & pl.col("object").is_in(named)
        & (pl.col("subject") != pl.col("object"))
    )
    found = (
        statements.lazy()
        .filter(wanted)
        .with_columns(day_told().alias("day"), _quad().alias("quad"))
        .filter(pl.col("day").is_not_null() & pl.col("quad").is_not_null())
    )
    return (
        found.with_columns(
            pl.lit(1.0).alias("weight"), pl.coalesce("cameo", "relation").alias("relation")
        )
        .rename({"subject": "source", "object": "target"})
        .select(COLUMNS)
        .sort("day", maintain_order=True)
        .collect()
    )


def is_heard(
    *,
    known_on: date | None = None,
    said_by: str | None = None,
    without_publisher: Collection[str] = (),
    without_dataset: Collection[str] = (),
    without_claims: bool = False,
) -> polars.Expr:
    """Whether a statement of what happened is heard; the options are those of `acts_of`."""
    import polars as pl

    standing = pl.col("standing")
    if known_on is not None:
        standing |= pl.col("retracted_at").dt.date() > known_on
    wanted = standing & pl.col("modality").is_in(sorted(LIVE))
    if known_on is not None:
        recorded = pl.col("recorded_at").dt.date()
        wanted &= recorded.is_null() | (recorded <= known_on)
    if said_by is not None:
        wanted &= pl.col("said_by").list.contains(said_by)
    if without_claims:
        wanted &= pl.col("said_by").list.len() == 0
    for publisher in without_publisher:
        wanted &= pl.col("publisher").ne_missing(publisher)
    for dataset in without_dataset:
        wanted &= pl.col("dataset").ne_missing(dataset)
    return wanted


def is_turn() -> polars.Expr:
    """Whether a statement was read and says a turn, one of `TURNS`."""
    import polars as pl

    return pl.col("dataset").is_null() & pl.col("relation").is_in(sorted(TURNS))


def day_told() -> polars.Expr:
    """The day that a statement names, else that of its publication."""
    import polars as pl

    exact = pl.col("event_date").str.len_chars() == len("2018-06-01")
    return pl.when(exact).then(pl.col("event_from")).otherwise(pl.col("published_at"))


def first_day(acts: polars.DataFrame) -> date | None:
    """The day of the first of some acts, or None where there are none."""
    first = acts["day"].min()
    return first if isinstance(first, date) else None


def among(acts: polars.DataFrame, actors: Collection[str]) -> polars.DataFrame:
    """The acts of which both ends are among some actors."""
    import polars as pl

    return acts.filter(pl.col("source").is_in(actors) & pl.col("target").is_in(actors))


def _quad() -> polars.Expr:
    import polars as pl

    root = pl.col("cameo").str.slice(0, 2)
    of_code = pl.lit(None, dtype=pl.Int64)
    for last, quad in reversed(_LAST_ROOTS.items()):
        of_code = pl.when(root <= last).then(quad).otherwise(of_code)
    return pl.when(root.is_null()).then(pl.col("quad").cast(pl.Int64)).otherwise(of_code)


@dataclass(frozen=True, eq=False)
class Told:
    """Acts in order of their pairs, days and codes; those that tell the same event are together.

    `acts` has the columns pair, source, target, day, quad, intensity, weight and statement_id. The
    ends are places in `actors`; a pair is that of the lower end times the number of actors, plus
    that of the higher. Of each event the act of most weight stands first, of equal ones that of
    the lowest id: `first` says where.
    """

    actors: tuple[str, ...]
    acts: polars.DataFrame
    first: Ints


def told(acts: polars.DataFrame) -> Told:
    """Sort acts into the events that they tell; those without weight or day, or with oneself, go.

    Without a column `relation`, quad class and intensity stand for it.
    """
    import polars as pl

    used = acts.filter(
        pl.all_horizontal(pl.col("source", "target", "day").is_not_null()),
        pl.col("source") != pl.col("target"),
        pl.col("weight") > 0,
    ).with_columns(pl.col("intensity").cast(pl.Float64).fill_null(0.0))
    actors = pl.concat([used["source"], used["target"]]).unique().sort()
    # Numbers sort and compare ten times as fast as names, and one number faster than several.
    source, target = (_numbers(used[end], actors) for end in ("source", "target"))
    pair = np.minimum(source, target) * len(actors) + np.maximum(source, target)
    day, days = _counted(used["day"].to_physical().to_numpy())
    relation, relations = _counted(_relations(used))
    event = (pair * days + day) * relations + relation
    found = used.select(
        pl.Series("event", event),
        pl.Series("pair", pair),
        pl.Series("source", source),
        pl.Series("target", target),
        *("day", "quad", "intensity", "weight", "statement_id"),
    ).sort("event", -pl.col("weight"), "statement_id")
    event = found["event"].to_numpy()
    new = np.append(True, event[1:] != event[:-1])[: len(event)]
    return Told(tuple(actors), found.drop("event"), np.flatnonzero(new))


def _counted(numbers: Ints) -> tuple[Ints, int]:
    """Numbers counted from the least, and how many there are up to the greatest.

    >>> _counted(np.array([7, 5, 8]))
    (array([2, 0, 3]), 4)
    """
    if len(numbers) == 0:
        return numbers, 0
    found = numbers.astype(np.int64) - int(numbers.min())
    return found, int(found.max()) + 1


def _relations(acts: polars.DataFrame) -> Ints:
    """A number for what happened, in the order of the codes; the lowest where it is not known."""
    if "relation" in acts.columns:
        return _numbers(acts["relation"], acts["relation"].unique().drop_nulls().sort())
    kinds = acts.select("quad", "intensity").to_numpy()
    return np.asarray(np.unique(kinds, axis=0, return_inverse=True)[1])


def _numbers(names: polars.Series, known: polars.Series) -> Ints:
    """The places of names among those known, and -1 where there is none."""
    import polars as pl

    places = names.cast(pl.Enum(known)).to_physical().cast(pl.Int64)
    return places.fill_null(-1).to_numpy()
