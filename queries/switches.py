"""Who changed camps between two days, with the dyads that drove it."""

# A camp of the first day and one of the second are the same where their members overlap most; the
# members of both are its anchors. To switch is to stand with the anchors of one camp first, and
# with those of another later. Nothing is claimed where either is less than seven runs in ten.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.camps import Camps
from detente.queries.friendliness import Driver, Friendliness
from detente.queries.weighing import Verdict

__all__ = ["Drift", "Switch", "Switches", "switches"]

#: Nobody is said to have switched who stands less surely than this in the camp of either day.
LEAST = 0.7
#: Nor with fewer acts than this, faded by age, with the anchors of the two camps on either day.
ENOUGH_ACTS = 3.0
#: What is listed at all, with the verdict that says whether it is claimed.
SHOWN = 0.05
_SUPPORTED = 0.8
_FEWEST = 3
_DAYS = 3


class Drift(NamedTuple):
    """A dyad that carried a switch: its weight on both days, and the statements of the later."""

    other: str
    before: float
    after: float
    days: int
    drivers: tuple[Driver, ...]


class Switch(NamedTuple):
    """One actor that stood with one camp first and with another later.

    `value` is the probability of that with its 90 % interval, `before` that of standing with the
    first camp on the first day, `after` that of standing with the second on the second. A camp is
    named by its anchors. `n` counts the statements between the actor and the anchors of both.
    """

    actor: str
    left: tuple[str, ...]
    joined: tuple[str, ...]
    value: float
    low: float
    high: float
    before: float
    after: float
    n: int
    effective_n: float
    verdict: Verdict
    drivers: tuple[Drift, ...]


@dataclass(frozen=True)
class Switches:
    """All who may have switched, the surest first; `anchors` are the camps found on both days."""

    since: date
    until: date
    found: tuple[Switch, ...]
    anchors: tuple[tuple[str, ...], ...]
    verdict: Verdict
    parameters: Mapping[str, Any]


def switches(before: Camps, after: Camps, *, top: int = 20) -> Switches:
    """Who changed camps from one day to another: the `top` most probable.

    The probability of a switch is that of standing with the anchors of one camp and not of the
    other on the first day, times the reverse on the second, each a share of the runs.
    """
    anchors = _anchors(before, after)
    stands = [_stands(slice_, anchors) for slice_ in (before, after)]
    standing = [
        one
        for actor in sorted(set(before.actors) & set(after.actors))
        for one in _standings(actor, before, after, anchors, stands)
    ]
    standing.sort(key=lambda one: (-one.first * one.second, one))
    found = [_switch(one, before, after) for one in standing[:top]]
    verdicts = [one.verdict for one in found]
    ranks: tuple[Verdict, ...] = ("supported", "weak")
    return Switches(
        since=before.as_of,
        until=after.as_of,
        found=tuple(found),
        anchors=anchors,
        verdict=next((one for one in ranks if one in verdicts), "not enough evidence"),
        parameters={**after.parameters, "least": LEAST},
    )


def _anchors(before: Camps, after: Camps) -> tuple[tuple[str, ...], ...]:
    """The members that a camp has on both days, for each camp found on both."""
    from scipy.optimize import linear_sum_assignment

    first = [set(camp.members) for camp in before.camps]
    second = [set(camp.members) for camp in after.camps]
    if len(first) == 0 or len(second) == 0:
        return ()
    overlap = np.array([[len(one & other) for other in second] for one in first])
    rows, columns = linear_sum_assignment(-overlap)
    return tuple(
        tuple(member for member in before.camps[row].members if member in second[column])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if overlap[row, column] >= _FEWEST
    )


def _stands(slice_: Camps, anchors: tuple[tuple[str, ...], ...]) -> NDArray[np.bool_]:
    """Camps by runs by actors: whether the actor stands with most of the other anchors."""
    place = {actor: at for at, actor in enumerate(slice_.actors)}
    labels = slice_.labels
    stands = np.zeros((len(anchors), *labels.shape), dtype=bool)
    for number, names in enumerate(anchors):
        among = np.array([place[name] for name in names])
        with_ = (labels[:, :, None] == labels[:, None, among]).sum(axis=2)
        own = np.isin(np.arange(labels.shape[1]), among).astype(int)
        stands[number] = 2 * (with_ - own) > len(among) - own
    return stands


