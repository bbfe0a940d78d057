"""How well turns of dyads are found: hits, false alarms, dates, calibration, time and memory.

The lists in `benchmarks/shifts/` were written from the public record before any detector ran.
`--fit` fits queries/shifts/calibration.yaml anew. A hit is a candidate of the right direction
within 21 days of the known day; an alarm is a candidate on a pair between which nothing turned.
"""

from __future__ import annotations

import argparse
import csv
import dataclasses
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import yaml
from numpy.typing import NDArray
from scipy.special import betaln

from detente.graph.roster import Roster
from detente.loaders.events.rollup import RollUp
from detente.loaders.events.rows import Party
from detente.queries.shifts.calibration import Calibration, Node, Trees, calibration
from detente.queries.shifts.answer import LEAST_STATEMENTS, SHOWN, shifts
from detente.queries.shifts.candidates import TURNS_APART, Peaks, apart, peaks_of
from detente.queries.shifts.measures import windows
from detente.queries.shifts.scan import peaks, rate_factor
from detente.queries.shifts.series import Events, events_of
from detente.queries.shifts.traits import TRAITS
from detente.seeds import roster

__all__ = ["main"]

FOLDER = Path(__file__).resolve().parent
LISTS = FOLDER / "shifts"
FITTED = FOLDER.parent / "queries" / "shifts"
YEARS = (2018, 2014)
#: What counts as a hit, in days; alarms a stable dyad-year at which hits are compared.
TOLERANCE, ALARMS = 21, 1.5
FOLDS, SEED, SHIFTED = 5, 7, 20
RICH, MEDIUM, NEAR, MANY, SURE = 60, 15, 60, 20, 0.9


class Turn(NamedTuple):
    """A known turn."""

    a: str
    b: str
    day: date
    colder: bool


class Found(NamedTuple):
    """A candidate: its dyad, day from the first, direction and how strongly it is held."""

    pair: tuple[str, str]
    day: int
    colder: bool
    strength: float


@dataclass
class Year:
    """The events of a year with what is known of it."""

    number: int
    acts: pl.DataFrame
    events: Events
    turns: list[Turn]
    stable: list[tuple[str, str]]

    def __str__(self) -> str:
        return f"ICEWS{self.number % 100}"

    @property
    def years(self) -> float:
        """The length of the data."""
        return self.events.days / 365.25

    def offset(self, turn: Turn) -> int:
        """The day of a turn, counted from the first."""
        return (turn.day - self.events.first).days

    def dyads(self) -> dict[tuple[str, str], int]:
        """The place of each dyad."""
        return {self.events.pair(one): one for one in range(len(self.events))}


def read_acts(path: Path, seeds: Roster) -> pl.DataFrame:
    """The rows of a benchmark set between states and bodies, each actor rolled up."""
    rows = pl.read_csv(
        path, separator="\t", quote_char=None, schema_overrides={"cameo": pl.String}
    ).with_columns(pl.col("date").str.to_date(), pl.int_range(pl.len()).alias("row"))
    ends = pl.concat(rows.select(pl.col(end).alias("name"), "date") for end in ("source", "target"))
    ends = ends.unique().sort("name", "date")
    place = RollUp(seeds).place
    counted = {actor.actor_id for actor in seeds.actors if actor.label in ("Country", "Bloc")}
    placed = (place(Party(name), day).actor_id for name, day in ends.iter_rows())
    ends = ends.with_columns(
        pl.Series("id", [one if one in counted else None for one in placed], dtype=pl.String)
    ).drop_nulls()
    for end in ("source", "target"):
        rows = rows.join(
            ends.rename({"name": end, "id": f"{end}_id"}), on=[end, "date"], how="inner"
        )
    return rows.select(
        pl.format("{}:{}", pl.lit(path.parent.name), "row").alias("statement_id"),
        pl.col("source_id").alias("source"),
        pl.col("target_id").alias("target"),
        pl.col("date").alias("day"),
        pl.col("quad").cast(pl.Int64),
        pl.col("goldstein").cast(pl.Float64).alias("intensity"),
        pl.lit(1.0).alias("weight"),
        pl.col("cameo").alias("relation"),
    ).filter(pl.col("source") != pl.col("target"))


