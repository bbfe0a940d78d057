"""Clauses that small parsers take for noun phrases: main clauses, and reports behind them."""

from __future__ import annotations

from detente.loaders.reading.parse import NOUNS, Parse
from detente.loaders.reading.words import Words

__all__ = ["lost_clauses", "tail_reports"]

_BREAKS = frozenset({",", "”", '"', "»", "“"})
_BEFORE_VERB = frozenset({"AUX", "ADV", "PART"})


def tail_reports(parse: Parse, words: Words) -> None:
    """Case: "…, Romania's minister confirmed": who says so is no part of what is said."""
    for word in parse.words:
        if word.pos != "VERB" or word.lemma not in words.report or word.index == 0:
            continue
        if len(parse.under(word.index, "nsubj")) > 0:
            continue
        at = word.index - 1
        while at > 0 and parse.words[at].pos in _BEFORE_VERB:
            at -= 1
        noun = _phrase_head(parse, at)
        below = parse.subtree(noun)
        below = below - parse.subtree(word.index) if word.index in below else below
        start = min((index for index in below if parse.words[index].pos != "PUNCT"), default=0)
        named = parse.words[noun].pos in NOUNS and parse.case(noun) == ""
        if not named or start == 0 or parse.words[start - 1].form not in _BREAKS:
            continue
        if word.label == "acl" and word.head == noun:
            parse.put_in_place(word.index, noun)
            if parse.words[word.index].label not in {"root", "ccomp"}:
                parse.words[word.index].label = "parataxis"
            parse.move(noun, word.index, "nsubj")
        elif word.index not in parse.subtree(noun) and parse.words[noun].label != "nsubj":
            parse.move(noun, word.index, "nsubj")


def _phrase_head(parse: Parse, index: int) -> int:
    """The head of the noun phrase that ends with a word: "the minister in Bern"."""
    while True:
        word = parse.words[index]
        head = parse.words[word.head]
        inside = word.label in {"nmod", "flat", "compound", "appos"} and head.pos in NOUNS
        between = parse.words[head.index : index]
        if not inside or head.index > index or any(other.form in _BREAKS for other in between):
            return index
        index = head.index


def lost_clauses(parse: Parse) -> None:
    """Case: "Haiti's prime minister praised Kenya, whose …" is a clause, not a noun phrase."""
    for noun in parse.words:
        if noun.label != "root" or noun.pos not in NOUNS or len(parse.under(noun.index, "cop")) > 0:
            continue
        verb = parse.words[min(noun.index + 1, len(parse.words) - 1)]
        if verb.pos != "VERB" or verb.head != noun.index or verb.label != "acl":
            continue
        filled = parse.under(verb.index, "obj", "iobj", "xcomp", "ccomp")
        if verb.subtype == "relcl" or verb.features.get("VerbForm") == "Ger" or len(filled) == 0:
            continue
        if noun.pos == "NOUN" and parse.words[filled[0]].label == "iobj":
            continue
        later = [child for child in parse.children[noun.index] if child > verb.index]
        parse.put_in_place(verb.index, noun.index)
        parse.move(noun.index, verb.index, "nsubj")
        verb.features = {**verb.features, "VerbForm": "Fin"}
        for child in later:
            parse.move(child, verb.index, parse.words[child].label, parse.words[child].subtype)
        for child in filled:
            if parse.words[child].label == "xcomp" and parse.words[child].pos == "PROPN":
                parse.words[child].label = "obj"
        for child in parse.under(verb.index, "nmod"):
            if parse.case(child) == "" and len(parse.under(verb.index, "obj")) == 0:
                parse.words[child].label = "obj"
