"""The weights of the ranker as one small file: linear layers over hashed features, and trees.

No word of the training texts is in it: a feature is kept as the 32 bits of its hash.
"""

from __future__ import annotations

import io
import zlib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["PATH", "Trees", "Weights", "load", "quantised", "read", "write"]

Floats: TypeAlias = NDArray[np.float32]

#: The shipped file.
PATH = Path(__file__).with_name("pipelines") / "ranker.weights"
_LARGEST = 127


class Trees(NamedTuple):
    """Boosted trees, one row a tree: where to go from each node, and what a leaf adds."""

    feature: NDArray[np.int16]
    threshold: Floats
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: Floats
    base: float

    def score(self, rows: Floats) -> Floats:
        """The log-odds of each row."""
        trees = np.arange(len(self.feature))[None, :]
        at = np.zeros((len(rows), len(self.feature)), np.int16)
        lines = np.arange(len(rows))[:, None]
        while True:
            feature = self.feature[trees, at]
            inner = feature >= 0
            if not inner.any():
                odds: Floats = self.value[trees, at].sum(1) + np.float32(self.base)
                return odds
            low = rows[lines, feature] <= self.threshold[trees, at]
            below = np.where(low, self.left[trees, at], self.right[trees, at])
            at = np.where(inner, below, at)


class Weights(NamedTuple):
    """Linear weights, a row for each known hash and a column for each question, then trees."""

    hashes: NDArray[np.uint32]
    linear: NDArray[np.int8]
    scale: Floats
    bias: Floats
    trees: Trees

    def rows(self) -> dict[int, int]:
        """Where the weights of each hash stand."""
        return {int(one): row for row, one in enumerate(self.hashes)}


def quantised(hashes: list[int], linear: Floats, bias: Floats, trees: Trees) -> Weights:
    """Weights in eight bits, a scale for each column."""
    order = np.argsort(np.array(hashes, np.uint32))
    scale = (np.abs(linear).max(0) / _LARGEST + 1e-12).astype(np.float32)
    small = np.rint(linear[order] / scale).astype(np.int8)
    kept = np.array(hashes, np.uint32)[order]
    return Weights(kept, small, scale, bias.astype(np.float32), trees)


def write(weights: Weights, path: Path = PATH) -> None:
    """Write the file, whole or not at all; the same weights give the same bytes."""
    buffer = io.BytesIO()
    arrays = (*weights[:4], *weights.trees[:5], np.array(weights.trees.base, np.float32))
    for array in arrays:
        np.lib.format.write_array(buffer, np.ascontiguousarray(array), allow_pickle=False)
    partial = path.with_suffix(".partial")
    partial.write_bytes(zlib.compress(buffer.getvalue(), level=9))
    partial.replace(path)


def read(path: Path = PATH) -> Weights:
    """Read a file that `write` wrote.

    Raises `FileNotFoundError` where there is none.
    """
    buffer = io.BytesIO(zlib.decompress(path.read_bytes()))
    arrays = [np.lib.format.read_array(buffer, allow_pickle=False) for _ in range(10)]
    hashes, linear, scale, bias, feature, threshold, left, right, value, base = arrays
    trees = Trees(feature, threshold, left, right, value, float(base.item()))
    return Weights(hashes, linear, scale, bias, trees)


@lru_cache(maxsize=1)
def load() -> Weights:
    """The shipped weights, read once."""
    return read()
