"""When two actors turned, which way, how sure that is, and what drove it."""

# Every candidate is shown whose probability is not negligible; the control of false discoveries
# only sets the verdict. Where fewer than 15 statements lie within 60 days nothing is called a turn.

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.queries.shifts.calibration import Calibration, calibration, passing
from detente.queries.shifts.candidates import TURNS_APART, Peaks, apart, leading, peaks_of
from detente.queries.shifts.drivers import Driver, carriers, losses
from detente.queries.shifts.measures import counts_near, sizes, statements_near, windows
from detente.queries.shifts.scan import Usual, around, usual
from detente.queries.shifts.series import Block, Events, Floats, Ints, events_of
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

__all__ = ["Shift", "Shifts", "lost_without", "shifts", "verdict_of"]

Direction = Literal["warmer", "colder"]
Pairs = tuple[tuple[str, str], ...]

#: Dyads of which fewer statements tell are not scanned.
LEAST_STATEMENTS = 8
#: What is shown, and what share of those called supported may be false.
SHOWN, FALSE_RATE = 0.05, 0.1
_ENOUGH, _LIKELY, _PERHAPS = 15, 0.5, 0.2


@dataclass(frozen=True)
class Shift:
    """A day on which two actors may have turned, the lower id first.

    The day lies between `date_low` and `date_high` with 90 % probability. `size` says how many
    times as frequent the acts became that speak for the direction, or how many times rarer those
    against it. `n_before` and `n_after` count events of the 60 days on either side. `drivers` are
    the strongest of the `carried_by` events that the evidence rests on.
    """

    a: str
    b: str
    date: datetime.date
    date_low: datetime.date
    date_high: datetime.date
    direction: Direction
    probability: float
    size: float
    n_before: int
    n_after: int
    verdict: Verdict
    drivers: tuple[Driver, ...] = ()
    carried_by: int = 0


@dataclass(frozen=True)
class Shifts:
    """All candidates, the likeliest first, and the dyads that could not be judged.

    `silent` are dyads known from earlier of which nothing is told in the window, `sparse` those of
    which too little is told to be scanned. `passed` is the chance value up to which a candidate
    counts as no false discovery; of two directions within two weeks only the likelier can.
    """

    since: datetime.date
    until: datetime.date
    shifts: tuple[Shift, ...]
    silent: Pairs
    sparse: Pairs
    passed: float
    parameters: Mapping[str, Any] = field(default_factory=dict)


def shifts(
    acts: polars.DataFrame | Events,
    *,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    between: tuple[str, str] | None = None,
    passed: float | None = None,
    drivers: int = 10,
    fitted: Calibration | None = None,
) -> Shifts:
    """When dyads turned, which way, how sure, and what drove it.

    `acts` has the columns statement_id, source, target, day, quad, intensity, weight, and may have
    `relation`. Acts before `since` are what a turn is measured against; acts after `until` are not
    looked at. False discoveries are controlled over all dyads and days, also where only some are
    asked for with `between` and `since`; with `passed`, taken from an earlier answer, only the dyad
    asked for is scanned. `drivers` says how many are shown of each turn.
    """
    fitted = fitted or calibration()
    events = acts if isinstance(acts, Events) else events_of(acts, until=until)
    until = until or events.first + datetime.timedelta(days=max(events.days - 1, 0))
    since = since or events.first
    asked = _asked(events, between)
    enough = events.statements >= LEAST_STATEMENTS
    scanned = enough if passed is None else enough & asked
    found = peaks_of(events, np.flatnonzero(scanned), fitted=fitted)
    found = found.take(apart(found, TURNS_APART))
    leads = leading(found, TURNS_APART)
    chances = fitted.chances(found.score)
    if passed is None:
        # What could not be called a turn anyway is no discovery, and would only cost power; of two
        # directions within two weeks one is tested, as the chances are those of such peaks.
        judged = leads & (statements_near(events, found) >= _ENOUGH)
        passed = passing(chances[judged], rate=FALSE_RATE)
    passes = leads & (chances <= passed)
    low, high = (since - events.first).days, (until - events.first).days
    shown = (fitted.probabilities(found.score) >= SHOWN) & asked[found.dyad]
    shown &= (found.day >= low) & (found.day <= high)
    told = _told_in(events, low, high) > 0
    nothing = () if between is None or asked.any() else (_ordered(between),)
    return Shifts(
        since=since,
        until=until,
        shifts=_described(
            events, found.take(np.flatnonzero(shown)), passes[shown], fitted, top=drivers
        ),
        silent=(*_pairs(events, asked & ~told), *nothing),
        sparse=_pairs(events, asked & told & ~enough),
        passed=passed,
        parameters={
            "least_statements": LEAST_STATEMENTS,
            "shown_from": SHOWN,
            "false_rate": FALSE_RATE,
            "days_apart": TURNS_APART,
        },
    )


