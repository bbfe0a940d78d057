"""The camps on a day: who stands with whom, with the probability that two stand together."""

# One partition is never shown as fact: other draws from the posterior and other starts of the
# search give other camps. A camp is a block of actors of whom every two stand together in at least
# four runs of five; who belongs to none is named as unassigned.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from detente.queries.clustering import Floats, Ints, cluster, whole
from detente.queries.friendliness import (
    ENOUGH_DAYS,
    ENOUGH_DYADS,
    SURE,
    Dyad,
    Friendliness,
    friendliness,
)
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

__all__ = [
    "CAMP_HALF_LIFE",
    "Camp",
    "Camps",
    "OutOfLine",
    "camps",
    "camps_among",
    "runs_of",
    "tie_weights",
]

#: Camps change more slowly than the tone between two actors: half-lives in days.
CAMP_HALF_LIFE = {"verbal": 180.0, "material": 360.0}
# The next three were set on one random half of the pairs in benchmarks/camps; with a slack of 1.3
# all fall into one camp, with heavier treaties those who quarrel within one do.
#: A dyad parts two actors only where it holds so many times the conflict that is expected.
SLACK = 1.1
#: What a treaty in force adds to the weight of a dyad; promises of mere peace add nothing.
TIES = {"defence": 0.1, "offence": 0.1, "consultation": 0.1}
#: How much the dyad's own evidence counts beside the camps in the probability for a pair.
OWN = 0.3
#: Every two members of a camp stand together in so many of the runs.
TOGETHER = 0.8
_MOST_EXPECTED = 0.6


class Camp(NamedTuple):
    """A block of actors that stand together: members by the weight of their ties within.

    `together` is the mean share of runs in which two members stand together, `low` that of the
    pair least sure; `ties` counts friendly dyads within that are supported by acts.
    """

    members: tuple[str, ...]
    together: float
    low: float
    ties: int
    verdict: Verdict


class OutOfLine(NamedTuple):
    """A dyad whose sign is sure but runs against the camps: foes within one, friends across two."""

    dyad: Dyad
    together: float
    within: bool


@dataclass(frozen=True, eq=False)
class Camps:
    """The camps with what speaks against them.

    `value` is the median number of clusters of at least two in a run, with a 90 % interval;
    `labels` the cluster of every actor in each run, `together` the share of runs in which two are
    in the same, `same` the probability that they are in the same camp, in the order of `actors`.
    With under 20 dyads there are no camps, only `edges`.
    """

    as_of: date
    value: float
    low: float
    high: float
    n: int
    effective_n: float
    verdict: Verdict
    camps: tuple[Camp, ...]
    unassigned: tuple[str, ...]
    out_of_line: tuple[OutOfLine, ...]
    edges: tuple[Dyad, ...]
    actors: tuple[str, ...]
    labels: Ints = field(repr=False)
    together: Floats = field(repr=False)
    same: Floats = field(repr=False)
    friendliness: Friendliness = field(repr=False)
    parameters: Mapping[str, Any]

    def pairs(self) -> polars.DataFrame:
        """Every two actors with the probability that they are in the same camp: a, b, probability.

        The pair's own evidence is pooled with that of the camps, on the scale of log-odds.
        """
        import polars as pl

        left, right = np.triu_indices(len(self.same), 1)
        names = np.array(self.actors, dtype=np.object_)
        return pl.DataFrame(
            {
                "a": pl.Series(list(names[left]), dtype=pl.String),
                "b": pl.Series(list(names[right]), dtype=pl.String),
                "probability_same": np.round(self.same[left, right], 4),
            }
        )


def camps(
    acts: polars.DataFrame,
    ties: polars.DataFrame | None = None,
    *,
    as_of: date,
    half_life: Mapping[str, float | None] = MappingProxyType(CAMP_HALF_LIFE),
    seeds: int = 50,
    draws: int = 2,
    random_seed: int = 0,
) -> Camps:
    """The camps on a day, from acts up to then and treaties in force; see `camps_among`."""
    seen = friendliness(acts, as_of=as_of, half_life=half_life)
    return camps_among(seen, ties, seeds=seeds, draws=draws, random_seed=random_seed)


