"""From what is measured at a peak to the probability that the dyad turned there."""

# The fitted part of the model is data: trees.csv holds small decision trees whose leaves are added
# up to a score, calibration.yaml says what a score is worth and how all of it was fitted. A
# probability is what share of such candidates were turns; a chance value is how often pairs between
# which nothing turned score as high, and false discoveries are held down with it (Benjamini,
# Hochberg 1995).

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import BaseModel

from detente.queries.shifts.series import Floats, Ints
from detente.queries.shifts.traits import TRAITS

__all__ = ["Calibration", "Node", "Trees", "calibration", "passing"]

_FOLDER = Path(__file__).parent

Knots = tuple[tuple[float, float], ...]


class Node(NamedTuple):
    """A node of a tree: go to node `below` where the trait is not above the threshold.

    A leaf has no trait; its `value` is added to the score.
    """

    tree: int
    node: int
    trait: str
    threshold: float
    below: int
    above: int
    value: float


class Trees:
    """Small trees, added up."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes: dict[int, dict[int, Node]] = {}
        for node in nodes:
            self._nodes.setdefault(node.tree, {})[node.node] = node
        self._place = {name: at for at, name in enumerate(TRAITS)}

    def nodes(self) -> Iterable[Node]:
        """All nodes, tree by tree."""
        return (node for tree in self._nodes.values() for node in tree.values())

    def sums(self, measured: NDArray[np.float64]) -> Floats:
        """The sum of the leaves that each line of traits falls into."""
        columns = np.ascontiguousarray(measured.T)
        summed = np.zeros(len(measured))
        everything = np.arange(len(measured))
        for tree in self._nodes.values():
            self._fall(tree, tree[0], everything, columns, summed)
        return summed

    def _fall(
        self, tree: dict[int, Node], node: Node, lines: Ints, columns: Floats, summed: Floats
    ) -> None:
        if node.trait == "":
            summed[lines] += node.value
            return
        low = columns[self._place[node.trait]][lines] <= node.threshold
        self._fall(tree, tree[node.below], lines[low], columns, summed)
        self._fall(tree, tree[node.above], lines[~low], columns, summed)


class Calibration(BaseModel, frozen=True, arbitrary_types_allowed=True):
    """The fitted part of the model.

    `probability` and `chance` are knots [score, value]: the probability of a turn, and the natural
    logarithm of the share of candidates on stable pairs that score higher. `sharpness` tempers the
    evidence for the days around a peak, and `nearness` (in days) says how soon days further from it
    become unlikely: the two make the credible window. Past `strong_evidence`, of which trees have
    seen too little, the score grows with it by `slope_beyond`.
    """

    trees: Trees
    intercept: float
    strong_evidence: float
    slope_beyond: float
    probability: Knots
    chance: Knots
    sharpness: float
    nearness: float

    def score(self, measured: NDArray[np.float64]) -> Floats:
        """The log odds of a turn for each line of traits, before calibration."""
        root = measured[:, TRAITS.index("evidence")]
        beyond = np.maximum(root * np.abs(root) - self.strong_evidence, 0.0)
        return self.trees.sums(measured) + self.intercept + self.slope_beyond * beyond

    def probabilities(self, scores: Floats) -> Floats:
        """The probability of a turn for each score."""
        return _between(self.probability, scores)

    def chances(self, scores: Floats) -> Floats:
        """How likely chance gives a candidate of such a score; past the last knot by its slope."""
        knots = np.array(self.chance)
        slope = (knots[-1, 1] - knots[-2, 1]) / (knots[-1, 0] - knots[-2, 0])
        beyond = np.maximum(scores - knots[-1, 0], 0.0) * slope
        return np.asarray(np.exp(_between(self.chance, scores) + beyond))


def _between(knots: Knots, scores: Floats) -> Floats:
    places, values = zip(*knots, strict=True)
    return np.asarray(np.interp(scores, places, values))


@cache
def calibration(folder: Path = _FOLDER) -> Calibration:
    """The fitted model that ships with the package."""
    text = (folder / "calibration.yaml").read_text(encoding="utf8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        content: dict[str, Any] = loader.get_single_data()
    finally:
        loader.dispose()
    return Calibration(trees=Trees(_read_nodes(folder / "trees.csv")), **content)


def _read_nodes(path: Path) -> Iterable[Node]:
    with path.open(encoding="utf8", newline="") as source:
        for row in csv.DictReader(line for line in source if not line.startswith("#")):
            yield Node(
                int(row["tree"]),
                int(row["node"]),
                row["trait"],
                float(row["threshold"] or 0.0),
                int(row["below"] or 0),
                int(row["above"] or 0),
                float(row["value"] or 0.0),
            )


def passing(chances: Floats, *, rate: float) -> float:
    """Up to which chance value one passes when so many of those passing may be false.

    >>> passing(np.array([0.001, 0.02, 0.6, 0.9]), rate=0.1)
    0.05
    >>> passing(np.array([0.4, 0.9]), rate=0.1)
    0.0
    """
    lines = rate * np.arange(1, len(chances) + 1) / max(len(chances), 1)
    return float(lines[np.sort(chances) <= lines].max(initial=0.0))
