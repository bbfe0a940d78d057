"""How fast articles are read: sentences a second on one core, beside a parse alone.

    python benchmarks/speed.py [--articles 60]

Reads the first articles of each language in the folder of reference data, raw text in, statements
out, start-up apart. The baseline parses all their sentences with the same pipelines and does
nothing else: what a coder that parses everything cannot be faster than. Processor time counts.
"""

from __future__ import annotations

import argparse
import os
import resource
import time

# One core: read by the numeric libraries when they are loaded.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

# The chooser of files lies beside this script, which is run by its path.
from reading import chosen_gold

from detente.graph.articles import Article
from detente.loaders.reading import pipelines
from detente.loaders.reading.reader import read_article
from detente.loaders.reading.sentences import sentences
from detente.loaders.reading.text import clean
from detente.loaders.reading.training.passages import article_of, passages_of
from detente.seeds import roster

FILES = {"en": "en_wikinews.jsonl", "ro": "ro_articles.jsonl"}
MEGABYTE = 1024


def main() -> None:
    """Read, time and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=60)
    count = parser.parse_args().articles
    paths = [path for name in FILES.values() if (path := chosen_gold(None, name)) is not None]
    if len(paths) < len(FILES):
        print("reference data absent: nothing measured (name its folder in DETENTE_DATA)")
        return
    given = [article_of(one) for path in paths for one in passages_of(path)[:count]]
    for lang in FILES:
        read_article(Article.of("Russia attacked Ukraine.", lang=lang), roster())
    begun = time.process_time()
    read = [read_article(article, roster()) for article in given]
    spent = time.process_time() - begun
    total = sum(len(one.outcomes) for one in read)
    found = sum(len(one.statements) for one in read)
    begun = time.process_time()
    for article in given:
        parse(article)
    alone = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    print(f"{len(given)} articles, {total} sentences, {found} statements, {memory:.0f} MB in all")
    print(f"{'detente':<24}{total / spent:>8.0f} sentences a second")
    print(f"{'parse of every sentence':<24}{total / alone:>8.0f} sentences a second")
    print(f"{'ratio':<24}{alone / spent:>8.2f}")


def parse(article: Article) -> None:
    """Only the pipeline, on every sentence."""
    cleaned = clean(article.text, 0)
    lang = article.lang or "en"
    texts = [cleaned.text[one.start : one.end] for one in sentences(cleaned, lang)]
    for _ in pipelines.load(lang).pipe(texts):
        pass


if __name__ == "__main__":
    main()