def camps_among(
    seen: Friendliness,
    ties: polars.DataFrame | None = None,
    *,
    seeds: int = 50,
    draws: int = 2,
    random_seed: int = 0,
) -> Camps:
    """The camps among dyads, with the treaties in force on their day.

    Each of `seeds` searches sorts the actors anew, on `draws` draws of its own from the posterior
    of the dyads, so that the weight within clusters is largest (correlation clustering, which is
    the constant Potts model with gamma 0). A dyad weighs (slack p - pi) ln(1 + n), and a treaty of
    help adds a little to it.
    """
    parameters = {
        **seen.parameters,
        "seeds": seeds,
        "draws": draws,
        "random_seed": random_seed,
        "slack": SLACK,
        "ties": TIES if ties is not None else {},
        "own": OWN,
        "together": TOGETHER,
    }
    if len(seen.left) < ENOUGH_DYADS:
        return _edges_only(seen, parameters)
    labels = runs_of(seen, ties, runs=seeds * draws, random_seed=random_seed)
    together = _together(labels)
    blocks = _blocks(together)
    placed = np.full(len(seen.actors), -1)
    for number, block in enumerate(blocks):
        placed[block] = number
    counts = np.array([int((np.bincount(run) >= _TWO).sum()) for run in labels])
    found = tuple(_camp(block, together, seen) for block in blocks)
    return Camps(
        as_of=seen.as_of,
        value=float(np.median(counts)),
        low=float(np.quantile(counts, 0.05)),
        high=float(np.quantile(counts, 0.95)),
        n=int(seen.n.sum()),
        effective_n=round(float(seen.effective_n.sum()), 3),
        verdict=_best([camp.verdict for camp in found]),
        camps=found,
        unassigned=tuple(actor for actor, at in zip(seen.actors, placed, strict=True) if at < 0),
        out_of_line=_out_of_line(seen, together, placed),
        edges=(),
        actors=seen.actors,
        labels=labels,
        together=together,
        same=_pooled(together, len(labels), seen),
        friendliness=seen,
        parameters=parameters,
    )


_TWO = 2


def _best(verdicts: list[Verdict]) -> Verdict:
    ranks: tuple[Verdict, ...] = ("supported", "weak")
    return next((one for one in ranks if one in verdicts), "not enough evidence")


def _edges_only(seen: Friendliness, parameters: Mapping[str, Any]) -> Camps:
    size = len(seen.actors)
    return Camps(
        as_of=seen.as_of,
        value=0.0,
        low=0.0,
        high=0.0,
        n=int(seen.n.sum()),
        effective_n=round(float(seen.effective_n.sum()), 3),
        verdict="not enough evidence",
        camps=(),
        unassigned=seen.actors,
        out_of_line=(),
        edges=tuple(seen.dyad_at(at) for at in np.argsort(-seen.weight, kind="stable")),
        actors=seen.actors,
        labels=np.arange(size)[None],
        together=np.eye(size),
        same=_pooled(np.where(np.eye(size) > 0, 1.0, 0.5), 1, seen),
        friendliness=seen,
        parameters=parameters,
    )


def runs_of(
    seen: Friendliness, ties: polars.DataFrame | None = None, *, runs: int, random_seed: int = 0
) -> Ints:
    """The clusters of every actor in each run, each on its own draw: runs by actors."""
    random = np.random.default_rng(random_seed)
    size = len(seen.actors)
    expected = np.minimum(SLACK * seen.expected, np.maximum(seen.expected, _MOST_EXPECTED))
    formal = (
        np.zeros((size, size)) if ties is None else tie_weights(ties, seen.actors, as_of=seen.as_of)
    )
    batch = min(runs, max(_LEAST_RUNS, _CELLS // max(size * size, 1)))
    found = []
    for start in range(0, runs, batch):
        shares = random.beta(
            seen.alpha, seen.beta, size=(min(batch, runs - start), len(seen.alpha))
        )
        drawn = (expected - shares) * np.log1p(seen.effective_n) + formal[seen.left, seen.right]
        weights = np.tile(whole(formal), (len(drawn), 1, 1))
        weights[:, seen.left, seen.right] = weights[:, seen.right, seen.left] = whole(drawn)
        found.append(cluster(weights, random))
    return np.concatenate(found)


#: So many weights are worked on at a time: what fits the cache is several times faster.
_CELLS, _LEAST_RUNS = 1_000_000, 4


def tie_weights(ties: polars.DataFrame, actors: tuple[str, ...], *, as_of: date) -> Floats:
    """What the treaties in force on a day add between every two actors, as a matrix.

    `ties` has the columns a, b, obligation, valid_from, valid_to; several treaties of the same two
    add no more than the strongest.
    """
    import polars as pl

    place = {actor: at for at, actor in enumerate(actors)}
    square = np.zeros((len(actors), len(actors)))
    current = ties.filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= as_of),
        pl.col("valid_to").is_null() | (pl.col("valid_to") > as_of),
    )
    for a, b, obligation in current.select("a", "b", "obligation").iter_rows():
        if a in place and b in place and a != b:
            at = place[a], place[b]
            square[at] = square[at[::-1]] = max(square[at], TIES.get(obligation, 0.0))
    return square


