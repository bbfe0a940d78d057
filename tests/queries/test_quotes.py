"""The sentence around a quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.quotes import sentence_around


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("He left. Minsk freed them. All did.", "freed", "Minsk freed them."),
        # A heading ends with its line.
        ("date 2025-12-18\n\nTalks in Minsk\n\nHe left.", "Talks", "Talks in Minsk"),
        ("Talks in Minsk\r\n\r\nHe left.", "left", "He left."),
        # Titles and initials end nothing, nor do decimals.
        ("So. Gen. Belov met U.S. Senator J. Smith on Monday.", "met", None),
        ("He paid 3.5 million. They left.", "paid", "He paid 3.5 million."),
        # Romanian quotation marks close with the sentence.
        ("„Vom pleca.” Apoi a tăcut.", "pleca", "„Vom pleca.”"),
        ("A plecat!» A tăcut.", "plecat", "A plecat!»"),
        # A quote over two sentences shows both.
        ("One. Two. Three. Four.", "Two. Three", "Two. Three."),
        ("no end at all", "end", "no end at all"),
        ("Whole.", "Whole.", "Whole."),
    ],
)
def test_sentence_of_a_quote(text: str, quote: str, sentence: str | None) -> None:
    start = text.index(quote)
    first, last = sentence_around(text, start, start + len(quote))
    assert text[first:last] == (text.removeprefix("So. ") if sentence is None else sentence)


def test_a_line_of_millions_of_letters_is_cut_around_the_quote() -> None:
    text = "a" * 3_000_000 + " quote " + "b" * 3_000_000
    start = text.index("quote")
    first, last = sentence_around(text, start, start + 5)
    assert (start - first, last - start) == (2_000, 2_005)


@given(text=st.text("aB.!? \n„”", max_size=60), data=st.data())
def test_the_sentence_holds_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_around(text, start, end)
    assert 0 <= first <= start <= end <= last <= len(text)