def verdict_of(probability: float, statements: int, *, passes: bool) -> Verdict:
    """What a candidate is worth; `passes` says that it is held for no false discovery.

    >>> verdict_of(0.8, 40, passes=True), verdict_of(0.8, 40, passes=False)
    ('supported', 'weak')
    >>> verdict_of(0.8, 9, passes=True)
    'not enough evidence'
    """
    if statements < _ENOUGH or probability < _PERHAPS:
        return "not enough evidence"
    return "supported" if passes and probability >= _LIKELY else "weak"


def _described(
    events: Events,
    found: Peaks,
    passes: NDArray[np.bool_],
    fitted: Calibration,
    *,
    top: int,
) -> tuple[Shift, ...]:
    score = found.score
    order = np.lexsort((found.day, found.dyad, -score))
    made: dict[int, Shift] = {}
    for block, mine in _by_block(events, found):
        told = _shifts_in(block, found.take(mine), passes[mine], fitted, top)
        made.update(zip(mine.tolist(), told, strict=True))
    return tuple(made[one] for one in order.tolist())


def _shifts_in(
    block: Block, some: Peaks, passes: NDArray[np.bool_], fitted: Calibration, top: int
) -> Iterator[Shift]:
    events = block.events
    row = np.searchsorted(block.dyads, some.dyad)
    low, high = windows(block, row, some, fitted)
    size = sizes(block, row, some)
    before, after = counts_near(block, row, some.day)
    statements = statements_near(events, some)
    lost = lost_without(block, row, some)
    probability = fitted.probabilities(some.score)
    for at in range(len(row)):
        dyad, day, colder = int(some.dyad[at]), int(some.day[at]), some.colder[at] == 1
        carrying, speaks = carriers(events, dyad, day, int(some.scale[at]), lost[:, at])
        a, b = events.pair(dyad)
        yield Shift(
            a=a,
            b=b,
            date=_date(events, day),
            date_low=_date(events, int(low[at])),
            date_high=_date(events, int(high[at])),
            direction="colder" if colder else "warmer",
            probability=round(float(probability[at]), 4),
            size=round(float(size[at]), 2),
            n_before=int(before[at]),
            n_after=int(after[at]),
            verdict=verdict_of(
                float(probability[at]), int(statements[at]), passes=bool(passes[at])
            ),
            drivers=tuple(
                Driver(events.best(int(one)), round(float(share), 4))
                for one, share in zip(carrying[:top], speaks[:top], strict=True)
            ),
            carried_by=len(carrying),
        )


def lost_without(block: Block, row: Ints, some: Peaks) -> Floats:
    """For each candidate, the evidence lost without one event of each kind."""
    lost = np.zeros((4, len(row)))
    often = usual(block, row)
    for scale in np.unique(some.scale):
        for kind in (0, 1):
            here = (some.scale == scale) & (some.colder == kind)
            near = around(block, row[here], some.day[here], int(scale))
            mine = Usual._make(column[here] for column in often)
            lost[:, here] = losses(near, mine, colder=kind == 1)
    return lost


def _by_block(events: Events, found: Peaks) -> Iterator[tuple[Block, Ints]]:
    for block in events.blocks(np.unique(found.dyad)):
        yield block, np.flatnonzero(np.isin(found.dyad, block.dyads))


def _told_in(events: Events, low: int, high: int) -> Ints:
    inside = (events.day >= low) & (events.day <= high)
    return np.bincount(events.dyad[inside], minlength=len(events))


def _ordered(pair: tuple[str, str]) -> tuple[str, str]:
    return (min(pair), max(pair))


def _asked(events: Events, between: tuple[str, str] | None) -> NDArray[np.bool_]:
    wanted = None if between is None else _ordered(between)
    pairs = map(events.pair, range(len(events)))
    return np.array([wanted is None or pair == wanted for pair in pairs], dtype=np.bool_)


def _pairs(events: Events, which: NDArray[np.bool_]) -> Pairs:
    return tuple(events.pair(int(dyad)) for dyad in np.flatnonzero(which))


def _date(events: Events, day: int) -> datetime.date:
    return events.first + datetime.timedelta(days=day)
