"""Whether the ranker earns its place: rules alone beside rules with a ranker that saw no such text.

    python benchmarks/ranker.py [PASSAGES] [--folds 5] [--annotations FILE]

PASSAGES is a file of annotated passages with the data's own scorer, score_events.py, beside it
(default: dev_news/train_news.jsonl in the folder of reference data). The passages are parted; each
part is read with a ranker trained on the others (about a minute a part), and on the annotations of
further texts beside them if such a file is named. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Any

# The benchmark lies beside this script, which is run by its path.
from reading import LANGUAGES, LEVELS, Benchmark, chosen_gold, read

from detente.loaders.reading.ranking import Ranker
from detente.loaders.reading.training.passages import annotated
from detente.loaders.reading.training.ranker import Example, examples, fit

REVERSED = "extra_events_that_are_a_reversed_gold_event"


def main() -> None:
    """Train, read and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("passages", type=Path, nargs="?")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--annotations", type=Path)
    chosen = parser.parse_args()
    path = chosen_gold(chosen.passages, "train_news.jsonl")
    if path is None:
        print("reference data absent: nothing measured (name its folder in DETENTE_DATA)")
        return
    more = [] if chosen.annotations is None else annotated(chosen.annotations, path.parent)
    figures = compared(Benchmark.of(path), chosen.folds, list(examples(more)))
    print(f"{chosen.folds} parts, each unseen in training: mean of F1 (standard deviation)")
    print(f"{'':<22}" + "".join(f"{level:>26}" for level in LEVELS.values()))
    for name, same in figures.items():
        print(f"{name:<22}" + "".join(f"{spread(same, level):>26}" for level in LEVELS))
        if "," not in name:
            turned = sum(one[REVERSED] for one in same)
            print(f"{'':<22}{turned} events read the wrong way round")


def compared(whole: Benchmark, folds: int, more: list[Example]) -> dict[str, list[dict[str, Any]]]:
    """The scorer's figures of both readers on every part, and by language."""
    order = list(range(len(whole.passages)))
    random.Random(0).shuffle(order)
    given = list(examples(whole.passages))
    # Numbered apart from the passages that are parted.
    beside = [example._replace(passage=-1 - example.passage) for example in more]
    figures: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number in range(folds):
        part = frozenset(order[number::folds])
        apart = [example for example in given if example.passage not in part]
        trained = Ranker(fit([*apart, *beside]))
        held = Benchmark(whole.scorer, [whole.passages[index] for index in sorted(part)])
        for name, ranker in (("rules alone", Ranker(None)), ("rules and ranker", trained)):
            lines = held.predicted(lambda article, by=ranker: read(article, by))  # type: ignore[misc]
            figures[name].append(held.scored(lines)[1])
            for lang, language in LANGUAGES.items():
                figures[f"  {language}, {name}"].append(held.scored(lines, "--lang", lang)[1])
    return figures


def spread(figures: list[dict[str, Any]], level: str) -> str:
    """Mean and standard deviation of the F1 of all parts."""
    values = [one[level]["f1"] for one in figures]
    return f"{statistics.mean(values):.3f} ({statistics.pstdev(values):.3f})"


if __name__ == "__main__":
    main()
