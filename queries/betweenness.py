"""How often the shortest ways between others lead through a node."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["betweenness"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def betweenness(left: Ints, right: Ints, lengths: Floats, *, nodes: int) -> Floats:
    """For each node, the share of all pairs of others whose shortest ways lead through it.

    >>> ends = np.array([0, 1]), np.array([1, 2])
    >>> betweenness(*ends, np.array([1.0, 1.0]), nodes=3).tolist()
    [0.0, 1.0, 0.0]

    The edges join `left` and `right` both ways. Where several ways of a pair are shortest, each
    counts for its part (Brandes 2001), here for the ways from all nodes at once.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    met, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    size, (one, other) = len(met), (ends[: len(left)], ends[len(left) :])
    found = np.zeros(nodes)
    if size == 0:
        return found
    length = np.full((size, size), np.inf)
    length[one, other] = length[other, one] = lengths
    every = np.arange(size)
    far = dijkstra(csr_array(np.where(np.isinf(length), 0.0, length)))
    order = np.argsort(far, axis=1, kind="stable")
    linked, reached = np.isfinite(length), np.isfinite(far)
    ways = np.eye(size)
    for at in order.T[1:]:
        # The last steps of the ways from every node to the one that is next in its order.
        step = linked[at] & reached & (far + length[at] == far[every, at][:, None])
        ways[every, at] = (ways * step).sum(axis=1)
    through = np.zeros((size, size))
    for at in order.T[:0:-1]:
        step = linked[at] & reached & (far + length[at] == far[every, at][:, None])
        parts = np.divide(ways, ways[every, at][:, None], out=np.zeros_like(ways), where=step)
        through += parts * (1.0 + through[every, at])[:, None]
    through[every, every] = 0.0
    found[met] = through.sum(axis=0) / max((nodes - 1) * (nodes - 2), 1)
    return found
