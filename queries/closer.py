"""Who moved closer to a pole between two days, with or without leaving another."""

# Closeness is measured in the spread that dyads with the same expectation have: 1 is a dyad that is
# friendlier than usual by as much as dyads usually differ. The two days are compared by acts that
# they do not share: what happened up to the first, and what happened since.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.queries.friendliness import Driver, Friendliness
from detente.queries.weighing import Verdict

__all__ = ["Closer", "Move", "Side", "closer"]

Floats = NDArray[np.float64]
#: The least change that counts as a move, and the most that does not count as leaving: the joint
#: probability cannot be high where chance alone takes it over the bar on one of the two sides.
DELTA, LEAVING = 0.25, 1.0
#: Acts that each side of the comparison needs for each pole, faded by age.
ENOUGH_ACTS = 5.0
_SURE, _LIKELY = 0.9, 0.7


class Side(NamedTuple):
    """How an actor stood with a pole up to the first day and since, with what carries it.

    `before` and `after` are means of closeness with their 90 % intervals; `effective_n` counts the
    acts behind each.
    """

    pole: str
    before: float
    before_interval: tuple[float, float]
    after: float
    after_interval: tuple[float, float]
    n: tuple[int, int]
    effective_n: tuple[float, float]
    drivers_before: tuple[Driver, ...]
    drivers_after: tuple[Driver, ...]


class Move(NamedTuple):
    """One actor with the probability that it moved closer (and did not leave the other pole).

    `value` is the mean change of closeness to the pole with its 90 % interval; `hedging` the lesser
    closeness to the two poles since, where both are positive. `lacks` names the poles, with the
    side of the comparison, of which too little is known: "CHN before".
    """

    actor: str
    probability: float
    value: float
    low: float
    high: float
    hedging: float | None
    to: Side
    staying: Side | None
    lacks: tuple[str, ...]
    verdict: Verdict


@dataclass(frozen=True)
class Closer:
    """Who moved closer to a pole, the most probable first."""

    to: str
    without_leaving: str | None
    since: date
    until: date
    found: tuple[Move, ...]
    verdict: Verdict
    parameters: Mapping[str, Any]


def closer(
    before: Friendliness,
    after: Friendliness,
    *,
    to: str,
    without_leaving: str | None = None,
    delta: float = DELTA,
    leaving: float = LEAVING,
    draws: int = 2000,
    random_seed: int = 0,
) -> Closer:
    """Who moved closer to the pole `to`: `before` is up to the first day, `after` is since.

    Closeness is (p - pi) / sqrt(p (1 - p) / (k + 1)), with the expected and the posterior share of
    conflict; a move is a change of more than `delta`. With `without_leaving` a move counts only if
    the closeness to that pole fell by no more than `leaving` and is above 0 since: all in the same
    joint draw.
    """
    poles = [to] if without_leaving is None else [to, without_leaving]
    met = {actor for slice_ in (before, after) for actor in _partners(slice_, to)}
    compared = _Compared(poles, before, after, delta, leaving, draws)
    # Each actor has draws of its own, so that no other one changes what is found of it.
    found = [
        _move(actor, compared, np.random.default_rng([random_seed, *actor.encode()]))
        for actor in sorted(met - set(poles))
    ]
    found.sort(key=lambda one: (_RANKS.index(one.verdict), -one.probability, one.actor))
    return Closer(
        to=to,
        without_leaving=without_leaving,
        since=before.as_of,
        until=after.as_of,
        found=tuple(found),
        verdict=found[0].verdict if len(found) > 0 else "not enough evidence",
        parameters={
            **after.parameters,
            "delta": delta,
            "leaving": leaving,
            "draws": draws,
            "random_seed": random_seed,
            "enough": ENOUGH_ACTS,
        },
    )


_RANKS: tuple[Verdict, ...] = ("supported", "weak", "not enough evidence")


def _partners(slice_: Friendliness, pole: str) -> set[str]:
    if pole not in slice_.actors:
        return set()
    at = slice_.actors.index(pole)
    others = np.concatenate([slice_.right[slice_.left == at], slice_.left[slice_.right == at]])
    return {slice_.actors[other] for other in others}


class _Compared(NamedTuple):
    poles: list[str]
    before: Friendliness
    after: Friendliness
    delta: float
    leaving: float
    draws: int


def _move(actor: str, compared: _Compared, random: np.random.Generator) -> Move:
    poles, before, after, delta, leaving, draws = compared
    drawn = [[_drawn(one, actor, pole, random, draws) for one in (before, after)] for pole in poles]
    change = drawn[0][1] - drawn[0][0]
    # All quantiles at once: most of what one takes is not the sorting.
    spread = np.quantile([change, *(one for pair in drawn for one in pair)], [0.05, 0.95], axis=1)
    low, high = spread[:, 0].tolist()
    ends = spread[:, 1:].round(4).T.reshape(len(poles), 2, 2).tolist()
    sides = [
        _side(actor, pole, before, after, drawn=pair, ends=limits)
        for pole, pair, limits in zip(poles, drawn, ends, strict=True)
    ]
    moved = change > delta
    if len(poles) > 1:
        moved &= (drawn[1][1] - drawn[1][0] > -leaving) & (drawn[1][1] > 0)
    probability = float(moved.mean())
    lacks = tuple(
        f"{side.pole} {when}"
        for side in sides
        for when, known in zip(("before", "after"), side.effective_n, strict=True)
        if known < ENOUGH_ACTS
    )
    lesser = min(side.after for side in sides)
    return Move(
        actor=actor,
        probability=round(probability, 4),
        value=round(float(change.mean()), 4),
        low=round(low, 4),
        high=round(high, 4),
        hedging=round(lesser, 4) if len(sides) > 1 and lesser > 0 else None,
        to=sides[0],
        staying=sides[1] if len(sides) > 1 else None,
        lacks=lacks,
        verdict=_verdict(probability, lacks),
    )


def _verdict(probability: float, lacks: tuple[str, ...]) -> Verdict:
    if probability < _LIKELY:
        return "not enough evidence"
    return "supported" if probability >= _SURE and len(lacks) == 0 else "weak"


def _drawn(
    slice_: Friendliness, actor: str, pole: str, random: np.random.Generator, draws: int
) -> Floats:
    at = slice_.index(actor, pole)
    prior = float(slice_.parameters["prior"])
    expected = slice_.usual if at is None else float(slice_.expected[at])
    alpha = prior * expected if at is None else float(slice_.alpha[at])
    beta = prior * (1.0 - expected) if at is None else float(slice_.beta[at])
    spread = np.sqrt(expected * (1.0 - expected) / (prior + 1.0))
    return np.asarray((expected - random.beta(alpha, beta, size=draws)) / spread)


def _side(
    actor: str,
    pole: str,
    before: Friendliness,
    after: Friendliness,
    *,
    drawn: list[Floats],
    ends: list[list[float]],
) -> Side:
    places = [slice_.index(actor, pole) for slice_ in (before, after)]
    known = [
        (0, 0.0, ())
        if at is None
        else (int(one.n[at]), round(float(one.effective_n[at]), 3), one.drivers_at(at))
        for one, at in zip((before, after), places, strict=True)
    ]
    return Side(
        pole=pole,
        before=round(float(drawn[0].mean()), 4),
        before_interval=(ends[0][0], ends[0][1]),
        after=round(float(drawn[1].mean()), 4),
        after_interval=(ends[1][0], ends[1][1]),
        n=(known[0][0], known[1][0]),
        effective_n=(known[0][1], known[1][1]),
        drivers_before=known[0][2],
        drivers_after=known[1][2],
    )
