"""How well turns of dyads are found: hits, false alarms, dates, calibration, time and memory.

The lists in `benchmarks/shifts/` were written from the public record before any detector ran.
`--fit` fits queries/shifts/calibration.yaml anew. A hit is a candidate of the right direction
within 21 days of the known day; an alarm is a candidate on a pair between which nothing turned.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# The parts of this benchmark lie beside this script, which is run by its path.
from shifts_baselines import bayes_scan, count_pelt
from shifts_fitting import (
    Lesson,
    calibration_error,
    coverage,
    fit,
    fit_all,
    held_out_scores,
    kept,
    lesson,
    outcomes,
    shuffled,
    write,
)
from shifts_known import SEED, TOLERANCE, Found, Year, figures, read_year

from detente.queries.shifts.answer import LEAST_STATEMENTS, shifts
from detente.queries.shifts.calibration import calibration
from detente.queries.shifts.candidates import Peaks
from detente.queries.shifts.series import Events
from detente.seeds import roster

__all__ = ["main"]

FOLDER = Path(__file__).resolve().parent
YEARS = (2018, 2014)
MANY, SURE = 20, 0.9


def as_found(events: Events, peaks: Peaks, strength: NDArray[np.float64]) -> list[Found]:
    """Peaks as candidates."""
    return [
        Found(events.pair(int(dyad)), int(day), bool(colder), float(value))
        for dyad, day, colder, value in zip(
            peaks.dyad, peaks.day, peaks.colder, strength, strict=True
        )
    ]


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
