"""Ids hash what json writes, whichever way it is written."""

from __future__ import annotations

import hashlib
import json
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from detente.graph.ids import make_id

PARTS = st.lists(st.text() | st.integers() | st.none(), min_size=1, max_size=4)


@given(PARTS | st.lists(st.text(), min_size=1, max_size=4))
def test_texts_alone_are_hashed_as_among_other_parts(parts: list[str | int | None]) -> None:
    written = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(unicodedata.normalize("NFC", written).encode("utf8")).hexdigest()
    assert make_id("s", *parts) == f"s{digest[:16]}"
