"""Who fills a slot from further off: phrases hung elsewhere, subjects of the clauses above."""

from __future__ import annotations

from collections.abc import Iterator

from detente.loaders.reading.arguments import (
    BY,
    Argument,
    is_oblique,
    is_relative,
    is_verb,
    subjects_of,
)
from detente.loaders.reading.attitudes import kept_from
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.words import Words

__all__ = ["inherited_subjects", "late_phrases"]

_CONTROLLED = frozenset({"xcomp", "ccomp"})
_NONE: frozenset[int] = frozenset()


def late_phrases(
    parse: Parse, index: int, words: Words, others: frozenset[int] = _NONE
) -> Iterator[Argument]:
    """Phrases after a word that the parser hung lower or higher than they belong.

    "an agreement to restore relations with X": X is the other party of both. Only up to the verb
    of the clause, not inside a finite clause, and only what follows the word. An agent is not
    looked for past another event (`others`).
    """
    for below in sorted(parse.subtree(index)):
        preposition = parse.case(below)
        if below > index and preposition != "" and parse.words[below].label in {"nmod", "obl"}:
            phrase = _phrase(preposition, below, words)
            if not _inside_clause(parse, below, index, others if phrase.slot == "subj" else _NONE):
                yield phrase
    below = index
    for above in parse.ancestors(index):
        for child in parse.under(above, "nmod", "obl"):
            preposition = parse.case(child)
            if child > index and child != below and preposition != "":
                yield _phrase(preposition, child, words)
        if is_verb(parse, above) and parse.words[above].features.get("VerbForm") == "Fin":
            return
        below = above


def _phrase(preposition: str, word: int, words: Words) -> Argument:
    slot = words.aliases.get(preposition, preposition)
    return Argument("subj" if slot in BY else slot, word)


def _inside_clause(parse: Parse, index: int, top: int, others: frozenset[int]) -> bool:
    for above in parse.ancestors(index):
        if above == top:
            return False
        if above in others:
            return True
        if is_verb(parse, above) and parse.words[above].features.get("VerbForm") != "Inf":
            return True
    return False


def _owners_of(parse: Parse, noun: int) -> Iterator[int]:
    if parse.words[noun].pos == "PROPN" and parse.case(noun) == "":
        # "says US to deploy …": the name before an infinitive acts.
        yield noun
    for child in parse.under(noun, "nmod", "amod", "compound", "det"):
        word = parse.words[child]
        owned = word.label != "nmod" or word.subtype == "poss" or is_oblique(parse, child)
        if owned and word.pos in {"PROPN", "NOUN", "ADJ"}:
            yield child


def inherited_subjects(parse: Parse, index: int, words: Words) -> Iterator[int]:
    """Grammatical subjects that a clause or noun without one may take from the clauses above it.

    "Lukashenko said he hopes to restore ties": restore < hopes, whose subject it shares.
    """
    path, below = {index}, index
    for above in parse.ancestors(index):
        if parse.words[below].label == "acl" and not is_relative(parse, below):
            # "Indonesia's plan to send troops": whose plan it is acts.
            yield from _owners_of(parse, above)
        if is_verb(parse, above):
            kept = parse.words[below].label == "advcl" and kept_from(parse, below, above, words)
            controlled = parse.words[below].label in _CONTROLLED or kept
            if controlled and parse.words[above].lemma not in words.promising:
                # "asked Germany to send": the object of the verb above acts below.
                yield from (child for child in parse.under(above, "obj", "iobj") if child < below)
            yield from (word for word in subjects_of(parse, above) if word not in path)
        path.add(above)
        below = above
