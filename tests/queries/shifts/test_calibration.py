"""The fitted model is whole: trees end in leaves, curves rise, chances fall."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.queries.shifts.calibration import Node, Trees, calibration, passing
from detente.queries.shifts.traits import TRAITS


def test_trees_add_the_leaves_that_a_line_falls_into() -> None:
    nodes = [
        Node(0, 0, "evidence", 1.0, 1, 2, 0.0),
        Node(0, 1, "", 0.0, 0, 0, -0.5),
        Node(0, 2, "colder", 0.5, 3, 4, 0.0),
        Node(0, 3, "", 0.0, 0, 0, 0.25),
        Node(0, 4, "", 0.0, 0, 0, 1.0),
        Node(1, 0, "", 0.0, 0, 0, 10.0),
    ]
    lines = np.zeros((4, len(TRAITS)))
    lines[:, TRAITS.index("evidence")] = (1.0, 1.1, 3.0, 0.0)
    lines[:, TRAITS.index("colder")] = (1.0, 0.0, 1.0, 0.0)
    assert Trees(nodes).sums(lines).tolist() == [9.5, 10.25, 11.0, 9.5]


def test_the_trees_that_ship_know_every_trait_and_end_in_leaves() -> None:
    nodes = list(calibration().trees.nodes())
    places = {(node.tree, node.node) for node in nodes}
    inner = [node for node in nodes if node.trait != ""]
    assert {node.trait for node in inner} <= set(TRAITS)
    assert all((node.tree, way) in places for node in inner for way in (node.below, node.above))


def test_a_higher_score_is_likelier_a_turn_and_less_likely_chance() -> None:
    scores = np.linspace(-9.0, 6.0, 200)
    probabilities = calibration().probabilities(scores)
    chances = calibration().chances(scores)
    assert (np.diff(probabilities) >= 0).all()
    assert (np.diff(chances) <= 0).all()
    assert 0 <= probabilities[0] < 0.05
    assert 0.9 < probabilities[-1] <= 1
    assert chances[-1] < 1e-4 < chances[0] <= 1


def test_false_discoveries_by_hand() -> None:
    """Benjamini, Hochberg 1995, their table of fifteen p-values: four pass at 0.05.

    The fourth is 0.0095 and lies below 4 / 15 * 0.05, the fifth above 5 / 15 * 0.05.
    """
    values = np.array(
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240,
         0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    )  # fmt: skip
    assert passing(values, rate=0.05) == pytest.approx(4 / 15 * 0.05)
    assert (values <= passing(values, rate=0.05)).sum() == 4
    assert passing(np.zeros(0), rate=0.05) == 0.0


def test_a_file_that_says_too_little_is_refused(tmp_path: Path) -> None:
    (tmp_path / "calibration.yaml").write_text("intercept: 0\n", encoding="utf8")
    (tmp_path / "trees.csv").write_text("tree,node\n", encoding="utf8")
    with pytest.raises(ValueError, match="probability"):
        calibration(tmp_path)
