"""Where sentences begin and end."""

# Every letter of the text that is not space lies in exactly one sentence; no sentence crosses a
# paragraph or is longer than LONGEST.

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import BaseModel

from detente.loaders.reading.abbreviations import Abbreviations, abbreviations
from detente.loaders.reading.text import CleanText, fold_letters

__all__ = ["LONGEST", "Sentence", "sentences"]

LONGEST = 1500
_SHORTEST_CUT = 500
_LONGEST_HEADING = 250
_PARAGRAPH = re.compile(r"[^\n]+")
# A stop, with the brackets that it closes; or one whose space was lost ("Minsk.Joi").
_STOP = re.compile(
    r"(?:(?<![.!?…])[.!?…]++[)\]']*+(?=\s|$))|(?<=[^\W\d_]{2})\.(?=[^\W\d_][^\W\d_])"
)
_NEXT = re.compile(r"[\s(\[{'–—•*-]*([^\W_]+(?:[-'][^\W_]+)*)?")
_WORD = re.compile(r"[^\s(\[{'\"]*$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_](?:\.-?[^\W\d_])*")
_LONGEST_WORD = 20
_YEAR_FIGURES = 4
_SPEECH_WORDS = 5
_ROMAN = re.compile(r"[IVXLC]+")
_DOMAINS = frozenset(
    {"ro", "com", "org", "net", "info", "news", "md", "eu", "uk", "ru", "tv", "gov"}
)
_FINAL = tuple(".!?…:;,")


class Sentence(BaseModel, frozen=True):
    """One sentence: offsets into the clean text, the paragraph it stands in.

    A `heading` is a whole paragraph that ends without a stop.
    """

    index: int
    paragraph: int
    start: int
    end: int
    heading: bool


def sentences(cleaned: CleanText, lang: str = "en") -> list[Sentence]:
    r"""Cut a cleaned text into sentences.

    >>> from detente.loaders.reading.text import clean
    >>> cleaned = clean("Talks in Minsk\nGen. Belov met U.S. envoys. He left.")
    >>> [cleaned.text[found.start : found.end] for found in sentences(cleaned)]
    ['Talks in Minsk', 'Gen. Belov met U.S. envoys.', 'He left.']
    """
    text = cleaned.text
    cutter = _Cutter(text, abbreviations(lang), frozenset(end for _, end in cleaned.quoted))
    found: list[Sentence] = []
    paragraphs = (match for match in _PARAGRAPH.finditer(text) if not match[0].isspace())
    for paragraph, match in enumerate(paragraphs):
        spans = list(_bounded(text, cutter.spans(*match.span())))
        heading = len(spans) == 1 and _is_heading(text[spans[0][0] : spans[0][1]])
        for start, end in spans:
            found.append(
                Sentence(
                    index=len(found), paragraph=paragraph, start=start, end=end, heading=heading
                )
            )
    return found


def _is_heading(words: str) -> bool:
    return len(words) <= _LONGEST_HEADING and not words.rstrip(")]'").endswith(_FINAL)


class _Cutter(NamedTuple):
    """Decides which stops of a text end a sentence."""

    text: str
    known: Abbreviations
    quotations: frozenset[int]

    def spans(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first = start
        for stop in _STOP.finditer(self.text, start, end):
            if stop.start() >= first and self._ends(first, stop, end):
                yield first, stop.end()
                first = stop.end()
        yield first, end

    def _ends(self, first: int, stop: re.Match[str], end: int) -> bool:
        """Whether the stop ends the sentence that began at `first`."""
        following = _NEXT.match(self.text, stop.end(), end)
        after = (following[1] if following is not None else None) or ""
        if len(after) == 0:
            return True
        if after[0].islower():
            return False
        if stop[0].startswith("."):
            return self._full_stop(first, stop, after)
        # „Will it hold?” Stone asked.
        return stop.end() not in self.quotations or not self._speech_follows(stop.end(), end)

    def _full_stop(self, first: int, stop: re.Match[str], after: str) -> bool:
        if stop[0].startswith(".."):
            return True
        if stop.end() < len(self.text) and not self.text[stop.end()].isspace():
            # No space follows: a lost one ("Minsk.Joi"), or a name ("Digi24.ro").
            return after[0].isupper() and after[1:2].islower() and after.lower() not in _DOMAINS
        found = _WORD.search(self.text, max(first, stop.start() - _LONGEST_WORD), stop.start())
        word = found[0] if found is not None else ""
        start = stop.start() - len(word)
        if word.isdigit() and len(self.text[first:start].strip()) == 0:
            # "1. Talks": a number at the start counts paragraphs, unless it is a year.
            return len(word) >= _YEAR_FIGURES
        return self._after_word(start, word, after)

    def _after_word(self, start: int, word: str, after: str) -> bool:
        known = self.known
        kind = known.kind(word)
        lettered = len(after) == 1 or _ROMAN.fullmatch(after) is not None
        numbered = after[0].isdigit() or (lettered and after not in known.starters)
        if (kind is not None and self._ordinary(start, word)) or kind == "closing":
            return True
        if kind == "before_name" or (numbered and known.takes_number(word)):
            return False
        if kind == "inside" or (word[-1:].isupper() and _INITIALS.fullmatch(word) is not None):
            return after in known.starters
        return True

    def _ordinary(self, start: int, word: str) -> bool:
        before = self.text[max(0, start - _LONGEST_WORD) : start].split()
        unlike = self.known.not_after.get(self.known.key(word), frozenset())
        return len(before) > 0 and self.known.key(before[-1]) in unlike

    def _speech_follows(self, start: int, end: int) -> bool:
        words = re.findall(r"[\w'-]+", fold_letters(self.text[start : min(end, start + 60)]))
        joined = f" {' '.join(words[:_SPEECH_WORDS])} "
        return any(f" {fold_letters(verb)} " in joined for verb in self.known.speech)


def _bounded(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans without the space around them, the over-long ones in pieces."""
    for start, end in spans:
        first = start
        while end - first > LONGEST:
            cut = _cut(text, first)
            yield from _trimmed(text, first, cut)
            first = cut
        yield from _trimmed(text, first, end)


def _cut(text: str, start: int) -> int:
    for sign in "; ", ", ", " ":
        found = text.rfind(sign, start + _SHORTEST_CUT, start + LONGEST)
        if found >= 0:
            return found + len(sign)
    return start + LONGEST


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
