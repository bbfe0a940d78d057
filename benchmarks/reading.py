"""How well the reader reads: annotated passages, scored beside a guess from forty cue words.

    python benchmarks/reading.py [GOLD] [--lang ro] [--details] [--errors] [--rules-alone]

GOLD is a file of annotated passages with the data's own scorer, score_events.py, beside it
(default: dev_news/gold_dev.jsonl in the folder of reference data). `--details` adds all that the
scorer prints, `--errors` every event that was missed or read too much,
`--rules-alone` reads without the ranker.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

# The yardstick lies beside this script, which is run by its path.
from cue_words import guess

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.registry import REGISTRY
from detente.loaders.reading.ranking import Ranker
from detente.loaders.reading.reader import read_article
from detente.loaders.reading.training.passages import article_of
from detente.seeds import roster

Events: TypeAlias = Iterable[dict[str, Any]]

CHECKOUT = Path(__file__).resolve().parent.parent
LEVELS = {
    "dyad": "pair",
    "dyad+type": "pair and type",
    "dyad+type+modality": "pair, type and modality",
}
LANGUAGES = {"en": "English", "ro": "Romanian"}


class Scores(NamedTuple):
    """What the scorer says of the reader and of the cue words."""

    reader: dict[str, Any]
    cues: dict[str, Any]

    def row(self, level: str, name: str) -> str:
        """One line of the table."""
        read, guessed = self.reader[level], self.cues[level]
        figures = "".join(f"{read[part] or 0:>11.3f}" for part in ("precision", "recall", "f1"))
        ratio = f"{read['f1'] / guessed['f1']:.2f}" if guessed["f1"] > 0 else "–"
        return f"{name:<28}{figures}{guessed['f1']:>11.3f}{ratio:>8}"


class Benchmark:
    """Annotated passages, and what two ways of reading make of them."""

    def __init__(self, scorer: Path, passages: list[dict[str, Any]]) -> None:
        self.scorer = scorer
        self.passages = passages
        self.articles = [article_of(passage) for passage in passages]

    @classmethod
    def of(cls, gold: Path) -> Benchmark:
        """The passages of a file, with the scorer that lies beside it."""
        lines = gold.read_text(encoding="utf8").splitlines()
        return cls(gold.with_name("score_events.py"), [json.loads(line) for line in lines])

    def predicted(self, read: Callable[[Article], Events]) -> str:
        """A line a passage, as the scorer wants it."""
        lines = ({"id": one.article_id, "events": list(read(one))} for one in self.articles)
        return "".join(json.dumps(line) + "\n" for line in lines)

    def scored(self, predicted: str, *options: str) -> tuple[str, dict[str, Any]]:
        """What the scorer prints: its lines about errors, and its figures."""
        with tempfile.TemporaryDirectory() as folder:
            path, gold = Path(folder, "predicted.jsonl"), Path(folder, "gold.jsonl")
            path.write_text(predicted, encoding="utf8")
            lines = (json.dumps(passage) + "\n" for passage in self.passages)
            gold.write_text("".join(lines), encoding="utf8")
            printed = subprocess.run(
                [sys.executable, str(self.scorer), str(gold), str(path), *options],
                check=True,
                stdout=subprocess.PIPE,
                encoding="utf8",
            ).stdout
        errors, _, figures = printed.rpartition('{\n "records"')
        return errors, json.loads(f'{{"records"{figures}')


def read(article: Article, ranker: Ranker | None = None) -> Events:
    """The events that the reader finds, with the shipped ranker or another."""
    try:
        statements = read_article(article, roster(), ranker=ranker).statements
    except LoadError:
        return
    for statement in statements:
        kind = REGISTRY[statement.relation].plover
        if kind is not None:
            day = statement.event_date
            yield {
                "source": statement.subject,
                "target": statement.object,
                "type": kind,
                "modality": statement.modality.value,
                "event_date": None if day is None else str(day),
                "evidence": statement.quote,
                "start": statement.start,
                "end": statement.end,
                "said_by": list(statement.said_by),
            }


def chosen_gold(given: Path | None, name: str = "gold_dev.jsonl") -> Path | None:
    """The file named, else the one in the reference data, else None where there is none."""
    if given is not None:
        return given
    data = Path(os.environ.get("DETENTE_DATA") or CHECKOUT.parent / "shared")
    gold = data / "dev_news" / name
    return gold if gold.is_file() else None


def main() -> None:
    """Read, score, time and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("--lang", choices=tuple(LANGUAGES))
    parser.add_argument("--details", action="store_true")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--rules-alone", action="store_true")
    chosen = parser.parse_args()
    gold = chosen_gold(chosen.gold)
    if gold is None:
        print("reference data absent: nothing measured (name its folder in DETENTE_DATA)")
        return
    report(Benchmark.of(gold), chosen)


def report(benchmark: Benchmark, chosen: argparse.Namespace) -> None:
    """Print the table, and what else was asked for."""
    ranker = Ranker(None) if chosen.rules_alone else None
    list(read(benchmark.articles[0], ranker))
    begun = time.perf_counter()
    predicted = benchmark.predicted(lambda article: read(article, ranker))
    speed = len(benchmark.articles) / (time.perf_counter() - begun)
    guessed = benchmark.predicted(lambda article: guess(article, roster()))
    only = ["--lang", chosen.lang] if chosen.lang else []
    errors, figures = benchmark.scored(predicted, *only, *(["--errors"] if chosen.errors else []))
    scores = Scores(figures, benchmark.scored(guessed, *only)[1])
    print(errors, end="")
    if chosen.details:
        print(json.dumps(figures, indent=1))
    print(f"{figures['records']} passages, {figures['gold_events']} required events")
    print(f"{'':<28}{'precision':>11}{'recall':>11}{'F1':>11}{'cue words':>11}{'ratio':>8}")
    for level, name in LEVELS.items():
        print(scores.row(level, name))
    for lang, name in {} if chosen.lang else LANGUAGES.items():
        both = (benchmark.scored(lines, "--lang", lang)[1] for lines in (predicted, guessed))
        print(Scores(*both).row("dyad+type", f"{name}: pair and type"))
    traps = "negatives_with_a_live_event"
    if traps in figures:
        print(f"traps read as events: {figures[traps]} (cue words: {scores.cues[traps]})")
    print(f"{speed:.0f} passages a second")


if __name__ == "__main__":
    main()
