"""Attachments that small parsers get wrong in news text, put right before anything is read off.

Each rule stands for a phenomenon measured on real parses and has its own test.
"""

from __future__ import annotations

from detente.loaders.reading.attachments import attach_objects, attach_phrases
from detente.loaders.reading.clauses import lost_clauses, tail_reports
from detente.loaders.reading.colons import part_speaker
from detente.loaders.reading.coordination import join_names
from detente.loaders.reading.exchange import signs
from detente.loaders.reading.parse import NOUNS, Parse
from detente.loaders.reading.words import Words

__all__ = ["repair"]

_RELATIVE = frozenset({"care", "which", "who", "whom", "that", "where", "unde"})
_TIMES = frozenset({"after", "when", "before", "dupa", "cand", "inainte"})
_BEFORE_VERB = frozenset({"AUX", "ADV", "PART"})
_WITH = frozenset({"cu", "with"})


def repair(parse: Parse, words: Words) -> None:
    """Apply every rule, in order."""
    _exchange_adverbs(parse, words)
    _adverbs(parse, words)
    attach_phrases(parse, words)
    _particles(parse, words)
    _degree_phrases(parse, words)
    _participle_phrases(parse)
    _relative_clauses(parse)
    _time_clauses(parse)
    _as_clauses(parse)
    part_speaker(parse)
    join_names(parse)
    lost_clauses(parse)
    _two_subjects(parse)
    attach_objects(parse, words)
    _fronted(parse)
    tail_reports(parse, words)
    _after_source(parse, words)


def _exchange_adverbs(parse: Parse, words: Words) -> None:
    """Case: „au relaxat în schimb sancțiunile”: the sign is no preposition of what follows."""
    for first, last in signs(parse, words):
        sign = " ".join(word.form for word in parse.words[first : last + 1])
        if sign not in words.exchange_adverbs or parse.words[first].label != "case":
            continue
        noun = parse.words[first].head
        if noun > last and parse.words[noun].head != noun:
            parse.move(first, parse.words[noun].head, "advmod")


def _adverbs(parse: Parse, words: Words) -> None:
    """Case: „amenință din nou Iranul”: an adverb of two words is no preposition."""
    for word in parse.words:
        if word.label != "case" or parse.case(word.head) not in words.adverbs:
            continue
        noun = parse.words[word.head]
        verb = parse.words[noun.head]
        if verb.pos == "VERB" and verb.index < word.index < noun.index:
            parse.move(word.index, verb.index, "advmod")
            if noun.label in {"obl", "nmod"} and noun.features.get("Case") != "Dat,Gen":
                noun.label = "obj"


def _particles(parse: Parse, words: Words) -> None:
    """Case: "handed over two detainees": particle and object of the verb."""
    for word in parse.words:
        if word.label != "case" or word.index == 0:
            continue
        noun = parse.words[word.head]
        verb = parse.words[noun.head]
        if f"{verb.lemma} {word.form}" in words.phrasal and verb.index == word.index - 1:
            parse.move(word.index, verb.index, "compound", "prt")
            parse.move(noun.index, verb.index, "obj")


def _degree_phrases(parse: Parse, words: Words) -> None:
    """Case: "depends to a large extent on X", „depinde într-o mare măsură de X”."""
    for word in parse.words:
        if word.lemma not in words.degree or word.head == word.index:
            continue
        for child in parse.under(word.index, "nmod", "obl"):
            if parse.case(child) not in {"", "of"} and child > word.index:
                parse.move(child, word.head, "obl")


def _participle_phrases(parse: Parse) -> None:
    """Case: „legături strânse cu Rusia”: the phrase belongs to the noun, not to its participle."""
    for word in parse.words:
        if word.label not in {"acl", "amod"} or any(parse.under(word.index, "aux", "nsubj")):
            continue
        if word.features.get("VerbForm") in {"Inf", "Fin", "Ger"}:
            continue
        for child in parse.under(word.index, "obl", "nmod"):
            if parse.case(child) in _WITH:
                parse.move(child, word.head, "nmod")