def read_year(number: int, data: Path, seeds: Roster) -> Year:
    """The events of a year and the lists; pairs that the data do not know are left out."""
    acts = read_acts(data / f"icews{number % 100}" / "tidy.tsv.gz", seeds)
    events = events_of(acts)
    known = {events.pair(one) for one in np.flatnonzero(events.statements >= LEAST_STATEMENTS)}
    turns = [
        Turn(*sorted((row["a"], row["b"])), date.fromisoformat(row["date"]),
             row["direction"] == "colder")
        for row in _rows(LISTS / f"turns_{number}.csv")
    ]  # fmt: skip
    stable = [tuple(sorted((row["a"], row["b"]))) for row in _rows(LISTS / f"stable_{number}.csv")]
    return Year(
        number,
        acts,
        events,
        [turn for turn in turns if (turn.a, turn.b) in known],
        [(low, high) for low, high in stable if (low, high) in known],
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as source:
        return list(csv.DictReader(line for line in source if not line.startswith("#")))


# ------------------------------------------------------------------------------ figures


class Figures(NamedTuple):
    """What is measured of one detector on one list."""

    hit: float
    rich: float
    medium: float
    sparse: float
    placebo: float
    dating: float
    best: float
    best_alarms: float
    turns: int

    def __str__(self) -> str:
        return (
            f"hit {self.hit:.3f} (rich {self.rich:.2f} medium {self.medium:.2f} "
            f"sparse {self.sparse:.2f}) placebo {self.placebo:.3f} J {self.hit - self.placebo:.3f} "
            f"| best J {self.best:.3f} at {self.best_alarms:.2f} alarms | dating {self.dating:.1f} d"
            f" | n={self.turns}"
        )


def figures(
    year: Year,
    found: Iterable[Found],
    *,
    turns: Sequence[Turn] | None = None,
    stable: Sequence[tuple[str, str]] | None = None,
    tolerance: int = TOLERANCE,
) -> Figures:
    """Hits at the threshold that gives at most 1.5 alarms a stable dyad-year, and the best J."""
    turns = year.turns if turns is None else turns
    stable = year.stable if stable is None else stable
    by_pair: dict[tuple[str, str], list[Found]] = {}
    for one in found:
        by_pair.setdefault(one.pair, []).append(one)
    alarms = np.sort([one.strength for pair in stable for one in by_pair.get(pair, [])])[::-1]
    span = len(stable) * year.years
    allowed = int(ALARMS * span)
    threshold = float(alarms[allowed]) if allowed < len(alarms) else -np.inf

    def best(turn: Turn, day: int) -> tuple[float, int]:
        near = [
            (one.strength, abs(one.day - day))
            for one in by_pair.get((turn.a, turn.b), [])
            if one.colder == turn.colder and abs(one.day - day) <= tolerance
        ]
        return max(near, default=(-np.inf, 0))

    hits = [best(turn, year.offset(turn)) for turn in turns]
    strength = np.array([one for one, _ in hits])
    random = np.random.default_rng(SEED)
    placebo = np.array(
        [best(turn, day)[0] for turn in turns for day in _elsewhere(year, turn, random, tolerance)]
    )
    hit = strength > threshold
    rows = np.array([_rows_near(year, turn) for turn in turns])
    grid = np.unique(np.concatenate([strength[np.isfinite(strength)], alarms]))
    curve = [
        (float((strength >= one).mean() - (placebo >= one).mean()), float((alarms >= one).sum()))
        for one in grid
    ]
    top, count = max(curve, default=(0.0, 0.0))
    errors = [error for (_, error), ok in zip(hits, hit, strict=True) if ok]

    def share(which: NDArray[np.bool_]) -> float:
        return float(hit[which].mean()) if which.any() else float("nan")

    return Figures(
        float(hit.mean()),
        share(rows >= RICH),
        share((rows >= MEDIUM) & (rows < RICH)),
        share(rows < MEDIUM),
        float((placebo > threshold).mean()),
        float(np.median(errors)) if errors else float("nan"),
        top,
        count / span,
        len(turns),
    )


def _elsewhere(
    year: Year, turn: Turn, random: np.random.Generator, tolerance: int
) -> Iterable[int]:
    day = year.offset(turn)
    free = np.array([one for one in range(15, year.events.days - 15) if abs(one - day) > tolerance])
    return [int(one) for one in random.choice(free, SHIFTED)]


def _rows_near(year: Year, turn: Turn) -> int:
    dyad = year.dyads()[turn.a, turn.b]
    mine = slice(int(year.events.begin[dyad]), int(year.events.begin[dyad + 1]))
    near = np.abs(year.events.day[mine] - year.offset(turn)) <= NEAR
    return int(year.events.rows[mine][near].sum())


# ------------------------------------------------------------------------------ detectors


def as_found(events: Events, peaks: Peaks, strength: NDArray[np.float64]) -> list[Found]:
    """Peaks as candidates."""
    return [
        Found(events.pair(int(dyad)), int(day), bool(colder), float(value))
        for dyad, day, colder, value in zip(
            peaks.dyad, peaks.day, peaks.colder, strength, strict=True
        )
    ]


def bayes_scan(year: Year) -> list[Found]:
    """The baseline of `questions.md`: rate and share at 90/14 and 90/42 days, no weights."""
    dyads = np.flatnonzero(year.events.statements >= LEAST_STATEMENTS)
    found = []
    for block in year.events.blocks(dyads):
        row, day = (axis.ravel() for axis in np.indices((len(block.dyads), block.days)))
        spread = block.dispersion[row]
        best, colder = np.full(len(row), -np.inf), np.zeros(len(row), dtype=bool)
        usual = (block.total("conflict") + block.total("cooperation"))[row] / block.days
        for before, after in ((90, 14), (90, 42)):
            low, high = np.maximum(day - before, 0), np.minimum(day + after, block.days)
            counts = [
                count
                for kind in ("conflict", "cooperation")
                for count in (
                    block.before(kind, row, day, before)[0],
                    block.after(kind, row, day, after)[0],
                )
            ]
            old, new = counts[0] + counts[2], counts[1] + counts[3]
            rate = np.abs(rate_factor(old, new, 1.0 * (day - low), 1.0 * (high - day), usual))
            share = (
                betaln(counts[0] + 1, counts[2] + 3) + betaln(counts[1] + 1, counts[3] + 3)
                - betaln(counts[0] + counts[1] + 1, counts[2] + counts[3] + 3) - betaln(1, 3)
            )  # fmt: skip
            value = rate / spread + share / np.sqrt(spread)
            old_share, new_share = (counts[0] + 1) / (old + 4), (counts[1] + 1) / (new + 4)
            change = new_share - old_share
            rises = new * np.maximum(day - low, 1) > old * np.maximum(high - day, 1)
            by_volume = np.where(rises, new_share > 0.4, old_share <= 0.4)
            turned = np.where(np.abs(change) > 0.08, change > 0, by_volume)
            better = value > best
            best, colder = np.where(better, value, best), np.where(better, turned, colder)
        best[(day < 14) | (day > block.days - 10)] = -np.inf
        shape = (len(block.dyads), block.days)
        top, at = peaks(best.reshape(shape), apart=TOLERANCE, least=0.0)
        found += [
            Found(
                year.events.pair(int(block.dyads[one])),
                int(two),
                bool(colder.reshape(shape)[one, two]),
                float(best.reshape(shape)[one, two]),
            )
            for one, two in zip(top, at, strict=True)
        ]
    return found


def count_pelt(year: Year) -> list[Found]:
    """Weekly 2 sqrt(count + 3/8) of conflict and of cooperation, PELT, penalties 2 c ln T.

    The strength of a change is the largest of the penalties c = 1, 1.5, 2, … that keep it.
    """
    wanted = {(turn.a, turn.b) for turn in year.turns} | set(year.stable)
    dyads = np.array([one for pair, one in sorted(year.dyads().items()) if pair in wanted])
    found = []
    for block in year.events.blocks(dyads):
        weeks = block.days // 7
        edges = np.arange(weeks + 1) * 7
        for row in range(len(block.dyads)):
            rows = np.full(weeks, row)
            series = np.stack(
                [
                    2 * np.sqrt(block.after(kind, rows, edges[:-1], 7)[0] + 0.375)
                    for kind in ("conflict", "cooperation")
                ],
                axis=1,
            )
            kept: dict[tuple[int, bool], float] = {}
            for factor in (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0):
                changes = [0, *_pelt(series, 2 * factor * np.log(weeks)), weeks]
                for before, at, after in zip(changes, changes[1:], changes[2:], strict=False):
                    step = series[at:after].mean(axis=0) - series[before:at].mean(axis=0)
                    kept[at, bool(step[0] > step[1])] = factor
            pair = year.events.pair(int(block.dyads[row]))
            found += [Found(pair, at * 7, colder, value) for (at, colder), value in kept.items()]
    return found


def _pelt(series: NDArray[np.float64], penalty: float) -> list[int]:
    """Changes of the mean: Killick, Fearnhead, Eckley 2012, squared error."""
    length = len(series)
    ones = np.concatenate([np.zeros((1, series.shape[1])), np.cumsum(series, axis=0)])
    squares = np.concatenate([[0.0], np.cumsum((series**2).sum(axis=1))])
    best, last, live = np.zeros(length + 1), np.zeros(length + 1, dtype=int), [0]
    best[0] = -penalty
    for end in range(1, length + 1):
        starts = np.array(live)
        gap = ones[end] - ones[starts]
        costs = (
            best[starts] + squares[end] - squares[starts] - (gap**2).sum(axis=1) / (end - starts)
        )
        best[end] = costs.min() + penalty
        last[end] = starts[costs.argmin()]
        live = [*starts[costs <= best[end]].tolist(), end]
    changes, end = [], int(last[length])
    while end > 0:
        changes.append(end)
        end = int(last[end])
    return changes[::-1]


# ------------------------------------------------------------------------------ fitting


@dataclass
class Lesson:
    """The peaks of the listed pairs of a year, with what they are known to be."""

    year: Year
    peaks: Peaks
    is_turn: NDArray[np.bool_]
    weight: NDArray[np.float64]
    group: list[tuple[str, str]]


def lesson(year: Year) -> Lesson:
    """Measure the peaks of the listed pairs.

    The strongest peak near a known turn is the turn, others near it are left out; every other one
    is taken for none, on the pairs that turned too.
    """
    dyads = year.dyads()
    listed = {(turn.a, turn.b) for turn in year.turns} | set(year.stable)
    found = peaks_of(year.events, np.array(sorted(dyads[pair] for pair in listed)))
    is_turn = np.zeros(len(found.day), dtype=np.bool_)
    near = np.zeros(len(found.day), dtype=np.bool_)
    for turn in year.turns:
        away = np.abs(found.day - year.offset(turn))
        mine = (found.dyad == dyads[turn.a, turn.b]) & (found.colder == turn.colder)
        mine = np.flatnonzero(mine & (away <= TOLERANCE))
        if len(mine) > 0:
            near[mine] = True
            is_turn[mine[np.argmax(found.evidence[mine] - 0.1 * away[mine])]] = True
    weight = np.where(near & ~is_turn, 0.0, 1.0)
    return Lesson(year, found, is_turn, weight, [year.events.pair(int(one)) for one in found.dyad])


def shuffled(year: Year) -> Year:
    """The listed pairs with their days in another order: nothing turned there."""
    random = np.random.default_rng(SEED)
    events = year.events
    order = np.argsort(random.random((len(events), events.days)), axis=1)
    moved = dataclasses.replace(events, day=order[events.dyad, events.day])
    again = np.lexsort((moved.told_by, moved.day, moved.dyad))
    names = ("dyad", "day", "quad", "intensity", "weight", "rows", "told_by")
    sorted_again = {name: getattr(moved, name)[again] for name in names}
    listed = {(turn.a, turn.b) for turn in year.turns} | set(year.stable)
    events = dataclasses.replace(moved, **sorted_again)
    return dataclasses.replace(year, events=events, turns=[], stable=sorted(listed))


def fit(
    lessons: Sequence[Lesson],
    nulls: Sequence[Lesson],
    may_use: Callable[[tuple[str, str]], bool] = lambda _: True,
) -> Calibration:
    """Boosted trees on the pairs that may be used; the curves are set to say nothing yet."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    measured, known, weight = [], [], []
    for one, share in (*((one, 1.0) for one in lessons), *((one, OF_NULLS) for one in nulls)):
        use = np.array([may_use(pair) for pair in one.group]) & (one.weight > 0)
        measured.append(one.peaks.traits[use])
        known.append(one.is_turn[use])
        weight.append(np.full(int(use.sum()), share))
    model = HistGradientBoostingClassifier(**BOOSTING, early_stopping=False, random_state=SEED)
    model.fit(np.concatenate(measured), np.concatenate(known), np.concatenate(weight))
    return Calibration(
        trees=Trees(_nodes(model)),
        intercept=round(float(model._baseline_prediction.item()), 4),
        strong_evidence=STRONG,
        slope_beyond=SLOPE,
        probability=((-20.0, 0.0), (20.0, 1.0)),
        chance=((-20.0, 0.0), (20.0, -40.0)),
        sharpness=0.25,
        nearness=NEARNESS,
    )


BOOSTING: dict[str, Any] = {
    "max_iter": 60,
    "learning_rate": 0.06,
    "max_leaf_nodes": 6,
    "min_samples_leaf": 30,
    "l2_regularization": 5.0,
}
NEARNESS = 5.0
#: What a candidate of a shuffled pair weighs; from which evidence on, and how fast, the log odds
#: grow with it: so strong evidence is too rare in the lists for trees to learn from.
OF_NULLS, STRONG, SLOPE = 0.3, 12.0, 0.15


def _nodes(model: Any) -> Iterable[Node]:
    """The trees of a fitted model; scikit-learn has no public way to them."""
    for tree, (predictor,) in enumerate(model._predictors):
        for place, node in enumerate(predictor.nodes):
            if node["is_leaf"]:
                yield Node(tree, place, "", 0.0, 0, 0, round(float(node["value"]), 5))
            else:
                threshold = round(float(node["num_threshold"]), 5)
                trait = TRAITS[int(node["feature_idx"])]
                yield Node(
                    tree, place, trait, threshold, int(node["left"]), int(node["right"]), 0.0
                )


def folds(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Which fifth each pair falls in; a pair falls in one, whatever the year."""
    ordered = sorted(set(pairs))
    random = np.random.default_rng(SEED)
    return dict(zip(ordered, random.integers(0, FOLDS, len(ordered)).tolist(), strict=True))


def held_out_scores(
    lessons: Sequence[Lesson], nulls: Sequence[Lesson]
) -> list[NDArray[np.float64]]:
    """Scores of every peak by trees that were grown without its pair."""
    fold = folds(pair for one in lessons for pair in one.group)
    scores = [np.zeros(len(one.peaks.day)) for one in lessons]
    for number in range(FOLDS):
        fitted = fit(lessons, nulls, lambda pair, number=number: fold.get(pair, 0) != number)
        for one, score in zip(lessons, scores, strict=True):
            mine = np.array([fold[pair] == number for pair in one.group])
            score[mine] = fitted.score(one.peaks.traits[mine])
    return scores


def kept(one: Lesson, score: NDArray[np.float64]) -> tuple[Peaks, NDArray[np.int64]]:
    """The peaks that stay when those close to a better one are left out."""
    scored = one.peaks._replace(score=score)
    which = apart(scored, TURNS_APART)
    return scored.take(which), which


def outcomes(lessons: Sequence[Lesson], scores: Sequence[NDArray[np.float64]]) -> Outcomes:
    """What became of every candidate on the listed pairs, by the scores given."""
    columns: list[tuple[float, bool, float, bool]] = []
    for one, score in zip(lessons, scores, strict=True):
        stay, _ = kept(one, score)
        dyads = one.year.dyads()
        stable = {dyads[pair] for pair in one.year.stable}
        known: dict[int, list[tuple[int, bool]]] = {}
        for turn in one.year.turns:
            place = known.setdefault(dyads[turn.a, turn.b], [])
            place.append((one.year.offset(turn), turn.colder))
        for dyad, day, colder, value in zip(
            stay.dyad, stay.day, stay.colder, stay.score, strict=True
        ):
            near = [kind for at, kind in known.get(int(dyad), []) if abs(day - at) <= TOLERANCE]
            sure = len(near) > 0 or int(dyad) in stable
            columns.append((float(value), bool(colder) in near, 1.0 if sure else UNKNOWN, sure))
    score, hit, weight, sure = (np.array(column) for column in zip(*columns, strict=True))
    return Outcomes(score, hit, weight, sure)


class Outcomes(NamedTuple):
    """Candidates: score, whether a known turn, weight, and whether that is known for certain.

    On a pair that is known to have turned, a candidate on another day may be a turn that no list
    names: it weighs less.
    """

    score: NDArray[np.float64]
    hit: NDArray[np.bool_]
    weight: NDArray[np.float64]
    sure: NDArray[np.bool_]


def probability_curve(found: Outcomes) -> tuple[tuple[float, float], ...]:
    """Knots of score and share of turns: a running share, wide where there are few, rising."""
    from sklearn.isotonic import IsotonicRegression

    places = np.quantile(found.score[found.hit], np.linspace(0.0, 1.0, KNOTS))
    places = np.unique(np.round(places, 2))
    near = np.exp(-0.5 * ((found.score - places[:, None]) / BANDWIDTH) ** 2) * found.weight
    # The share is told where the candidates lie that it is told from, not at the place asked for.
    centre = (near * found.score).sum(axis=1) / near.sum(axis=1)
    shares = (near * found.hit).sum(axis=1) / near.sum(axis=1)
    smooth = IsotonicRegression().fit_transform(centre, shares)
    knots = [
        (round(float(at), 3), round(float(one), 4)) for at, one in zip(centre, smooth, strict=True)
    ]
    return ((round(knots[0][0] - 2.0, 3), 0.0), *knots)


UNKNOWN, KNOTS, BANDWIDTH = 0.7, 14, 0.5


def chance_curve(
    lessons: Sequence[Lesson], scores: Sequence[NDArray[np.float64]]
) -> tuple[tuple[float, float], ...]:
    """Knots of score and ln share of the candidates on stable pairs that score higher.

    Beyond the highest twentieth the share falls as fast as the mean excess says.
    """
    still = []
    for one, score in zip(lessons, scores, strict=True):
        stay, _ = kept(one, score)
        stable = [one.year.dyads()[pair] for pair in one.year.stable]
        still.append(stay.score[np.isin(stay.dyad, stable)])
    score = np.concatenate(still)
    shares = (0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05)
    knots = [(float(np.quantile(score, 1.0 - share)), float(np.log(share))) for share in shares]
    high = knots[-1][0]
    excess = float((score[score > high] - high).mean())
    knots.append((high + excess, knots[-1][1] - 1.0))
    return tuple((round(at, 3), round(value, 3)) for at, value in knots)


def coverage(
    lessons: Sequence[Lesson], scores: Sequence[NDArray[np.float64]], fitted: Calibration
) -> tuple[float, float]:
    """How many known days lie in the 90 % window of their candidate, and its median length.

    A day more than two weeks from the candidate is another event.
    """
    inside, length = [], []
    for one, score in zip(lessons, scores, strict=True):
        stay, _ = kept(one, score)
        dyads = one.year.dyads()
        for turn in one.year.turns:
            near = (stay.dyad == dyads[turn.a, turn.b]) & (stay.colder == turn.colder)
            near &= np.abs(stay.day - one.year.offset(turn)) <= 14
            mine = np.flatnonzero(near & (fitted.probabilities(stay.score) >= 0.2))
            if len(mine) == 0:
                continue
            some = stay.take(mine[[np.argmax(stay.score[mine])]])
            block = next(one.year.events.blocks(some.dyad))
            low, high = windows(block, np.zeros(1, dtype=np.int64), some, fitted)
            inside.append(low[0] <= one.year.offset(turn) <= high[0])
            length.append(high[0] - low[0] + 1)
    return float(np.mean(inside)), float(np.median(length))


def fit_all(
    lessons: Sequence[Lesson], nulls: Sequence[Lesson], scores: Sequence[NDArray[np.float64]]
) -> Calibration:
    """Trees on all lists; the curves from scores of pairs held out."""
    fitted = fit(lessons, nulls).model_copy(
        update={
            "probability": probability_curve(outcomes(lessons, scores)),
            "chance": chance_curve(lessons, scores),
        }
    )
    tempers = (0.5, 0.35, 0.25, 0.18, 0.12, 0.08)
    tried = [fitted.model_copy(update={"sharpness": one}) for one in tempers]
    return min(tried, key=lambda one: abs(coverage(lessons, scores, one)[0] - 0.9))


HEADING = """\
# What a score is worth. Written by `benchmarks/shifts.py --fit`; not edited.
#
# trees.csv: gradient boosting ({boosting})
#   on the traits of the peaks of the pairs in benchmarks/shifts/: {turns} known turns and {stable} stable
#   pairs of ICEWS 2018 and 2014. A peak on another day than the known one is taken for no turn, as
#   is every peak of the same pairs with their days shuffled (those weigh {nulls}).
# strong_evidence, slope_beyond: chosen, not fitted: past the strong evidence, which is rare in the
#   lists, the log odds grow by the slope.
# probability: share of turns by score, where each pair was scored by trees grown without it;
#   candidates elsewhere on pairs that turned count {unknown}, for the lists do not name every turn.
# chance: ln share of candidates on stable pairs that score higher, those pairs held out too.
# sharpness, nearness: so that nine in ten known days lie in the window of their candidate.
"""


def write(fitted: Calibration, years: Sequence[Year]) -> None:
    """Write calibration.yaml and trees.csv."""
    heading = HEADING.format(
        boosting=", ".join(f"{name} {value}" for name, value in BOOSTING.items()),
        turns=sum(len(year.turns) for year in years),
        stable=sum(len(year.stable) for year in years),
        nulls=OF_NULLS,
        unknown=UNKNOWN,
    )
    content = yaml.safe_dump(
        fitted.model_dump(mode="json", exclude={"trees"}),
        sort_keys=False,
        default_flow_style=None,
        width=100,
    )
    (FITTED / "calibration.yaml").write_text(heading + content, encoding="utf8")
    with (FITTED / "trees.csv").open("w", encoding="utf8", newline="") as target:
        target.write("# Written by benchmarks/shifts.py --fit; calibration.yaml says how.\n")
        table = csv.writer(target, lineterminator="\n")
        table.writerow(Node._fields)
        for node in fitted.trees.nodes():
            leaf = node.trait == ""
            ways = ("", "", "") if leaf else (node.threshold, node.below, node.above)
            table.writerow((node.tree, node.node, node.trait, *ways, node.value if leaf else ""))


def calibration_error(found: Outcomes, fitted: Calibration, *, strict: bool) -> str:
    """The mean gap between stated probability and share of hits in ten equal bins."""
    probability = fitted.probabilities(found.score)
    use = (probability >= SHOWN) & (found.sure | strict)
    place = np.minimum((probability * 10).astype(int), 9)
    lines = [
        (int(mine.sum()), float(probability[mine].mean()), float(found.hit[mine].mean()))
        for one in range(10)
        if (mine := use & (place == one)).any()
    ]
    gap = float(np.mean([abs(stated - hit) for _, stated, hit in lines]))
    return f"{gap:.3f}  " + " ".join(f"{hit:.2f}/{stated:.2f}({n})" for n, stated, hit in lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, or fit and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the model anew")
    options = parser.parse_args(arguments)
    data = Path(os.environ.get("DETENTE_DATA") or FOLDER.parent.parent / "shared") / "data"
    if not (data / "icews18").is_dir():
        print("reference data absent: nothing measured (name its folder in DETENTE_DATA)")
        return
    seeds = roster()
    years = [read_year(number, data, seeds) for number in YEARS]
    lessons = [lesson(year) for year in years]
    nulls = [lesson(shuffled(year)) for year in years]
    scores = held_out_scores(lessons, nulls)
    if options.fit:
        write(fit_all(lessons, nulls, scores), years)
        calibration.cache_clear()
    for year in years:
        print(f"{year}  Bayes scan            {figures(year, bayes_scan(year))}")
        print(f"{year}  count PELT            {figures(year, count_pelt(year))}")
    for one, score in zip(lessons, scores, strict=True):
        report(one, score)
    for line in halves(lessons, nulls):
        print(line)
    covered, length = coverage(lessons, scores, calibration())
    print(
        f"known days within their 90 % window: {covered:.2f}, its median length {length:.0f} days"
    )
    for year in years:
        speed(year)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of all this {peak:.0f} MB")


def report(one: Lesson, score: NDArray[np.float64]) -> None:
    """What trees find on pairs that they were grown without."""
    year, fitted = one.year, calibration()
    stay, _ = kept(one, score)
    found = as_found(year.events, stay, stay.score)
    for tolerance in (TOLERANCE, 14, 30):
        measured = figures(year, found, tolerance=tolerance)
        print(f"{year}  held-out fifths, {tolerance} d {measured}")
    became = outcomes([one], [score])
    for strict, kind in ((True, "all candidates"), (False, "those known")):
        gap = calibration_error(became, fitted, strict=strict)
        print(f"{year}  calibration error, {kind}: {gap}")
    sure = fitted.probabilities(stay.score) >= SURE
    stable = [year.dyads()[pair] for pair in year.stable]
    wrong = int((sure & np.isin(stay.dyad, stable)).sum())
    print(f"{year}  given with {SURE} or more: {int(sure.sum())}, on stable pairs {wrong}")


def speed(year: Year) -> None:
    """How long all dyads take, from the frame to the answer."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        answer = shifts(year.acts)
        took.append(time.perf_counter() - began)
    verdicts = Counter(one.verdict for one in answer.shifts)
    print(
        f"{year}  {int((year.events.statements >= MANY).sum())} dyads of {MANY} statements or "
        f"more, {int((year.events.statements >= LEAST_STATEMENTS).sum())} scanned in "
        f"{min(took):.2f} s; shown: {dict(sorted(verdicts.items()))}"
    )


def halves(lessons: Sequence[Lesson], nulls: Sequence[Lesson]) -> list[str]:
    """Trees grown on one half of the pairs, measured on either."""
    half = {pair: number % 2 for pair, number in _halved(lessons).items()}
    fitted = fit(lessons, nulls, lambda pair: half.get(pair, 0) == 0)
    lines = []
    for one in lessons:
        stay, _ = kept(one, fitted.score(one.peaks.traits))
        found = as_found(one.year.events, stay, stay.score)
        for number, name in ((0, "tune half"), (1, "held-out half")):
            turns = [turn for turn in one.year.turns if half[turn.a, turn.b] == number]
            stable = [pair for pair in one.year.stable if half.get(pair, number) == number]
            measured = figures(one.year, found, turns=turns, stable=stable)
            lines.append(f"{one.year}  {name:21} {measured}")
    return lines


def _halved(lessons: Sequence[Lesson]) -> dict[tuple[str, str], int]:
    """The pairs that turned and the stable ones, each numbered by chance."""
    random = np.random.default_rng(SEED)
    turned = {(turn.a, turn.b) for one in lessons for turn in one.year.turns}
    still = {pair for one in lessons for pair in one.year.stable} - turned
    return {
        pair: int(number)
        for pairs in (sorted(turned), sorted(still))
        for pair, number in zip(pairs, random.permutation(len(pairs)), strict=True)
    }


if __name__ == "__main__":
    main(sys.argv[1:])