def _together(labels: Ints) -> Floats:
    counts = np.zeros((labels.shape[1], labels.shape[1]))
    for run in labels:
        counts += run[:, None] == run[None, :]
    return counts / len(labels)


def _pooled(together: Floats, runs: int, seen: Friendliness) -> Floats:
    """The probability of the same camp: log-odds of the runs, and a part of the dyad's own."""
    share = (together * runs + 0.5) / (runs + 1.0)
    own = np.clip(seen.matrix(seen.friendlier - 0.5) + 0.5, 0.001, 0.999)
    odds = np.log(share / (1.0 - share)) + OWN * np.log(own / (1.0 - own))
    pooled = 1.0 / (1.0 + np.exp(-odds))
    np.fill_diagonal(pooled, 1.0)
    return np.asarray(pooled)


def _blocks(together: Floats) -> list[Ints]:
    """Blocks of at least two, every two of whom stand together often enough; largest first."""
    from scipy.cluster.hierarchy import fcluster, linkage

    far = 1.0 - together[np.triu_indices(len(together), 1)]
    label = fcluster(linkage(far, method="complete"), 1.0 - TOGETHER + 1e-9, criterion="distance")
    blocks = [np.flatnonzero(label == number) for number in np.unique(label)]
    return sorted(
        (block for block in blocks if len(block) >= _TWO), key=lambda one: (-len(one), int(one[0]))
    )


def _camp(block: Ints, together: Floats, seen: Friendliness) -> Camp:
    member = np.zeros(len(seen.actors), dtype=bool)
    member[block] = True
    inner = member[seen.left] & member[seen.right]
    sure = inner & (seen.friendlier > SURE) & (seen.days >= ENOUGH_DAYS)
    held = np.zeros(len(seen.actors))
    for end in (seen.left, seen.right):
        np.add.at(held, end[inner], np.maximum(seen.weight[inner], 0.0))
    backed = np.isin(block, np.concatenate([seen.left[sure], seen.right[sure]]))
    among = together[np.ix_(block, block)][np.triu_indices(len(block), 1)]
    order = sorted(block.tolist(), key=lambda at: (-held[at], at))
    return Camp(
        members=tuple(seen.actors[at] for at in order),
        together=round(float(among.mean()), 4),
        low=round(float(among.min()), 4),
        ties=int(sure.sum()),
        verdict="supported" if len(block) > _TWO and 2 * int(backed.sum()) > len(block) else "weak",
    )


def _out_of_line(seen: Friendliness, together: Floats, placed: Ints) -> tuple[OutOfLine, ...]:
    one, other = placed[seen.left], placed[seen.right]
    sided = (one >= 0) & (other >= 0)
    sure = seen.days >= ENOUGH_DAYS
    foes = sided & sure & (one == other) & (seen.friendlier < 1.0 - SURE)
    apart = together[seen.left, seen.right] <= 1.0 - TOGETHER
    friends = sided & sure & apart & (one != other) & (seen.friendlier > SURE)
    found = np.flatnonzero(foes | friends)
    found = found[np.argsort(-np.abs(seen.weight[found]), kind="stable")]
    return tuple(
        OutOfLine(
            seen.dyad_at(int(at)),
            round(float(together[seen.left[at], seen.right[at]]), 4),
            bool(foes[at]),
        )
        for at in found
    )
