"""Growing the trees of queries/shifts from the lists, and what their scores are worth."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from shifts_known import SEED, TOLERANCE, Year

from detente.queries.shifts.answer import SHOWN
from detente.queries.shifts.calibration import Calibration, Node, Trees
from detente.queries.shifts.candidates import TURNS_APART, Peaks, apart, peaks_of
from detente.queries.shifts.measures import windows
from detente.queries.shifts.traits import TRAITS

__all__ = [
    "Lesson",
    "Outcomes",
    "calibration_error",
    "coverage",
    "fit",
    "fit_all",
    "held_out_scores",
    "kept",
    "lesson",
    "outcomes",
    "shuffled",
    "write",
]

FITTED = Path(__file__).resolve().parent.parent / "queries" / "shifts"
FOLDS = 5
LIKELY, FORTNIGHT = 0.2, 14


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
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

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
        others = {pair for pair, place in fold.items() if place != number}
        fitted = fit(lessons, nulls, others.__contains__)
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
    scored, hit, weight, certain = zip(*columns, strict=True)
    return Outcomes(np.array(scored), np.array(hit), np.array(weight), np.array(certain))


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
    from sklearn.isotonic import IsotonicRegression  # type: ignore[import-untyped]

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
    # Nothing is certain: past the highest scores seen the curve goes half the way to one.
    last = (round(knots[-1][0] + 2.0, 3), round((knots[-1][1] + 1.0) / 2.0, 4))
    return ((round(knots[0][0] - 2.0, 3), 0.0), *knots, last)


UNKNOWN, KNOTS, BANDWIDTH = 0.7, 14, 0.8


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
            near &= np.abs(stay.day - one.year.offset(turn)) <= FORTNIGHT
            mine = np.flatnonzero(near & (fitted.probabilities(stay.score) >= LIKELY))
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
#   on the traits of the peaks of the pairs in benchmarks/shifts/: {turns} known turns and
#   {stable} stable pairs of ICEWS 2018 and 2014. A peak on another day than the known one is
#   taken for no turn, as is every peak of those pairs with shuffled days (which weigh {nulls}).
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
