"""Correlation clustering: nodes with signed weights sorted so that friends are together."""

# Nodes move one by one to where they gain most, then whole clusters join while that gains, until
# neither does: the local moving and aggregation of Louvain and Leiden, with the quality of
# correlation clustering. Weights are whole numbers, which add up to the same sum in any order, so
# that runs are the same on any machine.

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Floats", "Ints", "Whole", "cluster", "whole"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Whole numbers, held as what arrays add up fastest: exact up to 16 million.
Whole = NDArray[np.float32]

_GRAIN, _ROUNDS, _SWEEPS = 4096.0, 10, 50


def whole(weights: Floats) -> Whole:
    """Weights as whole numbers of grains, 4096 to the unit.

    >>> whole(np.array([1.0, -0.5])).tolist()
    [4096.0, -2048.0]
    """
    return np.rint(weights * _GRAIN).astype(np.float32)


def cluster(weights: Whole, random: np.random.Generator) -> Ints:
    """Sort nodes into clusters so that the weight within them is large, for many graphs at once.

    >>> friends = np.array([[0, 1, -1], [1, 0, -1], [-1, -1, 0]], dtype=float)
    >>> cluster(whole(friends)[None], np.random.default_rng(0)).tolist()
    [[0, 0, 1]]

    `weights` is a stack of symmetric matrices; what stands on their diagonals does not count.
    """
    size = weights.shape[-1]
    weights = weights.copy()
    weights[:, np.arange(size), np.arange(size)] = 0.0
    labels = np.tile(np.arange(size), (len(weights), 1))
    for _ in range(_ROUNDS):
        _move(weights, labels, random)
        labels = _numbered(labels)
        if not _join(weights, labels):
            break
    return _numbered(labels)


def _move(weights: Whole, labels: Ints, random: np.random.Generator) -> None:
    """Move nodes, in an order by chance, while any gains by it; `labels` is changed."""
    pulls = _Pulls(weights, labels)
    for _ in range(_SWEEPS):
        order = np.argsort(random.random(labels.shape), axis=1)
        if not pulls.sweep(order):
            return


class _Pulls:
    """How strongly each cluster pulls at each node, in each run, and who is where.

    `most` is no less than the strongest pull at a node, `own` is that of its cluster.
    """

    def __init__(self, weights: Whole, labels: Ints) -> None:
        self.weights, self.labels = weights, labels
        # As many clusters as nodes leave room for new ones. Numbered in the order of their first
        # nodes, as many as nodes are one each.
        self.of = weights.copy()
        count = int(labels.max(initial=0)) + 1
        if count < weights.shape[1]:
            self.of[:, :count] = _indicator(labels, count) @ weights
            self.of[:, count:] = 0.0

    def sweep(self, order: Ints) -> bool:
        """Let every node move in its turn to the cluster that pulls most; whether any did.

        Each run goes on to the next node that may gain: the others would stay where they are.
        """
        self.own = np.take_along_axis(self.of, self.labels[:, None], axis=1)[:, 0]
        self.most = self.of.max(axis=1)
        size, moved = order.shape[1], False
        turn = np.argsort(order, axis=1)
        due = np.where(self.most > self.own, turn, size)
        while True:
            now = due.min(axis=1)
            run = np.flatnonzero(now < size)
            if len(run) == 0:
                return moved
            now = now[run]
            node = order[run, now]
            due[run, node] = size
            pulls = self.of[run, :, node]
            to = pulls.argmax(axis=1)
            most = self.most[run, node] = pulls[np.arange(len(run)), to]
            going = most > self.own[run, node]
            if going.any():
                moved = True
                run, now = run[going], now[going]
                may = self._go(run, node[going], to[going])
                due[run] = np.where(may & (turn[run] > now[:, None]), turn[run], size)

    def _go(self, run: Ints, node: Ints, to: Ints) -> NDArray[np.bool_]:
        """Move one node in each of some runs; which nodes of these may gain by moving now."""
        pull, left = self.weights[run, node], self.labels[run, node]
        without, with_ = self.of[run, left] - pull, self.of[run, to] + pull
        self.of[run, left], self.of[run, to] = without, with_
        self.labels[run, node] = to
        labels, own = self.labels[run], self.own[run]
        np.copyto(own, without, where=labels == left[:, None])
        np.copyto(own, with_, where=labels == to[:, None])
        most = np.maximum(self.most[run], np.maximum(without, with_))
        self.own[run], self.most[run] = own, most
        return np.asarray(most > own)


def _join(weights: Whole, labels: Ints) -> bool:
    """Join the two clusters that gain most by it, again and again; whether any were joined."""
    runs, count = len(labels), int(labels.max()) + 1
    inside = _indicator(labels, count)
    between = inside @ weights @ inside.transpose(0, 2, 1)
    between[:, np.arange(count), np.arange(count)] = 0.0
    joined = False
    while True:
        flat = between.reshape(runs, -1)
        best = flat.argmax(axis=1)
        going = np.flatnonzero(flat[np.arange(runs), best] > 0)
        if len(going) == 0:
            return joined
        joined = True
        one, other = np.divmod(best[going], count)
        between[going, one] += between[going, other]
        between[going, :, one] += between[going, :, other]
        between[going, other] = 0.0
        between[going, :, other] = 0.0
        between[going, one, one] = 0.0
        moving = labels[going] == other[:, None]
        labels[going] = np.where(moving, one[:, None], labels[going])


def _indicator(labels: Ints, count: int) -> Whole:
    same = labels[:, None, :] == np.arange(count)[None, :, None]
    return np.asarray(same, dtype=np.float32)


def _numbered(labels: Ints) -> Ints:
    """The same clusters, numbered in the order of their first node."""
    size = labels.shape[1]
    heads = np.full_like(labels, size)
    np.minimum.at(heads, (np.arange(len(labels))[:, None], labels), np.arange(size))
    first = np.take_along_axis(heads, labels, axis=1)
    ranks = np.cumsum(first == np.arange(size), axis=1) - 1
    return np.asarray(np.take_along_axis(ranks, first, axis=1))
