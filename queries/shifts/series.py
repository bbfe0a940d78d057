"""Events by dyad and day, and how many of them lie around a day."""

# Cooperation and conflict are counted apart, words and deeds apart: the mean of an intensity mixes
# how much is told with how it is meant. What is told of the same two on the same day in the same
# relation is one event, whoever of the two is named first.

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from detente.queries.acts import told

if TYPE_CHECKING:
    import polars

__all__ = ["CHANNELS", "Block", "Channel", "Events", "Floats", "Ints", "events_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Channel = Literal[
    "cooperation", "conflict", "verbal cooperation", "material cooperation", "verbal conflict",
    "material conflict",
]  # fmt: skip

#: Quad classes of each channel.
CHANNELS: dict[Channel, tuple[int, ...]] = {
    "cooperation": (1, 2),
    "conflict": (3, 4),
    "verbal cooperation": (1,),
    "material cooperation": (2,),
    "verbal conflict": (3,),
    "material conflict": (4,),
}
#: Dyads times days that are worked on at once: bounds the memory, whatever is asked.
_CELLS = 160_000
#: Under so many events a day, on average over all dyads, days cannot be told apart by their news.
_NEWS = 20.0
#: How much of a pair's dispersion is held back to that of a Poisson process, in events a week.
_HELD, _MOST_DISPERSED = 2.0, 8.0


