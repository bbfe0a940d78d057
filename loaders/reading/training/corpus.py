"""Treebank files (CoNLL-U, gzip) as spaCy training documents."""

from __future__ import annotations

import gzip
import random
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.vocab import Vocab

__all__ = ["Layers", "documents", "read_sentences", "read_training_documents", "write_corpus"]

Row = list[str]


class Layers(NamedTuple):
    """Which columns of a treebank are trusted.

    >>> Layers(dependencies=True, words=False)      # silver trees, tags unused
    Layers(dependencies=True, words=False)
    """

    dependencies: bool
    words: bool


def read_sentences(path: Path) -> Iterator[list[Row]]:
    """Yield the word rows of each sentence of a gzipped CoNLL-U file."""
    rows: list[Row] = []
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if columns == [""]:
                if len(rows) > 0:
                    yield rows
                rows = []
            elif columns[0].isdigit():
                rows.append(columns)
    if len(rows) > 0:
        yield rows


def _is_tree(rows: list[Row]) -> bool:
    # A single cyclic tree makes spaCy's parser initialisation loop for ever.
    heads = [int(row[6]) if row[6].isdigit() else -1 for row in rows]
    if heads.count(0) != 1 or min(heads) < 0:
        return False
    for start in range(1, len(rows) + 1):
        node, steps = start, 0
        while node != 0 and steps <= len(rows):
            node, steps = heads[node - 1], steps + 1
        if node != 0:
            return False
    return True


def _document(group: list[list[Row]], vocab: Vocab, layers: Layers, *, plain: bool) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    heads: list[int] = []
    labels: list[str] = []
    tags: list[str] = []
    morphs: list[str] = []
    lemmas: list[str] = []
    starts: list[bool] = []
    for rows in group:
        offset, whole = len(words), layers.dependencies and _is_tree(rows)
        for index, row in enumerate(rows):
            words.append(_without_marks(row[1]) if plain else row[1])
            spaces.append(index == len(rows) - 1 or "SpaceAfter=No" not in row[9])
            lemmas.append("" if row[2] == "_" != row[1] else row[2])
            tags.append("" if row[3] == "_" else row[3])
            morphs.append("" if row[5] == "_" else row[5])
            starts.append(index == 0)
            head = int(row[6]) if whole else 0
            heads.append(offset + (head - 1 if head > 0 else index))
            labels.append("" if not whole else "ROOT" if head == 0 else row[7])
    kept = {"pos": tags, "morphs": morphs, "lemmas": lemmas} if layers.words else {}
    if any(labels):
        return Doc(vocab, words=words, spaces=spaces, heads=heads, deps=labels, **kept)
    return Doc(vocab, words=words, spaces=spaces, sent_starts=starts, **kept)


def _without_marks(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def documents(
    path: Path, layers: Layers, *, group: int, plain_share: float, chance: random.Random
) -> Iterator[Doc]:
    """Join one to `group` neighbouring sentences into documents.

    `plain_share` of the documents lose their diacritics (the lemmas keep them): a good part of
    what people paste is written without.
    """
    vocab, sentences = Vocab(), list(read_sentences(path))
    while len(sentences) > 0:
        size = chance.randint(1, group)
        plain = chance.random() < plain_share
        yield _document(sentences[:size], vocab, layers, plain=plain)
        sentences = sentences[size:]


def write_corpus(docs: Iterable[Doc], path: Path) -> None:
    """Write documents where `spacy train` reads them from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs).to_disk(path)


@spacy.registry.readers("detente.treebanks.v1")
def read_training_documents(path: str) -> Callable[[Language], Iterator[Example]]:
    """Read one corpus file in a fixed shuffled order, tokenised by the pipeline itself.

    spaCy aligns its own tokens to the gold words, so the parser learns from what it will meet.
    """

    def read(nlp: Language) -> Iterator[Example]:
        docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
        random.Random(0).shuffle(docs)
        for doc in docs:
            yield Example(nlp.make_doc(doc.text), doc)

    return read
