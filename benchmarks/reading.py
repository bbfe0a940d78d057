"""How well the reader reads: predictions for annotated passages, scored by the data's own scorer.

    python benchmarks/reading.py ../shared/dev_news/gold_dev.jsonl [--errors] [--lang ro]

Prints the scorer's figures and the sentences read a second (start-up apart).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.registry import REGISTRY
from detente.loaders.reading.reader import read_article
from detente.seeds import roster


def predictions(passages: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One line a passage, as the scorer wants it."""
    for passage in passages:
        day = passage.get("date")
        article = Article.of(
            passage["text"],
            article_id=passage["id"],
            title=passage.get("title"),
            lang=passage["lang"],
            published_at=date.fromisoformat(day) if day else None,
        )
        try:
            statements = read_article(article, roster()).statements
        except LoadError:
            statements = ()
        yield {
            "id": passage["id"],
            "events": [
                {
                    "source": statement.subject,
                    "target": statement.object,
                    "type": REGISTRY[statement.relation].plover,
                    "modality": statement.modality.value,
                    "event_date": None
                    if statement.event_date is None
                    else str(statement.event_date),
                    "evidence": statement.quote,
                    "start": statement.start,
                    "end": statement.end,
                    "said_by": list(statement.said_by),
                }
                for statement in statements
                if REGISTRY[statement.relation].plover is not None
            ],
        }


def main() -> None:
    """Predict, score and time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--lang", choices=("en", "ro"))
    chosen = parser.parse_args()
    lines = chosen.gold.read_text(encoding="utf8").splitlines()
    passages = [json.loads(line) for line in lines]
    list(predictions(passages[:2]))
    start = time.perf_counter()
    predicted = list(predictions(passages))
    seconds = time.perf_counter() - start
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf8") as out:
        out.writelines(json.dumps(line) + "\n" for line in predicted)
        out.flush()
        command = [sys.executable, str(chosen.gold.with_name("score_events.py")), str(chosen.gold)]
        command += [out.name, *(["--errors"] if chosen.errors else [])]
        command += ["--lang", chosen.lang] if chosen.lang else []
        subprocess.run(command, check=True)
    print(f"{len(passages) / seconds:.0f} passages a second")


if __name__ == "__main__":
    main()
