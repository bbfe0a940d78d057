"""One file holds one language pipeline, its weights in half precision.

spaCy writes a folder of single-precision arrays, twice the size that the parser needs; halving the
precision moves no test score by more than 0.1 points (docs/models.md).
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np
import spacy
import srsly
from spacy.language import Language

__all__ = ["languages", "path", "read", "write"]


# Shorter values hold no weights.
_SMALLEST = 64


def path(lang: str) -> Path:
    """The shipped file of a language.

    >>> path("ro").name
    'ro.pipeline'
    """
    return Path(__file__).with_name(f"{lang}.pipeline")


def languages() -> tuple[str, ...]:
    """The languages that have a shipped file.

    >>> languages()
    ('en', 'ro', 'ru')
    """
    folder = Path(__file__).parent
    return tuple(sorted(source.stem for source in folder.glob("*.pipeline")))


def write(nlp: Language, target: Path) -> None:
    """Write a trained pipeline, whole or not at all."""
    content = {"config": nlp.config.to_str(), "bytes": _map(nlp.to_bytes(), _halve)}
    packed = zlib.compress(srsly.msgpack_dumps(content), level=9)
    partial = target.with_suffix(".partial")
    partial.write_bytes(packed)
    partial.replace(target)


def read(source: Path) -> Language:
    """Load a pipeline that `write` wrote.

    Raises `FileNotFoundError` where there is none.
    """
    content = srsly.msgpack_loads(zlib.decompress(source.read_bytes()))
    config = spacy.util.load_config_from_str(content["config"])
    config["initialize"]["vectors"] = None
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    return nlp.from_bytes(_map(content["bytes"], _restore))


def _map(value: Any, change: Any) -> Any:
    # Weights lie in message packs inside message packs: unfold, change the arrays, fold again.
    if isinstance(value, np.ndarray):
        return change(value)
    if isinstance(value, dict):
        return {key: _map(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_map(item, change) for item in value]
    if isinstance(value, bytes) and len(value) > _SMALLEST:
        inner = _unpacked(value)
        return value if inner is None else srsly.msgpack_dumps(_map(inner, change))
    return value


def _unpacked(value: bytes) -> Any:
    try:
        inner = srsly.msgpack_loads(value)
    except (ValueError, TypeError):
        return None
    return inner if isinstance(inner, dict | list | np.ndarray) else None


def _halve(array: Any) -> Any:
    return array.astype(np.float16) if array.dtype == np.float32 else array


def _restore(array: Any) -> Any:
    return array.astype(np.float32) if array.dtype == np.float16 else array