def _relative_clauses(parse: Parse) -> None:
    """Case: "…, said Lukashenko, who had been isolated": a clause of the noun before it."""
    for word in parse.words:
        if word.form not in _RELATIVE or word.pos not in {"PRON", "SCONJ", "DET", "ADV"}:
            continue
        clause = word.head
        if word.pos == "SCONJ" or clause <= word.index or parse.words[clause].head == clause:
            continue
        noun = _noun_before(parse, word.index)
        head = parse.words[parse.words[clause].head]
        if noun is None or head.pos in {"NOUN", "PROPN", "PRON"} or head.index == noun:
            continue
        if parse.words[clause].label in {"acl", "advcl", "ccomp", "parataxis", "conj"}:
            parse.move(clause, noun, "acl", "relcl")


def _time_clauses(parse: Parse) -> None:
    """Case: "…, which was closed after X invaded Y": the clause belongs to the verb just before."""
    for word in parse.words:
        marks = [child for child in parse.under(word.index, "mark") if child < word.index]
        if word.label != "advcl" or len(marks) == 0 or parse.words[marks[0]].form not in _TIMES:
            continue
        verbs = [other.index for other in parse.words[: marks[0]] if other.pos == "VERB"]
        nearest = verbs[-1] if len(verbs) > 0 else word.head
        if nearest > word.head and word.head in parse.ancestors(nearest):
            parse.move(word.index, nearest, "advcl")


def _as_clauses(parse: Parse) -> None:
    """Case: "closed its airspace as drones attacked a base": the drones closed nothing."""
    for word in parse.words:
        if parse.case(word.index) != "as" or word.label not in {"nmod", "obl"}:
            continue
        after = [other for other in parse.words[word.index + 1 :] if other.pos not in _BEFORE_VERB]
        verb = after[0] if len(after) > 0 else word
        finite = verb.pos == "VERB" and verb.features.get("VerbForm") == "Fin"
        subjects = parse.under(verb.index, "nsubj")
        if not finite or verb.label == "root" or any(child > word.index for child in subjects):
            continue
        main = verb.head
        for child in subjects:
            parse.move(child, main, "obj")
        parse.move(word.index, verb.index, "nsubj")
        parse.move(verb.index, main, "advcl")
        for mark in parse.under(word.index, "case"):
            parse.move(mark, verb.index, "mark")


def _two_subjects(parse: Parse) -> None:
    """Case: „UE îndeamnă Israelul să …”: of two subjects the one after the verb is its object."""
    for word in parse.words:
        subjects = parse.under(word.index, "nsubj")
        after = [child for child in subjects if child > word.index]
        if word.pos != "VERB" or len(after) == 0 or len(after) == len(subjects):
            continue
        if len(parse.under(word.index, "obj")) == 0 and parse.words[after[0]].pos in NOUNS:
            parse.move(after[0], word.index, "obj")


def _fronted(parse: Parse) -> None:
    """Case: "In exchange for Y, X lifted …": the noun between comma and verb is the subject."""
    for word in parse.words:
        if word.pos != "VERB" or len(parse.under(word.index, "nsubj")) > 0:
            continue
        at = word.index - 1
        while at > 0 and parse.words[at].pos in _BEFORE_VERB:
            at -= 1
        noun = parse.words[at] if at > 0 else word
        if noun.pos not in NOUNS or parse.words[at - 1].form != ",":
            continue
        if noun.label in {"punct", "appos", "conj", "dep", "nmod"} and parse.case(at) == "":
            parse.move(at, word.index, "nsubj")


def _after_source(parse: Parse, words: Words) -> None:
    """Case: "According to X, Y and Z agreed": Y and Z are the subject, not joined to X."""
    for word in parse.words:
        if parse.case(word.index) not in words.according or word.head == word.index:
            continue
        joined = [
            other
            for other in parse.under(word.index, "conj")
            if any(between.form == "," for between in parse.words[word.index : other])
        ]
        if len(joined) > 0 and len(parse.under(word.head, "nsubj")) == 0:
            parse.move(joined[0], word.head, "nsubj")
            for other in joined[1:]:
                parse.move(other, joined[0], "conj")


def _noun_before(parse: Parse, index: int) -> int | None:
    before = index - 1
    while before >= 0 and (parse.words[before].pos in {"PUNCT", "ADP"}):
        before -= 1
    if before < 0 or parse.words[before].pos not in NOUNS:
        return None
    while parse.words[before].label in {"flat", "compound"} and parse.words[before].head != before:
        before = parse.words[before].head
    return before
