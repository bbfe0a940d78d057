"""Which reports are one story: at scale, and whatever the order."""

from __future__ import annotations

from itertools import permutations

from detente.graph.stories import stories
from tests.graph.statements import statement

TEXT = tuple(f"word{number}" for number in range(20))


def test_order_changes_nothing() -> None:
    told = [
        statement("s1", publisher="Courier", wording=TEXT),
        statement("s2", publisher="Gazette", wording=TEXT[1:]),
        statement("s3", publisher="Herald", via=("AFP",), wording=TEXT[::-1]),
        statement("s4", publisher="AFP"),
    ]
    found = {tuple(sorted(stories(order).items())) for order in permutations(told)}
    assert found == {(("s1", "courier"), ("s2", "courier"), ("s3", "afp"), ("s4", "afp"))}


def test_half_of_a_text_is_no_copy() -> None:
    """Nine of nineteen word pairs, of twenty-eight in both: 0.32."""
    told = [
        statement("s1", publisher="Courier", wording=TEXT),
        statement("s2", publisher="Gazette", wording=(*TEXT[:10], *"abcdefghij")),
    ]
    assert len(set(stories(told).values())) == 2
