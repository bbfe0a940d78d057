"""The telling words of sentences, in two languages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.loaders.reading.gazetteer import gazetteer
from detente.loaders.reading.wording import alike, shared, wording
from detente.seeds import roster


def told(text: str, lang: str) -> tuple[str, ...]:
    return wording(text, gazetteer(roster(), lang).find(text), lang)


def test_two_languages_share_actors_capitals_numbers_and_roots() -> None:
    one = told("Rusia a lansat 140 de rachete asupra Kievului, un spital a ars.", "ro")
    other = told("A hospital burned in Kyiv after Russia launched 140 missiles.", "en")
    assert shared(one, other) == {"RUS", "UKR@", "140"}


def test_forms_of_one_word_are_alike_whatever_their_marks() -> None:
    one, other = told("Rafinăria arde.", "ro"), told("Incendiu la rafinăriei rusești.", "ro")
    assert shared(one, other) == {"rafinaria"}


def test_a_number_is_only_like_itself() -> None:
    assert alike("1500", "1500")
    assert not alike("1500", "15000")


WORDS = st.text("abcdefg12", min_size=1, max_size=9)


@given(WORDS, WORDS)
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, one)
