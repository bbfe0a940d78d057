"""Verbs that small parsers take for nouns beside a name, as headlines have them.

"Pakistan applauds Iran", „Iranul acuză SUA de …”: a name, a form that the lexicon knows as a verb,
and what follows. Treebanks of prose hardly have such sentences.
"""

from __future__ import annotations

from detente.loaders.reading.lemmas import Lemmas
from detente.loaders.reading.parse import NOUNS, Parse, Word

__all__ = ["restore_verbs"]

_LOST = frozenset({"flat", "nmod", "appos", "compound", "conj", "amod", "acl", "obl"})
_PHRASE = frozenset({"flat", "nmod", "appos", "compound", "amod", "conj"})
# What hangs on nouns, or on verbs that the parser has seen for what they are.
_NOMINAL = frozenset({"case", "det", "aux", "nsubj", "cop", "mark"})
_UNTAGGED = frozenset({"", "X"})
_STOPS = frozenset({",", ";", ":"})
_FINITE = {"VerbForm": "Fin", "Tense": "Pres", "Person": "3", "Mood": "Ind"}


def restore_verbs(parse: Parse, lemmas: Lemmas) -> None:
    """Make verbs of nouns that are none, and give verbs the names beside them."""
    for word in parse.words:
        if word.pos in _UNTAGGED:
            _tag(parse, word, lemmas)
        elif word.pos == "VERB" and word.form.endswith("ing") and _is_thing(parse, word):
            word.pos = "NOUN"
    for word in parse.words:
        if _is_buried(parse, word, lemmas):
            _unbury(parse, word, lemmas)
        if _is_lost(parse, word, lemmas):
            before = parse.words[word.index - 1]
            (_join if before.label == "cc" else _restore)(parse, word, lemmas)
        elif _is_named_noun(parse, word, lemmas):
            _become_verb(parse, word, lemmas)
        if word.pos == "VERB" and word.features.get("VerbForm") != "Part":
            _adopt_names(parse, word)


def _tag(parse: Parse, word: Word, lemmas: Lemmas) -> None:
    """Give a word that the tagger left alone the part of speech that its place tells."""
    if word.text[:1].isupper() and word.index > 0:
        word.pos = "PROPN"
    elif lemmas.verb(word.form) is not None and not lemmas.is_noun(word.form):
        subject = len(parse.under(word.index, "nsubj", "aux", "obj")) > 0
        if subject or word.label in {"root", "ccomp", "advcl", "parataxis"}:
            _become_verb(parse, word, lemmas)


def _is_thing(parse: Parse, word: Word) -> bool:
    # "by Russian shelling": what has a preposition and an adjective is a noun.
    labels = {parse.words[child].label for child in parse.children[word.index]}
    return {"case", "amod"} <= labels and not labels & {"obj", "nsubj", "aux", "mark"}


def _is_buried(parse: Parse, word: Word, lemmas: Lemmas) -> bool:
    """Whether a verb is taken for a part of its object: "Iran smuggles weapons", "is massing".

    The object then has the subject, the verb stands between the two.
    """
    noun = parse.words[word.head]
    if word.label not in {"compound", "amod"} or noun.index <= word.index or word.index == 0:
        return False
    if noun.pos not in NOUNS or word.text[0].isupper() or lemmas.verb(word.form) is None:
        return False
    subjects = [child for child in parse.under(noun.index, "nsubj") if child < word.index]
    if len(subjects) == 0:
        return False
    being = [child for child in parse.under(noun.index, "cop", "aux") if child < word.index]
    if word.form.endswith("ing"):
        return len(being) > 0
    before = parse.words[word.index - 1]
    finite = word.form != word.lemma or word.features.get("VerbForm") == "Fin"
    return len(being) == 0 and before.index == subjects[-1] and finite


def _unbury(parse: Parse, word: Word, lemmas: Lemmas) -> None:
    noun = parse.words[word.head]
    left = [child for child in parse.children[noun.index] if child < word.index]
    outer = [
        child
        for child in parse.children[noun.index]
        if child > noun.index and parse.words[child].label in {"punct", "parataxis", "advcl"}
    ]
    parse.put_in_place(word.index, noun.index)
    parse.move(noun.index, word.index, "obj")
    for child in (*left, *outer):
        label = "aux" if parse.words[child].label == "cop" else parse.words[child].label
        parse.move(child, word.index, label, parse.words[child].subtype)
    progressive = word.form.endswith("ing")
    _become_verb(parse, word, lemmas)
    if progressive:
        word.features = {"VerbForm": "Ger"}


def _is_lost(parse: Parse, word: Word, lemmas: Lemmas) -> bool:
    """Whether a word hangs on what stands just before it though it can only be a verb."""
    if word.index == 0 or word.index + 1 >= len(parse.words) or word.label not in _LOST:
        return False
    noun = word.pos in {"NOUN", "PROPN", "VERB"} and word.features.get("VerbForm") != "Part"
    if not noun or word.head > word.index or word.text[0].isupper():
        return False
    if lemmas.verb(word.form) is None or lemmas.is_noun(word.form):
        return False
    own = {parse.words[child].label for child in parse.children[word.index]}
    return len(own & _NOMINAL) == 0 and _follows_subject(parse, word)


