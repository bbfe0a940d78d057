"""Sentences: the expected cuts are made by hand, marked by a bar."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.loaders.reading.sentences import LONGEST, sentences
from detente.loaders.reading.text import clean

ENGLISH = [
    "Talks went on.|They failed.",
    "Gen. Mark Orlov met Lt. Col. Ann Berg and Mr. Stone.|They left.",
    "He met U.S. President Doe.|It ended.",
    "Troops left the U.S.|The senate agreed.",
    "Will he go?|No.|I doubt it.",
    "J. D. Harris and Donald J. Stone spoke.",
    "The fund holds $3.5 billion.|It grew by 2.1 percent.",
    "It was signed on Jan. 5 and Sept. 12.|It holds.",
    "Resolution No. 2231 was passed.",
    "He paused... and went on.|He paused...|Then he left.",
    "They wait… and hope.|They wait…|Nothing came.",
    "Will it hold?|Nobody knows!|Really?!|Yes.",
    "“Will it hold?” he asked.|He left.",
    "“Will it hold?” Stone asked.|He left.",
    "“It is over.”|Stone left.",
    "Arms, food, etc.|The rest came later.",
    "They met at 5 p.m. on Friday.",
    "It was over (see below.)|Nothing came.",
    "He came in 1994.|He left in 2022.|15 people stayed.",
    "1. Talks will go on.|2. Troops will leave.",
    "See example.com for more.",
    "The St. Petersburg talks vs. the Mt. Hermon talks.",
]
ROMANIAN = [
    "Negocierile continuă.|Ele au eșuat.",
    "Dl. Popa și dna. Ionescu l-au întâlnit pe gen. Stan.|Au plecat.",
    "Art. 5 și nr. 12 din lit. B rămân.|Atât.",
    "A fost semnat la 24 feb. 2022.|E valabil.",
    "Orice atac de acest gen.|Rusia a negat.",
    "Un mare acord…|Totul e bine.",
    "Nu știm… poate mâine.",
    "„Ce se va întâmpla?”, a întrebat el.|Nimeni nu știe.",
    "„Ce se va întâmpla?” a întrebat Popa.",
    "A plecat în S.U.A. pentru discuții.",
    "Arme, alimente etc.|Restul a venit mai târziu.",
    "A preluat puterea în 1994.|„Rămân”, a spus el.",
    "Au venit I. Popa și A. I. Stan.",
    "S-a întâlnit cu dr. Pop, prof. univ. dr. Ion Stan și lt.col. Radu.",
]


def cut(text: str, lang: str) -> list[str]:
    cleaned = clean(text)
    return [cleaned.text[one.start : one.end] for one in sentences(cleaned, lang)]


@pytest.mark.parametrize(
    ("lang", "marked"),
    [*(("en", text) for text in ENGLISH), *(("ro", text) for text in ROMANIAN)],
)
def test_cuts(lang: str, marked: str) -> None:
    assert cut(marked.replace("|", " "), lang) == [clean(part).text for part in marked.split("|")]


def test_a_lost_space_is_no_name() -> None:
    assert cut("The deal holds.The border is open.", "en") == [
        "The deal holds.",
        "The border is open.",
    ]
    assert cut("Citiți pe Stiri24.Ro mai multe.", "ro") == ["Citiți pe Stiri24.Ro mai multe."]


def test_paragraphs_and_headings() -> None:
    cleaned = clean(
        "Talks in Minsk\n\nThe envoys met. They left.\n\nWhat comes next?\nA “new” start\nIt holds"
    )
    found = sentences(cleaned, "en")
    assert [(one.index, one.paragraph, one.heading) for one in found] == [
        (0, 0, True),
        (1, 1, False),
        (2, 1, False),
        (3, 2, False),
        (4, 3, True),
        (5, 4, True),
    ]
    assert cleaned.text[found[4].start : found[4].end] == "A new start"


def test_a_language_without_a_list_is_cut_with_the_english_one() -> None:
    assert cut("Dr. Roe est là. Il part.", "fr") == ["Dr. Roe est là.", "Il part."]


def test_an_over_long_sentence_is_cut_at_its_best_sign() -> None:
    text = "word " * 150 + "end; " + "word " * 120 + "end, " + "word " * 300
    pieces = cut(text, "en")
    assert [len(piece) <= LONGEST for piece in pieces] == [True] * len(pieces)
    assert pieces[0].endswith("end;")
    assert " ".join(pieces) == text.strip()


def test_a_text_without_any_space_is_bounded() -> None:
    pieces = cut("a" * (LONGEST * 2 + 1), "en")
    assert [len(piece) for piece in pieces] == [LONGEST, LONGEST, 1]


def test_a_line_of_five_megabytes_is_cut_in_seconds() -> None:
    told = "Gen. Orlov a spus că nr. 5 rămâne " + "în fiecare dintre orașele lor " * 10
    cleaned = clean(f"{told}... Apoi a plecat. " * 14_000)
    assert len(cleaned.text) > 4_500_000
    before = time.process_time()
    found = sentences(cleaned, "ro")
    assert len(found) == 28_000
    assert time.process_time() - before < 10


@pytest.mark.parametrize(
    "unit",
    [
        ".",
        ".a",
        "'",
        "' a",
        '"',
        'a"',
        "\u0301",
        " ",
        "\n",
        "- ",
        ",,",
        "&amp;",
        "!)",
        "1. ",
        "\r\n a",
    ],
)
def test_no_text_takes_more_than_linear_time(unit: str) -> None:
    before = time.process_time()
    for text in (unit * 60_000, unit * 60_000 + "x"):
        sentences(clean(text), "ro")
    # A quadratic step would take minutes.
    assert time.process_time() - before < 10


PARTS = st.sampled_from(
    [*"aA1 .!?…;,\n()'\"„”", "Mr. ", "U.S. ", "word ", "Word ", "... ", "nr. 5"]
)


@given(st.one_of(st.text(max_size=200), st.lists(PARTS, max_size=80).map("".join)))
def test_every_letter_lies_in_one_sentence(text: str) -> None:
    cleaned = clean(text)
    for lang in ("en", "ro"):
        end = 0
        for number, one in enumerate(sentences(cleaned, lang)):
            assert one.index == number
            assert cleaned.text[end : one.start].strip() == ""
            assert 0 < one.end - one.start <= LONGEST
            assert "\n" not in cleaned.text[one.start : one.end]
            end = one.end
        assert cleaned.text[end:].strip() == ""
