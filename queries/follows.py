"""Who follows whom: whether one actor's quarrels with third parties come after another's."""

# That C follows A is a statement about time, not about cause: in the weeks after A's dealings with
# a third party were worse than usual, C's were too. It is measured against the same series turned
# round in a circle by chance, which keeps what each week has to do with the next.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.acts import Told, told
from detente.queries.friendliness import Driver, Weighed, weighed
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

__all__ = ["NO_FADING", "Follow", "Follows", "follows"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Fewer weeks in common than this are refused.
ENOUGH_WEEKS = 30
#: A dyad takes part with acts in so many weeks; lags are weeks after the leader.
ACTIVE_WEEKS, LAGS = 8, 4
#: Of a pair that shares fewer third parties nothing is said, or nothing for sure.
ENOUGH_TARGETS, SUPPORTED_TARGETS = 2, 3
#: Nothing fades: an old quarrel counts as much as a new one.
NO_FADING = MappingProxyType({"verbal": None, "material": None})
_SURE, _LIKELY = 0.05, 0.2


class Follow(NamedTuple):
    """One actor whose quarrels with third parties come after the leader's.

    `value` is the mean correlation over third parties at the best lag in weeks, with its 90 %
    interval; `p` the share of turned series that do as well, `adjusted` that after the false
    discovery control of Benjamini and Hochberg over all followers. `targets` gives the correlation
    with each third party, strongest first.
    """

    leader: str
    follower: str
    lag: int
    value: float
    low: float
    high: float
    p: float
    adjusted: float
    weeks: int
    n: int
    targets: tuple[tuple[str, float], ...]
    verdict: Verdict
    drivers: tuple[Driver, ...]


@dataclass(frozen=True)
class Follows:
    """Who follows the leader, the least likely by chance first; `weeks` are those in common."""

    leader: str
    as_of: date
    weeks: int
    found: tuple[Follow, ...]
    verdict: Verdict
    note: str | None
    parameters: Mapping[str, Any]


def follows(
    acts: polars.DataFrame | Told,
    *,
    leader: str,
    as_of: date,
    weeks: int = 104,
    turns: int = 999,
    random_seed: int = 0,
) -> Follows:
    """Who follows the leader against third parties, in the `weeks` up to a day.

    The series of a dyad is its weekly conflict less what its own share of conflict lets expect,
    over the square root of the variance. A follower is judged over all third parties together, at
    the lag of 1 to 4 weeks that suits it best, against `turns` sets of series turned by chance.
    """
    found = acts if isinstance(acts, Told) else told(acts)
    begin = as_of - timedelta(days=7 * weeks)
    seen = weighed(found, as_of=as_of, half_life=NO_FADING, since=begin)
    parameters = {"weeks": weeks, "lags": LAGS, "turns": turns, "random_seed": random_seed}
    first = found.acts["day"].min()
    if not isinstance(first, date) or leader not in seen.actors:
        return _refused(leader, as_of, 0, f"nothing is known of {leader}", parameters)
    # Weeks are counted back from the last day; the first, if cut short, does not take part.
    length = min(weeks, ((as_of - first).days + 1) // 7)
    if length < ENOUGH_WEEKS:
        note = f"only {length} weeks in common: at least {ENOUGH_WEEKS} are needed"
        return _refused(leader, as_of, length, note, parameters)
    week = length - 1 - (np.datetime64(as_of, "D") - seen.days).astype(np.int64) // 7
    weekly = _Weekly(seen, week, length, *_series(seen, week, length), seen.actors.index(leader))
    judged = _judged(weekly, _followers(weekly, turns, random_seed))
    return Follows(
        leader=leader,
        as_of=as_of,
        weeks=length,
        found=judged,
        verdict=judged[0].verdict if len(judged) > 0 else "not enough evidence",
        note=None if len(judged) > 0 else f"no dyads of {leader} with acts in enough weeks",
        parameters=parameters,
    )


def _refused(
    leader: str, as_of: date, weeks: int, note: str, parameters: Mapping[str, Any]
) -> Follows:
    return Follows(leader, as_of, weeks, (), "not enough evidence", note, parameters)


def _series(seen: Weighed, week: Ints, length: int) -> tuple[Floats, NDArray[np.bool_]]:
    """Residual conflict of every dyad in every week, standardised, and which dyads take part."""
    size = len(seen.pairs)
    inside = week >= 0
    cell = seen.pair[inside] * length + week[inside]
    weight = seen.weight[inside]
    total = np.bincount(cell, weights=weight, minlength=size * length).reshape(size, length)
    hostile = np.bincount(
        cell, weights=weight * seen.hostile[inside], minlength=size * length
    ).reshape(size, length)
    share = (hostile.sum(axis=1) + 0.5) / (total.sum(axis=1) + 1.0)
    spread = np.sqrt((share * (1.0 - share))[:, None] * (total + 1.0))
    gap = (hostile - share[:, None] * total) / spread
    gap -= gap.mean(axis=1, keepdims=True)
    norm = np.sqrt((gap**2).sum(axis=1, keepdims=True))
    series = np.divide(gap, norm, out=np.zeros_like(gap), where=norm > _FLAT)
    # A dyad without any conflict, or with nothing else, has no ups and downs to compare.
    moving = (hostile.sum(axis=1) >= _TWO) & (norm[:, 0] > _FLAT)
    return series, moving & ((total > 0).sum(axis=1) >= ACTIVE_WEEKS)


_FLAT, _TWO, _FULL = 1e-9, 2, 0.9999


class _Weekly(NamedTuple):
    """Acts by week (below 0: too old), the series of all dyads, which take part, and the leader."""

    seen: Weighed
    week: Ints
    length: int
    series: Floats
    active: NDArray[np.bool_]
    leader: int

    def dyad(self, one: int, other: int) -> int:
        """Where the dyad of two actors stands."""
        key = min(one, other) * len(self.seen.actors) + max(one, other)
        return int(np.searchsorted(self.seen.pairs, key))


class _Found(NamedTuple):
    follower: int
    lag: int
    value: float
    p: float
    targets: tuple[tuple[int, float], ...]


def _followers(weekly: _Weekly, turns: int, random_seed: int) -> list[_Found]:
    seen, leader = weekly.seen, weekly.leader
    partners: dict[int, set[int]] = {}
    for at in np.flatnonzero(weekly.active).tolist():
        left, right = int(seen.left[at]), int(seen.right[at])
        partners.setdefault(left, set()).add(right)
        partners.setdefault(right, set()).add(left)
    targets = partners.get(leader, set())
    found = []
    for follower in sorted(partners):
        shared = sorted((partners[follower] & targets) - {follower, leader})
        if follower == leader or len(shared) < ENOUGH_TARGETS:
            continue
        ahead, behind = (
            weekly.series[[weekly.dyad(end, to) for to in shared]] for end in (leader, follower)
        )
        # Each follower has turns of its own, so that no other one changes what is found of it.
        random = np.random.default_rng([random_seed, *seen.actors[follower].encode()])
        best, value, each, p = _turned(ahead, behind, turns, random)
        correlations = zip(shared, each, strict=True)
        ranked = tuple(sorted(correlations, key=lambda one: (-one[1], one[0])))
        found.append(_Found(follower, best, value, p, ranked))
    return found


def _turned(
    ahead: Floats, behind: Floats, turns: int, random: np.random.Generator
) -> tuple[int, float, list[float], float]:
    """The best lag, the mean and each correlation there, and how often turned series do as well."""
    length = ahead.shape[1]
    # Correlation of the leader now with the follower k weeks later, for all k round the circle.
    spectrum = np.conj(np.fft.rfft(ahead, axis=1)) * np.fft.rfft(behind, axis=1)
    circle = np.fft.irfft(spectrum, n=length, axis=1)
    lags = np.arange(1, LAGS + 1)
    means = circle[:, lags].mean(axis=0)
    best = int(means.argmax())
    shift = random.integers(LAGS, length - LAGS, size=(turns, len(ahead)))
    turned = circle[np.arange(len(ahead))[:, None], (shift[:, :, None] + lags) % length]
    chance = turned.mean(axis=1).max(axis=1)
    p = (1.0 + float((chance >= means[best] - _FLAT).sum())) / (1.0 + turns)
    return int(lags[best]), float(means[best]), circle[:, lags[best]].tolist(), p


def _judged(weekly: _Weekly, found: list[_Found]) -> tuple[Follow, ...]:
    order = sorted(found, key=lambda one: (one.p, -one.value, one.follower))
    adjusted: list[float] = []
    least = 1.0
    for rank in range(len(order), 0, -1):
        least = min(least, order[rank - 1].p * len(order) / rank)
        adjusted.append(least)
    adjusted.reverse()
    return tuple(_follow(weekly, one, share) for one, share in zip(order, adjusted, strict=True))


def _follow(weekly: _Weekly, one: _Found, adjusted: float) -> Follow:
    actors = weekly.seen.actors
    pairs = [weekly.dyad(one.follower, to) for to, _ in one.targets]
    # Fisher's z over weeks and third parties.
    centre = np.arctanh(np.clip(one.value, -_FULL, _FULL))
    width = 1.645 / np.sqrt(max(weekly.length * len(one.targets) - 3, 1))
    verdict: Verdict = "not enough evidence"
    if one.value > 0 and adjusted <= _LIKELY:
        enough = len(one.targets) >= SUPPORTED_TARGETS
        verdict = "supported" if adjusted <= _SURE and enough else "weak"
    return Follow(
        leader=actors[weekly.leader],
        follower=actors[one.follower],
        lag=one.lag,
        value=round(one.value, 4),
        low=round(min(float(np.tanh(centre - width)), one.value), 4),
        high=round(max(float(np.tanh(centre + width)), one.value), 4),
        p=round(one.p, 4),
        adjusted=round(adjusted, 4),
        weeks=weekly.length,
        n=sum(len(weekly.seen.of(pair)) for pair in pairs),
        targets=tuple((actors[to], round(value, 4)) for to, value in one.targets),
        verdict=verdict,
        drivers=_drivers(weekly, one),
    )


def _drivers(weekly: _Weekly, one: _Found) -> tuple[Driver, ...]:
    """Hostile acts of the follower's dyads, as many weeks after such acts of the leader's."""
    seen, week = weekly.seen, weekly.week
    rows: list[tuple[float, str]] = []
    for to, value in one.targets:
        if value <= 0:
            continue
        acts = [seen.of(weekly.dyad(end, to)) for end in (weekly.leader, one.follower)]
        ahead, behind = (some[seen.hostile[some] & (week[some] >= 0)] for some in acts)
        led = np.bincount(
            week[ahead] + one.lag, weights=seen.weight[ahead], minlength=weekly.length
        )
        count = led[week[behind]]
        led_to = behind[count > 0]
        shares = value * count[count > 0] * seen.weight[led_to]
        rows += zip(shares.tolist(), seen.statement_ids.gather(led_to), strict=True)
    whole = sum(share for share, _ in rows)
    rows.sort(key=lambda row: (-row[0], row[1]))
    return tuple(Driver(name, round(-share / whole, 4)) for share, name in rows[:5])
