"""A sentence as words with heads: what every later stage looks at.

spaCy's tokens are read-only and slow to walk; a `Parse` is a plain copy whose heads the repair
rules may move. Labels are Universal Dependencies; a subtype stands in `subtype`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from spacy.tokens import Doc

from detente.graph.ids import fold
from detente.loaders.reading.lemmas import Lemmas
from detente.loaders.reading.stand_ins import spans_of
from detente.loaders.reading.words import Words

__all__ = ["NOMINAL", "NOUNS", "Parse", "Word", "parse_of"]

#: Parts of speech of names and things.
NOUNS = frozenset({"NOUN", "PROPN"})
#: Parts of speech that may be an actor or the head of an actor's name.
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ", "NUM", "X"})
_VERBAL = frozenset({"VERB", "AUX"})


@dataclass(slots=True)
class Word:
    """One word: `text` as written, `form` and `lemma` folded, `start`/`end` in the clean text."""

    index: int
    text: str
    form: str
    lemma: str
    pos: str
    label: str
    subtype: str
    head: int
    features: dict[str, str]
    start: int
    end: int


@dataclass(slots=True)
class Parse:
    """The words of one sentence; the root's head is itself.

    `children[i]` lists the dependents of word `i` in text order. `cases` and `prepositions` are
    those of the language's word classes.
    """

    words: list[Word]
    children: list[list[int]] = field(default_factory=list)
    cases: Mapping[str, str] = field(default_factory=dict)
    prepositions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.link()

    def link(self) -> None:
        """Recompute `children` after heads were moved."""
        self.children = [[] for _ in self.words]
        for word in self.words:
            if word.head != word.index:
                self.children[word.head].append(word.index)

    def move(self, index: int, head: int, label: str, subtype: str = "") -> None:
        """Attach a word elsewhere, unless that would close a circle."""
        if head in self.subtree(index):
            return
        word = self.words[index]
        word.head, word.label, word.subtype = head, label, subtype
        self.link()

    def put_in_place(self, index: int, of: int) -> None:
        """Attach a word where another hangs; the other one keeps its own attachment."""
        word, old = self.words[index], self.words[of]
        word.head, word.label, word.subtype = old.head, old.label, old.subtype
        if old.head == of:
            word.head = index
        self.link()

    def under(self, index: int, *labels: str) -> list[int]:
        """The dependents of a word that carry one of the labels."""
        return [child for child in self.children[index] if self.words[child].label in labels]

    def ancestors(self, index: int) -> Iterator[int]:
        """The heads above a word, nearest first."""
        while self.words[index].head != index:
            index = self.words[index].head
            yield index

    def subtree(self, index: int) -> set[int]:
        """A word with everything below it."""
        found, stack = set(), [index]
        while len(stack) > 0:
            top = stack.pop()
            if top not in found:
                found.add(top)
                stack.extend(self.children[top])
        return found

    def case(self, index: int) -> str:
        """The preposition of a word, folded and joined: "with", "de la", "" where there is none."""
        parts: list[int] = []
        for child in self.children[index]:
            word = self.words[child]
            if word.label == "case" or (word.label == "mark" and word.pos == "ADP"):
                parts.extend([child, *self.under(child, "fixed")])
        written = " ".join(self.words[part].form for part in sorted(parts) if part < index)
        if len(self.prepositions) == 0:
            return written
        exact = f"{written} {self.words[index].features.get('Case', '').lower()}"
        return self.prepositions.get(exact) or self.prepositions.get(written, written)

    def bare_slot(self, index: int) -> str | None:
        """The slot that the case of a word says, None where the language has no such cases."""
        return self.cases.get(self.words[index].features.get("Case", ""))

    def has(self, index: int, label: str, forms: frozenset[str]) -> bool:
        """Whether a dependent with this label has one of these forms or lemmas."""
        return any(
            self.words[child].form in forms or self.words[child].lemma in forms
            for child in self.under(index, label)
        )


def parse_of(doc: Doc, lemmas: Lemmas, classes: Words) -> Parse:
    """Copy a parsed, masked spaCy document; `lemmas` has the last word over the lemmatizer."""
    words = []
    for token, (text, start, end) in zip(doc, spans_of(doc), strict=True):
        label, _, subtype = token.dep_.partition(":")
        form = fold(text)
        words.append(
            Word(
                index=token.i,
                text=text,
                form=form,
                lemma=lemmas.of(
                    form,
                    fold(token.lemma_) if token.text == text else form,
                    noun=token.pos_ not in _VERBAL,
                ),
                pos=token.pos_,
                label="root" if label == "ROOT" else label,
                subtype=subtype,
                head=token.head.i,
                features=token.morph.to_dict(),
                start=start,
                end=end,
            )
        )
    return Parse(words, cases=classes.cases, prepositions=classes.prepositions)
