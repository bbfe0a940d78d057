"""Deterministic identifiers: the same parts always give the same id, on every machine."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from json.encoder import encode_basestring
from typing import cast

__all__ = ["fold", "make_id"]

# Made once: a load makes hundreds of thousands of ids.
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans("łøđıß", "lodis")


def make_id(prefix: str, *parts: object) -> str:
    """Hash `parts` into a short id; parts are JSON values, compared after NFC.

    >>> make_id("s", "article", 1, None) == make_id("s", "article", 1, None)
    True
    >>> make_id("s", "ab", "c") == make_id("s", "a", "bc")
    False
    """
    if all(type(part) is str for part in parts):
        # The same text, without the general encoder.
        text = f"[{','.join(map(encode_basestring, cast('tuple[str, ...]', parts)))}]"
    else:
        text = _written(parts)
    text = unicodedata.normalize("NFC", text)
    digest = hashlib.sha256(text.encode("utf8"))
    return f"{prefix}{digest.hexdigest()[:16]}"


def fold(text: str) -> str:
    """Lower-case without diacritics, for comparing names.

    >>> fold("Lukașenko") == fold("LUKAŞENKO") == "lukasenko"
    True
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(_PLAIN))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
