"""Nodes with signed weights sorted into clusters: beside all the ways there are, by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.clustering import _move, cluster, whole


def partitions(size: int) -> list[list[int]]:
    """All ways to sort nodes into clusters, as labels that number clusters by their first node."""
    ways: list[list[int]] = [[]]
    for _ in range(size):
        ways = [[*way, label] for way in ways for label in range(max(way, default=-1) + 2)]
    return ways


def inside(weights: np.ndarray, labels: list[int] | np.ndarray) -> float:
    same = np.asarray(labels)[:, None] == np.asarray(labels)[None, :]
    return float((weights * same).sum() / 2)


@given(st.lists(st.integers(-3, 3), min_size=15, max_size=15), st.integers(0, 9))
def test_of_many_searches_the_best_is_the_best_there_is(values: list[int], seed: int) -> None:
    # All 203 ways to sort six nodes are tried beside it.
    weights = np.zeros((6, 6))
    weights[np.triu_indices(6, 1)] = values
    weights += weights.T
    labels = cluster(np.repeat(whole(weights)[None], 30, axis=0), np.random.default_rng(seed))
    best = max(inside(weights, run) for run in labels)
    assert best == max(inside(weights, way) for way in partitions(6))


def test_whole_clusters_join_where_no_single_node_would_move() -> None:
    # Two close couples that like each other a little: who moved alone would leave its partner.
    weights = np.array([[0, 9, 1, 1], [9, 0, 1, 1], [1, 1, 0, 9], [1, 1, 9, 0]], dtype=float)
    labels = cluster(np.repeat(whole(weights)[None], 5, axis=0), np.random.default_rng(0))
    assert labels.tolist() == [[0, 0, 0, 0]] * 5


@given(st.lists(st.floats(-2, 2), min_size=21, max_size=21), st.integers(0, 9))
def test_nobody_would_rather_be_elsewhere(values: list[float], seed: int) -> None:
    weights = np.zeros((7, 7))
    weights[np.triu_indices(7, 1)] = values
    weights = np.rint((weights + weights.T) * 4096) / 4096
    (labels,) = cluster(whole(weights)[None], np.random.default_rng(seed))
    pull = weights @ (labels[:, None] == np.arange(8)[None, :])
    mine = pull[np.arange(7), labels]
    assert (mine >= pull.max(axis=1) - 1e-9).all()
    assert labels[0] == 0
    assert set(labels.tolist()) == set(range(int(labels.max()) + 1))


def one_by_one(weights: np.ndarray, random: np.random.Generator) -> list[int]:
    """The same search as plain loops over every node, for one graph."""
    size = len(weights)
    labels = list(range(size))
    while True:
        moved = False
        for node in np.argsort(random.random((1, size)), axis=1)[0].tolist():
            pulls = [
                sum(weights[node, at] for at in range(size) if labels[at] == label)
                for label in range(size)
            ]
            best = int(np.argmax(pulls))
            if pulls[best] > pulls[labels[node]]:
                labels[node], moved = best, True
        if not moved:
            return labels


@given(st.lists(st.integers(-3, 3), min_size=36, max_size=36), st.integers(0, 99))
def test_who_is_passed_over_would_have_stayed(values: list[int], seed: int) -> None:
    weights = np.zeros((9, 9))
    weights[np.triu_indices(9, 1)] = values
    weights += weights.T
    labels = np.arange(9)[None]
    _move(whole(weights)[None], labels, np.random.default_rng(seed))
    assert labels[0].tolist() == one_by_one(weights, np.random.default_rng(seed))
