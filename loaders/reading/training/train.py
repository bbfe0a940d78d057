"""Train the shipped language pipelines: `make train TREEBANKS=folder`.

About 25 minutes of CPU a language. The folder layout, and which of its files may be used for
weights that are handed on, are in docs/models.md.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import spacy
from spacy.cli.train import train as spacy_train
from spacy.training import Example
from spacy.vectors import Vectors

from detente.loaders.reading.pipelines import pack, tokenizer
from detente.loaders.reading.training.corpus import (
    Layers,
    documents,
    read_training_documents,
    write_corpus,
)

__all__ = ["RECIPES", "Recipe", "main", "score", "train"]

GOLD = Layers(dependencies=True, words=True)
SILVER_TREES = Layers(dependencies=True, words=False)


class Recipe(NamedTuple):
    """What one language's pipeline is made from: (file, layers, sentences a document).

    `dev` chooses the best step; without one, where every sentence is needed for training, the last
    step is taken.
    """

    train: tuple[tuple[str, Layers, int], ...]
    dev: str | None
    tests: tuple[str, ...]
    steps: int
    plain_share: float
    vectors: int
    vector_table: str = "recipe/vectors_e5_96.npz"


RECIPES = {
    "ro": Recipe(
        train=(
            ("ud_romanian_rrt/ro_rrt-train-heads-recovered.conllu.gz", GOLD, 5),
            ("ronec/ronec_v1-train.silverud.conllu.gz", SILVER_TREES, 1),
        ),
        dev="ud_romanian_rrt/ro_rrt-dev.conllu.gz",
        tests=("ud_romanian_rrt/ro_rrt-test.conllu.gz",),
        steps=5000,
        plain_share=0.1,
        vectors=26_000,
    ),
    "en": Recipe(
        train=(
            ("ud_english_ewt_uner/en_ewt-train.uner.conllu.gz", GOLD, 5),
            ("ud_english_gum_permissive/en_gum-train.mergedner.conllu.gz", GOLD, 5),
        ),
        dev="ud_english_ewt_uner/en_ewt-dev.uner.conllu.gz",
        tests=(
            "ud_english_ewt_uner/en_ewt-test.uner.conllu.gz",
            "ud_english_pud_uner/en_pud-test.uner.conllu.gz",
        ),
        steps=6000,
        plain_share=0.0,
        vectors=26_000,
    ),
    # The training files of the Russian treebanks are not at hand; the smaller files are.
    "ru": Recipe(
        train=(
            ("ud_russian/ru_pud-ud-test.conllu.gz", GOLD, 5),
            ("ud_russian/ru_gsd-ud-dev.conllu.gz", GOLD, 5),
            ("ud_russian/ru_taiga-ud-dev.conllu.gz", GOLD, 5),
            ("ud_russian/ru_taiga-ud-test.conllu.gz", GOLD, 5),
        ),
        dev=None,
        tests=("ud_russian/ru_gsd-ud-test.conllu.gz",),
        steps=3000,
        plain_share=0.0,
        vectors=14_000,
        vector_table="recipe/vectors_ru_e5_96.npz",
    ),
}


def train(lang: str, treebanks: Path, work: Path) -> dict[str, Any]:
    """Train one language, pack it beside the code and return its test scores.

    Raises `FileNotFoundError` where a treebank named in `RECIPES` is missing.
    """
    recipe = RECIPES[lang]
    _write_corpora(recipe, treebanks, work / lang)
    _write_vectors(lang, recipe, treebanks, work / lang / "vectors")
    overrides = {
        "nlp.lang": lang,
        "paths.vectors": str(work / lang / "vectors"),
        "paths.train": str(work / lang / "train.spacy"),
        "paths.dev": str(work / lang / "dev.spacy"),
        "training.max_steps": recipe.steps,
    }
    config = Path(__file__).with_name("syntax.cfg")
    spacy_train(config, work / lang / "out", overrides=overrides)
    chosen = "model-last" if recipe.dev is None else "model-best"
    nlp = spacy.load(work / lang / "out" / chosen)
    nlp.tokenizer = tokenizer.make(nlp)
    pack.write(nlp, pack.path(lang))
    return score(lang, treebanks, work)


def score(lang: str, treebanks: Path, work: Path) -> dict[str, Any]:
    """Score the packed pipeline, as users will load it, on the recipe's test files."""
    nlp = pack.read(pack.path(lang))
    scores: dict[str, Any] = {"bytes": pack.path(lang).stat().st_size}
    for name in RECIPES[lang].tests:
        corpus = work / lang / "test.spacy"
        docs = documents(treebanks / name, GOLD, group=1, plain_share=0.0, chance=random.Random(1))
        write_corpus(docs, corpus)
        examples = [_single(example) for example in read_training_documents(str(corpus))(nlp)]
        got = nlp.evaluate(examples)
        wanted = ("dep_uas", "dep_las", "pos_acc", "lemma_acc", "token_acc")
        scores[name] = {key: round(float(got[key]), 4) for key in wanted}
    return scores


def _single(example: Example) -> Example:
    # Scored as the reader uses it: sentence boundaries are given.
    for token in example.predicted:
        token.is_sent_start = token.i == 0
    return example


def _write_corpora(recipe: Recipe, treebanks: Path, work: Path) -> None:
    chance = random.Random(1)
    docs = [
        doc
        for name, layers, group in recipe.train
        for doc in documents(
            treebanks / name, layers, group=group, plain_share=recipe.plain_share, chance=chance
        )
    ]
    write_corpus(docs, work / "train.spacy")
    # spaCy wants sentences to score even where the last step is taken whatever the score.
    scored = recipe.dev or recipe.tests[0]
    dev = documents(treebanks / scored, GOLD, group=10, plain_share=0.0, chance=chance)
    write_corpus(dev, work / "dev.spacy")


def _write_vectors(lang: str, recipe: Recipe, treebanks: Path, path: Path) -> None:
    table = np.load(treebanks / recipe.vector_table, allow_pickle=False)
    nlp = spacy.blank(lang)
    words = table[f"{lang}_words"].tolist()[: recipe.vectors]
    nlp.vocab.vectors = Vectors(
        strings=nlp.vocab.strings,
        data=table[f"{lang}_vec"][: recipe.vectors].astype("float32"),
        keys=[nlp.vocab.strings.add(word) for word in words],
        attr="LOWER",
        name=f"{lang}_e5_96",
    )
    nlp.to_disk(path)


def main() -> None:
    """Run from the command line; prints the scores as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("--lang", choices=sorted(RECIPES), action="append")
    parser.add_argument("--work", type=Path, default=Path("build/training"))
    chosen = parser.parse_args()
    for lang in chosen.lang or sorted(RECIPES):
        scores = train(lang, chosen.treebanks, chosen.work)
        print(json.dumps({lang: scores}, indent=1))


if __name__ == "__main__":
    main()