class _Standing(NamedTuple):
    """Where an actor stood: the anchors of two camps, and the probability of each on its day."""

    actor: str
    left: tuple[str, ...]
    joined: tuple[str, ...]
    first: float
    second: float


def _standings(
    actor: str,
    before: Camps,
    after: Camps,
    anchors: tuple[tuple[str, ...], ...],
    stands: list[NDArray[np.bool_]],
) -> list[_Standing]:
    was = stands[0][:, :, before.actors.index(actor)]
    is_ = stands[1][:, :, after.actors.index(actor)]
    # Standing with one camp and not with the other, for every two camps at once.
    first = (was[:, None, :] & ~was[None, :, :]).mean(axis=2)
    second = (is_[None, :, :] & ~is_[:, None, :]).mean(axis=2)
    return [
        _Standing(
            actor,
            anchors[one],
            anchors[other],
            float(first[one, other]),
            float(second[one, other]),
        )
        for one, other in np.argwhere(first * second >= SHOWN).tolist()
    ]


def _switch(one: _Standing, before: Camps, after: Camps) -> Switch:
    from scipy.special import betaincinv

    runs, shares = len(after.labels), np.array([one.first, one.second])
    low, high = (
        float(np.prod(betaincinv(shares * runs + 0.5, (1.0 - shares) * runs + 0.5, quantile)))
        for quantile in (0.05, 0.95)
    )
    drifts = _drifts(one, before.friendliness, after.friendliness)
    now = after.friendliness
    dyads = _dyads(one, now)
    then = before.friendliness
    earlier = _dyads(one, then)
    known = min(float(then.effective_n[earlier].sum()), float(now.effective_n[dyads].sum()))
    return Switch(
        actor=one.actor,
        left=one.left,
        joined=one.joined,
        value=round(one.first * one.second, 4),
        low=round(low, 4),
        high=round(max(high, one.first * one.second), 4),
        before=round(one.first, 4),
        after=round(one.second, 4),
        n=int(now.n[dyads].sum()),
        effective_n=round(float(now.effective_n[dyads].sum()), 3),
        verdict=_verdict(one, drifts, known),
        drivers=drifts,
    )


def _dyads(one: _Standing, slice_: Friendliness) -> list[int]:
    """The dyads of the actor with the anchors of both camps."""
    known = (slice_.index(one.actor, other) for other in (*one.left, *one.joined))
    return [at for at in known if at is not None]


def _verdict(one: _Standing, drifts: tuple[Drift, ...], known: float) -> Verdict:
    if min(one.first, one.second) < LEAST or known < ENOUGH_ACTS:
        return "not enough evidence"
    carried = any(drift.days >= _DAYS for drift in drifts)
    return "supported" if one.first * one.second >= _SUPPORTED and carried else "weak"


def _drifts(one: _Standing, before: Friendliness, after: Friendliness) -> tuple[Drift, ...]:
    """The dyads that moved most: colder to the camp left, warmer to the camp joined."""
    moves = []
    for sign, names in ((-1.0, one.left), (1.0, one.joined)):
        for other in names:
            then, now = before.index(one.actor, other), after.index(one.actor, other)
            if other == one.actor or now is None:
                continue
            was = 0.0 if then is None else float(before.weight[then])
            is_ = float(after.weight[now])
            if sign * (is_ - was) > 0:
                moves.append((sign * (is_ - was), other, was, now))
    moves.sort(key=lambda move: (-move[0], move[1]))
    return tuple(
        Drift(
            other,
            round(was, 4),
            round(float(after.weight[now]), 4),
            int(after.days[now]),
            after.drivers_at(now),
        )
        for _, other, was, now in moves[:5]
    )