@dataclass(frozen=True)
class Events:
    """All events between pairs of actors, and when they happened.

    `left` and `right` are indices into `actors`, one for each dyad, sorted. The columns `dyad`,
    `day` (counted from `first`), `quad`, `intensity`, `weight`, `rows` (statements that tell it)
    and `told_by` have one entry for each event, sorted by dyad, day and relation. `statement_ids`
    holds those of the first event, then those of the next, the best first: `told_by` says where.
    """

    actors: tuple[str, ...]
    first: date
    days: int
    left: Ints
    right: Ints
    dyad: Ints
    day: Ints
    quad: Ints
    intensity: Floats
    weight: Floats
    rows: Ints
    told_by: Ints
    statement_ids: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.left)

    def pair(self, dyad: int) -> tuple[str, str]:
        """The two actors of a dyad, lower id first."""
        return self.actors[self.left[dyad]], self.actors[self.right[dyad]]

    def best(self, event: int) -> str:
        """The statement of most weight that tells an event."""
        return str(self.statement_ids[self.told_by[event]])

    def told(self, event: int) -> tuple[str, ...]:
        """The statements that tell an event, the best first."""
        begin = int(self.told_by[event])
        return tuple(map(str, self.statement_ids[begin : begin + int(self.rows[event])]))

    def without(self, events: Ints) -> Events:
        """The same without some events."""
        left = np.ones(len(self.dyad), dtype=np.bool_)
        left[events] = False
        names = ("dyad", "day", "quad", "intensity", "weight", "rows", "told_by")
        return replace(self, **{name: getattr(self, name)[left] for name in names})

    @cached_property
    def begin(self) -> Ints:
        """Where the events of each dyad begin; one entry more than there are dyads."""
        return np.searchsorted(self.dyad, np.arange(len(self) + 1)).astype(np.int64)

    @cached_property
    def statements(self) -> Ints:
        """The number of statements that tell of each dyad."""
        return np.bincount(self.dyad, weights=self.rows, minlength=len(self)).astype(np.int64)

    @cached_property
    def standing(self) -> Ints:
        """The rank of each event when deeds come before words, the more intense first."""
        order = np.lexsort((-np.abs(self.intensity), self.quad % 2))
        standing = np.zeros(len(order), dtype=np.int64)
        standing[order] = np.arange(len(order))
        return standing

    @cached_property
    def exposure(self) -> dict[bool, Floats]:
        """How much is told on each day up to it, summed: of conflict (True) and of cooperation.

        A day on which twice as much is told of everybody counts as two days. One entry more than
        there are days.
        """
        hostile = np.isin(self.quad, CHANNELS["conflict"])
        return {kind: self._news(hostile == kind) for kind in (True, False)}

    def _news(self, which: NDArray[np.bool_]) -> Floats:
        news = np.bincount(self.day[which], weights=self.weight[which], minlength=self.days)
        mean = float(news.mean())
        held = (news + _NEWS) / (mean + _NEWS) if mean > 0.0 else np.ones(self.days)
        return np.concatenate([[0.0], np.cumsum(held)])

    def blocks(self, dyads: Ints) -> Iterator[Block]:
        """The dyads, some hundreds at a time, as arrays of days."""
        size = max(_CELLS // (self.days + 1), 1)
        for at in range(0, len(dyads), size):
            yield Block(self, dyads[at : at + size])


class Block:
    """Some dyads as arrays of days: sums of events around any day of any of them.

    `row` means the place of a dyad in the block.
    """

    def __init__(self, events: Events, dyads: Ints) -> None:
        self.events = events
        self.dyads = dyads
        self.days = events.days
        begin, end = events.begin[dyads], events.begin[dyads + 1]
        mine = np.repeat(begin, end - begin) + _counted(end - begin)
        self.row = np.repeat(np.arange(len(dyads)), end - begin)
        self.day = events.day[mine]
        counts = np.zeros((4, len(dyads), self.days + 1))
        np.add.at(counts, (events.quad[mine] - 1, self.row, self.day + 1), events.weight[mine])
        self._weekly = _weekly(counts[:, :, 1:].sum(axis=0))
        np.cumsum(counts, axis=2, out=counts)
        self._sums: dict[Channel, Floats] = {
            channel: sum((counts[quad - 1] for quad in quads[1:]), counts[quads[0] - 1])
            for channel, quads in CHANNELS.items()
        }

    def total(self, channel: Channel) -> Floats:
        """The events of each dyad over all days."""
        return self._sums[channel][:, -1]

    @cached_property
    def dispersion(self) -> Floats:
        """How much more the weeks of each dyad vary than by chance alone; 1 at least."""
        mean = self._weekly.mean(axis=1)
        raw = (self._weekly.var(axis=1) + _HELD) / (mean + _HELD)
        return np.asarray(np.clip(raw, 1.0, _MOST_DISPERSED))

    def before(self, channel: Channel, row: Ints, day: Ints, width: int) -> tuple[Floats, Floats]:
        """Events and exposure of the days before a day, that day not included."""
        return self.between(channel, row, np.maximum(day - width, 0), day)

    def after(self, channel: Channel, row: Ints, day: Ints, width: int) -> tuple[Floats, Floats]:
        """Events and exposure of the days from a day on."""
        return self.between(channel, row, day, np.minimum(day + width, self.days))

    def between(self, channel: Channel, row: Ints, low: Ints, high: Ints) -> tuple[Floats, Floats]:
        """Events and exposure from the day `low` on, up to `high`, that day not included."""
        sums = self._sums[channel].ravel()
        exposure = self.events.exposure[channel.endswith("conflict")]
        begin = row * (self.days + 1)
        return sums[begin + high] - sums[begin + low], exposure[high] - exposure[low]


def events_of(acts: polars.DataFrame, *, until: date | None = None) -> Events:
    """One event for each dyad, day and relation, from acts up to a day.

    The statement of most weight stands for the event, of equal ones that of the lowest id. Without
    a column `relation`, quad class and intensity stand for it.
    """
    import polars as pl

    found = told(acts if until is None else acts.filter(pl.col("day") <= until))
    rows, begin = found.acts, found.first
    if rows.height == 0:
        return _nothing(until or date.min)
    pair, when, quad, intensity, weight = (
        rows[name].to_numpy()[begin] for name in ("pair", "day", "quad", "intensity", "weight")
    )
    pairs, dyad = np.unique(pair, return_inverse=True)
    day = when.astype("datetime64[D]")
    first = day.min()
    size = len(found.actors)
    return Events(
        actors=found.actors,
        first=first.astype(object),
        days=int((day.max() - first).astype(int)) + 1,
        left=pairs // size,
        right=pairs % size,
        dyad=dyad.astype(np.int64),
        day=(day - first).astype(np.int64),
        quad=quad.astype(np.int64),
        intensity=intensity.astype(np.float64),
        weight=weight.astype(np.float64),
        rows=np.diff(np.append(begin, rows.height)),
        told_by=begin.astype(np.int64),
        statement_ids=rows["statement_id"].to_numpy().astype(np.object_),
    )


def _nothing(first: date) -> Events:
    none, number = np.zeros(0, dtype=np.int64), np.zeros(0)
    names = np.zeros(0, dtype=np.object_)
    return Events(
        (), first, 0, none, none, none, none, none, number, number, none, none, names
    )  # fmt: skip


def _counted(lengths: Ints) -> Ints:
    """0, 1, 2, … anew for each length.

    >>> _counted(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    ends = np.cumsum(lengths)
    return np.arange(int(lengths.sum())) - np.repeat(ends - lengths, lengths)


def _weekly(daily: Floats) -> Floats:
    weeks = max(daily.shape[1] // 7, 1)
    used = min(weeks * 7, daily.shape[1])
    return np.asarray(daily[:, :used].reshape(len(daily), weeks, -1).sum(axis=2))
