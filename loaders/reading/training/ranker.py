"""Train the shipped ranker: `make train-ranker PASSAGES=file`.

About two minutes of one core. The file holds annotated passages, one JSON object a line, as
docs/models.md describes them. The same file gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.graph.errors import LoadError
from detente.loaders.reading import weights as file
from detente.loaders.reading.draft import Draft
from detente.loaders.reading.explanation import Trace
from detente.loaders.reading.features import Features, hashed
from detente.loaders.reading.hypotheses import (
    COLUMNS,
    JOINT,
    NUMBERS,
    PAIR,
    REQUIRED,
    SENTENCE,
    TYPE,
    TYPES,
    Hypothesis,
    hypotheses,
    layers_of,
)
from detente.loaders.reading.ranking import Ranker
from detente.loaders.reading.reader import read_article
from detente.loaders.reading.scene import Dyad, Scene
from detente.loaders.reading.training.passages import (
    Record,
    Told,
    annotated,
    article_of,
    passages_of,
    told,
)
from detente.loaders.reading.weights import Trees, Weights
from detente.seeds import roster

__all__ = ["Example", "examples", "fit", "main"]

Numbers: TypeAlias = NDArray[np.float64]

# A feature seen in fewer pairs or sentences than this says nothing.
_SEEN = 3
_FOLDS = 4
# How much a candidate counts: an optional event, a pair merely accepted, one told elsewhere.
_OPTIONAL, _ACCEPTED, _ELSEWHERE = 0.5, 0.5, 0.1
_LAYERS = {"joint": 0.1, "pair": 0.05, "type": 0.2, "sentence": 0.1}
_TREES = {
    "max_iter": 150,
    "learning_rate": 0.06,
    "max_leaf_nodes": 12,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "early_stopping": False,
    "random_state": 0,
}
_NEVER = -30.0


class Example(NamedTuple):
    """One sentence of an annotated passage with the events that it tells."""

    passage: int
    scene: Scene
    dyads: list[Dyad]
    common: list[int]
    pairs: list[list[int]]
    told: list[Told]
    elsewhere: list[Told]


class _Recorder(Ranker):
    """Leaves the rules alone and keeps what it is shown."""

    def __init__(self) -> None:
        super().__init__(None)
        self.scenes: list[Scene] = []

    def revise(self, scene: Scene, *, trace: Trace | None = None) -> list[Draft]:
        del trace
        self.scenes.append(scene)
        return scene.drafts


def examples(passages: Iterable[Record]) -> Iterator[Example]:
    """Read the passages by rules alone and lay the annotated events beside what is found."""
    for number, passage in enumerate(passages):
        recorder = _Recorder()
        try:
            read_article(article_of(passage), roster(), ranker=recorder)
        except LoadError:
            continue
        events = [told(event) for event in passage["events"]]
        for scene in recorder.scenes:
            if len(scene.actors) == 0:
                continue
            features, dyads = Features(scene), list(scene.dyads())
            here = [event for event in events if _overlap(event.span, scene.span)]
            yield Example(
                number,
                scene,
                dyads,
                hashed(features.of_sentence()),
                [hashed(features.of_pair(dyad)) for dyad in dyads],
                here,
                [event for event in events if event not in here],
            )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def fit(given: list[Example]) -> Weights:
    """Train all layers; the trees learn from layers that have not seen the passage."""
    table = _Table(given)
    fold = _folds(given)
    scores = np.zeros((table.pairs.shape[0], COLUMNS))
    whole = np.zeros((len(given), COLUMNS))
    for number in range(_FOLDS):
        out = fold == number
        matrix, bias = table.layers(~out)
        pairs = np.repeat(out, table.counts)
        scores[pairs] = table.pairs[pairs] @ matrix + bias
        whole[out] = table.sentences[out] @ matrix + bias
    rows, right, worth = [], [], []
    for index, example in enumerate(given):
        first = table.starts[index]
        part = scores[first : first + len(example.dyads)].astype(np.float32)
        said = layers_of(example.dyads, part, whole[index].astype(np.float32))
        for one in hypotheses(example.scene, said):
            is_right, counts = _judged(example, one)
            rows.append(one.row)
            right.append(is_right)
            worth.append(counts)
    trees = _trees(np.array(rows, np.float32), np.array(right), np.array(worth))
    matrix, bias = table.layers(np.ones(len(given), bool))
    return file.quantised(table.hashes, matrix.astype(np.float32), bias.astype(np.float32), trees)


def _folds(given: list[Example]) -> NDArray[np.int64]:
    passages = sorted({example.passage for example in given})
    random.Random(1).shuffle(passages)
    fold = {passage: number % _FOLDS for number, passage in enumerate(passages)}
    return np.array([fold[example.passage] for example in given])


def _labelled(example: Example, dyad: Dyad) -> tuple[str, float]:
    """The type of a pair and how much it counts."""
    named = [event for event in example.told if dyad in event.accepted]
    required = [event for event in named if not event.optional]
    for events, counts in (
        ([event for event in required if dyad in event.dyads], 1.0),
        (required, 0.3 if None in dyad else 0.6),
        ([event for event in named if dyad in event.dyads], _OPTIONAL),
        (named, _OPTIONAL * _ACCEPTED),
    ):
        if len(events) > 0:
            return events[0].kind, counts
    elsewhere = any(dyad in event.accepted for event in example.elsewhere)
    return TYPES[0], 0.0 if elsewhere else 1.0


def _judged(example: Example, one: Hypothesis) -> tuple[bool, float]:
    """Whether a hypothesis is right, and how much it counts."""
    events = [
        event for event in example.told if one.dyad in event.accepted and one.kind in event.kinds
    ]
    if len(events) == 0:
        elsewhere = any(one.dyad in event.accepted for event in example.elsewhere)
        return False, _ELSEWHERE if elsewhere else 1.0
    if None in one.dyad and not any(one.dyad in event.dyads for event in events):
        return True, 0.2
    return True, 0.4 if all(event.optional for event in events) else 1.0


class _Table:
    """The features of all pairs and sentences as matrices, with what they are."""

    def __init__(self, given: list[Example]) -> None:
        counts: Counter[int] = Counter()
        for example in given:
            counts.update(example.common)
            for pair in example.pairs:
                counts.update(pair)
        self.hashes = sorted(one for one, seen in counts.items() if seen >= _SEEN)
        place = {one: column for column, one in enumerate(self.hashes)}
        common = [[place[one] for one in example.common if one in place] for example in given]
        self.sentences = _matrix(common, len(place))
        self.pairs = _matrix(
            [
                [*shared, *(place[one] for one in pair if one in place)]
                for shared, example in zip(common, given, strict=True)
                for pair in example.pairs
            ],
            len(place),
        )
        self.counts = np.array([len(example.dyads) for example in given])
        self.starts = np.concatenate([[0], np.cumsum(self.counts)[:-1]])
        labels = [_labelled(example, dyad) for example in given for dyad in example.dyads]
        self._kinds = np.array([NUMBERS[kind] for kind, _ in labels])
        self._worth = np.array([counts for _, counts in labels])
        self._tells = np.array([len(example.told) > 0 for example in given])
        self._requires = np.array(
            [any(not event.optional for event in example.told) for example in given]
        )

    def layers(self, chosen: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        """The linear layers, trained on the chosen sentences."""
        pairs = np.repeat(chosen, self.counts) & (self._worth > 0)
        some = pairs & (self._kinds > 0)
        matrix = np.zeros((self.pairs.shape[1], COLUMNS))
        bias = np.full(COLUMNS, _NEVER)
        for columns, layer, rows, kinds in (
            (JOINT, "joint", pairs, self._kinds),
            (TYPE, "type", some, self._kinds),
            (slice(PAIR, PAIR + 1), "pair", pairs, (self._kinds > 0).astype(int)),
        ):
            model = _logistic(layer).fit(self.pairs[rows], kinds[rows], self._worth[rows])
            _put(matrix, bias, columns, model)
        for column, right in ((SENTENCE, self._tells), (REQUIRED, self._requires)):
            model = _logistic("sentence").fit(self.sentences[chosen], right[chosen].astype(int))
            _put(matrix, bias, slice(column, column + 1), model)
        return matrix, bias


def _matrix(rows: list[list[int]], width: int) -> Any:
    sparse = import_module("scipy.sparse")
    ends = np.cumsum([0, *map(len, rows)])
    columns = np.array([column for row in rows for column in row], np.int32)
    ones = np.ones(len(columns), np.float64)
    return sparse.csr_matrix((ones, columns, ends), shape=(len(rows), width))


def _logistic(layer: str) -> Any:
    linear = import_module("sklearn.linear_model")
    return linear.LogisticRegression(C=_LAYERS[layer], max_iter=150, tol=1e-3)


def _put(matrix: Numbers, bias: Numbers, columns: slice, model: Any) -> None:
    first, width = columns.start, columns.stop - columns.start
    places = [first] if width == 1 else [first + int(one) for one in model.classes_]
    matrix[:, places] = model.coef_.T
    bias[places] = model.intercept_


def _trees(rows: NDArray[np.float32], right: Any, worth: Any) -> Trees:
    ensemble = import_module("sklearn.ensemble")
    model = ensemble.HistGradientBoostingClassifier(**_TREES).fit(rows, right, worth)
    grown = [one[0].nodes for one in model._predictors]
    shape = (len(grown), max(map(len, grown)))
    feature, left, right_ = (np.full(shape, -1, np.int16) for _ in range(3))
    threshold, value = (np.zeros(shape, np.float32) for _ in range(2))
    for index, nodes in enumerate(grown):
        here = slice(len(nodes))
        inner = nodes["is_leaf"] == 0
        feature[index, here] = np.where(inner, nodes["feature_idx"], -1)
        threshold[index, here] = nodes["num_threshold"]
        left[index, here], right_[index, here] = nodes["left"], nodes["right"]
        value[index, here] = nodes["value"]
    return Trees(
        feature, threshold, left, right_, value, float(np.ravel(model._baseline_prediction)[0])
    )


def main() -> None:
    """Run from the command line; prints what was trained as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("passages", type=Path)
    parser.add_argument("--annotations", type=Path, help="of texts that lie beside the passages")
    parser.add_argument("--to", type=Path, default=file.PATH)
    chosen = parser.parse_args()
    passages = passages_of(chosen.passages)
    if chosen.annotations is not None:
        passages += annotated(chosen.annotations, chosen.passages.parent)
    given = list(examples(passages))
    trained = fit(given)
    file.write(trained, chosen.to)
    print(
        json.dumps(
            {
                "sentences": len(given),
                "pairs": sum(len(example.dyads) for example in given),
                "features": len(trained.hashes),
                "bytes": chosen.to.stat().st_size,
            }
        )
    )


if __name__ == "__main__":
    main()