def _follows_subject(parse: Parse, word: Word) -> bool:
    """Whether a name, or "and", stands just before a word and something just behind it."""
    before, after = parse.words[word.index - 1], parse.words[word.index + 1]
    if after.form in _STOPS - {":"}:
        return False
    if before.pos == "ADJ":
        # „Președintele rus acuză …”
        return before.label == "amod" and before.head == word.head < before.index
    if before.label == "cc":
        return word.label == "conj" and after.pos == "PROPN"
    return before.pos == "PROPN"


def _restore(parse: Parse, word: Word, lemmas: Lemmas) -> None:
    subject = parse.words[_top(parse, word.index - 1)]
    if parse.case(subject.index) not in {"", "as"}:
        return
    clause = parse.words[subject.head]
    phrase = sorted(parse.subtree(subject.index) - parse.subtree(word.index))
    if clause.index > word.index:
        marked = any(word.index < mark for mark in parse.under(clause.index, "mark"))
        if parse.words[word.index + 1].form != ":" and not marked:
            return
        # "Poland accuses: Belarus sends …": what follows the colon, or "that", is content.
        parse.put_in_place(word.index, clause.index)
        parse.move(clause.index, word.index, "ccomp")
    else:
        parse.put_in_place(word.index, subject.index)
    parse.move(subject.index, word.index, "nsubj")
    for index in phrase:
        if index > word.index and parse.words[index].head < word.index:
            parse.move(index, word.index, parse.words[index].label)
    _become_verb(parse, word, lemmas)


def _join(parse: Parse, word: Word, lemmas: Lemmas) -> None:
    """Case: „închide strâmtoarea și acuză Israelul că …”: joined to the verb, not to its object."""
    verb = next((up for up in parse.ancestors(word.index) if parse.words[up].pos == "VERB"), None)
    if verb is None:
        return
    parse.move(word.index, verb, "conj")
    for index in range(word.index + 1, len(parse.words)):
        other = parse.words[index]
        outside = other.head < word.index and other.label in {"nmod", "obj", "flat", "appos"}
        if other.pos == "PROPN" and outside and parse.case(index) == "" and index == word.index + 1:
            parse.move(index, word.index, "obj")
        elif other.head == verb and other.label in {"advcl", "ccomp"}:
            parse.move(index, word.index, "ccomp")
    _become_verb(parse, word, lemmas)


def _top(parse: Parse, index: int) -> int:
    """The head of the noun phrase that ends with a word."""
    while parse.words[index].label in _PHRASE:
        head = parse.words[parse.words[index].head]
        if head.index > index or head.pos not in NOUNS or parse.case(index) not in {"", "of"}:
            break
        index = head.index
    return index


def _is_named_noun(parse: Parse, word: Word, lemmas: Lemmas) -> bool:
    """Whether a noun with a name as its compound can only be a verb: "Japan cooperates with"."""
    if word.pos != "NOUN" or word.label != "root" or word.index == 0:
        return False
    if lemmas.verb(word.form) is None:
        return False
    if lemmas.noun(word.form) is not None and not _plans(parse, word):
        return False
    before = parse.words[word.index - 1]
    named = before.pos == "PROPN" and before.head == word.index
    return named and before.label in {"compound", "nsubj"}


def _plans(parse: Parse, word: Word) -> bool:
    # "Peru and Chile plan to sign …": an infinitive follows at once, and nothing makes it a noun.
    own = {parse.words[child].label for child in parse.children[word.index]}
    after = parse.words[min(word.index + 1, len(parse.words) - 1)]
    verb = parse.words[after.head]
    return after.form == "to" and verb.head == word.index and not own & {"det", "cop", "case"}


def _become_verb(parse: Parse, word: Word, lemmas: Lemmas) -> None:
    word.pos = "VERB"
    word.lemma = lemmas.of(word.form, word.form, noun=False)
    word.features = dict(_FINITE)
    for child in parse.children[word.index]:
        if parse.words[child].label == "advcl" and parse.has(child, "mark", frozenset({"to"})):
            parse.words[child].label = "xcomp"
    for child in list(parse.children[word.index]):
        other = parse.words[child]
        if other.label in {"nmod", "flat", "appos", "compound", "conj"} and child > word.index:
            named = parse.case(child) == "" and other.pos in NOUNS
            first = len(parse.under(word.index, "obj")) == 0
            if named and first:
                parse.move(child, word.index, "obj")
            elif parse.case(child) != "":
                parse.move(child, word.index, "obl")


def _adopt_names(parse: Parse, verb: Word) -> None:
    """A name just before a verb is its subject, one just after it its object."""
    labels = {parse.words[child].label for child in parse.children[verb.index]}
    before = parse.words[verb.index - 1] if verb.index > 0 else verb
    if "nsubj" not in labels and _is_loose(parse, before, verb, {"compound", "nmod"}):
        parse.move(before.index, verb.index, "nsubj")
    after = parse.words[min(verb.index + 1, len(parse.words) - 1)]
    if "obj" not in labels and _is_loose(parse, after, verb, {"flat", "compound", "nmod"}):
        parse.move(after.index, verb.index, "obj")


def _is_loose(parse: Parse, name: Word, verb: Word, labels: set[str]) -> bool:
    hangs = name.head == verb.index and name.pos == "PROPN" and name.label in labels
    return hangs and parse.case(name.index) == ""
